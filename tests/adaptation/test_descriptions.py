"""Guidance, meanings of levels, tags and roles: in edits, on another scale, in a merge."""

from datetime import date
from typing import Any, Literal

import pytest

import sixsteps as ss

ON = date(2026, 4, 1)
THREE = ss.Scale("Three", [ss.Level("low"), ss.Level("mid"), ss.Level("high")])
TWO = ss.Scale("Two", [ss.Level("low"), ss.Level("high")])
KNOWN = ss.Question(
    "GV.OC-05",
    "Known?",
    levels={"low": "nobody knows", "mid": "some know"},
    tags=["govern"],
    asked_of=["trustee"],
)
BASE = ss.Framework(
    "Rubric",
    ss.Source("Roe, R (2025) Rubric"),
    THREE,
    [
        ss.Step("GV.OC", "Context", [KNOWN, ss.Question("GV.OC-06", "Shared?")], guidance="Ask"),
        ss.Step("GV.RM", "Risk", [ss.Question("gov2", "Rated?")]),
    ],
)


def adapted(*edits: ss.Edit, base: ss.Framework = BASE, by: str = "Anytown") -> ss.Framework:
    return ss.adapt(base, *edits, by=by, on=ON)


def refused(*edits: ss.Edit) -> list[str]:
    with pytest.raises(ss.AdaptationError) as caught:
        adapted(*edits)
    return [str(problem) for problem in caught.value.problems]


class TestIds:
    """New ids take the prefix and the digits of those beside them."""

    @pytest.mark.parametrize(
        ("edit", "expected"),
        [
            (ss.AddQuestion("GV.OC", "New?"), "GV.OC-07"),
            (ss.AddQuestion("GV.OC", "New?", first=True), "GV.OC-07"),
            (ss.AddQuestion("GV.RM", "New?"), "gov3"),
            (ss.ReplaceQuestion("GV.OC-05", "New?"), "GV.OC-07"),
            (ss.MergeQuestions(["gov2", "GV.OC-05"], "New?"), "gov3"),
        ],
    )
    def test_a_question_is_numbered_like_the_one_it_follows(
        self, edit: ss.Edit, expected: str
    ) -> None:
        made = adapted(edit)
        assert [q.id for q in made.questions if q.text == "New?"] == [expected]

    def test_the_parts_of_a_split_are_numbered_like_what_was_split(self) -> None:
        made = adapted(ss.SplitQuestion("GV.OC-06", ["a?", "b?"]))
        assert [q.id for q in made.questions] == ["GV.OC-05", "GV.OC-07", "GV.OC-08", "gov2"]

    def test_a_question_that_came_from_another_step_is_no_example(self) -> None:
        made = adapted(ss.MoveQuestion("GV.OC-06", to="GV.RM"), ss.AddQuestion("GV.RM", "New?"))
        assert [q.id for q in made.step("GV.RM").questions] == ["gov2", "GV.OC-06", "gov3"]

    def test_a_step_that_holds_none_begins_with_its_own_id(self) -> None:
        made = adapted(ss.RemoveQuestion("gov2"), ss.AddQuestion("GV.RM", "New?"))
        assert made.question("GV.RMq1").text == "New?"

    def test_a_step_is_numbered_like_the_step_it_follows(self) -> None:
        steps = [ss.Step("A1", "One"), ss.Step("B09", "Two")]
        made = adapted(
            ss.AddStep("Three"),
            ss.AddStep("Four", after="A1"),
            base=ss.Framework("Steps", ss.Source("Roe"), THREE, steps),
        )
        assert [step.id for step in made.steps] == ["A1", "A2", "B09", "B10"]

    @pytest.mark.parametrize("name", ["A1.a.1", "GV.OC-01", "x.", "a.b.c_d-e"])
    def test_an_id_may_hold_dots(self, name: str) -> None:
        assert ss.Question(name, "Known?").id == name

    @pytest.mark.parametrize("name", [".a", "1.10", "", "a b", "a" * 65, "a.é"])
    def test_an_id_starts_with_a_letter_and_is_short(self, name: str) -> None:
        with pytest.raises(ss.InvalidError, match="is not an id at id; an id starts with a letter"):
            ss.Question(name, "Known?")


