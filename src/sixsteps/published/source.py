"""The paper as a source: its reference and the terms on which it may be adapted."""

from typing import Final

from sixsteps.model.source import Source

REFERENCE: Final = (
    "Pearce, J (2019) Six Steps for Independent Scrutiny: Safeguarding children "
    "arrangements. Institute of Applied Social Research, Luton, University of "
    "Bedfordshire"
)
"""The paper's reference in full, with the title the author asks it to be cited by."""

ADAPTED: Final = (
    "Adapted from Pearce, J (2019) Six Steps for Independent Scrutiny: Safeguarding "
    "children arrangements. Institute of Applied Social Research, Luton, University of "
    "Bedfordshire"
)
"""The sentence the paper requires of every adaptation, word for word."""

PERMISSION: Final = (
    "This Six Steps model can be adapted in any way needed, extending or reducing the "
    "number of steps and extending or reducing the number of questions in each step. "
    "If it is adapted, please reference as: ‘Adapted from Pearce, J (2019) Six Steps "
    "for Independent Scrutiny: Safeguarding children arrangements. Institute of Applied "
    "Social Research, Luton, University of Bedfordshire’."
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
