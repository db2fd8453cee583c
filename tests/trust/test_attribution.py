"""Whoever made a part of a framework is cited once and alike, however it was made.

Frameworks of one source, its edition, what others adapted, merged, took back and recorded from
copies of every kind; each is followed to whatever carries a citation.
"""

import io
from collections import Counter
from contextlib import suppress
from datetime import date
from typing import Any

import openpyxl
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps import workbook
from sixsteps.model.lineage import with_merged

DOE = ss.Source("Doe, J (2018) Care", adapted="Adapted from Care by J Doe.")
SECOND = ss.Source("Doe, J (2018) Care, second edition")
BORROWED = ("Lender", "Roe", "Zoe")
LENDER, ROE, ZOE = (ss.Source(f"{name} (2001) Work") for name in BORROWED)
WHOSE = (None, DOE, SECOND, LENDER, ZOE, ss.Source("zoe 2001: work."))
SCALES = [
    ss.Scale(title, [ss.Level(key) for key in keys], source)
    for title, keys in (("Two", ("no", "yes")), ("Others", ("low", "high")))
    for source in WHOSE
]
BASES = [
    ss.Framework(
        "Care",
        DOE,
        scale,
        [
            ss.Step("s1", "One", [ss.Question("s1q1", "Who?"), ss.Question("s1q2", "Where?")]),
            ss.Step("s2", "Two", [ss.Question("s2q1", "Is it borrowed?", source=ROE)]),
        ],
    )
    for scale in (SCALES[0], SCALES[3])
]
NAMES = ("edition", *BORROWED, "Anytown", "Othertown", "Both", "copy")


def said(text: str) -> Counter[str]:
    """How often a text says each name."""
    return +Counter({name: text.casefold().count(name.casefold()) for name in NAMES})


def _who(reference: str) -> str:
    return "edition" if "edition" in reference else reference.partition(" ")[0].strip(",").title()


def due(*frameworks: ss.Framework) -> Counter[str]:
    """How often each name is to be said of these frameworks, counted from what they hold."""
    made = [m for one in frameworks for each in one.lineage for m in with_merged(each)]
    adapters = {(made.by, made.on.year) for made in made if not made.edition}
    names = [name for by, _ in adapters for name in by]
    asked = [one.source for framework in frameworks for one in framework.questions]
    scales = [framework.scale.source for framework in frameworks]
    own = {"Doe", "edition"} if any(one.edition for one in made) else {"Doe"}
    for sources in (asked, scales):
        references = {one.reference for one in sources if one}
        names += {_who(one) for one in references} - own
    names += own - {"Doe"}
    return Counter(names)


def edited(framework: ss.Framework, what: int) -> ss.Edit:
    """An edit that fits and may borrow: of each kind that can, from each source."""
    source, scale = WHOSE[what % len(WHOSE)], SCALES[what % len(SCALES)]
    first, last = framework.questions[0].id, framework.questions[-1].id
    edits: list[ss.Edit] = [
        ss.ChangeScale(scale, dict(zip(framework.scale.keys, scale.keys, strict=True))),
        ss.AddQuestion(framework.steps[0].id, f"Added {what}?", source=source),
        ss.RewordQuestion(first, f"Reworded {what}?", source=source or ""),
        ss.ReplaceQuestion(last, f"Replaced {what}?", source=source),
        ss.SplitQuestion(first, [ss.Part(f"Part {what}?", source=source), "And?"]),
        ss.AddStep("New", questions=[ss.Question(f"n{what}", "New?", source=source)]),
    ]
    if first != last:
        edits.append(ss.MergeQuestions([first, last], f"Together {what}?", source=source))
    return edits[what // 12 % len(edits)]


def copied(framework: ss.Framework, how: str) -> Any:
    """A copy in which a level is called otherwise."""
    first, *others = framework.scale.levels
    scale = ss.Scale(framework.scale.title, [evolve(first, label="Nay"), *others])
    if how == "by hand":
        return ss.Framework(framework.title, ss.Source("A copy"), scale, framework.steps)
    if how == "document":
        document = ss.to_document(framework)
        document["scale"]["levels"][0]["label"] = "Nay"
        return document
    sheets = io.BytesIO()
    workbook.write_framework(framework, sheets)
    book = openpyxl.load_workbook(sheets)
    for row in book["Framework"].iter_rows():
        for cell in row:
            cell.value = "Nay" if cell.value == first.label else cell.value
    book.save(sheets)
    sheets.seek(0)
    return workbook.read_framework(sheets, base=framework, by="A", on=date(2050, 1, 6)).framework


def grown(framework: ss.Framework, way: int, what: int, on: date) -> ss.Framework:
    """The framework after one more thing was done to it."""
    edit = edited(framework, what)
    second: dict[str, Any] = {"by": "J Doe", "edition": SECOND}
    if way == 0:
        return ss.adapt(framework, edit, by="Anytown", on=on)
    if way == 1:
        return ss.adapt(framework, edit, by=["Othertown", "Anytown"], on=on)
    if way == 2 and not framework.is_adapted:
        return ss.adapt(framework, edit, on=on, **second)
    if way == 3:
        ours = ss.adapt(framework, edit, by="Anytown", on=on)
        how = second if what % 2 and not framework.is_adapted else {"by": "Othertown"}
        theirs = ss.adapt(framework, edited(framework, what // 7), on=on, **how)
        return ss.merge(framework, ours, theirs, by="Both", on=on)
    if way == 4 and framework.lineage:
        return ss.revert(framework, framework.lineage[-1], by="Othertown", on=on)
    return ss.from_document(ss.to_document(framework), ss.Framework)


WAYS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 12 * 7 - 1)), max_size=4)


