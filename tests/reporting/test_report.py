"""What a report says, section by section, and what it never lets through."""

import io
import itertools
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from matplotlib import rc_context

import sixsteps as ss
from sixsteps import charts
from sixsteps.model.framework import things
from sixsteps.reporting import sections
from sixsteps.reporting.document import (
    Block,
    Bullets,
    Document,
    Facts,
    More,
    Paragraph,
    Picture,
    Section,
)
from sixsteps.reporting.reports import Detail
from sixsteps.samples import autumn_2025, spring_2026
from tests.support.pages import Page
from tests.support.short_rounds import asking, autumn, spring

PLAIN = ss.Round(
    ss.six_steps(),
    "Anytown",
    "Spring 2026",
    date(2026, 5, 1),
    ratings=[
        ss.Rating("s1q1", "green", evidence=["Plan agreed"]),
        ss.Rating("s1q2", "amber", rationale="Two groups", remaining="One seat"),
        ss.NotApplicable("s1q3", "no other partnership here"),
    ],
)


@cache
def sample(detail: Detail = "standard") -> ss.results.Report:
    """The report of the agreed answers of the sample rounds."""
    return ss.report(spring_2026(), since=autumn_2025(), respondent="agreed", detail=detail)


def answered_by(*names: str) -> ss.Round:
    """A round with a rating of one question by each of these, who do not agree."""
    whose = [ss.Respondent(f"r{n}", name, ss.Role.PEER) for n, name in enumerate(names)]
    levels = itertools.cycle(["red", "green"])
    return evolve(
        PLAIN,
        ratings=[ss.Rating("s1q1", next(levels), respondent=one.id) for one in whose],
        respondents=whose,
    )


def of_two(asked: str, ratings: Iterable[ss.Rating]) -> ss.Round:
    """A round of two respondents on a framework that asks these questions."""
    whose = [ss.Respondent(one, one.upper(), ss.Role.PEER) for one in ("x", "y")]
    return evolve(PLAIN, framework=asking(asked), ratings=ratings, respondents=whose)


def section(report: ss.results.Report, title: str) -> Section:
    parts = (*report.document.front, *report.document.sections)
    return next(one for one in parts if isinstance(one, Section) and one.title == title)


def facts(found: Document) -> dict[str, str]:
    """What the first lines of a report say, by their names."""
    first = found.front[0]
    assert isinstance(first, Facts)
    return dict(first.pairs)


def tables(report: ss.results.Report, title: str) -> list[ss.Table]:
    blocks = every_block(section(report, title).blocks)
    return [block for block in blocks if isinstance(block, ss.Table)]


def every_block(blocks: Iterable[Block]) -> Iterator[Block]:
    """These blocks in reading order, those of inner sections after their section."""
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from every_block(block.blocks)


def of_steps(steps: int, questions: int, year: int = 2026) -> ss.Round:
    """A round of so many steps of so many questions each, nothing answered."""
    made = [
        ss.Step(
            f"s{step}",
            "A",
            [ss.Question(f"s{step}q{place}", "Is it so?") for place in range(questions)],
        )
        for step in range(steps)
    ]
    many = ss.Framework("Many", ss.Source("Doe, J (2024)"), ss.RAG, made)
    return ss.Round(many, "Anytown", "Spring", date(year, 5, 1))


TOO_SMALL = Paragraph("No picture: on a page it would be too small to read.")


def test_a_picture_that_a_page_would_make_too_small_is_told_in_words() -> None:
    many = of_steps(1, 50)
    assert section(ss.report(many), "Ratings").blocks[-2:] == (
        TOO_SMALL,
        Paragraph(charts.grid(many).alt),
    )


@pytest.mark.slow
def test_a_picture_of_more_than_any_chart_holds_is_left_out_and_told() -> None:
    assert section(ss.report(of_steps(1, 200)), "Ratings").blocks[-1] == TOO_SMALL


@pytest.mark.parametrize("size", [10, 14])
@pytest.mark.parametrize(
    ("steps", "questions", "is_change"), [(10, 3, False), (12, 1, False), (1, 20, True)]
)
def test_a_picture_that_is_read_on_a_page_is_there_whatever_the_readers_letters(
    size: float, steps: int, questions: int, is_change: bool
) -> None:
    now = of_steps(steps, questions)
    with rc_context({"font.size": size}):
        found = ss.report(now, since=of_steps(steps, questions, 2025) if is_change else None)
    assert isinstance(section(found, "Ratings").blocks[-1], Picture)


def titles(report: ss.results.Report) -> list[str]:
    return [one.title for one in report.document.sections]


DECIDED, ATTENTION = "What needs a decision", "What needs attention"


def test_the_report_on_twice_the_adapted_questions_takes_twice_the_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks = 0

    def counting(framework: ss.Framework) -> Iterator[Any]:
        nonlocal looks
        for one in things(framework):
            looks += 1
            yield one

    monkeypatch.setattr(sections, "things", counting)
    taken = []
    for many in (20, 40):
        plain = of_steps(1, many).framework
        edits = [ss.SplitQuestion(one.id, ["Part one?", "Part two?"]) for one in plain.questions]
        adapted = ss.adapt(plain, *edits, by="Anytown", on=date(2026, 4, 1))
        looks = 0
        told = ss.report(ss.Round(adapted, "Anytown", "Spring", date(2026, 5, 1)))
        taken.append(looks)
        (table,) = (one for one in tables(told, "About this report") if "adapted" in one.title)
        assert len(table.cells) == many
    assert 0 < taken[1] < 2.2 * taken[0]