class TestQuestions:
    def test_meanings_compare_in_any_order_and_are_in_that_of_the_keys(self) -> None:
        question = ss.Question("q1", "Known?", levels={"mid": "some", "low": "none"})
        assert question.levels == (("low", "none"), ("mid", "some"))
        assert question == ss.Question("q1", "Known?", levels=[("low", "none"), ("mid", "some")])

    @pytest.mark.parametrize(
        ("members", "message"),
        [
            (
                {"levels": "low"},
                "a mapping of ids to texts is needed at levels; this is a value of type str",
            ),
            ({"levels": {"low": " "}}, "a text is needed here and it is empty at levels.low"),
            (
                {"levels": {"lo w": "x"}},
                "a text of 4 characters is not an id at levels; an id starts with a letter and"
                " holds at most 64 letters, digits, '_', '-' or '.'",
            ),
            (
                {"levels": [("low", "a"), ("low", "b")]},
                "a second level at levels[1]; the first stands at levels[0]",
            ),
            (
                {"levels": ["low"]},
                "a pair of an id and a text is needed at levels; this is a value of type str",
            ),
            (
                {"levels": [("low", "a"), ("Low", "b")]},
                "a second level at levels[1]; the first stands at levels[0]",
            ),
            ({"levels": None}, "a mapping of ids to texts is needed at levels; this is None"),
            ({"levels": {3: "x"}}, "a string is needed at levels; this is a value of type int"),
            ({"tags": ["a", "a"]}, "a second tag at tags[1]; the first stands at tags[0]"),
            ({"tags": ["Voice", "voice "]}, "a second tag at tags[1]; the first stands at tags[0]"),
            ({"tags": [""]}, "a text is needed here and it is empty at tags[0]"),
            (
                {"asked_of": ["a", "a"]},
                "a second role at asked_of[1]; the first stands at asked_of[0]",
            ),
            (
                {"asked_of": [ss.Role("trustee"), "Trustee "]},
                "a second role at asked_of[1]; the first stands at asked_of[0]",
            ),
            (
                {"asked_of": ["peers"]},
                "unknown role at asked_of[0]; write 'peer', or a word that is not so near it; did"
                " you mean 'peer'?",
            ),
            ({"asked_of": [3]}, "a string is needed at asked_of[0]; this is a value of type int"),
        ],
    )
    def test_what_cannot_describe_a_question_is_refused_at_its_place(
        self, members: dict[str, Any], message: str
    ) -> None:
        for made in (
            lambda: ss.Question("q1", "Known?", **members),
            lambda: ss.Part("a", **members),
        ):
            with pytest.raises(ss.InvalidError) as caught:
                made()
            assert [str(problem) for problem in caught.value.problems] == [message]

    def test_the_roles_a_question_is_put_to_are_kept_by_name(self) -> None:
        roles: list[ss.Role | str] = [ss.Role.PEER, ss.Role("trustee"), "practitioner"]
        names = ("peer", "trustee", "practitioner")
        assert ss.Question("q1", "Known?", asked_of=roles).asked_of == names
        edits: list[Any] = [
            ss.AddQuestion("s1", "Known?", asked_of=roles),
            ss.RewordQuestion("q1", asked_of=roles),
            ss.ReplaceQuestion("q1", "Known?", asked_of=roles),
            ss.Part("Known?", asked_of=roles),
            ss.MergeQuestions(["q1", "q2"], "Known?", asked_of=roles),
        ]
        assert [edit.asked_of for edit in edits] == [names] * 5

    def test_one_text_for_several_tags_is_refused(self) -> None:
        with pytest.raises(ss.WrongTypeError) as caught:
            ss.Question("q1", "Known?", tags="govern")
        assert str(caught.value) == (
            "tags takes several values and was given one string; write [...] around it"
        )

    def test_a_framework_refuses_meanings_of_levels_that_its_scale_lacks(self) -> None:
        question = ss.Question("q1", "Known?", levels={"hgh": "x", "low": "y"})
        with pytest.raises(ss.InvalidError) as caught:
            ss.Framework("F", ss.Source("Roe"), THREE, [ss.Step("s1", "One", [question])])
        assert [str(problem) for problem in caught.value.problems] == [
            "unknown level 'hgh' at steps[0].questions[0].levels; the scale has low, mid, high"
        ]


