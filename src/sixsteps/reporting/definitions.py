"""How a report's figures are defined, in words for those who read it."""

from sixsteps.model.scale import Scale
from sixsteps.published import ACTION_PLAN_SENTENCE, RAG
from sixsteps.reporting.document import Block, Bullets, Paragraph, Section
from sixsteps.table import Table

_COUNTING = (
    "Asked: put to the respondent and not recorded as not applicable. Every rate has this number"
    " below the line.",
    "Not asked, unanswered, not applicable and not in the framework are four different things;"
    " none of them counts as the lowest level or as zero.",
    "Supported: the answer has the evidence its level needs. Complete: it also states the remaining"
    " work and has a plan with an open action, where its level needs them.",
    "As rated counts the answers given. Lowest and highest show what the figures would be if every"
    " answer that is missing or without its evidence proved lowest, or highest.",
    "Overdue: an open action due before the date of the figures; one due on that day is not.",
    "Levels are in order and the steps between them have no size, so there are no average scores.",
)
_CHANGE = (
    "A question keeps its identity through moves and rewordings. A question of another meaning is a"
    " replacement: it is not compared with the one it replaced.",
    "Like for like: what changed on the questions that both rounds answered comparably."
    " Restructuring: what splitting and merging questions changed in the count. The other parts"
    " come from questions that entered or left. The parts add up to the whole change exactly.",
    "Nothing here says what caused a change, and there are no tests of significance: the questions"
    " are all the questions, not a sample of them.",
)


def definitions(scale: Scale, *, compared: bool) -> Section:
    """The levels with their meaning and needs, and what the words of the figures mean."""
    rows = [
        (level.label, level.meaning, ", ".join(level.needs) or "nothing")
        for level in reversed(scale.levels)
    ]
    blocks: list[Block] = [
        Table(("Level", "Meaning", "Needs"), rows, title=f"Levels: {scale.title}"),
        # The sentence is about the scale of the paper, and true of no other.
        *([Paragraph(ACTION_PLAN_SENTENCE)] if scale == RAG else []),
        Bullets((*_COUNTING, *(_CHANGE if compared else ()))),
    ]
    return Section("How the figures are defined", blocks)