class TestFirstPages:
    def test_they_say_whose_round_this_is_its_state_and_how_to_handle_it(self) -> None:
        facts, warning, found, changed, *_ = sample().document.front
        assert sample().document.title == "Anytown Safeguarding Children Partnership: Spring 2026"
        assert facts == Facts(
            [
                ("State", "Signed off by the executive on 14 May 2026"),
                ("Handling", spring_2026().handling),
                ("Compared with", "Autumn 2025, 15 October 2025"),
                (
                    "Figures",
                    "as of 1 May 2026. Answers recorded as agreed (Agreed by the lead partners).",
                ),
            ]
        )
        assert warning == Paragraph(
            "This report contains free text: check before sharing that nothing in it could"
            " identify a child, a family or any other person.",
            "warning",
        )
        assert found == Paragraph(
            "All 25 questions asked are rated: 3 Red, 14 Amber and 8 Green.", "lead"
        )
        assert changed == Paragraph(
            "Since Autumn 2025: 8 improved, 11 stayed the same, 2 declined (22 of 25 questions can"
            " be compared, as 21 with those split or merged taken together); Red went from 7 of 23"
            " rated to 3 of 25, Green from 4 to 8; 1 question was removed, 1 added, 1 replaced and"
            " 1 split. The question removed was last rated Red.",
            "lead",
        )

    def test_the_whole_sentence_of_the_change_stands_in_its_section(self) -> None:
        change = ss.change(autumn_2025(), spring_2026(), respondent="agreed")
        first, *_ = section(sample(), "Change since Autumn 2025").blocks
        assert first == Paragraph(change.sentence)

    @pytest.mark.parametrize(
        ("old", "new", "matches", "told"),
        [
            (
                *({"a": "R", "b": "R", "c": "G"}, {"a": "A", "b": "R", "c": "A"}, "abc"),
                "1 improved, 1 stayed the same, 1 declined; Red went from 2 to 1, Green from 1 to"
                " 0.",
            ),
            (
                *({"a": "R", "b": "G", "x": "."}, {"a": "R", "b": "G"}, "ab"),
                "0 improved, 2 stayed the same, 0 declined; Red stayed at 1, Green stayed at 1;"
                " 1 question was removed.",
            ),
            (
                *({"a": "A", "x": "R", "y": "R"}, {"a": "G", "b": "G", "c": "."}, "a"),
                "1 improved, 0 stayed the same, 0 declined (1 of 3 questions can be compared);"
                " Red went from 2 of 3 rated to 0 of 2, Green from 0 to 2; 2 questions were removed"
                " and 2 added. Of the questions removed, 2 were last rated Red.",
            ),
        ],
        ids=["same", "one removed", "both ways"],
    )
    def test_the_change_is_a_line_of_counts(
        self, old: dict[str, str], new: dict[str, str], matches: str, told: str
    ) -> None:
        before = autumn(asking([*old]), "".join(old.values()))
        after = spring(asking([*new]), "".join(new.values()))
        crosswalk = ss.Crosswalk([ss.Match(name, name) for name in matches])
        front = ss.report(after, since=before, crosswalk=crosswalk).document.front
        assert front[3] == Paragraph(f"Since Autumn 2025: {told}", "lead")

    def test_the_line_says_how_many_are_compared_where_all_are_and_one_was_split(self) -> None:
        before, after = autumn(asking("ab"), "RG"), spring(asking("cdb"), "AAG")
        crosswalk = ss.Crosswalk([ss.Match("a", ["c", "d"], "split"), ss.Match("b", "b")])
        front = ss.report(after, since=before, crosswalk=crosswalk).document.front
        assert front[3] == Paragraph(
            "Since Autumn 2025: 1 improved, 1 stayed the same, 0 declined (3 of 3 questions can be"
            " compared, as 2 with those split or merged taken together); Red went from 1 of 2 rated"
            " to 0 of 3, Green from 1 to 1; 1 question was split.",
            "lead",
        )

    def test_where_nothing_can_be_compared_the_line_says_why(self) -> None:
        before, after = autumn(asking("a"), "R"), spring(asking("b"), "G")
        front = ss.report(after, since=before, crosswalk=ss.Crosswalk([])).document.front
        assert front[3] == Paragraph(
            "The one question cannot be compared with Autumn 2025. Green was 0 of 1 and is 1 of 1;"
            " questions were added (1) and removed (1). The question removed was last rated Red."
            " The one Green has no evidence recorded.",
            "lead",
        )

    def test_every_page_says_the_state_and_the_handling(self) -> None:
        assert sample().document.footing == (
            f"Signed off by the executive on 14 May 2026. {spring_2026().handling}"
        )
        assert ss.report(PLAIN).document.footing == "Draft."

    def test_a_draft_says_so_in_its_title(self) -> None:
        assert ss.report(PLAIN).document.title == "Anytown: Spring 2026 (draft)"

    @pytest.mark.parametrize(
        ("ratings", "sentence"),
        [
            ([], "None of the 24 questions asked has been rated."),
            (["green"], "1 of the 24 questions asked is rated: 0 Red, 0 Amber and 1 Green."),
            (["red"] * 24, "All 24 questions asked are rated: 24 Red, 0 Amber and 0 Green."),
        ],
        ids=["none", "one", "all"],
    )
    def test_what_was_found_is_a_sentence_of_counts_the_worst_first(
        self, ratings: list[str], sentence: str
    ) -> None:
        asked = PLAIN.framework.questions
        rated = [ss.Rating(q.id, level) for q, level in zip(asked, ratings, strict=False)]
        front = ss.report(evolve(PLAIN, ratings=rated), detail="brief").document.front
        assert front[2] == Paragraph(sentence, "lead")

    def test_the_grid_has_a_step_a_row_and_says_what_changed(self) -> None:
        grid = sample().document.front[4]
        assert isinstance(grid, ss.Table)
        assert grid.columns == ("Step", *(f"Question {n}" for n in range(1, 6)))
        assert grid.cells[2] == (
            "3. Children, young people and families shape plans for their safety",
            *("Amber", "Amber, was Red", "Red", "Amber", "Red"),
        )

    def test_a_framework_of_many_questions_has_its_counts_by_step_in_place_of_the_grid(
        self,
    ) -> None:
        asked = [ss.Question(f"a{n}", f"Is it so ({n})?") for n in range(1, 13)]
        wide = ss.Framework("Wide", ss.Source("Doe (2024)"), ss.RAG, [ss.Step("a", "All", asked)])
        ratings = [ss.Rating("a1", "red"), ss.Rating("a2", "green"), ss.Rating("a3", "red")]
        (grid,) = tables_of(
            ss.report(evolve(PLAIN, framework=wide, ratings=ratings)).document.front
        )
        assert grid.columns == ("Step", "Red", "Amber", "Green", "Not rated")
        assert grid.cells == (("1. All", 2, 0, 1, 9),)

    def test_what_needs_a_decision_is_told_with_its_owner_and_date_or_nobody(self) -> None:
        found = {table.title: table.cells for table in tables(sample(), DECIDED)}
        assert found == {
            "Red: 3 questions, 1 of which declined": (
                ("3.3", "Leading and co-leading", "Red", "nobody", "no action"),
                (
                    *("3.5", "Children placed elsewhere", "Red"),
                    *("Participation lead", "31 October 2026"),
                ),
                ("4.4", "Shared data and priorities", "Red, was Amber", "Data group", "no date"),
            ),
            "Declined: 1 more question": (
                (
                    *("1.4", "Reporting and forward planning", "Amber, was Green"),
                    *("Red to Green", "nobody", "ongoing"),
                ),
            ),
            "Green without evidence: 1 question": (
                ("5.1", "Criteria for referral", "Green", "nobody", "no action"),
            ),
            "Overdue: 1 action": (
                (
                    "3.2",
                    "Write an outreach strategy with the young people's forum",
                    "Participation lead",
                    date(2026, 4, 30),
                ),
            ),
        }

    def test_a_question_stands_under_its_first_reason_alone(self) -> None:
        # Question 4.4 is Red and declined.
        told = [str(row[0]) for table in tables(sample(), DECIDED)[:-1] for row in table.cells]
        assert len(told) == len({*told})

    def test_respondents_two_levels_apart_need_a_decision(self) -> None:
        found = tables(ss.report(answered_by("School", "Police"), rule="best"), DECIDED)
        (table,) = found
        assert table.title == "Green without evidence: 1 question"
        assert table.cells == (
            (
                *("1.1", "Agreed strategic plan", "Green"),
                *("Red to Green", "nobody", "no action"),
            ),
        )
        (table,) = tables(
            ss.report(answered_by("School", "Police", "Council"), rule="median_low"), DECIDED
        )
        assert table.title == "Red: 1 question"
        apart = answered_by("School", "Police")
        proved = [
            evolve(one, evidence=["Minutes"]) for one in apart.ratings if isinstance(one, ss.Rating)
        ]
        (table,) = tables(ss.report(evolve(apart, ratings=proved), rule="best"), DECIDED)
        assert table.title == "Respondents two levels apart or more: 1 question"

    def test_a_heading_has_twelve_lines_and_says_where_the_others_stand(self) -> None:
        asked = PLAIN.framework.questions
        poor = evolve(PLAIN, ratings=[ss.Rating(question.id, "red") for question in asked])
        standard, brief = ss.report(poor), ss.report(poor, detail="brief")
        for found, more in ((standard, More(12, ATTENTION)), (brief, More(12))):
            table, line = section(found, DECIDED).blocks
            assert isinstance(table, ss.Table)
            assert (table.title, len(table.cells), line) == ("Red: 24 questions", 12, more)
        rest = tables(standard, ATTENTION)[0]
        assert rest.title == "Red: 24 questions, continued"
        assert [row[0] for row in rest.cells] == [
            poor.framework.number(question.id) for question in asked[12:]
        ]
        assert "and 12 more below" in standard.markdown()
        assert "and 12 more, in the standard report" in brief.markdown()

    def test_what_happens_next_is_the_next_round_the_open_actions_and_the_first_due(self) -> None:
        (bullets,) = section(sample(), "What happens next").blocks
        assert isinstance(bullets, Bullets)
        assert bullets.items[:3] == (
            "The next round is on 1 November 2026.",
            "7 actions are open: 1 overdue, 2 without a date.",
            "By 31 July 2026, Training manager (for 2.4): Give every agency a template for its"
            " training log",
        )

    def test_a_long_action_is_cut_between_words_on_the_first_pages_and_not_below(self) -> None:
        text = "review " * 30 + "it"
        late = ss.Action(text, owner="Chair", due=date(2026, 4, 1))
        found = ss.report(evolve(PLAIN, plans=[ss.ActionPlan("s1", [late])]))
        assert tables(found, DECIDED)[-1].cells == (
            ("Step 1", f"{'review ' * 8}…", "Chair", date(2026, 4, 1)),
        )
        assert tables(found, "Action plan")[0].cells == (
            ("Step 1", text, "Chair", "1 April 2026, overdue"),
        )

    def test_the_reference_and_whose_the_short_labels_are_end_them(self) -> None:
        assert sample().document.front[-2:] == (
            Paragraph(f"Reference: {spring_2026().citation}", "note"),
            Paragraph(ss.published.LABELS_NOTE, "note"),
        )
        assert sample("brief").markdown().count(ss.published.LABELS_NOTE) == 1


