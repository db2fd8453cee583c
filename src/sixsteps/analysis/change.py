"""The change between two rounds: what became of every question, and where a figure moved from."""

from attrs import frozen

from sixsteps.analysis.arguments import require
from sixsteps.analysis.change_figures import ChangeFigures
from sixsteps.analysis.change_tables import change_tables
from sixsteps.analysis.comparison_notes import (
    crosswalk_notes,
    joined_citation,
    organisations_note,
    selection_notes,
    time_note,
)
from sixsteps.analysis.decomposition import decompositions
from sixsteps.analysis.heading import handling_lines
from sixsteps.analysis.pairing import pair
from sixsteps.analysis.selection import Of, Selection, select
from sixsteps.cells import worded
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.table import Share, Table, Tabular


# Not slotted, as what it inherits from is not.
@frozen(slots=False, repr=False)
class Change(ChangeFigures, Tabular):
    """What became of every question between two rounds, and the exact parts of each change.

    `lines` partition the questions of both rounds; every count here is a count of lines, in
    which linked questions that are compared as one count once. `scale` is the scale of the
    comparison, `crosswalk` the correspondence that was used. `decompositions` explain the share
    at or above every level but the worst, the best level first. `unsupported` counts the later
    round's answers at the best level without evidence, and is `None` where that level needs
    none. `notes` say whose answers were read, by which rules, and what was translated; `handling`
    how the rounds may be handled, in their own words.

    There are no p-values: the questions are all the questions and no sample, and the answers of
    one respondent are not independent of each other.

    >>> from datetime import date
    >>> from sixsteps import Rating, six_steps
    >>> autumn, spring = (
    ...     Round(six_steps(), "Anytown", title, on, [Rating("s1q1", level, ["Minutes"])])
    ...     for title, on, level in [("Autumn 2025", date(2025, 11, 1), "amber"),
    ...                              ("Spring 2026", date(2026, 5, 1), "green")])
    >>> found = change(autumn, spring)
    >>> found.line("s1q1").outcome, str(found.matched_after), found.share("green").change
    ('improved', '1 of 24', Fraction(1, 1))
    """

    def tables(self) -> tuple[Table, ...]:
        """The summary, the matrix, the parts, the questions, and those removed or replaced."""
        return change_tables(self)


def change(
    before: Round,
    after: Round,
    *,
    crosswalk: Crosswalk | None = None,
    of: Of | None = None,
    rule: str | None = None,
) -> Change:
    """What became of every question between two rounds, however the framework was adapted.

    Questions correspond by the lineages of the frameworks, or by `crosswalk`; never by similar
    wording. `of` names whose answers are compared, `rule` joins those of several respondents.
    A comparison may run back in time: every output then says that it does.

    Raises:
        WrongTypeError: for what is no round, or a crosswalk that is none.
        NotComparableError: for frameworks of different origins and no crosswalk, or two scales
            and no mapping of a level that was given.
        SeveralAnswersError: for a round with several respondents and neither `of` nor `rule`.
        InvalidError: for a crosswalk that does not fit the frameworks.

    >>> from datetime import date
    >>> from sixsteps import Rating, six_steps
    >>> autumn = Round(six_steps(), "Anytown", "Autumn 2025", date(2025, 11, 1),
    ...                ratings=[Rating("s1q1", "red"), Rating("s1q2", "amber")])
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...                ratings=[Rating("s1q1", "amber"), Rating("s1q2", "amber")])
    >>> found = change(autumn, spring)
    >>> found.improved, found.held, found.declined, found.net
    (1, 1, 0, Fraction(1, 2))
    """
    require(before, Round, "before")
    require(after, Round, "after")
    if crosswalk is not None:
        require(crosswalk, Crosswalk, "crosswalk=")
    ours, theirs = (select(round_, of=of, rule=rule) for round_ in (before, after))
    pairing = pair((before.framework, ours), (after.framework, theirs), crosswalk)
    citation = joined_citation((before.framework, after.framework))
    return Change(
        before.reference,
        after.reference,
        before.framework,
        after.framework,
        pairing.scale,
        pairing.lines,
        pairing.crosswalk,
        decompositions(pairing.lines, pairing.scale, citation),
        _unsupported(pairing.scale, after.framework.scale, theirs),
        (
            f"From {before.title} ({worded(before.on)}) to {after.title} ({worded(after.on)}).",
            *time_note(before.reference, after.reference),
            *organisations_note([before, after]),
            *selection_notes((before.title, ours), (after.title, theirs)),
            *crosswalk_notes([crosswalk]),
            *pairing.notes,
        ),
        handling_lines([before, after]),
    )


def _unsupported(scale: Scale, own: Scale, selection: Selection) -> Share | None:
    """Answers at the best level without evidence, where the round's own scale asks for any."""
    if scale != own or "evidence" not in scale.level(scale.best).needs:
        return None
    best = [cell for cell in selection.cells if cell.level == scale.best]
    return Share(sum(not cell.is_supported for cell in best), len(best))
