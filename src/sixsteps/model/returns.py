"""Many respondents' returns put together in the round that says who was asked."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from sixsteps.errors import InvalidError, Problem, listed, nearest
from sixsteps.model.checks import as_tuple, instance_of, member_problems
from sixsteps.model.crosswalk import correspondence
from sixsteps.model.follow_up import carry
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action, ActionPlan
from sixsteps.model.ratings import Answer, ContextAnswer, Rating
from sixsteps.model.round_parts import Unplaced
from sixsteps.model.rounds import Round


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
    given = as_tuple(returns, "collect")
    wrong = member_problems(given, Round, "returns", "a Round")
    InvalidError.check("returns", wrong)
    problems: list[Problem] = []
    fitted: list[tuple[int, Round]] = []
    for place, one in enumerate(given):
        found = _Fit(base_round, one, f"returns[{place}]")
        faults = list(found.problems())
        problems += faults
        if not faults:
            fitted.append((place, found.fitted()))
    problems += _twice(base_round, given)
    together = _Together.of(base_round)
    for place, one in fitted:
        problems += together.take(one, f"returns[{place}]")
    InvalidError.check("returns", problems)
    return together.round(base_round)


def _by(round_: Round, base: Round) -> tuple[str | None, ...]:
    """Who gives a return, in order: who answers in it.

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
    first = {answer.respondent: "the round itself" for answer in base.ratings}
    for place, one in enumerate(returns):
        for respondent in _by(one, base):
            here = f"returns[{place}]"
            there = first.setdefault(respondent, here)
            if there != here:
                who = f"by {respondent!r}" if respondent else "that names nobody"
                yield Problem(
                    here,
                    f"a second return {who}; the first is {there}, and only one can be taken",
                    code="duplicate",
                    respondent=respondent,
                )


@frozen
class _Fit:
    """How one return fits the round that asked for it."""

    base: Round
    given: Round
    path: str

    def problems(self) -> Iterator[Problem]:
        """Why the return cannot be taken."""
        before, after = self.given.framework, self.base.framework
        known = [respondent.id for respondent in self.base.respondents]
        for respondent in _by(self.given, self.base):
            if respondent not in known and (respondent is not None or known):
                who = "nobody is named" if respondent is None else f"{respondent!r} was not asked"
                yield Problem(
                    self.path,
                    f"{who}; the round asks {listed(known)}",
                    code="unknown-respondent",
                    respondent=respondent,
                    suggestion=nearest(respondent, known),
                )
        if before == after:
            return
        if before.origin != after.origin or after.lineage[: len(before.lineage)] != before.lineage:
            yield Problem(
                self.path,
                f"this answers {before.title!r}, which is no earlier state of the round's"
                " framework; send a template of the round's own",
                code="other-framework",
            )
            return
        kept, levels = _still_asked(before, after), _levels(before, after)
        for place, answer in enumerate(self.given.ratings):
            here = f"{self.path}.ratings[{place}]"
            if answer.question not in kept:
                yield Problem(
                    f"{here}.question",
                    f"{answer.question!r} of an earlier framework is not asked any more in its"
                    " own meaning; ask again on the present one",
                    code="question-gone",
                    question=answer.question,
                    respondent=answer.respondent,
                    field="question",
                )
            level = answer.level if isinstance(answer, Rating) else None
            if level is not None and level not in levels:
                yield Problem(
                    f"{here}.level",
                    f"{level!r} of an earlier scale has no level on the present one; it has"
                    f" {listed(after.scale.keys)}",
                    code="level-gone",
                    question=answer.question,
                    respondent=answer.respondent,
                    field="level",
                )

    def fitted(self) -> Round:
        """The return on the framework of the round."""
        before, after = self.given.framework, self.base.framework
        if before == after:
            return self.given
        levels = _levels(before, after)
        given = self.given
        carried = carry(
            before, after, given.respondents, given.context, given.plans, given.unplaced
        )
        return evolve(
            given,
            framework=after,
            ratings=[_on_scale(answer, levels) for answer in given.ratings],
            plans=carried.plans,
            respondents=carried.respondents,
            context=carried.context,
            unplaced=carried.unplaced,
        )


def _still_asked(before: Framework, after: Framework) -> set[str]:
    """The questions of an earlier framework that are asked in the same meaning."""
    matches = correspondence(before, after).matches
    return {match.old[0] for match in matches if match.relation in ("same", "reworded")}


def _levels(before: Framework, after: Framework) -> dict[str, str]:
    """Where each level of an earlier scale is on the present one."""
    if before.scale == after.scale:
        return {key: key for key in after.scale.keys}
    return dict(correspondence(before, after).levels)


def _on_scale(answer: Answer, levels: dict[str, str]) -> Answer:
    if not isinstance(answer, Rating) or answer.level is None:
        return answer
    return evolve(answer, level=levels[answer.level])


@frozen
class _Together:
    """The parts of a round as returns are taken in, and where what was taken came from."""

    answers: list[Answer]
    actions: dict[str, tuple[str, Action]]
    outcomes: dict[str, list[str]]
    context: dict[str, ContextAnswer]
    unplaced: list[Unplaced]
    given: dict[str, str]
    base: Round

    @classmethod
    def of(cls, base: Round) -> "_Together":
        """What the round holds before any return."""
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

    def take(self, one: Round, path: str) -> Iterator[Problem]:
        """Take in a return; what contradicts another one is a problem."""
        self.answers.extend(one.ratings)
        self.unplaced.extend(item for item in one.unplaced if item not in self.unplaced)
        for place, answer in enumerate(one.context):
            yield from self._answer(answer, f"{path}.context[{place}]")
        for place, plan in enumerate(one.plans):
            outcomes = self.outcomes.setdefault(plan.step, [""])
            if plan.outcome not in outcomes:
                outcomes.append(plan.outcome)
            for number, action in enumerate(plan.actions):
                here = f"{path}.plans[{place}].actions[{number}]"
                yield from self._action(plan.step, action, _by(one, self.base), here)

    def _answer(self, answer: ContextAnswer, path: str) -> Iterator[Problem]:
        if answer in self.base.context or self.context.get(answer.question) == answer:
            return
        there = self.given.setdefault(answer.question, path)
        if there != path:
            yield Problem(
                path,
                f"another answer to {answer.question!r} stands at {there}; settle on one",
                code="two-answers",
                question=answer.question,
            )
        self.context[answer.question] = answer

    def _action(
        self, step: str, action: Action, by: Sequence[str | None], path: str
    ) -> Iterator[Problem]:
        name = action.id or ""
        asked = {held.id: (plan.step, held) for plan in self.base.plans for held in plan.actions}
        if name not in asked:
            self._add(step, action, [one for one in by if one is not None])
        elif asked[name] != (step, action):
            there = self.given.setdefault(name, path)
            if there != path and self.actions[name] != (step, action):
                yield Problem(
                    path,
                    f"the action {name!r} is changed in another way at {there}; settle on one",
                    code="two-answers",
                )
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

    def round(self, base: Round) -> Round:
        """The round of everything taken in."""
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
