"""Rounds read from JSON Lines straight into a panel: the same figures, the same refusals."""

import io
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pytest
from hypothesis import given

import sixsteps as ss
from tests.panel.many import many_rounds
from tests.support.documents import altered

ROUND = ss.Round(
    ss.six_steps(),
    "Anytown",
    "Spring 2026",
    ss.samples.spring_2026().on,
    period="2026 Q2",
    respondents=[
        ss.Respondent("police", "Police", ss.Role.LEAD_PARTNER, asked=["s1"]),
        ss.Respondent("health", "Health", ss.Role.LEAD_PARTNER),
    ],
    ratings=[
        ss.Rating("s1q1", "green", [ss.Evidence("Minutes")], "It is so", respondent="police"),
        ss.Rating("s1q2", "amber", remaining="To do", respondent="police"),
        ss.Rating("s1q1", None, respondent="health"),
        ss.Rating("s2q1", "red", respondent="police"),
        ss.NotApplicable("s1q3", "None here", respondent="police"),
    ],
)


def written(rounds: Sequence[ss.Round]) -> str:
    file = io.StringIO()
    ss.write_rounds(rounds, file)
    return file.getvalue()


def refused(read: Callable[[], object]) -> str:
    with pytest.raises(ss.DocumentError) as caught:
        read()
    return str(caught.value)


@pytest.mark.law
@given(many_rounds())
def test_a_panel_of_json_lines_is_the_panel_of_their_rounds(rounds: list[ss.Round]) -> None:
    text = written(rounds)
    assert ss.Panel.from_rounds(ss.read_rounds(io.StringIO(text))) == ss.Panel.from_rounds(rounds)


def test_a_period_of_the_callers_own_sees_the_ratings() -> None:
    panel = ss.Panel.from_rounds(
        ss.read_rounds(io.StringIO(written([ROUND]))),
        period=lambda one: f"{len(one.ratings)} ratings",
    )
    assert panel.periods == ("5 ratings",)


TEXTS = (
    "At 12:30: the police",
    'They call it "open": it is',
    "A path C:\\minutes\\",
    "One\nTwo\tThree\r",
    '","level":"red"},{"question":"s1q3',
    "\u00a0Zo\u00eb \U0001f600",
)


@pytest.mark.parametrize("text", TEXTS)
def test_texts_of_any_letters_count_the_same(text: str) -> None:
    piece = ss.Evidence(text, link=text, on=ROUND.on, kind="voice")
    rating = ss.Rating("s1q2", "amber", [piece, piece], text, text, "health", ROUND.on)
    lines = written([ROUND.with_ratings(rating)])
    expected = ss.Panel.from_rounds([ROUND.with_ratings(rating)])
    assert ss.Panel.from_rounds(ss.read_rounds(io.StringIO(lines))) == expected


BLANK = {
    "remaining work that is blank": ss.Rating("s1q2", "amber", remaining=" ", respondent="health"),
    "remaining work of line ends": ss.Rating("s1q2", "amber", remaining="\n", respondent="health"),
    "far indented": ss.Rating("s1q2", "amber", remaining=" " * 99 + "x", respondent="health"),
    "a control character": ss.Rating("s1q2", "amber", remaining="\x01", respondent="health"),
}


@pytest.mark.parametrize("rating", BLANK.values(), ids=BLANK.keys())
def test_remaining_work_that_shows_nothing_counts_the_same(rating: ss.Rating) -> None:
    lines = written([ROUND.with_ratings(rating)])
    expected = ss.Panel.from_rounds([ROUND.with_ratings(rating)])
    assert ss.Panel.from_rounds(ss.read_rounds(io.StringIO(lines))) == expected


def test_a_line_in_another_form_counts_the_same() -> None:
    framework, line = written([ROUND]).splitlines()
    document = json.loads(line)
    document["ratings"] = [dict(reversed(one.items())) for one in document["ratings"]]
    lines = f"{framework}\n{json.dumps(document)}\n"
    assert ss.Panel.from_rounds(ss.read_rounds(io.StringIO(lines))) == ss.Panel.from_rounds([ROUND])


Spoil = Callable[[dict[str, Any]], object]

