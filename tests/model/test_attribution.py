"""A published text is one exact text: who names its source has it, or an adaptation of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from attrs import evolve

import sixsteps as ss
from sixsteps.model.framework import PUBLISHED
from sixsteps.model.source import compared

SIX = ss.six_steps()
LOCAL = ss.adapt(SIX, ss.RemoveStep("s6"), by="Anytown", on=date(2026, 4, 1))
REFUSED = (
    "the source is that of a published framework, and the content is another at {}; make it an"
    " adaptation with record(six_steps(), ...), or name its own source"
)


def test_the_published_digest_is_that_of_the_paper() -> None:
    assert {compared(SIX.source.reference): SIX.digest} == PUBLISHED


@pytest.mark.parametrize(
    "change",
    [
        lambda: {"title": "Other"},
        lambda: {"steps": SIX.steps[:5]},
        lambda: {"steps": SIX.steps[::-1]},
        lambda: {"steps": [evolve(SIX.steps[0], title="Lead"), *SIX.steps[1:]]},
        lambda: {"context": ()},
        lambda: {"scale": ss.Scale("Two", [ss.Level("no"), ss.Level("yes")])},
    ],
)
def test_other_content_under_the_published_source_is_refused(
    change: Callable[[], dict[str, Any]],
) -> None:
    with pytest.raises(ss.InvalidError) as caught:
        evolve(SIX, **change())
    assert str(caught.value) == REFUSED.format("steps")


@pytest.mark.parametrize(
    "reference",
    [
        SIX.source.reference.upper(),
        f"  {SIX.source.reference}. ",
        SIX.source.reference.replace(" ", "\N{NO-BREAK SPACE}"),
        SIX.source.reference.replace("Steps", "St\N{ZERO WIDTH SPACE}eps"),
        SIX.source.reference.replace("Pearce, J (2019)", "Pearce J. 2019:"),
    ],
)
def test_the_reference_is_known_however_it_is_spaced_and_punctuated(reference: str) -> None:
    with pytest.raises(ss.InvalidError, match="the content is another"):
        ss.Framework("Mine", ss.Source(reference), ss.RAG, SIX.steps)
    same = ss.Framework(SIX.title, ss.Source(reference), ss.RAG, SIX.steps, SIX.context)
    assert same.digest == SIX.digest


def test_the_published_source_keeps_the_sentence_it_asks_for() -> None:
    with pytest.raises(ss.InvalidError) as caught:
        evolve(SIX, source=evolve(SIX.source, adapted="With thanks"))
    assert str(caught.value) == (
        "the source asks for another sentence than the published one at source; leave adapted out"
    )
    assert evolve(SIX, source=evolve(SIX.source, adapted="")).source.required_sentence == (
        SIX.source.required_sentence
    )


@pytest.mark.parametrize("keys", [["lineage", "origin"], ["lineage", "origin", "citation"]])
def test_an_adapted_document_without_its_lineage_is_refused(keys: list[str]) -> None:
    document = {key: value for key, value in ss.to_document(LOCAL).items() if key not in keys}
    with pytest.raises(ss.DocumentError, match="the content is another") as caught:
        ss.from_document(document)
    assert caught.value.problems[0].code == "not-as-published"
    made = ss.record(SIX, document, by="Anytown", on=date(2026, 4, 1))
    assert made == LOCAL
    assert made.citation.startswith(SIX.source.required_sentence)


def test_a_round_on_a_text_edited_by_hand_is_refused() -> None:
    round_ = ss.Round(SIX, "Anytown", "Spring", date(2026, 5, 1))
    document = ss.to_document(round_)
    document["framework"]["steps"][0]["questions"][0]["text"] = "Is all well?"
    with pytest.raises(ss.DocumentError) as caught:
        ss.from_document(document)
    assert str(caught.value) == REFUSED.format("$.framework.steps")


def test_a_fault_elsewhere_is_not_told_as_another_text() -> None:
    document = ss.to_document(SIX)
    document["steps"][0]["title"] = 3
    with pytest.raises(ss.DocumentError) as caught:
        ss.from_document(document)
    assert str(caught.value) == "a string is needed, not a number at $.steps[0].title"


def test_the_same_text_under_a_source_of_its_own_says_whose_scale_it_is() -> None:
    own = ss.Framework("Mine", ss.Source("Doe, J (2024) Mine"), ss.RAG, SIX.steps[:1])
    assert own.citation == f"Doe, J (2024) Mine. Scale from {SIX.source.reference}."
