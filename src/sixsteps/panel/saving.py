"""A panel as a file: a NumPy archive (`.npz`) without pickle, checked whole when it is read.

It holds the arrays `cells`, `used` and `dates`, and `axes`: JSON text in UTF-8 with the labels of
the axes, the documents of the frameworks and what levels became on a scale of the panel's own. The
same panel gives the same bytes.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from datetime import date
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sixsteps.errors import DocumentError, InvalidError, Problem, bounded
from sixsteps.formats.documents import from_document, to_document
from sixsteps.formats.documents.converter import structured, unstructured
from sixsteps.formats.documents.kinds import parsed
from sixsteps.formats.files import Readable, Writable, path_of, write_bytes
from sixsteps.model.answers import Role
from sixsteps.model.fields import instance_of
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Identity
from sixsteps.model.scale import Scale
from sixsteps.panel.axes import UNUSED, OwnArray, PanelRespondent, asks, framework_problems
from sixsteps.panel.cell_bytes import BLOCK, Code, is_sound, level_codes

if TYPE_CHECKING:
    from sixsteps.panel.panel import Panel

FORMAT = "sixsteps panel 1"
MAX_UNPACKED = 2**30
"""The most that is unpacked unless told otherwise: a byte for each cell, and the axes."""

# What any file may come to, and how much more for each byte of it: all that is unpacked, the axes
# alone, whose text becomes values many times as large, and questions times frameworks.
_ALLOWED = {"unpacked": (32_000_000, 16), "axes": (4_000_000, 4), "places": (500_000, 1)}

_ARRAYS = ("cells", "used", "dates")
_HEADER = 1024
"""More than the header of an array takes."""

# An archive holds the time of each entry; the earliest there is keeps the bytes the same.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def save(panel: "Panel", target: Writable) -> None:
    """Write the panel as a NumPy archive (`.npz`, no pickle in it), whole or not at all.

    Raises:
        OSError: where the file cannot be written; what was there before still is.
    """
    labels: dict[str, Any] = {
        "format": FORMAT,
        "organisations": list(panel.organisations),
        "periods": list(panel.periods),
        "respondents": [
            [one.organisation, one.id, one.role and [one.role.name, one.role.independent]]
            for one in panel.respondents
        ],
        "questions": [[one.id, one.introduced] for one in panel.questions],
        "frameworks": [to_document(framework) for framework in panel.frameworks],
    }
    if panel.own_scale:
        labels |= {"scale": unstructured(panel.own_scale), "mapped": panel.mapped}
    axes = json.dumps(labels, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    arrays = {name: getattr(panel, name) for name in _ARRAYS}
    arrays["axes"] = np.frombuffer(axes, np.uint8)
    archive = _archive(arrays, zipfile.ZIP_DEFLATED)
    comes_to = {
        "unpacked": sum(array.nbytes + _HEADER for array in arrays.values()),
        "axes": len(axes),
        "places": len(panel.questions) * len(panel.frameworks),
    }
    if any(count > _allowed(kind, len(archive)) for kind, count in comes_to.items()):
        # What packs so well that it would be taken for a trap is left as it is.
        archive = _archive(arrays, zipfile.ZIP_STORED)
    write_bytes(target, archive)


def _archive(arrays: Mapping[str, npt.NDArray[Any]], how: int) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", _NO_TIME)
            entry.compress_type = how
            entry.external_attr = 0o644 << 16
            file.writestr(entry, content.getbuffer(), compresslevel=1)
    return archive.getvalue()


def _allowed(kind: str, size: int) -> int:
    least, each = _ALLOWED[kind]
    return least + each * size


def load(kind: "type[Panel]", source: Readable, limit: int) -> "Panel":
    """The panel in a file; unpacked it holds at most `limit` bytes."""
    instance_of(limit, int, "limit")
    path = path_of(source)
    opened: Any = path.open("rb") if isinstance(path, Path) else nullcontext(source)
    try:
        with opened as content, zipfile.ZipFile(content) as archive:
            size = content.seek(0, io.SEEK_END)
            _check(size, sum(entry.file_size for entry in archive.infolist()), "unpacked", limit)
            _check(size, archive.getinfo("axes.npy").file_size, "axes")
            arrays = {name: _array(archive, name) for name in (*_ARRAYS, "axes")}
        axes = parsed(arrays.pop("axes").tobytes().decode("utf-8"))
        _check(size, len(axes["questions"]) * len(axes["frameworks"]), "places")
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


def _check(size: int, count: int, kind: str, limit: int | None = None) -> None:
    """Refuse what a file of this size says of itself; no more comes of an entry than that."""
    if limit is not None and count > limit:
        message = f"it unpacks to more than {limit:,} bytes"
        raise _unread(message, "name a higher limit", "too-large")
    if count > _allowed(kind, size):
        message = f"a file of {size:,} bytes that claims more than any panel of that size holds"
        raise _unread(message, "give a file that Panel.save wrote", "too-large")


def _unread(message: str, remedy: str, code: str) -> DocumentError:
    return DocumentError("panel", [Problem(("$",), message, remedy, code)])


def _array(archive: zipfile.ZipFile, name: str) -> npt.NDArray[Any]:
    entry = archive.getinfo(f"{name}.npy")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("an entry is packed in a way that unpacks without bound")
    # Not np.load, which unpacks an entry that is not an array whole, whatever size it claims.
    with archive.open(entry) as file:
        np.lib.format.read_magic(file)
        shape, _, kind = np.lib.format.read_array_header_1_0(file)
        if prod(shape) * kind.itemsize != entry.file_size - file.tell():
            raise zipfile.BadZipFile("an array of another size than its header claims")
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
        people = tuple(
            PanelRespondent(organisation, name, Role(*role) if role else None)
            for organisation, name, role in axes["respondents"]
        )
        questions = tuple(Identity(name, introduced) for name, introduced in axes["questions"])
        labels = _texts(axes["organisations"]), _texts(axes["periods"]), people
        own_scale = structured(axes["scale"], Scale) if "scale" in axes else None
        used, dates, cells = (OwnArray(arrays[one]) for one in ("used", "dates", "cells"))
        known: dict[str, Any] = {}
        if "mapped" in axes:
            # An older file does not tell; its frameworks do, where all that led there are in it.
            known["mapped"] = tuple(
                tuple((own, became) for own, became in one) for one in axes["mapped"]
            )
        return kind(*labels, frameworks, questions, used, dates, cells, own_scale, **known)
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
        for problem in framework_problems(framework, panel.frameworks, panel.own_scale):
            yield problem.within("frameworks", place, "framework")
    levels = [
        own in one.scale and became in panel.scale
        for one, mapped in zip(panel.frameworks, panel.mapped, strict=False)
        for own, became in mapped
    ]
    if len(panel.mapped) != len(panel.frameworks) or not all(levels):
        yield Problem(("mapped",), "levels that are not those of the scales")
    if not {one.organisation for one in panel.respondents}.issubset(panel.organisations):
        yield Problem(("respondents",), "a respondent of an organisation that is not on its axis")
        return
    if panel.used.min(initial=0) < UNUSED or panel.used.max(initial=0) >= len(panel.frameworks):
        yield Problem(("used",), "the place of a framework that is not there")
        return
    if panel.dates.min(initial=0) < 0 or panel.dates.max(initial=0) > date.max.toordinal():
        yield Problem(("dates",), "a day that no calendar has")
    if not is_sound(panel.cells, len(panel.scale)):
        yield Problem(
            ("cells",), f"a byte that stands for nothing on a scale of {len(panel.scale)}"
        )
        return
    yield from _cell_problems(panel)


def _cell_problems(panel: "Panel") -> Iterator[Problem]:
    """The questions of which a cell contradicts its framework, looked at in small blocks."""
    asked = np.array(
        [[asks(framework, one) for framework in panel.frameworks] for one in panel.questions]
    ).reshape(len(panel.questions), len(panel.frameworks))
    alone, wrong = np.zeros((2, len(panel.questions)), bool)
    owners = panel.respondent_organisations
    deep = max(1, BLOCK // max(1, owners.size))
    tall = max(1, BLOCK // max(1, min(deep, len(panel.periods)) * owners.size))
    for time in range(0, len(panel.periods), deep):
        used = panel.used[time : time + deep, owners]
        for top in range(0, len(panel.questions), tall):
            block = slice(top, top + tall)
            codes = level_codes(panel.cells[block, time : time + deep])
            there = codes != Code.ABSENT
            alone[block] |= (there & (used == UNUSED)).any(axis=(1, 2))
            expected = asked[block][:, used] & there
            wrong[block] |= ((codes > Code.NOT_IN_FRAMEWORK) != expected).any(axis=(1, 2))
    for place in np.flatnonzero(alone | wrong).tolist():
        if alone[place]:
            yield Problem(("cells", place), "a cell where the organisation has no round")
        if wrong[place]:
            yield Problem(("cells", place), "a cell that its framework contradicts")
