"""What the rows of a workbook stand for: the questions asked, with what is answered so far."""

from collections.abc import Iterable, Iterator

from sixsteps.model.question import Question, Step
from sixsteps.model.ratings import Answer, Evidence
from sixsteps.model.rounds import Round


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
