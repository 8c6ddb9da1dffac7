"""The embedded One Window as its callers see it: what each call allows, and what it refuses.

Each call that changes something is one transaction. It first claims its key, so a second call with the key waits for
the first and then answers the same; a refusal undoes everything, the claim included, so a retry is decided anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow import bookers, calls, places, slots, waiters
from bot.backends.onewindow.hall import row as hall
from bot.backends.onewindow.offers import Offers
from bot.backends.onewindow.opening import Opening, opening_of, openings
from bot.backends.onewindow.places import Place
from bot.backends.onewindow.staffing import staffed
from bot.backends.onewindow.transactions import change, look
from bot.database.jobs import Jobs
from bot.dialogue.ports import (
    Appointment,
    Booker,
    Claim,
    Clock,
    Hold,
    HoldExpired,
    Move,
    Slot,
    SlotGone,
    TooLate,
    Unknown,
)
from procedures.provincial import Province

APPOINTED = ("booked", "over", "cancelled")
UNCONFIRMABLE = ("released", "cancelled", "offered")


class OneWindow:
    """Answers `Backend` from the program's own database, on SQLite or PostgreSQL, in any number of replicas.

    Every call raises BackendDown while the database does not answer. A place that becomes free goes to the first who
    waits for it; with `jobs` they hear of it.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        province: Province,
        clock: Clock,
        hold_minutes: int = 10,
        jobs: Jobs | None = None,
    ) -> None:
        self._engine = engine
        self._province = province
        self._clock = clock
        self._hold_for = timedelta(minutes=hold_minutes)
        self._offers = Offers(province, jobs)

    async def slots(self, centre: str, counter: str, first_day: date, working_days: int) -> tuple[Slot, ...]:
        now = self._clock()
        times = openings(self._province, centre, counter, first_day, working_days)
        coming = [opening for opening in times if opening.starts_at > now]
        if not coming:
            return ()
        ids = [opening.id for opening in coming]
        await self.expire(now, ids)

        async def count(connection: AsyncConnection) -> tuple[Slot, ...]:
            used = await slots.count_used(connection, ids)
            return tuple(_offer(one, used.get(one.id, 0)) for one in await staffed(connection, coming))

        return tuple(slot for slot in await look(self._engine, count) if slot.free > 0)

    async def hold(
        self, claims: Sequence[Claim], booker: Booker, key: str, within: timedelta | None = None
    ) -> tuple[Hold, ...]:
        hold_for = self._hold_for if within is None else min(within, self._hold_for)
        known = await self._known(claim.slot for claim in claims)

        async def keep(connection: AsyncConnection) -> list[Place]:
            now = self._clock()
            await bookers.lock(connection, booker)
            wanted = await self._wanted(connection, known, claims, now)
            had = await bookers.replaced(connection, claims, booker, now)
            until = min([now + hold_for, *(opening.starts_at for opening in wanted)])
            await self._offers.exchange(connection, wanted, had, now)
            renewed = {claim: place for place in had for claim in claims if place.is_for(claim)}
            for place in had:
                if place not in renewed.values():
                    await places.change_place(connection, place.id, state="released")
            return [
                await places.change_place(connection, renewed[claim].id, held_until=until)
                if claim in renewed
                else await places.add(connection, claim, booker, until=until, now=now)
                for claim in claims
            ]

        answers = await calls.once(self._engine, "hold", key, len(claims), keep)
        return tuple(place.as_hold() for place in answers)

    async def release(self, hold: str) -> None:
        async def give_up(connection: AsyncConnection) -> None:
            kept = await places.find(connection, hold)
            if kept is not None and kept.state == "held":
                await places.change_place(connection, kept.id, state="released")
                await self._offers.exchange(connection, (), [kept], self._clock())

        await change(self._engine, give_up)

    async def confirm(self, holds: Sequence[str], key: str) -> tuple[Appointment, ...]:
        async def book(connection: AsyncConnection) -> list[Place]:
            now = self._clock()
            found, offered = await places.find_with_offers(connection, holds)
            kept = [_confirmable(place, id, now) for id, place in found]
            new = [place for place in kept if place.state == "held"]
            offered = _for_visits_of(new, offered)
            await self._offers.exchange(connection, (), offered, now)
            await self._wait_no_more(connection, new, offered)
            return [
                await places.change_place(connection, place.id, state="booked") if place in new else place
                for place in kept
            ]

        answers = await calls.once(self._engine, "confirm", key, len(holds), book)
        return tuple(place.as_appointment() for place in answers)

    async def move(self, moves: Sequence[Move], key: str) -> tuple[Appointment, ...]:
        known = await self._known(move.slot for move in moves)

        async def exchange(connection: AsyncConnection) -> list[Place]:
            now = self._clock()
            found, offered = await places.find_with_offers(connection, [move.appointment for move in moves])
            booked = [_standing(place, id, now) for id, place in found]
            going = {place.id: move for place, move in zip(booked, moves, strict=True) if place.slot.id != move.slot}
            wanted = await self._wanted(connection, known, list(going.values()), now)
            await hall.leave(connection, going)
            left = [place for place in booked if place.id in going]
            offered = _for_visits_of(left, offered)
            await self._offers.exchange(connection, wanted, [*left, *offered], now)
            await self._wait_no_more(connection, left, offered)
            return [
                await places.change_place(connection, place.id, slot=going[place.id].slot, revision=place.revision + 1)
                if place.id in going
                else place
                for place in booked
            ]

        answers = await calls.once(self._engine, "move", key, len(moves), exchange)
        return tuple(place.as_appointment() for place in answers)

    async def cancel(self, appointments: Sequence[str], key: str) -> tuple[Appointment, ...]:
        async def call_off(connection: AsyncConnection) -> list[Place]:
            now = self._clock()
            found, offered = await places.find_with_offers(connection, appointments)
            had = [_appointed(place, id) for id, place in found]
            standing = [place for place in had if place.state != "cancelled"]
            for place in standing:
                _check_time(place, now)
            await hall.leave(connection, [place.id for place in standing])
            offered = _for_visits_of(standing, offered)
            await self._offers.exchange(connection, (), [*standing, *offered], now)
            await self._wait_no_more(connection, standing, offered)
            return [
                await places.change_place(connection, place.id, state="cancelled") if place in standing else place
                for place in had
            ]

        answers = await calls.once(self._engine, "cancel", key, len(appointments), call_off)
        return tuple(place.as_appointment() for place in answers)

    async def appointment(self, appointment: str) -> Appointment:
        place = await look(self._engine, lambda connection: places.find(connection, appointment, lock=False))
        return _appointed(place, appointment).as_appointment()

    async def expire(self, now: datetime, slots: Collection[str] | None = None) -> int:
        """Gives back the places whose minutes are over, held or offered, in these slots or in all; says how many.

        Every replica may do so at any time: each place is given back once. Slots that are read or held do it for
        themselves, so this only keeps the books tidy in between.
        """
        expired = await look(self._engine, lambda connection: places.list_expired(connection, now, slots))
        return sum([await self._expire_one(id, now) for id in expired])

    async def _expire_one(self, id: str, now: datetime) -> bool:
        return await change(self._engine, lambda connection: self._offers.expire(connection, id, now))

    async def _known(self, ids: Iterable[str]) -> dict[str, Opening]:
        """The slots as the calendar offers them, rid of places that nobody keeps any more.

        That is a transaction of its own: inside another, the places of strangers would be locked after a slot.
        """
        found = {id: opening_of(self._province, id) for id in ids}
        known = {id: opening for id, opening in found.items() if opening is not None}
        await self.expire(self._clock(), known.keys())
        return known

    async def _wanted(
        self, connection: AsyncConnection, known: Mapping[str, Opening], wanted: Sequence[Claim | Move], now: datetime
    ) -> list[Opening]:
        """The slots with the windows that are open now. Raises SlotGone for one that is over or was never offered."""
        return await staffed(connection, [_still_to_come(known.get(each.slot), each.slot, now) for each in wanted])

    async def _wait_no_more(
        self, connection: AsyncConnection, settled: Sequence[Place], offered: Sequence[Place]
    ) -> None:
        """Who books, moves or cancels a place waits no more for that visit, under no case. `offered`: what was offered
        to them, given back already.
        """
        await self._offers.drop(connection, offered)
        if settled:
            ids = [place.id for place in settled]
            await waiters.change(connection, waiters.for_same_visit_as(ids), *waiters.LISTED, state="left")


