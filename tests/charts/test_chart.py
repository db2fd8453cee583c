"""A chart as a file and in a notebook: the same bytes every time, and words for every reader."""

import base64
import io
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve
from defusedxml.ElementTree import fromstring
from matplotlib import image

import sixsteps as ss
from sixsteps import charts
from tests.support.rounds_to_draw import cycled

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def chart() -> charts.Chart:
    return charts.grid(cycled(ss.six_steps()))


def test_its_svg_is_an_image_with_title_and_description(chart: charts.Chart) -> None:
    root = fromstring(chart.svg())
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("aria-label") == chart.title
    assert [(child.tag, child.text) for child in root][:2] == [
        (f"{SVG}title", chart.title),
        (f"{SVG}desc", chart.alt),
    ]


def test_its_svg_can_stand_inside_a_page(chart: charts.Chart) -> None:
    svg = chart.svg()
    assert svg.startswith("<svg ")
    assert svg.rstrip().endswith("</svg>")
    assert "<script" not in svg
    assert not re.search(r'(href|src)="(?!#)', svg)


@pytest.mark.slow
def test_markup_in_a_title_stays_text() -> None:
    framework = ss.six_steps()
    name = '<script>alert("x")</script> & sons $x^2$'
    drawn = charts.grid(ss.Round(framework, name, "Spring", date(2026, 5, 1)), title=name)
    root = fromstring(drawn.svg())
    assert "<script" not in drawn.svg()
    assert root.findtext(f"{SVG}title") == name
    assert f"Ratings. {name}: Spring, 1 May 2026" in str(root.findtext(f"{SVG}desc"))
    assert "<script" not in drawn._repr_html_()


def test_control_characters_do_not_break_the_svg() -> None:
    round_ = ss.Round(ss.six_steps(), "Any\x00town\x1b", "Spring", date(2026, 5, 1))
    root = fromstring(charts.grid(round_, title="Any\x00town\x1b").svg())
    assert root.get("aria-label") == "Any\ufffdtown\ufffd"
    assert "Ratings. Any\ufffdtown\ufffd: Spring" in str(root.findtext(f"{SVG}desc"))


@pytest.mark.slow
def test_no_text_of_a_round_breaks_the_svg() -> None:
    unsafe = "\x01\x1b\ufffe\uffff\u202e"
    own = evolve(ss.RAG, source=None)
    framework = evolve(ss.six_steps(), source=ss.Source(f"Doe{unsafe}"), scale=own)
    drawn = charts.grid(
        ss.Round(framework, f"Any{unsafe}", f"May{unsafe}", date(2026, 5, 1), handling=unsafe),
        title=f"Found{unsafe}",
    )
    shown = "\ufffd" * len(unsafe)
    root = fromstring(drawn.svg())
    assert root.findtext(f"{SVG}title") == f"Found{shown}"
    assert f"Ratings. Any{shown}: May{shown}, 1 May 2026" in str(root.findtext(f"{SVG}desc"))
    assert f"<dc:source>Doe{shown}</dc:source>" in re.sub(r">\s+", ">", drawn.svg())


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("chart.svg", b'<?xml version="1.0" encoding="utf-8"?>\n<svg '),
        ("chart.png", b"\x89PNG"),
        ("CHART.PDF", b"%PDF-"),
    ],
)
def test_the_ending_of_a_name_says_what_is_saved(
    chart: charts.Chart, tmp_path: Path, name: str, begins: bytes
) -> None:
    assert chart.save(tmp_path / name) == tmp_path / name
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_unknown_ending_is_refused_and_nothing_written(
    chart: charts.Chart, tmp_path: Path
) -> None:
    with pytest.raises(ss.UnknownIdError) as caught:
        chart.save(tmp_path / "chart.gif")
    assert str(caught.value) == "no picture of the kind '.gif'; end the name in .svg, .png or .pdf"
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_cannot_be_written_leaves_the_old_one(
    chart: charts.Chart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "chart.svg").write_text("old", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        chart.save(tmp_path / "chart.svg")
    assert (tmp_path / "chart.svg").read_text(encoding="utf-8") == "old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.slow
def test_drawing_twice_gives_the_same_svg(chart: charts.Chart) -> None:
    assert chart.svg() == chart.svg() == charts.grid(cycled(ss.six_steps())).svg()


def test_no_file_says_when_it_was_made(chart: charts.Chart) -> None:
    assert "<dc:date>" not in chart.svg()
    assert b"CreationDate" not in chart.pdf()


def test_the_picture_carries_its_title_its_words_and_the_reference(chart: charts.Chart) -> None:
    png = chart.png()
    for text in (chart.title, chart.alt, chart.source):
        assert text.encode("latin-1") in png
    assert chart.source in chart.svg()


@pytest.mark.parametrize("dpi", [40, 72, 150])
@pytest.mark.slow
def test_a_coarse_png_cuts_no_line_off(dpi: int) -> None:
    framework = evolve(ss.six_steps(), source=ss.Source(" ".join(["A reference"] * 60)))
    picture = image.imread(io.BytesIO(charts.grid(cycled(framework)).png(dpi)))
    margin = int(12 * dpi / 72)
    for edge in (picture[:, :margin], picture[:, -margin:], picture[:margin], picture[-margin:]):
        assert edge.min() == 1


@pytest.mark.slow
def test_a_finer_png_has_more_pixels(chart: charts.Chart) -> None:
    usual, fine = (image.imread(io.BytesIO(chart.png(dpi))) for dpi in (50, 100))
    assert fine.shape[0] == pytest.approx(2 * usual.shape[0], abs=1)


@pytest.mark.slow
def test_a_notebook_shows_an_image_with_alternative_text(chart: charts.Chart) -> None:
    shown = chart._repr_html_()
    match = re.fullmatch(
        r'<img src="data:image/png;base64,([^"]+)" alt="([^"]+)" width="\d+"'
        r' style="max-width: 100%; height: auto">',
        shown,
    )
    assert match is not None
    assert base64.b64decode(match[1]).startswith(b"\x89PNG")
    assert match[2].startswith("Green in 8 of 19 questions rated, Red in 7. Ratings. Anytown:")
    assert chart._repr_svg_() == chart.svg()
    assert chart._repr_png_() == chart.png()


def test_its_repr_is_its_title(chart: charts.Chart) -> None:
    assert repr(chart) == "<Chart 'Green in 8 of 19 questions rated, Red in 7'>"


@pytest.mark.slow
def test_how_the_reader_prints_numbers_changes_no_byte_of_a_file(chart: charts.Chart) -> None:
    usual = chart.svg(), chart.png(), chart.pdf()
    with np.printoptions(legacy="1.13", precision=2, suppress=True):
        assert (chart.svg(), chart.png(), chart.pdf()) == usual


@pytest.mark.slow
def test_drawing_never_touches_pyplot() -> None:
    code = (
        "import sys, sixsteps as ss\n"
        "from tests.support.rounds_to_draw import DRAWN\n"
        "DRAWN['grid'](ss.six_steps()).svg()\n"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert finished.stdout.strip() == "False"
