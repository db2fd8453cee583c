"""Run by LibreOffice's own Python: alters workbooks as people do, through LibreOffice's API.

Takes a JSON file of cases (`from`, `to`, `by`: a list of `[verb, sheet, ...]`) and the name of a
pipe that LibreOffice listens at. Each case is saved as .ods, opened again and saved as .xlsx.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import CellRangeAddress


def setting(name: str, value: Any) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connected(pipe: str) -> Any:
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", context
    )
    for _ in range(240):
        try:
            found = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return found.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", found
            )
        except Exception:
            time.sleep(0.25)
    raise SystemExit("LibreOffice did not answer")


def span(sheet: Any, first: str) -> Any:
    """The range from a cell to the end of what the sheet holds."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.getRangeAddress()
    start = sheet.getCellRangeByName(first).getCellAddress()
    return sheet.getCellRangeByPosition(start.Column, start.Row, end.EndColumn, end.EndRow)


def change(document: Any, verb: str, name: str, *rest: Any) -> None:
    sheet = document.Sheets.getByName(name)
    if verb == "text":
        sheet.getCellRangeByName(rest[0]).setString(rest[1])
    elif verb == "number":
        sheet.getCellRangeByName(rest[0]).setValue(rest[1])
    elif verb == "formula":
        sheet.getCellRangeByName(rest[0]).setFormula(rest[1])
    elif verb == "unprotect":
        sheet.unprotect("")
    elif verb == "insert rows":
        sheet.Rows.insertByIndex(rest[0] - 1, rest[1])
    elif verb == "delete row":
        sheet.Rows.removeByIndex(rest[0] - 1, 1)
    elif verb == "hide column":
        sheet.Columns.getByName(rest[0]).IsVisible = False
    elif verb == "swap columns":
        for row in range(20):
            one = sheet.getCellRangeByName(f"{rest[0]}{row + 1}")
            other = sheet.getCellRangeByName(f"{rest[1]}{row + 1}")
            kept = one.getString()
            one.setString(other.getString())
            other.setString(kept)
    elif verb == "sort":
        field = uno.createUnoStruct("com.sun.star.table.TableSortField")
        field.Field, field.IsAscending = rest[1], False
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        span(sheet, rest[0]).sort((setting("SortFields", fields),))
    elif verb == "rename sheet":
        sheet.Name = rest[0]
    elif verb == "colour":
        sheet.getCellRangeByName(rest[0]).CellBackColor = rest[1]
    elif verb == "copy sheet":
        document.Sheets.copyByName(name, f"{name}_2", document.Sheets.Count)
    elif verb == "paste over":
        from_, to = (sheet.getCellRangeByName(cell) for cell in rest)
        source = CellRangeAddress()
        address = from_.getCellAddress()
        source.Sheet, source.StartColumn, source.StartRow = (
            address.Sheet,
            address.Column,
            address.Row,
        )
        source.EndColumn, source.EndRow = address.Column, address.Row
        sheet.copyRange(to.getCellAddress(), source)
    else:
        raise SystemExit(f"unknown verb {verb}")


def main() -> None:
    desktop = connected(sys.argv[2])
    hidden = (setting("Hidden", True),)
    for case in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        document = desktop.loadComponentFromURL(Path(case["from"]).as_uri(), "_blank", 0, hidden)
        for what in case["by"]:
            change(document, *what)
        between = Path(case["to"]).with_suffix(".ods").as_uri()
        document.storeToURL(between, (setting("FilterName", "calc8"),))
        document.close(True)
        document = desktop.loadComponentFromURL(between, "_blank", 0, hidden)
        document.storeToURL(
            Path(case["to"]).as_uri(), (setting("FilterName", "Calc MS Excel 2007 XML"),)
        )
        document.close(True)
    desktop.terminate()


main()
