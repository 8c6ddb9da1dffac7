"""Conditions: every written form, three values, and that what is written again reads the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from procedures.condition import ALWAYS, Condition
from procedures.definition import Definition
from tests.small import small_definition

QUESTIONS = ["role", "marital", "mortgage"]
OPTIONS = ["a", "b", "c"]
ANSWERS = st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(OPTIONS))


def some_options() -> st.SearchStrategy[Any]:
    named = st.sampled_from(OPTIONS) | st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=3, unique=True)
    return named | named.map(lambda options: {"not": options})


def written_conditions() -> st.SearchStrategy[Any]:
    tests = st.dictionaries(st.sampled_from(QUESTIONS), some_options(), min_size=1)

    def deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        clause = st.builds(lambda tests, unless: {**tests, "not": unless}, tests, inner) | inner.map(
            lambda unless: {"not": unless}
        )
        return st.lists(tests | clause.filter(lambda c: isinstance(c, dict)), min_size=2, max_size=3) | clause

    return st.recursive(tests, deeper, max_leaves=4)


def read(written: Any) -> Condition:
    return Condition.model_validate(written)


@pytest.mark.parametrize(
    ("written", "answers", "expected"),
    [
        ({"role": "buyer"}, {"role": "buyer"}, True),
        ({"role": "buyer"}, {"role": "seller"}, False),
        ({"role": "buyer"}, {}, False),
        ({"marital": ["divorced", "widowed"]}, {"marital": "widowed"}, True),
        ({"marital": ["divorced", "widowed"]}, {"marital": "single"}, False),
        ({"mortgage": {"not": "none"}}, {"mortgage": "none"}, False),
        ({"mortgage": {"not": "none"}}, {"mortgage": "carry_over"}, True),
        ({"mortgage": {"not": "none"}}, {}, True),
        ({"marital": {"not": ["single", "widowed"]}}, {"marital": "widowed"}, False),
        ({"marital": {"not": ["single", "widowed"]}}, {"marital": "married"}, True),
        ({"role": "buyer", "mortgage": {"not": "none"}}, {"role": "buyer", "mortgage": "carry_over"}, True),
        ({"role": "buyer", "mortgage": {"not": "none"}}, {"role": "buyer", "mortgage": "none"}, False),
        ({"role": "buyer", "mortgage": {"not": "none"}}, {"role": "seller", "mortgage": "carry_over"}, False),
        ([{"role": "buyer"}, {"mortgage": "none"}], {"role": "seller", "mortgage": "none"}, True),
        ([{"role": "buyer"}, {"mortgage": "none"}], {"role": "seller", "mortgage": "carry_over"}, False),
        ({"not": {"role": "buyer", "mortgage": "none"}}, {"role": "buyer", "mortgage": "none"}, False),
        ({"not": {"role": "buyer", "mortgage": "none"}}, {"role": "buyer", "mortgage": "carry_over"}, True),
        ({"not": [{"role": "buyer"}, {"mortgage": "none"}]}, {"role": "seller", "mortgage": "none"}, False),
        ({"role": "buyer", "not": {"mortgage": "none"}}, {"role": "buyer", "mortgage": "carry_over"}, True),
    ],
)
def test_each_written_form_holds_as_it_reads(written: Any, answers: dict[str, str], expected: bool) -> None:
    assert read(written).holds(answers) is expected


@pytest.mark.parametrize(
    ("written", "answers", "still_open", "expected"),
    [
        ({"role": "buyer"}, {}, {"role"}, None),
        ({"role": {"not": "buyer"}}, {}, {"role"}, None),
        ({"role": "buyer", "mortgage": "none"}, {"role": "buyer"}, {"mortgage"}, None),
        ({"role": "buyer", "mortgage": "none"}, {"role": "seller"}, {"mortgage"}, False),
        ([{"role": "buyer"}, {"mortgage": "none"}], {"role": "buyer"}, {"mortgage"}, True),
        ([{"role": "buyer"}, {"mortgage": "none"}], {"role": "seller"}, {"mortgage"}, None),
        ({"not": {"role": "buyer"}}, {}, {"role"}, None),
        ({"not": {"role": "buyer", "mortgage": "none"}}, {"role": "seller"}, {"mortgage"}, True),
        ({"role": "buyer"}, {"role": "buyer"}, {"role"}, True),
    ],
)
def test_what_depends_on_an_open_question_is_not_yet_known(
    written: Any, answers: dict[str, str], still_open: set[str], expected: bool | None
) -> None:
    assert read(written).holds(answers, still_open) is expected


@given(written_conditions(), ANSWERS, ANSWERS)
def test_what_was_certain_stays_when_more_is_answered(
    written: Any, known: dict[str, str], later: dict[str, str]
) -> None:
    condition = read(written)
    before = condition.holds(known, set(QUESTIONS) - set(known))
    everything = {**later, **known}
    after = condition.holds(everything, set(QUESTIONS) - set(everything))
    assert before is None or after is before


@given(written_conditions(), ANSWERS, st.sets(st.sampled_from(QUESTIONS)))
def test_a_condition_written_again_reads_the_same(written: Any, answers: dict[str, str], still_open: set[str]) -> None:
    condition = read(written)
    again = read(condition.model_dump())
    assert again == condition
    assert again.holds(answers, still_open) is condition.holds(answers, still_open)


@given(written_conditions())
def test_it_names_every_question_in_it(written: Any) -> None:
    assert {test.question for test in read(written).tests()} == set(_named(written))


def _named(written: Any) -> list[str]:
    clauses = written if isinstance(written, list) else [written]
    found: list[str] = []
    for clause in clauses:
        found += [name for name in clause if name != "not"]
        found += _named(clause["not"]) if "not" in clause else []
    return found


@pytest.mark.parametrize("written", [{}, [], "buyer", 3, None, {"role": None}, {"role": []}, {"role": 1}, [{}]])
def test_anything_else_is_refused(written: Any) -> None:
    with pytest.raises(ValidationError):
        read(written)


@pytest.mark.parametrize("written", [{"not": []}, {"not": {}}, {"role": "buyer", "not": {"role": []}}])
def test_a_mistake_further_in_is_told_in_one_sentence(written: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        read(written)
    [error] = refused.value.errors()
    assert "\n" not in error["msg"]
    assert "validation error" not in error["msg"]


def test_always_holds_whatever_is_open() -> None:
    assert ALWAYS.holds({}, QUESTIONS) is True


def test_a_definition_can_be_kept_as_json_and_read_back() -> None:
    definition = small_definition()
    assert Definition.model_validate_json(definition.model_dump_json(by_alias=True)) == definition
