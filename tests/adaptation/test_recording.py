"""An edited copy becomes an adaptation: what corresponds goes by id, what changed is said."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from tests.strategies.frameworks import cousins
from tests.strategies.values import TRAFFIC

ON = date(2026, 4, 1)
BASE = ss.Framework(
    "Steps",
    ss.Source("Doe, J (2019) Steps"),
    TRAFFIC,
    [
        ss.Step("s1", "Lead", [ss.Question("s1q1", "Do they meet?"), ss.Question("s1q2", "Who?")]),
        ss.Step("s2", "Learn", [ss.Question("s2q1", "What was learnt?")]),
    ],
    [ss.ContextQuestion("c1", "Who chairs?")],
)


def copied(**changes: Any) -> dict[str, Any]:
    return {**ss.to_document(BASE), **changes}


def recorded(edited: Any, base: ss.Framework = BASE, **said: Any) -> ss.Framework:
    return ss.record(base, edited, by="Anytown", on=ON, **said)


def step(name: str, title: str, *questions: Mapping[str, str]) -> dict[str, Any]:
    return {"id": name, "title": title, "questions": list(questions)}


MET = {"id": "s1q1", "text": "Do they meet?"}
WHO = {"id": "s1q2", "text": "Who?"}
LEARNT = {"id": "s2q1", "text": "What was learnt?"}


@pytest.mark.parametrize(
    ("changes", "said", "edits"),
    [
        ({"title": "Ours"}, {}, ["retitle the framework “Ours”"]),
        (
            {"steps": [step("s1", "Lead", MET), step("s2", "Learn", LEARNT)]},
            {},
            ["remove question s1q2"],
        ),
        (
            {"steps": [step("s2", "Learn", LEARNT), step("s1", "Leading", MET, WHO)]},
            {},
            ["move step s1 after s2", "retitle step s1 “Leading”"],
        ),
        (
            {"steps": [step("s1", "Lead", MET), step("s2", "Learn", LEARNT, WHO)]},
            {},
            ["move question s1q2 to step s2 after s2q1"],
        ),
        (
            {"steps": [step("s1", "Lead", MET, {**WHO, "label": "Chair"}),
                       step("s2", "Learn", LEARNT)]},
            {},
            ["change the label of question s1q2"],
        ),
        (
            {"steps": [step("s1", "Lead", MET, {"id": "s1q2", "text": "Who comes?"}),
                       step("s2", "Learn", LEARNT)]},
            {"reworded": ["s1q2"]},
            ["reword question s1q2: “Who comes?”"],
        ),
        (
            {"steps": [step("s1", "Lead", MET, {"id": "s1q2", "text": "Is there a plan?"}),
                       step("s2", "Learn", LEARNT)]},
            {"replaced": ["s1q2"]},
            ["replace question s1q2 with s1q3: “Is there a plan?”"],
        ),
        ({"context": [{"id": "c1", "text": "Who leads?"}]}, {"reworded": ["c1"]},
         ["reword context question c1: “Who leads?”"]),
        ({"context": [{"id": "c1", "text": "How often?"}]}, {"replaced": ["c1"]},
         ["remove context question c1", "add context question c2 first: “How often?”"]),
        ({"context": []}, {}, ["remove context question c1"]),
    ],
)  # fmt: skip
def test_what_was_changed_in_a_copy_is_recorded_as_edits(
    changes: dict[str, Any], said: dict[str, Any], edits: list[str]
) -> None:
    made = recorded(copied(**changes), **said)
    assert [str(edit) for edit in made.lineage[-1].edits] == edits
    assert made.citation == "Adapted from Doe, J (2019) Steps. Adapted by Anytown (2026)."


def test_a_copy_comes_as_a_framework_a_document_or_a_file(tmp_path: Path) -> None:
    edited = evolve(BASE, title="Ours", source=ss.Source("Whoever"))
    path = tmp_path / "ours.json"
    ss.write(edited, path)
    made = recorded(edited)
    assert recorded(ss.to_document(edited)) == recorded(path) == recorded(str(path)) == made
    assert (made.title, made.source, len(made.lineage)) == ("Ours", BASE.source, 1)


def test_source_lineage_origin_and_citation_of_a_copy_are_passed_over() -> None:
    local = ss.adapt(BASE, ss.Retitle("Ours"), by="Othertown", on=ON)
    copy = {**ss.to_document(local), "citation": "Mine", "lineage": 3, "source": None}
    assert recorded(copy) == ss.adapt(BASE, ss.Retitle("Ours"), by="Anytown", on=ON)


def test_a_copy_in_which_nothing_changed_gives_the_base_and_names_nobody() -> None:
    assert recorded(copied()) is BASE


def test_a_copy_of_the_published_framework_is_recorded_as_an_adaptation_of_it() -> None:
    copy = ss.to_document(ss.six_steps())
    copy["steps"][0]["title"] = "Leaders lead"
    with pytest.raises(ss.DocumentError) as caught:
        ss.from_document(copy)
    assert str(caught.value) == (
        "the source is that of a published framework, and the content is another at $.steps; make"
        " it an adaptation with record(six_steps(), ...), or name its own source"
    )
    made = ss.record(ss.six_steps(), copy, by="Anytown", on=ON)
    assert made == ss.adapt(
        ss.six_steps(), ss.RetitleStep("s1", "Leaders lead"), by="Anytown", on=ON
    )


def test_reasons_are_given_by_id() -> None:
    changes = copied(steps=[step("s1", "Lead", MET, {"id": "s1q4", "text": "New?"})])
    made = recorded(changes, reasons={"s2": "elsewhere", "s1q2": "asked", "s1q4": "law"})
    assert [(str(edit), edit.reason) for edit in made.lineage[0].edits] == [
        ("remove question s1q2", "asked"),
        ("add question s1q4 to step s1 after s1q1: “New?”", "law"),
        ("remove step s2", "elsewhere"),
    ]


def test_an_id_that_meant_something_else_before_gets_the_next_free_one() -> None:
    fewer = ss.adapt(BASE, ss.RemoveQuestion("s1q2"), ss.RemoveStep("s2"), by="B", on=ON)
    again = [
        step("s1", "Lead", MET, {"id": "s1q2", "text": "How?"}),
        step("s2", "Teach", {"id": "s2q1", "text": "What was learnt?"}),
    ]
    made = recorded(copied(steps=again), fewer)
    assert made.lineage[-1].renamed == (("s1q2", "s1q3"), ("s2", "s3"))
    assert [question.id for question in made.questions] == ["s1q1", "s1q3", "s2q1"]


@pytest.mark.parametrize(
    ("changes", "said", "message"),
    [
        (
            {"steps": [step("s1", "Lead", {**MET, "text": "A?"}, {**WHO, "text": "B?"}),
                       step("s2", "Learn", LEARNT)]},
            {},
            "2 problems with the edited copy:\n"
            "  the text of 's1q1' is another one at steps[0].questions[0].text; give"
            " reworded=['s1q1'] if it means the same, or else replaced\n"
            "  the text of 's1q2' is another one at steps[0].questions[1].text; give"
            " reworded=['s1q2'] if it means the same, or else replaced",
        ),
        (
            {"context": [{"id": "c1", "text": "Who leads?"}]},
            {"reworded": ["c1"], "replaced": ["c1"]},
            "'c1' is both reworded and replaced at context[0].text; name it in one",
        ),
        (
            {},
            {"reworded": ["s1q1"], "replaced": ["s9"]},
            "2 problems with the edited copy:\n"
            "  the text of the question 's1q1' is not another one at reworded[0]; leave it out\n"
            "  the text of the question 's9' is not another one at replaced[0]; leave it out",
        ),
        (
            {"steps": [step("s1", "Lead", {"id": "s1q1", "text": "Who?"}),
                       step("s2", "Learn", LEARNT)]},
            {"reworded": ["s1q1"]},
            "the text of 's1q2' stands under the id 's1q1' at steps[0].questions[0].text; give it"
            " the id 's1q2' again",
        ),
        (
            {},
            {"reasons": {"s1q9": "why"}},
            "a reason for 's1q9', which neither has at reasons; give the id of a step or of a"
            " question; did you mean 's1q2'?",
        ),
        (
            {"scale": {"title": "Two", "levels": [{"key": "no"}, {"key": "yes"}]}},
            {},
            "the scale has other levels: no, yes at scale.levels; give mapping= from red, amber,"
            " green to them",
        ),
        (
            {"scale": {"title": "Two", "levels": [{"key": "no"}, {"key": "yes"}]}},
            {"mapping": {"red": "yes", "green": "no"}},
            "the mapping is not monotone: 'green' is better than 'red' and goes to the lower"
            " level 'no' at mapping",
        ),
        (
            {},
            {"mapping": {"red": "no"}},
            "a mapping of levels, and the scale is the same at mapping; leave it out",
        ),
    ],
)  # fmt: skip
def test_what_a_copy_leaves_open_is_refused_with_every_place(
    changes: dict[str, Any], said: dict[str, Any], message: str
) -> None:
    with pytest.raises(ss.AdaptationError) as caught:
        recorded(copied(**changes), **said)
    assert str(caught.value) == message


def test_other_levels_are_taken_with_a_mapping() -> None:
    scale = {"title": "Two", "levels": [{"key": "no"}, {"key": "yes"}]}
    made = recorded(copied(scale=scale), mapping={"red": "no", "green": "yes"})
    assert [str(edit) for edit in made.lineage[0].edits] == [
        "change the scale to “Two” (red → no, green → yes)"
    ]


def test_a_document_that_cannot_be_read_is_refused_with_its_places() -> None:
    with pytest.raises(ss.DocumentError, match=r"a string is needed.* at \$\.title"):
        recorded(copied(title=3))
    with pytest.raises(ss.WrongTypeError, match="reworded takes several values"):
        recorded(copied(), reworded="s1q1")
    odd: Any = ["s1q1", ["s1q2"]]
    for word in ("reworded", "replaced"):
        with pytest.raises(ss.WrongTypeError) as caught:
            recorded(copied(), **{word: odd})
        assert str(caught.value) == f"{word}[1] takes a str and was given a value of type list"


def content_of(framework: ss.Framework, ids: Mapping[str, str]) -> tuple[Any, ...]:
    """What a framework asks, under other ids."""

    def here(name: str) -> str:
        return ids.get(name, name)

    steps = [
        (here(s.id), s.title, [evolve(q, id=here(q.id)) for q in s.questions])
        for s in framework.steps
    ]
    context = [evolve(one, id=here(one.id)) for one in framework.context]
    return framework.title, framework.scale, steps, context


def attempt(edited: ss.Framework, base: ss.Framework, said: dict[str, Any]) -> ss.Framework | None:
    """The adaptation, or `None` where a text stands under another id."""
    try:
        return recorded(edited, base, **said)
    except ss.AdaptationError as error:
        if {one.code for one in error.problems} != {"renumbered"}:
            raise
        return None


def test_a_document_that_does_not_say_whose_its_questions_are_leaves_them_borrowed() -> None:
    who, ofsted = ss.Source("WHO (2017) Guidelines"), ss.Source("Ofsted (2024) Handbook")
    edits = [ss.RewordQuestion(name, source=who) for name in ("s1q1", "s1q2", "s2q1")]
    base = ss.adapt(BASE, *edits, by="Anytown", on=ON)
    copy: Any = ss.to_document(base)
    for step in copy["steps"]:
        for question in step["questions"]:
            question.pop("source")
    assert recorded(copy, base) == base
    first, second = copy["steps"][0]["questions"]
    first["text"], second["text"] = "Who is leading?", "Something else?"
    copy["steps"][1]["questions"][0]["source"] = {"reference": ofsted.reference}
    made = recorded(copy, base, reworded=["s1q1"], replaced=["s1q2"])
    assert {q.id: q.source for q in made.questions} == {"s1q1": who, "s1q3": None, "s2q1": ofsted}
    # A framework says all there is to say.
    plain = [evolve(q, source=None) for q in base.steps[0].questions]
    steps = [evolve(base.steps[0], questions=plain), base.steps[1]]
    made = recorded(ss.Framework(base.title, base.source, base.scale, steps, base.context), base)
    assert {q.id: q.source for q in made.questions} == {"s1q1": None, "s1q2": None, "s2q1": who}


@pytest.mark.law
@given(cousins(), st.data())
def test_recording_a_copy_gives_its_content_whatever_is_said_of_its_texts(
    frameworks: tuple[ss.Framework, ss.Framework, ss.Framework], data: st.DataObject
) -> None:
    _, base, edited = frameworks
    now, texts = (
        {q.id: q.text for q in of.questions} | {q.id: q.text for q in of.context}
        for of in (base, edited)
    )
    kinds = [{q.id for q in of.context} for of in (base, edited)]
    changed = [
        name
        for name, text in texts.items()
        if name in now and now[name] != text and (name in kinds[0]) == (name in kinds[1])
    ]
    replaced = {name for name in changed if data.draw(st.booleans())}
    levels = None
    if base.scale.keys != edited.scale.keys:
        levels = dict.fromkeys(base.scale.keys, edited.scale.keys[0])
    said = {"replaced": replaced, "reworded": set(changed) - replaced, "mapping": levels}
    made = attempt(edited, base, said)
    if made is None:
        return
    ids = dict(made.lineage[-1].renamed) if made is not base else {}
    assert content_of(made, {}) == content_of(edited, ids)
    assert replaced <= ids.keys()
    assert all(new not in base.register.entries for new in ids.values())
    for name, new in ids.items():
        meant = base.register.entries.get(name)
        assert name in replaced or meant is not None
        assert new not in texts
    document = ss.to_document(made)
    assert ss.from_document(document, ss.Framework) == made
