"""A waiting list that keeps its books in memory: who joins has some before them, and is offered what a test says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.dialogue.ports import Appointment, Slot
from bot.dialogue.waiting.effects import (
    AheadCounted,
    CountAhead,
    DeclineOffer,
    JoinList,
    LeaveList,
    LeftList,
    OfferDeclined,
    OfferTaken,
    PlaceOffered,
    TakeOffer,
    WaitingEffect,
    WaitingEvent,
    WaitingTurnedDown,
    Waits,
)
from bot.dialogue.waiting_list import Awaited, Offer, Position


@dataclass
class Waiters:
    """The list, and what is offered to those in it."""

    ahead: int = 3
    waiting: dict[str, Awaited] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)

    def answer(self, effect: WaitingEffect, appointments: dict[str, Appointment]) -> WaitingEvent:
        match effect:
            case JoinList():
                id = f"waiting-{effect.key}"
                self.waiting[id] = effect.awaited
                return Waits(effect, Position(id, self.ahead))
            case LeaveList():
                self.waiting.pop(effect.waiting, None)
                return LeftList(effect)
            case TakeOffer():
                return self._take(effect, appointments)
            case DeclineOffer():
                gone = self.offers.pop(effect.offer, None)
                self.waiting.pop(gone.waiting if gone else "", None)
                return OfferDeclined(effect)
            case CountAhead():
                return AheadCounted(effect, {id: self.ahead if id in self.waiting else None for id in effect.waiting})

    def offer(self, slot: Slot, now: datetime, minutes: int = 30) -> PlaceOffered:
        """The slot, offered to the last who joined."""
        id, awaited = list(self.waiting.items())[-1]
        until = now + timedelta(minutes=minutes)
        offer = Offer(f"offer-{len(self.offers) + 1}", id, awaited.case, awaited.visit, slot, until)
        self.offers[offer.id] = offer
        return PlaceOffered(offer)

    def _take(self, effect: TakeOffer, appointments: dict[str, Appointment]) -> WaitingEvent:
        offer = self.offers.pop(effect.offer, None)
        if offer is None:
            return WaitingTurnedDown(effect, "unknown")
        self.waiting.pop(offer.waiting, None)
        mine = [had for had in appointments.values() if (had.case, had.visit) == (offer.case, offer.visit)]
        id, revision = (mine[0].id, mine[0].revision + 1) if mine else (offer.id, 0)
        booked = Appointment(id, offer.case, offer.visit, offer.slot, "booked", revision)
        appointments[id] = booked
        return OfferTaken(effect, booked)
