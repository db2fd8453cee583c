"""The scale two rounds are compared on, and the levels brought onto it."""

from collections.abc import Mapping

from attrs import frozen

from sixsteps.analysis.lines import LevelOrKind
from sixsteps.analysis.selection import Selection
from sixsteps.errors import NotComparableError, listed
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.framework import Framework
from sixsteps.model.scale import Scale


@frozen
class Translation:
    """One scale for two rounds: what each level of either becomes on it.

    A level that is in neither mapping cannot be compared. `note` says which levels were brought
    together, and is empty where the scales are the same.
    """

    scale: Scale
    before: Mapping[str, str]
    after: Mapping[str, str]
    note: str = ""


def translation(before: Framework, after: Framework, crosswalk: Crosswalk) -> Translation:
    """The scale of a comparison: the one both use, or the one the crosswalk maps levels to.

    Raises:
        NotComparableError: for two scales and no mapping of levels between them.
    """
    if before.scale == after.scale:
        same = {key: key for key in after.scale.keys}
        return Translation(after.scale, same, same)
    from_before = crosswalk.translates == "before"
    source, target = (before, after) if from_before else (after, before)
    if not crosswalk.levels:
        raise NotComparableError(
            f"{before.title!r} is rated on {before.scale.title!r} and {after.title!r} on"
            f" {after.scale.title!r}, and no mapping says what {listed(source.scale.keys)} become;"
            " give a Crosswalk with levels"
        )
    mapping = dict(crosswalk.levels)
    same = {key: key for key in target.scale.keys}
    note = _note(source.scale, target.scale, mapping)
    if from_before:
        return Translation(target.scale, mapping, same, note)
    return Translation(target.scale, same, mapping, note)


def translated(
    selection: Selection, mapping: Mapping[str, str], scale: Scale
) -> dict[str, LevelOrKind]:
    """What stands for each question, its level brought from `scale` by the mapping.

    Raises:
        NotComparableError: for a level that was given and has no mapping.
    """
    given = {cell.level for cell in selection.cells}
    missing = [key for key in scale.keys if key in given and key not in mapping]
    if missing:
        raise NotComparableError(
            f"no mapping of levels for {listed(missing)} of {scale.title!r};"
            " give each the level it becomes"
        )
    return {
        cell.question: cell.kind if cell.level is None else mapping[cell.level]
        for cell in selection.cells
    }


def _note(source: Scale, target: Scale, mapping: Mapping[str, str]) -> str:
    """What was translated, and which levels can no longer be told apart."""
    pairs = [
        f"{source.label(key)} as {target.label(mapping[key])}"
        for key in source.keys
        if key in mapping
    ]
    merged = [
        " and ".join(source.label(key) for key in keys)
        for level in target.keys
        if len(keys := [key for key in source.keys if mapping.get(key) == level]) > 1
    ]
    lost = f" This loses detail: {'; '.join(merged)} are no longer told apart." if merged else ""
    return f"Levels of “{source.title}” are compared on “{target.title}”: {', '.join(pairs)}.{lost}"
