"""Merge two adaptations of one framework, or take an adaptation back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import TypeVar

from attrs import evolve, frozen

from sixsteps.adaptation.applying import Content, carried_out
from sixsteps.adaptation.conflicts import (
    MISSING,
    Choice,
    ConflictKind,
    Decisions,
    MergeConflict,
    Missing,
    Resolution,
    three_way,
)
from sixsteps.adaptation.diffing import differences, translation
from sixsteps.adaptation.naming import Names, aliases, clashes, meanings
from sixsteps.errors import InvalidError, NotComparableError, Problem, UnknownIdError, listed
from sixsteps.model.checks import instance_of
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Adaptation, Identity, LinkKind
from sixsteps.model.question import ContextQuestion, Question, Step
from sixsteps.model.scale import Scale

Shape = tuple[LinkKind, tuple[str, ...], tuple[str, ...], bool]
"""What a link says, whatever the reason it gives: its kind, its old and new keys, comparable."""


class Side:
    """A framework with `renamed` ids, each place and each text found by id."""

    def __init__(self, framework: Framework, renamed: Mapping[str, str]) -> None:
        def key(name: str) -> str:
            return renamed.get(name, name)

        self._register = framework.register
        self._key = key
        self.title = framework.title
        self.scale: Scale = framework.scale
        self.steps = [key(step.id) for step in framework.steps]
        self.titles = {key(step.id): step.title for step in framework.steps}
        self.inside = {key(s.id): [key(q.id) for q in s.questions] for s in framework.steps}
        self.questions: dict[str, Question] = {key(q.id): q for q in framework.questions}
        self.home = {name: step for step, names in self.inside.items() for name in names}
        self.context = [key(question.id) for question in framework.context]
        self.asked = {key(question.id): question.text for question in framework.context}
        self.introduced = {
            key(name): wording
            for wordings in (
                framework.register.steps,
                framework.register.context,
                framework.register.questions,
            )
            for name, wording in wordings.items()
        }
        self.links: dict[Shape, None] = dict.fromkeys(
            (
                link.kind,
                tuple(self._known(one) for one in link.old),
                tuple(self._known(one) for one in link.new),
                link.comparable,
            )
            for link in framework.register.links
            if link.kind != "renamed"
        )

    def _known(self, one: Identity) -> str:
        """The key of an identity; one that a merged lineage had under this id has its own."""
        if self._register.questions.get(one.id) == one.introduced:
            return self._key(one.id)
        return f"{one.id}: {one.introduced}"


class Reordered(Exception):
    """Both sides put the container's common members in different orders."""


def merged_order(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], members: AbstractSet[str]
) -> list[str]:
    """The members in one order.

    What both sides hold keeps its order, or takes that of the side that changed it. What one
    side alone holds follows its nearest surviving predecessor there; two that follow the same
    stand in the order of their ids.

    Raises:
        Reordered: if both sides changed the order of what they share, differently.

    >>> merged_order("abc", "axbc", "cab", set("abcx"))
    ['c', 'a', 'x', 'b']
    """
    in_ours, in_theirs = set(ours), set(theirs)
    shared = in_ours & in_theirs & members
    skeleton = _skeleton(base, _only(ours, shared), _only(theirs, shared))
    followers: dict[str | None, list[str]] = {}
    for side in (ours, theirs):
        before: str | None = None
        for name in _only(side, members):
            if name not in shared:
                followers.setdefault(before, []).append(name)
            before = name
    merged: list[str] = []
    for start in (None, *skeleton):
        if start is not None:
            merged.append(start)
        waiting = sorted(followers.get(start, ()), reverse=True)
        while waiting:
            name = waiting.pop()
            merged.append(name)
            # What is not shared stands in one order, so one at most follows it.
            waiting.extend(followers.get(name, ()))
    return merged


def _only(order: Iterable[str], names: AbstractSet[str]) -> list[str]:
    return [name for name in order if name in names]


def _skeleton(base: Sequence[str], ours: list[str], theirs: list[str]) -> list[str]:
    """The order of what both sides hold; what neither had before has one predecessor in both."""
    if ours == theirs:
        return ours
    old = set(base)
    shared = set(ours)
    was = [name for name in base if name in shared]
    one, other = _only(ours, old), _only(theirs, old)
    before_ours, before_theirs = _predecessors(ours), _predecessors(theirs)
    if any(before_ours[name] != before_theirs[name] for name in ours if name not in old):
        raise Reordered
    if one == was:
        return theirs
    if other in (was, one):
        return ours
    raise Reordered


def _predecessors(order: Sequence[str]) -> dict[str, str | None]:
    return dict(zip(order, (None, *order), strict=False))


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


