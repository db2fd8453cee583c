"""What a panel of several frameworks cites: whatever each of them cites, every part once."""

from datetime import date

import pytest

import sixsteps as ss

FIRST = ss.Framework(
    "Care",
    ss.Source("Doe, J (2018) Care", adapted="Adapted from Care by J Doe."),
    ss.Scale("Two", [ss.Level("no"), ss.Level("yes")]),
    [ss.Step("s1", "One", [ss.Question("s1q1", "Do they meet?")])],
)
SECOND = ss.adapt(
    FIRST,
    ss.RewordQuestion("s1q1", "Do they meet often?"),
    by="J Doe",
    on=date(2024, 2, 1),
    edition=ss.Source("Doe, J (2024) Care, second edition"),
)
BORROWED = ss.Source("Roe, R (2020) Questions")
LOCAL, OTHER = (
    ss.adapt(
        base, ss.AddQuestion("s1", "Who leads?", source=BORROWED), by=name, on=date(2025, 1, 6)
    )
    for base, name in ((FIRST, "Anytown"), (SECOND, "Othertown"))
)
PEARCE = ss.six_steps().source
OWN = ss.Framework("Own", ss.Source("Poe, P (2021) Own"), ss.RAG, FIRST.steps)
OWN_LOCAL = ss.adapt(OWN, ss.Retitle("Ours"), by="Anytown", on=date(2025, 1, 6))
ON_TWO = ss.adapt(
    OWN,
    ss.ChangeScale(FIRST.scale, {"red": "no", "amber": "no", "green": "yes"}),
    by="Anytown",
    on=date(2025, 1, 6),
)


def panel(*frameworks: ss.Framework, scale: ss.Scale | None = None) -> ss.Panel:
    rounds = [
        ss.Round(one, f"Area {place}", "Spring", date(2026, 5, 1), period="2026")
        for place, one in enumerate(frameworks)
    ]
    return ss.Panel.from_rounds(rounds, scale=scale)


@pytest.mark.parametrize("framework", [FIRST, SECOND, LOCAL, OTHER, OWN, OWN_LOCAL, ON_TWO])
def test_one_framework_is_cited_as_it_cites_itself(framework: ss.Framework) -> None:
    assert panel(framework).citation == framework.citation


def test_editions_that_nobody_else_adapted_are_each_cited_plainly() -> None:
    expected = "Doe, J (2018) Care. Doe, J (2024) Care, second edition."
    assert panel(FIRST, SECOND).citation == expected


def test_once_adapted_the_latest_edition_gives_its_sentence_and_all_that_is_borrowed_follows() -> (
    None
):
    assert panel(FIRST, LOCAL).citation == (
        "Adapted from Care by J Doe. Adapted by Anytown (2025). With questions from Roe, R (2020)"
        " Questions."
    )
    assert panel(LOCAL, OTHER, SECOND).citation == (
        "Adapted from Doe, J (2024) Care, second edition. Adapted by Anytown (2025). Adapted by"
        " Othertown (2025). With questions from Roe, R (2020) Questions."
    )


def test_whose_the_scale_is_that_frameworks_or_the_panel_use_is_cited() -> None:
    scale = f" Scale from {PEARCE.reference.removesuffix('.')}."
    found = panel(OWN, OWN_LOCAL).citation
    assert found == f"Adapted from Poe, P (2021) Own. Adapted by Anytown (2025).{scale}"
    assert panel(OWN, ON_TWO, scale=ON_TWO.scale).citation.endswith(
        f"{scale[:-1]}; Doe, J (2018) Care."
    )
