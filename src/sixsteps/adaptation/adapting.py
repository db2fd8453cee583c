"""Adapt a framework: edits applied, all or none, and recorded; and a record applied again."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import starmap

from attrs import evolve

from sixsteps.adaptation.ids import Ids
from sixsteps.adaptation.working_copy import CannotApply, WorkingCopy
from sixsteps.errors import AdaptationError, Problem, WrongTypeError
from sixsteps.model.digests import short_digest
from sixsteps.model.edits import Edit, Entry, MergeQuestions, introduced
from sixsteps.model.fields import instance_of
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Adaptation, Identity, LeftOut, Register
from sixsteps.model.source import Source


def adapt(
    framework: Framework,
    *edits: Edit,
    by: str | Iterable[str],
    on: date,
    reason: str = "",
    title: str = "",
    source: Source | str | None = None,
    edition: Source | str | None = None,
) -> Framework:
    """The framework with these edits applied in order, all or none, and recorded in its lineage.

    `by` is one name or several; `title`, `reason` and `source` (a citation or a link of its
    own) describe the adaptation, not the framework. A new question without an id gets the
    highest number its step ever had, plus one; the lineage holds the edits with every id
    resolved. A source that revises itself says as `edition` how it is cited from then on: it is
    then no adapter of its own text.

    Raises:
        AdaptationError: for edits that cannot apply, each with its position, the reason and the
            remedy; an edit that rests on one of them may be listed as well. For no edit at all,
            and for an edition of what others adapted already.
        InvalidError: if nobody is named, `on` is no date, or something given is no edit.

    >>> from sixsteps import AddQuestion, six_steps
    >>> education = AddQuestion("s1", "Are education partners engaged?")
    >>> local = adapt(six_steps(), education, by="Anytown", on=date(2026, 4, 1))
    >>> local.number("s1q5"), str(local.lineage[0].edits[0])
    ('1.5', 'add question s1q5 to step s1: “Are education partners engaged?”')
    """
    instance_of(framework, Framework, "adapt")
    if any(isinstance(edit, list | tuple) for edit in edits):
        message = "adapt takes its edits one by one and was given several in one"
        raise WrongTypeError(message, "write adapt(framework, *edits, ...)")
    record = Adaptation(
        edits, by=by, on=on, reason=reason, title=title, source=source, edition=edition
    )
    if not edits:
        nothing = Problem(("edits",), "there is no edit", "give one edit or more", "no-edits")
        raise AdaptationError("adaptation", [nothing])
    return carried_out(framework, record)


def replay(framework: Framework, adaptation: Adaptation, *, partial: bool = False) -> Framework:
    """The framework with a recorded adaptation applied to it again, under the same names.

    An adaptation made for other content, or with an edit that does not fit, is refused, unless
    `partial`: then the edits that fit are applied, and the new lineage's last adaptation holds the
    others with the reasons, as `left_out`. An edit of something that the framework has not, or
    has another thing for under that id, does not fit. What was left out of the adaptation
    before is tried anew on other content, after its edits. An adaptation that was never applied
    (its `base` is empty) is made for any content.

    Raises:
        AdaptationError: for an adaptation made for other content, and for edits that do not fit,
            unless `partial`; for a record whose result is not what its edits make.

    >>> from sixsteps import RemoveStep, RetitleStep, adapt, six_steps
    >>> local = adapt(six_steps(), RemoveStep("s6"), by="Anytown", on=date(2026, 4, 1))
    >>> voice = RetitleStep("s3", "Voice of children and families")
    >>> edits = [voice, RetitleStep("s6", "Training")]
    >>> other = adapt(six_steps(), *edits, by="Othertown", on=date(2026, 5, 1)).lineage[0]
    >>> both = replay(local, other, partial=True)
    >>> both.step("s3").title, both.lineage[1].left_out[0].why
    ('Voice of children and families', "step 's6' was removed; bring it back with AddStep first")
    """
    instance_of(framework, Framework, "replay")
    instance_of(adaptation, Adaptation, "replay", "give one of framework.lineage")
    instance_of(partial, bool, "partial", "give True or False")
    if partial or adaptation.base in ("", framework.digest):
        return carried_out(framework, adaptation, partial=partial)
    there, here = short_digest(adaptation.base), short_digest(framework.digest)
    message = f"this adaptation was made to content {there}, and this framework's is {here}"
    remedy = "give partial=True to apply the edits that fit"
    elsewhere = Problem(("base",), message, remedy, code="other-content")
    _, _, refused = _tried(framework, adaptation)
    raise AdaptationError("adaptation", (elsewhere, *(problem for _, problem in refused)))


def carried_out(
    framework: Framework, adaptation: Adaptation, *, partial: bool = False
) -> Framework:
    """The framework with the adaptation at the end of its lineage, content digests filled in."""
    if adaptation.edition and framework.is_adapted:
        message = "an edition is its source's own, and others adapted this framework"
        remedy = "adapt the framework of the source, and merge it into this one"
        raise AdaptationError("adaptation", [Problem(("edition",), message, remedy, "edition")])
    if adaptation.left_out and adaptation.base != framework.digest:
        anew = (*adaptation.edits, *(left.edit for left in adaptation.left_out))
        adaptation = evolve(adaptation, edits=anew, left_out=())
    copy, edits, refused = _tried(framework, adaptation)
    if not partial:
        AdaptationError.check("adaptation", (problem for _, problem in refused))
    content = copy.content()
    result, again = content.digest, adaptation.base == framework.digest and not refused
    if again or not (adaptation.base or refused):
        AdaptationError.check("adaptation", _other_result(adaptation, result))
    known, identities = framework.register.entries, adaptation.identities
    if not again:
        # What the edits mean by the ids that the framework had before them, each once. Those that
        # are left out mean what they meant where they were recorded.
        used, left = (
            dict.fromkeys(name for edit in some for _, name in _named(edit))
            for some in (edits, [edit for edit, _ in refused])
        )
        meant = {one.id: one.introduced for one in adaptation.identities if one.id in left}
        used |= {} if adaptation.base else left
        meant |= {name: known[name].introduced for name in used if name in known}
        identities = tuple(starmap(Identity, meant.items()))
    left_out = [LeftOut(edit, str(evolve(p, path=(), suggestion=None))) for edit, p in refused]
    record = evolve(
        adaptation,
        edits=edits,
        base=framework.digest,
        result=result,
        left_out=(*adaptation.left_out, *left_out),
        identities=identities,
    )
    return framework.adapted(record, content.title, content.scale, content.steps, content.context)


def _other_result(adaptation: Adaptation, result: str) -> Iterator[Problem]:
    """The problem of an adaptation that records another result than its edits have."""
    if adaptation.result not in ("", result):
        made, recorded = short_digest(result), short_digest(adaptation.result)
        message = f"the edits make content {made}, and the adaptation records {recorded}"
        remedy = "it was changed after it was made"
        yield Problem(("result",), message, remedy, code="other-result")


def replay_problems(framework: Framework) -> Iterator[Problem]:
    """Problems of recorded edits that, made again to the origin, give something else.

    A framework itself checks that the digests of its lineage hold together and end in its
    content; what the edits do is seen only by making them, all in one working copy.
    """
    register, copy = framework.origin.register, WorkingCopy(framework.origin)
    for position, made in enumerate(framework.lineage):
        _, refused = _made(made, copy, register, {})
        found = [problem for _, problem in refused]
        if found := found or list(_other_result(made, copy.content().digest)):
            yield from (problem.within("lineage", position) for problem in found)
            return
        register = register.after([made], position)


def _tried(
    framework: Framework, adaptation: Adaptation
) -> tuple[WorkingCopy, list[Edit], list[tuple[Edit, Problem]]]:
    """A working copy after the edits that fit, these with every id resolved, and the others.

    An edit that meant another thing by an id where it was recorded does not fit. What it meant
    is in the record's identities or was introduced by an earlier edit of the record; records of
    format 1 leave out what stands in the origin. An adaptation that was never applied means
    whatever the framework has.
    """
    copy = WorkingCopy(framework)
    elsewhere = adaptation.base not in ("", framework.digest)
    origin = framework.origin.register.entries if elsewhere else {}
    return copy, *_made(adaptation, copy, framework.register, origin, elsewhere=elsewhere)


def _made(
    adaptation: Adaptation,
    copy: WorkingCopy,
    register: Register,
    origin: Mapping[str, Entry],
    *,
    elsewhere: bool = False,
) -> tuple[list[Edit], list[tuple[Edit, Problem]]]:
    """The edits made to a working copy, with every id resolved, and those that do not fit."""
    merging = [evolve(adaptation, edits=())] if adaptation.merges else []
    copy.ids = Ids(register, register.after(merging) if merging else None)
    copy.inherits = not adaptation.base
    done: list[Edit] = []
    refused: list[tuple[Edit, Problem]] = []
    meant = {name: entry.introduced for name, entry in origin.items()}
    meant.update((one.id, one.introduced) for one in adaptation.identities)
    for position, edit in enumerate(adaptation.edits):
        try:
            _need_meant(edit, copy.ids.known, meant, others=not elsewhere)
            done.append(copy.apply(edit))
        except CannotApply as refusal:
            refused.append((edit, refusal.problem.within("edits", position)))
        if elsewhere:
            meant.update((name, one.introduced) for name, one in introduced(edit) if name)
    return done, refused


def _need_meant(
    edit: Edit, known: Mapping[str, Entry], meant: Mapping[str, str], *, others: bool
) -> None:
    """Refuse an edit of something else than was meant; `others`: what it meant may be unsaid."""
    for field, name in _named(edit):
        entry = known.get(name)
        if (
            entry is not None
            and meant.get(name, entry.introduced if others else "") != entry.introduced
        ):
            message = f"{name!r} is another {entry.kind} here than the one that was meant"
            remedy = "adapt this framework with an edit of its own"
            raise CannotApply(message, remedy, "other-identity", field)


def _named(edit: Edit) -> Iterator[tuple[str, str]]:
    """The ids of what an edit changes, or places something by, each with its field."""
    for field in ("step", "question", "to", "after"):
        name = getattr(edit, field, None)
        if name is not None:
            yield field, name
    if isinstance(edit, MergeQuestions):
        yield from (("questions", name) for name in edit.questions)
