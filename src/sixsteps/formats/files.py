"""Files read within a bound and written whole or not at all.

What is no target raises a `WrongTypeError`, what is no text a `DocumentError`, and what the system
refuses an `OSError`; where a file cannot be written, what was there before still is.
"""

import errno
import hashlib
import io
import os
import platform
import re
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from os import PathLike
from pathlib import Path
from tempfile import mkstemp
from typing import IO, Any, BinaryIO, Literal, TypeAlias, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sixsteps.errors import DocumentError, InvalidError, Problem, WrongTypeError
from sixsteps.formats.limits import MAX_BYTES
from sixsteps.model.fields import instance_of

Readable: TypeAlias = str | PathLike[str] | IO[str] | IO[bytes]
"""What a reader takes: a path, or a text or binary file object."""

Writable: TypeAlias = str | PathLike[str] | IO[str] | IO[bytes]
"""What a writer takes: a path, or a text or binary file object."""


_ZIP, COMPOUND_FILE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A file may well be called "[draft] spring.json"; what has these signs is a document.
_is_text = re.compile(r"""[^\n\r]*[\n\r]|\s*\{\s*["}]|\s*\[\s*[]"\[{]""").match


def path_of(target: object, to: Literal["read", "write"] = "read") -> Path | None:
    """The path a target stands for; `None` for a file object."""
    if isinstance(target, str | PathLike):
        path = os.fsdecode(target)
        if to == "read" and isinstance(target, str) and _is_text(path):
            raise WrongTypeError(
                "this is a text, not a path", "wrap it in io.StringIO(...)", "not-a-path"
            )
        message = "a path with a NUL character in it" if "\0" in path else ""
        try:
            os.fsencode(path)
        except UnicodeEncodeError:
            message = "a path that is not valid Unicode (a lone surrogate)"
        if message:
            raise InvalidError("path", [Problem((), message, "no file has one", "bad-path")])
        return Path(path)
    able: Any = getattr(target, "readable" if to == "read" else "writable", bool)
    if callable(getattr(target, to, None)) and (able is bool or able()):
        return None
    if hasattr(target, "read") or hasattr(target, "write"):
        done, mode = ("read", "rb") if to == "read" else ("written to", "wb")
        raise WrongTypeError(
            f"this file object cannot be {done}", f"open it with mode {mode!r}, or give its path"
        )
    remedy = "wrap it in io.BytesIO(...)" if to == "read" and isinstance(target, bytes) else ""
    message = f"a path or a file object is needed, not a value of type {type(target).__name__}"
    raise WrongTypeError(message, remedy)


def read_text(source: Readable, limit: int = MAX_BYTES) -> str:
    """The whole text of a source in UTF-8, a byte order mark left out.

    `limit` is the most it may hold, in bytes (in characters for a text file object).
    """
    path = path_of(source)
    opened: Any = nullcontext(source) if path is None else path.open("rb")
    with opened as file:
        content = _taken(file, limit)
    if len(content) > limit:
        message = f"it holds more than {limit:,} bytes"
        raise refused(message, "name a higher limit", "too-large", limit=limit)
    return content.removeprefix("\ufeff") if isinstance(content, str) else decoded(content)


def _taken(file: Any, limit: int) -> str | bytes:
    """At most `limit` and one more; a raw file may give less than it is asked for."""
    instance_of(limit, int, "limit", "give a number of bytes")
    pieces: list[Any] = []
    left = limit + 1
    bad: int | None = None
    try:
        while left > 0 and (piece := file.read(left)):
            if not isinstance(piece, str | bytes):
                raise WrongTypeError(
                    "this file object gives neither text nor bytes, but a value of type"
                    f" {type(piece).__name__}",
                    "open the file with mode 'rb'",
                )
            pieces.append(piece)
            left -= len(piece)
    except UnicodeDecodeError as error:
        bad = error.start
    # Raised out here, because the error of the codec holds everything that was read.
    if bad is not None:
        raise not_utf8(bad)
    if not pieces:
        return b""
    whole: str | bytes = pieces[0][:0].join(pieces)
    return whole


