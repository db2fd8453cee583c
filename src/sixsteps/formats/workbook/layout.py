"""The sheets of a workbook: their names, their columns, and the words that writer and reader share.

The reader finds a column by its header and a row by its id, so that columns may be moved and
rows sorted; every header here is part of the format.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from textwrap import wrap
from unicodedata import east_asian_width

from attrs import frozen

from sixsteps.formats.rows import NOT_APPLICABLE, NOTICE, evidence_text, is_published
from sixsteps.model.answers import Answer, NotApplicable, Rating
from sixsteps.model.framework import Framework
from sixsteps.model.question import Question, Step
from sixsteps.model.rounds import Round
from sixsteps.model.scale import NEEDS, Level
from sixsteps.model.translation import NO_TRANSLATION, Translation
from sixsteps.words import in_prose, listed

FORMAT = "sixsteps workbook 1"
"""What the hidden sheet says a workbook is; a change of layout raises the number."""

ABOUT, RATINGS, ACTIONS, CONTEXT = "About", "Ratings", "Actions", "Context"
MODERATION = "Moderation"
FRAMEWORK, AGENCIES = "Framework", "Agencies"
DATA = "sixsteps"
"""The hidden sheet: the round with its whole framework, and the lists of the drop-downs."""


@frozen
class SheetColumn:
    """A column: its key, header and width in characters, who fills it in, and with what.

    The advice is shown beside a cell that is entered; where words are offered, one of your `own`
    is taken too; `levels` have their colours.
    """

    key: str
    header: str
    width: float
    advice: str = ""
    filled: bool = False
    dated: bool = False
    optional: bool = False
    own: bool = False
    levels: bool = False


_entry = partial(SheetColumn, filled=True)
"""A column that people fill in."""

ID = SheetColumn("id", "Id", 5)
_PIECES = f"{NOTICE} Leave an empty line between pieces."
_DUE = "A date, such as 1 May 2026, or words such as ongoing."
_ADDRESSED = "The numbers of the questions, such as 1.1, 1.2; none means the whole step."
_NUMBER = "The number it has now. A new row may have any, by which the column Asked can name it."

RATINGS_COLUMNS = (
    ID,
    SheetColumn("number", "No.", 5),
    SheetColumn("text", "Question", 72),
    SheetColumn("last", "Last rating", 10, optional=True, levels=True),
    _entry("rating", "Rating", 13, levels=True),
    _entry("rationale", "Rationale", 30, NOTICE),
    _entry("evidence", "Evidence", 36, _PIECES),
    _entry("remaining", "Remaining work", 28, NOTICE),
    _entry("reason", "If not applicable: reason", 18, NOTICE),
)

ACTIONS_COLUMNS = (
    ID,
    _entry("step", "Step", 46),
    _entry("outcome", "Desired outcome of the step", 30, NOTICE),
    _entry("addresses", "Questions addressed", 13, _ADDRESSED),
    _entry("action", "Action", 40, NOTICE),
    _entry("owner", "Owner", 16, NOTICE),
    _entry("due", "Due", 16, _DUE, dated=True),
    _entry("status", "Status", 9),
    _entry("difference", "Difference made", 30, NOTICE),
)

ACTIONS_OF_ALL = (
    *ACTIONS_COLUMNS,
    _entry("respondents", "Whose", 16),
    _entry("progress", "Progress, a note a line", 30, NOTICE),
    _entry("closed_on", "Closed on", 16, dated=True),
)
"""The columns where the actions are those of all, and not of one respondent."""

EVERYBODY = "everybody"
"""Whose an action is that concerns everybody."""

CONTEXT_COLUMNS = (
    ID,
    SheetColumn("number", "No.", 5),
    SheetColumn("text", "Context question", 62),
    _entry("answer", "Answer", 96, NOTICE),
)

ABOUT_COLUMNS = (
    SheetColumn("id", "Id", 9),
    SheetColumn("item", "About this workbook", 34),
    _entry("entry", "Entry", 90),
)

_ROUND_ITEMS = (
    ("organisation", "Partnership or organisation under scrutiny"),
    ("title", "Round, for example: Spring 2026"),
    ("on", "Date of the round"),
    ("use", "Used for"),
)

ABOUT_ITEMS = (
    *_ROUND_ITEMS,
    ("respondent", "Who answers: organisation or group"),
    ("role", "Answering as"),
    ("author", "Completed by"),
    ("contact", "Contact"),
    ("approver", "Approved by"),
    ("return_by", "Return by"),
)
"""The rows of About that are filled in: the id of each and its wording."""

SETUP_ITEMS = (
    *_ROUND_ITEMS,
    ("arrangements", "Scrutiny arrangements, one a line"),
    ("handling", "Handling: how the returns may be kept and shared"),
    ("return_by", "Return by"),
    ("next_on", "Date of the next round"),
    ("adapted_by", "If the framework is changed: who changed it"),
    ("adapted_on", "If the framework is changed: when it was decided"),
    ("adapted_reason", "If the framework is changed: why"),
)
"""The rows of About in a set-up workbook."""

AGENCIES_COLUMNS = (
    _entry("id", "Id", 18, "Leave it empty in a new row."),
    _entry("name", "Name", 44),
    _entry("role", "Role", 26, own=True),
    _entry("independent", "Independent (a role of your own: yes or no)", 18),
    _entry("asked", "Asked (steps or questions; empty: all)", 44, "Numbers, such as 1, 2.3."),
)

KINDS = ("Framework", "Source", "Scale", "Level", "Step", "Question", "Context question")
"""What a row of the sheet Framework may be."""

CHANGES = ("Reworded", "Replaced", "Removed")
"""What may be said of a row of the sheet Framework that was changed."""

FRAMEWORK_COLUMNS = (
    _entry("id", "Id", 9),
    _entry("number", "No.", 6, _NUMBER),
    _entry("kind", "What it is", 16),
    _entry("text", "Text", 66),
    _entry("changed", "If changed: reworded, replaced or removed", 14),
    _entry("why", "Why it was changed", 24),
    _entry("label", "Short name", 18, optional=True),
    _entry("guidance", "Guidance, or what a level means", 34, optional=True),
    _entry("levels", "What levels mean here, a line each", 24, optional=True),
    _entry("asked_of", "Asked of (roles; empty: all)", 18, optional=True),
    _entry("tags", "Tags", 12, optional=True),
    _entry("source", "Borrowed from", 16, optional=True),
    _entry("needs", "A level needs", 12, f"{listed(NEEDS)}, separated by commas", optional=True),
)

MODERATION_COLUMNS = (
    ID,
    SheetColumn("number", "No.", 5),
    SheetColumn("text", "Question", 44),
    SheetColumn("spread", "Spread", 12),
    SheetColumn("raters", "Who rated what", 34),
    SheetColumn("reasons", "Their reasons", 62),
    _entry("rating", "Agreed rating", 13, levels=True),
    _entry("rationale", "Rationale of the agreed rating", 34, NOTICE),
    _entry("evidence", "Evidence", 28, NOTICE),
    _entry("remaining", "Remaining work", 26, NOTICE),
)

ANSWERS = "Answers"
ANSWERS_COLUMNS = (
    ID,
    SheetColumn("number", "No.", 5),
    SheetColumn("respondent", "Respondent", 24),
    SheetColumn("rating", "Own rating", 14, levels=True),
    SheetColumn("rationale", "Own rationale", 50),
    SheetColumn("evidence", "Own evidence", 50),
    SheetColumn("remaining", "Own remaining work", 40),
)
"""Every answer whole, however many there are: the sheet Moderation shows what a page holds."""

MODERATION_ITEMS = (
    ("agreed_by", "Signed off by (empty: still a draft)"),
    ("agreed_on", "Signed off on"),
)
"""The rows of About in a moderation workbook."""


_ELSEWHERE = {AGENCIES: "Respondents", ABOUT_ITEMS[0][1]: "Organisation under scrutiny"}


def called(framework: Framework, words: str) -> str:
    """The title of a sheet or the wording of an item, in those of the framework's own field."""
    return words if words not in _ELSEWHERE or is_published(framework) else _ELSEWHERE[words]


