"""A round: the answers and plans of one organisation on one date, with the exact framework."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, TypeVar, get_args

from attrs import evolve, field, frozen

from sixsteps.errors import (
    InvalidError,
    Keys,
    Problem,
    SeveralAnswersError,
    UnknownIdError,
    WrongTypeError,
)
from sixsteps.model.answers import Answer, ContextAnswer, NotApplicable, Rating, Respondent, Role
from sixsteps.model.digests import ROUND, plain, sha256_of
from sixsteps.model.fields import (
    Checked,
    Schema,
    Several,
    Text,
    Words,
    any_word,
    as_member,
    as_tuple,
    date_problems,
    instance_of,
    problem,
    second,
)
from sixsteps.model.form_schema import form_schema
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action, ActionPlan, Unplaced, numbered
from sixsteps.model.translation import Translation, fitting
from sixsteps.table import Table, Tabular
from sixsteps.words import counted, for_the_first, listed, nearest, of_type, quoted

T = TypeVar("T")


class State(StrEnum):
    """The state of a round: still being worked on, or agreed.

    >>> State("agreed")
    <State.AGREED: 'agreed'>
    """

    DRAFT = "draft"
    AGREED = "agreed"


class Use(StrEnum):
    """A known use of a framework: the three uses of Section 5 of the paper.

    >>> [use.value for use in Use]
    ['scrutiny', 'self-assessment', 'wider-assessment']
    """

    SCRUTINY = "scrutiny"
    SELF_ASSESSMENT = "self-assessment"
    WIDER_ASSESSMENT = "wider-assessment"


@frozen
class RoundReference(Checked):
    """A reference to an earlier round: its organisation, title, date and digest if it is told.

    >>> RoundReference("Anytown", "Autumn 2025", date(2025, 11, 1), "0" * 64).title
    'Autumn 2025'
    """

    organisation: Words
    title: Words
    on: date
    digest: Text = ""


View = Literal["redacted"]
"""A view of a round for others: what it is called, and what is then true of it."""

Kept = Literal[
    "evidence",
    "rationale",
    "remaining",
    "reasons",
    "actions",
    "owners",
    "respondents",
    "ids",
    "context",
    "arrangements",
    "agreed_by",
    "handling",
]
"""The texts a redaction can leave as they are: of answers, plans, people and particulars."""

REDACTED = "[redacted]"
"""The marker in the place of a text that was taken out."""


def _as_plans(values: Iterable[ActionPlan]) -> tuple[ActionPlan, ...]:
    return numbered(as_tuple(values, "plans"))


_A_USE = any_word(Use, "use", "unknown-use")


def _as_use(value: str | None) -> str | None:
    """A known use as its member; any other word as it is."""
    return None if value is None else as_member(value, Use)


def _as_state(value: State | str) -> State:
    return as_member(value, State)


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False, repr=False)
class Round(Checked, Tabular):
    """One round of scrutiny: who answered what on which date, against the exact framework.

    `period` is the caller's own label of the time it stands for ("2026 Q2"). `handling` says
    how the text may be kept and shared. `view` is "redacted" where no free text is left, which is
    checked, and a view is not changed any more. Actions without an id get one.

    >>> from sixsteps import Rating, six_steps
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1))
    >>> spring.with_ratings(Rating("s1q3", "red")).answer("s1q3").level
    'red'
    """

    framework: Framework
    organisation: Words
    title: Words
    on: date
    ratings: tuple[Answer, ...] = field(default=(), converter=Several[Answer])
    plans: tuple[ActionPlan, ...] = field(default=(), converter=_as_plans)
    respondents: tuple[Respondent, ...] = field(default=(), converter=Several[Respondent])
    context: tuple[ContextAnswer, ...] = field(default=(), converter=Several[ContextAnswer])
    use: Annotated[str, _A_USE] | None = field(default=None, converter=_as_use)
    arrangements: tuple[Words, ...] = field(default=(), converter=Several[str])
    organisation_id: Words | None = None
    period: Words | None = None
    state: State = field(default=State.DRAFT, converter=_as_state)
    agreed_by: Text = ""
    agreed_on: date | None = None
    next_on: date | None = None
    handling: Text = ""
    previous: RoundReference | None = None
    unplaced: tuple[Unplaced, ...] = field(default=(), converter=Several[Unplaced])
    view: View | None = None

    def _problems(self) -> Iterator[Problem]:
        yield from _respondent_problems(self.framework, self.respondents)
        yield from _answer_problems(self.framework, self._respondents_by_id, self.ratings)
        yield from _plan_problems(self.framework, self._respondents_by_id, self.plans)
        yield from _context_problems(self.framework, self.context)
        if self.state is State.DRAFT and (self.agreed_by or self.agreed_on):
            yield problem(
                ("agreed_by" if self.agreed_by else "agreed_on",),
                "a draft says who agreed it or when",
                "give state='agreed' or leave both out",
                "agreed-draft",
            )
        if self.view == "redacted":
            # Here, as in `redacted` and `follow_up`: most rounds are only read.
            from sixsteps.model.redaction import left_in

            yield from left_in(self)

    def _need_changeable(self, call: str) -> None:
        """Refuse to change a view: what it says of itself might be true no more.

        Raises:
            InvalidError: for a view.
        """
        if self.view is not None:
            message = f"this round is {self.view}, a view to be shared, and takes no {call}"
            remedy = f"change the round it was made from, and take its {self.view} view again"
            raise InvalidError("round", [Problem((), message, remedy, "view")])

    def __hash__(self) -> int:
        return hash((self.framework.fingerprint, self.organisation, self.title, self.on))

    def __repr__(self) -> str:
        return (
            f"Round({self.organisation!r}, {self.title!r}, {self.on.isoformat()}:"
            f" {counted(len(self.ratings), 'answer')})"
        )

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the whole round and of its framework's fingerprint."""
        return sha256_of([ROUND, self.framework.fingerprint, plain(self, without="framework")])

    @property
    def reference(self) -> RoundReference:
        """The reference by which a later round records this one."""
        return RoundReference(self.organisation, self.title, self.on, self.digest)

    @property
    def citation(self) -> str:
        """The reference of the framework, which every output carries."""
        return self.framework.citation

    @cached_property
    def _respondents_by_id(self) -> Mapping[str, Respondent]:
        return {respondent.id: respondent for respondent in self.respondents}

    @cached_property
    def _answers(self) -> Mapping[str, Mapping[str | None, Answer]]:
        answers: dict[str, dict[str | None, Answer]] = {}
        for answer in self.ratings:
            answers.setdefault(answer.question, {})[answer.respondent] = answer
        return answers

    def respondent(self, respondent: str) -> Respondent:
        """The respondent with this id.

        Raises:
            UnknownIdError: for an id the round does not list.
        """
        try:
            return self._respondents_by_id[respondent]
        except (KeyError, TypeError):
            known = self._respondents_by_id
            message = f"no respondent {quoted(respondent, known)}"
            remedy = f"the round lists {listed([*known])}"
            raise UnknownIdError(message, remedy) from None

    def answer(self, question: str, respondent: str | None = None) -> Answer | None:
        """The answer to a question by a respondent, or `None` where there is none.

        Raises:
            SeveralAnswersError: where no respondent is given and the answers name theirs.
            UnknownIdError: for a question or a respondent the round does not have.
        """
        self.framework.question(question)
        if respondent is not None:
            self.respondent(respondent)
        given = self._answers.get(question, {})
        if respondent is None and self.respondents and given:
            names = listed([str(name) for name in given])
            raise SeveralAnswersError(
                f"{question!r} is answered by {names}", "name a respondent, or use answers()"
            )
        return given.get(respondent)

    def answers(self, question: str) -> tuple[Answer, ...]:
        """Every respondent's answer to a question, in the order given.

        Raises:
            UnknownIdError: for a question the framework does not have.
        """
        self.framework.question(question)
        return tuple(self._answers.get(question, {}).values())

    def is_asked(self, question: str, respondent: str | None = None) -> bool:
        """True if the question is put to the respondent, by itself or with its step.

        Raises:
            UnknownIdError: for a question or a respondent the round does not have.
        """
        step = self.framework.step_of(question)
        asked = None if respondent is None else self.respondent(respondent).asked
        return asked is None or question in asked or step.id in asked

    def form_schema(
        self, respondent: str | None = None, translation: Translation | None = None
    ) -> Schema:
        """The JSON Schema (2020-12) of a respondent's answers, for a web form.

        An object with one property for each question that is asked, in order; its value is an
        answer as the round's document holds it, without question and respondent.

        >>> from sixsteps.samples import spring_2026
        >>> schema = spring_2026().form_schema("police")["properties"]["s1q1"]
        >>> [choice["title"] for choice in schema["properties"]["level"]["oneOf"]]
        ['Red', 'Amber', 'Green']

        Raises:
            UnknownIdError: for a respondent the round does not list.
            InvalidError: for a translation with texts of another wording.
        """
        asked = [one for one in self.framework.questions if self.is_asked(one.id, respondent)]
        return form_schema(self.framework, asked, fitting(translation, self.framework))

    def plan(self, step: str) -> ActionPlan:
        """The plan of a step, empty where none was made.

        Raises:
            UnknownIdError: for a step the framework does not have.
        """
        self.framework.step(step)
        return next((plan for plan in self.plans if plan.step == step), ActionPlan(step))

    def tables(self) -> tuple[Table, ...]:
        """The round as a table: every question with what each respondent gave, no free text."""
        whose: list[str | None] = [*self._respondents_by_id] or [None]
        rows = [
            (
                self.framework.number(question.id),
                question.name,
                *(self._word(question.id, one) for one in whose),
            )
            for question in self.framework.questions
        ]
        answers = ("Answer" if one is None else f"by {one}" for one in whose)
        title = f"{self.organisation}, {self.title}"
        return (Table(("Number", "Question", *answers), rows, title=title, source=self.citation),)

    def _word(self, question: str, respondent: str | None) -> str:
        """The level a respondent gave a question, or which kind of empty it is."""
        answer = self._answers.get(question, {}).get(respondent)
        if isinstance(answer, NotApplicable):
            return "not applicable"
        if answer is not None and answer.level is not None:
            return self.framework.scale.label(answer.level)
        if not self.is_asked(question, respondent):
            return "not asked"
        return "unanswered" if answer is None else "draft"

    def with_ratings(self, *ratings: Answer) -> "Round":
        """The round with these answers added, or put in place of the same respondent's own.

        Raises:
            InvalidError: for an unknown question, level or respondent, or one answered twice.
        """
        self._need_changeable("with_ratings")
        _one_by_one(ratings, get_args(Answer), "with_ratings", "ratings")
        put = _put(ratings, self.ratings, lambda answer: (answer.question, answer.respondent))
        return evolve(self, ratings=put)

    def without_rating(self, question: str, respondent: str | None = None) -> "Round":
        """The round without a respondent's answer to a question.

        Raises:
            UnknownIdError: where there is no such answer.
        """
        self._need_changeable("without_rating")
        self.framework.question(question)
        if respondent is not None:
            self.respondent(respondent)
        if respondent not in self._answers.get(question, {}):
            by = f" by {respondent!r}" if respondent else ""
            raise UnknownIdError(f"no answer to {question!r}{by} to take away")
        kept = [a for a in self.ratings if (a.question, a.respondent) != (question, respondent)]
        return evolve(self, ratings=kept)

    def with_actions(self, step: str, *actions: Action, outcome: str | None = None) -> "Round":
        """The round with actions added to a step's plan, or put in place of those of their id.

        Raises:
            UnknownIdError: for a step the framework does not have.
            InvalidError: for an action that does not fit the step.
        """
        self._need_changeable("with_actions")
        plan = self.plan(step)
        _one_by_one(actions, (Action,), "with_actions", "actions")
        put = _put(actions, plan.actions, lambda action: action.id)
        changed = ActionPlan(step, put, plan.outcome if outcome is None else outcome)
        if any(old.step == step for old in self.plans):
            return evolve(self, plans=[changed if old.step == step else old for old in self.plans])
        return evolve(self, plans=[*self.plans, changed])

    def with_answers(self, *answers: ContextAnswer) -> "Round":
        """The round with these context answers added or put in place of earlier ones.

        Raises:
            InvalidError: for a context question the framework does not have.
        """
        self._need_changeable("with_answers")
        _one_by_one(answers, (ContextAnswer,), "with_answers", "answers")
        return evolve(self, context=_put(answers, self.context, lambda answer: answer.question))

    def redacted(self, keep: Iterable[Kept] = (), *, beside: Iterable["Round"] = ()) -> "Round":
        """The round with its free text replaced by a marker, for sharing; every count stays.

        Its `view` is "redacted", unless a text or an id is left that `keep` names.
        Ratings, roles, dates and structure stay. So does the framework with the reasons of its
        adaptations, which document it and belong to its digest. `keep` names what else may
        stay, such as `["actions"]` for a public plan; its owners are redacted even so, unless
        `"owners"` is kept too.

        An id can be a name. So the respondents get ids of their roles, numbered where a role
        has several ("lead-partner-1"), an action whose id is more than a number ("a1") gets one,
        and the digest of the earlier round is left out. Those ids hold within one document:
        rounds that are to be compared once they are redacted are given as `beside`, and the same
        respondent then gets the same id in each. `["ids"]` keeps the ids themselves, as
        `["respondents"]` does with the names.

        >>> from sixsteps.samples import spring_2026
        >>> spring_2026().redacted().plan("s1").outcome
        '[redacted]'

        Raises:
            UnknownIdError: for something to keep that a round does not have.
        """
        # Here, as in `follow_up`: most rounds are only read.
        from sixsteps.model.redaction import redacted

        return redacted(self, keep, beside)

    def follow_up(self, on: date, title: str, framework: Framework | None = None) -> "Round":
        """The next round, ready to be rated: on the same framework, or on one adapted since.

        Ratings are empty. Respondents, context answers and open actions (with their ids) go
        where the lineages say their questions live now; what has no place any more is in
        `unplaced`. `previous` refers to this round.

        Raises:
            InvalidError: for a date before this round's.
            NotComparableError: for a framework of another origin.
        """
        from sixsteps.model.follow_up import carried

        self._need_changeable("follow_up")
        wrong = [*date_problems(on, ("on",))]
        if not wrong and on < self.on:
            earlier = (
                f"the round it follows is of {self.on.isoformat()}, later than {on.isoformat()}"
            )
            wrong.append(problem(("on",), earlier, "give that date or a later one", "out-of-order"))
        InvalidError.check("round", wrong)
        after = self.framework
        if framework is not None:
            after = instance_of(framework, Framework, "follow_up")
        return evolve(
            self,
            **carried(self, after),
            framework=after,
            title=title,
            on=on,
            ratings=(),
            period=None,
            state=State.DRAFT,
            agreed_by="",
            agreed_on=None,
            next_on=None,
            previous=self.reference,
        )


