"""An adaptation kept up to date with its source: adapt, diff, merge, decide, cite.

Run `python examples/adapt.py FOLDER`. Anytown adapts the framework; meanwhile the source is
revised. Both changed question 1.2, which nobody but Anytown can decide.
"""

import sys
from datetime import date
from pathlib import Path
from textwrap import fill

import sixsteps as ss

ANYTOWN = "Anytown Safeguarding Children Partnership"


def adapted(base: ss.Framework) -> ss.Framework:
    """What Anytown made of the framework: its changes as data, with who, when and why."""
    return ss.adapt(
        base,
        ss.RetitleStep("s3", "Voice and engagement of children and young people"),
        ss.AddQuestion("s1", "Are education partners engaged at strategic level?"),
        ss.RewordQuestion("s1q2", "Do all three lead partners attend the key meetings?"),
        ss.RemoveQuestion("s6q4", reason="covered by the training needs analysis"),
        by=ANYTOWN,
        on=date(2026, 4, 1),
        reason="Local priorities for 2026",
    )


def merged(base: ss.Framework, ours: ss.Framework, theirs: ss.Framework) -> ss.Framework:
    """Both sides' changes; where they contradict each other, Anytown keeps its own."""
    try:
        return ss.merge(base, ours, theirs, by=ANYTOWN, on=date(2026, 9, 1))
    except ss.MergeConflict as error:
        for conflict in error.conflicts:
            print(fill(f"To decide: {conflict}", 79, break_on_hyphens=False))
        decisions = [conflict.take("ours") for conflict in error.conflicts]
    return ss.merge(base, ours, theirs, by=ANYTOWN, on=date(2026, 9, 1), resolutions=decisions)


def main(folder: Path) -> None:
    """Adapt, bring in the revision, and leave the framework and its reference in the folder."""
    base = ss.six_steps()
    ours = adapted(base)
    for edit in ss.diff(base, ours):
        print("-", edit)
    result = merged(base, ours, ss.working_together_2023())
    print(len(ss.diff(ours, result)), "edits came in with the revision\n")
    print(fill(result.citation, 79))
    ss.write(result, folder / "anytown.json")
    (folder / "anytown.bib").write_text(ss.cite(result, "bibtex"), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
