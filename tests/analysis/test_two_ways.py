"""Two ways to one figure give one answer: a round and its consensus, a report and a result."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps import RAG, Rating, Respondent, Role, Round, change, consensus, summary
from sixsteps.analysis.answer_cells import AnswerKind
from sixsteps.analysis.consensus import select
from sixsteps.model.answers import RULE_WORDS, RULES, Rule
from sixsteps.reporting.document import Section
from sixsteps.results import Change, Fact, Outcome, Report, Share
from sixsteps.samples import spring_2026
from tests.support.short_rounds import AUTUMN, SPRING, asking

pytestmark = pytest.mark.law

RULE = st.sampled_from(RULES)
FOUR = ss.Scale(
    "Four",
    [
        ss.Level("none", needs=["plan"]),
        *(ss.Level(name, needs=["evidence"]) for name in ("some", "most", "all")),
    ],
)
TO_RAG = {"none": "red", "some": "red", "most": "amber", "all": "green"}


def adapted(*edits: ss.Edit, base: ss.Framework) -> ss.Framework:
    return ss.adapt(base, *edits, by="Anytown", on=AUTUMN)


LOCAL, ON_FOUR = (
    adapted(ss.RewordQuestion("a", tags=["leadership", "data"]), base=one)
    for one in (asking("abc"), asking("ab", scale=FOUR))
)
HALVES = adapted(ss.SplitQuestion("a", ["One half?", "The other half?"]), base=LOCAL)
OTHER = adapted(ss.MergeQuestions(["a", "b"], "Both?"), ss.RemoveQuestion("c"), base=LOCAL)
ON_RAG = adapted(ss.ChangeScale(RAG, TO_RAG), base=ON_FOUR)
FRAMEWORKS = [(LOCAL, LOCAL), (LOCAL, HALVES), (HALVES, OTHER), (OTHER, LOCAL), (ON_FOUR, ON_RAG)]


@st.composite
def answered(draw: st.DrawFn, framework: ss.Framework, on: date) -> Round:
    """A round of up to three respondents and perhaps an agreed one, answers of every kind."""
    names = draw(st.lists(st.sampled_from(["la", "police", "health"]), unique=True))
    board = ["board"] if draw(st.booleans()) else []
    ids = [question.id for question in framework.questions]
    asked = st.none() | st.none() | st.lists(st.sampled_from(ids), unique=True)
    kinds = st.sampled_from([*framework.scale.keys * 2, "started", "not applicable", "none"])
    given: list[Rating | ss.NotApplicable] = []
    for who in [*names, *board, *([] if names or board else [None])]:
        for question in ids:
            kind = draw(kinds)
            if kind == "not applicable":
                given.append(ss.NotApplicable(question, "Not ours", who))
            elif kind != "none":
                level = None if kind == "started" else kind
                evidence = ["Minutes"] if draw(st.booleans()) else []
                given.append(Rating(question, level, evidence, respondent=who))
    respondents = [
        *(Respondent(one, one.title(), Role.LEAD_PARTNER, asked=draw(asked)) for one in names),
        *(Respondent(one, "The board", Role.AGREED) for one in board),
    ]
    title = "Autumn 2025" if on == AUTUMN else "Spring 2026"
    return Round(framework, "Anytown", title, on, given, respondents=respondents)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Round, Round]:
    """Two such rounds on adaptations of one framework, or on two scales of it."""
    first, second = draw(st.sampled_from(FRAMEWORKS).flatmap(st.permutations))
    return draw(answered(first, AUTUMN)), draw(answered(second, SPRING))


KINDS = {AnswerKind.ANSWERED_NOT_ASKED: AnswerKind.NOT_ASKED}


def as_rated(found: Change) -> list[Outcome]:
    # What nobody was asked for is no part of a consensus, whether it was answered or not.
    return [
        evolve(
            one,
            before_bounds=None,
            after_bounds=None,
            before_kind=KINDS.get(one.before_kind, one.before_kind),
            after_kind=KINDS.get(one.after_kind, one.after_kind),
        )
        for one in found.outcomes
    ]


def within(inner: tuple[int, int] | None, outer: tuple[int, int] | None) -> bool:
    if inner is None or outer is None:
        return inner is outer
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def could_be_better(round_: Round, rule: Rule) -> bool:
    """True if an answer that is missing could raise a level: the consensus says at how many."""
    rank = round_.framework.scale.rank
    return any(
        cell.level is not None and cell.bounds is not None and cell.bounds[1] > rank(cell.level)
        for cell in select(round_, rule=rule).cells
    )


TWO_GREENS = Round(
    asking("a"),
    "Anytown",
    "Spring 2026",
    SPRING,
    [Rating("a", "green", ["Minutes"], respondent="la"), Rating("a", "green", respondent="police")],
    respondents=[Respondent(name, name, Role.LEAD_PARTNER) for name in ("la", "police")],
)
"""Two Greens on one question, one of them with evidence."""


@given(pairs(), RULE)
@example((TWO_GREENS, TWO_GREENS), "worst")
def test_law_10_a_round_and_its_consensus_are_rated_alike_and_the_consensus_is_no_narrower(
    given_rounds: tuple[Round, Round], rule: Rule
) -> None:
    for round_ in given_rounds:
        exact, made = summary(round_, rule=rule), summary(consensus(round_, rule))
        assert made.as_rated == exact.as_rated
        assert [one.readings.as_rated for one in made.steps] == [
            one.readings.as_rated for one in exact.steps
        ]
        if could_be_better(round_, rule):
            assert "could be better by an answer that is missing" in made.note
            continue
        for level in round_.framework.scale.keys[1:]:
            assert made.lowest.at_least(level).count <= exact.lowest.at_least(level).count
            assert made.highest.at_least(level).count >= exact.highest.at_least(level).count


@given(pairs(), RULE)
def test_law_10_a_change_of_everybody_is_the_change_of_the_two_consensus_rounds(
    given_rounds: tuple[Round, Round], rule: Rule
) -> None:
    before, after = given_rounds
    exact = change(before, after, rule=rule, respondents="all")
    made = change(consensus(before, rule), consensus(after, rule))
    assert as_rated(made) == as_rated(exact)
    assert made.decompositions == exact.decompositions
    if could_be_better(before, rule) or could_be_better(after, rule):
        return
    for one, other in zip(exact.outcomes, made.outcomes, strict=True):
        assert within(one.before_bounds, other.before_bounds)
        assert within(one.after_bounds, other.after_bounds)
    assert within(exact.improved_bounds, made.improved_bounds)
    assert within(exact.declined_bounds, made.declined_bounds)


@given(pairs(), RULE, st.sampled_from(["both", "all"]))
def test_law_8_the_outcomes_partition_the_questions_and_the_parts_add_up(
    given_rounds: tuple[Round, Round], rule: Rule, respondents: str
) -> None:
    before, after = given_rounds
    found = change(before, after, rule=rule, respondents=respondents)  # type: ignore[arg-type] # one of the two
    old, new = before.framework.questions, after.framework.questions
    assert Counter(x for one in found.outcomes for x in one.old) == Counter(q.id for q in old)
    assert Counter(x for one in found.outcomes for x in one.new) == Counter(q.id for q in new)
    counts = (
        *(found.improved, found.held, found.declined),
        *(n for _, n in (*found.entered, *found.left)),
        *(n for *_, n in found.absent),
    )
    assert sum(counts) == len(found.outcomes)
    for measure in found.decompositions:
        if measure.components:
            assert sum(part.amount for part in measure.components) == measure.change
    for certain, possible, stated in (
        (*found.improved_bounds, found.improved),
        (*found.declined_bounds, found.declined),
    ):
        assert certain <= stated <= possible


MIRROR = {"newly answered": "no longer answered", "newly asked": "no longer asked"}
MIRROR |= {"newly applicable": "no longer applicable", "added": "removed"}
MIRROR |= {left: entered for entered, left in MIRROR.items()}


def mirrored(found: tuple[tuple[str, int], ...]) -> dict[str, int]:
    return {MIRROR.get(reason, reason): count for reason, count in found}


@given(pairs(), RULE, st.sampled_from(["both", "all"]))
def test_law_9_reversing_a_change_of_several_respondents_swaps_its_parts(
    given_rounds: tuple[Round, Round], rule: Rule, respondents: str
) -> None:
    before, after = given_rounds
    there = change(before, after, rule=rule, respondents=respondents)  # type: ignore[arg-type] # one of the two
    back = change(after, before, rule=rule, respondents=respondents)  # type: ignore[arg-type] # one of the two
    assert (there.improved, there.held, there.declined) == (back.declined, back.held, back.improved)
    assert (there.improved_bounds, there.declined_bounds) == (
        *(back.declined_bounds, back.improved_bounds),
    )
    assert mirrored(there.entered) == dict(back.left)
    assert mirrored(there.left) == dict(back.entered)
    assert (there.only, there.everybody) == (
        back.only[::-1],
        back.everybody and back.everybody[::-1],
    )
    for one, other in zip(there.decompositions, back.decompositions, strict=True):
        for kind in ("like for like", "restructuring"):
            assert one.amount(kind) == -other.amount(kind)
        assert one.amount("entered") == -other.amount("left")


def rated_by(round_: Round, question: str) -> dict[str | None, int]:
    """Who rated a question they were asked, and at what rank; nobody's agreed answer."""
    found: dict[str | None, int] = {}
    for answer in round_.ratings:
        if not isinstance(answer, Rating) or answer.question != question or answer.level is None:
            continue
        who = answer.respondent
        agreed = who is not None and round_.respondent(who).role is Role.AGREED
        if not agreed and round_.is_asked(question, who):
            found[who] = round_.framework.scale.rank(answer.level)
    return found


