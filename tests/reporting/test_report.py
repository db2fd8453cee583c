"""What a report says, section by section, and what it never lets through."""

import io
import itertools
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

import sixsteps as ss
from sixsteps.reporting.document import (
    TEXT_WIDTH,
    Block,
    Bullets,
    Facts,
    Paragraph,
    Picture,
    Section,
    least_widths,
)
from sixsteps.samples import autumn_2025, spring_2026
from tests.support.pages import Page

SAMPLE = ss.report(spring_2026(), since=autumn_2025(), respondent="agreed")
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


def answered_by(*names: str) -> ss.Round:
    """A round with a rating of one question by each of these, who do not agree."""
    whose = [ss.Respondent(f"r{n}", name, ss.Role.PEER) for n, name in enumerate(names)]
    levels = itertools.cycle(["red", "green"])
    return evolve(
        PLAIN,
        ratings=[ss.Rating("s1q1", next(levels), respondent=one.id) for one in whose],
        respondents=whose,
    )


def section(report: ss.results.Report, title: str) -> Section:
    return next(one for one in report.document.sections if one.title == title)


def tables(report: ss.results.Report, title: str) -> list[ss.Table]:
    blocks = every_block(section(report, title).blocks)
    return [block for block in blocks if isinstance(block, ss.Table)]


def every_block(blocks: Iterable[Block]) -> Iterator[Block]:
    """These blocks in reading order, those of inner sections after their section."""
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from every_block(block.blocks)


def titles(report: ss.results.Report) -> list[str]:
    return [one.title for one in report.document.sections]


class TestFront:
    def test_the_first_page_says_what_this_is_and_how_to_handle_it(self) -> None:
        facts, warning, sentence = SAMPLE.document.front
        assert facts == Facts(
            [
                ("Organisation", "Anytown Safeguarding Children Partnership"),
                ("Round", "Spring 2026, 1 May 2026"),
                ("Compared with", "Autumn 2025, 15 October 2025"),
                ("State", "Signed off by the executive on 14 May 2026"),
                ("Handling", spring_2026().handling),
                ("Next round", "1 November 2026"),
                ("Use", ss.published.USES[0].text),
                (
                    "Arrangements",
                    f"{ss.published.ARRANGEMENTS[0].text}; {ss.published.ARRANGEMENTS[3].text}",
                ),
                ("Framework", spring_2026().framework.title),
                ("Reference", spring_2026().citation),
            ]
        )
        assert warning == Paragraph(
            "This report contains free text: check before sharing that nothing in it could"
            " identify a child or a family.",
            "warning",
        )
        changed = ss.change(autumn_2025(), spring_2026(), respondent="agreed")
        assert sentence == Paragraph(changed.sentence, "lead")

    def test_a_draft_says_so_in_its_title_and_on_its_first_page(self) -> None:
        found = ss.report(PLAIN)
        assert found.document.title == "Anytown: Spring 2026 (draft)"
        assert isinstance(found.document.front[0], Facts)
        assert ("State", "Draft") in found.document.front[0].pairs

    def test_a_round_that_is_compared_with_none_has_its_own_sentence(self) -> None:
        assert ss.report(PLAIN).document.front[2] == Paragraph(
            "2 of the 23 answers asked for have been given: 1 Green, 1 Amber, 0 Red. If every"
            " answer that is missing or without its evidence proved lowest, Green would be 1 of"
            " 23.",
            "lead",
        )

    def test_a_round_without_any_answer_says_that(self) -> None:
        empty = evolve(PLAIN, ratings=[])
        assert ss.report(empty).document.front[2] == Paragraph(
            "None of the 24 answers asked for has been given.", "lead"
        )


