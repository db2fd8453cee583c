"""The neutral table: what each format prints, and what every format keeps."""

import copy
import csv
import io
import json
import pickle
import re
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from wcwidth import wcswidth

from sixsteps import InvalidError, Table, UnknownIdError, WrongTypeError
from sixsteps.results import Share
from sixsteps.table import Tabular, printable

COVERAGE = Table(
    columns=("Step", "Asked", "Green", "Change", "Next due", "Remark"),
    rows=[
        ("1. Leadership", 4, Share(3, 4), Fraction(1, 4), date(2026, 9, 1), "a|b <i>"),
        ("2. Voice", 12, Share(0, 0), Fraction(-3, 40), None, None),
    ],
    title="Coverage",
    notes=("As of 1 May 2026",),
    source="Pearce, J (2019) *Six Steps*",
)


class TestWhatIsPrinted:
    def test_text_aligns_numbers_on_the_right_and_ends_with_the_source(self) -> None:
        assert str(COVERAGE) == (
            "Coverage\n"
            "\n"
            "Step           Asked   Green  Change  Next due          Remark\n"
            "-------------  -----  ------  ------  ----------------  -------\n"
            "1. Leadership      4  3 of 4   0.250  1 September 2026  a|b <i>\n"
            "2. Voice          12  0 of 0  -0.075\n"
            "\n"
            "As of 1 May 2026\n"
            "Pearce, J (2019) *Six Steps*"
        )

    def test_markdown_escapes_what_would_be_markup(self) -> None:
        assert COVERAGE.to_markdown() == (
            "**Coverage**\n"
            "\n"
            "| Step | Asked | Green | Change | Next due | Remark |\n"
            "| --- | ---: | ---: | ---: | --- | --- |\n"
            "| 1. Leadership | 4 | 3 of 4 | 0.250 | 1 September 2026 | a\\|b &lt;i&gt; |\n"
            "| 2. Voice | 12 | 0 of 0 | -0.075 |  |  |\n"
            "\n"
            "As of 1 May 2026\n"
            "\n"
            "Pearce, J (2019) \\*Six Steps\\*"
        )

    def test_html_has_a_caption_headers_of_rows_and_columns_and_a_foot(self) -> None:
        assert COVERAGE.to_html() == (
            '<table class="sixsteps">\n'
            "<caption>Coverage</caption>\n"
            "<thead>\n"
            '<tr><th scope="col">Step</th><th scope="col" class="number">Asked</th>'
            '<th scope="col" class="number">Green</th><th scope="col" class="number">Change</th>'
            '<th scope="col">Next due</th><th scope="col">Remark</th></tr>\n'
            "</thead>\n"
            "<tbody>\n"
            '<tr><th scope="row">1. Leadership</th><td class="number">4</td>'
            '<td class="number">3 of 4</td><td class="number">0.250</td>'
            "<td>1 September 2026</td><td>a|b &lt;i&gt;</td></tr>\n"
            '<tr><th scope="row">2. Voice</th><td class="number">12</td>'
            '<td class="number">0 of 0</td><td class="number">-0.075</td><td></td><td></td></tr>\n'
            "</tbody>\n"
            "<tfoot>\n"
            '<tr><td colspan="6" class="note">As of 1 May 2026</td></tr>\n'
            '<tr><td colspan="6" class="note">Pearce, J (2019) *Six Steps*</td></tr>\n'
            "</tfoot>\n"
            "</table>"
        )

    def test_csv_is_tidy_and_carries_notes_and_source_on_every_row(self) -> None:
        about = 'As of 1 May 2026,"Pearce, J (2019) *Six Steps*"'
        assert COVERAGE.to_csv() == (
            "Step,Asked,Green numerator,Green denominator,Green,"
            "Change numerator,Change denominator,Change,Next due,Remark,notes,source\r\n"
            f"1. Leadership,4,3,4,0.75,1,4,0.25,2026-09-01,a|b <i>,{about}\r\n"
            f"2. Voice,12,0,0,,-3,40,-0.075,,,{about}\r\n"
        )

    def test_csv_without_notes_keeps_the_source(self) -> None:
        table = Table(("Step",), [("1",)], notes=["As of 1 May 2026"], source="Pearce (2019)")
        assert table.to_csv(notes=False) == "Step,source\r\n1,Pearce (2019)\r\n"

    def test_rows_are_what_csv_holds_with_their_types_and_without_the_notes(self) -> None:
        assert COVERAGE.rows()[1] == {
            "Step": "2. Voice",
            "Asked": 12,
            "Green numerator": 0,
            "Green denominator": 0,
            "Green": None,
            "Change numerator": -3,
            "Change denominator": 40,
            "Change": -0.075,
            "Next due": None,
            "Remark": None,
            "source": "Pearce, J (2019) *Six Steps*",
        }

    def test_a_dictionary_of_it_is_plain_json(self) -> None:
        assert json.loads(json.dumps(COVERAGE.to_dict())) == {
            "title": "Coverage",
            "rows": COVERAGE.rows(),
            "notes": ["As of 1 May 2026"],
            "source": "Pearce, J (2019) *Six Steps*",
        }

    def test_a_notebook_gets_html_and_markdown(self) -> None:
        assert COVERAGE._repr_html_() == COVERAGE.to_html()
        assert COVERAGE._repr_markdown_() == COVERAGE.to_markdown()

    def test_a_console_gets_the_title_and_the_size_but_no_cell(self) -> None:
        assert repr(COVERAGE) == (
            "<Table 'Coverage': 2 rows of Step, Asked, Green, Change, Next due, Remark>"
        )
        assert repr(Table(("Step",))) == "<Table: 0 rows of Step>"
        assert repr(Table(("Step",), [("1",)])) == "<Table: 1 row of Step>"

    def test_a_column_of_words_and_numbers_keeps_the_words_in_the_rates_place(self) -> None:
        table = Table(("Green",), [(Share(1, 2),), (3,), ("not asked",), (True,)])
        assert [tuple(row.values()) for row in table.rows()] == [
            (1, 2, 0.5),
            (3, 1, 3),
            (None, None, "not asked"),
            (None, None, True),
        ]

    def test_yes_and_no_are_words_for_people_and_truths_for_programs(self) -> None:
        table = Table(("Agreed",), [(True,), (False,)])
        assert table.to_text() == "Agreed\n------\nyes\nno"
        assert table.to_csv() == "Agreed\r\ntrue\r\nfalse\r\n"
        assert table.rows() == [{"Agreed": True}, {"Agreed": False}]

    def test_a_table_without_rows_still_names_its_source(self) -> None:
        table = Table(("Gap", "Question"), notes=("As of 1 May 2026",), source="Pearce (2019)")
        assert table.to_text() == (
            "Gap  Question\n---  --------\n\nAs of 1 May 2026\nPearce (2019)"
        )
        assert table.to_csv() == ("Gap,Question,notes: As of 1 May 2026,source: Pearce (2019)\r\n")
        assert "Pearce (2019)" in table.to_html()
        assert "Pearce (2019)" in table.to_markdown()
        assert table.rows() == []

    def test_words_that_look_like_other_things_stay_words(self) -> None:
        words = [("1.10",), ("False",), ("1e5",), ("None",), ("nan",), ("0x1F",)]
        assert Table(("Word",), words).to_text() == (
            "Word\n-----\n1.10\nFalse\n1e5\nNone\nnan\n0x1F"
        )


