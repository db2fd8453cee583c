"""An example adaptation: the paper's questions in the terms of Working Together 2023.

The paper of 2019 speaks of three core partners, partner leads and lead partners, and of a
clinical commissioning group as one of them. Since then the Health and Care Act 2022 put
integrated care boards in the place of clinical commissioning groups, and Working Together 2023
tells lead from delegated safeguarding partners and strengthens the part of education. This is
this project's example of how to follow such a revision; it is no official one.
"""

from datetime import date
from functools import cache
from typing import Final, NamedTuple

from sixsteps.adaptation.adapting import adapt
from sixsteps.model.edits import (
    AddQuestion,
    Edit,
    RetitleStep,
    RewordContextQuestion,
    RewordQuestion,
)
from sixsteps.model.framework import Framework
from sixsteps.published.questions import six_steps

EXAMPLE_ADAPTER: Final = "the sixsteps project, as an example and not as an official revision"
"""Who made the adaptation, as its citation names them."""

_LEADS = (
    "Working Together 2023 names the head of each statutory safeguarding partner (local"
    " authority, integrated care board, police) a lead safeguarding partner, and a delegated"
    " safeguarding partner for each to act for them; the bodies asked about stay the same"
)
_STATUTORY = (
    "the three core partners are the statutory safeguarding partners: the local authority, the"
    " police, and an integrated care board, which the Health and Care Act 2022 put in place of"
    " the clinical commissioning group of 2019"
)
_EDUCATION = (
    "Working Together 2023 asks that education has a strong part in the arrangements, at"
    " strategic and at operational level; the paper has no question of its own about it"
)


class _Wording(NamedTuple):
    """A question, the paper's words in it that change, the words instead, and why."""

    question: str
    old: str
    new: str
    reason: str


_WORDINGS = (
    _Wording("s1q1", "the three partners", "the lead safeguarding partners", _LEADS),
    _Wording(
        "s1q2",
        "the three lead partners",
        "the lead and delegated safeguarding partners",
        _LEADS,
    ),
    _Wording("s1q3", "the three partners", "the lead and delegated safeguarding partners", _LEADS),
    _Wording(
        "s2q4",
        "the three lead partners",
        "the lead and delegated safeguarding partners",
        _LEADS,
    ),
    _Wording("s4q1", "the three core partners", "the statutory safeguarding partners", _STATUTORY),
    _Wording(
        "s4q3",
        "the core and wider partnership",
        "the statutory safeguarding partners and the wider partnership",
        _STATUTORY,
    ),
    _Wording(
        "s6q3",
        "both core and wider partnership agencies",
        "both the statutory safeguarding partners and wider partnership agencies",
        _STATUTORY,
    ),
    _Wording("s6q4", "the core partners", "the statutory safeguarding partners", _STATUTORY),
)
_CONTEXT_WORDINGS = (
    _Wording("c4", "the three partners", "the lead and delegated safeguarding partners", _LEADS),
    _Wording(
        "c9",
        "the core and wider safeguarding partners",
        "the statutory safeguarding partners and the wider partnership",
        _STATUTORY,
    ),
)


def _edits(framework: Framework) -> list[Edit]:
    step = framework.step("s1")
    leads = step.title.replace(
        "three core partner leads", "lead and delegated safeguarding partners"
    )
    edits: list[Edit] = [RetitleStep(step.id, leads, reason=_LEADS)]
    for name, old, new, reason in _WORDINGS:
        text = framework.question(name).text.replace(old, new)
        edits.append(RewordQuestion(name, text, reason=reason))
    edits.append(
        AddQuestion(
            "s2",
            "Are schools, colleges and other education providers represented in the"
            " safeguarding children partnership arrangements at strategic and at operational"
            " level?",
            label="Education’s part",
            reason=_EDUCATION,
        )
    )
    for name, old, new, reason in _CONTEXT_WORDINGS:
        text = framework.context_question(name).text.replace(old, new)
        edits.append(RewordContextQuestion(name, text, reason=reason))
    return edits


@cache
def working_together_2023() -> Framework:
    """The Six Steps in the terms of Working Together 2023: an example, no official revision.

    The adaptation is data in the framework's lineage, each edit with its reason:
    `working_together_2023().lineage[0]` replays on other content, and `merge` pulls it
    into a local adaptation of `six_steps()`.

    >>> framework = working_together_2023()
    >>> framework.step("s1").title[:44]
    'The lead and delegated safeguarding partners'
    >>> framework.lineage[0].adapter
    'Adapted by the sixsteps project, as an example and not as an official revision (2026)'
    """
    framework = six_steps()
    return adapt(
        framework,
        *_edits(framework),
        by=EXAMPLE_ADAPTER,
        on=date(2026, 1, 5),
        title="Working Together 2023 (example)",
        reason=(
            "the terms of HM Government (2023) Working Together to Safeguard Children 2023: a"
            " guide to multi-agency working to help, protect and promote the welfare of children"
        ),
    )
