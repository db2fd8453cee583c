"""The guidance of Section 5: the levels, the uses, and the plan every response needs."""

from typing import Final

from sixsteps.model.scale import Level, Scale
from sixsteps.published.passage import Passage

RAG: Final = Scale(
    "Red, Amber, Green",
    (
        Level(
            "red",
            "Red",
            "it is not possible to confirm that any part of the question can be answered "
            "with a positive response.",
            needs=("plan",),
        ),
        Level(
            "amber",
            "Amber",
            "acknowledgement that some parts of the question can be answered positively "
            "(with evidence to illustrate the positive response) but that there is still "
            "work to be done for full positive affirmation",
            needs=("evidence", "remaining", "plan"),
        ),
        Level(
            "green",
            "Green",
            "a positive affirmation that the question can be answered with evidence to "
            "illustrate the positive response",
            needs=("evidence", "plan"),
        ),
    ),
)
"""The paper's scale, worst to best, each level with its definition word for word."""

USES_INTRODUCTION: Final = (
    "The Six Steps model can be used by the multi-agency safeguarding partners and/or "
    "by independent scrutineers as a model for"
)
"""The words that lead into the three uses."""

USES: Final[tuple[Passage, ...]] = (
    Passage(
        "scrutiny",
        "the safeguarding partnership and/or independent scrutineer(s) to structure their scrutiny",
        section=5,
    ),
    Passage(
        "self-assessment",
        "the three core partners to engage with a self-assessment exercise in "
        "preparation for independent scrutiny",
        section=5,
    ),
    Passage(
        "wider-assessment",
        "the wider range of safeguarding partners to assess their engagement and "
        "activity with safeguarding children initiatives.",
        section=5,
    ),
)
"""The three uses of the model, in printed order."""

ACTION_PLAN_SENTENCE: Final = (
    "Any response (green, amber or red) will still require an action plan to ensure "
    "reaching and maintaining desired outcomes."
)
"""The sentence that asks for an action plan whatever the level."""
