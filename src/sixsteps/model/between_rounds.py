"""From round to round: returns into the round that asked, and on into the next.

Respondents, context answers and open actions go where the lineages and their links say the
questions now are; what has no place any more is kept as unplaced.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import evolve, frozen

from sixsteps.errors import InvalidError, Keys, Problem, place_of
from sixsteps.model.answers import ContextAnswer, Rating, Respondent, Role
from sixsteps.model.crosswalk import correspondence, level_mapping
from sixsteps.model.fields import as_tuple, date_problems, instance_of, member_problems, problem
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action, ActionPlan, Unplaced
from sixsteps.model.rounds import Round
from sixsteps.model.sign_offs import out_of_order
from sixsteps.model.views import is_a_view
from sixsteps.table import worded
from sixsteps.words import counted, folded, listed, nearest, quoted


@frozen
class Unused:
    """Cells that a reader did not use: where they are, how many hold something, and why.

    >>> print(Unused(('column "_uuid"',), 2))
    column "_uuid": 2 cells
    """

    path: Keys
    cells: int
    why: str = ""

    def __str__(self) -> str:
        why = f" ({self.why})" if self.why else ""
        return f"{place_of(self.path)}: {counted(self.cells, 'cell')}{why}"


@frozen
class ReadResult:
    """The rounds read from a table, what in it was not used, and what is worth knowing.

    `left_out` are the cells that nothing was read from; `about` is what a workbook says of itself;
    `notes` tell what was read in a way that not everybody would expect, each with its place, and
    `problems` are those of the answers left out of a workbook that was read in part; `framework`
    is that of a workbook that holds no round, or that a set-up workbook was written with.

    >>> from sixsteps.samples import spring_2026
    >>> found = ReadResult((spring_2026(),), (Unused(('column "_uuid"',), 2),))
    >>> print(found.round.title, *found.left_out)
    Spring 2026 column "_uuid": 2 cells
    """

    rounds: tuple[Round, ...]
    left_out: tuple[Unused, ...] = ()
    about: Any = None
    notes: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    framework: Framework | None = None

    @property
    def round(self) -> Round:
        """The one round that was read.

        Raises:
            InvalidError: where there are several, or none.
        """
        if len(self.rounds) != 1:
            message = f"{counted(len(self.rounds), 'round')}, and one is asked for"
            raise InvalidError("table", [Problem((), message, "take them from .rounds")])
        return self.rounds[0]


@frozen
class Collected:
    """The result of `collect`: the round, who is missing, and what to look at.

    `missing` are the respondents of whom the round holds no answer. `left_out` tells what stands
    in a return and was not taken, `unclear` what was taken and is not finished or not certain,
    each with the place of its return.

    >>> from sixsteps.samples import spring_2026
    >>> Collected(spring_2026()).missing
    ()
    """

    round: Round
    missing: tuple[Respondent, ...] = ()
    left_out: tuple[Problem, ...] = ()
    unclear: tuple[Problem, ...] = ()


def collect(
    base_round: Round,
    returns: Iterable[Round | ReadResult],
    *,
    replace: Iterable[str] = (),
    belongs: Iterable[Round] = (),
) -> Collected:
    """The round with everything its respondents sent back, checked all together.

    Each return is a round (or what a workbook reader gave) of the same organisation, title and
    date, unless it is named in `belongs`, on the same framework or on an earlier state of it,
    whose answers are brought forward as long as their questions are still asked. Its answers name
    who gives them; where `base_round` lists nobody, one return need not. A respondent whose
    answers `base_round` has already is refused, unless `replace` names them: then the return
    takes the place of all their answers and own actions. A new action concerns those who gave it
    unless it says otherwise, and has their id in its own (`a1-police`), whatever was collected
    before; an action that `base_round` has already is updated.

    >>> from datetime import date
    >>> import sixsteps as ss
    >>> asked = [ss.Respondent("health", "NHS Anytown", ss.Role.LEAD_PARTNER)]
    >>> base = ss.Round(ss.six_steps(), "Anytown", "Spring", date(2026, 5, 1), respondents=asked)
    >>> sent = base.with_ratings(ss.Rating("s1q1", "green", respondent="health"))
    >>> collect(base, [sent]).round.answer("s1q1", "health")
    Rating('s1q1', 'green' by 'health', 0 pieces of evidence)

    Raises:
        InvalidError: with every problem of every return: of another round, two by one respondent,
            somebody who was not asked, a framework of other descent, an answer without a
            question, two different answers where a round has room for one.
    """
    instance_of(base_round, Round, "collect")
    read = as_tuple(returns, "collect", of=type(base_round))
    given = [one.round if isinstance(one, ReadResult) else one for one in read]
    InvalidError.check("returns", member_problems(given, Round, ("returns",), "a Round"))
    views = [((), base_round), *((("returns", place), one) for place, one in enumerate(given))]
    whole = "give the round it was made from"
    told = [(path, is_a_view(one)) for path, one in views if one.view is not None]
    wrong = (problem(path, f"{one}, and is not collected", whole, "view") for path, one in told)
    InvalidError.check("returns", wrong)
    base_round.need_changeable("collect")
    again = as_tuple(replace, "replace", ordered=False)
    known = [one.id for one in base_round.respondents]
    strangers = (place for place, name in enumerate(again) if name not in known)
    problems = [_not_asked(("replace", place), again[place], known) for place in strangers]
    base, others = _without(base_round, again), as_tuple(belongs, "belongs", of=type(base_round))
    sound, elsewhere = list[tuple[Keys, Round]](), set[Keys]()
    for place, one in enumerate(given):
        path: Keys = ("returns", place)
        faults = [] if one in others else list(_other_round(base, one, path))
        faults = faults or list(_misfits(base, one, path))
        problems += faults
        elsewhere |= {path for fault in faults if fault.code == "other-round"}
        if not faults:
            sound.append((path, fitted(one, base.framework)))
    problems += _twice(base, given, elsewhere)
    together = _Together(base)
    for path, one in sound:
        problems += together.take(one, path)
    InvalidError.check("returns", problems)
    collected = together.round()
    answering = {answer.respondent for answer in collected.ratings}
    left_out, unclear = list[Problem](), list[Problem]()
    for place, source in enumerate(read):
        path = ("returns", place)
        left_out += _left_out(base, given[place], path)
        unclear += _started(given[place], path)
        if isinstance(source, ReadResult):
            for cells in source.left_out:
                message = f"{counted(cells.cells, 'cell')} not used"
                left_out.append(Problem((*path, *cells.path), message, cells.why, "left-out"))
            unclear += (each.within(*path) for each in (*source.problems, *source.notes))
    missing = tuple(
        one
        for one in collected.respondents
        # The agreed answers are nobody's return.
        if one.id not in answering and one.role != Role.AGREED and one.asked != ()
    )
    return Collected(collected, missing, tuple(left_out), tuple(unclear))


def _without(round_: Round, respondents: Iterable[str]) -> Round:
    """The round without the answers of these respondents and the actions that name them alone."""
    for name in respondents:
        plans = [
            evolve(plan, actions=[one for one in plan.actions if one.respondents != (name,)])
            for plan in round_.plans
        ]
        ratings = [answer for answer in round_.ratings if answer.respondent != name]
        round_ = evolve(round_, ratings=ratings, plans=plans)
    return round_


def _other_round(base: Round, given: Round, path: Keys) -> Iterator[Problem]:
    """The problem of a return of another organisation, title or date."""
    if _called(given) != _called(base):
        theirs, ours = (
            f"{one.organisation}, {one.title} ({worded(one.on)})" for one in (given, base)
        )
        message = f"this is a return of {theirs}, and the round is {ours}"
        remedy = "leave it out, or name it in belongs="
        yield problem(path, message, remedy, "other-round")


def _called(round_: Round) -> tuple[str, str, date]:
    return folded(round_.organisation), folded(round_.title), round_.on


_PARTICULARS = ("use", "arrangements", "period", "organisation_id", "next_on", "handling", "agreed")


def _left_out(base: Round, given: Round, path: Keys) -> Iterator[Problem]:
    """Statements of a return on the round and its people that the round contradicts."""
    message, remedy = "this is another than in the round, and not taken", "change it in the round"
    for name in _PARTICULARS:
        said = getattr(given, name)
        if said and said != getattr(base, name):
            yield problem((*path, name), message, remedy, "left-out")
    there = {one.id: one for one in base.respondents}
    for place, one in enumerate(given.respondents):
        if there.get(one.id) != one:
            yield problem((*path, "respondents", place), message, remedy, "left-out")


def _started(given: Round, path: Keys) -> Iterator[Problem]:
    """The answers of each giver that are started and have no level."""
    started = Counter(
        one.respondent for one in given.ratings if isinstance(one, Rating) and one.is_started
    )
    for name, count in started.items():
        who = f" of {name!r}" if name else ""
        message = f"{counted(count, 'answer')}{who} started and without a level"
        yield problem((*path, "ratings"), message, "ask for it", "started", respondent=name)


def _not_asked(path: Keys, respondent: str | None, known: Sequence[str]) -> Problem:
    # A return is of a round, whose ids are known; what is told to replace may be anything.
    named = repr(respondent) if path[0] == "returns" else quoted(respondent, known, "somebody")
    said = "nobody is named" if respondent is None else f"{named} was not asked"
    near, code = nearest(respondent, known), "unknown-respondent"
    remedy = f"the round asks {listed(known)}"
    return problem(path, said, remedy, code, near, respondent=respondent)


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
    new = [action for plan in round_.plans for action in plan.actions if action.id not in there]
    named = {name for action in new for name in action.respondents}
    return tuple(named) if len(named) == 1 else ()


def _twice(base: Round, returns: Sequence[Round], elsewhere: Container[Keys]) -> Iterator[Problem]:
    """Problems of respondents who answer in two returns of the round, or in it already."""
    first: dict[str | None, Keys] = {answer.respondent: () for answer in base.ratings}
    for place, one in enumerate(returns):
        path: Keys = ("returns", place)
        for respondent in () if path in elsewhere else _by(one, base):
            there = first.setdefault(respondent, path)
            if there != path:
                who = f"by {respondent!r}" if respondent else "that names nobody"
                where = place_of(there) or "the round itself"
                remedy = f"the first is {where}, and only one can be taken"
                wrong = problem(path, f"a second return {who}", remedy, "duplicate", first=there)
                yield evolve(wrong, respondent=respondent)


def _misfits(base: Round, given: Round, path: Keys) -> Iterator[Problem]:
    """Problems of a return that does not fit the round that asked for it."""
    before, after = given.framework, base.framework
    known = [respondent.id for respondent in base.respondents]
    for respondent in _by(given, base):
        if respondent not in known and (respondent is not None or known):
            yield _not_asked(path, respondent, known)
    if before == after:
        return
    if before.origin != after.origin or after.lineage[: len(before.lineage)] != before.lineage:
        which = "which is not an earlier state of the round's framework"
        message, remedy = (
            f"this answers {before.title!r}, {which}",
            "send a template of the round's own",
        )
        yield problem(path, message, remedy, "other-framework")
        return
    yield from gone(given, after, path)


def gone(given: Round, after: Framework, path: Keys = ()) -> Iterator[Problem]:
    """Problems of the answers of a round that have no place on another framework."""
    before = given.framework
    matches, levels = correspondence(before, after).matches, level_mapping(before, after) or {}
    kept = {match.old[0] for match in matches if match.relation in ("same", "reworded")}
    for place, answer in enumerate(given.ratings):
        here: Keys = (*path, "ratings", place)
        about = {"question": answer.question, "respondent": answer.respondent}
        if answer.question not in kept:
            message = f"{answer.question!r} of an earlier framework is not asked any more in its"
            message, remedy = f"{message} own meaning", "ask again on the present one"
            yield problem((*here, "question"), message, remedy, "question-gone", **about)
        level = answer.level if isinstance(answer, Rating) else None
        if level is not None and level not in levels:
            message = f"{level!r} of an earlier scale has no level on the present one"
            remedy = f"it has {listed(after.scale.keys)}"
            yield problem((*here, "level"), message, remedy, "level-gone", **about)


def not_made_for(round_: Round, given: Mapping[str, Any]) -> Iterator[Problem]:
    """The problem of another framework that what a round holds would move to as it stands."""
    after = given.get("framework")
    if not isinstance(after, Framework) or after == round_.framework:
        return
    asked = any(one.asked for one in round_.respondents)
    held = {name: getattr(round_, name) for name in _OF_A_FRAMEWORK} | {"respondents": asked}
    if kept := [word for name, word in _OF_A_FRAMEWORK.items() if held[name] and name not in given]:
        message = f"the {listed(kept)} of this round are of another framework than {after.title!r}"
        remedy = "take the round there with onto(framework), or make a new one"
        yield problem(("framework",), message, remedy, "other-framework")


_OF_A_FRAMEWORK = {
    "ratings": "answers",
    "plans": "plans",
    "respondents": "respondents' own questions",
    "context": "context answers",
    "unplaced": "things without a place",
}
"""The fields of a round that mean something on its framework alone, and the words for them."""


def fitted(given: Round, after: Framework) -> Round:
    """The round on another framework, on which all its answers have a place."""
    before = given.framework
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


class _Together:
    """The parts of a round as returns are taken in, and where what was taken came from."""

    def __init__(self, base: Round) -> None:
        self.base = base
        self.answers = [*base.ratings]
        self.asked = {
            action.id or "": (plan.step, action) for plan in base.plans for action in plan.actions
        }
        self.actions = dict(self.asked)
        self.outcomes = {plan.step: [plan.outcome] for plan in base.plans}
        self.context = {answer.question: answer for answer in base.context}
        self.unplaced = [*base.unplaced]
        self.given: dict[str, Keys] = {}

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
        name, asked = action.id or "", self.asked.get(action.id or "")
        # One that names others alone was sent to them alone: this is another of its id.
        whose = set(asked[1].respondents) if asked else set[str]()
        is_theirs = not whose or not any(by) or not whose.isdisjoint(by)
        if asked is None or (asked != (step, action) and not is_theirs):
            self._add(step, action, [one for one in by if one is not None])
        elif asked != (step, action):
            first = self.given.setdefault(name, path)
            if first != path and self.actions[name] != (step, action):
                where = place_of(first)
                message = f"the action {name!r} is changed in another way at {where}"
                yield problem(path, message, "settle on one", "two-answers", first=first)
            self.actions[name] = (step, action)

    def _add(self, step: str, action: Action, by: Sequence[str]) -> None:
        """Add an action under an id of its own, for those who gave it."""
        name = action.id or "a1"
        if by and not name.endswith(f"-{by[0]}") and len(f"{name}-{by[0]}") <= 56:
            name = f"{name}-{by[0]}"
        if name in self.actions:
            stem = name[:56]  # an id holds 64 characters
            numbered = (stem, *(f"{stem}-{number}" for number in range(2, len(self.actions) + 3)))
            name = next(one for one in numbered if one not in self.actions)
        respondents = action.respondents or tuple(by)
        self.actions[name] = step, evolve(action, id=name, respondents=respondents)

    def round(self) -> Round:
        base = self.base
        steps = dict.fromkeys(
            [*(plan.step for plan in base.plans), *(step.id for step in base.framework.steps)]
        )
        plans = []
        for step in (one for one in steps if one in self.outcomes):
            actions = [action for of, action in self.actions.values() if of == step]
            plans.append(ActionPlan(step, actions, "\n".join(filter(None, self.outcomes[step]))))
        context, unplaced = list(self.context.values()), self.unplaced
        return evolve(base, ratings=self.answers, plans=plans, context=context, unplaced=unplaced)


def follow_up(round_: Round, on: date, title: str, framework: Framework | None) -> Round:
    """The next round, as `Round.follow_up` says."""
    InvalidError.check("round", date_problems(on, ("on",)))
    order = out_of_order(on, ("on",), round_.on, "the round it follows")
    InvalidError.check("round", order)
    after = round_.framework
    if framework is not None:
        after = instance_of(framework, Framework, "follow_up")
    return evolve(
        round_,
        **carried(round_, after),
        framework=after,
        title=title,
        on=on,
        ratings=(),
        period=None,
        agreed=None,
        sign_offs=(),
        next_on=None,
        previous=round_.reference,
    )


def carried(round_: Round, after: Framework) -> dict[str, Any]:
    """The fields of a round that go on to another framework, each part where it belongs there.

    What was unplaced already is placed where its place has come back.
    """
    homes = _Homes(round_.framework, after)
    answers = [(answer.question, answer) for answer in round_.context]
    answered = dict(answers)
    actions = [(plan.step, action) for plan in round_.plans for action in plan.actions]
    used = {action.id for _, action in actions}
    waiting = []
    for one in round_.unplaced:
        if isinstance(one.item, Action):
            # An action without a place may have lost its number to a newer one.
            kept = one.item if one.item.id not in used else _twin(one.item, one.was, used)
            actions.append((one.was, kept))
        elif one.was in answered:
            waiting.append(one)
        else:
            answers.append((one.was, one.item))
    plans, lost = homes.plans(actions, {plan.step: plan.outcome for plan in round_.plans})
    for name, answer in answers:
        if not homes.has_context(name):
            lost.append(Unplaced(name, answer, f"no longer asked: {name}"))
    return {
        "respondents": [homes.respondent(respondent) for respondent in round_.respondents],
        "context": [answer for name, answer in answers if homes.has_context(name)],
        "plans": plans,
        "unplaced": [*lost, *waiting],
    }


class _Homes:
    """The places of one framework's steps, questions and context questions in another."""

    def __init__(self, before: Framework, after: Framework) -> None:
        self.before, self.after = before, after
        # By lineage, of everything `before` ever asked; some have none or several.
        self.questions: dict[str, tuple[str, ...]] = {
            name: (name,)
            for name, entry in before.register.entries.items()
            if after.has_question(name) and after.register.entries[name] == entry
        }
        for match in correspondence(before, after).matches:
            self.questions |= dict.fromkeys(match.old, match.new)

    def has_step(self, step: str) -> bool:
        """True if the step is still there: its id, and the title it began with."""
        began = self.before.register.introduced(step, "step")
        return self.after.has_step(step) and self.after.register.introduced(step, "step") == began

    def has_context(self, question: str) -> bool:
        """True if the context question is still asked: its id, and the words it began with."""
        began = self.before.register.entries.get(question)
        asked = any(asked.id == question for asked in self.after.context)
        return asked and self.after.register.entries[question] == began

    def of(self, questions: Iterable[str]) -> tuple[str, ...]:
        """The questions that these are now, each once, in the order given."""
        return tuple(dict.fromkeys(new for old in questions for new in self.questions.get(old, ())))

    def respondent(self, respondent: Respondent) -> Respondent:
        """The respondent, asked the same steps and questions where they live now.

        A question that was asked with its step and lives in another now is asked by itself.
        """
        if respondent.asked is None:
            return respondent
        asked = set(respondent.asked)
        steps = {name for name in asked if self.before.has_step(name) and self.has_step(name)}
        with_step = [q.id for s in self.before.steps if s.id in asked for q in s.questions]
        moved = {n for n in self.of(with_step) if self.after.step_of(n).id not in steps}
        return evolve(respondent, asked=sorted(steps | moved | set(self.of(asked))))

    def plans(
        self, actions: Sequence[tuple[str, Action]], outcomes: Mapping[str, str]
    ) -> tuple[list[ActionPlan], list[Unplaced]]:
        """The plans there, from actions and the steps they were in; and open ones without a place.

        An action whose questions now live in several steps goes on in each, with its id in its own.
        """
        used = {action.id for _, action in actions}
        placed: dict[str, list[Action]] = {}
        lost = []
        for step, action in actions:
            now = dict(self._placed(step, action))
            if action.is_open and not now:
                asked = f"no longer asked: {listed(action.addresses)}"
                reason = asked if action.addresses else f"the step {step} is gone"
                lost.append(Unplaced(step, action, reason))
            main = step if step in now and self.has_step(step) else next(iter(now), "")
            for place, fitted in now.items():
                twin = fitted if place == main else _twin(fitted, place, used)
                placed.setdefault(place, []).append(twin)
        plans = [
            ActionPlan(step, placed[step], outcomes.get(step, "") if self.has_step(step) else "")
            for step in (step.id for step in self.after.steps if step.id in placed)
        ]
        return plans, lost

    def _placed(self, step: str, action: Action) -> Iterator[tuple[str, Action]]:
        """The steps an open action belongs to now, with what it addresses in each."""
        if not action.is_open:
            return
        if not action.addresses:
            if self.has_step(step):
                yield step, action
            return
        living = self.of(action.addresses)
        for place in dict.fromkeys(self.after.step_of(name).id for name in living):
            here = [name for name in living if self.after.step_of(name).id == place]
            yield place, evolve(action, addresses=here)


def _twin(action: Action, step: str, used: set[str | None]) -> Action:
    """The same action in another step, under an id of its own made from the first."""
    stem = f"{(action.id or 'a')[:40]}-{step[:20]}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    name = next(name for name in names if name not in used)
    used.add(name)
    return evolve(action, id=name)
