"""Where news goes: to the chat of this installation that has the case, or to the feed of the client whose case it is.

The One Window puts a job for each, whosever the case is. What a client's case was promised, and whether that was kept,
is the client's to remember: nothing of it is recorded here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from bot.api.feed.feed import NO_CURSOR, Feed
from bot.backends.onewindow.applications.books import PROGRESS
from bot.backends.onewindow.hall.news import HALL
from bot.backends.onewindow.hall.news import read as read_hall
from bot.backends.onewindow.offers import NEWS as WAITING
from bot.backends.wire.events import ApplicationEvent, Event, HallEvent, WaitingEvent
from bot.database.jobs import Finish, Handler, Job
from bot.dialogue.ports import Clock

Write = Callable[[Any, datetime], Event]
WhoseCase = Callable[[str], Awaitable[str | None]]
"""The client whose case it is; None for a case of a chat of this installation."""


def routed(handlers: Mapping[str, Handler], whose: WhoseCase, feed: Feed, clock: Clock) -> Mapping[str, Handler]:
    """The same handlers by kind of job, but news of a client's case goes to its feed."""
    return {
        kind: _to_feed(WRITE[kind], handler, whose, feed, clock) if kind in WRITE else handler
        for kind, handler in handlers.items()
    }


def _to_feed(write: Write, to_chat: Handler, whose: WhoseCase, feed: Feed, clock: Clock) -> Handler:
    """Appended in the transaction that ends the job: a job that is done twice is appended once."""

    async def tell(job: Job, finish: Finish) -> None:
        client = await whose(job.payload["case"])
        if client is None:
            await to_chat(job, finish)
            return
        async with finish() as connection:
            now = clock()
            await feed.append(connection, client, write(job.payload, now), now)

    return tell


def _application(told: Any, now: datetime) -> Event:
    return ApplicationEvent(cursor=NO_CURSOR, at=now, case=told["case"], number=told["number"])


def _hall(told: Any, now: datetime) -> Event:
    happened = read_hall(told)
    return HallEvent(cursor=NO_CURSOR, at=now, case=happened.case, told=happened)


def _waiting(told: Any, now: datetime) -> Event:
    return WaitingEvent(
        cursor=NO_CURSOR,
        at=now,
        case=told["case"],
        what=told["what"],
        waiting=told["waiting"],
        offer=told["offer"],
    )


WRITE: Mapping[str, Write] = {PROGRESS: _application, HALL: _hall, WAITING: _waiting}
