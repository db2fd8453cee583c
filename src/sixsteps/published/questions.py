"""The six steps and their 24 questions, as the table of Section 4 prints them.

The table has a column for each step: its title, its four questions, each with
"Red/Amber/Green" below it, and one "Actions" cell. Line breaks within a cell are
folded; every other character is as printed.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from sixsteps.model.framework import Framework
from sixsteps.model.question import ContextQuestion, Question, Step
from sixsteps.model.scale import Level, Scale
from sixsteps.model.source import Source
from sixsteps.published.findings import Passage

LABELS_NOTE: Final = (
    "The short labels of the questions are sixsteps' own words; the source prints the questions "
    "in full."
)
"""The sentence an output prints where it shows labels in place of questions."""

TITLE: Final = "Six Steps for Independent Scrutiny: Safeguarding children partnership arrangements"
"""The title printed above the table; the reference has a shorter one (`SOURCE.title`)."""


def _step(key: str, title: str, texts: Mapping[str, str]) -> Step:
    """A step of the table, from the texts of its questions by their labels."""
    numbered = enumerate(texts.items(), 1)
    return Step(key, title, [Question(f"{key}q{n}", text, label) for n, (label, text) in numbered])


STEPS: Final[tuple[Step, ...]] = (
    _step(
        "s1",
        "The three core partner leads are actively involved in strategic planning and "
        "implementation",
        {
            "Agreed strategic plan": (
                "Have the three partners agreed a process for developing, reviewing and funding a "
                "child centred strategic safeguarding children plan: identifying agreed desired "
                "outcomes in line with national guidelines and recent research findings, "
                "including contextual safeguarding?"
            ),
            "Presence at key meetings": (
                "Are representatives of the three lead partners strategically placed on relevant "
                "partnership meetings, sub groups, and working groups, reviewing progress against "
                "the questions within this ‘Six Steps’ model?"
            ),
            "Links with other partnerships": (
                "Are the three partners assured that the safeguarding children partnership works "
                "effectively alongside other partnerships: for example the safeguarding adults "
                "board; community safety partnership; health and wellbeing board?"
            ),
            "Reporting and forward planning": (
                "Are necessary reporting and scrutiny processes in place, with review of required "
                "outcomes, and forward planning procedures?"
            ),
        },
    ),
    _step(
        "s2",
        "The wider safeguarding partners (including relevant agencies) are actively involved in "
        "safeguarding children",
        {
            "Wider partners engaged": (
                "Is the wider safeguarding children partnership, including all relevant agencies "
                "and the private and business sector, appropriately informed of and engaged with "
                "the safeguarding children partnership arrangements and safeguarding children "
                "plan?"
            ),
            "Research and national guidelines": (
                "Is the wider safeguarding children partnership research informed and adhering to "
                "national guidelines regarding issues impacting on safeguarding children, "
                "including contextual safeguarding?"
            ),
            "Sharing and training protocols": (
                "Are all safeguarding partners engaging with safeguarding children information "
                "sharing and staff training protocols?"
            ),
            "Priorities and concerns": (
                "Are all safeguarding partners engaged with identifying and reviewing "
                "safeguarding children priorities: facilitating safeguarding concerns up to and "
                "down from the three lead partners?"
            ),
        },
    ),
    _step(
        "s3",
        "Children, young people and families are aware of and involved with plans for "
        "safeguarding children",
        {
            "Influence on the plan": (
                "Are children and young people consulted, inputting into, and influencing the "
                "development, implementation and review of the safeguarding plan and related "
                "activities?"
            ),
            "Outreach and rights": (
                "Is there an outreach (engagement) strategy to ensure that those impacted most by "
                "safeguarding concerns are aware of their right to be safeguarded and to play a "
                "part in developing initiatives to prevent, respond to and report about "
                "safeguarding threats?"
            ),
            "Leading and co-leading": (
                "Are opportunities in place for children and young people to lead or co-lead "
                "safeguarding initiatives; safeguarding training for adults and children; and "
                "attending relevant meetings, working groups, and sub groups?"
            ),
            "Transition to adult services": (
                "Do young people play a role in assessing and representing safeguarding concerns "
                "in their transition to adult services?"
            ),
        },
    ),
    _step(
        "s4",
        "Appropriate quality assurance procedures are in place for data collection, audit and "
        "information sharing",
        {
            "Core partner data": (
                "Are mechanisms in place for the three core partners to collect and analyse "
                "relevant data pertaining to safeguarding children?"
            ),
            "Wider partner audits": (
                "Are agencies from the wider partnership undertaking and sharing their own audits "
                "of data pertaining to safeguarding children?"
            ),
            "Impact on outcomes": (
                "Is all relevant data from within the core and wider partnership being used to "
                "review the impact of safeguarding initiatives on desired outcomes for children?"
            ),
            "Shared data and priorities": (
                "Is all relevant data shared across the partnership and used to inform: an "
                "assessment of gaps in data, identification of priorities, and future "
                "safeguarding plans?"
            ),
        },
    ),
    _step(
        "s5",
        "There is a process for identifying and investigating learning from local and national "
        "case reviews",
        {
            "Criteria for referral": (
                "Are all safeguarding partners aware of the criteria and process for referral of "
                "cases for consideration of meeting the threshold for local or national review?"
            ),
            "Resources for case reviews": (
                "Are case reviews adequately resourced to enhance learning, to embrace contextual "
                "as well as individual and family concerns and to involve the full range of "
                "personnel to extract learning?"
            ),
            "Learning improves outcomes": (
                "Is learning from reviews being cascaded and used to improve outcomes for "
                "children, their families and community?"
            ),
            "Learning into practice": (
                "Is there evidence of the integration of learning from case reviews into future "
                "training, policy and practice for safeguarding children, young people and "
                "communities?"
            ),
        },
    ),
    _step(
        "s6",
        "There is an active program of multi-agency safeguarding children training",
        {
            "Identifying training needs": (
                "Is there a transparent and clearly understood process for identifying, providing "
                "and evaluating training needs for safeguarding children with all safeguarding "
                "partners, including children, families and communities?"
            ),
            "What informs training": (
                "Is the planning and delivery of multi-agency training informed by the local "
                "safeguarding children plan; review of local data; local and national policy; "
                "legislative contexts; and up to date research findings?"
            ),
            "Take up of training": (
                "Is the take up and use of safeguarding children training reviewed in both core "
                "and wider partnership agencies including take up and use of training by "
                "children, young people and communities?"
            ),
            "Impact of training": (
                "Are the core partners assessing the impact of safeguarding children training "
                "(impact on practice and desired safeguarding outcomes) and using this to inform "
                "future training needs?"
            ),
        },
    ),
)
"""The six steps in the order of the table's columns, each with its four questions."""

LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {question.id: question.label for step in STEPS for question in step.questions}
)
"""Question id to label, in the order of the framework."""


REFERENCE: Final = (
    "Pearce, J (2019) Six Steps for Independent Scrutiny: Safeguarding children arrangements. "
    "Institute of Applied Social Research, Luton, University of Bedfordshire"
)
"""The paper's reference in full, with the title the author asks it to be cited by."""

ADAPTED: Final = f"Adapted from {REFERENCE}"
"""The sentence the paper requires of every adaptation, word for word."""

PERMISSION: Final = (
    "This Six Steps model can be adapted in any way needed, extending or reducing the number of "
    "steps and extending or reducing the number of questions in each step. If it is adapted, "
    "please reference as: ‘Adapted from Pearce, J (2019) Six Steps for Independent Scrutiny: "
    "Safeguarding children arrangements. Institute of Applied Social Research, Luton, University "
    "of Bedfordshire’."
)
"""The permission to adapt and its one condition, as printed in Section 5."""

SOURCE: Final = Source(
    reference=REFERENCE,
    adapted=ADAPTED,
    permission=PERMISSION,
    authors=("Pearce, J",),
    year=2019,
    title="Six Steps for Independent Scrutiny: Safeguarding children arrangements",
    publisher="Institute of Applied Social Research, University of Bedfordshire",
    place="Luton",
)
"""Pearce (2019), the source of every word of the published framework."""


CONTEXT_INTRODUCTION: Final = (
    "The questions below are for consideration by the three partner leads and the independent "
    "scrutineer(s) when developing Independent Scrutiny arrangements: either when safeguarding "
    "partners are considering self-assessment (self-scrutiny) or scrutiny by independent "
    "scrutineer(s)."
)
"""The sentence that introduces the context questions."""

CONTEXT_ADDRESSEES: Final = (
    "Questions for three safeguarding children partner leads to consider for using the Six Steps "
    "for Independent Scrutiny of multi-agency safeguarding children arrangements"
)
"""The heading of the table of context questions, which says whom they address."""

