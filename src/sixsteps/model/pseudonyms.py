"""What respondents are called in rounds made for sharing, where an id may be a name."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from attrs import evolve, field, frozen

from sixsteps.model.plans import Action
from sixsteps.model.respondents import Respondent


@frozen
class Pseudonyms:
    """The ids that stand for those of respondents, and of actions that are called after them.

    An id that has none stays as it is.
    """

    respondents: Mapping[str, str] = field(factory=dict)
    actions: Mapping[str, str] = field(factory=dict)

    @classmethod
    def of(cls, respondents: Iterable[Respondent], actions: Iterable[Action]) -> "Pseudonyms":
        """Ids by role, numbered in this order where a role has several respondents.

        >>> from sixsteps import Role
        >>> jane = Respondent("jane-smith", "Jane Smith", Role.PEER)
        >>> Pseudonyms.of([jane], [Action("Visit", id="jane-smith-a1")])
        Pseudonyms(respondents={'jane-smith': 'peer'}, actions={'jane-smith-a1': 'a1'})
        """
        given = list(actions)
        roles: dict[str, str] = {}
        for one in respondents:
            roles.setdefault(one.id, one.role.value.replace(" ", "-"))
        # What has lost its place may name somebody whom no round lists any more.
        for action in given:
            for name in action.respondents:
                roles.setdefault(name, "respondent")
        ids = {name: _numbered(name, roles) for name in roles}
        return cls(ids, dict(_called_after(roles, [one.id for one in given if one.id])))

    def id(self, respondent: str | None) -> str | None:
        """The id that stands for a respondent's."""
        return None if respondent is None else self.respondents.get(respondent, respondent)

    def action(self, action: Action) -> Action:
        """An action with the ids of its respondents, and its own, stood in for."""
        return evolve(
            action,
            id=action.id and self.actions.get(action.id, action.id),
            respondents=[self.respondents.get(name, name) for name in action.respondents],
        )


def _numbered(name: str, roles: Mapping[str, str]) -> str:
    same = [one for one, role in roles.items() if role == roles[name]]
    return roles[name] if len(same) == 1 else f"{roles[name]}-{same.index(name) + 1}"


def _called_after(respondents: Iterable[str], ids: list[str]) -> Iterator[tuple[str, str]]:
    """The actions whose ids begin with a respondent's, each with one that is not taken."""
    names = [*respondents]
    free = (name for number in count(1) if (name := f"a{number}") not in ids)
    for one in dict.fromkeys(ids):
        if any(one == name or one.startswith(f"{name}-") for name in names):
            yield one, next(free)
