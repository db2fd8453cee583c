import builtins
import pkgutil
import sys
from enum import EnumType
from functools import cache
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints

import attrs
from sphinx.application import Sphinx
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.inspect import stringify_signature

import sixsteps

project = "sixsteps"
author = "sixsteps contributors"
copyright = "2026, sixsteps contributors"  # noqa: A001  Sphinx's name for it
version = release = sixsteps.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton"]
exclude_patterns = ["_build"]
default_role = "code"
html_theme = "furo"
html_title = "sixsteps"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_theme_options = {
    "light_css_variables": {"code-font-size": "80%"},
    "dark_css_variables": {"code-font-size": "80%"},
}
language = "en_GB"

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

# The button of a block of examples copies what was typed, without prompts and output.
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
# A signature that fits no line has a field or an argument a line.
python_maximum_signature_line_length = 100
napoleon_numpy_docstring = False

# The build is offline, so names of the standard library have nowhere to point.
_stdlib = "|".join(sorted(sys.stdlib_module_names))
_builtins = "|".join(sorted(name for name in dir(builtins) if not name.startswith("_")))
nitpicky = True
nitpick_ignore_regex = [
    ("py:.*", rf"({_stdlib})(\..+)?"),
    ("py:.*", rf"({_builtins})"),
    ("py:.*", r"(matplotlib|numpy)\..+"),
    # Type variables, and words that stand for themselves where they are used.
    ("py:.*", r"sixsteps\.(formats\.documents|panel\.counts)\.T"),
    ("py:.*", r"sixsteps\.analysis\.\w+\.(AnswerKind|PlanState|Verdict)"),
    ("py:.*", r"sixsteps\.panel\.panel\.Placement"),
    ("py:.*", r"sixsteps\.model\.\w+\.(RatingFields|Read|RoundFields)|Kept"),
    # What tables and pictures are made of stays inside them.
    ("py:.*", r"sixsteps\.table\.(Data|Tabular)|sixsteps\.palette\.Ink"),
    # What a report is made of stays inside it.
    ("py:.*", r"sixsteps\.reporting\.document\.Document"),
]


def _untyped(_app: Sphinx, what: str, *event: Any) -> None:
    """Put back what Napoleon takes for a property's type: its first line up to a colon."""
    lines = event[-1]
    kind = next((line for line in lines if line.startswith(":type: ")), None)
    if what in {"attribute", "data", "property"} and kind:
        lines.remove(kind)
        lines[0] = f"{kind.removeprefix(':type: ')}: {lines[0]}"


@cache
def _words() -> dict[str, list[str]]:
    """The words below each constant of the package, by its name."""
    modules = pkgutil.walk_packages(sixsteps.__path__, "sixsteps.")
    return {
        name: words
        for module in modules
        if not module.name.endswith("__main__")
        for (owner, name), words in ModuleAnalyzer.for_module(module.name).find_attr_docs().items()
        if not owner
    }


def _as_defined(_app: Sphinx, what: str, name: str, *event: Any) -> None:
    """Give a constant the words below its definition, where autodoc found those of its class."""
    if what == "data":
        event[-1][:] = _words().get(name.rpartition(".")[2], event[-1])


def _members(_app: Sphinx, what: str, _name: str, thing: Any, *event: Any) -> None:
    """List the members of an enumeration below its words."""
    if what == "class" and isinstance(thing, EnumType):
        event[-1].extend(["", *(f"- ``{one.name}``: {one.value}" for one in thing), ""])


def _fields(_app: Sphinx, what: str, _name: str, thing: Any, *_: Any) -> tuple[str, None] | None:
    """The fields of a value with their plain types, without the checks and converters of each."""
    if what not in {"class", "exception"} or not attrs.has(thing):
        return None
    hints, known = get_type_hints(thing), signature(thing).parameters
    fields = [
        known[field.alias].replace(annotation=hints.get(field.name, Parameter.empty))
        for field in attrs.fields(thing)
        if field.init and field.alias in known
    ]
    return stringify_signature(Signature(fields), unqualified_typehints=True), None


def setup(app: Sphinx) -> None:
    """Let `_untyped` run after Napoleon, and `_as_defined` before it."""
    app.connect("autodoc-process-signature", _fields)
    app.connect("autodoc-process-docstring", _members, priority=50)
    app.connect("autodoc-process-docstring", _as_defined, priority=100)
    app.connect("autodoc-process-docstring", _untyped, priority=900)
