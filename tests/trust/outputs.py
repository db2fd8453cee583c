"""What every public function makes of the sample rounds, as text: what must never depend on where.

Run as a program it prints a digest of each output, for tests in other processes.
"""

import hashlib
import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import sixsteps as ss
from sixsteps.panel import engines


def _written(write: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def _preload() -> bytes:
    ss.preload()
    return b""


def _workbook() -> bytes:
    return _written(lambda file: ss.workbook.write_template(ROUND, file, respondent="council"))


def _moderation() -> bytes:
    return _written(lambda file: ss.workbook.write_moderation(ROUND, file))


def _returns() -> list[object]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.xlsx").write_bytes(_workbook())
        (Path(folder) / "b.xlsx").write_bytes(b"no workbook")
        return [
            one.result.round.digest if one.result else str(one.error)
            for one in ss.workbook.read_rounds(folder)
        ]


def _rounds() -> bytes:
    return _written(lambda file: ss.write_rounds([BEFORE, ROUND], file))


def _survey() -> ss.Round:
    return ss.surveys.read_table(
        io.StringIO("respondent,role,s1q1\nHealth,lead partner,Green\n"),
        BASE,
        organisation="Anytown",
        title="Spring 2026",
        on=date(2026, 5, 1),
    ).round


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


def _adapted() -> ss.Framework:
    return ss.adapt(
        ss.six_steps(),
        ss.AddQuestion("s1", "Are schools engaged?"),
        ss.SplitQuestion("s3q1", [ss.Part("Are agencies informed?"), ss.Part("Are they engaged?")]),
        by="Othertown",
        on=date(2026, 1, 5),
    )


BEFORE, ROUND = ss.samples.autumn_2025(), ss.samples.spring_2026()
BASE, LOCAL = ss.six_steps(), ss.samples.anytown_2026()
REVISED = ss.working_together_2023()
MORE = _adapted()
OPEN = ROUND.reopen("Anytown", date(2026, 6, 1), "an answer came late")
EMPTY = ss.Round(BASE, "Anytown", "Spring 2026", date(2026, 5, 1))
PANEL = ss.Panel.from_rounds([BEFORE, ROUND], period=lambda round_: round_.title)
KNOWN = [BEFORE.framework, ROUND.framework]
TIDY = ss.frames.to_frame([BEFORE, ROUND], "pyarrow", empties=True)
PERIODS = "2025-H2", "2026-H1"


def _change() -> ss.results.Change:
    return ss.change(BEFORE, ROUND, respondent="agreed")


def _merge() -> ss.Framework:
    return ss.merge(BASE, MORE, REVISED, by="Othertown", on=date(2026, 9, 1))


OUTPUTS: Mapping[str, Callable[[], object]] = {
    "actions": lambda: ss.actions(ROUND),
    "actions_workbook": lambda: _parts(
        _written(lambda file: ss.workbook.write_actions(ROUND, file))
    ),
    "actions_read": lambda: (
        ss.workbook.read_actions(
            io.BytesIO(_written(lambda file: ss.workbook.write_actions(OPEN, file)))
        ).round.digest
    ),
    "amendments": lambda: ss.amendments(OPEN, ROUND),
    "adapt": lambda: ss.cite(_adapted(), "csl") + _adapted().fingerprint,
    "agreement": lambda: ss.agreement(ROUND),
    "change": _change,
    "change_grid": lambda: ss.charts.change_grid(BEFORE, ROUND, respondent="agreed").svg(),
    "cite": lambda: ss.cite(LOCAL, "bibtex") + ss.cite(LOCAL, "cff"),
    "collect": lambda: ss.collect(EMPTY, []).round.digest,
    "compare": lambda: ss.contrast(ROUND, "council", "scrutineer"),
    "consensus": lambda: ss.consensus(ROUND, "median_low").digest,
    "common_core": lambda: engines.common_core(TIDY, KNOWN).to_pylist(),
    "correspondence": lambda: ss.correspondence(BASE, LOCAL),
    "coverage": lambda: ss.coverage(ROUND),
    "coverage_html": lambda: ss.coverage(ROUND).table().to_html(),
    "coverage_csv": lambda: ss.coverage(ROUND).table().to_csv(),
    "crosswalk": lambda: ss.read_crosswalk(io.StringIO("old,new,relation\ns1q1,a1,same\n")),
    "decomposition": lambda: ss.charts.decomposition(_change()).svg(),
    "diff": lambda: ss.diff(BASE, LOCAL),
    "engine_coverage": lambda: engines.coverage(TIDY, KNOWN).to_pylist(),
    "engine_levels": lambda: engines.levels(TIDY, KNOWN).to_pylist(),
    "engine_transitions": lambda: engines.transitions(TIDY, KNOWN, *PERIODS).to_pylist(),
    "follow_up": lambda: ROUND.follow_up(date(2026, 11, 2), "Autumn 2026").digest,
    "form_schema": lambda: json.dumps(ROUND.form_schema("police")),
    "frames": lambda: ss.frames.to_frame([BEFORE, ROUND], "pyarrow", text=True).to_pylist(),
    "from_frame": lambda: [
        one.digest for one in ss.frames.from_frame(TIDY, [BEFORE.framework, LOCAL]).rounds
    ],
    "frame_of_table": lambda: ss.frames.of_table(ss.coverage(ROUND).table(), "pyarrow").to_pylist(),
    "framework_workbook": lambda: (
        ss.workbook.read_framework(
            io.BytesIO(_written(lambda file: ss.workbook.write_framework(LOCAL, file)))
        ).framework
    ),
    "gaps": lambda: ss.gaps(ROUND, earlier=[BEFORE], respondent="agreed"),
    "grid": lambda: ss.charts.grid(ROUND, respondent="agreed").svg(),
    "grid_pdf": lambda: ss.charts.grid(ROUND, respondent="agreed").pdf(),
    "grid_png": lambda: ss.charts.grid(ROUND, respondent="agreed").png(),
    "history": lambda: ss.history([BEFORE, ROUND], respondent="agreed"),
    "history_strip": lambda: ss.charts.history_strip([BEFORE, ROUND], respondent="agreed").svg(),
    "levels_chart": lambda: ss.charts.levels(ROUND, by="question").svg(),
    "like_for_like": lambda: engines.like_for_like(TIDY, KNOWN, *PERIODS).to_pylist(),
    "merge": lambda: ss.diff(BASE, _merge()),
    "moderation": lambda: _parts(_moderation()),
    "moderated": lambda: ss.workbook.read_moderation(io.BytesIO(_moderation())).round.digest,
    "panel": PANEL.coverage,
    "panel_file": lambda: _parts(_written(PANEL.save)),
    "partnerships": lambda: ss.charts.partnerships([BEFORE, ROUND], respondent="agreed").svg(),
    "of": lambda: ss.charts.of(_change()).svg(),
    "personal_data": lambda: ss.personal_data(ROUND),
    "preload": _preload,
    "problems": lambda: _refusal(lambda: ss.from_document({"format": "sixsteps round 2"})),
    "publishable": lambda: PANEL.publishable(threshold=3, rule="worst"),
    "read": lambda: ss.read(io.StringIO(json.dumps(ss.to_document(ROUND))), ss.Round).digest,
    "read_round": lambda: ss.workbook.read_round(io.BytesIO(_workbook())).round.digest,
    "read_rounds": lambda: [one.digest for one in ss.read_rounds(io.BytesIO(_rounds()))],
    "record": lambda: (
        ss.record(BASE, ss.to_document(MORE), by="Othertown", on=date(2026, 9, 1)).digest
    ),
    "redacted": lambda: ss.to_document(ROUND.redacted()),
    "replay": lambda: ss.replay(BASE, MORE.lineage[0]).digest,
    "report_docx": lambda: _parts(ss.report(ROUND, since=BEFORE, respondent="agreed").docx()),
    "report_html": lambda: ss.report(ROUND, since=BEFORE, respondent="agreed").html(),
    "report_markdown": lambda: ss.report(ROUND, since=BEFORE, respondent="agreed").markdown(),
    "respondents": lambda: ss.charts.respondents(ROUND).svg(),
    "returns": _returns,
    "revert": lambda: ss.revert(MORE, MORE.lineage[0], by="Othertown", on=date(2026, 9, 1)).digest,
    "rounds": _rounds,
    "samples": lambda: [
        *(ss.samples.autumn_2025().digest, ss.samples.spring_2026().digest),
        *(ss.samples.anytown_2025().digest, ss.samples.anytown_2026().digest),
    ],
    "schema": lambda: json.dumps(ss.schema("round")),
    "setup": lambda: _refusal(
        lambda: ss.workbook.read_setup(
            io.BytesIO(_written(lambda file: ss.workbook.write_setup(EMPTY, file)))
        )
    ),
    "tables": lambda: _parts(
        _written(lambda file: ss.workbook.write_tables([ss.coverage(ROUND)], file, "Coverage"))
    ),
    "six_steps": lambda: ss.six_steps().fingerprint + ss.working_together_2023().fingerprint,
    "summary": lambda: ss.summary(ROUND, respondent="agreed"),
    "survey": lambda: _survey().digest,
    "trend": lambda: ss.charts.trend([BEFORE, ROUND], respondent="agreed").svg(),
    "transitions": lambda: ss.charts.transitions(_change()).svg(),
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
