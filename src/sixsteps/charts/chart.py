"""A chart as a value: a figure with its title, its text for those who do not see it, and files."""

import base64
import html
import io
import re
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from attrs import frozen
from matplotlib import rc_context
from matplotlib.figure import Figure

from sixsteps.charts.tiles import FONTS
from sixsteps.errors import InvalidError, Problem, UnknownIdError
from sixsteps.formats.files import path_of, write_bytes
from sixsteps.model.fields import instance_of
from sixsteps.table import printable

LEAST, MOST = 20, 2_400  # pixels an inch: below, no letter has a pixel; above, no memory holds it

# What gives a part of an SVG its id, and what refers to one.
_NAMED = re.compile(r'\bid="|\bhref="#|url\(#')

# How numpy prints numbers, as it comes: matplotlib makes the names of an SVG's parts from it.
_PRINTED: dict[str, Any] = {
    "precision": 8,
    "threshold": 1000,
    "edgeitems": 3,
    "linewidth": 75,
    "suppress": False,
    "nanstr": "nan",
    "infstr": "inf",
    "sign": "-",
    "formatter": None,
    "floatmode": "maxprec",
    "legacy": False,
}


@frozen(eq=False, repr=False)
class Chart:
    """A picture of a round or a result: `figure` to change, `alt` to be read aloud.

    It shows itself in a notebook. `alt` is in full sentences with the counts the picture shows,
    and stands in every file, as do the `source` and what it was `made_by`: the version of the
    library, the framework and the rounds. Saving twice gives the same bytes.

    >>> from sixsteps.charts import grid
    >>> from sixsteps.samples import spring_2026
    >>> chart = grid(spring_2026(), respondent="agreed")
    >>> chart
    <Chart 'Green in 8 of 25 questions, Red in 3'>
    >>> "Of 25 questions, 3 are rated Red, 14 Amber and 8 Green" in chart.alt
    True
    """

    figure: Figure
    title: str
    alt: str
    source: str
    made_by: str

    def __repr__(self) -> str:
        return f"<Chart {self.title!r}>"

    def svg(self, prefix: str = "") -> str:
        """The chart as an SVG element, with its title and description, and no script.

        Every id in it begins with `prefix`: give each chart of a page its own, so that none
        refers to the parts of another.

        Raises:
            InvalidError: a prefix that is not letters, digits, `-` and `_`, a letter first.
        """
        named = instance_of(prefix, str, "prefix", "give a text")
        if not re.fullmatch(r"([A-Za-z][\w-]*)?", named, re.ASCII):
            remedy = "give letters, digits, - and _, a letter first"
            raise InvalidError("picture", [Problem(("prefix",), "no prefix of an id", remedy)])
        about = {"Creator": self.made_by, "Date": None, "Source": self.source}
        text = self._file("svg", about)
        element = text.decode("utf-8")
        about_it, end, drawn = element.partition("</metadata>")
        element = about_it + end + _NAMED.sub(lambda found: found[0] + prefix, drawn)
        start = re.search(r"<svg\b[^>]*>", element)
        assert start is not None  # noqa: S101  matplotlib always writes the element
        title, alt = (html.escape(printable(part)) for part in (self.title, self.alt))
        return (
            f'{start.group()[:-1]} role="img" aria-label="{title}">\n'
            f" <title>{title}</title>\n <desc>{alt}</desc>{element[start.end() :]}"
        )

    def png(self, dpi: float | None = None) -> bytes:
        """The chart as a PNG picture of `dpi` pixels an inch; `None` takes the reader's setting.

        Raises:
            InvalidError: for `dpi` below 20 or above 2,400.
        """
        if dpi is not None and (not isinstance(dpi, int | float) or not LEAST <= dpi <= MOST):
            remedy = f"give a number from {LEAST} to {MOST:,}"
            raise InvalidError("picture", [Problem(("dpi",), "not pixels an inch", remedy)])
        about = {"Title": self.title, "Description": self.alt, "Source": self.source}
        return self._file("png", {**about, "Software": self.made_by}, dpi=dpi)

    def pdf(self) -> bytes:
        """The chart as a PDF document of one page."""
        about = {"Title": self.title, "Subject": self.alt, "Keywords": self.source}
        return self._file("pdf", {**about, "Creator": self.made_by, "CreationDate": None})

    def save(self, path: str | PathLike[str]) -> Path:
        """The path of the file written: SVG, PNG or PDF by its ending, whole or not at all.

        Raises:
            UnknownIdError: for an ending that is none of these.
            OSError: the file cannot be written.
        """
        target = instance_of(path_of(path), Path, "save", "give a path")
        match target.suffix.lower():
            case ".svg":
                content = f'<?xml version="1.0" encoding="utf-8"?>\n{self.svg()}'.encode()
            case ".png":
                content = self.png()
            case ".pdf":
                content = self.pdf()
            case _:
                message = f"no picture of the kind {target.suffix!r}"
                remedy = "end the name in .svg, .png or .pdf"
                raise UnknownIdError(message, remedy, params={"suffix": target.suffix})
        write_bytes(target, content)
        return target

    def _file(self, kind: str, metadata: dict[str, str | None], **options: Any) -> bytes:
        buffer = io.BytesIO()
        about = {name: value and printable(value) for name, value in metadata.items()}
        # Without a salt of its own, matplotlib gives the parts of an SVG random names; letters
        # hinted to coarse pixels would be wider than their tiles. What rc_context sets, it sets
        # for every thread, and takes back from every thread.
        settings = rc_context({"svg.hashsalt": "sixsteps", "text.hinting": "none"})
        with FONTS, settings, np.printoptions(**_PRINTED):
            self.figure.savefig(buffer, format=kind, metadata=about, **options)
        return buffer.getvalue()

    def _repr_svg_(self) -> str:
        return self.svg()

    def _repr_png_(self) -> bytes:
        return self.png()

    def _repr_html_(self) -> str:
        # A notebook keeps the alternative text of an image, and drops that of an SVG element.
        picture = base64.b64encode(self.png(dpi=2 * self.figure.dpi)).decode("ascii")
        width = round(self.figure.get_size_inches()[0] * 96)
        alt = html.escape(printable(self.alt))
        return (
            f'<img src="data:image/png;base64,{picture}" alt="{alt}"'
            f' width="{width}" style="max-width: 100%; height: auto">'
        )
