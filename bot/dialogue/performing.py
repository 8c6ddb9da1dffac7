"""What the core asked for, done: an effect goes to the One Window, and what came of it comes back as an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogue.applying.effects import CaseCall
from bot.dialogue.applying.performing import Office
from bot.dialogue.companions.effects import CompanionEffect
from bot.dialogue.companions.performing import Companions, perform_companion
from bot.dialogue.companions.state import Calling
from bot.dialogue.conversation import Place
from bot.dialogue.events import (
    Booked,
    Cancelled,
    CancelPlace,
    ConfirmHold,
    Effect,
    Event,
    FindOut,
    FindSlots,
    Held,
    HoldSlot,
    MovePlace,
    NoAnswer,
    Released,
    ReleaseHold,
    SlotsFound,
    TurnedDown,
    VisitEffect,
)
from bot.dialogue.identity import IdentityDown
from bot.dialogue.joint.effects import (
    BookedTogether,
    CancelledTogether,
    CancelTogether,
    ConfirmTogether,
    FindAcross,
    FoundAcross,
    HeldTogether,
    HoldTogether,
    JointEffect,
    JointTurnedDown,
    JointWhy,
    MoveTogether,
    ReleasedTogether,
    ReleaseTogether,
)
from bot.dialogue.ports import (
    DAYS_OFFERED,
    AlreadyBooked,
    Appointment,
    Backend,
    BackendDown,
    Booker,
    Claim,
    HoldExpired,
    LimitReached,
    Move,
    Refused,
    SlotGone,
    TooLate,
    Unknown,
)
from bot.dialogue.sharing.effects import SharingEffect
from bot.dialogue.sharing.performing import Sharers
from bot.dialogue.unsettled.performing import find_out
from bot.dialogue.waiting.effects import WaitingEffect
from bot.dialogue.waiting.performing import perform_waiting
from bot.dialogue.waiting_list import WaitingList

WHY: Mapping[type[Refused], JointWhy] = {
    SlotGone: "gone",
    HoldExpired: "expired",
    AlreadyBooked: "already-booked",
    LimitReached: "limit",
    TooLate: "too-late",
}


async def perform(
    effect: Effect,
    chat: str,
    booker: Booker,
    backend: Backend,
    sharers: Sharers | None = None,
    office: Office | None = None,
    waiting_list: WaitingList | None = None,
    companions: Companions | None = None,
) -> Event:
    """Do it, and read back what the One Window holds now. Safe to repeat: the effect's key acts once."""
    if isinstance(effect, SharingEffect):
        return await _shared(effect, chat, sharers)
    if isinstance(effect, FindOut):
        return await _found_out(effect, backend, office)
    if isinstance(effect, CaseCall):
        return await _applied(effect, office)
    if isinstance(effect, WaitingEffect):
        return await _waited(effect, booker, waiting_list, backend)
    if isinstance(effect, CompanionEffect):
        return await _along(effect, chat, companions, backend)
    if isinstance(effect, JointEffect):
        return await _together(effect, booker, backend)
    try:
        return await _done(effect, booker, backend)
    except Refused as refused:
        return TurnedDown(effect, WHY.get(type(refused), "unknown"))
    except BackendDown:
        return NoAnswer(effect)


async def _together(effect: JointEffect, booker: Booker, backend: Backend) -> Event:
    try:
        return await _done_together(effect, booker, backend)
    except Refused as refused:
        return JointTurnedDown(effect, WHY.get(type(refused), "unknown"))
    except BackendDown:
        return NoAnswer(effect)


async def is_held(place: Place, backend: Backend) -> bool:
    """Whether the One Window still holds this place; while it does not answer, what the citizen was told counts."""
    try:
        appointment = await backend.appointment(place.appointment)
    except Unknown:
        return False
    except BackendDown:
        return True
    return appointment.state == "booked" and appointment.slot.id == place.slot.id


async def _shared(effect: SharingEffect, chat: str, sharers: Sharers | None) -> Event:
    try:
        return await sharers.perform(effect, chat) if sharers else NoAnswer(effect)
    except (BackendDown, IdentityDown):
        return NoAnswer(effect)


async def _applied(effect: CaseCall, office: Office | None) -> Event:
    try:
        return await office.perform(effect) if office else NoAnswer(effect)
    except (BackendDown, IdentityDown):
        return NoAnswer(effect)


async def _found_out(effect: FindOut, backend: Backend, office: Office | None) -> Event:
    try:
        return await find_out(effect, backend, office)
    except BackendDown:
        return NoAnswer(effect)


async def _waited(effect: WaitingEffect, booker: Booker, waiting_list: WaitingList | None, backend: Backend) -> Event:
    try:
        return await perform_waiting(effect, booker, waiting_list, backend) if waiting_list else NoAnswer(effect)
    except BackendDown:
        return NoAnswer(effect)


async def _along(effect: CompanionEffect, chat: str, companions: Companions | None, backend: Backend) -> Event:
    async def stands(calling: Calling) -> bool:
        return await is_held(Place(visit=calling.visit, appointment=calling.appointment, slot=calling.slot), backend)

    try:
        return await perform_companion(effect, chat, companions, stands) if companions else NoAnswer(effect)
    except BackendDown:
        return NoAnswer(effect)


async def _done(effect: VisitEffect, booker: Booker, backend: Backend) -> Event:
    match effect:
        case FindSlots():
            slots = await backend.slots(effect.centre, effect.counter, effect.first_day, DAYS_OFFERED)
            return SlotsFound(effect, slots)
        case HoldSlot():
            claim = Claim(effect.slot, effect.case, effect.visit, effect.procedure)
            return Held(effect, (await backend.hold([claim], booker, effect.key))[0])
        case ReleaseHold():
            await backend.release(effect.hold)
            return Released(effect)
        case ConfirmHold():
            return Booked(effect, await _as_held((await backend.confirm([effect.hold], effect.key))[0], backend))
        case MovePlace():
            moved = await backend.move([Move(effect.appointment, effect.slot)], effect.key)
            return Booked(effect, await _as_held(moved[0], backend))
        case CancelPlace():
            await backend.cancel([effect.appointment], effect.key)
            return Cancelled(effect)


async def _done_together(effect: JointEffect, booker: Booker, backend: Backend) -> Event:
    match effect:
        case FindAcross():
            each = [await backend.slots(*counter, effect.first_day, effect.days) for counter in effect.counters]
            return FoundAcross(effect, tuple(slot for slots in each for slot in slots))
        case HoldTogether():
            claims = [Claim(*seat) for seat in effect.seats]
            return HeldTogether(effect, await backend.hold(claims, booker, effect.key))
        case ReleaseTogether():
            for hold in effect.holds:
                await backend.release(hold)
            return ReleasedTogether(effect)
        case ConfirmTogether():
            booked = await backend.confirm(effect.holds, effect.key)
            return BookedTogether(effect, await _all_as_held(booked, backend))
        case MoveTogether():
            moved = await backend.move(effect.moves, effect.key)
            return BookedTogether(effect, await _all_as_held(moved, backend))
        case CancelTogether():
            cancelled = await backend.cancel(effect.appointments, effect.key)
            return CancelledTogether(effect, await _all_as_held(cancelled, backend))


async def _all_as_held(answered: Sequence[Appointment], backend: Backend) -> tuple[Appointment, ...]:
    return tuple([await _as_held(each, backend) for each in answered])


async def _as_held(answered: Appointment, backend: Backend) -> Appointment:
    """What the One Window holds, not what it answered: the citizen is told only what is really there."""
    return await backend.appointment(answered.id)
