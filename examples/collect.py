"""26 agencies' workbooks sent out, filled in, collected into one round, and reported.

Run `python examples/collect.py FOLDER`. Filling in is done here by a program in the place of 26
people; the answers are made up. One agency sends nothing and one sends a file that cannot be read:
both are named, and the rest are collected.
"""

import sys
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

import sixsteps as ss

AGENCIES = [ss.Respondent(f"a{n:02}", f"Agency {n}", ss.Role.RELEVANT_AGENCY) for n in range(1, 27)]


def ask(folder: Path) -> ss.Round:
    """The round that is asked, with a workbook in the folder for each agency."""
    asked = ss.Round(
        ss.six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1), respondents=AGENCIES
    )
    for agency in AGENCIES:
        path = folder / f"{agency.id}.xlsx"
        ss.workbook.write_template(asked, path, respondent=agency.id, return_by=date(2026, 4, 15))
    return asked


def fill_in(path: Path, number: int) -> None:
    """What an agency does: choose a rating for each question, and say what it rests on."""
    book = load_workbook(path)
    sheet = book["Ratings"]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "Rating" for cell in row))
    column = {cell.value: place for place, cell in enumerate(header, start=1)}
    start = (header[0].row or 0) + 1
    rows = [row for row in range(start, sheet.max_row + 1) if sheet.cell(row, column["Id"]).value]
    for place, row in enumerate(rows):
        level = ("Red", "Amber", "Green", "Green")[(number + place) % 4]
        sheet.cell(row, column["Rating"], level)
        if level != "Red":
            sheet.cell(row, column["Evidence"], f"Paper {place + 1} of the agency")
        if level == "Amber":
            sheet.cell(row, column["Remaining work"], "Not yet signed")
    book.save(path)


def main(folder: Path) -> None:
    """Send out, fill in, collect, and report."""
    returns = folder / "returns"
    returns.mkdir()
    asked = ask(returns)
    for number, agency in enumerate(AGENCIES, start=1):
        path = returns / f"{agency.id}.xlsx"
        if number == 7:
            path.unlink()
        elif number == 19:
            path.write_bytes(b"saved over by mistake")
        else:
            fill_in(path, number)

    rounds = []
    for returned in ss.workbook.read_rounds(returns):
        if returned.result is None:
            print(f"{returned.path.name}: {returned.error}")
        else:
            rounds.append(returned.result.round)
    whole = ss.collect(asked, rounds).round
    print(f"{len(rounds)} of {len(AGENCIES)} returns collected")
    print("Silent:", *ss.coverage(whole).silent)
    wide = ss.agreement(whole)
    print(f"{len(wide.questions)} questions with two answers or more")
    ss.write(whole, folder / "spring.json")
    ss.report(whole, rule="median_low").save(folder / "spring.html")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
