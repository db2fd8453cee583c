"""What a written file says, and the words in it that belong to the field of the Six Steps."""

import io
import re
from collections.abc import Callable, Iterable
from typing import Any
from zipfile import ZipFile

FOREIGN = re.compile(
    r"child|safeguard|pearce|\bred\b|\bamber\b|\bgreen\b|\brag\b"
    r"|lead partner|relevant agency|scrutineer|working together|\bsix steps\b",
    re.IGNORECASE,
)

# The one sentence that names no field alone, wherever text is entered or told.
CAUTION = re.compile(r"could\s+identify\s+a\s+child,\s+a\s+family\s+or\s+any\s+other\s+person")


def foreign(text: str, own: Iterable[str] = ()) -> set[str]:
    """The words of the other field in a text, each with what stands around it.

    `own` are texts of the framework itself, and the caution is everybody's.
    """
    for known in own:
        text = text.replace(known, "")
    text = CAUTION.sub("", text)
    return {
        " ".join(text[max(0, at.start() - 30) : at.end() + 30].split())
        for at in FOREIGN.finditer(text)
    }


def in_words(page: str) -> str:
    """A page or picture without its drawing: its texts, titles and descriptions."""
    page = re.sub(r"(?s)<style.*?</style>|<!--.*?-->|<path[^>]*>", "", page)
    spoken = re.findall(r'\b(?:alt|title|aria-label|summary|descr|prompt)="([^"]*)"', page)
    return "\n".join([re.sub(r"<[^>]*>", "\n", page), *spoken])


def in_files(written: Callable[[io.BytesIO], Any]) -> str:
    """What a spreadsheet or a Word file says in its texts, its advice and its properties."""
    file = io.BytesIO()
    written(file)
    with ZipFile(file) as archive:
        parts = [
            name
            for name in archive.namelist()
            if name.endswith(".xml") and not re.search(r"styles|theme|fontTable", name)
        ]
        return "\n".join(in_words(archive.read(name).decode()) for name in parts)
