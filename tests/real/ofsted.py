"""Ofsted's three frameworks, its published inspections as rounds, and how the three correspond."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sixsteps import (
    Crosswalk,
    Framework,
    Level,
    Match,
    Question,
    Rating,
    Round,
    Scale,
    Source,
    Step,
)

SCALE = Scale(
    "Ofsted",
    [
        Level("inadequate"),
        Level("requires_improvement", "Requires improvement"),
        Level("good"),
        Level("outstanding"),
    ],
)

LEADERS_2013 = Question("leaders", "Leadership, management and governance", label="Leaders")
LEADERS = Question(
    "leaders",
    "The impact of leaders on social work practice with children and families",
    label="Leaders",
)
HELP_2013 = Question(
    "help_protection", "Children who need help and protection", label="Help and protection"
)
HELP = Question(
    "help_protection",
    "The experiences and progress of children who need help and protection",
    label="Help and protection",
)
OVERALL = Question("overall", "Overall effectiveness")


def _framework(title: str, year: int, *questions: Question) -> Framework:
    step = Step("judgements", "Judgements", questions)
    return Framework(title, Source(f"Ofsted ({year}) {title}"), SCALE, [step])


FRAMEWORKS = {
    "SIF-2013": _framework(
        "Single inspection framework",
        2013,
        LEADERS_2013,
        HELP_2013,
        Question(
            "looked_after",
            "Children looked after and achieving permanence",
            label="Looked after children",
        ),
        Question("adoption", "Adoption performance"),
        Question("care_leavers", "Experiences and progress of care leavers", label="Care leavers"),
        OVERALL,
        Question(
            "lscb",
            "The effectiveness of the Local Safeguarding Children Board",
            label="Safeguarding board",
        ),
    ),
    "ILACS-2018": _framework(
        "Inspecting local authority children's services (2018)",
        2018,
        LEADERS,
        HELP,
        Question(
            "care_and_leavers",
            "The experiences and progress of children in care and care leavers",
            label="In care and care leavers",
        ),
        OVERALL,
    ),
    "ILACS-2023": _framework(
        "Inspecting local authority children's services (2023)",
        2023,
        LEADERS,
        HELP,
        Question(
            "in_care",
            "The experiences and progress of children in care",
            label="Children in care",
        ),
        Question(
            "care_leavers",
            "The experiences and progress of care leavers",
            label="Care leavers",
        ),
        OVERALL,
    ),
}

_REWORDED = [Match(name, name, "reworded") for name in ("leaders", "help_protection")]

CROSSWALKS: Mapping[tuple[str, str], Crosswalk] = {
    ("SIF-2013", "ILACS-2018"): Crosswalk(
        [
            *_REWORDED,
            Match("overall", "overall"),
            Match(
                ["looked_after", "care_leavers"],
                "care_and_leavers",
                "merged",
                reason="looked after children and care leavers became one judgement",
            ),
        ],
        title="SIF to ILACS 2018",
    ),
    ("ILACS-2018", "ILACS-2023"): Crosswalk(
        [
            *[Match(name, name) for name in ("leaders", "help_protection", "overall")],
            Match("care_and_leavers", ["in_care", "care_leavers"], "split"),
        ],
        title="ILACS 2018 to ILACS 2023",
    ),
    ("SIF-2013", "ILACS-2023"): Crosswalk(
        [
            *_REWORDED,
            Match("overall", "overall"),
            Match("looked_after", "in_care", "reworded"),
            Match("care_leavers", "care_leavers", "reworded"),
        ],
        title="SIF to ILACS 2023",
    ),
}


def rounds(folder: Path) -> list[Round]:
    """Every inspection as a round, in the order of the table."""
    with (folder / "judgements.csv").open(encoding="utf-8", newline="") as table:
        return [_round(row) for row in csv.DictReader(table)]


def _round(row: Mapping[str, str]) -> Round:
    framework = FRAMEWORKS[row["fw"]]
    return Round(
        framework,
        row["la"].title(),
        f"{row['fw'].partition('-')[0]} {row['date'][:4]}",
        date.fromisoformat(row["date"]),
        ratings=[
            Rating(question.id, row[question.id].replace(" ", "_"))
            for question in framework.questions
            if row[question.id]
        ],
        organisation_id=row["urn"],
    )


def latest(every: list[Round], framework: str) -> dict[str, Round]:
    """Each authority's latest inspection under a framework, by the authority's number."""
    of_framework = [one for one in every if one.framework == FRAMEWORKS[framework]]
    return {one.organisation_id or "": one for one in sorted(of_framework, key=lambda one: one.on)}
