"""The paper as values, word for word, with its source.

Pearce, J (2019) *Six Steps for Independent Scrutiny: Safeguarding children
arrangements*: the framework of Section 4 with the levels of Section 5 and the context
questions of Section 6 (`six_steps`), and as data the lists of Sections 3 and 5. Only
the ids and the questions' short labels (`LABELS`) are this library's own words.

The texts stand in `texts.json`, framework and adaptation as in the library's own documents. Line
breaks within a cell of the paper's table are folded; every other character is as printed.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from attrs import field, frozen

from sixsteps.adaptation.adapting import adapt
from sixsteps.errors import Problem
from sixsteps.model import edits
from sixsteps.model.fields import Checked, Id, Several, Text, Words, problem
from sixsteps.model.framework import LABELS_NOTE, Framework
from sixsteps.model.question import ContextQuestion, Question, Step
from sixsteps.model.scale import Level, Scale
from sixsteps.model.source import Source

__all__ = [
    "ACTION_PLAN_SENTENCE",
    "ADAPTED",
    "ARRANGEMENTS",
    "ARRANGEMENTS_INTRODUCTION",
    "CONTEXT_ADDRESSEES",
    "CONTEXT_INTRODUCTION",
    "CONTEXT_QUESTIONS",
    "EXAMPLE_ADAPTER",
    "KEY_CONSIDERATIONS",
    "KEY_CONSIDERATIONS_INTRODUCTION",
    "LABELS",
    "LABELS_NOTE",
    "LESSONS",
    "LESSONS_INTRODUCTION",
    "PERMISSION",
    "RAG",
    "REFERENCE",
    "SOURCE",
    "STEPS",
    "TITLE",
    "USES",
    "USES_INTRODUCTION",
    "Passage",
    "six_steps",
    "working_together_2023",
]

_TEXTS: Final = json.loads(Path(__file__).with_name("texts.json").read_text(encoding="utf-8"))
_FRAMEWORK: Final = _TEXTS["framework"]
_REVISION: Final = _TEXTS["working_together_2023"]


@frozen
class Passage(Checked):
    """One listed item of the paper, word for word, with where it stands.

    `text` is as printed, line breaks and runs of blanks folded to one blank. `section` is the
    paper's section, from 1 to 7. `sources` are the sources the paper prints for the item, as it
    prints them. The id is this library's own.

    >>> Passage("voice", "engaging with the child’s voice", section=3).section
    3
    """

    id: Id
    text: Words
    section: int
    sources: tuple[Text, ...] = field(default=(), converter=Several[str])

    def _problems(self) -> Iterator[Problem]:
        if not 1 <= self.section <= 7:
            yield problem(("section",), "the paper has Sections 1 to 7", code="bad-section")


def _passages(name: str) -> tuple[Passage, ...]:
    listed = _TEXTS[name]
    where = {key: listed[key] for key in ("section", "sources") if key in listed}
    return tuple(Passage(key, text, **where) for key, text in listed["passages"].items())


ARRANGEMENTS_INTRODUCTION: Final[str] = _TEXTS["arrangements"]["introduction"]
"""The words that lead into the ways scrutiny is arranged."""

ARRANGEMENTS: Final = _passages("arrangements")
"""The ten ways scrutiny is arranged, in printed order."""

KEY_CONSIDERATIONS_INTRODUCTION: Final[str] = _TEXTS["key_considerations"]["introduction"]
"""The words that lead into the three key considerations."""

KEY_CONSIDERATIONS: Final = _passages("key_considerations")
"""The three key considerations, in printed order."""

LESSONS_INTRODUCTION: Final[str] = _TEXTS["lessons"]["introduction"]
"""The words that lead into the lessons and name their sources."""

# The paper prints the sources once, for the lessons as a whole; it does not say which lesson
# comes from which.
LESSONS: Final = _passages("lessons")
"""The eight lessons from the past, in printed order."""

USES_INTRODUCTION: Final[str] = _TEXTS["uses"]["introduction"]
"""The words that lead into the three uses."""

USES: Final = _passages("uses")
"""The three uses of the model, in printed order."""

ACTION_PLAN_SENTENCE: Final[str] = _TEXTS["action_plan_sentence"]
"""The sentence that asks for an action plan whatever the level."""

TITLE: Final[str] = _FRAMEWORK["title"]
"""The title printed above the table; the reference has a shorter one (`SOURCE.title`)."""

SOURCE: Final = Source(**_FRAMEWORK["source"])
"""Pearce (2019), the source of every word of the published framework."""

REFERENCE: Final = SOURCE.reference
"""The paper's reference in full, with the title the author asks it to be cited by."""

