"""Rounds to the tidy table: one row for each answer, or for each cell with the kinds of empty."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sixsteps.analysis.cells import AnswerKind, actions_for, cell_of, respondent_ids, state_of
from sixsteps.errors import WrongTypeError, listed
from sixsteps.formats.frames.columns import COLUMNS, TEXTS, narwhals
from sixsteps.model.lineage import Identity
from sixsteps.model.ratings import NotApplicable, Rating
from sixsteps.model.rounds import Round

BACKENDS = ("pandas", "polars", "pyarrow")
_UNSAID = (AnswerKind.UNANSWERED, AnswerKind.NOT_ASKED)
_TRUTHS = ("has_evidence", "has_remaining", "has_plan")
_STAND_INS = {"date": date(2000, 1, 1), **dict.fromkeys(_TRUTHS, False)}


def to_frame(
    rounds: Round | Iterable[Round],
    backend: str = "pandas",
    *,
    empties: bool = False,
    text: bool = False,
) -> Any:
    """Rounds as a data frame of `backend` ("pandas", "polars" or "pyarrow"), one row an answer.

    The columns are `frames.COLUMNS`: organisation, round, period, date, respondent, role,
    framework (its fingerprint), step, question, identity, number, kind, level, has_evidence,
    has_remaining, has_plan and source. `level` is an ordered categorical, worst to best, where the
    rounds share one scale and the backend has such a type. With `empties` the cells that are
    unanswered or not asked have rows too, as the figures on data frames need them; `kind` tells
    them apart. With `text` the columns evidence, rationale, remaining and reason follow, which may
    concern identifiable children.

    Raises:
        MissingExtraError: narwhals or the backend is not installed.
        WrongTypeError: for an unknown backend, or what is no round.

    >>> from sixsteps.samples import spring_2026
    >>> frame = to_frame(spring_2026(), "pyarrow")
    >>> frame.column_names[:4], frame.column("level")[0].as_py() in ("red", "amber", "green")
    (['organisation', 'round', 'period', 'date'], True)
    """
    if backend not in BACKENDS:
        raise WrongTypeError(f"no backend {backend!r}; there are {listed(BACKENDS)}")
    every = (rounds,) if isinstance(rounds, Round) else rounds
    names = (*COLUMNS, *TEXTS) if text else COLUMNS
    data: dict[str, list[Any]] = {name: [] for name in names}
    keys: dict[tuple[str, ...], None] = {}
    for round_ in every:
        if not isinstance(round_, Round):
            raise WrongTypeError(
                f"a value of type {type(round_).__name__} is no round; give rounds"
            )
        keys[round_.framework.scale.keys] = None
        for row in _rows(round_, empties=empties):
            for name in names:
                data[name].append(row[name])
    return _frame(data, next(iter(keys)) if len(keys) == 1 else None, backend)


def identity_label(identity: Identity) -> str:
    """A question's id with a mark of the wording it was introduced with.

    >>> identity_label(Identity("s1q5", "Are schools engaged?"))
    's1q5:e742d51a'
    """
    mark = hashlib.sha256(identity.introduced.encode("utf-8")).hexdigest()
    return f"{identity.id}:{mark[:8]}"


def _frame(data: dict[str, list[Any]], levels: tuple[str, ...] | None, backend: str) -> Any:
    nw = narwhals()
    kinds = {name: nw.String() for name in data} | {"date": nw.Date()}
    kinds |= {name: nw.Boolean() for name in _TRUTHS}
    if levels is not None and backend != "pyarrow":
        kinds["level"] = nw.Enum(levels)
    # Of no values at all pandas cannot make dates: a row is put in and taken out again.
    given = data if data["date"] else {name: [_STAND_INS.get(name)] for name in data}
    native = nw.from_dict(given, kinds, backend=backend).head(len(data["date"])).to_native()
    if levels is not None and backend == "pyarrow":
        return _with_ordered_levels(native, levels)
    return native


def _with_ordered_levels(native: Any, levels: tuple[str, ...]) -> Any:
    """A pyarrow table whose levels are an ordered dictionary, which narwhals cannot make."""
    import pyarrow as pa

    places = {level: place for place, level in enumerate(levels)}
    given = native.column("level").to_pylist()
    indices = pa.array([places.get(level) for level in given], pa.int8())
    ordered = pa.DictionaryArray.from_arrays(indices, pa.array(levels), ordered=True)
    return native.set_column(native.column_names.index("level"), "level", ordered)


def _rows(round_: Round, *, empties: bool) -> Iterator[dict[str, Any]]:
    framework = round_.framework
    roles = {one.id: one.role.value for one in round_.respondents}
    about = {
        "organisation": round_.organisation_id or round_.organisation,
        "round": round_.title,
        "period": round_.period,
        "date": round_.on,
        "framework": framework.fingerprint,
        "source": round_.citation,
    }
    for question in framework.questions:
        place = {
            "step": framework.step_of(question.id).id,
            "question": question.id,
            "identity": identity_label(framework.identity(question.id)),
            "number": framework.number(question.id),
        }
        for name in respondent_ids(round_):
            cell = cell_of(round_, question.id, name, round_.on)
            if cell.kind in _UNSAID and not empties:
                continue
            plan = state_of(actions_for(round_, question.id, [name]), round_.on)
            yield {
                **about,
                **place,
                "respondent": name,
                "role": roles.get(name or ""),
                "kind": cell.kind.value,
                "has_plan": plan.is_live,
                **_answer(round_, question.id, name),
            }


def _answer(round_: Round, question: str, respondent: str | None) -> dict[str, Any]:
    """What the answer itself holds."""
    match round_.answer(question, respondent):
        case Rating() as rating:
            return {
                "level": rating.level,
                "has_evidence": bool(rating.evidence),
                "has_remaining": bool(rating.remaining.strip()),
                "evidence": "\n".join(piece.text for piece in rating.evidence) or None,
                "rationale": rating.rationale or None,
                "remaining": rating.remaining or None,
                "reason": None,
            }
        case NotApplicable(reason=reason):
            return {**_NOTHING, "reason": reason}
        case None:
            return _NOTHING


_NOTHING: dict[str, Any] = {
    "level": None,
    "has_evidence": False,
    "has_remaining": False,
    **dict.fromkeys(TEXTS),
}
