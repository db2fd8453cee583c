"""Files that Windows programs saved are read as they are, and what is written is the same there."""

import io
from datetime import date
from pathlib import Path, PureWindowsPath

import pytest

import sixsteps as ss

SPRING = ss.samples.spring_2026()
BOM = b"\xef\xbb\xbf"


def as_saved_there(content: bytes) -> bytes:
    """With a byte order mark and both characters at the end of each line, as editors save it."""
    return BOM + content.replace(b"\n", b"\r\n")


def test_a_document_saved_there_is_read() -> None:
    file = io.BytesIO()
    ss.write(SPRING, file)
    assert ss.read(io.BytesIO(as_saved_there(file.getvalue())), ss.Round) == SPRING


def test_json_lines_saved_there_are_read() -> None:
    file = io.BytesIO()
    ss.write_rounds([SPRING, SPRING], file)
    assert [*ss.read_rounds(io.BytesIO(as_saved_there(file.getvalue())))] == [SPRING, SPRING]


def test_a_crosswalk_saved_there_is_read() -> None:
    found = ss.read_crosswalk(io.BytesIO(as_saved_there(b"old;new;relation\ns1q1;a1;same\n")))
    assert found.matches == (ss.Match("s1q1", "a1"),)


def test_a_survey_saved_there_is_read(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(as_saved_there(b"respondent,s1q1,s1q1_evidence\nHealth,Green,Plan\n"))
    found = ss.surveys.read_table(
        path,
        ss.six_steps(),
        organisation="Anytown",
        title="Spring 2026",
        on=date(2026, 5, 1),
        role=ss.Role.LEAD_PARTNER,
    ).round
    assert found.answer("s1q1", "health") == ss.Rating(
        "s1q1", "green", evidence=["Plan"], respondent="health"
    )


@pytest.mark.slow
def test_line_ends_written_are_the_same_on_every_system(tmp_path: Path) -> None:
    ss.write(SPRING, tmp_path / "a.json")
    ss.write_rounds([SPRING], tmp_path / "a.jsonl")
    ss.report(SPRING, respondent="agreed").save(tmp_path / "a.md")
    ss.report(SPRING, respondent="agreed").save(tmp_path / "a.html")
    ss.charts.grid(SPRING, respondent="agreed").save(tmp_path / "a.svg")
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(written) == 5
    assert [name for name, content in written.items() if b"\r" in content] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["report.HTML", "report.Md", "report.DOCX"])
def test_an_ending_in_capitals_is_the_same_ending(name: str, tmp_path: Path) -> None:
    ss.report(SPRING, respondent="agreed").save(tmp_path / name)
    assert (tmp_path / name).stat().st_size > 0


def test_no_file_of_the_package_has_a_name_that_is_reserved_there() -> None:
    reserved = {
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{device}{n}" for device in ("com", "lpt") for n in "123456789"),
    }
    package = Path(ss.__file__).parent
    names = [path.relative_to(package) for path in package.rglob("*")]
    assert names
    assert [one for one in names if PureWindowsPath(one).stem.lower() in reserved] == []
    assert len({str(one).lower() for one in names}) == len(names)
