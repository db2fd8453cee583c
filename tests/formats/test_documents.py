"""Documents: what was written reads back equal, and what cannot be read says everything why."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps.formats.documents.diagnosis import diagnosed
from sixsteps.formats.documents.kinds import UPGRADES, upgraded
from sixsteps.samples import autumn_2025, spring_2026
from tests.strategies import cousins, frameworks, rounds
from tests.support.documents import (
    ADAPTED,
    DRAFT,
    FIRST,
    KINDS,
    ROUND,
    ROUND_ON_ADAPTED,
    SIGNED,
    SMALL,
    VALUES,
    document,
    places,
    spoilt,
)

WRONG: list[Any] = [None, "2026-02-30", [], {}]


def refused(data: Any, kind: str | None = None) -> str:
    with pytest.raises(ss.DocumentError) as caught:
        ss.from_document(data, kind)
    return str(caught.value)


def read_or_refused(data: Any) -> None:
    """Both looks at a document agree, and every problem has a place that is there."""
    before = json.dumps(data)
    problems = diagnosed(data, None)
    if [problem.code for problem in problems] == ["unreadable"]:
        value = ss.from_document(data)
        assert ss.from_document(document(value)) == value
    else:
        assert refused(data) == str(ss.DocumentError("document", problems))
        for problem in problems:
            at(problem.path, data)
    assert json.dumps(data) == before


def at(path: tuple[str | int, ...], data: Any) -> Any:
    """What stands at a path; `None` for a member that an object there could have."""
    _, *steps = path
    for step in steps[:-1]:
        data = data[step]
    for step in steps[-1:]:
        data = data.get(step) if isinstance(data, dict) else data[step]
    return data


def not_plain(data: Any, path: str = "$") -> Iterator[str]:
    """The places of what is not exactly of a type that JSON has, subclasses of them included."""
    if type(data) is dict:
        yield from (f"{path} (key)" for key in data if type(key) is not str)
        for key, value in data.items():
            yield from not_plain(value, f"{path}.{key}")
    elif type(data) is list:
        for place, value in enumerate(data):
            yield from not_plain(value, f"{path}[{place}]")
    elif type(data) not in (str, int, bool, type(None)):
        yield f"{path}: {type(data).__name__}"


class TestRoundTrip:
    @pytest.mark.parametrize("name", VALUES)
    def test_what_was_written_reads_back_equal(self, name: str, tmp_path: Path) -> None:
        path = tmp_path / "value.json"
        ss.write(VALUES[name], path)
        assert ss.read(path) == VALUES[name]
        assert ss.read(str(path), KINDS.get(name, name)) == VALUES[name]

    @given(rounds(SMALL, signed=True))
    def test_every_round_reads_back_equal(self, round_: ss.Round) -> None:
        assert ss.from_document(document(round_), ss.Round) == round_

    @given(rounds(ADAPTED, signed=True))
    def test_every_round_on_an_adapted_framework_reads_back_equal(self, round_: ss.Round) -> None:
        file = io.BytesIO()
        ss.write(round_, file)
        file.seek(0)
        read = ss.read(file, ss.Round)
        assert read == round_
        assert read.digest == round_.digest

    @given(frameworks())
    def test_every_framework_and_its_adaptations_read_back_equal(
        self, framework: ss.Framework
    ) -> None:
        read = ss.from_document(document(framework), ss.Framework)
        assert read == framework
        assert read.fingerprint == framework.fingerprint
        for adaptation in framework.lineage:
            assert ss.from_document(document(adaptation), ss.Adaptation) == adaptation

    @given(cousins())
    def test_what_two_areas_merged_reads_back_equal(
        self, frameworks_: tuple[ss.Framework, ss.Framework, ss.Framework]
    ) -> None:
        try:
            merged = ss.merge(*frameworks_, by="Ourtown", on=date(2030, 1, 1))
        except (ss.MergeConflict, ss.IdentityClashError):
            reject()
        assert ss.from_document(document(merged), ss.Framework) == merged

    @given(st.data())
    def test_every_round_of_every_framework_reads_back_equal(self, data: st.DataObject) -> None:
        round_ = data.draw(
            frameworks().flatmap(lambda one: rounds(one, most_respondents=2, signed=True))
        )
        read = ss.from_document(document(round_), ss.Round)
        assert read == round_
        assert read.digest == round_.digest

    @given(rounds(ADAPTED, signed=True))
    def test_a_document_in_memory_is_what_its_file_holds(self, round_: ss.Round) -> None:
        kept = ss.to_document(round_)
        assert ss.from_document(kept, ss.Round) == round_
        assert repr(kept) == repr(json.loads(json.dumps(kept)))

    @pytest.mark.parametrize("name", VALUES)
    def test_a_document_in_memory_holds_plain_data_alone(self, name: str) -> None:
        assert list(not_plain(ss.to_document(VALUES[name]))) == []

    @pytest.mark.parametrize("sample", [autumn_2025(), spring_2026(), spring_2026().redacted()])
    def test_a_sample_round_passes_through_memory_unchanged(self, sample: ss.Round) -> None:
        kept = ss.to_document(sample)
        assert ss.from_document(kept) == sample
        assert list(not_plain(kept)) == []

    def test_writing_twice_gives_the_same_bytes(self) -> None:
        first, second = io.StringIO(), io.StringIO()
        ss.write(spring_2026(), first)
        ss.write(ss.from_document(document(spring_2026()), ss.Round), second)
        assert first.getvalue() == second.getvalue()

    def test_a_document_carries_the_citation(self) -> None:
        assert document(ADAPTED)["citation"] == ADAPTED.citation
        assert document(spring_2026())["citation"] == spring_2026().citation

    def test_defaults_are_left_out_and_may_be_written(self) -> None:
        data = document(ROUND)
        assert "rationale" not in data["ratings"][2]
        data["ratings"][2]["rationale"] = ""
        data["ratings"][2]["on"] = None
        data["view"] = None
        data["framework"]["lineage"] = []
        data["framework"]["origin"] = None
        assert ss.from_document(data, "round") == ROUND

    def test_the_golden_file_of_every_format_still_reads(self) -> None:
        golden = Path(__file__).parent / "golden"
        for number, values, round_ in ((1, FIRST, SIGNED), (2, VALUES, ROUND)):
            for name, value in values.items():
                path = golden / f"{name.replace(' ', '-')}-{number}.json"
                assert ss.read(path) == value
            rounds_read = [*ss.read_rounds(golden / f"rounds-{number}.jsonl")]
            assert rounds_read == [round_, ROUND_ON_ADAPTED]

    def test_what_is_written_is_the_golden_file_of_the_present_format(self) -> None:
        golden = Path(__file__).parent / "golden"
        for name, value in VALUES.items():
            file = io.StringIO()
            ss.write(value, file)
            assert file.getvalue() == (golden / f"{name.replace(' ', '-')}-2.json").read_text()

    def test_an_earlier_word_for_the_published_source_is_read_as_the_present_one(self) -> None:
        round_ = ss.Round(ss.six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1))
        old = document(round_)
        old["format"] = "sixsteps round 1"
        source = {"reference": f" {ss.six_steps().source.reference.upper()} "}
        old["framework"]["source"] = source
        old["citation"] = "something shorter"
        assert ss.from_document(old, ss.Round) == round_
        assert ss.from_document({"format": "sixsteps framework 1", **old["framework"]}) == (
            ss.six_steps()
        )
        line = {**old["framework"], "format": "sixsteps framework 1", "fingerprint": "0" * 64}
        lines = json.dumps(line) + "\n" + json.dumps({**old, "framework": "0" * 64})
        assert [*ss.read_rounds(io.StringIO(lines))] == [round_]
        assert old["framework"]["source"] == source
        adapted = {**document(spring_2026().framework), "format": "sixsteps framework 1"}
        read = ss.from_document({**adapted, "source": source, "citation": "x"}, ss.Framework)
        assert read == spring_2026().framework
        assert read.origin == ss.six_steps()

    def test_another_text_under_the_published_source_is_refused_in_every_format(self) -> None:
        for number in (1, 2):
            data = document(ss.six_steps())
            data["format"] = f"sixsteps framework {number}"
            data["steps"][0]["questions"][0]["text"] = "Is there a plan?"
            assert refused(data) == (
                "the source is that of a published framework, and the content is another at"
                " $.steps; make it an adaptation with record(six_steps(), ...), or name its own"
                " source"
            )

    @pytest.mark.parametrize(
        ("said", "why"),
        [
            ({"agreed_by": "", "agreed_on": "2026-05-02"}, "without a name or without a date"),
            ({"agreed_by": "Board", "agreed_on": None}, "without a name or without a date"),
            ({"agreed_by": "Board", "agreed_on": "2026-04-30"}, "before its own date"),
        ],
    )
    def test_a_round_of_format_1_that_nobody_could_have_agreed_is_told_to_be_a_draft(
        self, said: dict[str, Any], why: str
    ) -> None:
        golden = Path(__file__).parent / "golden"
        data = json.loads((golden / "round-1.json").read_text("utf-8"))
        told = f"a round of format 1 that was agreed {why} is read as a draft; sign it off"
        with pytest.warns(UserWarning, match=told):
            assert ss.from_document({**data, **said}, ss.Round).standing == "Draft"
        data |= said
        data["ratings"][0]["level"] = "gren"
        with (
            pytest.raises(ss.DocumentError, match="unknown level 'gren'"),
            pytest.warns(UserWarning, match=told),
        ):
            ss.from_document(data)

    def test_text_in_any_script_is_written_as_it_is(self) -> None:
        answer = ss.ContextAnswer("c1", "Ynys Môn — 多机构 🙂")
        file = io.StringIO()
        ss.write(DRAFT.with_context(answer), file)
        assert '"Ynys Môn — 多机构 🙂"' in file.getvalue()
        assert ss.read(io.StringIO(file.getvalue()), ss.Round).context == (answer,)


def spoil(change: Callable[[Any], object], value: Any = ROUND) -> Any:
    data = document(value)
    change(data)
    return data


class TestProblems:
    def test_every_problem_is_reported_at_once_with_its_place(self) -> None:
        data = document(ROUND)
        data["rattings"] = []
        data["on"] = "1 May 2026"
        data["ratings"][0]["level"] = "gren"
        data["ratings"][0]["evidence"][1]["on"] = "2026-02-30"
        data["ratings"][1]["reason"] = " "
        del data["ratings"][2]["question"]
        data["ratings"][3] = {"question": "s2q9", "level": 3, "respondent": "police"}
        data["respondents"][0]["role"] = "led partner"
        data["plans"][0]["actions"][0]["addresses"] = "s1q1"
        data["view"] = 0
        assert refused(data, "round") == (
            "11 problems with the round:\n"
            "  unknown key 'rattings' at $.rattings; there are framework, organisation, title, on,"
            " ratings, plans, respondents, context, use, arrangements, organisation_id, period,"
            " agreed, sign_offs, next_on, handling, previous, unplaced, view, rule; did you"
            " mean 'ratings'?\n"
            "  a text of 10 characters is not a date at $.on; write year, month and day as in"
            " 2026-05-01\n"
            "  a text of 10 characters is not a date at $.ratings[0].evidence[1].on; write year,"
            " month and day as in 2026-05-01\n"
            "  a text is needed here and it is empty at $.ratings[1].reason\n"
            "  a rating needs 'question' at $.ratings[2].question\n"
            "  a string is needed, not a number at $.ratings[3].level\n"
            "  a list is needed, not a string at $.plans[0].actions[0].addresses\n"
            "  unknown role 'led partner' at $.respondents[0].role; there are lead partner,"
            " relevant agency, partnership, children and families, practitioner, independent"
            " scrutineer, peer, agreed, and an object with a name for another; did you mean 'lead"
            " partner'?\n"
            "  a string is needed, not a number at $.view\n"
            "  unknown level 'gren' at $.ratings[0].level; the scale has red, amber, green; did"
            " you mean 'green'?\n"
            "  no question 's2q9' in step 's2' at $.ratings[3].question; it has s2q1; did you mean"
            " 's2q1'?"
        )

    def test_a_problem_says_whose_answer_to_what_it_concerns(self) -> None:
        data = spoil(lambda round_: round_["ratings"][0].update(rationale=3))
        with pytest.raises(ss.DocumentError) as caught:
            ss.from_document(data)
        assert caught.value.problems == (
            ss.Problem(
                ("$", "ratings", 0, "rationale"),
                "a string is needed, not a number",
                code="wrong-type",
                question="s1q1",
                respondent="health",
                field="rationale",
            ),
        )

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (
                lambda d: d.update(format="sixsteps round 3"),
                "format 3 of a round is not known: this version of sixsteps reads formats 1 to 2"
                " at $.format; install a newer one",
            ),
            (
                lambda d: d.update(format="sixsteps round 0"),
                "that is not a format of sixsteps at $.format; the one expected is"
                " 'sixsteps round 2'; did you mean 'sixsteps round 2'?",
            ),
            (
                lambda d: d["agreed"].update(on="2026-05-01"),
                "2026-05-01 is before the reopening, which is of 2026-05-02 at $.agreed.on; give"
                " that date or a later one",
            ),
            (
                lambda d: d.update(handling="Public"),
                "the round is not what was signed off on 2026-05-02: it was changed since at"
                " $.agreed.digest; reopen what was signed off, change that and agree it again",
            ),
            (
                lambda d: d["respondents"][0].update(role={"name": "peers"}),
                "unknown role at $.respondents[0].role.name; write 'peer', or a word that is not so"
                " near it; did you mean 'peer'?",
            ),
            (
                lambda d: d["framework"]["source"].update(authors=["\ud800"]),
                "a text of 1 character that is not valid Unicode (a lone surrogate) at"
                " $.framework.source.authors[0]",
            ),
            (
                lambda d: d.update(format="sixsteps framework 2"),
                "this is a framework, not a round at $.format; read it with kind 'framework'",
            ),
            (
                lambda d: d.update(format="sixteps round 1"),
                "that is not a format of sixsteps at $.format; the one expected is"
                " 'sixsteps round 2'; did you mean 'sixsteps round 2'?",
            ),
            (
                lambda d: d.pop("format"),
                'the document does not say its format at $; add "format": "sixsteps round 2"',
            ),
            (
                lambda d: d.update(citation="Mine"),
                "the citation is not that of the framework at $.citation; leave it out to have it"
                " written",
            ),
            (
                lambda d: d["ratings"].append(d["ratings"][0]),
                "a second answer to 's1q1' by 'health' at $.ratings[4].question; the first stands"
                " at ratings[0]",
            ),
            (
                lambda d: d.update(ratings={}),
                "a list is needed, not an object at $.ratings",
            ),
            (
                lambda d: d["framework"]["scale"]["levels"].pop(),
                "that is not a level at $.ratings[0].level; the scale has red, amber",
            ),
            (
                lambda d: d["framework"].update(steps=3),
                "a list is needed, not a number at $.framework.steps",
            ),
            (
                lambda d: d.update(framework="abc"),
                "an object is needed, a framework, not a string at $.framework",
            ),
        ],
    )
    def test_each_problem_says_what_where_and_the_way_out(
        self, change: Callable[[Any], object], message: str
    ) -> None:
        data = document(ROUND)
        change(data)
        assert refused(data, "round") == message

    @pytest.mark.parametrize("citation", [None, "Mine"])
    def test_a_crosswalk_is_cited_as_its_source_says(self, citation: object) -> None:
        data = ss.to_document(VALUES["crosswalk"])
        assert data["citation"] == data["source"] == "Us"
        assert refused(data | {"citation": citation}) == (
            "the citation is not that of the source at $.citation; leave it out to have it written"
        )

    def test_an_adaptation_alone_still_names_the_source_of_what_it_adapts(self) -> None:
        made = ss.samples.anytown_2026().lineage[-1]
        data = document(made)
        required = ss.six_steps().source.required_sentence
        assert data["origin"] == ss.six_steps().fingerprint
        assert data["citation"].startswith(required)
        assert data["citation"].endswith(
            "Adapted by Anytown Safeguarding Children Partnership (2026)."
        )
        assert ss.from_document(data) == made
        assert ss.from_document(data, ss.Adaptation).citation == made.citation
        data["citation"] = "Mine"
        assert refused(data).startswith("the citation is not that of the framework at $.citation;")

    def test_adaptations_inside_a_framework_do_not_repeat_its_source(self) -> None:
        data = document(ss.samples.anytown_2026())
        assert all(not {"of", "origin"} & made.keys() for made in data["lineage"])
        read = ss.from_document(data, ss.Framework)
        assert all(made.of and made.origin == read.origin.fingerprint for made in read.lineage)

    def test_an_edit_is_named_by_its_class(self) -> None:
        data = document(ADAPTED)
        data["lineage"][0]["edits"][0]["edit"] = "AddQuestin"
        assert "unknown edit 'AddQuestin' at $.lineage[0].edits[0].edit; there are Retitle," in (
            refused(data)
        )
        assert refused(data).endswith("did you mean 'AddQuestion'?")

    def test_content_that_the_lineage_does_not_make_is_refused(self) -> None:
        changed = spoil(lambda d: d["steps"][0].update(title="Zero"), ADAPTED)
        assert "is not what the last adaptation made" in refused(changed)
        forged = spoil(lambda d: d["lineage"][0]["edits"][0].update(text="Fifth?"), ADAPTED)
        assert refused(forged).startswith("the edits make content ")
        other = spoil(lambda d: d["origin"]["steps"][0].update(title="Zero"), ADAPTED)
        assert "$.lineage[0].base" in refused(other)

    def test_an_origin_has_no_source_of_its_own(self) -> None:
        data = spoil(lambda d: d["origin"].update(source=d["source"]), ADAPTED)
        assert refused(data) == (
            "unknown key 'source' at $.origin.source; there are title, scale, steps, context"
        )

    def test_free_text_is_never_in_a_message(self) -> None:
        private = "Jane Roe lives at 3 High Street"
        data = document(ROUND)
        data[private] = 1
        data["on"] = private
        data["use"] = private + "!"
        data["ratings"][1]["reason"] = [private]
        data["ratings"][2]["evidence"] = [private]
        assert "Roe" not in refused(data)

    @pytest.mark.parametrize("number", [0xD800, 0xDBFF, 0xDC00, 0xDFFF])
    def test_every_half_of_a_character_is_refused(self, number: int) -> None:
        half, data = chr(number), document(ROUND)
        data["ratings"][0]["remaining"] = half
        assert refused(data).endswith("(a lone surrogate) at $.ratings[0].remaining")
        del data["ratings"][0]["remaining"]
        data["ratings"][0]["rationale"] = f"It is{half} so"
        data["title"] = half
        assert refused(data) == (
            "2 problems with the document:\n"
            "  a text of 9 characters that is not valid Unicode (a lone surrogate) at"
            " $.ratings[0].rationale\n"
            "  a text of 1 character that is not valid Unicode (a lone surrogate) at $.title"
        )
        with pytest.raises(ss.InvalidError):
            ss.Evidence(half)

    def test_a_question_in_two_matches_has_the_place_of_both(self) -> None:
        data = document(VALUES["crosswalk"])
        data["matches"][1]["old"] = ["d", "a"]
        assert refused(data) == (
            "a second old question at $.matches[1].old[1]; the first stands at matches[0].old[0]"
        )

    @pytest.mark.parametrize("name", VALUES)
    @pytest.mark.slow
    def test_free_text_at_any_place_is_in_no_message(self, name: str) -> None:
        private = "Jane Roe lives at 3 High Street"
        refusals = 0
        for number in range(len(places(document(VALUES[name])))):
            for as_key in (False, True):
                data = document(VALUES[name])
                container, key = places(data)[number]
                if as_key and isinstance(container, dict):
                    container[private] = container.pop(key)
                else:
                    container[key] = private
                problems = diagnosed(data, None)
                refusals += problems[0].code != "unreadable"
                assert "roe" not in repr(problems).casefold()
        assert refusals > 30

    @pytest.mark.slow
    def test_many_problems_are_cut_with_a_word(self) -> None:
        data = document(ROUND)
        data["arrangements"] = [3] * 5000
        with pytest.raises(ss.DocumentError) as caught:
            ss.from_document(data)
        assert len(caught.value.problems) == 1001
        assert str(caught.value.problems[-1]) == "and more; mend these first"

    def test_a_thousand_problems_are_told_as_a_thousand(self) -> None:
        data = document(ROUND)
        data["arrangements"] = [3] * 1000
        with pytest.raises(ss.DocumentError) as caught:
            ss.from_document(data)
        assert len(caught.value.problems) == 1000
        assert {one.code for one in caught.value.problems} == {"wrong-type"}

    @pytest.mark.parametrize("name", VALUES)
    @given(data=st.data())
    def test_spoilt_documents_are_read_or_refused_with_reasons(
        self, name: str, data: st.DataObject
    ) -> None:
        read_or_refused(data.draw(spoilt(VALUES[name])))

    @pytest.mark.slow
    @pytest.mark.parametrize("name", VALUES)
    def test_a_document_spoilt_at_any_place_is_read_or_refused_for_it(self, name: str) -> None:
        text = json.dumps(ss.to_document(VALUES[name]))
        for number in range(len(places(json.loads(text)))):
            data = json.loads(text)
            container, key = places(data)[number]
            for junk in WRONG:
                container[key] = junk
                read_or_refused(data)
            container[key] = wrong = object()
            assert any(at(problem.path, data) is wrong for problem in diagnosed(data, None))
            del container[key]
            read_or_refused(data)
            if isinstance(container, dict):
                data = json.loads(text)
                container, _ = places(data)[number]
                container["levle"] = 1
                read_or_refused(data)


class TestText:
    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "this is empty at $"),
            (b" \n", "this is empty at $"),
            (b"hello", "this is not JSON (Expecting value) at line 1, column 1"),
            (b'{"format": ', "this is not JSON (Expecting value) at line 1, column 12"),
            (b"[" * 100_000, "this is nested too deeply to be a document at $"),
            (b'{"a": ' * 100_000, "this is nested too deeply to be a document at $"),
            (b'{"a": NaN}', "NaN is not a JSON number at $; leave the value out or use null"),
            (
                b'{"a": -Infinity}',
                "-Infinity is not a JSON number at $; leave the value out or use null",
            ),
            (
                b'{"a": 1, "a": 1}',
                "the key of 1 character stands twice in one object at $; leave one of them out",
            ),
            (
                b'{"J. was hurt": 1, "J. was hurt": 2}',
                "the key of 11 characters stands twice in one object at $; leave one of them out",
            ),
            (b"9" * 5000, "this holds a number of too many digits at $"),
            (b"\xff\xfe{\x00}\x00", "the text is in UTF-16 at $; save it as UTF-8"),
            (b'{"a": "caf\xe9"}', "byte 11 is not valid UTF-8 at $; save the text as UTF-8"),
            (b"[]", "an object is needed, not a list at $"),
            (b"\x00\x01\x02", "this is not JSON (Expecting value) at line 1, column 1"),
            (b"3", "an object is needed, not a number at $"),
        ],
    )
    def test_what_is_no_document_is_refused_plainly(self, content: bytes, message: str) -> None:
        with pytest.raises(ss.DocumentError) as caught:
            ss.read(io.BytesIO(content))
        assert str(caught.value) == message
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None or caught.value.__suppress_context__

    @given(st.binary(max_size=200))
    def test_junk_is_refused(self, content: bytes) -> None:
        with pytest.raises(ss.DocumentError):
            ss.read(io.BytesIO(content))

    @given(st.integers(0, 10_000))
    def test_a_truncated_document_is_refused(self, length: int) -> None:
        text = json.dumps(document(ROUND))
        with pytest.raises(ss.DocumentError):
            ss.read(io.StringIO(text[: min(length, len(text) - 1)]), ss.Round)

    def test_a_lone_surrogate_is_refused_with_its_place(self) -> None:
        text = json.dumps(document(ROUND)).replace("It is so", "\\ud800")
        with pytest.raises(ss.DocumentError) as caught:
            ss.read(io.StringIO(text))
        assert str(caught.value) == (
            "a text of 1 character that is not valid Unicode (a lone surrogate) at"
            " $.ratings[0].rationale"
        )

    def test_a_byte_order_mark_is_no_harm(self) -> None:
        text = json.dumps(document(ROUND))
        assert ss.read(io.BytesIO(b"\xef\xbb\xbf" + text.encode())) == ROUND
        assert ss.read(io.StringIO("\ufeff" + text)) == ROUND

    def test_more_than_the_limit_is_not_taken_in(self) -> None:
        class Endless(io.RawIOBase):
            taken = 0

            def readable(self) -> bool:
                return True

            def read(self, size: int = -1) -> bytes:
                self.taken += size
                return b" " * size

        junk = Endless()
        with pytest.raises(ss.DocumentError) as caught:
            ss.read(junk, limit=1000)  # type: ignore[call-overload] # a raw file is a file too
        assert str(caught.value) == "it holds more than 1,000 bytes at $; name a higher limit"
        assert junk.taken == 1001

    def test_deeply_nested_merges_are_refused(self) -> None:
        data: dict[str, Any] = {"edits": [], "by": ["A"], "on": "2026-01-01"}
        for _ in range(2000):
            data = {"edits": [], "by": ["A"], "on": "2026-01-01", "merges": [data]}
        assert refused({"format": "sixsteps adaptation 2", **data}) == (
            "this is nested too deeply to be a document at $"
        )

    @pytest.mark.parametrize("target", [3, None, ["a"]])
    def test_what_is_no_file_is_refused(self, target: Any) -> None:
        with pytest.raises(ss.WrongTypeError, match=r"^a path or a file object is needed, not a"):
            ss.read(target)

    def test_what_no_document_holds_is_refused(self) -> None:
        with pytest.raises(
            ss.WrongTypeError,
            match=r"^a value of type str is not a document; there are framework, adaptation,",
        ):
            ss.to_document("x")  # type: ignore[arg-type] # what this is about
        with pytest.raises(ss.WrongTypeError, match=r"^no kind of document 'rnd'; there are"):
            ss.from_document({}, "rnd")

    def test_answers_apart_make_a_round_again_with_its_document(self) -> None:
        document = ss.to_document(ROUND, framework=False)
        rows = [ss.to_document(answer) for answer in ROUND.ratings]
        assert rows == document["ratings"]
        again = {**document, "ratings": rows}
        assert ss.from_document(again, ss.Round, framework=ROUND.framework) == ROUND

    def test_an_answer_alone_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(ss.WrongTypeError, match=r"^a value of type Rating is not a document"):
            ss.write(ss.Rating("s1q1", "red"), tmp_path / "a.json")  # type: ignore[arg-type]
        assert list(tmp_path.iterdir()) == []


class TestUpgrades:
    def test_a_document_passes_through_every_later_upgrade_and_is_not_touched(self) -> None:
        steps = (
            lambda data: {**data, "second": True},
            lambda data: {**data, "third": True},
        )
        old: dict[str, Any] = {"first": True}
        assert upgraded(old, 1, steps) == {"first": True, "second": True, "third": True}
        assert upgraded(old, 2, steps) == {"first": True, "third": True}
        assert upgraded(old, 3, steps) == {"first": True}
        assert old == {"first": True}

    def test_every_kind_has_its_upgrades(self) -> None:
        assert set(UPGRADES) == {"framework", "adaptation", "round", "crosswalk", "translation"}


def test_a_framework_read_again_is_the_same_object() -> None:
    first, second = document(autumn_2025()), document(autumn_2025())
    rounds_ = [ss.from_document(data, ss.Round) for data in (first, second)]
    assert rounds_[0].framework is rounds_[1].framework


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("Round", "no kind of document 'Round'; there are framework, adaptation, round,"
                  " crosswalk, translation; did you mean 'round'?"),
        (3, "no kind of document of type int; there are framework, adaptation, round,"
            " crosswalk, translation"),
    ],
)  # fmt: skip
def test_a_kind_there_is_none_of_is_quoted_with_the_nearest(kind: Any, message: str) -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        ss.from_document({}, kind)
    assert str(caught.value) == message


def test_another_kind_of_document_is_named_with_its_article() -> None:
    assert refused(document(ROUND), "adaptation") == (
        "this is a round, not an adaptation at $.format; read it with kind 'round'"
    )
