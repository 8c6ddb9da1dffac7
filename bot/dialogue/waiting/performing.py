"""The waiting list asked: an effect goes out, and what came of it comes back as an event."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.ports import Backend, Booker, HoldExpired, LimitReached, Refused, TooLate
from bot.dialogue.waiting.effects import (
    AheadCounted,
    CountAhead,
    DeclineOffer,
    JoinList,
    LeaveList,
    LeftList,
    OfferDeclined,
    OfferTaken,
    TakeOffer,
    WaitingEffect,
    WaitingEvent,
    WaitingTurnedDown,
    WaitingWhy,
    Waits,
)
from bot.dialogue.waiting_list import WaitingList

WHY: Mapping[type[Refused], WaitingWhy] = {HoldExpired: "expired", LimitReached: "limit", TooLate: "too-late"}


async def perform_waiting(
    effect: WaitingEffect, booker: Booker, waiting_list: WaitingList, backend: Backend
) -> WaitingEvent:
    """Do it, and read back what the One Window holds now. Raises BackendDown."""
    try:
        return await _done(effect, booker, waiting_list, backend)
    except Refused as refused:
        return WaitingTurnedDown(effect, WHY.get(type(refused), "unknown"))


async def _done(effect: WaitingEffect, booker: Booker, waiting_list: WaitingList, backend: Backend) -> WaitingEvent:
    match effect:
        case JoinList():
            return Waits(effect, await waiting_list.join(effect.awaited, booker, effect.key))
        case LeaveList():
            await waiting_list.leave(effect.waiting)
            return LeftList(effect)
        case TakeOffer():
            taken = await waiting_list.accept(effect.offer, effect.key)
            return OfferTaken(effect, await backend.appointment(taken.id))
        case DeclineOffer():
            await waiting_list.decline(effect.offer)
            return OfferDeclined(effect)
        case CountAhead():
            return AheadCounted(effect, {each: await waiting_list.count_ahead(each) for each in effect.waiting})
