"""A translation stands beside its framework, and says what it no longer fits."""

import copy
import io
import pickle
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps.results import TranslatedText
from tests.strategies import frameworks, texts
from tests.support.documents import SMALL
from tests.support.welsh import TEXTS, WELSH

REWORDED = ss.adapt(
    ss.six_steps(),
    ss.RewordQuestion("s1q1", "Do they have a plan?"),
    ss.RemoveQuestion("s6q4"),
    by="Anytown",
    on=date(2026, 4, 1),
)


def message(call: Any) -> str:
    with pytest.raises(ss.InvalidError) as caught:
        call()
    return str(caught.value)


@pytest.mark.parametrize("call", ["stale", "missing", "without_stale"])
def test_a_translation_fits_a_framework_and_nothing_else(call: str) -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        getattr(WELSH, call)(ss.samples.spring_2026())
    assert str(caught.value) == "framework takes a Framework and was given a value of type Round"


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        (None, "None"),
        ([("scale/red/label", "Coch")], "a value of type list"),
        ("Coch", "a value of type str"),
    ],
)
def test_texts_are_given_by_their_places(given_: Any, said: str) -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        ss.Translation.of(ss.six_steps(), "Welsh (cy)", given_, by="Us")
    assert str(caught.value) == (f"texts was given {said}; give the texts by their places")


def test_each_text_holds_the_wording_it_translates() -> None:
    first = ss.six_steps().question("s1q1").text
    assert TranslatedText("questions/s1q1/text", first, TEXTS["questions/s1q1/text"]) in WELSH.texts
    assert WELSH.fingerprint == ss.six_steps().fingerprint
    assert (WELSH.language, WELSH.by, len(WELSH.texts)) == (
        "Welsh (cy)",
        ("The tests",),
        len(TEXTS),
    )


def test_what_has_no_translation_keeps_its_wording() -> None:
    assert WELSH.text("scale/green/label", "Green") == "[prawf] Gwyrdd"
    assert WELSH.text("scale/green/meaning", "As printed") == "As printed"
    assert WELSH.missing(ss.six_steps()) == ("scale/amber/meaning", "scale/green/meaning")


def test_a_text_whose_wording_changed_is_stale() -> None:
    assert WELSH.stale(ss.six_steps()) == ()
    assert [one.place for one in WELSH.stale(REWORDED)] == [
        "questions/s1q1/text",
        "questions/s6q4/text",
        "questions/s6q4/label",
    ]
    assert WELSH.text("questions/s1q1/text", "Do they have a plan?") == "Do they have a plan?"
    assert WELSH.without_stale(REWORDED).stale(REWORDED) == ()
    assert "questions/s1q1/text" in WELSH.missing(REWORDED)


def test_what_is_made_of_a_translation_says_whose_text_it_is_and_who_translated_it() -> None:
    cited = f"{REWORDED.citation} Translated into Welsh (cy) by Ann and Bob."
    welsh = ss.Translation.of(REWORDED, "Welsh (cy)", {"title": "[prawf]"}, by=["Ann", "Bob"])
    assert (welsh.source, welsh.citation) == (REWORDED.citation, cited)
    assert welsh.table().source == cited
    assert welsh.table().to_csv().splitlines()[1].endswith(f'"{cited}"')
    # Where nothing is translated, nobody translated it.
    assert ss.Translation.of(REWORDED, "Welsh (cy)", {}, by="Ann").citation == REWORDED.citation


def test_a_stale_text_is_told_before_anything_is_made_of_it() -> None:
    round_ = ss.Round(REWORDED, "Anytown", "Spring 2026", date(2026, 5, 1))
    assert message(lambda: round_.form_schema(translation=WELSH)) == (
        "3 problems with the translation:\n"
        + "\n".join(
            f"  the framework's wording is another at texts.{place}; translate it again, or leave"
            " it out with translation.without_stale(framework)"
            for place in ("questions/s1q1/text", "questions/s6q4/text", "questions/s6q4/label")
        )
    )
    assert message(
        lambda: ss.surveys.write_xlsform(REWORDED, io.BytesIO(), translation=WELSH)
    ).startswith("3 problems with the translation:")


