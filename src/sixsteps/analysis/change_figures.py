"""The figures of a change between two rounds: counts of lines, shares, parts and the sentence."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from sixsteps.analysis.cells import Kind
from sixsteps.analysis.comparison_notes import joined_citation, time_note
from sixsteps.analysis.decomposition import Decomposition, decompose
from sixsteps.analysis.lines import MIRRORED, Line, absent_by_kinds, is_reworded_without_record
from sixsteps.analysis.scores import checked_scores
from sixsteps.analysis.sentence import BoardFigures
from sixsteps.analysis.transitions import Transitions
from sixsteps.errors import InvalidError, UnknownIdError
from sixsteps.model.checks import text_problems
from sixsteps.model.crosswalk import Crosswalk, Match
from sixsteps.model.framework import Framework
from sixsteps.model.round_parts import RoundReference
from sixsteps.model.scale import Scale
from sixsteps.table import Share


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False, repr=False)
class ChangeFigures:
    """The figures of a change: every count of its lines, and the parts of its shares."""

    before: RoundReference
    after: RoundReference
    before_framework: Framework
    after_framework: Framework
    scale: Scale
    lines: tuple[Line, ...]
    crosswalk: Crosswalk
    decompositions: tuple[Decomposition, ...]
    unsupported: Share | None = None
    notes: tuple[str, ...] = ()
    handling: tuple[str, ...] = ()

    @cached_property
    def transitions(self) -> Transitions:
        """The lines rated in both rounds, by their levels before and after."""
        return Transitions.of(self.lines, self.scale)

    @property
    def matched(self) -> int:
        """How many lines both rounds rated comparably."""
        return self.transitions.matched

    @property
    def improved(self) -> int:
        """How many of the matched lines are at a better level."""
        return self.transitions.improved

    @property
    def held(self) -> int:
        """How many of the matched lines are at the same level."""
        return self.transitions.held

    @property
    def declined(self) -> int:
        """How many of the matched lines are at a worse level."""
        return self.transitions.declined

    @property
    def net(self) -> Fraction | None:
        """Improved less declined, of the matched lines, from -1 to 1; `None` where none are."""
        return self.transitions.net

    @property
    def moved(self) -> Fraction | None:
        """Improved and declined, of the matched lines, from 0 to 1; `None` where none are."""
        return self.transitions.moved

    @property
    def entered(self) -> tuple[tuple[str, int], ...]:
        """How many questions entered, by reason, in a fixed order of reasons."""
        found = Counter(line.reason for line in self.lines if line.outcome == "entered")
        return tuple((reason, found[reason]) for reason in MIRRORED if found[reason])

    @property
    def left(self) -> tuple[tuple[str, int], ...]:
        """How many questions left, by reason, in a fixed order of reasons."""
        found = Counter(line.reason for line in self.lines if line.outcome == "left")
        return tuple((reason, found[reason]) for reason in MIRRORED.values() if found[reason])

    @property
    def absent(self) -> tuple[tuple[Kind, Kind, int], ...]:
        """How many questions neither round rated, by the kind of empty before and after."""
        return absent_by_kinds(self.lines)

    @property
    def matched_before(self) -> Share:
        """How many of the earlier framework's questions are matched."""
        count = sum(len(line.old) for line in self.lines if line.is_matched)
        return Share(count, len(self.before_framework.questions))

    @property
    def matched_after(self) -> Share:
        """How many of the later framework's questions are matched."""
        count = sum(len(line.new) for line in self.lines if line.is_matched)
        return Share(count, len(self.after_framework.questions))

    @property
    def counts_before(self) -> tuple[int, ...]:
        """How many rated questions of the earlier round are at each level, worst to best."""
        found = Counter(level for line in self.lines for level in line.before_levels)
        return tuple(found[key] for key in self.scale.keys)

    @property
    def counts_after(self) -> tuple[int, ...]:
        """How many rated questions of the later round are at each level, worst to best."""
        found = Counter(level for line in self.lines for level in line.after_levels)
        return tuple(found[key] for key in self.scale.keys)

    @property
    def removed(self) -> tuple[Line, ...]:
        """The questions the later framework no longer has, with their last ratings."""
        return tuple(line for line in self.lines if line.relation == "removed")

    @property
    def replaced(self) -> tuple[Match, ...]:
        """Which questions were replaced by which others, of another meaning."""
        return tuple(match for match in self.crosswalk.matches if match.relation == "replaced")

    @property
    def reworded_without_record(self) -> tuple[Match, ...]:
        """Which questions the crosswalk calls the same although their words differ."""
        return tuple(
            match
            for match in self.crosswalk.matches
            if is_reworded_without_record(match, self.before_framework, self.after_framework)
        )

    @cached_property
    def _by_new(self) -> Mapping[str, Line]:
        return {name: line for line in self.lines for name in line.new}

    @cached_property
    def _by_old(self) -> Mapping[str, Line]:
        return {name: line for line in self.lines for name in line.old}

    def line(self, question: str) -> Line:
        """The line of a question of the later round.

        Raises:
            UnknownIdError: for a question the later framework does not have.
        """
        self.after_framework.question(question)
        return self._by_new[question]

    def line_before(self, question: str) -> Line:
        """The line of a question of the earlier round.

        Raises:
            UnknownIdError: for a question the earlier framework does not have.
        """
        self.before_framework.question(question)
        return self._by_old[question]

    def share(self, level: str) -> Decomposition:
        """The decomposition of the share at or above a level.

        Raises:
            UnknownIdError: for no level of the scale, or the worst, whose share is always 1.
        """
        rank = self.scale.rank(level)
        if rank == 0:
            raise UnknownIdError(
                f"every rating is at {level!r} or above; there is a share for"
                f" {', '.join(self.scale.keys[1:])}"
            )
        return self.decompositions[len(self.scale) - 1 - rank]

    def decompose(self, scores: Mapping[str, Fraction | int], measure: str = "") -> Decomposition:
        """The change of the mean score in exact parts, for scores of the caller's own.

        There is no default score: differences between levels have no size of their own.

        Raises:
            InvalidError: for scores that do not cover the scale exactly and in order, or a
                measure that is no text.
        """
        InvalidError.check("decomposition", text_problems(measure, "measure"))
        given = checked_scores(self.scale, scores)
        named = measure or ", ".join(
            f"{self.scale.label(key)} = {score}" for key, score in given.items()
        )
        return decompose(self.lines, given, named, self.citation)

    @property
    def sentence(self) -> str:
        """The change in a few plain sentences for a board.

        A comparison that runs back in time, or of a round with itself, says so first.
        """
        whose = self.before.organisation
        of = "" if whose == self.after.organisation else f" of {whose}"
        figures = BoardFigures(
            self.lines,
            self.scale,
            f"{self.before.title}{of}",
            len(self.before_framework.questions),
            len(self.after_framework.questions),
            self.unsupported,
        )
        return " ".join([*time_note(self.before, self.after), figures.sentence()])

    @property
    def citation(self) -> str:
        """The references of both frameworks, once where they are the same."""
        return joined_citation((self.before_framework, self.after_framework))
