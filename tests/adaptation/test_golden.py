"""Saved adaptations are a file format: what `replay` does with them stays as it is for ever.

Each document in `golden/` is an adapted framework as it was written once. Reading it replays its
lineage on its origin; a change of meaning of any edit, id rule or digest shows here.
"""

import json
from pathlib import Path
from typing import get_args

import pytest

from sixsteps import Edit, Framework, read, replay, to_document
from tests.strategies.frameworks import edits_of

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_saved_framework_is_still_what_its_edits_make(path: Path) -> None:
    saved = read(path, Framework)
    again = saved.origin
    for adaptation in saved.lineage:
        again = replay(again, adaptation)
    assert again == saved
    written = json.loads(path.read_text("utf-8"))
    opening = {key: written[key] for key in ("$schema", "format")}
    assert to_document(again) | opening == written


def test_the_saved_frameworks_hold_every_kind_of_edit_and_a_merge() -> None:
    frameworks = [read(path, Framework) for path in GOLDEN]
    kinds = {type(edit) for framework in frameworks for edit in edits_of(framework)}
    assert kinds == set(get_args(Edit))
    assert any(made.merges and made.renamed for one in frameworks for made in one.lineage)
    assert any(made.left_out for one in frameworks for made in one.lineage)
