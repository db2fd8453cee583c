"""Merge two adaptations of one framework, or take an adaptation back."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import TypeVar

from attrs import evolve

from sixsteps.adaptation.adapting import carried_out
from sixsteps.adaptation.conflicts import (
    CLASH,
    Choice,
    Conflict,
    ConflictKind,
    Decisions,
    MergeConflict,
    Resolution,
    deciding_side,
)
from sixsteps.adaptation.diffing import differences, shown, translation
from sixsteps.adaptation.ids import Ids, aliases, clashes
from sixsteps.adaptation.working_copy import Content, Outline
from sixsteps.errors import InvalidError, NotComparableError, Problem, UnknownIdError
from sixsteps.model.crosswalk import connected, differing_sources
from sixsteps.model.edits import WORDS, Superseding
from sixsteps.model.fields import instance_of
from sixsteps.model.framework import Framework, things
from sixsteps.model.lineage import Adaptation, Identity, Register, with_merged
from sixsteps.model.question import ContextQuestion, Question, Step
from sixsteps.model.scale import Scale
from sixsteps.words import listed

T = TypeVar("T")
_NOTHING = object()
"""What no value of either side equals."""


def _superseded(register: Register, renamed: Mapping[str, str]) -> Iterator[Superseding]:
    """The links of a register without their reasons, the questions by their merged ids."""

    def key(one: Identity) -> str:
        # What a merged lineage had under an id that is another question's here has its own key.
        known = register.introduced(one.id) == one.introduced
        return renamed.get(one.id, one.id) if known else f"{one.id}: {one.introduced}"

    for link in register.links:
        if link.kind != "renamed":
            old, new = (tuple(map(key, side)) for side in (link.old, link.new))
            yield Superseding(link.kind, old, new, link.comparable)


class _Side(Outline):
    """One side of a merge: what it made of the base, and the links by which it did."""

    def __init__(
        self,
        framework: Framework,
        renamed: Mapping[str, str],
        base: Outline,
        before: set[Superseding],
    ) -> None:
        super().__init__(framework, renamed)
        self.base = base
        links = dict.fromkeys(_superseded(framework.register, renamed))
        self.links = [link for link in links if link not in before]
        self.superseded: dict[str, set[Superseding]] = {}
        for link in self.links:
            for name in link.old:
                self.superseded.setdefault(name, set()).add(link)

    def keep_meanings(self, levels: Container[str]) -> None:
        """Drop what questions say of any other level.

        What the side's own scale has no place for counts as it was.
        """
        for name, question in self.questions.items():
            was = self.base.questions[name].levels if name in self.base.questions else ()
            left = [pair for pair in was if pair[0] not in self.scale]
            if left:
                self.questions[name] = evolve(question, levels=[*question.levels, *left])
        super().keep_meanings(levels)

    def edited(self, name: str) -> bool:
        was = self.base.questions[name], self.base.home[name]
        return was != (self.questions[name], self.home[name])

    def deed(self, name: str) -> str:
        for kind, old, new, _ in self.links:
            if name in old:
                into = ", ".join(new)
                if kind == "split":
                    return f"split it into {into}"
                if kind == "merged":
                    return f"merged {', '.join(old)} into {into}"
                return f"replaced it with {into}"
        if name not in self.home:
            return "removed it"
        if name not in self.base.home:
            return "asks it"
        deeds = []
        if self.base.home[name] != self.home[name]:
            deeds.append(f"moved it to step {_quoted(self.titles[self.home[name]])}")
        was, now = self.base.questions[name], self.questions[name]
        if was.text != now.text:
            deeds.append(f"reworded it {_quoted(now.text)}")
        changed = [
            called
            for field, called in WORDS.items()
            if field != "text" and getattr(was, field) != getattr(now, field)
        ]
        if changed:
            deeds.append(f"changed its {' and '.join(changed)}")
        return " and ".join(deeds) or "left it"


class _Merging:
    """A merge under way: the base, the two sides, and the decisions about their conflicts."""

    def __init__(
        self, base: Framework, ours: Framework, theirs: Framework, decisions: Decisions
    ) -> None:
        self.decisions = decisions
        self.renamed = _renamed(ours, theirs, decisions)
        self._introduced = ours.register.entries
        there = {**aliases(ours.register, base.register), **self.renamed}
        before = set(_superseded(base.register, there))
        self._base = Outline(base, there)
        self._ours = _Side(ours, {}, self._base, before)
        self._theirs = _Side(theirs, self.renamed, self._base, before)
        self._three = self._base, self._ours, self._theirs
        self._lent = [one.borrowed_scale for one in (base, ours, theirs)]

    def content(self) -> Content:
        """The merged content; it stands for nothing while `decisions` has conflicts."""
        title = self._settled("framework", "title", *(one.title for one in self._three))
        scale = self._scale()
        # What the levels mean is compared once the scale is decided.
        for one in (self._ours, self._theirs, self._base):
            one.keep_meanings(scale or ())
        homes = dict(self._homes(sorted(self._present())))
        titles = self._titles(homes)
        questions = {name: self._question(name) for name in homes}
        inside = _inside(homes)
        steps = []
        for step in self._ordered("steps", [one.steps for one in self._three], titles.keys()):
            lists = [one.inside.get(step, []) for one in self._three]
            order = self._ordered("order", lists, inside.get(step, set()), step)
            guidance = self._guidance(step)
            steps.append(Step(step, titles[step], [questions[name] for name in order], guidance))
        asked = self._words("text", "reworded", [one.asked for one in self._three], {})
        context = [
            ContextQuestion(name, asked[name])
            for name in self._ordered("context", [one.context for one in self._three], asked.keys())
        ]
        return Content(title, scale or self._ours.scale, tuple(steps), tuple(context))

    def _settled(self, element: str, about: str, base: object, ours: T, theirs: T) -> T:
        """The value of the side that changed it, or that a decision takes."""
        side = deciding_side(base, ours, theirs) or self.decisions.side(
            "changed", element, about, _shown(base), _shown(ours), _shown(theirs)
        )
        return theirs if side == "theirs" else ours

    def _scale(self) -> Scale | None:
        """The merged scale; one that has no place for what the other side says is a conflict."""
        base, ours, theirs = (one.scale for one in self._three)
        if ours == theirs:
            # One side may say whose the levels are.
            lent = self._settled("framework", "scale", *self._lent)
            return ours if lent == self._lent[1] else theirs
        side = deciding_side(base, ours, theirs)
        lost = self._lost(ours, self._theirs), self._lost(theirs, self._ours)
        if side is None or lost[side == "theirs"]:
            each = (
                _shown(scale) + (f", with meanings for {listed(questions)}" if questions else "")
                for scale, questions in ((ours, lost[1]), (theirs, lost[0]))
            )
            side = self.decisions.side("changed", "framework", "scale", _shown(base), *each)
        return {"theirs": theirs, "ours": ours}.get(side or "")

    def _lost(self, scale: Scale, other: Outline) -> list[str]:
        """The questions for which the other side gave meanings to levels that a scale lacks."""
        before = {name: question.levels for name, question in self._base.questions.items()}
        return [
            name
            for name, question in other.questions.items()
            if scale.lacking(level for level, _ in {*question.levels} - {*before.get(name, ())})
        ]

    def _guidance(self, step: str) -> str:
        base, ours, theirs = (one.step_guidance.get(step) for one in self._three)
        if ours is None or theirs is None:
            return ours or theirs or ""
        return self._settled(step, "guidance", "" if base is None else base, ours, theirs)

    def _ordered(
        self,
        about: str,
        lists: Sequence[Sequence[str]],
        members: AbstractSet[str],
        element: str = "framework",
    ) -> list[str]:
        base, ours, theirs = lists
        try:
            return merged_order(base, ours, theirs, members)
        except Reordered:
            orders = [", ".join(_only(order, members)) for order in lists]
            side = self.decisions.side("reordered", element, about, *orders)
            # The order of the side that counts is then the only one that changed.
            return merged_order(ours if side == "theirs" else theirs, ours, theirs, members)

    def _present(self) -> set[str]:
        """The ids of the questions that the merged framework asks."""
        base, ours, theirs = self._base.home, self._ours.home, self._theirs.home
        present = {
            name
            for name in ours.keys() | theirs.keys()
            if name not in base or (name in ours and name in theirs)
        }
        links = (*self._ours.links, *self._theirs.links)
        units = connected((*link.old, *link.new) for link in links)
        contested = dict(self._contested(units))
        places = {name: place for place, name in enumerate(base)}
        settled: set[str] = set()
        for name in sorted(contested, key=lambda one: (places.get(one, len(places)), one)):
            if name in settled:
                continue
            unit = {*units.get(name, (name,))}
            settled |= unit
            superseded = any(contested.get(member) == "superseded" for member in unit)
            # Other decisions may bring forth another member of the unit as its first.
            told = self.decisions.told_of((name, *sorted(unit)), "presence")
            was = _quoted(self._base.questions[told].text) if told in base else ""
            deeds = self._ours.deed(told), self._theirs.deed(told)
            kind: ConflictKind = "superseded" if superseded else "removed"
            side = self.decisions.side(kind, told, "presence", was, *deeds)
            present -= unit
            # Undecided, it is left out, so that nothing is asked that hangs on the decision.
            if side is not None:
                present |= unit & (ours if side == "ours" else theirs).keys()
        return present

    def _contested(
        self, units: Mapping[str, tuple[str, ...]]
    ) -> Iterator[tuple[str, ConflictKind]]:
        """Questions of whose fate the sides disagree."""
        ours, theirs = self._ours, self._theirs
        for name, links in ours.superseded.items():
            if links != theirs.superseded.get(name, links):
                yield name, "superseded"
        for name in self._base.home:
            here, there = name in ours.home, name in theirs.home
            if here != there:
                if (ours if here else theirs).edited(name):
                    yield name, "removed"
            elif not here and (name in ours.superseded) != (name in theirs.superseded):
                # One side only removed it; what the other put in its place may be gone as well.
                unit = {*units.get(name, (name,))}
                if unit & ours.home.keys() != unit & theirs.home.keys():
                    yield name, "removed"

    def _homes(self, present: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The step of every question; one whose step is undecided is left out."""
        for name in present:
            ours, theirs = self._ours.home.get(name), self._theirs.home.get(name)
            if ours is None or theirs is None:
                yield name, ours or theirs or ""
                continue
            base = self._base.home.get(name)
            side = deciding_side(base, ours, theirs) or self.decisions.side(
                "changed", name, "step", *map(_where, self._three, (base, ours, theirs))
            )
            if side is not None:
                yield name, ours if side == "ours" else theirs

    def _titles(self, homes: dict[str, str]) -> dict[str, str]:
        """The titles of the merged steps; questions of a step that goes are moved or dropped."""
        while True:
            words = [one.titles for one in self._three]
            guidance = [one.step_guidance for one in self._three]
            titles = self._words("title", "retitled", words, _inside(homes), guidance)
            homeless = [name for name, home in homes.items() if home not in titles]
            if not homeless:
                return titles
            for name in homeless:
                # The side that removed the step decided, and has the question elsewhere or not.
                remover = self._theirs if homes[name] in self._ours.titles else self._ours
                home = remover.home.get(name)
                if home in titles:
                    homes[name] = str(home)
                else:
                    del homes[name]

    def _words(
        self,
        about: str,
        changed: str,
        words: Sequence[Mapping[str, str]],
        inside: Mapping[str, set[str]],
        guidance: Sequence[Mapping[str, str]] = ({}, {}, {}),
    ) -> dict[str, str]:
        """The merged words by id, of base, ours and theirs.

        What one side removed goes, unless the other changed its words or has something in it.
        """
        base, ours, theirs = words
        merged: dict[str, str] = {}
        for name in dict.fromkeys((*ours, *theirs)):
            was, now = base.get(name), ours.get(name, theirs.get(name, ""))
            if name in ours and name in theirs:
                first = self._introduced[name].introduced if was is None else was
                merged[name] = self._settled(name, about, first, now, theirs[name])
                continue
            deeds = [] if was == now else [f"{changed} it {_quoted(now)}"]
            if guidance[0].get(name, "") != guidance[1 if name in ours else 2].get(name, ""):
                deeds.append("changed its guidance")
            if name in inside:
                deeds.append(f"has {', '.join(sorted(inside[name]))} in it")
            if was is not None:
                told = [" and ".join(deeds), "removed it"]
                mine, other = told if name in ours else told[::-1]
                gone: Choice = "theirs" if name in ours else "ours"
                if not deeds or gone == self.decisions.side(
                    "removed", name, "presence", _quoted(was), mine, other
                ):
                    continue
            merged[name] = now
        return merged

    def _question(self, name: str) -> Question:
        base, ours, theirs = (one.questions.get(name) for one in self._three)
        if ours is None or theirs is None or ours == theirs:
            (one, *_) = filter(None, (ours, theirs))
            return one
        # Where the base has no such question, only its text has something to be compared with.
        first = {"text": self._introduced[name].introduced}
        words = {}
        for field in WORDS:
            was = first.get(field, _NOTHING) if base is None else getattr(base, field)
            here, there = getattr(ours, field), getattr(theirs, field)
            words[field] = self._settled(name, field, was, here, there)
        return Question(name, **words)


