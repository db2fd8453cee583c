"""The columns of the tidy table of answers, and what installs the package that reads it."""

from collections.abc import Iterable, Mapping
from types import ModuleType

from sixsteps.errors import (
    DocumentError,
    MissingExtraError,
    Problem,
    WrongTypeError,
    listed,
    nearest,
)

COLUMNS: tuple[str, ...] = (
    "organisation",
    "round",
    "period",
    "date",
    "respondent",
    "role",
    "framework",
    "step",
    "question",
    "identity",
    "number",
    "kind",
    "level",
    "has_evidence",
    "has_remaining",
    "has_plan",
    "source",
)
"""One row is one answer. `framework` is a fingerprint; `identity` is the same for the same question
in every adaptation, and differs where one id has two meanings; `has_plan` says that an open action
works on the answer on the round's own date; `source` is the reference every table carries."""

TEXTS: tuple[str, ...] = ("evidence", "rationale", "remaining", "reason")
"""Free text, which may concern identifiable children: columns that stand only where asked for."""

REQUIRED: tuple[str, ...] = ("organisation", "round", "question", "level")


def narwhals() -> ModuleType:
    """The package that speaks to every data frame.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import narwhals as found
    except ImportError:
        raise MissingExtraError(
            'a data frame needs narwhals; install it with: pip install "sixsteps[frames]"'
        ) from None
    return found


def named_columns(
    there: Iterable[str], columns: Mapping[str, str], wanted: Iterable[str] = REQUIRED
) -> dict[str, str]:
    """For each of our columns that a frame has, the name it has there.

    `columns` names those that are called something else, ours to theirs.

    Raises:
        WrongTypeError: `columns` is no mapping.
        DocumentError: with every column that is unknown or missing.
    """
    if not isinstance(columns, Mapping):
        raise WrongTypeError('columns maps our names to the frame\'s, {"level": "Rating"}')
    found = [*there]
    known = (*COLUMNS, *TEXTS)
    names = {**{name: name for name in known if name in found}, **columns}
    problems = [
        Problem(
            f"columns[{ours!r}]",
            f"there is no such column of ours; there are {listed(known, limit=24)}",
            code="unknown-column",
            suggestion=nearest(ours, known),
        )
        for ours in columns
        if ours not in known
    ]
    problems += [
        Problem(
            f"columns[{ours!r}]",
            f"the frame has no column {theirs!r}; it has {listed(found, limit=24)}",
            code="unknown-column",
            suggestion=nearest(theirs, found),
        )
        for ours, theirs in columns.items()
        if ours in known and theirs not in found
    ]
    problems += [
        Problem(
            "frame",
            f"no column {name!r}; name the one that holds it, columns={{{name!r}: ...}}",
            code="missing-column",
        )
        for name in wanted
        if name not in names
    ]
    DocumentError.check("frame", problems)
    return names
