"""Short labels for the 24 questions: this library's own words, not the paper's.

The paper prints its questions in full and gives them no short names. Charts and
tables have no room for the full text, so each question has a label of a few words.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LABELS_NOTE: Final = (
    "The short labels of the questions are sixsteps' own words; "
    "the source prints the questions in full."
)
"""The sentence an output prints where it shows labels in place of questions."""

LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "s1q1": "Agreed strategic plan",
        "s1q2": "Presence at key meetings",
        "s1q3": "Links with other partnerships",
        "s1q4": "Reporting and forward planning",
        "s2q1": "Wider partners engaged",
        "s2q2": "Research and national guidelines",
        "s2q3": "Sharing and training protocols",
        "s2q4": "Priorities and concerns",
        "s3q1": "Influence on the plan",
        "s3q2": "Outreach and rights",
        "s3q3": "Leading and co-leading",
        "s3q4": "Transition to adult services",
        "s4q1": "Core partner data",
        "s4q2": "Wider partner audits",
        "s4q3": "Impact on outcomes",
        "s4q4": "Shared data and priorities",
        "s5q1": "Criteria for referral",
        "s5q2": "Resources for case reviews",
        "s5q3": "Learning improves outcomes",
        "s5q4": "Learning into practice",
        "s6q1": "Identifying training needs",
        "s6q2": "What informs training",
        "s6q3": "Take up of training",
        "s6q4": "Impact of training",
    }
)
"""Question id to label, in the order of the framework."""