@given(answered(LOCAL, AUTUMN), answered(LOCAL, SPRING))
def test_the_worst_of_those_who_rated_a_question_in_both_rounds_is_compared(
    before: Round, after: Round
) -> None:
    def is_agreed(round_: Round, question: str) -> bool:
        board = [one.id for one in round_.respondents if one.role is Role.AGREED]
        answer = round_.answer(question, board[0]) if board else None
        asked = bool(board) and round_.is_asked(question, board[0])
        started = isinstance(answer, Rating) and answer.is_started
        return asked and answer is not None and not started

    found = change(before, after, rule="worst")
    for question in ("a", "b", "c"):
        if is_agreed(before, question) and is_agreed(after, question):
            continue
        was, now = rated_by(before, question), rated_by(after, question)
        both = was.keys() & now.keys()
        one = found.outcome(question)
        assert one.is_matched == bool(both)
        if both:
            ranks = [min(side[who] for who in both) for side in (was, now)]
            keys = before.framework.scale.keys
            assert [one.before, one.after] == [keys[rank] for rank in ranks]


def readings(found: ss.results.Summary) -> tuple[object, ...]:
    return found.as_rated, found.lowest, found.highest, found.tags


@given(pairs())
def test_law_10_a_public_round_counts_what_was_agreed(given_rounds: tuple[Round, Round]) -> None:
    for round_ in given_rounds:
        is_agreed = any(one.role == Role.AGREED for one in round_.respondents)
        gave = {answer.respondent for answer in round_.ratings}
        if len(round_.respondents) > 1 and "board" not in gave:
            continue
        whose, public = "agreed" if is_agreed else None, round_.public()
        whole = summary(round_, respondent=whose)
        assert summary(public).as_rated == whole.as_rated
        assert [(one.id, one.readings.as_rated) for one in summary(public).tags] == [
            (one.id, one.readings.as_rated) for one in whole.tags
        ]
        shown, counted = ss.coverage(public).total, ss.coverage(round_, respondent=whose).total
        for name in ("cells", "applicable", "answered", "supported"):
            assert getattr(shown, name) == getattr(counted, name)


