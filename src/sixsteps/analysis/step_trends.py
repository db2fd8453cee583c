"""A step through rounds: how many of its questions stood at each level, breaks marked."""

from collections import Counter
from collections.abc import Iterable, Sequence

from attrs import frozen

from sixsteps.analysis.cells import Kind
from sixsteps.analysis.lines import LevelOrKind
from sixsteps.analysis.threads import Thread
from sixsteps.model.framework import Framework
from sixsteps.model.scale import Scale


@frozen
class StepTrend:
    """A step's counts in each round, worst level to best, and where its questions changed.

    `counts` and `empties` have one member a round, `None` where the framework does not have the
    step; `empties` counts its questions without a level, by the kind of empty. `breaks` are the
    places, from 1, of the rounds whose questions are not those of the round before. No line is
    fitted to them.

    >>> from sixsteps.published import RAG
    >>> trend = StepTrend("s1", "Leads", ((1, 1, 0), (0, 1, 2)), ((), ()), breaks=(1,))
    >>> trend.words(RAG)
    ('1 Red, 1 Amber', 'break; 1 Amber, 2 Green')
    """

    step: str
    title: str
    counts: tuple[tuple[int, ...] | None, ...]
    empties: tuple[tuple[tuple[Kind, int], ...] | None, ...]
    breaks: tuple[int, ...] = ()

    def words(self, scale: Scale) -> tuple[str, ...]:
        """Each round's counts in words; a round after a break says so first."""
        said = (
            Kind.NOT_IN_FRAMEWORK.value if counts is None else _counts(counts, scale, empties or ())
            for counts, empties in zip(self.counts, self.empties, strict=True)
        )
        return tuple(
            f"break; {words}" if place in self.breaks else words for place, words in enumerate(said)
        )


def _counts(counts: Sequence[int], scale: Scale, empties: Sequence[tuple[Kind, int]]) -> str:
    rated = zip(counts, (level.label for level in scale.levels), strict=True)
    said = [f"{count} {label}" for count, label in rated if count]
    said += [f"{count} {kind.value}" for kind, count in empties]
    return ", ".join(said) or "no questions"


def step_trends(
    frameworks: Sequence[Framework],
    threads: Iterable[Thread],
    by_lineage: Sequence[bool],
    scale: Scale,
) -> tuple[StepTrend, ...]:
    """A trend for each step, in the order of the last framework, then those it no longer has.

    A step is followed by its id and first title; a crosswalk names questions only, so every
    step starts afresh there. `by_lineage` says so for each pair of rounds that follow each other.
    """
    every = tuple(threads)
    places: dict[tuple[int, str, str], dict[int, str]] = {}
    segment = 0
    for place, framework in enumerate(frameworks):
        segment += bool(place and not by_lineage[place - 1])
        for step in framework.steps:
            key = segment, step.id, framework.register.steps[step.id]
            places.setdefault(key, {})[place] = step.id
    order = [{step.id: place for place, step in enumerate(one.steps)} for one in frameworks]
    followed = sorted(places.values(), key=lambda at: (-max(at), order[max(at)][at[max(at)]]))
    return tuple(_trend(frameworks, every, at, scale) for at in followed)


def _trend(
    frameworks: Sequence[Framework],
    threads: Sequence[Thread],
    at: dict[int, str],
    scale: Scale,
) -> StepTrend:
    held = [
        frozenset(
            number
            for number, thread in enumerate(threads)
            if (name := thread.ids[place]) is not None
            and place in at
            and framework.step_of(name).id == at[place]
        )
        for place, framework in enumerate(frameworks)
    ]
    every = [
        [threads[one].marks[place] for one in held[place]] if place in at else None
        for place in range(len(frameworks))
    ]
    last = max(at)
    return StepTrend(
        at[last],
        frameworks[last].step(at[last]).title,
        tuple(None if marks is None else _levels(marks, scale) for marks in every),
        tuple(None if marks is None else _empties(marks) for marks in every),
        tuple(
            place
            for place in range(1, len(frameworks))
            if place in at
            and place - 1 in at
            and (
                held[place] != held[place - 1]
                or any(place in threads[one].breaks for one in held[place])
            )
        ),
    )


# A kind of empty equals its own name, and a level might have that name: they are kept apart.
def _levels(marks: Iterable[LevelOrKind], scale: Scale) -> tuple[int, ...]:
    found = Counter(mark for mark in marks if not isinstance(mark, Kind))
    return tuple(found[key] for key in scale.keys)


def _empties(marks: Iterable[LevelOrKind]) -> tuple[tuple[Kind, int], ...]:
    found = Counter(mark for mark in marks if isinstance(mark, Kind))
    return tuple((kind, found[kind]) for kind in Kind if found[kind])
