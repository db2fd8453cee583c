"""The sections of a report below its first pages: figures, plans, every answer, the framework."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import sixsteps.charts as charts
from sixsteps.adaptation.diffing import words_of
from sixsteps.analysis.agreement import QuestionRatings
from sixsteps.analysis.answer_cells import Counts
from sixsteps.analysis.change import Change
from sixsteps.analysis.consensus import Whose
from sixsteps.analysis.coverage import Coverage
from sixsteps.analysis.decomposition import Decomposition
from sixsteps.analysis.gaps import Fact, Gap, Gaps
from sixsteps.analysis.summary import Summary
from sixsteps.charts.tiles import Sizes
from sixsteps.errors import InvalidError
from sixsteps.model.answers import Answer, Evidence, Rating, in_words
from sixsteps.model.crosswalk import connected
from sixsteps.model.edits import Edit
from sixsteps.model.framework import Framework, things
from sixsteps.model.plans import Action
from sixsteps.model.rounds import REDACTED, Round
from sixsteps.model.scale import Scale
from sixsteps.published import ACTION_PLAN_SENTENCE, ARRANGEMENTS, RAG, USES
from sixsteps.reporting import document as parts
from sixsteps.reporting.brief import Figures, filled, owner
from sixsteps.table import Cell, Percent, Points, Share, Table, printable, worded
from sixsteps.words import counted, name_of

ATTENTION = "What needs attention"
"""The section in which the first pages say that more stands."""

_FEW = 6  # numbers that are listed one by one
_NAMED = 3  # respondents that are named one by one


def section(title: str, *blocks: parts.Block | Iterable[parts.Block]) -> Iterator[parts.Section]:
    """The section of these blocks, if there are any."""
    told: list[parts.Block] = []
    for one in blocks:
        told += [*one] if isinstance(one, Iterable) else [one]
    if told:
        yield parts.Section(title, told)


def _of(share: Share) -> str | None:
    return f"{share} ({worded(Percent(share.value))})" if share.value is not None else None


def _some(names: Sequence[str], limit: int, thing: str) -> str:
    return ", ".join(names) if len(names) <= limit else counted(len(names), thing)


def ratings(
    found: Figures, read: Summary, respondent: Whose | None, rule: str | None
) -> Iterator[parts.Section]:
    """The ratings as a picture, and what they would be whatever is missing proved to be."""
    three = (read.as_rated, read.lowest, read.highest)
    rows = [
        [level.label, *(_of(one.at(level.key)) for one in three)] for level in found.scale.levels
    ]
    proved = [f"If what is missing proved {which}" for which in ("worst", "best")]
    columns = ("Level", "As rated", *proved)
    readings = filled("", columns, rows) if read.lowest.total else ()
    # The table first: a picture that fills the next page would leave the heading alone.
    yield from section("Ratings", readings, _drawn(found, respondent, rule))


_LEAST = 3.0  # points of a label as printed: smaller ones are not read, even by the best eyes


def _drawn(found: Figures, respondent: Whose | None, rule: str | None) -> Iterator[parts.Block]:
    """The ratings as a picture; why there is none, and what it would show in words."""
    too_small = parts.Paragraph("No picture: on a page it would be too small to read.")
    try:
        if found.changed is not None:
            chart = charts.change_grid(found.changed)
        else:
            chart = charts.grid(found.round_, respondent=respondent, rule=rule)
    except InvalidError:
        yield too_small
        return
    width, height = chart.figure.get_size_inches() * 25.4
    if (
        Sizes.of_reader().label.size * min(1, parts.TEXT_WIDTH / width, parts.TALLEST / height)
        >= _LEAST
    ):
        yield parts.Picture(chart)
    else:
        yield from (too_small, parts.Paragraph(chart.alt))


def covered(round_: Round, found: Coverage) -> Iterator[parts.Section]:
    """The section on coverage: how much was answered, and by whom not."""
    missing: dict[str | None, list[str]] = {}
    for one in found.lacking:
        if "rating" in one.lacks:
            missing.setdefault(one.respondent, []).append(one.number)

    def row(name: str, counts: Counts, numbers: Sequence[str] = ()) -> list[Cell]:
        # Nothing stands in a column of what a public round does not tell, so it has none.
        complete = None if round_.view == "public" else _of(counts.completed)
        rates = _of(counts.responded), _of(counts.evidenced), complete
        return [name, *rates, _some(numbers, _FEW, "question")]

    columns = ("Answered", "With the evidence needed", "Complete", "Not answered")
    steps = [row(f"{part.name}", part.counts) for part in found.steps]
    people = [row(one.name, one.counts, missing.get(one.id, ())) for one in found.respondents]
    whole = row("All", found.total)
    silent = [one.name for one in found.respondents if one.id in found.silent and one.id]
    nobody_s = [found.framework.number(name) for name in found.unassigned]
    yield from section(
        "Coverage",
        [parts.Paragraph(f"No answer at all from: {', '.join(silent)}.")] if silent else (),
        [parts.Paragraph(f"Asked of nobody: {', '.join(nobody_s)}.")] if nobody_s else (),
        filled("", ("Step", *columns), [*steps, whole]),
        filled("", ("Respondent", *columns), people) if round_.respondents else (),
    )


# What the first pages say, or another section.
_ELSEWHERE = {
    *(Fact.AT_WORST, Fact.BETWEEN, Fact.OVERDUE),
    *(Fact.DISAGREEMENT, Fact.WITHOUT_PLACE),
}


def attention(found: Figures, weak: Gaps, more: Iterable[Table]) -> Iterator[parts.Section]:
    """The section on gaps: what the first pages left out, then each kind with its questions.

    Where a rule joins answers, the first pages are of the joined ones and the gaps of each: what
    is told there of the joined answer is left out here, and nothing else.
    """
    scale = found.scale
    worst, best = scale.label(scale.worst), scale.label(scale.best)
    words = {
        Fact.STARTED: "Started, without a level",
        Fact.UNSUPPORTED: "Without the evidence the level needs",
        Fact.NO_PLAN: "No plan",
        Fact.UNDATED: "A plan without a date",
        Fact.ALL_CLOSED: f"All actions closed, not {best}",
        Fact.WORST_IN_A_ROW: f"{worst} for two or more rounds in a row",
    }

    joined, every = found.one.rule is not None, {gap.question for gap in weak.gaps}
    weaker = (g for g in weak.gaps if g.level != scale.best or Fact.UNSUPPORTED in g.facts)
    # The questions of which every answer is at the best level with its evidence.
    plain = every - found.unproved - {gap.question for gap in weaker}
    # What stands on the first pages, or in the line of those that lack a plan alone.
    told = {
        Fact.DECLINED: found.declined if joined else every,
        Fact.UNSUPPORTED: found.unproved - found.declined,
        Fact.NO_PLAN: plain,
    }

    def is_told(gap: Gap, fact: Fact) -> bool:
        is_another = fact is Fact.UNSUPPORTED and gap.level != scale.best
        return not is_another and gap.question in told.get(fact, ())

    def numbers(gaps: Iterable[Gap]) -> str:
        return ", ".join(sorted({gap.number for gap in gaps}, key=_in_order))

    rows = [
        (
            words.get(fact) or fact.value.capitalize(),
            numbers(gap for gap in weak.gaps if fact in gap.facts and not is_told(gap, fact)),
        )
        for fact in Fact
        if fact not in _ELSEWHERE
    ]
    without = (gap for gap in weak.gaps if Fact.NO_PLAN in gap.facts and gap.question in plain)
    evidence = " with its evidence" if "evidence" in scale.level(scale.best).needs else ""
    rows.append((f"{best}{evidence}, and no plan", numbers(without)))
    table = filled("", ("What", "Questions"), rows, [weak.note] if joined else ())
    yield from section(ATTENTION, more, table)


def _in_order(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split(".")))


def changed(found: Change) -> Iterator[parts.Section]:
    """The section on change since the earlier round, in parts that add up."""
    counts: list[tuple[str, int, Cell, Cell]] = [
        ("Improved", found.improved, *found.improved_bounds),
        ("Stayed the same", found.held, None, None),
        ("Declined", found.declined, *found.declined_bounds),
        *((f"New: {reason}", count, None, None) for reason, count in found.entered),
        *((f"Gone: {reason}", count, None, None) for reason, count in found.left),
    ]
    outcomes = ("Outcome", "Questions", "Certain", "Possible")
    shares = found.decompositions
    capital = [f"{one.measure[0].upper()}{one.measure[1:]}" for one in shares]
    moved = [
        (
            _numbers(found, one.new, later=True),
            _numbers(found, one.old, later=False),
            " / ".join(
                (found.after_framework if one.new else found.before_framework).question(name).name
                for name in one.new or one.old
            ),
            *found.words(one),
            {"improved": "improved", "entered": f"new: {one.reason}"}.get(
                one.kind, f"gone: {one.reason}"
            ),
        )
        for one in found.outcomes
        if one.kind in ("improved", "entered", "left")
    ]
    columns = ("Now", "Was", "Question", "Before", "After", "Outcome")
    yield from section(
        f"Change since {found.before.title}",
        [parts.Paragraph(found.sentence)],
        filled("", outcomes, [row for row in counts if row[1]]),
        filled("", ("Part", "Questions", *capital), _parts(shares), [_ADD_UP])
        if found.matched
        else (),
        filled("Questions that improved, came or went", columns, moved, names=3),
    )


_ADD_UP = "Changes are in percentage points; the parts add up before they are rounded."


def _numbers(found: Change, names: Iterable[str], *, later: bool) -> str:
    framework = found.after_framework if later else found.before_framework
    return ", ".join(map(framework.number, names))


def _parts(shares: Sequence[Decomposition]) -> Iterator[tuple[Cell, ...]]:
    for name, kind in (("before", Percent), ("after", Percent), ("change", Points)):
        values = (getattr(one, name) for one in shares)
        yield (
            name.capitalize(),
            None,
            *(None if value is None else kind(value) for value in values),
        )
    for alike in zip(*(one.components for one in shares), strict=True):
        name = alike[0].name
        amounts = (Points(one.amount) for one in alike)
        if alike[0].questions:
            yield (f"{name[0].upper()}{name[1:]}", alike[0].questions, *amounts)


def differences(found: Figures) -> Iterator[parts.Section]:
    """The section on questions that respondents rate differently, the widest first."""
    agreed = found.agreement
    names = dict(zip(agreed.raters, agreed.names, strict=True))
    names = {
        rater: name if agreed.names.count(name) == 1 else f"{name} ({rater})"
        for rater, name in names.items()
    }
    scale = found.scale

    def said(one: QuestionRatings, key: str) -> str:
        who = [names[rater] for rater, level in one.levels if level == key]
        return _some(who, _NAMED, "respondent")

    rows = [
        (
            one.number,
            found.framework.question(one.question).name,
            *(said(one, key) for key in scale.keys),
            None if one.agreed is None else scale.label(one.agreed),
        )
        for one in agreed.differing
    ]
    columns = ("Number", "Question", *(level.label for level in scale.levels), "Agreed")
    yield from section(
        "Where respondents differ",
        [parts.Paragraph(_alike(found))] if agreed.questions else (),
        filled("", columns, rows, names=2),
    )


def _alike(found: Figures) -> str:
    agreed = found.agreement
    total = counted(len(agreed.questions), "question")
    apart = [
        f"{'the same' if levels == 0 else counted(levels, 'level') + ' apart'} on {count}"
        for levels, count in enumerate(agreed.apart)
        if count or levels < 2
    ]
    said = f"Of {total} with two ratings or more, respondents are {', '.join(apart)}."
    if agreed.observed is not None:
        said += f" On average {worded(Percent(agreed.observed))} of the pairs of respondents agree."
    if agreed.alpha.value is not None:
        said += f" Krippendorff's alpha, ordinal: {worded(agreed.alpha.value)}."
    return said


def plans(found: Figures) -> Iterator[parts.Section]:
    """The action plan by step: who does what by when, what is overdue, and who brought it.

    Open actions and context answers of an earlier round that have no place any more follow.
    """
    round_, framework = found.round_, found.framework
    names = {one.id: one.name for one in round_.respondents}
    steps = [(framework.number(step.id), round_.plan(step.id)) for step in framework.steps]
    outcomes = [(number, plan.outcome) for number, plan in steps]
    rows = [
        (
            found.place(plan.step, action),
            "\n".join(
                text
                for text in (action.text, *action.progress, action.difference)
                if text not in ("", REDACTED)
            ),
            owner(action),
            _when(found, action),
            _some([names.get(name, name) for name in action.respondents], _NAMED, "respondent"),
        )
        for _, plan in steps
        for action in plan.actions
    ]
    without = [
        number
        for number, plan in steps
        if not any(one.is_open_on(found.as_of) for one in plan.actions)
    ]
    open_ended = f"Steps without an open action: {', '.join(without)}."
    yield from section(
        "Action plan",
        filled("Outcomes the plan works towards", ("Step", "Outcome"), outcomes),
        filled("", ("For", "Action", "Owner", "Due", "Brought by"), rows),
        [parts.Paragraph(open_ended)] if without and found.tells_plans else (),
        filled(
            "Carried over from the earlier round and without a place",
            ("Text", "Kind", "Reason"),
            [
                (one.item.text, "action" if isinstance(one.item, Action) else "answer", one.reason)
                for one in round_.unplaced
            ],
        ),
    )


def _when(found: Figures, action: Action) -> str:
    if action.is_open_on(found.as_of):
        return found.due(action)
    return f"closed {worded(action.closed_on)}" if action.closed_on else "closed"


def context(round_: Round) -> Iterator[parts.Section]:
    """The context questions that were answered, and how many were not."""
    given = {answer.question: answer.text for answer in round_.context}
    rows = [(one.text, given.get(one.id)) for one in round_.framework.context]
    answered = sum(text is not None for _, text in rows)
    if answered:
        left = len(rows) - answered
        open_ = f"{left} of {counted(len(rows), 'context question')} {'is' if left == 1 else 'are'}"
        yield from section(
            "Context",
            filled("", ("Question", "Answer"), rows),
            [parts.Paragraph(f"{open_} unanswered.")] if left else (),
        )


_PLANNED = (
    "Complete: the answer has the evidence, the remaining work and the open action it needs.",
    "Overdue: an open action due before the date of the figures; one due on that day is not.",
)
_COUNTING = (
    "Every share is of the answers asked for: put to the respondent and not recorded as not"
    " applicable. Not asked, unanswered, not applicable and not in the framework are four different"
    " things; none of them counts as the lowest level or as zero.",
    "As rated counts the answers given. What is missing: every answer that was not given or is"
    " without its evidence; the figures beside are those if all of them proved worst, or best.",
    "Levels are in order and the steps between them have no size, so there are no average scores.",
)
_CHANGE = (
    "A question keeps its identity through moves and rewordings. One of another meaning is a"
    " replacement, and is not compared with the one it replaced.",
    "Certain: whatever the missing evidence would show. Possible: at most.",
    "Like for like: what changed on the questions that both rounds answered comparably."
    " Restructuring: what splitting and merging questions changed in the count. The other parts"
    " come from questions that entered or left.",
    "Nothing here says what caused a change, and there are no tests of significance: the questions"
    " are all the questions, not a sample of them.",
)
_ALPHA = (
    "Krippendorff's alpha: 1 is perfect agreement, 0 what chance would give. Its distances rest on"
    " these ratings, so it does not compare with another round's, and no value is a pass mark."
)


def definitions(found: Figures) -> parts.Section:
    """The levels with their meaning and needs, and what the words of the figures mean."""
    scale: Scale = found.scale
    words = {"remaining": "remaining work"}
    rows = [
        (
            one.label,
            one.meaning,
            ", ".join(words.get(need, need) for need in one.needs) or "nothing",
        )
        for one in scale.levels
    ]
    # The sentence is about the scale of the paper, and true of no other.
    sentence = [parts.Paragraph(ACTION_PLAN_SENTENCE)] if scale == RAG else []
    counting = [*_COUNTING, *(_PLANNED if found.tells_plans else ())]
    counting += _CHANGE if found.changed else ()
    if found.agreement.alpha.value is not None:
        counting.append(_ALPHA)
    levels = filled("", ("Level", "Meaning", "Needs"), rows)
    return parts.Section("How to read the figures", [*levels, *sentence, parts.Bullets(counting)])


def answers(round_: Round) -> Iterator[parts.Section]:
    """Every answer of every respondent by question; nothing where nobody said anything."""
    framework = round_.framework
    blocks: list[parts.Block] = []
    for step in framework.steps:
        tables: list[Table] = []
        named = [(one.id, f"{framework.number(one.id)} {one.text}") for one in step.questions]
        if round_.respondents:
            for question, title in named:
                given = {one.respondent: one for one in round_.answers(question)}
                rows = [
                    (one.name, *_answer(round_, given[one.id]))
                    for one in round_.respondents
                    if one.id in given
                ]
                tables += filled(title, ("Respondent", *_TOLD), rows)
        else:
            alone = [
                (title, *_answer(round_, one))
                for question, title in named
                for one in round_.answers(question)
            ]
            tables += filled("", ("Question", *_TOLD), alone)
        blocks += section(f"Step {framework.number(step.id)}: {step.title}", tables)
    yield from section("Appendix: every answer", blocks)


_TOLD = ("Rating", "Evidence", "Rationale", "Remaining work")


def explained(framework: Framework) -> dict[str, str]:
    """The meanings of a rubric's levels for its questions, as printed, with each level's word."""
    scale = framework.scale
    return {
        printable(_explained(scale.label(level), meaning)): scale.label(level)
        for question in framework.questions
        for level, meaning in question.levels
    }


def _explained(word: str, meaning: str) -> str:
    return f"{word}: {meaning}"


def _answer(round_: Round, answer: Answer) -> tuple[str, ...]:
    framework = round_.framework
    asked = round_.is_asked(answer.question, answer.respondent)
    word = in_words(answer, framework.scale, asked=asked)
    if isinstance(answer, Rating):
        # Where the framework is a rubric, what the level means for this question.
        meanings = dict(framework.question(answer.question).levels)
        if meaning := meanings.get(answer.level or ""):
            word = _explained(word, meaning)
        evidence = "\n".join(filter(None, map(_evidence, answer.evidence)))
        return word, evidence, answer.rationale, answer.remaining
    return word, "", answer.reason, ""


def _evidence(piece: Evidence) -> str:
    text, kind = ("" if said == REDACTED else said for said in (piece.text, piece.kind))
    about = ", ".join(filter(None, [kind, worded(piece.on), piece.link]))
    return f"{text} ({about})" if text and about else text or about


def about(round_: Round, made: parts.Paragraph) -> parts.Section:
    """The particulars of a round and the lineage of its framework, then what it was `made` with.

    The reasons of adaptations are free text, and are left out where the round's own is.
    """
    reasons = round_.view is None
    facts = parts.Facts(_particulars(round_, reasons=reasons))
    return parts.Section(
        "About this report", [facts, *_adapted(round_.framework, reasons=reasons), made]
    )


def _particulars(round_: Round, *, reasons: bool) -> Iterator[tuple[str, str]]:
    use = next((use.text for use in USES if use.id == round_.use), None)
    if use is not None:
        yield "Use", use
    known = {way.id: way.text for way in ARRANGEMENTS}
    ways = [known.get(way, way) for way in round_.arrangements if way != REDACTED]
    if ways:
        yield "Arrangements", "; ".join(ways)
    framework = round_.framework
    yield "Framework", f"{framework.title}, rated on the scale {framework.scale.title}"
    if framework.source.permission:
        yield "Terms of the source", framework.source.permission
    if not framework.is_adapted:
        yield "Adapted", "no: the framework is used as published"
    for made in framework.lineage:
        called = made.edition.reference if made.edition else made.title
        said = [f"{' and '.join(made.by)}, {worded(made.on)}", called]
        why = f". Reason: {made.reason}" if reasons and made.reason else ""
        item = "Revised by" if made.edition else "Adapted by"
        yield item, f"{': '.join(filter(None, said))}{why}"
        for merged in made.adapters if made.edition else made.adapters[:-1]:
            yield "Brought in", merged


def provenance(rounds: Sequence[Round], version: str) -> parts.Paragraph:
    """A line on what the report was made with and from; the first round is the one reported on."""
    named = " and ".join(f"{one.title} ({one.digest[:7]})" for one in rounds)
    are = "round" if len(rounds) == 1 else "rounds"
    framework = f"framework {rounds[0].framework.fingerprint[:7]}"
    return parts.Paragraph(
        f"Made with sixsteps {version} from the {are} {named} on the {framework}.", "note"
    )


def _adapted(framework: Framework, *, reasons: bool) -> Iterator[Table]:
    """Every question that an adaptation touched, once: its wordings, what was done, by whom."""
    made = [(one, edit, _touched(edit)) for one in framework.lineage for edit in one.edits]
    units = connected(ids for _, _, ids in made)
    done: dict[str, list[tuple[str, str]]] = {}
    for one, edit, (name, *_) in made:
        why = f": {edit.reason}" if reasons and edit.reason else ""
        what = f"{name_of(type(edit))}{why}", f"{' and '.join(one.by)}, {worded(one.on)}"
        first = units[name][0]
        done[first] = done.pop(first, [])
        done[first].append(what)
    rows = []
    before, after = _words(framework.origin), _words(framework)
    for first, deeds in done.items():
        original, now = (_wordings(words, units[first]) for words in (before, after))
        numbered = (n for n in now if framework.has_step(n) or framework.has_question(n))
        number = ", ".join(map(framework.number, numbered))
        did = ["\n".join(dict.fromkeys(each)) for each in zip(*deeds, strict=True)]
        rows.append((number, "\n".join(original.values()), "\n".join(now.values()), *did))
    columns = ("Number", "Original wording", "Adapted wording", "What was done, and why")
    yield from filled(
        "How the framework was adapted", (*columns, "By whom and when"), rows, names=0
    )


def _touched(edit: Edit) -> list[str]:
    """The ids whose words an edit found or left; that of the framework itself is empty."""
    found, left = words_of(edit, {})
    return [*found, *left] or [""]


def _words(framework: Framework) -> dict[str, tuple[int, str]]:
    """The words of a framework, its steps and its questions by their ids, each with its place."""
    named = ((name, entry.introduced) for name, _, entry in things(framework))
    every = enumerate([("", framework.title), *named])
    return {name: (place, text) for place, (name, text) in every}


def _wordings(words: Mapping[str, tuple[int, str]], ids: Iterable[str]) -> dict[str, str]:
    """The words of these steps and questions by their ids, as far as they are there, in order."""
    here = sorted((name for name in ids if name in words), key=lambda name: words[name][0])
    return {name: words[name][1] for name in here}
