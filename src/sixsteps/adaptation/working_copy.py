"""The content of a framework, a working copy of it, and what each edit does to that."""

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import partial
from typing import assert_never

from attrs import evolve, frozen

from sixsteps.adaptation.ids import Ids
from sixsteps.errors import Problem
from sixsteps.model import edits
from sixsteps.model.crosswalk import monotone_problems
from sixsteps.model.digests import content_digest
from sixsteps.model.edits import WORDS, Edit, Entry, EntryKind
from sixsteps.model.fields import id_problems
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Register
from sixsteps.model.question import ContextQuestion, Question, Step
from sixsteps.model.scale import Scale
from sixsteps.model.source import Source, borrowed
from sixsteps.words import for_the_first, in_prose, listed, nearest, quoted

_ADDING = {"step": "AddStep", "question": "AddQuestion", "context question": "AddContextQuestion"}


@frozen
class Content:
    """Title, scale, steps and context questions, without source and lineage."""

    title: str
    scale: Scale
    steps: tuple[Step, ...]
    context: tuple[ContextQuestion, ...]

    @property
    def digest(self) -> str:
        """The content digest, as a framework with this content has it."""
        return content_digest(self.title, self.scale, self.steps, self.context)


class Outline:
    """The content of a framework by id: what there is, in which order, and where.

    `renamed` gives some of the ids another name.
    """

    def __init__(self, framework: Framework, renamed: Mapping[str, str] | None = None) -> None:
        names = renamed or {}

        def keys(those: Iterable[Step | Question]) -> list[str]:
            return [names.get(one.id, one.id) for one in those]

        self.title = framework.title
        self.scale = framework.scale
        self.steps = keys(framework.steps)
        steps = [*zip(self.steps, framework.steps, strict=True)]
        self.titles = {name: step.title for name, step in steps}
        self.step_guidance = {name: step.guidance for name, step in steps}
        self.inside = {name: keys(step.questions) for name, step in steps}
        self.home = {name: step for step, inside in self.inside.items() for name in inside}
        self.questions = {
            names.get(q.id, q.id): evolve(q, id=names[q.id]) if q.id in names else q
            for q in framework.questions
        }
        self.asked = {names.get(one.id, one.id): one.text for one in framework.context}
        self.context = list(self.asked)

    def keep_meanings(self, levels: Container[str]) -> None:
        """Drop what questions say of any other level."""
        for name, question in self.questions.items():
            kept = tuple(pair for pair in question.levels if pair[0] in levels)
            if kept != question.levels:
                self.questions[name] = evolve(question, levels=kept)


class CannotApply(Exception):
    """An edit that cannot apply, with the problem; never leaves this room."""

    def __init__(
        self, message: str, remedy: str, code: str, field: str, *, near: str | None = None
    ) -> None:
        super().__init__(message)
        self.problem = Problem((), message, remedy, code, field=field, suggestion=near)