@st.composite
def two(draw: st.DrawFn) -> tuple[ss.Framework, ss.Framework]:
    """Two frameworks of one origin, each made in a few of the ways there are."""
    begun, found = draw(st.sampled_from(BASES)), []
    for first in (2025, 2035):
        framework = begun
        for place, (way, what) in enumerate(draw(WAYS)):
            with suppress(ss.AdaptationError, ss.MergeConflict):
                framework = grown(framework, way, what, date(first + place, 1, 6))
        found.append(framework)
    return found[0], found[1]


def rated(framework: ss.Framework, on: date) -> ss.Round:
    ratings = [ss.Rating(one.id, framework.scale.best) for one in framework.questions]
    return ss.Round(framework, "Area", f"Of {on.year}", on, ratings, period=str(on.year))


@given(two())
def test_everybody_is_cited_once_and_alike_in_what_is_made_of_one_framework_or_two(
    both: tuple[ss.Framework, ss.Framework],
) -> None:
    for one in both:
        assert said(one.citation) == due(one)
        again = ss.from_document(ss.to_document(one), ss.Framework)
        assert [one.citation, *(made.citation for made in one.lineage)] == [
            again.citation,
            *(made.citation for made in again.lineage),
        ]
    before, after = (rated(one, date(2045 + place, 5, 1)) for place, one in enumerate(both))
    found = ss.correspondence(*both).citation
    assert said(found) == due(*both)
    with suppress(ss.NotComparableError):
        panel = ss.Panel.from_rounds([before, after], scale=both[1].scale)
        assert panel.citation == found
    assert ss.change(before, after).citation == found
    results = [ss.history([before, after]), ss.gaps(after, earlier=[before])]
    assert {table.source for one in results for table in one.tables()} == {found}


@given(two(), st.sampled_from(["by hand", "document", "workbook"]))
def test_recording_a_copy_cites_whom_the_framework_cited_and_who_changed_it(
    both: tuple[ss.Framework, ss.Framework], how: str
) -> None:
    recorded = ss.record(both[0], copied(both[0], how), by="Both", on=date(2050, 1, 6))
    assert said(recorded.citation) == due(both[0]) + Counter(["Both"])


@given(two())
def test_a_merge_cites_the_same_people_whichever_side_it_is_made_on(
    both: tuple[ss.Framework, ss.Framework],
) -> None:
    base, on = both[0].origin, date(2050, 1, 6)
    try:
        made = [ss.merge(base, *pair, by="Both", on=on) for pair in (both, both[::-1])]
    except ss.MergeConflict:
        return
    assert said(made[0].citation) == said(made[1].citation)


def test_whoever_lends_a_scale_or_a_question_is_among_the_references_of_a_software_citation() -> (
    None
):
    framework = grown(BASES[1], 0, 12 * 1 + 4, date(2026, 1, 6))
    references = ss.cite(framework, "cff").partition("references:")[2]
    assert said(references) == Counter(("Lender", "Roe", "Zoe"))


def test_whose_a_scale_is_is_merged_from_either_side_where_its_levels_are_the_same() -> None:
    base, on = BASES[0], date(2026, 1, 6)
    as_before = {key: key for key in base.scale.keys}
    named = ss.adapt(base, ss.ChangeScale(SCALES[3], as_before), by="Anytown", on=on)
    other = ss.adapt(base, ss.Retitle("Ours"), by="Othertown", on=on)
    for pair in ((named, other), (other, named)):
        merged = ss.merge(base, *pair, by="Both", on=on)
        assert merged.citation.endswith(
            "With questions from Roe (2001) Work. Scale from Lender (2001) Work."
        )
    assert ss.diff(base, named).edits == named.lineage[0].edits


def test_an_adaptation_cites_the_edition_it_merged_and_what_it_was_replayed_on() -> None:
    on = date(2026, 1, 6)
    local = ss.adapt(BASES[0], ss.Retitle("Ours"), by="Anytown", on=on)
    reworded = ss.RewordQuestion("s1q1", "Who leads?")
    second = ss.adapt(BASES[0], reworded, by="J Doe", on=on, edition=SECOND)
    merged = ss.merge(BASES[0], local, second, by="Both", on=on)
    assert merged.lineage[1].citation == (
        "Adapted from Doe, J (2018) Care, second edition. Adapted by Both (2026)."
    )
    replayed = ss.replay(second, local.lineage[0], partial=True)
    assert replayed.lineage[1].citation == (
        "Adapted from Doe, J (2018) Care, second edition. Adapted by Anytown (2026)."
    )


def test_a_source_that_was_there_already_lends_nothing() -> None:
    local = ss.adapt(
        BASES[0],
        ss.AddQuestion("s1", "Again?", source=DOE),
        ss.AddQuestion("s1", "Ours?", source="Anytown (2020) Ours"),
        by="Anytown",
        on=date(2026, 1, 6),
        source="Anytown (2020) Ours",
    )
    assert (
        local.citation == local.lineage[0].citation[:-1] + ". With questions from Roe (2001) Work."
    )
    assert local.lineage[0].citation == (
        "Adapted from Care by J Doe. Adapted by Anytown (2026): Anytown (2020) Ours."
    )


def test_a_report_says_that_a_source_revised_itself_and_was_not_adapted() -> None:
    framework = grown(BASES[0], 2, 2 * 12, date(2026, 1, 6))
    told = ss.report(rated(framework, date(2027, 1, 6))).markdown().replace("*", "")
    assert "Adapted: no: the framework is used as published" in told
    assert "Revised by: J Doe, 6 January 2026: Doe, J (2018) Care, second edition" in told
    assert "Adapted by" not in told
