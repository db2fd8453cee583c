"""Citations are read by the programs they are for, and never lose the source or an adapter."""

import json
import warnings
from datetime import date
from typing import Any

import pytest
import yaml
from attrs import evolve
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps.words import shows
from tests.strategies import texts
from tests.support.documents import ADAPTED, SMALL

LOCAL = ss.adapt(
    ss.six_steps(),
    ss.AddQuestion("s1", "Borrowed?", source="Roe, R (2020) Asked"),
    by=["Anytown & Co_1 {50%}", "Othertown"],
    on=date(2026, 4, 1),
)
REQUIRED = ss.six_steps().source.required_sentence


def bibtex(framework: ss.Framework) -> Any:
    library = parse_string(ss.cite(framework, "bibtex"))
    assert library.failed_blocks == []
    (entry,) = library.entries
    return entry


def test_plain_text_is_the_frameworks_citation() -> None:
    assert ss.cite(ss.six_steps()) == ss.six_steps().citation
    assert ss.cite(LOCAL, "text") == LOCAL.citation


def test_bibtex_of_the_published_framework() -> None:
    entry = bibtex(ss.six_steps())
    assert (entry.entry_type, entry.key) == ("techreport", "pearce2019")
    assert {field.key: field.value for field in entry.fields} == {
        "author": "Pearce, J",
        "title": "{Six Steps for Independent Scrutiny: Safeguarding children arrangements}",
        "year": "2019",
        "institution": "Institute of Applied Social Research, University of Bedfordshire",
        "address": "Luton",
    }


def test_bibtex_of_an_adapted_framework_names_adapters_and_the_source() -> None:
    entry = bibtex(LOCAL)
    assert (entry.entry_type, entry.key) == ("misc", "anytown2026")
    assert entry["author"] == (
        "{Anytown \\& Co\\_1 \\textbraceleft{}50\\%\\textbraceright{}} and {Othertown}"
    )
    assert entry["year"] == "2026"
    assert entry["note"].startswith(REQUIRED)
    assert entry["note"].endswith("With questions from Roe, R (2020) Asked.")


@pytest.mark.parametrize("text", ["a { b", "a } b", "a \\", "\\{", "{\\}", "a \\& b", "x and y"])
def test_bibtex_keeps_its_braces_balanced_whatever_stands_in_it(text: str) -> None:
    source = ss.Source("R", title=text, authors=[f"{text}, J", "B"], link=f"https://a/{text}")
    framework = evolve(SMALL, source=source)
    depth = 0
    entry = ss.cite(framework, "bibtex")
    # BibTeX counts every brace, whatever stands before it.
    for place, letter in enumerate(entry):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth > 0 or place < entry.index("{") or place == len(entry) - 1
    assert depth == 0
    assert [field.key for field in bibtex(framework).fields] == ["author", "title", "url", "note"]


def test_a_name_with_and_in_it_is_one_author_to_bibtex() -> None:
    source = ss.Source("R", authors=["Smith and Jones, Ltd", "Roe, R"])
    entry = bibtex(evolve(SMALL, source=source))
    assert entry["author"] == "{Smith and Jones}, Ltd and Roe, R"


def test_csl_is_rendered_by_a_citation_processor() -> None:
    # The processor parses its style with a function that its own parser has deprecated.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import (
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON

        items = [
            *json.loads(ss.cite(ss.six_steps(), "csl")),
            *json.loads(ss.cite(LOCAL, "csl")),
        ]
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        printed = " ".join(str(line) for line in bibliography.bibliography())
    assert "Pearce, J" in printed
    assert "2019" in printed
    assert "Othertown" in printed


def test_csl_of_an_adapted_framework_carries_the_required_sentence() -> None:
    (item,) = json.loads(ss.cite(LOCAL, "csl"))
    assert item["author"] == [{"literal": "Anytown & Co_1 {50%}"}, {"literal": "Othertown"}]
    assert item["issued"] == {"date-parts": [[2026]]}
    assert item["note"] == LOCAL.citation


def test_cff_names_everybody_and_refers_to_every_source() -> None:
    data = yaml.safe_load(ss.cite(LOCAL, "cff"))
    assert data["cff-version"] == "1.2.0"
    assert data["message"] == f"Please cite as: {LOCAL.citation}"
    assert data["authors"] == [{"name": "Anytown & Co_1 {50%}"}, {"name": "Othertown"}]
    assert data["date-released"] == date(2026, 4, 1)
    pearce, roe = data["references"]
    assert pearce["authors"] == [{"family-names": "Pearce", "given-names": "J"}]
    assert pearce["year"] == 2019
    assert pearce["notes"] == LOCAL.citation
    assert roe["title"] == "Roe, R (2020) Asked"


@given(texts, st.text(st.characters(codec="utf-8"), min_size=1).filter(shows))
def test_any_name_comes_through_every_format(title: str, by: str) -> None:
    framework = ss.adapt(SMALL, ss.Retitle(title), by=by, on=date(2026, 4, 1))
    (item,) = json.loads(ss.cite(framework, "csl"))
    data = yaml.safe_load(ss.cite(framework, "cff"))
    assert item["title"] == data["title"] == title
    assert item["author"] == [{"literal": by}]
    assert data["authors"] == [{"name": by}]
    assert bibtex(framework).key.endswith("2026")


@pytest.mark.parametrize("kind", ["text", "bibtex", "csl", "cff"])
def test_no_format_drops_an_adapter_or_the_sentence(kind: Any) -> None:
    cited = " ".join(ss.cite(ADAPTED, kind).split())
    for part in ("Adapted from Doe, J (2024) Small", "Anytown and Othertown (2025)", "(2026)"):
        assert part in cited


def test_a_source_of_which_little_is_known_is_cited_all_the_same() -> None:
    bare = evolve(SMALL, source=ss.Source("Somebody's list"))
    assert bibtex(bare)["title"] == "{Somebody's list}"
    assert json.loads(ss.cite(bare, "csl"))[0]["title"] == "Somebody's list"
    assert yaml.safe_load(ss.cite(bare, "cff"))["authors"] == [{"name": "Anonymous"}]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ss.UnknownIdError) as caught:
        ss.cite(SMALL, "endnote")  # type: ignore[arg-type] # what this is about
    assert str(caught.value) == (
        "no citation format of that name; there are text, bibtex, csl, cff"
    )


def test_what_is_no_framework_cannot_be_cited() -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        ss.cite(3)  # type: ignore[arg-type] # what this is about
    assert str(caught.value) == (
        "a framework is cited, not a value of type int; give a round's .framework"
    )
