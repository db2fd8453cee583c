"""Frameworks: what cannot exist, look-up, identity, citation and attribution."""

import copy
import pickle
from collections.abc import Callable
from datetime import date
from typing import cast

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

import sixsteps as ss
from sixsteps import RAG, Framework, InvalidError, Question, Source, Step, UnknownIdError
from sixsteps.model.lineage import Identity

SOURCE = Source("Doe, J (2024) Local", adapted="Adapted from Doe, J (2024) Local, with thanks")


def framework(*steps: Step) -> Framework:
    return Framework("Local", SOURCE, evolve(RAG, source=None), steps or (step(),))


def step(name: str = "s1", *questions: str) -> Step:
    ids = questions or (f"{name}q1", f"{name}q2")
    return Step(name, f"Title of {name}", [Question(q, f"Text of {q}?") for q in ids])


def problems(error: pytest.ExceptionInfo[InvalidError]) -> list[str]:
    return [str(problem) for problem in error.value.problems]


def test_an_id_stands_for_one_thing_in_the_whole_framework() -> None:
    with pytest.raises(InvalidError) as error:
        Framework(
            "Local",
            SOURCE,
            RAG,
            [step("s1"), step("s2", "s1q1", "s2q1"), step("s1", "s3q1")],
            [ss.ContextQuestion("s1", "Who?")],
        )
    assert problems(error) == [
        "a second id 's1q1' at steps[1].questions[0].id;"
        " the first stands at steps[0].questions[0].id",
        "a second id 's1' at steps[2].id; the first stands at steps[0].id",
        "a second id 's1' at context[0].id; the first stands at steps[0].id",
    ]


def test_wrong_types_are_all_reported_and_never_shown() -> None:
    with pytest.raises(InvalidError) as error:
        Framework(1, "Doe", None, ["secret"], [Question("q", "t")])  # type: ignore[arg-type, list-item] # on purpose
    assert str(error.value) == (
        "5 problems with the framework:\n"
        "  a string is needed at title; this is a value of type int\n"
        "  a Source is needed at source; this is a value of type str\n"
        "  a Scale is needed at scale; this is None\n"
        "  a Step is needed at steps[0]; this is a value of type str\n"
        "  a ContextQuestion is needed at context[0]; this is a value of type Question"
    )


def test_a_framework_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        framework().title = "Other"  # type: ignore[misc] # on purpose


def test_things_are_found_by_id_and_numbered_by_place() -> None:
    local = framework(step("s2"), step("s1"))
    assert local.question("s1q2") == Question("s1q2", "Text of s1q2?")
    assert local.step_of("s1q2") == local.step("s1")
    assert [local.number(name) for name in ("s2", "s2q1", "s1", "s1q2")] == ["1", "1.1", "2", "2.2"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda f: f.question("s1q9"), "no question 's1q9' in step 's1'; it has s1q1, s1q2"),
        (lambda f: f.step_of("x"), "no question of that id; the steps are s1"),
        (lambda f: f.number("s9"), "no question 's9'; the steps are s1"),
        (lambda f: f.question(cast("str", None)), "that is not a question id"),
        (lambda f: f.question("y" * 65), "that is not a question id"),
        (lambda f: f.step("s9"), "no step 's9'; there are s1"),
        (lambda f: f.identity("s1q9"), "no question 's1q9' in step 's1'; it has s1q1, s1q2"),
        (lambda f: f.context_question("c1"), "no context question of that id; there are none"),
    ],
)
def test_what_is_not_there_is_named_with_what_is(
    call: Callable[[Framework], object], message: str
) -> None:
    with pytest.raises(UnknownIdError) as error:
        call(framework())
    assert str(error.value) == message


def test_the_reference_of_an_unadapted_framework_is_plain() -> None:
    assert framework().citation == "Doe, J (2024) Local"


def test_a_borrowed_question_brings_its_source_into_the_citation() -> None:
    borrowed = Question("s1q3", "Is there a plan?", source="NSPCC (2020) Questions")
    local = framework(Step("s1", "Partners", [borrowed]))
    assert borrowed.source == Source("NSPCC (2020) Questions")
    assert local.citation == "Doe, J (2024) Local. With questions from NSPCC (2020) Questions."


def adapted() -> Framework:
    origin = framework()
    content = evolve(origin, title="Ours")
    made = ss.Adaptation(
        [ss.Retitle("Ours")],
        by="Anytown",
        on=date(2026, 4, 1),
        base=origin.digest,
        result=content.digest,
    )
    return evolve(origin, title="Ours", lineage=[made], origin=origin)


def test_an_adapted_framework_carries_the_required_sentence_and_its_adapter() -> None:
    assert adapted().citation == (
        "Adapted from Doe, J (2024) Local, with thanks. Adapted by Anytown (2026)."
    )