@given(pairs())
def test_law_10_a_respondent_s_view_counts_what_that_respondent_gave(
    given_rounds: tuple[Round, Round],
) -> None:
    for round_ in given_rounds:
        for one in round_.respondents:
            view = round_.only(one.id)
            whole = summary(round_, respondent=one.id)
            assert readings(summary(view, respondent=one.id)) == readings(whole)
            shown, all_ = (ss.coverage(it, respondent=one.id) for it in (view, round_))
            assert (shown.total, shown.lacking) == (all_.total, all_.lacking)


@given(pairs(), RULE)
def test_law_10_the_tags_of_a_consensus_are_those_of_the_rule(
    given_rounds: tuple[Round, Round], rule: Rule
) -> None:
    for round_ in given_rounds:
        exact, made = summary(round_, rule=rule), summary(consensus(round_, rule))
        assert [(one.id, one.readings.as_rated) for one in made.tags] == [
            (one.id, one.readings.as_rated) for one in exact.tags
        ]
        if exact.tags:
            pooled = sum(one.readings.as_rated.total for one in exact.tags)
            assert pooled >= exact.as_rated.total


@given(pairs())
def test_law_10_gaps_see_earlier_rounds_as_history_and_change_do(
    given_rounds: tuple[Round, Round],
) -> None:
    before, after = given_rounds
    there = {one.id for one in before.respondents}
    for who in [one.id for one in after.respondents if one.id in there]:
        found = ss.history([before, after], respondent=who)
        moved = change(before, after, respondent=who)
        for gap in ss.gaps(after, earlier=[before], respondent=who).gaps:
            if Fact.UNASSIGNED in gap.facts:
                continue
            series = found.series_of(gap.question)
            assert gap.spell == series.present_spell(found.scale.worst)
            outcome = moved.outcome(gap.question)
            fell = outcome.kind == "declined" and not outcome.is_compound
            assert (Fact.DECLINED in gap.facts) is fell