def step_title(framework: Framework, step: Step) -> str:
    """A step as the drop-down of the actions lists it: its number and its title."""
    return f"{framework.number(step.id)} {step.title}"


LEVEL_HEADERS = ("Level", "What it means")
"""The headers of the list of levels at the foot of About."""

_NEEDS = {"evidence": "evidence", "remaining": "the work that remains", "plan": "an action plan"}


def level_meaning(level: Level) -> str:
    """The meaning and the needs of a level, as About says them."""
    if not level.needs:
        return level.meaning
    return f"{level.meaning}\nNeeds {in_prose([_NEEDS[need] for need in level.needs])}.".strip()


BAND, NOTE = {"look": "band"}, {"look": "note"}
"""What a row that only names a step, or says how to answer it, has beside its text."""


def question_rows(
    framework: Framework,
    asked: Iterable[tuple[Step, Question]],
    more: Callable[[str], Mapping[str, str]],
    words: Translation = NO_TRANSLATION,
) -> Iterator[Mapping[str, str]]:
    """The rows of questions, with `more` of each; a step's title and guidance before its first."""
    title = ""
    for step, question in asked:
        if title != (title := step_title(framework, step)):
            number, _, name = title.partition(" ")
            yield {**BAND, "number": number, "text": name}
            if step.guidance:
                other = words.text(f"steps/{step.id}/guidance", step.guidance)
                yield {**NOTE, "text": in_both(step.guidance, other, words.language)}
        text, other = wording(framework, question), wording(framework, question, words)
        yield {
            "id": question.id,
            "number": framework.number(question.id),
            "text": in_both(text, other, words.language),
            **more(question.id),
        }


