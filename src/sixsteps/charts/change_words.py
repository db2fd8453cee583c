"""How charts word what became of a question between two rounds: a glyph and always a word."""

from attrs import frozen

from sixsteps.analysis.cells import Kind
from sixsteps.analysis.change import Change
from sixsteps.analysis.lines import Line
from sixsteps.charts.marks import BLANKS, Mark
from sixsteps.charts.step_table import Strip
from sixsteps.charts.wording import joined
from sixsteps.palette import DECLINED, IMPROVED, UNCHANGED

UP = Mark("improved", "▲", IMPROVED)
DOWN = Mark("declined", "▼", DECLINED)
SAME = Mark("as before", "=", UNCHANGED)


@frozen
class ChangeWords:
    """The words for the lines of one change."""

    change: Change

    def mark(self, question: str, levels: dict[str, Mark]) -> Mark:
        """The mark of a question of the later round: of its own level, or why it has none."""
        line = self.change.line(question)
        if line.after is None:
            return BLANKS[line.after_kind]
        return levels[line.after_levels[line.new.index(question)]]

    def strip(self, question: str) -> Strip:
        """What stands below the mark of a question of the later round: where it came from."""
        line = self.change.line(question)
        match line.outcome:
            case "improved":
                return Strip(self._matched(line, question, f"▲ from {self._was(line)}"), IMPROVED)
            case "declined":
                return Strip(self._matched(line, question, f"▼ from {self._was(line)}"), DECLINED)
            case "held":
                return Strip(self._matched(line, question, "= as before"), UNCHANGED)
            case "entered":
                return Strip(_entry(line), UNCHANGED)
            case "left":
                return Strip(f"was {self._was(line)} ({line.reason})", UNCHANGED)
            case "absent":
                return Strip(_absence(line), UNCHANGED)

    def removed(self) -> str:
        """The earlier questions that stand in no cell of the later framework, with their ratings.

        Empty where there are none.
        """
        framework, scale = self.change.before_framework, self.change.scale
        gone = [
            f"{framework.number(name)} {framework.question(name).name}"
            f" ({line.reason or line.relation}, last {_last(line, scale.label(line.before))})"
            for line in self.change.lines
            if not line.new
            for name in line.old
        ]
        return f"Questions of the earlier round alone: {'; '.join(gone)}." if gone else ""

    def _was(self, line: Line) -> str:
        return self.change.scale.label(line.before)

    def _matched(self, line: Line, question: str, words: str) -> str:
        """The words for a matched line, which several questions may share."""
        if len(line.old) > 1:
            words += f" ({len(line.old)} questions as one)"
        others = [self.change.after_framework.number(name) for name in line.new if name != question]
        if not others:
            return words
        together = self.change.scale.label(line.after)
        return f"{words} (as one with {joined(others)}: {together})"


def _last(line: Line, label: str) -> str:
    return label if line.before is not None else BLANKS[line.before_kind].word


def _entry(line: Line) -> str:
    if line.reason == "added":
        return "new question"
    if line.reason == "replaced":
        return "new question (replaces another)"
    return line.reason


def _absence(line: Line) -> str:
    if line.before_kind is Kind.NOT_IN_FRAMEWORK:
        return "new question"
    return f"{BLANKS[line.before_kind].word} before"
