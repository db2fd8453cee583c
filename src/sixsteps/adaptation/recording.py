"""An edited copy of a framework, recorded as an adaptation of it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import evolve

from sixsteps.adaptation.adapting import carried_out
from sixsteps.adaptation.counterparts import content_under, register_with
from sixsteps.adaptation.diffing import differences
from sixsteps.adaptation.ids import Ids
from sixsteps.errors import AdaptationError, InvalidError, Problem, WrongTypeError
from sixsteps.model.crosswalk import monotone_problems
from sixsteps.model.edits import ChangeScale, Edit, Entry
from sixsteps.model.fields import as_names, problem
from sixsteps.model.framework import Framework, things
from sixsteps.model.lineage import Adaptation, Identity, Link, Register
from sixsteps.model.question import Step
from sixsteps.model.source import Source, borrowed
from sixsteps.words import for_the_first, listed, nearest, of_type, quoted

UNSOURCED = Source("An edited copy")
"""The source of a copy that is read for its content alone."""


def recorded(
    base: Framework,
    edited: Framework,
    *,
    by: str | Iterable[str],
    on: date,
    reason: str,
    reworded: Iterable[str],
    replaced: Iterable[str],
    reasons: Mapping[str, str],
    mapping: Mapping[str, str] | None,
    says_sources: bool,
) -> Framework:
    """The framework adapted to the content of an edited copy, as `record` says.

    Of a copy that may not say whose a question is, one that is borrowed stays borrowed.
    """
    record = Adaptation((), by=by, on=on, reason=reason)
    words = as_names(reworded, "reworded", ordered=False)
    anew = as_names(replaced, "replaced", ordered=False)
    copy = _Copy(base, edited)
    found = [
        *copy.unsaid({"reworded": words, "replaced": anew}),
        *copy.renumbered(),
        *copy.unmapped(mapping),
        *copy.strangers(reasons),
    ]
    AdaptationError.check("edited copy", found)
    renamed = copy.renamed(anew)
    register = copy.register(anew, renamed, reasons)
    levels = {key: key for key in base.scale.keys} if mapping is None else dict(mapping)
    content = content_under(edited, renamed)
    if not borrowed([content.scale.source], [edited.source]):
        # The copy does not say whose its scale is: whose it was, if any of its levels is there.
        lent = base.borrowed_scale if {*base.scale.keys} & {*content.scale.keys} else None
        content = evolve(content, scale=evolve(content.scale, source=lent))
    if not says_sources:
        content = evolve(content, steps=tuple(_borrowed_still(base, content.steps)))
    edits = differences(base, content, register, levels)
    if not edits:
        return base
    there = {here: name for name, here in renamed.items()}
    explained = [_explained(edit, there, reasons) for edit in edits]
    made = evolve(record, edits=explained, renamed=renamed)
    return carried_out(base, made)


def _borrowed_still(base: Framework, steps: Iterable[Step]) -> Iterator[Step]:
    """The steps with the sources that the same questions have in the base, where none is said."""
    lent = {one.id: one.source for one in base.questions if one.source}
    for step in steps:
        kept = [evolve(one, source=one.source or lent.get(one.id)) for one in step.questions]
        yield evolve(step, questions=kept) if lent else step


def by_id(given: Mapping[str, str] | None, what: str = "reasons") -> Mapping[str, str]:
    """The caller's values by id, none for `None`; anything but a mapping is refused."""
    if isinstance(given, Mapping | None):
        return given or {}
    raise WrongTypeError(f"{what} takes a mapping of ids", f"this is {of_type(given)}")


def _explained(edit: Edit, there: Mapping[str, str], reasons: Mapping[str, str]) -> Edit:
    """An edit with the reason that is given for what it changes."""
    about = next(
        (name for key in ("question", "id", "step") if (name := getattr(edit, key, None))), ""
    )
    why = reasons.get(about) or reasons.get(there.get(about, about))
    return evolve(edit, reason=why) if why else edit