class WorkingCopy(Outline):
    """A framework's content while edits are applied: each is checked first, then made.

    Making one and its content costs as much as the framework is long, every edit in between
    only what it touches. `merged` is what merged adaptations bring to the register. A split or
    merged question that `inherits` is borrowed from whom it was, unless the edit says otherwise;
    edits that are made again as they were recorded say it themselves.
    """

    inherits = True

    def __init__(self, framework: Framework, merged: Register | None = None) -> None:
        super().__init__(framework)
        self.ids = Ids(framework.register, merged)
        self._own = framework.editions
        self._unchanged = {step.id: step for step in framework.steps}
        there = {"step": self.titles, "question": self.home, "context question": self.asked}
        self._there = there
        self._near_place = for_the_first(nearest)
        self._near = {kind: for_the_first(partial(nearest, known=there[kind])) for kind in there}

    def content(self) -> Content:
        """The copy's content; steps and questions that nothing changed are the same objects."""
        context = tuple(ContextQuestion(name, self.asked[name]) for name in self.context)
        return Content(self.title, self.scale, tuple(map(self._step, self.steps)), context)

    def _step(self, name: str) -> Step:
        questions = tuple(map(self.questions.__getitem__, self.inside[name]))
        now = self.titles[name], questions, self.step_guidance[name]
        step = self._unchanged.get(name)
        if step is None or (step.title, step.questions, step.guidance) != now:
            step = self._unchanged[name] = Step(name, *now)
        return step

    def apply(self, edit: Edit) -> Edit:
        """Apply one edit, and give it back with every id resolved.

        Raises:
            CannotApply: for an edit that cannot apply; the copy is as it was.
        """
        match edit:
            case edits.Retitle():
                self.title = edit.title
            case edits.ChangeScale():
                self._change_scale(edit)
            case edits.AddStep():
                return self._add_step(edit)
            case edits.RemoveStep():
                self._need("step", edit.step)
                self._drop_step(edit.step)
            case edits.MoveStep():
                self._need("step", edit.step)
                after = self._place(self.steps, "among the steps", edit, edit.step)
                self.steps.remove(edit.step)
                _put(self.steps, edit.step, after)
            case edits.RetitleStep():
                self._need("step", edit.step)
                if edit.title is not None:
                    self.titles[edit.step] = edit.title
                if edit.guidance is not None:
                    self.step_guidance[edit.step] = edit.guidance
            case edits.AddContextQuestion():
                return self._add_context(edit)
            case edits.RemoveContextQuestion():
                self._need("context question", edit.question)
                self.context.remove(edit.question)
                del self.asked[edit.question]
            case edits.RewordContextQuestion():
                self._need("context question", edit.question)
                self.asked[edit.question] = edit.text
            case edits.AddQuestion():
                return self._add_question(edit)
            case edits.RemoveQuestion():
                self._need("question", edit.question)
                self._drop_question(edit.question)
            case edits.MoveQuestion():
                self._move_question(edit)
            case edits.RewordQuestion():
                self._need("question", edit.question)
                self._need_levels(edit)
                words = {name: getattr(edit, name) for name in WORDS}
                changed = {name: value for name, value in words.items() if value is not None}
                if edit.source == "":
                    changed["source"] = None
                self.questions[edit.question] = evolve(self.questions[edit.question], **changed)
            case edits.ReplaceQuestion():
                return self._supersede([edit.question], "question", edit)
            case edits.SplitQuestion():
                return self._split(edit)
            case edits.MergeQuestions():
                return self._supersede(edit.questions, "questions", edit)
            case _:
                assert_never(edit)
        return edit

    # What must be there, and where a thing goes.

    def _need(self, kind: EntryKind, name: str, field: str = "") -> None:
        """Refuse an id that stands for nothing of this kind now."""
        if name in self._there[kind]:
            return
        field = field or ("step" if kind == "step" else "question")
        entry = self.ids.known.get(name)
        if entry is not None and entry.kind == kind:
            remedy = f"bring it back with {_ADDING[kind]} first"
            raise CannotApply(f"{kind} {name!r} was removed", remedy, "retired", field)
        message = f"no {kind} {quoted(name, self.ids.known)}"
        remedy = f"there are {listed(list(self._there[kind]))}"
        if kind == "question":
            remedy = f"the steps are {listed(self.steps)}"
            for step in self.steps:
                if name.startswith(f"{step}q"):
                    message += f" in step {step!r}"
                    remedy = f"it has {listed(self.inside[step])}"
                    break
        code = "unknown-step" if kind == "step" else "unknown-question"
        raise CannotApply(message, remedy, code, field, near=self._near[kind](name))

    def _place(
        self,
        order: list[str],
        where: str,
        edit: edits.Placing,
        moving: str | None = None,
    ) -> str | None:
        """The id to stand after, `None` for the first place."""
        if edit.first:
            return None
        if edit.after is None:
            return next((name for name in reversed(order) if name != moving), None)
        if edit.after == moving:
            remedy = "name another or leave out after"
            message = f"{edit.after!r} cannot stand after itself"
            raise CannotApply(message, remedy, "bad-place", "after")
        if edit.after not in order:
            after = quoted(edit.after, self.ids.known, "given")
            message = f"nothing with the id {after} {where} to stand after"
            remedy = f"there are {listed(order)}"
            raise CannotApply(
                message, remedy, "bad-place", "after", near=self._near_place(edit.after, order)
            )
        return edit.after

    def _need_levels(self, new: Question | edits.Part | Edit, field: str = "levels") -> None:
        """Refuse a meaning of a level that the scale lacks."""
        for level in self.scale.lacking(dict(getattr(new, "levels", None) or ())):
            near = self._near_place(level, self.scale.keys)
            raise CannotApply(*self.scale.unknown(level), "unknown-level", field, near=near)

    # New ids.

    def _name_for(
        self,
        given: str | None,
        entry: Entry,
        order: Sequence[str],
        after: str | None,
        step: str | None = None,
        *,
        fresh: bool = False,
    ) -> str:
        """The id a new thing gets: the one given, if it is free for this meaning, or the next one.

        That is one like those before its place, or else like those after it.
        """
        if given is not None:
            self._need_free(given, entry, fresh=fresh)
            return given
        place = 0 if after is None else order.index(after) + 1
        neighbours = (*reversed(order[:place]), *order[place:])
        name = self.ids.beside(neighbours, f"{step}q" if step else entry.kind[0], step)
        if any(id_problems(name, ("id",))):
            message = f"the next free id would be too long ({len(name)} characters)"
            raise CannotApply(message, "give an id", "bad-id", "id")
        return name

    def _need_free(self, name: str, entry: Entry, *, fresh: bool = False) -> None:
        """Refuse an id that is in use, or that was introduced for something else.

        A retired id comes back only to the thing it was introduced for, and never by an edit
        that puts something `fresh` in another's place.
        """
        if any(name in there for there in self._there.values()):
            message = f"the id {name!r} is in use"
            raise CannotApply(message, "leave it out or give another", "id-in-use", "id")
        known = self.ids.known.get(name, entry)
        if known != entry:
            message = f"the id {name!r} is retired and belongs to another {known.kind}"
            remedy = "leave the id out, or bring that one back in its first wording"
            raise CannotApply(message, remedy, "id-retired", "id")
        if fresh and not self.ids.is_new(name):
            raise CannotApply(
                f"the id {name!r} was used before, and what takes a question's place has a new id",
                "leave it out, or bring the old question back with AddQuestion",
                "id-retired",
                "id",
            )

    # Changes, each checked before anything is touched.

    def _change_scale(self, edit: edits.ChangeScale) -> None:
        for old, _ in edit.mapping:
            if old not in self.scale:
                raise CannotApply(*self.scale.unknown(old), "unknown-level", "mapping")
        for problem in monotone_problems(edit.mapping, self.scale, edit.scale):
            raise CannotApply(problem.message, problem.remedy, problem.code, "mapping")
        self.scale = edit.scale
        self.keep_meanings(edit.scale)

    def _add_step(self, edit: edits.AddStep) -> Edit:
        after = self._place(self.steps, "among the steps", edit)
        entry = Entry("step", edit.title)
        name = self._name_for(edit.id, entry, self.steps, after)
        for question in edit.questions:
            self._need_levels(question, "questions")
            if question.id == name:
                message = f"a question of the step has the step's id {name!r}"
                raise CannotApply(message, "give another", "id-in-use", "questions")
            self._need_free(question.id, Entry("question", question.text))
        self.ids.use(name, entry)
        self.titles[name], self.step_guidance[name] = edit.title, edit.guidance
        self.inside[name] = []
        _put(self.steps, name, after)
        last: str | None = None
        for question in edit.questions:
            self._put_question(question, name, last)
            last = question.id
        return evolve(edit, id=name)

    def _drop_step(self, step: str) -> None:
        for question in list(self.inside[step]):
            self._drop_question(question)
        self.steps.remove(step)
        del self.titles[step], self.step_guidance[step], self.inside[step]

    def _add_context(self, edit: edits.AddContextQuestion) -> Edit:
        after = self._place(self.context, "among the context questions", edit)
        entry = Entry("context question", edit.text)
        name = self._name_for(edit.id, entry, self.context, after)
        self.ids.use(name, entry)
        self.asked[name] = edit.text
        _put(self.context, name, after)
        return evolve(edit, id=name)

    def _add_question(self, edit: edits.AddQuestion) -> Edit:
        self._need("step", edit.step)
        after = self._place(self.inside[edit.step], f"in step {edit.step!r}", edit)
        self._need_levels(edit)
        entry = Entry("question", edit.text)
        name = self._name_for(edit.id, entry, self.inside[edit.step], after, edit.step)
        self._put_question(_question(name, edit), edit.step, after)
        return evolve(edit, id=name)

    def _put_question(self, question: Question, step: str, after: str | None) -> None:
        self.ids.use(question.id, Entry("question", question.text))
        self.questions[question.id] = question
        self.home[question.id] = step
        _put(self.inside[step], question.id, after)

    def _drop_question(self, question: str) -> None:
        self.inside[self.home.pop(question)].remove(question)
        del self.questions[question]

    def _move_question(self, edit: edits.MoveQuestion) -> None:
        self._need("question", edit.question)
        step = self.home[edit.question]
        to = edit.to or step
        self._need("step", to, "to")
        after = self._place(self.inside[to], f"in step {to!r}", edit, edit.question)
        self.inside[step].remove(edit.question)
        _put(self.inside[to], edit.question, after)
        self.home[edit.question] = to

    def _supersede(
        self, olds: Iterable[str], field: str, edit: edits.ReplaceQuestion | edits.MergeQuestions
    ) -> Edit:
        first, *_ = olds
        for question in olds:
            self._need("question", question, field)
        self._need_levels(edit)
        if isinstance(edit, edits.MergeQuestions):
            edit = evolve(edit, source=self._lender(edit.source, olds))
        step, entry = self.home[first], Entry("question", edit.text)
        name = self._name_for(edit.id, entry, self.inside[step], first, step, fresh=True)
        self._put_instead(olds, [_question(name, edit)])
        return evolve(edit, id=name)

    def _split(self, edit: edits.SplitQuestion) -> Edit:
        self._need("question", edit.question)
        for part in edit.parts:
            self._need_levels(part, "parts")
        step = self.home[edit.question]
        given = {part.id: Entry("question", part.text) for part in edit.parts if part.id}
        for name, entry in given.items():
            self._need_free(name, entry, fresh=True)
        # Ids given to some parts count before the others are numbered.
        for name, entry in given.items():
            self.ids.use(name, entry)
        parts = []
        for part in edit.parts:
            entry = Entry("question", part.text)
            name = part.id or self._name_for(None, entry, self.inside[step], edit.question, step)
            self.ids.use(name, entry)
            source = self._lender(part.source, [edit.question])
            parts.append(evolve(part, id=name, source=source))
        self._put_instead([edit.question], [_question(part.id or "", part) for part in parts])
        return evolve(edit, parts=tuple(parts))

    def _lender(self, given: Source | None, olds: Iterable[str]) -> Source | None:
        """The source of what asks the same as these, which is theirs unless another is given."""
        if given or not self.inherits:
            return given
        sources = [source for name in olds if (source := self.questions[name].source)]
        lenders = borrowed(sources, self._own)
        if len(lenders) > 1:
            whose = in_prose([one.reference for one in lenders])
            message = f"these questions are borrowed, from {whose}"
            raise CannotApply(message, "say with source= whose the one is", "lenders", "source")
        return next(iter(lenders or sources), None)

    def _put_instead(self, olds: Iterable[str], news: Iterable[Question]) -> None:
        """Put new questions where the first of the old ones stands, and take the old ones out."""
        after, *_ = olds
        step = self.home[after]
        for question in news:
            self._put_question(question, step, after)
            after = question.id
        for old in olds:
            self._drop_question(old)


def _put(order: list[str], name: str, after: str | None) -> None:
    if order and order[-1] == after:
        order.append(name)
    else:
        order.insert(0 if after is None else order.index(after) + 1, name)


def _question(
    name: str, new: edits.AddQuestion | edits.ReplaceQuestion | edits.MergeQuestions | edits.Part
) -> Question:
    return Question(name, **{word: getattr(new, word) for word in WORDS})
