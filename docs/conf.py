import builtins
import sys

import sixsteps

project = "sixsteps"
author = "sixsteps contributors"
copyright = "2026, sixsteps contributors"  # noqa: A001  Sphinx's name for it
version = release = sixsteps.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "sixsteps"
language = "en_GB"

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
napoleon_numpy_docstring = False

# The build is offline, so names of the standard library have nowhere to point.
_stdlib = "|".join(sorted(sys.stdlib_module_names))
_builtins = "|".join(sorted(name for name in dir(builtins) if not name.startswith("_")))
nitpicky = True
nitpick_ignore_regex = [("py:.*", rf"({_stdlib})(\..+)?"), ("py:.*", rf"({_builtins})")]
