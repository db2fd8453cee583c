"""A framework as an XLSForm, which KoboToolbox, ODK and others turn into a web or phone form."""

from collections.abc import Iterator
from itertools import chain

from sixsteps.errors import InvalidError, Problem
from sixsteps.formats.files import Writable, write_bytes
from sixsteps.formats.rows import NOTICE
from sixsteps.formats.xlsx import Spreadsheet
from sixsteps.model.framework import Framework
from sixsteps.model.question import Question
from sixsteps.model.ratings import Role

FIELDS = ("evidence", "rationale", "remaining", "reason")
"""What is asked beside the rating of a question: `s1q1_evidence` belongs to `s1q1`."""

LABELS = {
    "evidence": "Evidence for {number} (an empty line between pieces)",
    "rationale": "Rationale for {number}",
    "remaining": "Work remaining for {number}",
    "reason": "Why {number} does not apply",
}
"""How the form words each field; exports with labels name their columns so."""

RESPONDENT, ROLE = "respondent", "role"
ASKED = {RESPONDENT: "Which organisation or group answers?", ROLE: "In which role?"}
"""How the form asks who answers."""

NOT_APPLICABLE = "not_applicable"


def field_name(question: str, field: str) -> str:
    """The name of a field beside a question's rating.

    >>> field_name("s1q1", "evidence")
    's1q1_evidence'
    """
    return f"{question}_{field}"


def question_label(number: str, text: str) -> str:
    """How the form words a question.

    >>> question_label("1.1", "Do they meet?")
    '1.1 Do they meet?'
    """
    return f"{number} {plain(text)}"


def plain(text: str) -> str:
    """A text in which a form sees no reference to another field."""
    return text.replace("${", "$ {")


_SURVEY = ("type", "name", "label", "hint", "required", "relevant", "appearance")
_CHOICES = ("list_name", "name", "label")


def write_xlsform(framework: Framework, path: Writable) -> None:
    """Write a form that asks each question's rating, evidence, rationale and remaining work.

    The source's reference stands on its first page, and the request not to identify a child or
    family at every place for free text. `read_table` reads what the form collects.

    Raises:
        InvalidError: for ids that the form's own names would repeat, or texts longer than a cell.
        MissingExtraError: where xlsxwriter is not installed.
        OSError: where the file cannot be written; what was there before still is.

    >>> from io import BytesIO
    >>> from sixsteps.published import six_steps
    >>> write_xlsform(six_steps(), BytesIO())
    """
    InvalidError.check("framework", _name_problems(framework))
    sheets: dict[str, tuple[tuple[str, ...], list[tuple[str, ...]]]] = {
        "survey": (_SURVEY, list(_survey(framework))),
        "choices": (_CHOICES, list(_choices(framework))),
        "settings": (
            ("form_title", "form_id", "version"),
            [(framework.title, f"sixsteps_{framework.digest[:12]}", framework.digest[:12])],
        ),
    }
    form = Spreadsheet("a form", {"title": framework.title})
    for name, (headers, rows) in sheets.items():
        sheet = form.book.add_worksheet(name)
        for row, values in enumerate([headers, *rows]):
            for column, value in enumerate(values):
                form.put(sheet, row, column, value)
    write_bytes(path, form.content("framework"))


def _survey(framework: Framework) -> Iterator[tuple[str, ...]]:
    yield _row("note", "about", plain(framework.citation), NOTICE)
    yield _row("text", RESPONDENT, ASKED[RESPONDENT], NOTICE, required="yes")
    yield _row("select_one roles", ROLE, ASKED[ROLE], required="yes")
    for step in framework.steps:
        title = f"{framework.number(step.id)}. {plain(step.title)}"
        yield _row("begin_group", step.id, title, appearance="field-list")
        for question in step.questions:
            yield from _question(framework, question)
        yield _row("end_group", "", "")


def _question(framework: Framework, question: Question) -> Iterator[tuple[str, ...]]:
    number = framework.number(question.id)
    label = question_label(number, question.text)
    yield _row("select_one levels", question.id, label, plain(question.guidance))
    answered = f"${{{question.id}}} != '' and ${{{question.id}}} != '{NOT_APPLICABLE}'"
    for field in FIELDS:
        when = f"${{{question.id}}} = '{NOT_APPLICABLE}'" if field == "reason" else answered
        yield _row(
            "text",
            field_name(question.id, field),
            LABELS[field].format(number=number),
            NOTICE,
            required="yes" if field == "reason" else "",
            relevant=when,
            appearance="multiline",
        )


def _row(
    kind: str,
    name: str,
    label: str,
    hint: str = "",
    *,
    required: str = "",
    relevant: str = "",
    appearance: str = "",
) -> tuple[str, ...]:
    return kind, name, label, hint, required, relevant, appearance


def _choices(framework: Framework) -> Iterator[tuple[str, ...]]:
    for level in framework.scale.levels:
        yield "levels", level.key, plain(level.label)
    yield "levels", NOT_APPLICABLE, "Not applicable"
    for role in Role:
        yield "roles", role.value.replace(" ", "_"), role.value


def _name_problems(framework: Framework) -> Iterator[Problem]:
    """Names that two fields of the form would share, or that its choices would."""
    seen = {"about": "the form itself", RESPONDENT: "the form itself", ROLE: "the form itself"}
    fields = (
        (name, question.id)
        for question in framework.questions
        for name in (question.id, *(field_name(question.id, field) for field in FIELDS))
    )
    for name, owner in chain(((step.id, step.id) for step in framework.steps), fields):
        if name in seen:
            yield Problem(
                f"question {owner}",
                f"the form's field {name!r} is one of {seen[name]} already",
                "rename the id",
                "duplicate",
                question=owner,
            )
        seen.setdefault(name, owner)
    if NOT_APPLICABLE in framework.scale:
        message = f"a level has the key {NOT_APPLICABLE!r}, which the form uses"
        yield Problem("scale", message, "rename it")
