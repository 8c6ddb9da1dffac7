"""What a CalDAV server is asked: reports (RFC 4791), and changes on a condition (RFC 9110, 13.1)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import httpx2

from bot.backends.caldav.entry import SECOND, Entry, Place, read_entry, write_place
from bot.dialogue.ports import BackendDown, Clock

WITHIN = 10.0
"""Seconds in which the server has to answer a request."""
AT_ONCE = 8
"""Requests under way at the same time, from this process."""
MISSING, CONFLICT, CHANGED = 404, 409, 412
QUERY = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><D:getetag/><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">{}</C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""
RESPONSE, HREF, ETAG = "{DAV:}response", "{DAV:}href", ".//{DAV:}getetag"
TEXT = ".//{urn:ietf:params:xml:ns:caldav}calendar-data"


class Taken(Exception):
    """Something has that name already."""


class Changed(Exception):
    """Somebody else was quicker: what was read is no longer so."""


class CalendarServer:
    """`zones`: its calendars, `{centre}.{counter}` under the client's base address, each with its local time.

    Every call raises BackendDown while the server does not answer, or answers what it should not.
    """

    def __init__(self, client: httpx2.AsyncClient, zones: Mapping[str, tzinfo], clock: Clock) -> None:
        self._client = client
        self._zones = zones
        self._clock = clock
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def make_calendars(self) -> None:
        """Those that are not there yet."""
        for calendar in self._zones:
            await self._ask("MKCALENDAR", f"{calendar}/", allowed=(201, 405, CONFLICT))

    async def during(self, calendar: str, starts_at: datetime, ends_at: datetime) -> list[Entry]:
        """What stands in a calendar in that time, the cancelled and the ended too."""
        times = f'start="{starts_at:{SECOND}}" end="{ends_at:{SECOND}}"'
        return await self._report(calendar, f"<C:time-range {times}/>")

    async def search(self, wanted: Iterable[tuple[str, str]]) -> list[Place]:
        """The places that have one of these values in that property, in any calendar; found by part of the value."""
        conditions = [
            f'<C:prop-filter name="{name}"><C:text-match>{escape(value)}</C:text-match></C:prop-filter>'
            for name, value in wanted
        ]
        asked = (self._report(calendar, each) for calendar in self._zones for each in conditions)
        found = {(each.calendar, each.name): each for answer in await asyncio.gather(*asked) for each in answer}
        return [each for each in found.values() if isinstance(each, Place)]

    async def get(self, calendar: str, name: str) -> Entry | None:
        answer = await self._ask("GET", f"{calendar}/{name}", allowed=(200, MISSING))
        return (
            None if answer.status_code == MISSING else self._read(calendar, name, answer.headers["etag"], answer.text)
        )

    async def add(self, place: Place) -> Place:
        """Puts it where nothing is: the server lets one of many do so. Raises Taken, Changed."""
        return await self._put(place, {"If-None-Match": "*"}, Taken)

    async def change(self, place: Place) -> Place:
        """Puts it in the stead of what was read. Raises Changed."""
        return await self._put(place, {"If-Match": place.etag}, Changed)

    async def delete(self, entry: Entry) -> bool:
        """Takes away what was read; False if it is gone or was changed."""
        headers, allowed = {"If-Match": entry.etag}, (200, 204, MISSING, CHANGED)
        answer = await self._ask("DELETE", f"{entry.calendar}/{entry.name}", headers=headers, allowed=allowed)
        return answer.status_code < MISSING

    async def _put(self, place: Place, headers: dict[str, str], refused: type[Exception]) -> Place:
        headers["Content-Type"] = "text/calendar; charset=utf-8"
        path, text, allowed = f"{place.calendar}/{place.name}", write_place(place, self._clock()), (201, 204, 409, 412)
        answer = await self._ask("PUT", path, headers=headers, content=text, allowed=allowed)
        if answer.status_code == CHANGED:
            raise refused
        if answer.status_code == CONFLICT:
            raise Changed if b"no-uid-conflict" in answer.content else BackendDown("no such calendar")
        etag = answer.headers.get("etag")
        if etag is None:  # RFC 4791, 5.3.4: it may have been stored otherwise than it was sent
            stored = await self.get(place.calendar, place.name)
            etag = stored.etag if stored else ""
        return replace(place, etag=etag)

    async def _report(self, calendar: str, condition: str) -> list[Entry]:
        headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
        asked = QUERY.format(condition).encode()
        answer = await self._ask("REPORT", f"{calendar}/", headers=headers, content=asked, allowed=(207,))
        try:
            found = ElementTree.fromstring(answer.content)
        except ElementTree.ParseError:
            raise BackendDown("no XML") from None
        entries = []
        for each in found.iter(RESPONSE):
            name = unquote(each.findtext(HREF, "").rpartition("/")[2])
            entry = self._read(calendar, name, each.findtext(ETAG, ""), each.findtext(TEXT, ""))
            entries += [entry] if entry else []
        return entries

    def _read(self, calendar: str, name: str, etag: str, text: str) -> Entry | None:
        """Nothing, where somebody put what is no event."""
        try:
            return read_entry(calendar, name, etag, text, self._zones[calendar])
        except (ValueError, KeyError):
            return None

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        allowed: tuple[int, ...],
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
    ) -> httpx2.Response:
        try:
            async with self._turns, asyncio.timeout(WITHIN):
                answer = await self._client.request(method, path, headers=headers, content=content)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, TimeoutError) as error:
            raise BackendDown(type(error).__name__) from None
        if answer.status_code not in allowed:
            raise BackendDown(f"{method}: {answer.status_code}")
        return answer
