"""What becomes of each document: covered, brought with its reason, sent, made here, or handed in."""

from __future__ import annotations

import pytest

from procedures.outcome import Outcome
from procedures.settling import Covered, Gaps, GapWhy, Item, MissingData, Sent, Why
from tests.procedures.small_changed import FOR_THE_KEEPER, OWNER, TENANT, brought, end_of, window

HOME_LINE = "{document: home-certificate, of: [keeper], if: {dwelling: owned}}"
CAR_LINE = "{document: vehicle-licence, of: [keeper]}"


def item(end: Outcome, document: str) -> Item:
    way = window(end)
    [found] = [item for item in (*way.bring, *way.hand_in, *way.also) if item.document == document]
    return found


def test_what_a_register_holds_is_covered_and_names_register_and_department() -> None:
    assert end_of(OWNER).covered == (
        Covered("home-certificate", ("you",), "home-register", "housing"),
        Covered("vehicle-licence", ("you",), "vehicle-register", "traffic"),
    )
    assert brought(end_of(OWNER)) == {"id-card": ("you",)}


def test_a_register_that_is_down_returns_its_paper_with_the_reason() -> None:
    end = end_of(OWNER, Gaps(down=frozenset({"home-register"})))
    assert brought(end) == {"id-card": ("you",), "home-certificate": ("you",)}
    assert item(end, "home-certificate").why is Why.GAP
    assert end.gaps == (MissingData("home-certificate", ("you",), "home-register", "down"),)
    assert [entry.document for entry in end.covered] == ["vehicle-licence"]


def test_a_second_register_serves_where_the_first_is_down() -> None:
    end = end_of(OWNER, Gaps(down=frozenset({"vehicle-register"})))
    assert end.covered[1] == Covered("vehicle-licence", ("you",), "vehicle-archive", "traffic")
    assert (brought(end), end.gaps) == ({"id-card": ("you",)}, ())


def test_a_paper_returns_when_every_register_is_down() -> None:
    end = end_of(OWNER, Gaps(down=frozenset({"vehicle-register", "vehicle-archive"})))
    assert brought(end) == {"id-card": ("you",), "vehicle-licence": ("you",)}
    assert end.gaps == (MissingData("vehicle-licence", ("you",), "vehicle-register", "down"),)


@pytest.mark.parametrize("why", ["refused", "not_found", "contradicted"])
def test_a_gap_of_one_person_returns_that_persons_paper_only(why: GapWhy) -> None:
    both = {CAR_LINE: "{document: vehicle-licence, of: [you, keeper]}"}
    end = end_of(FOR_THE_KEEPER, Gaps(people={("vehicle-licence", "keeper"): why}), changes=both)
    assert brought(end)["vehicle-licence"] == ("keeper",)
    assert Covered("vehicle-licence", ("you",), "vehicle-register", "traffic") in end.covered
    assert end.gaps == (MissingData("vehicle-licence", ("keeper",), "vehicle-register", why),)


def test_who_refuses_is_not_asked_at_a_second_register_either() -> None:
    end = end_of(OWNER, Gaps(people={("vehicle-licence", "you"): "refused"}))
    assert "vehicle-licence" in brought(end)


def test_of_alternatives_that_no_register_holds_the_first_is_brought() -> None:
    lease = item(end_of(TENANT), "lease")
    assert (lease.or_else, lease.unless, lease.why, lease.tolerated) == (
        ("landlord-statement",),
        (),
        Why.NO_REGISTER,
        5,
    )


def test_an_alternative_is_needed_unless_the_register_has_the_other() -> None:
    either = {CAR_LINE: "{one_of: [vehicle-licence, housing-letter], of: [keeper]}"}
    letter = item(end_of(OWNER, changes=either), "housing-letter")
    assert letter.unless == (("vehicle-licence", "vehicle-register"),)
    down = Gaps(down=frozenset({"vehicle-register", "vehicle-archive"}))
    end = end_of(OWNER, down, changes=either)
    licence = item(end, "vehicle-licence")
    assert (licence.or_else, licence.unless, licence.why) == (("housing-letter",), (), Why.GAP)
    assert [gap.document for gap in end.gaps] == ["vehicle-licence"]