def test_a_form_schema_is_in_the_second_language() -> None:
    round_ = ss.Round(ss.six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1))
    schema = round_.form_schema(translation=WELSH)
    asked = schema["properties"]["s1q1"]
    assert schema["title"] == TEXTS["title"]
    assert schema["description"].splitlines() == [
        "[prawf] Coch: [prawf] dim ateb cadarnhaol",
        f"[prawf] Ambr: {ss.RAG.level('amber').meaning}",
        f"[prawf] Gwyrdd: {ss.RAG.level('green').meaning}",
        f"{ss.six_steps().citation}. Translated into Welsh (cy) by The tests.",
    ]
    assert asked["title"] == "1.1 [prawf] 1.1"
    assert (
        asked["description"] == "1. [prawf] Cam 1\n[prawf] A oes tystiolaeth o gam 1, cwestiwn 1?"
    )
    _, *levels = asked["properties"]["level"]["oneOf"]
    assert [one["title"] for one in levels] == ["[prawf] Coch", "[prawf] Ambr", "[prawf] Gwyrdd"]
    assert [one["const"] for one in levels] == ["red", "amber", "green"]
    assert levels[0]["description"] == "[prawf] dim ateb cadarnhaol"
    assert levels[1]["description"] == ss.RAG.level("amber").meaning


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            lambda: ss.Translation("Welsh", [], "Us"),
            "that is not a language at language; give its name and, in brackets, its code, as in"
            " Welsh (cy)",
        ),
        (
            lambda: ss.Translation("Welsh (cy)", [], []),
            "nobody is named at by; say who translated the framework",
        ),
        (
            lambda: TranslatedText("s1q1", "Who?", "Pwy?"),
            "that is not the place of a text at place; write it as in questions/s1q1/text,"
            " steps/s1/title, scale/red/label or title",
        ),
        (
            lambda: ss.Translation("Welsh (cy)", [TranslatedText("title", "A", "B")] * 2, "Us"),
            "a second text 'title' at texts[1].place; the first stands at texts[0].place",
        ),
        (
            lambda: ss.Translation.of(SMALL, "Welsh (cy)", {"questions/s1q9/text": "?"}, by="Us"),
            "no text 'questions/s1q9/text' at texts; there are title, scale/red/label,"
            " scale/amber/label, scale/green/label, steps/s1/title, questions/s1q1/text,"
            " questions/s1q2/text, steps/s2/title, questions/s2q1/text, context/c1/text; did you"
            " mean 'questions/s1q2/text'?",
        ),
    ],
)
def test_a_slip_is_told_with_its_remedy(call: Any, told: str) -> None:
    assert message(call) == told


def test_it_is_a_value_like_any_other() -> None:
    assert copy.deepcopy(WELSH) == WELSH == pickle.loads(pickle.dumps(WELSH))  # noqa: S301
    assert hash(WELSH) == hash(copy.deepcopy(WELSH))
    assert repr(WELSH) == f"Translation('Welsh (cy)', {len(TEXTS)} texts)"
    assert WELSH.table().columns == ("Place", "Wording", "Welsh (cy)")


@pytest.mark.law
@given(frameworks(), st.data())
def test_a_whole_translation_lacks_nothing_and_is_never_stale(
    framework: ss.Framework, data: st.DataObject
) -> None:
    places = ss.Translation("Welsh (cy)", [], "Us").missing(framework)
    said = {place: data.draw(texts) for place in places}
    whole = ss.Translation.of(framework, "Welsh (cy)", said, by="Us")
    assert (whole.missing(framework), whole.stale(framework)) == ((), ())
    half = ss.Translation.of(framework, "Welsh (cy)", {"title": "T"}, by="Us")
    assert len(half.missing(framework)) == len(places) - 1
