"""What a backend can do wrong with what it tells by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.api.feed.calling_back import CallingBack, Unheard
from bot.api.feed.feed import CALLBACK
from bot.database.jobs import Finish, Job
from tests.conformance.faults.wrong import (
    Answered,
    Asked,
    Fault,
    Right,
    Wrong,
    between,
    changed,
    said_otherwise,
    swallowed,
)
from tests.conformance.served import Served


def _tells_otherwise_the_fourth_time() -> Fault:
    """Events are made anew each time they are read."""
    read: Counter[str] = Counter()

    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        if asked.call != "events" or answered.status != 200:
            return answered
        events = answered.told["events"]
        read.update(each["cursor"] for each in events)
        events = [{**each, "case": "another"} if read[each["cursor"]] > 3 else each for each in events]
        return answered.telling({**answered.told, "events": events})

    return fault


def _skips_after_a_page_of_one() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        if asked.call == "events" and asked.query.get("limit") == "1" and answered.status == 200:
            rest = replace(asked, query={"after": answered.told["next"], "limit": "1"})
            return answered.telling({**answered.told, "next": (await right(rest)).told["next"]})
        return answered

    return fault


def _begins_anew_without_a_cursor() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        if asked.call == "events" and not asked.query.get("after", "0").isdecimal():
            asked = replace(asked, query={name: value for name, value in asked.query.items() if name != "after"})
        return await right(asked)

    return fault


def _its_clock_is_late(served: Served) -> Served:
    right = served.doers[CALLBACK]
    assert isinstance(right, CallingBack)
    late = replace(right, clock=lambda: served.clock() - timedelta(hours=1))
    return replace(served, doers={**served.doers, CALLBACK: late})


def _tells_once(served: Served) -> Served:
    async def once(job: Job, finish: Finish) -> None:
        try:
            await served.doers[CALLBACK](job, finish)
        except Unheard:
            async with finish():
                pass

    return replace(served, doers={**served.doers, CALLBACK: once})


def _another_secret(said: Any) -> Any:
    return {**said, "secret": "whsec_" + "A" * 40}


FAULTS: Mapping[str, Wrong] = {
    "events-told": changed(
        "events", lambda told: {**told, "next": "0"}, only=lambda told: not told["events"] and told["next"] != "0"
    ),
    "events-rise": between(_skips_after_a_page_of_one),
    "events-again": between(_tells_otherwise_the_fourth_time),
    "events-cursors": between(_begins_anew_without_a_cursor),
    "callback": swallowed("drop_callback"),
    "callback-signed": said_otherwise("set_callback", _another_secret),
    "callback-timed": _its_clock_is_late,
    "callback-again": _tells_once,
}