class TestDetail:
    def test_a_brief_report_is_the_first_pages_and_what_it_was_made_with(self) -> None:
        rounds = spring_2026(), autumn_2025()
        later, earlier = (round_.digest[:7] for round_ in rounds)
        assert sample("brief").document.sections == ()
        assert sample("brief").document.front[-1] == Paragraph(
            f"Made with sixsteps {ss.__version__} from the rounds Spring 2026 ({later}) and Autumn"
            f" 2025 ({earlier}) on the framework {rounds[0].framework.fingerprint[:7]}.",
            "note",
        )
        assert len(sample("brief").document.front) == len(sample().document.front) + 1

    def test_a_standard_one_has_its_sections_in_the_order_a_board_reads_them(self) -> None:
        assert titles(sample()) == [
            "Ratings",
            "Coverage",
            "What needs attention",
            "Change since Autumn 2025",
            "Where respondents differ",
            "Action plan",
            "Context",
            "How to read the figures",
            "About this report",
        ]

    def test_a_full_one_has_every_answer_as_well(self) -> None:
        assert titles(sample("full")) == [*titles(sample()), "Appendix: every answer"]

    def test_nothing_is_said_of_what_there_is_not(self) -> None:
        assert titles(ss.report(PLAIN)) == [
            "Ratings",
            "Coverage",
            "What needs attention",
            "Action plan",
            "How to read the figures",
            "About this report",
        ]

    def test_another_detail_is_refused(self) -> None:
        with pytest.raises(ss.InvalidError) as caught:
            ss.report(PLAIN, detail="standrad")  # type: ignore[arg-type]  # what is tested
        assert "there are brief, standard, full" in str(caught.value)

    @pytest.mark.parametrize("detail", ["standard", "full"])
    def test_no_table_is_empty_and_none_is_told_twice(self, detail: Detail) -> None:
        document = sample(detail).document
        told = [
            block
            for block in every_block((*document.front, *document.sections))
            if isinstance(block, ss.Table)
        ]
        assert all(table.cells for table in told)
        assert len({(table.title, table.cells) for table in told}) == len(told)

    def test_shares_are_percentages_with_one_decimal_and_never_fractions(self) -> None:
        text = sample("full").markdown()
        assert "22 of 25 (88.0%)" in text
        assert "/575" not in text


