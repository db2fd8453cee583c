"""The three writers of a document: nothing of a text becomes markup, and the form is right."""

import io
import re
import struct
import sys
import zipfile
import zlib
from datetime import date
from typing import Any

import docx
import pytest
from attrs import evolve, frozen
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sixsteps import MissingExtraError, Table
from sixsteps.palette import Ink
from sixsteps.reporting.document import (
    Bullets,
    Document,
    Facts,
    More,
    Paragraph,
    Picture,
    Section,
    column_widths,
    least_widths,
    placed,
)
from sixsteps.reporting.pages import css_string, to_html, to_markdown
from sixsteps.reporting.word import to_word
from sixsteps.results import Report, Share
from sixsteps.table import printable
from tests.support.pages import Page

ON = date(2026, 5, 1)


def png(width: int, height: int) -> bytes:
    """A white picture of this size."""

    def part(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", lines) + part(b"IEND", b"")


def drawn(**about: Any) -> Any:
    """What stands for a chart in a document."""
    return Drawn(**about)


@frozen
class Drawn:
    title: str = "Ratings"
    alt: str = "One question is rated Red."
    size: tuple[int, int] = (20, 10)

    def svg(self, prefix: str = "") -> str:  # noqa: ARG002  it has no ids to begin
        return '<?xml version="1.0"?>\n<svg role="img" aria-label="a"><g id="x"/></svg>'

    def png(self, dpi: float | None = None) -> bytes:  # noqa: ARG002  white has no detail
        return png(*self.size)


def document(text: str = "Text", **changes: object) -> Document:
    table = Table(
        ("Number", "Question", "Rating", "Green"),
        [("1.1", text, "Red", Share(3, 4)), ("1.2", text, "Amber", None)],
        title=text,
        notes=[text],
        source="Pearce (2019)",
    )
    parts: dict[str, object] = {
        "title": text,
        "subtitle": text,
        "citation": "Pearce (2019)",
        "footing": text,
        "front": [Facts([(text, text)]), Paragraph(text, "warning"), Paragraph(text, "lead")],
        "sections": [
            Section(text, [table, Picture(drawn(title=text, alt=text))]),
            Section("Second", [Bullets([text, text]), Section("Inner", [Paragraph(text)])]),
        ],
        "fills": {"Red": Ink("#9B1C1C", "#FFFFFF")},
    }
    return Document(**{**parts, **changes})  # type: ignore[arg-type]  # parts of the right types


TABLE = Table(("Step", "Asked"), [("1", 4)], "Asked", notes=["A note"])


HOSTILE = "</style></svg><script>alert(1)</script><img src=x onerror=alert(1)>\"'&| *a* _b_ `c` # d"
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_every_block_is_found_in_reading_order() -> None:
    kinds = [type(one.block).__name__ for one in placed(document(front=[]))]
    assert kinds == ["Section", "Table", "Picture", "Section", "Bullets", "Section", "Paragraph"]


class TestHtml:
    def test_hostile_text_makes_no_element_and_stands_as_it_is(self) -> None:
        page = Page(to_html(document(HOSTILE)))
        assert {*page.tags} == {
            *("html", "head", "meta", "title", "style", "body", "a", "header", "h1", "p", "main"),
            *("nav", "h2", "ol", "li", "dl", "dt", "dd", "div", "table", "caption", "thead", "tr"),
            *("th", "tbody", "td", "wbr", "figure", "svg", "g", "ul", "h3"),
        }
        assert page.text.count(HOSTILE) == 16

    @given(TEXTS)
    @pytest.mark.slow
    def test_any_text_gives_the_same_elements_as_a_plain_one(self, text: str) -> None:
        elements = [tag for tag in Page(to_html(document(text))).tags if tag != "wbr"]
        assert elements == Page(to_html(document())).tags

    def test_a_line_may_end_within_a_long_link_and_nowhere_within_a_word(self) -> None:
        link = "https://example.org/minutes/of/march"
        page = to_html(document(f"Multidisciplinarity: {link}"))
        assert ("<td>Multidisciplinarity: https://example.org/<wbr>minutes/of/march</td>") in page
        assert page.count("<wbr>") == 2

    def test_notes_stand_below_a_table_and_not_in_it(self) -> None:
        # A page that holds nothing but the last notes has no head of a table, and no note is as
        # wide as a table that scrolls.
        page = to_html(document(sections=[Section("A", [TABLE])], front=[]))
        assert '</table>\n</div>\n<p class="below">A note</p>\n' in page

    def test_nothing_is_loaded_and_nothing_runs(self) -> None:
        page = to_html(document(HOSTILE))
        found = Page(page)
        assert not {"script", "link", "img", "iframe", "object"} & {*found.tags}
        assert not [name for name in found.attributes if name.startswith("on") or name == "src"]
        assert "@import" not in page
        assert "url(" not in page
        policy = "default-src 'none'; style-src 'unsafe-inline'"
        assert {"http-equiv": "Content-Security-Policy", "content": policy} in Page(page).all(
            "meta"
        )

    def test_the_page_says_its_language_and_where_its_parts_are(self) -> None:
        page = Page(to_html(document()))
        assert page.all("html") == [{"lang": "en-GB"}]
        assert page.all("a")[0] == {"class": "skip", "href": "#main"}
        assert page.all("main") == [{"id": "main", "tabindex": "-1"}]
        assert [one["href"] for one in page.all("a")[1:]] == ["#section-1", "#section-2"]
        named = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
        assert {"section-1", "section-2", "section-3"} <= named

    def test_headings_go_down_one_level_at_a_time(self) -> None:
        tags = Page(to_html(document())).tags
        assert [tag for tag in tags if re.fullmatch("h[1-6]", tag)] == [
            "h1",
            "h2",
            "h2",
            "h2",
            "h3",
        ]

    def test_a_table_has_headers_for_its_columns_and_rows(self) -> None:
        headers = Page(to_html(document())).all("th")
        assert headers == [
            {"scope": "col"},
            {"scope": "col"},
            {"scope": "col"},
            {"scope": "col", "class": "number"},
            {"scope": "row"},
            {"scope": "row"},
        ]

    def test_a_level_is_shown_on_its_fill_and_by_its_word(self) -> None:
        assert '<td class="level fill-0">Red</td>' in to_html(document())

    @pytest.mark.parametrize(
        ("rows", "kind"), [(8, "table short"), (9, "table")], ids=["few", "many"]
    )
    def test_a_short_table_is_whole_on_a_printed_page(self, rows: int, kind: str) -> None:
        table = Table(("Step", "Asked"), [(str(row), row) for row in range(rows)], "Asked")
        page = to_html(document(sections=[Section("A", [table])], front=[]))
        assert f'<div class="{kind}" role="group" aria-labelledby="table-1"' in page
        assert ".short tbody, caption { break-inside: avoid; }" in page

    def test_a_picture_is_a_group_with_a_name(self) -> None:
        assert '<div class="picture" role="group" aria-label="Text" tabindex="0">' in to_html(
            document()
        )

    def test_a_table_is_named_by_its_title_or_else_by_its_section(self) -> None:
        named = [TABLE, evolve(TABLE, title="")]
        page = Page(to_html(document(sections=[Section("A", named)], front=[])))
        groups = [one["aria-labelledby"] for one in page.all("div")]
        assert groups == ["table-1", "section-1"]

    def test_the_contents_list_what_stands_behind_the_front(self) -> None:
        front = [Section("First", [Paragraph("Read this.")])]
        page = Page(to_html(document(front=front)))
        assert [one["href"] for one in page.all("a")[1:]] == ["#section-2", "#section-3"]
        alone = Page(to_html(document(front=front, sections=[])))
        assert "nav" not in alone.tags

    def test_a_line_of_what_stands_elsewhere_leads_there(self) -> None:
        front = [More(9, "Second"), More(3)]
        page = to_html(document(front=front))
        assert '<p class="more"><a href="#section-2">and 9 more below</a></p>' in page
        assert '<p class="more">and 3 more, in the standard report</p>' in page

    def test_every_printed_page_carries_the_footing(self) -> None:
        assert 'content: "OFFICIAL";' in to_html(document("OFFICIAL"))

    @pytest.mark.parametrize(("letters", "foot"), [(100, 18), (1000, 40)])
    def test_a_page_leaves_room_for_a_long_line_at_its_foot(self, letters: int, foot: int) -> None:
        page = to_html(document(footing="a" * letters))
        assert f"margin: 14mm 15mm {foot}mm;" in page
        assert f"figure svg {{ max-height: {255 - foot}mm; }}" in page

    @given(TEXTS)
    def test_a_css_string_holds_letters_digits_blanks_and_escapes_alone(self, text: str) -> None:
        written = css_string(text)
        assert re.fullmatch(r'"(?:[A-Za-z0-9 ]|\\[0-9a-f]{1,6} )*"', written)
        read = re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), written[1:-1])
        assert read == text


