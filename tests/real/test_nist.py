"""A framework of another field, revised by its source: nothing of ours is written into it."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sixsteps as ss
from tests.real.nist import first_version, mapping, round_of, second_version
from tests.support.foreign_words import foreign, in_files, in_words


@pytest.fixture(scope="module")
def first(nist_csf: Path) -> ss.Framework:
    return first_version(nist_csf)


@pytest.fixture(scope="module")
def second(nist_csf: Path) -> ss.Framework:
    return second_version(nist_csf)


@pytest.fixture(scope="module")
def before(first: ss.Framework) -> ss.Round:
    return round_of(first, "Spring 2023", date(2023, 5, 1), 3)


@pytest.fixture(scope="module")
def after(second: ss.Framework) -> ss.Round:
    return round_of(second, "Spring 2025", date(2025, 5, 1), 5)


def test_the_second_version_is_an_edition_by_its_own_source(
    first: ss.Framework, second: ss.Framework
) -> None:
    assert (len(first.questions), len(second.questions)) == (108, 106)
    assert second.origin == first
    assert not second.is_adapted
    assert second.citation == "NIST (2024) Cybersecurity Framework 2.0. Gaithersburg, MD"
    local = ss.adapt(second, ss.RemoveStep("RC.CO"), by="Anywhere Water", on=date(2025, 1, 6))
    assert local.citation == f"Adapted from {second.citation}. Adapted by Anywhere Water (2025)."


def test_documents_hold_both_versions(first: ss.Framework, second: ss.Framework) -> None:
    for framework in (first, second):
        file = io.StringIO()
        ss.write(framework, file)
        assert ss.read(io.StringIO(file.getvalue()), ss.Framework) == framework


def test_the_mapping_loses_no_pair_and_makes_nothing_comparable(
    nist_csf: Path, before: ss.Round, after: ss.Round
) -> None:
    crosswalk = mapping(nist_csf)
    assert len(crosswalk.matches) == 155
    file = io.StringIO()
    ss.write(crosswalk, file)
    assert ss.read_crosswalk(io.StringIO(file.getvalue())) == crosswalk
    table = ss.read_crosswalk(io.StringIO(crosswalk.table().to_csv()))
    assert (table.matches, table.source) == (crosswalk.matches, crosswalk.source)

    whole = crosswalk.between(before.framework, after.framework)
    assert not any(match.comparable for match in whole.matches)
    for side, framework in (("old", before.framework), ("new", after.framework)):
        named = [name for match in whole.matches for name in getattr(match, side)]
        assert sorted(named) == sorted(question.id for question in framework.questions)
    units = [match for match in whole.matches if match.relation == "related"]
    for match in crosswalk.matches:
        assert any({*match.old} <= {*unit.old} and {*match.new} <= {*unit.new} for unit in units)

    found = ss.change(before, after, crosswalk=crosswalk, respondent="it")
    assert (found.improved, found.held, found.declined) == (0, 0, 0)


def in_tables(result: Any) -> str:
    return "\n".join(table.to_markdown() for table in result.tables())


OUTPUTS: dict[str, Callable[[ss.Round, ss.Round], str]] = {
    "agreement": lambda _, one: in_tables(ss.agreement(one)),
    "change": lambda before, one: in_tables(ss.change(before, one, respondent="it")),
    "citations": lambda _, one: "".join(
        ss.cite(one.framework, kind) for kind in ("text", "bibtex", "csl", "cff")
    ),
    "contrast": lambda _, one: in_tables(ss.contrast(one, "it", "audit")),
    "coverage": lambda _, one: in_tables(ss.coverage(one)),
    "document": lambda _, one: json.dumps(ss.to_document(one), ensure_ascii=False),
    "form schema": lambda _, one: json.dumps(one.form_schema("it"), ensure_ascii=False),
    "gaps": lambda _, one: in_tables(ss.gaps(one, respondent="it")),
    "grid": lambda _, one: in_words(ss.charts.grid(one, respondent="it").svg()),
    "moderation": lambda _, one: in_files(lambda file: ss.workbook.write_moderation(one, file)),
    "report": lambda before, one: in_words(ss.report(one, since=before, respondent="it").html()),
    "summary": lambda _, one: in_tables(ss.summary(one, respondent="it")),
    "survey form": lambda _, one: in_files(
        lambda file: ss.surveys.write_xlsform(one.framework, file)
    ),
    "template": lambda _, one: in_files(
        lambda file: ss.workbook.write_template(one.framework, file)
    ),
    "template of a respondent": lambda _, one: in_files(
        lambda file: ss.workbook.write_template(one, file, respondent="it")
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", OUTPUTS)
def test_no_word_of_another_field_is_in_what_is_written(
    name: str, before: ss.Round, after: ss.Round
) -> None:
    text = OUTPUTS[name](before, after)
    assert "DE.AE-02" in text or "Implementation" in text or "Cybersecurity" in text
    assert foreign(text, [one.text for one in after.framework.questions]) == set()
