"""The mutable draft that edits are tried on before a new framework is made of it."""

from collections.abc import Iterable

from attrs import evolve

from sixsteps.adaptation.content import Content
from sixsteps.adaptation.naming import Names
from sixsteps.adaptation.order import Order
from sixsteps.errors import Problem, listed, nearest
from sixsteps.model.checks import for_the_first, id_problems
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Kind, Register
from sixsteps.model.question import ContextQuestion, Question, Step


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