@pytest.mark.slow
class TestSections:
    def test_the_full_report_says_what_the_level_means_for_the_question(self) -> None:
        asked = ss.Question("a1", "Is there a ramp?", levels={"green": "Checked by users"})
        rubric = ss.Framework(
            "Access", ss.Source("Doe (2024)"), ss.RAG, [ss.Step("a", "All", [asked])]
        )
        for level, told in (
            ("green", "Green: Checked by users"),
            ("red", "Red"),
            (None, "started"),
        ):
            given = [ss.Rating("a1", level, rationale="Seen")]
            found = ss.report(evolve(PLAIN, framework=rubric, ratings=given), detail="full")
            (table,) = tables(found, "Appendix: every answer")
            assert table.cells == (("1.1 Is there a ramp?", told, "Seen"),)

    def test_the_full_report_marks_the_answers_of_those_who_were_not_asked(self) -> None:
        people = [
            ss.Respondent("a", "Council", ss.Role.PEER, asked=["s1q1"]),
            ss.Respondent("b", "Police", ss.Role.PEER),
        ]
        given: list[ss.Rating | ss.NotApplicable] = [
            ss.Rating("s1q2", "red", respondent="a"),
            ss.NotApplicable("s1q3", "No other", respondent="a"),
            ss.Rating("s1q2", "green", respondent="b"),
        ]
        round_ = evolve(PLAIN, respondents=people, ratings=given, plans=[])
        found = tables(ss.report(round_, rule="worst", detail="full"), "Appendix: every answer")
        assert [table.cells for table in found] == [
            (("Council", "Red (not asked)"), ("Police", "Green")),
            (("Council", "not applicable (not asked)", "No other"),),
        ]

    def test_a_level_and_what_it_means_are_shown_on_the_fill_of_the_level(self) -> None:
        asked = ss.Question("a1", "Is there a ramp?", levels={"green": "Checked by users"})
        rubric = ss.Framework(
            "Access", ss.Source("Doe (2024)"), ss.RAG, [ss.Step("a", "All", [asked])]
        )
        given = [ss.Rating("a1", "green", rationale="Green: seen")]
        found = ss.report(evolve(PLAIN, framework=rubric, ratings=given), detail="full")
        assert '<td class="level fill-2">Green: Checked by users</td>' in found.html()
        assert "<td>Green: seen</td>" in found.html()
        with zipfile.ZipFile(io.BytesIO(found.docx())) as parts:
            word = parts.read("word/document.xml").decode()
        cells = {
            "".join(re.findall(r"<w:t[^>]*>([^<]*)", cell)): re.findall(r'w:fill="(\w+)"', cell)
            for cell in word.split("<w:tc>")
        }
        assert cells["Green: Checked by users"] == [found.document.fills["Green"].fill[1:]]
        assert cells["Green: seen"] == []

    def test_the_figures_beside_the_ratings_say_what_they_suppose(self) -> None:
        table = tables(sample(), "Ratings")[0]
        assert table.columns == (
            *("Level", "As rated"),
            *("If what is missing proved worst", "If what is missing proved best"),
        )

    def test_every_question_that_was_adapted_is_told_once_with_its_wordings(self) -> None:
        (table,) = tables(sample(), "About this report")
        assert table.columns == (
            *("Number", "Original wording", "Adapted wording"),
            *("What was done, and why", "By whom and when"),
        )
        split = next(row for row in table.cells if row[0] == "2.3, 2.4")
        origin = ss.six_steps().question("s2q3").text
        parts = spring_2026().framework.step("s2").questions[2:4]
        assert split == (
            "2.3, 2.4",
            origin,
            "\n".join(part.text for part in parts),
            "split question: agencies could only answer for one of the two",
            "Anytown Safeguarding Children Partnership, 2 February 2026",
        )

    def test_a_question_that_was_taken_out_and_brought_back_stands_in_one_row(self) -> None:
        text = ss.six_steps().question("s1q1").text
        edits = ss.RemoveQuestion("s1q1"), ss.AddQuestion("s1", text, id="s1q1")
        back = ss.adapt(ss.six_steps(), *edits, by="Anytown", on=date(2024, 1, 1))
        (table,) = tables(ss.report(evolve(PLAIN, framework=back, ratings=[])), "About this report")
        done = "remove question\nadd question"
        assert table.cells == (("1.4", text, text, done, "Anytown, 1 January 2024"),)

    def test_the_parts_of_a_part_stand_in_the_order_of_their_numbers(self) -> None:
        split = ss.SplitQuestion("s1q4", ["Which reports?", "Which plans?"])
        again = ss.SplitQuestion("s1q5", ["Whose reports?", "How many?"])
        parts = ss.adapt(ss.six_steps(), split, again, by="Anytown", on=date(2024, 1, 1))
        (table,) = tables(ss.report(evolve(PLAIN, framework=parts)), "About this report")
        (row,) = table.cells
        assert (row[0], row[2]) == (
            "1.4, 1.5, 1.6",
            "Whose reports?\nHow many?\nWhich plans?",
        )

    def test_what_two_adaptations_did_to_a_question_stands_in_one_row(self) -> None:
        reword = ss.RewordQuestion("s1q1", text="Is there a plan?")
        remove = ss.RemoveQuestion("s1q1", reason="it is law now")
        once = ss.adapt(ss.six_steps(), reword, by="Anytown", on=date(2024, 1, 1))
        gone = ss.adapt(once, remove, by="Anytown", on=date(2025, 1, 1))
        (table,) = tables(ss.report(evolve(PLAIN, framework=gone, ratings=[])), "About this report")
        assert table.cells == (
            (
                ss.six_steps().question("s1q1").text,
                "reword question\nremove question: it is law now",
                "Anytown, 1 January 2024\nAnytown, 1 January 2025",
            ),
        )

    def test_the_ratings_are_the_picture_and_the_three_readings(self) -> None:
        readings, picture = section(sample(), "Ratings").blocks
        changed = ss.change(autumn_2025(), spring_2026(), respondent="agreed")
        assert isinstance(picture, Picture)
        assert picture.figure.title == ss.charts.change_grid(changed).title
        assert isinstance(readings, ss.Table)
        assert readings.cells[2] == (
            "Green",
            "8 of 25 (32.0%)",
            "7 of 25 (28.0%)",
            "8 of 25 (32.0%)",
        )

    def test_a_framework_as_published_says_so(self) -> None:
        (facts, _) = section(ss.report(PLAIN), "About this report").blocks
        assert isinstance(facts, Facts)
        assert ("Adapted", "no: the framework is used as published") in facts.pairs

    def test_who_has_not_answered_is_named_with_the_questions(self) -> None:
        steps, people = tables(sample(), "Coverage")
        assert steps.cells[-1] == (
            *("All", "102 of 105 (97.1%)", "96 of 105 (91.4%)", "41 of 105 (39.0%)"),
        )
        assert people.cells[1] == (
            "Anytown Integrated Care Board",
            *("21 of 24 (87.5%)", "20 of 24 (83.3%)", "7 of 24 (29.2%)", "2.4, 4.4, 6.3"),
        )
        assert {row[-1] for row in people.cells} == {None, "2.4, 4.4, 6.3"}

    def test_who_has_not_answered_at_all_is_named(self) -> None:
        silent = ss.Respondent("silent", "The silent agency", ss.Role.PEER)
        rounds = evolve(
            answered_by("School"), respondents=[*answered_by("School").respondents, silent]
        )
        assert section(ss.report(rounds, rule="worst"), "Coverage").blocks[0] == Paragraph(
            "No answer at all from: The silent agency."
        )

    def test_what_needs_attention_is_a_line_a_kind_with_its_questions(self) -> None:
        (table,) = tables(sample(), ATTENTION)
        assert table.cells == (
            ("No plan", "2.5, 3.1, 3.3, 3.4, 4.2, 4.3, 5.1, 6.1, 6.3"),
            ("A plan without a date", "1.1, 1.2, 1.3, 1.4, 1.5, 4.4"),
            ("Red for two or more rounds in a row", "3.3"),
            ("Rated higher than by an independent respondent", "1.1, 1.4, 3.1, 3.2, 4.3"),
            ("Green with its evidence, and no plan", "2.1, 2.2, 2.3, 4.1, 5.2, 6.2"),
        )

    def test_questions_that_are_green_with_their_evidence_are_one_line(self) -> None:
        asked = PLAIN.framework.questions
        good = evolve(PLAIN, ratings=[ss.Rating(q.id, "green", evidence=["Audit"]) for q in asked])
        found = ss.report(good)
        (table,) = tables(found, ATTENTION)
        assert [row[0] for row in table.cells] == ["Green with its evidence, and no plan"]
        assert section(found, DECIDED).blocks == (
            Paragraph("The figures show nothing of the kind."),
        )

    @pytest.mark.parametrize(("rule", "decided", "left"), [("worst", 2, 1), ("best", 1, 2)])
    def test_by_a_rule_an_answer_without_evidence_is_told_of_the_joined_answer_or_of_its_own(
        self, rule: str, decided: int, left: int
    ) -> None:
        unproved = [ss.Rating(name, "green", respondent="x") for name in "ab"]
        proved = [
            ss.Rating(name, level, ["Audit"], remaining="Train", respondent=who)
            for name, level, who in (
                *(("a", "amber", "y"), ("b", "green", "y")),
                *(("c", "green", "x"), ("c", "green", "y")),
            )
        ]
        found = ss.report(of_two("abc", [*unproved, *proved]), rule=rule)
        (first,) = tables(found, DECIDED)
        assert first.title == "Green without evidence: 1 question"
        assert [row[0] for row in first.cells] == [f"1.{decided}"]
        (table,) = tables(found, ATTENTION)
        assert table.cells == (
            ("Without the evidence the level needs", f"1.{left}"),
            ("No plan", "1.1, 1.2"),
            ("Green with its evidence, and no plan", "1.3"),
        )
        assert table.notes == ("Answers of 2 respondents (X, Y), each counted by itself.",)

    @pytest.mark.parametrize(
        ("rule", "decided", "below"), [("worst", {"1.1"}, set()), ("best", set(), {"1.1"})]
    )
    def test_by_a_rule_a_decline_is_told_of_the_joined_answer_or_of_its_own(
        self, rule: str, decided: set[str], below: set[str]
    ) -> None:
        was, now = (
            of_two(
                "a",
                [
                    ss.Rating("a", "green", ["Audit"], respondent="x"),
                    ss.Rating("a", level, ["Audit"], remaining="Train", respondent="y"),
                ],
            )
            for level in ("green", "amber")
        )
        was = evolve(was, title="Autumn 2025", on=date(2025, 11, 1))
        found = ss.report(now, since=was, rule=rule)
        first = (one for one in tables(found, DECIDED) if one.title.startswith("Declined"))
        assert {row[0] for one in first for row in one.cells} == decided
        (table,) = tables(found, ATTENTION)
        lines = (row[1] for row in table.cells if row[0] == "Declined since the last round")
        assert {*lines} == below

    def test_the_change_is_its_counts_its_parts_and_what_improved_came_or_went(self) -> None:
        counts, parts, moved = tables(sample(), "Change since Autumn 2025")
        assert counts.cells[:3] == (
            ("Improved", 8, 8, 9),
            ("Stayed the same", 11, None, None),
            ("Declined", 2, 2, 3),
        )
        assert parts.worded()[1:5] == [
            ["Before", "", "17.4%", "69.6%"],
            ["After", "", "32.0%", "88.0%"],
            ["Change", "", "14.6 points", "18.4 points"],
            ["Like for like", "21", "14.3 points", "14.3 points"],
        ]
        assert moved.cells[0] == (
            *("1.1", "1.1", "Agreed strategic plan", "Amber", "Green", "improved"),
        )
        assert "declined" not in {row[-1] for row in moved.cells}

    def test_a_question_is_called_by_its_label_beside_its_number(self) -> None:
        named = {one.id for one in spring_2026().framework.questions}
        told = (*sample().document.front, *sample().document.sections)
        shown = {
            str(cell)
            for block in every_block(told)
            if isinstance(block, ss.Table)
            for row in block.cells
            for cell in row
        }
        assert shown & named == set()
        assert "Shared data and priorities" in shown

    def test_the_sentence_about_every_colour_stands_with_the_scale_of_the_paper_alone(self) -> None:
        levels = [ss.Level("weak", "Weak"), ss.Level("good", "Good")]
        scale = ss.Scale("Weak, Good", levels)
        asked = [ss.Step("s1", "Partners", [ss.Question("s1q1", "Do they meet?")])]
        other = ss.Framework("Local", ss.Source("Doe (2024)"), scale, asked)
        found = [
            section(ss.report(evolve(PLAIN, framework=framework, ratings=[])), title).blocks
            for framework in (PLAIN.framework, other)
            for title in ["How to read the figures"]
        ]
        sentence = Paragraph(ss.published.ACTION_PLAN_SENTENCE)
        assert [sentence in blocks for blocks in found] == [True, False]

    def test_context_answers_stand_beside_their_questions(self) -> None:
        (table,) = tables(sample(), "Context")
        assert len(table.cells) == 4
        assert table.cells[3] == (
            "How does scrutiny in Anytown hear from front line practitioners?",
            "In a practitioners' hour before every round.",
        )
        assert section(sample(), "Context").blocks[1] == Paragraph(
            "15 of 19 context questions are unanswered."
        )

    def test_plans_show_outcomes_actions_and_steps_without_any(self) -> None:
        outcomes, actions = tables(sample(), "Action plan")
        assert outcomes.cells[1] == ("3", "Children change what the partnership plans")
        assert actions.cells[0] == (
            "1.1",
            "Agree funding of the plan to 2028\nThe plan is funded for three years",
            "Chair of the executive",
            "closed 10 March 2026",
        )
        assert actions.cells[4] == (
            "3.2",
            "Write an outreach strategy with the young people's forum\nDraft of April 2026",
            "Participation lead",
            "30 April 2026, overdue",
        )
        assert section(sample(), "Action plan").blocks[-1] == Paragraph(
            "Steps without an open action: 6."
        )

    def test_an_action_says_who_brought_it(self) -> None:
        mine = ss.Action("Visit", respondents=["r1"])
        found = evolve(answered_by("School", "Police"), plans=[ss.ActionPlan("s1", [mine])])
        assert tables(ss.report(found, rule="worst"), "Action plan")[0].cells == (
            ("Step 1", "Visit", "nobody", "no date", "Police"),
        )

    def test_what_lost_its_place_is_shown_with_the_plans(self) -> None:
        lost = evolve(
            PLAIN,
            unplaced=[
                ss.results.Unplaced(
                    "s9", ss.Action("Fill the seat", id="seat"), "the step was removed"
                ),
                ss.results.Unplaced(
                    "c9", ss.ContextAnswer("c9", "Twice a year"), "no longer asked"
                ),
            ],
        )
        (table,) = tables(ss.report(lost), "Action plan")
        assert table.cells == (
            ("Fill the seat", "action", "the step was removed"),
            ("Twice a year", "answer", "no longer asked"),
        )

    def test_every_answer_of_every_respondent_is_in_the_appendix(self) -> None:
        answers = tables(sample("full"), "Appendix: every answer")
        questions = spring_2026().framework.questions
        numbers = [spring_2026().framework.number(question.id) for question in questions]
        assert [table.title for table in answers] == [
            f"{number} {question.text}" for number, question in zip(numbers, questions, strict=True)
        ]
        assert sum(len(table.cells) for table in answers) == len(spring_2026().ratings)
        assert answers[0].cells[-1] == (
            "Agreed by the lead partners",
            "Green",
            "Plan and budget to 2028, agreed 10 March 2026",
        )

    def test_one_respondent_has_a_table_a_step_without_empty_columns_and_rows(self) -> None:
        (table,) = tables(ss.report(PLAIN, detail="full"), "Appendix: every answer")
        told = PLAIN.framework.steps[0].questions
        assert table.columns == ("Question", "Rating", "Evidence", "Rationale", "Remaining work")
        assert table.cells == (
            (f"1.1 {told[0].text}", "Green", "Plan agreed", None, None),
            (f"1.2 {told[1].text}", "Amber", None, "Two groups", "One seat"),
            (f"1.3 {told[2].text}", "not applicable", None, "no other partnership here", None),
        )

    def test_evidence_says_what_it_shows_when_it_is_from_and_where_it_is(self) -> None:
        piece = ss.Evidence(
            "Survey", link="https://example.org/s", on=date(2026, 3, 1), kind="voice"
        )
        told = PLAIN.with_ratings(ss.Rating("s1q1", "green", evidence=[piece, "Minutes"]))
        (table,) = tables(ss.report(told, detail="full"), "Appendix: every answer")
        assert table.cells[0][2] == "Survey (voice, 1 March 2026, https://example.org/s)\nMinutes"

    def test_who_says_what_stands_by_level_beside_what_was_agreed(self) -> None:
        (table,) = tables(sample(), "Where respondents differ")
        assert table.columns == ("Number", "Question", "Red", "Amber", "Green", "Agreed")
        assert table.cells[0] == (
            "1.4",
            "Reporting and forward planning",
            "Anytown Police, The scrutineer",
            "Anytown Integrated Care Board",
            "Anytown Council",
            "Amber",
        )

    def test_respondents_of_one_name_keep_their_ids_and_many_are_counted(self) -> None:
        found = ss.report(answered_by("School", "School", "Police"), rule="worst")
        (table,) = tables(found, "Where respondents differ")
        assert table.cells[0][2:] == ("School (r0), Police", "School (r1)")
        many = ss.report(answered_by(*(f"School {n}" for n in range(26))), rule="worst")
        (table,) = tables(many, "Where respondents differ")
        assert table.cells[0][2:] == ("13 respondents", "13 respondents")

    def test_how_far_respondents_agree_is_a_sentence(self) -> None:
        assert section(sample(), "Where respondents differ").blocks[0] == Paragraph(
            "Of 24 questions with two ratings or more, respondents are the same on 14, 1 level"
            " apart on 9, 2 levels apart on 1. On average 70.8% of the pairs of respondents agree."
            " Krippendorff's alpha, ordinal: 0.626."
        )


