"""Frameworks with lineages: origins, their descendants, and cousins that adapt one base.

Ids are left to the library, so that cousins clash as two areas do; questions move across steps,
come back after they were retired, and are split, merged and replaced; steps go while the other
side fills them.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from sixsteps import (
    AdaptationError,
    AddContextQuestion,
    AddQuestion,
    AddStep,
    ChangeScale,
    ContextQuestion,
    Edit,
    Framework,
    Level,
    MergeConflict,
    MergeQuestions,
    MoveQuestion,
    MoveStep,
    Part,
    Question,
    RemoveContextQuestion,
    RemoveQuestion,
    RemoveStep,
    ReplaceQuestion,
    Resolution,
    Retitle,
    RetitleStep,
    RewordContextQuestion,
    RewordQuestion,
    Scale,
    Source,
    SplitQuestion,
    Step,
    adapt,
    merge,
)
from sixsteps.model.edits import EntryKind
from sixsteps.model.lineage import Identity, Register
from tests.strategies.values import TRAFFIC

WORDS = ("What?", "Who?", "When?", "Where?", "Why?")
SCALES = (
    TRAFFIC,
    Scale("Two", [Level("no"), Level("yes")]),
    Scale("Four", [Level("none"), Level("some"), Level("most"), Level("all")]),
)
START = date(2020, 1, 1)
TAGS = ("govern", "identify", "protect")
ROLES = ("trustee", "chair")


@st.composite
def origins(draw: st.DrawFn, most_steps: int = 4) -> Framework:
    """A framework before any adaptation, of one to four steps of up to four questions."""
    sizes = draw(st.lists(st.integers(0, 4), min_size=1, max_size=most_steps))
    mark, described = draw(st.sampled_from(["q", ".0", ".a-"])), draw(st.booleans())
    more = {"levels": {"red": "None", "green": "All"}, "tags": TAGS[:1], "asked_of": ROLES[:1]}
    steps = [
        Step(
            f"s{i}",
            f"Step {i}",
            [
                Question(f"s{i}{mark}{j}", f"{i}.{j}?", **(more if described and j % 2 else {}))  # type: ignore[arg-type] # each member has its own type
                for j in range(1, size + 1)
            ],
            guidance="Ask" if described else "",
        )
        for i, size in enumerate(sizes, 1)
    ]
    context = [ContextQuestion(f"c{k}", f"Context {k}?") for k in range(1, draw(st.integers(1, 4)))]
    return Framework("Steps", Source("Doe, J (2019) Steps"), TRAFFIC, steps, context)


class _Chooser:
    """Choices made by drawn numbers, whatever there is to choose from at the time."""

    def __init__(self, numbers: bytes) -> None:
        self._numbers = cycle(numbers)

    def number(self, below: int) -> int:
        return next(self._numbers) % below

    def one(self, values: list[str]) -> str:
        return values[self.number(len(values))]

    def place(self, values: list[str]) -> dict[str, str | bool]:
        """Last, first or after one of the values."""
        at = self.number(len(values) + 2)
        if at < len(values):
            return {"after": values[at]}
        return {"first": True} if at == len(values) else {}


def _retired(now: list[str], ever: Register, kind: EntryKind) -> list[str]:
    return [name for name, entry in ever.entries.items() if entry.kind == kind and name not in now]


def _edit(framework: Framework, choose: _Chooser) -> Edit | None:
    """An edit of a kind that may well fit; `None` where there is nothing to apply it to."""
    steps = [step.id for step in framework.steps]
    questions = [question.id for question in framework.questions]
    context = [question.id for question in framework.context]
    ever = framework.register
    word = choose.one(list(WORDS))

    def described() -> dict[str, Any]:
        """Some of what a question can hold beside its text."""
        said = {
            "levels": {choose.one(list(framework.scale.keys)): word},
            "tags": TAGS[choose.number(3) :],
            "asked_of": ROLES[choose.number(2) :],
            "guidance": word,
        }
        return {key: value for key, value in said.items() if choose.number(2)}

    def in_step(step: str, without: str = "") -> list[str]:
        return [q.id for q in framework.step(step).questions if q.id != without]

    def add_question() -> Edit:
        step = choose.one(steps)
        return AddQuestion(step, word, **described(), **choose.place(in_step(step)))  # type: ignore[arg-type] # a place is after, first or neither

    def restore_question() -> Edit | None:
        gone = _retired(questions, ever, "question")
        if not gone:
            return None
        name, step = choose.one(gone), choose.one(steps)
        return AddQuestion(step, ever.entries[name].introduced, name, **choose.place(in_step(step)))  # type: ignore[arg-type] # as above

    def move_question() -> Edit:
        name, step = choose.one(questions), choose.one(steps)
        return MoveQuestion(name, step, **choose.place(in_step(step, name)))  # type: ignore[arg-type] # as above

    def shuffle_question() -> Edit:
        name = choose.one(questions)
        return MoveQuestion(name, **choose.place(in_step(framework.step_of(name).id, name)))  # type: ignore[arg-type] # as above

    def reword() -> Edit:
        name = choose.one(questions)
        fields: list[Callable[[], Edit]] = [
            lambda: RewordQuestion(name, word),
            lambda: RewordQuestion(name, label=word),
            lambda: RewordQuestion(name, guidance=word),
            lambda: RewordQuestion(name, levels={choose.one(list(framework.scale.keys)): word}),
            lambda: RewordQuestion(name, **{"levels": {}, **described()}),
            lambda: RewordQuestion(name, tags=TAGS[choose.number(4) :]),
            lambda: RewordQuestion(name, asked_of=ROLES[choose.number(3) :]),
            lambda: RewordQuestion(name, source=choose.one(["Roe (2020)", "Poe (2021)"])),
        ]
        return fields[choose.number(len(fields))]()

    def merge_questions() -> Edit | None:
        names = list(dict.fromkeys([choose.one(questions), choose.one(questions)]))
        return MergeQuestions(names, word, **described()) if len(names) > 1 else None

    def change_scale() -> Edit:
        scale = SCALES[choose.number(len(SCALES))]
        old = framework.scale.keys
        last = len(scale) - 1
        return ChangeScale(
            scale, {key: scale.keys[min(rank, last)] for rank, key in enumerate(old)}
        )

    def restore_step() -> Edit | None:
        gone = _retired(steps, ever, "step")
        if not gone:
            return None
        name = choose.one(gone)
        return AddStep(ever.entries[name].introduced, name, **choose.place(steps))  # type: ignore[arg-type] # as above

    def move_step() -> Edit:
        name = choose.one(steps)
        return MoveStep(name, **choose.place([step for step in steps if step != name]))  # type: ignore[arg-type] # as above

    def restore_context() -> Edit | None:
        gone = _retired(context, ever, "context question")
        if not gone:
            return None
        name = choose.one(gone)
        return AddContextQuestion(ever.entries[name].introduced, name, **choose.place(context))  # type: ignore[arg-type] # as above

    anywhere: list[Callable[[], Edit | None]] = [
        lambda: Retitle(word),
        change_scale,
        lambda: AddStep(word, **choose.place(steps)),  # type: ignore[arg-type] # as above
        lambda: AddStep(
            word,
            questions=[Question(f"x{choose.number(9)}", word, **described())],
            guidance=choose.one(["", word]),
        ),
        restore_step,
        lambda: AddContextQuestion(word, **choose.place(context)),  # type: ignore[arg-type] # as above
        restore_context,
    ]
    with_steps = [
        add_question,
        add_question,
        restore_question,
        restore_question,
        lambda: RetitleStep(choose.one(steps), word),
        lambda: RetitleStep(choose.one(steps), guidance=choose.one(["", word])),
        lambda: RemoveStep(choose.one(steps)),
        move_step,
        move_step,
    ]
    with_questions: list[Callable[[], Edit | None]] = [
        move_question,
        move_question,
        shuffle_question,
        shuffle_question,
        reword,
        reword,
        lambda: RemoveQuestion(choose.one(questions)),
        lambda: ReplaceQuestion(choose.one(questions), word, **described()),
        lambda: SplitQuestion(choose.one(questions), [Part(word, **described()), "And?"]),
        lambda: SplitQuestion(choose.one(questions), [word, "And?"], comparable=False),
        merge_questions,
        merge_questions,
    ]
    with_context: list[Callable[[], Edit | None]] = [
        lambda: RemoveContextQuestion(choose.one(context)),
        lambda: RewordContextQuestion(choose.one(context), word),
    ]
    kinds = [
        *anywhere,
        *(with_steps if steps else []),
        *(with_questions if questions else []),
        *(with_context if context else []),
    ]
    return kinds[choose.number(len(kinds))]()


# For each adaptation the numbers by which each of its edits is chosen: bytes, because Hypothesis
# draws those evenly, and all of an edit at once.
_Seeds = list[list[bytes]]
_numbers = st.binary(min_size=6, max_size=6)
_edits = st.lists(_numbers, min_size=1, max_size=5)
_seeds = st.lists(_edits, max_size=3)


def _adapted(framework: Framework, seeds: _Seeds, by: str, editions: int = 0) -> Framework:
    """The framework after one adaptation for each list of numbers; what does not fit is left.

    The first few are editions of the source where nobody else adapted the framework before.
    """
    for seed in seeds:
        edits: list[Edit] = []
        trial = framework
        for numbers in seed:
            edit = _edit(trial, _Chooser(numbers))
            if edit is None:
                continue
            try:
                trial = adapt(trial, edit, by=by, on=START)
            except AdaptationError:
                continue
            edits.append(edit)
        if not edits:
            continue
        on = START + timedelta(days=400 * (len(framework.lineage) + 1))
        said: dict[str, Any] = {"by": by, "reason": f"change {len(edits)}"}
        if editions and not framework.is_adapted:
            said = {"by": "Doe, J", "edition": Source(f"Doe, J ({on.year}) Steps, revised")}
            editions -= 1
        framework = adapt(framework, *edits, on=on, **said)
    return framework


@st.composite
def descendants(draw: st.DrawFn, framework: Framework, by: str = "Anytown") -> Framework:
    """The framework itself, or one that up to three adaptations make of it."""
    return _adapted(framework, draw(_seeds), by)


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    """Any framework, revised by its source and adapted by others, or not."""
    return _adapted(draw(origins()), draw(_seeds), "Anytown", draw(st.integers(0, 3)))


@st.composite
def cousins(draw: st.DrawFn) -> tuple[Framework, Framework, Framework]:
    """A base, and what two areas made of it, or an area and its source."""
    base = draw(frameworks())
    several = st.lists(_edits, min_size=1, max_size=3)
    ours = _adapted(base, draw(several), "Ourtown")
    theirs = _adapted(base, draw(several), "Theirtown", draw(st.integers(0, 2)))
    return base, ours, theirs


@st.composite
def allies(draw: st.DrawFn) -> tuple[Framework, Framework, Framework]:
    """Cousins each of whom may have merged another adaptation of their base before.

    What the merges brought in under other names does not come under one name to both, so that
    merging allies is symmetric but for names.
    """
    base = draw(frameworks())
    ours, theirs = (
        _allied(
            base,
            draw(descendants(base, by)),
            draw(descendants(base, f"{by}’s neighbour")),
            draw(_seeds),
        )
        for by in ("Ourtown", "Theirtown")
    )
    assume(_are_told_apart(ours, theirs))
    return base, ours, theirs


def _are_told_apart(*frameworks: Framework) -> bool:
    """Whether no two things of one framework are one in the other, which merge refuses."""
    links = [link for one in frameworks for link in one.register.links if link.kind == "renamed"]
    same: list[set[Identity]] = []
    for ends in ({*link.old, *link.new} for link in links):
        joined = [group for group in same if group & ends]
        same = [group for group in same if group not in joined] + [ends.union(*joined)]
    for framework in frameworks:
        kinds = (framework.steps, framework.questions, framework.context)
        entries = framework.register.entries
        there = {Identity(one.id, entries[one.id].introduced) for kind in kinds for one in kind}
        if any(len(there & group) > 1 for group in same):
            return False
    return True


def _allied(base: Framework, one: Framework, other: Framework, seeds: _Seeds) -> Framework:
    """What two make together, clashes renamed and conflicts decided for the first; adapted on."""
    decided: list[Resolution] = []
    while True:
        try:
            made = merge(base, one, other, by="Both", on=START, resolutions=decided)
        except MergeConflict as found:
            decided += [
                conflict.rename() if conflict.kind == "clash" else conflict.take("ours")
                for conflict in found.conflicts
            ]
        else:
            return _adapted(made, seeds, "Both")


def edits_of(framework: Framework) -> Iterator[Edit]:
    """Every edit of a lineage."""
    for adaptation in framework.lineage:
        yield from adaptation.edits
