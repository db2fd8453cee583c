"""Which questions of two frameworks correspond: stated, never guessed from similar wording."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Literal, get_args

from attrs import evolve, field, frozen

from sixsteps.errors import InvalidError, Problem, nearest
from sixsteps.model.checks import (
    as_pairs,
    as_tuple,
    choice_problems,
    for_the_first,
    id_problems,
    pair_problems,
    repeated,
    text_problems,
    type_problems,
)
from sixsteps.model.framework import Framework
from sixsteps.model.scale import Scale
from sixsteps.table import Table, Tabular

Relation = Literal["same", "reworded", "replaced", "split", "merged", "added", "removed"]
"""How old questions relate to new ones; "same" and "reworded" keep identity and meaning."""

RELATIONS: tuple[Relation, ...] = get_args(Relation)
_COMPARABLE = {"same", "reworded", "split", "merged"}
_MIRRORED: Mapping[Relation, Relation] = {
    "split": "merged",
    "merged": "split",
    "added": "removed",
    "removed": "added",
}

Side = Literal["before", "after"]


def _as_ids(values: str | Iterable[str]) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else as_tuple(values, "questions")


@frozen
class Match:
    """Old questions and the new ones they correspond to: one linked unit, or one unmatched.

    `comparable` follows the relation unless it is given: a replaced, added or removed question
    is never comparable.

    >>> Match("care_and_leavers", ["in_care", "care_leavers"], "split").comparable
    True
    """

    old: tuple[str, ...] = field(converter=_as_ids)
    new: tuple[str, ...] = field(converter=_as_ids)
    relation: Relation = "same"
    comparable: bool | None = None
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        if self.comparable is None:
            comparable = isinstance(self.relation, str) and self.relation in _COMPARABLE
            object.__setattr__(self, "comparable", comparable)
        InvalidError.check("match", self._problems())

    def _problems(self) -> Iterator[Problem]:
        for side in ("old", "new"):
            ids = getattr(self, side)
            for position, name in enumerate(ids):
                yield from id_problems(name, f"{side}[{position}]")
            yield from repeated(ids, side, "question")
        yield from type_problems(self.comparable, bool, "comparable", "True or False")
        yield from text_problems(self.reason, "reason")
        unknown = list(
            choice_problems(self.relation, RELATIONS, "relation", "relation", "unknown-relation")
        )
        yield from unknown
        if unknown:
            return
        if self.comparable is True and self.relation not in _COMPARABLE:
            yield Problem("comparable", f"a question that was {self.relation} is not comparable")
        counts = {
            "same": (len(self.old) == 1 == len(self.new), "one old and one new question"),
            "reworded": (len(self.old) == 1 == len(self.new), "one old and one new question"),
            "replaced": (bool(self.old and self.new), "old and new questions"),
            "split": (bool(self.old) and bool(self.new), "old and new questions"),
            "merged": (bool(self.old) and bool(self.new), "old and new questions"),
            "added": (not self.old and bool(self.new), "new questions only"),
            "removed": (bool(self.old) and not self.new, "old questions only"),
        }
        fits, wanted = counts[self.relation]
        if not fits:
            yield Problem("relation", f"the relation {self.relation!r} takes {wanted}")

    def reversed(self) -> "Match":
        """The same correspondence seen from the later framework."""
        return Match(
            self.new,
            self.old,
            _MIRRORED.get(self.relation, self.relation),
            self.comparable,
            self.reason,
        )


def _as_matches(values: Iterable[Match]) -> tuple[Match, ...]:
    return as_tuple(values, "matches")


def _as_levels(
    values: Mapping[str, str] | Iterable[tuple[str, str]],
) -> tuple[tuple[str, str], ...]:
    return as_pairs(values, "levels")


@frozen(repr=False)
class Crosswalk(Tabular):
    """The correspondence of two frameworks' questions, and of their levels where scales differ.

    `levels` maps the levels of the side named by `translates` to those of the other side's
    scale; reversing a crosswalk keeps the scale that figures are given on. `source` says whose
    correspondence it is.

    >>> crosswalk = Crosswalk([Match("leaders", "leaders"), Match("lscb", [], "removed")])
    >>> crosswalk.reversed().matches[1].relation
    'added'
    """

    matches: tuple[Match, ...] = field(converter=_as_matches)
    levels: tuple[tuple[str, str], ...] = field(default=(), converter=_as_levels)
    translates: Side = "before"
    title: str = ""
    source: str = ""

    def __attrs_post_init__(self) -> None:
        InvalidError.check("crosswalk", self._problems())

    def _problems(self) -> Iterator[Problem]:
        for position, match in enumerate(self.matches):
            yield from type_problems(match, Match, f"matches[{position}]", "a Match")
        if all(isinstance(match, Match) for match in self.matches):
            for side in ("old", "new"):
                ids = [
                    (f"matches[{position}].{side}[{place}]", name)
                    for position, match in enumerate(self.matches)
                    for place, name in enumerate(getattr(match, side))
                ]
                places, names = [place for place, _ in ids], [name for _, name in ids]
                yield from repeated(names, side, f"{side} question", places)
        wrong = list(pair_problems(self.levels, "levels"))
        yield from wrong
        if not wrong:
            yield from repeated([old for old, _ in self.levels], "levels", "level")
        if not isinstance(self.translates, str) or self.translates not in get_args(Side):
            yield Problem("translates", "this is 'before' or 'after'", code="unknown-side")
        yield from text_problems(self.title, "title")
        yield from text_problems(self.source, "source")

    def reversed(self) -> "Crosswalk":
        """The crosswalk from the later framework to the earlier, on the same scale as before."""
        side: Side = "after" if self.translates == "before" else "before"
        return evolve(
            self, matches=tuple(match.reversed() for match in self.matches), translates=side
        )

    def between(self, before: Framework, after: Framework) -> "Crosswalk":
        """This crosswalk checked against two frameworks, unlisted questions made explicit.

        A question it does not list is removed (of `before`) or added (of `after`).

        Raises:
            InvalidError: for a question or level that is not in its framework, or a mapping of
                levels that is not monotone.
        """
        InvalidError.check("crosswalk", self._misfits(before, after))
        old = {name for match in self.matches for name in match.old}
        new = {name for match in self.matches for name in match.new}
        removed = [Match(q.id, (), "removed") for q in before.questions if q.id not in old]
        added = [Match((), q.id, "added") for q in after.questions if q.id not in new]
        return evolve(self, matches=(*self.matches, *removed, *added))

    def _misfits(self, before: Framework, after: Framework) -> Iterator[Problem]:
        sides = (
            ("old", before, for_the_first(before.nearest_question)),
            ("new", after, for_the_first(after.nearest_question)),
        )
        for position, match in enumerate(self.matches):
            for side, framework, near in sides:
                for place, name in enumerate(getattr(match, side)):
                    if not framework.has_question(name):
                        yield Problem(
                            f"matches[{position}].{side}[{place}]",
                            framework.unknown_question(name),
                            code="unknown-question",
                            suggestion=near(name),
                        )
        source, target = (before, after) if self.translates == "before" else (after, before)
        for position, (old_level, new_level) in enumerate(self.levels):
            for place, (level, framework) in enumerate(((old_level, source), (new_level, target))):
                if level not in framework.scale:
                    yield Problem(
                        f"levels[{position}][{place}]",
                        framework.scale.unknown(level),
                        code="unknown-level",
                        suggestion=nearest(level, framework.scale.keys),
                    )
        yield from monotone_problems(self.levels, source.scale, target.scale)

    def tables(self) -> tuple[Table, ...]:
        """The correspondence as a table, one row a unit."""
        rows = [
            (
                ", ".join(match.old),
                ", ".join(match.new),
                match.relation,
                "yes" if match.comparable else "no",
                match.reason,
            )
            for match in self.matches
        ]
        columns = ("Old questions", "New questions", "Relation", "Comparable", "Reason")
        return (Table(columns, rows, title=self.title or "Crosswalk", source=self.source),)


def monotone_problems(
    levels: Iterable[tuple[str, str]], source: Scale, target: Scale
) -> Iterator[Problem]:
    """Problems of a mapping of levels that makes a better level worse than a lesser one."""
    known = [
        (source.rank(old), target.rank(new), old, new)
        for old, new in levels
        if old in source and new in target
    ]
    known.sort()
    for (_, low, worse, _), (_, high, better, new) in pairwise(known):
        if high < low:
            yield Problem(
                "levels",
                f"the mapping is not monotone: {better!r} is better than {worse!r} and"
                f" goes to the lower level {new!r}",
                code="not-monotone",
            )
