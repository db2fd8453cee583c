"""Every remedy in the source is followed by a test; a new one without a test is named here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sixsteps
from tests.trust import (
    test_remedies,
    test_remedies_of_files,
    test_remedies_of_sheets,
    test_remedies_of_the_model,
    test_remedies_of_workbooks,
)

SOURCE = Path(sixsteps.__file__).parent
TESTS = Path(__file__).parents[1]
FOLLOWED = [
    str(case[0])
    for cases in (
        test_remedies.CASES,
        test_remedies.PICTURES,
        test_remedies.COMMANDS,
        test_remedies_of_files.CASES,
        test_remedies_of_files.NOTES,
        test_remedies_of_sheets.CASES,
        test_remedies_of_the_model.CASES,
        test_remedies_of_workbooks.CASES,
    )
    for case in cases
]
"""What those tests say of the remedies that they follow."""
ELSEWHERE = {
    "give {}rule= one of {}": "analysis/test_change.py",
    "take its tables()": "charts/test_bars.py",
    "give fewer of them": "charts/test_bars.py",
    "draw the levels by period": "charts/test_bars.py",
    "take agreement().table('ratings')": "charts/test_bars.py",
    "mend these first": "test_errors.py",
    "name a file with --output": "cli/test_streams.py",
    "give its name if it is a return": "cli/test_year.py",
    "give the round as it was begun, without an answer": "cli/test_year_commands.py",
    "give the texts by their places": "model/test_translation.py",
    "give a round of the same organisation": "formats/test_workbook_reading.py",
    "change it, or clear it": "formats/test_workbook_setup.py",
    "save it as a file, and give its name": "cli/test_year_commands.py",
    'take the round up again with sixsteps agree ROUND --reopen "the reason" --by NAME --on DATE,'
    " write its workbook again and type into that what this one changes": (
        "cli/test_year_commands.py"
    ),
    "change the sheet Framework, or clear it": "formats/test_workbook_setup.py",
    "remove one {} from theirs and add it again in other words": "adaptation/test_merging.py",
    "write the rounds of some frameworks to a file of their own": "formats/test_rounds.py",
    "sign it off with agree(by, on)": "formats/test_documents.py",
    "write under a new name, or have its group changed": "formats/test_files.py",
    "write under a new name, or take it off the file": "formats/test_files.py",
    'install it with: pip install "sixsteps[{}]"': "trust/test_remedies_of_files.py",
    'install it with: pip install "sixsteps[frames]"': "trust/test_remedies_of_files.py",
    "install it with: pip install {}": "trust/test_remedies_of_files.py",
    **dict.fromkeys(
        (
            "give a rating",
            "record the evidence",
            "state the remaining work",
            "ask a respondent",
        ),
        "analysis/test_gaps.py",
    ),
}
"""Remedies that tests of another kind follow, or as far as they can be, and where."""
NOT_HERE = {
    "install a newer one": "there is no newer version",
    "use a newer sixsteps": "there is no newer version",
    "give a smaller file": "the file would have to be larger than 64 MiB",
    "name a font that has them as font.family in a matplotlibrc file": "needs such a font",
}
"""Remedies that no test can follow, and why."""
NO_REMEDIES = (
    r"(?:add|change|merge|move|remove|replace|split) (?:context |the (?:guidance of )?)?"
    r"(?:question|step|scale|\{)"
    r"|adapt takes its edits|answer to |change from|change\(\) tells|split it into|split or merged"
    r"|split, merged|set-up workbook|type: |open action|read them still"
    r"|change it, close it|empty means|keep the others|leave (?:it|the rating) empty"
)
"""How texts begin that are no remedies: edits and changes in words, and what a sheet explains."""

_begins = re.compile(
    r"(?:add|adapt|answer|apply|ask|begin|bring|build|change|choose|clear|close|compare|copy|delete"
    r"|draw|empty|end|fill|give|insert|install|keep|leave|let|list|look|make|mend|merge|move|name"
    r"|open|pick|print|put|read|record|remove|rename|reopen|replace|save|say|see|send|set|settle"
    r"|sign|split|state|swap|take|tell|translate|turn|type|unmerge|use|wrap|write)\b.* "
)
_HELP = {"command", "argument", "file", "flag", "output", "several", "SheetColumn", "_entry"}
"""The calls whose texts say what an option or a column is for."""


def texts(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The texts in code, `{}` in place of what is put in, but for docstrings and help."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Call(
            func=ast.Name(id=name) | ast.Attribute(value=ast.Name(id="options"), attr=name)
        ) if name in _HELP:
            return
        case ast.Constant(value=str(text)):
            yield node.lineno, text
        case ast.JoinedStr(values=parts):
            yield (
                node.lineno,
                "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts
                ),
            )
        case _:
            for inner in ast.iter_child_nodes(node):
                yield from texts(inner)


def remedies() -> Iterator[tuple[str, str]]:
    """Every text of the source that says to do something, with its place."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        for line, text in texts(ast.parse(path.read_text(encoding="utf-8"))):
            for part in text.split("; "):
                if _begins.match(part) and not re.match(NO_REMEDIES, part):
                    yield f"{name}:{line}", part.strip()


def is_followed(remedy: str) -> bool:
    longest = max(remedy.split("{}"), key=len).strip()
    return any(longest in one or (len(one) > 8 and one in longest) for one in FOLLOWED)


@pytest.mark.slow
def test_every_remedy_is_followed_by_a_test() -> None:
    found = list(remedies())
    said = {remedy for _, remedy in found}
    assert len(found) > 400
    assert len(FOLLOWED) > 400
    assert not is_followed("ask the moon for a remedy")
    assert {remedy for remedy in (*ELSEWHERE, *NOT_HERE) if remedy not in said} == set()
    assert [name for name in ELSEWHERE.values() if not (TESTS / name).is_file()] == []
    assert [
        f"{place}: {remedy}"
        for place, remedy in found
        if not (is_followed(remedy) or remedy in ELSEWHERE or remedy in NOT_HERE)
    ] == []
