"""A round as large as a report is measured on."""

import itertools
from datetime import date

import sixsteps as ss


def large_round(year: int) -> ss.Round:
    """24 questions, 26 respondents, 60 actions of 20 words and 18 context answers of 40."""
    framework, words = ss.six_steps(), itertools.cycle(["review", "every", "agency"])
    people = [ss.Respondent(f"r{n}", f"Safeguarding school {n}", ss.Role.PEER) for n in range(26)]
    levels = itertools.cycle(["red", "amber", "green", "green", "amber"])
    ratings = [
        ss.Rating(
            question.id,
            next(levels),
            ["Minutes of March"] * ((place + number) % 7 > 0),
            remaining="One seat",
            respondent=one.id,
        )
        for place, question in enumerate(framework.questions)
        for number, one in enumerate(people)
        if (place + number) % 23
    ]

    def said(count: int) -> str:
        return " ".join(itertools.islice(words, count))

    actions = [
        ss.Action(
            said(20),
            addresses=[framework.steps[number // 10].questions[number % 4].id],
            respondents=[people[number % 26].id],
            owner=["Chair of the executive", "Police delegate", "", "Data group"][number % 4],
            due=date(year, 1 + number % 12, 1) if number % 5 else None,
        )
        for number in range(60)
    ]
    return ss.Round(
        framework,
        "Anytown Safeguarding Children Partnership",
        f"Spring {year}",
        date(year, 5, 1),
        ratings=ratings,
        plans=[
            ss.ActionPlan(step.id, actions[10 * place : 10 * place + 10], outcome=said(12))
            for place, step in enumerate(framework.steps)
        ],
        respondents=people,
        context=[ss.ContextAnswer(one.id, said(40)) for one in framework.context],
        handling="OFFICIAL. For the executive and the scrutineer; kept until April 2029.",
        next_on=date(year, 11, 1),
    )
