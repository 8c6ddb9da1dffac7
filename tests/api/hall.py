"""The hall of the small town's east centre over HTTP: Tuesday, ten past eight, and every problem provoked once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx2

from bot.backends.onewindow import OneWindow
from tests.api.conftest import CASE, Program, Served
from tests.backends.contract import asking
from tests.small import small_province

NINE, EVENING, TOMORROW = (f"east.permits.2026120{at}Z" for at in ("1T0100", "1T0845", "2T0100"))


def at_the_door(served: Served) -> Program:
    return served.program("hall:east")


async def booked(served: Served, slot: str = NINE) -> Program:
    """The case has an appointment, and somebody is at the door."""
    await asking.book(OneWindow(served.hall.engine, small_province(), served.hall.clock), slot, CASE)
    return at_the_door(served)


async def check_in(served: Served) -> httpx2.Response:
    return await at_the_door(served).post("/hall/check-in", {"case": CASE})


async def cancelled(served: Served) -> httpx2.Response:
    window = OneWindow(served.hall.engine, small_province(), served.hall.clock)
    appointment = await asking.book(window, NINE, CASE)
    await asking.cancel(window, appointment.id, "k")
    return await check_in(served)


async def other_centre(served: Served) -> httpx2.Response:
    await booked(served)
    key = await served.keys.add("hall:north")
    return await Program(served.serve(served.keys), key).post("/hall/check-in", {"case": CASE})


async def other_day(served: Served) -> httpx2.Response:
    await booked(served, TOMORROW)
    return await check_in(served)


async def come_later(served: Served) -> httpx2.Response:
    await booked(served, EVENING)
    return await check_in(served)


async def over(served: Served) -> httpx2.Response:
    await booked(served)
    served.hall.clock.turn(125)
    return await check_in(served)


async def not_called(served: Served) -> httpx2.Response:
    door = at_the_door(served)
    await door.post("/hall/walk-in", {"counter": "permits"})
    return await door.post("/hall/done", {"number": "A001"})


async def window_busy(served: Served) -> httpx2.Response:
    door = at_the_door(served)
    await door.post("/hall/walk-in", {"counter": "permits"})
    call = {"counter": "permits", "window": "5"}
    await door.post("/hall/call", call)
    return await door.post("/hall/call", call, "another")


PROVOKED_IN_A_HALL: dict[str, Callable[[Served], Awaitable[httpx2.Response]]] = {
    provoke.__name__.replace("_", "-"): provoke
    for provoke in (cancelled, other_centre, other_day, come_later, over, not_called, window_busy)
}
TOLD_IN_A_HALL: Mapping[str, dict[str, Any]] = {
    "other-centre": {"centre": "east"},
    "other-day": {"starts_at": "2026-12-02T01:00:00Z", "centre": "east"},
    "come-later": {"opens_at": "2026-12-01T07:45:00Z"},
    "window-busy": {"number": "A001"},
}
