"""What an output that compares says of itself: its sources, whose answers, by which crosswalk."""

from collections.abc import Iterable

from sixsteps.analysis.selection import Selection
from sixsteps.cells import worded
from sixsteps.errors import listed
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.framework import Framework
from sixsteps.model.round_parts import RoundReference
from sixsteps.model.rounds import Round


def joined_citation(frameworks: Iterable[Framework]) -> str:
    """The references of several frameworks, each once; one that another repeats is left out."""
    every = list(dict.fromkeys(framework.citation for framework in frameworks))
    return "; ".join(
        one for one in every if not any(one in other for other in every if other != one)
    )


def time_note(before: RoundReference, after: RoundReference) -> list[str]:
    """That a comparison runs back in time, or compares a round with itself; else nothing."""
    if before == after:
        return ["Both rounds are the same."]
    if before.on > after.on:
        earlier, later = (f"{one.title} ({worded(one.on)})" for one in (after, before))
        return [f"{earlier} is earlier than {later}: this comparison runs back in time."]
    return []


def organisations_note(rounds: Iterable[Round]) -> list[str]:
    """Whose rounds are compared, where they are not all of one organisation; else nothing."""
    given = list(rounds)
    names = list(dict.fromkeys(round_.organisation for round_ in given))
    ids = {round_.organisation_id for round_ in given}
    renamed = len(ids) == 1 and None not in ids
    if len(names) < 2 or renamed:
        return []
    return [f"These are rounds of {len(names)} organisations: {listed(names)}."]


def selection_notes(*sides: tuple[str, Selection]) -> list[str]:
    """Whose answers were read in each round, said once where it is the same in all.

    Each side is the title of a round and what was selected of it.
    """
    if len({selection.note for _, selection in sides}) == 1:
        return [note for note in [sides[0][1].note] if note]
    return [f"{title}: {selection.note}" for title, selection in sides if selection.note]


def crosswalk_notes(crosswalks: Iterable[Crosswalk | None]) -> list[str]:
    """Which crosswalks were given, with whose correspondence each is."""
    notes = []
    for crosswalk in crosswalks:
        if crosswalk is not None:
            title = f" “{crosswalk.title}”" if crosswalk.title else " given"
            source = f" ({crosswalk.source})" if crosswalk.source else ""
            notes.append(f"Questions correspond by the crosswalk{title}{source}.")
    return list(dict.fromkeys(notes))
