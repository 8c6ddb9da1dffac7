"""The waiting list of the embedded One Window as its callers see it: who may join, and what becomes of an offer."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import and_, or_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow import bookers, calls, places, waiters
from bot.backends.onewindow.hall import row as hall
from bot.backends.onewindow.offers import CLOCK, Offers
from bot.backends.onewindow.places import Place
from bot.backends.onewindow.tables import place, waiting
from bot.backends.onewindow.transactions import change, look
from bot.database.jobs import Finish, Handler, Job, Jobs
from bot.dialogue.ports import (
    Appointment,
    Booker,
    Claim,
    Clock,
    HoldExpired,
    LimitReached,
    TooLate,
    Unknown,
)
from bot.dialogue.waiting_list import Awaited, Offer, Position
from procedures.provincial import Province

LISTS = 3
"""Lists in which a chat or a person may wait at a time."""


class AwaitedOneWindow:
    """Answers `WaitingList` beside OneWindow, from the same tables. Every call raises BackendDown while the database
    does not answer. Without `jobs` an offer ends when somebody looks, and nobody is told of it.
    """

    def __init__(self, engine: AsyncEngine, province: Province, clock: Clock, jobs: Jobs | None = None) -> None:
        self._engine = engine
        self._clock = clock
        self._offers = Offers(province, jobs)

    async def join(self, awaited: Awaited, booker: Booker, key: str) -> Position:
        async def enter(connection: AsyncConnection) -> Position:
            now = self._clock()
            await bookers.lock(connection, booker)
            waiter = await waiters.find(connection, waiting.c.key == key)
            if waiter is None:
                await self._check(connection, awaited, booker)
                waiter = await waiters.add(connection, awaited, booker, key, now)
                await self._offers.look_at(connection, awaited.closes, waiting=waiter.id)
            return Position(waiter.id, await waiters.count_ahead(connection, waiter, now))

        return await change(self._engine, enter)

    async def leave(self, waiting_id: str) -> None:
        mine = waiting.c.id == waiting_id

        async def give_up(connection: AsyncConnection) -> None:
            if await waiters.change(connection, mine, "waiting", state="left"):
                return
            waiter = await waiters.find(connection, mine)
            if waiter is not None and waiter.place is not None:
                await self._withdraw(connection, waiter.place)

        await change(self._engine, give_up)

    async def count_ahead(self, waiting_id: str) -> int | None:
        async def count(connection: AsyncConnection) -> int | None:
            now = self._clock()
            waiter = await waiters.find(connection, waiting.c.id == waiting_id)
            if waiter is None or waiter.state not in waiters.LISTED or waiter.awaited.closes <= now:
                return None
            return 0 if waiter.state == "offered" else await waiters.count_ahead(connection, waiter, now)

        return await look(self._engine, count)

    async def find_offer(self, offer: str) -> Offer:
        async def read(connection: AsyncConnection) -> Offer | None:
            offered = await places.find(connection, offer, lock=False)
            waiter = await waiters.find(connection, waiting.c.place == offer)
            if offered is None or waiter is None or offered.state != "offered" or offered.held_until <= self._clock():
                return None
            return Offer(offered.id, waiter.id, offered.case, offered.visit, offered.slot, offered.held_until)

        found = await look(self._engine, read)
        if found is None:
            raise Unknown(offer)
        return found

    async def accept(self, offer: str, key: str) -> Appointment:
        await self.expire(offer)

        async def take(connection: AsyncConnection) -> list[Place]:
            unlocked, who = await places.find(connection, offer, lock=False), await bookers.of(connection, offer)
            if unlocked is None or who is None:
                raise Unknown(offer)
            await bookers.lock(connection, who)
            claim = Claim(unlocked.slot.id, unlocked.case, unlocked.visit, unlocked.procedure or "")
            mine = and_(bookers.concerned([claim], who), place.c.state.in_(places.LIVE))
            had = {each.id: each for each in await places.find_those(connection, or_(place.c.id == offer, mine))}
            booked = next((each for each in had.values() if _is_booked(each, claim)), None)
            answer = await self._take(connection, had[offer], booked, claim, who)
            await waiters.change(connection, waiting.c.place == offer, "offered", state="taken")
            return [answer]

        (answer,) = await calls.once(self._engine, "accept", key, 1, take)
        return answer.as_appointment()

    async def decline(self, offer: str) -> None:
        await change(self._engine, lambda connection: self._withdraw(connection, offer))

    async def expire(self, offer: str) -> None:
        """Passes the place on if the minutes of its offer are over."""
        now = self._clock()
        await change(self._engine, lambda connection: self._offers.expire(connection, offer, now))

    async def close(self, waiting_id: str) -> None:
        """Ends the waiting for times that are over, and tells so. What is still offered can be taken."""
        mine = waiting.c.id == waiting_id

        async def end(connection: AsyncConnection) -> None:
            now = self._clock()
            if await waiters.change(connection, and_(mine, waiting.c.closes <= now), "waiting", state="over"):
                waiter = await waiters.find(connection, mine)
                assert waiter is not None, "it was just changed"
                await self._offers.tell(connection, "over", waiter, f"{waiter.id}/over", now)

        await change(self._engine, end)

    async def _check(self, connection: AsyncConnection, awaited: Awaited, who: Booker) -> None:
        """Whether they may wait once more. Raises LimitReached."""
        now = self._clock()
        same_case = and_(waiting.c.case == awaited.case, waiting.c.visit == awaited.visit)
        claim = Claim("", awaited.case, awaited.visit, awaited.procedure)
        for had in await places.find_live(connection, bookers.concerned([claim], who)):
            other_case = (had.procedure, had.visit) == (claim.procedure, claim.visit) and had.case != claim.case
            if other_case and had.state == "booked" and not bookers.is_over(had, now):
                raise LimitReached(had.id)
        mine = or_(waiters.of(who), same_case)
        await waiters.change(connection, and_(mine, waiting.c.closes <= now), "waiting", state="over")
        listed = await waiters.list_listed(connection, mine)
        if len(listed) >= LISTS or any(_is_same(each.awaited, awaited) for each in listed):
            raise LimitReached(awaited.case)

    async def _take(
        self, connection: AsyncConnection, offered: Place, booked: Place | None, claim: Claim, who: Booker
    ) -> Place:
        """Books the offered place, or swaps the booked one for it."""
        now = self._clock()
        if offered.state == "booked":
            return offered
        if offered.state != "offered":
            if booked is not None and booked.slot.id == offered.slot.id:  # swapped before
                return booked
            raise HoldExpired(offered.id) if offered.state == "expired" else Unknown(offered.id)
        if booked is None or bookers.is_over(booked, now):
            given_up = await bookers.replaced(connection, [claim], who, now)
            await self._offers.exchange(connection, (), given_up, now)
            for each in given_up:
                await places.change_place(connection, each.id, state="released")
            return await places.change_place(connection, offered.id, state="booked")
        if booked.slot.starts_at <= now:
            raise TooLate(booked.id)
        await hall.leave(connection, [booked.id])
        await self._offers.exchange(connection, (), [booked], now)
        await places.change_place(connection, offered.id, state="released")
        return await places.change_place(connection, booked.id, slot=offered.slot.id, revision=booked.revision + 1)

    async def _withdraw(self, connection: AsyncConnection, offer: str) -> None:
        offered = await places.find(connection, offer)
        if offered is not None and offered.state == "offered":
            await self._offers.withdraw(connection, [offered], self._clock())


def handlers(waiting_list: AwaitedOneWindow) -> Mapping[str, Handler]:
    """Who ends what is over on time, although nobody looks. By the kinds of job."""

    async def look_at(job: Job, finish: Finish) -> None:
        if "place" in job.payload:
            await waiting_list.expire(job.payload["place"])
        else:
            await waiting_list.close(job.payload["waiting"])
        async with finish():
            pass

    return {CLOCK: look_at}


def _is_booked(had: Place, claim: Claim) -> bool:
    return had.state == "booked" and (had.case, had.visit) == (claim.case, claim.visit)


def _is_same(one: Awaited, other: Awaited) -> bool:
    """Whether both wait for the same visit of the same case or procedure."""
    return one.visit == other.visit and (one.case == other.case or one.procedure == other.procedure)
