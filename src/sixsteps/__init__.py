"""Model, adapt and score scrutiny frameworks, and compare rounds honestly.

The Six Steps for Independent Scrutiny (Pearce 2019) as immutable values, adaptations that keep
their reference, and figures that respect order, gaps and changed questions.

The public names stand in `__init__.pyi`, which type checkers read, each with its room. A room is
loaded when a name of it is first used (PEP 562), so that `import sixsteps` costs next to nothing.
"""

from ast import ImportFrom, parse
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

__version__ = "0.1.0"

_STUB = Path(__file__).with_suffix(".pyi").read_text(encoding="utf-8")
_HOMES = {
    alias.name: str(node.module)
    for node in parse(_STUB).body
    if isinstance(node, ImportFrom)
    for alias in node.names
}
"""The room of every public name; `sixsteps` itself is that of its public modules."""

__all__ = ["__version__", "preload", *_HOMES]  # noqa: PLE0604  every key is a string
_MEANT = {
    "compare": "change(before, after) compares two rounds, contrast(round, a, b) two respondents"
    " of one round"
}


def preload() -> None:
    """Load every room, and the packages that rooms use as far as they are installed.

    For servers: called once at the start, before the workers are forked, no request waits for it.

    >>> preload()
    """
    for home in {f"{home}.{name}" if home == __name__ else home for name, home in _HOMES.items()}:
        import_module(home)
    own = "cattrs", "tabulate", "wcwidth"
    for package in (*own, "docx", "jinja2", "narwhals", "openpyxl", "pyarrow", "xlsxwriter"):
        with suppress(ImportError):
            import_module(package)


def __getattr__(name: str) -> Any:
    """Load a public name from its room."""
    home = _HOMES.get(name)
    if home is None:
        hint = f"; {_MEANT[name]}" if name in _MEANT else ""
        raise AttributeError(f"module 'sixsteps' has no attribute {name!r}{hint}")
    is_module = home == __name__
    value = import_module(f"{home}.{name}") if is_module else getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
