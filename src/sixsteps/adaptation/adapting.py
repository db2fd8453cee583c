"""Adapt a framework: edits applied, all or none, and recorded; and a record applied again."""

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve, frozen

from sixsteps.adaptation.working_copy import Refused, WorkingCopy
from sixsteps.errors import AdaptationError, Problem, WrongTypeError
from sixsteps.model.checks import instance_of
from sixsteps.model.digests import short_digest
from sixsteps.model.edits import Edit, MergeQuestions
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Adaptation, Identity, LeftOut, introduced
from sixsteps.model.source import Source


def adapt(
    framework: Framework,
    *edits: Edit,
    by: str | Iterable[str],
    on: date,
    reason: str = "",
    title: str = "",
    source: Source | str | None = None,
) -> Framework:
    """The framework with these edits applied in order, all or none, and recorded in its lineage.

    `by` is one name or several; `title`, `reason` and `source` (a citation or a link of its
    own) describe the adaptation, not the framework. A new question without an id gets the
    highest number its step ever had, plus one; the lineage holds the edits with every id
    resolved.

    Raises:
        AdaptationError: for edits that cannot apply, each with its position, the reason and the
            remedy; an edit that rests on one of them may be listed as well.
        InvalidError: if nobody is named, `on` is no date, or something given is no edit.

    >>> from sixsteps import AddQuestion, six_steps
    >>> education = AddQuestion("s1", "Are education partners engaged?")
    >>> local = adapt(six_steps(), education, by="Anytown", on=date(2026, 4, 1))
    >>> local.number("s1q5"), str(local.lineage[0].edits[0])
    ('1.5', 'add question s1q5 to step s1: “Are education partners engaged?”')
    """
    instance_of(framework, Framework, "adapt")
    if any(isinstance(edit, list | tuple) for edit in edits):
        raise WrongTypeError(
            "adapt takes its edits one by one and was given several in one",
            "write adapt(framework, *edits, ...)",
        )
    record = Adaptation(edits, by=by, on=on, reason=reason, title=title, source=source)
    return carried_out(framework, record)


def replay(framework: Framework, adaptation: Adaptation, *, partial: bool = False) -> Framework:
    """The framework with a recorded adaptation applied to it again, under the same names.

    An adaptation made for other content is refused, unless `partial`: then the edits that
    fit are applied, and the new lineage's last adaptation holds the others with the reasons, as
    `left_out`. An edit of something that the framework has not, or has another thing for under
    that id, does not fit. An adaptation that was never applied (its `base` is empty) is made for
    any content.

    Raises:
        AdaptationError: for an adaptation made for other content, with the edits that would not
            fit; for edits that do not fit; for a record whose result is not what its edits make.

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
    if adaptation.base in ("", framework.digest):
        return carried_out(framework, adaptation)
    if partial:
        return carried_out(framework, adaptation, partial=True)
    elsewhere = Problem(
        "base",
        f"this adaptation was made to content {short_digest(adaptation.base)}, and this"
        f" framework's is {short_digest(framework.digest)}",
        "give partial=True to apply the edits that fit",
        code="other-content",
    )
    raise AdaptationError("adaptation", (elsewhere, *_tried(framework, adaptation).problems))


def carried_out(
    framework: Framework, adaptation: Adaptation, *, partial: bool = False
) -> Framework:
    """The framework with the adaptation at the end of its lineage, content digests filled in.

    Raises:
        AdaptationError: for edits that cannot apply, unless `partial`, and for an adaptation
            made to this very content that records another result than its edits have.
    """
    tried = _tried(framework, adaptation)
    if not partial:
        AdaptationError.check("adaptation", tried.problems)
    content = tried.copy.content()
    result, again = content.digest, adaptation.base == framework.digest
    if again and adaptation.result not in ("", result):
        problem = Problem(
            "result",
            f"the edits make content {short_digest(result)}, and the adaptation records"
            f" {short_digest(adaptation.result)}",
            "it was changed after it was made",
            code="other-result",
        )
        raise AdaptationError("adaptation", [problem])
    left_out = [
        LeftOut(edit, str(evolve(p, path=(), suggestion=None))) for edit, p in tried.refused
    ]
    record = evolve(
        adaptation,
        edits=tried.edits,
        base=framework.digest,
        result=result,
        left_out=(*adaptation.left_out, *left_out),
        identities=adaptation.identities if again else identities(framework, tried.edits),
    )
    return framework.adapted(record, content.title, content.scale, content.steps, content.context)


@frozen
class _Tried:
    """A working copy after a list of edits: those that fit, ids resolved, and those that do not."""

    copy: WorkingCopy
    edits: tuple[Edit, ...]
    refused: tuple[tuple[Edit, Problem], ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for _, problem in self.refused)


def _tried(framework: Framework, adaptation: Adaptation) -> _Tried:
    merging = [evolve(adaptation, edits=())] if adaptation.merges else []
    merged = framework.register.after(merging) if merging else None
    copy = WorkingCopy(framework, merged)
    meant = _Meant(framework, adaptation)
    done: list[Edit] = []
    refused: list[tuple[Edit, Problem]] = []
    for position, edit in enumerate(adaptation.edits):
        try:
            meant.check(edit, copy)
            done.append(copy.apply(edit))
        except Refused as refusal:
            refused.append((edit, refusal.problem.within("edits", position)))
        meant.learn(edit)
    return _Tried(copy, tuple(done), tuple(refused))


class _Meant:
    """What the edits of an adaptation meant by their ids, where they were recorded.

    An id that the record has no identity for was introduced by an earlier edit of it, or stands
    in the origin. An adaptation that was never applied means whatever a framework has.
    """

    def __init__(self, framework: Framework, adaptation: Adaptation) -> None:
        self._introduced = {one.id: one.introduced for one in adaptation.identities}
        self._elsewhere = adaptation.base not in ("", framework.digest)
        self._origin = framework.origin.register.entries

    def check(self, edit: Edit, copy: WorkingCopy) -> None:
        """Refuse an edit that meant something else by an id than the framework does.

        Raises:
            Refused: with the first such id.
        """
        for field, name in _named(edit):
            entry = copy.ids.known.get(name)
            if entry is None:
                continue
            if name in self._introduced:
                same = entry.introduced == self._introduced[name]
            else:
                same = not self._elsewhere or self._origin.get(name) == entry
            if not same:
                raise Refused(
                    f"{name!r} is another {entry.kind} here than the one that was meant",
                    "adapt this framework with an edit of its own",
                    "other-identity",
                    field,
                )

    def learn(self, edit: Edit) -> None:
        """Take in what an edit brings, or would have brought had it not been refused."""
        if self._elsewhere:
            self._introduced.update(
                (name, entry.introduced) for name, entry in introduced(edit) if name is not None
            )


def identities(framework: Framework, edits: Iterable[Edit]) -> tuple[Identity, ...]:
    """What edits of a framework mean by ids that its adaptations introduced, each once."""
    origin, known = framework.origin.register.entries, framework.register.entries
    names = dict.fromkeys(name for edit in edits for _, name in _named(edit))
    return tuple(
        Identity(name, known[name].introduced)
        for name in names
        if name in known and known[name] != origin.get(name)
    )


def _named(edit: Edit) -> Iterator[tuple[str, str]]:
    """The ids of what an edit changes, or places something by, each with its field."""
    for field in ("step", "question", "to", "after"):
        name = getattr(edit, field, None)
        if name is not None:
            yield field, name
    if isinstance(edit, MergeQuestions):
        yield from (("questions", name) for name in edit.questions)
