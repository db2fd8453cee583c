"""Which column of an export holds what: by id, by group and id, or by the question's wording."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches

from attrs import frozen

from sixsteps.errors import Problem
from sixsteps.formats.workbook.layout import folded
from sixsteps.model.framework import Framework

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


@frozen
class Field:
    """What a column holds: a question's rating (`kind` is "level") or a field beside it."""

    question: str
    kind: str


def column_name(header: str) -> str:
    """How messages name a column: by its header, cut where it is long.

    >>> column_name("s1/s1q1")
    'column "s1/s1q1"'
    """
    line = " ".join(header.split())
    return f'column "{line if len(line) <= 60 else f"{line[:57]}..."}"'


class Columns:
    """The names that the columns of a framework's survey may have."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._names: dict[str, Field | None] = {}
        for question in framework.questions:
            number = framework.number(question.id)
            level = Field(question.id, "level")
            names = {question.id, question.text, question_label(number, question.text)}
            for name in names:
                self._add(name, level)
            for kind in FIELDS:
                field = Field(question.id, kind)
                self._add(field_name(question.id, kind), field)
                self._add(LABELS[kind].format(number=number), field)
        steps = "|".join(re.escape(step.id) for step in framework.steps)
        self._like_an_id = re.compile(rf"(?:.*[-/])?(({steps})q[0-9]+)(?:_[a-z]+)?", re.IGNORECASE)
        self._longest = max(map(len, self._names), default=0)
        self._wordings = {folded(one.text): one for one in framework.questions}

    def _add(self, name: str, field: Field) -> None:
        """Two questions of one wording cannot be told apart by it."""
        key = folded(name)
        if self._names.setdefault(key, field) != field:
            self._names[key] = None

    def found(
        self, headers: Sequence[str], problems: list[Problem], others: Collection[str]
    ) -> Mapping[Field, int]:
        """The place of each field's column; what cannot be told is noted in `problems`."""
        places: dict[Field, int] = {}
        for place, header in enumerate(headers):
            if header in others:
                continue
            known = [name for name in self._names_in(header) if name in self._names]
            field = self._names[known[0]] if known else None
            if known and field is None:
                problems.append(_ambiguous(header))
            elif field in places:
                first = column_name(headers[places[field]])
                message = f"this column and {first} hold the same; delete one of them"
                problems.append(
                    Problem(column_name(header), message, code="duplicate", question=field.question)
                )
            elif field is not None:
                places[field] = place
            elif (problem := self._nearly(header)) is not None:
                problems.append(problem)
        return places

    def _names_in(self, header: str) -> Iterator[str]:
        """The names a header may stand for: itself, and what follows the groups it is in."""
        whole = folded(header)
        yield whole
        # No name is longer than the longest, whatever precedes it.
        end = whole[-self._longest - 2 :]
        for found in re.finditer("/ ?", end):
            yield end[found.end() :]
        for step in self._framework.steps:
            if header.startswith(f"{step.id}-"):
                yield folded(header.removeprefix(f"{step.id}-"))

    def _nearly(self, header: str) -> Problem | None:
        """The problem of a header that was meant to name a question and does not."""
        if found := self._like_an_id.fullmatch(header.strip()[-1000:]):
            unknown = self._framework.unknown_question(found[1])
            return Problem(column_name(header), *unknown, "unknown-question")
        near = get_close_matches(folded(header)[:2000], self._wordings, n=1, cutoff=0.85)
        if not near:
            return None
        question = self._wordings[near[0]]
        return Problem(
            column_name(header),
            f"almost the wording of {question.id!r} and not quite; name the column"
            f" {question.id!r} if it is meant",
            code="unknown-question",
            question=question.id,
        )


def _ambiguous(header: str) -> Problem:
    return Problem(
        column_name(header),
        "two questions have this wording; name the columns by the questions' ids",
        code="ambiguous",
    )