def _inside(homes: Mapping[str, str]) -> dict[str, set[str]]:
    inside: dict[str, set[str]] = {}
    for name, home in homes.items():
        inside.setdefault(home, set()).add(name)
    return inside


def _where(side: Outline, step: str | None) -> str:
    return "nothing" if step is None else f"in step {_quoted(side.titles[step])}"


def _quoted(text: str) -> str:
    return f"“{text}”"


def _shown(value: object) -> str:
    if isinstance(value, Scale):
        return _quoted(value.title)
    text = "" if value is _NOTHING else shown(value)
    return _quoted(text) if text else "nothing"


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
    shared = {*ours} & {*theirs} & members
    followers: dict[str | None, list[str]] = {}
    for side in (ours, theirs):
        before: str | None = None
        for name in _only(side, members):
            if name not in shared:
                followers.setdefault(before, []).append(name)
            before = name
    merged: list[str] = []
    for start in (None, *_skeleton(base, _only(ours, shared), _only(theirs, shared))):
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
    old = set(base)
    before_ours, before_theirs = (
        dict(zip(order, (None, *order), strict=False)) for order in (ours, theirs)
    )
    newcomers = [name for name in ours if name not in old]
    side = deciding_side(_only(base, {*ours}), _only(ours, old), _only(theirs, old))
    if side is None or any(before_ours[name] != before_theirs[name] for name in newcomers):
        raise Reordered
    return ours if side == "ours" else theirs


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
        InvalidError: for a resolution without a conflict, a new id that is not free, or two
            things of `theirs` that are one in `ours`.
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
            message = f"{other.title!r} and {base.title!r} have no common origin"
            remedy = "adapt one framework, and merge its adaptations"
            if differing := differing_sources(other, base):
                message = f"{other.title!r} and {base.title!r} were the same but for"
                message, remedy = f"{message} {listed(differing)}", "build all with the same source"
            raise NotComparableError(f"{message}, so nothing can be merged", remedy)
    decisions = Decisions(resolutions)
    record = Adaptation((), by=by, on=on, reason=reason)
    if theirs in (base, ours) or ours == base:
        InvalidError.check("merge", decisions.unused())
        return ours if theirs in (base, ours) else theirs
    known = {one for made in ours.lineage for one in with_merged(made)}
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
        raise UnknownIdError(f"this adaptation is not in the lineage of {framework.title!r}", has)
    place = len(framework.lineage) - 1 - framework.lineage[::-1].index(adaptation)
    before = framework.origin
    for earlier in framework.lineage[:place]:
        before = carried_out(before, earlier)
    after = carried_out(before, adaptation)
    record = Adaptation((), by=by, on=on, reason=reason)
    return _combined(after, framework, before, record, Decisions(resolutions))