def texts_by_id(framework: Framework, questions: Iterable[Question]) -> dict[str, tuple[str, str]]:
    """The names of questions in a message and their texts in a row, as `rows_by_id` takes them."""
    return {
        one.id: (f"question {framework.number(one.id)}", wording(framework, one))
        for one in questions
    }


def asked_rows(base: Round) -> Iterator[tuple[Step, Question]]:
    """The questions that have a row: those put to the respondent, and those answered anyway."""
    who = base.respondents[0].id if base.respondents else None
    for step in base.framework.steps:
        for question in step.questions:
            if base.is_asked(question.id, who) or base.answer(question.id, who) is not None:
                yield step, question


def answer_texts(framework: Framework, answer: Answer | None, reason: str) -> dict[str, str]:
    """An answer as its row shows it, by column; `reason` is the column of that for not applicable.

    A rating without a level has an empty cell, as has a question without an answer.
    """
    match answer:
        case NotApplicable():
            return {"rating": NOT_APPLICABLE, reason: answer.reason}
        case Rating():
            return {
                "rating": "" if answer.level is None else framework.scale.label(answer.level),
                "rationale": answer.rationale,
                "evidence": evidence_text(answer.evidence),
                "remaining": answer.remaining,
            }
        case None:
            return {}


def rating_choices(framework: Framework) -> list[str]:
    """The words that a rating is chosen from."""
    return [*(level.label for level in framework.scale.levels), NOT_APPLICABLE]


def wording(framework: Framework, question: Question, words: Translation = NO_TRANSLATION) -> str:
    """The text of the column Question: the question, its guidance, and its levels' meanings."""
    _, text, guidance = words.of_question(question)
    return "\n".join(filter(None, [text, guidance, *words.meanings(framework.scale, question)]))


def small_lines(text: str, width: float) -> list[str]:
    """A text in lines of small letters (Arial 8) as wide as the columns."""
    wide = any(east_asian_width(letter) in "WF" for letter in text)
    return wrap(text, max(int(width * (0.7 if wide else 1.4)), 1))


def in_both(first: str, second: str, language: str) -> str:
    """A wording with the same in another language under it, where there is one."""
    return first if second == first else f"{first}\n— {language} —\n{second}"


_second = re.compile(r"[\r\n]+— [^\r\n]* —[\r\n]+")


def first_language(text: str) -> str:
    """The text in the first language of a cell that may have another under it."""
    return _second.split(text, maxsplit=1)[0]