class TestWidth:
    def test_long_text_wraps_beside_numbers_that_do_not(self) -> None:
        table = Table(
            ("Question", "Answered", "Evidence"),
            [
                ("Do the three partners share leadership?", Share(10, 24), "minutes of the board"),
                ("Is there a plan?", Share(9, 24), "plan"),
            ],
            title="A title that is longer than the lines are wide",
            source="Pearce, J (2019) Six Steps for Independent Scrutiny",
        )
        assert table.to_text(width=40) == (
            "A title that is longer than the lines\n"
            "are wide\n"
            "\n"
            "Question        Answered  Evidence\n"
            "--------------  --------  --------------\n"
            "Do the three    10 of 24  minutes of the\n"
            "partners share            board\n"
            "leadership?\n"
            "Is there a       9 of 24  plan\n"
            "plan?\n"
            "\n"
            "Pearce, J (2019) Six Steps for\n"
            "Independent Scrutiny"
        )

    def test_columns_that_do_not_fit_follow_in_blocks_under_the_first(self) -> None:
        table = Table(("Step", "Autumn", "Winter", "Spring"), [("s1", 10, 20, 30)])
        assert table.to_text(width=20) == (
            "Step  Autumn  Winter\n"
            "----  ------  ------\n"
            "s1        10      20\n"
            "\n"
            "Step  Spring\n"
            "----  ------\n"
            "s1        30"
        )

    def test_columns_align_by_the_places_that_characters_take_in_a_terminal(self) -> None:
        table = Table(("Step", "Asked"), [("計画", 4), ("Rene\u0301", 12), ("1.10", 7)])
        assert table.to_text() == (
            "Step  Asked\n----  -----\n計画      4\nRene\u0301     12\n1.10      7"
        )

    def test_line_ends_around_a_cell_make_empty_lines_in_its_row(self) -> None:
        table = Table(("Step", "Evidence"), [("1", "minutes\n\nplan"), ("2", "plan")])
        assert table.to_text() == (
            "Step  Evidence\n----  --------\n1     minutes\n\n      plan\n2     plan"
        )

    def test_a_page_too_narrow_for_a_table_is_refused(self) -> None:
        with pytest.raises(InvalidError) as caught:
            COVERAGE.to_text(width=19)
        assert str(caught.value) == (
            "19 characters are too few for a table at width; give 20 or more"
        )


