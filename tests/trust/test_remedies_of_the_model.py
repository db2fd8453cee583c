"""Remedies of frameworks, adaptations and rounds are followed, and what was refused works."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeAlias

import pytest
from attrs import evolve

import sixsteps as ss
from sixsteps.results import Unplaced

Try: TypeAlias = Callable[[], Any]

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
SIX = ss.six_steps()
SOURCE = ss.Source("Roe, R (2025) Two questions")
POLICE = ss.Respondent("police", "Police", "lead partner")
HEALTH = ss.Respondent("health", "Health", "lead partner")
TWO = ss.Scale("Two", [ss.Level("no"), ss.Level("yes")])
BECOMES = {"red": "no", "amber": "yes", "green": "yes"}


def framework(*questions: str, source: ss.Source = SOURCE, scale: ss.Scale = ss.RAG) -> Any:
    asked = [
        ss.Question(f"s1q{number}", text)
        for number, text in enumerate(questions or ("Led?", "Met?"), 1)
    ]
    return ss.Framework("Two questions", source, scale, [ss.Step("s1", "One", asked)])


SMALL = framework()


def adapted(*edits: Any, of: ss.Framework = SMALL, **said: Any) -> ss.Framework:
    return ss.adapt(of, *edits, **{"by": "Anytown", "on": MAY, **said})


def recorded(copy: ss.Framework, **said: Any) -> ss.Framework:
    return ss.record(SMALL, copy, by="Anytown", on=MAY, **said)


def merged(ours: ss.Framework, theirs: ss.Framework, *, resolutions: Any = ()) -> ss.Framework:
    return ss.merge(SMALL, ours, theirs, by="Anytown", on=JUNE, resolutions=resolutions)


def round_of(*ratings: Any, **fields: Any) -> ss.Round:
    said = {"framework": SMALL, "organisation": "Anytown", "title": "Spring", "on": MAY, **fields}
    return ss.Round(ratings=ratings, **said)


def back(base: ss.Round, *returns: ss.Round, **said: Any) -> ss.Round:
    return ss.collect(base, returns, **said).round


OURS = adapted(ss.AddQuestion("s1", "Ours?"))
THEIRS = adapted(ss.AddQuestion("s1", "Theirs?"), by="Otherton")
FEWER = adapted(ss.RemoveQuestion("s1q2"))
LENT = adapted(*(ss.RewordQuestion(f"s1q{n}", source=f"Lender {n}") for n in (1, 2)))
RETITLED = adapted(ss.Retitle("Other"))
REVISED = adapted(ss.RetitleStep("s1", "Now"), edition=ss.Source("Roe, R (2026) Revised"))
CHANGED = framework("Led?", "Do they meet?")
TURNED = framework("Met?", "Led?")
RATED_ANEW = framework(scale=TWO)
ASKED = round_of(respondents=[POLICE, HEALTH])
ALONE = round_of(ss.Rating("s1q1", "red"))
SENT, TAKEN = (
    ASKED.with_ratings(ss.Rating("s1q1", key, respondent="police")) for key in ("red", "green")
)
AGREED = ALONE.agree("Chair", MAY)
SIGNED = ss.SignOff("Chair", MAY, ALONE.digest)
REOPENED = evolve(SIGNED, reopened=ss.Reopening("Chair", MAY, "Late"))
TODAY = round_of(framework=FEWER)
WORDED = ss.Translation.of(SMALL, "Welsh (cy)", {"title": "Dau", "steps/s1/title": "Un"}, by="Us")
TOLD = [ss.Action("Do", id="a1")]
WITH_ACTION = ASKED.with_actions("s1", *TOLD)


def answering(name: str, **action: Any) -> ss.Round:
    mine = WITH_ACTION.with_ratings(ss.Rating("s1q1", "red", respondent=name))
    return mine.with_actions("s1", evolve(TOLD[0], **action)) if action else mine


# The remedy, what it is given for, and what it says to do.
CASES: list[tuple[str, Try, Try]] = [
    # Fields.
    (
        "an id starts with a letter and holds at most 64 letters",
        lambda: ss.Question("1", "Led?"),
        lambda: ss.Question("q1", "Led?"),
    ),
    (
        "an id such as 's1q1' is meant, not the printed number",
        lambda: ss.Rating("1.1", "red"),
        lambda: ss.Rating("s1q1", "red"),
    ),
    (
        "give date(2026, 5, 1)",
        lambda: ss.Rating("s1q1", "red", on="2026-05-01"),  # type: ignore[arg-type]
        lambda: ss.Rating("s1q1", "red", on=date(2026, 5, 1)),
    ),
    (
        "give a datetime.date",
        lambda: ss.Rating("s1q1", "red", on="May"),  # type: ignore[arg-type]
        lambda: ss.Rating("s1q1", "red", on=MAY),
    ),
    (
        "use its .date()",
        lambda: ss.Rating("s1q1", "red", on=datetime(2026, 5, 1, 9)),  # noqa: DTZ001
        lambda: ss.Rating("s1q1", "red", on=datetime(2026, 5, 1, 9).date()),  # noqa: DTZ001
    ),
    (
        "write [...] around it",
        lambda: ss.Question("q1", "Led?", tags="voice"),
        lambda: ss.Question("q1", "Led?", tags=["voice"]),
    ),
    (
        "give a list",
        lambda: ss.Question("q1", "Led?", tags={"voice", "plan"}),
        lambda: ss.Question("q1", "Led?", tags=["voice", "plan"]),
    ),
    (
        "write 'voice', or a word that is not so near it",
        lambda: ss.Evidence("Minutes", kind="voic"),
        lambda: [ss.Evidence("Minutes", kind="voice"), ss.Evidence("Minutes", kind="survey")],
    ),
    (
        "there are question, level, evidence",
        lambda: ALONE.ratings[0].replace(levl="red"),  # type: ignore[call-arg, union-attr]
        lambda: ALONE.ratings[0].replace(level="red"),  # type: ignore[union-attr]
    ),
    (
        'write Role("...") for one of your own',
        lambda: ss.Respondent("a", "A", "trustee"),
        lambda: ss.Respondent("a", "A", ss.Role("trustee")),
    ),
    (
        "leave independent out, or give the role a name of its own",
        lambda: ss.Role("peer", independent=False),
        lambda: [ss.Role("peer"), ss.Role("visitor", independent=False)],
    ),
    (
        "write '#' and six hexadecimal digits, as in '#43A373'",
        lambda: ss.Level("yes", fill="green"),
        lambda: ss.Level("yes", fill="#43A373"),
    ),
    (
        "give the status 'closed', or leave it out",
        lambda: ss.Action("Do", closed_on=MAY),
        lambda: [ss.Action("Do", closed_on=MAY, status="closed"), ss.Action("Do")],
    ),
    # Edits and frameworks.
    ("give one edit or more", adapted, lambda: adapted(ss.Retitle("Ours"))),
    (
        "say who adapts the framework",
        lambda: adapted(ss.Retitle("Ours"), by=()),
        lambda: adapted(ss.Retitle("Ours"), by="Anytown"),
    ),
    (
        "use RewordQuestion or ReplaceQuestion for one",
        lambda: ss.SplitQuestion("s1q1", ["Led?"]),
        lambda: adapted(ss.RewordQuestion("s1q1", "Is it led?")),
    ),
    (
        "give one of text, label",
        lambda: ss.RewordQuestion("s1q1"),
        lambda: ss.RewordQuestion("s1q1", "A?"),
    ),
    ("give title or guidance", lambda: ss.RetitleStep("s1"), lambda: ss.RetitleStep("s1", "A")),
    (
        "give one of them",
        lambda: ss.MoveStep("s1", after="s2", first=True),
        lambda: [ss.MoveStep("s1", after="s2"), ss.MoveStep("s1", first=True)],
    ),
    (
        "name another or leave out after",
        lambda: adapted(ss.MoveQuestion("s1q1", after="s1q1")),
        lambda: [adapted(ss.MoveQuestion("s1q1", after="s1q2")), adapted(ss.MoveQuestion("s1q1"))],
    ),
    (
        "leave it out or give another",
        lambda: adapted(ss.AddQuestion("s1", "New?", id="s1q1")),
        lambda: [adapted(ss.AddQuestion("s1", "New?", id=key)) for key in (None, "s1q9")],
    ),
    (
        "leave the id out, or bring that one back in its first wording",
        lambda: adapted(ss.AddQuestion("s1", "New?", id="s1q2"), of=FEWER),
        lambda: [
            adapted(ss.AddQuestion("s1", "New?"), of=FEWER),
            adapted(ss.AddQuestion("s1", "Met?", id="s1q2"), of=FEWER),
        ],
    ),
    (
        "leave it out, or bring the old question back with AddQuestion",
        lambda: adapted(ss.ReplaceQuestion("s1q1", "Met?", id="s1q2"), of=FEWER),
        lambda: [
            adapted(ss.ReplaceQuestion("s1q1", "Met?"), of=FEWER),
            adapted(ss.AddQuestion("s1", "Met?", id="s1q2"), of=FEWER),
        ],
    ),
    (
        "give an id",
        lambda: adapted(
            ss.AddQuestion("s1", "New?", after=f"{'q' * 55}999999999"),
            of=evolve(
                SMALL, steps=[ss.Step("s1", "One", [ss.Question(f"{'q' * 55}999999999", "Led?")])]
            ),
        ),
        lambda: adapted(
            ss.AddQuestion("s1", "New?", id="s1q2", after=f"{'q' * 55}999999999"),
            of=evolve(
                SMALL, steps=[ss.Step("s1", "One", [ss.Question(f"{'q' * 55}999999999", "Led?")])]
            ),
        ),
    ),
    (
        "there are s1",
        lambda: adapted(ss.RemoveStep("s9")),
        lambda: adapted(ss.AddStep("Two"), ss.RemoveStep("s1")),
    ),
    (
        "it has s1q1, s1q2",
        lambda: adapted(ss.RemoveQuestion("s1q9")),
        lambda: adapted(ss.RemoveQuestion("s1q2")),
    ),
    (
        "the scale has red, amber, green",
        lambda: adapted(ss.RewordQuestion("s1q1", levels={"blue": "At sea"})),
        lambda: adapted(ss.RewordQuestion("s1q1", levels={"green": "At sea"})),
    ),
    (
        "adapt this framework with an edit of its own",
        lambda: ss.replay(THEIRS, adapted(ss.RewordQuestion("s1q3", "O?"), of=OURS).lineage[1]),
        lambda: adapted(ss.RewordQuestion("s1q3", "O?"), of=THEIRS),
    ),
    (
        "adapt the framework of the source, and merge it into this one",
        lambda: adapted(ss.RetitleStep("s1", "Now"), of=OURS, edition=ss.Source("Roe (2026)")),
        lambda: merged(OURS, REVISED),
    ),
    (
        "it was changed after it was made",
        lambda: ss.replay(SMALL, evolve(OURS.lineage[0], edits=RETITLED.lineage[0].edits)),
        lambda: ss.replay(SMALL, OURS.lineage[0]),
    ),
    (
        "change a framework with adapt()",
        lambda: evolve(OURS, title="Other"),
        lambda: adapted(ss.Retitle("Other"), of=OURS),
    ),
    (
        "give its origin",
        lambda: ss.Framework("Two questions", SOURCE, ss.RAG, OURS.steps, lineage=OURS.lineage),
        lambda: ss.Framework("Two questions", SOURCE, ss.RAG, OURS.steps, (), OURS.lineage, SMALL),
    ),
    (
        "give its own origin",
        lambda: evolve(adapted(ss.Retitle("Other"), of=OURS), origin=OURS),
        lambda: evolve(adapted(ss.Retitle("Other"), of=OURS), origin=OURS.origin),
    ),
    (
        "leave adapted out",
        lambda: evolve(SIX, source=evolve(SIX.source, adapted="After Pearce")),
        lambda: evolve(SIX, source=evolve(SIX.source, adapted="")),
    ),
    (
        "make it an adaptation with record(six_steps(), ...), or name its own source",
        lambda: evolve(SIX, title="Ours"),
        lambda: [
            ss.record(SIX, evolve(SIX, title="Ours", source=SOURCE), by="Anytown", on=MAY),
            evolve(SIX, title="Ours", source=SOURCE),
        ],
    ),
    # Recorded copies, merges, comparisons.
    (
        "give reworded=['s1q2'] if it means the same, or else replaced",
        lambda: recorded(CHANGED),
        lambda: [recorded(CHANGED, reworded=["s1q2"]), recorded(CHANGED, replaced=["s1q2"])],
    ),
    (
        "name it in one",
        lambda: recorded(CHANGED, reworded=["s1q2"], replaced=["s1q2"]),
        lambda: recorded(CHANGED, reworded=["s1q2"]),
    ),
    (
        "leave it out",
        lambda: recorded(SMALL, reworded=["s1q1"]),
        lambda: recorded(SMALL),
    ),
    (
        "there are s1q2",
        lambda: recorded(CHANGED, reworded=["s1q1", "s1q2"]),
        lambda: recorded(CHANGED, reworded=["s1q2"]),
    ),
    (
        "give it the id 's1q2' again",
        lambda: recorded(TURNED, reworded=["s1q1", "s1q2"]),
        lambda: recorded(evolve(SMALL, steps=[ss.Step("s1", "One", SMALL.questions[::-1])])),
    ),
    (
        "give mapping= from red, amber, green to them",
        lambda: recorded(RATED_ANEW),
        lambda: recorded(RATED_ANEW, mapping=BECOMES),
    ),
    (
        "leave it out",
        lambda: recorded(CHANGED, reworded=["s1q2"], mapping=BECOMES),
        lambda: recorded(CHANGED, reworded=["s1q2"]),
    ),
    (
        "give the id of a step or of a question",
        lambda: recorded(CHANGED, reworded=["s1q2"], reasons={"nothing": "Plain English"}),
        lambda: recorded(CHANGED, reworded=["s1q2"], reasons={"s1q2": "Plain English"}),
    ),
    (
        "pass resolutions=[conflict.take",
        lambda: merged(RETITLED, adapted(ss.Retitle("Another"))),
        lambda: merged(
            RETITLED,
            adapted(ss.Retitle("Another")),
            resolutions=[ss.Resolution("framework", "title", take="ours")],
        ),
    ),
    (
        "give another, such as 's1q4'",
        lambda: merged(OURS, THEIRS, resolutions=[ss.Resolution("s1q3", "id", rename="s1q1")]),
        lambda: merged(OURS, THEIRS, resolutions=[ss.Resolution("s1q3", "id", rename="s1q4")]),
    ),
    (
        "build all with the same source",
        lambda: merged(OURS, framework(source=evolve(SOURCE, year=2025))),
        lambda: merged(OURS, framework(source=SOURCE)),
    ),
    (
        "merge the frameworks and rename one side",
        lambda: ss.diff(OURS, THEIRS),
        lambda: ss.diff(
            OURS, merged(OURS, THEIRS, resolutions=[ss.Resolution("s1q3", "id", rename="s1q4")])
        ),
    ),
    (
        "say with crosswalk= what corresponds, or make it an adaptation with record()",
        lambda: ss.diff(SMALL, framework("Led?", "Do they meet?", source=ss.Source("Doe"))),
        lambda: [
            ss.diff(
                SMALL,
                framework("Led?", "Do they meet?", source=ss.Source("Doe")),
                crosswalk=ss.Crosswalk([ss.Match("s1q1", "s1q1")]),
            ),
            recorded(CHANGED, reworded=["s1q2"]),
        ],
    ),
    (
        "build both with the same source, or give a Crosswalk",
        lambda: ss.correspondence(SMALL, framework(source=evolve(SOURCE, year=2025))),
        lambda: ss.correspondence(SMALL, framework(source=SOURCE)),
    ),
    (
        "say with source= whose the one is",
        lambda: adapted(ss.MergeQuestions(["s1q1", "s1q2"], "All?"), of=LENT),
        lambda: adapted(ss.MergeQuestions(["s1q1", "s1q2"], "All?", source="Roe"), of=LENT),
    ),
    (
        "make one for these two frameworks",
        lambda: ss.correspondence(SMALL, OURS).between(SMALL, THEIRS),
        lambda: ss.correspondence(SMALL, THEIRS).between(SMALL, THEIRS),
    ),
    (
        "swap the two, or reverse the crosswalk",
        lambda: ss.correspondence(SMALL, OURS).between(OURS, SMALL),
        lambda: [
            ss.correspondence(SMALL, OURS).between(SMALL, OURS),
            ss.correspondence(SMALL, OURS).reversed().between(OURS, SMALL),
        ],
    ),
    (
        "its lineage has those of 2026-05-01",
        lambda: ss.revert(OURS, THEIRS.lineage[0], by="Anytown", on=JUNE),
        lambda: ss.revert(OURS, OURS.lineage[0], by="Anytown", on=JUNE),
    ),
    # Translations.
    (
        "give its name and, in brackets, its code, as in Welsh (cy)",
        lambda: ss.Translation("Welsh", (), "Us"),
        lambda: ss.Translation("Welsh (cy)", (), "Us"),
    ),
    (
        "say who translated the framework",
        lambda: ss.Translation("Welsh (cy)", (), ()),
        lambda: ss.Translation("Welsh (cy)", (), "Us"),
    ),
    (
        "there are title, scale/red/label",
        lambda: ss.Translation.of(SMALL, "Welsh (cy)", {"scale/rd/label": "Coch"}, by="Us"),
        lambda: ss.Translation.of(SMALL, "Welsh (cy)", {"scale/red/label": "Coch"}, by="Us"),
    ),
    (
        "translate it again, or leave it out with translation.without_stale(framework)",
        lambda: TODAY.replace(framework=RETITLED).form_schema(translation=WORDED),
        lambda: TODAY.replace(framework=RETITLED).form_schema(
            translation=WORDED.without_stale(RETITLED)
        ),
    ),
    # Rounds.
    (
        "a round has one agreed answer a question",
        lambda: round_of(respondents=[ss.Respondent(key, "A", "agreed") for key in ("a", "b")]),
        lambda: round_of(respondents=[ss.Respondent("a", "A", "agreed")]),
    ),
    (
        "it is not at respondents[0].role",
        lambda: round_of(
            respondents=[
                ss.Respondent("a", "A", ss.Role("visitor")),
                ss.Respondent("b", "B", ss.Role("visitor", independent=True)),
            ]
        ),
        lambda: round_of(
            respondents=[ss.Respondent(key, "A", ss.Role("visitor")) for key in ("a", "b")]
        ),
    ),
    (
        "add a Respondent to the round, or leave it out where there is only one",
        lambda: round_of(ss.Rating("s1q1", "red", respondent="police")),
        lambda: [
            round_of(ss.Rating("s1q1", "red", respondent="police"), respondents=[POLICE]),
            round_of(ss.Rating("s1q1", "red")),
        ],
    ),
    (
        "the round lists police, health",
        lambda: ASKED.with_ratings(ss.Rating("s1q1", "red")),
        lambda: ASKED.with_ratings(ss.Rating("s1q1", "red", respondent="health")),
    ),
    (
        "put it in the plan of 's2'",
        lambda: round_of(framework=SIX).with_actions("s1", ss.Action("Do", addresses=["s2q1"])),
        lambda: round_of(framework=SIX).with_actions("s2", ss.Action("Do", addresses=["s2q1"])),
    ),
    (
        "name a respondent, or use answers()",
        lambda: SENT.answer("s1q1"),
        lambda: [SENT.answer("s1q1", "police"), SENT.answers("s1q1")],
    ),
    (
        "there are answers to none",
        lambda: round_of(framework=SIX).without_context("c1"),
        lambda: (
            round_of(framework=SIX)
            .with_context(ss.ContextAnswer("c1", "All"))
            .without_context("c1")
        ),
    ),
    (
        "there are a1",
        lambda: WITH_ACTION.without_action("a2"),
        lambda: WITH_ACTION.without_action("a1"),
    ),
    (
        "take it up again with reopen(by, on, reason)",
        lambda: AGREED.with_ratings(ss.Rating("s1q1", "green")),
        lambda: AGREED.reopen("Chair", JUNE, "Late").with_ratings(ss.Rating("s1q1", "green")),
    ),
    (
        "change it as it is",
        lambda: ALONE.reopen("Chair", JUNE, "Late"),
        lambda: ALONE.with_ratings(ss.Rating("s1q1", "green")),
    ),
    (
        "reopen what was signed off, change that and agree it again",
        lambda: evolve(AGREED, title="Summer"),
        lambda: AGREED.reopen("Chair", JUNE, "Late").replace(title="Summer").agree("Chair", JUNE),
    ),
    (
        "give that date or a later one",
        lambda: ALONE.agree("Chair", date(2026, 4, 30)),
        lambda: ALONE.agree("Chair", MAY),
    ),
    (
        "give that of the round",
        lambda: ss.SignOff("Chair", MAY, "abc"),
        lambda: ss.SignOff("Chair", MAY, ALONE.digest),
    ),
    (
        "give a Reopening",
        lambda: evolve(ALONE, sign_offs=[SIGNED]),
        lambda: evolve(ALONE, sign_offs=[REOPENED]),
    ),
    (
        "put it into sign_offs",
        lambda: evolve(ALONE, agreed=REOPENED),
        lambda: evolve(ALONE, sign_offs=[REOPENED]),
    ),
    (
        "ask again on the present one",
        lambda: ALONE.with_ratings(ss.Rating("s1q2", "red")).onto(FEWER),
        lambda: ALONE.onto(FEWER).with_ratings(ss.Rating("s1q1", "red")),
    ),
    (
        "take the round there with onto(framework), or make a new one",
        lambda: ALONE.replace(framework=FEWER),
        lambda: ALONE.onto(FEWER),
    ),
    # Views.
    (
        "change the round it was made from, and take only() of that again",
        lambda: SENT.only("police").with_ratings(ss.Rating("s1q1", "green", respondent="police")),
        lambda: TAKEN.only("police"),
    ),
    (
        "change the round it was made from, and take consensus(round, rule) of that again",
        lambda: ss.consensus(SENT, "worst").without_rating("s1q1", "consensus"),
        lambda: ss.consensus(SENT.without_ratings("police"), "worst"),
    ),
    (
        "follow up the round it was made from",
        lambda: ss.consensus(SENT, "worst").follow_up(JUNE, "Summer"),
        lambda: SENT.follow_up(JUNE, "Summer"),
    ),
    (
        "take public() of the round it was made from",
        lambda: ALONE.redacted().public(),
        ALONE.public,
    ),
    (
        "reopen the round it was made from",
        lambda: AGREED.redacted().reopen("Chair", JUNE, "Late"),
        lambda: AGREED.reopen("Chair", JUNE, "Late"),
    ),
    (
        "write 'lead partner', or a word that is not so near it",
        lambda: ss.Question("q1", "Led?", asked_of=["Lead Partner"]),
        lambda: ss.Question("q1", "Led?", asked_of=["lead partner", "a trustee"]),
    ),
    (
        "make it with only() of the whole round",
        lambda: evolve(SENT, view="only"),
        lambda: SENT.only("police"),
    ),
    (
        "make it with public() of the whole round",
        lambda: evolve(ALONE, view="public", handling="Official"),
        lambda: evolve(ALONE, handling="Official").public(),
    ),
    (
        "take it out with redacted(), which gives this view where nothing is left",
        lambda: evolve(ALONE, view="redacted", handling="Official"),
        lambda: evolve(ALONE, handling="Official").redacted(),
    ),
    (
        "take consensus(round, rule).public()",
        SENT.public,
        lambda: ss.consensus(SENT, "worst").public(),
    ),
    (
        "record the agreed answers by a respondent in the role 'agreed'",
        SENT.public,
        lambda: (
            SENT.with_respondents(ss.Respondent("all", "All", "agreed"))
            .with_ratings(ss.Rating("s1q1", "red", respondent="all"))
            .public()
        ),
    ),
    # Returns.
    (
        "the round asks police, health",
        lambda: back(ASKED, ALONE),
        lambda: back(ASKED, SENT),
    ),
    (
        "leave it out, or name it in belongs=",
        lambda: back(ASKED, evolve(SENT, title="Autumn")),
        lambda: [back(ASKED), back(ASKED, SENT, belongs=[SENT])],
    ),
    (
        "give the round it was made from",
        lambda: back(ASKED, SENT.only("police")),
        lambda: back(ASKED, SENT),
    ),
    (
        "send a template of the round's own",
        lambda: back(ASKED, evolve(SENT, framework=OURS)),
        lambda: back(ASKED, SENT),
    ),
    (
        "only one can be taken",
        lambda: back(ASKED, SENT, TAKEN),
        lambda: back(ASKED, TAKEN),
    ),
    (
        "settle on one",
        lambda: back(
            WITH_ACTION,
            answering("police", owner="Chair"),
            answering("health", owner="Deputy"),
        ),
        lambda: back(
            WITH_ACTION, answering("police", owner="Chair"), answering("health", owner="Chair")
        ),
    ),
    # What has no place is no answer.
    (
        "give one of them",
        lambda: ss.AddContextQuestion("Who?", after="c1", first=True),
        lambda: ss.AddContextQuestion("Who?", after="c1"),
    ),
    (
        "an Action or a ContextAnswer is needed",
        lambda: Unplaced("s7", "Do"),  # type: ignore[arg-type]
        lambda: Unplaced("s7", ss.Action("Do")),
    ),
]


@pytest.mark.parametrize(("remedy", "wrong", "right"), CASES, ids=[case[0] for case in CASES])
def test_following_the_remedy_mends_it(remedy: str, wrong: Try, right: Try) -> None:
    with pytest.raises((ss.SixStepsError, ss.MergeConflict)) as caught:
        wrong()
    assert remedy in str(caught.value)
    right()
