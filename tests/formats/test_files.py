"""Files are written whole or not at all, whoever pulls the plug when."""

import io
import os
import stat
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import sixsteps as ss
from sixsteps.formats.files import whole_file, write_bytes, write_text
from tests.support.documents import ROUND, SMALL

WRITE_FOR_EVER = """
import sys
import sixsteps as ss
from sixsteps.samples import autumn_2025, spring_2026
rounds = [autumn_2025(), spring_2026()]
print("ready", flush=True)
while True:
    for one in rounds:
        ss.write(one, sys.argv[1])
"""

# What the file is after a write that died at the first line of the module that writes, then at
# the second, until one lives; each in a process of its own.
DIE_AT_EVERY_LINE = """
import os
import pathlib
import signal
import sys
from datetime import date

import sixsteps as ss
from sixsteps.formats import files

path = sys.argv[1]
old, new = [
    ss.Round(ss.six_steps(), "Anytown", title, date(2026, 5, 1)) for title in ("Old", "New")
]
lines = 0
died = True
while died:
    lines += 1
    ss.write(old, path)
    child = os.fork()
    if child == 0:
        left = lines

        def trace(frame, event, _):
            global left
            if frame.f_code.co_filename not in (files.__file__, pathlib.__file__):
                return None
            left -= event == "line"
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        ss.write(new, path)
        os._exit(0)
    died = os.waitpid(child, 0)[1] != 0
    found = ss.read(path, ss.Round)
    print("old" if found == old else "new" if found == new else "neither")
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "round.json"
    write_text(path, "old")

    def fail_halfway() -> None:
        with whole_file(path) as file:
            file.write(b"half of the n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_halfway()
    assert (path.read_text(), names(tmp_path)) == ("old", ["round.json"])


def test_a_value_that_no_document_holds_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "round.json"
    write_text(path, "old")
    with pytest.raises(ss.WrongTypeError):
        ss.write(object(), path)  # type: ignore[arg-type] # what this is about
    assert (path.read_text(), names(tmp_path)) == ("old", ["round.json"])


def test_a_failing_stream_of_rounds_writes_nothing(tmp_path: Path) -> None:
    def rounds() -> Any:
        yield ROUND
        raise RuntimeError

    with pytest.raises(RuntimeError):
        ss.write_rounds(rounds(), tmp_path / "rounds.jsonl")
    assert names(tmp_path) == []


@pytest.mark.parametrize(("place", "failing"), [(os, "fsync"), (Path, "replace")])
def test_a_full_disk_leaves_the_old_file(
    place: object, failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "round.json"
    write_text(path, "old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(place, failing, fail)
    with pytest.raises(OSError, match="No space left"):
        ss.write(SMALL, path)
    assert (path.read_text(), names(tmp_path)) == ("old", ["round.json"])


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills a process")
def test_a_process_killed_at_any_line_of_writing_leaves_the_old_file_or_the_new(
    tmp_path: Path,
) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", DIE_AT_EVERY_LINE, tmp_path / "round.json"],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (finished.returncode, finished.stderr) == (0, "")
    found = finished.stdout.split()
    old, new = found.count("old"), found.count("new")
    assert min(old, new) > 1
    assert found == ["old"] * old + ["new"] * new
    # What the last process left behind is taken away by the next write to that place.
    ss.write(SMALL, tmp_path / "round.json")
    assert names(tmp_path) == ["round.json"]


def test_reading_while_others_write_sees_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "round.json"
    ss.write(ROUND, path)
    with subprocess.Popen(
        [sys.executable, "-c", WRITE_FOR_EVER, path], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        titles = {ss.read(path, ss.Round).title for _ in range(40)}
        process.kill()
    assert titles <= {"Spring 2026", "Autumn 2025"}


@pytest.mark.skipif(sys.platform == "win32", reason="has no modes")
def test_a_new_file_has_the_usual_mode_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    plain, kept = tmp_path / "plain", tmp_path / "kept"
    plain.touch()
    kept.touch(mode=0o600)
    new = tmp_path / "new"
    for path in (new, kept):
        write_bytes(path, b"x")
    assert stat.S_IMODE(new.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


HALF = """
import os
import signal
import sys
from sixsteps.formats.files import whole_file

os.umask(0o022)
with whole_file(sys.argv[1]) as file:
    file.write(b"half of it")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""
