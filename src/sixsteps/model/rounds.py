"""A round: the answers and plans of one organisation on one date, with the exact framework."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar, get_args

from attrs import evolve, field, frozen

from sixsteps.errors import (
    InvalidError,
    Problem,
    SeveralAnswersError,
    UnknownIdError,
    listed,
    nearest,
)
from sixsteps.model.checks import (
    as_member,
    as_tuple,
    counted,
    date_problems,
    enum_problems,
    for_the_first,
    instance_of,
    member_problems,
    one_by_one,
    quoted_id,
    text_problems,
    type_problems,
)
from sixsteps.model.digests import ROUND, plain, sha256_of
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action, ActionPlan, numbered
from sixsteps.model.ratings import Answer, ContextAnswer, NotApplicable, Rating, Respondent, Role
from sixsteps.model.round_parts import Kept, RoundReference, State, Unplaced, Use
from sixsteps.table import Table, Tabular


def respondent_problems(
    framework: Framework, respondents: Iterable[Respondent]
) -> Iterator[Problem]:
    """Problems of the respondents: ids given twice, two agreed, asked for what is not there."""
    seen: dict[str, int] = {}
    agreed: list[str] = []
    near = for_the_first(framework.nearest_question)
    for position, respondent in enumerate(respondents):
        if respondent.id in seen:
            yield Problem(
                f"respondents[{position}].id",
                f"the respondent {respondent.id!r} stands at respondents[{seen[respondent.id]}]"
                " already",
                code="duplicate",
                respondent=respondent.id,
            )
        seen.setdefault(respondent.id, position)
        if respondent.role is Role.AGREED:
            agreed.append(respondent.id)
            if len(agreed) > 1:
                yield Problem(
                    f"respondents[{position}].role",
                    f"{agreed[0]!r} and {respondent.id!r} are both agreed; a round has one"
                    " agreed answer a question",
                    code="two-agreed",
                    respondent=respondent.id,
                )
        for place, asked in enumerate(respondent.asked or ()):
            if not framework.has_question(asked) and not framework.has_step(asked):
                retired = asked in framework.register.questions
                yield Problem(
                    f"respondents[{position}].asked[{place}]",
                    framework.unknown_question(asked)
                    if retired
                    else f"no step or question {asked!r} in the framework",
                    code="unknown-question",
                    respondent=respondent.id,
                    suggestion=near(asked),
                )


def answer_problems(
    framework: Framework, respondents: Mapping[str, Respondent], answers: Iterable[Answer]
) -> Iterator[Problem]:
    """Problems of the answers: unknown question, level or respondent, or answered twice."""
    answers = tuple(answers)
    if _answers_are_sound(framework, respondents, answers):
        return
    seen: dict[tuple[str, str | None], int] = {}
    near_question = for_the_first(framework.nearest_question)
    near_level = for_the_first(lambda level: nearest(level, framework.scale.keys))
    near_respondent = for_the_first(lambda respondent: nearest(respondent, respondents))
    for position, answer in enumerate(answers):
        question, respondent = answer.question, answer.respondent
        path = f"ratings[{position}]"

        def problem(
            field: str,
            message: str,
            code: str,
            suggestion: str | None = None,
            path: str = path,
            question: str = question,
            respondent: str | None = respondent,
        ) -> Problem:
            return Problem(
                f"{path}.{field}",
                message,
                code=code,
                question=question,
                respondent=respondent,
                field=field,
                suggestion=suggestion,
            )

        if not framework.has_question(question):
            yield problem(
                "question",
                framework.unknown_question(question),
                "unknown-question",
                near_question(question),
            )
        level = answer.level if isinstance(answer, Rating) else None
        if level is not None and level not in framework.scale:
            yield problem(
                "level",
                framework.scale.unknown(level),
                "unknown-level",
                near_level(level),
            )
        if (message := _unknown_respondent(respondents, respondent)) is not None:
            yield problem("respondent", message, "unknown-respondent", near_respondent(respondent))
        first = seen.setdefault((question, respondent), position)
        if first != position:
            by = f" by {respondent!r}" if respondent else ""
            yield problem(
                "question",
                f"a second answer to {question!r}{by}; the first stands at ratings[{first}]",
                "duplicate",
            )


def _answers_are_sound(
    framework: Framework, respondents: Mapping[str, Respondent], answers: tuple[Answer, ...]
) -> bool:
    """Whether the answers have no problem: every distinct id is looked up once, not every use."""
    given = {(answer.question, answer.respondent) for answer in answers}
    levels = {answer.level for answer in answers if isinstance(answer, Rating)}
    return (
        len(given) == len(answers)
        and all(framework.has_question(question) for question in {one for one, _ in given})
        and all(level is None or level in framework.scale for level in levels)
        and not any(_unknown_respondent(respondents, one) for one in {one for _, one in given})
    )


def _unknown_respondent(
    respondents: Mapping[str, Respondent], respondent: str | None
) -> str | None:
    if respondent is None:
        if not respondents:
            return None
        return f"no respondent is named; the round lists {listed([*respondents])}"
    if respondent in respondents:
        return None
    if not respondents:
        return (
            f"the respondent {respondent!r} is not listed; add a Respondent to the round,"
            " or leave it out where there is only one"
        )
    return f"the respondent {respondent!r} is not listed; the round lists {listed([*respondents])}"


def plan_problems(
    framework: Framework, respondents: Mapping[str, Respondent], plans: Iterable[ActionPlan]
) -> Iterator[Problem]:
    """Problems of the plans: an unknown step, two plans of one, actions that miss their step."""
    steps: dict[str, int] = {}
    actions: dict[str, str] = {}
    near_question = for_the_first(framework.nearest_question)
    near_respondent = for_the_first(lambda respondent: nearest(respondent, respondents))
    for position, plan in enumerate(plans):
        path = f"plans[{position}]"
        if not framework.has_step(plan.step):
            yield Problem(f"{path}.step", framework.unknown_step(plan.step), code="unknown-step")
        if plan.step in steps:
            yield Problem(
                f"{path}.step",
                f"a second plan for step {plan.step!r}; the first stands at"
                f" plans[{steps[plan.step]}]",
                code="duplicate",
            )
        steps.setdefault(plan.step, position)
        for place, action in enumerate(plan.actions):
            here = f"{path}.actions[{place}]"
            if action.id is not None and action.id in actions:
                yield Problem(
                    f"{here}.id",
                    f"the action id {action.id!r} stands at {actions[action.id]} already",
                    code="duplicate",
                )
            elif action.id is not None:
                actions[action.id] = here
            yield from _address_problems(
                framework, plan.step, action.addresses, here, near_question
            )
            for number, respondent in enumerate(action.respondents):
                message = _unknown_respondent(respondents, respondent)
                if message is not None:
                    yield Problem(
                        f"{here}.respondents[{number}]",
                        message,
                        code="unknown-respondent",
                        respondent=respondent,
                        suggestion=near_respondent(respondent),
                    )


def _address_problems(
    framework: Framework,
    step: str,
    addresses: Iterable[str],
    path: str,
    near: Callable[[object], str | None],
) -> Iterator[Problem]:
    for place, question in enumerate(addresses):
        here = f"{path}.addresses[{place}]"
        if not framework.has_question(question):
            yield Problem(
                here,
                framework.unknown_question(question),
                code="unknown-question",
                question=question,
                suggestion=near(question),
            )
        elif framework.step_of(question).id != step:
            home = framework.step_of(question).id
            yield Problem(
                here,
                f"the action is in the plan of step {step!r} and addresses {question!r} of step"
                f" {home!r}; put it in the plan of {home!r}",
                code="wrong-step",
                question=question,
            )


def context_problems(framework: Framework, answers: Iterable[ContextAnswer]) -> Iterator[Problem]:
    """Problems of the context answers: an unknown question, or answered twice."""
    known: Callable[[str], str | None] = {q.id: q.id for q in framework.context}.get
    seen: dict[str, int] = {}
    ids = [question.id for question in framework.context]
    near = for_the_first(lambda question: nearest(question, ids))
    for position, answer in enumerate(answers):
        path = f"context[{position}].question"
        if known(answer.question) is None:
            yield Problem(
                path,
                framework.unknown_context_question(answer.question),
                code="unknown-question",
                question=answer.question,
                suggestion=near(answer.question),
            )
        first = seen.setdefault(answer.question, position)
        if first != position:
            yield Problem(
                path,
                f"a second answer to {answer.question!r}; the first stands at context[{first}]",
                code="duplicate",
                question=answer.question,
            )


def answer_word(framework: Framework, answer: Answer | None, *, is_asked: bool) -> str:
    """What stands for a question and a respondent: a level, or which kind of empty it is.

    >>> from sixsteps import Rating, six_steps
    >>> answer_word(six_steps(), Rating("s1q1", "amber"), is_asked=True)
    'Amber'
    >>> answer_word(six_steps(), None, is_asked=False)
    'not asked'
    """
    if isinstance(answer, NotApplicable):
        return "not applicable"
    if answer is not None and answer.level is not None:
        return framework.scale.label(answer.level)
    if not is_asked:
        return "not asked"
    return "unanswered" if answer is None else "draft"


def answers_table(
    framework: Framework,
    title: str,
    respondents: Iterable[str],
    word: Callable[[str, str | None], str],
) -> Table:
    """A row for each question: its number, its name and the word for each respondent."""
    whose: list[str | None] = [*respondents] or [None]
    return Table(
        ("Number", "Question", *("Answer" if one is None else f"by {one}" for one in whose)),
        [
            (
                framework.number(question.id),
                question.name,
                *(word(question.id, one) for one in whose),
            )
            for question in framework.questions
        ],
        title=title,
        source=framework.citation,
    )


T = TypeVar("T")


def _as_ratings(values: Iterable[Answer]) -> tuple[Answer, ...]:
    return as_tuple(values, "ratings")


def _as_respondents(values: Iterable[Respondent]) -> tuple[Respondent, ...]:
    return as_tuple(values, "respondents")


def _as_context(values: Iterable[ContextAnswer]) -> tuple[ContextAnswer, ...]:
    return as_tuple(values, "context")


def _as_arrangements(values: Iterable[str]) -> tuple[str, ...]:
    return as_tuple(values, "arrangements")


def _as_unplaced(values: Iterable[Unplaced]) -> tuple[Unplaced, ...]:
    return as_tuple(values, "unplaced")


def _as_use(value: Use | str | None) -> Use | None:
    return None if value is None else as_member(value, Use)


def _as_state(value: State | str) -> State:
    return as_member(value, State)


def _as_plans(values: Iterable[ActionPlan]) -> tuple[ActionPlan, ...]:
    return numbered(as_tuple(values, "plans"))


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False, repr=False)
class Round(Tabular):
    """One round of scrutiny: who answered what on which date, against the exact framework.

    `period` is the caller's own label of the time it stands for ("2026 Q2"). `handling` says
    how the text may be kept and shared. Actions without an id get one.

    >>> from sixsteps import Rating, six_steps
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1))
    >>> spring.with_ratings(Rating("s1q3", "red")).answer("s1q3").level
    'red'
    """

    framework: Framework
    organisation: str
    title: str
    on: date
    ratings: tuple[Answer, ...] = field(default=(), converter=_as_ratings)
    plans: tuple[ActionPlan, ...] = field(default=(), converter=_as_plans)
    respondents: tuple[Respondent, ...] = field(default=(), converter=_as_respondents)
    context: tuple[ContextAnswer, ...] = field(default=(), converter=_as_context)
    use: Use | None = field(default=None, converter=_as_use)
    arrangements: tuple[str, ...] = field(default=(), converter=_as_arrangements)
    organisation_id: str | None = None
    period: str | None = None
    state: State = field(default=State.DRAFT, converter=_as_state)
    agreed_by: str = ""
    agreed_on: date | None = None
    next_on: date | None = None
    handling: str = ""
    previous: RoundReference | None = None
    unplaced: tuple[Unplaced, ...] = field(default=(), converter=_as_unplaced)
    is_redacted: bool = field(default=False, alias="redacted")

    def __attrs_post_init__(self) -> None:
        problems = [*self._type_problems()]
        InvalidError.check("round", [*problems, *([] if problems else self._problems())])

    def _type_problems(self) -> Iterator[Problem]:
        yield from type_problems(self.framework, Framework, "framework", "a Framework")
        for name in ("organisation", "title"):
            yield from text_problems(getattr(self, name), name, required=True)
        yield from date_problems(self.on, "on", required=True)
        yield from member_problems(
            self.ratings, get_args(Answer), "ratings", "a Rating or a NotApplicable"
        )
        yield from member_problems(self.plans, ActionPlan, "plans", "an ActionPlan")
        yield from member_problems(self.respondents, Respondent, "respondents", "a Respondent")
        yield from member_problems(self.context, ContextAnswer, "context", "a ContextAnswer")
        yield from member_problems(self.unplaced, Unplaced, "unplaced", "an Unplaced")
        if self.use is not None:
            yield from enum_problems(self.use, Use, "use", "a Use")
        yield from enum_problems(self.state, State, "state", "a State, State.DRAFT or AGREED")
        yield from type_problems(self.is_redacted, bool, "redacted", "True or False")
        yield from type_problems(
            self.previous, (RoundReference, type(None)), "previous", "a RoundReference"
        )
        for position, arrangement in enumerate(self.arrangements):
            yield from text_problems(arrangement, f"arrangements[{position}]", required=True)
        if self.organisation_id is not None:
            yield from text_problems(self.organisation_id, "organisation_id", required=True)
        if self.period is not None:
            yield from text_problems(self.period, "period", required=True)
        for name in ("agreed_by", "handling"):
            yield from text_problems(getattr(self, name), name)
        for name in ("agreed_on", "next_on"):
            yield from date_problems(getattr(self, name), name)

    def _problems(self) -> Iterator[Problem]:
        yield from respondent_problems(self.framework, self.respondents)
        yield from answer_problems(self.framework, self._respondents_by_id, self.ratings)
        yield from plan_problems(self.framework, self._respondents_by_id, self.plans)
        yield from context_problems(self.framework, self.context)
        if self.state is State.DRAFT and (self.agreed_by or self.agreed_on):
            name = "agreed_by" if self.agreed_by else "agreed_on"
            yield Problem(
                name,
                "a draft says who agreed it or when; give state='agreed' or leave both out",
                code="agreed-draft",
                field=name,
            )

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
        """What a later round records of this one."""
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
            shown, known = quoted_id(respondent), listed([*self._respondents_by_id])
            raise UnknownIdError(f"no respondent {shown}; the round lists {known}") from None

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
                f"{question!r} is answered by {names}; name a respondent, or use answers()"
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
        """Whether the question is put to the respondent, by itself or with its step.

        Raises:
            UnknownIdError: for a question or a respondent the round does not have.
        """
        step = self.framework.step_of(question)
        asked = None if respondent is None else self.respondent(respondent).asked
        return asked is None or question in asked or step.id in asked

    def plan(self, step: str) -> ActionPlan:
        """The plan of a step, empty where none was made.

        Raises:
            UnknownIdError: for a step the framework does not have.
        """
        self.framework.step(step)
        return next((plan for plan in self.plans if plan.step == step), ActionPlan(step))

    def tables(self) -> tuple[Table, ...]:
        """The round as a table: every question with what each respondent gave, no free text."""

        def word(question: str, respondent: str | None) -> str:
            answer = self._answers.get(question, {}).get(respondent)
            is_asked = self.is_asked(question, respondent)
            return answer_word(self.framework, answer, is_asked=is_asked)

        title = f"{self.organisation}, {self.title}"
        return (answers_table(self.framework, title, self._respondents_by_id, word),)

    def with_ratings(self, *ratings: Answer) -> "Round":
        """The round with these answers added, or put in place of the same respondent's own.

        Raises:
            InvalidError: for an unknown question, level or respondent, or one answered twice.
        """
        one_by_one(ratings, get_args(Answer), "with_ratings", "ratings")
        put = _put(ratings, self.ratings, lambda answer: (answer.question, answer.respondent))
        return evolve(self, ratings=put)

    def without_rating(self, question: str, respondent: str | None = None) -> "Round":
        """The round without a respondent's answer to a question.

        Raises:
            UnknownIdError: where there is no such answer.
        """
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
        plan = self.plan(step)
        one_by_one(actions, (Action,), "with_actions", "actions")
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
        one_by_one(answers, (ContextAnswer,), "with_answers", "answers")
        return evolve(self, context=_put(answers, self.context, lambda answer: answer.question))

    def redacted(self, keep: Iterable[Kept] = (), *, beside: Iterable["Round"] = ()) -> "Round":
        """The round with its free text replaced by a marker, for sharing; every count stays.

        Ratings, roles, dates and structure stay. So does the framework with the reasons of its
        adaptations, which document it and belong to its digest. `keep` names what else may
        stay, such as `["actions"]` for a public plan; its owners are redacted even so, unless
        `"owners"` is kept too.

        An id can be a name. So the respondents get ids of their roles, numbered where a role
        has several ("lead-partner-1"), and so do actions called after them. Those ids hold
        within one document: rounds that are to be compared once they are redacted are given as
        `beside`, and the same respondent then gets the same id in each. `["ids"]` keeps the ids
        themselves, as `["respondents"]` does with the names.

        >>> from sixsteps.samples import spring_2026
        >>> spring_2026().redacted().plan("s1").outcome
        '[redacted]'

        Raises:
            UnknownIdError: for something to keep that a round does not have.
        """
        # Here, as in `follow_up`: most rounds are only read.
        from sixsteps.model.redaction import Redaction

        # In an order that is the same whichever of them is redacted.
        rounds = sorted([self, *beside], key=lambda one: (one.on, one.digest))
        by = Redaction.keeping(
            keep,
            [respondent for one in rounds for respondent in one.respondents],
            [action for one in rounds for action in _every_action(one)],
        )
        return evolve(
            self,
            ratings=map(by.answer, self.ratings),
            plans=map(by.plan, self.plans),
            respondents=by.respondents(self.respondents),
            context=map(by.context_answer, self.context),
            arrangements=[by.text("arrangements", text) for text in self.arrangements],
            agreed_by=by.text("agreed_by", self.agreed_by),
            handling=by.text("handling", self.handling),
            unplaced=map(by.unplaced, self.unplaced),
            redacted=True,
        )

    def follow_up(self, on: date, title: str, framework: Framework | None = None) -> "Round":
        """The next round, ready to be rated: on the same framework, or on one adapted since.

        Ratings are empty. Respondents, context answers and open actions (with their ids) go
        where the lineages say their questions live now; what has no place any more is in
        `unplaced`. `previous` refers to this round.

        Raises:
            InvalidError: for a date before this round's.
            NotComparableError: for a framework of another origin.
        """
        from sixsteps.model.follow_up import carry, follow_up_problems

        InvalidError.check("round", follow_up_problems(self.on, on))
        after = self.framework
        if framework is not None:
            after = instance_of(framework, Framework, "follow_up")
        carried = carry(
            self.framework, after, self.respondents, self.context, self.plans, self.unplaced
        )
        return Round(
            after,
            self.organisation,
            title,
            on,
            plans=carried.plans,
            respondents=carried.respondents,
            context=carried.context,
            use=self.use,
            arrangements=self.arrangements,
            organisation_id=self.organisation_id,
            handling=self.handling,
            previous=self.reference,
            unplaced=carried.unplaced,
            redacted=self.is_redacted,
        )


def _every_action(round_: Round) -> Iterator[Action]:
    """The actions of the plans, and those without a place."""
    for plan in round_.plans:
        yield from plan.actions
    yield from (one.item for one in round_.unplaced if isinstance(one.item, Action))


def _put(new: Sequence[T], old: Iterable[T], key: Callable[[T], Hashable]) -> list[T]:
    """The old parts with each new one in the place of the first of its key, or after them all.

    A second new one of the same key stays, for the checks to find.
    """
    given = {key(part): part for part in reversed(new)}
    kept = [given.get(key(part), part) for part in old]
    placed = {id(part) for part in kept}
    return [*kept, *(part for part in new if id(part) not in placed)]