class TestSafety:
    def test_no_control_character_or_reversal_reaches_a_terminal(self) -> None:
        table = Table(("Remark",), [("\x1b]0;owned\x07",), ("a\u202eb\u2066c",), ("x\x9b31m\x00",)])
        assert table.to_text() == "Remark\n----------\n�]0;owned�\na�b�c\nx�31m�"

    def test_halves_of_characters_cannot_stop_a_table_from_being_written(self) -> None:
        table = Table(("Remark",), [("a\ud800b",)])
        assert [text.encode() for text in (table.to_text(), table.to_html())]
        assert table.to_markdown() == "| Remark |\n| --- |\n| a�b |"

    def test_line_ends_of_every_kind_are_kept_as_lines(self) -> None:
        table = Table(("Remark",), [("a\r\nb\u2028c",)])
        assert table.to_text() == "Remark\n------\na\nb\nc"
        assert "<td>" not in table.to_html()
        assert '<th scope="row">a<br>b<br>c</th>' in table.to_html()
        assert table.to_markdown().endswith("| a<br>b<br>c |")

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
    def test_text_that_is_a_formula_gets_an_apostrophe(self, text: str) -> None:
        table = Table((text,), [(text,)])
        cells = [row[0] for row in csv.reader(io.StringIO(table.to_csv(), newline=""))]
        assert cells == [f"'{text}", f"'{text}"]

    def test_other_apostrophes_and_negative_numbers_stay_as_they_are(self) -> None:
        table = Table(("Text", "Number"), [("'tis", -4)])
        assert table.to_csv() == "Text,Number\r\n'tis,-4\r\n"

    def test_markdown_leaves_addresses_whole(self) -> None:
        table = Table(("Step",), source="See https://example.org/six_steps.")
        assert table.to_markdown().endswith("See https://example.org/six_steps.")


