"""One adaptation as a record: its edits, who made them, when and why."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import get_args

from attrs import field, frozen

from sixsteps.errors import InvalidError, Problem
from sixsteps.model.checks import (
    as_pairs,
    as_tuple,
    date_problems,
    member_problems,
    pair_problems,
    repeated,
    text_problems,
    type_problems,
)
from sixsteps.model.edits import Edit
from sixsteps.model.source import Source, as_source


def _as_edits(values: Iterable[Edit]) -> tuple[Edit, ...]:
    return as_tuple(values, "edits")


def _as_names(values: str | Iterable[str]) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else as_tuple(values, "by")


def _as_pairs(
    values: Mapping[str, str] | Iterable[tuple[str, str]],
) -> tuple[tuple[str, str], ...]:
    return as_pairs(values, "renamed")


MAX_DEPTH = 50
"""How deep merged adaptations may hold others: they are saved, copied and read by recursion."""


@frozen
class LeftOut:
    """An edit that did not fit the content it was replayed on, and why.

    >>> from sixsteps import RemoveStep
    >>> left = LeftOut(RemoveStep("s7"), "no step 's7'")
    >>> left.why
    "no step 's7'"
    """

    edit: Edit
    why: str

    def __attrs_post_init__(self) -> None:
        InvalidError.check("edit left out", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from type_problems(self.edit, get_args(Edit), "edit", "an edit")
        yield from text_problems(self.why, "why", required=True)


def _as_left_out(values: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    return as_tuple(values, "left_out")


def _as_adaptations(values: Iterable["Adaptation"]) -> tuple["Adaptation", ...]:
    return as_tuple(values, "merges")


@frozen
class Adaptation:
    """What one adaptation did: edits in order with every id resolved, by whom, when and why.

    `by` is one name or several. `base` and `result` are the content digests before and after;
    an adaptation made for one content is not applied to another unawares. `source` is a
    citation of the adaptation's own. `merges` are the adaptations that a merge brought in: the
    citation, the ids in use and the links read them, replaying does not. `renamed` are the ids
    that the merge changed, each as (id there, id here). `left_out` are the edits that did not
    fit when the adaptation was replayed on other content.

    >>> from sixsteps import RemoveQuestion
    >>> made = Adaptation([RemoveQuestion("s6q4")], by="Anytown", on=date(2026, 4, 1))
    >>> print(*made.edits)
    remove question s6q4
    """

    edits: tuple[Edit, ...] = field(converter=_as_edits)
    by: tuple[str, ...] = field(converter=_as_names)
    on: date
    reason: str = ""
    title: str = ""
    source: Source | None = field(default=None, converter=as_source)
    base: str = ""
    result: str = ""
    merges: tuple["Adaptation", ...] = field(default=(), converter=_as_adaptations)
    renamed: tuple[tuple[str, str], ...] = field(default=(), converter=_as_pairs)
    left_out: tuple[LeftOut, ...] = field(default=(), converter=_as_left_out)

    def __attrs_post_init__(self) -> None:
        InvalidError.check("adaptation", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from member_problems(self.edits, get_args(Edit), "edits", "an edit")
        if not self.by:
            yield Problem("by", "nobody is named; say who adapts the framework", code="empty")
        for position, name in enumerate(self.by):
            yield from text_problems(name, f"by[{position}]", required=True)
        yield from date_problems(self.on, "on", required=True)
        for name in ("reason", "title", "base", "result"):
            yield from text_problems(getattr(self, name), name)
        yield from type_problems(self.source, (Source, type(None)), "source", "a Source")
        yield from member_problems(self.merges, Adaptation, "merges", "an Adaptation")
        if self._is_too_deep():
            yield Problem(
                "merges",
                f"merged adaptations nested more than {MAX_DEPTH} deep; adapt the framework"
                " with the edits of diff() instead",
                code="too-deep",
            )
        wrong = list(pair_problems(self.renamed, "renamed"))
        yield from wrong
        if not wrong:
            yield from repeated([there for there, _ in self.renamed], "renamed", "id")
        yield from member_problems(self.left_out, LeftOut, "left_out", "a LeftOut")

    def _is_too_deep(self) -> bool:
        level = [one for one in self.merges if isinstance(one, Adaptation)]
        for _ in range(MAX_DEPTH):
            if not level:
                return False
            # One adaptation merged along many ways is looked at once a level.
            level = list({id(one): one for made in level for one in made.merges}.values())
        return bool(level)

    @property
    def adapter(self) -> str:
        """Who adapted and when, as a citation says it.

        >>> Adaptation([], by=["Anytown", "Othertown"], on=date(2026, 4, 1)).adapter
        'Adapted by Anytown and Othertown (2026)'
        """
        names = " and ".join(filter(None, [", ".join(self.by[:-1]), self.by[-1]]))
        own = f": {self.source.reference}" if self.source else ""
        return f"Adapted by {names} ({self.on.year}){own}"

    @property
    def adapters(self) -> tuple[str, ...]:
        """Every adapter this adaptation rests on, those of merged adaptations first."""
        merged = [adapter for adaptation in self.merges for adapter in adaptation.adapters]
        return (*merged, self.adapter)
