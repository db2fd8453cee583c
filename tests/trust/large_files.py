"""Files of one size that cost a reader most, and what one costs: `python -m`.

With the name of a kind and a size in bytes it prints the seconds of the processor, the most memory
in MB, and whether the file was "read" or "refused". Each is made before the clock starts.
"""

import io
import itertools
import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from attrs import evolve

import sixsteps as ss

ON = date(2026, 5, 1)
QUESTIONS = [question.id for question in ss.six_steps().questions]
SOUND = Path(__file__).parent / "corpus"


def filled(parts: Iterable[str], size: int, between: str = ",") -> str:
    """So many of the parts as make a text of this size."""
    taken, left = [], size
    for part in parts:
        left -= len(part.encode()) + len(between)
        if left < 0:
            break
        taken.append(part)
    return between.join(taken)


def numbered(pattern: str) -> Iterable[str]:
    """A pattern with 0, 1, 2 and so on in place of each `@`."""
    return (pattern.replace("@", str(number)) for number in itertools.count())


# Documents.


def of_a_round(before: str, items: Callable[[int], str], **changed: Any) -> Callable[[int], str]:
    """The document of a round with these items in place of the text `before`."""

    def made(size: int) -> str:
        base = ss.Round(
            ss.six_steps(), "Anytown", "Spring", ON, respondents=[ss.Respondent("a", "A", "peer")]
        )
        text = json.dumps(ss.to_document(base) | changed)
        assert before in text
        return text.replace(before, f"{before[:-1]}{items(size - len(text))}]", 1)

    return made