class _Copy:
    """The named things of an edited copy, by place, beside those of the base."""

    def __init__(self, base: Framework, edited: Framework) -> None:
        self.base, self.edited = base, edited
        self.things = {
            name: ((*path, "title" if entry.kind == "step" else "text"), entry)
            for name, path, entry in things(edited)
        }
        self.now = {name: entry for name, _, entry in things(base)}

    def unsaid(self, said: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
        """Problems of texts that changed without a word, and of words about what did not."""
        changed = dict.fromkeys(
            name
            for name, (_, entry) in self.things.items()
            if (was := self.now.get(name, entry)) != entry and was.kind == entry.kind != "step"
        )
        near = for_the_first(lambda name: nearest(name, changed))
        for word, names in said.items():
            for place, name in enumerate(names):
                if name in changed:
                    continue
                message = f"the text of the question {quoted(name, self.things)} is not another one"
                remedy = f"there are {listed([*changed])}" if changed else "leave it out"
                yield problem((word, place), message, remedy, "not-changed", near(name))
        both = {*said["reworded"]} & {*said["replaced"]}
        for name in changed:
            path, _ = self.things[name]
            message, remedy = f"the text of {name!r} is another one", ""
            if name in both:
                message = f"{name!r} is both reworded and replaced"
                remedy = "name it in one"
            elif not any(name in names for names in said.values()):
                remedy = f"give reworded=[{name!r}] if it means the same, or else replaced"
            if remedy:
                yield problem(path, message, remedy, "reworded-or-replaced", question=name)

    def renumbered(self) -> Iterator[Problem]:
        """Problems of texts that the base has under another id, as when rows were renumbered."""
        homes: dict[Entry, list[str]] = {}
        for name, entry in self.now.items():
            homes.setdefault(entry, []).append(name)
        for name, (path, entry) in self.things.items():
            if self.now.get(name) == entry:
                continue
            for home in homes.get(entry, ()):
                if home not in self.things or self.things[home][1] != entry:
                    message = f"the text of {home!r} stands under the id {name!r}"
                    remedy = f"give it the id {home!r} again"
                    yield problem(path, message, remedy, "renumbered", question=name)

    def unmapped(self, mapping: Mapping[str, str] | None) -> Iterator[Problem]:
        """Problems of a scale with other levels and no mapping to them that would do."""
        old, new = self.base.scale, self.edited.scale
        if mapping is None:
            if old.keys != new.keys:
                message = f"the scale has other levels: {listed(new.keys)}"
                remedy = f"give mapping= from {listed(old.keys)} to them"
                yield problem(("scale", "levels"), message, remedy, "no-mapping")
            return
        if old == new:
            message = "a mapping of levels, and the scale is the same"
            yield problem(("mapping",), message, "leave it out", "not-changed")
            return
        try:
            pairs = ChangeScale(new, mapping).mapping
        except InvalidError as error:
            yield from error.problems
            return
        for place, (level, _) in enumerate(pairs):
            if level not in old:
                yield problem(("mapping", place, 0), *old.unknown(level), "unknown-level")
        for one in monotone_problems(pairs, old, new):
            yield problem(("mapping",), one.message, one.remedy, one.code)

    def strangers(self, reasons: Mapping[str, str]) -> Iterator[Problem]:
        """Problems of reasons for what neither framework has."""
        known = [*self.now, *self.things]
        near = for_the_first(lambda name: nearest(name, known))
        for name in reasons:
            if name not in self.now and name not in self.things:
                message = f"a reason for {quoted(name, known, 'something')}, which neither has"
                remedy = "give the id of a step or of a question"
                yield problem(("reasons",), message, remedy, "unknown-id", near(name))

    def renamed(self, replaced: Iterable[str]) -> dict[str, str]:
        """The ids that mean another thing here, each with the next that is free."""
        ids = Ids(self.base.register)
        for name, (_, entry) in self.things.items():
            if name not in ids.known:
                ids.use(name, entry)
        anew, renamed = {*replaced}, dict[str, str]()
        for name, (_, entry) in self.things.items():
            means = self.base.register.entries.get(name, entry)
            stays = self.now[name].kind == entry.kind if name in self.now else means == entry
            if stays and name not in anew:
                continue
            if entry.kind == "question":
                home = (self.base if self.base.has_question(name) else self.edited).step_of(name).id
                home = renamed.get(home, home)
                renamed[name] = ids.beside([name[:40]], f"{home[:40]}q", home)
            else:
                renamed[name] = ids.beside([name[:40]], entry.kind[0])
            ids.use(renamed[name], entry)
        return renamed

    def register(
        self, replaced: Iterable[str], renamed: Mapping[str, str], reasons: Mapping[str, str]
    ) -> Register:
        """The register of the base with what the copy brings in."""
        links = []
        for name in filter(self.base.has_question, replaced):
            old, why = self.base.identity(name), reasons.get(name, "")
            new = Identity(renamed[name], self.things[name][1].introduced)
            links.append(Link("replaced", (old,), (new,), comparable=False, reason=why))
        return register_with(self.base, self.edited, renamed, links)