def _combined(
    base: Framework, ours: Framework, theirs: Framework, record: Adaptation, decisions: Decisions
) -> Framework:
    """`ours` with an adaptation more, that brings in what `theirs` changed since `base`."""
    merging = _Merging(base, ours, theirs, decisions)
    content = merging.content()
    if decisions.conflicts:
        raise MergeConflict(decisions.conflicts)
    InvalidError.check("merge", decisions.unused())
    record = evolve(record, renamed=merging.renamed if record.merges else ())
    register = ours.register.after([record]) if record.merges else ours.register
    levels = translation(ours, theirs) if content.scale == theirs.scale else None
    edits = differences(ours, content, register, levels)
    return carried_out(ours, evolve(record, edits=edits, result=content.digest))


def _renamed(ours: Framework, theirs: Framework, decisions: Decisions) -> dict[str, str]:
    """The ids that `theirs` changes for the merge: known under another, or in use for another."""
    renamed = aliases(ours.register, theirs.register)
    ids = Ids(ours.register, theirs.register)
    taken = set(ids.known)
    problems = []
    for name, mine, other in clashes(ours.register, theirs.register):
        if name in renamed:
            continue
        free = ids.free(name[:40])
        ids.use(free, other)
        conflict = Conflict("clash", name, CLASH, str(mine), str(other), free)
        decision = decisions.decision(conflict)
        chosen = decision.rename if decision else None
        if chosen in taken:
            wrong = f"the id {chosen!r} is in use"
            remedy = f"give another, such as {free!r}"
            problems.append(Problem(("resolutions",), wrong, remedy, code="id-in-use"))
        if chosen is not None:
            taken.add(chosen)
        # Undecided, it goes by the free id, so that all other conflicts are found at once.
        renamed[name] = chosen or free
    meant: dict[str, str] = {}
    for name, _, entry in things(theirs):
        here = renamed.get(name, name)
        if (first := meant.setdefault(here, name)) != name:
            wrong = f"{first!r} and {name!r} began in the same words, and both are {here!r} in ours"
            remedy = f"remove one {entry.kind} from theirs and add it again in other words"
            problems.append(Problem(("theirs",), wrong, remedy, code="one-identity"))
    InvalidError.check("merge", problems)
    return renamed
