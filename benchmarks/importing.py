"""The bars of starting up: `import sixsteps` as a whole process."""

from benchmarks.measuring import Bar, Figure, a_process, in_turns

OURS = "import sixsteps"


def _beside(other: str, runs: int) -> Figure:
    return in_turns(a_process(OURS), a_process(other), runs=runs)


BARS = (
    Bar("import sixsteps", "import attrs", 2, lambda: _beside("import attrs", 15)),
    Bar(
        "import sixsteps beside trestle",
        "import trestle.oscal.catalog",
        0.4,
        lambda: _beside("import trestle.oscal.catalog", 5),
    ),
    Bar(
        "import sixsteps beside pyxform",
        "import pyxform",
        0.4,
        lambda: _beside("import pyxform", 7),
    ),
)
