"""What must hold across a framework: every id once, and content that its lineage made."""

from collections.abc import Iterable, Iterator

from sixsteps.errors import Problem
from sixsteps.model.adaptation_record import Adaptation
from sixsteps.model.digests import short_digest
from sixsteps.model.lineage import Kind, Register
from sixsteps.model.question import ContextQuestion, Step


def repeated_id_problems(
    steps: Iterable[Step], context: Iterable[ContextQuestion]
) -> Iterator[Problem]:
    """Problems of ids that stand for more than one thing."""
    names = [name for _, name in _ids(steps, context)]
    if len(set(names)) == len(names):
        return
    places: dict[str, str] = {}
    for path, name in zip(_paths(steps, context), names, strict=True):
        if name in places:
            yield Problem(
                path, f"the id {name!r} stands at {places[name]} already", code="duplicate"
            )
        else:
            places[name] = path


def chain_problems(lineage: Iterable[Adaptation], base: str, digest: str) -> Iterator[Problem]:
    """Problems of adaptations that do not lead, one after the other, from `base` to `digest`."""
    before, adapted = base, False
    for position, adaptation in enumerate(lineage):
        adapted = True
        if adaptation.base != before:
            yield Problem(
                f"lineage[{position}].base",
                f"this adaptation was made to content {short_digest(adaptation.base)}, and the"
                f" content before it is {short_digest(before)}",
                code="lineage",
            )
        if not adaptation.edits and adaptation.result != adaptation.base:
            yield Problem(
                f"lineage[{position}].result",
                "this adaptation has no edits and another result than its base; change a"
                " framework with adapt()",
                code="lineage",
            )
        before = adaptation.result
    if adapted and before != digest:
        yield Problem(
            "steps",
            f"the content ({short_digest(digest)}) is not what the last adaptation made"
            f" ({short_digest(before)}); change a framework with adapt()",
            code="lineage",
        )


def unaccounted_problems(
    register: Register, steps: Iterable[Step], context: Iterable[ContextQuestion]
) -> Iterator[Problem]:
    """Problems of ids that no lineage brought in."""
    known = {
        "step": register.steps,
        "question": register.questions,
        "context question": register.context,
    }
    unknown = {(kind, name) for kind, name in _ids(steps, context) if name not in known[kind]}
    if not unknown:
        return
    for path, (kind, name) in zip(_paths(steps, context), _ids(steps, context), strict=True):
        if (kind, name) in unknown:
            yield Problem(
                path,
                f"the lineage brings in no {kind} {name!r}; change a framework with adapt()",
                code="lineage",
            )


def _ids(steps: Iterable[Step], context: Iterable[ContextQuestion]) -> Iterator[tuple[Kind, str]]:
    for step in steps:
        yield "step", step.id
        for question in step.questions:
            yield "question", question.id
    for asked in context:
        yield "context question", asked.id


def _paths(steps: Iterable[Step], context: Iterable[ContextQuestion]) -> Iterator[str]:
    """Where each id stands, in the same order; written out only for what is at fault."""
    for position, step in enumerate(steps):
        yield f"steps[{position}].id"
        for place, _ in enumerate(step.questions):
            yield f"steps[{position}].questions[{place}].id"
    for position, _ in enumerate(context):
        yield f"context[{position}].id"