NOBODY = 65534
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="has no modes")
as_root = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root gives files away"
)
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="has no such attributes")


@on_posix
@pytest.mark.parametrize("mode", [None, 0o644])
def test_what_an_ended_process_left_is_its_owners_alone_until_the_next_write(
    mode: int | None, tmp_path: Path
) -> None:
    path, other = tmp_path / "round.json", tmp_path / "other.json"
    if mode is not None:
        path.write_text("old")
        path.chmod(mode)
    finished = subprocess.run([sys.executable, "-c", HALF, path], check=False)
    assert finished.returncode == -9
    (left,) = (one for one in tmp_path.iterdir() if one != path)
    assert (left.read_text(), stat.S_IMODE(left.stat().st_mode)) == ("half of it", 0o600)
    ss.write(SMALL, other)
    assert left.exists()
    ss.write(SMALL, path)
    assert names(tmp_path) == ["other.json", "round.json"]


@on_posix
def test_what_another_process_is_writing_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "round.json"
    with whole_file(path) as file:
        ss.write(SMALL, path)
        file.write(b"x")
    assert (path.read_text(), names(tmp_path)) == ("x", ["round.json"])


@as_root
def test_an_old_file_keeps_its_owner_and_its_group(tmp_path: Path) -> None:
    path = tmp_path / "round.json"
    path.write_text("old")
    path.chmod(0o640)
    os.chown(path, NOBODY, 12345)
    ss.write(SMALL, path)
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (NOBODY, 12345, 0o640)


def as_nobody(run: Callable[[], object]) -> str:
    """What a call raised when another user ran it, in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        said = "nothing"
        try:
            run()
        except OSError as error:
            said = str(error)
        os.write(writing, said.encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as file:
        return file.read()


@pytest.fixture
def everybodys() -> Iterator[Path]:
    """A folder that another user may reach and write to."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@as_root
def test_a_file_that_would_leave_its_group_stays_as_it_is(everybodys: Path) -> None:
    path = everybodys / "round.json"
    path.write_text("old")
    path.chmod(0o666)
    os.chown(path, NOBODY, 12345)
    assert as_nobody(lambda: write_text(path, "new")) == (
        "[Errno 1] the file belongs to a group that you are not in, and would leave it; write under"
        f" a new name, or have its group changed: {str(path)!r}"
    )
    assert (path.read_text(), names(everybodys)) == ("old", ["round.json"])
    os.chown(path, NOBODY, NOBODY)
    assert as_nobody(lambda: write_text(path, "new")) == "nothing"
    assert path.read_text() == "new"


@as_root
def test_who_may_not_give_a_file_away_becomes_its_owner(everybodys: Path) -> None:
    path = everybodys / "round.json"
    path.write_text("old")
    path.chmod(0o666)
    os.chown(path, 0, NOBODY)
    assert as_nobody(lambda: write_text(path, "new")) == "nothing"
    found = path.stat()
    assert (path.read_text(), found.st_uid, found.st_gid) == ("new", NOBODY, NOBODY)


def access_list(*entries: tuple[int, int, int]) -> bytes:
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


# The owner reads and writes, one other user and the group read, and nobody else.
ANY = 0xFFFFFFFF
LIST = access_list((1, 6, ANY), (2, 4, NOBODY), (4, 4, ANY), (16, 4, ANY), (32, 0, ANY))


def attributes(path: Path) -> dict[str, bytes]:
    return {name: os.getxattr(path, name) for name in os.listxattr(path)}


@on_linux
def test_an_old_file_keeps_its_access_list_and_its_attributes(tmp_path: Path) -> None:
    path = tmp_path / "round.json"
    path.write_text("old")
    try:
        os.setxattr(path, "user.department", b"safeguarding")
        os.setxattr(path, "system.posix_acl_access", LIST)
    except OSError:
        pytest.skip("a file system without access lists")
    before = attributes(path)
    ss.write(SMALL, path)
    assert attributes(path) == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@on_linux
def test_a_file_gets_no_access_list_that_it_did_not_have(tmp_path: Path) -> None:
    path = tmp_path / "round.json"
    path.write_text("old")
    path.chmod(0o600)
    try:
        os.setxattr(tmp_path, "system.posix_acl_default", LIST)
    except OSError:
        pytest.skip("a file system without access lists")
    ss.write(SMALL, path)
    assert (attributes(path), stat.S_IMODE(path.stat().st_mode)) == ({}, 0o600)
    ss.write(SMALL, tmp_path / "new.json")
    assert attributes(tmp_path / "new.json") == {"system.posix_acl_access": LIST}


