"""The rows of a hall: lines at counters, and the numbers in them.

Locks are taken in one order: key, place, line, number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from string import ascii_uppercase
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.hall.tables import line as lines
from bot.backends.onewindow.hall.tables import number as table
from bot.backends.onewindow.places import Place
from bot.database.leasing import insert_once
from bot.dialogue.hall import Wait
from bot.dialogue.ports import TooLate, Unknown

Kind = Literal["appointment", "late", "walk-in"]
State = Literal["waiting", "called", "served", "left", "missed"]
MEASURED_OVER = timedelta(days=28)
MEASURED = 50
"""Services, the last ones, by which a wait is estimated."""


@dataclass(frozen=True)
class Line:
    """Those who wait for one kind of counter in one centre on one day, where the centre stands."""

    centre: str
    counter: str
    day: date


@dataclass(frozen=True)
class Number:
    """Somebody in the hall. `due_at`: when the appointment begins; for everybody else since when they wait."""

    id: str
    line: Line
    number: str
    kind: Kind
    state: State
    case: str | None
    place: str | None
    arrived_at: datetime
    due_at: datetime
    in_vain: int = 0
    """How often it was called and nobody came."""
    called_at: datetime | None = None
    window: str | None = None
    finished_at: datetime | None = None
    wait: Wait | None = None
    """While it waits."""


# --- lines -----------------------------------------------------------------------------------------------------------


async def in_a_row(connection: AsyncConnection, line: Line, *, lock: bool) -> int:
    """Appointments called since somebody without one; with `lock`, nobody else calls or comes until the transaction
    ends.
    """
    query = select(lines.c.in_a_row).where(*_of(lines.c, line))
    return await connection.scalar(query.with_for_update() if lock else query) or 0


async def note_called(connection: AsyncConnection, number: Number) -> None:
    """Counts appointments in a row. To be called by whoever has locked the line."""
    after = lines.c.in_a_row + 1 if number.kind == "appointment" else 0
    await connection.execute(update(lines).where(*_of(lines.c, number.line)).values(in_a_row=after))


async def _next_number(connection: AsyncConnection, line: Line, at: int) -> str:
    """A number that nobody has: the row counts, and is locked by it. `at`: the counter's place among all."""
    row = {"centre": line.centre, "counter": line.counter, "day": line.day, "last": 0, "in_a_row": 0}
    if await connection.scalar(select(lines.c.last).where(*_of(lines.c, line))) is None:
        same_day = (lines.c.centre == line.centre, lines.c.day == line.day)
        taken = (await connection.scalars(select(lines.c.letters).where(*same_day))).all()
        row["letters"] = next(each for each in _letters(at) if each not in taken)
        await insert_once(connection, lines, row, unique=("centre", "counter", "day"))
    counted = update(lines).where(*_of(lines.c, line)).values(last=lines.c.last + 1)
    last, letters = (await connection.execute(counted.returning(lines.c.last, lines.c.letters))).one()
    return f"{letters}{last:03d}"


def _letters(at: int) -> Iterator[str]:
    """The letters of the counter at this place, then whatever else there is."""
    every = [*ascii_uppercase, *("".join(pair) for pair in product(ascii_uppercase, repeat=2))]
    yield from (*every[at:], *every[:at])


# --- numbers ---------------------------------------------------------------------------------------------------------


async def add(
    connection: AsyncConnection,
    line: Line,
    at: int,
    kind: Kind,
    now: datetime,
    *,
    place: Place | None = None,
) -> Number:
    """A new number for somebody who is there. `place`: what they have booked; `at`: the counter's place among all."""
    on_time = place is not None and kind == "appointment"
    number = Number(
        id=uuid4().hex,
        line=line,
        number=await _next_number(connection, line, at),
        kind=kind,
        state="waiting",
        case=place.case if place else None,
        place=place.id if place else None,
        arrived_at=now,
        due_at=place.slot.starts_at if place is not None and on_time else now,
    )
    await connection.execute(
        insert(table).values(
            id=number.id,
            centre=line.centre,
            counter=line.counter,
            day=line.day,
            number=number.number,
            place=number.place,
            case=number.case,
            kind=kind,
            arrived_at=now,
            due_at=number.due_at,
            state="waiting",
            in_vain=0,
        )
    )
    return number


