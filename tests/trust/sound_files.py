"""Makes the sound workbooks and the sound panel of the corpus: `python -m tests.trust.sound_files`.

They are files of the library's own present layout, of a framework as small as shows every part.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl

import sixsteps as ss

CORPUS = Path(__file__).parent / "corpus"


def small_round() -> ss.Round:
    """Two respondents, two questions and an action, on an adapted framework."""
    questions = ss.Question("s1q1", "Do they meet?"), ss.Question("s1q2", "Do they plan?")
    scale = ss.Scale("Two", [ss.Level("no", "No"), ss.Level("yes", "Yes", needs=["evidence"])])
    plain = ss.Framework(
        "Small",
        source=ss.Source("Doe, J (2024) Small"),
        scale=scale,
        steps=[ss.Step("s1", "Lead", questions)],
    )
    framework = ss.adapt(
        plain,
        ss.AddQuestion("s1", "Do they read?"),
        ss.RemoveQuestion("s1q2", reason="gone"),
        by="Anytown",
        on=date(2026, 1, 5),
    )
    return ss.Round(
        framework,
        organisation="Anytown",
        title="Spring 2026",
        on=date(2026, 5, 1),
        ratings=[
            ss.Rating("s1q1", "yes", ["Minutes"], respondent="a"),
            ss.Rating("s1q3", "no", respondent="b"),
        ],
        plans=[
            ss.ActionPlan(
                "s1", [ss.Action("Meet", id="a1", addresses=["s1q1"], due=date(2026, 9, 1))]
            )
        ],
        respondents=[
            ss.Respondent("a", "A", ss.Role.PEER),
            ss.Respondent("b", "B", ss.Role.PEER),
        ],
        period="2026",
    )


def write_setup(round_: ss.Round, path: Path) -> None:
    """The set-up workbook of the next round, with what it needs filled in."""
    ss.workbook.write_setup(round_, path)
    book = openpyxl.load_workbook(path)
    entries = {str(row[0].value): row[2] for row in book["About"].iter_rows()}
    entries["title"].value, entries["on"].value = "Spring 2027", date(2027, 5, 1)
    book.save(path)


def main() -> None:
    """Write every file."""
    made = small_round()

    def template(path: Path) -> None:
        ss.workbook.write_template(made, path, respondent="a")

    def moderation(path: Path) -> None:
        ss.workbook.write_moderation(made, path)

    files: dict[str, Callable[[Path], None]] = {
        "actions/sound.xlsx": lambda path: ss.workbook.write_actions(made, path),
        "framework-workbook/sound.xlsx": lambda path: ss.workbook.write_framework(
            made.framework, path
        ),
        "moderation/sound.xlsx": moderation,
        "moderation/template.xlsx": template,
        "panel/sound.npz": ss.Panel.from_rounds([made]).save,
        "setup/sound.xlsx": lambda path: write_setup(made, path),
        "workbook/moderation.xlsx": moderation,
        "workbook/sound.xlsx": template,
    }
    for name, write in files.items():
        path = CORPUS / name
        path.parent.mkdir(exist_ok=True)
        write(path)


if __name__ == "__main__":
    main()
