"""Everybody wants the same slot at once: the rush, and what may not have gone wrong in it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.dialogue.ports import Appointment, Backend, SlotGone
from tests.backends.contract import asking

CITIZENS = 40
AT_A_TIME = 32


@dataclass
class Rush:
    """How a rush ended: who was booked, and who was told that the slot is gone."""

    booked: list[Appointment] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


async def rush(backend: Backend, slot: str) -> Rush:
    """Each of the citizens holds a place and confirms it, many of them at the same moment."""
    result, turns = Rush(), asyncio.Semaphore(AT_A_TIME)

    async def book(case: str) -> None:
        async with turns:
            try:
                hold = await asking.hold(backend, slot, case, "visit", f"{case}:hold")
                result.booked.append(await asking.confirm(backend, hold.id, f"{case}:confirm"))
            except SlotGone:
                result.gone.append(case)

    await asyncio.gather(*(book(f"case-{number}") for number in range(CITIZENS)))
    return result


def find_faults(result: Rush, capacity: int) -> set[str]:
    """What went wrong; empty when the slot is full to the last place and everybody else was told so."""
    cases = [appointment.case for appointment in result.booked]
    faults = {
        "overbooked": len(cases) > capacity,
        "places left": len(cases) < capacity,
        "a case booked twice": len(set(cases)) < len(cases),
        "one place for two": len({appointment.id for appointment in result.booked}) < len(cases),
        "somebody left without an answer": len({*cases, *result.gone}) < CITIZENS,
    }
    return {fault for fault, found in faults.items() if found}
