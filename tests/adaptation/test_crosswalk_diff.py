"""A diff by a crosswalk: two frameworks become a lineage where a person says what corresponds."""

import csv
import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from tests.strategies.frameworks import frameworks

ON = date(2024, 2, 1)
DATA = Path(os.environ.get("SIXSTEPS_SHARED", "/nowhere")) / "data" / "nist-csf"
SCALE = ss.Scale("Two", [ss.Level("no"), ss.Level("yes")])
OLD_TEXTS = {"ID-1": "Known?", "ID-2": "Listed?", "ID-3": "Kept?", "ID-4": "Shared?"}
NEW_TEXTS = {"ID-01": "Are they known?", "ID-2": "Ranked?", "ID-3": "Kept?", "ID-5": "Told?"}


def framework(year: int, texts: dict[str, str]) -> ss.Framework:
    step = ss.Step("ID", "Identify", [ss.Question(name, text) for name, text in texts.items()])
    return ss.Framework(f"CSF {year}", ss.Source(f"NIST ({year}) CSF"), SCALE, [step])


OLD, NEW = framework(2018, OLD_TEXTS), framework(2024, NEW_TEXTS)


def lineage(crosswalk: ss.Crosswalk, a: ss.Framework = OLD, b: ss.Framework = NEW) -> ss.Framework:
    found = ss.diff(a, b, crosswalk=crosswalk)
    return ss.adapt(a, *found, by="NIST", on=ON, edition=b.source)


def test_what_goes_on_keeps_its_id_and_what_takes_its_place_has_its_own_or_the_next() -> None:
    crosswalk = ss.Crosswalk(
        [
            ss.Match("ID-1", "ID-01", "reworded"),
            ss.Match("ID-2", "ID-2", "replaced"),
            ss.Match("ID-3", "ID-3"),
            ss.Match("ID-4", "ID-5", "related", reason="both about news"),
        ]
    )
    made = lineage(crosswalk)
    assert [(q.id, q.text) for q in made.questions] == [
        ("ID-1", "Are they known?"),
        ("ID-6", "Ranked?"),
        ("ID-3", "Kept?"),
        ("ID-5", "Told?"),
    ]
    assert [str(edit) for edit in made.lineage[0].edits] == [
        "retitle the framework “CSF 2024”",
        "replace question ID-2 with ID-6: “Ranked?”",
        "replace question ID-4 with ID-5: “Told?”",
        "reword question ID-1: “Are they known?”",
    ]
    assert made.lineage[0].edits[2].reason == "both about news"
    assert made.citation == "NIST (2024) CSF"


def test_what_the_crosswalk_does_not_list_leaves_and_enters() -> None:
    made = lineage(ss.Crosswalk([ss.Match("ID-1", "ID-01")]))
    assert [(m.old, m.new, m.relation) for m in ss.correspondence(OLD, made).matches] == [
        (("ID-1",), ("ID-1",), "reworded"),
        ((), ("ID-6",), "added"),
        ((), ("ID-7",), "added"),
        ((), ("ID-5",), "added"),
        (("ID-2",), (), "removed"),
        (("ID-3",), (), "removed"),
        (("ID-4",), (), "removed"),
    ]


def test_several_that_overlap_with_several_stay_one_unit_that_never_compares() -> None:
    pairs = [("ID-1", "ID-01"), ("ID-2", "ID-01"), ("ID-2", "ID-2"), ("ID-3", "ID-3")]
    crosswalk = ss.Crosswalk([ss.Match(old, new, "related") for old, new in pairs])
    (first, *_) = crosswalk.between(OLD, NEW).matches
    assert first == ss.Match(["ID-1", "ID-2"], ["ID-01", "ID-2"], "related")
    assert first.comparable is False
    assert first.reversed().relation == "related"
    (unit, *_) = ss.correspondence(OLD, lineage(crosswalk)).matches
    assert unit == ss.Match(["ID-1", "ID-2"], ["ID-01", "ID-6"], "related")


def test_a_question_stands_in_one_match_or_in_related_ones() -> None:
    with pytest.raises(ss.InvalidError) as caught:
        ss.Crosswalk([ss.Match("a", "b", "related"), ss.Match("a", "c"), ss.Match("d", "c")])
    assert [str(problem) for problem in caught.value.problems] == [
        "a second old question at matches[1].old[0]; the first stands at matches[0].old[0]",
        "a second new question at matches[2].new[0]; the first stands at matches[1].new[0]",
    ]
    with pytest.raises(ss.InvalidError) as caught:
        ss.Match("a", "b", "related", comparable=True)
    assert str(caught.value) == "a question that was related is not comparable at comparable"


