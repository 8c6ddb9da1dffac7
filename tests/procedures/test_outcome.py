"""Outcomes: ways, visits, fees, what is certain while questions are open, and what must hold for every path."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.checks import walk
from procedures.definition import Definition
from procedures.outcome import Outcome, outcome
from procedures.provincial import Province
from procedures.settling import NO_GAPS, Gaps
from tests.procedures.small_changed import FOR_THE_KEEPER, OWNER, TENANT, brought, changed, end_of, window
from tests.shipped import shipped_definitions, shipped_province
from tests.small import small_definition, small_province

WINDOW = "{way: window, visits: [{id: apply, counter: permits, minutes: 15}]}"
APPLICATION = "{document: application-form, of: [you]}"


def test_a_face_replaces_the_identity_document() -> None:
    end = end_of(OWNER)
    assert (brought(end, "online"), brought(end, "window")) == ({}, {"id-card": ("you",)})


def test_the_window_is_told_first_and_the_best_way_asks_for_least() -> None:
    end = end_of(OWNER)
    assert [way.way.way for way in end.ways] == ["online", "window"]
    assert window(end) is end.way()
    assert end.best_way is end.way("online")
    assert end_of(FOR_THE_KEEPER).way("online") is None


def test_only_collecting_later_is_one_more_visit() -> None:
    assert window(end_of(OWNER)).visit_count == 1
    collected = end_of(OWNER, changes={"give: [electronic, on-the-spot]": "give: [collect]"})
    assert [way.visit_count for way in collected.ways] == [1, 2]
    either = end_of(OWNER, changes={"give: [electronic, on-the-spot]": "give: [collect, post]"})
    assert [way.visit_count for way in either.ways] == [0, 1]


def test_each_visit_asks_for_its_own_papers() -> None:
    twice = WINDOW.replace("]}", ", {id: fetch, counter: permits, minutes: 5, after_days: 30}]}")
    end = end_of(TENANT, changes={WINDOW: twice, APPLICATION: "{document: application-form, of: [you], at: [fetch]}"})
    apply, fetch = window(end).visits
    assert {i.document for i in window(end).at(apply)} == {"id-card", "lease", "old-permit"}
    assert {i.document for i in window(end).at(fetch)} == {"id-card", "lease", "old-permit", "application-form"}


def test_a_paper_for_a_visit_is_not_needed_where_that_visit_does_not_happen() -> None:
    end = end_of(OWNER, changes={APPLICATION: "{document: application-form, of: [you], at: [apply]}"})
    online = end.way("online")
    assert online is not None
    assert [i.document for i in online.also] == []
    assert [i.document for i in window(end).also] == ["application-form"]


def test_a_visit_and_an_errand_happen_only_where_their_condition_holds() -> None:
    some = WINDOW.replace("minutes: 15}", "minutes: 15, if: {handled_by: agent}}").replace(
        "]}", "], errands: [{id: ask, holder: employer, purpose: {zh: 盖章, en: a stamp}, if: {dwelling: employer}}]}"
    )
    assert window(end_of(OWNER, changes={WINDOW: some})).visit_count == 0
    assert window(end_of(FOR_THE_KEEPER, changes={WINDOW: some})).visit_count == 1
    housed = window(end_of({"dwelling": "employer", "handled_by": "self"}, changes={WINDOW: some}))
    assert [errand.id for errand in housed.errands] == ["ask"]


def test_who_pays_and_who_comes_is_you_where_it_is_you() -> None:
    both = {WINDOW: WINDOW.replace("way: window,", "way: window, who: [you, keeper],")}
    assert window(end_of(OWNER, changes=both)).who == ("you",)
    assert window(end_of(FOR_THE_KEEPER, changes=both)).who == ("you", "keeper")
    assert [(fee.yuan, who) for fee, who in end_of(OWNER).fee] == [(20, "you")]
    assert [(fee.yuan, who) for fee, who in end_of(FOR_THE_KEEPER).fee] == [(20, "keeper")]


def test_everybody_of_the_way_comes_to_a_visit_that_names_nobody() -> None:
    way = WINDOW.replace("way: window,", "way: window, who: [you, keeper],")
    twice = way.replace("]}", ", {id: fetch, counter: permits, minutes: 5, who: [keeper]}]}")
    assert window(end_of(FOR_THE_KEEPER, changes={WINDOW: twice})).attend == {
        "apply": ("you", "keeper"),
        "fetch": ("keeper",),
    }
    assert window(end_of(OWNER, changes={WINDOW: twice})).attend == {"apply": ("you",), "fetch": ("you",)}


def test_a_stop_leads_to_nothing_else() -> None:
    end = end_of({"dwelling": "elsewhere"})
    assert end.stop is not None
    assert (end.complete, end.ways, end.covered, end.approvals, end.papers_before) == (True, (), (), (), 0)


def test_papers_before_are_identity_and_evidence_once_a_document() -> None:
    assert end_of(OWNER).papers_before == 3
    assert end_of(FOR_THE_KEEPER).papers_before == 4


@pytest.mark.parametrize(
    ("answers", "ways", "certain"),
    [
        ({}, ["window"], {"id-card"}),
        ({"dwelling": "owned"}, ["window"], {"id-card"}),
        ({"dwelling": "rented"}, ["window"], {"id-card", "lease"}),
        ({"handled_by": "agent"}, ["window"], {"id-card"}),  # whether it is asked is still open
        ({"dwelling": "rented", "handled_by": "agent"}, ["window"], {"id-card", "lease", "power-of-attorney"}),
    ],
)
def test_while_questions_are_open_only_what_is_certain_is_listed(
    answers: dict[str, str], ways: list[str], certain: set[str]
) -> None:
    end = end_of(answers)
    assert [way.way.way for way in end.ways] == ways
    assert set(brought(end)) == certain


def test_an_answer_that_is_not_asked_changes_nothing() -> None:
    assert end_of({**OWNER, "colour": "red"}).ways == end_of(OWNER).ways


CATALOGUE = [
    (small_definition(), small_province()),
    (changed({"{document: vehicle-licence, of: [keeper]}": "{one_of: [vehicle-licence, lease]}"}), small_province()),
    *((definition, shipped_province()) for definition in shipped_definitions()),
]
PATHS = {id(definition): walk(definition) for definition, _ in CATALOGUE}


@st.composite
def ends(draw: st.DrawFn) -> tuple[Definition, Province, dict[str, str]]:
    definition, province = draw(st.sampled_from(CATALOGUE))
    return definition, province, dict(draw(st.sampled_from(PATHS[id(definition)])))


def carried(end: Outcome) -> list[Counter[tuple[str, str]]]:
    """Each paper of each person, by way; alternatives of one line count as one."""
    return [
        Counter(
            ("/".join(sorted({i.document, *i.or_else, *dict(i.unless)})), person) for i in way.bring for person in i.of
        )
        for way in end.ways
    ]


@given(ends(), st.data())
def test_a_register_going_down_only_adds_papers_that_it_held(
    situation: tuple[Definition, Province, dict[str, str]], data: st.DataObject
) -> None:
    definition, province, answers = situation
    down = data.draw(st.sets(st.sampled_from(sorted(province.registers))))
    one_more = data.draw(st.sampled_from(sorted(province.registers)))
    before = outcome(definition, province, answers, Gaps(frozenset(down)))
    after = outcome(definition, province, answers, Gaps(frozenset({*down, one_more})))
    held = {name for name, document in province.documents.items() if one_more in document.held_by}
    for fewer, more in zip(carried(before), carried(after), strict=True):
        assert not fewer - more
        assert all(held & set(documents.split("/")) for documents, _ in more - fewer)
    assert before.papers_before <= after.papers_before
    assert [way.visits for way in before.ways] == [way.visits for way in after.ways]


@given(ends())
def test_a_refusal_by_one_person_changes_nothing_for_the_others(
    situation: tuple[Definition, Province, dict[str, str]],
) -> None:
    definition, province, answers = situation
    up = outcome(definition, province, answers)
    for entry in up.covered:
        refused = outcome(definition, province, answers, Gaps(people={(entry.document, entry.of[0]): "refused"}))
        for way_up, way_refused in zip(carried(up), carried(refused), strict=True):
            added = way_refused - way_up
            assert not way_up - way_refused
            assert {person for _, person in added} <= {entry.of[0]}


@given(ends(), st.data())
def test_what_was_certain_stays_when_answers_are_added(
    situation: tuple[Definition, Province, dict[str, str]], data: st.DataObject
) -> None:
    """People may turn out to be `you`; documents, ways, steps and duties never go away, unless a stop ends all."""
    definition, province, answers = situation
    order = data.draw(st.permutations(list(answers)))
    cut = data.draw(st.integers(0, len(order)))
    known = {name: answers[name] for name in order[:cut]}
    more = {name: answers[name] for name in order[: data.draw(st.integers(cut, len(order)))]}
    for gaps in (NO_GAPS, Gaps(frozenset(province.registers))):
        early, late = outcome(definition, province, known, gaps), outcome(definition, province, more, gaps)
        if late.stop is not None:
            continue
        assert early.stop is None
        for certain, later in zip(_said(early), _said(late), strict=True):
            assert certain <= later


def _said(end: Outcome) -> list[set[object]]:
    ways = {w.way.way: w for w in end.ways}
    return [
        set(ways),
        {(name, i.document) for name, w in ways.items() for i in (*w.bring, *w.hand_in, *w.also)},
        {(name, visit.id) for name, w in ways.items() for visit in w.visits},
        {(name, errand.id) for name, w in ways.items() for errand in w.errands},
        {entry.document for entry in end.covered},
        {entry.document for entry in end.sent},
        {entry.document for entry in end.gaps},
        {first.procedure for first in end.first},
        {field.id for field in end.form},
        {(approval.step, approval.department) for approval in end.approvals},
        {then.tell for then in end.then},
        {(fee.yuan, str(fee.what)) for fee, _ in end.fee},
        {tax.id for tax, _ in end.taxes},
    ]


def test_nothing_is_asked_of_a_person_who_is_not_there() -> None:
    keeper_only_with_an_agent = {
        "keeper: {name:": "keeper: {if: {handled_by: agent}, name:",
    }
    alone = end_of(OWNER, changes=keeper_only_with_an_agent)
    assert brought(alone) == {"id-card": ("you",)}
    assert alone.covered == ()
    together = end_of(FOR_THE_KEEPER, changes=keeper_only_with_an_agent)
    assert brought(together)["id-card"] == ("you", "keeper")


def test_notes_are_told_to_those_whom_they_concern() -> None:
    notes = """\
notes:
  - {id: landlord, if: {dwelling: rented}, zh: 请告诉房东。, en: Tell the landlord., verified: "no"}
  - {zh: 证件贴在车窗上。, en: Put the permit behind the windscreen., verified: "no"}
  - {to: staff, zh: 房东说明照旧收。, en: The landlord's statement is still taken., verified: "no"}
examples:
"""
    told = {"examples:\n": notes}
    assert [note.id for note in end_of(TENANT, changes=told).notes] == ["landlord", None]
    assert [note.id for note in end_of(OWNER, changes=told).notes] == [None]
