"""What can be tapped or said about waiting. A key names its case, an answer also the offer that it answers."""

from __future__ import annotations

from bot.dialogue.conversation import Matter
from bot.dialogue.guide import Guide
from bot.dialogue.replies import Choice, Term, Value
from bot.dialogue.stage import ChoosingSlot, Stage
from bot.dialogue.waiting.state import Waiting
from bot.dialogue.waiting.times import in_days, wanted_before, wanted_instead, zone_of
from bot.dialogue.waiting_list import Offer


def to_queue(stage: Stage, guide: Guide) -> tuple[Choice, ...]:
    """Where nothing fits: wait for it."""
    if not guide.waits or not isinstance(stage, ChoosingSlot) or stage.matter.waiting is not None:
        return ()
    awaited = wanted_instead(stage, guide)
    return (Choice(f"queue:{awaited.case}", Term("queue")),) if awaited else ()


def of_places(matter: Matter, guide: Guide) -> tuple[Choice, ...]:
    """Beside booked places: wait for something earlier. Who waits may answer an offer, or leave the list."""
    waiting = matter.waiting
    if not guide.waits:
        return ()
    if waiting is None:
        return tuple(
            Choice(f"earlier:{matter.code}:{place.visit}", Term("earlier-place", {"when": guide.local(place.slot)}))
            for place in matter.places
            if wanted_before(matter, place, guide) is not None
        )
    offer = waiting.offered(guide.now)
    if offer is not None:
        return answers(offer, matter, guide)
    return (to_leave(matter),)


def to_leave(matter: Matter) -> Choice:
    return Choice(f"unqueue:{matter.code}", Term("unqueue"))


def answers(offer: Offer, matter: Matter, guide: Guide) -> tuple[Choice, ...]:
    """Take the place or leave it."""
    had, values = matter.place(offer.visit), {"when": guide.local(offer.slot)}
    return (
        Choice(f"take:{matter.code}:{offer.id}", Term("take-it" if had is None else "swap-it", values)),
        Choice(f"decline:{matter.code}:{offer.id}", Term("leave-it")),
    )


def line(waiting: Waiting, guide: Guide) -> Term:
    """What the list of matters says of it."""
    offer = waiting.offered(guide.now)
    if offer is not None:
        return Term("mine-offered", offer_values(offer, guide))
    return Term("mine-waiting", standing(waiting, guide))


def standing(waiting: Waiting, guide: Guide) -> dict[str, Value]:
    """What a sentence about waiting needs: where, for which times, and how many are before."""
    awaited, days = waiting.awaited, in_days(waiting.awaited, guide)
    times = days or Term("awaited-before", {"when": awaited.closes.astimezone(zone_of(awaited.centre, guide))})
    return {"centre": guide.centre_name(awaited.centre), "times": times, "ahead": waiting.ahead}


def offer_values(offer: Offer, guide: Guide) -> dict[str, Value]:
    """What a sentence about an offer needs: where, when, until when it can be answered."""
    until = offer.until.astimezone(zone_of(offer.slot.centre, guide))
    return {"centre": guide.centre_name(offer.slot.centre), "when": guide.local(offer.slot), "until": until}
