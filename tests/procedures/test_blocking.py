"""The one fact that blocks: changing it alone removes the stop, and none that would is missed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.blocking import blocking
from procedures.checks import walk
from procedures.definition import Definition
from procedures.journey import replay
from procedures.reading import SHIPPED
from tests.shipped import shipped_definitions
from tests.small import small_definition

FILES = sorted((SHIPPED / "definitions").glob("*.yaml"))
STOPPING = [file.stem for file in FILES if "\nstops:\n" in file.read_text(encoding="utf-8")]
Told = list[tuple[str, str, tuple[str, ...]]]


@cache
def shipped(name: str) -> Definition:
    return next(definition for definition in shipped_definitions() if definition.id == name)


def told(definition: Definition, answers: Mapping[str, str]) -> Told:
    return [(fact.question.id, fact.answer, fact.otherwise) for fact in blocking(definition, answers)]


@cache
def ends(name: str) -> tuple[tuple[Mapping[str, str], bool], ...]:
    """Every path of a shipped definition, and whether it ends at a stop."""
    definition = shipped(name)
    return tuple((path, replay(definition, path).stop is not None) for path in walk(definition))


def test_every_definition_with_a_stop_is_looked_at() -> None:
    assert [definition.id for definition in shipped_definitions() if definition.stops] == STOPPING


def free(definition: Definition, answers: Mapping[str, str], name: str, option: str) -> bool:
    """Whether any path without a stop has this option and else agrees with what was answered. Asks no `replay`."""
    wanted = {**answers, name: option}
    return any(
        not stops and path.get(name) == option and all(wanted.get(asked, said) == said for asked, said in path.items())
        for path, stops in ends(definition.id)
    )


def searched(definition: Definition, answers: Mapping[str, str]) -> Told:
    """The same by trying everything."""
    counted = replay(definition, answers).answers
    found: Told = []
    for question in reversed(definition.questions):
        said = counted.get(question.id)
        others = [option for option in question.options if option != said]
        otherwise = tuple(option for option in others if said and free(definition, answers, question.id, option))
        if said and otherwise:
            found.append((question.id, said, otherwise))
    return found


@pytest.mark.parametrize(
    ("name", "answers", "facts"),
    [
        ("housing-fund-withdrawal-retirement", {"fund_loan": "yes"}, [("fund_loan", "yes", ("no",))]),
        (
            "residence-permit",
            {"request": "new", "months": "no", "ground": "job"},
            [("ground", "job", ("talent",)), ("months", "no", ("yes",)), ("request", "new", ("endorse", "replace"))],
        ),
        (
            "graduate-subsidy",
            {"place": "hangzhou", "insured": "lt6"},
            [("insured", "lt6", ("6", "12")), ("place", "hangzhou", ("other",))],
        ),
        ("startup-loan", {"loans": "yes"}, [("loans", "yes", ("no",))]),
    ],
)
def test_the_facts_that_block_the_one_asked_last_first(name: str, answers: dict[str, str], facts: Told) -> None:
    assert told(shipped(name), answers) == facts


def test_where_two_things_stand_in_the_way_no_single_one_blocks() -> None:
    """With another loan open, and too much for a person: neither alone opens the way."""
    answers = {"loans": "yes", "borrower": "person", "amount": "firm400"}
    assert told(shipped("startup-loan"), answers) == []
    assert told(shipped("startup-loan"), {**answers, "loans": "no"}) == [
        ("amount", "firm400", ("le30", "le50")),
        ("borrower", "person", ("firm",)),
    ]


def test_a_way_that_only_leads_to_another_stop_is_no_way_out() -> None:
    """Whatever comes after, it ends: nothing certain stops it yet, and nobody is given false hope."""
    small = small_definition()
    stop = small.stops[0]
    everyone = [
        stop.model_copy(update={"id": f"for-{who}", "when": type(stop.when).model_validate(written)})
        for who, written in (("self", {"handled_by": "self"}), ("agent", {"handled_by": "agent"}))
    ]
    closed = small.model_copy(update={"stops": (stop, *everyone)})
    assert replay(closed, {"dwelling": "owned"}).stop is None
    assert told(closed, {"dwelling": "elsewhere"}) == []
    assert told(small, {"dwelling": "elsewhere"}) == [("dwelling", "elsewhere", ("owned", "rented", "employer"))]


def test_without_a_stop_nothing_blocks() -> None:
    assert told(small_definition(), {"dwelling": "owned", "handled_by": "self"}) == []
    assert told(small_definition(), {}) == []


@pytest.mark.parametrize("name", STOPPING)
def test_on_every_path_to_a_stop_exactly_the_facts_that_block_are_told(name: str) -> None:
    stopped = [path for path, stops in ends(name) if stops]
    assert stopped
    for path in stopped:
        assert told(shipped(name), path) == searched(shipped(name), path), path


@pytest.mark.parametrize("name", STOPPING)
def test_with_the_fact_otherwise_the_stop_is_gone(name: str) -> None:
    facts = [(path, fact) for path, stops in ends(name) if stops for fact in blocking(shipped(name), path)]
    assert facts
    for path, fact in facts:
        assert replay(shipped(name), path).stop is not None
        for option in fact.otherwise:
            assert replay(shipped(name), {**path, fact.question.id: option}).stop is None


@given(st.data())
def test_answers_that_count_only_then_are_kept(data: st.DataObject) -> None:
    """Somebody has told more than was asked, in whatever order."""
    definition = shipped(data.draw(st.sampled_from(STOPPING)))
    answers = {
        question.id: data.draw(st.sampled_from(sorted(question.options)))
        for question in data.draw(st.permutations(definition.questions))
    }
    facts = told(definition, answers)
    assert facts == (searched(definition, answers) if replay(definition, answers).stop else [])
