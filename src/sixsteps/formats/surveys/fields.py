"""The names of a survey's fields, which the form gives and the reader of exports looks for."""

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