CONTEXT_QUESTIONS: Final = tuple(
    ContextQuestion(f"c{number}", text)
    for number, text in enumerate(
        (
            (
                "Who employs the independent scrutineer(s), who do they report to (including in "
                "public to scrutiny committees?) and how often?"
            ),
            "Is it clear what the scrutineer(s) are scrutinizing?",
            (
                "If there is more than one independent scrutineer, how is the relationship "
                "between them managed (do scrutineers share their observations with each other; "
                "how are the scrutineer findings amalgamated; do scrutineers have a contribution "
                "to make to this amalgamation)?"
            ),
            (
                "What is the process for the three partners to use if they have concerns about "
                "the work of the independent scrutineer(s)?"
            ),
            (
                "If the scrutineer(s) is given responsibility for resolving conflict as final "
                "arbiter within the safeguarding children partnership, how is this to be managed, "
                "who is this reported to and over what time line?"
            ),
            (
                "Is scrutiny focused on outcomes for children as well as processes to achieve "
                "these outcomes?"
            ),
            (
                "What does ‘critical friend’ mean? Is the scrutineer somewhere between being an "
                "inspector and a friend?"
            ),
            (
                "Does the scrutineer chair any partnerships meetings? How is independence "
                "maintained if a scrutineer also chairs meetings?"
            ),
            (
                "How is information created through independent scrutiny to be used in "
                "inspections of any of the core and wider safeguarding partners?"
            ),
            (
                "Is each question posted in the Six Steps for Independent Scrutiny to be answered "
                "by all or some of the safeguarding partners?"
            ),
            "How often do partners answer these questions within a process of self-scrutiny?",
            "How often do the independent scrutineer(s) ask the questions and assess responses?",
            (
                "Where is the information from the consideration of the questions gathered and "
                "stored?"
            ),
            "Who has access to this information and for what purpose?",
            "How is the information gathered to be incorporated into annual reporting?",
            (
                "At what stage does the independent scrutineer(s) or scrutiny processes have "
                "access to drafts of the Local Partnership for Safeguarding Children annual "
                "report?"
            ),
            (
                "What contribution does the independent scrutineer(s) make to the production of "
                "the Local Partnership for safeguarding children annual report?"
            ),
            (
                "Do independent scrutineers have a national reference point and how is local "
                "scrutiny informed by / influencing the national agendas for safeguarding "
                "children?"
            ),
        ),
        1,
    )
)
"""The eighteen context questions in printed order."""


RAG: Final = Scale(
    "Red, Amber, Green",
    (
        Level(
            "red",
            "Red",
            "it is not possible to confirm that any part of the question can be answered "
            "with a positive response.",
            needs=("plan",),
        ),
        Level(
            "amber",
            "Amber",
            "acknowledgement that some parts of the question can be answered positively "
            "(with evidence to illustrate the positive response) but that there is still "
            "work to be done for full positive affirmation",
            needs=("evidence", "remaining", "plan"),
        ),
        Level(
            "green",
            "Green",
            "a positive affirmation that the question can be answered with evidence to "
            "illustrate the positive response",
            needs=("evidence", "plan"),
        ),
    ),
    source=SOURCE,
)
"""The paper's scale, worst to best, each level with its definition word for word."""

USES_INTRODUCTION: Final = (
    "The Six Steps model can be used by the multi-agency safeguarding partners and/or by "
    "independent scrutineers as a model for"
)
"""The words that lead into the three uses."""

USES: Final[tuple[Passage, ...]] = (
    Passage(
        "scrutiny",
        "the safeguarding partnership and/or independent scrutineer(s) to structure their scrutiny",
        section=5,
    ),
    Passage(
        "self-assessment",
        "the three core partners to engage with a self-assessment exercise in "
        "preparation for independent scrutiny",
        section=5,
    ),
    Passage(
        "wider-assessment",
        "the wider range of safeguarding partners to assess their engagement and "
        "activity with safeguarding children initiatives.",
        section=5,
    ),
)
"""The three uses of the model, in printed order."""

ACTION_PLAN_SENTENCE: Final = (
    "Any response (green, amber or red) will still require an action plan to ensure reaching and "
    "maintaining desired outcomes."
)
"""The sentence that asks for an action plan whatever the level."""


def labels_note(questions: Iterable[Question]) -> list[str]:
    """The sentence for an output that names these questions, if a label is the library's own."""
    is_ours = any(one.label and LABELS.get(one.id) == one.label for one in questions)
    return [LABELS_NOTE] if is_ours else []


@cache
def six_steps() -> Framework:
    """Return the Six Steps of Pearce (2019): 6 steps, 24 questions, 18 context questions.

    Every call returns the same immutable value. Its title is the one printed in
    Section 4; its source has the title of the reference. The questions' labels are
    this library's own words (see `sixsteps.published.LABELS_NOTE`).

    >>> framework = six_steps()
    >>> framework.title
    'Six Steps for Independent Scrutiny: Safeguarding children partnership arrangements'
    >>> framework.steps[5].title
    'There is an active program of multi-agency safeguarding children training'
    """
    return Framework(
        title=TITLE,
        source=SOURCE,
        scale=RAG,
        steps=STEPS,
        context=CONTEXT_QUESTIONS,
    )
