"""Ordinal rating scales: levels from worst to best, what each means and what it needs."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Annotated, Literal, get_args

from attrs import field, frozen

from sixsteps.errors import InvalidError, Problem, UnknownIdError
from sixsteps.model import fields
from sixsteps.model.fields import Checked, Constraint, Count, Id, Several, Text, Words
from sixsteps.model.source import Source, as_source
from sixsteps.words import listed, quoted

Need = Literal["evidence", "remaining", "plan"]
"""A need of an answer at a level: evidence, the remaining work stated, an action plan."""

NEEDS: tuple[Need, ...] = get_args(Need)


_need_problems = partial(fields.choice_problems, choices=NEEDS, what="need")


def low_middle(number: int) -> int:
    """The place of the low median among this many sorted values, counted from 0."""
    return (number - 1) // 2


def _as_needs(values: Iterable[Need]) -> tuple[Need, ...]:
    given = fields.as_tuple(values, "needs", ordered=False)
    texts = [need for need in given if isinstance(need, str)]
    known = tuple(need for need in NEEDS if need in texts)
    return known + tuple(need for need in given if not isinstance(need, str) or need not in NEEDS)


_A_FILL = fields.matching(
    "#[0-9A-Fa-f]{6}",
    "that is not a colour",
    "write '#' and six hexadecimal digits, as in '#43A373'",
    "bad-colour",
    required=False,
)


@frozen(repr=False)
class Level(Checked):
    """One level of a scale: its key in data, its label on paper, its meaning and its needs.

    `fill` is its colour, "#RRGGBB", where it has one of its own. Text on it is black or white,
    whichever reads better: on any colour at all one of the two has a contrast of at least 4.5.
    Like the label it is content.

    >>> Level("amber", "Amber", "some parts can be answered positively", needs=["evidence"])
    Level('amber')
    """

    key: Id
    label: Text = ""
    meaning: Text = ""
    needs: tuple[Annotated[Need, Constraint(_need_problems)], ...] = field(
        default=(), converter=_as_needs
    )
    fill: Annotated[str, _A_FILL] | None = None

    def __attrs_post_init__(self) -> None:
        if isinstance(self.label, str) and not self.label and isinstance(self.key, str):
            object.__setattr__(self, "label", self.key.replace("_", " ").capitalize())
        super().__attrs_post_init__()

    def __repr__(self) -> str:
        return f"Level({self.key!r})"


@frozen(slots=False, cache_hash=True)
class Scale(Checked):
    """An ordinal scale of 2 to 12 levels, from worst to best; the steps between have no size.

    `source` is where its levels come from, if not from the framework that has it; two scales are
    equal whatever their sources.

    >>> scale = Scale("Ofsted", [Level("inadequate"), Level("good"), Level("outstanding")])
    >>> scale.rank("good"), scale.worst, scale.best
    (1, 'inadequate', 'outstanding')
    """

    title: Words
    levels: Annotated[
        tuple[Level, ...], Count(2, 12, "a scale has 2 to 12 levels, not {}", code="level-count")
    ] = field(converter=Several[Level])
    source: Source | None = field(default=None, converter=as_source, eq=False, repr=False)

    def _problems(self) -> Iterator[Problem]:
        yield from fields.repeated(self.keys, ("levels",), "level key", own=True, alike=True)
        labels = [level.label for level in self.levels]
        yield from fields.repeated(labels, ("levels",), "level label", own=True, alike=True)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the levels, worst to best."""
        return tuple(level.key for level in self.levels)

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {key: rank for rank, key in enumerate(self.keys)}

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._ranks

    def __len__(self) -> int:
        return len(self.levels)

    def rank(self, key: str) -> int:
        """The place of a level, from 0 for the worst.

        Raises:
            UnknownIdError: for a key that is no level of the scale.
        """
        try:
            return self._ranks[key]
        except (KeyError, TypeError):
            raise UnknownIdError(*self.unknown(key)) from None

    def level(self, key: str) -> Level:
        """The level with this key.

        Raises:
            UnknownIdError: for a key that is no level of the scale.
        """
        return self.levels[self.rank(key)]

    def label(self, key: str | None) -> str:
        """The name of a level for people; `None` is "not rated"."""
        return "not rated" if key is None else self.level(key).label

    @property
    def worst(self) -> str:
        """The key of the lowest level."""
        return self.levels[0].key

    @property
    def best(self) -> str:
        """The key of the highest level."""
        return self.levels[-1].key

    def unknown(self, key: object) -> tuple[str, str]:
        """The message and the remedy for a key that is no level of this scale."""
        known = [text for level in self.levels for text in (level.key, level.label)]
        shown = quoted(key, known, otherwise="")
        message = f"unknown level {shown}" if shown else "that is not a level"
        return message, f"the scale has {listed(self.keys)}"

    def lacking(self, keys: Iterable[str]) -> list[str]:
        """Those of the keys that are no levels of the scale."""
        return [key for key in keys if key not in self._ranks]

    def median_low(self, keys: Iterable[str]) -> str:
        """The low median of one or more levels: half of them are at most this level.

        Raises:
            UnknownIdError: for a key that is no level of the scale.
            InvalidError: for no levels at all.
        """
        ranks = sorted(self.rank(key) for key in fields.as_tuple(keys, "levels"))
        if not ranks:
            raise InvalidError("levels", [Problem((), "no levels", "give at least one", "empty")])
        return self.keys[ranks[low_middle(len(ranks))]]

    def compound(self, keys: Iterable[str]) -> str:
        """The one level that several levels stand for together.

        On three levels: all the same gives that level, anything mixed the middle one, as the
        level definitions of Section 5 of the paper imply. On other scales: the low median.

        Raises:
            UnknownIdError: for a key that is no level of the scale.
            InvalidError: for no levels at all.
        """
        given = fields.as_tuple(keys, "levels")
        low = self.median_low(given)
        if len(self.levels) != 3:
            return low
        return low if len(set(given)) == 1 else self.keys[1]

    @property
    def compound_rule(self) -> str:
        """The name of the rule `compound` follows, for every output that used it."""
        if len(self.levels) == 3:
            return f"all the same: that level; mixed: {self.levels[1].label}"
        return "low median"