def _offer(opening: Opening, used: int) -> Slot:
    free = opening.windows - used
    return Slot(opening.id, opening.centre, opening.counter, opening.starts_at, opening.minutes, free)


def _still_to_come(opening: Opening | None, slot: str, now: datetime) -> Opening:
    if opening is None or opening.starts_at <= now:
        raise SlotGone(slot)
    return opening


def _check_time(booked: Place, now: datetime) -> None:
    if now >= booked.slot.starts_at or booked.state == "over":
        raise TooLate(booked.id)


def _confirmable(kept: Place | None, hold: str, now: datetime) -> Place:
    if kept is None or kept.state in UNCONFIRMABLE:
        raise Unknown(hold)
    if kept.state == "expired" or (kept.state == "held" and kept.held_until <= now):
        raise HoldExpired(hold)
    return kept


def _appointed(place: Place | None, id: str) -> Place:
    if place is None or place.state not in APPOINTED:
        raise Unknown(id)
    return place


def _standing(place: Place | None, id: str, now: datetime) -> Place:
    """A booked place whose time has not begun."""
    found = _appointed(place, id)
    if found.state == "cancelled":
        raise Unknown(id)
    _check_time(found, now)
    return found


def _for_visits_of(settled: Sequence[Place], offered: Sequence[Place]) -> list[Place]:
    return [each for each in offered if any(each.is_for_visit_of(place) for place in settled)]
