"""The figures of a panel on data frames that do not fit one machine, as narwhals expressions.

Each function takes the tidy table that `frames.to_frame(rounds, empties=True)` writes, in any
engine narwhals speaks to (polars lazy, DuckDB, PySpark, pandas, pyarrow), and gives a frame of the
same engine with the small result, not yet computed where the engine is lazy. The table is never
collected, but the engine looks through it once before: what a panel would refuse is refused, by
counts of rows and by the different names of organisations and periods.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from sixsteps.analysis.answer_cells import AnswerKind
from sixsteps.analysis.outcomes import entry_reason
from sixsteps.errors import DocumentError, Problem, UnknownIdError
from sixsteps.formats.frame_columns import from_below, narwhals, opened_frame
from sixsteps.formats.frames import identity_label
from sixsteps.model.answers import KNOWN_ROLES, Role
from sixsteps.model.crosswalk import Match, correspondence
from sixsteps.model.fields import instance_of
from sixsteps.model.framework import Framework
from sixsteps.model.scale import NEEDS, Scale
from sixsteps.panel.axes import NO_ROLE, common_frameworks, step_identity
from sixsteps.panel.cell_bytes import EMPTIES
from sixsteps.words import counted, folded, listed, quoted

PARTS = ("step", "question", "identity", "period", "organisation", "role")
"""The columns that figures are given by."""

_KEYS = ("organisation", "respondent", "identity", "role")
_UNIT = ("organisation", "respondent", "role", "link")
_HAS = {"evidence": "has_evidence", "remaining": "has_remaining", "plan": "has_plan"}
_ASKED = [AnswerKind.RATED.value, AnswerKind.UNANSWERED.value, AnswerKind.STARTED.value]
_WITH_LEVEL = [AnswerKind.RATED.value, AnswerKind.ANSWERED_NOT_ASKED.value]
_TEXTS = (
    *("organisation", "round", "period", "respondent", "role", "independent"),
    *("framework", "step", "question", "identity", "kind", "level"),
)
_WHAT = {
    **dict.fromkeys(_TEXTS, "strings"),
    "date": "dates",
    **dict.fromkeys(_HAS.values(), "true and false"),
}
_NEEDED = ("organisation", "round", "period", "kind")
"""The columns in which every row holds something."""


def coverage(frame: Any, frameworks: Framework | Iterable[Framework], by: str = "step") -> Any:
    """The nested counts of each part: cells, applicable, asked, answered, supported, complete.

    Raises:
        DocumentError: with every kind of row that no panel can be made of.
        UnknownIdError: for a `by` that is not one of `PARTS`, or a period that is not there.

    >>> from sixsteps import frames, samples
    >>> rounds = samples.autumn_2025(), samples.spring_2026()
    >>> known = {one.framework for one in rounds}
    >>> rows = frames.to_frame(rounds, "pyarrow", empties=True)
    >>> coverage(rows, known).to_pylist()[0]["complete"]
    28
    """
    nw, table, scale = _opened(frame, frameworks, by)
    kind, level = nw.col("kind"), nw.col("level")
    answered = kind == AnswerKind.RATED.value
    has = {}
    for need in NEEDS:
        wanting = [one.key for one in scale.levels if need in one.needs]
        has[need] = nw.col(_HAS[need]) | ~level.is_in(wanting) if wanting else nw.lit(value=True)
    counts = {
        "cells": nw.lit(value=True),
        "applicable": kind != AnswerKind.NOT_APPLICABLE.value,
        "asked": kind.is_in(_ASKED),
        "answered": answered,
        "supported": answered & has["evidence"],
        "complete": answered & has["evidence"] & has["remaining"] & has["plan"],
    }
    return _summed(nw, table, nw.col(by), by, counts)


def levels(frame: Any, frameworks: Framework | Iterable[Framework], by: str = "step") -> Any:
    """The answers of each part at each level: the columns `by`, level and answers.

    Raises:
        DocumentError: with every kind of row that no panel can be made of.
        UnknownIdError: for a `by` that is not one of `PARTS`, or a period that is not there.

    >>> from sixsteps import frames, samples
    >>> rounds = samples.autumn_2025(), samples.spring_2026()
    >>> known = {one.framework for one in rounds}
    >>> rows = frames.to_frame(rounds, "pyarrow", empties=True)
    >>> levels(rows, known).to_pylist()[0]
    {'step': 's1', 'level': 'amber', 'answers': 21}
    """
    nw, table, _ = _opened(frame, frameworks, by)
    rated = table.filter(nw.col("kind") == AnswerKind.RATED.value)
    return rated.group_by(by, "level").agg(nw.len().alias("answers")).sort(by, "level").to_native()


def transitions(
    frame: Any,
    frameworks: Framework | Iterable[Framework],
    before: str,
    after: str,
    by: str = "step",
) -> Any:
    """The moves of answers between two periods: the columns `by`, before, after and answers.

    The periods are joined on organisation, respondent and identity, since not every engine has a
    window; by role, who has another role is another respondent. A question that moved counts where
    it is in the later one; split and merged questions are compared as one, as a `Panel` does.

    Raises:
        DocumentError: with every kind of row that no panel can be made of.
        UnknownIdError: for a `by` that is not one of `PARTS`, or a period that is not there.

    >>> from datetime import date
    >>> import sixsteps as ss
    >>> def of(year, level):
    ...     on, given = date(year, 5, 1), [ss.Rating("s1q1", level)]
    ...     return ss.Round(ss.six_steps(), "Anytown", f"{year}", on, given, period=f"{year}")
    >>> rows = ss.frames.to_frame([of(2025, "amber"), of(2026, "green")], "pyarrow")
    >>> transitions(rows, ss.six_steps(), "2025", "2026").to_pylist()
    [{'step': 's1', 'before': 'amber', 'after': 'green', 'answers': 1}]
    """
    nw, joined, _ = _matched(frame, frameworks, (before, after), by)
    found = joined.group_by("part", "before", "after").agg(nw.len().alias("answers"))
    return found.rename({"part": by}).sort(by, "before", "after").to_native()


def like_for_like(
    frame: Any,
    frameworks: Framework | Iterable[Framework],
    before: str,
    after: str,
    by: str = "organisation",
) -> Any:
    """The answers rated in both periods by themselves, whatever else was asked.

    The columns are `by`, `matched` (how many such answers there are) and for each level but the
    worst, `before_<level>` and `after_<level>`: how many of them stood at it or above. Their
    difference over `matched` is the like-for-like part of the change of that share.

    Raises:
        DocumentError: with every kind of row that no panel can be made of.
        UnknownIdError: for a `by` that is not one of `PARTS`, or a period that is not there.

    >>> from datetime import date
    >>> import sixsteps as ss
    >>> def of(year, level):
    ...     on, given = date(year, 5, 1), [ss.Rating("s1q1", level)]
    ...     return ss.Round(ss.six_steps(), "Anytown", f"{year}", on, given, period=f"{year}")
    >>> rows = ss.frames.to_frame([of(2025, "amber"), of(2026, "green")], "pyarrow")
    >>> found = like_for_like(rows, ss.six_steps(), "2025", "2026").to_pylist()[0]
    >>> found["matched"], found["before_green"], found["after_green"]
    (1, 0, 1)
    """
    nw, joined, scale = _matched(frame, frameworks, (before, after), by)
    counts = {"matched": nw.lit(value=True)}
    for rank, key in enumerate(scale.keys[1:], start=1):
        for side in ("before", "after"):
            counts[f"{side}_{key}"] = nw.col(side).is_in([*scale.keys[rank:]])
    return _summed(nw, joined, nw.col("part").alias(by), by, counts)


def _summed(nw: Any, table: Any, part: Any, by: str, counts: Mapping[str, Any]) -> Any:
    """For each part the number of rows of which each of these holds."""
    flags = table.select(part, *(one.cast(nw.Int64()).alias(name) for name, one in counts.items()))
    return flags.group_by(by).agg(*(nw.col(name).sum() for name in counts)).sort(by).to_native()


def common_core(frame: Any, frameworks: Framework | Iterable[Framework]) -> Any:
    """The questions that every framework of the table asks: the columns identity and question.

    Raises:
        DocumentError: with every kind of row that no panel can be made of.

    >>> from sixsteps import frames, samples
    >>> rounds = samples.autumn_2025(), samples.spring_2026()
    >>> known = {one.framework for one in rounds}
    >>> rows = frames.to_frame(rounds, "pyarrow", empties=True)
    >>> common_core(rows, known).num_rows
    21
    """
    nw, table, _ = _opened(frame, frameworks, "identity")
    asked = table.select("identity", "question", "framework").unique()
    frameworks = asked.select(nw.col("framework").n_unique().alias("frameworks"))
    found = asked.group_by("identity", "question").agg(nw.len().alias("asking"))
    # A join, because a lazy frame cannot be asked for a number in between.
    both = found.join(frameworks, how="cross").filter(nw.col("asking") == nw.col("frameworks"))
    return both.select("identity", "question").sort("question", "identity").to_native()


def _matched(
    frame: Any,
    frameworks: Framework | Iterable[Framework],
    periods: tuple[str, str],
    by: str,
) -> tuple[Any, Any, Scale]:
    """The levels of answers rated in both periods, and the part the later one belongs to."""
    nw, table, scale = _opened(frame, frameworks, by, periods)
    links = _links(nw, table, common_frameworks(frameworks), periods)
    owner, identity, role = (nw.col(name).fill_null("") for name in _KEYS[1:])
    if by != "role":
        # An agreed answer is nobody's own; whoever else has another role is the same respondent.
        role = (role == Role.AGREED.name).alias("role")
    keys = "organisation", owner, role
    old, new = (table.filter(nw.col("period") == period) for period in periods)
    rated = nw.col("kind") == AnswerKind.RATED.value
    part, level = nw.col(by).alias("part"), nw.col("level")
    joined = (
        new.filter(rated)
        .select(*keys, identity, part, level.alias("after"))
        .join(
            old.filter(rated).select(*keys, identity, level.alias("before")),
            on=[*_KEYS],
            how="inner",
        )
        .select("part", "before", "after")
    )
    if links:
        sides = [
            _linked_side(nw, one, other, links, keys, scale, is_after=is_after, by=by)
            for one, other, is_after in ((old, new, False), (new, old, True))
        ]
        both = sides[1].join(sides[0], on=[*_UNIT], how="inner")
        joined = nw.concat([joined, both.select("part", "before", "after")], how="vertical")
    return nw, joined, scale


_Link: TypeAlias = tuple[Framework, Framework, Match]
"""Questions that an organisation's framework of one period has in place of another's."""


def _links(
    nw: Any, table: Any, known: Sequence[Framework], periods: tuple[str, str]
) -> tuple[_Link, ...]:
    """The comparable links between the frameworks that an organisation has in two periods."""
    if len(known) < 2:
        return ()
    owner, framework = nw.col("organisation"), nw.col("framework")
    old, new = (
        table.filter(nw.col("period") == period).select(owner, framework.alias(side)).unique()
        for period, side in zip(periods, ("before", "after"), strict=True)
    )
    pairs = _collected(new.join(old, on="organisation").select("before", "after").unique())
    by_print = {one.fingerprint: one for one in known}
    both = [(by_print[before], by_print[after]) for before, after in sorted(pairs.rows())]
    return tuple(
        (*pair, match)
        for pair in both
        for match in correspondence(*pair).matches
        if match.relation not in ("same", "reworded") and not entry_reason(match, pair)
    )


def _linked_side(
    nw: Any,
    side: Any,
    other: Any,
    links: Sequence[_Link],
    keys: Sequence[Any],
    scale: Scale,
    *,
    is_after: bool,
    by: str,
) -> Any:
    """What the questions of each link stand for together in a period, by the rule of the scale.

    Those that do not apply drop out; a side of which none or not all the others are rated is left
    out. On the later side comes the part of the first that is rated.
    """
    kind, level, rated = nw.col("kind"), nw.col("level"), AnswerKind.RATED.value
    theirs = other.select("organisation", nw.col("framework").alias("other")).unique()
    members: list[tuple[str, int]] = []  # with the numbers of their links
    sizes, parts = [], []
    for number, (before, after, match) in enumerate(links):
        here, there = (after, before) if is_after else (before, after)
        names = match.new if is_after else match.old
        sizes.append((number, len(names)))
        for name in names:
            label = identity_label(here.identity(name))
            asked = {"question": name, "identity": label}
            parts.append((len(members), asked.get(by) or here.step_of(name).id))
            members.append((" ".join([here.fingerprint, there.fingerprint, label]), number))
    places = [(name, place) for place, (name, _) in enumerate(members)]
    member = nw.concat_str(nw.col("framework"), nw.col("other"), nw.col("identity"), separator=" ")
    rows = side.join(theirs, on="organisation", how="inner").filter(
        member.is_in([name for name, _ in members])
    )
    ranks = [f"rank{rank}" for rank in range(len(scale))]
    flags = {
        "stays": kind.is_in([rated, AnswerKind.NOT_APPLICABLE.value]),
        **{
            name: (kind == rated) & (level == key)
            for name, key in zip(ranks, scale.keys, strict=True)
        },
    }
    own = [nw.col(name).alias(f"own_{name}") for name in ("organisation", "role", "period")]
    link, place = _looked_up(nw, member, members), _looked_up(nw, member, places)
    # One that is not rated comes after all that are.
    place = nw.when(kind == rated).then(place).otherwise(nw.lit(len(places)))
    numbers = (flag.cast(nw.Int64()).alias(name) for name, flag in flags.items())
    found = (
        rows.select(*keys, *own, link.alias("link"), place.alias("place"), *numbers)
        .group_by(*_UNIT, *(f"own_{name}" for name in ("organisation", "role", "period")))
        .agg(nw.col("place").min(), *(nw.col(name).sum() for name in flags))
    )
    count = sum((nw.col(name) for name in ranks[1:]), nw.col(ranks[0]))
    size = _looked_up(nw, nw.col("link"), sizes)
    part = (
        nw.col(f"own_{by}")
        if by in ("organisation", "role", "period")
        else _looked_up(nw, nw.col("place"), parts)
    )
    return found.filter((nw.col("stays") == size) & (count > 0)).select(
        *_UNIT,
        *([part.alias("part")] if is_after else []),
        _compound(nw, ranks, count, scale).alias("after" if is_after else "before"),
    )


def _looked_up(nw: Any, key: Any, pairs: Sequence[tuple[Any, Any]]) -> Any:
    """The value that stands beside a key, which is one of these.

    The pairs are halved again and again: cases in a chain would be nested too deeply.
    """
    if len({value for _, value in pairs}) == 1:
        return nw.lit(pairs[0][1])
    first, rest = pairs[: len(pairs) // 2], pairs[len(pairs) // 2 :]
    is_first = key.is_in([one for one, _ in first])
    return nw.when(is_first).then(_looked_up(nw, key, first)).otherwise(_looked_up(nw, key, rest))


def _compound(nw: Any, ranks: Sequence[str], count: Any, scale: Scale) -> Any:
    """The level that counts at each level stand for together: the low median, by threes the middle.

    The same as `compound` of cells.
    """
    if len(scale) == 3:
        found = nw.lit(scale.keys[1])
        for name, key in zip(ranks, scale.keys, strict=True):
            found = nw.when(nw.col(name) == count).then(nw.lit(key)).otherwise(found)
        return found
    found, below = nw.lit(scale.best), count
    for rank in reversed(range(len(scale) - 1)):
        below = below - nw.col(ranks[rank + 1])
        found = nw.when(below * 2 >= count).then(nw.lit(scale.keys[rank])).otherwise(found)
    return found


def _opened(
    frame: Any,
    frameworks: Framework | Iterable[Framework],
    by: str,
    periods: Sequence[str] = (),
) -> tuple[Any, Any, Scale]:
    """The columns that figures are made of, checked, and the scale of the frameworks."""
    if instance_of(by, str, "by") not in PARTS:
        what = quoted(by, PARTS, "that name")
        raise UnknownIdError(f"no figures by {what}", f"there are {listed(PARTS)}")
    known = common_frameworks(frameworks)
    nw = narwhals()
    opened = opened_frame(frame)
    whole, columns = opened.lazy(), _columns(nw, opened)
    # An engine in memory computes, and fails, where others only note what is to be done.
    table: Any = from_below(lambda: whole.select(*columns.values()))
    problems = (
        None
        if table is None
        else from_below(lambda: [*_row_problems(nw, table, known)] or [*_repeated(nw, table)])
    )
    DocumentError.check("frame", _unreadable(nw, whole, columns) if problems is None else problems)
    if len(known) > 1 and by in ("step", "question"):
        prints = _collected(table.select("framework").unique()).get_column("framework").to_list()
        found = [
            step_identity(one, question.id) if by == "step" else one.identity(question.id)
            for one in known
            if one.fingerprint in prints
            for question in one.questions
        ]
        for name, count in Counter(one.id for one in dict.fromkeys(found)).items():
            if count > 1:
                other = "by='identity'" if by == "question" else "the figures of a panel"
                message = f"{name} is the id of {count} different {by}s in these frameworks"
                raise UnknownIdError(message, f"take {other}")
    for name, period in zip(("before", "after"), periods, strict=False):
        # Looked for among those there are: an engine may not take every text.
        there = _collected(table.select("period").unique()).get_column("period").to_list()
        if instance_of(period, str, name) not in there:
            raise UnknownIdError("no such period in the frame", "give one that it has")
    return nw, table.with_columns(nw.col("role").fill_null(NO_ROLE)), known[0].scale


def _columns(nw: Any, opened: Any) -> dict[str, Any]:
    """The columns that figures are made of, each of its type; one without a value may be of any.

    Raises:
        DocumentError: with every column that is missing or of another type.
    """
    table, found, problems = opened.lazy(), {}, []
    schema = table.collect_schema()
    texts = nw.String, nw.Categorical, nw.Enum
    dates = *texts, nw.Date, nw.Datetime, nw.Object, nw.Unknown
    # A database knows what a type of its own says; a frame in memory, how it is stored.
    other = () if isinstance(opened, nw.DataFrame) else (nw.Unknown,)
    types = {
        "strings": (nw.lit(None, nw.String()), (*texts, *other)),
        "dates": (nw.lit(None, nw.Date()), dates),
        "true and false": (nw.lit(value=False), (nw.Boolean,)),
    }
    for name, what in _WHAT.items():
        nothing, fitting = types[what]
        if name not in schema:
            message, remedy = f"no column {name!r}", "write it with frames.to_frame(empties=True)"
            problems.append(Problem(("frame",), message, remedy, code="missing-column"))
            continue
        column, dtype = nw.col(name), schema[name]
        fits = isinstance(dtype, fitting) or (what == "dates" and dtype.is_numeric())
        is_odd = not fits or isinstance(dtype, nw.Unknown)
        if is_odd and from_below(partial(_counts, nw, table, [~column.is_null()])) == [0]:
            found[name] = nothing.alias(name)
            continue
        if not fits:
            message = f"a column of {what} is needed, not of {type(dtype).__name__}"
            problems.append(Problem((f'column "{name}"',), message, code="wrong-type"))
        is_text = what == "strings" or isinstance(dtype, nw.String)
        found[name] = column.cast(nw.String()) if is_text else column
    DocumentError.check("frame", problems)
    return found


def _unreadable(nw: Any, table: Any, columns: Mapping[str, Any]) -> Iterator[Problem]:
    """The columns that the engine cannot make of a table; the table where that tells nothing."""

    def values(name: str) -> Any:
        met = table.select(columns[name]).unique().group_by(name).agg(rows=nw.len())
        return met.collect().get_column(name).to_list()

    found = [name for name in columns if from_below(partial(values, name)) is None]
    if not found or len(found) == len(columns):
        yield _NOT_COMPUTED
    else:
        for name in found:
            message = f"the engine cannot make {_WHAT[name]} of this column"
            yield Problem((f'column "{name}"',), message, "cast it first", "wrong-type")


def _row_problems(nw: Any, table: Any, known: Sequence[Framework]) -> Iterator[Problem]:
    """The problems of rows, each cause once with the number of its rows."""
    kind, level, role = nw.col("kind"), nw.col("level"), nw.col("role")
    place = nw.concat_str("framework", "step", "question", "identity", separator=" ")
    places = [
        f"{one.fingerprint} {step.id} {question.id} {identity_label(one.identity(question.id))}"
        for one in known
        for step in one.steps
        for question in step.questions
    ]
    prints = [one.fingerprint for one in known]
    framework = nw.col("framework").is_in(prints).fill_null(value=False)
    elsewhere = framework & ~place.is_in(places).fill_null(value=False)
    kinds, keys = [AnswerKind.RATED.value, *(one.value for one in EMPTIES)], known[0].scale.keys
    has_level, has_role = ~level.is_null(), ~role.is_null()
    rated, unrated = kind == AnswerKind.RATED.value, ~kind.is_in(_WITH_LEVEL)
    foreign_level = has_level & ~level.is_in([*keys])
    foreign_role = has_role & ~role.is_in([*KNOWN_ROLES]) & nw.col("independent").is_null()
    without_role = ~nw.col("respondent").is_null() & ~has_role
    missing = "nothing stands here", "every row needs it", "empty"
    no_question = "not a question of its framework", "see that both are right", "unknown-question"
    levels, roles = f"the scale has {listed(keys)}", f"there are {listed([*KNOWN_ROLES])}"
    causes: list[tuple[str, Any, str, str, str]] = [
        *((name, nw.col(name).fill_null("") == "", *missing) for name in _NEEDED),
        ("framework", ~framework, "no such framework", "give it as well", "unknown-framework"),
        ("question", elsewhere, *no_question),
        ("kind", ~kind.is_in(kinds), "unknown kind", f"there are {listed(kinds)}", "unknown-kind"),
        ("level", foreign_level, "unknown level", levels, "unknown-level"),
        ("level", rated & ~has_level, "a rated answer without a level", "", "empty"),
        ("level", unrated & has_level, "an answer of this kind has no level", "", "kind"),
        ("role", foreign_role, "unknown role", roles, "unknown-role"),
        ("role", without_role, "a respondent needs a role", roles, "unknown-role"),
    ]
    found = _counts(nw, table, [wrong for _, wrong, *_ in causes])
    for (name, _, message, remedy, code), rows in zip(causes, found, strict=True):
        if rows:
            params = {"column": name, "rows": rows}
            told = f"{message} in {counted(rows, 'row')}"
            yield Problem((f'column "{name}"',), told, remedy, code, params=params)


def _repeated(nw: Any, table: Any) -> Iterator[Problem]:
    """Two rounds of one organisation in one period, and two answers to one question in it."""
    owner = ["period", "organisation"]
    several = nw.col("round") + nw.col("date") + nw.col("framework") > 3
    about = (nw.col(name).n_unique() for name in ("round", "date", "framework"))
    rounds = _counts(nw, table.group_by(owner).agg(*about), [several])[0]
    if rounds:
        message = f"two rounds in one period, of {counted(rounds, 'organisation')}"
        yield Problem(("frame",), message, "keep one of them", code="several")
    keys = (nw.col(name).fill_null("") for name in (*owner, "respondent", "identity"))
    again = table.select(*keys).group_by(*owner, "respondent", "identity").agg(rows=nw.len())
    answers = _counts(nw, again, [nw.col("rows") > 1])[0]
    if answers:
        message = f"a second answer to {counted(answers, 'question')} in the same period"
        yield Problem(("frame",), message, "keep one of them", code="duplicate")
    named = table.filter(~nw.col("respondent").is_null()).group_by(*owner, "respondent")
    roles = _counts(nw, named.agg(nw.col("role").n_unique()), [nw.col("role") > 1])[0]
    if roles:
        message = f"two roles of {counted(roles, 'respondent')} in one period"
        yield Problem(("frame",), message, "give each one role", code="several")
    for name in owner:
        values = _collected(table.select(name).unique()).get_column(name).to_list()
        alike = len(values) - len({folded(value) for value in values})
        if alike:
            message = f"{counted(alike, 'name')} that cannot be told from another by eye"
            yield Problem((f'column "{name}"',), message, "write each name in one way", "duplicate")


def _counts(nw: Any, table: Any, conditions: Sequence[Any]) -> list[int]:
    """The number of rows for which each of the conditions holds."""
    sums = [
        one.fill_null(value=False).cast(nw.Int64()).sum().alias(f"count {place}")
        for place, one in enumerate(conditions)
    ]
    return [count or 0 for count in _collected(table.select(*sums)).row(0)]


_NOT_COMPUTED = Problem(
    ("frame",),
    "the engine cannot compute with this table",
    "see that the engine itself can show the table",
)


def _collected(table: Any) -> Any:
    """A small table that the engine has computed; where it cannot, the frame is refused."""
    found = from_below(table.collect)
    if found is None:
        raise DocumentError("frame", [_NOT_COMPUTED])
    return found