def ratings_of_many(size: int) -> str:
    """The document of a sound round with many ratings."""
    people = [{"id": f"r{n}", "name": f"R {n}", "role": "peer"} for n in range(size // 2_100)]
    ratings = (
        f'{{"question":"{question}","level":"red","respondent":"{one["id"]}"}}'
        for one in people
        for question in QUESTIONS
    )
    inside = of_a_round(
        '"ratings": []', lambda left: filled(ratings, left), respondents=people, ratings=[]
    )
    return inside(size)


def lineage(size: int) -> str:
    """The document of a framework that was adapted many times."""
    found = ss.six_steps()
    for title in "ABA":
        found = ss.adapt(found, ss.Retitle(title), by="Anytown", on=ON)
    data = ss.to_document(found)
    first, *both = data["lineage"]
    count = (size - len(json.dumps(data))) // len(json.dumps(both))
    return json.dumps(data | {"lineage": [first, *both * max(count, 1)]})


def edits(size: int) -> str:
    """The document of a framework that one adaptation adds many questions to."""
    found = ss.adapt(ss.six_steps(), ss.AddQuestion("s1", "Why?"), by="Anytown", on=ON)
    data = ss.to_document(found)
    edit = json.dumps(data["lineage"][0]["edits"][0] | {"id": "s1q@"})
    data["lineage"][0]["edits"] = []
    text = json.dumps(data)
    more = filled((numbered(edit)), size - len(text))
    return text.replace('"edits": []', f'"edits": [{more}]', 1)


# JSON Lines and tables.


def lines(ratings: int, level: str) -> Callable[[int], str]:
    """Many short rounds of one framework, with so many ratings each."""

    def made(size: int) -> str:
        given = [ss.Rating(question, "red") for question in QUESTIONS[:ratings]]
        file = io.StringIO()
        ss.write_rounds([ss.Round(ss.six_steps(), "Anytown", "Spring", ON, given)], file)
        framework, line = file.getvalue().replace('"red"', f'"{level}"').splitlines()
        return f"{framework}\n" + f"{line}\n" * ((size - len(framework)) // len(line))

    return made


def frameworks(value: ss.Framework | ss.Round) -> Callable[[int], str]:
    """Very many values, of which the `@` in each is its number."""

    def made(size: int) -> str:
        data = ss.to_document(value)
        del data["citation"]
        return filled(numbered(json.dumps(data)), size, "\n")

    return made


SMALL = ss.Framework(
    "@",
    ss.Source("Doe, J (2026)"),
    ss.Scale("Two", [ss.Level("no", "No", ""), ss.Level("yes", "Yes", "")]),
    [ss.Step("s1", "One", [ss.Question("s1q1", "Why?")])],
)


def table(header: str, row: str) -> Callable[[int], str]:
    """A table in CSV of many rows, the `@` in each being its number."""
    return lambda size: f"{header}\n" + filled(numbered(row), size - len(header), "\n")


NAMED = ",".join(["respondent", "role", *QUESTIONS])


# Workbooks.


def workbook(
    rows: Callable[[int], bytes] = lambda _: b"",
    texts: Callable[[int], bytes] = lambda _: b"",
    after: Callable[[int], bytes] = lambda _: b"",
    formats: Callable[[int], bytes] = lambda _: b"",
    *,
    packed: int = ZIP_STORED,
) -> Callable[[int], bytes]:
    """A template with more rows of answers, texts, things after the rows, and styles."""

    def made(size: int) -> bytes:
        file = io.BytesIO()
        ss.workbook.write_template(ss.Round(ss.six_steps(), "Anytown", "Spring", ON), file)
        size -= 120_000
        more = {
            ("xl/worksheets/sheet2.xml", b"</sheetData>"): rows(size),
            ("xl/worksheets/sheet2.xml", b"</worksheet>"): after(size),
            ("xl/sharedStrings.xml", b"</sst>"): texts(size),
            ("xl/styles.xml", b"<fonts"): formats(size),
        }
        whole = io.BytesIO()
        with ZipFile(file) as old, ZipFile(whole, "w", packed) as new:
            for name in old.namelist():
                content = old.read(name)
                for (part, mark), put in more.items():
                    if part == name:
                        content = content.replace(mark, put + mark, 1)
                new.writestr(name, content)
        return whole.getvalue()

    return made


def cells(cell: bytes, count: int) -> Callable[[int], bytes]:
    """Rows of so many cells each, below the rows of the template."""
    row = b'<row r="%d">' + cell * count + b"</row>"
    return lambda size: b"".join(
        row.replace(b"%d", b"%d" % number) for number in range(200, 200 + size // (len(row) + 4))
    )


def survey_book(size: int) -> bytes:
    """An export with an answer in every cell."""
    cell = b'<c t="str"><v>%s</v></c>'
    head = b"".join(cell % one.encode() for one in NAMED.split(","))
    rest = cell % b"peer" + cell % b"Red" * 24 + b"</row>"
    row = b"<row>" + cell.replace(b"%s", b"r%d") + rest
    rows = b"".join(row % number for number in range(size // (len(row) + 4)))
    file = io.BytesIO()
    with ZipFile(SOUND / "survey-workbook" / "sound.xlsx") as old, ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                start = content.index(b"<sheetData>") + len(b"<sheetData>")
                end = b"</sheetData></worksheet>"
                content = content[:start] + b"<row>" + head + b"</row>" + rows + end
            new.writestr(name, content)
    return file.getvalue()


def panel(size: int) -> bytes:
    """A saved panel of which every array is too long."""
    file = io.BytesIO()
    with ZipFile(SOUND / "panel" / "sound.npz") as old, ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + b"\0" * (size // len(old.namelist())))
    return file.getvalue()


def frame(level: str, organisations: int, most: int = 400_000) -> Callable[[int], Any]:
    """A data frame whose texts come to some such size, of so many answers at most."""

    def made(size: int) -> Any:
        import pandas as pd

        count = min(size // 100, most)
        return pd.DataFrame(
            {
                "organisation": [f"Area {number % organisations}" for number in range(count)],
                "round": ["Spring"] * count,
                "date": [ON] * count,
                "respondent": [f"r{number // 24}" for number in range(count)],
                "role": ["peer"] * count,
                "question": [QUESTIONS[number % 24] for number in range(count)],
                "level": [*itertools.islice(numbered(level), count)],
            }
        )

    return made


def _survey(source: Path) -> object:
    return ss.surveys.read_table(
        source, ss.six_steps(), organisation="Anytown", title="Spring", on=ON
    )


READERS: dict[str, Callable[[Any], object]] = {
    "json": ss.read,
    "toml": ss.read,
    "jsonl": lambda path: sum(1 for _ in ss.read_rounds(path)),
    "csv": _survey,
    "crosswalk": ss.read_crosswalk,
    "xlsx": ss.workbook.read_round,
    "survey.xlsx": _survey,
    "npz": ss.Panel.load,
    "frame": lambda data: ss.frames.from_frame(data, ss.six_steps()),
}

KINDS: dict[str, tuple[str, Callable[[int], Any]]] = {
    "document nested deeply": ("json", lambda size: "[" * size),
    "document of very many keys": (
        "json",
        lambda size: "{" + filled(numbered('"k@":1'), size) + "}",
    ),
    "document of many ratings": ("json", ratings_of_many),
    "document of a long text": (
        "json",
        of_a_round(
            '"ratings": []',
            lambda n: '{"question":"s1q1","level":"red","rationale":"@"}'.replace("@", "a" * n),
            ratings=[],
        ),
    ),
    "document of many different levels": (
        "json",
        of_a_round(
            '"ratings": []',
            lambda n: filled(numbered('{"question":"s1q1","level":"grene@"}'), n),
            ratings=[],
        ),
    ),
    "document of a respondent asked many unknown questions": (
        "json",
        of_a_round(
            '"asked": []',
            lambda n: filled(numbered('"s1q@0"'), n),
            respondents=[{"id": "a", "name": "A", "role": "peer", "asked": []}],
        ),
    ),
    "document of many adaptations": ("json", lineage),
    "document of an adaptation of many edits": ("json", edits),
    "TOML of dotted keys": ("toml", lambda n: filled(numbered("a.b@.c.d.e = 1"), n, "\n")),
    "TOML of many tables": ("toml", lambda n: filled(numbered("[a.b.c.t@]"), n, "\n")),
    "lines of nothing": ("jsonl", lambda size: "\n" * size),
    "lines of short rounds": ("jsonl", lines(0, "red")),
    "lines of wrong levels": ("jsonl", lines(1, "grene")),
    "one long line": ("jsonl", ratings_of_many),
    "lines of very many frameworks": ("jsonl", frameworks(SMALL)),
    "lines of very many lineages": (
        "jsonl",
        frameworks(ss.adapt(evolve(SMALL, title="A"), ss.Retitle("B"), by="Town @", on=ON)),
    ),
    "lines of rounds that hold their frameworks": (
        "jsonl",
        frameworks(ss.Round(SMALL, "Anytown", "Spring", ON)),
    ),
    "survey of many rows": ("csv", table(NAMED, f"r@,peer{',Red' * 24}")),
    "survey of many different levels": ("csv", table(NAMED, f"r@,peer{',grene@' * 24}")),
    "survey of many pieces of evidence": (
        "csv",
        table(
            f"respondent,role,{','.join(f'{one},{one}_evidence' for one in QUESTIONS)}",
            f"r@,peer{',Red,x' * 24}",
        ),
    ),
    "survey of empty rows": ("csv", table("respondent,role,s1q1", ",,")),
    "survey of very many columns": ("csv", lambda size: "," * size),
    "survey of quotation marks": ("csv", table("respondent,role,s1q1", '"","",""')),
    "crosswalk of many rows": ("crosswalk", table("old,new,relation", "a@,b@,same")),
    "crosswalk of related rows": (
        "crosswalk",
        table("old,new,relation", f"a@ {'x' * 30},b@ {'y' * 30},related"),
    ),
    "crosswalk of many columns": ("crosswalk", lambda n: filled(numbered("c@"), n)),
    "workbook of many texts": ("xlsx", workbook(texts=lambda n: b"<si><t>a</t></si>" * (n // 17))),
    "workbook of many cells": ("xlsx", workbook(cells(b"<c><v>1</v></c>", 20))),
    "workbook of many cells, packed": (
        "xlsx",
        workbook(cells(b"<c><v>1</v></c>", 20), packed=ZIP_DEFLATED),
    ),
    "workbook of merged cells": (
        "xlsx",
        workbook(
            after=lambda n: (
                b"<mergeCells>%s</mergeCells>" % (b'<mergeCell ref="A90:B1000000"/>' * (n // 32))
            )
        ),
    ),
    "workbook of links": (
        "xlsx",
        workbook(
            after=lambda n: b"<hyperlinks>%s</hyperlinks>" % (b'<hyperlink ref="B2"/>' * (n // 21))
        ),
    ),
    "workbook of a long number format": (
        "xlsx",
        workbook(
            rows=lambda _: b'<row r="900"><c s="1"><v>1</v></c></row>',
            formats=lambda n: (
                b'<numFmts><numFmt numFmtId="0" formatCode="%sy"/></numFmts>' % (b"[[\\" * (n // 3))
            ),
        ),
    ),
    "survey in a workbook": ("survey.xlsx", survey_book),
    "panel of long arrays": ("npz", panel),
    "frame of many rounds": ("frame", frame("red", 50_000)),
    "frame of one round": ("frame", frame("red", 1)),
    "frame of many different levels": ("frame", frame("grene@", 1)),
    "frame of more rows than are read": ("frame", frame("red", 1, 2_000_000)),
}


def cost(kind: str, size: int) -> tuple[float, str]:
    """The seconds and the outcome of reading a file of a kind."""
    reader, made = KINDS[kind]
    content = made(size)
    with tempfile.TemporaryDirectory() as folder:
        source = content
        if reader != "frame":
            source = Path(folder) / f"file.{reader}"
            source.write_bytes(content.encode() if isinstance(content, str) else content)
        del content
        began = process_time()
        try:
            READERS[reader](source)
        except ss.InvalidError as error:
            outcome = "refused" if error.problems else "refused without a problem"
        else:
            outcome = "read"
        return process_time() - began, outcome


if __name__ == "__main__":
    import resource

    taken = cost(sys.argv[1], int(sys.argv[2]))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps([*taken, memory]))
