"""What the citizen's chat is told: a job for each, put in the transaction of what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.hall.row import Number
from bot.backends.onewindow.places import Place
from bot.database.jobs import Jobs
from bot.dialogue.hall import HallNews, InTheHall

HALL = "hall"
"""The kind of job."""
_told = TypeAdapter(InTheHall)


async def tell(
    connection: AsyncConnection, jobs: Jobs, what: HallNews, place: Place, number: Number, now: datetime
) -> None:
    """News of a number. What happens again, after it was called in vain, is told again."""
    told = InTheHall(
        what=what,
        case=place.case,
        visit=place.visit,
        slot=place.slot.id,
        starts_at=place.slot.starts_at,
        centre=place.slot.centre,
        counter=place.slot.counter,
        at=now,
        number=number.number,
        window=number.window,
        late=number.kind == "late",
        wait=number.wait,
    )
    await _put(connection, jobs, f"{HALL}/{number.id}/{what}/{number.in_vain}", told)


async def tell_missed(connection: AsyncConnection, jobs: Jobs, place: Place, now: datetime) -> None:
    """News of a place for which nobody came."""
    slot = place.slot
    told = InTheHall("missed", place.case, place.visit, slot.id, slot.starts_at, slot.centre, slot.counter, now)
    await _put(connection, jobs, f"{HALL}/{place.id}/missed", told)


def read(payload: Any) -> InTheHall:
    """What a job says."""
    return _told.validate_python(payload)


async def _put(connection: AsyncConnection, jobs: Jobs, key: str, told: InTheHall) -> None:
    payload = _told.dump_python(told, mode="json")
    await jobs.put(connection, kind=HALL, key=key, payload=payload, due_at=told.at)
