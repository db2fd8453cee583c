"""The difference of two frameworks, as edits and as a table for people."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import partial
from itertools import islice, product
from typing import Any, Literal

from attrs import asdict, evolve, field, fields, frozen

from sixsteps.adaptation.counterparts import Counterpart, certain_back, counterpart
from sixsteps.adaptation.ids import clashes
from sixsteps.adaptation.working_copy import Content, WorkingCopy
from sixsteps.errors import IdentityClashError
from sixsteps.model import edits
from sixsteps.model.crosswalk import Crosswalk, connected, level_mapping
from sixsteps.model.edits import WORDS, Edit, introduced, superseding
from sixsteps.model.fields import instance_of
from sixsteps.model.framework import Framework, joint_citation
from sixsteps.model.lineage import Adaptation, Link, Register, with_merged
from sixsteps.model.question import Question, Step
from sixsteps.model.source import Source
from sixsteps.table import Cell, Data, Result, Table
from sixsteps.words import counted


def differences(
    a: Framework, target: Content, register: Register, levels: Mapping[str, str] | None
) -> tuple[Edit, ...]:
    """The edits from `a` to `target`, whose ids mean what `register` says.

    `levels` translates `a`'s levels to the target's. Every edit is made to a working copy as it is
    found, so that each is relative to what those before it made. The fewest possible things
    are moved; a question that is new to `a` enters with its first wording, and is reworded after.
    """
    search = _Search(WorkingCopy(a, register), target, register)
    if a.title != target.title:
        search.do(edits.Retitle(target.title))
    if (a.scale, a.borrowed_scale) != (target.scale, a.lender(target.scale)):
        search.do(edits.ChangeScale(target.scale, levels or {}))
    known = set(a.register.links)
    search.superseded([link for link in register.links if link not in known])
    search.steps()
    # Questions of a step that goes leave with it, once everything that stays has left.
    for step in target.steps:
        for question in [one for one in search.copy.inside[step.id] if one not in search.wanted]:
            search.do(edits.RemoveQuestion(question))
    for step in target.steps:
        search.questions(step)
    stay = {step.id for step in target.steps}
    for step_gone in [one for one in search.copy.steps if one not in stay]:
        search.do(edits.RemoveStep(step_gone))
    search.context()
    return tuple(search.edits)


class _Search:
    def __init__(self, copy: WorkingCopy, target: Content, register: Register) -> None:
        self.copy = copy
        self.target = target
        self.register = register
        self.edits: list[Edit] = []
        self.wanted = {q.id: q for step in target.steps for q in step.questions}

    def do(self, edit: Edit) -> None:
        self.edits.append(self.copy.apply(edit))

    def superseded(self, links: Iterable[Link]) -> None:
        """Replacements, splits and merges that lead from what is asked to what is wanted."""
        for link in self._leading(self._possible(self._leading(links))):
            olds = [one.id for one in link.old]
            news = [self._introduced(one.id) for one in link.new]
            said: dict[str, Any] = {"reason": link.reason}
            if link.kind == "replaced":
                self.do(edits.ReplaceQuestion(olds[0], **_words(news[0]), **said))
                continue
            said["comparable"] = link.comparable
            if link.kind == "split":
                parts = [edits.Part(**_words(new)) for new in news]
                self.do(edits.SplitQuestion(olds[0], parts, **said))
            else:
                words = _words(news[0])
                lent = (self.copy.questions[name].source for name in olds)
                words["source"] = words["source"] or next(filter(None, lent), None)
                self.do(edits.MergeQuestions(olds, **words, **said))

    def _leading(self, links: Iterable[Link]) -> list[Link]:
        """The links by which something is asked in the end, in their order."""
        alive, found = set(self.wanted), []
        for link in reversed(list(links)):
            if any(one.id in alive for one in link.new):
                alive.update(one.id for one in link.old)
                found.append(link)
        return found[::-1]

    def _possible(self, links: Iterable[Link]) -> list[Link]:
        """The links that the questions asked now can go through one after another."""
        asked, made, found = set(self.copy.home), set[str](), []
        for link in links:
            olds, news = {one.id for one in link.old}, {one.id for one in link.new}
            meant = all(
                self.register.introduced(one.id) == one.introduced for one in (*link.old, *link.new)
            )
            fresh = all(self.copy.ids.is_new(name) and name not in made for name in news)
            leave = olds <= asked and not any(name in self.wanted for name in olds)
            if link.kind != "renamed" and meant and fresh and leave:
                asked -= olds
                asked |= news
                made |= news
                found.append(link)
        return found

    def _introduced(self, name: str) -> Question:
        """The wanted question in its first wording; one not wanted in the end has that alone."""
        text = self.register.entries[name].introduced
        wanted = self.wanted.get(name)
        return Question(name, text) if wanted is None else evolve(wanted, text=text)

    def steps(self) -> None:
        """Steps added, moved and retitled, in the target's order."""
        ids = [step.id for step in self.target.steps]
        kept = staying(self.copy.steps, ids)
        for before, step in zip((None, *ids), self.target.steps, strict=False):
            first = before is None
            if step.id not in self.copy.titles:
                new = [q.id for q in step.questions if q.id not in self.copy.home]
                title = self.register.entries[step.id].introduced
                brought = map(self._introduced, new)
                self.do(edits.AddStep(title, step.id, brought, step.guidance, before, first))
            elif step.id not in kept:
                self.do(edits.MoveStep(step.id, before, first))
            retitled = self.copy.titles[step.id] != step.title
            guided = self.copy.step_guidance[step.id] != step.guidance
            if retitled or guided:
                words = step.title if retitled else None, step.guidance if guided else None
                self.do(edits.RetitleStep(step.id, *words))

    def questions(self, step: Step) -> None:
        """Questions of a step added, moved and reworded, in the target's order."""
        ids = [question.id for question in step.questions]
        kept = staying(self.copy.inside[step.id], ids)
        for before, question in zip((None, *ids), step.questions, strict=False):
            first = before is None
            if question.id not in self.copy.home:
                words = _words(self._introduced(question.id))
                self.do(edits.AddQuestion(step.id, **words, after=before, first=first))
            elif question.id not in kept:
                to = None if self.copy.home[question.id] == step.id else step.id
                self.do(edits.MoveQuestion(question.id, to, before, first))
            now, wanted = self.copy.questions[question.id], _words(question)
            changed = {name: wanted[name] for name in WORDS if wanted[name] != getattr(now, name)}
            if changed:
                if "source" in changed:
                    changed["source"] = changed["source"] or ""
                self.do(edits.RewordQuestion(question.id, **changed))

    def context(self) -> None:
        """Context questions; one that moves is taken out and brought back elsewhere."""
        ids = [question.id for question in self.target.context]
        kept = staying(self.copy.context, ids)
        for question in [one for one in self.copy.context if one not in kept]:
            self.do(edits.RemoveContextQuestion(question))
        for before, wanted in zip((None, *ids), self.target.context, strict=False):
            if wanted.id not in self.copy.asked:
                text = self.register.entries[wanted.id].introduced
                self.do(edits.AddContextQuestion(text, wanted.id, before, before is None))
            if self.copy.asked[wanted.id] != wanted.text:
                self.do(edits.RewordContextQuestion(wanted.id, wanted.text))


