"""Tables printed in the format asked for, their levels coloured on a terminal only."""

import html
import json
import os
import re
import shutil
from argparse import Namespace
from collections.abc import Iterable, Sequence

from sixsteps.cli.files import in_json, note, on_terminal, put, put_data
from sixsteps.errors import UnknownIdError
from sixsteps.table import Table, Tabular, printable

_COLOURS = {"Red": "31", "Amber": "33", "Green": "32"}
_LEVEL = re.compile(rf"(?<!\w)(?:{'|'.join(_COLOURS)})(?!\w)")
_NARROWEST = 40


def show(results: Iterable[Tabular | Table], parsed: Namespace) -> None:
    """Print the tables of these results as `--format` and `--table` say.

    Raises:
        UnknownIdError: there is no table of the number asked for.
    """
    every = [table for result in results for table in _tables(result, brief=parsed.brief)]
    chosen = _chosen(every, parsed)
    match parsed.format:
        case "text":
            put("\n\n".join(map(as_text, chosen)) + "\n")
        case "markdown":
            put("\n\n".join(table.to_markdown() for table in chosen) + "\n")
        case "html":
            put(_page(chosen))
        case "csv":
            _put_csv(chosen[0], notes=parsed.notes)
        case _:
            tables = {"tables": [table.to_dict() for table in chosen]}
            put_data(json.dumps(tables, ensure_ascii=False, indent=2) + "\n", in_json)


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


def _put_csv(table: Table, *, notes: bool) -> None:
    put_data(table.to_csv(notes=notes))
    if table.notes and not notes:
        note("the table has notes, such as the date of its figures; --notes puts them in each row")


def _page(tables: Sequence[Table]) -> str:
    title = html.escape(printable(tables[0].title) or "sixsteps")
    body = "\n".join(table.to_html() for table in tables)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def as_text(table: Table) -> str:
    """A table as wide as the terminal, its levels coloured where a terminal shows colours.

    The words stay: the colour adds nothing that they do not say. NO_COLOR (https://no-color.org)
    and TERM=dumb turn it off.

    Raises:
        OSError: the standard output is closed.
    """
    text = table.to_text(max(_NARROWEST, shutil.get_terminal_size((80, 24)).columns))
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    if plain or not on_terminal():
        return text
    return _LEVEL.sub(lambda found: f"\x1b[{_COLOURS[found[0]]}m{found[0]}\x1b[0m", text)