@given(pairs())
def test_law_10_two_respondents_differ_in_a_contrast_as_in_their_agreement(
    given_rounds: tuple[Round, Round],
) -> None:
    for round_ in given_rounds:
        two = [one for one in round_.respondents if one.role != Role.AGREED][:2]
        if len(two) < 2:
            continue
        ids = [one.id for one in two]
        ratings = [one for one in round_.ratings if one.respondent in ids]
        alone = evolve(round_, respondents=two, ratings=ratings)
        cells = ss.contrast(alone, *ids).transitions.cells
        apart: Counter[int] = Counter()
        for row, counts in enumerate(cells):
            for column, count in enumerate(counts):
                apart[abs(row - column)] += count
        assert ss.agreement(alone).apart == tuple(apart[levels] for levels in range(len(cells)))


@given(pairs(), RULE)
def test_law_10_history_counts_the_levels_that_a_summary_counts(
    given_rounds: tuple[Round, Round], rule: Rule
) -> None:
    found = ss.history(given_rounds, rule=rule)
    for place, round_ in enumerate(given_rounds):
        if round_.framework.scale == found.scale:
            levels = Counter(series.levels[place] for series in found.series)
            counts = summary(round_, rule=rule).as_rated.counts
            assert tuple(levels[key] for key in found.scale.keys) == counts


@given(pairs())
def test_law_10_gaps_are_of_the_answers_that_coverage_counts(
    given_rounds: tuple[Round, Round],
) -> None:
    for round_ in given_rounds:
        facts, counted = dict(ss.gaps(round_).facts), ss.coverage(round_)
        assert facts[Fact.STARTED] == counted.total.started
        assert facts[Fact.UNANSWERED] == counted.total.unanswered - counted.total.started
        assert facts[Fact.UNASSIGNED] == len(counted.unassigned)
        unsupported = counted.total.answered - counted.total.supported
        assert facts[Fact.UNSUPPORTED] == unsupported


