"""Findings of Section 3 from the early adopters and from the practice before them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import field, frozen

from sixsteps.errors import Problem
from sixsteps.model.fields import Checked, Id, Text, Words, as_tuple, problem


def _as_sources(values: Iterable[str]) -> tuple[str, ...]:
    return as_tuple(values, "sources")


@frozen
class Passage(Checked):
    """One listed item of the paper, word for word, with where it stands.

    `text` is as printed, line breaks and runs of blanks folded to one blank. `section` is the
    paper's section, from 1 to 7. `sources` are the sources the paper prints for the item, as it
    prints them. The id is this library's own.

    >>> Passage("voice", "engaging with the child’s voice", section=3).section
    3
    """

    id: Id
    text: Words
    section: int
    sources: tuple[Text, ...] = field(default=(), converter=_as_sources)

    def _problems(self) -> Iterator[Problem]:
        if not 1 <= self.section <= 7:
            yield problem(("section",), "the paper has Sections 1 to 7", code="bad-section")


_EARLY_ADOPTERS = ("Bennett et al, 2018: pages 13 and 14",)
_INTERIM_REPORT = ("Bennett et al, 2018",)

# The paper prints these once, for the lessons as a whole; it does not say which
# lesson comes from which source.
_PAST_PRACTICE = (
    "Ofsted inspections of LSCBs (2011)",
    "Munro and France’s evaluation of LSCBs (2012)",
    "an NSPCC review of LSCBs (McElearney and Cunningham, 2016)",
    "the Association of Independent LSCB Chairs’ Review of Ofsted LSCB Inspection Reports (2016)",
    "other related research (Beckett et al, 2017)",
)


def _passages(sources: tuple[str, ...], texts: Mapping[str, str]) -> tuple[Passage, ...]:
    return tuple(Passage(key, text, section=3, sources=sources) for key, text in texts.items())


ARRANGEMENTS_INTRODUCTION: Final = (
    "The report shows wide variation in how scrutiny is taking place, with some areas"
)
"""The words that lead into the ways scrutiny is arranged."""

ARRANGEMENTS: Final = _passages(
    _EARLY_ADOPTERS,
    {
        "one-scrutineer": (
            "employing one independent scrutineer for their local area safeguarding children "
            "partnership"
        ),
        "several-scrutineers": (
            "planning to appoint more than one scrutineer, with responsibility for different "
            "aspects of the multi-agency partnership arrangements"
        ),
        "shared-scrutineer": (
            "sharing one independent scrutineer with other local area safeguarding partnerships"
        ),
        "service-users": (
            "creating service-user informed approach to independent scrutiny, with family led "
            "multi-agency auditing and local reviews"
        ),
        "neighbouring-peers": (
            "instigating peer review processes with neighbouring partnerships: peers scrutinizing "
            "each other"
        ),
        "internal-peers": (
            "creating a system of internal peer reviews within the area covered by the "
            "partnership arrangements"
        ),
        "national-experts": (
            "buying in ‘national experts’ to scrutinize particular aspects of the partnership "
            "arrangements, safeguarding plan and implementation"
        ),
        "children-and-adults": (
            "combining scrutiny of children and adult safeguarding through a governance and "
            "assurance model that provides a whole family response, combining a strategic "
            "approach to safeguarding partnership arrangements across children and adult "
            "safeguarding agendas"
        ),
        "partnership-priorities": "focusing independent scrutiny on partnership priorities",
        "conflict-resolution": (
            "giving scrutineers specifically targeted responsibility to resolve conflict as the "
            "final arbiter of the escalation processes and for dispute resolution (should it be "
            "necessary) between the safeguarding leads."
        ),
    },
)
"""The ten ways scrutiny is arranged, in printed order."""

KEY_CONSIDERATIONS_INTRODUCTION: Final = (
    "The report identifies three key considerations for local authorities who are developing "
    "arrangements for scrutiny:"
)
"""The words that lead into the three key considerations."""

KEY_CONSIDERATIONS: Final = _passages(
    _INTERIM_REPORT,
    {
        "added-value": (
            "how the scrutiny work of the partnership adds value to the independent scrutiny "
            "processes already in place in individual agencies"
        ),
        "quality-assurance": (
            "how the scrutiny functions undertake quality assurance across the safeguarding work "
            "of the partnership"
        ),
        "training-and-support": "what training and support may be required for all involved.",
    },
)
"""The three key considerations, in printed order."""

LESSONS_INTRODUCTION: Final = (
    "In addition to the above, reference to Ofsted inspections of LSCBs (2011); Munro and "
    "France’s evaluation of LSCBs (2012); an NSPCC review of LSCBs (McElearney and Cunningham, "
    "2016); the Association of Independent LSCB Chairs’ Review of Ofsted LSCB Inspection Reports "
    "(2016) and other related research (Beckett et al, 2017) provide lessons for good "
    "safeguarding practice from the past. These include the need for:"
)
"""The words that lead into the lessons and name their sources."""

LESSONS: Final = _passages(
    _PAST_PRACTICE,
    {
        "wider-context": (
            "awareness of how the wider political and economic context influences the development "
            "of multi-agency safeguarding arrangements"
        ),
        "strong-leadership": (
            "strong leadership facilitating ongoing positive partnership relationships"
        ),
        "learning-culture": "focus on developing a learning versus a compliance culture",
        "good-outcomes": (
            "shared and transparent discussion of what ‘good outcomes for children’ are, engaging "
            "with the child’s voice in the process"
        ),
        "good-processes": (
            "awareness that good processes are needed to ensure good outcomes (while the focus is "
            "on improving outcomes for children, the enabling processes needed to achieve this "
            "needs to be effective)"
        ),
        "contextual-safeguarding": (
            "awareness of the full range of partners in ‘contextual safeguarding’ "
            "www.contextualsafeguarding.org.uk of older children outside the home, including "
            "local business and private sector providers"
        ),
        "shared-resourcing": (
            "shared resourcing of leadership of partnership meetings and sub-group activities"
        ),
        "effective-resourcing": (
            "effective resourcing of the infrastructure underpinning safeguarding activities: "
            "allocating resources to ensure multi agency training takes place; reviews take place "
            "to assess effective engagement with front line staff; emerging concerns are "
            "identified and communicated; audits are undertaken; actions are tracked and delivery "
            "held to account and records are available for review and inspection."
        ),
    },
)
"""The eight lessons from the past, in printed order."""