class TestMarkdown:
    def test_hostile_text_makes_no_markup_and_stands_as_it_is(self) -> None:
        page = Page(MarkdownIt("commonmark").enable("table").render(to_markdown(document(HOSTILE))))
        assert {*page.tags} == {
            *("h1", "p", "ul", "li", "strong", "blockquote", "h2", "h3", "table", "thead"),
            *("tbody", "tr", "th", "td"),
        }
        assert squeezed(page.text).count(squeezed(HOSTILE)) == 17

    @given(TEXTS)
    def test_headings_stay_what_they_are(self, text: str) -> None:
        page = Page(MarkdownIt("commonmark").enable("table").render(to_markdown(document(text))))
        tags = [tag for tag in page.tags if re.fullmatch("h[1-6]", tag)]
        assert tags == ["h1", "h2", "h2", "h3"]

    def test_a_picture_is_told_in_words(self) -> None:
        pictured = document(sections=[Section("Ratings", [Picture(drawn())])], front=[], footing="")
        assert to_markdown(pictured) == (
            "# Text\n\nText\n\n## Ratings\n\n**Ratings**\n\n"
            "Picture left out; in words: One question is rated Red.\n"
        )


def opened(content: bytes) -> "docx.document.Document":
    return docx.Document(io.BytesIO(content))


