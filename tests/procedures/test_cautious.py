"""While an answer is not known, the option goes on for which most is brought, and never a stop."""

from __future__ import annotations

from functools import partial

from procedures.cautious import cautious_option
from procedures.condition import ALWAYS
from procedures.definition import Definition
from procedures.outcome import outcome
from tests.shipped import shipped_definitions, shipped_province
from tests.small import small_definition, small_province

SMALL, PROVINCE = small_definition(), small_province()


def cautious(definition: Definition, name: str, answers: dict[str, str]) -> str | None:
    question = definition.question(name)
    assert question is not None
    return cautious_option(definition, question, answers, lambda given: outcome(definition, PROVINCE, given))


def test_more_to_bring_goes_before_less() -> None:
    """An agent brings a power of attorney, the keeper does not; a home elsewhere would stop everything."""
    assert cautious(SMALL, "handled_by", {"dwelling": "owned"}) == "agent"
    assert cautious(SMALL, "dwelling", {}) not in (None, "elsewhere")


def test_what_staff_named_counts() -> None:
    questions = tuple(
        question.model_copy(update={"if_unsure": "self"}) if question.id == "handled_by" else question
        for question in SMALL.questions
    )
    assert cautious(SMALL.model_copy(update={"questions": questions}), "handled_by", {"dwelling": "owned"}) == "self"


def test_where_everything_stops_nothing_is_assumed() -> None:
    always = SMALL.stops[0].model_copy(update={"when": ALWAYS})
    assert cautious(SMALL.model_copy(update={"stops": (always,)}), "dwelling", {}) is None


def test_no_question_of_the_catalogue_goes_on_into_a_stop() -> None:
    for definition in shipped_definitions():
        outcome_of = partial(outcome, definition, shipped_province())
        for question in definition.questions:
            option = cautious_option(definition, question, definition.usual, outcome_of)
            if option is not None and question.id in definition.usual:
                assert outcome_of({**definition.usual, question.id: option}).stop is None, question.id