class TestWhatIsRefused:
    def test_every_ragged_row_and_unknown_cell_is_named_at_once_without_its_text(self) -> None:
        wrong: tuple[Any, ...] = ("s2", 0.5)
        with pytest.raises(InvalidError) as caught:
            Table(
                ("Step", "Asked"),
                [("s1", 4), ("a private remark",), wrong, (datetime(2026, 5, 1, tzinfo=UTC), 1)],
            )
        assert str(caught.value) == (
            "3 problems with the table:\n"
            "  a row of length 1 under 2 columns (Step, Asked) at rows[1]; give one cell a column,"
            " None where there is nothing to show\n"
            "  float is not a cell at rows[2][1]; give a str, int, bool, Fraction, date, Share or"
            " None\n"
            "  datetime is not a cell at rows[3][0]; give a str, int, bool, Fraction, date, Share"
            " or None"
        )

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"columns": "Step"}, "columns is one str, not several values in order; give a tuple"),
            (
                {"columns": ("Step",), "rows": "s1"},
                "rows is one str, not several values in order; give a tuple",
            ),
            (
                {"columns": ("Step",), "rows": [("s1",), "s2"]},
                "rows[1] is one str, not several values in order; give a tuple",
            ),
            (
                {"columns": ("Step",), "rows": [{"Step": "s1"}]},
                "rows[0] is one dict, not several values in order; give a tuple",
            ),
            (
                {"columns": {"Step"}},
                "columns is one set, not several values in order; give a tuple",
            ),
            (
                {"columns": ("Step",), "rows": 3},
                "rows is one int, not several values in order; give a tuple",
            ),
            (
                {"columns": ("Step",), "notes": "As of"},
                "notes is one str, not several values in order; give a tuple",
            ),
        ],
    )
    def test_one_value_where_several_are_expected(
        self, arguments: dict[str, Any], message: str
    ) -> None:
        with pytest.raises(WrongTypeError, match=f"^{re.escape(message)}$"):
            Table(**arguments)

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"columns": ()}, "a table without columns at columns; name at least one"),
            ({"columns": ("Step", "")}, "a column without a name at columns[1]; name it"),
            ({"columns": ("Step", 4)}, "int is not a text at columns[1]; give a str"),
            ({"columns": ("Step",), "title": None}, "NoneType is not a text at title; give a str"),
            ({"columns": ("Step",), "notes": (1,)}, "int is not a text at notes[0]; give a str"),
            (
                {"columns": ("Step", "Step")},
                "2 columns named 'Step' in the rows at columns; rename all but one",
            ),
            (
                {"columns": ("source",), "source": "Pearce (2019)"},
                "2 columns named 'source' in the rows at columns; rename all but one",
            ),
            (
                {"columns": ("Green", "Green numerator"), "rows": [(Share(1, 2), 1)]},
                "2 columns named 'Green numerator' in the rows at columns; rename all but one",
            ),
        ],
    )
    def test_columns_that_cannot_be_told_apart_and_texts_that_are_none(
        self, arguments: dict[str, Any], message: str
    ) -> None:
        with pytest.raises(InvalidError, match=f"^{re.escape(message)}$"):
            Table(**arguments)

    def test_a_share_that_is_none(self) -> None:
        with pytest.raises(InvalidError) as caught:
            Share(-1, True)
        assert str(caught.value) == (
            "2 problems with the share:\n"
            "  -1 is not a count at count; give a whole number from 0\n"
            "  True is not a count at of; give a whole number from 0"
        )
        with pytest.raises(InvalidError, match=r"^3 is more than the 2 it is a share of at count$"):
            Share(3, 2)


