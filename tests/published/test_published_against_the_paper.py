"""The published values against the text of the paper itself, where that text is at hand.

The printed table has six columns; its text comes cell by cell, row by row, in blocks divided by
blank lines. A page break shows as a line that begins with a blank, and cuts a row of cells in
two: the upper halves of all six come first, then the lower halves.
"""

import os
import re
from pathlib import Path

import pytest

from sixsteps import published

SHARED = Path(os.environ.get("SIXSTEPS_SHARED") or Path(__file__).resolve().parents[3] / "shared")
PAPER = SHARED / "paper" / "pearce-2019-six-steps.txt"

pytestmark = pytest.mark.skipif(not PAPER.exists(), reason="the text of the paper is not here")

LEVELS_CELL = "Red/Amber/Green"


def folded(text: str) -> str:
    """The text on one line, a word divided at its hyphen by a line break joined again."""
    return " ".join(re.sub(r"-\n(?=\w)", "-", text).split())


def part(start: str, end: str = "") -> str:
    """The paper's text after the one place that says `start`, up to the next that says `end`."""
    paper = PAPER.read_text(encoding="utf-8")
    assert paper.count(start) == 1, f"not in the paper exactly once: {start}"
    after = paper.partition(start)[2]
    if not end:
        return after
    inside, found, _ = after.partition(end)
    assert found, f"not in the paper after {start!r}: {end}"
    return inside


def blocks(text: str) -> list[str]:
    """The blocks of a table's text: divided by blank lines and by page breaks."""
    divided = re.split(r"\n[ ]*\n|\n(?= \S)", text)
    return [folded(block) for block in divided if block.strip()]


def bullets(text: str) -> list[str]:
    """The items of a list whose bullets are lost: an item's first line begins with a blank."""
    return [folded(item) for item in re.split(r"\n(?= \S)", text) if item.strip()]


def marked(text: str) -> list[str]:
    """The items of a list with round bullets."""
    return [folded(item) for item in text.split("•")[1:]]


def texts(passages: tuple[published.Passage, ...]) -> list[str]:
    return [passage.text for passage in passages]


def test_every_cell_of_the_table_is_a_title_a_question_or_a_fixed_cell_of_the_framework() -> None:
    table = part("Section 4: " + published.TITLE, "Section Five:")
    cells = blocks(table)
    fixed = [cell for cell in cells if LEVELS_CELL in cell]
    words = [cell for cell in cells if LEVELS_CELL not in cell]
    assert [len(cell.split()) for cell in fixed] == [6, 6, 6, 12]
    assert set(" ".join(fixed).split()) == {LEVELS_CELL, "Actions"}

    titles, first, upper, lower, third, fourth = (words[at : at + 6] for at in range(0, 36, 6))
    second = [f"{above} {below}" for above, below in zip(upper, lower, strict=True)]
    assert len(words) == 36
    assert titles == [step.title for step in published.STEPS]
    assert [first, second, third, fourth] == [
        [step.questions[row].text for step in published.STEPS] for row in range(4)
    ]


def test_the_whole_table_is_used_word_for_word_and_nothing_else() -> None:
    table = part("Section 4: " + published.TITLE, "Section Five:")
    ours = [step.title for step in published.STEPS]
    ours += [question.text for step in published.STEPS for question in step.questions]
    ours += [LEVELS_CELL] * 24 + ["Actions"] * 6
    assert sorted(folded(table).split()) == sorted(" ".join(ours).split())


def test_the_levels_mean_what_section_5_says() -> None:
    answers = part(
        "Each question in each of the six steps can be answered with", "Any response (green"
    )
    _, *defined = re.split(r"(Green|Amber|Red):", answers)
    assert dict(zip(defined[::2], map(folded, defined[1::2]), strict=True)) == {
        level.label: level.meaning for level in published.RAG.levels
    }


def test_any_response_needs_an_action_plan() -> None:
    said = part("full positive affirmation \nRed:", "Section Six:")
    assert folded(said).endswith("positive response. " + published.ACTION_PLAN_SENTENCE)


def test_the_three_uses_are_those_of_section_5() -> None:
    uses = part("Bedfordshire’. \n \nThe Six Steps model", "Each question in each")
    introduction, *items = bullets("The Six Steps model" + uses)
    assert introduction == published.USES_INTRODUCTION
    assert items == texts(published.USES)


def test_the_permission_is_that_of_section_5() -> None:
    permission = part("partnership \n\narrangements \n\nThis", " \n \nThe Six Steps model")
    assert folded("This" + permission) == published.PERMISSION


def test_the_ways_scrutiny_is_arranged_are_those_of_section_3() -> None:
    listed = part(published.ARRANGEMENTS_INTRODUCTION, "(See ")
    assert marked(listed) == texts(published.ARRANGEMENTS)


def test_the_key_considerations_are_those_of_section_3() -> None:
    listed = part(published.KEY_CONSIDERATIONS_INTRODUCTION, "In addition to the above")
    assert marked(listed) == texts(published.KEY_CONSIDERATIONS)


def test_the_lessons_are_those_of_section_3() -> None:
    listed = part("all involved. \n\n", "(For further details, see Section 6, page 9 below)")
    introduction, *items = bullets(listed)
    assert introduction == published.LESSONS_INTRODUCTION
    assert items == texts(published.LESSONS)


def test_the_printed_sources_stand_in_the_paper() -> None:
    paper = folded(PAPER.read_text(encoding="utf-8"))
    listed = (*published.ARRANGEMENTS, *published.KEY_CONSIDERATIONS, *published.LESSONS)
    for source in {source for passage in listed for source in passage.sources}:
        assert source in paper


def test_the_context_questions_are_those_of_section_6_in_order() -> None:
    introduction, addressees, answers, *questions = blocks(part("Section Six:").split("\n", 1)[1])
    assert introduction == published.CONTEXT_INTRODUCTION
    assert addressees + " " + answers == published.CONTEXT_ADDRESSEES + " Answers to questions"
    assert questions == [question.text for question in published.CONTEXT_QUESTIONS]
