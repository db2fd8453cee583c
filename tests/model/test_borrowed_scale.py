"""A scale has a source: who rates on another's levels says whose they are."""

from datetime import date
from io import StringIO

from attrs import evolve

import sixsteps as ss
from tests.strategies.values import TRAFFIC

ON = date(2026, 4, 1)
PEARCE = ss.six_steps().source.reference
STEPS = [ss.Step("s1", "Lead", [ss.Question("s1q1", "Do they?")])]
DOE = ss.Source("Doe, J (2024) Local")
BORROWED = ss.Framework("Local", DOE, ss.RAG, STEPS)
OWN = ss.Framework("Local", DOE, TRAFFIC, STEPS)


def saved(framework: ss.Framework) -> ss.Framework:
    file = StringIO()
    ss.write(framework, file)
    return ss.read(StringIO(file.getvalue()), ss.Framework)


def test_a_framework_on_the_papers_scale_says_whose_scale_it_is() -> None:
    assert BORROWED.citation == f"Doe, J (2024) Local. Scale from {PEARCE}."
    local = ss.adapt(BORROWED, ss.Retitle("Ours"), by="Anytown", on=ON)
    assert local.citation == (
        f"Adapted from Doe, J (2024) Local. Adapted by Anytown (2026). Scale from {PEARCE}."
    )
    changed = ss.adapt(OWN, ss.ChangeScale(ss.RAG, {}), by="Anytown", on=ON)
    assert changed.citation.endswith(f"Adapted by Anytown (2026). Scale from {PEARCE}.")
    assert ss.revert(changed, changed.lineage[0], by="Anytown", on=ON).citation == (
        "Adapted from Doe, J (2024) Local. Adapted by Anytown (2026)."
    )


def test_a_framework_on_its_own_scale_says_nothing_of_it() -> None:
    assert ss.six_steps().citation == PEARCE
    assert OWN.citation == "Doe, J (2024) Local"


def test_a_scale_taken_from_any_framework_keeps_its_source() -> None:
    other = ss.Framework("Other", ss.Source("Roe (2025)"), OWN.scale, STEPS)
    assert other.citation == "Roe (2025). Scale from Doe, J (2024) Local."
    again = ss.Framework("Other", ss.Source("Roe (2025)"), saved(OWN).scale, STEPS)
    assert again == other
    local = ss.adapt(OWN, ss.Retitle("Ours"), by="Anytown", on=ON)
    third = ss.Framework("Other", ss.Source("Roe (2025)"), saved(local).scale, STEPS)
    assert third == other


def test_the_source_of_a_scale_is_in_the_fingerprint_and_not_in_the_content() -> None:
    plain = ss.Framework("Local", DOE, evolve(ss.RAG, source=None), STEPS)
    assert plain.digest == BORROWED.digest
    assert plain.fingerprint != BORROWED.fingerprint
    assert plain != BORROWED
    assert plain.scale == BORROWED.scale
    assert hash(plain.scale) == hash(BORROWED.scale)
    own = evolve(plain.scale, source="doe j (2024), Local")
    assert ss.Framework("Local", DOE, own, STEPS) == plain


def test_frameworks_with_borrowed_scales_are_saved_and_read() -> None:
    local = ss.adapt(BORROWED, ss.Retitle("Ours"), by="Anytown", on=ON)
    changed = ss.adapt(OWN, ss.ChangeScale(ss.RAG, {"red": "red"}), by="Anytown", on=ON)
    for framework in (BORROWED, local, changed, ss.six_steps()):
        assert saved(framework) == framework
        assert saved(framework).citation == framework.citation
    assert "source" not in ss.to_document(ss.six_steps())["scale"]


def test_a_diff_tells_that_the_scales_come_from_others() -> None:
    plain = ss.Framework("Local", DOE, evolve(ss.RAG, source=None), STEPS)
    found = ss.diff(plain, BORROWED)
    assert not found.edits
    assert found.source_changes == (f"scale: {{+{PEARCE}+}}",)


def test_an_adaptation_on_its_own_says_whose_questions_and_whose_scale_it_brings() -> None:
    three = ss.Scale("Three", [ss.Level(key) for key in "xyz"], source="Scale Maker (1999).")
    edits: list[ss.Edit] = [
        ss.AddQuestion("s1", "Borrowed?", source="Else (2011) Book."),
        ss.AddStep("More", questions=[ss.Question("m1", "Lent?", source="Poe (2012)")]),
        ss.ChangeScale(three, {"red": "x", "amber": "y", "green": "z"}),
        ss.RewordQuestion("s1q1", source=""),
    ]
    local = ss.adapt(ss.six_steps(), *edits, by="A", on=ON)
    said = (
        f"Adapted from {PEARCE}. Adapted by A ({ON.year}). With questions from Else (2011)"
        " Book.; Poe (2012). Scale from Scale Maker (1999)."
    )
    assert local.lineage[0].citation == local.citation == said
    assert ss.to_document(local.lineage[0])["citation"] == said
    theirs = ss.adapt(ss.six_steps(), ss.Retitle("Ours"), by="B", on=ON)
    merged = ss.merge(ss.six_steps(), theirs, local, by="C", on=ON).lineage[-1]
    assert merged.citation.endswith(said.partition(". With questions")[2])