async def add_never_came(connection: AsyncConnection, place: Place, day: date) -> bool:
    """Notes that nobody came for this place; whether that was not noted before, and nobody has come."""
    row = {
        "id": uuid4().hex,
        "centre": place.slot.centre,
        "counter": place.slot.counter,
        "day": day,
        "place": place.id,
        "case": place.case,
        "kind": "appointment",
        "due_at": place.slot.starts_at,
        "state": "missed",
        "in_vain": 0,
    }
    return await insert_once(connection, table, row, unique=("place",))


async def change(connection: AsyncConnection, number: Number, *states: State, **values: Any) -> Number | None:
    """Writes the values if the number is still in one of these states, and reads it back; None if it is not."""
    guarded = update(table).where(table.c.id == number.id, table.c.state.in_(states)).values(**values)
    row = (await connection.execute(guarded.returning(*table.c))).one_or_none()
    return None if row is None else _read(row)


async def find(connection: AsyncConnection, centre: str, day: date, number: str) -> Number:
    """Raises Unknown."""
    wanted = (table.c.centre == centre, table.c.day == day, table.c.number == number)
    row = (await connection.execute(select(table).where(*wanted))).one_or_none()
    if row is None:
        raise Unknown(number)
    return _read(row)


async def by_place(connection: AsyncConnection, places: Collection[str]) -> dict[str, tuple[State, Number | None]]:
    """By place, how it stands with whoever came for it; without a number where nobody came."""
    rows = await connection.execute(select(table).where(table.c.place.in_(places)))
    return {row.place: (row.state, None if row.number is None else _read(row)) for row in rows}


async def at_window(connection: AsyncConnection, centre: str, day: date, window: str) -> str | None:
    """The number that is there now."""
    wanted = (table.c.centre == centre, table.c.day == day, table.c.window == window, table.c.state == "called")
    number: str | None = await connection.scalar(select(table.c.number).where(*wanted))
    return number


async def standing(connection: AsyncConnection, line: Line, *states: State) -> list[Number]:
    """The numbers of a line that are in one of these states, as they came."""
    query = select(table).where(*_of(table.c, line), table.c.state.in_(states))
    return [_read(row) for row in await connection.execute(query.order_by(table.c.arrived_at, table.c.number))]


async def services(connection: AsyncConnection, centre: str, counter: str, now: datetime) -> list[timedelta]:
    """How long the last services at this kind of counter took, from the call to the end."""
    query = (
        select(table.c.called_at, table.c.finished_at)
        .where(table.c.centre == centre, table.c.counter == counter, table.c.state == "served")
        .where(table.c.finished_at > now - MEASURED_OVER, table.c.finished_at <= now)
        .order_by(table.c.finished_at.desc())
        .limit(MEASURED)
    )
    return [row.finished_at - row.called_at for row in await connection.execute(query)]


async def windows_open(connection: AsyncConnection, line: Line, since: datetime) -> int:
    """Windows that have called somebody since then, or have somebody now."""
    seen = (table.c.called_at >= since) | (table.c.state == "called")
    query = select(table.c.window).where(*_of(table.c, line), table.c.window.is_not(None), seen)
    return len(set(await connection.scalars(query)))


async def leave(connection: AsyncConnection, places: Iterable[str]) -> None:
    """Takes out of the line whoever moves or cancels after they have checked in. Raises TooLate for who is called.

    To be called by whoever has locked the places.
    """
    mine = table.c.place.in_(list(places))
    # The place may be come for again, at its new time.
    await connection.execute(update(table).where(mine, table.c.state == "waiting").values(state="left", place=None))
    at_a_window = await connection.scalar(select(table.c.place).where(mine, table.c.state == "called"))
    if at_a_window is not None:
        raise TooLate(at_a_window)


def _of(columns: Any, line: Line) -> tuple[ColumnElement[bool], ...]:
    return columns.centre == line.centre, columns.counter == line.counter, columns.day == line.day


def _read(row: Any) -> Number:
    return Number(
        row.id,
        Line(row.centre, row.counter, row.day),
        row.number,
        row.kind,
        row.state,
        row.case,
        row.place,
        row.arrived_at,
        row.due_at,
        row.in_vain,
        row.called_at,
        row.window,
        row.finished_at,
    )
