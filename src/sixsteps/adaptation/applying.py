"""Apply edits to a framework, all or none, and apply a recorded adaptation again."""

from collections.abc import Iterable
from datetime import date

from attrs import evolve

from sixsteps.adaptation.draft import Draft
from sixsteps.adaptation.editing import Applied, apply_edits
from sixsteps.errors import AdaptationError, Problem, WrongTypeError
from sixsteps.model.adaptation_record import Adaptation, LeftOut
from sixsteps.model.checks import instance_of
from sixsteps.model.digests import short_digest
from sixsteps.model.edits import Edit
from sixsteps.model.framework import Framework
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
    for edit in edits:
        if isinstance(edit, list | tuple):
            raise WrongTypeError(
                "adapt takes its edits one by one and was given several in one;"
                " write adapt(framework, *edits, ...)"
            )
    record = Adaptation(edits, by=by, on=on, reason=reason, title=title, source=source)
    return carried_out(framework, record)


def replay(framework: Framework, adaptation: Adaptation, *, partial: bool = False) -> Framework:
    """The framework with a recorded adaptation applied to it again, under the same names.

    An adaptation made for other content is refused, unless `partial`: then the edits that
    fit are applied, and the new lineage's last adaptation holds the others with the reasons, as
    `left_out`. An adaptation that was never applied (its `base` is empty) is made for any
    content.

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
    _, applied = _tried(framework, adaptation)
    elsewhere = Problem(
        "base",
        f"this adaptation was made to content {short_digest(adaptation.base)}, and this"
        f" framework's is {short_digest(framework.digest)}; give partial=True to apply the"
        " edits that fit",
        code="other-content",
    )
    raise AdaptationError("adaptation", (elsewhere, *applied.problems))


def _tried(framework: Framework, adaptation: Adaptation) -> tuple[Draft, Applied]:
    merging = evolve(adaptation, edits=()) if adaptation.merges else None
    merged = framework.register.after([merging]) if merging else None
    draft = Draft(framework, merged)
    return draft, apply_edits(draft, adaptation.edits)


def carried_out(
    framework: Framework, adaptation: Adaptation, *, partial: bool = False
) -> Framework:
    """The framework with the adaptation at the end of its lineage, content digests filled in.

    Raises:
        AdaptationError: for edits that cannot apply, unless `partial`, and for an adaptation
            made to this very content that records another result than its edits have.
    """
    draft, applied = _tried(framework, adaptation)
    if not partial:
        AdaptationError.check("adaptation", applied.problems)
    content = draft.content()
    result = content.digest
    if adaptation.base == framework.digest and adaptation.result not in ("", result):
        problem = Problem(
            "result",
            f"the edits make content {short_digest(result)}, and the adaptation records"
            f" {short_digest(adaptation.result)}; it was changed after it was made",
            code="other-result",
        )
        raise AdaptationError("adaptation", [problem])
    record = evolve(
        adaptation,
        edits=applied.edits,
        base=framework.digest,
        result=result,
        left_out=(
            *adaptation.left_out,
            *(LeftOut(edit, problem.message) for edit, problem in applied.refused),
        ),
    )
    return framework.adapted(record, content.title, content.scale, content.steps, content.context)
