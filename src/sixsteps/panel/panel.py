"""The panel: many partnerships over many rounds, one byte a cell, and what can be asked of it."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt
from attrs import Factory, define, evolve, field, frozen
from attrs.converters import optional

from sixsteps.analysis.answer_cells import respondent_ids
from sixsteps.analysis.outcomes import mapping_note
from sixsteps.errors import InvalidError, Problem, UnknownIdError, WrongTypeError, bounded
from sixsteps.formats.files import Readable
from sixsteps.formats.frame_columns import Questions
from sixsteps.model.answers import Role
from sixsteps.model.fields import instance_of, several
from sixsteps.model.framework import Framework, joint_citation
from sixsteps.model.lineage import Identity
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.panel import axes, between_periods, counts, publishing, saving
from sixsteps.panel.axes import UNUSED, Days, OwnArray, PanelRespondent, Places, Truths, Used
from sixsteps.panel.cell_bytes import Bytes, Code, byte_tables, empty, round_bytes
from sixsteps.panel.from_frame import fields_of_frame
from sixsteps.table import Tabular
from sixsteps.words import counted, folded, of_type

Period = Callable[[Round], str | None]
"""A function that gives the label of the period a round stands for."""


def _own_period(round_: Round) -> str | None:
    """The period a round names itself."""
    return round_.period


def _read_only(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same values in an array that cannot be written to, nor be made so."""
    own = values if values.base is None else values.copy()
    own.flags.writeable = False
    return own.view()


def _kept(values: npt.NDArray[Any] | OwnArray) -> npt.NDArray[Any]:
    """The values for a panel alone: whoever gave an array may hold it, or a view of it."""
    if isinstance(values, OwnArray):
        return _read_only(values.values)
    return _read_only(np.array(values, order="C"))


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


