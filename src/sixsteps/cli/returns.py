"""Commands about what is sent out and comes back: template and collect."""

import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from attrs import evolve

import sixsteps as ss
from sixsteps.cli.arguments import add_output, iso_date
from sixsteps.cli.command import DONE, Command
from sixsteps.cli.files import (
    STANDARD,
    FileError,
    document,
    is_spreadsheet,
    read,
    read_any,
    shown,
    write,
    write_bytes,
)
from sixsteps.errors import SixStepsError

_RETURN = re.compile(r"returns\[(\d+)\]")


def _template_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "subject", metavar="SUBJECT", help="a framework, or six-steps; or a round that is begun"
    )
    parser.add_argument(
        "--respondent", metavar="ID", help="who fills it in, of those the round lists"
    )
    parser.add_argument(
        "--previous",
        metavar="ROUND",
        help="the last round, whose ratings and open actions are shown",
    )
    parser.add_argument("--return-by", metavar="DATE", type=iso_date, help="when it is due back")
    add_output(parser, "the workbook (.xlsx)", required=True)


def _template(parsed: Namespace) -> int:
    if parsed.output != STANDARD and not parsed.output.lower().endswith(".xlsx"):
        raise FileError(f"{parsed.output}: end the name in .xlsx")
    subject = read_any(parsed.subject)
    if not isinstance(subject, ss.Framework | ss.Round):
        raise FileError(f"{shown(parsed.subject)}: a framework or a round is needed")
    previous = None if parsed.previous is None else read(parsed.previous, ss.Round)
    file = BytesIO()
    ss.workbook.write_template(
        subject, file, previous, respondent=parsed.respondent, return_by=parsed.return_by
    )
    write_bytes(file.getvalue(), parsed)
    return DONE


def _collect_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("round", metavar="ROUND", help="the round that says who was asked")
    parser.add_argument(
        "returns",
        metavar="RETURN",
        nargs="+",
        help="a return: a workbook (.xlsx) or a round (JSON); or a folder of workbooks",
    )
    add_output(parser, "the round with every answer")


def _collect(parsed: Namespace) -> int:
    if is_spreadsheet(parsed.round):
        raise FileError(
            f"{parsed.round}: a spreadsheet stands where the round belongs; give first the round"
            " that says who was asked (JSON), then the returns"
        )
    base = read(parsed.round, ss.Round)
    names = list(_files(parsed.returns))
    returns, faults = [], []
    for name in _with_progress(names):
        try:
            returns.append(read(name, ss.Round))
        except (SixStepsError, OSError) as error:
            faults.append(_fault(name, error))
    if faults:
        raise FileError("\n".join(faults))
    try:
        whole = ss.collect(base, returns)
    except ss.InvalidError as error:
        problems = [_by_file(problem, names) for problem in error.problems]
        raise ss.InvalidError(error.what, problems) from None
    write(document(whole), parsed)
    return DONE


def _files(names: Iterable[str]) -> Iterator[str]:
    """The files that are named, those of a folder one by one."""
    from sixsteps.formats.workbook.reading import workbooks_in

    for name in names:
        if not Path(name).is_dir():
            yield name
        elif found := workbooks_in(Path(name)):
            yield from map(str, found)
        else:
            raise FileError(f"{name}: there is no workbook (.xlsx) in this folder")


def _by_file(problem: ss.Problem, names: Sequence[str]) -> ss.Problem:
    """The problem with the file of a return in place of its number."""
    message = _RETURN.sub(lambda found: shown(names[int(found[1])]), problem.message)
    place = _RETURN.match(problem.path)
    if place is None:
        return evolve(problem, message=message)
    rest = problem.path[place.end() :].removeprefix(".")
    here = shown(names[int(place[1])])
    return evolve(problem, path=f"{here}, {rest}" if rest else here, message=message)


def _fault(name: str, error: Exception) -> str:
    if isinstance(error, OSError) and not isinstance(error, SixStepsError):
        return f"{name}: {error.strerror or type(error).__name__}"
    return str(error)


def _with_progress(names: Sequence[str]) -> Iterable[str]:
    """The names, with a bar on a terminal where tqdm is installed (the extra `progress`)."""
    if sys.stderr is None or not sys.stderr.isatty():
        return names
    try:
        from tqdm import tqdm
    except ImportError:
        return names
    bar: Iterable[str] = tqdm(names, unit="return", leave=False)
    return bar


COMMANDS = (
    Command(
        "template",
        "write a workbook for somebody to fill in",
        "sixsteps template asked.json --respondent police -o police.xlsx",
        _template_arguments,
        _template,
    ),
    Command(
        "collect",
        "put the returns of many respondents into one round",
        "sixsteps collect asked.json returns -o spring-2026.json",
        _collect_arguments,
        _collect,
    ),
)
