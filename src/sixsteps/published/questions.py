"""The six steps and their 24 questions, as the table of Section 4 prints them.

The table has a column for each step: its title, its four questions, each with
"Red/Amber/Green" below it, and one "Actions" cell. Line breaks within a cell are
folded; every other character is as printed.
"""

from typing import Final

from sixsteps.model.question import Question, Step
from sixsteps.published.labels import LABELS

TITLE: Final = "Six Steps for Independent Scrutiny: Safeguarding children partnership arrangements"
"""The title printed above the table; the reference has a shorter one (`SOURCE.title`)."""


def _question(key: str, text: str) -> Question:
    return Question(key, text, label=LABELS[key])


STEPS: Final[tuple[Step, ...]] = (
    Step(
        "s1",
        "The three core partner leads are actively involved in strategic planning and "
        "implementation",
        (
            _question(
                "s1q1",
                "Have the three partners agreed a process for developing, reviewing and "
                "funding a child centred strategic safeguarding children plan: "
                "identifying agreed desired outcomes in line with national guidelines "
                "and recent research findings, including contextual safeguarding?",
            ),
            _question(
                "s1q2",
                "Are representatives of the three lead partners strategically placed on "
                "relevant partnership meetings, sub groups, and working groups, "
                "reviewing progress against the questions within this ‘Six Steps’ model?",
            ),
            _question(
                "s1q3",
                "Are the three partners assured that the safeguarding children "
                "partnership works effectively alongside other partnerships: for example "
                "the safeguarding adults board; community safety partnership; health and "
                "wellbeing board?",
            ),
            _question(
                "s1q4",
                "Are necessary reporting and scrutiny processes in place, with review of "
                "required outcomes, and forward planning procedures?",
            ),
        ),
    ),
    Step(
        "s2",
        "The wider safeguarding partners (including relevant agencies) are actively "
        "involved in safeguarding children",
        (
            _question(
                "s2q1",
                "Is the wider safeguarding children partnership, including all relevant "
                "agencies and the private and business sector, appropriately informed of "
                "and engaged with the safeguarding children partnership arrangements and "
                "safeguarding children plan?",
            ),
            _question(
                "s2q2",
                "Is the wider safeguarding children partnership research informed and "
                "adhering to national guidelines regarding issues impacting on "
                "safeguarding children, including contextual safeguarding?",
            ),
            _question(
                "s2q3",
                "Are all safeguarding partners engaging with safeguarding children "
                "information sharing and staff training protocols?",
            ),
            _question(
                "s2q4",
                "Are all safeguarding partners engaged with identifying and reviewing "
                "safeguarding children priorities: facilitating safeguarding concerns up "
                "to and down from the three lead partners?",
            ),
        ),
    ),
    Step(
        "s3",
        "Children, young people and families are aware of and involved with plans for "
        "safeguarding children",
        (
            _question(
                "s3q1",
                "Are children and young people consulted, inputting into, and "
                "influencing the development, implementation and review of the "
                "safeguarding plan and related activities?",
            ),
            _question(
                "s3q2",
                "Is there an outreach (engagement) strategy to ensure that those "
                "impacted most by safeguarding concerns are aware of their right to be "
                "safeguarded and to play a part in developing initiatives to prevent, "
                "respond to and report about safeguarding threats?",
            ),
            _question(
                "s3q3",
                "Are opportunities in place for children and young people to lead or "
                "co-lead safeguarding initiatives; safeguarding training for adults and "
                "children; and attending relevant meetings, working groups, and sub "
                "groups?",
            ),
            _question(
                "s3q4",
                "Do young people play a role in assessing and representing safeguarding "
                "concerns in their transition to adult services?",
            ),
        ),
    ),
    Step(
        "s4",
        "Appropriate quality assurance procedures are in place for data collection, "
        "audit and information sharing",
        (
            _question(
                "s4q1",
                "Are mechanisms in place for the three core partners to collect and "
                "analyse relevant data pertaining to safeguarding children?",
            ),
            _question(
                "s4q2",
                "Are agencies from the wider partnership undertaking and sharing their "
                "own audits of data pertaining to safeguarding children?",
            ),
            _question(
                "s4q3",
                "Is all relevant data from within the core and wider partnership being "
                "used to review the impact of safeguarding initiatives on desired "
                "outcomes for children?",
            ),
            _question(
                "s4q4",
                "Is all relevant data shared across the partnership and used to inform: "
                "an assessment of gaps in data, identification of priorities, and future "
                "safeguarding plans?",
            ),
        ),
    ),
    Step(
        "s5",
        "There is a process for identifying and investigating learning from local and "
        "national case reviews",
        (
            _question(
                "s5q1",
                "Are all safeguarding partners aware of the criteria and process for "
                "referral of cases for consideration of meeting the threshold for local "
                "or national review?",
            ),
            _question(
                "s5q2",
                "Are case reviews adequately resourced to enhance learning, to embrace "
                "contextual as well as individual and family concerns and to involve the "
                "full range of personnel to extract learning?",
            ),
            _question(
                "s5q3",
                "Is learning from reviews being cascaded and used to improve outcomes "
                "for children, their families and community?",
            ),
            _question(
                "s5q4",
                "Is there evidence of the integration of learning from case reviews into "
                "future training, policy and practice for safeguarding children, young "
                "people and communities?",
            ),
        ),
    ),
    Step(
        "s6",
        "There is an active program of multi-agency safeguarding children training",
        (
            _question(
                "s6q1",
                "Is there a transparent and clearly understood process for identifying, "
                "providing and evaluating training needs for safeguarding children with "
                "all safeguarding partners, including children, families and "
                "communities?",
            ),
            _question(
                "s6q2",
                "Is the planning and delivery of multi-agency training informed by the "
                "local safeguarding children plan; review of local data; local and "
                "national policy; legislative contexts; and up to date research "
                "findings?",
            ),
            _question(
                "s6q3",
                "Is the take up and use of safeguarding children training reviewed in "
                "both core and wider partnership agencies including take up and use of "
                "training by children, young people and communities?",
            ),
            _question(
                "s6q4",
                "Are the core partners assessing the impact of safeguarding children "
                "training (impact on practice and desired safeguarding outcomes) and "
                "using this to inform future training needs?",
            ),
        ),
    ),
)
"""The six steps in the order of the table's columns, each with its four questions."""
