"""The example notebook runs from top to bottom, and each value shows itself."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from sixsteps.samples import spring_2026

NOTEBOOK = Path(__file__).resolve().parents[2] / "examples" / "notebook.ipynb"


@pytest.fixture(scope="module")
def shown() -> dict[str, dict[str, str]]:
    """What each cell shows, by its id and the media type."""
    notebook: Any = nbformat.read(  # type: ignore[no-untyped-call]  # it has no types
        NOTEBOOK, as_version=4
    )
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    return {
        cell.id: dict(cell.outputs[0].data) for cell in notebook.cells if cell.cell_type == "code"
    }


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["framework", "coverage", "table", "panel"])
def test_a_value_shows_itself_as_a_table_with_its_source(
    shown: dict[str, dict[str, str]], cell: str
) -> None:
    assert "<table" in shown[cell]["text/html"]
    assert "Pearce, J (2019)" in shown[cell]["text/html"]


@pytest.mark.slow
def test_a_chart_shows_itself_as_a_picture_with_words(shown: dict[str, dict[str, str]]) -> None:
    assert "image/svg+xml" in shown["chart"] or 'role="img"' in shown["chart"]["text/html"]


@pytest.mark.slow
def test_a_round_shows_what_it_is_and_none_of_its_texts(shown: dict[str, dict[str, str]]) -> None:
    assert shown["round"]["text/plain"] == repr(spring_2026())


@pytest.mark.slow
def test_a_report_shows_itself_as_its_page(shown: dict[str, dict[str, str]]) -> None:
    assert shown["report"]["text/html"].startswith('<iframe sandbox srcdoc="&lt;!DOCTYPE html')


@pytest.mark.slow
def test_a_sentence_is_its_text(shown: dict[str, dict[str, str]]) -> None:
    assert shown["sentence"]["text/plain"].startswith("'22 of the 25 questions can be compared")
