"""The public names, those of the modules too: each importable, in one place, documented."""

import inspect
import subprocess
import sys
from collections import Counter
from types import ModuleType

import pytest

import sixsteps
from sixsteps.panel import engines

ROOM = vars(sixsteps)  # what a type checker does not see
NAMES: list[str] = sorted(ROOM["__all__"])
MODULES = [name for name in NAMES if isinstance(getattr(sixsteps, name), ModuleType)]


def public() -> dict[str, object]:
    """Every public value by its full name: those of the package, its modules and the engines."""
    rooms = {name: getattr(sixsteps, name) for name in MODULES}
    found = {f"sixsteps.{name}": getattr(sixsteps, name) for name in NAMES}
    found |= {
        f"{place}.{name}": getattr(module, name)
        for place, module in rooms.items()
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
    assert [name for name, count in Counter(NAMES).items() if count > 1] == []


def test_every_name_comes_from_the_room_that_defines_it() -> None:
    homes: dict[str, str] = ROOM["_HOMES"]
    elsewhere = {
        name: value.__module__
        for name, home in homes.items()
        if isinstance(value := getattr(sixsteps, name), type)
        and not value.__module__.startswith(home)
    }
    assert elsewhere == {}


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


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.slow
def test_every_public_module_is_imported_by_the_name_the_docs_use(name: str) -> None:
    code = f"import sixsteps.{name}, sys; print(sixsteps.{name} is sys.modules['sixsteps.{name}'])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "True\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("seven_steps", "module 'sixsteps' has no attribute 'seven_steps'"),
        (
            "compare",
            "module 'sixsteps' has no attribute 'compare'; change(before, after) compares two"
            " rounds, contrast(round, a, b) two respondents of one round",
        ),
    ],
)
def test_a_name_that_does_not_exist_is_an_attribute_error(name: str, message: str) -> None:
    with pytest.raises(AttributeError) as caught:
        getattr(sixsteps, name)
    assert str(caught.value) == message


@pytest.mark.parametrize("name", [name for name, value in PUBLIC.items() if has_docstring(value)])
def test_every_public_name_says_what_it_is(name: str) -> None:
    assert (PUBLIC[name].__doc__ or "").strip()


@pytest.mark.parametrize("name", [name for name, value in PUBLIC.items() if has_example(value)])
def test_every_public_class_and_function_shows_an_example(name: str) -> None:
    assert ">>> " in (PUBLIC[name].__doc__ or "")