class TestDigests:
    """What is empty is not in the digest, so that none of an earlier version changes."""

    @pytest.mark.parametrize(
        "changed",
        [
            ss.RewordQuestion("gov2", levels={"low": "x"}),
            ss.RewordQuestion("gov2", tags=["x"]),
            ss.RewordQuestion("gov2", asked_of=["x"]),
            ss.RewordQuestion("GV.OC-05", levels={}),
            ss.RewordQuestion("GV.OC-05", tags=[]),
            ss.RewordQuestion("GV.OC-05", asked_of=[]),
            ss.RetitleStep("GV.RM", guidance="x"),
            ss.RetitleStep("GV.OC", guidance=""),
        ],
        ids=str,
    )
    def test_each_member_is_content(self, changed: ss.Edit) -> None:
        there = adapted(changed)
        assert there.digest != BASE.digest
        (edit,) = ss.diff(BASE, there)
        assert edit == changed
        assert adapted(*ss.diff(there, BASE), base=there).digest == BASE.digest

    def test_a_fill_is_content(self) -> None:
        filled = ss.Scale("Two", [ss.Level("low", fill="#440154"), ss.Level("high")])
        plain = adapted(ss.ChangeScale(TWO, {}))
        assert adapted(ss.ChangeScale(filled, {})).digest != plain.digest

    def test_the_same_words_in_another_member_are_another_content(self) -> None:
        digests = {
            adapted(ss.RewordQuestion("gov2", tags=["x"])).digest,
            adapted(ss.RewordQuestion("gov2", asked_of=["x"])).digest,
        }
        assert len(digests) == 2


class TestEdits:
    def test_what_is_none_stays_and_what_is_empty_clears(self) -> None:
        made = adapted(
            ss.RewordQuestion("GV.OC-05", tags=(), levels={"high": "all know"}),
            ss.RetitleStep("GV.OC", "Setting"),
        )
        assert made.question("GV.OC-05") == ss.Question(
            "GV.OC-05", "Known?", levels={"high": "all know"}, asked_of=["trustee"]
        )
        assert made.step("GV.OC").guidance == "Ask"

    def test_what_takes_a_question_s_place_inherits_nothing(self) -> None:
        made = adapted(ss.ReplaceQuestion("GV.OC-05", "Told?"))
        assert made.question("GV.OC-07") == ss.Question("GV.OC-07", "Told?")

    @pytest.mark.parametrize(
        "edit",
        [
            ss.RewordQuestion("gov2", levels={"hgh": "x"}),
            ss.AddQuestion("GV.RM", "New?", levels={"hgh": "x"}),
            ss.ReplaceQuestion("gov2", "New?", levels={"hgh": "x"}),
            ss.MergeQuestions(["gov2", "GV.OC-05"], "New?", levels={"hgh": "x"}),
        ],
        ids=str,
    )
    def test_an_edit_with_a_meaning_of_no_level_is_refused(self, edit: ss.Edit) -> None:
        assert refused(edit) == [
            "unknown level 'hgh' at edits[0]; the scale has low, mid, high; did you mean 'high'?"
        ]

    def test_so_is_one_in_a_part_or_in_a_question_of_a_new_step(self) -> None:
        part = ss.Part("a?", levels={"hgh": "x"})
        new = ss.Question("n1", "New?", levels={"hgh": "x"})
        assert refused(
            ss.SplitQuestion("gov2", [part, "b?"]), ss.AddStep("N", questions=[new])
        ) == [
            f"unknown level 'hgh' at edits[{place}]; the scale has low, mid, high; did you mean"
            " 'high'?"
            for place in (0, 1)
        ]

    def test_an_edit_says_what_it_changes(self) -> None:
        edit = ss.RewordQuestion("gov2", levels={}, tags=["x"], asked_of=["y"])
        assert str(edit) == "change the meanings of levels and tags and roles of question gov2"
        assert str(ss.RetitleStep("GV.OC", guidance="x")) == "change the guidance of step GV.OC"

    def test_an_edit_that_changes_nothing_is_refused(self) -> None:
        with pytest.raises(ss.InvalidError) as caught:
            ss.RetitleStep("GV.OC")
        assert str(caught.value) == "nothing to change at title; give title or guidance"


