"""Text wraps to the width it is given and loses nothing on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import rc_context

from sixsteps.charts.tiles import READABLE, Lettering, Sizes

WORDS = st.text(
    st.characters(min_codepoint=33, max_codepoint=382, categories=["L", "N", "P"]),
    min_size=1,
    max_size=12,
)


@given(st.lists(WORDS, max_size=12), st.floats(40, 300), st.booleans())
def test_lines_are_no_wider_than_asked_and_keep_every_letter(
    words: list[str], width: float, bold: bool
) -> None:
    lettering = Lettering(9, bold)
    lines = lettering.wrapped(" ".join(words), width)
    assert all(lettering.width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(words)


def test_a_word_too_long_for_a_line_is_broken() -> None:
    lines = Lettering(9).wrapped("Safeguardingchildrenarrangements", 60)
    assert len(lines) > 1
    assert "".join(lines) == "Safeguardingchildrenarrangements"


def test_a_text_of_too_many_lines_ends_in_an_ellipsis() -> None:
    lettering = Lettering(9)
    lines = lettering.wrapped("one two three four five six seven eight nine ten", 60, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith(" …")
    assert lettering.width(lines[-1]) <= 60


def test_a_date_stays_on_one_line_where_it_fits() -> None:
    lettering = Lettering(9)
    width = lettering.width("Autumn 2025, 1 November")
    assert lettering.wrapped("Autumn 2025, 1 November 2025, to Spring", width) == (
        "Autumn 2025,",
        "1 November 2025, to",
        "Spring",
    )
    narrow = lettering.width("November")
    assert lettering.wrapped("1 November 2025", narrow) == ("1", "November", "2025")


@pytest.mark.parametrize("letter", ["x", "x "])
def test_only_the_beginning_of_an_endless_text_is_measured(
    letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[str] = []
    measure = Lettering.width

    def counted(lettering: Lettering, text: str) -> float:
        measured.append(text)
        return measure(lettering, text)

    monkeypatch.setattr(Lettering, "width", counted)
    lines = Lettering(9).wrapped(letter * 45_000, 200, most=2)
    assert len(lines) == 2
    assert lines[1].endswith(" …")
    assert len(measured) < 1_000


def test_a_no_break_space_keeps_a_day_beside_its_month() -> None:
    assert Lettering(9).wrapped("1\u00a0January 2026", 60) == ("1\u00a0January", "2026")


def test_a_control_character_is_shown_and_does_nothing() -> None:
    assert Lettering(9).wrapped("red\x1b[31m", 200) == ("red\ufffd[31m",)


def test_an_empty_text_takes_no_line() -> None:
    assert Lettering(9).wrapped("  ", 60) == ()


@pytest.mark.parametrize("size", [1, 6, 8])
def test_no_lettering_is_below_what_can_be_read(size: float) -> None:
    with rc_context({"font.size": size}):
        sizes = Sizes.of_reader()
    letterings = (sizes.title, sizes.subtitle, sizes.heading, sizes.word, sizes.label, sizes.small)
    assert min(lettering.size for lettering in letterings) >= READABLE


def test_bold_words_are_measured_as_bold() -> None:
    assert Lettering(9, bold=True).width("Amber") > Lettering(9).width("Amber")


def test_a_single_long_word_is_cut_to_make_room_for_the_ellipsis() -> None:
    lettering = Lettering(9)
    (line,) = lettering.wrapped("Safeguardingchildrenarrangements", 60, most=1)
    assert line.endswith(" …")
    assert lettering.width(line) <= 60
