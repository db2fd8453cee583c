"""A panel as a file: a NumPy archive (`.npz`) without pickle, checked whole when it is read.

It holds the arrays `cells`, `used` and `dates`, and `axes`: JSON text in UTF-8 with the labels of
the axes and the documents of the frameworks. The same panel gives the same bytes.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sixsteps.errors import DocumentError, InvalidError, Problem
from sixsteps.formats.documents import from_document, to_document
from sixsteps.formats.documents.converter import structured, unstructured
from sixsteps.formats.documents.kinds import parsed
from sixsteps.formats.files import Readable, Writable, path_of, write_bytes
from sixsteps.formats.limits import bounded
from sixsteps.model.answers import Role
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Identity
from sixsteps.model.scale import Scale
from sixsteps.panel.axes import UNUSED, PanelRespondent, asks, framework_problems
from sixsteps.panel.cell_bytes import ABSENT, NOT_IN_FRAMEWORK, is_sound, level_codes

if TYPE_CHECKING:
    from sixsteps.panel.panel import Panel

FORMAT = "sixsteps panel 1"
MAX_UNPACKED = 2**30
"""The most that is unpacked unless told otherwise: a byte for each cell, and the axes."""

_ARRAYS = ("cells", "used", "dates")
# An archive holds the time of each entry; the earliest there is keeps the bytes the same.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def save(panel: "Panel", target: Writable) -> None:
    """Write the panel as a NumPy archive (`.npz`, no pickle in it), whole or not at all.

    Raises:
        OSError: where the file cannot be written; what was there before still is.
    """
    archive = io.BytesIO()
    axes = json.dumps(_axes(panel), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    with zipfile.ZipFile(archive, "w") as file:
        for name in _ARRAYS:
            _add(file, name, getattr(panel, name))
        _add(file, "axes", np.frombuffer(axes, np.uint8))
    write_bytes(target, archive.getvalue())


def _add(file: zipfile.ZipFile, name: str, array: npt.NDArray[Any]) -> None:
    content = io.BytesIO()
    np.lib.format.write_array(content, np.ascontiguousarray(array), allow_pickle=False)
    entry = zipfile.ZipInfo(f"{name}.npy", _NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    file.writestr(entry, content.getbuffer(), compresslevel=1)


def _axes(panel: "Panel") -> dict[str, Any]:
    return {
        "format": FORMAT,
        "organisations": list(panel.organisations),
        "periods": list(panel.periods),
        "respondents": [
            [one.organisation, one.id, one.role and [one.role.name, one.role.independent]]
            for one in panel.respondents
        ],
        "questions": [[one.id, one.introduced] for one in panel.questions],
        "frameworks": [to_document(framework) for framework in panel.frameworks],
        **({"scale": unstructured(panel.own_scale)} if panel.own_scale else {}),
    }


def load(kind: "type[Panel]", source: Readable, limit: int) -> "Panel":
    """The panel in a file; unpacked it holds at most `limit` bytes.

    Raises:
        DocumentError: with every problem, for a file that holds no sound panel.
        OSError: where the file cannot be opened or read.
    """
    path = path_of(source)
    opened: Any = path.open("rb") if isinstance(path, Path) else nullcontext(source)
    try:
        with opened as content, zipfile.ZipFile(content) as archive:
            _check_size(archive, limit)
            arrays = {name: _array(archive, name) for name in (*_ARRAYS, "axes")}
        axes = parsed(arrays.pop("axes").tobytes().decode("utf-8"))
        panel = _panel(kind, axes, arrays)
    except DocumentError:
        raise
    except Exception:
        # Whatever a file that is none of ours makes the layers below raise.
        panel = None
    if panel is None:
        raise _unread("not a saved panel", "give a file that Panel.save wrote", "no-panel")
    DocumentError.check("panel", bounded(_problems(panel)))
    return panel


def _check_size(archive: zipfile.ZipFile, limit: int) -> None:
    # What the archive says of itself: no more comes of an entry than that.
    if sum(entry.file_size for entry in archive.infolist()) > limit:
        message = f"it unpacks to more than {limit:,} bytes"
        raise _unread(message, "name a higher limit", "too-large")


def _unread(message: str, remedy: str, code: str) -> DocumentError:
    return DocumentError("panel", [Problem(("$",), message, remedy, code)])


def _array(archive: zipfile.ZipFile, name: str) -> npt.NDArray[Any]:
    entry = archive.getinfo(f"{name}.npy")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("an entry is packed in a way that unpacks without bound")
    # Not np.load, which unpacks an entry that is not an array whole, whatever size it claims.
    with archive.open(entry) as file:
        array: npt.NDArray[Any] = np.lib.format.read_array(file, allow_pickle=False)
    return array


def _panel(
    kind: "type[Panel]", axes: Mapping[str, Any], arrays: Mapping[str, Any]
) -> "Panel | None":
    if axes["format"] != FORMAT:
        return None
    frameworks = tuple(from_document(one, Framework) for one in axes["frameworks"])
    try:
        return kind(
            _texts(axes["organisations"]),
            _texts(axes["periods"]),
            tuple(
                PanelRespondent(organisation, name, Role(*role) if role else None)
                for organisation, name, role in axes["respondents"]
            ),
            frameworks,
            tuple(Identity(name, introduced) for name, introduced in axes["questions"]),
            arrays["used"],
            arrays["dates"],
            arrays["cells"],
            structured(axes["scale"], Scale) if "scale" in axes else None,
        )
    except InvalidError as error:
        raise DocumentError("panel", error.problems) from None


def _texts(values: list[str]) -> tuple[str, ...]:
    if not all(type(value) is str for value in values):
        raise TypeError("a label that is not a text")
    return tuple(values)


def _problems(panel: "Panel") -> Iterator[Problem]:
    """The contradictions between the axes and the cells of a panel."""
    for name in ("organisations", "periods", "respondents", "questions", "frameworks"):
        values = getattr(panel, name)
        if len(set(values)) < len(values):
            yield Problem((name,), "two equal values on one axis", code="duplicate")
    for place, framework in enumerate(panel.frameworks[1:], start=1):
        for problem in framework_problems(framework, panel.frameworks[:1], panel.own_scale):
            yield problem.within("frameworks", place, "framework")
    if not {one.organisation for one in panel.respondents}.issubset(panel.organisations):
        yield Problem(("respondents",), "a respondent of an organisation that is not on its axis")
        return
    if not np.isin(panel.used, np.arange(UNUSED, len(panel.frameworks))).all():
        yield Problem(("used",), "the place of a framework that is not there")
        return
    if not is_sound(panel.cells, len(panel.scale)):
        yield Problem(
            ("cells",), f"a byte that stands for nothing on a scale of {len(panel.scale)}"
        )
        return
    yield from _cell_problems(panel)


def _cell_problems(panel: "Panel") -> Iterator[Problem]:
    asked = np.array(
        [[asks(framework, one) for framework in panel.frameworks] for one in panel.questions]
    ).reshape(len(panel.questions), len(panel.frameworks))
    present = panel.respondent_frameworks != UNUSED
    for place, cells in enumerate(panel.cells):
        codes = level_codes(cells)
        there = codes != ABSENT
        if (there & ~present).any():
            yield Problem(("cells", place), "a cell where the organisation has no round")
        expected = asked[place][panel.respondent_frameworks]
        if ((codes > NOT_IN_FRAMEWORK) != (expected & there)).any():
            yield Problem(("cells", place), "a cell that its framework contradicts")
