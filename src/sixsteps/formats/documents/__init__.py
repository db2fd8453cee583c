"""Documents: values as JSON, which any language reads, and as TOML, which people write.

Fast on good input, complete on bad: a first pass builds the value; only when that fails does a
second pass find every problem, each with its JSON path. Writing is stable (the same value gives
the same bytes, fields at their default left out) and whole or not at all.
"""

import json
from typing import Any, TypeVar, overload

from sixsteps.errors import DocumentError, Problem
from sixsteps.formats.documents import kinds
from sixsteps.formats.documents.by_hand import plain_data
from sixsteps.formats.documents.converter import RefusedError, structured, unstructured
from sixsteps.formats.documents.kinds import Value
from sixsteps.formats.files import Readable, Writable, write_text
from sixsteps.formats.limits import MAX_BYTES, check_adaptations
from sixsteps.model.answers import Answer, NotApplicable, Rating
from sixsteps.model.fields import instance_of
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round

T = TypeVar("T", bound=Value)


@overload
def read(
    source: Readable, kind: type[T], *, framework: Framework | None = ..., limit: int = ...
) -> T: ...
@overload
def read(
    source: Readable, kind: str | None = ..., *, framework: Framework | None = ..., limit: int = ...
) -> Value: ...
def read(
    source: Readable,
    kind: type[T] | str | None = None,
    *,
    framework: Framework | None = None,
    limit: int = MAX_BYTES,
) -> T | Value:
    """The framework, adaptation, round, crosswalk or translation in a JSON document, or in TOML.

    `source` is a path or a text or binary file object; TOML is known by the ending of its file,
    `.toml`, or by how it begins. `kind` is a class or its name in lower
    case, or `None` for whatever the document says it is. `framework` is the one of a round that
    does not hold its own. At most `limit` bytes are taken in.

    >>> from io import StringIO
    >>> import sixsteps as ss
    >>> file = StringIO()
    >>> ss.write(ss.six_steps(), file)
    >>> ss.read(StringIO(file.getvalue()), ss.Framework) == ss.six_steps()
    True

    Raises:
        DocumentError: with every problem and its place, for a document that cannot be read.
        OSError: where the file cannot be opened or read.
    """
    name = None if kind is None else kinds.kind_name(kind)
    with plain_data(source, limit) as data:
        return from_document(data, name, framework=framework)


def write(value: Value, target: Writable) -> None:
    """Write a framework, adaptation, round, crosswalk or translation as a JSON document.

    `target` is a path, of which the file is written whole or not at all, or a text or binary
    file object. The same value always gives the same bytes: UTF-8, two spaces of indentation.

    >>> from io import StringIO
    >>> import sixsteps as ss
    >>> file = StringIO()
    >>> ss.write(ss.Crosswalk([ss.Match("q1", "q2")], title="By hand"), file)
    >>> file.getvalue().splitlines()[2]
    '  "format": "sixsteps crosswalk 2",'

    Raises:
        WrongTypeError: for a value that no document holds.
        DocumentError: for more adaptations or edits than a document holds.
        OSError: where the file cannot be written; what was there before still is.
    """
    kinds.kind_of(value)
    write_text(target, json.dumps(to_document(value), ensure_ascii=False, indent=2) + "\n")


def to_document(value: Value | Answer, *, framework: bool = True) -> dict[str, Any]:
    """A framework, adaptation, round, crosswalk or translation as the plain data of its document.

    Without its `framework` a round names it by its fingerprint. An answer is given as it stands in
    the `ratings` of its round.

    >>> import sixsteps as ss
    >>> ss.to_document(ss.six_steps())["format"]
    'sixsteps framework 2'
    >>> ss.to_document(ss.Rating("s1q1", "green", ["Minutes"]))
    {'question': 's1q1', 'level': 'green', 'evidence': [{'text': 'Minutes'}]}

    Raises:
        WrongTypeError: for a value that no document holds.
        DocumentError: for more adaptations or edits than a document holds.
    """
    instance_of(framework, bool, "framework", "give True or False")
    if isinstance(value, Rating | NotApplicable):
        return unstructured(value)
    kind = kinds.kind_of(value)
    citation = getattr(value, "citation", "")
    cited = {"citation": citation} if citation else {}
    document = {**kinds.heading(kind), **cited, **unstructured(value)}
    if isinstance(value, Round) and not framework:
        document["framework"] = value.framework.fingerprint
    check_adaptations(document)
    return document


@overload
def from_document(data: Any, kind: type[T], *, framework: Framework | None = ...) -> T: ...
@overload
def from_document(
    data: Any, kind: str | None = ..., *, framework: Framework | None = ...
) -> Value: ...
def from_document(
    data: Any, kind: type[T] | str | None = None, *, framework: Framework | None = None
) -> T | Value:
    """The value that the plain data of a document stand for; nothing is coerced.

    In a round, the framework may be a `Framework` already; or it is given as `framework`, and the
    round names its fingerprint or nothing.

    >>> import sixsteps as ss
    >>> ss.from_document(ss.to_document(ss.six_steps()), "framework") == ss.six_steps()
    True

    Raises:
        DocumentError: with every problem and its place, for data at fault.
    """
    name = None if kind is None else kinds.kind_name(kind)
    check_adaptations(data)
    if framework is not None and type(data) is dict:
        data = _answering(data, instance_of(framework, Framework, "framework"))
    try:
        return _quickly(data, name)
    except Exception:
        # Whatever it was: the second look, which good documents never load, says what and where.
        from sixsteps.formats.documents.diagnosis import diagnosed

        problems = diagnosed(data, name)
    raise DocumentError(name or "document", problems)


def _answering(data: dict[str, Any], framework: Framework) -> dict[str, Any]:
    """A round's data with the framework that it does not hold."""
    if data.get("framework", framework.fingerprint) != framework.fingerprint:
        message = "the round names another framework than the one given"
        problem = Problem((*kinds.TOP, "framework"), message, "leave one out", "other-framework")
        raise DocumentError("round", [problem])
    return {**data, "framework": framework}


def _quickly(data: Any, kind: str | None) -> Value:
    found = kinds.format_of(data, kind)
    if isinstance(found, Problem):
        raise DocumentError("document", [found])
    name, number = found
    opening, body = kinds.opened(data, name, number)
    value: Value = structured(body, kinds.CLASSES[name])
    cited = opening.get("citation") in (None, getattr(value, "citation", None))
    if not cited or any(type(said) is not str for said in opening.values()):
        raise RefusedError
    return value
