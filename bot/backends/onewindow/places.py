"""The rows behind the One Window's calls: finding a place, adding one, changing one, ending one that is only kept.

Whoever changes places locks them in the order of their ids, and before any slot.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import ColumnElement, Row, Select, and_, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.tables import place, slot
from bot.dialogue.ports import Appointment, Booker, Claim, Hold, Slot

State = Literal["held", "booked", "offered", "over", "cancelled", "expired", "released"]
LIVE = ("held", "booked")
KEPT = ("held", "offered")
"""For some minutes only."""


@dataclass(frozen=True)
class Place:
    """One place in a slot, as a case holds it, has booked it or had it."""

    id: str
    case: str
    visit: str
    procedure: str | None
    state: State
    revision: int
    held_until: datetime
    slot: Slot

    def is_for(self, claim: Claim) -> bool:
        """Whether it is the very place that is claimed."""
        return (self.case, self.visit, self.slot.id) == (claim.case, claim.visit, claim.slot)

    def is_for_visit_of(self, other: Place) -> bool:
        """Whether both are for the same visit of the same case."""
        return (self.case, self.visit) == (other.case, other.visit)

    def as_hold(self) -> Hold:
        return Hold(self.id, self.slot, self.held_until)

    def as_appointment(self) -> Appointment:
        state: Literal["booked", "cancelled"] = "cancelled" if self.state == "cancelled" else "booked"
        return Appointment(self.id, self.case, self.visit, self.slot, state, self.revision)


async def find(connection: AsyncConnection, id: str, *, lock: bool = True) -> Place | None:
    """The place with that id, by default not to be changed by anybody else until the transaction ends."""
    query = _places().where(place.c.id == id)
    found = await connection.execute(query.with_for_update(of=place, key_share=True) if lock else query)
    row = found.one_or_none()
    return None if row is None else read_row(row)


async def find_all(connection: AsyncConnection, ids: Sequence[str]) -> list[tuple[str, Place | None]]:
    """Each id with its place, in that order; none of them changed by anybody else until the transaction ends."""
    found = {id: await find(connection, id) for id in sorted(set(ids))}
    return [(id, found[id]) for id in ids]


async def find_live(connection: AsyncConnection, wanted: ColumnElement[bool]) -> list[Place]:
    """What is held or booked, of those wanted; locked, by their ids."""
    return await find_those(connection, and_(wanted, place.c.state.in_(LIVE)))


async def find_those(connection: AsyncConnection, wanted: ColumnElement[bool]) -> list[Place]:
    """All that are wanted; locked, by their ids."""
    query = _places().where(wanted).order_by(place.c.id)
    return [read_row(row) for row in await connection.execute(query.with_for_update(of=place, key_share=True))]


async def find_with_offers(
    connection: AsyncConnection, ids: Sequence[str]
) -> tuple[list[tuple[str, Place | None]], list[Place]]:
    """As `find_all`; and the places that are offered to the same cases for the same visits, locked with them."""
    ours, other = place.alias(), place
    same = and_(ours.c.id.in_(ids), ours.c.case == other.c.case, ours.c.visit == other.c.visit)
    query = select(other.c.id).join(ours, same).where(other.c.state == "offered")
    offered = set((await connection.scalars(query)).all())
    found = dict(await find_all(connection, [*ids, *offered]))
    still = [each for id in sorted(offered) if (each := found[id]) is not None and each.state == "offered"]
    return [(id, found[id]) for id in ids], still


async def of_case(connection: AsyncConnection, case: str, *, lock: bool = True) -> list[Place]:
    """What the case has booked or had, by its time; locked as `find` does."""
    query = (
        _places().where(place.c.case == case, place.c.state.in_(("booked", "over", "cancelled"))).order_by(place.c.id)
    )
    found = await connection.execute(query.with_for_update(of=place, key_share=True) if lock else query)
    return sorted(map(read_row, found), key=lambda each: each.slot.starts_at)


async def change_place(connection: AsyncConnection, id: str, **values: Any) -> Place:
    """Writes the values to a place that the transaction has locked, and reads it back."""
    await connection.execute(update(place).where(place.c.id == id).values(**values))
    return await _read_back(connection, id)


async def add(
    connection: AsyncConnection,
    claim: Claim,
    booker: Booker,
    *,
    until: datetime,
    now: datetime,
    state: Literal["held", "offered"] = "held",
) -> Place:
    """A place that was taken in the same transaction, kept for some minutes."""
    id = uuid4().hex
    await connection.execute(
        insert(place).values(
            id=id,
            slot=claim.slot,
            case=claim.case,
            visit=claim.visit,
            procedure=claim.procedure,
            chat=booker.chat,
            person=booker.person,
            state=state,
            revision=0,
            held_until=until,
            created_at=now,
        )
    )
    return await _read_back(connection, id)


async def list_expired(connection: AsyncConnection, now: datetime, slots: Collection[str] | None) -> list[str]:
    """Holds and offers whose minutes are over, in these slots or in all."""
    wanted = select(place.c.id).where(*_expired(now)).order_by(place.c.held_until, place.c.id)
    if slots is not None:
        wanted = wanted.where(place.c.slot.in_(slots))
    return list((await connection.scalars(wanted)).all())


async def expire(connection: AsyncConnection, id: str, now: datetime) -> Place | None:
    """Ends what was kept, unless that was done or it was booked meanwhile. Its slot does not know of it yet."""
    ended = update(place).where(place.c.id == id, *_expired(now)).values(state="expired").returning(place.c.id)
    if (await connection.execute(ended)).scalar_one_or_none() is None:
        return None
    return await _read_back(connection, id)


def read_row(row: Row[Any]) -> Place:
    """A place from a row that holds its columns, those of its slot, and `free`."""
    where = Slot(row.slot, row.centre, row.counter, row.starts_at, row.minutes, row.free)
    return Place(row.id, row.case, row.visit, row.procedure, row.state, row.revision, row.held_until, where)


async def _read_back(connection: AsyncConnection, id: str) -> Place:
    return read_row((await connection.execute(_places().where(place.c.id == id))).one())


def _places() -> Select[Any]:
    free = (slot.c.capacity - slot.c.used).label("free")
    return select(place, slot.c.centre, slot.c.counter, slot.c.starts_at, slot.c.minutes, free).join_from(place, slot)


def _expired(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return place.c.state.in_(KEPT), place.c.held_until <= now