def staying(order: Iterable[str], wanted: Iterable[str]) -> set[str]:
    """The most members of `order` that already stand in their order in `wanted`.

    Members that are not wanted are passed over. The longest increasing subsequence of
    their places (patience sorting), at a cost of n log n.

    >>> sorted(staying("abcd", "acdb"))
    ['a', 'c', 'd']
    """
    target = {name: place for place, name in enumerate(wanted)}
    places: list[int] = []
    ends: list[str] = []
    before: dict[str, str | None] = {}
    for name in order:
        if name not in target:
            continue
        at = bisect_left(places, target[name])
        before[name] = ends[at - 1] if at else None
        places[at : at + 1] = [target[name]]
        ends[at : at + 1] = [name]
    kept, last = set[str](), ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def _words(question: Question) -> dict[str, Any]:
    """The fields of a question, as edits that bring one take them."""
    return asdict(question, recurse=False)


_LONGEST = 2_000
_MOST_CLASHES = 12


def marked(before: str, after: str) -> str:
    """The later wording, with what was taken out in `[-…-]` and what was put in in `{+…+}`.

    The comparison is by words; texts of more than 2,000 words are marked whole.

    >>> marked("Are the three core partners leading?", "Are the lead partners leading?")
    'Are the [-three core-] {+lead+} partners leading?'
    """
    old, new = before.split(), after.split()
    if old == new:
        return after
    if max(len(old), len(new)) > _LONGEST:
        return f"[-{before}-] {{+{after}+}}"
    pieces = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(" ".join(new[k:m]))
            continue
        if j > i:
            pieces.append(f"[-{' '.join(old[i:j])}-]")
        if m > k:
            pieces.append(f"{{+{' '.join(new[k:m])}+}}")
    return " ".join(pieces)


_OF_QUESTIONS = (
    *(edits.AddQuestion, edits.RemoveQuestion, edits.MoveQuestion, edits.RewordQuestion),
    *(edits.ReplaceQuestion, edits.SplitQuestion, edits.MergeQuestions),
)

