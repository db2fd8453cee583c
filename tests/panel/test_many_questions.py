"""A panel of more questions than a byte can number, from rounds, lines and frames alike."""

import io
from datetime import date
from pathlib import Path

from sixsteps import (
    Framework,
    Panel,
    Question,
    Rating,
    Round,
    Source,
    Step,
    frames,
    read_rounds,
    write_rounds,
)
from tests.panel.many import LEVELS
from tests.strategies import TRAFFIC

STEPS, EACH = 30, 20

FRAMEWORK = Framework(
    "Local",
    Source("Doe, J (2024) Local"),
    TRAFFIC,
    [
        Step(f"s{step}", f"Step {step}", [Question(f"s{step}q{n}", f"{n}?") for n in range(EACH)])
        for step in range(STEPS)
    ],
)

ROUNDS = [
    Round(
        FRAMEWORK,
        "Anytown",
        f"Round {turn}",
        date(2025 + turn, 5, 1),
        period=f"{2025 + turn}",
        ratings=[
            Rating(question.id, LEVELS[(place + turn * (place % 2)) % 3])
            for place, question in enumerate(FRAMEWORK.questions)
        ],
    )
    for turn in range(2)
]


def test_six_hundred_questions_are_counted_apart(tmp_path: Path) -> None:
    panel = Panel.from_rounds(ROUNDS)
    assert [name for name, _ in panel.levels("question").parts] == [
        question.id for question in FRAMEWORK.questions
    ]
    assert panel.levels("question").parts[-1][1].reading.counts == (1, 0, 1)
    assert panel.levels().total.reading.counts == (400, 400, 400)
    moved = panel.change("2025", "2026").transitions
    assert (moved.matched, moved.improved, moved.held, moved.declined) == (600, 200, 300, 100)
    file = io.StringIO()
    write_rounds(ROUNDS, file)
    assert Panel.from_rounds(read_rounds(io.StringIO(file.getvalue()))) == panel
    assert Panel.from_frame(frames.to_frame(ROUNDS, "polars"), FRAMEWORK) == panel
    panel.save(tmp_path / "panel.npz")
    assert Panel.load(tmp_path / "panel.npz") == panel