ADAPTED: Final = SOURCE.adapted
"""The sentence the paper requires of every adaptation, word for word."""

PERMISSION: Final = SOURCE.permission
"""The permission to adapt and its one condition, as printed in Section 5."""

RAG: Final = Scale(
    _FRAMEWORK["scale"]["title"],
    [Level(**level) for level in _FRAMEWORK["scale"]["levels"]],
    source=SOURCE,
)
"""The paper's scale, worst to best, each level with its definition word for word."""

STEPS: Final = tuple(
    Step(step["id"], step["title"], [Question(**question) for question in step["questions"]])
    for step in _FRAMEWORK["steps"]
)
"""The six steps in the order of the table's columns, each with its four questions."""

LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {question.id: question.label for step in STEPS for question in step.questions}
)
"""Question id to label, in the order of the framework."""

CONTEXT_INTRODUCTION: Final[str] = _TEXTS["context_introduction"]
"""The sentence that introduces the context questions."""

CONTEXT_ADDRESSEES: Final[str] = _TEXTS["context_addressees"]
"""The heading of the table of context questions, which says whom they address."""

CONTEXT_QUESTIONS: Final = tuple(ContextQuestion(**asked) for asked in _FRAMEWORK["context"])
"""The eighteen context questions in printed order."""

EXAMPLE_ADAPTER: Final[str] = _REVISION["by"][0]
"""Who made the adaptation, as its citation names them."""


@cache
def six_steps() -> Framework:
    """Return the Six Steps of Pearce (2019): 6 steps, 24 questions, 18 context questions.

    Every call returns the same immutable value. Its title is the one printed in
    Section 4; its source has the title of the reference. The questions' labels are
    this library's own words (see `sixsteps.published.LABELS_NOTE`).

    >>> framework = six_steps()
    >>> framework.title
    'Six Steps for Independent Scrutiny: Safeguarding children partnership arrangements'
    >>> framework.steps[5].title
    'There is an active program of multi-agency safeguarding children training'
    """
    return Framework(TITLE, SOURCE, RAG, STEPS, CONTEXT_QUESTIONS)


def _edit(made: dict[str, Any]) -> edits.Edit:
    kind = getattr(edits, made["edit"])
    edit: edits.Edit = kind(**{key: value for key, value in made.items() if key != "edit"})
    return edit


@cache
def working_together_2023() -> Framework:
    """The Six Steps in the terms of Working Together 2023: an example, no official revision.

    The paper of 2019 speaks of three core partners, partner leads and lead partners, and of a
    clinical commissioning group as one of them. Since then the Health and Care Act 2022 put
    integrated care boards in the place of clinical commissioning groups, and Working Together 2023
    tells lead from delegated safeguarding partners and strengthens the part of education.

    The adaptation is data in the framework's lineage, each edit with its reason:
    `working_together_2023().lineage[0]` replays on other content, and `merge` pulls it
    into a local adaptation of `six_steps()`.

    >>> framework = working_together_2023()
    >>> framework.step("s1").title[:44]
    'The lead and delegated safeguarding partners'
    >>> framework.lineage[0].adapter
    'Adapted by the sixsteps project, as an example and not as an official revision (2026)'
    """
    return adapt(
        six_steps(),
        *map(_edit, _REVISION["edits"]),
        by=EXAMPLE_ADAPTER,
        on=date.fromisoformat(_REVISION["on"]),
        title=_REVISION["title"],
        reason=_REVISION["reason"],
    )
