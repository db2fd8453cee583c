"""Who answers: respondents, the role each has, and what each is asked."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from attrs import field, frozen

from sixsteps.errors import InvalidError, Problem, listed
from sixsteps.model.checks import as_tuple, id_problems, repeated, text_problems


class Role(StrEnum):
    """In what capacity a respondent answers.

    `AGREED` is the rating reached in discussion: recorded, never computed.

    >>> Role("lead partner") is Role.LEAD_PARTNER
    True
    """

    LEAD_PARTNER = "lead partner"
    RELEVANT_AGENCY = "relevant agency"
    PARTNERSHIP = "partnership"
    CHILDREN_AND_FAMILIES = "children and families"
    PRACTITIONER = "practitioner"
    INDEPENDENT_SCRUTINEER = "independent scrutineer"
    PEER = "peer"
    AGREED = "agreed"


def _as_asked(values: Iterable[str] | None) -> tuple[str, ...] | None:
    if values is None:
        return None
    given = as_tuple(values, "asked", ordered=False)
    return tuple(sorted(given)) if all(isinstance(value, str) for value in given) else given


def _is_text(value: object, text: str) -> bool:
    return isinstance(value, str) and value == text


@frozen
class Respondent:
    """Somebody who answers, known by the same id in every round.

    `asked` are the ids of the steps and questions put to them, sorted; `None` is everything.

    >>> Respondent("police", "Anytown Police", Role.LEAD_PARTNER, asked=["s2", "s1q1"]).asked
    ('s1q1', 's2')
    """

    id: str
    name: str
    role: Role
    organisation: str | None = None
    asked: tuple[str, ...] | None = field(default=None, converter=_as_asked)

    def __attrs_post_init__(self) -> None:
        InvalidError.check("respondent", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from id_problems(self.id, "id")
        yield from text_problems(self.name, "name", required=True)
        if not isinstance(self.role, Role):
            meant = [f"Role.{role.name}" for role in Role if _is_text(self.role, role.value)]
            remedy = (
                f"give {meant[0]}"
                if meant
                else f"there are {listed([role.value for role in Role])}"
            )
            yield Problem("role", f"a Role is needed; {remedy}", code="unknown-role", field="role")
        if self.organisation is not None:
            yield from text_problems(self.organisation, "organisation")
        for position, name in enumerate(self.asked or ()):
            yield from id_problems(name, f"asked[{position}]")
        yield from repeated(self.asked or (), "asked", "step or question")
