"""Which calls were already answered, so that the same key changes nothing twice and answers the same each time.

The key's row is claimed before anything else is read: of two replicas that call at once, one waits here for the other.
Only answers are kept. A refusal undoes its claim, because the retry may find a place that has become free.
"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.places import Place, read_row
from bot.backends.onewindow.tables import booking_call, place, slot
from bot.database.leasing import insert_once


async def claim(connection: AsyncConnection, call: str, key: str) -> bool:
    """Whether this is the first call with the key. Another with the same key waits until this transaction ends."""
    return await insert_once(connection, booking_call, {"call": call, "key": key}, unique=("call", "key"))


async def keep_answer(connection: AsyncConnection, call: str, key: str, answer: Place) -> None:
    """Remembers what the first call is answered, as it is now."""
    await connection.execute(
        update(booking_call)
        .where(booking_call.c.call == call, booking_call.c.key == key)
        .values(
            place=answer.id,
            slot=answer.slot.id,
            state=answer.state,
            revision=answer.revision,
            held_until=answer.held_until,
            free=answer.slot.free,
        )
    )


async def read_answer(connection: AsyncConnection, call: str, key: str) -> Place:
    """What the first call with the key was answered, whatever has become of the place since."""
    kept = booking_call.c
    then = (kept.slot, kept.state, kept.revision, kept.held_until, kept.free)
    found = await connection.execute(
        select(place.c.id, place.c.case, place.c.visit, *then)
        .add_columns(slot.c.centre, slot.c.counter, slot.c.starts_at, slot.c.minutes)
        .join_from(booking_call, place, place.c.id == kept.place)
        .join(slot, slot.c.id == kept.slot)
        .where(kept.call == call, kept.key == key)
    )
    return read_row(found.one())