def tables_of(blocks: tuple[object, ...]) -> list[ss.Table]:
    return [block for block in blocks if isinstance(block, ss.Table)]


class TestWhoseAnswers:
    def test_several_respondents_and_no_choice_are_refused(self) -> None:
        with pytest.raises(ss.SeveralAnswersError):
            ss.report(spring_2026())

    def test_the_report_of_one_respondent_is_that_of_the_round_as_they_see_it(self) -> None:
        alone = ss.report(spring_2026(), respondent="police", detail="full")
        seen = ss.report(spring_2026().only("police"), respondent="police", detail="full")
        assert alone.markdown() == seen.markdown()
        assert "Anytown Council" not in alone.markdown()

    @pytest.mark.parametrize("detail", ["brief", "standard", "full"])
    def test_the_report_of_one_respondent_says_whose_it_is_and_what_was_signed_off(
        self, detail: Detail
    ) -> None:
        found = ss.report(spring_2026(), respondent="police", detail=detail).document
        assert facts(found)["State"] == (
            "One respondent's view of the round signed off by the executive on 14 May 2026"
        )
        assert facts(found)["Figures"] == (
            "as of 1 May 2026. Answers of Anytown Police. This is the round as one respondent sees"
            " it: what others said is not assessed."
        )
        assert found.footing.startswith(f"{facts(found)['State']}. ")

    @pytest.mark.slow
    def test_a_report_for_the_public_says_nothing_of_plans_and_has_no_empty_table(self) -> None:
        found = ss.report(spring_2026().public(), detail="full")
        text = found.markdown()
        assert "Plans and remaining work are not published." in text
        words = ("nobody", "no action", "No plan", "[redacted]", "verdue", "omplete")
        assert [word for word in words if word in text] == []
        told = every_block((*found.document.front, *found.document.sections))
        assert all(block.cells for block in told if isinstance(block, ss.Table))

    @pytest.mark.parametrize("role", [None, "lead partner"])
    def test_a_rule_joins_them_and_is_named_as_in_the_summary(self, role: str | None) -> None:
        whose: dict[str, Any] = {"respondent": role, "rule": "worst"}
        note = ss.summary(spring_2026(), **whose).note
        found = ss.report(spring_2026(), **whose, detail="brief").document
        assert "by the rule worst (the lowest level given)" in note
        assert facts(found)["Figures"] == f"as of 1 May 2026. {note}"

    def test_the_date_of_the_figures_is_the_one_asked_for(self) -> None:
        late = ss.report(spring_2026(), respondent="agreed", as_of=date(2027, 1, 1))
        assert "as of 1 January 2027." in late.markdown()
        assert late.on == date(2027, 1, 1)

    def test_rounds_without_common_lineage_compare_by_a_crosswalk(self) -> None:
        scale = ss.RAG
        own = ss.Framework(
            "Own", ss.Source("Own (2024)"), scale, [ss.Step("a", "A", [ss.Question("a1", "A?")])]
        )
        before = ss.Round(own, "Anytown", "2024", date(2024, 5, 1), [ss.Rating("a1", "red")])
        crosswalk = ss.Crosswalk([ss.Match("a1", "s1q1", "reworded")], title="By hand")
        found = ss.report(PLAIN, since=before, crosswalk=crosswalk)
        assert "Change since 2024" in titles(found)
        with pytest.raises(ss.NotComparableError):
            ss.report(PLAIN, since=before)


