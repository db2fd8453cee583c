"""What every edit asks of its fields, by the names that edits share."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import Attribute

from sixsteps.errors import InvalidError, Problem
from sixsteps.model.checks import id_problems, text_problems, type_problems
from sixsteps.model.source import Source

_IDS = {"step", "question", "to", "after", "id"}
_OPTIONAL_IDS = {"id", "to", "after"}
_TEXTS = {"text", "title", "label", "guidance", "reason"}
_REQUIRED_TEXTS = {"text", "title"}
_SWITCHES = {"first", "comparable"}


class CheckedEdit:
    """An edit whose fields are checked when it is made, all problems at once."""

    __slots__ = ()
    # Only type checkers know that Attribute takes a parameter, and hints are read at run time.
    if TYPE_CHECKING:
        __attrs_attrs__: ClassVar[tuple[Attribute[Any], ...]]

    def __attrs_post_init__(self) -> None:
        InvalidError.check("edit", self._problems())

    def _problems(self) -> Iterator[Problem]:
        for attribute in self.__attrs_attrs__:
            name, value = attribute.name, getattr(self, attribute.name)
            if name in _IDS and not (value is None and name in _OPTIONAL_IDS):
                yield from id_problems(value, name)
            elif name in _TEXTS:
                yield from text_problems(value, name, required=name in _REQUIRED_TEXTS)
            elif name in _SWITCHES:
                yield from type_problems(value, bool, name, "True or False")
            elif name == "source":
                yield from type_problems(value, (Source, type(None)), name, "a Source")
        if getattr(self, "first", False) is True and getattr(self, "after", None) is not None:
            yield Problem("after", "both first and after; give one of them", code="two-places")


def placed(after: str | None, *, first: bool, otherwise: str = "") -> str:
    """Where an edit puts a thing, in words."""
    if first:
        return " first"
    return f" after {after}" if after else otherwise