@pytest.mark.slow
class TestWord:
    def test_headings_are_headings(self) -> None:
        word = opened(to_word(document("A text"), ON))
        outline = [
            (one.style.name, one.text)
            for one in word.paragraphs
            if one.style is not None and (one.style.name or "").startswith(("Title", "Heading"))
        ]
        assert outline == [
            ("Title", "A text"),
            ("Heading 1", "Contents"),
            ("Heading 1", "A text"),
            ("Heading 1", "Second"),
            ("Heading 2", "Inner"),
        ]

    def test_the_head_of_a_table_is_repeated_and_no_row_is_torn(self) -> None:
        table = opened(to_word(document(), ON)).tables[1]
        marks = [
            [mark.tag for mark in row._tr.get_or_add_trPr().iterchildren()] for row in table.rows
        ]
        assert marks == [
            [qn("w:cantSplit"), qn("w:tblHeader")],
            [qn("w:cantSplit")],
            [qn("w:cantSplit")],
        ]

    def test_the_contents_and_what_stands_elsewhere_say_the_page(self) -> None:
        word = opened(to_word(document(front=[More(9, "Second"), More(3)]), ON))
        fields = [
            one.get(qn("w:instr")).strip() for one in word.element.body.iter(qn("w:fldSimple"))
        ]
        assert fields == ["PAGEREF section2 \\h", "PAGEREF section1 \\h", "PAGEREF section2 \\h"]
        marks = [one.get(qn("w:name")) for one in word.element.body.iter(qn("w:bookmarkStart"))]
        assert marks == ["section1", "section2", "section3"]
        lines = [one.text for one in word.paragraphs if one.text.startswith("and ")]
        assert lines == ["and 9 more, page ", "and 3 more, in the standard report"]

    @pytest.mark.parametrize(
        ("rows", "kept"), [(0, []), (4, [1, 1, 1, 1, 0]), (9, [1, 1, 1, *[0] * 7])]
    )
    def test_a_table_begins_on_a_page_with_its_first_rows_and_a_short_one_is_whole(
        self, rows: int, kept: list[int]
    ) -> None:
        table = Table(("Step", "Asked"), [(str(row), row) for row in range(rows)], "Asked")
        word = opened(to_word(document(sections=[Section("A", [table])], front=[]), ON))
        (drawn,) = word.tables
        found = [
            {
                bool(paragraph.paragraph_format.keep_with_next)
                for cell in row.cells
                for paragraph in cell.paragraphs
            }
            for row in drawn.rows
        ]
        assert found == [{bool(one)} for one in kept or [0]]
        caption = next(one for one in word.paragraphs if one.text == "Asked")
        assert caption.style is not None
        assert caption.style.paragraph_format.keep_with_next

    def test_a_level_is_shown_on_its_fill_and_by_its_word(self) -> None:
        cell = opened(to_word(document(), ON)).tables[1].cell(1, 2)
        shading = cell._tc.get_or_add_tcPr().find(qn("w:shd"))
        assert shading is not None
        assert (cell.text, shading.get(qn("w:fill"))) == ("Red", "9B1C1C")

    def test_a_picture_has_its_text(self) -> None:
        shape = opened(to_word(document(), ON)).inline_shapes[0]
        properties = shape._inline.docPr
        assert (properties.get("title"), properties.get("descr")) == ("Text", "Text")

    def test_the_file_says_what_it_is_and_its_language(self) -> None:
        word = opened(to_word(document("A text"), ON))
        core = word.core_properties
        assert (core.title, core.subject, core.language) == ("A text", "A text", "en-GB")
        assert core.created is not None
        assert (core.created.date(), core.author, core.comments) == (ON, "", "Pearce (2019)")
        languages = [one.get(qn("w:val")) for one in word.styles.element.iter(qn("w:lang"))]
        assert set(languages) == {"en-GB"}

    def test_the_properties_name_as_many_adapters_as_they_hold_whole(self) -> None:
        def told(citation: str) -> str:
            word = opened(to_word(document(citation=citation), ON))
            return str(word.core_properties.comments)

        source = f"Adapted from Pearce, J (2019) {'Six Steps ' * 13}Luton."
        made = [f"{source} Adapted by The Council of Anytown (2025)."]
        made += [f"{made[0]} Adapted by Othertown (2026).", f"{made[0]} Scale from Doe (2024)."]
        assert [told(one) for one in made] == made
        assert told(f"{made[1]} Adapted by The Council of Thirdtown (2027).") == (
            f"{made[1]} And others."
        )
        assert (
            told(f"{made[0]} With questions from {'Doe ' * 12}(2024).") == f"{made[0]} And others."
        )
        assert told(f"Adapted from {'a' * 300}") == f"Adapted from {'a' * 230}…"

    def test_every_page_carries_the_footing_and_its_number(self) -> None:
        footer = opened(to_word(document("OFFICIAL"), ON)).sections[0].footer
        line = footer.paragraphs[0]._p
        texts = [one.text or "\n" for one in line.iter(qn("w:t"), qn("w:br"))]
        assert "".join(texts) == "OFFICIAL\nPage 1 of 1"
        fields = [one.get(qn("w:instr")).strip() for one in line.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]

    def test_two_writings_are_the_same_bytes(self) -> None:
        content = to_word(document(), ON)
        assert content == to_word(document(), ON)
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}

    @given(TEXTS)
    def test_any_text_is_written_and_read_back(self, text: str) -> None:
        word = opened(to_word(document(text), ON))
        assert word.tables[1].cell(1, 1).text == printable(text)

    @pytest.mark.parametrize(
        ("size", "shown"),
        [
            ((1000, 500), (174, 87)),
            ((500, 1000), (107.5, 215)),
            ((720, 720), (174, 174)),
            ((360, 180), (127, 63.5)),
        ],
        ids=["wide", "tall", "square", "small"],
    )
    def test_a_picture_is_as_large_as_it_was_drawn_and_never_larger_than_a_page(
        self, size: tuple[int, int], shown: tuple[float, float]
    ) -> None:
        pictured = document(sections=[Section("Ratings", [Picture(drawn(size=size))])])
        shape = opened(to_word(pictured, ON)).inline_shapes[0]
        assert (shape.width / 36_000, shape.height / 36_000) == pytest.approx(shown, abs=0.01)


