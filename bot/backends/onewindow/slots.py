"""Places of a slot, taken and given back.

Capacity is kept by the database alone: places are taken by an update that only succeeds while there are any, never by
counting first. Slots are locked in the order of their ids, after any place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.opening import Opening
from bot.backends.onewindow.tables import slot
from bot.database.leasing import insert_once
from bot.dialogue.ports import SlotGone


async def exchange(connection: AsyncConnection, wanted: Sequence[Opening], left: Iterable[str] = ()) -> None:
    """Takes a place in each of the wanted slots and gives back one in each that is left, all or nothing.

    A slot that is both wanted and left keeps its place, also where it is full. Windows that staff add or close count
    from the next place on; what is taken already stays. Raises SlotGone.
    """
    openings = {opening.id: opening for opening in wanted}
    difference = Counter(opening.id for opening in wanted)
    difference.subtract(left)
    for id in sorted(openings):
        await _know(connection, openings[id])
    concerned = select(slot.c.id).where(slot.c.id.in_(difference))
    await connection.execute(concerned.order_by(slot.c.id).with_for_update(key_share=True))
    for id, places in sorted(difference.items()):
        if places > 0 and not await take(connection, openings[id], places):
            raise SlotGone(id)
        elif places < 0:
            await _give_back(connection, id, -places)


async def take(connection: AsyncConnection, opening: Opening, places: int = 1) -> bool:
    """Takes places of a slot that is locked; False, and nothing changed, where not as many are left."""
    taken = await connection.execute(
        update(slot)
        .where(slot.c.id == opening.id, slot.c.used + places <= opening.windows)
        .values(used=slot.c.used + places, capacity=opening.windows)
    )
    return taken.rowcount > 0


async def count_used(connection: AsyncConnection, slots: Collection[str]) -> dict[str, int]:
    """Places taken in each of the slots; one that nobody ever held is missing."""
    rows = await connection.execute(select(slot.c.id, slot.c.used).where(slot.c.id.in_(slots)))
    return {row.id: row.used for row in rows}


async def _know(connection: AsyncConnection, opening: Opening) -> None:
    values = {
        "id": opening.id,
        "centre": opening.centre,
        "counter": opening.counter,
        "starts_at": opening.starts_at,
        "minutes": opening.minutes,
        "capacity": opening.windows,
        "used": 0,
    }
    await insert_once(connection, slot, values, unique=("id",))


async def _give_back(connection: AsyncConnection, id: str, places: int) -> None:
    """Once for each place that stops being kept or booked."""
    await connection.execute(update(slot).where(slot.c.id == id).values(used=slot.c.used - places))
