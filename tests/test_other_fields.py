"""A framework of another field goes from a file written by hand to everything that is written.

Nothing in it speaks of children, of safeguarding, or of Red, Amber and Green.
"""

import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sixsteps as ss
from sixsteps.cli import main
from tests.support.foreign_words import foreign, in_files, in_words

pytestmark = pytest.mark.slow

BY_HAND = Path(__file__).parent / "support" / "by_hand"


def round_of(framework: ss.Framework, title: str, on: date, pace: int) -> ss.Round:
    """A made-up round, in which the staff and a visitor rate every question."""
    keys = framework.scale.keys
    questions = framework.questions
    return ss.Round(
        framework,
        "Hill Street",
        title,
        on,
        period=title,
        use="yearly review",
        respondents=[
            ss.Respondent("staff", "Everybody who works here", ss.Role("caretaker")),
            ss.Respondent("visitor", "Somebody from outside", ss.Role("visitor", independent=True)),
            ss.Respondent("agreed", "Agreed", ss.Role.AGREED),
        ],
        ratings=[
            ss.Rating(
                question.id,
                keys[(place * pace + more) % len(keys)],
                evidence=["Minutes of 3 March"] if place % 2 else [],
                rationale="Seen twice",
                remaining="A second visit" if more else "",
                respondent=who,
            )
            for who, more in (("staff", 1), ("visitor", 0), ("agreed", 1))
            for place, question in enumerate(questions)
        ],
        plans=[
            ss.ActionPlan(
                framework.steps[0].id,
                [
                    ss.Action(
                        "Look again",
                        addresses=[questions[0].id],
                        owner="The head",
                        due=date(2020, 1, 1),
                    )
                ],
            )
        ],
        context=[ss.ContextAnswer(one.id, "Two") for one in framework.context],
    )


def adapted(framework: ss.Framework) -> ss.Framework:
    """The framework with one question replaced and one added, by those who use it."""
    first, second = framework.questions[:2]
    return ss.adapt(
        framework,
        ss.ReplaceQuestion(second.id, "Would we say the same of last year?"),
        ss.AddQuestion(framework.steps[0].id, "Is this written down?", after=first.id),
        by="Hill Street",
        on=date(2026, 1, 5),
        reason="A year of use",
    )


@pytest.fixture(params=["rubric", "checklist"])
def rounds(request: pytest.FixtureRequest) -> tuple[ss.Round, ss.Round]:
    """Two rounds on a framework of a file: as it is, and adapted."""
    framework = ss.read(BY_HAND / f"{request.param}.toml", ss.Framework)
    return (
        round_of(framework, "Spring 2025", date(2025, 5, 1), 3),
        round_of(adapted(framework), "Spring 2026", date(2026, 5, 1), 2),
    )


def results(before: ss.Round, after: ss.Round) -> Iterator[Any]:
    found = ss.change(before, after, respondent="agreed")
    summed = ss.summary(after, respondent="agreed")
    yield from (found, found.share(after.framework.scale.keys[-1]), summed)
    yield summed.mean({key: place for place, key in enumerate(after.framework.scale.keys)})
    yield summed.against(ss.summary(before, respondent="agreed"))
    yield from (ss.coverage(after), ss.gaps(after, earlier=[before]), ss.agreement(after))
    yield ss.actions(after)
    yield ss.amendments(after, after.without_rating(after.framework.questions[0].id, "staff"))
    yield ss.personal_data(after)
    yield ss.contrast(after, "staff", "visitor")
    yield ss.history([before, after], respondent="agreed")
    yield ss.diff(before.framework, after.framework)
    panel = ss.Panel.from_rounds([before, after])
    yield from (panel.coverage(), panel.levels(), panel.transitions(), panel.common_core())


def in_tables(before: ss.Round, after: ss.Round) -> str:
    parts = []
    for result in results(before, after):
        parts += [str(result), json.dumps(result.to_dict(), ensure_ascii=False)]
        for table in result.all_tables():
            parts += [table.to_markdown(), in_words(table.to_html()), table.to_csv()]
    return "\n".join(parts)


