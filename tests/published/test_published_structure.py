"""The published framework and its companions, as they stand without the paper at hand."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from sixsteps import Adaptation, InvalidError, WrongTypeError, from_document, published, replay
from sixsteps.published import Passage
from sixsteps.results import Use

PRINTED_TITLE = "Six Steps for Independent Scrutiny: Safeguarding children partnership arrangements"


def everything() -> list[str]:
    """Every word taken from the paper, in a fixed order."""
    framework = published.six_steps()
    lines = [framework.title, published.PERMISSION, published.ADAPTED, published.REFERENCE]
    lines += [f"{level.label}: {level.meaning}" for level in published.RAG.levels]
    for step in framework.steps:
        lines += [step.title, *(question.text for question in step.questions)]
    lines += [published.CONTEXT_INTRODUCTION, published.CONTEXT_ADDRESSEES]
    lines += [question.text for question in framework.context]
    for introduction, passages in (
        (published.ARRANGEMENTS_INTRODUCTION, published.ARRANGEMENTS),
        (published.KEY_CONSIDERATIONS_INTRODUCTION, published.KEY_CONSIDERATIONS),
        (published.LESSONS_INTRODUCTION, published.LESSONS),
        (published.USES_INTRODUCTION, published.USES),
    ):
        lines.append(introduction)
        lines += [line for passage in passages for line in (passage.text, *passage.sources)]
    return [*lines, published.ACTION_PLAN_SENTENCE]


def test_no_word_of_the_paper_changes_unnoticed() -> None:
    digest = hashlib.sha256("\n".join(everything()).encode()).hexdigest()
    assert digest == "875194e2948acf4ed9e8d330ea273a3f34271880d6032ffa288fd7cdfc8d9696"


def test_the_content_digest_of_the_published_framework_is_this_one() -> None:
    assert published.six_steps().digest == (
        "e3aa05772940b671a169fc0a96176d3fe2c697c3ee02805f8280df513530ca0d"
    )


def test_the_fingerprint_of_the_published_framework_is_this_one() -> None:
    assert published.six_steps().fingerprint == (
        "0d0871a705b537376b81bdad80b6ee91c5bf0ef6594f8e6ca0cbf1994ea817b8"
    )


def test_every_text_is_folded_to_single_blanks_and_has_none_at_its_ends() -> None:
    assert [text for text in everything() if text != " ".join(text.split())] == []


def test_quotation_marks_are_the_printed_ones() -> None:
    assert [text for text in everything() if re.search("['\"“”]", text)] == []


def test_the_framework_has_six_steps_of_four_questions_and_eighteen_context_questions() -> None:
    framework = published.six_steps()
    found = {step.id: [question.id for question in step.questions] for step in framework.steps}
    assert list(found.items()) == [
        (f"s{step}", [f"s{step}q{question}" for question in range(1, 5)]) for step in range(1, 7)
    ]
    assert [question.id for question in framework.context] == [f"c{n}" for n in range(1, 19)]


def test_every_question_ends_as_a_question() -> None:
    framework = published.six_steps()
    asked = [question.text for step in framework.steps for question in step.questions]
    asked += [question.text for question in framework.context]
    assert [text for text in asked if not text.endswith("?")] == []


def test_the_printed_title_and_the_title_of_the_reference_are_both_kept() -> None:
    framework = published.six_steps()
    assert framework.title == PRINTED_TITLE
    assert framework.source.title == (
        "Six Steps for Independent Scrutiny: Safeguarding children arrangements"
    )


def test_the_source_has_the_reference_and_the_sentence_every_adaptation_carries() -> None:
    assert published.SOURCE.adapted == (
        "Adapted from Pearce, J (2019) Six Steps for Independent Scrutiny: Safeguarding children"
        " arrangements. Institute of Applied Social Research, Luton, University of Bedfordshire"
    )
    assert published.SOURCE.required_sentence == "Adapted from " + published.SOURCE.reference
    assert published.PERMISSION.endswith(f"please reference as: ‘{published.SOURCE.adapted}’.")


def test_the_unadapted_framework_is_cited_by_the_plain_reference() -> None:
    assert published.six_steps().citation == published.REFERENCE


def test_every_call_gives_the_same_value() -> None:
    assert published.six_steps() is published.six_steps()


def test_the_levels_run_from_red_to_green_with_what_each_needs() -> None:
    assert [(level.key, level.label, level.needs) for level in published.RAG.levels] == [
        ("red", "Red", ("plan",)),
        ("amber", "Amber", ("evidence", "remaining", "plan")),
        ("green", "Green", ("evidence", "plan")),
    ]


def test_every_question_has_a_label_of_its_own_of_two_to_four_words() -> None:
    framework = published.six_steps()
    labels = {q.id: q.label for step in framework.steps for q in step.questions}
    assert labels == dict(published.LABELS)
    assert len(set(labels.values())) == 24
    assert [label for label in labels.values() if not 2 <= len(label.split()) <= 4] == []


def test_labels_cannot_be_changed_in_place() -> None:
    with pytest.raises(TypeError, match="does not support item assignment"):
        published.LABELS["s1q1"] = "Plan"  # type: ignore[index]  # the refusal is the point


@pytest.mark.parametrize(
    ("passages", "number", "section"),
    [
        (published.ARRANGEMENTS, 10, 3),
        (published.KEY_CONSIDERATIONS, 3, 3),
        (published.LESSONS, 8, 3),
        (published.USES, 3, 5),
    ],
    ids=["arrangements", "key considerations", "lessons", "uses"],
)
def test_the_lists_have_the_printed_number_of_items_each_with_an_id_of_its_own(
    passages: tuple[Passage, ...], number: int, section: int
) -> None:
    assert len(passages) == number
    assert len({passage.id for passage in passages}) == number
    assert {passage.section for passage in passages} == {section}


def test_the_uses_have_the_ids_a_round_records_them_by() -> None:
    assert [passage.id for passage in published.USES] == [use.value for use in Use]


def test_the_lists_of_section_3_carry_the_sources_printed_with_them() -> None:
    assert {passage.sources for passage in published.ARRANGEMENTS} == {
        ("Bennett et al, 2018: pages 13 and 14",)
    }
    assert {passage.sources for passage in published.KEY_CONSIDERATIONS} == {
        ("Bennett et al, 2018",)
    }
    assert {passage.sources for passage in published.LESSONS} == {
        (
            "Ofsted inspections of LSCBs (2011)",
            "Munro and France’s evaluation of LSCBs (2012)",
            "an NSPCC review of LSCBs (McElearney and Cunningham, 2016)",
            "the Association of Independent LSCB Chairs’ Review of Ofsted LSCB Inspection"
            " Reports (2016)",
            "other related research (Beckett et al, 2017)",
        )
    }


def test_a_passage_reports_everything_wrong_with_it_at_once() -> None:
    with pytest.raises(InvalidError) as caught:
        Passage("1st", "", section=8, sources=[3])  # type: ignore[list-item]  # wrong on purpose
    assert str(caught.value) == (
        "3 problems with the passage:\n"
        "  a text of 3 characters is not an id at id; an id starts with a letter and holds at"
        " most 64 letters, digits, '_', '-' or '.'\n"
        "  a text is needed here and it is empty at text\n"
        "  a string is needed at sources[0]; this is a value of type int"
    )


def test_a_passage_refuses_one_string_for_its_sources() -> None:
    with pytest.raises(WrongTypeError) as caught:
        Passage("voice", "the child’s voice", section=3, sources="Beckett et al, 2017")
    assert str(caught.value) == (
        "sources takes several values and was given one string; write [...] around it"
    )


def test_every_public_name_is_there_and_they_are_in_order() -> None:
    assert all(hasattr(published, name) for name in published.__all__)
    assert len(set(published.__all__)) == len(published.__all__)


def test_the_file_of_texts_holds_what_the_library_reads_as_documents() -> None:
    file = Path(published.__file__).with_name("texts.json")
    texts = json.loads(file.read_text(encoding="utf-8"))
    framework = {"format": "sixsteps framework 2", **texts["framework"]}
    assert from_document(framework) == published.six_steps()
    document = {"format": "sixsteps adaptation 2", **texts["working_together_2023"]}
    revision = from_document(document)
    assert isinstance(revision, Adaptation)
    assert replay(published.six_steps(), revision) == published.working_together_2023()