def decoded(content: bytes) -> str:
    """The text of bytes in UTF-8, a byte order mark left out."""
    # Without a mark: one byte of most letters is 0 there, and always the same of the two.
    none, most = sorted(content[place:64:2].count(0) for place in (0, 1))
    wide = none == 0 and most > max(3, len(content[:64]) // 4)
    if wide or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refused("the text is in UTF-16", "save it as UTF-8", "not-utf8")
    if content.startswith(_ZIP):
        raise refused(
            "a zip file, such as an Excel workbook",
            "read that with workbook.read_round, or a framework with workbook.read_framework",
            "not-text",
        )
    if content.startswith(COMPOUND_FILE):
        raise refused("an old .xls workbook", "save it as .xlsx", "not-text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start
    raise not_utf8(start)


def not_utf8(start: int) -> DocumentError:
    """The error for bytes that are no UTF-8 from `start`, counted from 0."""
    return refused(f"byte {start + 1:,} is not valid UTF-8", "save the text as UTF-8", "not-utf8")


def refused(message: str, remedy: str, code: str, **params: object) -> DocumentError:
    """A document error of one problem with the whole of a text."""
    return DocumentError("document", [Problem(("$",), message, remedy, code, params=params)])


def write_text(target: Writable, text: str) -> None:
    """Write a text in UTF-8: a file whole or not at all, a file object as it is."""
    if path_of(target, "write") is None and _takes_text(target):
        cast(IO[str], target).write(text)
    else:
        write_bytes(target, text.encode("utf-8"))


def write_bytes(target: Any, content: bytes) -> None:
    """Write bytes: a file whole or not at all, a binary file object as it is."""
    path = path_of(target, "write")
    if path is None:
        if _takes_text(target):
            raise WrongTypeError(
                "this file object takes text, and bytes are to be written",
                "open it with mode 'wb', or use io.BytesIO()",
            )
        write_all(target, content)
        return
    with whole_file(path) as file:
        write_all(file, content)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these parts, which has the same bytes whenever it is made."""
    whole = io.BytesIO()
    with ZipFile(whole, "w") as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            # Readers look for the type of an archive in plain letters.
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            archive.writestr(entry, content)
    return whole.getvalue()


def write_all(file: Any, content: bytes) -> None:
    """Write bytes to a file object; one without a buffer may take only some of them at a time."""
    left = memoryview(content)
    while isinstance(file, io.RawIOBase) and left:
        left = left[file.write(left) or 0 :]
    if left:
        file.write(content)


def _takes_text(file: object) -> bool:
    # The wrappers of tempfile and codecs derive from no class of io.
    return hasattr(file, "encoding")


@contextmanager
def whole_file(path: str | PathLike[str]) -> Iterator[BinaryIO]:
    """A file to write into that takes the place of `path` only when all of it is on disk.

    It is written beside `path` under a name of its own, flushed, and moved into place in one
    step; an error inside the block leaves what was there before and nothing else. A symbolic
    link keeps pointing where it did, and a file that is no regular one (`/dev/stdout`, a pipe)
    is written directly. A file that is there keeps its mode, its group, its access list and,
    where this user may give it away, its owner.
    """
    place, old = checked_place(path)
    if old is not None and not stat.S_ISREG(old.st_mode):
        with _naming(path), place.open("wb") as file:
            yield file
        return
    _remove_left_behind(place)
    with _naming(path):
        number, name = mkstemp(".tmp", f"{_stem(place)}-{os.getpid()}-", place.parent)
    beside = Path(name)
    try:
        with _naming(path), os.fdopen(number, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        with _naming(path):
            if old is not None:
                _keep_owners(beside, old)
                _keep_attributes(beside, place)
            beside.chmod(_usual_mode(beside) if old is None else stat.S_IMODE(old.st_mode))
            beside.replace(place)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(place.parent)


def checked_place(path: str | PathLike[str]) -> tuple[Path, os.stat_result | None]:
    """The place that a path leads to, and what is there; refused where it may not be replaced.

    Raises:
        OSError: for a folder, a file that is read-only or has another name, a missing folder.
    """
    # os.path.realpath, because Path.resolve() raises RuntimeError for a loop of links.
    place = Path(os.path.realpath(path))
    old = None
    with suppress(FileNotFoundError):
        old = place.stat()
    if old is None:
        if not place.parent.exists():
            reason = "the folder of the file does not exist; make it first"
            raise FileNotFoundError(errno.ENOENT, reason, str(path))
    elif stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    elif stat.S_ISREG(old.st_mode):
        _refuse_to_change(place, old, path)
    return place, old


def _refuse_to_change(place: Path, old: os.stat_result, path: str | PathLike[str]) -> None:
    if not (old.st_mode & 0o222 and os.access(place, os.W_OK)):
        raise PermissionError(errno.EACCES, "the file is read-only", str(path))
    if old.st_nlink > 1:
        reason = (
            "the file has another name, a hard link, which would keep the old content; write"
            " under a new name, or remove one of the two"
        )
        raise OSError(errno.EMLINK, reason, str(path))


# Nobody but the owner may read a file while it is written, or when the process was ended in the
# middle. Its name says which place it is for and which process of which machine writes it.


def _stem(place: Path) -> str:
    about = f"{platform.node()}/{place.name}".encode("utf-8", "surrogateescape")
    return f".sixsteps-{hashlib.sha256(about).hexdigest()[:16]}"


def _usual_mode(beside: Path) -> int:
    """The mode a new file gets here, told by an empty one: the umask cannot be read safely."""
    empty = beside.with_name(f"{beside.stem}-.tmp")
    empty.touch(exist_ok=False)
    try:
        return stat.S_IMODE(empty.stat().st_mode)
    finally:
        empty.unlink()


def _remove_left_behind(place: Path) -> None:
    """Remove what processes left behind that were ended while they wrote to this place."""
    with suppress(OSError):
        for one in [*place.parent.glob(f"{_stem(place)}-*.tmp")]:
            process = one.name.split("-")[2]
            if process.isdecimal() and not _is_running(int(process)):
                one.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    if sys.platform == "win32":
        return False  # a file that somebody has open cannot be removed there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass
    return True


def _keep_owners(beside: Path, old: os.stat_result) -> None:
    """Give a file the group and, where this user may, the owner of the old one."""
    if sys.platform == "win32":
        return
    new = beside.stat()
    if old.st_uid != new.st_uid:
        with suppress(PermissionError):
            os.chown(beside, old.st_uid, -1)
    if old.st_gid != new.st_gid:
        try:
            os.chown(beside, -1, old.st_gid)
        except PermissionError:
            reason = (
                "the file belongs to a group that you are not in, and would leave it; write under"
                " a new name, or have its group changed"
            )
            raise PermissionError(errno.EPERM, reason, str(beside)) from None


def _keep_attributes(beside: Path, place: Path) -> None:
    """Give a file the access list and the other extended attributes of the old one, and no more."""
    if sys.platform != "linux":
        return
    try:
        kept = {name: os.getxattr(place, name) for name in os.listxattr(place)}
    except OSError:
        return  # a file system without them
    for name in {*os.listxattr(beside)} - kept.keys():
        with suppress(OSError):
            os.removexattr(beside, name)
    for name, value in kept.items():
        try:
            os.setxattr(beside, name, value)
        except OSError:
            # What the system itself keeps of a file, such as its label, is not this user's to set.
            if name.startswith(("user.", "system.posix_acl")):
                reason = (
                    "the access list or an attribute of the file cannot be kept; write under a new"
                    " name, or take it off the file"
                )
                raise PermissionError(errno.EPERM, reason, str(beside)) from None


_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


@contextmanager
def _naming(path: str | PathLike[str]) -> Iterator[None]:
    """Have the system's errors name the path that was asked for, not the file beside it."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno not in _FULL:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from None


def _sync_folder(folder: Path) -> None:
    """Have the folder's new entry on disk too; where a folder cannot be opened, not needed."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
