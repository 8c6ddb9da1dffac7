"""The One Window's calls, answered by a CalDAV server and nothing else: it decides who gets a place.

The slots are those of the centres' opening hours. Slot `s` with two windows has the places `s-1.ics` and `s-2.ics`:
whoever first puts one there has it. Everything else is changed only as it was read, and read again where somebody else
was quicker. docs/adapter-calendar.md tells what that promises, and what a calendar cannot.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

import httpx2

from bot.backends.caldav import rules
from bot.backends.caldav.entry import Place
from bot.backends.caldav.places import Places, end, free, held, moved
from bot.backends.caldav.server import CalendarServer, Changed
from bot.backends.onewindow.opening import opening_of, openings
from bot.dialogue.ports import Appointment, BackendDown, Booker, Claim, Clock, Hold, Move, Refused, Slot
from procedures.provincial import Province

T = TypeVar("T")
TRIES = 5
Done = list[tuple[Place | None, Place]]
"""What was done so far in a call: each place as it was, None where nothing was, and as it is."""


class CalendarWindow:
    """Answers `Backend` from the calendars of all counters of all centres in `province`.

    A key is kept with the place that its call made or changed, as long as that stands in a calendar: a hold that was
    released, replaced or has ended and made way is forgotten, and its key with it. Where a slot is full, that is told
    first: before it is looked whether the key held a place there that was moved away since.
    """

    def __init__(self, client: httpx2.AsyncClient, province: Province, clock: Clock, hold_minutes: int = 10) -> None:
        zones = {
            f"{centre}.{counter}": ZoneInfo(hall.zone)
            for centre, hall in province.centres.items()
            for counter in hall.counters
        }
        self._server = CalendarServer(client, zones, clock)
        self._places = Places(self._server, province, clock)
        self._province = province
        self._clock = clock
        self._hold_for = timedelta(minutes=hold_minutes)

    async def make_calendars(self) -> None:
        """One for each counter, where there is none yet."""
        await self._server.make_calendars()

    async def slots(self, centre: str, counter: str, first_day: date, working_days: int) -> tuple[Slot, ...]:
        now = self._clock()
        times = openings(self._province, centre, counter, first_day, working_days)
        coming = [opening for opening in times if opening.starts_at > now]
        if not coming:
            return ()
        there = await self._server.during(f"{centre}.{counter}", coming[0].starts_at, end(coming[-1]))
        offered = [
            Slot(each.id, centre, counter, each.starts_at, each.minutes, free(each, there, now)) for each in coming
        ]
        return tuple(slot for slot in offered if slot.free > 0)

    async def hold(
        self, claims: Sequence[Claim], booker: Booker, key: str, within: timedelta | None = None
    ) -> tuple[Hold, ...]:
        hold_for = self._hold_for if within is None else min(within, self._hold_for)
        wanted = [(claim, opening_of(self._province, claim.slot)) for claim in claims]

        async def keep() -> tuple[Hold, ...]:
            now = self._clock()
            await asyncio.gather(*(self._places.refuse_full(claim, opening, now) for claim, opening in wanted))
            had = await self._places.of(claims, booker)
            before = [each for claim in claims for each in had if each.is_for_visit(claim) and each.said("hold", key)]
            if len(before) == len(claims):
                return tuple(place.as_hold(key) for place in before)
            coming = [(claim, rules.still_to_come(opening, claim.slot, now)) for claim, opening in wanted]
            given_up = rules.given_up(claims, had, booker, now)
            until = min([now + hold_for, *(opening.starts_at for _, opening in coming)]).replace(microsecond=0)
            async with self._all_or_none() as done:
                for number, (claim, opening) in enumerate(coming):
                    own = next((each for each in given_up if each.is_for(claim)), None)
                    if own is None:
                        new = held(opening, uuid5(NAMESPACE_OID, f"{number} {key}").hex, claim, booker, until)
                        done.append((None, await self._places.take(opening, new, "hold", key, now)))
                    elif own.said("hold", key):  # kept before a crash
                        done.append((None, own))
                    else:
                        done.append((own, await self._places.note(replace(own, until=until), "hold", key)))
            kept = [after for _, after in done]
            for each in given_up:
                if each.name not in {place.name for place in kept}:
                    await self._server.delete(each)
            return tuple(place.as_hold(key) for place in kept)

        return await _again(keep)

    async def release(self, hold: str) -> None:
        for place in await self._places.find(hold):
            if place.status == "TENTATIVE":
                await self._server.delete(place)

    async def confirm(self, holds: Sequence[str], key: str) -> tuple[Appointment, ...]:
        async def book() -> tuple[Appointment, ...]:
            now = self._clock()
            kept = [rules.confirmable(await self._places.find(hold), hold, key, now) for hold in holds]
            booked = []
            async with self._all_or_none() as done:
                for place in kept:
                    after = place
                    if place.status == "TENTATIVE":
                        after = await self._places.note(replace(place, status="CONFIRMED"), "confirm", key)
                        done.append((place, after))
                    booked.append(after)
            return tuple([await self._places.tell(place, "confirm", key) for place in booked])

        return await _again(book)

    async def move(self, moves: Sequence[Move], key: str) -> tuple[Appointment, ...]:
        """Takes the new places, then gives the old ones back. In between, the newer place of an appointment counts."""

        async def exchange() -> tuple[Appointment, ...]:
            now = self._clock()
            had = [
                rules.movable(await self._places.find(move.appointment), move.appointment, key, now) for move in moves
            ]
            went = []
            async with self._all_or_none() as done:
                for move, (place, *older) in zip(moves, had, strict=True):
                    if place.said("move", key):
                        after = place
                        done += [(None, place)] if older else []  # taken before a crash
                    elif place.slot == move.slot:
                        after = await self._places.note(place, "move", key)
                        done.append((place, after))
                    else:
                        opening = rules.still_to_come(opening_of(self._province, move.slot), move.slot, now)
                        after = await self._places.take(opening, moved(place, opening), "move", key, now)
                        done.append((None, after))
                    went.append(after)
            for places, after in zip(had, went, strict=True):
                await self._places.leave([each for each in places if each.name != after.name], after)
            return tuple([await self._places.tell(place, "move", key) for place in went])

        return await _again(exchange)

    async def cancel(self, appointments: Sequence[str], key: str) -> tuple[Appointment, ...]:
        async def call_off() -> tuple[Appointment, ...]:
            now = self._clock()
            had = [rules.cancellable(await self._places.find(id), id, now) for id in appointments]
            gone = []
            for place, *older in had:
                if place.status != "CANCELLED":
                    place = await self._places.note(replace(place, status="CANCELLED"), "cancel", key)
                for each in older:
                    await self._server.delete(each)
                gone.append(place)
            return tuple([await self._places.tell(place, "cancel", key) for place in gone])

        return await _again(call_off)

    async def appointment(self, appointment: str) -> Appointment:
        return await self._places.tell(rules.appointed(await self._places.find(appointment), appointment)[0])

    @asynccontextmanager
    async def _all_or_none(self) -> AsyncIterator[Done]:
        """What was done until a place is refused is undone."""
        done: Done = []
        try:
            yield done
        except (Refused, Changed):
            for before, after in reversed(done):
                await self._places.undo(before, after)
            raise


async def _again(act: Callable[[], Awaitable[T]]) -> T:
    """Does it; where somebody was quicker, from the beginning."""
    for _ in range(TRIES):
        with suppress(Changed):
            return await act()
    raise BackendDown("contended")
