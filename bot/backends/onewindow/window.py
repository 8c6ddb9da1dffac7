"""The embedded One Window as its callers see it: what each call allows, and what it refuses.

Each call that changes something is one transaction. It first claims its key, so a second call with the key waits for
the first and then answers the same; a refusal undoes everything, the claim included, so a retry is decided anew.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow import calls, places
from bot.backends.onewindow.opening import Opening, opening_of, openings
from bot.backends.onewindow.places import Place
from bot.backends.onewindow.transactions import change, look
from bot.dialogue.ports import AlreadyBooked, Appointment, Clock, Hold, HoldExpired, Slot, SlotGone, TooLate, Unknown
from procedures.provincial import Province

APPOINTED = ("booked", "over", "cancelled")
UNCONFIRMABLE = ("released", "cancelled")


class OneWindow:
    """Answers `Backend` from the program's own database, on SQLite or PostgreSQL, in any number of replicas.

    Every call raises BackendDown while the database does not answer.
    """

    def __init__(self, engine: AsyncEngine, province: Province, clock: Clock, hold_minutes: int = 10) -> None:
        self._engine = engine
        self._province = province
        self._clock = clock
        self._hold_for = timedelta(minutes=hold_minutes)

    async def slots(self, centre: str, counter: str, first_day: date, working_days: int) -> tuple[Slot, ...]:
        now = self._clock()
        times = openings(self._province, centre, counter, first_day, working_days)
        coming = {opening.id: opening for opening in times if opening.starts_at > now}
        if not coming:
            return ()
        await self.expire(now, coming.keys())
        used = await look(self._engine, lambda connection: places.count_used(connection, coming.keys()))
        offered = (_offer(opening, used.get(opening.id, 0)) for opening in coming.values())
        return tuple(slot for slot in offered if slot.free > 0)

    async def hold(self, slot: str, case: str, visit: str, key: str) -> Hold:
        opening = await self._open(slot)

        async def take_hold(connection: AsyncConnection) -> Place:
            now = self._clock()
            had = await self._replaceable(connection, case, visit, now)
            wanted = _still_to_come(opening, slot, now)
            until = min(now + self._hold_for, wanted.starts_at)
            if had is not None and had.slot.id == wanted.id:
                return await places.change_place(connection, had.id, held_until=until)
            await places.take(connection, wanted, instead_of=None if had is None else had.slot.id)
            if had is not None:
                await places.change_place(connection, had.id, state="released")
            return await places.add(connection, wanted, case, visit, until=until, now=now)

        return (await self._once("hold", key, take_hold)).as_hold()

    async def release(self, hold: str) -> None:
        async def give_up(connection: AsyncConnection) -> None:
            kept = await places.find(connection, hold)
            if kept is not None and kept.state == "held":
                await places.change_place(connection, kept.id, state="released")
                await places.give_back(connection, kept.slot.id)

        await change(self._engine, give_up)

    async def confirm(self, hold: str, key: str) -> Appointment:
        async def book(connection: AsyncConnection) -> Place:
            kept = await places.find(connection, hold)
            if kept is None or kept.state in UNCONFIRMABLE:
                raise Unknown(hold)
            if kept.state == "expired" or (kept.state == "held" and kept.held_until <= self._clock()):
                raise HoldExpired(hold)
            return await places.change_place(connection, kept.id, state="booked") if kept.state == "held" else kept

        return (await self._once("confirm", key, book)).as_appointment()

    async def move(self, appointment: str, slot: str, key: str) -> Appointment:
        opening = await self._open(slot)

        async def exchange(connection: AsyncConnection) -> Place:
            now = self._clock()
            booked = await _find_appointed(connection, appointment)
            if booked.state == "cancelled":
                raise Unknown(appointment)
            _check_time(booked, now)
            if booked.slot.id == slot:
                return booked
            wanted = _still_to_come(opening, slot, now)
            await places.take(connection, wanted, instead_of=booked.slot.id)
            return await places.change_place(connection, booked.id, slot=wanted.id, revision=booked.revision + 1)

        return (await self._once("move", key, exchange)).as_appointment()

    async def cancel(self, appointment: str, key: str) -> Appointment:
        async def call_off(connection: AsyncConnection) -> Place:
            booked = await _find_appointed(connection, appointment)
            if booked.state == "cancelled":
                return booked
            _check_time(booked, self._clock())
            await places.give_back(connection, booked.slot.id)
            return await places.change_place(connection, booked.id, state="cancelled")

        return (await self._once("cancel", key, call_off)).as_appointment()

    async def appointment(self, appointment: str) -> Appointment:
        place = await look(self._engine, lambda connection: _find_appointed(connection, appointment, lock=False))
        return place.as_appointment()

    async def expire(self, now: datetime, slots: Collection[str] | None = None) -> int:
        """Gives back the places whose minutes are over, in these slots or in all; says how many.

        Every replica may do so at any time: each place is given back once. Slots that are read or held do it for
        themselves, so this only keeps the books tidy in between.
        """
        expired = await look(self._engine, lambda connection: places.list_expired(connection, now, slots))
        return sum([await self._expire_one(id, now) for id in expired])

    async def _expire_one(self, id: str, now: datetime) -> bool:
        return await change(self._engine, lambda connection: places.expire(connection, id, now))

    async def _open(self, slot: str) -> Opening | None:
        """The slot as the calendar offers it, rid of places that nobody keeps any more.

        That is a transaction of its own: inside another, the places of strangers would be locked after a slot.
        """
        opening = opening_of(self._province, slot)
        if opening is not None:
            await self.expire(self._clock(), (slot,))
        return opening

    async def _replaceable(self, connection: AsyncConnection, case: str, visit: str, now: datetime) -> Place | None:
        """The hold that another may replace. An appointment that is over stands in nobody's way: who missed it may
        book again. Raises AlreadyBooked.
        """
        had = await places.find_live(connection, case, visit)
        if had is None or had.state == "held":
            return had
        if now < had.slot.starts_at + timedelta(minutes=had.slot.minutes):
            raise AlreadyBooked(had.id)
        await places.change_place(connection, had.id, state="over")
        return None

    async def _once(self, call: str, key: str, act: Callable[[AsyncConnection], Awaitable[Place]]) -> Place:
        async def first_or_again(connection: AsyncConnection) -> Place:
            if not await calls.claim(connection, call, key):
                return await calls.read_answer(connection, call, key)
            answer = await act(connection)
            await calls.keep_answer(connection, call, key, answer)
            return answer

        return await change(self._engine, first_or_again)


def _offer(opening: Opening, used: int) -> Slot:
    free = opening.windows - used
    return Slot(opening.id, opening.centre, opening.counter, opening.starts_at, opening.minutes, free)


def _still_to_come(opening: Opening | None, slot: str, now: datetime) -> Opening:
    if opening is None or opening.starts_at <= now:
        raise SlotGone(slot)
    return opening


def _check_time(booked: Place, now: datetime) -> None:
    if now >= booked.slot.starts_at:
        raise TooLate(booked.id)


async def _find_appointed(connection: AsyncConnection, id: str, *, lock: bool = True) -> Place:
    place = await places.find(connection, id, lock=lock)
    if place is None or place.state not in APPOINTED:
        raise Unknown(id)
    return place
