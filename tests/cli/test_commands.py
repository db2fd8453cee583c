"""Every command from files to files, as it is run."""

import io
import json
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve

import sixsteps as ss
from sixsteps.cli import main
from sixsteps.samples import anytown_2025, anytown_2026, autumn_2025, spring_2026
from tests.support.large_round import large_round
from tests.support.terminal import Terminal

Kept = Callable[[str, "ss.Framework | ss.Adaptation | ss.Round | ss.Crosswalk"], str]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Writes a value to a file of this name and gives its path."""

    def keep(name: str, value: "ss.Framework | ss.Adaptation | ss.Round | ss.Crosswalk") -> str:
        ss.write(value, tmp_path / name)
        return str(tmp_path / name)

    return keep


COMPLETE = ss.Round(
    ss.Framework(
        "One question",
        ss.Source("Doe, J (2024) One question"),
        ss.RAG,
        [ss.Step("s1", "Partners lead", [ss.Question("s1q1", "Do they meet?")])],
    ),
    "Anytown",
    "Spring 2026",
    date(2026, 5, 1),
    ratings=[ss.Rating("s1q1", "green", evidence=["Minutes"])],
    plans=[ss.ActionPlan("s1", [ss.Action("Meet on", due=date(2026, 9, 1))])],
)


def text_of(*tables: ss.Table) -> str:
    """The tables as they are printed: a note they share once, and so the reference, at the end."""
    *others, last = tables
    bare = [evolve(one, source="" if one.source == last.source else one.source) for one in others]
    every = [
        evolve(one, notes=[note for note in one.notes if all(note not in t.notes for t in before)])
        for one, before in ((one, tables[:place]) for place, one in enumerate((*bare, last)))
    ]
    return "\n\n".join(table.to_text(80) for table in every) + "\n"


class TestDemo:
    FILES = ("framework-2025.json", "framework-2026.json", "autumn-2025.json", "spring-2026.json")

    @pytest.mark.slow
    def test_it_writes_what_it_says_and_what_it_prints_is_one_screen(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        folder = Path("demo")
        assert main(["demo", "demo"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert (len(lines), max(map(len, lines))) == (24, 80)
        autumn, spring = autumn_2025(), spring_2026()
        names = [*self.FILES, "change-grid.svg", "report.html"]
        assert lines[:2] == [
            "Anytown is made up. Spring 2026: Signed off by the executive on 14 May 2026.",
            "All 25 questions asked are rated: 3 Red, 14 Amber and 8 Green.",
        ]
        assert lines[7:20] == [
            "1. The three core partner leads are actively…  Green  Amber  Amber  Amber  Amber",
            "2. The wider safeguarding partners (includin…  Green  Green  Green  Amber  Amber",
            "3. Children, young people and families shape…  Amber  Amber  Red    Amber  Red",
            "4. Appropriate quality assurance procedures …  Green  Amber  Amber  Red",
            "5. There is a process for identifying and in…  Green  Green  Amber",
            "6. There is an active program of multi-agenc…  Amber  Green  Amber",
            "Red (3): 3.3 Leading and co-leading (nobody); 3.5 Children placed elsewhere",
            "(Participation lead, 31 October 2026); and 1 more.",
            "Declined (1 more): 1.4 Reporting and forward planning (nobody, ongoing).",
            "Green without evidence (1): 5.1 Criteria for referral (nobody).",
            "Overdue (1): 3.2 (Participation lead, 30 April 2026).",
            "Adapted from Pearce, J (2019) Six Steps for Independent Scrutiny: Safeguarding",
            "children arrangements. Institute of Applied Social Research, Luton, University",
        ]
        assert lines[-2:] == [
            "Written to demo: change-grid.svg, report.html and, as JSON, the rounds.",
            "Next: sixsteps show demo/spring-2026.json --respondent agreed",
        ]
        assert sorted(path.name for path in folder.iterdir()) == sorted(names)
        values = [ss.read(folder / name) for name in self.FILES]
        assert values == [anytown_2025(), anytown_2026(), autumn, spring]
        picture = ss.charts.change_grid(autumn, spring, respondent="agreed").svg()
        assert (folder / "change-grid.svg").read_text(encoding="utf-8") == picture
        page = ss.report(spring, since=autumn, respondent="agreed").html()
        assert (folder / "report.html").read_text(encoding="utf-8") == page

    @pytest.mark.slow
    def test_it_runs_again_over_its_own_files(self, tmp_path: Path) -> None:
        assert main(["demo", str(tmp_path)]) == 0
        assert main(["demo", str(tmp_path)]) == 0

    @pytest.mark.slow
    def test_it_overwrites_nothing_else_without_force(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        mine = tmp_path / "spring-2026.json"
        mine.write_text("mine", encoding="utf-8")
        assert main(["demo", str(tmp_path)]) == 2
        assert capsys.readouterr().err == (
            f"sixsteps: error: {tmp_path}: there already: spring-2026.json; give --force to"
            " overwrite them\n"
        )
        assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["mine"]
        assert main(["demo", str(tmp_path), "--force"]) == 0
        assert ss.read(mine) == spring_2026()

    @pytest.mark.slow
    def test_without_jinja2_the_report_is_in_markdown(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setitem(sys.modules, "jinja2", None)
        assert main(["demo", str(tmp_path)]) == 0
        assert capsys.readouterr().out.startswith(
            'a report in HTML needs jinja2; install it with: pip install "sixsteps[report]"; the'
            " report is in Markdown instead.\n"
        )
        assert (tmp_path / "report.md").read_text(encoding="utf-8").startswith("# Anytown")


class TestShow:
    def test_a_round_is_what_was_found_and_what_needs_a_decision(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["show", kept("round.json", COMPLETE)]) == 0
        assert capsys.readouterr().out == (
            "Anytown: Spring 2026, 1 May 2026. Draft.\n"
            "The one question asked is rated: 0 Red, 0 Amber and 1 Green.\n"
            "\n"
            f"{'1. Partners lead':<73}  Green\n"
            "Answered: 1 of 1, with the evidence needed 1 of 1, complete 1 of 1.\n"
            "Doe, J (2024) One question. Scale from Pearce, J (2019) Six Steps for\n"
            "Independent Scrutiny: Safeguarding children arrangements. Institute of Applied\n"
            "Social Research, Luton, University of Bedfordshire.\n"
            "Every table: --all\n"
        )

    def test_a_round_of_26_respondents_fits_two_screens(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        rounds = [kept(f"{year}.json", large_round(year)) for year in (2025, 2026)]
        assert main(["show", rounds[1], "--earlier", rounds[0], "--rule", "worst"]) == 0
        printed = capsys.readouterr().out
        assert len(printed.splitlines()) <= 48
        assert "Red (24): 1.1 Agreed strategic plan (" in printed
        assert "and 12 more." in printed
        assert printed.count("Pearce, J (2019)") == 1

    def test_all_of_a_round_is_its_summary_its_coverage_and_its_gaps_with_one_reference(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        spring, autumn = kept("spring.json", spring_2026()), kept("autumn.json", autumn_2025())
        command = ["show", spring, "--earlier", autumn, "--respondent", "agreed", "--all"]
        assert main(command) == 0
        wanted = [
            *ss.summary(spring_2026(), respondent="agreed").tables(),
            *ss.coverage(spring_2026(), respondent="agreed").tables(),
            *ss.gaps(spring_2026(), earlier=[autumn_2025()], respondent="agreed").tables(),
        ]
        assert capsys.readouterr().out == text_of(*wanted)

    def test_in_brief_it_is_the_first_table_of_each(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["show", kept("round.json", COMPLETE), "--brief"]) == 0
        results = (ss.summary(COMPLETE), ss.coverage(COMPLETE), ss.gaps(COMPLETE))
        assert capsys.readouterr().out == text_of(*(result.table() for result in results))

    def test_without_a_choice_among_respondents_all_but_the_summary_is_shown(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["show", kept("spring.json", spring_2026()), "--all"]) == 0
        printed = capsys.readouterr()
        results = (ss.coverage(spring_2026()), ss.gaps(spring_2026()))
        assert printed.out == text_of(*(table for one in results for table in one.tables()))
        assert printed.err == (
            "sixsteps: for the summary, give --respondent agreed, another respondent (council,"
            " health, police, scrutineer) or a role, or --rule one of worst, best, median_low,"
            " unanimous\n"
        )

    def test_evidence_that_is_old_is_told_where_somebody_says_how_old(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        evidence = [ss.Evidence("Minutes", on=date(2024, 1, 5))]
        aged = COMPLETE.replace(ratings=[ss.Rating("s1q1", "green", evidence)])
        path = kept("round.json", aged)
        old = "newest evidence older than the months named 1"
        assert main(["show", path]) == 0
        assert old not in " ".join(capsys.readouterr().out.split())
        assert main(["show", path, "--evidence-months", "12"]) == 0
        assert old in " ".join(capsys.readouterr().out.split())
        assert main(["show", path, "--evidence-months", "12", "--all"]) == 0
        assert "newest evidence of 5 January 2024" in " ".join(capsys.readouterr().out.split())
        assert main(["show", path, "--evidence-months", "0"]) == 2
        assert capsys.readouterr().err == (
            "sixsteps: error: a whole number of months from 1 is needed at --evidence-months; give"
            " 12, or leave it out\n"
        )

    def test_a_rule_makes_one_answer_of_several(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = kept("spring.json", spring_2026())
        assert main(["show", path, "--rule", "worst", "--brief", "--table", "1"]) == 0
        wanted = ss.summary(spring_2026(), rule="worst").table()
        assert capsys.readouterr().out == text_of(wanted)

    def test_a_rule_reads_the_earlier_round_where_nobody_is_named_now(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        several = evolve(
            spring_2026(), agreed=None, title="Autumn 2025", on=date(2025, 10, 15), previous=None
        )
        ratings = [ss.Rating("s1q1", "red")]
        alone = ss.Round(several.framework, "Anytown", "Spring", date(2026, 5, 1), ratings)
        paths = [kept("alone.json", alone), "--earlier", kept("several.json", several)]
        assert main(["show", *paths]) == 2
        assert capsys.readouterr().err == (
            "sixsteps: error: 5 respondents in the earlier round 'Autumn 2025', and nobody is named"
            " in 'Spring'; give --rule one of worst, best, median_low, unanimous\n"
        )
        assert main(["show", *paths, "--rule", "worst", "--all"]) == 0
        gaps = ss.gaps(alone, earlier=[ss.consensus(several, "worst")])
        first = *ss.summary(alone).tables(), *ss.coverage(alone).tables()
        assert capsys.readouterr().out == text_of(*first, *gaps.tables())

    def test_it_reads_the_standard_input(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        document = io.BytesIO()
        ss.write(COMPLETE, document)
        document.seek(0)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(document))
        assert main(["show", "-", "--table", "1"]) == 0
        assert capsys.readouterr().out == text_of(ss.summary(COMPLETE).table())

    def test_an_adaptation_is_its_edits_with_their_reasons(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (adaptation,) = anytown_2025().lineage
        path = kept("edits.json", adaptation)
        assert main(["show", path, "--format", "json"]) == 0
        (table,) = json.loads(capsys.readouterr().out)["tables"]
        source = anytown_2025().citation
        assert (table["title"], table["notes"]) == (
            "Six Steps in Anytown",
            ["first use in Anytown"],
        )
        assert table["rows"] == [
            {"Number": number, "Edit": str(edit), "Reason": edit.reason, "source": source}
            for number, edit in enumerate(adaptation.edits, start=1)
        ]

    def test_a_crosswalk_is_its_table(self, kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
        crosswalk = ss.Crosswalk([ss.Match("a", "b")], title="By hand")
        assert main(["show", kept("crosswalk.json", crosswalk)]) == 0
        assert capsys.readouterr().out == text_of(crosswalk.table())


def cells(table: dict[str, Any]) -> list[list[object]]:
    """The cells of a table in JSON, without the source in each row."""
    return [[cell for name, cell in row.items() if name != "source"] for row in table["rows"]]


class TestCheck:
    def test_a_complete_round_is_said_to_be(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["check", kept("round.json", COMPLETE)]) == 0
        assert capsys.readouterr().out == (
            "Spring 2026 is complete: every question asked is answered and lacks nothing its level"
            " needs.\n"
        )

    def test_what_is_missing_is_listed_and_the_status_is_1(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        lacking = evolve(COMPLETE, ratings=[ss.Rating("s1q1", "amber")], plans=[])
        assert main(["check", kept("round.json", lacking), "--format", "json"]) == 1
        (table,) = json.loads(capsys.readouterr().out)["tables"]
        assert table["title"] == "What Spring 2026 of Anytown lacks"
        assert cells(table) == [
            ["1.1", "Do they meet?", None, "Amber", "evidence, remaining, plan"]
        ]
        assert table["source"] == (
            f"Doe, J (2024) One question. Scale from {ss.six_steps().citation}."
        )

    def test_who_has_not_answered_is_called_by_name(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        named = evolve(
            COMPLETE, ratings=[], respondents=[ss.Respondent("r", "Police", ss.Role.PEER)]
        )
        assert main(["check", kept("round.json", named), "--format", "json"]) == 1
        (table,) = json.loads(capsys.readouterr().out)["tables"]
        assert cells(table) == [["1.1", "Do they meet?", "Police", "not rated", "rating"]]

    def test_a_question_asked_of_nobody_is_missing_somebody_to_ask(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        nobody = evolve(
            COMPLETE,
            ratings=[],
            respondents=[ss.Respondent("r", "R", ss.Role.PEER, asked=[])],
        )
        assert main(["check", kept("round.json", nobody), "--format", "json"]) == 1
        (table,) = json.loads(capsys.readouterr().out)["tables"]
        assert cells(table) == [["1.1", "Do they meet?", None, "", "somebody to ask"]]

    def test_the_sample_round_is_not_complete(self, kept: Kept) -> None:
        assert main(["check", kept("spring.json", spring_2026()), "--respondent", "agreed"]) == 1


class TestComparisons:
    def test_change_prints_its_tables(self, kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
        paths = [kept("autumn.json", autumn_2025()), kept("spring.json", spring_2026())]
        assert main(["change", *paths, "--respondent", "agreed"]) == 0
        found = ss.change(autumn_2025(), spring_2026(), respondent="agreed")
        assert capsys.readouterr().out == text_of(*found.tables())

    @pytest.mark.parametrize("ending", ["json", "csv"])
    def test_change_takes_a_crosswalk(
        self, kept: Kept, tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        one = evolve(COMPLETE, on=date(2025, 5, 1))
        before, after = kept("one.json", one), kept("autumn.json", autumn_2025())
        crosswalk = ss.Crosswalk([ss.Match("s1q1", "s1q1", "reworded")])
        if ending == "json":
            path = kept("crosswalk.json", crosswalk)
        else:
            path = str(tmp_path / "crosswalk.csv")
            Path(path).write_text("old,new,relation\ns1q1,s1q1,reworded\n", encoding="utf-8")
        assert main(["change", before, after, "--crosswalk", path, "--brief"]) == 0
        found = ss.change(one, autumn_2025(), crosswalk=crosswalk)
        assert capsys.readouterr().out == text_of(found.table())

    def test_rounds_that_do_not_compare_are_refused_with_the_remedy(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before, after = kept("autumn.json", autumn_2025()), kept("one.json", COMPLETE)
        assert main(["change", before, after]) == 2
        assert capsys.readouterr().err.endswith("; give --crosswalk, a crosswalk\n")

    @pytest.mark.parametrize("command", ["change", "report"])
    def test_rounds_in_the_wrong_order_are_to_be_swapped(
        self, kept: Kept, command: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        autumn, spring = kept("autumn.json", autumn_2025()), kept("spring.json", spring_2026())
        if command == "change":
            arguments = [spring, autumn]
        else:
            arguments = [autumn, "--since", spring, "-o", "report.md"]
        assert main([command, *arguments, "--respondent", "agreed"]) == 2
        assert capsys.readouterr().err == (
            f"sixsteps: error: {autumn} (15 October 2025) is earlier than {spring} (1 May 2026);"
            " swap them\n"
        )

    @pytest.mark.parametrize("command", ["change", "report"])
    def test_a_round_is_not_compared_with_itself(
        self, kept: Kept, command: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = kept("round.json", COMPLETE)
        options = [] if command == "change" else ["-o", "report.md"]
        since = [path] if command == "change" else ["--since", path]
        assert main([command, path, *since, *options]) == 2
        assert capsys.readouterr().err == (
            f"sixsteps: error: {path} and {path} hold the same round; give an earlier and a later"
            " one\n"
        )

    @pytest.mark.parametrize(
        "command",
        [
            "change {autumn} {spring}",
            "history {autumn} {spring}",
            "report {spring} --since {autumn} -o report.md",
            "chart {spring} --since {autumn} -o chart.svg",
            "show {spring} --earlier {autumn}",
        ],
    )
    def test_whom_a_refusal_offers_every_compared_round_has(
        self,
        kept: Kept,
        command: str,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.chdir(tmp_path)
        paths = {"autumn": autumn_2025(), "spring": spring_2026()}
        given = command.format(**{one: kept(f"{one}.json", paths[one]) for one in paths}).split()
        is_shown = given[0] == "show"
        assert main(given) == (0 if is_shown else 2)
        needed = "error: 5 respondents in the round 'Spring 2026', and one answer a question is"
        needed = "for the ratings, " if is_shown else f"{needed} needed; "
        assert capsys.readouterr().err == (
            f"sixsteps: {needed}give --respondent agreed, or --rule one of worst, best,"
            " median_low, unanimous\n"
        )
        for choice in (["--respondent", "agreed"], ["--rule", "worst"]):
            assert main([*given, *choice, *(["--force"] if "-o" in given else [])]) == 0

    def test_nobody_is_compared_with_themselves(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["contrast", kept("spring.json", spring_2026()), "council", "council"]) == 2
        assert capsys.readouterr().err == (
            "sixsteps: error: 'council' and 'council' are the same; name two respondents or roles\n"
        )

    def test_a_role_of_several_is_compared_by_a_rule(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = kept("spring.json", spring_2026())
        assert main(["contrast", path, "lead partner", "agreed"]) == 2
        assert "; give as A a respondent (council, health, police), or --rule one of " in (
            capsys.readouterr().err
        )
        assert main(["contrast", path, "lead partner", "agreed", "--rule", "worst"]) == 0
        found = ss.contrast(spring_2026(), "lead partner", "agreed", rule="worst")
        assert capsys.readouterr().out == text_of(*found.tables())

    def test_history_follows_every_round_given(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        later = evolve(spring_2026(), agreed=None, title="Autumn 2026", on=date(2026, 11, 1))
        rounds = (autumn_2025(), spring_2026(), later)
        paths = [kept(f"{number}.json", one) for number, one in enumerate(rounds)]
        assert main(["history", *paths, "--respondent", "agreed"]) == 0
        found = ss.history(rounds, respondent="agreed")
        assert capsys.readouterr().out == text_of(*found.tables())

    def test_contrast_sets_two_respondents_side_by_side(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        spring = kept("spring.json", spring_2026())
        assert main(["contrast", spring, "council", "independent scrutineer"]) == 0
        found = ss.contrast(spring_2026(), "council", ss.Role.INDEPENDENT_SCRUTINEER)
        assert capsys.readouterr().out == text_of(*found.tables())


@pytest.mark.slow
class TestReport:
    @pytest.mark.parametrize("ending", ["html", "md", "docx"])
    def test_it_is_written_by_its_ending(self, kept: Kept, tmp_path: Path, ending: str) -> None:
        earlier = evolve(COMPLETE, title="Autumn 2025", on=date(2025, 10, 15))
        paths = [kept(f"{one.title}.json", one) for one in (COMPLETE, earlier)]
        out = tmp_path / f"report.{ending}"
        assert main(["report", paths[0], "--since", paths[1], "-o", str(out)]) == 0
        found = ss.report(COMPLETE, since=earlier)
        assert out.read_bytes() == found.save(tmp_path / f"wanted.{ending}").read_bytes()

    def test_whose_answers_it_is_of_is_said(self, kept: Kept, tmp_path: Path) -> None:
        out, spring = tmp_path / "report.md", kept("spring.json", spring_2026())
        assert main(["report", spring, "--respondent", "agreed", "-o", str(out)]) == 0
        assert (
            out.read_text(encoding="utf-8")
            == ss.report(spring_2026(), respondent="agreed").markdown()
        )

    def test_the_round_that_has_not_the_respondent_asked_for_is_named(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        council = ss.Respondent("council", "Anytown Council", ss.Role.LEAD_PARTNER)
        without = evolve(autumn_2025(), agreed=None, respondents=[council], ratings=[], plans=[])
        files = kept("Spring 2026.json", spring_2026()), kept("Autumn 2025.json", without)
        assert (
            main(["report", files[0], "--since", files[1], "--respondent", "agreed", "-o", "r.md"])
            == 2
        )
        assert capsys.readouterr().err.startswith(
            "sixsteps: error: no respondent or role 'agreed'; the round 'Autumn 2025' has council,"
        )

    def test_rounds_without_common_lineage_compare_by_a_crosswalk(
        self, kept: Kept, tmp_path: Path
    ) -> None:
        one = evolve(COMPLETE, on=date(2025, 5, 1))
        crosswalk = ss.Crosswalk([ss.Match("s1q1", "s1q1")])
        before, after = kept("one.json", one), kept("autumn.json", autumn_2025())
        out, path = tmp_path / "report.md", kept("crosswalk.json", crosswalk)
        arguments = [after, "--since", before, "--crosswalk", path, "-o", str(out)]
        assert main(["report", *arguments]) == 0
        found = ss.report(autumn_2025(), since=one, crosswalk=crosswalk)
        assert out.read_text(encoding="utf-8") == found.markdown()

    def test_letters_that_no_font_has_are_told_once(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = kept("round.json", evolve(COMPLETE, organisation="合作伙伴"))
        assert main(["report", path, "-o", str(tmp_path / "report.md")]) == 0
        assert capsys.readouterr().err == (
            "sixsteps: the pictures show boxes for letters that their font lacks; name a font that"
            " has them as font.family in a matplotlibrc file\n"
            f"sixsteps: written: {tmp_path / 'report.md'}\n"
        )

    def test_a_redacted_one_is(self, kept: Kept, tmp_path: Path) -> None:
        out = tmp_path / "report.md"
        assert main(["report", kept("round.json", COMPLETE), "--redact", "-o", str(out)]) == 0
        assert out.read_text(encoding="utf-8") == ss.report(COMPLETE, redact=True).markdown()

    def test_another_ending_is_refused(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["report", kept("round.json", COMPLETE), "-o", "report.pdf"]) == 2
        error = (
            "sixsteps: error: no report of the kind '.pdf'; end the name in .html, .md or .docx\n"
        )
        assert capsys.readouterr().err == error


class TestReturns:
    def asked(self) -> ss.Round:
        return evolve(
            COMPLETE,
            ratings=[],
            plans=[],
            respondents=[
                ss.Respondent("health", "Health", ss.Role.LEAD_PARTNER),
                ss.Respondent("police", "Police", ss.Role.LEAD_PARTNER),
            ],
        )

    def returned(self, who: str, level: str) -> ss.Round:
        return self.asked().with_ratings(ss.Rating("s1q1", level, respondent=who))

    def test_a_template_of_a_framework_reads_back_once_it_has_its_particulars(
        self, tmp_path: Path
    ) -> None:
        out = tmp_path / "template.xlsx"
        assert main(["template", "six-steps", "-o", str(out)]) == 0
        assert out.read_bytes()[:2] == b"PK"

    def test_a_template_for_a_respondent_reads_back_as_their_share(
        self, kept: Kept, tmp_path: Path
    ) -> None:
        out = tmp_path / "police.xlsx"
        asked = kept("asked.json", self.asked())
        assert main(["template", asked, "--respondent", "police", "-o", str(out)]) == 0
        assert [one.id for one in ss.workbook.read_round(out).round.respondents] == ["police"]

    def test_a_template_of_something_else_is_refused(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = kept("crosswalk.json", ss.Crosswalk([]))
        assert main(["template", path, "-o", str(tmp_path / "out.xlsx")]) == 2
        assert capsys.readouterr().err == (
            f"sixsteps: error: {path}: a framework or a round is needed\n"
        )

    def test_returns_of_both_kinds_become_one_round(self, kept: Kept, tmp_path: Path) -> None:
        asked = kept("asked.json", self.asked())
        health = kept("health.json", self.returned("health", "red"))
        police = tmp_path / "police.xlsx"
        ss.workbook.write_template(self.returned("police", "green"), police, respondent="police")
        out = tmp_path / "spring.json"
        assert main(["collect", asked, health, str(police), "-o", str(out)]) == 0
        levels = {
            answer.respondent: answer.level
            for answer in ss.read(out, ss.Round).ratings
            if isinstance(answer, ss.Rating)
        }
        assert levels == {"health": "red", "police": "green"}

    def test_a_folder_gives_its_workbooks_but_not_what_excel_keeps_of_an_open_one(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked = kept("asked.json", self.asked())
        returns = tmp_path / "returns"
        returns.mkdir()
        assert main(["collect", asked, str(returns)]) == 2
        assert capsys.readouterr().err == (
            f"sixsteps: error: {returns}: there is no workbook (.xlsx) in this folder\n"
        )
        sent = returns / "police.xlsx"
        ss.workbook.write_template(self.returned("police", "green"), sent, respondent="police")
        (returns / "~$police.xlsx").write_bytes(b"who has it open")
        (returns / "read me.txt").write_text("about this folder", encoding="utf-8")
        assert main(["collect", asked, str(returns)]) == 1
        whole = ss.from_document(json.loads(capsys.readouterr().out), ss.Round)
        assert whole == ss.collect(self.asked(), [self.returned("police", "green")]).round
        ss.workbook.write_template(
            self.returned("police", "red"), returns / "police 2.xlsx", respondent="police"
        )
        assert main(["collect", asked, str(returns)]) == 2
        assert capsys.readouterr().err == (
            f"sixsteps: not read: {returns / 'read me.txt'}: this is no workbook; give its name if"
            " it is a return\n"
            f"sixsteps: error: a second return by 'police' at {sent}; the first is"
            f" {returns / 'police 2.xlsx'}; give collect only one of them\nnothing is written\n"
        )

    def test_a_filled_workbook_stands_wherever_a_round_is_asked_for(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sent = tmp_path / "police.xlsx"
        ss.workbook.write_template(self.returned("police", "green"), sent, respondent="police")
        for command in ("show", "check"):
            main([command, str(sent)])
            found = capsys.readouterr().out
            main([command, kept("police.json", ss.workbook.read_round(sent).round)])
            assert found == capsys.readouterr().out

    def test_every_bad_return_is_named(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked = kept("asked.json", self.asked())
        bad = [tmp_path / "bad.json", tmp_path / "bad.xlsx", tmp_path / "gone.xlsx"]
        bad[0].write_text("{", encoding="utf-8")
        bad[1].write_text("no workbook", encoding="utf-8")
        out = tmp_path / "spring.json"
        assert main(["collect", asked, *map(str, bad), "-o", str(out)]) == 2
        lines = capsys.readouterr().err.splitlines()
        assert [str(path) in line for path, line in zip(bad, lines, strict=False)] == [True] * 3
        assert lines[3:] == ["nothing is written"]
        assert not out.exists()

    def test_what_cannot_be_read_and_what_does_not_fit_are_told_together(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked = kept("asked.json", self.asked())
        paths = [kept(f"{n}.json", self.returned("health", "red")) for n in (1, 2)]
        gone = tmp_path / "gone.xlsx"
        assert main(["collect", asked, str(gone), *paths]) == 2
        assert capsys.readouterr().err == (
            f"sixsteps: error: {gone}: No such file or directory\n"
            f"a second return by 'health' at {paths[1]}; the first is {paths[0]}; give collect"
            " only one of them\nnothing is written\n"
        )

    def test_what_to_do_stands_after_however_many_bad_returns(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked, police = (
            kept("asked.json", self.asked()),
            kept("police.json", self.returned("police", "green")),
        )
        gone = [f"{number}.json" for number in range(120)]
        assert main(["collect", asked, police, *gone]) == 2
        first, *others = (f"{name}: No such file or directory" for name in gone[:100])
        assert capsys.readouterr().err.splitlines() == [
            f"sixsteps: error: {first}",
            *others,
            "and 20 more; mend these first",
            "nothing is written; mend this, or give --partial, which leaves it out and takes the"
            " rest",
        ]

    def test_partial_leaves_out_what_is_bad_and_lists_it(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked = kept("asked.json", self.asked())
        gone = tmp_path / "gone.xlsx"
        stranger = ss.Round(
            self.asked().framework,
            "Anytown",
            "Spring 2026",
            date(2026, 5, 1),
            ratings=[ss.Rating("s1q1", "red", respondent="fire")],
            respondents=[ss.Respondent("fire", "Fire service", ss.Role.RELEVANT_AGENCY)],
        )
        fire = kept("fire.json", stranger)
        police = kept("police.json", self.returned("police", "green"))
        out = tmp_path / "spring.json"
        given = ["collect", asked, str(gone), fire, police, "-o", str(out)]
        assert main(given) == 2
        assert not out.exists()
        capsys.readouterr()
        assert main([*given, "--partial"]) == 1
        assert capsys.readouterr().err == (
            f"sixsteps: left out: {gone}: No such file or directory\n"
            f"sixsteps: left out: 'fire' was not asked at {fire}; the round asks health, police\n"
        )
        whole = ss.collect(self.asked(), [self.returned("police", "green")]).round
        assert ss.read(out, ss.Round) == whole

    def test_partial_does_not_choose_between_two_returns_of_one_respondent(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked = kept("asked.json", self.asked())
        paths = [kept(f"{n}.json", self.returned("health", "red")) for n in (1, 2)]
        assert main(["collect", asked, *paths, "--partial"]) == 2
        assert capsys.readouterr().err == (
            f"sixsteps: error: a second return by 'health' at {paths[1]}; the first is"
            f" {paths[0]}; give collect only one of them\nnothing is written\n"
        )

    def test_partial_makes_no_round_of_nothing(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked, gone = kept("asked.json", self.asked()), tmp_path / "gone.xlsx"
        assert main(["collect", asked, str(gone), "--partial"]) == 2
        assert capsys.readouterr() == (
            "",
            f"sixsteps: error: {gone}: No such file or directory\n",
        )

    def test_a_moderation_workbook_stands_wherever_a_round_is_asked_for(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        agreed = ss.Respondent("agreed", "Agreed", ss.Role.AGREED)
        moderated = evolve(
            self.returned("police", "green"), respondents=[*self.asked().respondents, agreed]
        ).with_ratings(ss.Rating("s1q1", "amber", respondent="agreed"))
        path, out = kept("spring.json", moderated), tmp_path / "moderation.xlsx"
        assert main(["moderate", path, "-o", str(out)]) == 0
        assert ss.workbook.read_moderation(out).round == moderated
        capsys.readouterr()
        assert main(["show", str(out), "--respondent", "agreed"]) == 0
        found = capsys.readouterr().out
        assert main(["show", path, "--respondent", "agreed"]) == 0
        assert found == capsys.readouterr().out

    def test_a_return_that_openpyxl_cannot_open_is_read_and_nothing_stands_before_the_document(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked, odd = kept("asked.json", self.asked()), tmp_path / "odd.xlsx"
        police = kept("police.json", self.returned("police", "green"))
        whole = io.BytesIO()
        ss.workbook.write_template(self.asked(), whole, respondent="health")
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(odd, "w") as new:
            for name in old.namelist():
                new.writestr(
                    name, re.sub(rb'(<cellStyle [^>]*xfId=")0', rb"\g<1>99", old.read(name))
                )
        with pytest.raises(IndexError):
            openpyxl.load_workbook(odd)
        assert capsys.readouterr().out == "99 is out of range\n"
        assert main(["collect", asked, str(odd), police, "--partial"]) == 1
        given = ss.from_document(json.loads(capsys.readouterr().out), ss.Round)
        assert given == ss.collect(self.asked(), [self.returned("police", "green")]).round

    def test_a_moderation_workbook_among_returns_is_refused(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        police = kept("police.json", self.returned("police", "green"))
        out = tmp_path / "moderation.xlsx"
        assert main(["moderate", police, "-o", str(out)]) == 0
        assert main(["collect", kept("asked.json", self.asked()), str(out)]) == 2
        assert capsys.readouterr().err == (
            f"sixsteps: written: {out}\n"
            f"sixsteps: error: {out}: this is a moderation workbook and no return;"
            " give it to sixsteps agree, or leave it out\n"
        )

    def test_two_returns_of_one_respondent_are_refused_by_their_files(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked = kept("asked.json", self.asked())
        paths = [kept(f"{n}.json", self.returned("health", "red")) for n in (1, 2)]
        assert main(["collect", asked, *paths]) == 2
        assert capsys.readouterr().err == (
            f"sixsteps: error: a second return by 'health' at {paths[1]}; the first is"
            f" {paths[0]}; give collect only one of them\nnothing is written\n"
        )

    def test_a_workbook_in_place_of_the_round_is_told(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["collect", "police.xlsx", kept("asked.json", self.asked())]) == 2
        assert capsys.readouterr().err == (
            "sixsteps: error: police.xlsx: a spreadsheet stands where the round belongs; give"
            " first the round that sixsteps begin wrote, then the returns\n"
        )

    @pytest.mark.parametrize("ending", ["xls", "ods", "xlsm"])
    def test_a_workbook_of_another_program_is_told_what_to_be_saved_as(
        self, kept: Kept, tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sent = tmp_path / f"police.{ending}"
        sent.write_bytes(b"no workbook")
        assert main(["collect", kept("asked.json", self.asked()), str(sent)]) == 2
        with pytest.raises(ss.DocumentError) as refused:
            ss.workbook.read_round(sent)
        told = str(refused.value).replace(f" at {sent.name}", "")
        assert capsys.readouterr().err == f"sixsteps: error: {sent}: {told}\n"

    def test_a_template_is_a_workbook_by_its_name_too(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "template.docx"
        assert main(["template", "six-steps", "-o", str(out)]) == 2
        assert capsys.readouterr().err == f"sixsteps: error: {out}: end the name in .xlsx\n"
        assert not out.exists()

    def test_a_template_without_its_respondent_names_the_option(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = str(tmp_path / "template.xlsx")
        assert main(["template", kept("asked.json", self.asked()), "-o", out]) == 2
        assert capsys.readouterr().err == (
            "sixsteps: error: a workbook is filled in by one respondent; name one with"
            " --respondent: health, police\n"
        )

    def test_a_terminal_sees_the_progress(
        self, kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        asked = kept("asked.json", self.asked())
        health = kept("health.json", self.returned("health", "red"))
        assert main(["collect", asked, health, "-o", str(tmp_path / "out.json")]) == 1
        assert "0/1" in terminal.shown
        file = io.StringIO()
        monkeypatch.setattr(sys, "stderr", file)
        assert main(["collect", asked, health, "-o", str(tmp_path / "again.json")]) == 1
        assert "0/1" not in file.getvalue()
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setitem(sys.modules, "tqdm", None)
        assert main(["collect", asked, health, "-o", str(tmp_path / "out.json")]) == 1


class TestFrameworks:
    def test_adapt_replays_an_adaptation(self, kept: Kept, tmp_path: Path) -> None:
        out = tmp_path / "local.json"
        edits = kept("edits.json", anytown_2025().lineage[0])
        assert main(["adapt", "six-steps", edits, "-o", str(out)]) == 0
        assert ss.read(out) == anytown_2025()

    def test_adapt_prints_without_an_output(
        self, kept: Kept, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        edits = kept("edits.json", anytown_2025().lineage[0])
        assert main(["adapt", "six-steps", edits]) == 0
        assert ss.read(io.BytesIO(capsysbinary.readouterr().out)) == anytown_2025()

    def test_an_adaptation_of_another_framework_is_refused(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        edits = kept("edits.json", anytown_2026().lineage[1])
        assert main(["adapt", "six-steps", edits]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "; give --partial to apply the edits that fit\n" in printed.err

    def test_edits_that_do_not_fit_are_listed_with_status_1(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        local = ss.adapt(ss.six_steps(), ss.RemoveStep("s6"), by="Anytown", on=date(2026, 4, 1))
        titles = [ss.RetitleStep("s3", "Voice"), ss.RetitleStep("s6", "Training")]
        other = ss.adapt(ss.six_steps(), *titles, by="Othertown", on=date(2026, 5, 1))
        paths = [kept("local.json", local), kept("other.json", other.lineage[0])]
        out = tmp_path / "both.json"
        assert main(["adapt", *paths, "--partial", "-o", str(out)]) == 1
        assert capsys.readouterr().err == (
            f"sixsteps: written: {out}\n"
            "sixsteps: left out: retitle step s6 “Training”: step 's6' was removed; bring it back"
            " with AddStep first\n"
        )
        assert ss.read(out) == ss.replay(local, other.lineage[0], partial=True)

    def test_diff_shows_what_changed(self, kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
        local = kept("local.json", anytown_2025())
        assert main(["diff", "six-steps", local]) == 0
        found = ss.diff(ss.six_steps(), anytown_2025())
        assert capsys.readouterr().out == text_of(*found.tables())

    def test_no_differences_are_said_plainly(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["diff", "six-steps", "six-steps"]) == 0
        assert capsys.readouterr().out == (
            f"No differences between six-steps and six-steps.\n\n{ss.six_steps().citation}\n"
        )

    def merging(self, kept: Kept, text: str) -> list[str]:
        reworded = ss.RewordQuestion("s1q1", text=text)
        theirs = ss.adapt(ss.six_steps(), reworded, by="Source", on=date(2026, 1, 1))
        edit = ss.RewordQuestion("s1q1", text="Ours?")
        ours = ss.adapt(ss.six_steps(), edit, by="Anytown", on=date(2026, 1, 1))
        paths = ["six-steps", kept("ours.json", ours), kept("theirs.json", theirs)]
        return ["merge", *paths, "--by", "Anytown", "--on", "2026-09-01"]

    def test_merge_brings_both_sides_together(self, kept: Kept, tmp_path: Path) -> None:
        out = tmp_path / "merged.json"
        assert main([*self.merging(kept, "Ours?"), "-o", str(out)]) == 0
        merged = ss.read(out, ss.Framework)
        assert merged.question("s1q1").text == "Ours?"
        assert "Adapted by Source (2026)" in merged.citation

    def test_conflicts_are_listed_with_their_keys_and_status_1_and_nothing_is_written(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "merged.json"
        assert main([*self.merging(kept, "Theirs?"), "-o", str(out)]) == 1
        assert capsys.readouterr().err == (
            "sixsteps: nothing written; 1 conflict to decide, each with --resolve, or all whose"
            " side can be taken with --take ours or --take theirs:\n"
            "  both changed the text of question 1.1\n"
            f"    before: “{ss.six_steps().question('s1q1').text}”\n"
            "    ours:   “Ours?”\n"
            "    theirs: “Theirs?”\n"
            "    --resolve s1q1:text=ours, or --resolve s1q1:text=theirs, or --resolve"
            ' "s1q1:text=YOUR WORDS"\n'
        )
        assert not out.exists()

    @pytest.mark.parametrize(
        ("options", "text"),
        [
            (["--take", "ours"], "Ours?"),
            (["--take", "theirs"], "Theirs?"),
            (["--resolve", "s1q1:text=theirs"], "Theirs?"),
            (["--resolve", "s1q1:text=ours", "--take", "theirs"], "Ours?"),
            (["--resolve", "s1q1:text=Whose plan is it?"], "Whose plan is it?"),
            (["--resolve", "s1q1:text= Whose plan is it? ", "--take", "ours"], "Whose plan is it?"),
        ],
    )
    def test_conflicts_are_decided_on_the_command_line(
        self, kept: Kept, tmp_path: Path, options: list[str], text: str
    ) -> None:
        out = tmp_path / "merged.json"
        assert main([*self.merging(kept, "Theirs?"), *options, "-o", str(out)]) == 0
        assert ss.read(out, ss.Framework).question("s1q1").text == text

    @pytest.mark.parametrize(
        ("decision", "error"),
        [
            ("s1q2:text=ours", "no conflict 's1q2:text'; there are s1q1:text"),
            (
                "s1q1:text=yours",
                "no side 'yours' in s1q1:text; give --resolve s1q1:text=ours, or --resolve"
                ' s1q1:text=theirs, or --resolve "s1q1:text=YOUR WORDS", in more than one word',
            ),
        ],
    )
    def test_a_decision_about_nothing_is_refused(
        self, kept: Kept, decision: str, error: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([*self.merging(kept, "Theirs?"), "--resolve", decision]) == 2
        assert capsys.readouterr().err == f"sixsteps: error: {error}\n"

    def test_decisions_that_disagree_are_refused(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        both = ["--resolve", "s1q1:text=ours", "--resolve", "s1q1:text=theirs"]
        assert main([*self.merging(kept, "Theirs?"), *both]) == 2
        assert capsys.readouterr().err == (
            "sixsteps: error: s1q1:text is given as ours and as theirs at --resolve; give one of"
            " the two\n"
        )

    def test_what_is_no_decision_is_refused(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as left:
            main([*self.merging(kept, "Theirs?"), "--resolve", "ours"])
        assert left.value.code == 2
        assert capsys.readouterr().err.endswith(
            "argument --resolve: 'ours' is not a decision; write it as s1q1:text=ours, with the key"
            " of a conflict\n"
        )

    @pytest.mark.parametrize(
        ("mine", "other", "told"),
        [
            (
                ss.RetitleStep("s3", "Voice"),
                ss.RetitleStep("s3", "Children"),
                "both changed the title of step 3",
            ),
            (
                ss.Retitle("Ours"),
                ss.Retitle("Theirs"),
                "both changed the title of the framework",
            ),
            (
                ss.RewordContextQuestion("c2", "Ours?"),
                ss.RewordContextQuestion("c2", "Theirs?"),
                "both changed the text of context question 2",
            ),
            (
                ss.RewordQuestion("s5q1", label="Ours"),
                ss.RewordQuestion("s5q1", label="Theirs"),
                "both changed the short name of question 5.1",
            ),
            (
                ss.RemoveQuestion("s4q1"),
                ss.RewordQuestion("s4q1", "Theirs?"),
                "one side removed question 4.1, and the other did not",
            ),
            (
                ss.ReplaceQuestion("s4q1", "Ours?", id="ours"),
                ss.ReplaceQuestion("s4q1", "Theirs?", id="theirs"),
                "both removed or replaced question 4.1",
            ),
            (
                ss.MoveQuestion("s6q4", after="s6q1"),
                ss.MoveQuestion("s6q4", first=True),
                "both changed the order within step 6",
            ),
            (
                ss.AddQuestion("s2", "Ours?"),
                ss.AddQuestion("s2", "Theirs?"),
                "two things have the id s2q5",
            ),
        ],
        ids=str,
    )
    def test_a_conflict_is_told_in_the_words_of_a_board(
        self,
        kept: Kept,
        mine: ss.Edit,
        other: ss.Edit,
        told: str,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        paths = [
            kept(f"{name}.json", ss.adapt(ss.six_steps(), edit, by=name, on=date(2026, 1, 1)))
            for name, edit in (("Ours", mine), ("Theirs", other))
        ]
        line = ["merge", "six-steps", *paths, "--by", "Anytown", "--on", "2026-09-01"]
        assert main(line) == 1
        assert capsys.readouterr().err.splitlines()[1] == f"  {told}"

    def test_own_words_are_given_to_whatever_has_words(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sides = [
            ss.adapt(
                ss.six_steps(),
                ss.Retitle(name),
                ss.RetitleStep("s3", name, guidance=name),
                ss.RewordContextQuestion("c2", f"{name}?"),
                ss.RewordQuestion("s5q1", label=name, guidance=name),
                by=name,
                on=date(2026, 1, 1),
            )
            for name in ("Ours", "Theirs")
        ]
        paths = [kept(f"{place}.json", side) for place, side in enumerate(sides)]
        line = ["merge", "six-steps", *paths, "--by", "Anytown", "--on", "2026-09-01"]
        own = {
            "framework:title": "Our seven steps",
            "s3:title": "Voices of children",
            "s3:guidance": "Ask them first",
            "c2:text": "Who takes part in it?",
            "s5q1:label": "When to refer",
            "s5q1:guidance": "See the protocol",
        }
        out = tmp_path / "merged.json"
        said = [part for key, words in own.items() for part in ("--resolve", f"{key}={words}")]
        assert main([*line, *said, "-o", str(out)]) == 0, capsys.readouterr().err
        merged = ss.read(out, ss.Framework)
        step, question = merged.step("s3"), merged.question("s5q1")
        (asked,) = (one.text for one in merged.context if one.id == "c2")
        assert [
            merged.title,
            step.title,
            step.guidance,
            asked,
            question.label,
            question.guidance,
        ] == [*own.values()]
        assert [one.by for one in merged.lineage] == [("Ours",), ("Anytown",), ("Anytown",)]

    def clashing(self, kept: Kept) -> list[str]:
        sides = {
            name: ss.adapt(
                ss.six_steps(), ss.AddQuestion("s1", f"{name}?"), by=name, on=date(2026, 1, 1)
            )
            for name in ("Ours", "Theirs")
        }
        paths = [kept(f"{name}.json", side) for name, side in sides.items()]
        return ["merge", "six-steps", *paths, "--by", "Anytown", "--on", "2026-09-01"]

    def test_an_id_with_two_meanings_needs_a_new_one(
        self, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([*self.clashing(kept), "--take", "ours"]) == 1
        assert capsys.readouterr().err.endswith("\n    --resolve s1q5:id=s1q6\n")
        assert main([*self.clashing(kept), "--resolve", "s1q5:id=ours"]) == 2
        assert capsys.readouterr().err == (
            "sixsteps: error: s1q5:id is one id with two meanings, and both stay; give a new id for"
            " theirs: --resolve s1q5:id=s1q6\n"
        )
        out = tmp_path / "merged.json"
        assert main([*self.clashing(kept), "--resolve", "s1q5:id=s1q7", "-o", str(out)]) == 0
        merged = ss.read(out, ss.Framework)
        assert [merged.question(name).text for name in ("s1q5", "s1q7")] == ["Ours?", "Theirs?"]

    @pytest.mark.parametrize("form", ["text", "bibtex", "csl", "cff"])
    def test_cite_prints_the_citation_of_a_framework_or_of_a_rounds(
        self, kept: Kept, form: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        wanted = ss.cite(anytown_2026(), form).rstrip("\n") + "\n"  # type: ignore[arg-type]  # one of four
        for path in (kept("local.json", anytown_2026()), kept("spring.json", spring_2026())):
            assert main(["cite", path, "--format", form]) == 0
            assert capsys.readouterr().out == wanted

    def test_what_has_no_citation_is_refused(
        self, kept: Kept, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = kept("crosswalk.json", ss.Crosswalk([]))
        assert main(["cite", path]) == 2
        assert capsys.readouterr().err == (
            f"sixsteps: error: {path}: a framework or a round is needed, and this is of the"
            " kind 'crosswalk'\n"
        )

    @pytest.mark.parametrize("kind", ["framework", "adaptation", "round", "crosswalk", "rounds"])
    def test_schema_prints_the_schema_of_a_kind(
        self, kind: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["schema", kind]) == 0
        assert json.loads(capsys.readouterr().out) == ss.schema(kind)


def test_a_framework_made_by_hand_in_a_spreadsheet_is_shown_and_set_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, path = openpyxl.Workbook(), tmp_path / "own.xlsx"
    sheet: Any = book.active
    sheet.append(["Id", "What it is", "Text"])
    for row in ("Framework Own", "Source Us", "Scale Two", "Level No", "Level Yes", "Step One"):
        sheet.append(["", *row.split()])
    sheet.append(["", "", "Does it meet?"])
    book.save(path)
    assert main(["show", str(path)]) == 0
    assert "1.1     One   s1q1  Does it meet?" in capsys.readouterr().out
    assert main(["setup", str(path), "-o", str(tmp_path / "setup.xlsx")]) == 0
    assert capsys.readouterr().err == f"sixsteps: written: {tmp_path / 'setup.xlsx'}\n"
    assert main(["publish", str(path), "-o", str(tmp_path / "public.md")]) == 2
    assert capsys.readouterr().err == f"sixsteps: error: {path}: this is a framework, not a round\n"
    sheet.cell(1, 1).value = ""
    book.save(path)
    assert main(["show", str(path)]) == 2
    assert capsys.readouterr().err == (
        f'sixsteps: error: {path}: the headers lack "Id" at sheet "Framework"; add what they lack\n'
    )


@pytest.mark.parametrize(
    ("kind", "since"),
    [
        ("grid", False),
        ("levels", False),
        ("respondents", False),
        ("change_grid", True),
        ("transitions", True),
        ("decomposition", True),
        ("history_strip", True),
        ("trend", True),
    ],
)
@pytest.mark.slow
def test_every_kind_of_chart_of_a_round_or_two_is_drawn(
    kind: str, since: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rounds = [
        ss.Round(ss.six_steps(), "Anytown", title, on, [ss.Rating("s1q1", level)])
        for title, on, level in [
            ("Autumn", date(2025, 11, 3), "red"),
            ("Spring", date(2026, 5, 1), "green"),
        ]
    ]
    old, new, picture = (str(tmp_path / name) for name in ("old.json", "new.json", "p.svg"))
    for round_, path in zip(rounds, (old, new), strict=True):
        ss.write(round_, path)
    earlier = ["--since", old] if since else []
    assert main(["chart", new, "--kind", kind, *earlier, "-o", picture]) == 0
    assert Path(picture).read_text(encoding="utf-8").startswith("<svg ")
    other = [] if since else ["--since", old]
    assert main(["chart", new, "--kind", kind, *other, "-o", picture, "--force"]) == 2
    said = "two; add --since with the earlier round" if since else "one round; leave --since out"
    assert f"--kind {kind} draws {said}" in capsys.readouterr().err
