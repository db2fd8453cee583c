"""Print pip constraints that hold every runtime dependency and extra at its lower bound."""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["project"]
requirements = [*project["dependencies"]]
for extra, listed in project["optional-dependencies"].items():
    if extra != "all":
        requirements += listed

for requirement in requirements:
    bound = re.fullmatch(r"([\w.-]+)>=([\w.]+)", requirement)
    if bound is None:
        sys.exit(f"{requirement!r} has no lower bound of the form name>=version")
    print(f"{bound[1]}=={bound[2]}")