def _put(new: Sequence[T], old: Iterable[T], key: Callable[[T], Hashable]) -> list[T]:
    """The old parts with each new one in the place of the first of its key, or after them all.

    A second new one of the same key stays, for the checks to find.
    """
    given = {key(part): part for part in reversed(new)}
    kept = [given.get(key(part), part) for part in old]
    placed = {id(part) for part in kept}
    return [*kept, *(part for part in new if id(part) not in placed)]


def _one_by_one(values: Sequence[object], kinds: tuple[type, ...], call: str, name: str) -> None:
    """Check the values of a call that takes them one by one.

    Raises:
        WrongTypeError: for something else, with what to write for several in a list.
    """
    for value in values:
        if not isinstance(value, kinds):
            wanted = " or ".join(kind.__name__ for kind in kinds)
            several = isinstance(value, Iterable) and not isinstance(value, str)
            raise WrongTypeError(
                f"{call} takes {wanted} values and was given {of_type(value)}",
                f"give the {name} one by one: {call}(*{name})" if several else "",
            )


# What must be true between the parts of a round.


def _respondent_problems(
    framework: Framework, respondents: Iterable[Respondent]
) -> Iterator[Problem]:
    """Problems of the respondents: ids given twice, two agreed, asked for what is not there."""
    seen: dict[str, Keys] = {}
    agreed: list[str] = []
    near = for_the_first(framework.nearest_question)
    for position, one in enumerate(respondents):
        path: Keys = ("respondents", position)
        first = seen.setdefault(one.id, path)
        if first != path:
            twice = second((*path, "id"), f"respondent {one.id!r}", first)
            yield evolve(twice, respondent=one.id)
        if one.role is Role.AGREED:
            agreed.append(one.id)
        if one.role is Role.AGREED and len(agreed) > 1:
            message = f"{agreed[0]!r} and {one.id!r} are both agreed"
            remedy = "a round has one agreed answer a question"
            yield problem((*path, "role"), message, remedy, "two-agreed", respondent=one.id)
        for place, asked in enumerate(one.asked or ()):
            if framework.has_question(asked) or framework.has_step(asked):
                continue
            shown = quoted(asked, framework.register.entries)
            message, remedy = f"no step or question {shown} in the framework", ""
            if framework.register.introduced(asked) is not None:
                message, remedy = framework.unknown_question(asked)
            here: Keys = (*path, "asked", place)
            wrong = problem(here, message, remedy, "unknown-question", near(asked))
            yield evolve(wrong, respondent=one.id)


