"""From values to plain data, fields at their default left out.

The converter is private to documents; the model knows nothing of it.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from operator import attrgetter, eq
from typing import Any

from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn, override

from sixsteps.formats.documents.structuring import EDITS
from sixsteps.model.adaptation_record import Adaptation
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Status
from sixsteps.model.respondents import Role
from sixsteps.model.round_parts import State, Use
from sixsteps.model.rounds import Round

_converter = Converter(
    omit_if_default=True,
    unstruct_collection_overrides={tuple: list},
    use_alias=True,
)


def unstructured(value: Any) -> dict[str, Any]:
    """A value as plain data, fields at their default left out."""
    plain: dict[str, Any] = _converter.unstructure(value)
    return plain


def _is_edit(kind: Any) -> bool:
    return kind in EDITS.values()


def _edit_out(kind: type[Any]) -> Callable[[Any], dict[str, Any]]:
    plainly = _plainly(kind)
    return lambda edit: {"edit": kind.__name__, **plainly(edit)}


def _plainly(kind: type[Any], **overrides: Any) -> Callable[[Any], dict[str, Any]]:
    return make_dict_unstructure_fn(
        kind,
        _converter,
        _cattrs_omit_if_default=True,
        _cattrs_use_alias=True,
        **overrides,
    )


def _adaptations_out(adaptations: Iterable[Adaptation]) -> list[dict[str, Any]]:
    # Adaptations hold adaptations, which the converter leaves as they are while it learns them.
    return [unstructured(adaptation) for adaptation in adaptations]


def _framework_out(kind: type[Framework]) -> Callable[[Framework], dict[str, Any]]:
    plainly = _plainly(kind, _origin=override(omit=True))

    def out(framework: Framework) -> dict[str, Any]:
        plain = plainly(framework)
        if framework.lineage:
            plain["origin"] = plainly(framework.origin)
            del plain["origin"]["source"]
        return plain

    return out


def _round_out(kind: type[Round]) -> Callable[[Round], dict[str, Any]]:
    """A round, its framework last: whoever opens the document sees the round first."""
    plainly = _plainly(kind)

    def out(round_: Round) -> dict[str, Any]:
        plain = plainly(round_)
        plain["framework"] = plain.pop("framework")
        return plain

    return out


def _register() -> None:
    """Teach the converter what documents write in a way of their own."""
    _converter.register_unstructure_hook(date, date.isoformat)
    # Each by itself: otherwise the hook for strings would serve them, whose subclasses they are.
    for choice in (Role, State, Status, Use):
        _converter.register_unstructure_hook(choice, attrgetter("value"))
    _converter.register_unstructure_hook_func(partial(eq, tuple[Adaptation, ...]), _adaptations_out)
    # Made when first asked for, a class at a time.
    _converter.register_unstructure_hook_factory(_is_edit, _edit_out)
    _converter.register_unstructure_hook_factory(partial(eq, Framework), _framework_out)
    _converter.register_unstructure_hook_factory(partial(eq, Round), _round_out)


_register()
