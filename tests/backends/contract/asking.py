"""Short ways to ask a backend, for its tests."""

from __future__ import annotations

from bot.dialogue.ports import Appointment, Backend
from tests.backends.town import WEDNESDAY


async def book(backend: Backend, slot: str, case: str = "A1", visit: str = "apply") -> Appointment:
    """An appointment by hold and confirm, with keys of its own."""
    hold = await backend.hold(slot, case, visit, f"{case}:{visit}:{slot}:hold")
    return await backend.confirm(hold.id, f"{case}:{visit}:{slot}:confirm")


async def free(backend: Backend, slot: str) -> int:
    """Places left, as anybody can see them; 0 when the slot is not offered."""
    centre, counter, _ = slot.split(".")
    return next((one.free for one in await backend.slots(centre, counter, WEDNESDAY, 1) if one.id == slot), 0)
