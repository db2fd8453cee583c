"""Questions followed through rounds: by identity where lineages tell, else by crosswalks."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from sixsteps.analysis.cells import Kind
from sixsteps.analysis.lines import LevelOrKind, is_reworded_without_record
from sixsteps.analysis.selection import Selection
from sixsteps.analysis.threads import Thread
from sixsteps.analysis.translation import Translation, translated, translation
from sixsteps.errors import NotComparableError
from sixsteps.model.crosswalk import Crosswalk, Match
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Identity
from sixsteps.model.scale import Scale


@frozen
class Joint:
    """Two rounds that follow each other: how their questions and levels correspond.

    `by_lineage` says that nothing but the lineages was asked for it.
    """

    before: Framework
    after: Framework
    crosswalk: Crosswalk
    by_lineage: bool

    def comparable(self) -> Iterator[tuple[str, str, bool]]:
        """Every question that goes on as one, old and new id, and whether it can be compared."""
        for match in self.crosswalk.matches:
            if match.relation in ("same", "reworded"):
                unrecorded = is_reworded_without_record(match, self.before, self.after)
                yield match.old[0], match.new[0], bool(match.comparable) and not unrecorded

    def linked(self) -> Iterator[Match]:
        """The matches of questions that others took the place of."""
        for match in self.crosswalk.matches:
            if match.relation in ("replaced", "split", "merged") and match.old and match.new:
                yield match


@frozen
class _Followed:
    """A question on its way through the rounds."""

    ids: dict[int, str] = field(factory=dict)
    breaks: set[int] = field(factory=set)


def align(
    frameworks: Sequence[Framework],
    selections: Sequence[Selection],
    joints: Sequence[Joint],
    mappings: Sequence[dict[str, str]],
) -> tuple[Thread, ...]:
    """One thread a question, in the order of the last framework, then those asked earlier."""
    readings = [
        translated(selection, mapping, framework.scale)
        for framework, selection, mapping in zip(frameworks, selections, mappings, strict=True)
    ]
    followed = _follow(frameworks, joints)
    order = [{q.id: place for place, q in enumerate(one.questions)} for one in frameworks]

    def last_place(one: _Followed) -> tuple[int, int]:
        last = max(one.ids)
        return -last, order[last][one.ids[last]]

    return tuple(_thread(one, frameworks, readings) for one in sorted(followed, key=last_place))


def _thread(
    followed: _Followed,
    frameworks: Sequence[Framework],
    readings: Sequence[dict[str, LevelOrKind]],
) -> Thread:
    last = max(followed.ids)
    places = range(len(frameworks))
    return Thread(
        frameworks[last].question(followed.ids[last]).name,
        tuple(followed.ids.get(place) for place in places),
        tuple(
            readings[place][followed.ids[place]] if place in followed.ids else Kind.NOT_IN_FRAMEWORK
            for place in places
        ),
        tuple(sorted(followed.breaks)),
    )


def _follow(frameworks: Sequence[Framework], joints: Sequence[Joint]) -> list[_Followed]:
    """Every question, with its id in each round it is asked in and its breaks.

    Within rounds that correspond by lineage a question is followed by identity, so that one
    brought back after some rounds is the same question. A crosswalk starts afresh: there a
    question goes on only where the crosswalk says so.
    """
    every: list[_Followed] = []
    known: dict[Identity, _Followed] = {}
    for place, framework in enumerate(frameworks):
        if place and not joints[place - 1].by_lineage:
            known = _carried_over(joints[place - 1], known)
        for question in framework.questions:
            identity = framework.identity(question.id)
            if identity not in known:
                known[identity] = _Followed()
                every.append(known[identity])
            known[identity].ids[place] = question.id
        if place:
            _mark_breaks(joints[place - 1], place, every)
    return every


def _carried_over(joint: Joint, known: dict[Identity, _Followed]) -> dict[Identity, _Followed]:
    """The questions that go on across a crosswalk, by the identity they have after it."""
    return {
        joint.after.identity(new): known[joint.before.identity(old)]
        for old, new, _ in joint.comparable()
    }


def _mark_breaks(joint: Joint, place: int, every: Sequence[_Followed]) -> None:
    """Mark where a question that goes on cannot be compared, or others took its place."""
    before = {one.ids[place - 1]: one for one in every if place - 1 in one.ids}
    after = {one.ids[place]: one for one in every if place in one.ids}
    for _, new, is_comparable in joint.comparable():
        if not is_comparable:
            after[new].breaks.add(place)
    for match in joint.linked():
        for one in [before[name] for name in match.old] + [after[name] for name in match.new]:
            one.breaks.add(place)


def common_scale(joints: Sequence[Joint], first: Framework) -> tuple[Scale, list[dict[str, str]]]:
    """The one scale for all rounds, the last that fits, and what each round's levels become.

    Raises:
        NotComparableError: where levels cannot be brought onto any one scale of the rounds.
    """
    steps = [translation(joint.before, joint.after, joint.crosswalk) for joint in joints]
    frameworks = [first, *(joint.after for joint in joints)]
    for target in range(len(frameworks) - 1, -1, -1):
        mappings = _onto(target, steps, frameworks)
        if mappings is not None:
            return frameworks[target].scale, mappings
    raise NotComparableError(
        "the rounds change scale in ways that lead to no one scale; compare them two by two"
    )


def _onto(
    target: int, steps: Sequence[Translation], frameworks: Sequence[Framework]
) -> list[dict[str, str]] | None:
    """What each round's levels become on the scale of one of them; `None` if some cannot."""
    own = {key: key for key in frameworks[target].scale.keys}
    mappings = [own] * len(frameworks)
    for place in range(target - 1, -1, -1):
        if steps[place].scale != frameworks[place + 1].scale:
            return None
        mappings[place] = _composed(steps[place].before, mappings[place + 1])
    for place in range(target + 1, len(frameworks)):
        if steps[place - 1].scale != frameworks[place - 1].scale:
            return None
        mappings[place] = _composed(steps[place - 1].after, mappings[place - 1])
    return mappings


def _composed(first: Mapping[str, str], then: Mapping[str, str]) -> dict[str, str]:
    return {key: then[level] for key, level in first.items() if level in then}
