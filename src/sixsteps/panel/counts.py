"""Coverage and level counts of a panel, as a whole and by step, question or another part."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, get_args

import numpy as np
from attrs import asdict, frozen

from sixsteps.analysis.answer_cells import TAG_NOTE, AnswerCounts, AnswerKind
from sixsteps.analysis.summary import Reading
from sixsteps.errors import UnknownIdError
from sixsteps.model.answers import CONSENSUS, Role
from sixsteps.model.fields import instance_of
from sixsteps.model.scale import Scale
from sixsteps.panel.axes import UNUSED
from sixsteps.panel.cell_bytes import EMPTIES, MASKED, Code, Tally, tallies, tally, tally_size
from sixsteps.panel.joining import joined, reading_notes
from sixsteps.table import Cell, Data, Result, Table
from sixsteps.words import counted, listed, nearest, quoted

if TYPE_CHECKING:
    from sixsteps.panel.panel import Panel

By = Literal["step", "question", "tag", "period", "organisation", "role"]
"""The parts that figures are given for, besides the whole."""

BYS: tuple[By, ...] = get_args(By)

_EMPTY = tuple((kind, EMPTIES[kind]) for kind in AnswerKind if kind in EMPTIES)
"""The kinds of empty in the order of `AnswerKind`, with their codes."""

COVERAGE_NOTE = (
    "Supported: has the evidence its level needs. Complete: lacks nothing its level needs"
    " (evidence, remaining work, a plan with an open action on the round's own date); what a public"
    " round does not tell of is lacking."
)
ORDER_NOTE = "In the order of their names or of the framework; not a ranking."
UNFOLDED_NOTE = "Not for publication: small counts may tell of one organisation."


def part_notes(by: By) -> tuple[str, ...]:
    """The notes on such parts, wherever they are shown."""
    of_organisation = ORDER_NOTE, UNFOLDED_NOTE
    notes = {"organisation": of_organisation, "question": (UNFOLDED_NOTE,), "tag": (TAG_NOTE,)}
    return notes.get(by, ())


@frozen
class Scope:
    """The scope of a panel's figures: how many organisations, the periods, and the frameworks.

    `frameworks` are the fingerprints; `rounds` counts an organisation's round in a period once, and
    `consensus` the respondents whose answers are those of a consensus.

    >>> from sixsteps import Panel, samples
    >>> print(Panel.from_rounds([samples.autumn_2025(), samples.spring_2026()]).scope)
    1 organisation, 5 respondents, 28 questions, 2025-H2 to 2026-H1.
    """

    organisations: int
    respondents: int
    questions: int
    rounds: int
    periods: tuple[str, ...]
    frameworks: tuple[str, ...]
    consensus: int = 0

    @classmethod
    def of(cls, panel: "Panel") -> "Scope":
        """The scope of a panel."""
        joint = [place for place, one in enumerate(panel.respondents) if one.id == CONSENSUS]
        joint = [one for one in joint if panel.respondents[one].role == Role.PARTNERSHIP]
        return cls(
            *(len(panel.organisations), len(panel.respondents), len(panel.questions)),
            int(np.count_nonzero(panel.used != UNUSED)),
            panel.periods,
            tuple(one.fingerprint for one in panel.frameworks),
            int(np.count_nonzero(panel.present[:, joint].any(axis=0))),
        )

    @property
    def consensus_note(self) -> str:
        """The sentence that rules made some of the answers, which a panel cannot name."""
        told = "Respondents that are a consensus, whose rule a panel does not hold"
        return f"{told}: {self.consensus}." if self.consensus else ""

    def __str__(self) -> str:
        """A sentence, which every output of a panel prints."""
        told = (
            f"{counted(self.organisations, 'organisation')},"
            f" {counted(self.respondents, 'respondent')}, {counted(self.questions, 'question')},"
            f" {' to '.join(dict.fromkeys((self.periods[0], self.periods[-1])))}."
        )
        return f"{told} {self.consensus_note}".strip()


class PanelResult(Result):
    """A result of a panel, which says of how many rounds, periods and frameworks it is."""

    __slots__ = ()
    scope: Scope

    def _made_of(self) -> dict[str, object]:
        own = asdict(self.scope) | {"periods": [*self.scope.periods]}
        frameworks = sorted(one[:7] for one in own.pop("frameworks"))
        return {"frameworks": frameworks, "panel": own}


T = TypeVar("T")


@frozen(repr=False)
class ByPart(PanelResult, Generic[T]):
    """Figures of the whole of a panel, and of each of its parts by name.

    `notes` say how the answers were read; every table and chart of the figures prints them.
    """

    by: By
    total: T
    parts: tuple[tuple[str, T], ...]
    scope: Scope
    citation: str
    notes: tuple[str, ...]

    def _tables(
        self,
        what: str,
        columns: Sequence[str],
        cells: Callable[[T], Sequence[Cell]],
        data: str,
        records: Callable[[T], Iterable[Sequence[Cell]]],
        *notes: str,
    ) -> tuple[Table, ...]:
        """The figures of each part, then those of the whole in the last row.

        `records` gives the same as rows of `data`, in which the whole is the part without a name.
        """
        rows = [(name, *cells(one)) for name, one in (*self.parts, ("All", self.total))]
        every = (str(self.scope), *self.notes, *notes)
        parts = (*self.parts, (None, self.total))
        tidy = [(name, *own) for name, one in parts for own in records(one)]
        headings, title = (self.by.capitalize(), *columns), f"{what} by {self.by}"
        tidied = Data.of(f"part {data}", tidy)
        return (Table.of(what.lower(), title, headings, rows, every, self.citation, tidied),)


@frozen
class PanelCounts(AnswerCounts):
    """The counts of a panel's answers.

    >>> counts = PanelCounts(12, 11, 7, 6, 5, 3)
    >>> str(counts.completed), counts.unanswered
    ('3 of 7', 1)
    """

    @classmethod
    def of(cls, counts: Tally) -> "PanelCounts":
        """The nested counts of a tally."""
        at_least = np.cumsum(counts[:-2][::-1])[::-1].tolist()
        return cls(
            at_least[Code.NOT_APPLICABLE],
            at_least[Code.NOT_APPLICABLE + 1],
            at_least[Code.UNANSWERED],
            at_least[Code.FIRST_LEVEL],
            int(counts[-2]),
            int(counts[-1]),
            int(counts[Code.STARTED]),
            int(counts[Code.ANSWERED_NOT_ASKED]),
        )


@frozen(repr=False)
class PanelCoverage(ByPart[PanelCounts]):
    """The result of `Panel.coverage`: the counts of the whole panel and those of each part.

    >>> from sixsteps import Panel, samples
    >>> panel = Panel.from_rounds([samples.autumn_2025(), samples.spring_2026()])
    >>> print(panel.coverage("period").parts[0][1].completed)
    7 of 24
    """

    def all_tables(self) -> tuple[Table, ...]:
        """The parts, then the whole in the last row."""

        def cells(one: PanelCounts) -> tuple[Cell, ...]:
            counts = one.asked, one.responded, one.evidenced, one.completed
            return *counts, one.not_applicable, one.not_asked

        return self._tables(
            "Coverage",
            ("Asked", "Answered", "Supported", "Complete", "Not applicable", "Not asked"),
            cells,
            "asked:int answered:ratio supported:ratio complete:ratio not_applicable:int"
            " not_asked:int",
            lambda one: [cells(one)],
            COVERAGE_NOTE,
        )


@frozen
class LevelsOf:
    """The answers of one part: the reading of those rated, and how many cells are empty how.

    `empty` counts the cells of each kind of empty, each kind in the order of `AnswerKind`.

    >>> from sixsteps import Panel, samples
    >>> panel = Panel.from_rounds([samples.autumn_2025(), samples.spring_2026()])
    >>> panel.levels().total.reading.counts
    (23, 68, 34)
    """

    reading: Reading
    empty: tuple[tuple[AnswerKind, int], ...]

    @classmethod
    def of(cls, scale: Scale, counts: Tally) -> "LevelsOf":
        """The levels and the empties of a tally."""
        numbers = counts.tolist()
        return cls(
            Reading(scale, tuple(numbers[Code.FIRST_LEVEL : -2])),
            tuple([(kind, numbers[code]) for kind, code in _EMPTY]),
        )

    @property
    def empties(self) -> Mapping[AnswerKind, int]:
        """The number of empty cells by kind."""
        return dict(self.empty)


@frozen(repr=False)
class LevelCounts(ByPart[LevelsOf]):
    """The result of `Panel.levels`: the answers at each level, in all and in each part.

    >>> from sixsteps import Panel, samples
    >>> panel = Panel.from_rounds([samples.autumn_2025(), samples.spring_2026()])
    >>> [name for name, _ in panel.levels("role").parts]
    ['agreed', 'independent scrutineer', 'lead partner']
    """

    @property
    def scale(self) -> Scale:
        """The scale of the answers."""
        return self.total.reading.scale

    def all_tables(self) -> tuple[Table, ...]:
        """The parts, then the whole in the last row; the kinds of empty stand apart."""
        kinds = [
            kind
            for kind, _ in _EMPTY
            if any(found.empties[kind] for _, found in (*self.parts, ("", self.total)))
        ]
        columns = [
            "Rated",
            *(level.label for level in self.scale.levels),
            *(kind.value.capitalize() for kind in kinds),
        ]
        return self._tables(
            "Levels",
            columns,
            lambda one: (
                *(one.reading.total, *one.reading.counts),
                *(one.empties[kind] for kind in kinds),
            ),
            "level kind answers:int",
            lambda one: [
                *(
                    (key, AnswerKind.RATED.value, count)
                    for key, count in zip(self.scale.keys, one.reading.counts, strict=True)
                ),
                *((None, kind.value, count) for kind, count in one.empty),
            ],
        )


def coverage(panel: "Panel", by: str = "step", *, rule: str | None = None) -> PanelCoverage:
    """The share of what was asked that is answered, supported and complete.

    `by` is "step", "question", "tag", "period", "organisation" or "role"; a question counts to each
    of its tags. Take a part of the panel with `where` first to have the figures of one period or
    role. A rule joins the answers of an
    organisation's respondents to one, as `consensus` does; a plan then counts where it is for one
    of those whose level it is.

    Raises:
        UnknownIdError: for any other `by`, or an unknown rule.
    """
    return _counted(PanelCoverage, PanelCounts.of, panel, by, rule)


def levels(panel: "Panel", by: str = "step", *, rule: str | None = None) -> LevelCounts:
    """The number of answers at each level, and of empty cells of each kind.

    A rule joins the answers of an organisation's respondents to one, as `consensus` does.

    Raises:
        UnknownIdError: for a `by` that is none of those `coverage` takes, or an unknown rule.
    """
    return _counted(LevelCounts, partial(LevelsOf.of, panel.scale), panel, by, rule)


R = TypeVar("R", PanelCoverage, LevelCounts)


def _counted(
    kind: type[R], of: Callable[[Tally], Any], panel: "Panel", by: str, rule: str | None
) -> R:
    """A result made of the tally of each part and of the whole."""
    lacks = kind is PanelCoverage
    checked, parts, whole = _tallied(joined(panel, rule), by, lacks=lacks)
    named = tuple((name, of(own)) for name, own in parts)
    notes = reading_notes(panel, rule) + part_notes(checked)
    return kind(checked, of(whole), named, panel.scope, panel.citation, notes)


def checked_by(by: str) -> By:
    """The name of a part as one of those there are.

    Raises:
        UnknownIdError: for a name that is none.
    """
    instance_of(by, str, "by", f"give one of {listed(BYS)}")
    for known in BYS:
        if by == known:
            return known
    near = nearest(by, BYS)
    what = quoted(by, BYS, "that name")
    raise UnknownIdError(f"no figures by {what}", f"there are {listed(BYS)}", suggestion=near)


def _tallied(
    panel: "Panel", by: str, *, lacks: bool
) -> tuple[By, tuple[tuple[str, Tally], ...], Tally]:
    """The tally of each part by its name, and that of the whole."""
    checked, levels = checked_by(by), len(panel.scale)
    if checked in ("step", "question", "tag"):
        names, placements = panel.placements(checked)
        found = np.zeros((len(names), tally_size(levels)), np.int64)
        for one in placements:
            cells = panel.cells[one.question]
            if one.held is not None:
                cells = np.where(one.held, cells, np.uint8(MASKED))
            found[one.part] += tally(cells, levels, lacks=lacks)
    else:
        if checked == "period":
            names, places = panel.periods, np.arange(len(panel.periods))[:, np.newaxis]
        else:
            names, places = panel.groups("role" if checked == "role" else "organisation")
        # The place is the same for every question.
        wide = np.broadcast_to(places.astype(np.int32), panel.cells.shape[1:])
        groups = np.ascontiguousarray(wide)
        found = np.zeros((len(names), tally_size(levels)), np.int64)
        for cells in panel.cells:
            found += tallies(cells, levels, groups, len(names))
    whole = found.sum(axis=0) if checked != "tag" else tally(panel.cells, levels, lacks=lacks)
    return checked, tuple(zip(names, found, strict=True)), whole


_NAMED = 5
"""The most names of an axis a row gives; a panel may have thousands."""


def tables(panel: "Panel") -> tuple[Table, ...]:
    """The contents: the axes with their first names, the rounds and the answers.

    Respondents are counted and called by their roles: their names are in no panel.
    """
    total = coverage(panel).total
    titles = dict.fromkeys(framework.title for framework in panel.frameworks)
    rows: list[tuple[Cell, ...]] = [
        ("Organisations", len(panel.organisations), listed(panel.organisations, _NAMED)),
        ("Respondents", len(panel.respondents), listed(panel.role_labels, _NAMED)),
        ("Periods", len(panel.periods), listed(panel.periods, _NAMED)),
        ("Questions", len(panel.questions), listed(panel.question_labels, _NAMED)),
        ("Frameworks", len(panel.frameworks), listed([*titles], _NAMED)),
        ("Rounds", int(np.count_nonzero(panel.used != UNUSED)), None),
        ("Asked and applicable", total.asked, None),
        ("Answered", total.responded, None),
        ("Supported", total.evidenced, None),
        ("Complete", total.completed, None),
    ]
    notes, source = panel.scale_notes, panel.citation
    return (Table(("Panel", "Count", "Which"), rows, notes=notes, source=source),)
