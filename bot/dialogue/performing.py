"""What the core asked for, done: an effect goes to the One Window, and what came of it comes back as an event."""

from __future__ import annotations

from bot.dialogue.applying.effects import CaseCall
from bot.dialogue.applying.performing import Office
from bot.dialogue.conversation import Place
from bot.dialogue.events import (
    Booked,
    Cancelled,
    CancelPlace,
    ConfirmHold,
    Effect,
    Event,
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
from bot.dialogue.ports import (
    AlreadyBooked,
    Appointment,
    Backend,
    BackendDown,
    HoldExpired,
    Refused,
    SlotGone,
    TooLate,
    Unknown,
)
from bot.dialogue.sharing.effects import SharingEffect
from bot.dialogue.sharing.performing import Sharers

DAYS_OFFERED = 10
"""Working days for which times are offered."""


async def perform(
    effect: Effect, chat: str, backend: Backend, sharers: Sharers | None = None, office: Office | None = None
) -> Event:
    """Do it, and read back what the One Window holds now. Safe to repeat: the effect's key acts once."""
    if isinstance(effect, SharingEffect):
        return await _shared(effect, chat, sharers)
    if isinstance(effect, CaseCall):
        return await _applied(effect, office)
    try:
        return await _done(effect, backend)
    except SlotGone:
        return TurnedDown(effect, "gone")
    except HoldExpired:
        return TurnedDown(effect, "expired")
    except AlreadyBooked:
        return TurnedDown(effect, "already-booked")
    except TooLate:
        return TurnedDown(effect, "too-late")
    except Refused:
        return TurnedDown(effect, "unknown")
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


async def _done(effect: VisitEffect, backend: Backend) -> Event:
    match effect:
        case FindSlots():
            slots = await backend.slots(effect.centre, effect.counter, effect.first_day, DAYS_OFFERED)
            return SlotsFound(effect, slots)
        case HoldSlot():
            return Held(effect, await backend.hold(effect.slot, effect.case, effect.visit, effect.key))
        case ReleaseHold():
            await backend.release(effect.hold)
            return Released(effect)
        case ConfirmHold():
            return Booked(effect, await _as_held(await backend.confirm(effect.hold, effect.key), backend))
        case MovePlace():
            moved = await backend.move(effect.appointment, effect.slot, effect.key)
            return Booked(effect, await _as_held(moved, backend))
        case CancelPlace():
            await backend.cancel(effect.appointment, effect.key)
            return Cancelled(effect)


async def _as_held(answered: Appointment, backend: Backend) -> Appointment:
    """What the One Window holds, not what it answered: the citizen is told only what is really there."""
    return await backend.appointment(answered.id)
