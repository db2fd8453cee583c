"""The panel: many partnerships over many rounds, one byte a cell, and what can be asked of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt
from attrs import evolve, field, frozen
from attrs.converters import optional

from sixsteps.errors import InvalidError, Problem, UnknownIdError
from sixsteps.formats.files import Readable
from sixsteps.formats.frame_columns import Questions
from sixsteps.model.answers import Role
from sixsteps.model.fields import instance_of
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Identity
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.panel import between_periods, counts, publishing, saving
from sixsteps.panel.axes import (
    UNUSED,
    Days,
    PanelRespondent,
    Places,
    Truths,
    Used,
    asks,
    labels,
    places,
    places_on,
    step_identity,
    tag_axis,
)
from sixsteps.panel.cell_bytes import Bytes
from sixsteps.panel.from_frame import fields_of_frame
from sixsteps.panel.from_rounds import Period, fields_of_rounds, own_period
from sixsteps.table import Tabular
from sixsteps.words import counted


def _read_only(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same values in an array that cannot be written to, nor be made so."""
    own = values if values.base is None else values.copy()
    own.flags.writeable = False
    return own.view()


@frozen
class Placement:
    """A question where one part, a step or a tag, holds it: their places on the axes.

    `held` marks, for each period and respondent, where the part does, and is `None` where it always
    does: the same question may stand in another step of another framework. Where no step holds
    it, the cell counts to the first.
    """

    question: int
    part: int
    held: Truths | None = field(default=None, converter=optional(_read_only))


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False, eq=False, repr=False)
class Panel(Tabular):
    """Many organisations' rounds in one place, one byte for each question of each respondent.

    The axes are organisation, respondent, period and question. A question is an identity: the
    panel holds the union over all adaptations of one framework, with one id of two meanings kept
    apart. Texts are not in it. Nothing in it ranks organisations.

    `cells` has the axes question, period and respondent; respondents of one organisation stand
    together. `used` gives for each period and organisation the place of its framework in
    `frameworks`, -1 where it has no round; `dates` gives the round's date as an ordinal, 0 where it
    is unknown. No array can be written to. `own_scale` is the scale the levels were brought to by
    recorded mappings, where the caller named one.

    >>> from datetime import date
    >>> from sixsteps import Rating, six_steps
    >>> def made(name, level):
    ...     return Round(six_steps(), name, "Spring 2026", date(2026, 5, 1), period="2026 Q2",
    ...                  ratings=[Rating("s1q1", level)])
    >>> panel = Panel.from_rounds([made("Anytown", "amber"), made("Othertown", "green")])
    >>> panel
    Panel(2 organisations, 2 respondents, 1 period, 24 questions)
    >>> str(panel.coverage().total.responded)
    '2 of 48'
    """

    organisations: tuple[str, ...]
    periods: tuple[str, ...]
    respondents: tuple[PanelRespondent, ...]
    frameworks: tuple[Framework, ...]
    questions: tuple[Identity, ...]
    used: Used = field(converter=_read_only)
    dates: Days = field(converter=_read_only)
    cells: Bytes = field(converter=_read_only)
    own_scale: Scale | None = None

    def __attrs_post_init__(self) -> None:
        InvalidError.check("panel", self._problems())

    def _problems(self) -> Iterator[Problem]:
        if not self.frameworks:
            yield Problem(("frameworks",), "a panel without any round", "give at least one")
        wanted = {
            "used": (np.int16, (len(self.periods), len(self.organisations))),
            "dates": (np.int32, (len(self.periods), len(self.organisations))),
            "cells": (np.uint8, (len(self.questions), len(self.periods), len(self.respondents))),
        }
        for name, (kind, shape) in wanted.items():
            array = getattr(self, name)
            if array.dtype != kind or array.shape != shape:
                yield Problem(
                    (name,),
                    f"an array of {array.dtype} with the shape {array.shape}",
                    f"the axes need {np.dtype(kind)} with the shape {shape}",
                )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Panel):
            return NotImplemented
        same = (self._labels, self.scale) == (other._labels, other.scale)
        return same and all(
            np.array_equal(getattr(self, name), getattr(other, name))
            for name in ("used", "dates", "cells")
        )

    def __hash__(self) -> int:
        return hash((self.organisations, self.periods, self.respondents, self.questions))

    def __reduce__(self) -> tuple[Any, ...]:
        # Through the class, so that the arrays of a copy cannot be written to either.
        return type(self), (*self._labels, self.used, self.dates, self.cells, self.own_scale)

    @property
    def _labels(self) -> tuple[Any, ...]:
        return self.organisations, self.periods, self.respondents, self.frameworks, self.questions

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({counted(len(self.organisations), 'organisation')},"
            f" {counted(len(self.respondents), 'respondent')},"
            f" {counted(len(self.periods), 'period')},"
            f" {counted(len(self.questions), 'question')})"
        )

    @classmethod
    def from_rounds(
        cls,
        rounds: Iterable[Round],
        *,
        period: Period = own_period,
        periods: Sequence[str] = (),
        scale: Scale | None = None,
    ) -> "Panel":
        """The panel of these rounds, taken one at a time and none of them held.

        `read_rounds` gives those of a JSON Lines file. `period` gives the label of the period a
        round stands for, since dates differ between areas; unless told otherwise it is the round's
        own. Periods stand in the order of the date
        each first has a round, or in the order of `periods`. Plans are seen on each round's date.
        Rounds on several scales of one lineage are brought to `scale` by the recorded mappings;
        what an answer lacks is what it lacks on its own. Names are compared as every reader does.

        Raises:
            InvalidError: with every problem and the place of its round: no period, two rounds of
                an organisation for one period, dates against the order, two origins or scales, a
                level without a mapping.
            NotComparableError: for a scale that no mapping leads to.
        """
        return cls(*fields_of_rounds(rounds, period, periods, scale))

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        frameworks: Framework | Iterable[Framework],
        columns: Mapping[str, str] = {},
        *,
        levels: Mapping[Any, str] = {},
        roles: Mapping[Any, Role | str] = {},
        questions: Questions = "id",
        periods: Sequence[str] = (),
        scale: Scale | None = None,
    ) -> "Panel":
        """The panel of a data frame with one row an answer, as `frames.to_frame` writes it.

        It is read as `frames.from_frame` reads it, with the same `columns`, `levels`, `roles` and
        `questions`. Only `organisation`, `round`, `question` and `level` are needed. The period is
        in the column `period`; where that holds nothing, the round stands for it. There is evidence
        and remaining work where `has_evidence` and `has_remaining` say so or the texts are there,
        a plan where `has_plan` says so; a question without a row is unanswered. Periods stand in
        the order of their first date, or of `periods`; `scale` is as in `from_rounds`.

        Raises:
            DocumentError: with every problem and its place, `row 12, column "level"`, rows counted
                from 1; one problem for all rows of a column that have the same fault.
            NotComparableError: for frameworks of two origins, or two scales and no `scale` that
                mappings lead to.
            MissingExtraError: narwhals or pyarrow is not installed.
        """
        words = {"levels": levels, "roles": roles, "questions": questions}
        return cls(*fields_of_frame(frame, frameworks, columns, periods, scale, **words))

    @classmethod
    def load(cls, source: Readable, *, limit: int = saving.MAX_UNPACKED) -> "Panel":
        """The panel that `save` wrote to a path, or to a binary file object.

        Unpacked, its arrays take at most `limit` bytes: some 40 million rounds of 24 answers.

        Raises:
            DocumentError: with every problem, for a file that holds no sound panel.
            OSError: where the file cannot be opened or read.
        """
        return saving.load(cls, source, limit)

    @property
    def scope(self) -> counts.Scope:
        """The part of the world that the panel's figures are of, and its frameworks."""
        return counts.Scope.of(self)

    @property
    def scale(self) -> Scale:
        """The one scale of every round."""
        return self.own_scale or self.frameworks[0].scale

    @cached_property
    def citation(self) -> str:
        """The reference every output carries, with each adapter of any of the frameworks."""
        if len(self.frameworks) == 1:
            return self.frameworks[0].citation
        source = self.frameworks[0].source
        adapters = dict.fromkeys(
            name for one in self.frameworks for made in one.lineage for name in made.adapters
        )
        borrowed = dict.fromkeys(
            question.source.reference
            for one in self.frameworks
            for question in one.questions
            if question.source
        )
        parts = [source.required_sentence, *adapters]
        if borrowed:
            parts.append(f"With questions from {'; '.join(borrowed)}")
        return f"{'. '.join(parts)}."

    @cached_property
    def question_labels(self) -> tuple[str, ...]:
        """The id of each question, numbered where one id has two meanings."""
        return labels(self.questions)

    @cached_property
    def steps(self) -> tuple[Identity, ...]:
        """The steps that hold the questions, in their order."""
        holding = (
            step_identity(framework, identity.id)
            for identity in self.questions
            for framework in self.frameworks
            if asks(framework, identity)
        )
        return tuple(dict.fromkeys(holding))

    @cached_property
    def step_labels(self) -> tuple[str, ...]:
        """The id of each step, numbered where one id has two meanings."""
        return labels(self.steps)

    @cached_property
    def role_labels(self) -> tuple[str, ...]:
        """The roles there are, in the order of their names."""
        return tuple(sorted({one.role_name for one in self.respondents}))

    @cached_property
    def respondent_organisations(self) -> Places:
        """For each respondent the place of the organisation."""
        owners = [one.organisation for one in self.respondents]
        return _read_only(places_on(self.organisations, owners))

    def groups(self, by: Literal["organisation", "role"]) -> tuple[tuple[str, ...], Places]:
        """The names of the organisations or roles, and for each respondent the place of its own."""
        if instance_of(by, str, "by") == "organisation":
            return self.organisations, self.respondent_organisations
        if by != "role":
            raise UnknownIdError("no groups of that name", "there are organisation, role")
        roles = self.role_labels
        return roles, places_on(roles, [one.role_name for one in self.respondents])

    @cached_property
    def respondent_frameworks(self) -> Used:
        """For each period and respondent the place of the framework answered, or -1."""
        return _read_only(self.used[:, self.respondent_organisations])

    @cached_property
    def tags(self) -> tuple[tuple[str, ...], Truths]:
        """The tags, and for each tag, framework and question whether it is asked under the tag."""
        names, held = tag_axis(self.frameworks, self.questions)
        return names, _read_only(held)

    def placements(
        self, by: Literal["step", "question", "tag"]
    ) -> tuple[tuple[str, ...], Iterable[Placement]]:
        """The names of the steps, questions or tags, and every question with those that hold it."""
        if by == "step":
            return self.step_labels, self._in_steps
        if by == "question":
            every = range(len(self.questions))
            return self.question_labels, map(Placement, every, every)
        names, held = self.tags
        return names, (
            Placement(question, tag, own[self.respondent_frameworks, question])
            for tag, own in enumerate(held)
            for question in np.flatnonzero(own.any(axis=0)).tolist()
        )

    @cached_property
    def _in_steps(self) -> tuple[Placement, ...]:
        """Every question with the step that holds it; several where frameworks differ."""
        return tuple(one for place in range(len(self.questions)) for one in self._placed(place))

    def _placed(self, place: int) -> Iterator[Placement]:
        identity = self.questions[place]
        holders: dict[Identity, list[int]] = {}
        for number, framework in enumerate(self.frameworks):
            if asks(framework, identity):
                holders.setdefault(step_identity(framework, identity.id), []).append(number)
        first, *others = holders.values() or [[]]
        for step, numbers in holders.items():
            held = None
            if others and numbers is first:
                held = np.isin(self.respondent_frameworks, [*chain(*others)], invert=True)
            elif others:
                held = np.isin(self.respondent_frameworks, numbers)
            yield Placement(place, self.steps.index(step), held)

    def period(self, name: str) -> int:
        """The place of a period.

        Raises:
            UnknownIdError: for a period the panel does not have.
        """
        return places(self.periods, [name], "period")[0]

    def where(
        self,
        *,
        organisations: Iterable[str] | None = None,
        periods: Iterable[str] | None = None,
        roles: Iterable[Role | str] | None = None,
        respondents: Iterable[str] | None = None,
        questions: Iterable[str] | None = None,
    ) -> Self:
        """The part of the panel with these organisations, periods, roles, respondents, questions.

        What is not named is kept whole. A question is named as `question_labels` has it; periods
        keep the order of the panel.

        Raises:
            UnknownIdError: for a name the panel does not have.
        """
        kept = places(self.organisations, organisations, "organisation")
        times = places(self.periods, periods, "period")
        asked = places(self.question_labels, questions, "question")
        in_roles = [self.role_labels[n] for n in places(self.role_labels, roles, "role")]
        ids = [*dict.fromkeys(one.id or "" for one in self.respondents)]
        named = {ids[place] for place in places(ids, respondents, "respondent")}
        in_kept = np.isin(self.respondent_organisations, kept)
        chosen = [
            place
            for place, one in enumerate(self.respondents)
            if in_kept[place] and one.role_name in in_roles and (one.id or "") in named
        ]
        used = self.used[np.ix_(times, kept)]
        still = [place for place in range(len(self.frameworks)) if (used == place).any()]
        renumbered = np.full(len(self.frameworks) + 1, UNUSED, np.int16)
        renumbered[still] = np.arange(len(still), dtype=np.int16)
        return evolve(
            self,
            organisations=tuple(self.organisations[place] for place in kept),
            periods=tuple(self.periods[place] for place in times),
            respondents=tuple(self.respondents[place] for place in chosen),
            frameworks=tuple(self.frameworks[place] for place in still),
            questions=tuple(self.questions[place] for place in asked),
            used=renumbered[used],
            dates=self.dates[np.ix_(times, kept)],
            cells=self.cells[np.ix_(asked, times, chosen)],
        )

    tables = counts.tables
    coverage = counts.coverage
    levels = counts.levels
    transitions = between_periods.transitions
    change = between_periods.change
    common_core = publishing.common_core
    distribution = publishing.distribution
    publishable = publishing.publishable
    save = saving.save