Fate = Literal["unchanged", "reworded", "moved", "replaced", "split", "merged", "added", "removed"]


@frozen
class QuestionChange:
    """The fate of a question, or of several that a split, a merge or a replacement ties.

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
class Diff(Result):
    """The edits that turn one framework's content into another's, and what they come to.

    Iterate over it for the edits, pass them to `adapt` as `*diff(a, b)`; it is false when there
    are none. Its tables list the questions that changed, the edits in order, and the questions
    that did not change. `source_changes` are the fields in which the sources of the frameworks
    differ, the words that changed marked: no edit changes a source. An edit has the reason that
    the lineage records for one like it. `recorded` are the adaptations that the later framework
    has beyond the earlier, and `table("appendix")` lists their edits: the original, the adapted,
    what was done, why, by whom and when. `common` are those before, which both have, and
    `originals` the words that the first of all found.

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
    source_changes: tuple[str, ...] = field(default=())
    recorded: tuple[Adaptation, ...] = field(default=())
    common: tuple[Adaptation, ...] = field(default=())
    originals: tuple[tuple[str, str], ...] = field(default=())

    def __iter__(self) -> Iterator[Edit]:
        return iter(self.edits)

    def __len__(self) -> int:
        return len(self.edits)

    def tables(self) -> tuple[Table, ...]:
        """The questions that changed, the edits one by one, then the questions that did not.

        The notes of the first say what else changed, or that nothing did; of the others, one
        without rows is left out.
        """
        questions, *others, _ = self.all_tables()
        return questions, *(table for table in others if table.cells)

    def all_tables(self) -> tuple[Table, ...]:
        """Every table, those without rows and the appendix too; see `tables`."""
        unchanged = [change for change in self.questions if change.fates == ("unchanged",)]
        changed = [change for change in self.questions if change.fates != ("unchanged",)]
        notes = [] if self.edits or self.source_changes else ["No differences."]
        if self.source_changes:
            edition = ", or adapt with the later one as the edition" if self.edits else ""
            notes.append(
                f"The sources differ ({'; '.join(self.source_changes)}), and no edit changes a"
                f" source; build both frameworks with the same source{edition}."
            )
        if changed:
            notes.append("Words taken out stand in [-…-], words put in in {+…+}.")
        notes += [f"Also: {edit}." for edit in self.edits if not isinstance(edit, _OF_QUESTIONS)]
        if unchanged:
            notes.append(f"Unchanged: {counted(len(unchanged), 'question')}.")
        pairs = [
            (old, new, " and ".join(one.fates))
            for one in changed
            for old, new in product(one.old or (None,), one.new or (None,))
        ]
        questions = Table.of(
            "questions",
            self.title,
            ("Change", "Before", "After", "Ids", "Question"),
            [(" and ".join(change.fates), *_row(change)) for change in changed],
            notes,
            self.source,
            Data.of("old_id new_id change", pairs),
        )
        in_order = [
            (place, str(one), one.reason, type(one).__name__)
            for place, one in enumerate(self.edits, 1)
        ]
        same = [(*_row(change), change.new[0]) for change in unchanged]
        table = partial(Table.of, source=self.source)
        of_edits = "Edit=position:int What_it_does=what reason | edit"
        of_same = "Before= After= Ids= question | question_id"
        recorded = "original adapted what why who when:date"
        return (
            questions,
            table("edits", "Edits in order", of_edits, in_order),
            table("unchanged", "Unchanged questions", of_same, same),
            table("appendix", f"Recorded: {self.title}", recorded, self._appendix()),
        )

    def _appendix(self) -> Iterator[tuple[Cell, ...]]:
        """Every edit that the lineage records, with the words it found and those it left.

        What a merge brought in stands under those who made it, and what is the merge's own after.
        """
        # By the digest of the framework that has them: each adaptation knows what it found, which
        # may be older than either framework.
        words: dict[str, dict[str, str]] = {}
        said: dict[int, list[tuple[str, tuple[str, ...], dict[str, str]]]] = {}
        told = set[Adaptation]()
        for place, made in enumerate((*self.common, *self.recorded)):
            for one in with_merged(made):
                there = words[one.result] = dict(words.get(one.base, self.originals))
                within = (id(of) for of in with_merged(one) if of is not one)
                brought = [key for name in within for key in said[name]]
                mine = said[id(one)] = []
                is_told = place < len(self.common) or (one is not made and one in told)
                for edit in one.edits:
                    found, left = words_of(edit, there)
                    original = " / ".join(there.get(name, "") for name in found)
                    # A new step shows its title, and brings its questions.
                    there |= {key: new.introduced for key, new in introduced(edit)} | left
                    mine.append((type(edit).__name__, found, left))
                    # A merge's edits say again what it brought in, and two may bring in the same.
                    if is_told or mine[-1] in brought:
                        continue
                    why, who = edit.reason or one.reason or None, ", ".join(one.by)
                    adapted = " / ".join(left.values())
                    yield original or None, adapted or None, str(edit), why, who, one.on
            told.update(with_merged(made))


