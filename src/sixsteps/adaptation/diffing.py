"""What turns one framework into another, as edits and as a table for people."""

from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import field, frozen

from sixsteps.adaptation.content import Content
from sixsteps.adaptation.differences import differences
from sixsteps.adaptation.identities import clashes
from sixsteps.adaptation.wording import marked
from sixsteps.errors import IdentityClashError
from sixsteps.model.checks import counted, instance_of
from sixsteps.model.edits import Edit
from sixsteps.model.framework import Framework
from sixsteps.model.level_mapping import level_mapping
from sixsteps.model.question import Question
from sixsteps.model.question_edits import (
    AddQuestion,
    MergeQuestions,
    MoveQuestion,
    RemoveQuestion,
    ReplaceQuestion,
    RewordQuestion,
    SplitQuestion,
)
from sixsteps.model.source import Source
from sixsteps.table import Table, Tabular

_OF_QUESTIONS = (
    AddQuestion,
    RemoveQuestion,
    MoveQuestion,
    RewordQuestion,
    ReplaceQuestion,
    SplitQuestion,
    MergeQuestions,
)

Fate = Literal["unchanged", "reworded", "moved", "replaced", "split", "merged", "added", "removed"]


@frozen
class QuestionChange:
    """What became of a question, or of several that a split, a merge or a replacement ties.

    `fates` is more than one for a question that was both moved and reworded. `wording` is the
    later wording, the words that changed marked, and after it what changed of label, guidance
    and source; `before` and `after` are printed numbers.

    >>> QuestionChange(("moved",), ("s1q1",), ("s1q1",), ("1.1",), ("2.1",), "Who leads?").fates
    ('moved',)
    """

    fates: tuple[Fate, ...]
    old: tuple[str, ...]
    new: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    wording: str


@frozen(repr=False)
class Diff(Tabular):
    """The edits that turn one framework's content into another's, and what they come to.

    Iterate over it for the edits, pass them to `adapt` as `*diff(a, b)`; it is false when there
    are none. Its tables list the questions that changed, the edits in order, and the questions
    that did not change.

    >>> from datetime import date
    >>> from sixsteps import RemoveQuestion, adapt, six_steps
    >>> local = adapt(six_steps(), RemoveQuestion("s6q4"), by="Anytown", on=date(2026, 4, 1))
    >>> found = diff(six_steps(), local)
    >>> len(found), found.questions[-1].fates, found.questions[-1].before
    (1, ('removed',), ('6.4',))
    """

    edits: tuple[Edit, ...]
    questions: tuple[QuestionChange, ...]
    title: str = field(default="")
    source: str = field(default="")

    def __iter__(self) -> Iterator[Edit]:
        return iter(self.edits)

    def __len__(self) -> int:
        return len(self.edits)

    def __bool__(self) -> bool:
        return bool(self.edits)

    def tables(self) -> tuple[Table, ...]:
        """The questions that changed, the edits one by one, then the questions that did not.

        The notes of the first say what else changed, or that nothing did; of the others, one
        without rows is left out.
        """
        unchanged = [change for change in self.questions if change.fates == ("unchanged",)]
        changed = [change for change in self.questions if change.fates != ("unchanged",)]
        notes = [] if self.edits else ["No differences."]
        if changed:
            notes.append("Words taken out stand in [-…-], words put in in {+…+}.")
        notes += [f"Also: {edit}." for edit in self.edits if not isinstance(edit, _OF_QUESTIONS)]
        if unchanged:
            notes.append(f"Unchanged: {counted(len(unchanged), 'question')}.")
        questions = Table(
            ("Change", "Before", "After", "Ids", "Question"),
            [(" and ".join(change.fates), *_row(change)) for change in changed],
            title=self.title,
            notes=notes,
            source=self.source,
        )
        same = Table(
            ("Before", "After", "Ids", "Question"),
            map(_row, unchanged),
            title="Unchanged questions",
            source=self.source,
        )
        edits = Table(
            ("Edit", "What it does", "Reason"),
            [(place, str(edit), edit.reason) for place, edit in enumerate(self.edits, 1)],
            title="Edits in order",
            source=self.source,
        )
        return questions, *([edits] if self.edits else []), *([same] if unchanged else [])


def _row(change: QuestionChange) -> tuple[str, str, str, str]:
    return ", ".join(change.before), ", ".join(change.after), _ids(change), change.wording


def _ids(change: QuestionChange) -> str:
    old, new = ", ".join(change.old), ", ".join(change.new)
    return old if old == new else " → ".join(filter(None, (old, new)))


