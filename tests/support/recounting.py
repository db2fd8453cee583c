"""A second way to every figure of a change: from the ratings alone, question by question."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from sixsteps import Crosswalk, Match, NotApplicable, Rating, Round

MIRROR = {
    "like for like": "like for like",
    "restructuring": "restructuring",
    "entered: added": "left: removed",
    "entered: replaced": "left: replaced",
    "entered: not comparable": "left: not comparable",
    "entered: reworded without record": "left: reworded without record",
    "entered: newly answered": "left: no longer answered",
    "entered: newly applicable": "left: no longer applicable",
}
MIRROR |= {left: entered for entered, left in MIRROR.items()}


def standing(round_: Round, question: str) -> str:
    """The level of a question, or "n" for not applicable and "." for no level."""
    match round_.answer(question):
        case NotApplicable():
            return "n"
        case Rating(level=str(level)):
            return level
        case _:
            return "."


def compound(levels: list[str]) -> str:
    """All Green, all Red, or Amber."""
    return levels[0] if set(levels) in ({"red"}, {"green"}) else "amber"


def place(level: str) -> int:
    return ["red", "amber", "green"].index(level)


class Recount:
    """Every question of two rounds sorted into its group, by reading each match in turn."""

    def __init__(self, before: Round, after: Round, crosswalk: Crosswalk) -> None:
        self.before, self.after = before, after
        self.units: list[tuple[list[str], list[str]]] = []
        self.groups: dict[str, list[str]] = {}
        self.outcomes: Counter[str] = Counter()
        listed_old = {name for match in crosswalk.matches for name in match.old}
        listed_new = {name for match in crosswalk.matches for name in match.new}
        unlisted = [
            Match(q.id, (), "removed") for q in before.framework.questions if q.id not in listed_old
        ] + [Match((), q.id, "added") for q in after.framework.questions if q.id not in listed_new]
        for match in [*crosswalk.matches, *unlisted]:
            self._read(match)

    def _read(self, match: Match) -> None:
        old = {name: standing(self.before, name) for name in match.old}
        new = {name: standing(self.after, name) for name in match.new}
        why = self._why_apart(match)
        if not why:
            standings = [*old.values(), *new.values()]
            if "." in standings:
                why = "answered"
            elif set(old.values()) == {"n"} or set(new.values()) == {"n"}:
                why = "applicable"
        rated_old = [level for level in old.values() if level not in "n."]
        rated_new = [level for level in new.values() if level not in "n."]
        if not why:
            self.units.append((rated_old, rated_new))
            step = place(compound(rated_new)) - place(compound(rated_old))
            self.outcomes["improved" if step > 0 else "declined" if step < 0 else "held"] += 1
            dropped = [*old.values(), *new.values()].count("n")
            self.outcomes["absent"] += dropped
            return
        entry, exit_ = {
            "answered": ("newly answered", "no longer answered"),
            "applicable": ("newly applicable", "no longer applicable"),
            "added": ("added", "removed"),
        }.get(why, (why, why))
        for level in rated_new:
            self.groups.setdefault(f"entered: {entry}", []).append(level)
        for level in rated_old:
            self.groups.setdefault(f"left: {exit_}", []).append(level)
        self.outcomes["entered"] += len(rated_new)
        self.outcomes["left"] += len(rated_old)
        one_question = len(old) == len(new) == 1 and why in ("answered", "applicable")
        members = 1 if one_question else len(old) + len(new)
        self.outcomes["absent"] += members - len(rated_old) - len(rated_new)

    def _why_apart(self, match: Match) -> str:
        if match.relation in ("added", "removed"):
            return "added"
        if match.relation == "same":
            was = self.before.framework.question(match.old[0]).text
            now = self.after.framework.question(match.new[0]).text
            if was != now:
                return "reworded without record"
        if match.relation == "replaced":
            return "replaced"
        return "" if match.comparable else "not comparable"

    def rated(self) -> tuple[list[str], list[str]]:
        """Every level given in each round."""
        before, after = (
            [
                level
                for question in round_.framework.questions
                if (level := standing(round_, question.id)) not in "n."
            ]
            for round_ in (self.before, self.after)
        )
        return before, after

    def parts(self, scores: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """Every part of the change of the mean score, each question's own share added up."""
        if not self.units:
            return {}
        before, after = self.rated()
        per_unit = Fraction(1, len(self.units))
        old = [level for levels, _ in self.units for level in levels]
        new = [level for _, levels in self.units for level in levels]
        matched_old = sum(scores[level] * Fraction(1, len(old)) for level in old)
        matched_new = sum(scores[level] * Fraction(1, len(new)) for level in new)
        like = sum(
            (scores[compound(now)] - scores[compound(was)]) * per_unit for was, now in self.units
        )
        parts: dict[str, Fraction] = {
            "like for like": Fraction(like),
            "restructuring": Fraction(matched_new - matched_old - like),
        }
        for name, levels in self.groups.items():
            if name.startswith("entered"):
                share = [(scores[level] - matched_new) / len(after) for level in levels]
            else:
                share = [(matched_old - scores[level]) / len(before) for level in levels]
            parts[name] = Fraction(sum(share))
        return parts
