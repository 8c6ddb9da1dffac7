"""What can be tapped or said while a joint visit is arranged."""

from __future__ import annotations

import hashlib

from bot.dialogue.conversation import Conversation, Matter
from bot.dialogue.guide import Guide
from bot.dialogue.joint.beginning import FEWEST, events_of
from bot.dialogue.joint.stages import AskingEvent, ChoosingDistrict, ChoosingPlan, ConfirmingPlan, JointStage, Listing
from bot.dialogue.joint.state import Offer
from bot.dialogue.replies import Choice, Term, Value


def choices(stage: JointStage, guide: Guide) -> tuple[Choice, ...]:
    """What can be tapped or said here."""
    match stage:
        case AskingEvent(_, _, question):
            return tuple(
                Choice(f"life-q:{question.id}:{name}", option, (option.zh, option.en, *option.said_as))
                for name, option in question.options.items()
            )
        case Listing():
            return _listing(stage, guide)
        case ChoosingDistrict(_, _, office, counter):
            centres = guide.centres(counter).items()
            return tuple(
                Choice(f"plan-at:{office}:{name}", centre.district, guide.districts[name]) for name, centre in centres
            )
        case ChoosingPlan(joint, _):
            offered = tuple(Choice(f"plan:{digest(offer)}", _when(offer, guide)) for offer in joint.offered)
            return (*offered, Choice("plan-more:", Term("other-times")), Choice("plan-apart:", Term("plan-apart")))
        case ConfirmingPlan():
            return (Choice("plan-book:", Term("plan-book")), Choice("plan-other:", Term("another-time")))


def _listing(stage: Listing, guide: Guide) -> tuple[Choice, ...]:
    """Agree; or leave something out, where enough is left, and take it in again."""
    back = tuple(
        Choice(f"life-out:{procedure}", Term("life-in", {"title": title}))
        for procedure in stage.joint.left_out
        if (title := guide.title(procedure)) is not None
    )
    if not stage.parts:
        return (*back, Choice("life-no:", Term("life-no")))
    outs = tuple(
        Choice(f"life-out:{part.procedure}", Term("life-out", {"title": title}))
        for part in stage.parts
        if (title := guide.title(part.procedure)) is not None and len(stage.parts) > FEWEST
    )
    return (Choice("life-go:", Term("life-go")), *outs, *back, Choice("life-no:", Term("life-no")))


def _when(offer: Offer, guide: Guide) -> Term:
    """The first start of each trip, and where."""
    first = offer.seats[0].slot
    values: dict[str, Value] = {"when": guide.local(first), "centre": guide.centre_name(first.centre)}
    return Term(f"plan-{offer.kind}", values)


def digest(offer: Offer) -> str:
    """Names an offer on its button, so that one of an old message is told apart."""
    slots = " ".join(f"{seat.case} {seat.slot.id}" for seat in offer.seats)
    return hashlib.sha256(slots.encode()).hexdigest()[:8]


def offering_life_events(matter: Matter, conversation: Conversation, guide: Guide) -> tuple[Choice, ...]:
    """Once the outcome of one matter is told: what else the same event brings, done in the same visit."""
    if conversation.joint is not None or matter.places:
        return ()
    return tuple(
        Choice(f"life:{event.id}", Term("life-more", {"title": event.title}))
        for event in events_of(matter.procedure, guide)[:1]
    )


def offering_together(conversation: Conversation, guide: Guide) -> tuple[Choice, ...]:
    """Under the list of matters: all that wait for a visit, in one."""
    open_ones = [m for m in conversation.matters if not m.places and not m.submitted and guide.definition(m)]
    if len(open_ones) < FEWEST or conversation.joint is not None:
        return ()
    return (Choice("plan-all:", Term("plan-all", {"count": len(open_ones)})),)


def places_together(matter: Matter, guide: Guide) -> tuple[Choice, ...]:
    """Places that were booked as one visit are moved and cancelled as one."""
    place = next((each for each in matter.places if each.joint), None)
    if place is None:
        return ()
    day: dict[str, Value] = {"day": guide.local(place.slot).date()}
    return tuple(Choice(f"{verb}-all:{matter.code}", Term(f"{verb}-all", day)) for verb in ("move", "cancel"))


def visits_together(conversation: Conversation, guide: Guide) -> tuple[Choice, ...]:
    """The same for every joint visit of a chat, each once."""
    first: dict[str, Matter] = {}
    placed = ((place, matter) for matter in conversation.matters for place in matter.places if place.joint)
    for place, matter in sorted(placed, key=lambda each: each[0].slot.starts_at):
        first.setdefault(place.joint, matter)
    return tuple(choice for matter in first.values() for choice in places_together(matter, guide))
