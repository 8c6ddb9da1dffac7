"""Which calls were already answered, so that the same key changes nothing twice and answers the same each time.

The key's row is claimed before anything else is read: of two replicas that call at once, one waits here for the other.
Only answers are kept. A refusal undoes its claim, because the retry may find a place that has become free.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow.places import Place, read_row
from bot.backends.onewindow.tables import booking_call, place, slot
from bot.backends.onewindow.transactions import change
from bot.database.leasing import insert_once

Act = Callable[[AsyncConnection], Awaitable[Sequence[Place]]]
"""What a call does, and the places that it answers with."""


async def once(engine: AsyncEngine, call: str, key: str, number: int, act: Act) -> Sequence[Place]:
    """Does it in one transaction, or answers with the `number` places of the first call with the key."""

    async def first_or_again(connection: AsyncConnection) -> Sequence[Place]:
        if not await claim(connection, call, key):
            return await read_answers(connection, call, key, number)
        answers = await act(connection)
        await keep_answers(connection, call, key, answers)
        return answers

    return await change(engine, first_or_again)


async def claim(connection: AsyncConnection, call: str, key: str) -> bool:
    """Whether this is the first call with the key. Another with the same key waits until this transaction ends."""
    return await insert_once(connection, booking_call, {"call": call, "key": key}, unique=("call", "key"))


async def keep_answers(connection: AsyncConnection, call: str, key: str, answers: Sequence[Place]) -> None:
    """Remembers what the first call is answered, as it is now: one row for each place."""
    for number, answer in enumerate(answers):
        values = {
            "place": answer.id,
            "slot": answer.slot.id,
            "state": answer.state,
            "revision": answer.revision,
            "held_until": answer.held_until,
            "free": answer.slot.free,
        }
        if number == 0:
            claimed = (booking_call.c.call == call, booking_call.c.key == key)
            await connection.execute(update(booking_call).where(*claimed).values(values))
        else:
            await connection.execute(insert(booking_call).values(call=call, key=_name(key, number), **values))


async def read_answers(connection: AsyncConnection, call: str, key: str, number: int) -> list[Place]:
    """What the first call with the key was answered, whatever has become of the `number` places since."""
    kept = booking_call.c
    then = (kept.key, kept.slot, kept.state, kept.revision, kept.held_until, kept.free)
    found = await connection.execute(
        select(place.c.id, place.c.case, place.c.visit, place.c.procedure, *then)
        .add_columns(slot.c.centre, slot.c.counter, slot.c.starts_at, slot.c.minutes)
        .join_from(booking_call, place, place.c.id == kept.place)
        .join(slot, slot.c.id == kept.slot)
        .where(kept.call == call, kept.key.in_([_name(key, each) for each in range(number)]))
    )
    answers = {row.key: read_row(row) for row in found}
    return [answers[_name(key, each)] for each in range(number)]


def _name(key: str, number: int) -> str:
    """The key under which the answer for each further place is kept."""
    return f"{key}/{number}" if number else key