def test_alternatives_that_registers_hold_are_covered_by_the_first() -> None:
    either = {CAR_LINE: "{one_of: [vehicle-licence, home-certificate], of: [keeper]}", HOME_LINE: "{document: lease}"}
    end = end_of(OWNER, changes=either)
    assert end.covered == (Covered("vehicle-licence", ("you",), "vehicle-register", "traffic"),)


def test_on_paper_where_the_register_lacks_it() -> None:
    lacking = {CAR_LINE: "{document: vehicle-licence, of: [keeper], on_paper_if: {handled_by: agent}}"}
    end = end_of(FOR_THE_KEEPER, changes=lacking)
    assert item(end, "vehicle-licence").why is Why.NOT_IN_REGISTER
    assert "vehicle-licence" not in [entry.document for entry in end.covered]
    assert "vehicle-licence" in [entry.document for entry in end_of(OWNER, changes=lacking).covered]


def test_while_it_is_open_whether_the_register_lacks_it_nothing_is_said() -> None:
    lacking = {CAR_LINE: "{document: vehicle-licence, of: [keeper], on_paper_if: {handled_by: agent}}"}
    end = end_of({"dwelling": "owned"}, changes=lacking)
    assert "vehicle-licence" not in brought(end)
    assert "vehicle-licence" not in [entry.document for entry in end.covered]


def test_what_its_holder_sends_is_neither_brought_nor_counted() -> None:
    end = end_of({"dwelling": "employer", "handled_by": "self"})
    assert end.sent == (Sent("housing-letter", ("you",), "employer"),)
    assert "housing-letter" not in brought(end)
    assert end.papers_before == 2  # ID card and vehicle licence


def test_what_you_fetch_from_its_holder_is_brought_even_if_a_register_has_such() -> None:
    fetched = {CAR_LINE: "{document: vehicle-licence, of: [keeper], holder: employer, sent_by: you}"}
    assert item(end_of(OWNER, changes=fetched), "vehicle-licence").why is Why.HOLDER


def test_what_the_matter_makes_is_shown_and_never_asked_for() -> None:
    made = {CAR_LINE: "{document: vehicle-licence, of: [keeper], produced: true}"}
    end = end_of(OWNER, changes=made)
    assert item(end, "vehicle-licence").why is Why.PRODUCED
    assert "vehicle-licence" not in brought(end)
    assert end.papers_before == 2  # ID card and proof of the home


def test_forms_are_made_here_and_old_papers_handed_in() -> None:
    way = window(end_of(OWNER))
    assert [(i.document, i.why) for i in way.also] == [("application-form", Why.MADE_HERE)]
    assert [(i.document, i.why, i.if_any) for i in way.hand_in] == [("old-permit", Why.HANDED_IN, True)]
    always = window(end_of(OWNER, changes={"hand_in: if-any": "hand_in: always"}))
    assert [i.if_any for i in always.hand_in] == [False]


def test_no_register_replaces_an_identity_document() -> None:
    card = item(end_of(OWNER), "id-card")
    assert (card.why, card.or_else, card.of) == (Why.IDENTITY, ("driving-licence",), ("you",))


def test_whoever_the_citizen_is_counts_once() -> None:
    assert brought(end_of(OWNER))["id-card"] == ("you",)
    assert brought(end_of(FOR_THE_KEEPER))["id-card"] == ("you", "keeper")
    assert brought(end_of(FOR_THE_KEEPER))["power-of-attorney"] == ("keeper",)
    assert end_of(FOR_THE_KEEPER).covered[0].of == ("keeper",)