def _unknown_respondent(
    respondents: Mapping[str, Respondent], respondent: str | None
) -> tuple[str, str] | None:
    """The message and the remedy for somebody who is not listed, or not named where some are."""
    there = f"the round lists {listed([*respondents])}"
    if respondent is None:
        return ("no respondent is named", there) if respondents else None
    if respondent in respondents:
        return None
    if not respondents:
        there = "add a Respondent to the round, or leave it out where there is only one"
    return f"the respondent {quoted(respondent, respondents)} is not listed", there


def _answer_problems(
    framework: Framework, respondents: Mapping[str, Respondent], answers: Iterable[Answer]
) -> Iterator[Problem]:
    """Problems of the answers: unknown question, level or respondent, or answered twice."""
    seen: dict[tuple[str, str | None], Keys] = {}
    near_question = for_the_first(framework.nearest_question)
    near_level = for_the_first(lambda level: nearest(level, framework.scale.keys))
    near_respondent = for_the_first(lambda respondent: nearest(respondent, respondents))
    named = {answer.respondent for answer in answers}
    unlisted = {one: _unknown_respondent(respondents, one) for one in named}
    for position, answer in enumerate(answers):
        path: Keys = ("ratings", position)
        question, respondent = answer.question, answer.respondent
        level = answer.level if isinstance(answer, Rating) else None
        wrong: list[Problem] = []
        if not framework.has_question(question):
            unknown, near = framework.unknown_question(question), near_question(question)
            wrong.append(problem((*path, "question"), *unknown, "unknown-question", near))
        if level is not None and level not in framework.scale:
            unknown, near = framework.scale.unknown(level), near_level(level)
            wrong.append(problem((*path, "level"), *unknown, "unknown-level", near))
        if (who := unlisted[respondent]) is not None:
            near = near_respondent(respondent)
            wrong.append(problem((*path, "respondent"), *who, "unknown-respondent", near))
        if (first := seen.setdefault((question, respondent), path)) != path:
            by = f" by {quoted(respondent, respondents)}" if respondent else ""
            shown = quoted(question, framework.register.entries, "a question")
            wrong.append(second((*path, "question"), f"answer to {shown}{by}", first))
        for one in wrong:
            yield evolve(one, question=question, respondent=respondent)


