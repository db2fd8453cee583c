"""The axes of a panel: its respondents, questions, steps and periods, each in its order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import frozen

from sixsteps.errors import NotComparableError, Problem, UnknownIdError
from sixsteps.model.answers import Role
from sixsteps.model.crosswalk import levels_between
from sixsteps.model.fields import as_names, as_tuple, instance_of, one_or_several
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Identity
from sixsteps.model.question import NO_TAG
from sixsteps.model.scale import Scale
from sixsteps.words import counted, listed, nearest, quoted

Used = npt.NDArray[np.int16]
"""For each period and organisation, or respondent, the place of its framework."""

UNUSED = -1
"""Stands there where an organisation has no round in a period."""

Places = npt.NDArray[np.intp]
"""The places of something on an axis."""

Truths = npt.NDArray[np.bool_]

Days = npt.NDArray[np.int32]
"""Dates as ordinals, 0 where there is none."""


@frozen(eq=False)
class OwnArray:
    """An array made for a panel, which nobody else holds and which need not be copied."""

    values: npt.NDArray[Any]


NO_ROLE = "not named"
"""The name of the part of every figure by role that holds those who are not named."""


@frozen(cache_hash=True)
class PanelRespondent:
    """One respondent of one organisation in one role; the one who is not named has no id.

    >>> PanelRespondent("Anytown", "police", Role.LEAD_PARTNER).role_name
    'lead partner'
    """

    organisation: str
    id: str | None = None
    role: Role | None = None

    @property
    def role_name(self) -> str:
        """The role in words."""
        return self.role.name if self.role else NO_ROLE

    @property
    def order(self) -> tuple[str, str, str]:
        """The key to sort by, so that a panel does not depend on the order of its rounds."""
        return self.organisation, self.id or "", self.role_name


def step_identity(framework: Framework, question: str) -> Identity:
    """The step that holds a question now, by what stays of it: its id and its first title."""
    step = framework.step_of(question).id
    return Identity(step, framework.register.entries[step].introduced)


def question_axis(frameworks: Iterable[Framework]) -> tuple[Identity, ...]:
    """Every identity the frameworks ask about, in the order of the least adapted one.

    A question that an adaptation added stands after its predecessor there. One id with two
    identities stands twice.
    """
    axis: list[Identity] = []
    known: set[Identity] = set()
    for framework in in_order(frameworks):
        place = 0
        for question in framework.questions:
            identity = framework.register.identity(question.id)
            if identity not in known:
                known.add(identity)
                axis.insert(place, identity)
            # Where frameworks agree on the order, the next one is the one looked for.
            place = axis.index(identity, place if identity in axis[place : place + 1] else 0) + 1
    return tuple(axis)


def asks(framework: Framework, identity: Identity) -> bool:
    """True if a framework asks this very question now, not another of the same id."""
    return (
        framework.has_question(identity.id) and framework.register.identity(identity.id) == identity
    )


def tag_axis(
    frameworks: Sequence[Framework], questions: Sequence[Identity]
) -> tuple[tuple[str, ...], Truths]:
    """The tags in the order in which the questions first have them, then "no tag" if it is needed.

    The array says for each tag, framework and question whether the framework asks the question
    under the tag; a last framework, whose place is `UNUSED`, asks nothing.
    """
    every = [
        [
            framework.question(one.id).tags or (NO_TAG,) if asks(framework, one) else ()
            for one in questions
        ]
        for framework in frameworks
    ]
    met = dict.fromkeys(tag for own in every for tags in own for tag in tags)
    names = tuple(sorted(met, key=NO_TAG.__eq__)) or (NO_TAG,)
    held = np.zeros((len(names), len(frameworks) + 1, len(questions)), bool)
    for number, own in enumerate(every):
        for place, tags in enumerate(own):
            held[[names.index(tag) for tag in tags], number, place] = True
    return names, held


def labels(identities: Sequence[Identity]) -> tuple[str, ...]:
    """The name of each in a table: its id, numbered where two share one."""
    shared = Counter(identity.id for identity in identities)
    met: Counter[str] = Counter()
    names = []
    for identity in identities:
        met[identity.id] += 1
        number = f" ({met[identity.id]})" if shared[identity.id] > 1 else ""
        names.append(f"{identity.id}{number}")
    return tuple(names)


def in_order(frameworks: Iterable[Framework]) -> list[Framework]:
    """Frameworks in an order of their own, the least adapted first."""
    return sorted(frameworks, key=lambda one: (len(one.lineage), one.fingerprint))


def common_frameworks(
    given: Framework | Iterable[Framework], scale: Scale | None = None
) -> list[Framework]:
    """One framework or several that one panel can hold, each once, in an order of their own."""
    found = one_or_several(given, Framework, "frameworks")
    if scale is not None:
        instance_of(scale, Scale, "scale")
    known = in_order({one.fingerprint: one for one in found}.values())
    require_common_ground(known, scale)
    return known


MAX_CELLS = 2**30
"""The most cells of a panel, a byte each; of a small frame or file it is fewer."""


def require_room(shape: Sequence[int], answers: int) -> Iterator[Problem]:
    """The problem of axes that would come to too many cells for so many answers."""
    allowed = min(100_000_000 + 100 * answers, MAX_CELLS)
    if prod(shape) > allowed:
        axes = zip(shape, ("question", "period", "respondent"), strict=True)
        what = listed([counted(count, name) for count, name in axes])
        message = f"{counted(answers, 'answer')} over {what} come to more than {allowed:,} cells"
        yield Problem((), message, "make a panel of each part", "too-large")


def require_common_ground(frameworks: Sequence[Framework], scale: Scale | None = None) -> None:
    """Refuse frameworks of two origins, or of two scales and no `scale` they all lead to."""
    for one in frameworks:
        if scale is not None and levels_between(one.scale, scale, frameworks) is None:
            raise NotComparableError(
                f"no recorded change of scale leads from {one.scale.title!r} to {scale.title!r}",
                "name a scale that every framework's lineage leads to",
                code="no-mapping",
            )
    for other in frameworks[1:]:
        for problem in framework_problems(other, frameworks, scale):
            raise NotComparableError(problem.message, problem.remedy, code=problem.code)


def framework_problems(
    framework: Framework, known: Iterable[Framework], scale: Scale | None = None
) -> Iterator[Problem]:
    """The problem that keeps a framework out of a panel that holds these already, if any.

    Which mappings lead to the scale is known when all frameworks are, and not asked here.
    """
    first = next(iter(known), framework)
    if framework.origin != first.origin:
        message = f"{first.title!r} and {framework.title!r} have no common origin"
        message = f"{message}, and a panel compares by lineage"
        yield Problem((), message, "make a panel of each", "not-comparable")
    elif scale is None and framework.scale != first.scale:
        message = f"{first.title!r} is rated on {first.scale.title!r} and {framework.title!r} on"
        message = f"{message} {framework.scale.title!r}, and a panel has one scale"
        remedy = "make one panel with scale=, or one of each"
        yield Problem((), message, remedy, "not-comparable")


Mapped = tuple[tuple[tuple[str, str], ...], ...]
"""For each framework what its levels became on another scale; empty where they are on it."""


def recorded_levels(frameworks: Sequence[Framework], scale: Scale | None) -> Mapped:
    """What the levels of each become on a scale, by the changes of scale in their lineages."""
    return tuple(
        ()
        if scale in (None, one.scale)
        else tuple((levels_between(one.scale, scale, frameworks) or {}).items())
        for one in frameworks
    )


def ordered_periods(
    first: Mapping[str, int], order: Sequence[str], problems: list[Problem]
) -> tuple[str, ...]:
    """The periods in the order given, else by their first day and by label.

    `first` gives of each period the first day it has a round, as an ordinal. A period that the
    order leaves out is a problem.
    """
    order = as_names(order, "periods")
    if not order:
        return tuple(sorted(first, key=lambda label: (first[label], label)))
    missing = [label for label in first if label not in order]
    if missing:
        message = f"the order leaves out {listed(missing)}"
        remedy = "name every period there is"
        problems.append(Problem(("periods",), message, remedy, code="no-period"))
    return tuple(label for label in dict.fromkeys(order) if label in first)


def order_problems(
    rounds: Iterable[tuple[str, str, date, tuple[str | int, ...]]], periods: Sequence[str]
) -> Iterator[Problem]:
    """Problems of rounds whose days run against the order of the periods.

    `rounds` gives of each its organisation, period, day and the path of its problem.
    """
    rank = {label: place for place, label in enumerate(periods)}
    latest: dict[str, tuple[str, date]] = {}
    for organisation, period, on, path in sorted(rounds, key=lambda one: rank.get(one[1], -1)):
        before, earlier = latest.get(organisation, (period, on))
        if on < earlier:
            message = f"the round of {organisation!r} for {period!r} is of {on}"
            message = f"{message}, and that for the earlier {before!r} of {earlier}"
            yield Problem(path, message, "give periods= in order", code="order")
        latest[organisation] = period, on


def places_on(axis: Sequence[object], values: Iterable[object]) -> Places:
    """The place of each value on an axis that has them all."""
    place_of = {one: place for place, one in enumerate(axis)}
    return np.array([place_of[value] for value in values], np.intp)


def places(names: Sequence[str], wanted: Iterable[object] | None, what: str) -> list[int]:
    """The places of the names that are wanted, in the order of the axis; `None` is all of them."""
    if wanted is None:
        return list(range(len(names)))
    given = {str(name) for name in as_tuple(wanted, f"{what}s")}
    for name in sorted(given.difference(names)):
        shown = quoted(name, names, "of that name")
        message, remedy = f"no {what} {shown} in the panel", f"it has {listed(names)}"
        near = nearest(name, names)
        raise UnknownIdError(message, remedy, f"unknown-{what}", suggestion=near)
    return [place for place, name in enumerate(names) if name in given]