def diff(a: Framework, b: Framework) -> Diff:
    """The edits that turn the content of `a` into that of `b`, and what became of each question.

    States are compared, not histories: as few things are moved as possible, and what was
    changed and changed back does not show. Where `b`'s lineage says that questions were
    replaced, split or merged, so does the diff. Frameworks need not share a lineage: a question
    is the same where its id and its first wording are.

    Raises:
        IdentityClashError: if one id has two meanings; `merge` can resolve it.

    >>> from datetime import date
    >>> from sixsteps import RetitleStep, adapt, six_steps
    >>> voice = RetitleStep("s3", "Voice of children and families")
    >>> local = adapt(six_steps(), voice, by="Anytown", on=date(2026, 4, 1))
    >>> print(*diff(six_steps(), local))
    retitle step s3 “Voice of children and families”
    """
    for framework in (a, b):
        instance_of(framework, Framework, "diff")
    found = list(clashes(a.register, b.register))
    if found:
        listing = "".join(f"\n  {clash}" for clash in found)
        count = "1 id has" if len(found) == 1 else f"{len(found)} ids have"
        raise IdentityClashError(
            f"{count} two meanings, so there is no edit from the one to the other; merge the"
            f" frameworks and rename one side:{listing}"
        )
    edits = differences(a, Content.of(b), b.register, translation(a, b))
    return Diff(
        edits,
        tuple(_questions(a, b, edits)),
        title=f"From “{a.title}” to “{b.title}”",
        source=b.citation if b.lineage else a.citation,
    )


def translation(a: Framework, b: Framework) -> dict[str, str]:
    """`a`'s levels as levels of `b`, as far as the changes of scale in their lineages say.

    Against the direction of a recorded change, only a level that a single level was mapped
    to is translated: to that one.
    """
    onward = level_mapping(a, b)
    if onward is not None:
        return onward
    back = level_mapping(b, a) or {}
    targets = list(back.values())
    return {new: old for old, new in back.items() if targets.count(new) == 1}


def _questions(a: Framework, b: Framework, edits: tuple[Edit, ...]) -> Iterator[QuestionChange]:
    """What became of each question: those of `b` in order, then those that left, as in `a`."""
    units = _units(edits)
    moved = {edit.question for edit in edits if isinstance(edit, MoveQuestion)}
    before, after = ({q.id: q for q in framework.questions} for framework in (a, b))
    places = {name: place for place, name in enumerate((*before, *after))}
    shown: set[str] = set()
    for name in (*after, *before):
        if name in shown:
            continue
        members, fate = units.get(name, ({name}, None))
        ids = sorted(members, key=lambda member: places.get(member, -1))
        old = tuple(member for member in ids if member in before)
        new = tuple(member for member in ids if member in after)
        shown.update(ids)
        if fate and new:
            fates: tuple[Fate, ...] = (fate,)
            wording = " / ".join(after[member].text for member in new)
        else:
            was, now = before.get(name), after.get(name)
            fates = _fates(was, now, moved=name in moved)
            wording = _wording(was, now)
        yield QuestionChange(
            fates, old, new, tuple(map(a.number, old)), tuple(map(b.number, new)), wording
        )


def _fates(was: Question | None, now: Question | None, *, moved: bool) -> tuple[Fate, ...]:
    if was is None:
        return ("added",)
    if now is None:
        return ("removed",)
    found: list[Fate] = ["moved"] if moved else []
    if was != now:
        found.append("reworded")
    return tuple(found) or ("unchanged",)


def _wording(was: Question | None, now: Question | None) -> str:
    if was is None or now is None or was == now:
        (one, *_) = filter(None, (now, was))
        return one.text
    besides = [
        f"{name}: {marked(before, after)}"
        for name, before, after in (
            ("label", was.label, now.label),
            ("guidance", was.guidance, now.guidance),
            ("source", _reference(was.source), _reference(now.source)),
        )
        if before != after
    ]
    return marked(was.text, now.text) + (f" ({'; '.join(besides)})" if besides else "")


def _reference(source: Source | None) -> str:
    return source.reference if source else ""


def _units(edits: Iterable[Edit]) -> dict[str, tuple[set[str], Fate]]:
    """Every question that an edit superseded or put in its place, with the whole of its unit."""
    units: dict[str, tuple[set[str], Fate]] = {}
    for edit in edits:
        fate: Fate
        match edit:
            case ReplaceQuestion(question=old, id=str(new)):
                ids, fate = [old, new], "replaced"
            case SplitQuestion(question=old, parts=parts):
                ids, fate = [old, *(part.id or "" for part in parts)], "split"
            case MergeQuestions(questions=olds, id=str(new)):
                ids, fate = [*olds, new], "merged"
            case _:
                continue
        joined = [units[name] for name in ids if name in units]
        members = set(ids).union(*(one for one, _ in joined))
        if any(kind == "replaced" for _, kind in joined):
            fate = "replaced"
        units.update(dict.fromkeys(members, (members, fate)))
    return units
