"""Editions: a source that revises itself is no adapter, and everybody downstream can pull it in."""

import json
from datetime import date
from io import StringIO

import pytest

import sixsteps as ss

FIRST = ss.Source("NIST (2018) CSF 1.1", adapted="Adapted from NIST (2018) CSF 1.1, with thanks")
SECOND = ss.Source("NIST (2024) CSF 2.0")
THIRD = ss.Source("NIST (2027) CSF 3.0")
BASE = ss.Framework(
    "CSF",
    FIRST,
    ss.Scale("Tiers", [ss.Level("partial"), ss.Level("adaptive")]),
    [
        ss.Step(
            "ID", "Identify", [ss.Question("ID.AM-1", "Known?"), ss.Question("ID.AM-2", "All?")]
        ),
        ss.Step("PR", "Protect", [ss.Question("PR.AC-1", "Kept?")]),
    ],
)


def edition(framework: ss.Framework, source: ss.Source, year: int, *edits: ss.Edit) -> ss.Framework:
    return ss.adapt(framework, *edits, by="NIST", on=date(year, 2, 1), edition=source)


def local(framework: ss.Framework, year: int, *edits: ss.Edit, by: str = "Anytown") -> ss.Framework:
    return ss.adapt(framework, *edits, by=by, on=date(year, 6, 1))


CSF_2 = edition(BASE, SECOND, 2024, ss.RewordQuestion("ID.AM-1", "Are they known?"))
CSF_3 = edition(CSF_2, THIRD, 2027, ss.AddQuestion("PR", "Locked?"))


def test_editions_alone_cite_the_latest_as_it_is() -> None:
    assert [one.citation for one in (BASE, CSF_2, CSF_3)] == [
        "NIST (2018) CSF 1.1",
        "NIST (2024) CSF 2.0",
        "NIST (2027) CSF 3.0",
    ]
    assert (CSF_3.edition, CSF_3.source, CSF_3.is_adapted) == (THIRD, FIRST, False)


def test_once_others_adapted_the_latest_edition_gives_the_sentence_and_each_year_stands_once() -> (
    None
):
    once = local(CSF_2, 2025, ss.Retitle("Ours"))
    again = local(once, 2025, ss.Retitle("Ours too"))
    later = local(again, 2026, ss.RemoveQuestion("ID.AM-2"))
    assert later.citation == (
        "Adapted from NIST (2024) CSF 2.0. Adapted by Anytown (2025). Adapted by Anytown (2026)."
    )
    assert local(BASE, 2025, ss.Retitle("Ours")).citation == (
        "Adapted from NIST (2018) CSF 1.1, with thanks. Adapted by Anytown (2025)."
    )


def test_a_local_adaptation_pulls_an_edition_in() -> None:
    ours = local(BASE, 2023, ss.RetitleStep("PR", "Guard"))
    merged = ss.merge(BASE, ours, CSF_2, by="Anytown", on=date(2025, 1, 1))
    assert merged.question("ID.AM-1").text == "Are they known?"
    assert merged.citation == (
        "Adapted from NIST (2024) CSF 2.0. Adapted by Anytown (2023). Adapted by Anytown (2025)."
    )


def test_two_levels_of_local_adaptations_pull_a_second_edition_in() -> None:
    region = local(CSF_2, 2025, ss.RetitleStep("PR", "Guard"), by="Region")
    town = local(region, 2026, ss.RemoveQuestion("ID.AM-2"), by="Town")
    region_later = ss.merge(CSF_2, region, CSF_3, by="Region", on=date(2028, 1, 1))
    town_later = ss.merge(region, town, region_later, by="Town", on=date(2028, 6, 1))
    assert [question.id for question in town_later.questions] == ["ID.AM-1", "PR.AC-1", "PR.AC-2"]
    assert town_later.step("PR").title == "Guard"
    assert town_later.citation == (
        "Adapted from NIST (2027) CSF 3.0. Adapted by Region (2025). Adapted by Town (2026)."
        " Adapted by Region (2028). Adapted by Town (2028)."
    )
    assert ss.from_document(ss.to_document(town_later), ss.Framework) == town_later


def test_an_edition_that_was_merged_before_a_later_one_does_not_come_after_it() -> None:
    one = ss.merge(BASE, local(BASE, 2023, ss.Retitle("One")), CSF_3, by="One", on=date(2028, 1, 1))
    other = local(BASE, 2023, ss.RetitleStep("PR", "Guard"), by="Other")
    other = ss.merge(BASE, other, CSF_2, by="Other", on=date(2025, 1, 1))
    assert other.edition == SECOND
    both = ss.merge(BASE, one, other, by="One", on=date(2029, 1, 1))
    assert both.edition == THIRD


def test_a_diff_of_two_editions_makes_the_edition_again() -> None:
    again = edition(BASE, SECOND, 2024, *ss.diff(BASE, CSF_2))
    assert again == CSF_2


def test_taking_an_edition_back_is_an_adaptation_by_whoever_does_it() -> None:
    back = ss.revert(CSF_3, CSF_3.lineage[1], by="Anytown", on=date(2028, 1, 1))
    assert back.digest == CSF_2.digest
    assert back.citation == "Adapted from NIST (2027) CSF 3.0. Adapted by Anytown (2028)."


@pytest.mark.parametrize("framework", [CSF_2, CSF_3, local(CSF_2, 2025, ss.Retitle("Ours"))])
def test_editions_are_in_documents(framework: ss.Framework) -> None:
    file = StringIO()
    ss.write(framework, file)
    written = json.loads(file.getvalue())
    assert written["lineage"][0]["edition"] == {"reference": "NIST (2024) CSF 2.0"}
    read = ss.from_document(written, ss.Framework)
    assert (read, read.citation) == (framework, framework.citation)


def test_an_edition_of_what_others_adapted_is_refused() -> None:
    ours = local(BASE, 2023, ss.Retitle("Ours"))
    message = (
        "an edition is its source's own, and others adapted this framework at edition; adapt the"
        " framework of the source, and merge it into this one"
    )
    with pytest.raises(ss.AdaptationError) as caught:
        edition(ours, SECOND, 2024, ss.Retitle("CSF 2.0"))
    assert str(caught.value) == message
    with pytest.raises(ss.AdaptationError) as caught:
        ss.replay(ours, CSF_2.lineage[0], partial=True)
    assert str(caught.value) == message


def test_so_is_a_document_with_an_edition_after_an_adaptation() -> None:
    document = ss.to_document(local(local(BASE, 2023, ss.Retitle("A")), 2024, ss.Retitle("B")))
    document["lineage"][1]["edition"] = {"reference": "NIST (2024) CSF 2.0"}
    del document["citation"]
    with pytest.raises(ss.DocumentError) as caught:
        ss.from_document(document, ss.Framework)
    assert str(caught.value) == (
        "an edition is its source's own, and others adapted before it at $.lineage[1].edition;"
        " adapt the framework of the source, and merge it into this one"
    )
