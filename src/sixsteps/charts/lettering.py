"""Text that fits: measured, wrapped to a width, and never made too small to read.

Sizes follow the reader's `font.size` and the fonts the reader's `font.family`. Widths are in
points and do not depend on the resolution of a picture.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache

from attrs import frozen
from matplotlib import rcParams
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from sixsteps.table import printable

FONTS = threading.Lock()
"""Held while text is measured or drawn: matplotlib has one font object for all threads."""

# A date is one word, and a no-break space does not part words.
_WORD = re.compile(
    r"[^\s\d]*\d{1,2} (?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December) \d{4}\S*"
    r"|[^\s]+(?:\u00a0[^\s]+)*"
)

READABLE = 6.5
"""No text of a chart is smaller than this, in points."""

LEADING = 1.22
"""The distance of two lines, in sizes of the text."""

# Longer texts are cut before they are measured.
_LONGEST = 1_000
_NARROWEST_LETTER = 0.2

# The letters of a picture are hinted to its pixels, which widens a line a little.
_HINTING = 1.03


@frozen
class Lettering:
    """How a text is set: its size in points, and whether it is bold."""

    size: float
    bold: bool = False

    def font(self, scale: float = 1) -> FontProperties:
        """The font, in the family the reader's settings name."""
        weight = "bold" if self.bold else rcParams["font.weight"]
        return FontProperties(size=self.size * scale, weight=weight)

    def height(self, lines: int) -> float:
        """The height of so many lines, in points."""
        return lines * self.size * LEADING

    def width(self, text: str) -> float:
        """The width of a line of text, in points; of one that fits nowhere, more than any page."""
        fonts = (rcParams["font.family"], rcParams["font.sans-serif"], rcParams["font.serif"])
        named = tuple(name for names in fonts for name in names)
        return _measured(
            text[:_LONGEST], self.size, "bold" if self.bold else rcParams["font.weight"], named
        )

    def longest_word(self, texts: Iterable[str], most: float) -> float:
        """The width of the longest word of these texts, but at most `most` points."""
        words = (word for text in texts for word in _WORD.findall(text))
        return min(max(map(self.width, words), default=0.0), most)

    def wrapped(self, text: str, width: float, most: int = 60) -> tuple[str, ...]:
        """A text as lines no wider than `width` points; a word too long for a line is broken.

        A date stays on one line where it fits on one. After `most` lines the text ends in an
        ellipsis.
        """
        room = int(most * (width / (_NARROWEST_LETTER * self.size) + 1))
        shown = printable(text[:room])
        lines: list[str] = []
        for word in self._words_within(shown, width):
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(joined) <= width:
                lines[-1] = joined
            else:
                lines.extend(self._broken(word, width))
            if len(lines) > most:
                break
        if len(lines) > most or (lines and len(text) > room):
            return (*lines[: most - 1], self._cut(lines[:most][-1], width))
        return tuple(lines)

    def _words_within(self, text: str, width: float) -> Iterator[str]:
        for word in _WORD.findall(text):
            if " " in word and self.width(word) > width:
                yield from word.split(" ")
            else:
                yield word

    def _broken(self, word: str, width: float) -> list[str]:
        if self.width(word) <= width:
            return [word]
        pieces = [word[0]]
        for letter in word[1:]:
            if self.width(pieces[-1] + letter) <= width:
                pieces[-1] += letter
            else:
                pieces.append(letter)
        return pieces

    def _cut(self, line: str, width: float) -> str:
        words = line.split()
        while len(words) > 1 and self.width(f"{' '.join(words)} …") > width:
            words.pop()
        shown = " ".join(words)
        while shown and self.width(f"{shown} …") > width:
            shown = shown[:-1]
        return f"{shown} …"


# What a generic family such as "sans-serif" means is a setting too, so it is part of the key.
@lru_cache(maxsize=8192)
def _measured(text: str, size: float, weight: str | int, _fonts: tuple[str, ...]) -> float:
    font = FontProperties(size=size, weight=weight)
    with FONTS:
        extent = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(extent[0]) * _HINTING


@frozen
class Sizes:
    """The letterings of a chart, all in proportion to the reader's `font.size`."""

    title: Lettering
    subtitle: Lettering
    heading: Lettering
    word: Lettering
    label: Lettering
    small: Lettering
    em: float

    @classmethod
    def of_reader(cls) -> "Sizes":
        """The letterings for the settings as they are now."""
        # The room around labels is in ems, and so never less than readable labels need.
        em = max(float(rcParams["font.size"]), READABLE / 0.85)

        def sized(share: float, *, bold: bool = False) -> Lettering:
            return Lettering(max(READABLE, em * share), bold)

        return cls(
            title=sized(1.4, bold=True),
            subtitle=sized(1.0),
            heading=sized(0.9, bold=True),
            word=sized(1.0, bold=True),
            label=sized(0.85),
            small=sized(0.75),
            em=em,
        )
