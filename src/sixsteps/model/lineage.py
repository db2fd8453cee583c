"""What a lineage says of identity: every id ever used, what it meant, and what became of it.

Identity is an id together with the wording it was introduced with, in the origin or in a
recorded edit. Links tie the questions that a replacement, a split or a merge retired to those
that took their place.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from attrs import field, frozen

from sixsteps.errors import InvalidError, Keys, Problem, UnknownIdError
from sixsteps.model.edits import (
    AddContextQuestion,
    AddQuestion,
    AddStep,
    AnyEdit,
    Edit,
    MergeQuestions,
    ReplaceQuestion,
    SplitQuestion,
)
from sixsteps.model.fields import (
    Checked,
    Count,
    Pairs,
    Text,
    Words,
    as_pairs,
    as_tuple,
    problem,
    repeated,
)
from sixsteps.model.question import ContextQuestion, Step
from sixsteps.model.source import Source, as_source
from sixsteps.words import listed, quoted_id


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
class LeftOut(Checked):
    """An edit that did not fit the content it was replayed on, and why.

    >>> from sixsteps import RemoveStep
    >>> left = LeftOut(RemoveStep("s7"), "no step 's7'")
    >>> left.why
    "no step 's7'"
    """

    edit: AnyEdit
    why: Words


def _as_left_out(values: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    return as_tuple(values, "left_out")


def _as_adaptations(values: Iterable["Adaptation"]) -> tuple["Adaptation", ...]:
    return as_tuple(values, "merges")


@frozen
class Adaptation(Checked):
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

    edits: tuple[AnyEdit, ...] = field(converter=_as_edits)
    by: Annotated[
        tuple[Words, ...],
        Count(1, None, "nobody is named", "say who adapts the framework", "empty"),
    ] = field(converter=_as_names)
    on: date
    reason: Text = ""
    title: Text = ""
    source: Source | None = field(default=None, converter=as_source)
    base: Text = ""
    result: Text = ""
    merges: tuple["Adaptation", ...] = field(default=(), converter=_as_adaptations)
    renamed: Pairs = field(default=(), converter=_as_pairs)
    left_out: tuple[LeftOut, ...] = field(default=(), converter=_as_left_out)

    def _problems(self) -> Iterator[Problem]:
        if self._is_too_deep():
            message = f"merged adaptations nested more than {MAX_DEPTH} deep"
            remedy = "adapt the framework with the edits of diff() instead"
            yield problem(("merges",), message, remedy, "too-deep")
        yield from repeated([there for there, _ in self.renamed], ("renamed",), "id")

    def _is_too_deep(self) -> bool:
        level = list(self.merges)
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


Kind = Literal["step", "question", "context question"]
"""What an id can stand for."""


@frozen
class Identity:
    """What stays of a question through moves and rewordings: its id and its first wording."""

    id: str
    introduced: str


LinkKind = Literal["replaced", "split", "merged", "renamed"]


@frozen
class Link:
    """Questions that were superseded (`old`) by others (`new`), and whether they compare.

    "renamed" is one and the same thing that a merge gave another id, because its own was taken.
    """

    kind: LinkKind
    old: tuple[Identity, ...]
    new: tuple[Identity, ...]
    comparable: bool
    reason: str = ""


@frozen
class Register:
    """Every id a framework ever used, with the wording it was introduced with, and the links."""

    # The dictionaries are shown read-only: a proxy itself can be neither pickled nor copied.
    _steps: Mapping[str, str]
    _questions: Mapping[str, str]
    _context: Mapping[str, str]
    links: tuple[Link, ...] = ()

    @property
    def steps(self) -> Mapping[str, str]:
        """The first title of every step, by its id."""
        return MappingProxyType(self._steps)

    @property
    def questions(self) -> Mapping[str, str]:
        """The first wording of every question, by its id."""
        return MappingProxyType(self._questions)

    @property
    def context(self) -> Mapping[str, str]:
        """The first wording of every context question, by its id."""
        return MappingProxyType(self._context)

    def identity(self, question: str) -> Identity:
        """The identity of a question of this framework, present or retired.

        Raises:
            UnknownIdError: for an id the framework never used.
        """
        try:
            return Identity(question, self._questions[question])
        except (KeyError, TypeError):
            shown = quoted_id(question)
            raise UnknownIdError(f"no question {shown} was ever asked here") from None

    def fate(self, question: str) -> str:
        """What the links say became of a question that is not asked any more."""
        for link in reversed(self.links):
            olds, news = ([one.id for one in side] for side in (link.old, link.new))
            if Identity(question, self._questions[question]) not in link.old:
                continue
            match link.kind:
                case "replaced":
                    return f"was replaced by {listed(news)}"
                case "split":
                    return f"was split into {listed(news)}"
                case "merged":
                    others = listed([name for name in olds if name != question])
                    return f"was merged with {others} into {listed(news)}"
                case "renamed":
                    return f"is called {listed(news)} here"
        return "was removed"

    @classmethod
    def of(
        cls,
        steps: Iterable[Step],
        context: Iterable[ContextQuestion],
        lineage: Iterable[Adaptation] = (),
    ) -> "Register":
        """The register of an origin's content and the adaptations made to it.

        Raises:
            InvalidError: as `after` does.
        """
        content = tuple(steps)
        start = cls(
            steps={step.id: step.title for step in content},
            questions={q.id: q.text for step in content for q in step.questions},
            context={question.id: question.text for question in context},
        )
        return start.after(lineage)

    def after(self, adaptations: Iterable[Adaptation], place: int = 0) -> "Register":
        """The register once these adaptations are made as well, the first at `lineage[place]`.

        Raises:
            InvalidError: for an edit whose new things have no ids, or that gives an id another
                meaning than it had.
        """
        view = _View(
            dict(self._steps), dict(self._questions), dict(self._context), list(self.links)
        )
        for number, adaptation in enumerate(adaptations, place):
            view.take_in(adaptation, ("lineage", number))
        InvalidError.check("lineage", view.problems)
        return Register(view.steps, view.questions, view.context, tuple(view.links))


@frozen
class _View:
    """What every id means to one lineage, growing as its adaptations are read.

    Merged adaptations are read with the ids they were made with, and only then do their ids
    enter this lineage, under the names the merge gave them: a link holds for good what it
    said where it was made.
    """

    steps: MutableMapping[str, str]
    questions: MutableMapping[str, str]
    context: MutableMapping[str, str]
    links: list[Link]
    problems: list[Problem] = field(factory=list)

    @property
    def _kinds(self) -> tuple[MutableMapping[str, str], ...]:
        return self.steps, self.questions, self.context

    def take_in(self, adaptation: Adaptation, path: Keys, *, merged: bool = False) -> None:
        """Read an adaptation: what it merges, then its own edits.

        A `merged` one may give an id another meaning than this lineage does: the merge gave it
        another name here.
        """
        if adaptation.merges:
            self._merge(adaptation, path)
        for place, edit in enumerate(adaptation.edits):
            for kind, name, wording in _introduced(edit):
                self._introduce(kind, name, wording, (*path, "edits", place), merged=merged)
            self._link(edit)
        if adaptation.merges:
            # The edits of a merge may say again what the adaptations it merges said.
            self.links[:] = dict.fromkeys(self.links)

    def _merge(self, adaptation: Adaptation, path: Keys) -> None:
        renamed = dict(adaptation.renamed)
        there = _View(
            ChainMap({}, self.steps),
            ChainMap({}, self.questions),
            ChainMap({}, self.context),
            self.links,
            self.problems,
        )
        # What an earlier merge brought in from there still has its old name there.
        for mine, theirs in zip(self._kinds, there._kinds, strict=True):
            theirs.update({old: mine[new] for old, new in renamed.items() if new in mine})
        for place, merged in enumerate(adaptation.merges):
            there.take_in(merged, (*path, "merges", place), merged=True)
        for mine, theirs in zip(self._kinds, there._kinds, strict=True):
            for name, wording in _own(theirs).items():
                here = renamed.get(name, name)
                # Not by what `mine` stands on: that may use the name for something else.
                _own(mine).setdefault(here, wording)
                if here != name:
                    old, new = Identity(name, wording), Identity(here, wording)
                    self.links.append(Link("renamed", (old,), (new,), comparable=True))

    def _introduce(
        self, kind: Kind, name: str | None, wording: str, path: Keys, *, merged: bool
    ) -> None:
        if name is None:
            self.problems.append(
                Problem(
                    path,
                    f"a recorded edit brings in a {kind} without an id",
                    "change a framework with adapt()",
                    code="lineage",
                )
            )
            return
        ids = dict(zip(_KINDS, self._kinds, strict=True))
        if not merged:
            for known, wordings in ids.items():
                if name in wordings and (known, wordings[name]) != (kind, wording):
                    self.problems.append(
                        Problem(
                            path,
                            f"the id {name!r} belongs to another {known}",
                            "change a framework with adapt()",
                            code="lineage",
                        )
                    )
                    return
        ids[kind][name] = wording

    def _link(self, edit: Edit) -> None:
        match edit:
            case ReplaceQuestion(question=old, id=str(new)):
                self._add_link("replaced", [old], [new], edit.reason, comparable=False)
            case SplitQuestion(question=old, parts=parts):
                news = [part.id or "" for part in parts]
                self._add_link("split", [old], news, edit.reason, comparable=edit.comparable)
            case MergeQuestions(questions=olds, id=str(new)):
                self._add_link("merged", olds, [new], edit.reason, comparable=edit.comparable)
            case _:
                pass

    def _add_link(
        self,
        kind: LinkKind,
        old: Iterable[str],
        new: Iterable[str],
        reason: str,
        *,
        comparable: bool,
    ) -> None:
        def identities(ids: Iterable[str]) -> tuple[Identity, ...]:
            return tuple(Identity(name, self.questions.get(name, "")) for name in ids)

        self.links.append(Link(kind, identities(old), identities(new), comparable, reason))


_KINDS: tuple[Kind, ...] = get_args(Kind)


def _introduced(edit: Edit) -> Iterator[tuple[Kind, str | None, str]]:
    """The new things of an edit: the kind, the id and the first wording of each."""
    match edit:
        case AddStep():
            yield "step", edit.id, edit.title
            for question in edit.questions:
                yield "question", question.id, question.text
        case AddQuestion() | ReplaceQuestion() | MergeQuestions():
            yield "question", edit.id, edit.text
        case SplitQuestion():
            for part in edit.parts:
                yield "question", part.id, part.text
        case AddContextQuestion():
            yield "context question", edit.id, edit.text
        case _:
            pass


def _own(ids: MutableMapping[str, str]) -> MutableMapping[str, str]:
    """The ids that were read in a merged lineage itself, without those it stands on."""
    return ids.maps[0] if isinstance(ids, ChainMap) else ids
