"""Places that become free: each goes to the first who waits for it, or is there for everybody.

Every place that is given back passes here, in the transaction that gives it back. So one that somebody waits for is
never free in between: it becomes theirs for a while, a row in the state `offered` that counts in its slot as any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow import places, slots, waiters
from bot.backends.onewindow.opening import Opening, opening_of
from bot.backends.onewindow.places import Place
from bot.backends.onewindow.staffing import staffed
from bot.backends.onewindow.tables import waiting
from bot.backends.onewindow.waiters import Waiter
from bot.database.jobs import Jobs
from bot.dialogue.ports import Claim, Slot
from procedures.provincial import ZONE, Province

CLOCK, NEWS = "waiting-clock", "waiting"
"""The kinds of job: time that is over, and what is told to who waits."""
AHEAD = timedelta(hours=1)
"""A place is offered while its slot is at least so far ahead: who waits has to read it, and to come."""
ANSWER_WITHIN, ANSWER_BEFORE = timedelta(minutes=30), timedelta(minutes=30)
"""How long an offer lasts by day, and how long before the slot it ends at the latest."""
NIGHT_FROM, NIGHT_UNTIL, ANSWER_BY = time(21), time(8), time(8, 30)
"""What is offered while people sleep can be answered in the morning."""
CHANCES = 2
"""Offers that may stay unanswered until who waits leaves the list."""


@dataclass(frozen=True)
class Offers:
    """Gives freed places to those who wait. Without `jobs` nobody hears of it by themselves."""

    province: Province
    jobs: Jobs | None

    async def exchange(
        self, connection: AsyncConnection, wanted: Sequence[Opening], left: Sequence[Place], now: datetime
    ) -> None:
        """Takes a place in each of the wanted slots and leaves these places, all or nothing. Raises SlotGone.

        Whoever leaves a place is not offered it again, nor another that is left with it.
        """
        if not wanted and not left:
            return
        left_in = [each.slot.id for each in left]
        await slots.exchange(connection, wanted, left_in)
        freed = Counter(left_in) - Counter(opening.id for opening in wanted)
        where = {each.slot.id: each.slot for each in left}
        without = {each.case for each in left}
        for id, number in sorted(freed.items()):
            for _ in range(number):
                await self._offer(connection, where[id], without, now)

    async def expire(self, connection: AsyncConnection, id: str, now: datetime) -> bool:
        """Ends a hold or an offer whose minutes are over; False if that was done, or it was booked meanwhile."""
        ended = await places.expire(connection, id, now)
        if ended is None:
            return False
        await self.exchange(connection, (), [ended], now)
        waiter = await waiters.find(connection, waiting.c.place == id)
        if waiter is not None and waiter.state == "offered":
            await self._send_to_the_end(connection, waiter, now)
        return True

    async def withdraw(self, connection: AsyncConnection, offered: Sequence[Place], now: datetime) -> None:
        """Ends offers that are not wanted any more."""
        await self.exchange(connection, (), offered, now)
        await self.drop(connection, offered)

    async def drop(self, connection: AsyncConnection, offered: Sequence[Place]) -> None:
        """Marks offers as ended whose places are given back, and those who waited as gone."""
        for each in offered:
            await places.change_place(connection, each.id, state="released")
            await waiters.change(connection, waiting.c.place == each.id, "offered", state="left")

    async def tell(self, connection: AsyncConnection, what: str, waiter: Waiter, key: str, now: datetime) -> None:
        """Lets who waits know, once for each key."""
        if self.jobs is None:
            return
        payload = {"what": what, "case": waiter.awaited.case, "waiting": waiter.id, "offer": waiter.place}
        await self.jobs.put(connection, kind=NEWS, key=f"{NEWS}/{key}", payload=payload, due_at=now)

    async def look_at(self, connection: AsyncConnection, at: datetime, **what: str) -> None:
        """Has somebody look when it is time, also where nobody asks."""
        if self.jobs is not None:
            (id,) = what.values()
            await self.jobs.put(connection, kind=CLOCK, key=f"{CLOCK}/{id}", payload=what, due_at=at)

    async def _offer(self, connection: AsyncConnection, slot: Slot, without: set[str], now: datetime) -> None:
        """One free place of a slot that the transaction has locked."""
        zone = self._zone(slot.centre)
        if slot.starts_at < now + AHEAD:
            return
        waiter = await waiters.first(connection, slot, slot.starts_at.astimezone(zone).time(), without, now)
        opening = opening_of(self.province, slot.id) if waiter is not None else None
        if waiter is None or opening is None:
            return
        (opening,) = await staffed(connection, [opening])
        if not await slots.take(connection, opening):  # a window was closed meanwhile
            return
        claim = Claim(slot.id, waiter.awaited.case, waiter.awaited.visit, waiter.awaited.procedure)
        until = answer_by(slot.starts_at, now, zone)
        offered = await places.add(connection, claim, waiter.booker, until=until, now=now, state="offered")
        await waiters.change(connection, waiting.c.id == waiter.id, "waiting", state="offered", place=offered.id)
        await self.tell(connection, "offered", replace(waiter, place=offered.id), offered.id, now)
        await self.look_at(connection, until, place=offered.id)

    async def _send_to_the_end(self, connection: AsyncConnection, waiter: Waiter, now: datetime) -> None:
        """Who did not answer waits behind all others; after some times no longer."""
        unanswered = waiter.unanswered + 1
        stays = unanswered < CHANCES and waiter.awaited.closes > now
        left = {"state": "waiting", "place": None, "since": now} if stays else {"state": "left"}
        await waiters.change(connection, waiting.c.id == waiter.id, "offered", unanswered=unanswered, **left)
        await self.tell(connection, "unanswered" if stays else "dropped", waiter, f"{waiter.place}/over", now)

    def _zone(self, centre: str) -> ZoneInfo:
        hall = self.province.centres.get(centre)
        return ZoneInfo(hall.zone if hall else ZONE)


def answer_by(starts_at: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    """Until when an offer made now is kept: half an hour, over night until half past eight by the centre's clock, and
    never beyond half an hour before the slot begins. In UTC.
    """
    local = now.astimezone(zone)
    until = now + ANSWER_WITHIN
    if local.time() >= NIGHT_FROM or local.time() < NIGHT_UNTIL:
        morning = local.date() + timedelta(days=1) if local.time() >= NIGHT_FROM else local.date()
        until = datetime.combine(morning, ANSWER_BY, zone)
    return min(until, starts_at - ANSWER_BEFORE).astimezone(UTC)
