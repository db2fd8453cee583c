"""What every public function makes of the sample rounds, as text: what must never depend on where.

Run as a program it prints a digest of each output, for tests in other processes.
"""

import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Callable, Mapping
from datetime import date

import sixsteps as ss


def _written(write: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def _workbook() -> bytes:
    return _written(lambda file: ss.workbook.write_template(ROUND, file, respondent="council"))


def _moderation() -> bytes:
    return _written(lambda file: ss.workbook.write_moderation(ROUND, file))


def _parts(archive: bytes) -> bytes:
    """What is in an archive, whatever the compression made of it."""
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return b"".join(name.encode() + file.read(name) for name in sorted(file.namelist()))


def _refusal(run: Callable[[], object]) -> str:
    try:
        run()
    except ss.SixStepsError as error:
        return f"{type(error).__name__}: {error}"
    raise AssertionError("nothing was refused")


BEFORE, ROUND = ss.samples.autumn_2025(), ss.samples.spring_2026()
BASE, LOCAL = ss.six_steps(), ss.samples.anytown_2026()
REVISED = ss.working_together_2023()
MORE = ss.adapt(
    BASE,
    ss.AddQuestion("s1", "Are schools engaged?"),
    ss.SplitQuestion("s3q1", [ss.Part("Are agencies informed?"), ss.Part("Are they engaged?")]),
    by="Othertown",
    on=date(2026, 1, 5),
)
EMPTY = ss.Round(BASE, "Anytown", "Spring 2026", date(2026, 5, 1))
PANEL = ss.Panel.from_rounds([BEFORE, ROUND], period=lambda round_: round_.title)


def _change() -> ss.Change:
    return ss.change(BEFORE, ROUND, of="agreed")


def _merge() -> ss.Framework:
    return ss.merge(BASE, MORE, REVISED, by="Othertown", on=date(2026, 9, 1))


OUTPUTS: Mapping[str, Callable[[], object]] = {
    "adapt": lambda: ss.cite(MORE, "csl") + MORE.fingerprint,
    "agreement": lambda: ss.agreement(ROUND),
    "answer_schema": lambda: json.dumps(LOCAL.answer_schema()),
    "change": _change,
    "change_grid": lambda: ss.charts.change_grid(BEFORE, ROUND, of="agreed").svg(),
    "cite": lambda: ss.cite(LOCAL, "bibtex") + ss.cite(LOCAL, "cff"),
    "collect": lambda: ss.collect(EMPTY, []).digest,
    "compare": lambda: ss.compare(ROUND, "council", "scrutineer"),
    "consensus": lambda: ss.consensus(ROUND, "median_low").digest,
    "correspondence": lambda: ss.correspondence(BASE, LOCAL),
    "coverage": lambda: ss.coverage(ROUND),
    "coverage_html": lambda: ss.coverage(ROUND).table().to_html(),
    "coverage_csv": lambda: ss.coverage(ROUND).table().to_csv(),
    "decomposition": lambda: ss.charts.decomposition(_change()).svg(),
    "diff": lambda: ss.diff(BASE, LOCAL),
    "follow_up": lambda: ROUND.follow_up(date(2026, 11, 2), "Autumn 2026").digest,
    "frames": lambda: ss.frames.to_frame([BEFORE, ROUND], "pyarrow", text=True).to_pylist(),
    "gaps": lambda: ss.gaps(ROUND, earlier=[BEFORE], of="agreed"),
    "grid": lambda: ss.charts.grid(ROUND, of="agreed").svg(),
    "history": lambda: ss.history([BEFORE, ROUND], of="agreed"),
    "merge": lambda: ss.diff(BASE, _merge()),
    "moderation": lambda: _parts(_moderation()),
    "panel": PANEL.coverage,
    "panel_file": lambda: _parts(_written(PANEL.save)),
    "problems": lambda: _refusal(lambda: ss.from_document({"format": "sixsteps round 1"})),
    "publishable": lambda: PANEL.publishable(threshold=3, rule="worst"),
    "read": lambda: ss.from_document(ss.to_document(ROUND), ss.Round).digest,
    "read_return": lambda: ss.workbook.read_round(io.BytesIO(_workbook())).digest,
    "redacted": lambda: ss.to_document(ROUND.redacted()),
    "replay": lambda: ss.replay(BASE, MORE.lineage[0]).digest,
    "report_docx": lambda: _parts(ss.report(ROUND, since=BEFORE, of="agreed").docx()),
    "report_html": lambda: ss.report(ROUND, since=BEFORE, of="agreed").html(),
    "report_markdown": lambda: ss.report(ROUND, since=BEFORE, of="agreed").markdown(),
    "revert": lambda: ss.revert(MORE, MORE.lineage[0], by="Othertown", on=date(2026, 9, 1)).digest,
    "rounds": lambda: _written(lambda file: ss.write_rounds([BEFORE, ROUND], file)),
    "schema": lambda: json.dumps(ss.schema("round")),
    "summary": lambda: ss.summary(ROUND, of="agreed"),
    "workbook": lambda: _parts(_workbook()),
    "write": lambda: _written(lambda file: ss.write(ROUND, file)),
    "xlsform": lambda: _parts(_written(lambda file: ss.surveys.write_xlsform(LOCAL, file))),
}


def as_bytes(output: object) -> bytes:
    """An output as the bytes that are compared."""
    return output if isinstance(output, bytes) else str(output).encode("utf-8")


def digests() -> dict[str, str]:
    """The digest of every output, by its name."""
    return {name: hashlib.sha256(as_bytes(run())).hexdigest() for name, run in OUTPUTS.items()}


if __name__ == "__main__":
    import locale

    locale.setlocale(locale.LC_ALL, "")
    sys.stdout.write(json.dumps(digests()))
