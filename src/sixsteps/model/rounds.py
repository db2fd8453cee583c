"""A round: the answers and plans of one organisation on one date, with the exact framework."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict, TypeVar, Unpack, get_args

from attrs import evolve, field, frozen

from sixsteps.errors import InvalidError, Problem, SeveralAnswersError, UnknownIdError
from sixsteps.model import fields
from sixsteps.model.answers import Answer, ContextAnswer, Respondent, Role, by_rule, in_words
from sixsteps.model.digests import round_digest
from sixsteps.model.fields import Checked, Schema, Several, Text, Words, replaced
from sixsteps.model.form_schema import form_schema
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action, ActionPlan, Unplaced, numbered
from sixsteps.model.round_checks import parts_problems
from sixsteps.model.sign_offs import Reopening, SignOff
from sixsteps.model.translation import Translation, fitting
from sixsteps.table import Table, Tabular
from sixsteps.words import counted, listed, nearest, quoted

if TYPE_CHECKING:
    from sixsteps.model.views import Kept

T = TypeVar("T")


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


View = Literal["only", "public", "redacted"]
"""A view of a round for others: what it is called, and what is then true of it."""

JOINT = (Role.AGREED, Role.PARTNERSHIP)
"""The roles of joint answers, asked every question that anybody is asked."""

REDACTED = "[redacted]"
"""The marker in the place of a text that was taken out."""


_A_USE = fields.any_word(Use, "use", "unknown-use")


def _as_use(value: str | None) -> str | None:
    return value and fields.as_member(value, Use)


@frozen(slots=False, repr=False)
class Round(Checked, Tabular):
    """One round of scrutiny: who answered what on which date, against the exact framework.

    `period` is the caller's own label of the time it stands for ("2026 Q2"). `handling` says
    how the text may be kept and shared. `view` is "only", "public" or "redacted" where others may
    see the round, which is checked, and a view is not changed any more; nor is a consensus, whose
    public view says by which `rule` it was made. Actions without an id get one.

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
    plans: tuple[ActionPlan, ...] = field(default=(), converter=numbered)
    respondents: tuple[Respondent, ...] = field(default=(), converter=Several[Respondent])
    context: tuple[ContextAnswer, ...] = field(default=(), converter=Several[ContextAnswer])
    use: Annotated[str, _A_USE] | None = field(default=None, converter=_as_use)
    arrangements: tuple[Words, ...] = field(default=(), converter=Several[str])
    organisation_id: Words | None = None
    period: Words | None = None
    agreed: SignOff | None = None
    sign_offs: tuple[SignOff, ...] = field(default=(), converter=Several[SignOff])
    next_on: date | None = None
    handling: Text = ""
    previous: RoundReference | None = None
    unplaced: tuple[Unplaced, ...] = field(default=(), converter=Several[Unplaced])
    view: View | None = None
    rule: Text = ""

    def _problems(self) -> Iterator[Problem]:
        is_sound = True
        for one in parts_problems(self, self._respondents_by_id):
            is_sound = False
            yield one
        if is_sound and self.agreed and self.agreed.digest != self.digest:
            day = self.agreed.on.isoformat()
            message = f"the round is not what was signed off on {day}: it was changed since"
            remedy = "reopen what was signed off, change that and agree it again"
            yield fields.problem(("agreed", "digest"), message, remedy, "changed-since-agreed")
        if self.view is not None or self.rule:
            # Here, as wherever a round is shown to others or followed: most are only read.
            from sixsteps.model.views import left_in

            yield from left_in(self)

    def need_changeable(self, call: str) -> None:
        """Refuse to change what might be true no more: a round agreed, a view, a consensus.

        Raises:
            InvalidError: for such a round.
        """
        made = f"{self.view}()" if self.view else "consensus(round, rule)"
        again = f"change the round it was made from, and take {made} of that again"
        self._need_whole(call, again, joint=call == "agree")
        if self.agreed is not None:
            message = f"this round is signed off, and {call} would change it"
            remedy = "take it up again with reopen(by, on, reason)"
            raise InvalidError("round", [Problem((), message, remedy, "agreed")])

    def _need_whole(self, call: str, remedy: str = "", *, joint: bool = True) -> None:
        if self.view is not None or (not joint and by_rule(self.respondents)):
            from sixsteps.model.views import not_whole

            remedy = remedy or f"take {call}() of the round it was made from"
            raise InvalidError("round", [not_whole(self, call, remedy)])

    def __hash__(self) -> int:
        return hash((self.framework.fingerprint, self.organisation, self.title, self.on))

    def __repr__(self) -> str:
        answers = counted(len(self.ratings), "answer")
        return f"Round({self.organisation!r}, {self.title!r}, {self.on.isoformat()}: {answers})"

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what the round holds but its sign-offs, in whatever order it stands."""
        return round_digest(self)

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

    @cached_property
    def _actions(self) -> Mapping[tuple[str, str | None], Mapping[int, Action]]:
        """Actions by their places in a plan, for each question or step and whom they name."""
        found: dict[tuple[str, str | None], dict[int, Action]] = {}
        for plan in self.plans:
            for place, action in enumerate(plan.actions):
                for key in product(action.addresses or [plan.step], action.respondents or [None]):
                    found.setdefault(key, {})[place] = action
        return found

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
        """True if the question is put to the respondent, by itself, with its step or by role.

        What a respondent is `asked` is the whole answer where it is given, else the roles that the
        question says. Whoever is not named, and the roles agreed and partnership, are asked what
        anybody is asked.

        Raises:
            UnknownIdError: for a question or a respondent the round does not have.
        """
        step = self.framework.step_of(question)
        one = None if respondent is None else self.respondent(respondent)
        if one is not None and one.asked is not None:
            return question in one.asked or step.id in one.asked
        if one is None or one.role in JOINT:
            return question in self._asked_of_anybody
        roles = self.framework.question(question).asked_of
        return not roles or one.role.name in roles

    @cached_property
    def _asked_of_anybody(self) -> frozenset[str]:
        """The questions anybody is asked for themselves; all of them where nobody is named."""
        own = [one for one in self.respondents if one.asked is not None or one.role not in JOINT]
        every = (question.id for question in self.framework.questions)
        of_them = (q for q in every if not own or any(self.is_asked(q, one.id) for one in own))
        return frozenset(of_them)

    def form_schema(
        self, respondent: str | None = None, translation: Translation | None = None
    ) -> Schema:
        """The JSON Schema (2020-12) of a respondent's answers, for a web form.

        An object with one property for each question that is asked, in order; its value is an
        answer as the round's document holds it, without question and respondent. With a translation
        its wordings stand in place of the framework's; the form's own words stay English.

        >>> from sixsteps.samples import spring_2026
        >>> schema = spring_2026().form_schema("police")["properties"]["s1q1"]
        >>> [choice["title"] for choice in schema["properties"]["level"]["oneOf"]]
        ['Not rated', 'Red', 'Amber', 'Green']

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

    def actions_on(self, question: str, respondents: Iterable[str | None]) -> tuple[Action, ...]:
        """The actions on a question or its whole step that name one of these, or nobody.

        Raises:
            UnknownIdError: for a question the framework does not have.
        """
        about = question, self.framework.step_of(question).id
        found: dict[int, Action] = {}
        for key in product(about, {None, *respondents}):
            found.update(self._actions.get(key, {}))
        return tuple(found[place] for place in sorted(found))

    def tables(self) -> tuple[Table, ...]:
        """The round as a table: every question with what each respondent gave, no free text."""
        whose: list[str | None] = [*self._respondents_by_id] or [None]
        number = self.framework.number
        rows = [
            (number(asked.id), asked.name, *(self._word(asked.id, one) for one in whose))
            for asked in self.framework.questions
        ]
        answers = ("Answer" if one is None else f"by {one}" for one in whose)
        title = f"{self.organisation}, {self.title}"
        columns, notes = ("Number", "Question", *answers), self.framework.labels_note
        return (Table(columns, rows, title=title, notes=notes, source=self.citation),)

    def _word(self, question: str, respondent: str | None) -> str:
        """The level a respondent gave a question, or which kind of empty it is."""
        answer, asked = self.answer(question, respondent), self.is_asked(question, respondent)
        return in_words(answer, self.framework.scale, asked=asked)

    def replace(self, **fields: Unpack["RoundFields"]) -> "Round":
        """The round with these fields instead, checked whole.

        Another framework is for a round that holds nothing of its own yet: `onto` takes it there.

        >>> from sixsteps.samples import spring_2026
        >>> spring = spring_2026().reopen("the chair", date(2026, 6, 2), "A late return")
        >>> spring.replace(title="Spring 2026, second reading").title
        'Spring 2026, second reading'

        Raises:
            WrongTypeError: for a field that a round does not have.
            InvalidError: for what a round cannot hold, a round that is agreed or a consensus, and
                a framework that its answers, plans and other parts were not made for.
        """
        from sixsteps.model.between_rounds import not_made_for

        self.need_changeable("replace")
        InvalidError.check("round", not_made_for(self, fields))
        return replaced(self, fields)

    def agree(self, by: str, on: date) -> "Round":
        """The round signed off: nothing in it can be changed without `reopen`.

        >>> from sixsteps import six_steps
        >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1))
        >>> print(spring.agree("the executive", date(2026, 5, 14)).agreed)
        Signed off by the executive on 14 May 2026

        Raises:
            InvalidError: before the round's date or its last reopening, or where it is agreed.
        """
        self.need_changeable("agree")
        return evolve(self, agreed=SignOff(by, on, self.digest))

    def reopen(self, by: str, on: date, reason: str) -> "Round":
        """The agreed round as a draft again; who signed it off, and why no more, is kept.

        Raises:
            InvalidError: for a round that is not agreed, and before its sign-off.
        """
        self._need_whole("reopen", "reopen the round it was made from")
        if self.agreed is None:
            message = "this round is a draft, and there is no sign-off to take back"
            raise InvalidError("round", [Problem((), message, "change it as it is", "not-agreed")])
        old = evolve(self.agreed, reopened=Reopening(by, on, reason))
        return evolve(self, agreed=None, sign_offs=[*self.sign_offs, old])

    @property
    def standing(self) -> str:
        """The sign-off in words, or "Draft"; one respondent's view is not what was signed off."""
        if self.agreed is None:
            return "Draft"
        said = str(self.agreed)
        whose = "One respondent's view of the round " if self.view == "only" else ""
        return f"{whose}{said[0].lower() if whose else said[0]}{said[1:]}"

    def _with(
        self, field: str, new: Sequence[T], kinds: tuple[type, ...], key: Callable[[T], Hashable]
    ) -> "Round":
        """The round with parts added to a field, or put in place of those of their key."""
        self.need_changeable(f"with_{field}")
        fields.one_by_one(new, kinds, f"with_{field}", "answers" if field == "context" else field)
        put: dict[str, Any] = {field: _put(new, getattr(self, field), key)}
        return evolve(self, **put)

    def with_respondents(self, *respondents: Respondent) -> "Round":
        """The round with these respondents added, or put in place of those of their ids.

        Raises:
            InvalidError: for a respondent who is asked what is not there.
        """
        return self._with("respondents", respondents, (Respondent,), lambda one: one.id)

    def without_respondent(self, respondent: str) -> "Round":
        """The round without a respondent, their answers, and the actions that name them alone.

        Raises:
            UnknownIdError: for an id the round does not list.
        """
        self.need_changeable("without_respondent")
        self.respondent(respondent)
        people = [one for one in self.respondents if one.id != respondent]
        ratings = [one for one in self.ratings if one.respondent != respondent]
        plans = [evolve(one, actions=_without_name(one.actions, respondent)) for one in self.plans]
        return evolve(self, respondents=people, ratings=ratings, plans=plans)

    def with_ratings(self, *ratings: Answer) -> "Round":
        """The round with these answers added, or put in place of the same respondent's own.

        Raises:
            InvalidError: for an unknown question, level or respondent, or one answered twice.
        """
        return self._with(
            "ratings", ratings, get_args(Answer), lambda a: (a.question, a.respondent)
        )

    def without_rating(self, question: str, respondent: str | None = None) -> "Round":
        """The round without a respondent's answer to a question.

        Raises:
            UnknownIdError: where there is no such answer.
        """
        self.need_changeable("without_rating")
        self.framework.question(question)
        if respondent is not None:
            self.respondent(respondent)
        if respondent not in self._answers.get(question, {}):
            by = f" by {respondent!r}" if respondent else ""
            raise UnknownIdError(f"no answer to {question!r}{by} to take away")
        kept = [a for a in self.ratings if (a.question, a.respondent) != (question, respondent)]
        return evolve(self, ratings=kept)

    def without_ratings(self, respondent: str | None) -> "Round":
        """The round without any answer of a respondent; `None` is the one who is not named.

        Raises:
            UnknownIdError: for an id the round does not list.
        """
        self.need_changeable("without_ratings")
        if respondent is not None:
            self.respondent(respondent)
        return evolve(self, ratings=[one for one in self.ratings if one.respondent != respondent])

    def with_actions(self, step: str, *actions: Action, outcome: str | None = None) -> "Round":
        """The round with actions added to a step's plan, or put in place of those of their id.

        Raises:
            UnknownIdError: for a step the framework does not have.
            InvalidError: for an action that does not fit the step.
        """
        self.need_changeable("with_actions")
        plan = self.plan(step)
        fields.one_by_one(actions, (Action,), "with_actions", "actions")
        put = _put(actions, plan.actions, lambda action: action.id)
        changed = ActionPlan(step, put, plan.outcome if outcome is None else outcome)
        return evolve(self, plans=_put([changed], self.plans, lambda plan: plan.step))

    def without_action(self, action: str) -> "Round":
        """The round without the action of this id.

        Raises:
            UnknownIdError: where no plan has it.
        """
        self.need_changeable("without_action")
        known = [one.id or "" for plan in self.plans for one in plan.actions]
        if action not in known:
            said, near = f"no action {quoted(action, known)} to take away", nearest(action, known)
            raise UnknownIdError(said, f"there are {listed(known)}", suggestion=near)
        plans = [
            evolve(plan, actions=[one for one in plan.actions if one.id != action])
            for plan in self.plans
        ]
        return evolve(self, plans=plans)

    def with_context(self, *answers: ContextAnswer) -> "Round":
        """The round with these context answers added or put in place of earlier ones.

        Raises:
            InvalidError: for a context question the framework does not have.
        """
        return self._with("context", answers, (ContextAnswer,), lambda one: one.question)

    def without_context(self, question: str) -> "Round":
        """The round without the answer to a context question.

        Raises:
            UnknownIdError: where there is no such answer.
        """
        self.need_changeable("without_context")
        known = [answer.question for answer in self.context]
        if question not in known:
            message = f"no answer to {quoted(question, known, 'a question')} to take away"
            raise UnknownIdError(message, f"there are answers to {listed(known)}")
        return evolve(self, context=[one for one in self.context if one.question != question])

    def only(self, respondent: str) -> "Round":
        """The round as this respondent may see it, a view.

        Their own answers, the context, and the actions that name them or nobody; every action where
        the answers are agreed, whose plan is everybody's. What others said is not assessed in it,
        and a question not put to them is not asked.

        >>> from sixsteps.samples import spring_2026
        >>> {answer.respondent for answer in spring_2026().only("police").ratings}
        {'police'}

        Raises:
            UnknownIdError: for an id the round does not list.
            InvalidError: for a view.
        """
        from sixsteps.model.views import only

        self._need_whole("only")
        return only(self, respondent)

    def public(self) -> "Round":
        """The agreed answers alone, a view for everybody; where nobody else is asked, theirs.

        The levels, whether there is evidence, and the sign-off. There are no respondents (but for
        the rule of a consensus, called by it alone), plans or free text in it, so that nothing
        can be read back about one of them; plans and remaining work are not published, which is
        not the same as missing. Nor is who was asked what: a question without an answer counts as
        unanswered.

        >>> from sixsteps.samples import spring_2026
        >>> spring_2026().public().answer("s1q1")
        Rating('s1q1', 'green', 1 piece of evidence)

        Raises:
            SeveralAnswersError: where nothing is agreed and there are several respondents.
            InvalidError: for a view.
        """
        from sixsteps.model.views import public

        self._need_whole("public")
        return public(self)

    def redacted(self, keep: Iterable["Kept"] = (), *, beside: Iterable["Round"] = ()) -> "Round":
        """The round with its free text replaced by a marker, for sharing; every count stays.

        Its `view` is "redacted", unless a text or an id is left that `keep` names.
        Ratings, roles, dates and structure stay, and known kinds of evidence and uses. So does what
        names the round (organisation, title, period, who signed it off), and the framework with the
        reasons of its adaptations, which belong to its digest. `keep` names what else may
        stay, such as `["actions"]` for a public plan; its owners are redacted even so, unless
        `"owners"` is kept too.

        An id can be a name. So the respondents get ids of their roles, numbered where a role
        has several ("lead-partner-1"), an action whose id is more than a number ("a1") gets one,
        and the digest of the earlier round is left out; a consensus is called by its rule alone.
        Those ids hold within one document: rounds that are to be compared once they are redacted
        are given as `beside`, and the same respondent then gets the same id in each. `["ids"]`
        keeps the ids themselves, as `["respondents"]` does with the names. A round in which
        something was kept is no view but a draft of its own: nobody signed off what it holds.

        >>> from sixsteps.samples import spring_2026
        >>> spring_2026().redacted().plan("s1").outcome
        '[redacted]'

        Raises:
            UnknownIdError: for something to keep that a round does not have.
        """
        from sixsteps.model.views import redacted

        return redacted(self, keep, beside)

    def onto(self, framework: Framework) -> "Round":
        """The round as answers to another framework of its lineage, earlier or later.

        Levels go through the recorded mappings, and everything else where the lineages say its
        questions live there; closed actions stay behind. A sign-off is of the round before.

        Raises:
            InvalidError: for a view, and for every answer that has no place there: its question is
                not asked in its own meaning, or no mapping says what its level becomes.
            NotComparableError: for a framework of another origin.

        >>> from sixsteps import ChangeScale, Level, Rating, Scale, adapt, six_steps
        >>> two = Scale("Two", [Level("no"), Level("yes")])
        >>> becomes = {"red": "no", "amber": "yes", "green": "yes"}
        >>> there = adapt(six_steps(), ChangeScale(two, becomes), by="Anytown", on=date(2026, 1, 5))
        >>> spring = Round(six_steps(), "Anytown", "Spring", date(2026, 5, 1),
        ...                [Rating("s1q1", "amber")])
        >>> spring.onto(there).answer("s1q1").level
        'yes'
        """
        from sixsteps.model.between_rounds import fitted, gone

        self._need_whole("onto")
        InvalidError.check("round", gone(self, framework))
        return fitted(evolve(self, agreed=None), framework)

    def follow_up(self, on: date, title: str, framework: Framework | None = None) -> "Round":
        """The next round, ready to be rated: on the same framework, or on one adapted since.

        Ratings are empty. Respondents, context answers and open actions (with their ids) go
        where the lineages say their questions live now; what has no place any more is in
        `unplaced`. `previous` refers to this round.

        Raises:
            InvalidError: for a date before this round's, and for a view or a consensus.
            NotComparableError: for a framework of another origin.
        """
        from sixsteps.model.between_rounds import follow_up

        self._need_whole("follow_up", "follow up the round it was made from", joint=False)
        return follow_up(self, on, title, framework)