def test_an_adaptation_by_several_with_a_citation_of_its_own_is_cited_so() -> None:
    made = ss.Adaptation(
        [], by=["Anytown", "Othertown", "Thirdtown"], on=date(2027, 1, 1), source="Ours (2027)"
    )
    assert made.adapter == "Adapted by Anytown, Othertown and Thirdtown (2027): Ours (2027)"


def test_content_that_the_lineage_did_not_make_is_refused() -> None:
    with pytest.raises(InvalidError) as error:
        evolve(adapted(), title="Theirs")
    made = adapted().digest[:12]
    theirs = evolve(framework(), title="Theirs").digest[:12]
    assert problems(error) == [
        f"the content ('{theirs}') is not what the last adaptation made ('{made}') at steps;"
        " change a framework with adapt()"
    ]


def test_adaptations_without_their_origin_are_refused() -> None:
    with pytest.raises(InvalidError) as error:
        Framework("Local", SOURCE, RAG, [step()], lineage=adapted().lineage)
    assert problems(error) == [
        "adaptations without the framework they were made to at lineage; give its origin"
    ]


def test_an_adapted_framework_cannot_swap_its_source() -> None:
    with pytest.raises(InvalidError) as error:
        evolve(adapted(), source=Source("Me (2026) All my own work"))
    assert problems(error) == ["an adapted framework keeps the source of its origin at source"]


def test_an_origin_is_itself_unadapted_and_belongs_to_a_lineage() -> None:
    with pytest.raises(InvalidError) as error:
        evolve(framework(), origin=adapted())
    assert problems(error)[:2] == [
        "an origin has no adaptations at origin; give its own origin",
        "a framework without adaptations is its own origin at origin",
    ]


def test_a_lineage_is_a_chain() -> None:
    whole = adapted()
    with pytest.raises(InvalidError) as error:
        evolve(whole, lineage=[evolve(whole.lineage[0], base="0" * 64)])
    assert problems(error) == [
        "this adaptation was made to content '000000000000', and the content before it is"
        f" '{whole.origin.digest[:12]}' at lineage[0].base"
    ]


def test_the_digest_follows_the_content_and_the_fingerprint_the_history_too() -> None:
    plain, ours = framework(), adapted()
    assert evolve(plain, title="Ours").digest == ours.digest
    assert evolve(plain, title="Ours").fingerprint != ours.fingerprint
    assert framework(step("s1", "s1q2", "s1q1")).digest != plain.digest


def test_identity_is_the_id_with_the_first_wording() -> None:
    assert adapted().identity("s1q1") == Identity("s1q1", "Text of s1q1?")


def test_a_framework_pickles_copies_and_hashes_by_value() -> None:
    for value in (framework(), adapted()):
        for twin in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):  # noqa: S301
            assert (twin, hash(twin)) == (value, hash(value))
            assert twin.question("s1q1") == value.question("s1q1")


def test_a_framework_shows_its_questions_and_where_they_come_from() -> None:
    assert str(framework()) == (
        "Local\n\n"
        "Number  Step         Id    Question\n"
        "------  -----------  ----  -------------\n"
        "1.1     Title of s1  s1q1  Text of s1q1?\n"
        "1.2     Title of s1  s1q2  Text of s1q2?\n"
        "\n"
        "Doe, J (2024) Local"
    )
    assert repr(framework()) == "Framework('Local': 1 step, 2 questions)"


def test_a_framework_without_context_questions_has_one_table() -> None:
    bare = framework(step("s1", "s1q1"))
    asking = evolve(bare, context=[ss.ContextQuestion("c1", "Who scrutinises?")])
    (questions,) = bare.tables()
    assert questions.cells == (("1.1", "Title of s1", "s1q1", "Text of s1q1?"),)
    assert [table.cells for table in asking.tables()[1:]] == [(("c1", "Who scrutinises?"),)]


@pytest.mark.parametrize(("printed", "meant"), [("2.1", "s2q1"), ("2.9", None), ("3.1", None)])
def test_a_printed_number_is_answered_with_the_id_it_may_mean(
    printed: str, meant: str | None
) -> None:
    assert framework(step("s1"), step("s2")).nearest_question(printed) == meant


def test_no_tag_has_the_name_of_what_has_none() -> None:
    makes: list[Callable[[], object]] = [
        lambda: ss.Question("q1", "Is it so?", tags=["voice", "No tag"]),
        lambda: ss.RewordQuestion("q1", tags=["voice", "No tag"]),
    ]
    for make in makes:
        with pytest.raises(ss.InvalidError) as refused:
            make()
        assert [(one.path, one.message, one.remedy) for one in refused.value.problems] == [
            (
                ("tags", 1),
                "the tag 'No tag' is the name for questions that have none",
                "name it otherwise, or leave it out",
            )
        ]
