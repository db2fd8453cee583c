"""The sheets of a workbook: their names, their columns, and the words that writer and reader share.

The reader finds a column by its header and a row by its id, so that columns may be moved and
rows sorted; every header here is part of the format.
"""

import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from sixsteps.model.question import Question, Step
from sixsteps.model.ratings import Answer, Evidence
from sixsteps.model.rounds import Round

FORMAT = "sixsteps workbook 1"
"""What the hidden sheet says a workbook is; a change of layout raises the number."""

ABOUT, RATINGS, ACTIONS, CONTEXT = "About", "Ratings", "Actions", "Context"
MODERATION = "Moderation"
DATA = "sixsteps"
"""The hidden sheet: the round with its whole framework, and the lists of the drop-downs."""

MAX_CELL = 32_767
"""What a cell holds, in UTF-16 code units."""

NOTICE = "Do not enter names or details that could identify a child or family."
"""Stands at every place for free text."""

NOT_APPLICABLE = "Not applicable"


@frozen
class Column:
    """A column: its key here, its header, its width in characters, who fills it and with what."""

    key: str
    header: str
    width: float
    filled: bool = False
    dated: bool = False


ID = Column("id", "Id", 5)

RATINGS_COLUMNS = (
    ID,
    Column("step", "Step", 20),
    Column("number", "No.", 5),
    Column("label", "Short name", 15),
    Column("text", "Question", 40),
    Column("rating", "Rating", 11, filled=True),
    Column("rationale", "Rationale", 26, filled=True),
    Column("evidence", "Evidence", 32, filled=True),
    Column("remaining", "Remaining work", 24, filled=True),
    Column("reason", "If not applicable: reason", 16, filled=True),
)
LAST_RATING = Column("last", "Last rating", 10)

ACTIONS_COLUMNS = (
    ID,
    Column("step", "Step", 26, filled=True),
    Column("outcome", "Desired outcome of the step", 26, filled=True),
    Column("addresses", "Questions addressed", 13, filled=True),
    Column("action", "Action", 40, filled=True),
    Column("owner", "Owner", 16, filled=True),
    Column("due", "Due", 16, filled=True, dated=True),
    Column("status", "Status", 9, filled=True),
    Column("difference", "Difference made", 30, filled=True),
)

CONTEXT_COLUMNS = (
    ID,
    Column("number", "No.", 5),
    Column("text", "Context question", 55),
    Column("answer", "Answer", 75, filled=True),
)

ABOUT_COLUMNS = (
    Column("id", "Id", 9),
    Column("item", "About this return", 34),
    Column("entry", "Entry", 90, filled=True),
)

ABOUT_ITEMS = (
    ("organisation", "Partnership or organisation under scrutiny"),
    ("title", "Round, for example: Spring 2026"),
    ("on", "Date of the round"),
    ("use", "Used for"),
    ("respondent", "Who answers: organisation or group"),
    ("role", "Answering as"),
    ("author", "Completed by"),
    ("contact", "Contact"),
    ("approver", "Approved by"),
    ("return_by", "Return by"),
)
"""The rows of About that are filled in: the id of each and its wording."""

MODERATION_COLUMNS = (
    ID,
    Column("number", "No.", 5),
    Column("text", "Question", 50),
    Column("agreed", "Agreed rating", 14, filled=True),
    Column("rationale", "Rationale of the agreed rating", 40, filled=True),
    Column("evidence", "Evidence", 36, filled=True),
    Column("remaining", "Remaining work", 30, filled=True),
)
"""The respondents' own columns stand between the question and the agreed rating."""


def folded(text: str) -> str:
    r"""A header or a label as it is compared: without case and with single spaces.

    >>> folded(" Remaining\n Work ")
    'remaining work'
    """
    return re.sub(r"\s+", " ", text).strip().casefold()


def numbered(number: str, title: str) -> str:
    """A step as the drop-down of the actions lists it.

    >>> numbered("1", "Partners lead")
    '1 Partners lead'
    """
    return f"{number} {title}"


def same_line_ends(text: str) -> str:
    r"""A text whose line ends are all `\n`, as spreadsheets keep them.

    >>> same_line_ends("a\r\nb\rc")
    'a\nb\nc'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


def units(text: str) -> int:
    """The length of a text in UTF-16 code units, by which a spreadsheet measures it.

    >>> units("a"), units("🙂")
    (1, 2)
    """
    return len(text) + sum(letter > "\uffff" for letter in text)


def asked_rows(base: Round) -> Iterator[tuple[Step, Question]]:
    """The questions that have a row: those put to the respondent, and those answered anyway."""
    who = base.respondents[0].id if base.respondents else None
    for step in base.framework.steps:
        for question in step.questions:
            if base.is_asked(question.id, who) or base.answer(question.id, who) is not None:
                yield step, question


def only_answer(base: Round, question: str) -> Answer | None:
    """The answer of the workbook's respondent, who is the round's only one."""
    given = base.answers(question)
    return given[0] if given else None


def wording(question: Question) -> str:
    """What the column Question shows: the question, and the guidance it comes with."""
    return f"{question.text}\n{question.guidance}" if question.guidance else question.text


def evidence_text(evidence: Iterable[Evidence]) -> str:
    """Pieces of evidence as one cell holds them: an empty line between."""
    return "\n\n".join(piece.text for piece in evidence)