@on_linux
def test_a_file_whose_access_list_cannot_be_kept_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "round.json"
    path.write_text("old")
    try:
        os.setxattr(path, "system.posix_acl_access", LIST)
    except OSError:
        pytest.skip("a file system without access lists")

    def fail(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "setxattr", fail)
    with pytest.raises(PermissionError) as caught:
        ss.write(SMALL, path)
    assert str(caught.value) == (
        "[Errno 1] the access list or an attribute of the file cannot be kept; write under a new"
        f" name, or take it off the file: {str(path)!r}"
    )
    assert (path.read_text(), names(tmp_path)) == ("old", ["round.json"])


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_file_with_two_names_stays_as_it_is(tmp_path: Path) -> None:
    path, second = tmp_path / "round.json", tmp_path / "second.json"
    path.write_text("old")
    second.hardlink_to(path)
    with pytest.raises(OSError, match="another name") as caught:
        ss.write(SMALL, path)
    assert str(caught.value) == (
        "[Errno 31] the file has another name, a hard link, which would keep the old content; write"
        f" under a new name, or remove one of the two: {str(path)!r}"
    )
    assert (second.read_text(), names(tmp_path)) == ("old", ["round.json", "second.json"])
    second.unlink()
    ss.write(SMALL, path)
    assert ss.read(path) == SMALL


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_symbolic_link_keeps_pointing_where_it_did(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    write_text(link, "new")
    assert (link.is_symlink(), target.read_text()) == (True, "new")


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs /dev/null")
def test_what_is_no_regular_file_is_written_directly() -> None:
    write_text("/dev/null", "x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_file_objects_take_text_or_bytes(tmp_path: Path) -> None:
    text, binary = io.StringIO(), io.BytesIO()
    ss.write(SMALL, text)
    ss.write(SMALL, binary)
    assert text.getvalue().encode() == binary.getvalue()
    with (tmp_path / "small.json").open("w", encoding="utf-8") as file:
        ss.write(SMALL, file)
    assert ss.read(tmp_path / "small.json") == SMALL


def test_line_ends_are_the_same_everywhere(tmp_path: Path) -> None:
    ss.write(SMALL, tmp_path / "small.json")
    content = (tmp_path / "small.json").read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"}\n")
    windows = io.BytesIO(content.replace(b"\n", b"\r\n"))
    assert ss.read(windows) == SMALL


def test_a_missing_file_or_folder_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ss.read(tmp_path / "none.json")
    with pytest.raises(FileNotFoundError):
        ss.write(SMALL, tmp_path / "none" / "small.json")


@pytest.mark.skipif(sys.platform == "win32", reason="has no modes")
def test_nobody_may_read_more_of_a_file_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "round.json"
    path.touch(mode=0o600)
    path.chmod(0o640)
    with whole_file(path) as file:
        file.write(b"x")
        (beside,) = (one for one in tmp_path.iterdir() if one != path)
        assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "round.json"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(PermissionError) as caught:
        ss.write(SMALL, path)
    assert str(caught.value) == f"[Errno 13] the file is read-only: {str(path)!r}"
    assert (path.read_text(), names(tmp_path)) == ("old", ["round.json"])


def test_a_missing_folder_is_named_with_the_file_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "none" / "small.json"
    with pytest.raises(FileNotFoundError) as caught:
        ss.write(SMALL, path)
    reason = "the folder of the file does not exist; make it first"
    assert str(caught.value) == f"[Errno 2] {reason}: {str(path)!r}"


@pytest.mark.parametrize(("place", "failing"), [(os, "open"), (Path, "replace")])
def test_a_systems_error_names_the_file_that_was_asked_for(
    place: object, failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "small.json"

    def fail(beside: object, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(beside))

    with monkeypatch.context() as patched:
        patched.setattr(place, failing, fail)
        with pytest.raises(PermissionError) as caught:
            ss.write(SMALL, path)
    assert str(caught.value) == f"[Errno 13] Permission denied: {str(path)!r}"


@pytest.mark.parametrize(
    "text", ['{"format": "x"}', ' [{"a": 1}]', "{}", "[]", "respondent,s1q1\nJane,green"]
)
def test_a_text_given_as_a_path_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        ss.read(text)
    assert str(caught.value) == "this is a text, not a path; wrap it in io.StringIO(...)"


def test_a_name_in_brackets_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ss.write(SMALL, "[draft] {1}.json")
    assert ss.read("[draft] {1}.json") == SMALL


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("a\0b", "a path with a NUL character in it"),
        ("a\ud800", "a path that is not valid Unicode (a lone surrogate)"),
    ],
)
def test_a_path_that_no_system_has_is_refused(tmp_path: Path, name: str, wrong: str) -> None:
    for use in (ss.read, lambda path: ss.write(SMALL, path)):
        with pytest.raises(ss.InvalidError) as caught:
            use(f"{tmp_path}/{name}")
        assert str(caught.value) == f"{wrong}; no file has one"


