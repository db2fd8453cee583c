"""The change between two rounds in a few plain sentences for a board: counts and no causes."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from sixsteps.analysis.outcomes import OTHERS
from sixsteps.table import Share
from sixsteps.words import counted, in_prose, listed

if TYPE_CHECKING:
    from sixsteps.analysis.change import Change

# In the order the sentence names them; "replaced" both enters and leaves.
_REASONS = (
    *("added", "removed", "replaced", "reworded without record", "not comparable"),
    *("newly answered", "no longer answered", "newly asked", "no longer asked"),
    *("newly applicable", "no longer applicable", OTHERS),
)

# Colours are nouns as well; other levels are not ("3 of the 9 rated Outstanding").
_COLOURS = {"Red", "Amber", "Green"}


def sentences(change: "Change") -> Iterator[str]:
    """The change in words for a board: what was compared, the best level, what is to be known."""
    yield _compared(change)
    yield from _best(change)
    yield from _whose(change)
    yield from _removed(change)
    if change.unsupported is not None and change.unsupported.count:
        yield _unsupported_sentence(change.unsupported, change.scale.label(change.scale.best))


def headline(change: "Change") -> str:
    """The change in a line for a board: the moves, the worst and the best level, what came or went.

    The bounds that missing evidence leaves are not in it.
    """
    if not change.matched:
        return " ".join(sentences(change))
    compared = change.matched_after
    moves = f"{change.improved} improved, {change.held} stayed the same, {change.declined} declined"
    together = ""
    if change.matched != compared.count:
        together = f", as {change.matched} with those split or merged taken together"
    if compared.count < compared.of or together:
        moves += f" ({compared} questions can be compared{together})"
    related = Counter[str]()
    for match in change.crosswalk.matches:
        related[match.relation] += len(match.new if match.relation == "added" else match.old)
    kinds = ("removed", "added", "replaced", "split", "merged")
    came = [f"{related[kind]} {kind}" for kind in kinds if related[kind]]
    told = [f"Since {_earlier(change)}: {moves}", _ends(change)]
    if came:
        count, kind = came[0].split()
        were = "question was" if count == "1" else "questions were"
        told.append(in_prose([f"{count} {were} {kind}", *came[1:]]))
    return " ".join([f"{'; '.join(told)}.", *_whose(change), *_removed(change)])


def _ends(change: "Change") -> str:
    """The counts at the worst and at the best level, before and after; of how many, where told."""
    was, now = sum(change.counts_before), sum(change.counts_after)
    of = ("", "") if was == now else (f" of {was} rated", f" of {now}")
    said: list[str] = []
    for place in (0, -1):
        then, there = change.counts_before[place], change.counts_after[place]
        level = change.scale.levels[place].label
        if then == there and (was == now or not then):
            said.append(f"{level} stayed at {then}")
        elif said and " went " in said[0]:
            said.append(f"{level} from {then} to {there}")
        else:
            said.append(f"{level} went from {then}{of[0]} to {there}{of[1]}")
    return ", ".join(said)


def _earlier(change: "Change") -> str:
    whose = change.before.organisation
    return change.before.title + ("" if whose == change.after.organisation else f" of {whose}")


def _compared(change: "Change") -> str:
    compared, of, earlier = change.matched_after.count, change.matched_after.of, _earlier(change)
    if not change.matched:
        if not of:
            return f"There is no question to compare with {earlier}."
        if of == 1:
            return f"The one question cannot be compared with {earlier}."
        return f"None of the {of} questions can be compared with {earlier}."
    who = f"{compared} of the {of} questions"
    if compared == of:
        every = f"All {compared} questions"
        who = {1: "The one question", 2: "Both questions"}.get(compared, every)
    together = ""
    if change.matched != compared:
        together = f", as {change.matched} once those that were split or merged are taken together"
    return f"{who} can be compared with {earlier}{together}{_moves(change)}."


def _moves(change: "Change") -> str:
    """The outcomes of the comparable questions, to follow on."""
    moves = {
        "improved": (change.improved, change.improved_bounds),
        "stayed the same": (change.held, (change.held, change.held)),
        "declined": (change.declined, change.declined_bounds),
    }
    if all(bounds == (count, count) for count, bounds in moves.values()):
        if change.held == change.matched:
            unmoved = {1: "it stayed the same", 2: "neither of them changed"}
            return f", and {unmoved.get(change.matched, 'none of them changed')}"
        if change.matched == 1:
            return f", and it {next(words for words, (count, _) in moves.items() if count)}"
    said = []
    for words, (count, (certain, possible)) in moves.items():
        said.append(f"{count or 'none'} {words}")
        missing = "whatever the missing evidence would show"
        if (certain, possible) != (count, count):
            sure = f"{certain or 'none'} {missing}, at most {possible}"
            said[-1] += f" ({sure if count else f'at most {possible}, {missing}'})"
    return f": {in_prose(said)}"


def _whose(change: "Change") -> Iterator[str]:
    """The best level by everybody where it differs, and that the respondents do, where they do."""
    sides = (change.before.title, change.counts_before), (change.after.title, change.counts_after)
    label = change.scale.label(change.scale.best)
    shares = [
        f"{verb} {Share(all_[-1], sum(all_))} in {title}"
        for verb, (title, counts), all_ in zip(
            ("was", "is"), sides, change.everybody or (), strict=False
        )
        if (all_[-1], sum(all_)) != (counts[-1], sum(counts))
    ]
    if shares:
        yield f"Counting every respondent, {label} {in_prose(shares)}."
    if change.differing:
        who = [
            f"{listed(names)} answered {title} only"
            for (title, _), names in zip(sides, change.only, strict=True)
            if names
        ]
        on = f"{change.differing} of {counted(change.matched, 'comparison')}"
        named = f": {in_prose(who)}" if who else ""
        yield f"The respondents differ in {on}{named}."


def _removed(change: "Change") -> Iterator[str]:
    """The number of removed questions last rated at the worst level, where there are any."""
    removed = [one for one in change.outcomes if one.reason == "removed"]
    worst = sum(one.before == change.scale.worst for one in removed)
    label = change.scale.label(change.scale.worst)
    if worst and len(removed) == 1:
        yield f"The question removed was last rated {label}."
    elif worst:
        were = "was" if worst == 1 else "were"
        yield f"Of the questions removed, {worst} {were} last rated {label}."


def _best(change: "Change") -> Iterator[str]:
    """The count at the best level, before and after, of all and of the comparable questions."""
    label = change.scale.label(change.scale.best)
    before, after = sum(change.counts_before), sum(change.counts_after)
    asked_before, asked_after = change.matched_before.of, change.matched_after.of
    if not after:
        if asked_after:
            yield f"Nothing has been rated since {_earlier(change)}."
        return
    now = Share(change.counts_after[-1], after)
    which = "" if (before, after) == (asked_before, asked_after) else " of the questions rated"
    if not before:
        yield f"{label} is {now}{which}."
        return
    then = Share(change.counts_before[-1], before)
    if not change.matched:
        why = in_prose(_not_compared(change))
        yield f"{label} was {then} and is {now}{which}; questions were {why}."
        return
    moved = f"stayed at {now}" if then == now else f"went from {then} to {now}"
    yield f"{label} {moved}{which}.{_like_for_like(change, then, now)}"


# What became of questions that are not compared though they are not simply other ones.
_RELATED = {
    "not comparable": "split, merged or related without being comparable",
    OTHERS: "rated by other respondents",
}


def _not_compared(change: "Change") -> list[str]:
    """What became of the questions rated and not compared one by one, each with how many."""
    entered, left = dict(change.entered), dict(change.left)
    sizes = {reason: max(entered.get(reason, 0), left.get(reason, 0)) for reason in _REASONS}
    groups = [f"{_RELATED.get(reason, reason)} ({size})" for reason, size in sizes.items() if size]
    if compound := sum(one.is_compound for one in change.outcomes):
        groups.append(f"split or merged ({compound})")
    return groups


def _like_for_like(change: "Change", then: Share, now: Share) -> str:
    """The same of the comparable questions alone, where there are any others."""
    groups = _not_compared(change)
    if not groups:
        return ""
    was, is_now = change.transitions.before[-1], change.transitions.after[-1]
    verb = f"rose from {was} to" if is_now > was else f"fell from {was} to"
    moved = f"{verb} {is_now}" if is_now != was else f"stayed at {is_now}"
    whole = (now.value or Fraction(0)) - (then.value or Fraction(0))
    if whole == Fraction(is_now - was, change.matched):
        others = f"others were {in_prose(groups)}"
    elif not whole:
        others = f"questions {in_prose(groups)} offset that"
    else:
        what = "the difference" if is_now == was else "the rest of the difference"
        others = f"{what} comes from questions {in_prose(groups, 'or')}"
    return f" On the comparable questions alone it {moved}; {others}."


def _unsupported_sentence(unsupported: Share, label: str) -> str:
    """The answers at the best level, of that label, that have no evidence."""
    count, of = unsupported.count, unsupported.of
    if of == 1:
        one = label if label in _COLOURS else f"rated {label}"
        return f"The one {one} has no evidence recorded."
    many = f"{label}s" if label in _COLOURS else f"rated {label}"
    if count == of:
        return f"{'Neither' if of == 2 else 'None'} of the {of} {many} has evidence recorded."
    return f"{count} of the {of} {many} {'has' if count == 1 else 'have'} no evidence recorded."
