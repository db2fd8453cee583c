"""Content digests: short names for values that change when, and only when, the values do.

A digest is the SHA-256, in hexadecimal, of canonical JSON: no white space, UTF-8, non-ASCII
characters as they are. The first item of every array names what it digests and its version.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable
from datetime import date
from enum import Enum
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from attrs import NOTHING, Factory, fields, has

if TYPE_CHECKING:
    from sixsteps.model.question import ContextQuestion, Step
    from sixsteps.model.rounds import Round
    from sixsteps.model.scale import Scale

CONTENT = "sixsteps content 1"
FRAMEWORK = "sixsteps framework 1"
ROUND = "sixsteps round 2"

TOLD_ELSEWHERE = "told elsewhere"
"""The mark, in its metadata, of a field whose value other fields determine."""


def sha256_of(array: list[Any]) -> str:
    """The SHA-256 of an array of plain JSON values, in hexadecimal."""
    return _sha256(canonical(array))


def short_digest(digest: str) -> str:
    """The beginning of a digest, for a message; what is no digest is not shown."""
    return repr(digest[:12]) if re.fullmatch("[0-9a-f]{64}", digest) else "of no digest"


def canonical(value: Any) -> str:
    """Plain JSON values as the text of which a digest is taken."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def content_digest(
    title: str, scale: "Scale", steps: Iterable["Step"], context: Iterable["ContextQuestion"]
) -> str:
    """The digest of a framework's content, of this array.

    `[version, title, [scale title, [[key, label, meaning, [need...], fill]...]],
    [[step id, title, [[question id, text, label, guidance, source, described]...], guidance]...],
    [[context question id, text]...]]`, where source is `null` or an object of its fields, and
    described an object of the question's levels (an object of their meanings, in the order of
    the keys), tags and asked_of. A level without a fill, a step without guidance and a question
    without any of the three end before them, and described holds only what is not empty.
    """
    levels = [
        [v.key, v.label, v.meaning, list(v.needs), *filter(None, [v.fill])] for v in scale.levels
    ]
    members = [
        *map(canonical, (CONTENT, title, [scale.title, levels])),
        f"[{','.join(step.canonical for step in steps)}]",
        canonical([[question.id, question.text] for question in context]),
    ]
    return _sha256(f"[{','.join(members)}]")


_SORTED = {
    "ratings": ("question", "respondent"),
    "plans": ("step",),
    "respondents": ("id",),
    "context": ("question",),
}
"""The fields of a round whose order means nothing, each with what its digest sorts them by."""


def round_digest(round_: "Round") -> str:
    """The digest of what a round holds, its sign-offs left out, of this array.

    `[version, fingerprint of the framework, {field: value...}]`, fields at their default left out;
    answers are sorted by question and respondent, respondents and actions by id, plans by step,
    context answers by question.
    """
    said = plain(round_, without=("framework", "agreed", "sign_offs"))
    for plan in said.get("plans", ()):
        plan.get("actions", []).sort(key=itemgetter("id"))
    for name, keys in _SORTED.items():
        said.get(name, []).sort(key=lambda one, keys=keys: [one.get(key, "") for key in keys])
    return sha256_of([ROUND, round_.framework.fingerprint, said])


def plain(value: Any, without: Collection[str] = ()) -> Any:
    """A model value as plain JSON values, fields at their default left out.

    Leaving defaults out keeps every digest as it is when a class gains a field. The fields named
    by `without` are left out of the outermost value, those told elsewhere out of all.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if not has(type(value)):
        raise TypeError(f"no canonical form for a value of type {type(value).__name__}")
    members: dict[str, Any] = {"type": type(value).__name__}
    for attribute in fields(type(value)):
        if TOLD_ELSEWHERE in attribute.metadata:
            continue
        member = getattr(value, attribute.name)
        default = attribute.default
        if isinstance(default, Factory):  # type: ignore[arg-type] # attrs types it as a function
            default = default.factory()
        counts = attribute.metadata.get("digested", True) and attribute.name not in without
        if counts and (default is NOTHING or member != default):
            members[attribute.name] = plain(member)
    return members
