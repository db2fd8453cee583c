"""Apply edits to a framework, all or none, and apply a recorded adaptation again."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import assert_never

from attrs import evolve, frozen

from sixsteps.adaptation.naming import Names
from sixsteps.errors import AdaptationError, Problem, WrongTypeError, listed, nearest
from sixsteps.model.checks import for_the_first, id_problems, instance_of
from sixsteps.model.crosswalk import monotone_problems
from sixsteps.model.digests import content_digest, short_digest
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
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Adaptation, Kind, LeftOut, Register
from sixsteps.model.question import ContextQuestion, Question, Step
from sixsteps.model.scale import Scale
from sixsteps.model.source import Source


@frozen
class Content:
    """Title, scale, steps and context questions, without source and lineage."""

    title: str
    scale: Scale
    steps: tuple[Step, ...]
    context: tuple[ContextQuestion, ...]

    @classmethod
    def of(cls, framework: Framework) -> "Content":
        """The content of a framework."""
        return cls(framework.title, framework.scale, framework.steps, framework.context)

    @property
    def digest(self) -> str:
        """The content digest, as a framework with this content has it."""
        return content_digest(self.title, self.scale, self.steps, self.context)


class Order:
    """Ids in a row, mutable, each known by its neighbours rather than by its index.

    >>> order = Order(["a", "b", "c"])
    >>> order.take("a")
    >>> order.put("a", after="b")
    >>> list(order), order.before("c"), order.before("b")
    (['b', 'a', 'c'], 'a', None)
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        # The None key stands at both ends: before the first id and after the last.
        self._next: dict[str | None, str | None] = {None: None}
        self._previous: dict[str | None, str | None] = {None: None}
        for name in ids:
            self.put(name, after=self.last)

    def __contains__(self, name: object) -> bool:
        return name is not None and name in self._next

    def __iter__(self) -> Iterator[str]:
        name = self._next[None]
        while name is not None:
            yield name
            name = self._next[name]

    @property
    def last(self) -> str | None:
        """The id at the end, `None` in an empty order."""
        return self._previous[None]

    def before(self, name: str) -> str | None:
        """The id just before this one, `None` for the first."""
        return self._previous[name]

    def put(self, name: str, *, after: str | None) -> None:
        """Put in an id that is not there yet, after another, or first (`None`)."""
        follower = self._next[after]
        self._next[after], self._next[name] = name, follower
        self._previous[follower], self._previous[name] = name, after

    def take(self, name: str) -> None:
        """Take an id out."""
        before, follower = self._previous.pop(name), self._next.pop(name)
        self._next[before], self._previous[follower] = follower, before


class Refused(Exception):
    """An edit that cannot apply, with the problem; never leaves this room."""

    def __init__(
        self, message: str, code: str, *, field: str | None = None, near: str | None = None
    ) -> None:
        super().__init__(message)
        self.problem = Problem("", message, code=code, field=field, suggestion=near)


