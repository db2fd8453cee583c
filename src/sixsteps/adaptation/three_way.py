"""The content that three frameworks merge into, thing by thing, and what stands in the way."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

from attrs import evolve, frozen

from sixsteps.adaptation.conflicts import Choice
from sixsteps.adaptation.content import Content
from sixsteps.adaptation.decisions import MISSING, Decisions, Missing, three_way
from sixsteps.adaptation.order_merging import Reordered, merged_order
from sixsteps.adaptation.presence import merged_presence
from sixsteps.adaptation.side import Side
from sixsteps.model.question import ContextQuestion, Question, Step

T = TypeVar("T")
_FIELDS = ("text", "label", "guidance", "source")


@frozen
class Merging:
    """A merge under way: the three sides, and the decisions about their conflicts."""

    base: Side
    ours: Side
    theirs: Side
    decisions: Decisions

    def content(self) -> Content:
        """The merged content; it stands for nothing while `decisions` has conflicts."""
        title = self._settled(
            "framework", "title", self.base.title, self.ours.title, self.theirs.title, quoted
        )
        scale = self._settled(
            "framework",
            "scale",
            self.base.scale,
            self.ours.scale,
            self.theirs.scale,
            lambda scale: quoted(scale.title),
        )
        present = merged_presence(self.base, self.ours, self.theirs, self.decisions)
        homes = dict(self._homes(sorted(present)))
        titles = self._steps(homes)
        questions = {name: self._question(name) for name in homes}
        inside = _inside(homes)
        steps = []
        for step in self._ordered(
            "framework", "steps", [side.steps for side in self._sides], titles.keys()
        ):
            lists = [side.inside.get(step, []) for side in self._sides]
            order = self._ordered(step, "order", lists, inside.get(step, set()))
            steps.append(Step(step, titles[step], [questions[name] for name in order]))
        return Content(title, scale, tuple(steps), tuple(self._context()))

    @property
    def _sides(self) -> tuple[Side, Side, Side]:
        return self.base, self.ours, self.theirs

    def _settled(
        self,
        element: str,
        about: str,
        base: T | Missing,
        ours: T,
        theirs: T,
        show: Callable[[T], str],
    ) -> T:
        merged = three_way(base, ours, theirs)
        if not isinstance(merged, Missing):
            return merged
        side = self.decisions.side("changed", element, about, show(ours), show(theirs))
        return theirs if side == "theirs" else ours

    def _ordered(
        self,
        element: str,
        about: str,
        lists: Sequence[Sequence[str]],
        members: AbstractSet[str],
    ) -> list[str]:
        base, ours, theirs = lists
        try:
            return merged_order(base, ours, theirs, members)
        except Reordered:
            shown = [", ".join(name for name in order if name in members) for order in lists]
            side = self.decisions.side("reordered", element, about, shown[1], shown[2])
            # The order of the side that counts is then the only one that changed.
            return merged_order(ours if side == "theirs" else theirs, ours, theirs, members)

    def _homes(self, present: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The step of every question; one whose step is undecided is left out."""
        for name in present:
            base, ours, theirs = (side.home.get(name) for side in self._sides)
            if ours is None or theirs is None:
                yield name, ours or theirs or ""
                continue
            home = three_way(base or MISSING, ours, theirs)
            if isinstance(home, Missing):
                told = f"in step {ours}", f"in step {theirs}"
                side = self.decisions.side("changed", name, "step", *told)
                if side is not None:
                    yield name, ours if side == "ours" else theirs
            else:
                yield name, home

    def _steps(self, homes: dict[str, str]) -> dict[str, str]:
        """The titles of the merged steps; questions of a step that goes are moved or dropped."""
        while True:
            inside = _inside(homes)
            titles = self._titles(inside)
            homeless = [name for name, home in homes.items() if home not in titles]
            if not homeless:
                return titles
            for name in homeless:
                # The side that removed the step decided, and has the question elsewhere or not.
                remover = self.theirs if homes[name] in self.ours.titles else self.ours
                home = remover.home.get(name)
                if home in titles:
                    homes[name] = str(home)
                else:
                    del homes[name]

    def _titles(self, inside: Mapping[str, set[str]]) -> dict[str, str]:
        titles: dict[str, str] = {}
        for step in dict.fromkeys((*self.ours.steps, *self.theirs.steps)):
            ours, theirs = self.ours.titles.get(step), self.theirs.titles.get(step)
            was = self.base.titles.get(step)
            if ours is not None and theirs is not None:
                base = self.ours.introduced[step] if was is None else was
                titles[step] = self._settled(step, "title", base, ours, theirs, quoted)
                continue
            title = ours if theirs is None else theirs
            if title is not None and (
                was is None or self._stays(step, title, inside.get(step, set()))
            ):
                titles[step] = title
        return titles

    def _stays(self, step: str, title: str, inside: AbstractSet[str]) -> bool:
        """Whether a step that one side removed stays, because of what the other did with it."""
        deeds = [] if title == self.base.titles[step] else [f"retitled it {quoted(title)}"]
        if inside:
            deeds.append(f"has {', '.join(sorted(inside))} in it")
        if not deeds:
            return False
        gone: Choice = "ours" if step not in self.ours.titles else "theirs"
        told = ("removed it", " and ".join(deeds))
        ours, theirs = told if gone == "ours" else told[::-1]
        return self.decisions.side("removed", step, "presence", ours, theirs) != gone

    def _question(self, name: str) -> Question:
        base, ours, theirs = (side.questions.get(name) for side in self._sides)
        if ours is None or theirs is None or ours == theirs:
            (one, *_) = filter(None, (ours, theirs))
            return one if one.id == name else evolve(one, id=name)
        merged = {}
        for field in _FIELDS:
            was = MISSING if base is None else getattr(base, field)
            if base is None and field == "text":
                was = self.ours.introduced[name]
            mine, other = getattr(ours, field), getattr(theirs, field)
            merged[field] = self._settled(name, field, was, mine, other, _shown)
        return Question(name, **merged)

    def _context(self) -> Iterator[ContextQuestion]:
        lists = [side.context for side in self._sides]
        texts: dict[str, str] = {}
        for name in dict.fromkeys((*self.ours.context, *self.theirs.context)):
            was = self.base.asked.get(name)
            ours, theirs = self.ours.asked.get(name), self.theirs.asked.get(name)
            if ours is not None and theirs is not None:
                base = self.ours.introduced[name] if was is None else was
                texts[name] = self._settled(name, "text", base, ours, theirs, quoted)
                continue
            text = ours if theirs is None else theirs
            if text is not None and (was is None or self._still_asked(name, was, text)):
                texts[name] = text
        for name in self._ordered("framework", "context", lists, texts.keys()):
            yield ContextQuestion(name, texts[name])

    def _still_asked(self, name: str, was: str, text: str) -> bool:
        """Whether a context question that one side removed stays, because the other reworded it."""
        if text == was:
            return False
        gone: Choice = "ours" if name not in self.ours.asked else "theirs"
        told = ("removed it", f"reworded it {quoted(text)}")
        ours, theirs = told if gone == "ours" else told[::-1]
        return self.decisions.side("removed", name, "presence", ours, theirs) != gone


def _inside(homes: Mapping[str, str]) -> dict[str, set[str]]:
    inside: dict[str, set[str]] = {}
    for name, home in homes.items():
        inside.setdefault(home, set()).add(name)
    return inside


def quoted(text: str) -> str:
    """A text in quotation marks."""
    return f"“{text}”"


def _shown(value: object) -> str:
    return "nothing" if not value else quoted(str(getattr(value, "reference", value)))