def questions_told(made: Report) -> Mapping[str, set[str]]:
    """The numbers of the questions that a report calls to mind, by the words that say why."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    parts = (*made.document.front, *made.document.sections)
    told = [one for one in parts if isinstance(one, Section) and one.title.startswith("What needs")]
    tables = [one for part in told for one in part.blocks if isinstance(one, ss.Table)]
    for table in tables:
        for first, second, *_ in table.cells:
            if table.title:
                found[table.title.partition(":")[0]].add(str(first))
            else:
                found[str(first)].update(str(second).split(", "))
    return found


@pytest.mark.slow
@given(pairs(), RULE)
@example((evolve(TWO_GREENS, title="Autumn 2025", on=AUTUMN), TWO_GREENS), "best")
def test_law_10_a_report_says_what_the_results_say(
    given_rounds: tuple[Round, Round], rule: Rule
) -> None:
    before, after = given_rounds
    made = ss.report(after, since=before, rule=rule)
    said = re.sub(r"\\(.)", r"\1", made.markdown())
    found, now = change(before, after, rule=rule), summary(after, rule=rule)
    assert found.sentence in said
    levels = zip(after.framework.scale.levels, now.as_rated.counts, strict=True)
    assert all(f"{count} {level.label}" in said for level, count in levels if count)
    assert f"as of 1 May 2026. {now.note}".rstrip() in said

    told, (worst, *_, best) = questions_told(made), after.framework.scale.levels
    weak = ss.gaps(after, earlier=[before] if after.respondents else []).gaps
    unproved = {gap.number for gap in weak if Fact.UNSUPPORTED in gap.facts}
    declined = {gap.number for gap in weak if Fact.DECLINED in gap.facts}
    line, later = "Without the evidence the level needs", "Declined since the last round"
    without = told[line] | told[f"{best.label} without evidence"]
    assert told[line] <= unproved <= without
    assert not without & told[f"{best.label} with its evidence, and no plan"]
    assert told[later] <= declined <= told[later] | told["Declined"] | told[worst.label]


def test_two_greens_with_one_piece_of_evidence_are_lowest_at_no_green_both_ways() -> None:
    for found in (summary(TWO_GREENS, rule="worst"), summary(consensus(TWO_GREENS, "worst"))):
        assert (found.as_rated.at("green"), found.lowest.at("green")) == (Share(1, 1), Share(0, 1))


def test_a_consensus_names_its_rule_wherever_it_is_used() -> None:
    plain = ss.Scale("Plain", [ss.Level(name) for name in ("no", "partly", "yes")])
    round_ = evolve(
        TWO_GREENS,
        framework=asking("a", scale=plain),
        on=date(2026, 5, 1),
        ratings=[Rating("a", "no", respondent="la")],
    )
    assert summary(consensus(TWO_GREENS, "worst")).note == (
        "One answer a question: worst (the lowest level given) of la, police."
    )
    assert summary(consensus(round_, "best")).note == (
        "One answer a question: best (the highest level given) of la, police; 1 question could be"
        " better by an answer that is missing. Not every level of “Plain” above No needs evidence,"
        " so the lowest reading may be narrower than that of summary(round, rule=)."
    )


@pytest.mark.parametrize("rule", RULES)
def test_every_view_of_a_consensus_names_its_rule_and_nobody(rule: Rule) -> None:
    joint = consensus(spring_2026(), rule)
    said = f"Agreed in discussion, else {RULE_WORDS[rule]}"
    for view in (joint.public(), joint.redacted()):
        assert summary(view).note == f"One answer a question: {said}."
        assert f"{said}." in ss.charts.grid(view).alt
        for detail in ("brief", "standard", "full"):
            text = ss.report(view, detail=detail).markdown()
            assert f"One answer a question: {said}." in text
            assert "council, health" not in text
    assert f"{said}." in ss.report(joint, redact=True).markdown()


def test_what_is_made_of_several_consensus_rounds_names_their_rules() -> None:
    every = [consensus(TWO_GREENS, rule) for rule in ("worst", "best")]
    told = [
        "One answer a question, in 1 of 2 rounds: worst (the lowest level given).",
        "One answer a question, in 1 of 2 rounds: best (the highest level given).",
    ]
    for chart in (ss.charts.levels(every), ss.charts.partnerships(every)):
        assert all(note in chart.alt for note in told)


def test_one_summary_against_another_says_whose_answers_the_two_are() -> None:
    joint = summary(consensus(TWO_GREENS, "worst"))
    assert joint.against(joint).table().notes[1:] == (joint.note,)