class TestRedaction:
    WORD = "Zebra"  # stands in every free text of the round below

    def secretive(self) -> ss.Round:
        word = self.WORD
        return evolve(
            PLAIN,
            ratings=[
                ss.Rating(
                    "s1q1",
                    "amber",
                    evidence=[ss.Evidence(word, link=f"https://example.org/{word}")],
                    rationale=word,
                    remaining=word,
                    respondent="r",
                ),
                ss.NotApplicable("s1q2", word, respondent="r"),
            ],
            respondents=[ss.Respondent("r", word, ss.Role.LEAD_PARTNER, organisation=word)],
            plans=[
                ss.ActionPlan(
                    "s1",
                    [ss.Action(word, owner=word, timescale=word, progress=[word], difference=word)],
                    outcome=word,
                )
            ],
            context=[ss.ContextAnswer("c1", word)],
            unplaced=[ss.results.Unplaced("s9", ss.Action(word, id="lost"), word)],
            handling=word,
            arrangements=[word],
        )

    def test_a_full_report_holds_the_text(self) -> None:
        assert ss.report(self.secretive(), detail="full").markdown().count(self.WORD) >= 12

    def test_a_redacted_one_holds_none_of_it_and_says_so(self) -> None:
        found = ss.report(self.secretive(), detail="full", redact=True)
        assert self.WORD not in found.markdown()
        assert self.WORD not in found.html()
        assert found.document.front[1] == Paragraph(
            "The free text of this round was taken out for publication; counts are as before.",
            "warning",
        )
        assert found.document.footing == "Draft."
        # What was taken out as a whole has no place of its own on the first page or on a picture.
        assert isinstance(found.document.front[0], Facts)
        assert not {"Handling", "Arrangements"} & {
            term for term, _ in found.document.front[0].pairs
        }
        assert "Handling" not in found.html()

    @pytest.mark.slow
    def test_the_reasons_of_adaptations_and_the_ids_of_people_are_in_none_of_its_formats(
        self,
    ) -> None:
        word, name = self.WORD, self.WORD.lower()
        edits: list[ss.RetitleStep | ss.RewordQuestion] = [
            ss.RetitleStep("s2", "Partners", reason=word),
            ss.RewordQuestion("s1q2", text="Do they meet?", reason=word),
        ]
        local = ss.adapt(
            ss.six_steps(), *edits, by="Anytown", on=date(2026, 4, 1), reason=word, title="Local"
        )

        def secretive(on: date) -> ss.Round:
            whole = evolve(self.secretive(), framework=local, on=on, unplaced=[])
            ratings = [evolve(one, respondent=f"{name}-doe") for one in whole.ratings]
            people = [
                ss.Respondent(f"{name}-doe", word, ss.Role.LEAD_PARTNER),
                ss.Respondent(f"{name}-roe", word, ss.Role.PEER),
            ]
            return evolve(whole, ratings=ratings, respondents=people)

        crosswalk = ss.Crosswalk(
            [ss.Match("s1q1", "s1q1", "reworded", reason=word)], title="By hand"
        )
        found = ss.report(
            secretive(date(2026, 5, 1)),
            since=secretive(date(2025, 11, 1)),
            respondent=f"{name}-doe",
            crosswalk=crosswalk,
            redact=True,
        )
        with zipfile.ZipFile(io.BytesIO(found.docx())) as parts:
            files = [parts.read(part) for part in parts.namelist() if not part.endswith(".png")]
        texts = [found.markdown(), found.html(), b"".join(files).decode(errors="replace")]
        assert [name in text.lower() for text in texts] == [False, False, False]

    def test_whose_answers_there_are_is_told_by_the_names_of_the_round_that_was_given(self) -> None:
        spring, autumn = spring_2026(), autumn_2025()
        for since in (None, autumn):
            with pytest.raises(ss.SeveralAnswersError) as caught:
                ss.report(spring, since=since, redact=True)
            with pytest.raises(ss.SeveralAnswersError) as plain:
                ss.report(spring, since=since)
            assert str(caught.value) == str(plain.value)

    def test_that_of_one_respondent_says_nothing_of_the_others(self) -> None:
        # Everything of everybody else could be another thing, and the report would be the same.
        spring = spring_2026()
        others = [one for one in spring.ratings if one.respondent != "police"]
        silent = evolve(
            spring,
            agreed=None,
            ratings=[one for one in spring.ratings if one.respondent == "police"],
            plans=[
                evolve(
                    plan,
                    actions=[
                        one
                        for one in plan.actions
                        if not one.respondents or "police" in one.respondents
                    ],
                )
                for plan in spring.plans
            ],
        )
        assert others
        seen = {
            ss.report(evolve(one, agreed=None), respondent="police", redact=True, detail="full")
            .markdown()
            .split("## About")[0]
            for one in (spring, silent)
        }
        assert len(seen) == 1

    def test_one_respondents_change_is_the_same_under_another_id(self) -> None:
        al, jane = (ss.Respondent(name, name, ss.Role.PEER) for name in ("al-doe", "jane-roe"))

        def asked(on: date, respondents: list[ss.Respondent], level: str) -> ss.Round:
            ratings = [ss.Rating("s1q1", level, respondent=jane.id)]
            return ss.Round(ss.six_steps(), "A", "R", on, ratings, respondents=respondents)

        before = asked(date(2025, 11, 1), [jane], "red")
        after = asked(date(2026, 5, 1), [al, jane], "green")
        full, redacted = (
            ss.report(after, since=before, respondent=jane, redact=redact)
            for redact in (False, True)
        )
        assert "jane" not in redacted.markdown()
        assert [one.cells for one in tables(redacted, "Change since R")] == [
            one.cells for one in tables(full, "Change since R")
        ]

    def test_its_counts_are_those_of_the_full_one(self) -> None:
        full, redacted = (
            ss.report(self.secretive(), redact=redact).document.sections[2].blocks
            for redact in (False, True)
        )
        assert tables_of(redacted)[0].cells == tables_of(full)[0].cells