class TestScales:
    def test_another_scale_drops_the_meanings_of_levels_it_lacks(self) -> None:
        made = adapted(ss.ChangeScale(TWO, {"low": "low", "high": "high"}))
        assert made.question("GV.OC-05").levels == (("low", "nobody knows"),)

    def test_a_diff_changes_the_scale_before_the_meanings(self) -> None:
        four = ss.Scale("Four", [*THREE.levels, ss.Level("top")])
        there = adapted(
            ss.ChangeScale(four, {"low": "low"}),
            ss.RewordQuestion("gov2", levels={"top": "best of all"}),
        )
        assert [type(edit) for edit in ss.diff(BASE, there)] == [ss.ChangeScale, ss.RewordQuestion]
        assert [type(edit) for edit in ss.diff(there, BASE)] == [ss.ChangeScale]

    @pytest.mark.parametrize(
        ("fill", "message"),
        [
            ("43A373", "that is not a colour at fill; write '#' and six hexadecimal digits, as in"
                       " '#43A373'"),
            ("#FFF", "that is not a colour at fill; write '#' and six hexadecimal digits, as in"
                     " '#43A373'"),
            (0xFFFFFF, "a string is needed at fill; this is a value of type int"),
        ],
    )  # fmt: skip
    def test_a_fill_is_a_colour(self, fill: Any, message: str) -> None:
        with pytest.raises(ss.InvalidError) as caught:
            ss.Level("low", fill=fill)
        assert str(caught.value) == message


