"""The context questions of Section 6, with their introduction and addressees."""

from typing import Final

from sixsteps.model.question import ContextQuestion

CONTEXT_INTRODUCTION: Final = (
    "The questions below are for consideration by the three partner leads and the "
    "independent scrutineer(s) when developing Independent Scrutiny arrangements: "
    "either when safeguarding partners are considering self-assessment (self-scrutiny) "
    "or scrutiny by independent scrutineer(s)."
)
"""The sentence that introduces the context questions."""

CONTEXT_ADDRESSEES: Final = (
    "Questions for three safeguarding children partner leads to consider for using the "
    "Six Steps for Independent Scrutiny of multi-agency safeguarding children "
    "arrangements"
)
"""The heading of the table of context questions, which says whom they address."""

CONTEXT_QUESTIONS: Final[tuple[ContextQuestion, ...]] = (
    ContextQuestion(
        "c1",
        "Who employs the independent scrutineer(s), who do they report to (including in "
        "public to scrutiny committees?) and how often?",
    ),
    ContextQuestion("c2", "Is it clear what the scrutineer(s) are scrutinizing?"),
    ContextQuestion(
        "c3",
        "If there is more than one independent scrutineer, how is the relationship "
        "between them managed (do scrutineers share their observations with each other; "
        "how are the scrutineer findings amalgamated; do scrutineers have a contribution "
        "to make to this amalgamation)?",
    ),
    ContextQuestion(
        "c4",
        "What is the process for the three partners to use if they have concerns about "
        "the work of the independent scrutineer(s)?",
    ),
    ContextQuestion(
        "c5",
        "If the scrutineer(s) is given responsibility for resolving conflict as final "
        "arbiter within the safeguarding children partnership, how is this to be "
        "managed, who is this reported to and over what time line?",
    ),
    ContextQuestion(
        "c6",
        "Is scrutiny focused on outcomes for children as well as processes to achieve "
        "these outcomes?",
    ),
    ContextQuestion(
        "c7",
        "What does ‘critical friend’ mean? Is the scrutineer somewhere between being an "
        "inspector and a friend?",
    ),
    ContextQuestion(
        "c8",
        "Does the scrutineer chair any partnerships meetings? How is independence "
        "maintained if a scrutineer also chairs meetings?",
    ),
    ContextQuestion(
        "c9",
        "How is information created through independent scrutiny to be used in "
        "inspections of any of the core and wider safeguarding partners?",
    ),
    ContextQuestion(
        "c10",
        "Is each question posted in the Six Steps for Independent Scrutiny to be "
        "answered by all or some of the safeguarding partners?",
    ),
    ContextQuestion(
        "c11",
        "How often do partners answer these questions within a process of self-scrutiny?",
    ),
    ContextQuestion(
        "c12",
        "How often do the independent scrutineer(s) ask the questions and assess responses?",
    ),
    ContextQuestion(
        "c13",
        "Where is the information from the consideration of the questions gathered and stored?",
    ),
    ContextQuestion("c14", "Who has access to this information and for what purpose?"),
    ContextQuestion(
        "c15",
        "How is the information gathered to be incorporated into annual reporting?",
    ),
    ContextQuestion(
        "c16",
        "At what stage does the independent scrutineer(s) or scrutiny processes have "
        "access to drafts of the Local Partnership for Safeguarding Children annual "
        "report?",
    ),
    ContextQuestion(
        "c17",
        "What contribution does the independent scrutineer(s) make to the production of "
        "the Local Partnership for safeguarding children annual report?",
    ),
    ContextQuestion(
        "c18",
        "Do independent scrutineers have a national reference point and how is local "
        "scrutiny informed by / influencing the national agendas for safeguarding "
        "children?",
    ),
)
"""The eighteen context questions in printed order."""
