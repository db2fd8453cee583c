"""Model, adapt and score scrutiny frameworks, and compare rounds honestly.

The Six Steps for Independent Scrutiny (Pearce 2019) as immutable values, adaptations that keep
their reference, and figures that respect order, gaps and changed questions.

`import sixsteps` loads the model alone. Everything else is reached through the same names and
loaded when first used (PEP 562).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
from sixsteps.model.adaptation_record import Adaptation
from sixsteps.model.correspondence import correspondence
from sixsteps.model.crosswalk import Crosswalk, Match
from sixsteps.model.edits import (
    AddContextQuestion,
    AddStep,
    ChangeScale,
    Edit,
    MoveStep,
    RemoveContextQuestion,
    RemoveStep,
    Retitle,
    RetitleStep,
    RewordContextQuestion,
)
from sixsteps.model.framework import Framework
from sixsteps.model.plans import CLOSED, OPEN, Action, ActionPlan, Status
from sixsteps.model.question import ContextQuestion, Question, Step
from sixsteps.model.question_edits import (
    AddQuestion,
    MergeQuestions,
    MoveQuestion,
    Part,
    RemoveQuestion,
    ReplaceQuestion,
    RewordQuestion,
    SplitQuestion,
)
from sixsteps.model.ratings import ContextAnswer, Evidence, NotApplicable, Rating
from sixsteps.model.respondents import Respondent, Role
from sixsteps.model.round_parts import AGREED, DRAFT, RoundReference, State, Unplaced, Use
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Level, Scale
from sixsteps.model.source import Source
from sixsteps.table import Share, Table

if TYPE_CHECKING:
    from sixsteps import charts, published
    from sixsteps.published import RAG, six_steps

__version__ = "0.1.0"

_LAZY = {
    "RAG": "sixsteps.published",
    "six_steps": "sixsteps.published",
}
_LAZY_MODULES = {
    "charts": "sixsteps.charts",
    "published": "sixsteps.published",
}


def __getattr__(name: str) -> Any:
    """Load a lazy name from its room when it is first asked for."""
    if name in _LAZY:
        value = getattr(import_module(_LAZY[name]), name)
    elif name in _LAZY_MODULES:
        value = import_module(_LAZY_MODULES[name])
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
    "ChangeScale",
    "ContextAnswer",
    "ContextQuestion",
    "Crosswalk",
    "DocumentError",
    "Edit",
    "Evidence",
    "Framework",
    "IdentityClashError",
    "InvalidError",
    "Level",
    "Match",
    "MergeQuestions",
    "MissingExtraError",
    "MoveQuestion",
    "MoveStep",
    "NotApplicable",
    "NotComparableError",
    "Part",
    "Problem",
    "Question",
    "Rating",
    "RemoveContextQuestion",
    "RemoveQuestion",
    "RemoveStep",
    "ReplaceQuestion",
    "Respondent",
    "Retitle",
    "RetitleStep",
    "RewordContextQuestion",
    "RewordQuestion",
    "Role",
    "Round",
    "RoundReference",
    "Scale",
    "SeveralAnswersError",
    "Share",
    "SixStepsError",
    "Source",
    "SplitQuestion",
    "State",
    "Status",
    "Step",
    "Table",
    "UnknownIdError",
    "Unplaced",
    "Use",
    "WrongTypeError",
    "__version__",
    "charts",
    "correspondence",
    "published",
    "six_steps",
]
