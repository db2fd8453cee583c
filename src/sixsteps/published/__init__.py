"""The paper as values, word for word, with its source.

Pearce, J (2019) *Six Steps for Independent Scrutiny: Safeguarding children
arrangements*: the framework of Section 4 with the levels of Section 5 and the context
questions of Section 6 (`six_steps`), and as data the lists of Sections 3 and 5. Only
the ids and the questions' short labels (`LABELS`) are this library's own words.
"""

from sixsteps.published.findings import ARRANGEMENTS as ARRANGEMENTS
from sixsteps.published.findings import ARRANGEMENTS_INTRODUCTION as ARRANGEMENTS_INTRODUCTION
from sixsteps.published.findings import KEY_CONSIDERATIONS as KEY_CONSIDERATIONS
from sixsteps.published.findings import (
    KEY_CONSIDERATIONS_INTRODUCTION as KEY_CONSIDERATIONS_INTRODUCTION,
)
from sixsteps.published.findings import LESSONS as LESSONS
from sixsteps.published.findings import LESSONS_INTRODUCTION as LESSONS_INTRODUCTION
from sixsteps.published.findings import Passage as Passage
from sixsteps.published.questions import ACTION_PLAN_SENTENCE as ACTION_PLAN_SENTENCE
from sixsteps.published.questions import ADAPTED as ADAPTED
from sixsteps.published.questions import CONTEXT_ADDRESSEES as CONTEXT_ADDRESSEES
from sixsteps.published.questions import CONTEXT_INTRODUCTION as CONTEXT_INTRODUCTION
from sixsteps.published.questions import CONTEXT_QUESTIONS as CONTEXT_QUESTIONS
from sixsteps.published.questions import LABELS as LABELS
from sixsteps.published.questions import LABELS_NOTE as LABELS_NOTE
from sixsteps.published.questions import PERMISSION as PERMISSION
from sixsteps.published.questions import RAG as RAG
from sixsteps.published.questions import REFERENCE as REFERENCE
from sixsteps.published.questions import SOURCE as SOURCE
from sixsteps.published.questions import STEPS as STEPS
from sixsteps.published.questions import TITLE as TITLE
from sixsteps.published.questions import USES as USES
from sixsteps.published.questions import USES_INTRODUCTION as USES_INTRODUCTION
from sixsteps.published.questions import six_steps as six_steps
from sixsteps.published.working_together import EXAMPLE_ADAPTER as EXAMPLE_ADAPTER
from sixsteps.published.working_together import working_together_2023 as working_together_2023

__all__ = [name for name in dir() if name[0].isupper() or name.endswith(("steps", "2023"))]