class OnlyWrites:
    def write(self, _: object) -> None:
        raise AssertionError


class OnlyReads:
    def read(self, _: int) -> list[str]:
        return ["neither text nor bytes"]


@pytest.mark.parametrize(
    ("use", "message"),
    [
        (
            lambda: ss.read(OnlyWrites()),  # type: ignore[call-overload] # what this is about
            "this file object cannot be read; open it with mode 'rb', or give its path",
        ),
        (
            lambda: ss.write(SMALL, OnlyReads()),  # type: ignore[arg-type] # what this is about
            "this file object cannot be written to; open it with mode 'wb', or give its path",
        ),
        (
            lambda: ss.read(OnlyReads()),  # type: ignore[call-overload] # what this is about
            "this file object gives neither text nor bytes, but a value of type list; open the"
            " file with mode 'rb'",
        ),
        (
            lambda: ss.read(b"{}"),  # type: ignore[call-overload] # what this is about
            "a path or a file object is needed, not a value of type bytes; wrap it in"
            " io.BytesIO(...)",
        ),
        (
            lambda: ss.write(SMALL, None),  # type: ignore[arg-type] # what this is about
            "a path or a file object is needed, not a value of type NoneType",
        ),
        (
            lambda: write_bytes(io.StringIO(), b"x"),
            "this file object takes text, and bytes are to be written; open it with mode 'wb',"
            " or use io.BytesIO()",
        ),
    ],
)
def test_a_file_object_of_the_wrong_sort_is_refused_with_a_remedy(
    use: Callable[[], object], message: str
) -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        use()
    assert str(caught.value) == message


def test_a_text_file_of_tempfile_takes_text() -> None:
    with tempfile.NamedTemporaryFile("w+", encoding="utf-8") as file:
        ss.write(SMALL, file)
        file.seek(0)
        assert ss.read(file) == SMALL


@pytest.mark.parametrize("use", [ss.read, lambda file: list(ss.read_rounds(file))])
def test_an_error_of_the_codec_keeps_no_copy_of_what_was_read(
    use: Callable[[Any], object],
) -> None:
    content = b'{"rationale": "secret"}\xff'
    for file in (io.BytesIO(content), io.TextIOWrapper(io.BytesIO(content), "utf-8")):
        with pytest.raises(ss.DocumentError) as caught:
            use(file)
        assert (caught.value.__context__, caught.value.__cause__) == (None, None)


def test_a_workbook_given_as_a_document_is_told_where_to_go() -> None:
    with pytest.raises(ss.DocumentError) as caught:
        ss.read(io.BytesIO(b"PK\x03\x04\x14\x00"))
    assert str(caught.value) == (
        "a zip file, such as an Excel workbook at $; read that with workbook.read_round,"
        " or a framework with workbook.read_framework"
    )


class Slow(io.RawIOBase):
    """A file without a buffer, which takes no more than a few bytes at a time."""

    def __init__(self) -> None:
        self.taken = b""

    def writable(self) -> bool:
        return True

    def write(self, given: Any) -> int:
        self.taken += bytes(given[:100])
        return min(len(given), 100)


@pytest.mark.parametrize(
    "write",
    [
        lambda file: ss.write(ROUND, file),
        lambda file: ss.write_rounds([ROUND], file),
        lambda file: ss.workbook.write_framework(ROUND.framework, file),
    ],
)
def test_a_file_without_a_buffer_is_given_all_of_it(write: Callable[[Any], None]) -> None:
    slow, whole = Slow(), io.BytesIO()
    write(slow)
    write(whole)
    assert slow.taken == whole.getvalue()
