"""Whatever a file holds, it is read or refused within seconds and within a bounded memory.

The kinds that cost most of each reader are in `large_files`. Each is read in a process of its own,
by its processor time and its peak of memory, which Windows does not tell.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.trust.large_files import KINDS, cost

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.slow


def cost_alone(kind: str, size: int) -> tuple[float, str, int]:
    """What a file costs that is read, and made, in a process of its own."""
    command = [sys.executable, "-m", "tests.trust.large_files", kind, str(size)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, outcome, memory = json.loads(ran.stdout)
    return seconds, outcome, memory


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_a_third_of_a_megabyte_takes_no_more_than_seconds(kind: str) -> None:
    seconds, outcome = cost(kind, 350_000)
    assert outcome in ("read", "refused")
    assert seconds < 5


@pytest.mark.deep
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_one_megabyte_takes_five_seconds_and_500_mb_at_most(kind: str) -> None:
    seconds, outcome, memory = cost_alone(kind, 2**20)
    assert outcome in ("read", "refused")
    assert (seconds < 5, memory < 500) == (True, True), (seconds, memory)


@pytest.mark.deep
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_64_mb_takes_a_minute_and_1_500_mb_at_most(kind: str) -> None:
    seconds, outcome, memory = cost_alone(kind, 2**26 - 1_000_000)
    assert outcome in ("read", "refused")
    assert (seconds < 60, memory < 1_500) == (True, True), (seconds, memory)
