"""Laws 1 to 6: what holds of adapting, comparing, merging and reverting, whatever the edits."""

import copy
import pickle
from collections import Counter
from datetime import date
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sixsteps import (
    Edit,
    Framework,
    IdentityClashError,
    MergeConflict,
    Resolution,
    adapt,
    correspondence,
    diff,
    merge,
    replay,
    revert,
)
from sixsteps.model.lineage import Identity
from sixsteps.results import Conflict
from tests.strategies.frameworks import allies, cousins, descendants, edits_of, frameworks

ON = date(2030, 1, 1)
pytestmark = pytest.mark.law
Three = tuple[Framework, Framework, Framework]


def merged_cleanly(three: Three) -> Framework:
    base, ours, theirs = three
    try:
        return merge(base, ours, theirs, by="Merger", on=ON)
    except MergeConflict:
        assume(False)
        raise


@given(cousins() | allies())
def test_law_1_applying_a_diff_gives_the_other_content(three: Three) -> None:
    _, a, b = three
    try:
        found = diff(a, b)
    except IdentityClashError:
        assume(False)
        raise
    made = adapt(a, *found, by="Anytown", on=ON) if found else a
    assert made.digest == b.digest
    assert tuple(diff(made, b)) == ()
    assert not found or made.lineage[-1].edits == found.edits


@given(frameworks())
def test_law_1_a_framework_does_not_differ_from_itself(framework: Framework) -> None:
    assert tuple(diff(framework, framework)) == ()


@given(frameworks())
def test_law_1_reaches_back_to_the_origin(framework: Framework) -> None:
    found = diff(framework, framework.origin)
    made = adapt(framework, *found, by="Anytown", on=ON) if found else framework
    assert made.digest == framework.origin.digest


@given(frameworks().filter(lambda framework: bool(framework.lineage)))
def test_law_2_reverting_the_last_adaptation_restores_the_content(framework: Framework) -> None:
    before = framework.origin
    for adaptation in framework.lineage[:-1]:
        before = replay(before, adaptation)
    reverted = revert(framework, framework.lineage[-1], by="Anytown", on=ON)
    assert reverted.digest == before.digest
    assert reverted.lineage[:-1] == framework.lineage


@given(frameworks().filter(lambda framework: bool(framework.lineage)), st.data())
def test_law_2_reverting_any_adaptation_only_appends(
    framework: Framework, data: st.DataObject
) -> None:
    adaptation = data.draw(st.sampled_from(framework.lineage))
    try:
        reverted = revert(framework, adaptation, by="Anytown", on=ON)
    except MergeConflict:
        return
    assert reverted.lineage[:-1] == framework.lineage
    assert set(framework.register.links) <= set(reverted.register.links)


@given(cousins() | allies())
def test_law_3_replaying_the_lineage_gives_the_framework(three: Three) -> None:
    for framework in (*three, merged_cleanly(three)):
        again = framework.origin
        for adaptation in framework.lineage:
            again = replay(again, adaptation)
        assert again == framework
        assert again.register == framework.register


@given(cousins())
def test_law_4_nothing_changes_its_input(three: Three) -> None:
    before = copy.deepcopy(three)
    base, ours, theirs = three
    try:
        merge(base, ours, theirs, by="Merger", on=ON)
        diff(ours, theirs)
    except (MergeConflict, IdentityClashError):
        pass
    correspondence(ours, theirs)
    assert three == before
    assert [hash(one) for one in three] == [hash(one) for one in before]


@given(cousins() | allies())
def test_law_4_what_a_merge_gives_pickles_and_copies(three: Three) -> None:
    values: list[object] = []
    base, ours, theirs = three
    try:
        values.append(merge(base, ours, theirs, by="Merger", on=ON))
        values.append(diff(ours, theirs))
    except MergeConflict as found:
        values.extend(found.conflicts)
    except IdentityClashError:
        pass
    values.append(correspondence(ours, theirs))
    for value in values:
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301  our own bytes
        assert copy.deepcopy(value) == value
        assert hash(copy.deepcopy(value)) == hash(value)


@given(cousins() | allies())
def test_law_5_the_citation_keeps_the_source_and_every_adapter(three: Three) -> None:
    merged = merged_cleanly(three)
    assume(merged.lineage)
    made = [one for side in three[1:] for one in side.lineage]
    editions = [edition for one in made for edition in one.editions]
    latest = max(editions, key=lambda edition: edition.reference, default=merged.source)
    adapters = {adapter for one in made for adapter in one.adapters}
    opening = latest.required_sentence if merged.is_adapted else latest.reference
    assert merged.edition == latest
    assert merged.citation.startswith(opening)
    assert all(merged.citation.count(adapter) == 1 for adapter in adapters)
    assert bool(adapters) <= merged.is_adapted


@given(cousins())
def test_law_6_merging_with_the_base_gives_the_other_side(three: Three) -> None:
    base, x, _ = three
    assert merge(base, x, base, by="Merger", on=ON) is x
    assert merge(base, base, x, by="Merger", on=ON) == x


