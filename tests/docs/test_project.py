"""What the project declares of itself is what is tested and shipped."""

import re
import tomllib
from pathlib import Path

import yaml

import sixsteps

REPOSITORY = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]


def test_the_pythons_that_are_declared_are_those_that_are_tested() -> None:
    script = (REPOSITORY / ".ci" / "wheel").read_text("utf-8")
    (tested,) = re.findall(r"^supported=\((.*)\)$", script, re.MULTILINE)
    prefix = "Programming Language :: Python :: 3."
    declared = [one.rpartition(" ")[2] for one in PROJECT["classifiers"] if one.startswith(prefix)]

    assert tested.split() == declared
    assert PROJECT["requires-python"] == f">={declared[0]}"


def test_all_extras_together_are_every_extra() -> None:
    extras = PROJECT["optional-dependencies"]
    (everything,) = extras.pop("all")
    assert everything == f"sixsteps[{','.join(sorted(extras))}]"


def test_the_software_is_cited_in_its_present_version_with_the_paper() -> None:
    citation = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text("utf-8"))
    source = sixsteps.six_steps().source

    assert citation["version"] == sixsteps.__version__
    assert citation["license"] == PROJECT["license"]
    assert source.required_sentence in citation["references"][0]["notes"]