SPOILT: dict[str, Spoil] = {
    "unknown key": lambda one: one["ratings"][0].update(colour="green"),
    "unknown question": lambda one: one["ratings"][0].update(question="s9q9"),
    "unknown level": lambda one: one["ratings"][0].update(level="blue"),
    "unknown level, not asked": lambda one: one["ratings"][3].update(level="blue"),
    "level of another type": lambda one: one["ratings"][0].update(level=2),
    "no level": lambda one: one["ratings"][0].pop("level"),
    "unknown respondent": lambda one: one["ratings"][0].update(respondent="nobody"),
    "no respondent": lambda one: one["ratings"][0].pop("respondent"),
    "answered twice": lambda one: one["ratings"].append(dict(one["ratings"][0])),
    "rated and not applicable": lambda one: one["ratings"].append(
        {**one["ratings"][0], "question": "s1q3"}
    ),
    "both in one": lambda one: one["ratings"][4].update(level="red"),
    "no reason": lambda one: one["ratings"][4].update(reason=" "),
    "a rating that is a list": lambda one: one["ratings"].append([]),
    "evidence that is a text": lambda one: one["ratings"][0].update(evidence="Minutes"),
    "evidence of nothing": lambda one: one["ratings"][0]["evidence"][0].update(text=" "),
    "evidence of a kind misspelt": lambda one: one["ratings"][0]["evidence"][0].update(
        kind="voices"
    ),
    "evidence on no day": lambda one: one["ratings"][0]["evidence"][0].update(on="2026-02-30"),
    "evidence with another key": lambda one: one["ratings"][0]["evidence"][0].update(page=3),
    "evidence in a list": lambda one: one["ratings"][0].update(evidence=[["Minutes"]]),
    "rationale of another type": lambda one: one["ratings"][0].update(rationale=None),
    "a lone surrogate": lambda one: one["ratings"][0].update(rationale="\ud800"),
    "rated on no day": lambda one: one["ratings"][0].update(on="1 May 2026"),
    "ratings of another type": lambda one: one.update(ratings={}),
    "no title": lambda one: one.pop("title"),
    "unknown framework": lambda one: one.update(framework="0" * 64),
    "another citation": lambda one: one.update(citation="Nobody"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_line_is_refused_as_when_rounds_are_read(spoil: Spoil) -> None:
    framework, line = written([ROUND]).splitlines()
    document = json.loads(line)
    spoil(document)
    text = f"{framework}\n{json.dumps(document, separators=(',', ':'))}\n"
    expected = refused(lambda: [*ss.read_rounds(io.StringIO(text))])
    assert refused(lambda: ss.Panel.from_rounds(ss.read_rounds(io.StringIO(text)))) == expected


T = TypeVar("T")


def outcome(read: Callable[[], T]) -> T | str:
    """What is read, or why nothing is."""
    try:
        return read()
    except ss.InvalidError as error:
        return str(error)


@pytest.mark.law
@pytest.mark.law
@given(altered(json.loads(written([ROUND]).splitlines()[1])))
def test_any_spoilt_line_is_read_or_refused_as_when_rounds_are_read(line: Any) -> None:
    framework, _ = written([ROUND]).splitlines()
    text = f"{framework}\n{json.dumps(line, separators=(',', ':'))}\n"
    rounds = outcome(lambda: [*ss.read_rounds(io.StringIO(text))])
    found = outcome(lambda: ss.Panel.from_rounds(ss.read_rounds(io.StringIO(text))))
    if isinstance(rounds, str):
        assert found == rounds
    else:
        expected = outcome(lambda: ss.Panel.from_rounds(rounds))
        assert isinstance(found, str) if isinstance(expected, str) else found == expected


SPOILT_TEXT = {
    "plain": ('"level":"green"', '"level":"green","level":"red"'),
    "apart from its colon": ('"level":"green"', '"level":"green","level" :"red"'),
    "apart by a tab": ('"level":"green"', '"level":"green","level"\t:"red"'),
    "with a colon escaped elsewhere": (
        '"rationale":"It is so"',
        r'"rationale":"It \u003a is so","rationale":"It \u003a is so"',
    ),
    "of the round": ('"title":"Spring 2026"', '"title":"Spring 2026","title":"Autumn"'),
    "of evidence": ('"text":"Minutes"', '"text":"Minutes","text":"More"'),
    "no number": ('"level":"green"', '"level":NaN'),
    "a comma too many": ('"respondent":"police"}],', '"respondent":"police"},],'),
    "no comma": ('},{"question":"s1q2"', '}{"question":"s1q2"'),
    "two brackets": ('},{"question":"s1q2"', '}[{"question":"s1q2"'),
    "nothing between brackets": ('[{"text":"Minutes"}]', "[,]"),
    "evidence without an end": ('"evidence":[{"text":"Minutes"}],"rat', '"evidence":[,"rat'),
    "evidence without a beginning": ('"evidence":[{"text":"Minutes"}],', '"evidence":[],],'),
    "a tab in a text": ("It is so", "It is\tso"),
    "an escape that there is not": ("It is so", r"It is \so"),
    "an unfinished escape": ("It is so", r"It is so\u12"),
    "a lone surrogate, escaped": ("It is so", r"\ud800"),
    "evidence of escaped line ends": ("Minutes", r"\n\r\t"),
    "evidence of spaces": ("Minutes", " " * 12),
    "a text that is too long": ("It is so", "x" * 100_001),
    "evidence that is too long": ("Minutes", " " * 9 + "x" * 100_000),
    "an id with an escape": ('"question":"s1q2"', r'"question":"s1\"q2"'),
    "a date for what is not applicable": (
        '"reason":"None here"',
        '"reason":"None here","on":"2026-05-01"',
    ),
    "a date after who finds it not applicable": (
        '"reason":"None here","respondent":"police"',
        '"reason":"None here","respondent":"police","on":"2026-05-01"',
    ),
    "evidence for what is not applicable": (
        '"reason":"None here"',
        '"reason":"None here","evidence":[{"text":"Minutes of it"}]',
    ),
    "evidence on no day": ('"text":"Minutes"', '"text":"Minutes","on":"2026-02-30"'),
    "ratings within something else": ('"respondents":[', '"x":{"ratings":[]},"respondents":['),
    "ratings twice": ('"respondents":[', '"ratings":[],"respondents":['),
}


@pytest.mark.parametrize(("old", "new"), SPOILT_TEXT.values(), ids=SPOILT_TEXT.keys())
def test_a_spoilt_text_is_refused_as_when_rounds_are_read(old: str, new: str) -> None:
    text = written([ROUND])
    assert text.count(old) == 1
    text = text.replace(old, new)
    expected = refused(lambda: [*ss.read_rounds(io.StringIO(text))])
    assert refused(lambda: ss.Panel.from_rounds(ss.read_rounds(io.StringIO(text)))) == expected
