"""Model, adapt and score scrutiny frameworks, and compare rounds honestly.

The Six Steps for Independent Scrutiny (Pearce 2019) as immutable values, adaptations that keep
their reference, and figures that respect order, gaps and changed questions.

Every public name is loaded from its room when it is first used (PEP 562), so that
`import sixsteps` costs next to nothing; type checkers see the real names.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sixsteps import charts, published, samples
    from sixsteps.adaptation.applying import (
        adapt,
        replay,
    )
    from sixsteps.adaptation.conflicts import (
        Conflict,
        MergeConflict,
        Resolution,
    )
    from sixsteps.adaptation.diffing import (
        Diff,
        QuestionChange,
        diff,
    )
    from sixsteps.adaptation.merging import (
        merge,
        revert,
    )
    from sixsteps.analysis.agreement import (
        Agreement,
        agreement,
    )
    from sixsteps.analysis.change import (
        Change,
        change,
    )
    from sixsteps.analysis.compare import (
        Comparison,
        compare,
    )
    from sixsteps.analysis.coverage import (
        Coverage,
        coverage,
    )
    from sixsteps.analysis.decomposition import (
        Component,
        Decomposition,
        Transitions,
    )
    from sixsteps.analysis.gap import (
        Fact,
        Gap,
    )
    from sixsteps.analysis.gaps import (
        Gaps,
        gaps,
    )
    from sixsteps.analysis.history import (
        History,
        StepTrend,
        history,
    )
    from sixsteps.analysis.lines import (
        Line,
    )
    from sixsteps.analysis.readings import (
        Mean,
    )
    from sixsteps.analysis.selection import (
        consensus,
    )
    from sixsteps.analysis.summary import (
        Dominance,
        Summary,
        summary,
    )
    from sixsteps.analysis.threads import (
        Run,
        Thread,
    )
    from sixsteps.charts.chart import Chart
    from sixsteps.errors import (
        AdaptationError,
        DocumentError,
        IdentityClashError,
        InvalidError,
        MissingExtraError,
        NotComparableError,
        Problem,
        SeveralAnswersError,
        SixStepsError,
        UnknownIdError,
        WrongTypeError,
    )
    from sixsteps.formats import frames, surveys, workbook
    from sixsteps.formats.citations import (
        cite,
    )
    from sixsteps.formats.crosswalks import (
        read_crosswalk,
    )
    from sixsteps.formats.documents import (
        from_document,
        read,
        to_document,
        write,
    )
    from sixsteps.formats.documents.schemas import (
        schema,
    )
    from sixsteps.formats.rounds import (
        read_rounds,
        write_rounds,
    )
    from sixsteps.model.crosswalk import (
        Crosswalk,
        Match,
        correspondence,
    )
    from sixsteps.model.edits import (
        AddContextQuestion,
        AddQuestion,
        AddStep,
        ChangeScale,
        Edit,
        MergeQuestions,
        MoveQuestion,
        MoveStep,
        Part,
        RemoveContextQuestion,
        RemoveQuestion,
        RemoveStep,
        ReplaceQuestion,
        Retitle,
        RetitleStep,
        RewordContextQuestion,
        RewordQuestion,
        SplitQuestion,
    )
    from sixsteps.model.framework import (
        Framework,
    )
    from sixsteps.model.lineage import (
        Adaptation,
        LeftOut,
    )
    from sixsteps.model.plans import (
        CLOSED,
        OPEN,
        Action,
        ActionPlan,
        Status,
    )
    from sixsteps.model.question import (
        ContextQuestion,
        Question,
        Step,
    )
    from sixsteps.model.ratings import (
        ContextAnswer,
        Evidence,
        NotApplicable,
        Rating,
        Respondent,
        Role,
    )
    from sixsteps.model.returns import (
        collect,
    )
    from sixsteps.model.round_parts import (
        AGREED,
        DRAFT,
        RoundReference,
        State,
        Unplaced,
        Use,
    )
    from sixsteps.model.rounds import (
        Round,
    )
    from sixsteps.model.scale import (
        Level,
        Scale,
    )
    from sixsteps.model.source import (
        Source,
    )
    from sixsteps.panel.panel import (
        Panel,
    )
    from sixsteps.published import (
        RAG,
        six_steps,
        working_together_2023,
    )
    from sixsteps.reporting.reports import (
        Report,
        report,
    )
    from sixsteps.table import (
        Share,
        Table,
    )

__version__ = "0.1.0"

# Where each public name lives; a test holds this against `__all__` and the imports above.
_HOMES: dict[str, str] = {
    "sixsteps.adaptation.applying": "adapt replay",
    "sixsteps.adaptation.conflicts": "Conflict MergeConflict Resolution",
    "sixsteps.adaptation.diffing": "Diff QuestionChange diff",
    "sixsteps.adaptation.merging": "merge revert",
    "sixsteps.analysis.agreement": "Agreement agreement",
    "sixsteps.analysis.change": "Change change",
    "sixsteps.analysis.compare": "Comparison compare",
    "sixsteps.analysis.coverage": "Coverage coverage",
    "sixsteps.analysis.decomposition": "Component Decomposition Transitions",
    "sixsteps.analysis.gap": "Fact Gap",
    "sixsteps.analysis.gaps": "Gaps gaps",
    "sixsteps.analysis.history": "History StepTrend history",
    "sixsteps.analysis.lines": "Line",
    "sixsteps.analysis.readings": "Mean",
    "sixsteps.analysis.selection": "consensus",
    "sixsteps.analysis.summary": "Dominance Summary summary",
    "sixsteps.analysis.threads": "Run Thread",
    "sixsteps.charts.chart": "Chart",
    "sixsteps.errors": (
        "AdaptationError DocumentError IdentityClashError InvalidError "
        "MissingExtraError NotComparableError Problem SeveralAnswersError "
        "SixStepsError UnknownIdError WrongTypeError"
    ),
    "sixsteps.formats.citations": "cite",
    "sixsteps.formats.crosswalks": "read_crosswalk",
    "sixsteps.formats.documents": "from_document read to_document write",
    "sixsteps.formats.documents.schemas": "schema",
    "sixsteps.formats.rounds": "read_rounds write_rounds",
    "sixsteps.model.crosswalk": "Crosswalk Match correspondence",
    "sixsteps.model.edits": (
        "AddContextQuestion AddQuestion AddStep ChangeScale Edit MergeQuestions "
        "MoveQuestion MoveStep Part RemoveContextQuestion RemoveQuestion RemoveStep "
        "ReplaceQuestion Retitle RetitleStep RewordContextQuestion RewordQuestion "
        "SplitQuestion"
    ),
    "sixsteps.model.framework": "Framework",
    "sixsteps.model.lineage": "Adaptation LeftOut",
    "sixsteps.model.plans": "Action ActionPlan CLOSED OPEN Status",
    "sixsteps.model.question": "ContextQuestion Question Step",
    "sixsteps.model.ratings": ("ContextAnswer Evidence NotApplicable Rating Respondent Role"),
    "sixsteps.model.returns": "collect",
    "sixsteps.model.round_parts": "AGREED DRAFT RoundReference State Unplaced Use",
    "sixsteps.model.rounds": "Round",
    "sixsteps.model.scale": "Level Scale",
    "sixsteps.model.source": "Source",
    "sixsteps.panel.panel": "Panel",
    "sixsteps.published": "RAG six_steps working_together_2023",
    "sixsteps.reporting.reports": "Report report",
    "sixsteps.table": "Share Table",
}
# Public modules, by the short name they are reached under.
_MODULES = {
    "charts": "sixsteps.charts",
    "frames": "sixsteps.formats.frames",
    "published": "sixsteps.published",
    "samples": "sixsteps.samples",
    "surveys": "sixsteps.formats.surveys",
    "workbook": "sixsteps.formats.workbook",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """Load a public name from its room."""
    if name in _HOME_OF:
        value = getattr(import_module(_HOME_OF[name]), name)
    elif name in _MODULES:
        value = import_module(_MODULES[name])
    else:
        raise AttributeError(f"module 'sixsteps' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "AGREED",
    "CLOSED",
    "DRAFT",
    "OPEN",
    "RAG",
    "Action",
    "ActionPlan",
    "Adaptation",
    "AdaptationError",
    "AddContextQuestion",
    "AddQuestion",
    "AddStep",
    "Agreement",
    "Change",
    "ChangeScale",
    "Chart",
    "Comparison",
    "Component",
    "Conflict",
    "ContextAnswer",
    "ContextQuestion",
    "Coverage",
    "Crosswalk",
    "Decomposition",
    "Diff",
    "DocumentError",
    "Dominance",
    "Edit",
    "Evidence",
    "Fact",
    "Framework",
    "Gap",
    "Gaps",
    "History",
    "IdentityClashError",
    "InvalidError",
    "LeftOut",
    "Level",
    "Line",
    "Match",
    "Mean",
    "MergeConflict",
    "MergeQuestions",
    "MissingExtraError",
    "MoveQuestion",
    "MoveStep",
    "NotApplicable",
    "NotComparableError",
    "Panel",
    "Part",
    "Problem",
    "Question",
    "QuestionChange",
    "Rating",
    "RemoveContextQuestion",
    "RemoveQuestion",
    "RemoveStep",
    "ReplaceQuestion",
    "Report",
    "Resolution",
    "Respondent",
    "Retitle",
    "RetitleStep",
    "RewordContextQuestion",
    "RewordQuestion",
    "Role",
    "Round",
    "RoundReference",
    "Run",
    "Scale",
    "SeveralAnswersError",
    "Share",
    "SixStepsError",
    "Source",
    "SplitQuestion",
    "State",
    "Status",
    "Step",
    "StepTrend",
    "Summary",
    "Table",
    "Thread",
    "Transitions",
    "UnknownIdError",
    "Unplaced",
    "Use",
    "WrongTypeError",
    "__version__",
    "adapt",
    "agreement",
    "change",
    "charts",
    "cite",
    "collect",
    "compare",
    "consensus",
    "correspondence",
    "coverage",
    "diff",
    "frames",
    "from_document",
    "gaps",
    "history",
    "merge",
    "published",
    "read",
    "read_crosswalk",
    "read_rounds",
    "replay",
    "report",
    "revert",
    "samples",
    "schema",
    "six_steps",
    "summary",
    "surveys",
    "to_document",
    "workbook",
    "working_together_2023",
    "write",
    "write_rounds",
]
