"""Planted mistakes, for the judge to find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.api.feed.feed import NO_CURSOR, Feed
from bot.backends.client import Client
from bot.backends.remote import RemoteOneWindow
from bot.backends.wire.events import ApplicationEvent, Event
from bot.dialogue.ports import Appointment, Booker, Claim, Hold

_append = Feed.append


class Hasty(RemoteOneWindow):
    """A bot that loses the answer to each booking and does not ask again with the key what became of it: it books once
    more, as if somebody else did.
    """

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self._claims: dict[str, Claim] = {}

    async def hold(
        self, claims: Sequence[Claim], booker: Booker, key: str, within: timedelta | None = None
    ) -> tuple[Hold, ...]:
        holds = await super().hold(claims, booker, key, within)
        self._claims |= {hold.id: claim for hold, claim in zip(holds, claims, strict=True)}
        return holds

    async def confirm(self, holds: Sequence[str], key: str) -> tuple[Appointment, ...]:
        booked = await super().confirm(holds, key)
        anew = [replace(self._claims[hold], case=uuid4().hex) for hold in holds if hold in self._claims]
        if not anew:
            return booked
        again = await super().hold(anew, Booker(uuid4().hex), uuid4().hex)
        return await super().confirm([hold.id for hold in again], uuid4().hex)


async def forget_decisions(feed: Feed, connection: AsyncConnection, client: str, event: Event, now: datetime) -> str:
    """In place of `Feed.append`: of applications nothing is told."""
    if isinstance(event, ApplicationEvent):
        return NO_CURSOR
    return await _append(feed, connection, client, event, now)
