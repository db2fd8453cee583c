"""From the text of a document to plain data: strict JSON, within bounds."""

import json
from typing import Any, NoReturn

from sixsteps.errors import DocumentError, Problem
from sixsteps.formats.documents.words import is_name


class _Refused(Exception):
    """JSON that the standard library would take and the format does not allow."""


def _constant(name: str) -> NoReturn:
    raise _Refused(f"{name} is no JSON number; leave the value out or use null")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            shown = repr(key) if is_name(key) else f"of {len(key)} characters"
            raise _Refused(f"the key {shown} stands twice in one object; leave one of them out")
        seen.add(key)
    raise AssertionError("a repeated key was lost")


_decode = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant).decode


def parsed(text: str) -> Any:
    """The plain data of a JSON text; a key given twice, NaN and Infinity are refused.

    Raises:
        DocumentError: for text that is no JSON, with the line and column where it stops being.
    """
    if not text.strip():
        raise DocumentError("document", [Problem("$", "this is empty", "not-json")])
    try:
        return _decode(text)
    except json.JSONDecodeError as error:
        # The message is taken apart, because the exception itself holds the whole document.
        place = f"line {error.lineno}, column {error.colno}"
        problem = Problem(place, f"this is not JSON ({error.msg})", "not-json")
    except _Refused as error:
        problem = Problem("$", str(error), "not-json")
    except RecursionError:
        problem = Problem("$", "this is nested too deeply to be a document", "too-deep")
    except ValueError:
        problem = Problem("$", "this holds a number of too many digits", "not-json")
    raise DocumentError("document", [problem])