T = TypeVar("T")
_FIELDS = ("text", "label", "guidance", "source")


@frozen
class Merging:
    """A merge under way: the three sides, and the decisions about their conflicts."""

    base: Side
    ours: Side
    theirs: Side
    decisions: Decisions

    def content(self) -> Content:
        """The merged content; it stands for nothing while `decisions` has conflicts."""
        title = self._settled(
            "framework", "title", self.base.title, self.ours.title, self.theirs.title, quoted
        )
        scale = self._settled(
            "framework",
            "scale",
            self.base.scale,
            self.ours.scale,
            self.theirs.scale,
            lambda scale: quoted(scale.title),
        )
        present = merged_presence(self.base, self.ours, self.theirs, self.decisions)
        homes = dict(self._homes(sorted(present)))
        titles = self._steps(homes)
        questions = {name: self._question(name) for name in homes}
        inside = _inside(homes)
        steps = []
        for step in self._ordered(
            "framework", "steps", [side.steps for side in self._sides], titles.keys()
        ):
            lists = [side.inside.get(step, []) for side in self._sides]
            order = self._ordered(step, "order", lists, inside.get(step, set()))
            steps.append(Step(step, titles[step], [questions[name] for name in order]))
        return Content(title, scale, tuple(steps), tuple(self._context()))

    @property
    def _sides(self) -> tuple[Side, Side, Side]:
        return self.base, self.ours, self.theirs

    def _settled(
        self,
        element: str,
        about: str,
        base: T | Missing,
        ours: T,
        theirs: T,
        show: Callable[[T], str],
    ) -> T:
        merged = three_way(base, ours, theirs)
        if not isinstance(merged, Missing):
            return merged
        side = self.decisions.side("changed", element, about, show(ours), show(theirs))
        return theirs if side == "theirs" else ours

    def _ordered(
        self,
        element: str,
        about: str,
        lists: Sequence[Sequence[str]],
        members: AbstractSet[str],
    ) -> list[str]:
        base, ours, theirs = lists
        try:
            return merged_order(base, ours, theirs, members)
        except Reordered:
            shown = [", ".join(name for name in order if name in members) for order in lists]
            side = self.decisions.side("reordered", element, about, shown[1], shown[2])
            # The order of the side that counts is then the only one that changed.
            return merged_order(ours if side == "theirs" else theirs, ours, theirs, members)

    def _homes(self, present: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The step of every question; one whose step is undecided is left out."""
        for name in present:
            base, ours, theirs = (side.home.get(name) for side in self._sides)
            if ours is None or theirs is None:
                yield name, ours or theirs or ""
                continue
            home = three_way(base or MISSING, ours, theirs)
            if isinstance(home, Missing):
                told = f"in step {ours}", f"in step {theirs}"
                side = self.decisions.side("changed", name, "step", *told)
                if side is not None:
                    yield name, ours if side == "ours" else theirs
            else:
                yield name, home

    def _steps(self, homes: dict[str, str]) -> dict[str, str]:
        """The titles of the merged steps; questions of a step that goes are moved or dropped."""
        while True:
            inside = _inside(homes)
            titles = self._titles(inside)
            homeless = [name for name, home in homes.items() if home not in titles]
            if not homeless:
                return titles
            for name in homeless:
                # The side that removed the step decided, and has the question elsewhere or not.
                remover = self.theirs if homes[name] in self.ours.titles else self.ours
                home = remover.home.get(name)
                if home in titles:
                    homes[name] = str(home)
                else:
                    del homes[name]

    def _titles(self, inside: Mapping[str, set[str]]) -> dict[str, str]:
        titles: dict[str, str] = {}
        for step in dict.fromkeys((*self.ours.steps, *self.theirs.steps)):
            ours, theirs = self.ours.titles.get(step), self.theirs.titles.get(step)
            was = self.base.titles.get(step)
            if ours is not None and theirs is not None:
                base = self.ours.introduced[step] if was is None else was
                titles[step] = self._settled(step, "title", base, ours, theirs, quoted)
                continue
            title = ours if theirs is None else theirs
            if title is not None and (
                was is None or self._stays(step, title, inside.get(step, set()))
            ):
                titles[step] = title
        return titles

    def _stays(self, step: str, title: str, inside: AbstractSet[str]) -> bool:
        """Whether a step that one side removed stays, because of what the other did with it."""
        deeds = [] if title == self.base.titles[step] else [f"retitled it {quoted(title)}"]
        if inside:
            deeds.append(f"has {', '.join(sorted(inside))} in it")
        if not deeds:
            return False
        gone: Choice = "ours" if step not in self.ours.titles else "theirs"
        told = ("removed it", " and ".join(deeds))
        ours, theirs = told if gone == "ours" else told[::-1]
        return self.decisions.side("removed", step, "presence", ours, theirs) != gone

    def _question(self, name: str) -> Question:
        base, ours, theirs = (side.questions.get(name) for side in self._sides)
        if ours is None or theirs is None or ours == theirs:
            (one, *_) = filter(None, (ours, theirs))
            return one if one.id == name else evolve(one, id=name)
        merged = {}
        for field in _FIELDS:
            was = MISSING if base is None else getattr(base, field)
            if base is None and field == "text":
                was = self.ours.introduced[name]
            mine, other = getattr(ours, field), getattr(theirs, field)
            merged[field] = self._settled(name, field, was, mine, other, _shown)
        return Question(name, **merged)

    def _context(self) -> Iterator[ContextQuestion]:
        lists = [side.context for side in self._sides]
        texts: dict[str, str] = {}
        for name in dict.fromkeys((*self.ours.context, *self.theirs.context)):
            was = self.base.asked.get(name)
            ours, theirs = self.ours.asked.get(name), self.theirs.asked.get(name)
            if ours is not None and theirs is not None:
                base = self.ours.introduced[name] if was is None else was
                texts[name] = self._settled(name, "text", base, ours, theirs, quoted)
                continue
            text = ours if theirs is None else theirs
            if text is not None and (was is None or self._still_asked(name, was, text)):
                texts[name] = text
        for name in self._ordered("framework", "context", lists, texts.keys()):
            yield ContextQuestion(name, texts[name])

    def _still_asked(self, name: str, was: str, text: str) -> bool:
        """Whether a context question that one side removed stays, because the other reworded it."""
        if text == was:
            return False
        gone: Choice = "ours" if name not in self.ours.asked else "theirs"
        told = ("removed it", f"reworded it {quoted(text)}")
        ours, theirs = told if gone == "ours" else told[::-1]
        return self.decisions.side("removed", name, "presence", ours, theirs) != gone


def _inside(homes: Mapping[str, str]) -> dict[str, set[str]]:
    inside: dict[str, set[str]] = {}
    for name, home in homes.items():
        inside.setdefault(home, set()).add(name)
    return inside


def quoted(text: str) -> str:
    """A text in quotation marks."""
    return f"“{text}”"


def _shown(value: object) -> str:
    return "nothing" if not value else quoted(str(getattr(value, "reference", value)))


def merge(
    base: Framework,
    ours: Framework,
    theirs: Framework,
    *,
    by: str | Iterable[str],
    on: date,
    reason: str = "",
    resolutions: Iterable[Resolution] = (),
) -> Framework:
    """`ours` with what `theirs` changed since `base`: a revised source in a local adaptation.

    States are compared, thing by thing: what only one side changed since `base` is taken from
    it. The order of what both sides share is one thing; what is new follows its nearest
    surviving predecessor, ties by id. One adaptation is added to ours' lineage; it holds the
    edits, and theirs' adaptations, so that every adapter is cited and every link kept. If one
    side equals `base`, the other is returned as it is.

    Raises:
        MergeConflict: with every conflict; pass the decisions back in as `resolutions`. Some
            conflicts only show once others are decided.
        InvalidError: for a resolution without a conflict, or a new id that is not free.
        NotComparableError: for frameworks of different origins.

    >>> from sixsteps import RemoveStep, RetitleStep, adapt, six_steps
    >>> base = six_steps()
    >>> ours = adapt(base, RetitleStep("s3", "Voice"), by="Anytown", on=date(2026, 4, 1))
    >>> theirs = adapt(base, RemoveStep("s6"), by="The Source", on=date(2026, 5, 1))
    >>> merged = merge(base, ours, theirs, by="Anytown", on=date(2026, 6, 1))
    >>> merged.step("s3").title, len(merged.steps)
    ('Voice', 5)
    >>> print(merged.citation[-56:])
    Adapted by Anytown (2026). Adapted by The Source (2026).
    """
    for framework in (base, ours, theirs):
        instance_of(framework, Framework, "merge")
    for other in (ours, theirs):
        if other.origin != base.origin:
            raise NotComparableError(
                f"{other.title!r} and {base.title!r} have no common origin, so nothing can be"
                " merged; adapt one framework, and merge its adaptations"
            )
    decisions = Decisions(resolutions)
    record = Adaptation((), by=by, on=on, reason=reason)
    if theirs in (base, ours):
        InvalidError.check("merge", decisions.unused())
        return ours
    if ours == base:
        InvalidError.check("merge", decisions.unused())
        return theirs
    known = set(_deep(ours.lineage))
    record = evolve(record, merges=[made for made in theirs.lineage if made not in known])
    return _combined(base, ours, theirs, record, decisions)


def revert(
    framework: Framework,
    adaptation: Adaptation,
    *,
    by: str | Iterable[str],
    on: date,
    reason: str = "",
    resolutions: Iterable[Resolution] = (),
) -> Framework:
    """The framework without what one adaptation of its lineage did, later ones kept.

    The lineage grows by an adaptation that takes the earlier one back: nothing is erased, and
    the citation still names everybody. It is the merge of the framework with the content before
    the adaptation, seen from the content after it.

    Raises:
        MergeConflict: if later adaptations changed what would be taken back; with every
            conflict, whose decisions can be passed back in as `resolutions`.
        UnknownIdError: for an adaptation that is not in the framework's lineage.

    >>> from sixsteps import RemoveStep, RetitleStep, adapt, six_steps
    >>> fewer = adapt(six_steps(), RemoveStep("s6"), by="Anytown", on=date(2026, 4, 1))
    >>> local = adapt(fewer, RetitleStep("s3", "Voice"), by="Anytown", on=date(2026, 5, 1))
    >>> again = revert(local, local.lineage[0], by="Anytown", on=date(2026, 6, 1))
    >>> len(again.steps), again.steps[2].title, len(again.lineage)
    (6, 'Voice', 3)
    """
    instance_of(framework, Framework, "revert")
    instance_of(adaptation, Adaptation, "revert", "give one of framework.lineage")
    if adaptation not in framework.lineage:
        made = listed([one.on.isoformat() for one in framework.lineage])
        has = f"its lineage has those of {made}" if framework.lineage else "it was never adapted"
        raise UnknownIdError(f"this adaptation is not in the lineage of {framework.title!r}; {has}")
    place = len(framework.lineage) - 1 - framework.lineage[::-1].index(adaptation)
    before = _at(framework, place)
    after = carried_out(before, adaptation)
    record = Adaptation((), by=by, on=on, reason=reason)
    return _combined(after, framework, before, record, Decisions(resolutions))


def _at(framework: Framework, count: int) -> Framework:
    """The framework as it was after the first adaptations of its lineage."""
    found = framework.origin
    for adaptation in framework.lineage[:count]:
        found = carried_out(found, adaptation)
    return found


def _deep(adaptations: Iterable[Adaptation]) -> Iterator[Adaptation]:
    """Adaptations with all those they merged."""
    for adaptation in adaptations:
        yield adaptation
        yield from _deep(adaptation.merges)


def _combined(
    base: Framework,
    ours: Framework,
    theirs: Framework,
    record: Adaptation,
    decisions: Decisions,
) -> Framework:
    """`ours` with an adaptation more, that brings in what `theirs` changed since `base`."""
    renamed = _renamed(ours, theirs, decisions)
    merging = Merging(
        Side(base, {**aliases(ours.register, base.register), **renamed}),
        Side(ours, {}),
        Side(theirs, renamed),
        decisions,
    )
    content = merging.content()
    if decisions.conflicts:
        raise MergeConflict(decisions.conflicts)
    InvalidError.check("merge", decisions.unused())
    record = evolve(record, renamed=renamed if record.merges else ())
    register = ours.register.after([record]) if record.merges else ours.register
    levels = translation(ours, theirs) if content.scale == theirs.scale else None
    edits = differences(ours, content, register, levels)
    return carried_out(ours, evolve(record, edits=edits, base=ours.digest, result=content.digest))


def _renamed(ours: Framework, theirs: Framework, decisions: Decisions) -> dict[str, str]:
    """The ids that `theirs` changes for the merge: known under another, or in use for another."""
    renamed = aliases(ours.register, theirs.register)
    names = Names(ours.register, theirs.register)
    taken = {*meanings(ours.register), *meanings(theirs.register)}
    problems = []
    for clash in clashes(ours.register, theirs.register):
        if clash.id in renamed:
            continue
        (kind, mine), (other_kind, other) = clash.ours, clash.theirs
        free = names.free(clash.id.rstrip("0123456789")[:40])
        names.use(free, other_kind, other)
        chosen = decisions.new_name(
            clash.id, f"the {kind} “{mine}”", f"the {other_kind} “{other}”", free
        )
        if chosen in taken:
            problems.append(
                Problem(
                    "resolutions",
                    f"the id {chosen!r} is in use; give another, such as {free!r}",
                    code="id-in-use",
                )
            )
        if chosen is not None:
            taken.add(chosen)
        # Undecided, it goes by the free id, so that all other conflicts are found at once.
        renamed[clash.id] = chosen or free
    InvalidError.check("merge", problems)
    return renamed
