"""The round after a round: what is carried on, and where it lives in a changed framework.

Ratings start empty. Respondents, context answers and open actions go where the lineages and
their links say the questions now are; what has no place any more is kept as unplaced.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from attrs import evolve, frozen

from sixsteps.errors import InvalidError
from sixsteps.model.answers import ContextAnswer, Respondent
from sixsteps.model.crosswalk import correspondence
from sixsteps.model.fields import date_problems, instance_of
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action, ActionPlan, Unplaced
from sixsteps.model.rounds import Round
from sixsteps.model.sign_offs import out_of_order
from sixsteps.words import listed


def follow_up(round_: Round, on: date, title: str, framework: Framework | None) -> Round:
    """The next round, as `Round.follow_up` says.

    Raises:
        InvalidError: for a date before the round's.
        NotComparableError: for a framework of another origin.
    """
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

    Raises:
        NotComparableError: for frameworks of different origins.
    """
    homes = _Homes.between(round_.framework, after)
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
    return {
        "respondents": [homes.respondent(respondent) for respondent in round_.respondents],
        "context": [answer for name, answer in answers if homes.has_context(name)],
        "plans": homes.plans(actions, {plan.step: plan.outcome for plan in round_.plans}),
        "unplaced": [*homes.without_place(answers, actions), *waiting],
    }


@frozen
class _Homes:
    """The places of one framework's steps, questions and context questions in another."""

    before: Framework
    after: Framework
    questions: Mapping[str, tuple[str, ...]]

    @classmethod
    def between(cls, before: Framework, after: Framework) -> "_Homes":
        """The homes of everything `before` ever asked, by lineage; some have none or several."""
        matches = correspondence(before, after).matches
        retired = {
            name: (name,)
            for name, entry in before.register.entries.items()
            if after.has_question(name) and after.register.entries[name] == entry
        }
        asked = {old: match.new for match in matches for old in match.old}
        return cls(before, after, {**retired, **asked})

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
        self, actions: Iterable[tuple[str, Action]], outcomes: Mapping[str, str]
    ) -> tuple[ActionPlan, ...]:
        """The plans of the later framework, from open actions and the steps they were in."""
        given = tuple(actions)
        used = {action.id for _, action in given}
        placed: dict[str, list[Action]] = {}
        for step, action in given:
            for place, fitted in self._placed(step, action):
                # An action whose questions now live in several steps goes on in each of them.
                twin = fitted if place == self._main(step, action) else _twin(fitted, place, used)
                placed.setdefault(place, []).append(twin)
        return tuple(
            ActionPlan(
                step.id,
                placed[step.id],
                outcomes.get(step.id, "") if self.has_step(step.id) else "",
            )
            for step in self.after.steps
            if step.id in placed
        )

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

    def _main(self, step: str, action: Action) -> str:
        """The step in which an action keeps its id: its own if it is there, else the first."""
        places = [place for place, _ in self._placed(step, action)]
        return step if step in places and self.has_step(step) else places[0]

    def without_place(
        self,
        answers: Iterable[tuple[str, ContextAnswer]],
        actions: Iterable[tuple[str, Action]],
    ) -> Iterator[Unplaced]:
        """The open actions and the context answers that have no place any more, with the reason."""
        for step, action in actions:
            if action.is_open and not any(self._placed(step, action)):
                if action.addresses:
                    reason = f"no longer asked: {listed(action.addresses)}"
                else:
                    reason = f"the step {step} is gone"
                yield Unplaced(step, action, reason)
        for name, answer in answers:
            if not self.has_context(name):
                yield Unplaced(name, answer, f"no longer asked: {name}")


def _twin(action: Action, step: str, used: set[str | None]) -> Action:
    """The same action in another step, under an id of its own made from the first."""
    stem = f"{(action.id or 'a')[:40]}-{step[:20]}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    name = next(name for name in names if name not in used)
    used.add(name)
    return evolve(action, id=name)
