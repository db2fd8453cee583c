"""The paper as values, word for word, with its source.

Pearce, J (2019) *Six Steps for Independent Scrutiny: Safeguarding children
arrangements*: the framework of Section 4 with the levels of Section 5 and the context
questions of Section 6 (`six_steps`), and as data the lists of Sections 3 and 5. Only
the ids and the questions' short labels (`LABELS`) are this library's own words.
"""

from sixsteps.published.learning import (
    ARRANGEMENTS,
    ARRANGEMENTS_INTRODUCTION,
    KEY_CONSIDERATIONS,
    KEY_CONSIDERATIONS_INTRODUCTION,
    LESSONS,
    LESSONS_INTRODUCTION,
    Passage,
)
from sixsteps.published.questions import (
    ACTION_PLAN_SENTENCE,
    ADAPTED,
    CONTEXT_ADDRESSEES,
    CONTEXT_INTRODUCTION,
    CONTEXT_QUESTIONS,
    LABELS,
    LABELS_NOTE,
    PERMISSION,
    RAG,
    REFERENCE,
    SOURCE,
    STEPS,
    TITLE,
    USES,
    USES_INTRODUCTION,
    six_steps,
)
from sixsteps.published.working_together import EXAMPLE_ADAPTER, working_together_2023

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