class Draft:
    """A framework's content with indexes by id: every operation checks first, then changes.

    Building one and making its content cost as much as the framework is long, every operation
    in between only what it touches. `merged` is what merged adaptations bring to the register.
    """

    def __init__(self, framework: Framework, merged: Register | None = None) -> None:
        self.title = framework.title
        self.scale = framework.scale
        self.names = Names(framework.register, merged)
        self.steps = Order(step.id for step in framework.steps)
        self.context = Order(question.id for question in framework.context)
        self.titles = {step.id: step.title for step in framework.steps}
        self.questions = {question.id: question for question in framework.questions}
        self.home = {q.id: step.id for step in framework.steps for q in step.questions}
        self.asked = {question.id: question for question in framework.context}
        self._whole = {step.id: step for step in framework.steps}
        self._near_question = for_the_first(lambda question: nearest(question, self.home))
        self._near_step = for_the_first(lambda step: nearest(step, self.titles))
        # The order inside a step is spelled out only once an edit touches the step.
        self._inside: dict[str, Order] = {}

    def content(self) -> Content:
        """The draft's content; steps that nothing touched are the same objects as before."""
        steps = tuple(self._step(name) for name in self.steps)
        context = tuple(self.asked[name] for name in self.context)
        return Content(self.title, self.scale, steps, context)

    def _step(self, name: str) -> Step:
        if name not in self._inside:
            step, title = self._whole[name], self.titles[name]
            return step if step.title == title else evolve(step, title=title)
        questions = tuple(self.questions[question] for question in self._inside[name])
        return Step(name, self.titles[name], questions)

    def inside(self, step: str) -> Order:
        """The order of a step's questions."""
        if step not in self._inside:
            self._inside[step] = Order(question.id for question in self._whole[step].questions)
        return self._inside[step]

    # What must be there.

    def need_step(self, step: str, field: str = "step") -> None:
        """Refuse an id that is no step now."""
        if step in self.titles:
            return
        meaning = self.names.meaning(step)
        if meaning is not None and meaning[0] == "step":
            raise Refused(
                f"step {step!r} was removed; bring it back with AddStep first",
                "retired",
                field=field,
            )
        raise Refused(
            f"no step {step!r}; there are {listed(list(self.steps))}",
            "unknown-step",
            field=field,
            near=self._near_step(step),
        )

    def need_question(self, question: str, field: str = "question") -> str:
        """The step that holds a question now; an id that is no question is refused."""
        if question in self.home:
            return self.home[question]
        meaning = self.names.meaning(question)
        if meaning is not None and meaning[0] == "question":
            raise Refused(
                f"question {question!r} was removed; bring it back with AddQuestion first",
                "retired",
                field=field,
            )
        near = self._near_question(question)
        for step in self.steps:
            if question.startswith(f"{step}q"):
                has = listed(list(self.inside(step)))
                message = f"no question {question!r} in step {step!r}; it has {has}"
                raise Refused(message, "unknown-question", field=field, near=near)
        message = f"no question {question!r}; the steps are {listed(list(self.steps))}"
        raise Refused(message, "unknown-question", field=field, near=near)

    def need_context(self, question: str) -> None:
        """Refuse an id that is no context question now."""
        if question in self.asked:
            return
        meaning = self.names.meaning(question)
        if meaning is not None and meaning[0] == "context question":
            raise Refused(
                f"context question {question!r} was removed; bring it back with"
                " AddContextQuestion first",
                "retired",
                field="question",
            )
        raise Refused(
            f"no context question {question!r}; there are {listed(list(self.context))}",
            "unknown-question",
            field="question",
            near=nearest(question, self.asked),
        )

    def place(
        self, order: Order, what: str, after: str | None, *, first: bool, moving: str | None = None
    ) -> str | None:
        """The id to stand after, `None` for the first place."""
        if first:
            return None
        if after is None:
            return order.before(moving) if order.last == moving and moving else order.last
        if after == moving:
            raise Refused(
                f"{after!r} cannot stand after itself; name another or leave out after",
                "bad-place",
                field="after",
            )
        if after not in order:
            raise Refused(
                f"nothing with the id {after!r} {what} to stand after; there are"
                f" {listed(list(order))}",
                "bad-place",
                field="after",
                near=nearest(after, order),
            )
        return after

    # New ids.

    def name_for(
        self, given: str | None, stem: str, kind: Kind, wording: str, *, fresh: bool = False
    ) -> str:
        """The id a new thing gets: the one given, if it is free for this meaning, or the next.

        A retired id comes back only to the thing it was introduced for, and never by an edit
        that puts something `fresh` in another's place.
        """
        if given is None:
            name = self.names.free(stem)
            if any(id_problems(name, "id")):
                raise Refused(
                    f"the next free id would be too long ({len(name)} characters); give an id",
                    "bad-id",
                    field="id",
                )
            return name
        self.need_free(given, kind, wording, fresh=fresh)
        return given

    def need_free(self, name: str, kind: Kind, wording: str, *, fresh: bool = False) -> None:
        """Refuse an id that is in use, or that was introduced for something else."""
        if name in self.home or name in self.titles or name in self.asked:
            raise Refused(
                f"the id {name!r} is in use; leave it out or give another", "id-in-use", field="id"
            )
        meaning = self.names.meaning(name)
        if meaning is None:
            return
        if meaning != (kind, wording):
            raise Refused(
                f"the id {name!r} is retired and belongs to another {meaning[0]}; leave the id out,"
                " or bring that one back in its first wording",
                "id-retired",
                field="id",
            )
        if fresh and not self.names.is_new(name):
            raise Refused(
                f"the id {name!r} was used before, and what takes a question's place has a new"
                " id; leave it out, or bring the old question back with AddQuestion",
                "id-retired",
                field="id",
            )

    # Changes, each already checked.

    def add_step(
        self, name: str, title: str, questions: Iterable[Question], at: str | None
    ) -> None:
        """Put in a step with its questions."""
        self.names.use(name, "step", title)
        self.titles[name] = title
        self.steps.put(name, after=at)
        self._inside[name] = Order()
        for question in questions:
            self.add_question(name, question, self._inside[name].last)

    def drop_step(self, step: str) -> None:
        """Take a step out with the questions it holds."""
        for question in list(self.inside(step)):
            self.drop_question(question)
        self.steps.take(step)
        del self.titles[step], self._inside[step]

    def add_question(self, step: str, question: Question, at: str | None) -> None:
        """Put a question into a step."""
        self.names.use(question.id, "question", question.text)
        self.questions[question.id] = question
        self.home[question.id] = step
        self.inside(step).put(question.id, after=at)

    def drop_question(self, question: str) -> None:
        """Take a question out."""
        self.inside(self.home.pop(question)).take(question)
        del self.questions[question]

    def move_question(self, question: str, to: str, at: str | None) -> None:
        """Take a question from its place to another."""
        self.inside(self.home[question]).take(question)
        self.inside(to).put(question, after=at)
        self.home[question] = to

    def reword(self, question: Question) -> None:
        """Put other words in a question's place under its id."""
        self.inside(self.home[question.id])
        self.questions[question.id] = question

    def add_context(self, question: ContextQuestion, at: str | None) -> None:
        """Put in a context question."""
        self.names.use(question.id, "context question", question.text)
        self.asked[question.id] = question
        self.context.put(question.id, after=at)

    def drop_context(self, question: str) -> None:
        """Take a context question out."""
        self.context.take(question)
        del self.asked[question]