def test_levels_are_translated_as_the_crosswalk_says() -> None:
    four = ss.Scale("Four", [ss.Level(key) for key in ("none", "some", "most", "all")])
    later = ss.Framework("Later", ss.Source("NIST (2027)"), four, OLD.steps)
    same = [ss.Match(name, name) for name in OLD_TEXTS]
    onward = ss.Crosswalk(same, levels={"no": "none", "yes": "all"})
    back = ss.Crosswalk(
        same, levels={"none": "no", "some": "no", "most": "yes"}, translates="after"
    )
    (retitled, changed) = ss.diff(OLD, later, crosswalk=onward)
    assert (type(retitled), changed) == (
        ss.Retitle,
        ss.ChangeScale(four, {"no": "none", "yes": "all"}),
    )
    assert ss.diff(OLD, later, crosswalk=back).edits[1] == ss.ChangeScale(four, {"yes": "most"})


def test_a_crosswalk_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ss.InvalidError) as caught:
        ss.diff(OLD, NEW, crosswalk=ss.Crosswalk([ss.Match("ID-9", "ID-01")]))
    assert str(caught.value).startswith("no question 'ID-9'")


def test_a_clash_without_a_common_origin_is_settled_by_a_crosswalk_as_advised() -> None:
    with pytest.raises(ss.IdentityClashError) as caught:
        ss.diff(OLD, NEW)
    assert str(caught.value) == (
        "1 id has two meanings, so there is no edit from the one to the other; say with"
        " crosswalk= what corresponds, or make it an adaptation with record():\n"
        "  'ID-2' is the question “Listed?” in one and the question “Ranked?” in the other"
    )
    assert ss.diff(OLD, NEW, crosswalk=ss.Crosswalk([]))


@st.composite
def crosswalks(draw: st.DrawFn, a: ss.Framework, b: ss.Framework) -> ss.Crosswalk:
    """A crosswalk of any two frameworks, of matches of every relation."""
    olds = draw(st.permutations([q.id for q in a.questions]))
    news = draw(st.permutations([q.id for q in b.questions]))
    matches = []
    while olds and news:
        relation = draw(st.sampled_from(["same", "replaced", "split", "merged", "related"]))
        sizes = st.integers(1, 1 if relation == "same" else 3)
        old, olds = olds[: (size := draw(sizes))], olds[size:]
        new, news = news[: (size := draw(sizes))], news[size:]
        comparable = draw(st.booleans()) if relation in ("same", "split", "merged") else False
        matches.append(ss.Match(tuple(old), tuple(new), relation, comparable))  # type: ignore[arg-type] # one of the relations
    return ss.Crosswalk(matches)


@pytest.mark.law
@given(frameworks(), frameworks(), st.data())
def test_law_1_a_diff_by_a_crosswalk_gives_the_other_words_and_what_corresponds(
    a: ss.Framework, b: ss.Framework, data: st.DataObject
) -> None:
    crosswalk = data.draw(crosswalks(a, b)).between(a, b)
    found = ss.diff(a, b, crosswalk=crosswalk)
    made = ss.adapt(a, *found, by="Anytown", on=ON) if found else a

    def words(one: ss.Framework) -> object:
        steps = [(s.title, s.guidance, [_said(q) for q in s.questions]) for s in one.steps]
        return one.title, one.scale, steps, [asked.text for asked in one.context]

    def units(one: ss.Crosswalk) -> Counter[object]:
        linked = (match for match in one.matches if match.old)
        return Counter((frozenset(m.old), len(m.new), m.comparable) for m in linked)

    assert words(made) == words(b)
    assert units(ss.correspondence(a, made)) == units(crosswalk)


def _said(question: ss.Question) -> object:
    return (
        *(question.text, question.label, question.guidance, question.levels),
        *(question.tags, question.asked_of, question.source),
    )


@pytest.mark.skipif(not DATA.is_dir(), reason="needs the data of both versions")
def test_two_published_versions_become_a_lineage_in_one_line() -> None:
    def read(name: str) -> list[dict[str, str]]:
        with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def version(number: str, year: int) -> ss.Framework:
        steps: dict[str, list[ss.Question]] = {}
        titles = {row["category"]: row for row in read(f"csf-{number}")}
        for row in read(f"csf-{number}"):
            steps.setdefault(row["category"], []).append(ss.Question(row["id"], row["text"]))
        made = [
            ss.Step(name, titles[name]["category_title"], asked, titles[name]["category_text"])
            for name, asked in steps.items()
        ]
        return ss.Framework(f"CSF {number}", ss.Source(f"NIST ({year}) CSF {number}"), SCALE, made)

    first, second = version("1.1", 2018), version("2.0", 2024)
    mapping = [ss.Match(row["old"], row["new"], "related") for row in read("mapping-1.1-2.0")]
    crosswalk = ss.Crosswalk(mapping)
    made = lineage(crosswalk, first, second)
    assert made.digest == second.digest
    assert made.citation == "NIST (2024) CSF 2.0"
    assert ss.from_document(ss.to_document(made), ss.Framework) == made

    def units(one: ss.Crosswalk) -> Counter[object]:
        return Counter((frozenset(match.old), frozenset(match.new)) for match in one.matches)

    derived = ss.correspondence(first, made)
    assert units(derived) == units(crosswalk.between(first, second))
    assert not any(match.comparable for match in derived.matches)
