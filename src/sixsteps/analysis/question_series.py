"""One question through any number of rounds: its levels, its gaps, its breaks, its spells."""

import re
from collections.abc import Sequence
from string import ascii_lowercase

from attrs import frozen

from sixsteps.analysis.answer_cells import AnswerKind
from sixsteps.analysis.outcomes import LevelOrKind
from sixsteps.model.scale import Scale

BREAK = "|"
"""The sign in a sequence that what follows cannot be compared with what stands before.

The parts of a split stand after one, and so does what was merged: no rating is copied onto a part,
so each question has a row of its own, while a change compares the parts together.
"""

SIGNS: dict[AnswerKind, str] = {
    AnswerKind.UNANSWERED: ".",
    AnswerKind.STARTED: ".",
    AnswerKind.NOT_APPLICABLE: "n",
    AnswerKind.NOT_ASKED: "x",
    AnswerKind.ANSWERED_NOT_ASKED: "x",
    AnswerKind.NOT_IN_FRAMEWORK: "-",
}
"""The sign for each kind of empty in a sequence."""

LEGEND = (
    ". unanswered; - not in the framework; n not applicable; x not asked; | what follows"
    " cannot be compared with what stands before"
)


@frozen
class Spell:
    """Rounds in a row at one level: how many are certain, and how many possible at most.

    An unanswered round breaks a spell or continues it; nobody knows which.

    >>> print(Spell(2, 4))
    2 to 4
    """

    certain: int
    possible: int

    def __str__(self) -> str:
        if self.certain == self.possible:
            return str(self.certain)
        return f"{self.certain} to {self.possible}"


@frozen
class Series:
    """A question through rounds, followed by its identity whatever its place and number.

    `ids` and `marks` have one member a round: the id the question has there (`None` where the
    framework does not have it), and its level or the kind of empty. `breaks` are the places,
    from 1, of the rounds that cannot be compared with the round before. `name` is what it was
    called last.

    >>> series = Series("Do they meet?", ("s1q1", "s1q1", None), ("red", "red", AnswerKind.STARTED))
    >>> series.id, series.is_asked_last, series.levels
    ('s1q1', False, ('red', 'red', None))
    """

    name: str
    ids: tuple[str | None, ...]
    marks: tuple[LevelOrKind, ...]
    breaks: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """The id it had last."""
        return next(name for name in reversed(self.ids) if name is not None)

    @property
    def is_asked_last(self) -> bool:
        """True if the last round's framework has the question."""
        return self.ids[-1] is not None

    @property
    def levels(self) -> tuple[str | None, ...]:
        """The level of every round, `None` where there is none."""
        return tuple(None if isinstance(mark, AnswerKind) else mark for mark in self.marks)

    def sequence(self, scale: Scale) -> str:
        """The levels as signs, one a round, with breaks: `R A | . G`.

        >>> from sixsteps.published import RAG
        >>> marks = ("red", "amber", AnswerKind.UNANSWERED, "green")
        >>> Series("Do they meet?", ("s1q1",) * 4, marks, breaks=(2,)).sequence(RAG)
        'R A | . G'
        """
        signs = level_signs(scale)
        return self._with_breaks(
            [SIGNS[mark] if isinstance(mark, AnswerKind) else signs[mark] for mark in self.marks],
            f" {BREAK} ",
            " ",
        )

    def words(self, scale: Scale) -> str:
        """The levels in words, for readers whom signs tell nothing."""
        words = [
            mark.value if isinstance(mark, AnswerKind) else scale.label(mark) for mark in self.marks
        ]
        return self._with_breaks(words, "; break; ", ", ")

    def _with_breaks(self, parts: Sequence[str], at_break: str, between: str) -> str:
        joined = parts[0]
        for place, part in enumerate(parts[1:], start=1):
            joined += (at_break if place in self.breaks else between) + part
        return joined

    def present_spell(self, level: str) -> Spell:
        """The rounds in a row at a level up to the last one."""
        return self.spells(level)[-1]

    def longest_spell(self, level: str) -> Spell:
        """The longest spell at a level, anywhere.

        >>> marks = ("red", "red", AnswerKind.UNANSWERED, "red", "amber")
        >>> Series("Do they meet?", ("s1q1",) * 5, marks).longest_spell("red")
        Spell(certain=2, possible=4)
        """
        every = self.spells(level)
        return Spell(max(one.certain for one in every), max(one.possible for one in every))

    def spells(self, level: str) -> tuple[Spell, ...]:
        """For each round the spell at a level that ends there."""
        spells: list[Spell] = []
        certain = possible = 0
        for place, mark in enumerate(self.marks):
            if place in self.breaks:
                certain = possible = 0
            # By `is`: a level may be named like a kind of empty.
            is_open = mark is AnswerKind.UNANSWERED or mark is AnswerKind.STARTED
            is_level = self.levels[place] == level
            certain = certain + 1 if is_level else 0
            possible = possible + 1 if is_level or is_open else 0
            spells.append(Spell(certain, possible))
        return tuple(spells)

    def first_at(self, level: str) -> int | None:
        """The place, from 0, of the first round at a level; `None` where there is none."""
        return self.levels.index(level) if level in self.levels else None


def level_signs(scale: Scale) -> dict[str, str]:
    """A sign for each level: its first letter; where those are shared, its number.

    The number is the one in its label where every label has one of its own ("Level 6" is 6), or
    else its place from 1; `a`, `b`, `c` where some labels hold numbers that their places are not.

    >>> from sixsteps.model.scale import Level
    >>> level_signs(Scale("Maturity", [Level("l0", "Level 0"), Level("l1", "Level 1")]))
    {'l0': '0', 'l1': '1'}
    """
    labels = [level.label for level in scale.levels]
    places = [str(place) for place, _ in enumerate(labels, start=1)]
    numbers = [re.findall(r"\d+", label) for label in labels]
    signs = [label[:1].upper() for label in labels]
    if len(set(signs)) < len(signs) or not all(map(str.isalpha, signs)):
        signs = [own[0] for own in numbers if len(own) == 1]
        if len(set(signs)) < len(labels):
            is_misleading = any(
                own not in ([], [n]) for own, n in zip(numbers, places, strict=True)
            )
            signs = [*ascii_lowercase[: len(labels)]] if is_misleading else places
    return dict(zip(scale.keys, signs, strict=True))
