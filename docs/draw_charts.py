"""Draws the pictures of `docs/how-to/charts.md` by the lines on that page.

Run it after a change of the samples or of a chart: `python docs/draw_charts.py`.
"""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

import sixsteps as ss

DOCS = Path(__file__).parent
PAGE = DOCS / "how-to" / "charts.md"


def drawn() -> dict[str, ss.charts.Chart]:
    """Each picture of the page, by its path from there, with its chart."""
    found: dict[str, ss.charts.Chart] = {}
    names: dict[str, Any] = {}
    lines = re.compile(r"^>>> (.*)|^!\[.*\]\((.*)\)$", re.MULTILINE)
    for line, picture in lines.findall(PAGE.read_text("utf-8")):
        if picture:
            found[picture] = names["chart"]
        elif " = " in line or line.startswith("import "):
            exec(line, names)  # noqa: S102  the lines of our own page
    return found


if __name__ == "__main__":
    (DOCS / "images" / "charts").mkdir(parents=True, exist_ok=True)
    for name, chart in drawn().items():
        picture = Image.open(BytesIO(chart.png(dpi=72))).convert("RGB")
        # A chart has few colours; with so many its letters are smooth as well.
        picture.quantize(24, dither=Image.Dither.NONE).save(PAGE.parent / name, optimize=True)
