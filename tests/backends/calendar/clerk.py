"""A clerk at the calendar: two programs that know nothing of ours, vdirsyncer to fetch and change, `ical` to read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event
from vdirsyncer.storage.dav import CalDAVStorage  # type: ignore[import-untyped]
from vdirsyncer.vobject import Item  # type: ignore[import-untyped]

from tests.backends.town import WEDNESDAY


@dataclass(frozen=True)
class Seen:
    """An entry as the clerk sees it."""

    name: str
    status: str
    starts_at: datetime
    ends_at: datetime
    uid: str
    sequence: int


class Clerk:
    """At one counter's calendar."""

    def __init__(self, url: str, who: tuple[str, str], connector: aiohttp.BaseConnector) -> None:
        self._calendar = CalDAVStorage(url=url, username=who[0], password=who[1], connector=connector)

    async def look(self) -> list[Seen]:
        """All that stands there, by name."""
        seen = []
        async for href, _ in self._calendar.list():
            item, _ = await self._calendar.get(href)
            (event,) = IcsCalendarStream.calendar_from_ics(item.raw).events
            seen.append(_see(href.rpartition("/")[2], event))
        return sorted(seen, key=lambda each: each.name)

    async def delete(self, name: str) -> None:
        href, etag, _ = await self._get(name)
        await self._calendar.delete(href, etag)

    async def take_to(self, name: str, start: str, end: str) -> None:
        """Another time, as iCalendar writes it."""
        await self._change(name, {"DTSTART": start, "DTEND": end})

    async def cancel(self, name: str) -> None:
        await self._change(name, {"STATUS": "CANCELLED"})

    async def spoil(self, name: str) -> None:
        """As a program does that keeps no properties but those it knows."""
        await self._change(name, {"X-ONEVISIT-UNTIL": "?"})

    async def put(self, *lines: str) -> None:
        """An entry of the clerk's own."""
        entry = ("BEGIN:VEVENT", "UID:training", "DTSTAMP:20261201T000000Z", *lines, "END:VEVENT")
        text = "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//A clerk//", *entry, "END:VCALENDAR", ""))
        await self._calendar.upload(Item(text))

    async def _change(self, name: str, values: dict[str, str]) -> None:
        href, etag, text = await self._get(name)
        names = ((line.partition(":")[0], line) for line in text.splitlines())
        lines = [f"{said}:{values[said]}" if said in values else line for said, line in names]
        await self._calendar.update(href, Item("\r\n".join((*lines, ""))), etag)

    async def _get(self, name: str) -> tuple[str, str, str]:
        async for href, etag in self._calendar.list():
            if href.endswith(f"/{name}"):
                item, _ = await self._calendar.get(href)
                return href, etag, item.raw
        raise KeyError(name)


@asynccontextmanager
async def at_the_calendar(url: str, who: tuple[str, str]) -> AsyncIterator[Clerk]:
    async with aiohttp.TCPConnector() as connector:
        yield Clerk(url, who, connector)


def _see(name: str, event: Event) -> Seen:
    assert isinstance(event.dtstart, datetime)
    assert isinstance(event.dtend, datetime)
    assert event.status is not None
    assert event.dtstart.astimezone(UTC).date() == WEDNESDAY
    return Seen(name, event.status.value, event.dtstart, event.dtend, event.uid, event.sequence or 0)
