"""Merge two adaptations of one framework, or take an adaptation back."""

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve

from sixsteps.adaptation.applying import carried_out
from sixsteps.adaptation.conflicts import MergeConflict, Resolution
from sixsteps.adaptation.decisions import Decisions
from sixsteps.adaptation.differences import differences
from sixsteps.adaptation.diffing import translation
from sixsteps.adaptation.identities import aliases, clashes, meanings
from sixsteps.adaptation.naming import Names
from sixsteps.adaptation.side import Side
from sixsteps.adaptation.three_way import Merging
from sixsteps.errors import (
    InvalidError,
    NotComparableError,
    Problem,
    UnknownIdError,
    listed,
)
from sixsteps.model.adaptation_record import Adaptation
from sixsteps.model.checks import instance_of
from sixsteps.model.framework import Framework


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