HOSTILE = "</style></svg><script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.mark.slow
def test_hostile_text_anywhere_in_a_round_makes_no_element_of_a_page() -> None:
    respondent = ss.Respondent("r", HOSTILE, ss.Role.LEAD_PARTNER, organisation=HOSTILE)
    framework = ss.adapt(
        ss.six_steps(),
        ss.Retitle(HOSTILE),
        ss.RetitleStep("s1", HOSTILE),
        ss.AddQuestion("s1", HOSTILE, label=HOSTILE, first=True, reason=HOSTILE),
        by=HOSTILE,
        on=date(2026, 1, 1),
        reason=HOSTILE,
        title=HOSTILE,
    )
    hostile = ss.Round(
        framework,
        HOSTILE,
        HOSTILE,
        date(2026, 5, 1),
        ratings=[
            ss.Rating("s1q1", "amber", [HOSTILE], HOSTILE, HOSTILE, respondent="r"),
            ss.NotApplicable("s1q2", HOSTILE, respondent="r"),
        ],
        plans=[ss.ActionPlan("s1", [ss.Action(HOSTILE, owner=HOSTILE)], outcome=HOSTILE)],
        respondents=[respondent],
        context=[ss.ContextAnswer("c1", HOSTILE)],
        handling=HOSTILE,
        arrangements=[HOSTILE],
    )
    page = ss.report(hostile, since=evolve(hostile, on=date(2025, 5, 1))).html()
    found = Page(page)
    assert not {"script", "img"} & {*found.tags}
    assert not [name for name in found.attributes if name.startswith("on")]