class TestMerging:
    def conflicts(self, ours: ss.Framework, theirs: ss.Framework) -> tuple[Any, ...]:
        with pytest.raises(ss.MergeConflict) as caught:
            ss.merge(BASE, ours, theirs, by="Both", on=ON)
        return caught.value.conflicts

    @pytest.mark.parametrize(
        "edit",
        [
            ss.RewordQuestion("GV.OC-05", levels={"low": "nobody knows", "mid": "few know"}),
            ss.RewordQuestion("gov2", levels={"mid": "some"}),
            ss.AddQuestion("GV.RM", "New?", levels={"mid": "some"}),
            ss.AddStep("New", questions=[ss.Question("n1", "New?", levels={"mid": "x"})]),
        ],
        ids=str,
    )
    def test_a_scale_without_a_level_that_the_other_side_describes_is_a_conflict(
        self, edit: ss.Edit
    ) -> None:
        ours = adapted(ss.ChangeScale(TWO, {"low": "low"}), by="Ours")
        theirs = adapted(edit, by="Theirs")
        (conflict,) = self.conflicts(ours, theirs)
        (name,) = [q.id for q in theirs.questions if q.levels and q not in BASE.questions]
        assert str(conflict) == (
            f"changed: framework, scale; base: “Three”; ours: “Two”; theirs: “Three”, with"
            f" meanings for {name}"
        )
        described = [pair for pair in theirs.question(name).levels if pair[0] == "mid"]
        cases: tuple[tuple[Literal["ours", "theirs"], ss.Scale, list[tuple[str, str]]], ...]
        cases = ("ours", TWO, []), ("theirs", THREE, described)
        for side, scale, kept in cases:
            merged = ss.merge(
                BASE, ours, theirs, by="Both", on=ON, resolutions=[conflict.take(side)]
            )
            assert merged.scale == scale
            assert [pair for pair in merged.question(name).levels if pair[0] == "mid"] == kept

    def test_a_meaning_of_a_level_that_stays_comes_with_the_other_scale(self) -> None:
        ours = adapted(ss.ChangeScale(TWO, {"low": "low"}))
        few = {"low": "few know", "mid": "some know"}
        theirs = adapted(ss.RewordQuestion("GV.OC-05", levels=few), by="Theirs")
        merged = ss.merge(BASE, ours, theirs, by="Both", on=ON)
        assert merged.question("GV.OC-05").levels == (("low", "few know"),)

    def test_meanings_that_only_went_with_the_scale_are_no_change_of_the_question(self) -> None:
        ours = adapted(ss.ChangeScale(TWO, {"low": "low"}))
        theirs = adapted(ss.RemoveQuestion("GV.OC-05"), by="Theirs")
        merged = ss.merge(BASE, ours, theirs, by="Both", on=ON)
        assert [q.id for q in merged.questions] == ["GV.OC-06", "gov2"]

    @pytest.mark.parametrize(
        ("mine", "other", "conflict"),
        [
            (
                ss.RewordQuestion("GV.OC-05", levels={"low": "few"}),
                ss.RewordQuestion("GV.OC-05", levels={}),
                "changed: GV.OC-05, levels; base: “low: nobody knows; mid: some know”; ours:"
                " “low: few”; theirs: nothing",
            ),
            (
                ss.RewordQuestion("GV.OC-05", tags=["a", "b"]),
                ss.RewordQuestion("GV.OC-05", tags=["c"]),
                "changed: GV.OC-05, tags; base: “govern”; ours: “a; b”; theirs: “c”",
            ),
            (
                ss.RewordQuestion("GV.OC-05", asked_of=["chair"]),
                ss.RemoveQuestion("GV.OC-05"),
                "removed: GV.OC-05, presence; base: “Known?”; ours: changed its roles; theirs:"
                " removed it",
            ),
            (
                ss.RetitleStep("GV.OC", guidance="Ask all"),
                ss.RetitleStep("GV.OC", guidance="Ask nobody"),
                "changed: GV.OC, guidance; base: “Ask”; ours: “Ask all”; theirs: “Ask nobody”",
            ),
            (
                ss.RetitleStep("GV.RM", guidance="Ask all"),
                ss.RemoveStep("GV.RM"),
                "removed: GV.RM, presence; base: “Risk”; ours: changed its guidance; theirs:"
                " removed it",
            ),
        ],
    )
    def test_what_both_sides_describe_differently_is_a_conflict(
        self, mine: ss.Edit, other: ss.Edit, conflict: str
    ) -> None:
        found = self.conflicts(adapted(mine), adapted(other, by="Theirs"))
        assert [str(one) for one in found] == [conflict]

    def test_what_each_side_describes_comes_together(self) -> None:
        ours = adapted(
            ss.RewordQuestion("gov2", tags=["a"]), ss.RetitleStep("GV.OC", guidance="Ask all")
        )
        theirs = adapted(
            ss.RewordQuestion("gov2", asked_of=["chair"]), ss.RetitleStep("GV.OC", "Setting")
        )
        merged = ss.merge(BASE, ours, theirs, by="Both", on=ON)
        assert merged.question("gov2") == ss.Question(
            "gov2", "Rated?", tags=["a"], asked_of=["chair"]
        )
        step = merged.step("GV.OC")
        assert (step.title, step.guidance) == ("Setting", "Ask all")