class TestValue:
    def test_tables_compare_hash_pickle_and_copy_by_value(self) -> None:
        twin = evolve(COVERAGE, rows=[list(row) for row in COVERAGE.cells])
        assert twin == COVERAGE
        assert hash(twin) == hash(COVERAGE)
        assert pickle.loads(pickle.dumps(COVERAGE)) == COVERAGE  # noqa: S301  # its own pickle
        assert copy.deepcopy(COVERAGE) == COVERAGE

    def test_cells_that_print_differently_are_different(self) -> None:
        one, true, whole = (Table(("n",), [(cell,)]) for cell in (1, True, Fraction(1)))
        assert len({one, true, whole}) == 3
        assert Share(1, 2) != Share(2, 4)

    def test_a_member_of_an_enumeration_of_words_is_printed_as_its_word(self) -> None:
        class Status(StrEnum):
            OPEN = "open"

        assert Table(("Status",), [(Status.OPEN,)]).to_text() == "Status\n------\nopen"


class Named(Tabular):
    def tables(self) -> tuple[Table, ...]:
        return (Table(("Question",), [("s1q1",)], name="details"),)


class TestTabular:
    @frozen(repr=False)
    class Result(Tabular):
        count: int

        def tables(self) -> tuple[Table, ...]:
            return (
                Table(("Answered",), [(self.count,)], title="Summary"),
                Table(("Question",), [("s1q1",)], title="Detail"),
            )

    def test_a_result_shows_its_summary_in_a_console_and_all_in_a_notebook(self) -> None:
        result = self.Result(3)
        summary, detail = result.tables()
        assert result.table() == summary
        assert result.rows() == [{"Answered": 3}]
        assert str(result) == repr(result) == summary.to_text()
        assert result._repr_html_() == f"{summary.to_html()}\n{detail.to_html()}"
        assert result._repr_markdown_() == f"{summary.to_markdown()}\n\n{detail.to_markdown()}"

    @pytest.mark.parametrize("name", [None, 0, ["details"], "detials"], ids=repr)
    def test_a_table_that_there_is_not_is_refused_with_those_there_are(self, name: Any) -> None:
        with pytest.raises(UnknownIdError) as caught:
            Named().table(name)
        near = name == "detials"
        said, hint = ("'detials'", "; did you mean 'details'?") if near else ("of that name", "")
        assert str(caught.value) == f"no table {said}; there are details{hint}"

    def test_a_result_stays_slotted(self) -> None:
        assert not hasattr(self.Result(3), "__dict__")

    def test_a_result_without_tables_says_which(self) -> None:
        with pytest.raises(NotImplementedError, match=r"^Tabular\.tables$"):
            Tabular().table()


MARKUP = st.sampled_from("|\\`*_[]<>&~#$!-+=.1'\" \n\t\r\x1b\u202e計é")
# What a spreadsheet computes and what a page acts on, which no handful of random texts holds.
HOSTILE = (
    *("=1+1", "+1", "-1+1", "@x", "\t=1", "\r=1", "\n=1", "'=1", "''-1"),
    *("<script>", "</td>", "&lt;", '"<b>"', "<img src=x onerror=alert(1)>"),
)
TEXTS = st.text(MARKUP | st.characters(codec="utf-8"), max_size=30) | st.sampled_from(HOSTILE)
CELLS = (
    TEXTS
    | st.integers(-999, 999)
    | st.booleans()
    | st.none()
    | st.dates()
    | st.fractions(max_denominator=200)
    | st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda n: Share(n[0], sum(n)))
)


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[Any] = CELLS) -> Table:
    columns = [
        f"{number} {name}"
        for number, name in enumerate(draw(st.lists(TEXTS, min_size=1, max_size=7)))
    ]
    rows = draw(st.lists(st.tuples(*[cells] * len(columns)), max_size=4))
    return Table(columns, rows, title=draw(TEXTS), notes=draw(st.lists(TEXTS)), source=draw(TEXTS))


def words(text: str) -> list[str]:
    return printable(text).split()


@given(tables(), st.integers(20, 120))
def test_no_line_of_text_is_wider_than_asked(table: Table, width: int) -> None:
    assert max(map(wcswidth, table.to_text(width).split("\n"))) <= width


