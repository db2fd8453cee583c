"""Which questions a merged framework asks, unit by unit.

Questions that a replacement, a split or a merge ties together come and go together: where the
two sides disagree about one of them, one side decides about all.
"""

from collections.abc import Iterable, Iterator, Mapping

from sixsteps.adaptation.conflicts import ConflictKind
from sixsteps.adaptation.decisions import Decisions
from sixsteps.adaptation.side import Shape, Side


def merged_presence(base: Side, ours: Side, theirs: Side, decisions: Decisions) -> set[str]:
    """The ids of the questions that the merged framework asks."""
    present = {
        name
        for name in ours.home.keys() | theirs.home.keys()
        if name not in base.home or (name in ours.home and name in theirs.home)
    }
    new_ours = [link for link in ours.links if link not in base.links]
    new_theirs = [link for link in theirs.links if link not in base.links]
    units = _units([*new_ours, *new_theirs])
    contested = dict(_contested(base, ours, theirs, new_ours, new_theirs, units))
    settled: set[str] = set()
    for name in _in_order(contested, base):
        if name in settled:
            continue
        unit = units.get(name, {name})
        settled |= unit
        kinds = [contested[member] for member in unit if member in contested]
        kind: ConflictKind = "superseded" if "superseded" in kinds else "removed"
        side = decisions.side(
            kind,
            name,
            "presence",
            _deed(name, base, ours, new_ours),
            _deed(name, base, theirs, new_theirs),
        )
        present -= unit
        # Undecided, it is left out, so that nothing is asked that hangs on the decision.
        if side is not None:
            present |= unit & (ours if side == "ours" else theirs).home.keys()
    return present


def _contested(
    base: Side,
    ours: Side,
    theirs: Side,
    new_ours: list[Shape],
    new_theirs: list[Shape],
    units: Mapping[str, set[str]],
) -> Iterator[tuple[str, ConflictKind]]:
    """Questions of whose fate the sides disagree."""
    by_ours, by_theirs = _superseded(new_ours), _superseded(new_theirs)
    for name, links in by_ours.items():
        if name in by_theirs and links != by_theirs[name]:
            yield name, "superseded"
    for name in base.home:
        here, there = name in ours.home, name in theirs.home
        if here != there:
            if _edited(name, base, ours if here else theirs):
                yield name, "removed"
        elif not here and (name in by_ours) != (name in by_theirs):
            # One side only removed it; what the other put in its place may be gone as well.
            unit = units.get(name, {name})
            if unit & ours.home.keys() != unit & theirs.home.keys():
                yield name, "removed"


def _superseded(links: Iterable[Shape]) -> dict[str, set[Shape]]:
    found: dict[str, set[Shape]] = {}
    for link in links:
        for name in link[1]:
            found.setdefault(name, set()).add(link)
    return found


def _edited(name: str, base: Side, side: Side) -> bool:
    """Whether a side changed a question's words or its step."""
    was, now = base.questions[name], side.questions[name]
    same_words = (was.text, was.label, was.guidance, was.source) == (
        now.text,
        now.label,
        now.guidance,
        now.source,
    )
    return not same_words or base.home[name] != side.home[name]


def _in_order(names: Iterable[str], base: Side) -> list[str]:
    places = {name: place for place, name in enumerate(base.home)}
    return sorted(names, key=lambda name: (places.get(name, len(places)), name))


def _units(links: Iterable[Shape]) -> dict[str, set[str]]:
    """Every linked question with all those it is tied to, itself included."""
    units: dict[str, set[str]] = {}
    for _, old, new, _ in links:
        members = {*old, *new}.union(*(units.get(name, ()) for name in (*old, *new)))
        units.update(dict.fromkeys(members, members))
    return units


def _deed(name: str, base: Side, side: Side, links: Iterable[Shape]) -> str:
    """What a side did with a question, in words."""
    for kind, old, new, _ in links:
        if name in old:
            into = ", ".join(new)
            if kind == "split":
                return f"split it into {into}"
            if kind == "merged":
                return f"merged {', '.join(old)} into {into}"
            return f"replaced it with {into}"
    if name not in side.home:
        return "removed it"
    if name not in base.home:
        return "asks it"
    deeds = []
    if base.home[name] != side.home[name]:
        deeds.append(f"moved it to step {side.home[name]}")
    was, now = base.questions[name], side.questions[name]
    if was.text != now.text:
        deeds.append(f"reworded it “{now.text}”")
    changed = [
        field
        for field in ("label", "guidance", "source")
        if getattr(was, field) != getattr(now, field)
    ]
    if changed:
        deeds.append(f"changed its {' and '.join(changed)}")
    return " and ".join(deeds) or "left it"
