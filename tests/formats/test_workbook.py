"""What is written into a workbook reads back equal, and nobody else's answers are in it."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from xml.sax.saxutils import unescape
from zipfile import ZipFile

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps import InvalidError, SeveralAnswersError
from sixsteps.words import NOTICE, shows
from sixsteps.workbook import (
    read_actions,
    read_moderation,
    read_round,
    write_actions,
    write_moderation,
    write_template,
)
from tests.strategies import rounds, single_rounds
from tests.support.welsh import TEXTS, WELSH
from tests.support.workbooks import LOCAL, SPRING, column, filled, opened, share_of, written

# Every character a text may hold: control characters and what looks like Excel's escapes too.
pieces = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=20),
    st.sampled_from(["_x0041", "_x0041_", "x005F_", "_", "<r>", "</r>", "<t>", "\x01", "\uffff"]),
)
any_text = st.lists(pieces, min_size=1, max_size=6).map(
    lambda some: "".join(some).replace("\r\n", "\n").replace("\r", "\n")
)
some_text = any_text.filter(shows)


def test_what_was_written_and_not_touched_reads_back_equal() -> None:
    assert read_round(written(SPRING, "police")).round == share_of(SPRING, "police")


@given(st.data())
def test_a_round_of_one_respondent_reads_back_equal(data: st.DataObject) -> None:
    round_ = data.draw(single_rounds(LOCAL))
    assert read_round(written(round_)).round == round_


@given(st.data())
@pytest.mark.slow
def test_a_share_of_any_round_reads_back_equal(data: st.DataObject) -> None:
    round_ = data.draw(rounds(LOCAL))
    for respondent in round_.respondents:
        share = share_of(round_, respondent.id)
        assert read_round(written(round_, respondent.id)).round == share


@given(some_text, some_text, some_text, some_text)
@pytest.mark.slow
def test_any_text_in_any_cell_for_free_text_reads_back_equal(
    one: str, two: str, three: str, four: str
) -> None:
    given_ = ss.Round(
        LOCAL,
        "Anytown",
        "Spring",
        date(2026, 5, 1),
        ratings=[
            ss.Rating("s1q1", "green", [one, two], rationale=three, remaining=four),
            ss.NotApplicable("s1q2", two),
        ],
        plans=[
            ss.ActionPlan(
                "s1", [ss.Action(one, owner=two, timescale="ongoing", difference=three)], four
            )
        ],
        context=[ss.ContextAnswer("c1", one)],
    )
    assert read_round(written(given_)).round == given_


def test_what_is_filled_in_reads_back_as_the_round_it_says() -> None:
    file = filled(
        written(LOCAL),
        {
            "About": {
                "organisation": {"entry": "Anytown"},
                "title": {"entry": "Spring 2026"},
                "on": {"entry": date(2026, 5, 1)},
                "use": {"entry": "Self-assessment"},
                "respondent": {"entry": "Anytown Police"},
                "role": {"entry": "Lead partner"},
                "author": {"entry": "The board manager"},
                "return_by": {"entry": "1st May 2026"},
            },
            "Ratings": {
                "s1q1": {
                    "rating": " AMBER",
                    "rationale": "Two of three",
                    "evidence": "Log\nof March\n\n \nMinutes",
                    "remaining": "One seat",
                },
                "s1q2": {"evidence": "Typed before a rating was chosen"},
                "s2q1": {"reason": "Not commissioned"},
            },
            "Actions": {
                0: {"action": "Fill the seat", "addresses": "1.1 and s1q2", "due": "Ongoing"},
                1: {"action": "Review", "due": "01/02/2026", "status": "CLOSED", "owner": "Chair"},
                2: {"action": "Train", "due": date(2026, 9, 1), "outcome": "All trained"},
            },
            "Context": {"c1": {"answer": "Yes"}},
        },
    )
    police = ss.Respondent("anytown-police", "Anytown Police", ss.Role.LEAD_PARTNER)
    returned = read_round(file)
    assert returned.about == ss.workbook.About(
        author="The board manager", return_by=date(2026, 5, 1)
    )
    assert returned.round == ss.Round(
        LOCAL,
        "Anytown",
        "Spring 2026",
        date(2026, 5, 1),
        ratings=[
            ss.Rating(
                "s1q1",
                "amber",
                ["Log\nof March", "Minutes"],
                "Two of three",
                "One seat",
                "anytown-police",
            ),
            ss.Rating(
                "s1q2",
                None,
                ["Typed before a rating was chosen"],
                respondent="anytown-police",
            ),
            ss.NotApplicable("s2q1", "Not commissioned", "anytown-police"),
        ],
        plans=[
            ss.ActionPlan(
                "s1",
                [
                    ss.Action("Fill the seat", addresses=["s1q1", "s1q2"], timescale="Ongoing"),
                    ss.Action("Review", owner="Chair", due=date(2026, 2, 1), status="closed"),
                ],
            ),
            ss.ActionPlan("s2", [ss.Action("Train", due=date(2026, 9, 1))], "All trained"),
        ],
        respondents=[police],
        context=[ss.ContextAnswer("c1", "Yes")],
        use=ss.results.Use.SELF_ASSESSMENT,
    )


def test_what_the_sheets_do_not_show_stays_with_what_is_not_changed() -> None:
    evidence = ss.Evidence("Log", link="https://example.org", on=date(2026, 1, 2), kind="process")
    action = ss.Action("Fill the seat", due=date(2026, 9, 1), timescale="soon", progress=["Asked"])
    before = ss.Round(
        LOCAL,
        "Anytown",
        "Spring",
        date(2026, 5, 1),
        ratings=[ss.Rating("s1q1", "amber", [evidence], on=date(2026, 4, 1))],
        plans=[ss.ActionPlan("s1", [action])],
    )
    after = read_round(
        filled(
            written(before),
            {
                "Ratings": {"s1q1": {"rating": "Green", "evidence": "Log\n\nMinutes"}},
                "Actions": {0: {"status": "closed", "difference": "The seat is filled"}},
            },
        )
    ).round
    assert after.ratings == (ss.Rating("s1q1", "green", [evidence, ss.Evidence("Minutes")]),)
    assert after.plans[0].actions == (
        ss.Action(
            "Fill the seat",
            "a1",
            due=date(2026, 9, 1),
            timescale="soon",
            progress=["Asked"],
            status="closed",
            difference="The seat is filled",
        ),
    )


def test_the_last_ratings_are_shown_and_open_actions_carried() -> None:
    file = BytesIO()
    later = ss.adapt(LOCAL, ss.AddQuestion("s1", "Is it new?"), by="Anytown", on=date(2026, 6, 1))
    write_template(later, file, SPRING, respondent="police")
    sheet = opened(file)["Ratings"]
    assert column(sheet, "Last rating") == [
        *(None, "Green", "Amber", "not in the framework", None, "unanswered")
    ]
    assert column(sheet, "Rating") == [None] * 6
    actions = opened(file)["Actions"]
    assert [text for text in column(actions, "Action") if text] == ["Fill the police seat"]


def test_the_last_ratings_keep_the_kinds_of_empty_apart() -> None:
    later = ss.adapt(
        LOCAL,
        ss.AddQuestion("s2", "Is it new?"),
        ss.SplitQuestion("s1q2", [ss.Part("Who plans?"), ss.Part("What is planned?")]),
        by="Anytown",
        on=date(2026, 6, 1),
    )
    people = [ss.Respondent("council", "Council", ss.Role.PEER)]
    spring = SPRING.without_ratings("council").with_ratings(
        ss.NotApplicable("s1q1", "No meetings", "council"),
        ss.Rating("s2q1", "red", respondent="council"),
    )
    begun = ss.Round(later, "Anytown", "2027", date(2027, 5, 1), respondents=people)
    file = BytesIO()
    write_template(begun, file, spring, respondent="council")
    sheet = opened(file)["Ratings"]
    assert [*zip(column(sheet, "Question"), column(sheet, "Last rating"), strict=True)] == [
        ("Partners lead", None),
        ("Do they meet?", "not applicable"),
        ("Who plans?", "not in the framework"),
        ("What is planned?", "not in the framework"),
        ("Training", None),
        ("Is there training?", "Red (not asked)"),
        ("Is it new?", "not in the framework"),
    ]


def test_a_last_rating_on_another_scale_says_so() -> None:
    two = ss.Scale("Two", [ss.Level("no", "No"), ss.Level("yes", "Green")])
    scale = ss.ChangeScale(two, {"red": "no", "amber": "no", "green": "yes"})
    later = ss.adapt(LOCAL, scale, by="Anytown", on=date(2026, 6, 1))
    file = BytesIO()
    write_template(later, file, SPRING, respondent="police")
    assert column(opened(file)["Ratings"], "Last rating") == [
        *(None, "Green (earlier scale)", "Amber (earlier scale)", None, "unanswered")
    ]


def test_nobody_elses_answers_are_in_the_file() -> None:
    with ZipFile(written(SPRING, "police")) as archive:
        content = "".join(
            archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()
        )
    assert "Said by the police" in content
    assert "Said by the council" not in content
    assert "council" not in content


def test_a_template_of_several_respondents_needs_one() -> None:
    with pytest.raises(SeveralAnswersError) as caught:
        write_template(SPRING, BytesIO())
    assert str(caught.value) == (
        "a workbook is filled in by one respondent; name one with respondent=: police, council"
    )


def test_a_respondent_the_round_does_not_list_is_added() -> None:
    nurse = ss.Respondent("nurse", "School nurses", ss.Role.PRACTITIONER, asked=["s2"])
    file = BytesIO()
    write_template(LOCAL, file, respondent=nurse)
    sheet = opened(file)["Ratings"]
    assert column(sheet, "Id") == [None, "s2q1"]


def test_text_longer_than_a_cell_is_refused_with_its_place() -> None:
    long = ss.Round(
        LOCAL,
        "Anytown",
        "Spring",
        date(2026, 5, 1),
        ratings=[ss.Rating("s1q1", "green", rationale="🙂" * 16_384)],
    )
    with pytest.raises(InvalidError) as caught:
        write_template(long, BytesIO())
    assert str(caught.value) == (
        'a text of 32,768 characters at sheet "Ratings", cell E6; a cell holds 32,767'
    )


def test_a_framework_longer_than_a_cell_is_split_over_several() -> None:
    step = ss.Step("s1", "One", [ss.Question(f"s1q{n}", "Why? " * 400) for n in range(1, 60)])
    framework = ss.Framework("Long", ss.Source("Doe, J (2024) Long"), LOCAL.scale, [step])
    round_ = ss.Round(framework, "Anytown", "Spring", date(2026, 5, 1))
    assert read_round(written(round_)).round == round_


def test_writing_twice_gives_the_same_bytes() -> None:
    assert written(SPRING, "police").getvalue() == written(SPRING, "police").getvalue()


def test_a_file_is_written_to_a_path(tmp_path: Any) -> None:
    path = tmp_path / "police.xlsx"
    write_template(SPRING, path, respondent="police")
    assert read_round(path).round == share_of(SPRING, "police")


def test_a_second_language_stands_under_the_first_and_changes_no_answer() -> None:
    round_ = ss.Round(
        ss.six_steps(),
        "Anytown",
        "Spring 2026",
        date(2026, 5, 1),
        ratings=[ss.Rating("s1q1", "amber", evidence=["Minutes"])],
        context=[ss.ContextAnswer("c2", "Yes")],
    )
    file = BytesIO()
    write_template(round_, file, translation=WELSH)
    book = opened(file)
    first = ss.six_steps().question("s1q1").text
    shown = [cell for row in book["Ratings"].iter_rows(values_only=True) for cell in row]
    assert f"{first}\n— Welsh (cy) —\n{TEXTS['questions/s1q1/text']}" in shown
    shown = [cell for row in book["Context"].iter_rows(values_only=True) for cell in row]
    assert f"{ss.six_steps().context[0].text}\n— Welsh (cy) —\n{TEXTS['context/c1/text']}" in shown
    file.seek(0)
    assert read_round(file).round == round_


RUBRIC = evolve(
    LOCAL,
    steps=[
        evolve(
            LOCAL.steps[0],
            guidance="Ask the chair.",
            questions=[
                evolve(
                    LOCAL.question("s1q2"), levels={"green": "Every year", "red": "No plan at all"}
                )
            ],
        ),
        *LOCAL.steps[1:],
    ],
)


def test_the_guidance_of_a_step_and_what_levels_mean_stand_with_the_questions() -> None:
    round_ = evolve(SPRING, framework=RUBRIC, ratings=[], plans=[])
    file, moderation = BytesIO(), BytesIO()
    texts = {
        "steps/s1/guidance": "Gofynnwch.",
        "questions/s1q2/levels/green": "Bob blwyddyn",
    }
    welsh = ss.Translation.of(RUBRIC, "Welsh (cy)", texts, by="A")
    write_template(round_, file, respondent="police", translation=welsh)
    write_moderation(round_, moderation)
    question = "Do they plan?\nA plan in writing\nRed: No plan at all\nGreen: Every year"
    other = question.replace("Every year", "Bob blwyddyn")
    assert column(opened(file)["Ratings"], "Question") == [
        "Partners lead",
        "Ask the chair.\n— Welsh (cy) —\nGofynnwch.",
        f"{question}\n— Welsh (cy) —\n{other}",
        "Training",
        "Is there training?",
    ]
    assert column(opened(moderation)["Moderation"], "Question")[:3] == [
        "Partners lead",
        "Ask the chair.",
        question,
    ]
    read = read_round(BytesIO(file.getvalue()))
    assert (read.round, read.left_out) == (share_of(round_, "police"), ())
    met = read_moderation(BytesIO(moderation.getvalue()))
    assert (met.round, met.left_out) == (round_, ())


def test_a_respondent_has_no_rows_for_actions_of_steps_it_is_not_asked() -> None:
    asked = column(opened(written(SPRING, "council"))["Actions"], "Step")
    assert asked == ["1 Partners lead"] * len(asked)
    assert "2 Training" in column(opened(written(SPRING, "police"))["Actions"], "Step")


def test_rows_under_the_wording_of_another_question_are_told_in_two_languages_too() -> None:
    file = BytesIO()
    write_template(ss.six_steps(), file, translation=WELSH)
    one, two, *_ = column(opened(file)["Ratings"], "Question")
    swapped = {"Ratings": {0: {"Question": two}, 1: {"Question": one}}}
    with pytest.raises(ss.DocumentError, match="the wording is not that of the row's id"):
        read_round(filled(file, swapped))


def test_what_a_level_means_for_a_question_stands_beside_it() -> None:
    words = {"red": "There is none.", "green": "It is kept up to date."}
    rubric = ss.adapt(
        ss.six_steps(),
        ss.AddQuestion("s1", "Is there a plan?", guidance="Ask for it.", levels=words),
        by="Anytown",
        on=date(2026, 1, 5),
    )
    shown = "Is there a plan?\nAsk for it.\nRed: There is none.\nGreen: It is kept up to date."
    police = ss.Respondent("police", "Police", ss.Role.LEAD_PARTNER)
    round_ = ss.Round(rubric, "Anytown", "2026", date(2026, 5, 1), respondents=[police])

    assert column(opened(written(rubric))["Ratings"], "Question").count(shown) == 1
    file = BytesIO()
    write_moderation(round_, file)
    assert column(opened(file)["Moderation"], "Question").count(shown) == 1
    assert read_moderation(BytesIO(file.getvalue())).round == round_


def test_every_workbook_says_what_it_was_made_from() -> None:
    whole = ss.samples.spring_2026()
    framework = f"sixsteps {ss.__version__}; framework {whole.framework.fingerprint[:7]}"
    writers: list[tuple[Callable[[BytesIO], None], str]] = [
        (lambda file: ss.workbook.write_framework(whole.framework, file), framework),
        (lambda file: ss.workbook.write_setup(whole, file), f"round {whole.digest[:7]}"),
        (lambda file: ss.workbook.write_moderation(whole, file), f"round {whole.digest[:7]}"),
        (lambda file: ss.workbook.write_actions(whole, file), f"round {whole.digest[:7]}"),
        (lambda file: ss.workbook.write_template(whole, file, respondent="police"), framework),
    ]
    for write, made in writers:
        file = BytesIO()
        write(file)
        about = opened(file).properties.description
        assert about.startswith(NOTICE)
        assert framework in about
        assert made in about


def test_every_sheet_carries_the_reference_and_the_notice() -> None:
    book = opened(written(SPRING, "police"))
    assert book.properties.title == "Local: template"
    for name in ("Ratings", "Actions", "Context"):
        sheet = book[name]
        said = [cell.value for row in sheet.iter_rows(max_row=3) for cell in row]
        assert NOTICE in said
        assert SPRING.citation in said
        assert SPRING.citation in sheet.oddFooter.left.text
        assert sheet.oddHeader.right.text.strip() == "OFFICIAL"


@pytest.mark.parametrize(
    "text",
    [
        "M&G partners only",
        "&[Picture], &[Page]",
        "&&G & &&[Picture] &",
        "&P of &N, &D &T &F &A &Z",
        '&"Courier,Bold" &KFF0000 &12 &B&I&U',
        "&LLeft &CCentre &RRight 8 &G",
    ],
)
def test_no_text_is_a_code_in_the_margins_of_a_page(text: str) -> None:
    framework = ss.Framework(text, ss.Source(text), LOCAL.scale, LOCAL.steps)
    round_ = ss.Round(framework, "Anytown", "Spring", date(2026, 5, 1), handling=text)
    with ZipFile(written(round_)) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    margins = [unescape(one) for one in re.findall("<odd(?:Header|Footer)>(.*?)</odd", sheet)]
    words = {"&&": "&", "&P": "<page>", "&N": "<pages>", "&L": "<left>", "&R": "<right>"}
    assert [re.sub(r"&(?:\d+|.)", lambda code: words.get(code[0], ""), one) for one in margins] == [
        f"<left> Ratings: {text}<right> {text}",
        f"<left> {round_.citation}<right> Page <page> of <pages>",
    ]
    assert read_round(written(round_)).left_out == ()


def test_only_what_people_fill_in_is_unlocked_and_nothing_is_merged() -> None:
    book = opened(written(SPRING, "police"))
    unlocked = {
        name: {
            book[name].cell(4, cell.column).value
            for row in book[name].iter_rows(min_row=5)
            for cell in row
            if not cell.protection.locked
        }
        for name in ("Ratings", "Actions", "Context")
    }
    assert unlocked == {
        "Ratings": {
            "Rating",
            "Rationale",
            "Evidence",
            "Remaining work",
            "If not applicable: reason",
        },
        "Actions": {
            "Step",
            "Desired outcome of the step",
            "Questions addressed",
            "Action",
            "Owner",
            "Due",
            "Status",
            "Difference made",
        },
        "Context": {"Answer"},
    }
    for name in unlocked:
        protection = book[name].protection
        assert protection.sheet
        assert protection.password is None
        # False is what the file says of that which the protection leaves free.
        assert (protection.sort, protection.autoFilter, protection.formatColumns) == (False,) * 3
        assert not book[name].merged_cells.ranges
    assert book["sixsteps"].sheet_state == "hidden"


def test_text_that_looks_like_a_formula_stays_text() -> None:
    round_ = ss.Round(
        LOCAL,
        "=1+1",
        "+Spring",
        date(2026, 5, 1),
        ratings=[ss.Rating("s1q1", "red", ["@SUM(A1)"], "=HYPERLINK(A1)", "-1")],
    )
    book = opened(written(round_))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == ["D1"]  # the count
    assert read_round(written(round_)).round == round_


def test_rows_have_a_height_and_still_grow_with_what_is_typed_into_them() -> None:
    with ZipFile(written(SPRING, "police")) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml") for number in range(1, 5)]
    assert [b' ht="' in sheet and b"customHeight" not in sheet for sheet in sheets] == [True] * 4


def test_drop_downs_hold_levels_of_any_length() -> None:
    scale = ss.Scale("Long", [ss.Level(f"l{n}", f"Level {n}, " + "x" * 60) for n in range(8)])
    framework = ss.Framework("Long", ss.Source("Doe, J"), scale, LOCAL.steps)
    book = opened(written(framework))
    ranges = [
        one.formula1 for one in book["Ratings"].data_validations.dataValidation if one.formula1
    ]
    assert ranges == ["'sixsteps'!$E$1:$E$9"]
    assert [row[0].value for row in book["sixsteps"]["E1:E9"]] == [
        *(level.label for level in scale.levels),
        "Not applicable",
    ]


def moderated(changes: Mapping[Any, Mapping[str, Any]]) -> BytesIO:
    file = BytesIO()
    write_moderation(SPRING, file)
    return filled(file, {"Moderation": changes})


def test_a_moderation_workbook_groups_raters_by_level_and_suggests_none() -> None:
    book = opened(moderated({}))
    sheet = book["Moderation"]
    assert column(sheet, "No.") == ["1", "1.1", "1.2", "2", "2.1"]
    assert column(sheet, "Spread") == [None, "Red to Green", "Amber", None, "nobody rated it"]
    assert column(sheet, "Who rated what") == [
        None,
        "Red: council\nGreen: police",
        "Amber: police\nunanswered: council",
        None,
        "unanswered: police\nnot asked: council",
    ]
    assert column(sheet, "Their reasons") == [
        None,
        "police (Green): Said by the police\ncouncil (Red): Said by the council",
        "police (Amber): =A1",
        None,
        None,
    ]
    assert column(sheet, "Agreed rating") == [None] * 5
    assert [cell.value for cell in book["Answers"][6]][:6] == [
        *("s1q1", "1.1", "council", "Red", "Said by the council", None)
    ]


def test_whoever_was_not_asked_is_marked_in_a_moderation_workbook_and_widens_no_spread() -> None:
    file = BytesIO()
    given = [
        ss.Rating("s2q1", "green", respondent="police"),
        ss.Rating("s2q1", "red", rationale="We looked", respondent="council"),
    ]
    round_ = SPRING.with_ratings(*given)
    write_moderation(round_, file)
    book = opened(file)
    keys = "Spread", "Who rated what", "Their reasons"
    assert [column(book["Moderation"], key)[-1] for key in keys] == [
        "Green",
        "Green: police\nRed (not asked): council",
        "council Red (not asked): We looked",
    ]
    assert column(book["Answers"], "Own rating")[-2:] == ["Green", "Red (not asked)"]
    assert read_moderation(BytesIO(file.getvalue())).round == round_


def test_raters_and_reasons_of_any_number_stay_on_their_page() -> None:
    file = BytesIO()
    round_ = moderation_of(300)
    why = "We looked at it. " * 9
    longer = [ss.Rating("s1q1", "red", (), why, respondent=one.id) for one in round_.respondents]
    write_moderation(evolve(round_, ratings=longer), file)
    book = opened(BytesIO(file.getvalue()))
    said = column(book["Moderation"], "Who rated what")[1]
    assert said.startswith("Red: p0, p1, p2, ")
    assert said.endswith(" and 288 more")
    reasons = column(book["Moderation"], "Their reasons")[1]
    assert reasons.endswith(" …\n(all of them: sheet Answers)")
    assert len(reasons) < 1_300
    assert book["Answers"].max_row == 304
    assert [(book[name].page_setup.fitToWidth or 1) for name in book.sheetnames[:4]] == [1] * 4


def test_ratings_agreed_on_read_back_beside_the_others() -> None:
    agreed = ss.Respondent("agreed", "Agreed", ss.Role.AGREED)
    file = moderated(
        {
            "s1q1": {"rating": "amber", "rationale": "Two said so", "evidence": "Log"},
            "s1q2": {"rating": "Not applicable", "rationale": "No such group"},
        }
    )
    expected = ss.Round(
        SPRING.framework,
        SPRING.organisation,
        SPRING.title,
        SPRING.on,
        [
            *SPRING.ratings,
            ss.Rating("s1q1", "amber", ["Log"], "Two said so", respondent="agreed"),
            ss.NotApplicable("s1q2", "No such group", "agreed"),
        ],
        SPRING.plans,
        [*SPRING.respondents, agreed],
        SPRING.context,
        handling=SPRING.handling,
    )
    assert read_moderation(file).round == expected
    again = BytesIO()
    write_moderation(expected, again)
    assert read_moderation(BytesIO(again.getvalue())).round == expected


@pytest.mark.parametrize(
    ("sheet", "row", "key", "cell"),
    [
        ("Moderation", "s1q1", "raters", 'sheet "Moderation", cell E6 (question 1.1)'),
        ("Moderation", "s1q1", "reasons", 'sheet "Moderation", cell F6 (question 1.1)'),
        ("Answers", 0, "rating", 'sheet "Answers", cell D5'),
        ("Answers", 1, "rationale", 'sheet "Answers", cell E6'),
        ("Answers", 9, "rationale", 'sheet "Answers", cell E14'),
    ],
)
@pytest.mark.slow
def test_an_answer_changed_in_moderation_is_a_problem(
    sheet: str, row: str | int, key: str, cell: str
) -> None:
    with pytest.raises(ss.DocumentError) as caught:
        read_moderation(filled(moderated({}), {sheet: {row: {key: "Red"}}}))
    assert str(caught.value) == (
        f"a respondent's own answer, and not as the round has it at {cell}; change it in their"
        " return"
    )


def test_a_meeting_adopts_changes_closes_and_adds_actions_and_signs_off() -> None:
    file = filled(
        moderated({"s1q1": {"rating": "Amber"}}),
        {
            "Actions": {
                "a1": {"owner": "The chair", "progress": "Asked in May\nAsked again"},
                "a2": {"respondents": "Everybody", "status": "done", "closed_on": "1 May 2026"},
                2: {"action": "Write to all", "respondents": "COUNCIL, police", "addresses": "1.1"},
            },
            "About": {
                "agreed_by": {"entry": "The executive"},
                "agreed_on": {"entry": "14 May 2026"},
            },
        },
    )
    found = read_moderation(file).round
    fill, said = SPRING.plan("s1").actions
    assert found.plan("s1").actions == (
        evolve(fill, owner="The chair", progress=["Asked in May", "Asked again"]),
        evolve(said, respondents=[], status="closed", closed_on=date(2026, 5, 1)),
        ss.Action("Write to all", "a3", ["s1q1"], ["council", "police"]),
    )
    assert found.standing == "Signed off by The executive on 14 May 2026"
    again = BytesIO()
    write_moderation(found, again)
    assert read_moderation(BytesIO(again.getvalue())).round == found
    unsigned = {"agreed_by": {"entry": ""}, "agreed_on": {"entry": ""}}
    for change in ({"Moderation": {"s1q1": {"rating": "Red"}}}, {"About": unsigned}):
        with pytest.raises(ss.DocumentError) as caught:
            read_moderation(filled(BytesIO(again.getvalue()), change))
        assert str(caught.value) == (
            "the round is signed off, and the workbook changes it; reopen the round, write its"
            " workbook again and type into that what this one changes"
        )


def test_actions_go_out_and_come_back_without_a_new_round() -> None:
    file = BytesIO()
    write_actions(SPRING, file)
    assert read_actions(BytesIO(file.getvalue())).round == SPRING
    entries: dict[str, dict[str, dict[str, Any]]]
    entries = {"Actions": {"a1": {"status": "closed", "respondents": "nobody"}}}
    with pytest.raises(ss.DocumentError) as caught:
        read_actions(filled(BytesIO(file.getvalue()), entries))
    assert str(caught.value) == (
        'a name that is no respondent\'s id at sheet "Actions", cell J5; give police, council, or'
        " everybody"
    )
    entries = {"Actions": {"a1": {"status": "closed", "closed_on": date(2026, 8, 1)}}}
    (action, _) = read_actions(filled(BytesIO(file.getvalue()), entries)).round.plan("s1").actions
    assert (action.is_open, action.closed_on) == (False, date(2026, 8, 1))


def test_a_moderation_of_nobody_is_refused() -> None:
    with pytest.raises(InvalidError) as caught:
        write_moderation(ss.Round(LOCAL, "Anytown", "Spring", date(2026, 5, 1)), BytesIO())
    assert str(caught.value) == (
        "the round lists nobody whose ratings to moderate at respondents; list them"
    )


def test_a_moderation_workbook_is_not_read_as_a_return() -> None:
    with pytest.raises(ss.DocumentError) as caught:
        read_round(moderated({}))
    assert str(caught.value) == (
        "this is a moderation workbook and no return at the file; read it with read_moderation"
    )
    with pytest.raises(ss.DocumentError) as caught:
        read_moderation(written(SPRING, "police"))
    assert str(caught.value) == (
        "this is a return and no moderation workbook at the file; read it with read_round"
    )


def test_returns_filled_in_workbooks_are_collected_into_the_round() -> None:
    shared = ss.Action("Shared", respondents=["police", "council"])
    plan = ss.ActionPlan("s1", [shared, ss.Action("Everybody's")], "All lead")
    base = evolve(SPRING, agreed=None, ratings=[], plans=[plan])
    police = filled(
        written(base, "police"),
        {
            "Ratings": {"s1q1": {"rating": "Green"}},
            "Actions": {0: {"status": "closed"}, 2: {"action": "Theirs"}},
        },
    )
    council = filled(
        written(base, "council"),
        {"Ratings": {"s1q1": {"rating": "Red"}}, "Actions": {3: {"action": "Ours"}}},
    )
    together = ss.collect(base, [read_round(police).round, read_round(council).round]).round
    assert together == evolve(
        base,
        ratings=[
            ss.Rating("s1q1", "green", respondent="police"),
            ss.Rating("s1q1", "red", respondent="council"),
        ],
        plans=[
            ss.ActionPlan(
                "s1",
                [
                    ss.Action("Shared", "a1", respondents=["police", "council"], status="closed"),
                    ss.Action("Everybody's", "a2"),
                    ss.Action("Theirs", "a3-police", respondents=["police"]),
                    ss.Action("Ours", "a3-council", respondents=["council"]),
                ],
                "All lead",
            )
        ],
    )


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ({"previous": 3}, "previous is a round, not a value of type int"),
        ({"return_by": "x"}, "return_by is a date, not a value of type str"),
        (
            {"return_by": datetime.fromisoformat("2026-05-01")},
            "return_by is a date, not a value of type datetime",
        ),
        (
            {"subject": None, "respondent": 3},
            "subject is a framework or a round, not a value of type NoneType; respondent is a"
            " respondent or an id, not a value of type int",
        ),
        (
            {"path": StringIO()},
            "this file object takes text, and bytes are to be written; open it with mode 'wb', or"
            " use io.BytesIO()",
        ),
    ],
)
def test_an_argument_of_the_wrong_type_is_refused(given_: dict[str, Any], message: str) -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        write_template(**{"subject": LOCAL, "path": BytesIO(), **given_})
    assert str(caught.value) == message


def test_a_workbook_is_not_read_from_text() -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        read_round(StringIO("x"))  # type: ignore[arg-type] # what this is about
    assert str(caught.value) == (
        "a workbook is read from a file object that gives bytes, and this one gives a value of type"
        " str; open the file with mode 'rb'"
    )


def moderation_of(count: int) -> ss.Round:
    people = [ss.Respondent(f"p{n}", f"Practitioner {n}", "practitioner") for n in range(count)]
    ratings = [ss.Rating("s1q1", "red", respondent=one.id) for one in people]
    return ss.Round(
        LOCAL, "Anytown", "Spring", date(2026, 5, 1), respondents=people, ratings=ratings
    )


@pytest.mark.parametrize("count", [1, 193, 194, pytest.param(1_000, marks=pytest.mark.slow)])
def test_a_moderation_of_any_number_of_respondents_reads_back(count: int) -> None:
    file = BytesIO()
    write_moderation(moderation_of(count), file)
    assert read_moderation(BytesIO(file.getvalue())).round == moderation_of(count)


@pytest.mark.parametrize("word", ["Not rated", "-", "Not applicable", "n/a", "Not assessed"])
def test_a_level_may_be_called_what_otherwise_stands_for_no_rating(word: str) -> None:
    scale = ss.Scale("Two", [ss.Level("no", word), ss.Level("yes", "Yes")])
    asked = [ss.Question("s1q1", "Why?"), ss.Question("s1q2", "Who?")]
    framework = ss.Framework("One", ss.Source("Doe, J"), scale, [ss.Step("s1", "One", asked)])
    rated = ss.Round(framework, "Anytown", "Spring", date(2026, 5, 1), [ss.Rating("s1q1", "no")])
    assert read_round(written(rated)).round == rated


def test_the_actions_of_respondents_stay_theirs_whatever_their_ids() -> None:
    people = [
        ss.Respondent(name, f"Agency {name}", ss.Role.PEER)
        for name in ("x", "X", "All", "Everybody")
    ]
    whose = [*([one.id] for one in people), []]
    actions = [ss.Action("Do", id=f"a{n}", respondents=ids) for n, ids in enumerate(whose, 1)]
    plans = [ss.ActionPlan("s1", actions)]
    planned = ss.Round(
        LOCAL, "Anytown", "Spring", date(2026, 5, 1), respondents=people, plans=plans
    )
    file = BytesIO()
    ss.workbook.write_actions(planned, file)
    assert ss.workbook.read_actions(BytesIO(file.getvalue())).round == planned
