"""A framework as an XLSForm, which KoboToolbox, ODK and others turn into a web or phone form."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import TypeAlias

from sixsteps.errors import InvalidError, Problem
from sixsteps.formats.files import Writable, write_bytes
from sixsteps.formats.rows import NOTICE, roles_offered
from sixsteps.formats.xlsx import Spreadsheet
from sixsteps.model.fields import instance_of
from sixsteps.model.framework import Framework
from sixsteps.model.question import Question, Step
from sixsteps.model.translation import NO_TRANSLATION, Translation, fitting
from sixsteps.words import folded

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
_SAID = ("label", "hint")

_Rows: TypeAlias = Iterator[dict[str, str]]


def write_xlsform(
    framework: Framework, path: Writable, *, translation: Translation | None = None
) -> None:
    """Write a form that asks each question's rating, evidence, rationale and remaining work.

    The source's reference stands on its first page, and the request not to identify anybody at
    every place for free text. With a translation, whoever answers chooses the language; what it
    lacks, and the form's own words, stay in the first. `read_table` reads what the form collects.

    Raises:
        InvalidError: for ids that the form's own names would repeat, texts longer than a cell, or
            a translation with texts of another wording.
        MissingExtraError: where xlsxwriter is not installed.
        OSError: where the file cannot be written; what was there before still is.

    >>> from io import BytesIO
    >>> from sixsteps.published import six_steps
    >>> write_xlsform(six_steps(), BytesIO())
    """
    instance_of(framework, Framework, "write_xlsform")
    InvalidError.check("framework", _name_problems(framework))
    words = fitting(translation, framework)
    second = {} if translation is None else {key: f"{key}::{words.language}" for key in _SAID}

    def in_both(rows: Callable[[Framework, Translation], _Rows]) -> _Rows:
        """The rows, with the words of the second language in columns of their own."""
        pairs = zip(rows(framework, NO_TRANSLATION), rows(framework, words), strict=True)
        for row, other in pairs:
            yield row | {column: other.get(key, "") for key, column in second.items()}

    mark = framework.digest[:12]
    settings = {"form_title": framework.title, "form_id": f"sixsteps_{mark}", "version": mark}
    sheets = {
        "survey": ((*_SURVEY, *second.values()), in_both(_survey)),
        "choices": ((*_CHOICES, *[*second.values()][:1]), in_both(_choices)),
        "settings": (tuple(settings), iter([settings])),
    }
    form = Spreadsheet("a form", {"title": framework.title})
    for name, (headers, rows) in sheets.items():
        sheet = form.book.add_worksheet(name)
        for number, row in enumerate([{header: header for header in headers}, *rows]):
            for place, header in enumerate(headers):
                form.put(sheet, number, place, row.get(header, ""))
    write_bytes(path, form.content("framework"))


def _survey(framework: Framework, words: Translation) -> _Rows:
    about = plain(framework.citation)
    asked = {"required": "yes"}
    yield {"type": "note", "name": "about", "label": about, "hint": NOTICE}
    yield {"type": "text", "name": RESPONDENT, "label": ASKED[RESPONDENT], "hint": NOTICE, **asked}
    yield {"type": "select_one roles", "name": ROLE, "label": ASKED[ROLE], **asked}
    for step in framework.steps:
        title = words.text(f"steps/{step.id}/title", step.title)
        group = {"type": "begin_group", "name": step.id, "appearance": "field-list"}
        yield {"label": f"{framework.number(step.id)}. {plain(title)}", **group}
        for note in _notes(step):
            label = plain(words.text(f"steps/{step.id}/guidance", step.guidance))
            yield {"type": "note", "name": note, "label": label}
        for question in step.questions:
            yield from _question(framework, question, words)
        yield {"type": "end_group"}


def _notes(step: Step) -> list[str]:
    """The name of the note that holds a step's guidance, where there is any."""
    return [f"{step.id}_guidance"] if step.guidance else []


def _question(framework: Framework, question: Question, words: Translation) -> _Rows:
    number = framework.number(question.id)
    _, text, guidance = words.of_question(question)
    meanings = words.meanings(framework.scale, question)
    yield {
        "type": "select_one levels",
        "name": question.id,
        "label": question_label(number, text),
        "hint": plain("\n".join(filter(None, [guidance, *meanings]))),
    }
    answered = f"${{{question.id}}} != '' and ${{{question.id}}} != '{NOT_APPLICABLE}'"
    for field in FIELDS:
        when = f"${{{question.id}}} = '{NOT_APPLICABLE}'" if field == "reason" else answered
        yield {
            "type": "text",
            "name": field_name(question.id, field),
            "label": LABELS[field].format(number=number),
            "hint": NOTICE,
            "required": "yes" if field == "reason" else "",
            "relevant": when,
            "appearance": "multiline",
        }


def _choices(framework: Framework, words: Translation) -> _Rows:
    levels = {
        level.key: plain(words.text(f"scale/{level.key}/label", level.label))
        for level in framework.scale.levels
    }
    for key, label in {**levels, NOT_APPLICABLE: "Not applicable"}.items():
        yield {"list_name": "levels", "name": key, "label": label}
    for role in roles_offered(framework):
        yield {"list_name": "roles", "name": role.replace(" ", "_"), "label": role}


def _name_problems(framework: Framework) -> Iterator[Problem]:
    """Names that two fields of the form would share, or that its choices would."""
    seen = {"about": "the form itself", RESPONDENT: "the form itself", ROLE: "the form itself"}
    fields = (
        (name, question.id)
        for question in framework.questions
        for name in (question.id, *(field_name(question.id, field) for field in FIELDS))
    )
    steps = ((name, step.id) for step in framework.steps for name in (step.id, *_notes(step)))
    for name, owner in chain(steps, fields):
        # What reads the form's exports makes no difference between small letters and capitals.
        if (first := seen.setdefault(folded(name), owner)) is not owner:
            place, message = (f"question {owner}",), f"the field {name!r} is also one of {first}"
            yield Problem(place, message, "rename the id", "duplicate", question=owner)
    if NOT_APPLICABLE in framework.scale:
        message = f"a level has the key {NOT_APPLICABLE!r}, which the form uses"
        yield Problem(("scale",), message, "rename it")
