"""The axes of a panel: who answers, and the union of the questions of all its frameworks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from attrs import frozen

from sixsteps.errors import NotComparableError, Problem
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Identity
from sixsteps.model.respondents import Role


@frozen(cache_hash=True)
class Seat:
    """One respondent of one organisation in one role; the one who is not named has no id.

    >>> Seat("Anytown", "police", Role.LEAD_PARTNER).respondent
    'police'
    """

    organisation: str
    respondent: str | None = None
    role: Role | None = None

    @property
    def role_name(self) -> str:
        """The role in words."""
        return self.role.value if self.role else "not named"

    @property
    def order(self) -> tuple[str, str, str]:
        """What seats are sorted by, so that a panel does not depend on the order of its rounds."""
        return self.organisation, self.respondent or "", self.role_name


def step_identity(framework: Framework, question: str) -> Identity:
    """What stays of the step that holds a question now: its id and its first title."""
    step = framework.step_of(question).id
    return Identity(step, framework.register.steps[step])


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


def in_order(frameworks: Iterable[Framework]) -> list[Framework]:
    """Frameworks in an order of their own, the least adapted first."""
    return sorted(frameworks, key=lambda one: (len(one.lineage), one.fingerprint))


def step_axis(
    frameworks: Sequence[Framework], questions: Sequence[Identity]
) -> tuple[Identity, ...]:
    """The steps that hold these questions, in the order of the questions."""
    steps: dict[Identity, None] = {}
    for identity in questions:
        for framework in frameworks:
            if asks(framework, identity):
                steps[step_identity(framework, identity.id)] = None
    return tuple(steps)


def asks(framework: Framework, identity: Identity) -> bool:
    """Whether a framework asks this very question now, not another of the same id."""
    return (
        framework.has_question(identity.id) and framework.register.identity(identity.id) == identity
    )


def labels(identities: Sequence[Identity]) -> tuple[str, ...]:
    """What each is called in a table: its id, numbered where two share one.

    >>> labels([Identity("s1q5", "Are schools engaged?"), Identity("s1q5", "Is health?")])
    ('s1q5 (1)', 's1q5 (2)')
    """
    shared = Counter(identity.id for identity in identities)
    met: Counter[str] = Counter()
    names = []
    for identity in identities:
        met[identity.id] += 1
        number = f" ({met[identity.id]})" if shared[identity.id] > 1 else ""
        names.append(f"{identity.id}{number}")
    return tuple(names)


def require_common_ground(frameworks: Sequence[Framework]) -> None:
    """Refuse frameworks that one panel cannot hold.

    Raises:
        NotComparableError: for two origins, or for two scales.
    """
    for other in frameworks[1:]:
        first = frameworks[0]
        if other.origin != first.origin:
            raise NotComparableError(
                f"{first.title!r} and {other.title!r} have no common origin, and a panel compares"
                " by lineage; make a panel of each"
            )
        if other.scale != first.scale:
            raise NotComparableError(
                f"{first.title!r} is rated on {first.scale.title!r} and {other.title!r} on"
                f" {other.scale.title!r}, and a panel has one scale; make a panel of each"
            )


def out_of_order(organisation: str, before: str, on: date, after: str, later_on: date) -> str:
    """That an organisation's round of a later period is of an earlier day."""
    return (
        f"the round of {organisation!r} for {after!r} is of {later_on}, and that for the earlier"
        f" {before!r} of {on}; give periods= in order"
    )


def framework_problem(framework: Framework, known: Iterable[Framework]) -> Problem | None:
    """What keeps a framework out of a panel that holds these already."""
    try:
        require_common_ground([*known, framework])
    except NotComparableError as error:
        return Problem("framework", str(error), code="not-comparable")
    return None
