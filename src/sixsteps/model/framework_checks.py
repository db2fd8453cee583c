"""What must hold across a framework: every id once, and content that its lineage made."""

from collections.abc import Iterable, Iterator

from sixsteps.errors import Problem
from sixsteps.model.adaptation_record import Adaptation
from sixsteps.model.digests import short_digest
from sixsteps.model.lineage import Kind, Register


def repeated_id_problems(ids: Iterable[tuple[str, Kind, str]]) -> Iterator[Problem]:
    """Problems of ids, each with its place and kind, that stand for more than one thing."""
    places: dict[str, str] = {}
    for path, _, name in ids:
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
    register: Register, ids: Iterable[tuple[str, Kind, str]]
) -> Iterator[Problem]:
    """Problems of ids, each with its place and kind, that no lineage brought in."""
    known = {
        "step": register.steps,
        "question": register.questions,
        "context question": register.context,
    }
    for path, kind, name in ids:
        if name not in known[kind]:
            yield Problem(
                path,
                f"the lineage brings in no {kind} {name!r}; change a framework with adapt()",
                code="lineage",
            )