@frozen
class Applied:
    """What came of a list of edits: those that fit, ids resolved, and those that do not."""

    edits: tuple[Edit, ...]
    refused: tuple[tuple[Edit, Problem], ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why each of the refused edits cannot apply, by its position."""
        return tuple(problem for _, problem in self.refused)


def apply_edits(draft: Draft, edits: Iterable[Edit]) -> Applied:
    """Apply every edit that fits to the draft and collect the problems of the others."""
    done: list[Edit] = []
    refused: list[tuple[Edit, Problem]] = []
    for position, edit in enumerate(edits):
        try:
            done.append(apply_edit(draft, edit))
        except Refused as refusal:
            refused.append((edit, refusal.problem.within(f"edits[{position}]")))
    return Applied(tuple(done), tuple(refused))


def apply_edit(draft: Draft, edit: Edit) -> Edit:
    """Apply one edit to the draft, and give it back with every id resolved.

    Raises:
        Refused: for an edit that cannot apply; the draft is as it was.
    """
    match edit:
        case Retitle():
            draft.title = edit.title
            return edit
        case ChangeScale():
            return _change_scale(draft, edit)
        case AddStep():
            return _add_step(draft, edit)
        case RemoveStep():
            draft.need_step(edit.step)
            draft.drop_step(edit.step)
            return edit
        case MoveStep():
            draft.need_step(edit.step)
            at = draft.place(
                draft.steps, "among the steps", edit.after, first=edit.first, moving=edit.step
            )
            draft.steps.take(edit.step)
            draft.steps.put(edit.step, after=at)
            return edit
        case RetitleStep():
            draft.need_step(edit.step)
            draft.titles[edit.step] = edit.title
            return edit
        case AddContextQuestion():
            return _add_context(draft, edit)
        case RemoveContextQuestion():
            draft.need_context(edit.question)
            draft.drop_context(edit.question)
            return edit
        case RewordContextQuestion():
            draft.need_context(edit.question)
            draft.asked[edit.question] = ContextQuestion(edit.question, edit.text)
            return edit
        case _:
            return _apply_question_edit(draft, edit)


def _apply_question_edit(
    draft: Draft,
    edit: AddQuestion
    | RemoveQuestion
    | MoveQuestion
    | RewordQuestion
    | ReplaceQuestion
    | SplitQuestion
    | MergeQuestions,
) -> Edit:
    match edit:
        case AddQuestion():
            return _add_question(draft, edit)
        case RemoveQuestion():
            draft.need_question(edit.question)
            draft.drop_question(edit.question)
            return edit
        case MoveQuestion():
            return _move_question(draft, edit)
        case RewordQuestion():
            draft.need_question(edit.question)
            draft.reword(_reworded(draft.questions[edit.question], edit))
            return edit
        case ReplaceQuestion():
            step = draft.need_question(edit.question)
            name = draft.name_for(edit.id, f"{step}q", "question", edit.text, fresh=True)
            _supersede(draft, [edit.question], [_question(name, edit)])
            return evolve(edit, id=name)
        case SplitQuestion():
            return _split(draft, edit)
        case MergeQuestions():
            for question in edit.questions:
                draft.need_question(question, "questions")
            step = draft.home[edit.questions[0]]
            name = draft.name_for(edit.id, f"{step}q", "question", edit.text, fresh=True)
            _supersede(draft, edit.questions, [_question(name, edit)])
            return evolve(edit, id=name)
        case _:
            assert_never(edit)


def _question(name: str, new: AddQuestion | ReplaceQuestion | MergeQuestions | Part) -> Question:
    return Question(name, new.text, new.label, new.guidance, new.source)


def _supersede(draft: Draft, olds: Iterable[str], news: Iterable[Question]) -> None:
    """Put new questions where the first of the old ones stands, and take the old ones out."""
    first, *others = olds
    step, at = draft.home[first], first
    for question in news:
        draft.add_question(step, question, at)
        at = question.id
    for old in (first, *others):
        draft.drop_question(old)


def _change_scale(draft: Draft, edit: ChangeScale) -> Edit:
    for position, (old, _) in enumerate(edit.mapping):
        if old not in draft.scale:
            message = "; ".join(draft.scale.unknown(old))
            raise Refused(message, "unknown-level", field=f"mapping[{position}][0]")
    for problem in monotone_problems(edit.mapping, draft.scale, edit.scale):
        raise Refused(problem.message, problem.code, field="mapping")
    draft.scale = edit.scale
    return edit


def _add_step(draft: Draft, edit: AddStep) -> Edit:
    at = draft.place(draft.steps, "among the steps", edit.after, first=edit.first)
    name = draft.name_for(edit.id, "s", "step", edit.title)
    for question in edit.questions:
        if question.id == name:
            raise Refused(
                f"a question of the step has the step's id {name!r}; give another",
                "id-in-use",
                field="questions",
            )
        draft.need_free(question.id, "question", question.text)
    draft.add_step(name, edit.title, edit.questions, at)
    return evolve(edit, id=name)


def _add_context(draft: Draft, edit: AddContextQuestion) -> Edit:
    what = "among the context questions"
    at = draft.place(draft.context, what, edit.after, first=edit.first)
    name = draft.name_for(edit.id, "c", "context question", edit.text)
    draft.add_context(ContextQuestion(name, edit.text), at)
    return evolve(edit, id=name)


def _add_question(draft: Draft, edit: AddQuestion) -> Edit:
    draft.need_step(edit.step)
    at = draft.place(
        draft.inside(edit.step), f"in step {edit.step!r}", edit.after, first=edit.first
    )
    name = draft.name_for(edit.id, f"{edit.step}q", "question", edit.text)
    draft.add_question(edit.step, _question(name, edit), at)
    return evolve(edit, id=name)


def _move_question(draft: Draft, edit: MoveQuestion) -> Edit:
    step = draft.need_question(edit.question)
    to = edit.to or step
    draft.need_step(to, "to")
    at = draft.place(
        draft.inside(to), f"in step {to!r}", edit.after, first=edit.first, moving=edit.question
    )
    draft.move_question(edit.question, to, at)
    return edit


def _reworded(question: Question, edit: RewordQuestion) -> Question:
    return Question(
        question.id,
        question.text if edit.text is None else edit.text,
        question.label if edit.label is None else edit.label,
        question.guidance if edit.guidance is None else edit.guidance,
        question.source if edit.source is None else edit.source or None,
    )


def _split(draft: Draft, edit: SplitQuestion) -> Edit:
    step = draft.need_question(edit.question)
    for part in edit.parts:
        if part.id is not None:
            draft.need_free(part.id, "question", part.text, fresh=True)
    # Ids given to some parts count before the others are numbered.
    for part in edit.parts:
        if part.id is not None:
            draft.names.use(part.id, "question", part.text)
    parts = []
    for part in edit.parts:
        name = part.id or draft.name_for(None, f"{step}q", "question", part.text)
        draft.names.use(name, "question", part.text)
        parts.append(evolve(part, id=name))
    _supersede(draft, [edit.question], [_question(part.id or "", part) for part in parts])
    return evolve(edit, parts=tuple(parts))


def adapt(
    framework: Framework,
    *edits: Edit,
    by: str | Iterable[str],
    on: date,
    reason: str = "",
    title: str = "",
    source: Source | str | None = None,
) -> Framework:
    """The framework with these edits applied in order, all or none, and recorded in its lineage.

    `by` is one name or several; `title`, `reason` and `source` (a citation or a link of its
    own) describe the adaptation, not the framework. A new question without an id gets the
    highest number its step ever had, plus one; the lineage holds the edits with every id
    resolved.

    Raises:
        AdaptationError: for edits that cannot apply, each with its position, the reason and the
            remedy; an edit that rests on one of them may be listed as well.
        InvalidError: if nobody is named, `on` is no date, or something given is no edit.

    >>> from sixsteps import AddQuestion, six_steps
    >>> education = AddQuestion("s1", "Are education partners engaged?")
    >>> local = adapt(six_steps(), education, by="Anytown", on=date(2026, 4, 1))
    >>> local.number("s1q5"), str(local.lineage[0].edits[0])
    ('1.5', 'add question s1q5 to step s1: “Are education partners engaged?”')
    """
    instance_of(framework, Framework, "adapt")
    for edit in edits:
        if isinstance(edit, list | tuple):
            raise WrongTypeError(
                "adapt takes its edits one by one and was given several in one;"
                " write adapt(framework, *edits, ...)"
            )
    record = Adaptation(edits, by=by, on=on, reason=reason, title=title, source=source)
    return carried_out(framework, record)


def replay(framework: Framework, adaptation: Adaptation, *, partial: bool = False) -> Framework:
    """The framework with a recorded adaptation applied to it again, under the same names.

    An adaptation made for other content is refused, unless `partial`: then the edits that
    fit are applied, and the new lineage's last adaptation holds the others with the reasons, as
    `left_out`. An adaptation that was never applied (its `base` is empty) is made for any
    content.

    Raises:
        AdaptationError: for an adaptation made for other content, with the edits that would not
            fit; for edits that do not fit; for a record whose result is not what its edits make.

    >>> from sixsteps import RemoveStep, RetitleStep, adapt, six_steps
    >>> local = adapt(six_steps(), RemoveStep("s6"), by="Anytown", on=date(2026, 4, 1))
    >>> voice = RetitleStep("s3", "Voice of children and families")
    >>> edits = [voice, RetitleStep("s6", "Training")]
    >>> other = adapt(six_steps(), *edits, by="Othertown", on=date(2026, 5, 1)).lineage[0]
    >>> both = replay(local, other, partial=True)
    >>> both.step("s3").title, both.lineage[1].left_out[0].why
    ('Voice of children and families', "step 's6' was removed; bring it back with AddStep first")
    """
    instance_of(framework, Framework, "replay")
    instance_of(adaptation, Adaptation, "replay", "give one of framework.lineage")
    if adaptation.base in ("", framework.digest):
        return carried_out(framework, adaptation)
    if partial:
        return carried_out(framework, adaptation, partial=True)
    _, applied = _tried(framework, adaptation)
    elsewhere = Problem(
        "base",
        f"this adaptation was made to content {short_digest(adaptation.base)}, and this"
        f" framework's is {short_digest(framework.digest)}; give partial=True to apply the"
        " edits that fit",
        code="other-content",
    )
    raise AdaptationError("adaptation", (elsewhere, *applied.problems))


def _tried(framework: Framework, adaptation: Adaptation) -> tuple[Draft, Applied]:
    merging = evolve(adaptation, edits=()) if adaptation.merges else None
    merged = framework.register.after([merging]) if merging else None
    draft = Draft(framework, merged)
    return draft, apply_edits(draft, adaptation.edits)


def carried_out(
    framework: Framework, adaptation: Adaptation, *, partial: bool = False
) -> Framework:
    """The framework with the adaptation at the end of its lineage, content digests filled in.

    Raises:
        AdaptationError: for edits that cannot apply, unless `partial`, and for an adaptation
            made to this very content that records another result than its edits have.
    """
    draft, applied = _tried(framework, adaptation)
    if not partial:
        AdaptationError.check("adaptation", applied.problems)
    content = draft.content()
    result = content.digest
    if adaptation.base == framework.digest and adaptation.result not in ("", result):
        problem = Problem(
            "result",
            f"the edits make content {short_digest(result)}, and the adaptation records"
            f" {short_digest(adaptation.result)}; it was changed after it was made",
            code="other-result",
        )
        raise AdaptationError("adaptation", [problem])
    record = evolve(
        adaptation,
        edits=applied.edits,
        base=framework.digest,
        result=result,
        left_out=(
            *adaptation.left_out,
            *(LeftOut(edit, problem.message) for edit, problem in applied.refused),
        ),
    )
    return framework.adapted(record, content.title, content.scale, content.steps, content.context)
