"""The round of oracle C1: three respondents, two steps of two questions, as of 31 March 2025."""

from datetime import date

from attrs import evolve

from sixsteps import (
    RAG,
    Action,
    ActionPlan,
    Framework,
    NotApplicable,
    Question,
    Rating,
    Respondent,
    Role,
    Round,
    Source,
    Step,
)

FRAMEWORK = Framework(
    "Two steps",
    Source("Doe, J (2024) Two steps"),
    evolve(RAG, source=None),
    [
        Step("s1", "First", [Question("q1", "One?"), Question("q2", "Two?")]),
        Step("s2", "Second", [Question("q3", "Three?"), Question("q4", "Four?")]),
    ],
)

C1 = Round(
    FRAMEWORK,
    "Anytown",
    "Spring 2025",
    date(2025, 3, 31),
    respondents=[
        Respondent("la", "Council", Role.LEAD_PARTNER, asked=["s1", "q3"]),
        Respondent("health", "Health", Role.LEAD_PARTNER, asked=["s1", "q3"]),
        Respondent("police", "Police", Role.LEAD_PARTNER, asked=["s1"]),
    ],
    ratings=[
        Rating("q1", "green", ["Minutes"], respondent="la"),
        Rating("q1", "amber", ["Audit"], remaining="Training", respondent="health"),
        Rating("q2", "amber", ["Survey"], respondent="la"),
        Rating("q2", "green", respondent="health"),
        Rating("q2", "red", respondent="police"),
        Rating("q3", "red", respondent="la"),
        NotApplicable("q3", "Not commissioned", respondent="health"),
    ],
    plans=[
        ActionPlan(
            "s1",
            [
                Action("Keep on", addresses=["q1"], respondents=["la"], due=date(2025, 1, 31)),
                Action("Train", addresses=["q1"], respondents=["health"], due=date(2025, 6, 30)),
                Action("Ask", addresses=["q2"], respondents=["la"], status="closed"),
                Action("Collect", addresses=["q2"], respondents=["health"]),
                Action("Join", addresses=["q2"], respondents=["police"], due=date(2025, 3, 31)),
            ],
        )
    ],
)
