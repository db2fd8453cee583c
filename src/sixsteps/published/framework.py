"""The published framework, assembled from the paper's parts."""

from functools import cache

from sixsteps.model.framework import Framework
from sixsteps.published.context import CONTEXT_QUESTIONS
from sixsteps.published.guidance import RAG
from sixsteps.published.questions import STEPS, TITLE
from sixsteps.published.source import SOURCE


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
    return Framework(
        title=TITLE,
        source=SOURCE,
        scale=RAG,
        steps=STEPS,
        context=CONTEXT_QUESTIONS,
    )
