"""Limits: who calls too often is told when to go on. They are forced only where that is asked for."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.backends.wire import operations as o
from bot.backends.wire.operations import PREFIX
from bot.conformance.calls import Came, check_problem
from bot.conformance.line import Line
from bot.conformance.target import Target
from bot.conformance.verdict import Broken, NotGiven

AT_ONCE = 20
"""Calls that are under way at a time."""
MOST = 5000
"""Calls with which a limit is looked for."""


async def too_many(t: Target) -> None:
    limit = None if t.about is None else t.about.calls_a_minute
    if limit is None:
        raise NotGiven("`about` says that calls are not limited (calls_a_minute: null)")
    seen = list(t.calls.told_to_wait)
    if not seen and not t.hard:
        raise NotGiven(f"no call was refused in this run; --hard makes more than {limit} of them in a minute")
    if t.hard:
        seen.append(await _force(t, limit))
    for came in seen:
        _check(came)
    await t.sleep(_seconds(seen[-1]))
    after = await t.calls.send(o.ABOUT, when="after Retry-After seconds")
    after.told()


async def _force(t: Target, limit: int) -> Came[Any]:
    """The first call of many that is refused."""
    sent = f"GET {PREFIX}, more than {limit} times (calls_a_minute: {limit}) one after the other"
    done, most = 0, min(2 * limit + AT_ONCE, MOST)
    while done < most:
        came = await asyncio.gather(*(t.calls.once("GET", PREFIX, sent) for _ in range(AT_ONCE)))
        done += AT_ONCE
        refused = next((each for each in came if each.status == 429), None)
        if refused is not None:
            return refused
    raise Broken(f"{sent}: expected 429 too-many; came {done} answers, and none of them refused.")


def _check(came: Came[Any]) -> None:
    check_problem(came, "too-many", 429)
    _seconds(came)


def _seconds(came: Came[Any]) -> float:
    after = came.headers.get("retry-after", "")
    if not after.isdecimal() or not 0 < int(after) <= 3600:
        raise came.broken("the header Retry-After in seconds, from 1 to 3600", f"Retry-After: {after[:20] or 'none'}")
    return float(after)


LINES = (Line("limits", (), too_many),)
