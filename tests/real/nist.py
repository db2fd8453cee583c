"""NIST's Cybersecurity Framework built from tables: 1.1, its second edition and the mapping."""

import csv
import json
from datetime import date
from pathlib import Path

import sixsteps as ss


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _source(version: str, year: int) -> ss.Source:
    title = f"Cybersecurity Framework {version}"
    return ss.Source(
        f"NIST ({year}) {title}. Gaithersburg, MD",
        authors=["National Institute of Standards and Technology"],
        year=year,
        title=title,
    )


def _scale(folder: Path) -> ss.Scale:
    """The four tiers; the highest is one to be shown."""
    tiers = json.loads((folder / "levels.json").read_text("utf-8"))
    levels = [
        ss.Level(
            tier["name"].lower().replace(" ", "-"),
            tier["name"],
            tier["definition"],
            needs=["plan"] if tier["level"] == 1 else ["evidence"],
        )
        for tier in tiers
    ]
    return ss.Scale("Implementation tiers", levels)


def _as_written(folder: Path, version: str, year: int) -> ss.Framework:
    """A version by itself: a category is a step, and a function the tag of its questions."""
    steps: dict[str, list[dict[str, str]]] = {}
    for row in _table(folder / f"csf-{version}.csv"):
        steps.setdefault(row["category"], []).append(row)
    return ss.Framework(
        f"Cybersecurity Framework {version}",
        _source(version, year),
        _scale(folder),
        [
            ss.Step(
                category,
                f"{rows[0]['function_title'].capitalize()}: {rows[0]['category_title']}",
                [
                    ss.Question(row["id"], row["text"], tags=[row["function_title"].capitalize()])
                    for row in rows
                ],
                guidance=rows[0]["category_text"],
            )
            for category, rows in steps.items()
        ],
    )


def first_version(folder: Path) -> ss.Framework:
    """Version 1.1 of 2018."""
    return _as_written(folder, "1.1", 2018)


def second_version(folder: Path) -> ss.Framework:
    """Version 2.0 of 2024, an edition of the first by its own source."""
    first, written = first_version(folder), _as_written(folder, "2.0", 2024)
    edits = ss.record(first, written, by="NIST", on=date(2024, 2, 26)).lineage[0].edits
    edition = _source("2.0", 2024)
    return ss.adapt(first, *edits, by="NIST", on=date(2024, 2, 26), edition=edition)


def mapping(folder: Path) -> ss.Crosswalk:
    """NIST's own mapping, in which every pair overlaps and none is the same."""
    pairs = _table(folder / "mapping-1.1-2.0.csv")
    assert {pair["relation"] for pair in pairs} == {"intersect"}
    matches = [ss.Match(pair["old"], pair["new"], "related") for pair in pairs]
    return ss.Crosswalk(matches, title="From 1.1 to 2.0", source="NIST")


def round_of(framework: ss.Framework, title: str, on: date, pace: int) -> ss.Round:
    """A made-up round, in which IT and the auditors rate every question."""
    keys = framework.scale.keys
    places = [*enumerate(framework.questions)]
    first = framework.questions[0]
    return ss.Round(
        framework,
        "Anywhere Water",
        title,
        on,
        use="yearly review",
        respondents=[
            ss.Respondent("it", "IT department", ss.Role("operator")),
            ss.Respondent("audit", "Internal audit", ss.Role("auditor", independent=True)),
        ],
        ratings=[
            ss.Rating(one.id, keys[(place * pace + more) % 4], evidence=proof, respondent=who)
            for who, more in (("it", 1), ("audit", 0))
            for place, one in places
            for proof in ([] if place % 5 == 0 else ["Register of 3 March"],)
        ],
        plans=[
            ss.ActionPlan(
                framework.steps[0].id,
                [ss.Action("List what is missing", addresses=[first.id], owner="Head of IT")],
            )
        ],
    )
