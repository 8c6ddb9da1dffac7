"""Short ways to ask a backend for one place, for its tests. Each case is a chat of its own unless a chat is named."""

from __future__ import annotations

from bot.dialogue.ports import Appointment, Backend, Booker, Claim, Hold, Move
from tests.backends.town import WEDNESDAY

PROCEDURE = "passport"


async def hold(backend: Backend, slot: str, case: str, visit: str, key: str, *, chat: str | None = None) -> Hold:
    """One place kept."""
    return (await backend.hold([Claim(slot, case, visit, PROCEDURE)], Booker(chat or case), key))[0]


async def confirm(backend: Backend, hold: str, key: str) -> Appointment:
    """One place booked."""
    return (await backend.confirm([hold], key))[0]


async def move(backend: Backend, appointment: str, slot: str, key: str) -> Appointment:
    """One place moved."""
    return (await backend.move([Move(appointment, slot)], key))[0]


async def cancel(backend: Backend, appointment: str, key: str) -> Appointment:
    """One place given back."""
    return (await backend.cancel([appointment], key))[0]


async def book(backend: Backend, slot: str, case: str = "A1", visit: str = "apply") -> Appointment:
    """An appointment by hold and confirm, with keys of its own."""
    held = await hold(backend, slot, case, visit, f"{case}:{visit}:{slot}:hold")
    return await confirm(backend, held.id, f"{case}:{visit}:{slot}:confirm")


async def free(backend: Backend, slot: str) -> int:
    """Places left, as anybody can see them; 0 when the slot is not offered."""
    centre, counter, _ = slot.split(".")
    return next((one.free for one in await backend.slots(centre, counter, WEDNESDAY, 1) if one.id == slot), 0)