def words_of(edit: Edit, words: Mapping[str, str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The ids whose words an edit found, and the words it left by id; the title's id is empty."""
    left = {name: entry.introduced for name, entry in introduced(edit)}
    if said := superseding(edit):
        return said.old, left
    if left:
        # A new step shows its title alone.
        return (), dict(islice(left.items(), 1))
    if isinstance(edit, edits.ChangeScale):
        return (), {}
    name = str(getattr(edit, "question", None) or getattr(edit, "step", ""))
    if isinstance(edit, edits.RemoveStep | edits.RemoveQuestion | edits.RemoveContextQuestion):
        return (name,), {}
    text = getattr(edit, "text", getattr(edit, "title", None))
    return (name,), {name: words.get(name, "") if text is None else text}


def _key(edit: Edit) -> tuple[type, tuple[str, ...], tuple[str, ...]]:
    found, left = words_of(edit, {})
    return type(edit), tuple(found), tuple(left)


def _row(change: QuestionChange) -> tuple[str, ...]:
    before, after, old, new = map(", ".join, (change.before, change.after, change.old, change.new))
    ids = old if old == new else " → ".join(filter(None, (old, new)))
    return before, after, ids, change.wording


def diff(a: Framework, b: Framework, *, crosswalk: Crosswalk | None = None) -> Diff:
    """The edits that turn the content of `a` into that of `b`, and what became of each question.

    States are compared, not histories: as few things are moved as possible, and what was
    changed and changed back does not show. Where `b`'s lineage says that questions were
    replaced, split or merged, so does the diff. Frameworks need not share a lineage: a question
    is the same where its id and its first wording are, or where a `crosswalk` says so. With one,
    a question that goes on keeps its id of `a`, and others have those of `b` or, where `a` used
    them before, the next that are free: two published versions become a lineage by
    `adapt(a, *diff(a, b, crosswalk=...), ...)`.

    Raises:
        IdentityClashError: if one id has two meanings. Where the frameworks have a common
            origin, `merge` can resolve it; where they have none, a crosswalk or `record` can.
        InvalidError: for a crosswalk that does not fit the frameworks.

    >>> from datetime import date
    >>> from sixsteps import RetitleStep, adapt, six_steps
    >>> voice = RetitleStep("s3", "Voice of children and families")
    >>> local = adapt(six_steps(), voice, by="Anytown", on=date(2026, 4, 1))
    >>> print(*diff(six_steps(), local))
    retitle step s3 “Voice of children and families”
    """
    for framework in (a, b):
        instance_of(framework, Framework, "diff")
    if crosswalk is not None:
        instance_of(crosswalk, Crosswalk, "crosswalk")
        return _told(a, b, counterpart(a, b, crosswalk))
    found = list(clashes(a.register, b.register))
    if found:
        lines = [f"{name!r} is {one} in one and {other} in the other" for name, one, other in found]
        left = len(lines) - _MOST_CLASHES
        listing = "".join(f"\n  {line}" for line in lines[:_MOST_CLASHES])
        listing += f"\n  and {left} more" if left > 0 else ""
        count = "1 id has" if len(found) == 1 else f"{len(found)} ids have"
        remedy = "merge the frameworks and rename one side"
        if a.origin != b.origin:
            remedy = "say with crosswalk= what corresponds, or make it an adaptation with record()"
        message = f"{count} two meanings, so there is no edit from the one to the other"
        raise IdentityClashError(message, f"{remedy}:{listing}")
    content = Content(b.title, b.scale, b.steps, b.context)
    return _told(a, b, Counterpart(content, b.register, {}, translation(a, b)))


def _told(a: Framework, b: Framework, there: Counterpart) -> Diff:
    content = there.content
    if a.origin != b.origin and a.scale == b.scale:
        # Whose the levels are is told with the sources.
        content = evolve(content, scale=a.scale)
    found = differences(a, content, there.register, there.levels)
    since = next(
        (place for place, (x, y) in enumerate(zip(a.lineage, b.lineage, strict=False)) if x != y),
        min(len(a.lineage), len(b.lineage)),
    )
    recorded, first = b.lineage[since:] if a.origin == b.origin else (), b.origin
    # The last reason that the lineage records for an edit of its kind.
    reasons = {_key(one): one.reason for made in recorded for one in made.edits if one.reason}
    originals = [("", first.title), *((step.id, step.title) for step in first.steps)]
    originals += [(question.id, question.text) for question in first.questions]
    originals += [(question.id, question.text) for question in first.context]
    return Diff(
        tuple(evolve(one, reason=reasons.get(_key(one), one.reason)) for one in found),
        tuple(_questions(a, b, found, there.names)),
        title=f"From “{a.title}” to “{b.title}”",
        source=joint_citation([a, b]),
        source_changes=tuple(_source_changes(a, b)),
        recorded=recorded,
        common=b.lineage[:since] if recorded else (),
        originals=tuple(originals),
    )


def translation(a: Framework, b: Framework) -> dict[str, str]:
    """`a`'s levels as levels of `b`, as far as the changes of scale in their lineages say.

    Against the direction of a recorded change, only a level that a single level was mapped
    to is translated: to that one.
    """
    onward = level_mapping(a, b)
    return certain_back(level_mapping(b, a) or {}) if onward is None else onward


def _questions(
    a: Framework, b: Framework, found: tuple[Edit, ...], names: Mapping[str, str]
) -> Iterator[QuestionChange]:
    """The fate of each question: those of `b` in order, then those that left, as in `a`.

    `names` gives ids of `b` those they have here.
    """
    units = _units(found)
    moved = {edit.question for edit in found if isinstance(edit, edits.MoveQuestion)}
    before = {q.id: q for q in a.questions}
    after = {(name := names.get(q.id, q.id)): evolve(q, id=name) for q in b.questions}
    number = {names.get(q.id, q.id): b.number(q.id) for q in b.questions}.__getitem__
    places = {name: place for place, name in enumerate((*before, *after))}
    shown: set[str] = set()
    for name in (*after, *before):
        if name in shown:
            continue
        members, fate = units.get(name, ((name,), None))
        ids = sorted(members, key=lambda member: places.get(member, -1))
        old = tuple(member for member in ids if member in before)
        new = tuple(member for member in ids if member in after)
        shown.update(ids)
        if fate and new:
            fates: tuple[Fate, ...] = (fate,)
            wording = " / ".join(after[member].text for member in new)
        elif name not in before or name not in after:
            fates = ("removed" if name in before else "added",)
            wording = (before if name in before else after)[name].text
        else:
            was, now = before[name], after[name]
            became: tuple[tuple[Fate, bool], ...]
            became = ("moved", name in moved), ("reworded", was != now)
            fates = tuple(fate for fate, so in became if so) or ("unchanged",)
            besides = "; ".join(_changes(was, now, [word for word in WORDS if word != "text"]))
            wording = marked(was.text, now.text) + (f" ({besides})" if besides else "")
        numbers = tuple(map(a.number, old)), tuple(map(number, new))
        yield QuestionChange(fates, old, new, *numbers, wording)


def _changes(was: object, now: object, names: Iterable[str]) -> Iterator[str]:
    """The fields in which two values differ, each with its later value, the changes marked."""
    for name in names:
        before, after = getattr(was, name), getattr(now, name)
        if before != after:
            yield f"{name}: {marked(shown(before), shown(after))}"


def _source_changes(a: Framework, b: Framework) -> Iterator[str]:
    """The fields in which the sources differ, and the source of the scale if that does."""
    yield from _changes(a.source, b.source, [one.name for one in fields(Source)])
    was, now = (one.borrowed_scale and one.borrowed_scale.reference for one in (a, b))
    if was != now:
        yield f"scale: {marked(was or '', now or '')}"


def shown(value: object) -> str:
    """The value of a field of a question or a source as a text, empty where there is none."""
    if isinstance(value, tuple):
        return "; ".join(": ".join(one) if isinstance(one, tuple) else one for one in value)
    return value.reference if isinstance(value, Source) else str(value or "")


def _units(found: Iterable[Edit]) -> dict[str, tuple[tuple[str, ...], Fate]]:
    """Every question that an edit superseded or put in its place, with the whole of its unit."""
    said = [one for one in map(superseding, found) if one]
    ties: list[tuple[list[str], Fate]]
    ties = [([*one.old, *filter(None, one.new)], one.kind) for one in said]
    units = connected(ids for ids, _ in ties)
    fates: dict[tuple[str, ...], Fate] = {}
    for (name, *_), fate in ties:
        if fates.get(units[name]) != "replaced":
            fates[units[name]] = fate
    return {name: (unit, fates[unit]) for name, unit in units.items()}
