"""How levels translate between two frameworks' scales, along the changes of scale recorded."""

from collections.abc import Mapping

from sixsteps.model.edits import ChangeScale
from sixsteps.model.framework import Framework
from sixsteps.model.scale import Scale

_Changes = dict[Scale, dict[Scale, Mapping[str, str]]]


def level_mapping(a: Framework, b: Framework) -> dict[str, str] | None:
    """Levels of `a` to levels of `b`, by the changes of scale in either lineage.

    `None` where no recorded changes lead from the one scale to the other. A level that some
    change on the way leaves out is not in the mapping.
    """
    changes: _Changes = {}
    _record(a, changes)
    _record(b, changes)
    reached: dict[Scale, dict[str, str]] = {a.scale: {key: key for key in a.scale.keys}}
    waiting = [a.scale]
    for scale in waiting:
        if scale == b.scale:
            return reached[scale]
        for following, mapping in changes.get(scale, {}).items():
            if following not in reached:
                so_far = reached[scale].items()
                reached[following] = {old: mapping[now] for old, now in so_far if now in mapping}
                waiting.append(following)
    return None


def _record(framework: Framework, changes: _Changes) -> None:
    scale = framework.origin.scale
    for adaptation in framework.lineage:
        for edit in adaptation.edits:
            if isinstance(edit, ChangeScale):
                # The latest of two mappings between the same scales counts.
                changes.setdefault(scale, {})[edit.scale] = dict(edit.mapping)
                scale = edit.scale