@frozen(slots=False, eq=False, repr=False)
class Panel(Tabular):
    """Many organisations' rounds in one place, one byte for each question of each respondent.

    The axes are organisation, respondent, period and question. A question is an identity: the
    panel holds the union over all adaptations of one framework, with one id of two meanings kept
    apart. Texts are not in it. Nothing in it ranks organisations.

    `cells` has the axes question, period and respondent; respondents of one organisation stand
    together. `used` gives for each period and organisation the place of its framework in
    `frameworks`, -1 where it has no round; `dates` gives the round's date as an ordinal, 0 where it
    is unknown. The arrays given are copied, and none can be written to. `own_scale` is the scale
    the levels were brought to by recorded mappings, where the caller named one, and `mapped` for
    each framework what its own levels became: every figure says so.

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
    used: Used = field(converter=_kept)
    dates: Days = field(converter=_kept)
    cells: Bytes = field(converter=_kept)
    own_scale: Scale | None = None
    mapped: axes.Mapped = Factory(
        lambda panel: axes.recorded_levels(panel.frameworks, panel.own_scale), takes_self=True
    )

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
                message = f"an array of {array.dtype} with the shape {array.shape}"
                remedy = f"the axes need {np.dtype(kind)} with the shape {shape}"
                yield Problem((name,), message, remedy)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Panel):
            return NotImplemented
        theirs = other._labels, other.scale, other.mapped
        same = (self._labels, self.scale, self.mapped) == theirs
        return same and all(
            np.array_equal(getattr(self, name), getattr(other, name))
            for name in ("used", "dates", "cells")
        )

    def __hash__(self) -> int:
        return hash((self.organisations, self.periods, self.respondents, self.questions))

    def __reduce__(self) -> tuple[Any, ...]:
        # Through the class, so that the arrays of a copy cannot be written to either.
        arrays = self.used, self.dates, self.cells
        return type(self), (*self._labels, *arrays, self.own_scale, self.mapped)

    @property
    def _labels(self) -> tuple[Any, ...]:
        return self.organisations, self.periods, self.respondents, self.frameworks, self.questions

    def __repr__(self) -> str:
        names = "organisations", "respondents", "periods", "questions"
        sizes = (counted(len(getattr(self, name)), name[:-1]) for name in names)
        return f"{type(self).__name__}({', '.join(sizes)})"

    @classmethod
    def from_rounds(
        cls,
        rounds: Iterable[Round],
        *,
        period: Period = _own_period,
        periods: Sequence[str] = (),
        scale: Scale | None = None,
    ) -> "Panel":
        """The panel of these rounds, taken one at a time and none of them held.

        `read_rounds` gives those of a JSON Lines file. `period` gives the label of the period a
        round stands for, since dates differ between areas; unless told otherwise it is the round's
        own. Periods stand in the order of the date
        each first has a round, or in the order of `periods`. Plans are seen on each round's date.
        Rounds on several scales of one lineage are brought to `scale` by the recorded mappings;
        what an answer lacks is what it lacks on its own. A public round does not tell of remaining
        work and plans, which count as lacking. Names are compared as every reader does.

        Raises:
            InvalidError: with every problem and the place of its round: no period, two rounds of
                an organisation for one period, dates against the order, two origins or scales, a
                level without a mapping.
            NotComparableError: for a scale that no mapping leads to.
        """
        if isinstance(rounds, Round) or not isinstance(rounds, Iterable):
            message = f"a panel is made of several rounds, not of {of_type(rounds)}"
            remedy = "write [...] around it" if isinstance(rounds, Round) else "give a list of them"
            raise WrongTypeError(message, remedy)
        if not callable(period):
            message = f"period is a function of a round, not {of_type(period)}"
            raise WrongTypeError(message, "give one, period=lambda round_: round_.title")
        if scale is not None:
            instance_of(scale, Scale, "scale")
        collected = _Collected(scale)
        for place, round_ in enumerate(several(rounds, "rounds", of=Round)):
            collected.add(round_, period, place)
        return cls(*collected.fields(periods))

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

    @property
    def scale_notes(self) -> tuple[str, ...]:
        """A note on each scale whose levels were brought to that of the panel."""
        known = zip(self.frameworks, self.mapped, strict=True)
        notes = (mapping_note(one.scale, self.scale, dict(own)) for one, own in known if own)
        return tuple(dict.fromkeys(notes))

    @cached_property
    def citation(self) -> str:
        """The reference every output carries, with each adapter of any of the frameworks."""
        return joint_citation(self.frameworks, self.own_scale)

    @cached_property
    def question_labels(self) -> tuple[str, ...]:
        """The id of each question, numbered where one id has two meanings."""
        return axes.labels(self.questions)

    @cached_property
    def steps(self) -> tuple[Identity, ...]:
        """The steps that hold the questions, in their order."""
        holding = (
            axes.step_identity(framework, identity.id)
            for identity in self.questions
            for framework in self.frameworks
            if axes.asks(framework, identity)
        )
        return tuple(dict.fromkeys(holding))

    @cached_property
    def step_labels(self) -> tuple[str, ...]:
        """The id of each step, numbered where one id has two meanings."""
        return axes.labels(self.steps)

    @cached_property
    def role_labels(self) -> tuple[str, ...]:
        """The roles there are, in the order of their names."""
        return tuple(sorted({one.role_name for one in self.respondents}))

    @cached_property
    def respondent_organisations(self) -> Places:
        """For each respondent the place of the organisation."""
        owners = [one.organisation for one in self.respondents]
        return _read_only(axes.places_on(self.organisations, owners))

    def groups(self, by: Literal["organisation", "role"]) -> tuple[tuple[str, ...], Places]:
        """The names of the organisations or roles, and for each respondent the place of its own."""
        if instance_of(by, str, "by") == "organisation":
            return self.organisations, self.respondent_organisations
        if by != "role":
            raise UnknownIdError("no groups of that name", "there are organisation, role")
        roles = self.role_labels
        return roles, axes.places_on(roles, [one.role_name for one in self.respondents])

    @cached_property
    def respondent_frameworks(self) -> Used:
        """For each period and respondent the place of the framework answered, or -1."""
        return _read_only(self.used[:, self.respondent_organisations])

    @cached_property
    def tags(self) -> tuple[tuple[str, ...], Truths]:
        """The tags, and for each tag, framework and question whether it is asked under the tag."""
        names, held = axes.tag_axis(self.frameworks, self.questions)
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
        found = []
        for place, identity in enumerate(self.questions):
            holders: dict[Identity, list[int]] = {}
            for number, framework in enumerate(self.frameworks):
                if axes.asks(framework, identity):
                    step = axes.step_identity(framework, identity.id)
                    holders.setdefault(step, []).append(number)
            first, *others = holders.values() or [[]]
            for step, numbers in holders.items():
                held = None
                if others and numbers is first:
                    held = np.isin(self.respondent_frameworks, [*chain(*others)], invert=True)
                elif others:
                    held = np.isin(self.respondent_frameworks, numbers)
                found.append(Placement(place, self.steps.index(step), held))
        return tuple(found)

    @cached_property
    def present(self) -> Truths:
        """Who had a round in each period, as a mask with the axes period and respondent."""
        there = np.zeros(self.cells.shape[1:], bool)
        for cells in self.cells:
            there |= cells != np.uint8(empty(Code.ABSENT))
        return _read_only(there)

    def period(self, name: str) -> int:
        """The place of a period.

        Raises:
            UnknownIdError: for a period the panel does not have.
        """
        return axes.places(self.periods, [name], "period")[0]

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

        What is not named is kept whole, save the questions that no framework of the part asks. A
        question is named as `question_labels` has it; periods keep the order of the panel.

        Raises:
            UnknownIdError: for a name the panel does not have.
        """
        kept = axes.places(self.organisations, organisations, "organisation")
        times = axes.places(self.periods, periods, "period")
        wanted = axes.places(self.question_labels, questions, "question")
        in_roles = [self.role_labels[n] for n in axes.places(self.role_labels, roles, "role")]
        ids = [*dict.fromkeys(one.id or "" for one in self.respondents)]
        named = {ids[place] for place in axes.places(ids, respondents, "respondent")}
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
        # In the order of the frameworks that are left, as a panel of their rounds has them.
        known = {self.questions[place]: place for place in wanted}
        left = axes.question_axis(self.frameworks[place] for place in still)
        asked = [known[identity] for identity in left if identity in known]
        return evolve(
            self,
            organisations=tuple(self.organisations[place] for place in kept),
            periods=tuple(self.periods[place] for place in times),
            respondents=tuple(self.respondents[place] for place in chosen),
            frameworks=tuple(self.frameworks[place] for place in still),
            questions=tuple(self.questions[place] for place in asked),
            used=OwnArray(renumbered[used]),
            dates=OwnArray(self.dates[np.ix_(times, kept)]),
            cells=OwnArray(self.cells[np.ix_(asked, times, chosen)]),
            mapped=tuple(self.mapped[place] for place in still),
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


@frozen
class _Piece:
    """One round as a panel keeps it: its cells as bytes, by question, then by respondent.

    `place` is its place among the rounds given.
    """

    organisation: str
    period: str
    on: date
    framework: Framework
    respondents: tuple[PanelRespondent, ...]
    cells: bytes
    place: int


@define
class _Collected:
    """The pieces met so far, every problem with them, and the frameworks by their fingerprints.

    `first` says for each organisation and period which of the rounds was the first, `names` of
    each folded name the first that was met, `bytes` of each scale and sort of answer its byte.
    """

    scale: Scale | None
    pieces: list[_Piece] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    frameworks: dict[str, Framework] = field(factory=dict)
    first: dict[tuple[str, str], int] = field(factory=dict)
    names: dict[str, str] = field(factory=dict)
    bytes: dict[Scale, dict[Hashable, int]] = field(factory=dict)

    def add(self, round_: Round, period: Period, place: int) -> None:
        if not isinstance(round_, Round):
            raise WrongTypeError(
                f"rounds[{place}] is {of_type(round_)}", "a panel is made of rounds"
            )
        label = period(round_)
        if not isinstance(label, str) or not label.strip():
            message = f"the round {round_.title!r} names no period"
            remedy = "give the rounds a period, or period= a function that gives one"
            problem = Problem(("rounds", place, "period"), message, remedy, code="no-period")
            self.problems.append(problem)
            return
        given = round_.organisation_id or round_.organisation
        organisation, label = (self.names.setdefault(folded(one), one) for one in (given, label))
        first = self.first.setdefault((organisation, label), place)
        if first != place:
            message = f"a second round of {organisation!r} for {label!r}"
            remedy = f"the first is rounds[{first}]"
            self.problems.append(Problem(("rounds", place), message, remedy, code="duplicate"))
            return
        framework = round_.framework
        if framework.fingerprint not in self.frameworks:
            problems = [*axes.framework_problems(framework, self.frameworks.values(), self.scale)]
            if problems:
                self.problems += [one.within("rounds", place, "framework") for one in problems]
                return
            self.frameworks[framework.fingerprint] = framework
        whose = respondent_ids(round_)
        roles = {one.id: one.role for one in round_.respondents}
        people = tuple(PanelRespondent(organisation, one, roles.get(one or "")) for one in whose)
        framework = self.frameworks[framework.fingerprint]
        cells = round_bytes(round_, whose, self.bytes.setdefault(framework.scale, {}))
        self.pieces.append(_Piece(organisation, label, round_.on, framework, people, cells, place))

    def fields(self, order: Sequence[str]) -> tuple[Any, ...]:
        first: dict[str, int] = {}
        for piece in self.pieces:
            day = piece.on.toordinal()
            first[piece.period] = min(first.get(piece.period, day), day)
        periods = axes.ordered_periods(first, order, self.problems)
        dated = [
            (one.organisation, one.period, one.on, ("rounds", one.place)) for one in self.pieces
        ]
        self.problems += axes.order_problems(dated, periods)
        if not self.pieces and not self.problems:
            self.problems.append(
                Problem(("rounds",), "no round at all", "a panel needs at least one")
            )
        InvalidError.check("panel", bounded(self.problems))
        frameworks = tuple(axes.in_order(self.frameworks.values()))
        axes.require_common_ground(frameworks, self.scale)
        organisations = tuple(sorted({piece.organisation for piece in self.pieces}))
        everybody = {one for piece in self.pieces for one in piece.respondents}
        respondents = tuple(sorted(everybody, key=lambda one: one.order))
        questions = axes.question_axis(frameworks)
        tables = byte_tables(frameworks, self.scale)

        whose = {name: place for place, name in enumerate(organisations)}
        when = {label: place for place, label in enumerate(periods)}
        column = {one: place for place, one in enumerate(respondents)}
        number = {one.fingerprint: place for place, one in enumerate(frameworks)}
        rows = [
            axes.places_on(questions, [one.identity(question.id) for question in one.questions])
            for one in frameworks
        ]
        used = np.full((len(periods), len(organisations)), UNUSED, np.int16)
        dates = np.zeros((len(periods), len(organisations)), np.int32)
        shape = len(questions), len(periods), len(respondents)
        answers = sum(len(piece.cells) for piece in self.pieces)
        InvalidError.check("panel", axes.require_room(shape, answers))
        cells: Bytes = np.full(shape, empty(Code.ABSENT), np.uint8)
        for piece in self.pieces:
            time, framework = when[piece.period], number[piece.framework.fingerprint]
            used[time, whose[piece.organisation]] = framework
            dates[time, whose[piece.organisation]] = piece.on.toordinal()
            columns = [column[one] for one in piece.respondents]
            cells[:, time, columns] = empty(Code.NOT_IN_FRAMEWORK)
            own: Bytes = np.frombuffer(piece.cells, np.uint8).reshape(-1, len(columns))
            own = tables[framework][own]
            if not own.all():
                message = "a level of this round has no mapping that leads to the scale"
                path = "rounds", piece.place, "ratings"
                self.problems.append(Problem(path, message, "name another", "no-mapping"))
            cells[rows[framework][:, np.newaxis], time, columns] = own
        InvalidError.check("panel", bounded(self.problems))
        labels = organisations, periods, respondents, frameworks, questions
        return *labels, OwnArray(used), OwnArray(dates), OwnArray(cells), self.scale