class RoundFields(TypedDict, total=False):
    """The fields of a round, as `Round.replace` takes them."""

    framework: Framework
    organisation: str
    title: str
    on: date
    ratings: Iterable[Answer]
    plans: Iterable[ActionPlan]
    respondents: Iterable[Respondent]
    context: Iterable[ContextAnswer]
    use: Use | str | None
    arrangements: Iterable[str]
    organisation_id: str | None
    period: str | None
    agreed: SignOff | None
    sign_offs: Iterable[SignOff]
    next_on: date | None
    handling: str
    previous: RoundReference | None
    unplaced: Iterable[Unplaced]
    view: View | None
    rule: str


def _without_name(actions: Iterable[Action], respondent: str) -> Iterator[Action]:
    """The actions without a respondent's name; those that name nobody else are gone."""
    for action in actions:
        named = [name for name in action.respondents if name != respondent]
        if named or not action.respondents:
            yield evolve(action, respondents=named)


def _put(new: Sequence[T], old: Iterable[T], key: Callable[[T], Hashable]) -> list[T]:
    """The old parts with each new one in the place of the first of its key, or after them all.

    A second new one of the same key stays, for the checks to find.
    """
    given = {key(part): part for part in reversed(new)}
    kept = [given.get(key(part), part) for part in old]
    placed = {id(part) for part in kept}
    return [*kept, *(part for part in new if id(part) not in placed)]
