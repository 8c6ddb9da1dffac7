"""What the core asks of the waiting list, and what came of it. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.dialogue.effect import CaseEffect
from bot.dialogue.ports import Appointment
from bot.dialogue.waiting_list import Awaited, Offer, Position

# --- what must happen ----------------------------------------------------------------------------------------------


class JoinList(CaseEffect):
    kind: Literal["join-list"] = "join-list"
    awaited: Awaited


class LeaveList(CaseEffect):
    kind: Literal["leave-list"] = "leave-list"
    waiting: str


class TakeOffer(CaseEffect):
    kind: Literal["take-offer"] = "take-offer"
    visit: str
    offer: str


class DeclineOffer(CaseEffect):
    kind: Literal["decline-offer"] = "decline-offer"
    offer: str


class CountAhead(CaseEffect):
    """How many are before, in each of the lists in which the citizen waits."""

    kind: Literal["count-ahead"] = "count-ahead"
    waiting: tuple[str, ...]


WaitingEffect = JoinList | LeaveList | TakeOffer | DeclineOffer | CountAhead

# --- what came of it -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waits:
    effect: JoinList
    position: Position


@dataclass(frozen=True)
class LeftList:
    effect: LeaveList


@dataclass(frozen=True)
class OfferTaken:
    """Booked or swapped, as read back from the One Window."""

    effect: TakeOffer
    appointment: Appointment


@dataclass(frozen=True)
class OfferDeclined:
    effect: DeclineOffer


@dataclass(frozen=True)
class AheadCounted:
    effect: CountAhead
    ahead: Mapping[str, int | None]
    """By the ids of the positions; None for who waits no more."""


WaitingWhy = Literal["expired", "limit", "too-late", "unknown"]


@dataclass(frozen=True)
class WaitingTurnedDown:
    """The One Window said no."""

    effect: WaitingEffect
    why: WaitingWhy


# --- what reaches a chat by itself -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlaceOffered:
    offer: Offer


@dataclass(frozen=True)
class WaitedInVain:
    """An offer was not answered, once or once too often; or the times that were wanted are over."""

    case: str
    waiting: str
    what: Literal["unanswered", "dropped", "over"]


WaitingNews = PlaceOffered | WaitedInVain
WaitingEvent = Waits | LeftList | OfferTaken | OfferDeclined | AheadCounted | WaitingTurnedDown
