"""Tables printed in the format asked for, their levels coloured on a terminal only."""

import html
import json
import os
import re
import shutil
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from sixsteps.cli.files import in_json, note, on_terminal, put, put_data
from sixsteps.errors import UnknownIdError
from sixsteps.rendering import wrapped
from sixsteps.table import Table, Tabular, printable

if TYPE_CHECKING:
    from sixsteps.reporting.brief import Figures

_COLOURS = {"Red": "31", "Amber": "33", "Green": "32"}
_LEVEL = re.compile(rf"(?<!\w)(?:{'|'.join(_COLOURS)})(?!\w)")
_NARROWEST = 40


def show(results: Iterable[Tabular | Table], parsed: Namespace) -> None:
    """Print the tables of these results as `--format` and `--table` say."""
    every = [table for result in results for table in _tables(result, brief=parsed.brief)]
    chosen = _chosen(every, parsed)
    match parsed.format:
        case "text":
            width = terminal_width()
            texts = [table.to_text(width) for table in _said_once(chosen)]
            put(_coloured("\n\n".join(texts)) + "\n")
        case "markdown":
            put("\n\n".join(table.to_markdown() for table in chosen) + "\n")
        case "html":
            put(_page(chosen))
        case "csv":
            put_data(chosen[0].to_csv(notes=parsed.notes))
            if chosen[0].notes and not parsed.notes:
                note(
                    "the table has notes, such as the date of its figures; --notes puts them in"
                    " each row"
                )
        case _:
            tables = {"tables": [table.to_dict() for table in chosen]}
            put_data(json.dumps(tables, ensure_ascii=False, indent=2) + "\n", in_json)


def _said_once(tables: Sequence[Table]) -> Iterator[Table]:
    """The tables, each note under the first that has it, each reference under the last."""
    said = set[str]()
    for place, table in enumerate(tables, start=1):
        again = table.source in {later.source for later in tables[place:]}
        notes = [note for note in table.notes if note not in said]
        said.update(notes)
        yield evolve(table, notes=notes, source="" if again else table.source)


def _tables(result: Tabular | Table, *, brief: bool) -> tuple[Table, ...]:
    if isinstance(result, Table):
        return (result,)
    return (result.table(),) if brief else result.tables()


def _chosen(tables: Sequence[Table], parsed: Namespace) -> Sequence[Table]:
    number = parsed.table
    if number is None:
        if parsed.format == "csv" and len(tables) > 1:
            named = ", ".join(f"{n} {table.title}" for n, table in enumerate(tables, start=1))
            note(f"csv holds one table, here the first; --table takes one of: {named}")
            return tables[:1]
        return tables
    if not 1 <= number <= len(tables):
        raise UnknownIdError(f"no table {number}", f"there are {len(tables)}, numbered from 1")
    return tables[number - 1 : number]


def _page(tables: Sequence[Table]) -> str:
    title = html.escape(printable(tables[0].title) or "sixsteps")
    body = "\n".join(table.to_html() for table in tables)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def terminal_width() -> int:
    """The characters of a line of the terminal, 80 where there is none."""
    return max(_NARROWEST, shutil.get_terminal_size((80, 24)).columns)


def _coloured(text: str) -> str:
    """A text with its levels coloured where a terminal shows colours.

    The words stay: the colour adds nothing that they do not say. NO_COLOR (https://no-color.org)
    and TERM=dumb turn it off.
    """
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    if plain or not on_terminal():
        return text
    return _LEVEL.sub(lambda found: f"\x1b[{_COLOURS[found[0]]}m{found[0]}\x1b[0m", text)


_NAME = 20  # characters that the name of a step needs
_MOST = 12  # questions or actions under one heading


def overview(found: "Figures", *, most: int = _MOST) -> None:
    """Print what is read first: what was found, what changed, the grid, what needs a decision.

    Each reason for a decision is told with as many as `most` of its questions or actions.
    """
    from sixsteps.analysis.sentence import headline
    from sixsteps.reporting.brief import decisions, grid, sentence

    width = terminal_width()
    said = [sentence(found), *([headline(found.changed)] if found.changed else [])]
    lines = [line for text in said for line in _wrapped(text, width)]
    lines += ["", *(line for table in grid(found, was=False) for line in _rows(table, width))]
    for table in decisions(found):
        told = [_told(table.columns, row) for row in table.worded()[1:]]
        more = [f"and {len(told) - most} more"] if len(told) > most else []
        title, _, many = table.title.partition(": ")
        what = f"{title} ({many.partition(',')[0].rpartition(' ')[0]})"
        lines += _wrapped(f"{what}: {'; '.join([*told[:most], *more])}.", width)
    put(_coloured("\n".join(lines)) + "\n")


def _told(columns: Sequence[str], row: Sequence[str]) -> str:
    """A question or an action that needs a decision, with its owner and date."""
    cells = dict(zip(columns, row, strict=True))
    names = " ".join(filter(None, map(cells.get, ("For", "Number", "Question"))))
    planned = [cells.get("Owner", ""), cells.get("Due", "").replace("no action", "")]
    return f"{names} ({', '.join(filter(None, planned))})" if any(planned) else names


def put_wrapped(*texts: str) -> None:
    """Print texts, each from a line of its own, in lines as wide as the terminal."""
    width = terminal_width()
    put("".join(f"{line}\n" for text in texts for line in _wrapped(text, width)))


def _wrapped(text: str, width: int) -> list[str]:
    return wrapped(printable(text), width)


def _rows(table: Table, width: int) -> list[str]:
    """The rows of the grid, a line each where the name of its step has room; else as a table."""
    _, *rows = table.worded()
    widths = [max(map(len, cells)) for cells in list(zip(*rows, strict=True))[1:]]
    room = width - sum(widths) - 2 * len(widths)
    if room < _NAME or all(table.numeric()[1:]):
        return table.to_text(width).splitlines()
    names = (row[0] if len(row[0]) <= room else f"{row[0][: room - 1]}…" for row in rows)
    return [
        "  ".join(map(str.ljust, (name, *row[1:]), (room, *widths))).rstrip()
        for name, row in zip(names, rows, strict=True)
    ]