class TestSections:
    def test_they_stand_in_the_order_a_board_reads_them(self) -> None:
        assert titles(SAMPLE) == [
            "The framework",
            "Ratings",
            "Coverage",
            "Gaps",
            "Change since Autumn 2025",
            "Where respondents differ",
            "Action plans",
            "Context",
            "How the figures are defined",
            "Appendix: figures in detail",
            "Appendix: every answer",
        ]

    def test_nothing_is_said_of_change_or_differences_where_there_are_none(self) -> None:
        assert titles(ss.report(PLAIN)) == [
            "The framework",
            "Ratings",
            "Coverage",
            "Gaps",
            "Action plans",
            "Context",
            "How the figures are defined",
            "Appendix: figures in detail",
            "Appendix: every answer",
        ]

    def test_every_adaptation_is_listed_with_its_edits_and_their_reasons(self) -> None:
        first, second = tables(SAMPLE, "The framework")
        made = spring_2026().framework.lineage
        assert [row[0] for row in first.cells] == [str(edit) for edit in made[0].edits]
        assert [row[1] for row in second.cells] == [edit.reason for edit in made[1].edits]
        assert first.title == (
            "Adaptation by Anytown Safeguarding Children Partnership, 1 September 2025: Six Steps"
            " in Anytown"
        )
        assert second.notes == ("Reason: what the autumn round taught.",)

    def test_the_ratings_are_the_grid_the_counts_and_the_bars(self) -> None:
        blocks = section(SAMPLE, "Ratings").blocks
        pictures = [block.figure.title for block in blocks if isinstance(block, Picture)]
        spring = spring_2026()
        assert pictures == [
            ss.charts.grid(spring, respondent="agreed").title,
            ss.charts.levels(spring, respondent="agreed").title,
        ]
        found = ss.summary(spring, respondent="agreed").tables()
        assert [table.cells for table in tables_of(blocks)] == [table.cells for table in found]

    def test_a_framework_as_published_says_so(self) -> None:
        blocks = section(ss.report(PLAIN), "The framework").blocks
        assert blocks[-1] == Paragraph("The framework is used as published.")

    def test_who_has_not_answered_is_named(self) -> None:
        assert section(SAMPLE, "Coverage").blocks[:2] == (
            Paragraph("Who has not answered everything put to them:"),
            Bullets(["Anytown Integrated Care Board: 3 of 24 unanswered"]),
        )

    def test_respondents_who_all_answered_are_told_so(self) -> None:
        everybody = evolve(
            spring_2026(),
            agreed=None,
            respondents=[one for one in spring_2026().respondents if one.id != "health"],
            ratings=[one for one in spring_2026().ratings if one.respondent != "health"],
        )
        assert section(ss.report(everybody, respondent="agreed"), "Coverage").blocks[
            0
        ] == Paragraph("Every respondent has answered every question put to them.")

    def test_a_round_that_names_nobody_has_no_column_of_respondents(self) -> None:
        found = tuple(every_block(ss.report(PLAIN).document.sections))
        shown = [table for table in tables_of(found) if "answers still lack" in table.title]
        assert [table.columns for table in shown] == [("Number", "Question", "Level", "Lacks")]
        assert shown[0].cells[0] == ("1.1", "Agreed strategic plan", "Green", "plan")

    def test_gaps_stand_in_order_with_their_open_actions(self) -> None:
        (table,) = [one for one in tables(SAMPLE, "Gaps") if "Open actions" in one.columns]
        found = ss.gaps(spring_2026(), earlier=[autumn_2025()], respondent="agreed")
        assert [row[0] for row in table.cells] == [gap.number for gap in found.gaps]
        assert table.columns == ("Number", "Question", "Rating", "May be", "Facts", "Open actions")
        assert table.cells[1] == (
            "4.4",
            "Shared data and priorities",
            "Red",
            "Red",
            "undated, declined since the last round, respondents disagree by 1 level",
            "Follow up every gap in the data within a quarter (Data group, no date)",
        )

    def test_a_question_is_called_by_its_label_beside_its_number(self) -> None:
        named = {one.id for one in spring_2026().framework.questions}
        shown = {
            str(cell)
            for block in every_block(SAMPLE.document.sections)
            if isinstance(block, ss.Table)
            for row in block.cells
            for column, cell in zip(block.columns, row, strict=True)
            if column != "Id"
        }
        assert shown & named == set()
        assert "Shared data and priorities" in shown

    def test_the_change_comes_with_its_sentence_its_picture_and_its_parts(self) -> None:
        blocks = section(SAMPLE, "Change since Autumn 2025").blocks
        changed = ss.change(autumn_2025(), spring_2026(), respondent="agreed")
        assert blocks[0] == Paragraph(changed.sentence, "lead")
        pictures = [block.figure.title for block in blocks if isinstance(block, Picture)]
        assert pictures == [
            ss.charts.change_grid(changed).title,
            ss.charts.decomposition(changed).title,
        ]
        assert all(changed.sentence not in table.notes for table in tables_of(blocks))

    def test_the_sentence_about_every_colour_stands_with_the_scale_of_the_paper_alone(self) -> None:
        levels = [ss.Level("weak", "Weak"), ss.Level("good", "Good")]
        scale = ss.Scale("Weak, Good", levels)
        asked = [ss.Step("s1", "Partners", [ss.Question("s1q1", "Do they meet?")])]
        other = ss.Framework("Local", ss.Source("Doe (2024)"), scale, asked)
        found = [
            section(ss.report(evolve(PLAIN, framework=framework, ratings=[])), title).blocks
            for framework in (PLAIN.framework, other)
            for title in ["How the figures are defined"]
        ]
        sentence = Paragraph(ss.published.ACTION_PLAN_SENTENCE)
        assert [sentence in blocks for blocks in found] == [True, False]

    def test_context_answers_stand_beside_their_questions(self) -> None:
        (table,) = tables(SAMPLE, "Context")
        assert len(table.cells) == 4
        assert table.cells[3] == (
            "How does scrutiny in Anytown hear from front line practitioners?",
            "In a practitioners' hour before every round.",
        )
        assert section(SAMPLE, "Context").blocks[1] == Paragraph(
            "15 of 19 context questions are unanswered."
        )

    def test_plans_show_outcomes_actions_and_steps_without_any(self) -> None:
        outcomes, actions = tables(SAMPLE, "Action plans")
        assert outcomes.cells[1] == ("3", "Children change what the partnership plans")
        assert actions.cells[0] == (
            "1",
            "1.1",
            "Agree funding of the plan to 2028",
            "Chair of the executive",
            "31 March 2026",
            "closed, 10 March 2026",
            "The plan is funded for three years",
        )
        assert section(SAMPLE, "Action plans").blocks[-1] == Paragraph(
            "Steps without an open action: 6."
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
        (table,) = tables(ss.report(lost), "Action plans")
        assert table.cells == (
            ("s9", "Fill the seat", "action", "the step was removed"),
            ("c9", "Twice a year", "answer", "no longer asked"),
        )

    def test_every_answer_of_every_respondent_is_in_the_appendix(self) -> None:
        answers = tables(SAMPLE, "Appendix: every answer")
        questions = spring_2026().framework.questions
        numbers = [spring_2026().framework.number(question.id) for question in questions]
        assert [table.title for table in answers] == [
            f"{number} {question.text}" for number, question in zip(numbers, questions, strict=True)
        ]
        # 103 answers and 3 that one respondent did not give.
        assert sum(len(table.cells) for table in answers) == 106
        assert answers[0].cells[-1] == (
            "Agreed by the lead partners",
            "Green",
            "Plan and budget to 2028, agreed 10 March 2026",
        )

    def test_one_respondent_has_a_table_a_step_without_empty_columns(self) -> None:
        first, *others = tables(ss.report(PLAIN), "Appendix: every answer")
        told = PLAIN.framework.steps[0].questions
        assert first.columns == (
            *("Number", "Question", "Rating", "Evidence", "Rationale", "Remaining work"),
        )
        assert first.cells == (
            ("1.1", told[0].text, "Green", "Plan agreed", "", ""),
            ("1.2", told[1].text, "Amber", "", "Two groups", "One seat"),
            ("1.3", told[2].text, "not applicable", "", "no other partnership here", ""),
            ("1.4", told[3].text, "not rated", "", "", ""),
        )
        assert {table.columns for table in others} == {("Number", "Question", "Rating")}

    def test_evidence_says_what_it_shows_when_it_is_from_and_where_it_is(self) -> None:
        piece = ss.Evidence(
            "Survey", link="https://example.org/s", on=date(2026, 3, 1), kind="voice"
        )
        told = PLAIN.with_ratings(ss.Rating("s1q1", "green", evidence=[piece, "Minutes"]))
        first = tables(ss.report(told), "Appendix: every answer")[0]
        assert first.cells[0][3] == "Survey (voice, 1 March 2026, https://example.org/s)\nMinutes"

    def test_long_tables_stand_in_an_appendix_and_the_gaps_do_not(self) -> None:
        body = titles(SAMPLE)[1:6]
        long = [
            table.title
            for title in body
            for table in tables(SAMPLE, title)
            if len(table.cells) > 22
        ]
        assert long == ["Gaps in order: Anytown Safeguarding Children Partnership, Spring 2026"]

    def test_a_table_too_wide_for_a_page_stands_in_parts(self) -> None:
        everybody = [ss.Respondent(f"r{n}", f"R{n}", ss.Role.PEER) for n in range(12)]
        wide = evolve(
            PLAIN,
            ratings=[ss.Rating("s1q1", "red", respondent=one.id) for one in everybody],
            respondents=everybody,
        )
        parts = tables(ss.report(wide, rule="worst"), "Where respondents differ")
        sides = [table for table in parts if "side by side" in table.title]
        assert [table.title.partition(" (")[2] for table in sides] == [
            "part 1 of 2)",
            "part 2 of 2)",
        ]
        assert [table.columns[:2] for table in sides] == [("Number", "Question")] * 2
        told = [name for table in sides for name in table.columns[2:]]
        assert told == ["Levels apart", *(f"by R{n}" for n in range(12))]

    def test_no_part_of_a_wide_table_is_wider_than_a_page(self) -> None:
        names = [f"Safeguarding commissioners {n}" for n in range(26)]
        parts = tables(ss.report(answered_by(*names), rule="worst"), "Where respondents differ")
        assert max(sum(least_widths(table.worded())) for table in parts) <= TEXT_WIDTH

    def test_respondents_are_called_by_their_names_and_by_ids_too_where_names_are_alike(
        self,
    ) -> None:
        (table, *_) = tables(SAMPLE, "Where respondents differ")
        assert table.columns == (
            *("Number", "Question", "Levels apart", "by Anytown Council"),
            *("by Anytown Integrated Care Board", "by Anytown Police", "by The scrutineer"),
            "Agreed",
        )
        (table, *_) = tables(
            ss.report(answered_by("School", "School", "Police"), rule="worst"),
            "Where respondents differ",
        )
        assert table.columns[3:] == ("by School (r0)", "by School (r1)", "by Police")

    @pytest.mark.parametrize(("respondents", "pictures"), [(10, 1), (26, 0)])
    def test_respondents_are_pictured_where_a_page_shows_them_legibly(
        self, respondents: int, pictures: int
    ) -> None:
        found = ss.report(answered_by(*(f"School {n}" for n in range(respondents))), rule="worst")
        blocks = section(found, "Where respondents differ").blocks
        assert sum(isinstance(block, Picture) for block in blocks) == pictures
        said = Paragraph(
            "The ratings stand side by side in tables; a picture of so many could not be read on"
            " a page."
        )
        assert (said in blocks) is (pictures == 0)

    def test_a_note_is_printed_once_in_a_section(self) -> None:
        notes = [note for table in tables(SAMPLE, "Coverage") for note in table.notes]
        assert len(notes) == len({*notes}) == 3


def tables_of(blocks: tuple[object, ...]) -> list[ss.Table]:
    return [block for block in blocks if isinstance(block, ss.Table)]


class TestWhoseAnswers:
    def test_several_respondents_and_no_choice_are_refused(self) -> None:
        with pytest.raises(ss.SeveralAnswersError):
            ss.report(spring_2026())

    def test_a_rule_joins_them_and_is_named(self) -> None:
        found = ss.report(spring_2026(), rule="worst")
        assert "by the rule worst (the lowest level given)" in found.markdown()

    def test_the_date_of_the_figures_is_the_one_asked_for(self) -> None:
        late = ss.report(spring_2026(), respondent="agreed", as_of=date(2027, 1, 1))
        assert "As of 1 January 2027." in late.markdown()
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
        assert ss.report(self.secretive()).markdown().count(self.WORD) >= 12

    def test_a_redacted_one_holds_none_of_it_and_says_so(self) -> None:
        found = ss.report(self.secretive(), redact=True)
        assert self.WORD not in found.markdown()
        assert self.WORD not in found.html()
        assert found.document.front[1] == Paragraph(
            "The free text of this round was taken out for publication; counts are as before.",
            "warning",
        )
        assert found.document.footing == ""
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
        (adaptation,) = tables(found, "The framework")
        assert adaptation.columns == ("What changed",)
        assert adaptation.notes == ()

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
            SAMPLE.save(tmp_path / "report.pdf")
        assert str(caught.value) == (
            "no report of the kind '.pdf'; end the name in .html, .md or .docx"
        )
        assert list(tmp_path.iterdir()) == []

    def test_a_report_is_named_in_a_console_by_its_title(self) -> None:
        assert repr(SAMPLE) == "<Report 'Anytown Safeguarding Children Partnership: Spring 2026'>"

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
        assert {word: fill.fill for word, fill in SAMPLE.document.fills.items()} == {
            "Red": "#9B1C1C",
            "Amber": "#FFC94D",
            "Green": "#43A373",
        }