def _plan_problems(
    framework: Framework, respondents: Mapping[str, Respondent], plans: Iterable[ActionPlan]
) -> Iterator[Problem]:
    """Problems of the plans: an unknown step, two plans of one, actions that miss their step."""
    steps: dict[str, Keys] = {}
    actions: dict[str | None, Keys] = {}
    near_question = for_the_first(framework.nearest_question)
    near_respondent = for_the_first(lambda respondent: nearest(respondent, respondents))
    for position, plan in enumerate(plans):
        path: Keys = ("plans", position)
        if not framework.has_step(plan.step):
            yield problem((*path, "step"), *framework.unknown_step(plan.step), "unknown-step")
        if (first := steps.setdefault(plan.step, path)) != path:
            shown = quoted(plan.step, framework.register.entries)
            yield second((*path, "step"), f"plan for step {shown}", first)
        for place, action in enumerate(plan.actions):
            here: Keys = (*path, "actions", place)
            if (first := actions.setdefault(action.id, here)) != here:
                yield second((*here, "id"), f"action id {action.id!r}", first)
            step = quoted(plan.step, framework.register.entries)
            for number, question in enumerate(action.addresses):
                code, suggestion = "wrong-step", None
                if not framework.has_question(question):
                    message, remedy = framework.unknown_question(question)
                    code, suggestion = "unknown-question", near_question(question)
                elif (home := framework.step_of(question).id) != plan.step:
                    message = f"the action is in the plan of step {step} and addresses"
                    message += f" {question!r} of step {home!r}"
                    remedy = f"put it in the plan of {home!r}"
                else:
                    continue
                at: Keys = (*here, "addresses", number)
                yield problem(at, message, remedy, code, suggestion, question=question)
            for number, respondent in enumerate(action.respondents):
                if (unknown := _unknown_respondent(respondents, respondent)) is not None:
                    at, near = (*here, "respondents", number), near_respondent(respondent)
                    wrong = problem(at, *unknown, "unknown-respondent", near)
                    yield evolve(wrong, respondent=respondent)


def _context_problems(framework: Framework, answers: Iterable[ContextAnswer]) -> Iterator[Problem]:
    """Problems of the context answers: an unknown question, or answered twice."""
    known = dict.fromkeys(question.id for question in framework.context)
    near = for_the_first(lambda question: nearest(question, known))
    seen: dict[str, Keys] = {}
    for position, answer in enumerate(answers):
        path: Keys = ("context", position)
        asked = answer.question
        if asked not in known:
            unknown = framework.unknown_context_question(asked)
            wrong = problem((*path, "question"), *unknown, "unknown-question", near(asked))
            yield evolve(wrong, question=asked)
        if (first := seen.setdefault(asked, path)) != path:
            shown = quoted(asked, known, "a question")
            twice = second((*path, "question"), f"answer to {shown}", first)
            yield evolve(twice, question=asked)
