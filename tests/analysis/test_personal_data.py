"""Signs of personal data in the texts of a round: the place and the kind, never the text."""

from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps.samples import spring_2026

ON = date(2026, 5, 1)
EMPTY = ss.Round(
    ss.six_steps(),
    "Anytown",
    "Spring 2026",
    ON,
    respondents=[ss.Respondent("police", "Jane Smith", "lead partner")],
    plans=[ss.ActionPlan("s1", [ss.Action("Do", id="a1", owner="Ann Roe")])],
)


def said(text: str) -> ss.Round:
    return EMPTY.with_ratings(ss.Rating("s1q1", "red", rationale=text, respondent="police"))


def kinds(round_: ss.Round) -> list[str]:
    return [one.code for one in ss.personal_data(round_).findings]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("943 476 5919", "nhs-number"),
        ("NHS no. 943-476-5919.", "nhs-number"),
        ("９４３ ４７６ ５９１９", "nhs-number"),
        ("born 3 May 2025", "birth-date"),
        ("DOB: 03/05/25", "birth-date"),
        ("d.o.b. 2025-05-03", "birth-date"),
        ("seen 3rd of May 2012", "birth-date"),
        ("May 3rd, 2012", "birth-date"),
        ("at SW1A 1AA", "postcode"),
        ("sw1a1aa", "postcode"),
        ("Call 020 7946 0018", "telephone"),
        ("+44 20 7946 0018", "telephone"),
        ("(01632) 960001", "telephone"),
        ("07700 900123", "telephone"),
        ("jane@example.org", "e-mail"),
        ("jane  SMITH said so", "name"),
        ("as Ann\u200b Roe knows", "name"),
    ],
)
def test_what_looks_like_personal_data_is_found_in_every_writing(text: str, kind: str) -> None:
    assert kinds(said(text)) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918",
        "Plan agreed 12 March 2026, reviewed 15/10/2025",
        "24 of 24 answers in 2026-04-01",
        "s1q1 3rd and no1 2nd",
        "Reference 100 000 0000 1",
        "Janet Smithson of Roe Lane",
        "a @ b",
    ],
)
def test_what_has_another_form_is_not_found(text: str) -> None:
    assert kinds(said(text)) == []


def test_a_finding_tells_the_place_the_question_and_whose_it_is_and_no_text() -> None:
    found = ss.personal_data(said("Call 020 7946 0018"))
    assert found.findings == (
        ss.Problem(
            ("ratings", 0, "rationale"),
            "what looks like a telephone number",
            code="telephone",
            question="s1q1",
            respondent="police",
            field="rationale",
        ),
    )
    assert "7946" not in f"{found}{found!r}{found.to_dict()}"


TELL = "Ring 020 7946 0018"
PLACES = {
    "context[0].text": {"context": [ss.ContextAnswer("c1", TELL)]},
    "plans[0].outcome": {"plans": [ss.ActionPlan("s1", outcome=TELL)]},
    "plans[0].actions[0].text": {"plans": [ss.ActionPlan("s1", [ss.Action(TELL)])]},
    "plans[0].actions[0].owner": {"plans": [ss.ActionPlan("s1", [ss.Action("a", owner=TELL)])]},
    "plans[0].actions[0].progress[0]": {
        "plans": [ss.ActionPlan("s1", [ss.Action("a", progress=[TELL])])]
    },
    "ratings[0].evidence[0].text": {
        "ratings": [ss.Rating("s1q1", "red", [TELL], respondent="police")]
    },
    "ratings[0].reason": {"ratings": [ss.NotApplicable("s1q1", TELL, "police")]},
    "handling": {"handling": TELL},
    "arrangements[0]": {"arrangements": [TELL]},
    "respondents[0].name": {"respondents": [ss.Respondent("police", TELL, "lead partner")]},
    "unplaced[0].item.text": {"unplaced": [ss.results.Unplaced("s9", ss.Action(TELL))]},
    "framework.lineage[0].reason": {
        "framework": ss.adapt(ss.six_steps(), ss.Retitle("Ours"), by="A", on=ON, reason=TELL)
    },
    "framework.lineage[0].edits[0].reason": {
        "framework": ss.adapt(ss.six_steps(), ss.Retitle("Ours", reason=TELL), by="A", on=ON)
    },
}


@pytest.mark.parametrize("place", PLACES)
def test_every_text_of_a_round_is_looked_through(place: str) -> None:
    found = ss.personal_data(evolve(EMPTY, **PLACES[place])).findings  # type: ignore[arg-type]
    assert [one.place for one in found if one.code == "telephone"] == [place]


def test_why_a_round_was_reopened_is_looked_through() -> None:
    again = EMPTY.agree("Chair", ON).reopen("Chair", ON, TELL)
    assert [one.place for one in ss.personal_data(again).findings] == [
        "sign_offs[0].reopened.reason"
    ]


def nhs_number(nine: list[int]) -> str | None:
    check = (11 - sum(digit * (10 - place) for place, digit in enumerate(nine)) % 11) % 11
    return None if check == 10 else "".join(map(str, [*nine, check]))


plain = st.text("abcdefghij .,!?\n", max_size=20)


@pytest.mark.law
@given(st.lists(st.integers(0, 9), min_size=9, max_size=9), plain, plain)
def test_an_nhs_number_is_found_by_its_check_digit_and_no_other(
    nine: list[int], before: str, after: str
) -> None:
    number = nhs_number(nine)
    if number is None:
        return
    for written in (number, f"{number[:3]} {number[3:6]} {number[6:]}"):
        assert "nhs-number" in kinds(said(f"{before} {written} {after}"))
        wrong = written[:-1] + str((int(written[-1]) + 1) % 10)
        assert "nhs-number" not in kinds(said(f"{before} {wrong} {after}"))


@pytest.mark.law
@given(st.dates(date(1940, 1, 1), date(2023, 12, 31)), plain)
def test_a_date_of_years_ago_is_found_in_every_writing(day: date, before: str) -> None:
    month = f"{day:%B}"
    for written in (
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day} {month} {day.year}",
        f"{month[:3]} {day.day}, {day.year}",
    ):
        assert "birth-date" in kinds(said(f"{before} {written}"))


@pytest.mark.law
@given(st.integers(0, 480), plain)
def test_a_date_of_this_year_or_the_last_is_found_only_after_a_word_of_birth(
    days: int, between: str
) -> None:
    day = ON - timedelta(days=days)
    assert kinds(said(f"reviewed {day.isoformat()}")) == []
    assert kinds(said(f"born {between} {day.isoformat()}")) == ["birth-date"]


@pytest.mark.law
@given(plain)
def test_a_text_without_figures_addresses_or_names_holds_no_sign(text: str) -> None:
    assert kinds(said(f"x{text}")) == []


def test_the_sample_names_its_people_and_holds_no_other_sign() -> None:
    assert {*kinds(spring_2026())} == {"name"}


def test_what_stands_in_place_of_a_redacted_text_is_no_name_of_an_owner() -> None:
    assert kinds(spring_2026().redacted()) == []
