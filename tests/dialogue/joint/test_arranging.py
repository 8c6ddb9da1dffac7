"""Several matters in one visit, from the life event to the ticket: the pure core, with the shipped life events."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from bot.dialogue.conversation import Conversation
from bot.dialogue.events import Located, NoAnswer, Tapped
from bot.dialogue.guide import Guide
from bot.dialogue.joint.effects import ConfirmTogether, FindAcross, HoldTogether, JointTurnedDown, MoveTogether
from bot.dialogue.joint.replies import EventCard, JointCard, JointConfirm, JointTicket
from bot.dialogue.joint.stages import AskingEvent, ChoosingPlan, ConfirmingPlan, Listing
from bot.dialogue.replies import Say, Term
from tests.dialogue.core import MONDAY, Talk, guide
from tests.shipped import shipped_catalogue

WALLET = ("life:lost-wallet", "life-q:card:yes", "life-q:licence:yes", "life-q:urgent:yes")
"""Every card is lost, and an ID card is needed soon: four matters."""


@cache
def shipped() -> Guide:
    catalogue = shipped_catalogue()
    return replace(
        guide(now=MONDAY),
        province=catalogue.province,
        current=catalogue.procedures,
        life_events=catalogue.life_events,
    )


def listed(*taps: str) -> Talk:
    return Talk(shipped()).tap(*(taps or WALLET))


def answered(talk: Talk, *rather: str) -> Talk:
    """Every question with its first option, or the one named; every district with the first."""
    while (stage := talk.stage) and not isinstance(stage, ChoosingPlan):
        assert talk.keys, type(stage)
        talk.tap(next((key for key in rather if key in talk.keys), talk.keys[0]))
    return talk


def planned(*taps: str, rather: str = "") -> Talk:
    return answered(listed(*taps).tap("life-go:"), rather)


def booked(*taps: str) -> Talk:
    talk = planned(*taps)
    return talk.tap(talk.keys[0]).tap("plan-book:")


def slots_of(conversation: Conversation) -> list[str]:
    return [place.slot.id for matter in conversation.matters for place in matter.places]


class TestWhatBelongsToIt:
    def test_the_event_asks_what_decides_what_belongs_to_it(self) -> None:
        talk = listed("life:lost-wallet")
        assert isinstance(talk.stage, AskingEvent)
        assert talk.keys == ["life-q:card:no", "life-q:card:yes"]

    def test_then_it_shows_the_list_in_the_order_in_which_it_is_done(self) -> None:
        talk = listed()
        assert isinstance(talk.stage, Listing)
        assert [part.procedure for part in talk.stage.parts] == [
            "id-card-replacement",
            "temporary-id-card",
            "social-security-card-replacement",
            "driving-licence-replacement",
        ]
        assert len(talk.reply(EventCard).parts) == 4

    def test_something_may_be_left_out_and_taken_in_again(self) -> None:
        talk = listed().tap("life-out:temporary-id-card")
        assert len(talk.reply(EventCard).parts) == 3
        offered = {c.key: c.label.id for c in talk.reply(EventCard).choices if isinstance(c.label, Term)}
        assert offered["life-out:temporary-id-card"] == "life-in"
        assert len(talk.tap("life-out:temporary-id-card").reply(EventCard).parts) == 4

    def test_not_now_leaves_nothing_behind(self) -> None:
        talk = listed().tap("life-no:")
        assert (talk.conversation.joint, talk.conversation.matters) == (None, ())

    def test_an_event_that_nobody_knows_gets_the_present_state(self) -> None:
        assert listed("life:winning-the-lottery").said == ["button-too-old"]

    def test_a_matter_begun_before_is_taken_along_where_it_stands(self) -> None:
        talk = Talk(shipped()).tap("go:id-card-replacement", "q:age:from_16")
        code = talk.matter.code
        talk.tap(*WALLET, "life-go:")
        assert talk.conversation.joint is not None
        assert talk.conversation.joint.cases[0] == code
        assert talk.answers["age"] == "from_16"


class TestSharedQuestions:
    def test_what_one_matter_was_told_is_not_asked_by_another(self) -> None:
        talk = listed().tap("life-go:")
        asked = []
        while not isinstance(talk.stage, ChoosingPlan):
            asked.append(talk.keys[0].rpartition(":")[0])
            talk.tap(talk.keys[0])
        assert asked.count("q:actor") == 1
        by_procedure = {matter.procedure: matter.answers for matter in talk.conversation.matters}
        assert by_procedure["driving-licence-replacement"]["actor"] == "self"
        assert by_procedure["temporary-id-card"]["age"] == "from_16"

    def test_a_changed_answer_is_changed_for_all(self) -> None:
        talk = planned()
        social = next(m for m in talk.conversation.matters if m.procedure == "social-security-card-replacement")
        licence = next(m for m in talk.conversation.matters if m.procedure == "driving-licence-replacement")
        assert (social.answers["actor"], licence.answers["actor"]) == ("self", "self")
        talk.tap("plan-more:")
        talk.hear(Tapped(f"q:{social.code}:actor:agent"))
        now = {m.procedure: m.answers.get("actor") for m in talk.conversation.matters}
        assert now["driving-licence-replacement"] == "agent"

    def test_a_matter_that_is_turned_away_is_told_and_left_out(self) -> None:
        """A licence that the police hold cannot be replaced; the other three are still done together."""
        talk = listed().tap("life-go:")
        while "q:status:yes" not in talk.keys:
            talk.tap(talk.keys[0])
        seized = talk.matter.code
        talk.tap("q:status:yes")
        assert talk.said[:2] == ["TurnedAway", "joint-without"]
        assert len(answered(talk).reply(JointCard).offers[0][1]) == 3
        assert talk.conversation.joint is not None
        assert seized not in talk.conversation.joint.cases


class TestOneVisit:
    def test_one_card_tells_all_of_it(self) -> None:
        talk = planned()
        card = talk.reply(JointCard)
        kind, seated = card.offers[0]
        assert kind == "earliest"
        assert len(seated) == 4
        assert (card.why, card.left) == ((), ())
        assert len({(one.slot.centre, one.start.date()) for one in seated}) == 1

    def test_the_counters_follow_the_order_of_what_needs_what(self) -> None:
        seated = planned().reply(JointCard).offers[0][1]
        order = [one.outcome.definition.id for one in seated]
        assert order.index("id-card-replacement") < order.index("temporary-id-card")
        assert order.index("temporary-id-card") < order.index("driving-licence-replacement")

    def test_nobody_sits_at_two_counters_at_once(self) -> None:
        starts = [one.start for one in planned().reply(JointCard).offers[0][1]]
        assert len(set(starts)) == 4

    def test_all_matters_count_as_told(self) -> None:
        assert all(matter.told == matter.answers for matter in planned().conversation.matters)

    def test_a_time_said_in_words_is_looked_for(self) -> None:
        talk = planned().say("周五下午")
        seated = talk.reply(JointCard).offers[0][1]
        assert {one.start.strftime("%a %p") for one in seated} == {"Fri PM"}

    def test_a_time_at_which_not_all_of_it_is_free_is_told(self) -> None:
        talk = planned().say("周日")
        assert talk.said == ["not-that-time", "JointCard"]
        assert len(talk.reply(JointCard).offers[0][1]) == 4

    def test_a_district_in_words_or_on_the_map_comes_first_where_it_takes_no_more_trips(self) -> None:
        talk = Talk(shipped()).tap(*WALLET, "life-out:temporary-id-card", "life-out:id-card-replacement", "life-go:")
        answered(talk).say("去萧山")
        kind, seated = talk.reply(JointCard).offers[0]
        assert (kind, {one.slot.centre for one in seated}) == ("nearest", {"xiaoshan"})
        talk.hear(Located(30.42, 120.30))  # the seat of Linping
        assert {one.slot.centre for one in talk.reply(JointCard).offers[0][1]} == {"linping"}


class TestWhyItMustBeTwo:
    def test_what_waits_for_a_result_that_takes_weeks_is_booked_later(self) -> None:
        """A pension is paid once the years from elsewhere are there: fifteen working days, and ten can be booked."""
        own = {q.id: next(iter(q.options)) for q in shipped().life_events["retirement"].questions} | {
            "places": "several"
        }
        talk = planned("life:retirement", *(f"life-q:{name}:{option}" for name, option in own.items()))
        card = talk.reply(JointCard)
        assert [title.en for title in card.later] == [shipped().current["retirement"].definition.title.en]
        assert "retirement" not in {one.outcome.definition.id for one in card.offers[0][1]}
        talk.tap(talk.keys[0]).tap("plan-book:")
        assert talk.said == ["JointTicket", "still-open"]

    def test_what_waits_for_a_result_of_a_week_is_two_trips_a_week_apart(self) -> None:
        """A loan from the housing fund is approved within five working days, and then the home is mortgaged for it."""
        home = ("life:buying-a-home", "life-q:home:resale", "life-q:loan:fund", "life-q:also:neither")
        card = planned(*home, rather="q:route:window").reply(JointCard)
        days = {one.outcome.definition.id: one.start.date() for one in card.offers[0][1]}
        assert (days["mortgage-registration"] - days["housing-fund-loan"]).days == 7
        assert days["property-transfer"] in days.values()
        assert len(set(days.values())) == 2
        assert [(why.kind, why.days) for why in card.why] == [("result", 7)]

    def test_what_waits_for_a_result_of_some_days_is_another_trip_and_says_why(self) -> None:
        """The licence for food is granted to a firm that exists; a company is registered within a working day."""
        talk = planned("life:starting-a-business", "life-q:form:company", "life-q:trade:food", "life-q:money:no")
        card = talk.reply(JointCard)
        days = {one.outcome.definition.id: one.start.date() for one in card.offers[0][1]}
        assert days["food-business-licence"] > days["company-registration"]
        assert [why.kind for why in card.why] == ["result"]
        assert [title.en for title in card.why[0].titles] == [
            shipped().current[name].definition.title.en for name in ("company-registration", "food-business-licence")
        ]


class TestBooking:
    def test_all_places_are_kept_with_one_call_and_booked_with_one(self) -> None:
        talk = planned()
        talk.tap(talk.keys[0])
        assert [type(effect) for effect in talk.effects] == [HoldTogether]
        assert isinstance(talk.stage, ConfirmingPlan)
        assert talk.reply(JointConfirm).minutes == 10
        talk.tap("plan-book:")
        assert [type(effect) for effect in talk.effects] == [ConfirmTogether]
        assert talk.conversation.joint is None
        assert len(slots_of(talk.conversation)) == 4

    def test_the_ticket_has_an_entry_for_each_counter(self) -> None:
        ticket = booked().reply(JointTicket)
        assert len(ticket.planned) == 4
        assert not any(planned.cancelled for planned in ticket.planned)

    def test_yes_books_and_no_offers_again(self) -> None:
        talk = planned()
        talk.tap(talk.keys[0]).say("好")
        assert len(slots_of(talk.conversation)) == 4
        talk = planned()
        talk.tap(talk.keys[0]).say("不要")
        assert isinstance(talk.stage, ChoosingPlan)
        assert not any(matter.kept for matter in talk.conversation.matters)

    @pytest.mark.parametrize("why", ["gone", "expired"])
    def test_sold_out_before_the_tap_is_told_and_other_times_are_offered(self, why: str) -> None:
        talk = planned()
        talk.tap(talk.keys[0])
        turn = talk.step(JointTurnedDown(ConfirmTogether(case=talk.matter.code, holds=("x",)), why))  # type: ignore[arg-type]
        assert [reply.id for reply in turn.replies if isinstance(reply, Say)] == [f"refused-{why}"]
        assert isinstance(turn.effect, FindAcross)
        assert not any(matter.kept for matter in turn.conversation.matters)

    def test_an_answer_that_does_not_come_is_asked_for_again(self) -> None:
        talk = planned()
        hold = HoldTogether(case=talk.matter.code, seats=(), key="k")
        turn = talk.step(NoAnswer(hold))
        assert [unsettled.effect for unsettled in turn.conversation.unsettled] == [hold]
        again = talk.step(Tapped(f"again:{talk.matter.code}"))
        assert again.effect == hold

    def test_an_old_offer_gets_the_present_ones(self) -> None:
        talk = planned().tap("plan:00000000")
        assert talk.said == ["time-not-offered", "JointCard"]

    def test_each_matter_may_be_booked_for_itself_after_all(self) -> None:
        talk = planned().tap("plan-apart:")
        assert talk.conversation.joint is None
        assert talk.at.startswith("Choosing")


class TestMovingAndCancelling:
    def test_all_of_it_is_moved_with_one_call(self) -> None:
        talk = booked()
        had = {m.code: m.places[0] for m in talk.conversation.matters}
        talk.tap("move-all:").say("周五上午")
        talk.tap(talk.keys[0])
        assert [type(effect) for effect in talk.effects] == [MoveTogether]
        for matter in talk.conversation.matters:
            assert matter.places[0].appointment == had[matter.code].appointment
            assert matter.places[0].slot != had[matter.code].slot
            assert matter.places[0].sequence > had[matter.code].sequence

    def test_a_moved_visit_keeps_its_order(self) -> None:
        talk = booked().tap("move-all:")
        order = [one.outcome.definition.id for one in talk.reply(JointCard).offers[0][1]]
        assert order.index("temporary-id-card") < order.index("social-security-card-replacement")

    def test_all_of_it_is_cancelled_after_a_yes(self) -> None:
        talk = booked().tap("cancel-all:")
        assert talk.said == ["sure-cancel-all"]
        talk.tap("yes:")
        assert slots_of(talk.conversation) == []
        assert [planned.cancelled for planned in talk.replies[0].planned] == [True] * 4

    def test_one_of_them_takes_the_others_along(self) -> None:
        """A counter moved to another day would make it two visits, and might come before what it needs."""
        talk = booked()
        talk.tap(f"move:{talk.matter.places[0].visit}")
        assert talk.said == ["JointCard"]
        assert len(talk.reply(JointCard).offers[0][1]) == 4

    def test_a_day_said_once_all_is_booked_moves_all_of_it(self) -> None:
        talk = booked().say("改到下周五上午")
        assert {one.start.strftime("%a %p") for one in talk.reply(JointCard).offers[0][1]} == {"Fri AM"}

    def test_one_of_them_can_be_cancelled_alone(self) -> None:
        talk = booked()
        talk.tap(f"cancel:{talk.matter.places[0].visit}", "yes:")
        assert len(slots_of(talk.conversation)) == 3
