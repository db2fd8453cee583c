"""The public names, those of the modules too: each importable, in one place, documented."""

import ast
import inspect
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

import sixsteps
from sixsteps.panel import engines

NAMES = sorted(sixsteps.__all__)


def public() -> dict[str, object]:
    """Every public value by its full name: those of the package, its modules and the engines."""
    rooms = {name: getattr(sixsteps, name) for name in sixsteps._MODULES}
    found: dict[str, object] = {
        f"{place}.{name}": getattr(module, name)
        for place, module in {"sixsteps": sixsteps, **rooms}.items()
        for name in module.__all__
    }
    return found | {
        f"engines.{name}": value
        for name, value in vars(engines).items()
        if inspect.isfunction(value) and value.__module__ == engines.__name__ and name[0] != "_"
    }


PUBLIC = public()


def has_docstring(value: object) -> bool:
    return inspect.isroutine(value) or isinstance(value, type | ModuleType)


# An exception is shown in the example of what raises it, a module in those of its members.
def has_example(value: object) -> bool:
    is_exception = isinstance(value, type) and issubclass(value, BaseException)
    return has_docstring(value) and not isinstance(value, ModuleType) and not is_exception


def test_no_name_is_listed_twice() -> None:
    assert [name for name, count in Counter(sixsteps.__all__).items() if count > 1] == []


def test_type_checkers_see_every_name_where_it_really_lives() -> None:
    tree = ast.parse(Path(sixsteps.__file__).read_text(encoding="utf-8"))
    seen = {
        (alias.name, node.module)
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    homes = {(name, home) for home, names in sixsteps._HOMES.items() for name in names.split()}
    rooms = {
        (home.rpartition(".")[2], home.rpartition(".")[0]) for home in sixsteps._MODULES.values()
    }
    assert seen == homes | rooms
    listed = {name for name, _ in homes} | {*sixsteps._MODULES, "__version__"}
    assert listed == set(sixsteps.__all__)


@pytest.mark.parametrize("name", NAMES)
def test_every_listed_name_is_there(name: str) -> None:
    assert hasattr(sixsteps, name)


def test_everything_is_exported_under_one_name_only() -> None:
    places: dict[int, list[str]] = {}
    for name in NAMES:
        places.setdefault(id(getattr(sixsteps, name)), []).append(name)
    assert [names for names in places.values() if len(names) > 1] == []


def test_dir_lists_every_public_name() -> None:
    assert set(NAMES) <= set(dir(sixsteps))


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"^module 'sixsteps' has no attribute 'seven_steps'"):
        sixsteps.seven_steps  # noqa: B018  that it is not there is the point


@pytest.mark.parametrize("name", [name for name, value in PUBLIC.items() if has_docstring(value)])
def test_every_public_name_says_what_it_is(name: str) -> None:
    assert (PUBLIC[name].__doc__ or "").strip()


@pytest.mark.parametrize("name", [name for name, value in PUBLIC.items() if has_example(value)])
def test_every_public_class_and_function_shows_an_example(name: str) -> None:
    assert ">>> " in (PUBLIC[name].__doc__ or "")
