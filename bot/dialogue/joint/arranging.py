"""One visit for several matters, as the citizen wants it: found, kept, booked, moved and cancelled as one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.joint.effects import (
    CancelTogether,
    ConfirmTogether,
    HoldTogether,
    MoveTogether,
    ReleaseTogether,
)
from bot.dialogue.joint.offering import digest
from bot.dialogue.joint.stages import ChoosingPlan, ConfirmingPlan
from bot.dialogue.joint.state import Joint, Offer
from bot.dialogue.ports import Move
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.replies import Say
from bot.dialogue.stage import stage_of
from intents.hearing.when import Wish


def choose(conversation: Conversation, name: str, guide: Guide) -> Turn:
    """Keep all places of an offer, or take them at once where the visit is moved."""
    stage = stage_of(conversation, guide)
    if not isinstance(stage, ChoosingPlan):
        return carry_on(conversation, guide, Say("button-too-old"))
    joint = stage.joint
    offer = next((each for each in joint.offered if digest(each) == name), None)
    if offer is None:
        return carry_on(conversation.but(joint=joint.but()), guide, Say("time-not-offered"))
    if joint.moving:
        return with_effect(conversation, MoveTogether(case=joint.cases[0], moves=_moves(conversation, offer)))
    procedures = {each.matter.code: each.matter.procedure for each in stage.ready}
    seats = tuple((seat.slot.id, seat.case, seat.visit, procedures[seat.case]) for seat in offer.seats)
    return with_effect(conversation, HoldTogether(case=joint.cases[0], seats=seats))


def _moves(conversation: Conversation, offer: Offer) -> tuple[Move, ...]:
    moves = []
    for seat in offer.seats:
        matter = conversation.find(seat.case)
        place = matter.place(seat.visit) if matter else None
        if place is not None:
            moves.append(Move(place.appointment, seat.slot.id))
    return tuple(moves)


def at(conversation: Conversation, office: str, centre: str, guide: Guide) -> Turn:
    """Where the competent centre is."""
    joint = conversation.joint
    if joint is None or centre not in guide.province.centres:
        return carry_on(conversation, guide, Say("button-too-old"))
    return carry_on(conversation.but(joint=joint.but(centres={**joint.centres, office: centre})), guide)


def wish_for(conversation: Conversation, wish: Wish, guide: Guide) -> Turn:
    """Look for times again, with another wish. Places kept meanwhile are given back."""
    joint = conversation.joint
    if joint is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    return other(conversation.but(joint=joint.but(wish=wish)), guide)


def other(conversation: Conversation, guide: Guide) -> Turn:
    """Give back what is kept, and offer again."""
    joint = conversation.joint
    if joint is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    holds = _holds(conversation, joint)
    conversation = let_go(conversation.but(joint=joint.but()), joint)
    if not holds:
        return carry_on(conversation, guide)
    return with_effect(conversation, ReleaseTogether(case=joint.cases[0], holds=holds))


def confirm(conversation: Conversation, guide: Guide) -> Turn:
    stage = stage_of(conversation, guide)
    if not isinstance(stage, ConfirmingPlan):
        return carry_on(conversation, guide)
    holds = tuple(kept.hold for _, kept in stage.kept)
    return with_effect(conversation, ConfirmTogether(case=stage.joint.cases[0], holds=holds))


def apart(conversation: Conversation, guide: Guide) -> Turn:
    """Book each matter for itself."""
    joint = conversation.joint
    if joint is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    left = let_go(conversation.but(joint=None), joint)
    return carry_on(left, guide, Say("plan-apart-now"))


def begin_move(conversation: Conversation, matter: Matter, guide: Guide) -> Turn:
    """Look for another time for all that was booked as one visit with this matter."""
    cases = _booked_with(conversation, matter)
    if not cases:
        return carry_on(conversation, guide, Say("no-such-place"))
    event = _tag(matter).partition("/")[0] or None
    joint = Joint(cases=cases, event=event, moving=True, centres=_centres(conversation, cases, guide))
    return carry_on(conversation.but(joint=joint, current=cases[0], sure=None), guide)


def cancel(conversation: Conversation, matter: Matter, guide: Guide) -> Turn:
    """Give back all that was booked as one visit with this matter."""
    cases = _booked_with(conversation, matter)
    tag = _tag(matter)
    appointments = tuple(
        place.appointment
        for case in cases
        if (each := conversation.find(case)) is not None
        for place in each.places
        if place.joint == tag
    )
    if not appointments:
        return carry_on(conversation, guide, Say("no-such-place"))
    return with_effect(conversation, CancelTogether(case=matter.code, appointments=appointments))


def _holds(conversation: Conversation, joint: Joint) -> tuple[str, ...]:
    matters = (conversation.find(case) for case in joint.cases)
    return tuple(matter.kept.hold for matter in matters if matter is not None and matter.kept is not None)


def let_go(conversation: Conversation, joint: Joint) -> Conversation:
    """Nothing is kept any more for any of its matters."""
    for case in joint.cases:
        matter = conversation.find(case)
        if matter is not None:
            conversation = conversation.with_matter(matter.but(kept=None))
    return conversation


def _tag(matter: Matter) -> str:
    return next((place.joint for place in matter.places if place.joint), "")


def _booked_with(conversation: Conversation, matter: Matter) -> tuple[str, ...]:
    """The matters that have a place in the same joint visit, by the time of their places."""
    tag = _tag(matter)
    places = sorted(
        (place.slot.starts_at, each.code)
        for each in conversation.matters
        for place in each.places
        if tag and place.joint == tag
    )
    return tuple(dict.fromkeys(code for _, code in places))


def _centres(conversation: Conversation, cases: Sequence[str], guide: Guide) -> dict[str, str]:
    """Where the competent centres are, as they were chosen for what is booked."""
    centres: dict[str, str] = {}
    for case in cases:
        matter = conversation.find(case)
        definition = guide.definition(matter) if matter else None
        if matter is not None and definition is not None and definition.office.of != "anywhere":
            centres[definition.office.of] = matter.places[0].slot.centre
    return centres
