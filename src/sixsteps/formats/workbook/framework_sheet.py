"""The sheet Framework: a framework as rows that people change, add, remove and move, and back.

The order of the rows is that of the framework: a question belongs to the step above it. A row is
known by its id; one without an id is new.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, cast

from attrs import define, evolve, field

from sixsteps.adaptation.ids import Ids
from sixsteps.adaptation.recording import UNSOURCED, by_id, recorded
from sixsteps.errors import InvalidError, Problem
from sixsteps.formats.files import Writable
from sixsteps.formats.problems import Place
from sixsteps.formats.rows import EntryError, Row, choice_of, kept_text
from sixsteps.formats.workbook import layout
from sixsteps.formats.workbook.book import Book, Entry
from sixsteps.formats.workbook.opening import WorkbookSource
from sixsteps.formats.workbook.sheet_tables import Filled, Grid, SheetRow
from sixsteps.model.answers import KNOWN_ROLES
from sixsteps.model.between_rounds import ReadResult
from sixsteps.model.edits import Entry as Known
from sixsteps.model.edits import EntryKind
from sixsteps.model.fields import as_names, as_texts, id_problems, instance_of
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Register
from sixsteps.model.question import ContextQuestion, Question, Step
from sixsteps.model.scale import NEEDS, Level, Scale
from sixsteps.model.source import Source
from sixsteps.words import as_id, counted, folded, listed

HOW_TO = (
    "The sheet Framework holds the steps and questions as they are, one a row. Change a text where"
    " it stands, delete a row, insert one, or cut and paste a row to another place: a question"
    " belongs to the step above it, and a new row is a question unless it says otherwise. A new row"
    " has no id. Where the text of a question changed, say whether it was reworded (it means the"
    " same, and ratings stay comparable) or replaced (it is another question), and why."
)

_CELLS: Mapping[str, tuple[str, ...]] = {
    "Level": ("guidance", "needs"),
    "Step": ("changed", "why", "guidance"),
    "Question": ("changed", "why", "label", "guidance", "levels", "asked_of", "tags", "source"),
    "Context question": ("changed", "why"),
}
"""What a row of a kind says besides its id, its number, its kind and its text."""


def write_framework_sheet(book: Book) -> None:
    """Write the sheet."""
    book.table(
        layout.FRAMEWORK,
        layout.FRAMEWORK_COLUMNS,
        list(_rows(book.framework)),
        frozen=3,
        offered={"kind": layout.KINDS, "changed": layout.CHANGES},
        locked=False,
    )


def _rows(framework: Framework) -> Iterator[dict[str, Entry]]:
    yield {"kind": "Framework", "text": framework.title, **layout.BAND}
    yield {"kind": "Source", "text": framework.source.reference}
    yield {"kind": "Scale", "text": framework.scale.title}
    for level in framework.scale.levels:
        known = {"text": level.label, "guidance": level.meaning, "needs": ", ".join(level.needs)}
        yield {"id": level.key, "kind": "Level", **known}
    for step in framework.steps:
        number = framework.number(step.id)
        known = {"text": step.title, "guidance": step.guidance}
        yield {"id": step.id, "number": number, "kind": "Step", **known, **layout.BAND}
        for asked in step.questions:
            number = framework.number(asked.id)
            yield {"id": asked.id, "number": number, "kind": "Question", **_texts(framework, asked)}
    for place, about in enumerate(framework.context, 1):
        number = f"c{place}"
        yield {"id": about.id, "number": number, "kind": "Context question", "text": about.text}


def _texts(framework: Framework, asked: Question) -> dict[str, str]:
    label = framework.scale.label
    return {
        "text": asked.text,
        "label": asked.label,
        "guidance": asked.guidance,
        "levels": "\n".join(f"{label(level)}: {meaning}" for level, meaning in asked.levels),
        "asked_of": ", ".join(asked.asked_of),
        "tags": ", ".join(asked.tags),
        "source": asked.source.reference if asked.source else "",
    }


@define
class FrameworkSheet:
    """The sheet as it is read: the framework in it, and the names of its rows."""

    grid: Grid
    base: Framework | None
    rows: dict[str, SheetRow] = field(factory=dict, init=False)
    names: dict[str, str | None] = field(factory=dict, init=False)
    """The ids by number, `None` for a number that two rows have."""
    removed: set[str] = field(factory=set, init=False)
    edited: Framework | None = field(default=None, init=False)
    words: dict[str, list[str]] = field(
        factory=lambda: {"Reworded": [], "Replaced": []}, init=False
    )
    reasons: dict[str, str] = field(factory=dict, init=False)
    _single: dict[str, str] = field(factory=dict, init=False)
    _levels: list[Level] = field(factory=list, init=False)
    _steps: list[tuple[str, str, str, list[Question]]] = field(factory=list, init=False)
    _context: list[ContextQuestion] = field(factory=list, init=False)
    _ids: Ids = field(init=False)
    _out: str | None = field(default=None, init=False)
    """The reason of the removed step whose questions are being read, `None` outside of one."""

    def __attrs_post_init__(self) -> None:
        self._ids = Ids(self.base.register if self.base else Register({}))
        for row in self.grid.rows:
            cell = row.cells.get("id")
            given = "" if cell is None else as_id(str(cell.value))
            if given and not id_problems(given, ()) and self._ids.is_new(given):
                self._ids.use(given, Known("question", ""))
        before = len(self.grid.problems)
        for row in self.grid.rows:
            self._take(row)
        if len(self.grid.problems) == before:
            self.edited = self._whole()

    def _take(self, row: SheetRow) -> None:
        said = {key: row.text(key) for key in ("id", "kind", "text", "changed", "why")}
        kind = self._kind(row, said["id"], said["kind"])
        change = choice_of(said["changed"], layout.CHANGES)
        if said["changed"] and change is None:
            remedy = f"choose {listed(layout.CHANGES)}"
            row.fault("changed", "a word that is none of the list's", remedy, "unknown-change")
        if kind is None or row.failed:
            return
        if not said["text"]:
            message, remedy = "a row without its text", "fill it in, or delete the whole row"
            row.fault("text", message, remedy, "empty")
        elif kind in ("Framework", "Source", "Scale"):
            self._one(row, kind, said["text"])
        elif kind == "Level":
            self._level(row, said["id"], said["text"])
        else:
            self._thing(row, kind, said, change)
        for key in row.cells:
            if key not in ("id", "number", "kind", "text", *_CELLS.get(kind, ())):
                message = f"a row of the kind {kind} says nothing in this column"
                row.fault(key, message, "clear the cell, or move what it says", "other-kind")

    def _kind(self, row: Row, given: str, said: str) -> str | None:
        """The kind of a row: the one it names, the one its id had, or a question."""
        kind = choice_of(said, layout.KINDS)
        if said and kind is None:
            remedy = f"choose one of {listed(layout.KINDS)}"
            row.fault("kind", "this is no kind of row", remedy, "unknown-kind")
            return None
        known = self.base.register.entries.get(given) if self.base else None
        was = known.kind.capitalize() if known else ""
        if was and kind and kind != was:
            message = f"the id {given!r} is that of a {was.lower()}"
            row.fault("kind", message, f"choose {was}, or clear the id", "other-kind")
        return kind or was or "Question"

    def _one(self, row: Row, kind: str, text: str) -> None:
        if kind in self._single:
            row.fault("kind", f"a second row of the kind {kind}", "delete one", "duplicate")
        was = self.base.source.reference if self.base else text
        if kind == "Source" and folded(text) != folded(was):
            message, remedy = "the source of a framework stays as it is", f"give it back: {was}"
            row.fault("text", message, remedy, "other-source")
        self._single[kind] = text

    def _level(self, row: Row, key: str, label: str) -> None:
        key = key or folded(label).replace(" ", "_")
        row.faults("id", id_problems(key, ()))
        if any(level.key == key for level in self._levels):
            row.fault("id", "a second row of this level", "delete one", "duplicate")
        known = self.base.scale if self.base else ()
        old = self.base.scale.level(key) if self.base and key in known else Level(key or "level")
        needs = []
        for one in self._kept(row, "needs", ",".join(old.needs)).split(","):
            if need := choice_of(one, NEEDS):
                needs.append(need)
            elif one.strip():
                row.fault("needs", "a level needs no such thing", f"there are {listed(NEEDS)}")
        if not row.failed:
            meaning = self._kept(row, "guidance", old.meaning)
            label = kept_text(old.label, label)
            self._levels.append(evolve(old, key=key, label=label, meaning=meaning, needs=needs))

    def _thing(self, row: SheetRow, kind: str, said: Mapping[str, str], change: str | None) -> None:
        """Take in a step, a question or a context question."""
        name, home = said["id"], self._steps[-1][0] if self._steps else ""
        row.faults("id", id_problems(name, (), question=True) if name else ())
        if name in self.rows:
            message = f"a second row of this id, which is in row {self.rows[name].number} already"
            row.fault("id", message, "clear the id of a new row", "duplicate")
        if kind == "Step":
            self._out = said["why"] if change == "Removed" else None
        out = change == "Removed" or (kind == "Question" and self._out is not None)
        if kind == "Question" and not self._steps and not out:
            message, remedy = "a question above the first step", "move it below its step"
            row.fault("kind", message, remedy, "no-step")
        if row.failed:
            return
        if not name:
            name = self._free(kind, home)
            self._ids.use(name, Known(cast(EntryKind, kind.lower()), said["text"]))
        self.rows[name] = row
        for called in filter(None, (folded(row.text("number")).rstrip("."), name.casefold())):
            self.names[called] = name if self.names.get(called, name) == name else None
        if why := said["why"] or (self._out if out else None):
            # A new step brings its questions with it, for one reason.
            base = self.base
            new = base and not (base.has_step(home) or base.has_question(name))
            about = home if new and kind == "Question" else name
            self.reasons[about] = "; ".join(filter(None, (self.reasons.get(about), why)))
        if out:
            self.removed.add(name)
            return
        if change is not None and change in self.words:
            self.words[change].append(name)
        self._add(kind, name, said["text"], row)

    def _free(self, kind: str, home: str) -> str:
        """The next free id, like those of the rows above."""
        match kind:
            case "Step":
                return self._ids.beside([one[0] for one in reversed(self._steps)], "s")
            case "Context question":
                return self._ids.beside([one.id for one in reversed(self._context)], "c")
            case _:
                above = [one.id for one in reversed(self._steps[-1][3])]
                return self._ids.beside(above, f"{home[:40]}q", home)

    def _add(self, kind: str, name: str, text: str, row: Row) -> None:
        base = self.base
        match kind:
            case "Step":
                was = base.step(name) if base and base.has_step(name) else Step(name, text)
                guidance = self._kept(row, "guidance", was.guidance)
                self._steps.append((name, kept_text(was.title, text), guidance, []))
            case "Question":
                known = base and base.has_question(name)
                old = base.question(name) if base and known else Question(name, text)
                shown = _texts(base, old) if base else {}
                changed: dict[str, Any] = {"text": kept_text(old.text, text)}
                for key in _CELLS["Question"][2:]:
                    was_shown = shown.get(key, "")
                    said = self._kept(row, key, was_shown)
                    if said == was_shown:
                        continue
                    if key in ("asked_of", "tags"):
                        roles = KNOWN_ROLES if key == "asked_of" else ()
                        names = _items(said, getattr(old, key))
                        changed[key] = [choice_of(one, roles) or one for one in names]
                    elif key == "levels":
                        changed[key] = self._meanings(row, said)
                    else:
                        changed[key] = said or (None if key == "source" else "")
                if found := row.made(lambda: evolve(old, **changed), "text"):
                    self._steps[-1][3].append(found)
            case _:
                asked = {one.id: one.text for one in base.context} if base else {}
                self._context.append(ContextQuestion(name, kept_text(asked.get(name, ""), text)))

    def _kept(self, row: Row, key: str, old: str) -> str:
        """The text of a column that a sheet made by hand may lack."""
        return kept_text(old, row.text(key)) if key in self.grid.places else old

    def _meanings(self, row: Row, said: str) -> dict[str, str]:
        """The meanings of levels for a question, by their keys, from a line for each."""
        levels = self._levels or list(self.base.scale.levels if self.base else ())
        names = {folded(name): one.key for one in levels for name in (one.key, one.label)}
        found: dict[str, str] = {}
        for line in said.split("\n"):
            name, colon, meaning = line.partition(":")
            if colon and folded(name) in names:
                found[names[folded(name)]] = meaning.strip()
            elif found:
                last = next(reversed(found))
                found[last] += f"\n{line}"
            elif line.strip():
                message = "a line that begins with no level"
                remedy = f"begin it as in {levels[-1].label}: ..." if levels else ""
                row.fault("levels", message, remedy, "unknown-level")
        return found

    def _whole(self) -> Framework | None:
        """The framework in the sheet, under the source that the rows give."""
        base, title = self.base, self._single.get("Framework", "")
        reference, scale = self._single.get("Source", ""), self._single.get("Scale", "")
        missing = [kind for kind in ("Framework", "Source", "Scale") if kind not in self._single]
        for kind in missing:
            remedy = "insert one that says it in the column Text"
            self.grid.fault(f"no row of the kind {kind}", remedy, "missing-row")
        if not self._levels:
            self.grid.fault("no row of the kind Level", "insert one for each level", "missing-row")
        if missing:
            return None
        try:
            return Framework(
                kept_text(base.title if base else "", title),
                UNSOURCED if base else Source(reference),
                Scale(kept_text(base.scale.title if base else "", scale), self._levels),
                [Step(name, title, asked, about) for name, title, about, asked in self._steps],
                self._context,
            )
        except InvalidError as error:
            for one in error.problems:
                self.grid.fault(one.message, one.remedy, one.code)
        return None

    def adapted(
        self,
        by: str | Iterable[str],
        on: date | None,
        reason: str,
        reworded: Iterable[str] = (),
        replaced: Iterable[str] = (),
        reasons: Mapping[str, str] = {},
        mapping: Mapping[str, str] | None = None,
        *,
        mapped: bool = False,
    ) -> Framework | None:
        """The framework, adapted to the sheet where it is another; `None` where it has problems.

        What is reworded or replaced, and why, the sheet says, and these arguments besides; `mapped`
        says that whoever asks may give a mapping.
        """
        base, edited = self.base, self.edited
        if edited is None:
            return None
        if base is None:
            given = {"reworded": reworded, "replaced": replaced, "reasons": reasons}
            for name in (name for name, one in (given | {"mapping": mapping}).items() if one):
                message = "the workbook is a framework of its own, and changes none"
                remedy = "leave it out, or give the framework that it changes as base="
                self.grid.problems.append(Problem((name,), message, remedy, "no-base"))
            return edited
        if mapping is None and edited.scale.keys != base.scale.keys:
            message = "the levels of the scale are others, or in another order"
            remedy = f"keep the rows and ids of {listed(base.scale.keys)}; their words may change"
            if mapped:
                remedy += "; or give mapping= from them to the others"
            self.grid.fault(message, remedy, "no-mapping")
            return None
        words = {
            "reworded": [*self.words["Reworded"], *reworded],
            "replaced": [*self.words["Replaced"], *replaced],
        }
        same = edited.digest == base.digest
        if same and mapping is None and not (reasons or any(words.values())):
            return base
        if not by or on is None:
            what = "a change is told of" if same else "the framework was changed"
            message = f"{what}, and nobody says who changed it and when"
            self.grid.fault(message, "give by= and on=", "who-and-when")
            return None
        why = {**self.reasons, **reasons}
        try:
            return recorded(
                base,
                edited,
                by=by,
                on=on,
                reason=reason,
                reworded=words["reworded"],
                replaced=words["replaced"],
                reasons=why,
                mapping=mapping,
                says_sources=True,
            )
        except InvalidError as error:
            self.grid.problems.extend(self._in_sheet(one, words) for one in error.problems)
        return None

    def unused(self, adapted: Framework) -> list[Problem]:
        """Notes on the reasons in rows of which nothing was changed."""
        before = len(self.base.lineage) if self.base else 0
        said = [edit.reason for one in adapted.lineage[before:] for edit in one.edits]
        message, remedy = "nothing is changed here, and this is not used", "change it, or clear it"
        return [
            self.rows[name].place("why").problem(message, remedy, "note", question=name)
            for name, why in self.reasons.items()
            if name in self.rows and not any(why in reason for reason in said)
        ]

    def _in_sheet(self, problem: Problem, given: Mapping[str, list[str]]) -> Problem:
        """A problem of the adaptation at its cell, with what is to be done in the sheet."""
        name, column = problem.question, "text"
        if problem.path and problem.path[0] in ("mapping", "reasons", "by", "on", "reason"):
            return problem
        if problem.path and problem.path[0] in given and isinstance(problem.path[1], int):
            word, at = str(problem.path[0]), problem.path[1]
            beside = at - len(self.words[word.capitalize()])
            if beside >= 0:
                # It was said beside the sheet, after what the sheet says.
                return evolve(problem, path=(word, beside))
            name, column = given[word][at], "changed"
        remedy = problem.remedy
        if problem.code == "reworded-or-replaced":
            column = "changed" if "changed" in self.grid.places else "text"
            header = next(one.header for one in layout.FRAMEWORK_COLUMNS if one.key == "changed")
            remedy = f'choose reworded or replaced in the column "{header}"'
        elif problem.code == "not-changed":
            remedy = "clear the word, or change the text"
        row = self.rows.get(name or "")
        here = evolve(row.place(column), about=name or "") if row else Place(self.grid.sheet)
        return here.problem(problem.message, remedy, problem.code, question=name)

    def named(self, name: str) -> str | None:
        """The id of the step or question that a number or an id names.

        None where a row that cannot be read may have the name.
        """
        said = folded(name).strip(".()")
        found = self.names.get(said, self.names.get(said.removeprefix("q")))
        if said in self.names and found is None:
            message = "a number that two rows of the sheet Framework have"
            raise EntryError(message, "give one of them another number", "unknown-question")
        if found is None and self.edited is None:
            return None
        if found is None:
            message = f"a name of {counted(len(name), 'character')} that is no step or question"
            remedy = "give numbers of the sheet Framework, such as 1 or 1.2"
            raise EntryError(message, remedy, "unknown-question")
        if found in self.removed:
            message = f"{found!r} is removed in the sheet Framework"
            raise EntryError(message, "leave it out", "unknown-question")
        return found


def _items(said: str, known: Iterable[str]) -> list[str]:
    """The names in a cell; one that is `known` with a separator in it stays whole."""
    whole = [
        rf"{re.escape(one)}[^\S\n]*(?![^,;\n])" for one in sorted(known, key=len, reverse=True)
    ]
    either = "|".join([*whole, r"[^,;\n]+"])
    found = re.findall(rf"[^\S\n]*(?:{either})", said)
    return [*filter(None, map(str.strip, found))]


_NEEDED = ("id", "kind", "text")
"""The columns that a sheet made by hand has."""


def write_framework(framework: Framework, path: Writable) -> None:
    """Write a framework as rows that people change, for `read_framework` to read.

    Raises:
        WrongTypeError: for anything but a framework.
        InvalidError: for a text longer than a cell holds.
        MissingExtraError: where xlsxwriter is not installed.
        OSError: where the file cannot be written; what was there before still is.

    >>> from io import BytesIO
    >>> from sixsteps.published import six_steps
    >>> write_framework(six_steps(), BytesIO())
    """
    book = Book(instance_of(framework, Framework, "write_framework"), "framework")
    write_framework_sheet(book)
    book.save(path, "framework", framework)


def read_framework(
    source: WorkbookSource,
    *,
    by: str | Iterable[str] = (),
    on: date | None = None,
    reason: str = "",
    base: Framework | None = None,
    reworded: Iterable[str] = (),
    replaced: Iterable[str] = (),
    reasons: Mapping[str, str] | None = None,
    mapping: Mapping[str, str] | None = None,
) -> ReadResult:
    """The framework in a workbook: `framework` of the result, with whatever was not used of it.

    What `write_framework` wrote comes back adapted by `by` to what was changed in it since, and
    as it was where nothing was. A workbook that somebody made by hand, with the columns of the
    sheet Framework, is a framework of its own. With `base`, it is an edited copy of that one. The
    sheet says what was reworded or replaced and why; `reworded`, `replaced`, `reasons` and
    `mapping` say so besides, as those of `record`.

    Raises:
        WrongTypeError: for an argument of another type.
        DocumentError: with every problem, its sheet and its cell; nobody is named in `by`, or no
            date given, and the framework was changed.
        MissingExtraError: where openpyxl is not installed.
        OSError: where the file cannot be opened.

    >>> from io import BytesIO
    >>> from sixsteps.published import six_steps
    >>> file = BytesIO()
    >>> write_framework(six_steps(), file)
    >>> read_framework(BytesIO(file.getvalue())).framework == six_steps()
    True
    """
    who = as_names(as_texts(by), "by", ordered=False)
    instance_of(reason, str, "reason")
    if on is not None:
        instance_of(on, date, "on")
    if base is not None:
        instance_of(base, Framework, "base")
    words = as_names(reworded, "reworded", ordered=False)
    anew = as_names(replaced, "replaced", ordered=False)
    why = by_id(reasons)
    by_id(mapping, "mapping")
    file = Filled.of(source, "framework", base)
    columns: tuple[layout.SheetColumn, ...] = layout.FRAMEWORK_COLUMNS
    if file.by_hand:
        columns = tuple(evolve(one, optional=one.key not in _NEEDED) for one in columns)
    grid = file.grid(layout.FRAMEWORK, columns)
    found, notes = None, list[Problem]()
    if grid is not None:
        sheet = FrameworkSheet(grid, file.framework)
        found = sheet.adapted(who, on, reason, words, anew, why, mapping, mapped=True)
        notes = sheet.unused(found) if found else notes
    return file.result(framework=found, notes=tuple(notes))
