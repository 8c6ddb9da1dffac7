"""An offered place: told when it comes, taken with one tap or left to the next, and what became of it."""

from __future__ import annotations

from typing import Literal

from bot.dialogue import arranging
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.reminding import is_night
from bot.dialogue.replies import Say, Value
from bot.dialogue.waiting.effects import (
    DeclineOffer,
    JoinList,
    OfferDeclined,
    OfferTaken,
    PlaceOffered,
    TakeOffer,
    WaitedInVain,
    WaitingTurnedDown,
)
from bot.dialogue.waiting.listing import what_else
from bot.dialogue.waiting.offering import answers, offer_values
from bot.dialogue.waiting.times import zone_of

# --- what reaches the chat by itself -------------------------------------------------------------------------------


def offered(conversation: Conversation, event: PlaceOffered, guide: Guide) -> Turn:
    """When, where, until when to answer, and what it would replace. At night without a sound.

    Where nobody waits any more, the place goes on at once.
    """
    offer = event.offer
    matter = conversation.find(offer.case)
    if matter is None or matter.waiting is None or matter.waiting.id != offer.waiting:
        return with_effect(conversation, DeclineOffer(case=offer.case, offer=offer.id))
    if offer.until <= guide.now:
        return Turn(conversation)
    had = matter.place(offer.visit)
    matter = matter.but(waiting=matter.waiting.but(ahead=0, offer=offer))
    values: dict[str, Value] = {"title": guide.name(matter), **offer_values(offer, guide)}
    if had is not None:
        values["had"] = guide.local(had.slot)
    said = Say(
        "swap-offered" if had is not None else "place-offered",
        values,
        choices=answers(offer, matter, guide),
        silent=_is_night(offer.slot.centre, guide),
    )
    return Turn(conversation.with_matter(matter), (said,))


def waited_in_vain(conversation: Conversation, event: WaitedInVain, guide: Guide) -> Turn:
    """Not answered in time, or nothing became free."""
    matter = conversation.find(event.case)
    if matter is None or matter.waiting is None or matter.waiting.id != event.waiting:
        return Turn(conversation)
    stays = event.what == "unanswered"
    silent = _is_night(matter.waiting.awaited.centre, guide)
    matter = matter.but(waiting=matter.waiting.but() if stays else None)
    choices = () if stays else what_else(matter, guide)
    said = Say(f"waiting-{event.what}", {"title": guide.name(matter)}, choices=choices, silent=silent)
    return Turn(conversation.with_matter(matter), (said,))


def _is_night(centre: str, guide: Guide) -> bool:
    return is_night(guide.now.astimezone(zone_of(centre, guide)))


# --- what the citizen answers --------------------------------------------------------------------------------------


def agree(conversation: Conversation, guide: Guide, verb: Literal["take", "decline"]) -> Turn | None:
    """A yes or a no that is meant for the only offer that waits for one."""
    waiting = [matter for matter in conversation.matters if matter.waiting and matter.waiting.offered(guide.now)]
    if len(waiting) != 1 or waiting[0].waiting is None or waiting[0].waiting.offer is None:
        return None
    matter, offer = waiting[0], waiting[0].waiting.offer
    answer = take if verb == "take" else decline
    return answer(conversation.but(current=matter.code), matter, offer.id, guide)


def take(conversation: Conversation, matter: Matter, offer: str, guide: Guide) -> Turn:
    """Also late: whether it can still be had is the One Window's to say."""
    if matter.waiting is None:
        return carry_on(conversation, guide, Say("offer-unknown"))
    return with_effect(conversation, TakeOffer(case=matter.code, visit=matter.waiting.awaited.visit, offer=offer))


def decline(conversation: Conversation, matter: Matter, offer: str, guide: Guide) -> Turn:
    if matter.waiting is None:
        return carry_on(conversation, guide, Say("offer-unknown"))
    return with_effect(conversation, DeclineOffer(case=matter.code, offer=offer))


# --- what the One Window answers -----------------------------------------------------------------------------------


def taken(conversation: Conversation, event: OfferTaken, guide: Guide) -> Turn:
    """Booked or swapped: told as any other booking is."""
    return arranging.booked(conversation, event.effect, event.appointment, guide)


def declined(conversation: Conversation, event: OfferDeclined, guide: Guide) -> Turn:
    """Out of the list. Nothing is said where the place went on by itself, since nobody waited for it any more."""
    matter = conversation.find(event.effect.case)
    if matter is None or matter.waiting is None:
        return Turn(conversation)
    matter = matter.but(waiting=None)
    said = Say("offer-declined", {"title": guide.name(matter)}, choices=what_else(matter, guide))
    return Turn(conversation.with_matter(matter), (said,))


def turned_down(conversation: Conversation, event: WaitingTurnedDown, guide: Guide) -> Turn:
    """The truth, and what is as it was."""
    matter = conversation.find(event.effect.case)
    if matter is None:
        return Turn(conversation)
    if isinstance(event.effect, JoinList):
        return Turn(conversation, (Say("queue-limit"),))
    if matter.waiting is not None:
        matter = matter.but(waiting=matter.waiting.but())
    return Turn(conversation.with_matter(matter), (Say(f"offer-{event.why}"),))
