"""All lines, one after the other: what came of each, and never an error."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from bot.backends.wire import operations as o
from bot.backends.wire.messages import About
from bot.conformance.calls import Calls, Came
from bot.conformance.line import Line, Seen
from bot.conformance.target import Target
from bot.conformance.verdict import Broken, NotGiven

LONGEST = 600.0
"""Seconds of one line."""


class Unreachable(Exception):
    """There is no backend at that address, or it does not take the key: one sentence."""


async def introduce(calls: Calls) -> About | None:
    """What the backend says of itself; None where that cannot be read, which the line `about` tells. Raises
    Unreachable.
    """
    came: Came[About] = await calls.send(o.ABOUT)
    if came.trouble is not None:
        raise Unreachable(f"The backend at {_place(calls)} does not answer: {came.trouble}.")
    if came.status in (401, 403):
        raise Unreachable(
            f"The backend at {_place(calls)} does not take the key: {came.in_words()}. It has to be a client's."
        )
    try:
        return came.told()
    except Broken:
        return None


async def look(t: Target, lines: Iterable[Line], tell: Callable[[Seen], None] = lambda seen: None) -> list[Seen]:
    """What came of each line. `tell` hears of each as soon as it is through."""
    found = []
    for line in lines:
        seen = await look_at(t, line)
        tell(seen)
        found.append(seen)
    return found


async def look_at(t: Target, line: Line) -> Seen:
    """What came of one line, once it has given back what it took."""
    missing = [each for each in line.needs if t.about is not None and each not in t.about.offers]
    if missing:
        return Seen(line, "not-offered", f"`about` does not offer {', '.join(missing)}")
    try:
        async with asyncio.timeout(LONGEST):
            await line.check(t)
    except Broken as broken:
        return Seen(line, "fail", str(broken))
    except NotGiven as missing_here:
        return Seen(line, "not-offered", str(missing_here))
    except TimeoutError:
        return Seen(line, "fail", f"It was not through after {LONGEST:g} s: the backend answers too slowly.")
    except Exception as error:  # whatever a backend answers, the other lines are looked at
        return Seen(line, "fail", f"What came was so unexpected that it could not be looked at: {_where(error)}.")
    finally:
        await t.give_back()
    return Seen(line, "pass")


def _where(error: Exception) -> str:
    """The kind of error and its place; never its text, which may be personal."""
    trace = error.__traceback__
    while (
        trace is not None and trace.tb_next is not None and "conformance" in trace.tb_next.tb_frame.f_code.co_filename
    ):
        trace = trace.tb_next
    place = f" in {trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__}{place}"


def _place(calls: Calls) -> str:
    url = calls.http.base_url
    return f"{url.scheme}://{url.netloc.decode()}"