class TestWidths:
    @given(
        st.integers(1, 8).flatmap(
            lambda columns: st.lists(
                st.lists(st.text(max_size=60), min_size=columns, max_size=columns),
                min_size=1,
                max_size=5,
            )
        )
    )
    def test_columns_fill_the_page_and_none_vanishes(self, rows: list[list[str]]) -> None:
        widths = column_widths(rows, 174)
        assert sum(widths) == pytest.approx(174)
        assert min(widths) >= 6

    def test_where_not_all_words_fit_only_the_longest_are_broken(self) -> None:
        rows = [["Number", *["Lead-partner"] * 9], ["1.1", *["not applicable"] * 9]]
        number, *others = column_widths(rows, 174)
        assert number == least_widths(rows)[0]
        assert others == pytest.approx([(174 - number) / 9] * 9)
        assert others[0] < least_widths(rows)[1]

    def test_a_line_may_end_behind_a_hyphen(self) -> None:
        assert least_widths([["independent-scrutineer"]]) == least_widths([["independent-"]])

    def test_long_text_has_most_room(self) -> None:
        short, long = column_widths([["Id", "Question"], ["s1q1", "word " * 40]], 174)
        assert long > 3 * short


@pytest.mark.parametrize(
    ("package", "write", "message"),
    [
        (
            "jinja2",
            lambda: to_html(document()),
            'a report in HTML needs jinja2; install it with: pip install "sixsteps[report]"',
        ),
        (
            "docx",
            lambda: Report(document(), ON).docx(),
            'a report in Word needs python-docx; install it with: pip install "sixsteps[word]"',
        ),
    ],
)
def test_a_missing_package_is_named_with_what_to_install(
    package: str, write: object, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, "sixsteps.reporting.word")
    with pytest.raises(MissingExtraError) as caught:
        write()  # type: ignore[operator]  # one of the two functions above
    assert str(caught.value) == message
