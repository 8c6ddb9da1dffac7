"""Journeys: which question comes next, and which answers still count after any change of mind."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from procedures.definition import Definition
from procedures.journey import Journey, remaining_at_most, replay
from tests.procedures.small_changed import changed
from tests.shipped import shipped_definitions
from tests.small import small_definition

DEFINITIONS = [small_definition(), *shipped_definitions()]


@st.composite
def situations(draw: st.DrawFn) -> tuple[Definition, dict[str, str]]:
    """A procedure and answers to it in any order: right ones, wrong ones, and to questions that nobody asks."""
    definition = draw(st.sampled_from(DEFINITIONS))
    questions = draw(st.permutations(definition.questions))
    given: dict[str, str] = {}
    for question in questions[: draw(st.integers(0, len(questions)))]:
        given[question.id] = draw(st.sampled_from([*question.options, "no-such-option"]))
    if draw(st.booleans()):
        given["no-such-question"] = "yes"
    return definition, given


def small(**given: str) -> Journey:
    return replay(small_definition(), given)


def test_questions_are_asked_from_the_top() -> None:
    assert small().next_question == small_definition().question("dwelling")
    assert small(dwelling="owned").next_question == small_definition().question("handled_by")
    assert small(dwelling="owned", handled_by="self").complete


def test_an_early_answer_waits_until_its_question_is_asked() -> None:
    early = small(handled_by="agent")
    assert (early.answers, early.waiting, early.ignored) == ({}, ("handled_by",), ())
    later = small(handled_by="agent", dwelling="rented")
    assert list(later.answers) == ["dwelling", "handled_by"]
    assert later.complete


def test_a_stop_ends_the_journey_and_what_it_does_not_ask_is_ignored() -> None:
    stopped = small(dwelling="elsewhere", handled_by="self")
    assert stopped.stop is not None
    assert stopped.stop.id == "other-district"
    assert (stopped.complete, stopped.ignored, stopped.still_open) == (True, ("handled_by",), frozenset())


def test_what_is_answered_after_a_stop_does_not_count() -> None:
    always_asked = changed({"    if: {dwelling: {not: elsewhere}}\n": ""})
    stopped = replay(always_asked, {"handled_by": "self", "dwelling": "elsewhere"})
    assert (stopped.answers, stopped.ignored) == ({"dwelling": "elsewhere"}, ("handled_by",))


def test_a_question_that_this_path_does_not_ask_is_no_longer_open() -> None:
    furnished = """\
  - id: furnished
    if: {dwelling: rented}
    ask: {zh: 带家具吗？, en: Is it furnished?}
    why: {zh: 缘由, en: a reason}
    options: {bare: {zh: 不带, en: bare}, full: {zh: 带, en: furnished}}
"""
    definition = changed({"usual: {dwelling": furnished + "usual: {dwelling"})
    owner, tenant = replay(definition, {"dwelling": "owned"}), replay(definition, {"dwelling": "rented"})
    assert owner.still_open == {"handled_by"}
    assert tenant.still_open == {"handled_by", "furnished"}
    assert (remaining_at_most(definition, owner), remaining_at_most(definition, tenant)) == (1, 2)
    assert replay(definition, {"dwelling": "owned", "furnished": "full"}).ignored == ("furnished",)


def test_wrong_options_and_questions_are_ignored() -> None:
    journey = small(dwelling="castle", colour="red")
    assert (journey.answers, journey.ignored) == ({}, ("dwelling", "colour"))


def test_a_later_answer_that_still_counts_is_kept_when_an_earlier_one_changes() -> None:
    assert small(dwelling="rented", handled_by="agent").answers["handled_by"] == "agent"
    assert small(dwelling="owned", handled_by="agent").answers["handled_by"] == "agent"
    assert "handled_by" not in small(dwelling="elsewhere", handled_by="agent").answers


def test_a_citizen_is_told_how_many_questions_can_come() -> None:
    definition = small_definition()
    assert remaining_at_most(definition, small()) == 2
    assert remaining_at_most(definition, small(handled_by="self")) == 1
    assert remaining_at_most(definition, small(dwelling="owned")) == 1
    assert remaining_at_most(definition, small(dwelling="elsewhere")) == 0


@given(situations(), st.randoms())
def test_the_order_of_answers_does_not_matter(situation: tuple[Definition, dict[str, str]], random: Random) -> None:
    definition, given = situation
    order = list(given)
    random.shuffle(order)
    one, other = replay(definition, given), replay(definition, {name: given[name] for name in order})
    assert list(one.answers.items()) == list(other.answers.items())
    assert (one.waiting, one.still_open) == (other.waiting, other.still_open)
    assert (one.next_question, one.stop) == (other.next_question, other.stop)
    assert set(one.ignored) == set(other.ignored)


@given(situations())
def test_a_journey_replayed_is_itself(situation: tuple[Definition, dict[str, str]]) -> None:
    definition, given = situation
    journey = replay(definition, given)
    again = replay(definition, journey.answers)
    assert again.answers == journey.answers
    assert (again.next_question, again.stop, again.still_open) == (
        journey.next_question,
        journey.stop,
        journey.still_open,
    )
    assert (again.ignored, again.waiting) == ((), ())


@given(situations())
def test_every_answer_has_exactly_one_fate(situation: tuple[Definition, dict[str, str]]) -> None:
    definition, given = situation
    journey = replay(definition, given)
    fates = [*journey.answers, *journey.ignored, *journey.waiting]
    assert sorted(fates) == sorted(given)
    assert all(given[name] == option for name, option in journey.answers.items())


@given(situations(), st.data())
def test_later_answers_that_still_count_are_kept(
    situation: tuple[Definition, dict[str, str]], data: st.DataObject
) -> None:
    """Whoever changes an answer loses later ones only where the new path does not ask for them."""
    definition, given = situation
    counted = replay(definition, given).answers
    if not counted:
        return
    changed = data.draw(st.sampled_from(list(counted)))
    question = definition.question(changed)
    assert question is not None
    option = data.draw(st.sampled_from(list(question.options)))
    after = replay(definition, {**counted, changed: option})
    assert after.answers[changed] == option
    for name in (name for name in counted if name != changed):
        lost = definition.question(name)
        assert lost is not None
        if name in after.answers:
            assert after.answers[name] == counted[name]
        elif after.stop is None and name not in after.waiting:
            assert lost.when.holds(after.answers, after.still_open) is False


@given(situations(), st.dictionaries(st.text(), st.text()))
def test_any_mapping_is_welcome(situation: tuple[Definition, dict[str, str]], noise: dict[str, str]) -> None:
    definition, given = situation
    journey = replay(definition, {**noise, **given})
    assert journey.complete is (journey.next_question is None)
    assert 0 <= remaining_at_most(definition, journey) <= len(definition.questions)
