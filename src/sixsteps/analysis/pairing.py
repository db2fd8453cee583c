"""Two rounds brought together: one answer a question, one scale, and the lines between them."""

from attrs import frozen

from sixsteps.analysis.lines import Line, lines_between
from sixsteps.analysis.selection import Selection
from sixsteps.analysis.translation import Translation, translated, translation
from sixsteps.model.correspondence import correspondence
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.framework import Framework
from sixsteps.model.scale import Scale


@frozen
class Pairing:
    """The lines between two selections of answers, on one scale, by a complete crosswalk.

    The lines follow the later framework; those of questions it no longer asks come last, in the
    order of the earlier one.
    """

    lines: tuple[Line, ...]
    crosswalk: Crosswalk
    translation: Translation

    @property
    def scale(self) -> Scale:
        """The scale the lines are on."""
        return self.translation.scale

    @property
    def notes(self) -> tuple[str, ...]:
        """What was translated, and the rule that joined linked questions, where there is any."""
        notes = [self.translation.note] if self.translation.note else []
        if any(line.is_compound for line in self.lines):
            notes.append(
                "Questions that were split or merged are compared as one, by the rule"
                f" “{self.scale.compound_rule}”."
            )
        return tuple(notes)


def complete_crosswalk(
    before: Framework, after: Framework, crosswalk: Crosswalk | None = None
) -> Crosswalk:
    """A crosswalk that lists every question of both: the one given, or that of the lineages.

    Raises:
        NotComparableError: for frameworks of different origins and no crosswalk.
        InvalidError: for a crosswalk that does not fit the frameworks.
    """
    if crosswalk is None:
        return correspondence(before, after)
    return crosswalk.between(before, after)


def pair(
    before: tuple[Framework, Selection],
    after: tuple[Framework, Selection],
    crosswalk: Crosswalk | None = None,
) -> Pairing:
    """The earlier and the later answers, question by question.

    Raises:
        NotComparableError: for frameworks of different origins and no crosswalk, or two scales
            and no mapping of a level that was given.
        InvalidError: for a crosswalk that does not fit the frameworks.
    """
    frameworks = before[0], after[0]
    complete = complete_crosswalk(*frameworks, crosswalk)
    onto = translation(*frameworks, complete)
    lines = lines_between(
        translated(before[1], onto.before, before[0].scale),
        translated(after[1], onto.after, after[0].scale),
        complete,
        frameworks,
        onto.scale,
    )
    return Pairing(_in_order(lines, frameworks), complete, onto)


def _in_order(lines: tuple[Line, ...], frameworks: tuple[Framework, Framework]) -> tuple[Line, ...]:
    old, new = ({q.id: place for place, q in enumerate(one.questions)} for one in frameworks)

    def place(line: Line) -> tuple[bool, int]:
        if line.new:
            return False, min(new[name] for name in line.new)
        return True, min(old[name] for name in line.old)

    return tuple(sorted(lines, key=place))
