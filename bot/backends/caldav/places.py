"""Places in the calendars: finding them, taking one, changing one, leaving one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count, islice
from urllib.parse import quote

from bot.backends.caldav.entry import Entry, Place
from bot.backends.caldav.server import CalendarServer, Changed, Taken
from bot.backends.onewindow.opening import Opening
from bot.dialogue.ports import Appointment, BackendDown, Booker, Claim, Clock, SlotGone
from procedures.provincial import Province

ID = re.compile(r"[0-9a-f]{32}")
TRIES = 50
"""Names that are tried before giving up. Each that was taken meanwhile means that somebody else had success."""


class Places:
    """All that were given out. Each call raises BackendDown while the server does not answer."""

    def __init__(self, server: CalendarServer, province: Province, clock: Clock) -> None:
        self._server = server
        self._province = province
        self._clock = clock

    async def find(self, id: str) -> list[Place]:
        """Those of one hold or appointment, the newest first: none, one, or two where a move is not finished."""
        found = await self._server.search([("UID", f"{id}-")]) if ID.fullmatch(id) else []
        return sorted((each for each in found if each.id == id), key=lambda each: -each.revision)

    async def of(self, claims: Sequence[Claim], booker: Booker) -> list[Place]:
        """The newest of each hold and appointment that is the booker's, or for a visit that is claimed."""
        wanted = [("CHAT", booker.chat), *(("CASE", case) for case in sorted({claim.case for claim in claims}))]
        wanted += [("PERSON", booker.person)] if booker.person else []
        found = await self._server.search((f"X-ONEVISIT-{name}", quote(value, safe="")) for name, value in wanted)
        concerned = [each for each in found if _concerns(each, claims, booker)]
        return list({each.id: each for each in sorted(concerned, key=lambda each: each.revision)}.values())

    async def refuse_full(self, claim: Claim, opening: Opening | None, now: datetime) -> None:
        """Raises SlotGone where nothing is free and the claimed visit has nothing there.

        In a rush nearly everybody is refused. This costs one request; `of` costs one or more for every calendar.
        """
        if opening is None or opening.starts_at <= now:
            return
        there = await self._server.during(_calendar(opening), opening.starts_at, end(opening))
        own = any(isinstance(each, Place) and each.is_for_visit(claim) for each in there)
        if not own and free(opening, there, now) <= 0:
            raise SlotGone(claim.slot)

    async def take(self, opening: Opening, new: Place, call: str, key: str, now: datetime) -> Place:
        """Puts the place where nothing is: as many names are tried as windows are free, so the server decides who of
        many comes first. What was cancelled, or taken to another time, keeps its name and needs no window.

        Raises SlotGone, Changed.
        """
        elsewhere: set[str] = set()
        for _ in range(TRIES):
            there = await self._server.during(new.calendar, opening.starts_at, end(opening))
            windows = free(opening, [each for each in there if not _is_of(each, new.id)], now)
            if windows <= 0:
                raise SlotGone(opening.id)
            ended = [each for each in there if isinstance(each, Place) and each.has_ended(now)]
            for each in ended:
                await self._server.delete(each)
            used = elsewhere | {each.name for each in there if each not in ended}
            unused = (name for number in count(1) if (name := f"{opening.id}-{number}.ics") not in used)
            name = list(islice(unused, windows))[int(new.id, 16) % windows]  # so that not all try the same
            try:
                return await self._server.add(replace(new, name=name).noting(call, key, windows - 1))
            except Taken:
                other = await self._server.get(new.calendar, name)
                if other is not None and not other.meets(opening.starts_at, end(opening)):
                    elsewhere.add(name)
        raise BackendDown("contended")

    async def note(self, place: Place, call: str, key: str) -> Place:
        """Changes the place in its calendar, and keeps there what is answered. Raises Changed."""
        return await self._server.change(place.noting(call, key, await self._count_free(place)))

    async def undo(self, before: Place | None, after: Place) -> None:
        """Puts back what was, unless somebody changed it since."""
        if before is None:
            await self._server.delete(after)
        else:
            with suppress(Changed):
                await self._server.change(replace(before, etag=after.etag))

    async def leave(self, old: Sequence[Place], new: Place) -> None:
        """Gives up what an appointment had, now that it has `new`.

        Raises Changed where somebody did something else with the old meanwhile; then `new` is given up.
        """
        for each in old:
            if await self._server.delete(each):
                continue
            if any(other.name != new.name for other in await self.find(new.id)):
                await self._server.delete(new)
                raise Changed

    async def tell(self, place: Place, call: str = "", key: str = "") -> Appointment:
        """What the first call with the key was answered, or how it stands."""
        return place.as_appointment(place.said(call, key) or place.present(await self._count_free(place)))

    async def _count_free(self, place: Place) -> int:
        """Windows left in its time, with the place as it is here."""
        now, (centre, counter) = self._clock(), place.calendar.split(".")
        there = await self._server.during(place.calendar, place.starts_at, place.ends_at)
        taking = [place, *(each for each in there if each.name != place.name)]
        windows = self._province.centres[centre].counters[counter].windows
        return windows - sum(each.stands(now) for each in taking)


def free(opening: Opening, there: Iterable[Entry], now: datetime) -> int:
    """Its windows, less what stands in its time."""
    return opening.windows - sum(each.stands(now) and each.meets(opening.starts_at, end(opening)) for each in there)


def end(opening: Opening) -> datetime:
    """When its slot ends."""
    return opening.starts_at + timedelta(minutes=opening.minutes)


def held(opening: Opening, id: str, claim: Claim, booker: Booker, until: datetime) -> Place:
    """The place that is claimed, before it stands anywhere."""
    return Place(
        calendar=_calendar(opening),
        name="",
        etag="",
        status="TENTATIVE",
        starts_at=opening.starts_at,
        ends_at=end(opening),
        id=id,
        revision=0,
        until=until,
        case=claim.case,
        visit=claim.visit,
        procedure=claim.procedure,
        chat=booker.chat,
        person=booker.person or "",
    )


def moved(place: Place, opening: Opening) -> Place:
    """The same appointment there, before it stands there."""
    calendar, revision = _calendar(opening), place.revision + 1
    return replace(place, calendar=calendar, starts_at=opening.starts_at, ends_at=end(opening), revision=revision)


def _calendar(opening: Opening) -> str:
    return f"{opening.centre}.{opening.counter}"


def _is_of(entry: Entry, id: str) -> bool:
    return isinstance(entry, Place) and entry.id == id


def _concerns(place: Place, claims: Sequence[Claim], booker: Booker) -> bool:
    own = place.chat == booker.chat or (bool(place.person) and place.person == booker.person)
    return own or any(place.is_for_visit(claim) for claim in claims)