class TestFiles:
    @pytest.mark.parametrize("ending", ["html", "md", "docx", "HTML"])
    @pytest.mark.slow
    def test_a_report_is_saved_by_its_ending(self, ending: str, tmp_path: Path) -> None:
        found = ss.report(PLAIN)
        path = found.save(tmp_path / f"report.{ending}")
        match ending.lower():
            case "html":
                wanted = found.html().encode()
            case "md":
                wanted = found.markdown().encode()
            case _:
                wanted = found.docx()
        assert path.read_bytes() == wanted

    def test_another_ending_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ss.UnknownIdError) as caught:
            sample().save(tmp_path / "report.pdf")
        assert str(caught.value) == (
            "no report of the kind '.pdf'; end the name in .html, .md or .docx"
        )
        assert list(tmp_path.iterdir()) == []

    def test_a_report_is_named_in_a_console_by_its_title(self) -> None:
        assert repr(sample()) == "<Report 'Anytown Safeguarding Children Partnership: Spring 2026'>"

    @pytest.mark.slow
    def test_a_report_is_shown_in_a_notebook_as_its_page_in_a_frame_of_its_own(self) -> None:
        found = ss.report(evolve(PLAIN, title='Spring "2026" & </iframe>'))
        frame = {
            "sandbox": None,
            "srcdoc": found.html(),
            "title": 'Anytown: Spring "2026" & </iframe> (draft)',
            "style": "width: 100%; height: 40em; border: 1px solid #767676; background: #fff",
        }
        assert Page(found._repr_html_() or "").elements == [("iframe", frame)]
        assert found._repr_markdown_() == found.markdown()

    def test_without_jinja2_a_notebook_shows_its_markdown(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "jinja2", None)
        assert ss.report(PLAIN)._repr_html_() is None

    def test_a_report_shows_levels_on_the_fills_of_the_charts(self) -> None:
        assert {word: fill.fill for word, fill in sample().document.fills.items()} == {
            "Red": "#9B1C1C",
            "Amber": "#FFC94D",
            "Green": "#43A373",
        }