@given(tables(st.text(st.sampled_from("ab\n "), max_size=60)), st.integers(20, 80))
def test_text_loses_no_character_of_any_cell(table: Table, width: int) -> None:
    plain = Table([f"{n}" for n in range(len(table.columns))], table.cells)
    text = plain.to_text(width)
    blocks = len(re.findall(r"^0", text, re.MULTILINE))
    shown = [cell for first, *others in plain.cells for cell in [first] * blocks + others]
    assert sorted(re.sub(r"[^ab]", "", text)) == sorted(
        re.sub(r"[^ab]", "", "".join(map(str, shown)))
    )


@given(tables(TEXTS))
@example(Table(HOSTILE, [HOSTILE]))
def test_csv_read_back_gives_the_same_cells(table: Table) -> None:
    headings, *rows = csv.reader(io.StringIO(table.to_csv(), newline=""), strict=True)

    def read(cell: str) -> str:
        return cell[1:] if re.match(r"'+[=+\-@\t\r\n]", cell) else cell

    columns = len(table.columns)
    assert tuple(map(read, headings[:columns])) == table.columns
    assert tuple(tuple(map(read, row[:columns])) for row in rows) == table.cells


@given(tables())
@example(Table(HOSTILE, [HOSTILE]))
def test_csv_holds_nothing_a_spreadsheet_would_compute(table: Table) -> None:
    for row in csv.reader(io.StringIO(table.to_csv(), newline="")):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) or float(cell) < 0


@given(tables())
def test_markdown_shows_every_cell_as_it_is(table: Table) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(table.to_markdown())
    cells = [
        " ".join(
            "".join(
                " " if part.content == "<br>" else part.content for part in token.children or []
            ).split()
        )
        for before, token in pairwise(tokens)
        if before.type in {"th_open", "td_open"}
    ]
    assert cells == [" ".join(words(text)) for row in table.worded() for text in row]


@given(tables())
def test_a_row_of_markdown_has_one_pipe_more_than_columns(table: Table) -> None:
    untitled = evolve(table, title="", notes=(), source="")
    for line in untitled.to_markdown().split("\n"):
        assert len(re.findall(r"\|", re.sub(r"\\.", "", line))) == len(table.columns) + 1


@given(TEXTS)
def test_markdown_shows_a_note_as_a_paragraph_whatever_it_begins_with(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(Table(("Step",), notes=(text,)).to_markdown())
    shown = [token for token in tokens if token.type == "inline"][1:]
    kinds = {token.type for token in tokens}
    assert kinds <= {"paragraph_open", "inline", "paragraph_close"}
    assert len(shown) == bool(words(text))


class Reader(HTMLParser):
    """The texts of a page, and the names of its elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}
        if tag in {"th", "td", "caption"}:
            self.texts.append("")
        elif tag == "br":
            self.texts[-1] += "\n"

    def handle_data(self, data: str) -> None:
        if self.texts:
            self.texts[-1] += data


@given(tables())
@example(Table(HOSTILE, [HOSTILE]))
def test_html_read_back_gives_the_same_text_and_nothing_that_acts(table: Table) -> None:
    reader = Reader()
    reader.feed(table.to_html())
    reader.close()
    cells = [text for row in table.worded() for text in row]
    title = [printable(table.title)] if table.title else []
    below = [printable(text) for text in (*table.notes, table.source) if text]
    assert [text.strip("\n") for text in reader.texts] == [
        text.strip("\n") for text in title + cells + below
    ]
    assert reader.names <= {
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "br"),
        *("class", "scope", "colspan"),
    }


@given(tables())
def test_every_format_carries_the_source(table: Table) -> None:
    cited = evolve(table, source="Pearce (2019)")
    for text in (cited.to_text(), cited.to_markdown(), cited.to_html(), cited.to_csv()):
        assert "Pearce (2019)" in text
    assert cited.to_dict()["source"] == "Pearce (2019)"
    assert all(row["source"] == "Pearce (2019)" for row in cited.rows())