def in_charts(before: ss.Round, after: ss.Round) -> str:
    charts = ss.charts
    found = ss.change(before, after, respondent="agreed")
    drawn = [
        charts.grid(after, respondent="agreed"),
        charts.levels(after),
        charts.respondents(after),
        charts.transitions(ss.contrast(after, "staff", "visitor")),
        charts.change_grid(found),
        charts.transitions(found),
        charts.decomposition(found),
        charts.history_strip([before, after], respondent="agreed"),
        charts.trend([before, after], respondent="agreed"),
        charts.partnerships(ss.Panel.from_rounds([before, after]), respondent="agreed"),
    ]
    return "\n".join(f"{in_words(chart.svg())}\n{chart.alt}" for chart in drawn)


def in_reports(before: ss.Round, after: ss.Round) -> str:
    reports = [
        ss.report(after, since=before, respondent="agreed", detail="brief"),
        ss.report(after, since=before, respondent="agreed", detail="full"),
        ss.report(after, since=before, respondent="agreed", redact=True),
        ss.report(after.public(), since=before.public()),
    ]
    return "\n".join(f"{in_words(one.html())}\n{one.markdown()}" for one in reports)


def in_documents(before: ss.Round, after: ss.Round) -> str:
    lines = io.StringIO()
    ss.write_rounds([before, after], lines)
    parts = [ss.to_document(one) for one in (after, after.framework, after.framework.lineage[0])]
    parts += [after.form_schema("staff"), ss.frames.to_frame(after, "pandas", text=True).to_dict()]
    cited = [
        ss.cite(one.framework, kind)
        for one in (before, after)
        for kind in ("text", "bibtex", "csl", "cff")
    ]
    return "\n".join([lines.getvalue(), json.dumps(parts, ensure_ascii=False, default=str), *cited])


def in_spreadsheets(before: ss.Round, after: ss.Round) -> str:
    book = ss.workbook
    return "\n".join(
        map(
            in_files,
            [
                lambda file: book.write_template(after, file, before, respondent="staff"),
                lambda file: book.write_template(after.framework, file),
                lambda file: book.write_setup(after, file),
                lambda file: book.write_setup(after.framework, file),
                lambda file: book.write_framework(after.framework, file),
                lambda file: book.write_moderation(after, file),
                lambda file: book.write_actions(after, file),
                lambda file: book.write_tables([ss.coverage(after)], file, "Figures", ["Ours"]),
                lambda file: book.write_tables(
                    [ss.coverage(after)], file, "Figures", ["Ours"], kind="ods"
                ),
                lambda file: ss.surveys.write_xlsform(after.framework, file),
            ],
        )
    )


WRITTEN: dict[str, Callable[[ss.Round, ss.Round], str]] = {
    "charts": in_charts,
    "documents": in_documents,
    "reports": in_reports,
    "spreadsheets": in_spreadsheets,
    "tables": in_tables,
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_nothing_written_speaks_of_another_field(
    kind: str, rounds: tuple[ss.Round, ss.Round]
) -> None:
    before, after = rounds
    text = WRITTEN[kind](before, after)
    assert before.framework.source.authors[0] in text
    assert foreign(text) == set()


def test_the_words_are_found_in_the_framework_whose_field_it_is() -> None:
    spring = ss.samples.spring_2026()
    found = foreign(in_files(lambda file: ss.workbook.write_moderation(spring, file)))
    assert {word for text in found for word in ("Amber", "Safeguarding") if word in text} == {
        "Amber",
        "Safeguarding",
    }


def test_no_word_file_speaks_of_another_field(
    rounds: tuple[ss.Round, ss.Round], tmp_path: Path
) -> None:
    before, after = rounds
    path = ss.report(after, since=before, respondent="agreed", detail="full").save(
        tmp_path / "a.docx"
    )
    text = in_files(lambda file: file.write(path.read_bytes()))
    assert after.framework.title in text
    assert foreign(text) == set()


def test_no_command_speaks_of_another_field(
    rounds: tuple[ss.Round, ss.Round],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before, after = rounds
    monkeypatch.chdir(tmp_path)
    ss.write(before, "before.json")
    ss.write(after, "after.json")
    ss.write(after.framework, "framework.json")
    for line in (
        "show after.json --all",
        "show framework.json",
        "check after.json",
        "check after.json --sharing",
        "change before.json after.json --respondent agreed",
        "contrast after.json staff visitor",
        "history before.json after.json --respondent agreed",
        "actions after.json",
        "cite after.json",
        "show after.json --respondent nobody",
    ):
        assert main(line.split()) in (0, 1, 2)
        printed = capsys.readouterr()
        assert printed.out or printed.err
        assert foreign(printed.out + printed.err) == set(), line
