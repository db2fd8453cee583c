"""The bytes of a round are those of the cells that every other figure starts from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixsteps import Round
from sixsteps.analysis.answer_cells import cells_of, respondent_ids
from sixsteps.panel.cell_bytes import byte_of, round_bytes
from tests.panel.adaptations import EVERY
from tests.strategies import TRAFFIC, rounds


@pytest.mark.law
@given(st.sampled_from(EVERY).flatmap(rounds))
def test_the_bytes_of_a_round_are_those_of_its_cells(made: Round) -> None:
    whose = respondent_ids(made)
    expected = bytes(byte_of(cell, TRAFFIC) for cell in cells_of(made, whose, made.on))
    assert round_bytes(made, whose, {}) == expected
