"""A lineage: adaptations as they are recorded, and the register of every id they ever used.

Identity is an id together with the wording it was introduced with, in the origin or in a
recorded edit. Links tie the questions that a replacement, a split or a merge retired to those
that took their place.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal

from attrs import field, frozen

from sixsteps.errors import InvalidError, Keys, Problem, UnknownIdError
from sixsteps.model import fields
from sixsteps.model.digests import TOLD_ELSEWHERE
from sixsteps.model.edits import (
    AnyEdit,
    ChangeScale,
    Edit,
    Entry,
    EntryKind,
    introduced,
    superseding,
)
from sixsteps.model.fields import Checked, Count, Id, Pairs, Several, Text, Words
from sixsteps.model.question import ContextQuestion, Step
from sixsteps.model.source import Source, as_source, cited
from sixsteps.words import hidden, in_prose, listed, quoted

LinkKind = Literal["replaced", "split", "merged", "renamed"]

MAX_DEPTH = 50
"""How deep merged adaptations may hold others: they are saved, copied and read by recursion."""


@frozen
class Identity(Checked):
    """The identity of a question through moves and rewordings: its id and its first wording."""

    id: Id
    introduced: Words


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


@frozen
class Adaptation(Checked):
    """One adaptation: edits in order with every id resolved, by whom, when and why.

    `by` is one name or several. `base` and `result` are the content digests before and after;
    an adaptation made for one content is not applied to another unawares. `source` is a
    citation of the adaptation's own. `merges` are the adaptations that a merge brought in: the
    citation, the ids in use and the links read them, replaying does not. `edition` is the source
    as it cites itself from then on, where it revised itself. `renamed` are the ids
    that the merge changed, each as (id there, id here). `left_out` are the edits that did not
    fit when the adaptation was replayed on other content. `identities` say what the edits meant
    by the ids they found, so that replaying elsewhere changes nothing else; origin and lineage
    tell them too, so that two adaptations are equal whatever they hold of them.
    `of` is the source of what was adapted, and `origin` the fingerprint of the framework that
    the lineage began with, which the framework that has the adaptation tells it.

    >>> from sixsteps import RemoveQuestion
    >>> made = Adaptation([RemoveQuestion("s6q4")], by="Anytown", on=date(2026, 4, 1))
    >>> print(*made.edits)
    remove question s6q4
    """

    edits: tuple[AnyEdit, ...] = field(converter=Several[Edit])
    by: Annotated[
        tuple[Words, ...],
        Count(1, None, "nobody is named", "say who adapts the framework", "empty"),
    ] = field(converter=fields.as_texts)
    on: date
    reason: Text = field(default="", repr=hidden)
    title: Text = ""
    source: Source | None = field(default=None, converter=as_source)
    base: Text = ""
    result: Text = ""
    merges: tuple["Adaptation", ...] = field(default=(), converter=Several["Adaptation"])
    edition: Source | None = field(default=None, converter=as_source)
    renamed: Pairs = field(default=(), converter=fields.as_pairs)
    left_out: tuple[LeftOut, ...] = field(default=(), converter=Several[LeftOut])
    identities: tuple[Identity, ...] = field(
        default=(), converter=Several[Identity], eq=False, metadata={TOLD_ELSEWHERE: True}
    )
    of: Source | None = field(default=None, eq=False, repr=False, metadata={"digested": False})
    origin: Text = field(default="", eq=False, repr=False, metadata={"digested": False})

    def _problems(self) -> Iterator[Problem]:
        if self._is_too_deep():
            message = f"merged adaptations nested more than {MAX_DEPTH} deep"
            remedy = "adapt the framework with the edits of diff() instead"
            yield fields.problem(("merges",), message, remedy, "too-deep")
        yield from fields.repeated([there for there, _ in self.renamed], ("renamed",), "id")

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
        """The adapters and the date, as a citation says them.

        >>> Adaptation([], by=["Anytown", "Othertown"], on=date(2026, 4, 1)).adapter
        'Adapted by Anytown and Othertown (2026)'
        """
        own = f": {self.source.reference}" if self.source else ""
        return f"Adapted by {in_prose(self.by)} ({self.on.year}){own}"

    @property
    def adapters(self) -> tuple[str, ...]:
        """Every adapter this adaptation rests on, those of merged adaptations first.

        A source that publishes an edition of its own is none, nor is anybody whose every edit was
        left out.
        """
        made = (one for one in with_merged(self) if one.edits or not one.left_out)
        return tuple(one.adapter for one in made if not one.edition)

    @property
    def citation(self) -> str:
        """The citation that the source requires, with who adapted it and what was borrowed.

        The source is the latest edition, where it brings one in.
        """
        sources = [*([self.of] if self.of else []), *self.editions]
        named = [one.required_sentence for one in sources[-1:]]
        parts = [*named, *self.adapters] if self.adapters else [sources[-1].reference]
        edits = [edit for one in with_merged(self) for edit in one.edits]
        questions = (
            getattr(one, "source", None) or None
            for edit in edits
            for one in (edit, *getattr(edit, "parts", ()), *getattr(edit, "questions", ()))
        )
        scales = (edit.scale.source for edit in edits if isinstance(edit, ChangeScale))
        return cited(parts, questions, scales, [*sources, *own_citations([self])])

    @property
    def editions(self) -> tuple[Source, ...]:
        """Every edition of the source this adaptation rests on, the latest last."""
        return tuple(one.edition for one in with_merged(self) if one.edition)


def with_merged(made: Adaptation) -> Iterator[Adaptation]:
    """The adaptations that this one merged, at any depth, then it."""
    for one in made.merges:
        yield from with_merged(one)
    yield made


def own_citations(lineage: Iterable[Adaptation]) -> list[Source]:
    """The citations of their own that adaptations have, merged ones included."""
    every = (one for made in lineage for one in with_merged(made) if not one.edition)
    return [one.source for one in every if one.source]


@frozen
class Link:
    """Questions that were superseded (`old`) by others (`new`), and whether they compare.

    "renamed" is one and the same thing that a merge gave another id, because its own was taken.
    """

    kind: LinkKind
    old: tuple[Identity, ...]
    new: tuple[Identity, ...]
    comparable: bool
    reason: str = field(default="", repr=hidden)


@frozen
class Register:
    """Every id a framework ever used with its entry, and the links between its questions."""

    # Shown read-only: a proxy itself can be neither pickled nor copied.
    _entries: Mapping[str, Entry] = field(hash=False)
    links: tuple[Link, ...] = ()

    @property
    def entries(self) -> MappingProxyType[str, Entry]:
        """The meaning of every id, present or retired."""
        return MappingProxyType(self._entries)

    def introduced(self, name: str, kind: EntryKind = "question") -> str | None:
        """The first wording of a question, or a thing of another kind; `None` if there was none."""
        entry = self._entries.get(name)
        return entry.introduced if entry is not None and entry.kind == kind else None

    def identity(self, question: str) -> Identity:
        """The identity of a question of this framework, present or retired.

        Raises:
            UnknownIdError: for an id the framework never used.
        """
        introduced = self.introduced(question) if isinstance(question, str) else None
        if introduced is None:
            raise UnknownIdError(
                f"no question {quoted(question, self._entries)} was ever asked here"
            )
        return Identity(question, introduced)

    def fate(self, question: str) -> str:
        """The fate of a question that is not asked any more, as the links tell it."""
        identity = self.identity(question)
        for link in reversed(self.links):
            if identity not in link.old:
                continue
            news = listed([one.id for one in link.new])
            match link.kind:
                case "replaced":
                    return f"was replaced by {news}"
                case "split":
                    return f"was split into {news}"
                case "merged":
                    others = listed([one.id for one in link.old if one != identity])
                    return f"was merged with {others} into {news}"
                case "renamed":
                    return f"is called {news} here"
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
        entries = {question.id: Entry("context question", question.text) for question in context}
        for step in steps:
            entries[step.id] = Entry("step", step.title)
            entries.update((one.id, Entry("question", one.text)) for one in step.questions)
        return cls(entries).after(lineage)

    def after(self, adaptations: Iterable[Adaptation], place: int = 0) -> "Register":
        """The register once these adaptations are made as well, the first at `lineage[place]`.

        Raises:
            InvalidError: for an edit whose new things have no ids, or that gives an id another
                meaning than it had.
        """
        reading = _RegisterReader(dict(self._entries), list(self.links))
        for number, adaptation in enumerate(adaptations, place):
            reading.take_in(adaptation, ("lineage", number))
        InvalidError.check("lineage", reading.problems)
        return Register(reading.entries, tuple(reading.links))


@frozen
class _RegisterReader:
    """The entries and links of one lineage, growing as its adaptations are read.

    Merged adaptations are read with the ids they were made with, and only then do their ids
    enter this lineage, under the names the merge gave them: a link holds for good what it
    said where it was made.
    """

    entries: MutableMapping[str, Entry]
    links: list[Link]
    problems: list[Problem] = field(factory=list)

    def take_in(self, adaptation: Adaptation, path: Keys, *, merged: bool = False) -> None:
        """Read an adaptation: what it merges, then its own edits.

        A `merged` one may give an id another meaning than this lineage does: the merge gave it
        another name here.
        """
        if adaptation.merges:
            self._merge(adaptation, path)
        for place, edit in enumerate(adaptation.edits):
            for name, entry in introduced(edit):
                if not name:
                    wrong = f"a recorded edit brings in a {entry.kind} without an id"
                elif not merged and self.entries.get(name, entry) != entry:
                    wrong = f"the id {name!r} belongs to another {self.entries[name].kind}"
                else:
                    self.entries[name] = entry
                    continue
                at, remedy = (*path, "edits", place), "change a framework with adapt()"
                self.problems.append(Problem(at, wrong, remedy, code="lineage"))
            self._link(edit)
        if adaptation.merges:
            # The edits of a merge may say again what the adaptations it merges said.
            self.links[:] = dict.fromkeys(self.links)

    def _merge(self, adaptation: Adaptation, path: Keys) -> None:
        renamed = dict(adaptation.renamed)
        # What an earlier merge brought in from there still has its old name there.
        own = {old: self.entries[new] for old, new in renamed.items() if new in self.entries}
        there = _RegisterReader(ChainMap(own, self.entries), self.links, self.problems)
        for place, merged in enumerate(adaptation.merges):
            there.take_in(merged, (*path, "merges", place), merged=True)
        # Not into what this lineage stands on: that may use a name for something else.
        mine = self.entries.maps[0] if isinstance(self.entries, ChainMap) else self.entries
        for name, entry in own.items():
            here = renamed.get(name, name)
            mine.setdefault(here, entry)
            if here != name:
                old, new = Identity(name, entry.introduced), Identity(here, entry.introduced)
                self.links.append(Link("renamed", (old,), (new,), comparable=True))

    def _link(self, edit: Edit) -> None:
        said = superseding(edit)
        nothing = Entry("question", "")
        if said is not None and all(said.new):
            old, new = (
                tuple(Identity(one, self.entries.get(one, nothing).introduced) for one in names)
                for names in (said.old, said.new)
            )
            self.links.append(Link(said.kind, old, new, said.comparable, edit.reason))
