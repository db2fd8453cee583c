"""Many respondents' returns put together in the round that says who was asked."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from sixsteps.errors import InvalidError, Keys, Problem, place_of
from sixsteps.model.answers import Answer, ContextAnswer, Rating
from sixsteps.model.crosswalk import correspondence, level_mapping
from sixsteps.model.fields import as_tuple, instance_of, member_problems, problem
from sixsteps.model.follow_up import carried
from sixsteps.model.plans import Action, ActionPlan, Unplaced
from sixsteps.model.rounds import Round
from sixsteps.words import listed, nearest


def collect(base_round: Round, returns: Iterable[Round]) -> Round:
    """The round with everything its respondents sent back, checked all together.

    Each return is a round on the same framework, or on an earlier state of it, whose answers
    are brought forward as long as their questions are still asked. Its answers name who gives
    them; where `base_round` lists nobody, one return need not. An action of a return concerns
    those who gave it unless it says otherwise, and its id is put after theirs where it is taken
    (`police-a1`); an action that `base_round` has already is updated. Who has sent nothing back
    is shown by `coverage`.

    >>> from datetime import date
    >>> import sixsteps as ss
    >>> asked = [ss.Respondent("health", "NHS Anytown", ss.Role.LEAD_PARTNER)]
    >>> base = ss.Round(ss.six_steps(), "Anytown", "Spring", date(2026, 5, 1), respondents=asked)
    >>> sent = base.with_ratings(ss.Rating("s1q1", "green", respondent="health"))
    >>> collect(base, [sent]).answer("s1q1", "health")
    Rating('s1q1', 'green' by 'health', 0 pieces of evidence)

    Raises:
        InvalidError: with every problem of every return: two by one respondent, somebody who
            was not asked, a framework of other descent, an answer without a question, two
            different answers where a round has room for one.
    """
    instance_of(base_round, Round, "collect")
    given = as_tuple(returns, "collect", of=type(base_round))
    InvalidError.check("returns", member_problems(given, Round, ("returns",), "a Round"))
    views = [((), base_round), *((("returns", place), one) for place, one in enumerate(given))]
    InvalidError.check("returns", (_view(path, one) for path, one in views if one.view is not None))
    base_round.need_changeable("collect")
    problems: list[Problem] = []
    fitted: list[tuple[Keys, Round]] = []
    for place, one in enumerate(given):
        path: Keys = ("returns", place)
        faults = list(_misfits(base_round, one, path))
        problems += faults
        if not faults:
            fitted.append((path, _fitted(base_round, one)))
    problems += _twice(base_round, given)
    together = _Together.of(base_round)
    for path, one in fitted:
        problems += together.take(one, path)
    InvalidError.check("returns", problems)
    return together.round()


def _view(path: Keys, round_: Round) -> Problem:
    message = f"this round is {round_.view}, a view to be shared, and is not collected"
    return problem(path, message, "give the round it was made from", "view")


def _by(round_: Round, base: Round) -> tuple[str | None, ...]:
    """The givers of a return, in order: those who answer in it.

    Where nobody does: the only one it lists, or the only one whom its new actions name.
    """
    answering = dict.fromkeys(answer.respondent for answer in round_.ratings)
    if answering:
        return tuple(answering)
    if len(round_.respondents) == 1:
        return (round_.respondents[0].id,)
    there = {action.id for plan in base.plans for action in plan.actions}
    named = {
        name
        for plan in round_.plans
        for action in plan.actions
        if action.id not in there
        for name in action.respondents
    }
    return tuple(named) if len(named) == 1 else ()


def _twice(base: Round, returns: Sequence[Round]) -> Iterator[Problem]:
    """Problems of respondents who answer in two returns, or in the round already."""
    first: dict[str | None, Keys] = {answer.respondent: () for answer in base.ratings}
    for place, one in enumerate(returns):
        path: Keys = ("returns", place)
        for respondent in _by(one, base):
            there = first.setdefault(respondent, path)
            if there != path:
                who = f"by {respondent!r}" if respondent else "that names nobody"
                yield problem(
                    path,
                    f"a second return {who}",
                    f"the first is {place_of(there) or 'the round itself'}, and only one can be"
                    " taken",
                    "duplicate",
                    respondent=respondent,
                    first=there,
                )


def _misfits(base: Round, given: Round, path: Keys) -> Iterator[Problem]:
    """Problems of a return that does not fit the round that asked for it."""
    before, after = given.framework, base.framework
    known = [respondent.id for respondent in base.respondents]
    for respondent in _by(given, base):
        if respondent not in known and (respondent is not None or known):
            yield problem(
                path,
                "nobody is named" if respondent is None else f"{respondent!r} was not asked",
                f"the round asks {listed(known)}",
                "unknown-respondent",
                nearest(respondent, known),
                respondent=respondent,
            )
    if before == after:
        return
    if before.origin != after.origin or after.lineage[: len(before.lineage)] != before.lineage:
        yield problem(
            path,
            f"this answers {before.title!r}, which is not an earlier state of the round's"
            " framework",
            "send a template of the round's own",
            "other-framework",
        )
        return
    matches, levels = correspondence(before, after).matches, level_mapping(before, after) or {}
    kept = {match.old[0] for match in matches if match.relation in ("same", "reworded")}
    for place, answer in enumerate(given.ratings):
        here: Keys = (*path, "ratings", place)
        gone: list[Problem] = []
        if answer.question not in kept:
            message = f"{answer.question!r} of an earlier framework is not asked any more in its"
            message, remedy = f"{message} own meaning", "ask again on the present one"
            gone.append(problem((*here, "question"), message, remedy, "question-gone"))
        level = answer.level if isinstance(answer, Rating) else None
        if level is not None and level not in levels:
            message = f"{level!r} of an earlier scale has no level on the present one"
            remedy = f"it has {listed(after.scale.keys)}"
            gone.append(problem((*here, "level"), message, remedy, "level-gone"))
        for one in gone:
            yield evolve(one, question=answer.question, respondent=answer.respondent)


def _fitted(base: Round, given: Round) -> Round:
    """The return on the framework of the round."""
    before, after = given.framework, base.framework
    if before == after:
        return given
    levels = level_mapping(before, after) or {}
    ratings = [
        evolve(answer, level=levels[answer.level])
        if isinstance(answer, Rating) and answer.level is not None
        else answer
        for answer in given.ratings
    ]
    return evolve(given, framework=after, ratings=ratings, **carried(given, after))


@frozen
class _Together:
    """The parts of a round as returns are taken in, and where what was taken came from."""

    answers: list[Answer]
    actions: dict[str, tuple[str, Action]]
    outcomes: dict[str, list[str]]
    context: dict[str, ContextAnswer]
    unplaced: list[Unplaced]
    given: dict[str, Keys]
    base: Round

    @classmethod
    def of(cls, base: Round) -> "_Together":
        """The parts of the round before any return."""
        return cls(
            list(base.ratings),
            {
                action.id or "": (plan.step, action)
                for plan in base.plans
                for action in plan.actions
            },
            {plan.step: [plan.outcome] for plan in base.plans},
            {answer.question: answer for answer in base.context},
            list(base.unplaced),
            {},
            base,
        )

    def take(self, one: Round, path: Keys) -> Iterator[Problem]:
        """Take in a return; what contradicts another one is a problem."""
        self.answers.extend(one.ratings)
        self.unplaced.extend(item for item in one.unplaced if item not in self.unplaced)
        for place, answer in enumerate(one.context):
            yield from self._answer(answer, (*path, "context", place))
        for place, plan in enumerate(one.plans):
            outcomes = self.outcomes.setdefault(plan.step, [""])
            if plan.outcome not in outcomes:
                outcomes.append(plan.outcome)
            for number, action in enumerate(plan.actions):
                here = (*path, "plans", place, "actions", number)
                yield from self._action(plan.step, action, _by(one, self.base), here)

    def _answer(self, answer: ContextAnswer, path: Keys) -> Iterator[Problem]:
        if answer in self.base.context or self.context.get(answer.question) == answer:
            return
        there = self.given.setdefault(answer.question, path)
        if there != path:
            message = f"another answer to {answer.question!r} stands at {place_of(there)}"
            remedy = "settle on one"
            asked = answer.question
            yield problem(path, message, remedy, "two-answers", question=asked, first=there)
        self.context[answer.question] = answer

    def _action(
        self, step: str, action: Action, by: Sequence[str | None], path: Keys
    ) -> Iterator[Problem]:
        name = action.id or ""
        asked = {held.id: (plan.step, held) for plan in self.base.plans for held in plan.actions}
        if name not in asked:
            self._add(step, action, [one for one in by if one is not None])
        elif asked[name] != (step, action):
            there = self.given.setdefault(name, path)
            if there != path and self.actions[name] != (step, action):
                where = place_of(there)
                message = f"the action {name!r} is changed in another way at {where}"
                yield problem(path, message, "settle on one", "two-answers", first=there)
            self.actions[name] = (step, action)

    def _add(self, step: str, action: Action, by: Sequence[str]) -> None:
        """Add an action under an id of its own, for those who gave it."""
        name = action.id or "a1"
        if name in self.actions:
            stem = "-".join([*by[:1], name])
            stem = name if len(stem) > 56 else stem  # an id holds 64 characters
            numbered = (stem, *(f"{stem}-{number}" for number in range(2, len(self.actions) + 3)))
            name = next(one for one in numbered if one not in self.actions)
        respondents = action.respondents or tuple(by)
        self.actions[name] = step, evolve(action, id=name, respondents=respondents)

    def round(self) -> Round:
        """The round of everything taken in."""
        base = self.base
        steps = dict.fromkeys(
            [*(plan.step for plan in base.plans), *(step.id for step in base.framework.steps)]
        )
        plans = [
            ActionPlan(
                step,
                [action for of, action in self.actions.values() if of == step],
                "\n".join(filter(None, self.outcomes.get(step, []))),
            )
            for step in steps
            if step in self.outcomes
        ]
        return evolve(
            base,
            ratings=self.answers,
            plans=plans,
            context=list(self.context.values()),
            unplaced=self.unplaced,
        )
