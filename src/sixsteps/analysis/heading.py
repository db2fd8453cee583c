"""The heading of a result: the round it is about, as every one of its tables says."""

from collections.abc import Iterable, Sequence
from datetime import date

from attrs import evolve, field, frozen

from sixsteps import __version__
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.digests import sha256_of
from sixsteps.model.framework import Framework, joint_citation
from sixsteps.model.rounds import REDACTED, Round, RoundReference, View
from sixsteps.table import Cell, Data, Result, Table, worded
from sixsteps.words import listed

VIEW_NOTES = {
    "redacted": "The text of this round was redacted; what was recorded is counted as before.",
    "only": "This is the round as one respondent sees it: what others said is not assessed.",
    "public": "Plans and remaining work are not published.",
}
"""What a view of a round does not tell, printed with every table of it."""


@frozen
class Heading:
    """The round a result is about: its organisation, title and date, and the reference to carry.

    `fingerprint` is the framework's, and `digest` the round's own.
    """

    organisation: str
    title: str
    on: date
    citation: str
    view: View | None = None
    handling: tuple[str, ...] = ()
    fingerprint: str = field(default="", eq=False, repr=False)
    digest: str = field(default="", eq=False, repr=False)
    framework: Framework | None = field(default=None, eq=False, repr=False)

    @classmethod
    def of(cls, round_: Round, *read: Framework) -> "Heading":
        """The heading of the results of a round, made with what others `read` there too."""
        framework, handling = round_.framework, handling_lines([round_])
        citation = joint_citation([*read, framework])
        named = round_.organisation, round_.title, round_.on, citation, round_.view, handling
        return cls(*named, framework.fingerprint, round_.digest, framework)

    def table(
        self,
        name: str,
        what: str,
        columns: str | Sequence[str],
        rows: Iterable[Sequence[Cell]],
        notes: Iterable[str] = (),
        data: Data | None = None,
    ) -> Table:
        """A table about this round, its title, its notes and the source in place.

        `columns` are said as `Table.of` takes them, or are headings, and `data` the same as
        other rows.
        """
        below = [note for note in (*notes, *view_notes([self])) if note]
        title = f"{what}: {self.organisation}, {self.title}"
        return labelled(
            Table.of(name, title, columns, rows, below, self.citation, data), self.framework
        )


class OfRound(Result):
    """A result about one round: it was made from the round of its heading."""

    __slots__ = ()
    heading: Heading

    @property
    def made_from(self) -> tuple[Heading, ...]:
        """The round the result was made from."""
        return (self.heading,)


class OfRespondents(OfRound):
    """A result about answers of one round, those of the respondents it names."""

    __slots__ = ()
    whose: tuple[str | None, ...]

    def tables(self) -> tuple[Table, ...]:
        """The summary, and every other table that has rows; that of respondents if of several."""
        return of_respondents(super().tables(), len(self.whose))


def of_respondents(tables: Iterable[Table], count: int) -> tuple[Table, ...]:
    """These tables, that of respondents only where it is of several."""
    return tuple(one for one in tables if count > 1 or one.name != "respondents")


def labelled(table: Table, *frameworks: Framework | None) -> Table:
    """The same table, which says whose the short labels are where it names questions by them."""
    if "Question" not in table.columns:
        return table
    notes = [note for one in frameworks if one is not None for note in one.labels_note]
    return evolve(table, notes=[*dict.fromkeys([*table.notes, *notes])])


def handling_lines(rounds: Iterable[Round]) -> tuple[str, ...]:
    """The handling of the rounds in their own words, each once; not what was taken out."""
    lines = (round_.handling for round_ in rounds)
    return tuple(dict.fromkeys(line for line in lines if line.strip() and line != REDACTED))


def made_by(frameworks: Iterable[str], rounds: Iterable[str] = ()) -> str:
    """What something was made from: the library's version, fingerprints, and digests of rounds.

    >>> made_by(["0d0871a6"], ["afe9d11b", "52c1a0fe"]).partition("; ")[2]
    'framework 0d0871a; rounds afe9d11, 52c1a0f'
    """
    parts = [f"sixsteps {__version__}"]
    for thing, digests in (("framework", frameworks), ("round", rounds)):
        known = [*dict.fromkeys(digest[:7] for digest in digests)]
        if len(known) > 3:
            parts.append(f"{len(known)} {thing}s, {sha256_of(sorted(known))[:7]} together")
        elif known:
            parts.append(f"{thing}{'s' if known[1:] else ''} {listed(known)}")
    return "; ".join(parts)


def as_of_note(as_of: date) -> str:
    """The date that every output prints where dates matter."""
    return f"As of {worded(as_of)}."


def time_note(before: RoundReference, after: RoundReference) -> list[str]:
    """A note that a comparison runs back in time, or compares a round with itself; else nothing."""
    if before == after:
        return ["Both rounds are the same."]
    if before.on > after.on:
        earlier, later = (f"{one.title} ({worded(one.on)})" for one in (after, before))
        return [f"{earlier} is earlier than {later}: this comparison runs back in time."]
    return []


def organisations_note(rounds: Iterable[Round]) -> list[str]:
    """A note on whose rounds are compared, where not all are of one organisation; else nothing."""
    given = list(rounds)
    names = list(dict.fromkeys(round_.organisation for round_ in given))
    ids = {round_.organisation_id for round_ in given}
    renamed = len(ids) == 1 and None not in ids
    if len(names) < 2 or renamed:
        return []
    return [f"These are rounds of {len(names)} organisations: {listed(names)}."]


def selection_notes(*sides: tuple[str, str]) -> list[str]:
    """Notes on whose answers were read in each round, said once where it is the same in all.

    Each side is the title of a round and the note on what was selected of it.
    """
    if len({note for _, note in sides}) == 1:
        return [note for _, note in sides[:1] if note]
    return [f"{title}: {note}" for title, note in sides if note]


def view_notes(made_from: Iterable[Heading]) -> list[str]:
    """Notes on what views of rounds do not tell, said once where all of them are views of a kind.

    >>> spring = "Anytown", "Spring", date(2026, 5, 1), "Pearce (2019)"
    >>> view_notes([Heading(*spring, "public")]), view_notes([Heading(*spring)])
    (['Plans and remaining work are not published.'], [])
    """
    told = [(one.title, VIEW_NOTES[one.view] if one.view else "") for one in made_from]
    if len({note for _, note in told}) == 1:
        return [note for _, note in told[:1] if note]
    return [f"{title}: {note}" for title, note in told if note]


def crosswalk_notes(crosswalks: Iterable[Crosswalk | None]) -> list[str]:
    """A note on each crosswalk that was given, with whose correspondence it is."""
    notes = []
    for crosswalk in crosswalks:
        if crosswalk is not None:
            title = f" “{crosswalk.title}”" if crosswalk.title else " given"
            source = f" ({crosswalk.source})" if crosswalk.source else ""
            notes.append(f"Questions correspond by the crosswalk{title}{source}.")
    return list(dict.fromkeys(notes))


def round_names(titles: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
    """A name for the column of each round: its title, numbered where titles would be shared."""
    if len({*titles, *taken}) == len(titles) + len(tuple(taken)):
        return list(titles)
    return [f"{place}. {title}" for place, title in enumerate(titles, start=1)]