@given(cousins())
def test_law_6_merging_is_symmetric_in_content_and_in_conflicts(three: Three) -> None:
    base, ours, theirs = three

    def outcome(one: Framework, other: Framework) -> object:
        try:
            return merge(base, one, other, by="Merger", on=ON).digest
        except MergeConflict as found:
            return {
                (conflict.kind, conflict.element, conflict.about) for conflict in found.conflicts
            }

    assert outcome(ours, theirs) == outcome(theirs, ours)


@given(cousins() | allies())
def test_law_6_a_clean_merge_keeps_identities_and_links(three: Three) -> None:
    _, ours, theirs = three
    merged = merged_cleanly(three)
    assert_nothing_is_lost(merged, ours, theirs)
    before = max_superseded(ours), max_superseded(theirs)
    assert set(max_superseded(merged).items()) <= set((before[0] | before[1]).items())


def assert_nothing_is_lost(merged: Framework, ours: Framework, theirs: Framework) -> None:
    """Every id either side ever used means what it did, under the name the merge gave it."""
    renamed = {} if merged in (ours, theirs) else dict(merged.lineage[-1].renamed)
    known, there = merged.register.entries, theirs.register.entries
    assert known.items() >= ours.register.entries.items()
    assert known.items() >= {renamed.get(name, name): there[name] for name in there}.items()
    assert {question.id for question in merged.questions} <= known.keys()
    assert set(merged.register.links) >= {*ours.register.links, *theirs.register.links}


def max_superseded(framework: Framework) -> Counter[Identity]:
    """How many different links supersede each question; another name for it is no such link."""
    shapes = {
        (link.kind, link.old, link.new)
        for link in framework.register.links
        if link.kind != "renamed"
    }
    return Counter(one for _, old, _ in shapes for one in old)


@given(cousins() | allies(), st.data())
def test_any_conflict_can_be_resolved_by_either_side(three: Three, data: st.DataObject) -> None:
    base, ours, theirs = three
    resolutions: list[Resolution] = []
    merged = None
    for _ in range(8):
        try:
            merged = merge(base, ours, theirs, by="Merger", on=ON, resolutions=resolutions)
            break
        except MergeConflict as found:
            resolutions += [decision(conflict, data) for conflict in found.conflicts]
    assert merged is not None
    again = merged.origin
    for adaptation in merged.lineage:
        again = replay(again, adaptation)
    assert again == merged
    assert_nothing_is_lost(merged, ours, theirs)
    # A second pull of the same revision finds nothing left to decide or to do.
    assert merge(theirs, merged, theirs, by="Merger", on=ON).digest == merged.digest


def decision(conflict: Conflict, data: st.DataObject) -> Resolution:
    if conflict.kind == "clash":
        return conflict.rename()
    return conflict.take(data.draw(st.sampled_from(["ours", "theirs"])))


@given(cousins() | allies())
def test_correspondence_reversed_is_the_correspondence_from_the_other_side(three: Three) -> None:
    _, a, b = three
    there, back = correspondence(a, b), correspondence(b, a)

    def units(matches: object) -> set[object]:
        return {
            (frozenset(m.old), frozenset(m.new), m.relation, m.comparable)
            for m in matches  # type: ignore[attr-defined] # matches of a crosswalk
        }

    assert units(there.reversed().matches) == units(back.matches)


@given(cousins() | allies())
def test_correspondence_places_every_question_of_both_sides_once(three: Three) -> None:
    _, a, b = three
    crosswalk = correspondence(a, b)
    old = [name for match in crosswalk.matches for name in match.old]
    new = [name for match in crosswalk.matches for name in match.new]
    assert sorted(old) == sorted(q.id for q in a.questions)
    assert sorted(new) == sorted(q.id for q in b.questions)
    assert crosswalk.between(a, b) == crosswalk


@pytest.mark.slow
def test_every_kind_of_edit_and_of_conflict_occurs() -> None:
    edits: Counter[type] = Counter()
    conflicts: Counter[str] = Counter()

    @settings(max_examples=400, database=None, derandomize=True)
    @given(cousins())
    def run(three: Three) -> None:
        base, ours, theirs = three
        edits.update(type(edit) for edit in edits_of(ours))
        try:
            merge(base, ours, theirs, by="Merger", on=ON)
        except MergeConflict as found:
            conflicts.update(conflict.kind for conflict in found.conflicts)

    run()
    assert set(get_args(Edit)) - edits.keys() == set()
    assert conflicts.keys() == {"changed", "removed", "reordered", "superseded", "clash"}


@given(frameworks(), st.data())
def test_replaying_in_part_says_what_was_left_out(
    framework: Framework, data: st.DataObject
) -> None:
    other = data.draw(descendants(framework.origin, "Othertown"))
    for adaptation in other.lineage:
        made = replay(framework, adaptation, partial=True).lineage[-1]
        # One edit may stand there twice, and fit once: what is kept stands in its order.
        following = iter(adaptation.edits)
        assert all(edit in following for edit in made.edits)
        left_out = [one.edit for one in made.left_out]
        assert Counter([*made.edits, *left_out]) == Counter(adaptation.edits)
