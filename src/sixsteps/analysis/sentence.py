"""The change between two rounds in a few plain sentences for a board: counts and no causes."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from sixsteps.analysis.lines import Line
from sixsteps.model.scale import Scale
from sixsteps.table import Share

# In the order they are named; "replaced" both enters and leaves.
_GROUPS = {
    "added": "added",
    "removed": "removed",
    "replaced": "replaced",
    "reworded without record": "reworded without record",
    "not comparable": "split or merged without being comparable",
    "newly answered": "newly answered",
    "no longer answered": "no longer answered",
    "newly asked": "newly asked",
    "no longer asked": "no longer asked",
    "newly applicable": "newly applicable",
    "no longer applicable": "no longer applicable",
}

# Colours are nouns as well; other levels are not ("3 of the 9 rated Outstanding").
_COLOURS = {"Red", "Amber", "Green"}


@frozen
class BoardFigures:
    """What the sentence says: the lines, the scale, and the counts the lines do not hold.

    `earlier` names the earlier round; `asked_before` and `asked_after` count the questions of
    each framework. `unsupported` counts the answers of the later round at the best level that
    have no evidence, and is `None` where that level needs none.
    """

    lines: tuple[Line, ...]
    scale: Scale
    earlier: str
    asked_before: int
    asked_after: int
    unsupported: Share | None = None

    def sentence(self) -> str:
        """The figures in words."""
        return " ".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        yield self._compared()
        yield from self._best()
        yield from self._removed()
        yield from self._unsupported()

    @property
    def _matched(self) -> list[Line]:
        return [line for line in self.lines if line.is_matched]

    def _compared(self) -> str:
        matched = self._matched
        if not matched:
            if not self.asked_after:
                return f"There is no question to compare with {self.earlier}."
            if self.asked_after == 1:
                return f"The one question cannot be compared with {self.earlier}."
            return f"None of the {self.asked_after} questions can be compared with {self.earlier}."
        asked = sum(len(line.new) for line in matched)
        if asked < self.asked_after:
            who = f"{asked} of the {self.asked_after} questions"
        else:
            few = {1: "The one question", 2: "Both questions"}
            who = few.get(asked, f"All {asked} questions")
        together = ""
        if len(matched) != asked:
            together = (
                f", as {len(matched)} once those that were split or merged are taken together"
            )
        return f"{who} can be compared with {self.earlier}{together}{_outcomes(matched)}."

    def _best(self) -> Iterator[str]:
        best, label = self.scale.best, self.scale.label(self.scale.best)
        before = [level for line in self.lines for level in line.before_levels]
        after = [level for line in self.lines for level in line.after_levels]
        if not after:
            if self.asked_after:
                yield f"Nothing has been rated since {self.earlier}."
            return
        now = Share(after.count(best), len(after))
        all_rated = len(before) == self.asked_before and len(after) == self.asked_after
        which = "" if all_rated else " of the questions rated"
        if not before:
            yield f"{label} is {now}{which}."
            return
        then = Share(before.count(best), len(before))
        if not self._matched:
            yield f"{label} was {then} and is {now}{which}; they are different questions."
        elif then == now:
            yield f"{label} stayed at {now}{which}.{self._like_for_like(then, now)}"
        else:
            yield f"{label} went from {then} to {now}{which}.{self._like_for_like(then, now)}"

    def _like_for_like(self, then: Share, now: Share) -> str:
        """What the comparable questions alone did, where there are any others."""
        groups = self._groups()
        if not groups:
            return ""
        best, matched = self.scale.best, self._matched
        was = sum(line.before == best for line in matched)
        is_now = sum(line.after == best for line in matched)
        verb = f"rose from {was} to" if is_now > was else f"fell from {was} to"
        moved = f"{verb} {is_now}" if is_now != was else f"stayed at {is_now}"
        whole = (now.value or Fraction(0)) - (then.value or Fraction(0))
        if whole == Fraction(is_now - was, len(matched)):
            others = f"others were {_joined(groups, 'and')}"
        elif not whole:
            others = f"questions {_joined(groups, 'and')} offset that"
        else:
            what = "the difference" if is_now == was else "the rest of the difference"
            others = f"{what} comes from questions {_joined(groups, 'or')}"
        return f" On the comparable questions alone it {moved}; {others}."

    def _groups(self) -> list[str]:
        """The groups that the whole and the comparable questions differ by, with their sizes."""
        sizes = {
            reason: max(
                sum(line.outcome == outcome and line.reason == reason for line in self.lines)
                for outcome in ("entered", "left")
            )
            for reason in _GROUPS
        }
        groups = [f"{_GROUPS[reason]} ({size})" for reason, size in sizes.items() if size]
        compound = [line for line in self._matched if line.is_compound]
        return [*groups, f"split or merged ({len(compound)})"] if compound else groups

    def _removed(self) -> Iterator[str]:
        removed = [line for line in self.lines if line.reason == "removed"]
        worst = sum(line.before == self.scale.worst for line in removed)
        label = self.scale.label(self.scale.worst)
        if worst and len(removed) == 1:
            yield f"The question removed was last rated {label}."
        elif worst:
            were = "was" if worst == 1 else "were"
            yield f"Of the questions removed, {worst} {were} last rated {label}."

    def _unsupported(self) -> Iterator[str]:
        if self.unsupported is None or not self.unsupported.count:
            return
        count, of = self.unsupported.count, self.unsupported.of
        label = self.scale.label(self.scale.best)
        if of == 1:
            one = label if label in _COLOURS else f"rated {label}"
            yield f"The one {one} has no evidence recorded."
            return
        many = f"{label}s" if label in _COLOURS else f"rated {label}"
        if count == of:
            yield f"{'Neither' if of == 2 else 'None'} of the {of} {many} has evidence recorded."
            return
        have = "has" if count == 1 else "have"
        yield f"{count} of the {of} {many} {have} no evidence recorded."


def _outcomes(matched: Sequence[Line]) -> str:
    """What became of the comparable questions, to follow on."""
    counts = {
        words: sum(line.outcome == outcome for line in matched)
        for outcome, words in (
            ("improved", "improved"),
            ("held", "stayed the same"),
            ("declined", "declined"),
        )
    }
    if counts["stayed the same"] == len(matched):
        unmoved = {1: "it stayed the same", 2: "neither of them changed"}
        return f", and {unmoved.get(len(matched), 'none of them changed')}"
    if len(matched) == 1:
        return f", and it {next(words for words, count in counts.items() if count)}"
    return ": " + _joined([f"{count or 'none'} {words}" for words, count in counts.items()], "and")


def _joined(parts: Sequence[str], word: str) -> str:
    """Parts as prose: `a`, `a or b`, `a, b or c`."""
    if len(parts) == 1:
        return parts[0]
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"
