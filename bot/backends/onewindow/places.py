"""The rows behind the One Window's calls: finding a place, taking one in a slot, giving one back.

Capacity is kept by the database alone: a place is taken by an update that only succeeds while there is one, never by
counting first. Whoever changes a place locks it before any slot, and slots in the order of their ids.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import ColumnElement, Row, Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.opening import Opening
from bot.backends.onewindow.tables import place, slot
from bot.database.leasing import insert_once
from bot.dialogue.ports import Appointment, Hold, Slot, SlotGone

State = Literal["held", "booked", "over", "cancelled", "expired", "released"]
LIVE = ("held", "booked")


@dataclass(frozen=True)
class Place:
    """One place in a slot, as a case holds it, has booked it or had it."""

    id: str
    case: str
    visit: str
    state: State
    revision: int
    held_until: datetime
    slot: Slot

    def as_hold(self) -> Hold:
        return Hold(self.id, self.slot, self.held_until)

    def as_appointment(self) -> Appointment:
        state: Literal["booked", "cancelled"] = "cancelled" if self.state == "cancelled" else "booked"
        return Appointment(self.id, self.case, self.visit, self.slot, state, self.revision)


async def find(connection: AsyncConnection, id: str, *, lock: bool = True) -> Place | None:
    """The place with that id, by default not to be changed by anybody else until the transaction ends."""
    return await _one(connection, place.c.id == id, lock)


async def find_live(connection: AsyncConnection, case: str, visit: str) -> Place | None:
    """What the case holds or has booked for this visit, locked; at most one."""
    return await _one(connection, (place.c.case == case) & (place.c.visit == visit) & place.c.state.in_(LIVE), True)


async def change_place(connection: AsyncConnection, id: str, **values: Any) -> Place:
    """Writes the values to a place that the transaction has locked, and reads it back."""
    await connection.execute(update(place).where(place.c.id == id).values(**values))
    return await _read_back(connection, id)


async def add(
    connection: AsyncConnection, opening: Opening, case: str, visit: str, *, until: datetime, now: datetime
) -> Place:
    """A hold on a place that was taken in the same transaction."""
    id = uuid4().hex
    await connection.execute(
        insert(place).values(
            id=id,
            slot=opening.id,
            case=case,
            visit=visit,
            state="held",
            revision=0,
            held_until=until,
            created_at=now,
        )
    )
    return await _read_back(connection, id)


async def take(connection: AsyncConnection, opening: Opening, *, instead_of: str | None = None) -> None:
    """Takes a place of the slot, then gives back the one in `instead_of`. Raises SlotGone.

    Windows that staff add or close count from the next place on; what is taken already stays.
    """
    await insert_once(
        connection,
        slot,
        {
            "id": opening.id,
            "centre": opening.centre,
            "counter": opening.counter,
            "starts_at": opening.starts_at,
            "minutes": opening.minutes,
            "capacity": opening.windows,
            "used": 0,
        },
        unique=("id",),
    )
    if instead_of is not None:
        both = select(slot.c.id).where(slot.c.id.in_((opening.id, instead_of)))
        await connection.execute(both.order_by(slot.c.id).with_for_update(key_share=True))
    taken = await connection.execute(
        update(slot)
        .where(slot.c.id == opening.id, slot.c.used < opening.windows)
        .values(used=slot.c.used + 1, capacity=opening.windows)
    )
    if taken.rowcount == 0:
        raise SlotGone(opening.id)
    if instead_of is not None:
        await give_back(connection, instead_of)


async def give_back(connection: AsyncConnection, slot_id: str) -> None:
    """One place of the slot is free again; called once for each place that stops being held or booked."""
    await connection.execute(update(slot).where(slot.c.id == slot_id).values(used=slot.c.used - 1))


async def count_used(connection: AsyncConnection, slots: Collection[str]) -> dict[str, int]:
    """Places taken in each of the slots; one that nobody ever held is missing."""
    rows = await connection.execute(select(slot.c.id, slot.c.used).where(slot.c.id.in_(slots)))
    return {row.id: row.used for row in rows}


async def list_expired(connection: AsyncConnection, now: datetime, slots: Collection[str] | None) -> list[str]:
    """Holds whose minutes are over, in these slots or in all."""
    wanted = select(place.c.id).where(*_expired(now)).order_by(place.c.held_until, place.c.id)
    if slots is not None:
        wanted = wanted.where(place.c.slot.in_(slots))
    return list((await connection.scalars(wanted)).all())


async def expire(connection: AsyncConnection, id: str, now: datetime) -> bool:
    """Ends the hold and gives its place back, unless that was done or the hold was confirmed meanwhile."""
    ended = await connection.execute(
        update(place).where(place.c.id == id, *_expired(now)).values(state="expired").returning(place.c.slot)
    )
    slot_id = ended.scalar_one_or_none()
    if slot_id is None:
        return False
    await give_back(connection, slot_id)
    return True


def read_row(row: Row[Any]) -> Place:
    """A place from a row that holds its columns, those of its slot, and `free`."""
    where = Slot(row.slot, row.centre, row.counter, row.starts_at, row.minutes, row.free)
    return Place(row.id, row.case, row.visit, row.state, row.revision, row.held_until, where)


async def _one(connection: AsyncConnection, wanted: ColumnElement[bool], lock: bool) -> Place | None:
    query = _places().where(wanted)
    found = await connection.execute(query.with_for_update(of=place, key_share=True) if lock else query)
    row = found.one_or_none()
    return None if row is None else read_row(row)


async def _read_back(connection: AsyncConnection, id: str) -> Place:
    return read_row((await connection.execute(_places().where(place.c.id == id))).one())


def _places() -> Select[Any]:
    free = (slot.c.capacity - slot.c.used).label("free")
    return select(place, slot.c.centre, slot.c.counter, slot.c.starts_at, slot.c.minutes, free).join_from(place, slot)


def _expired(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return place.c.state == "held", place.c.held_until <= now
