"""What waits at the departments and at the centre, over all cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.applications import tables
from bot.backends.onewindow.applications.acting import Acting
from bot.backends.onewindow.applications.deliveries import OVERDUE
from bot.backends.onewindow.applications.rows import Addition, Application, AskState
from bot.dialogue.applications import DeliveryState, Status, Submission
from procedures.vocabulary import Text


@dataclass(frozen=True)
class Waiting:
    """One step that is open. `number`: which of the application's."""

    case: str
    number: int
    part: str
    title: Text
    step: int
    department: str
    decides: Text | None
    since: datetime
    until: datetime | None
    earliest: datetime | None
    late: bool
    asked: AskState | None
    """What has become of what the department asked the citizen for."""


@dataclass(frozen=True)
class Stuck:
    """One body that a clerk has to see to."""

    case: str
    part: str
    tell: str
    what: Text
    state: DeliveryState
    since: datetime
    tries: int
    note: str | None = field(repr=False)


@dataclass(frozen=True)
class CaseFile:
    """A case for the clerk who decides it. What was handed in is gone once the case is erased."""

    status: Status
    submission: Submission | None = field(repr=False)
    form: Mapping[str, Mapping[str, str]] = field(repr=False)
    """By procedure, by field."""
    added: tuple[Addition, ...] = field(repr=False)

    @classmethod
    def of(cls, application: Application) -> CaseFile:
        body = application.body
        if body is None:
            return cls(application.as_status(), None, {}, ())
        return cls(application.as_status(), body.submission, body.values, body.added)


async def inbox(connection: AsyncConnection, department: str) -> tuple[Waiting, ...]:
    rows = await connection.execute(_open().where(tables.step.c.department == department))
    return _sorted(rows)


async def late(connection: AsyncConnection, now: datetime) -> tuple[Waiting, ...]:
    """By what the clocks say now, whether or not anybody has noted it yet."""
    rows = await connection.execute(_open().where(tables.step.c.until < now))
    return _sorted(row for row in rows if row.asked != "open")


async def stuck(connection: AsyncConnection, acting: Acting) -> tuple[Stuck, ...]:
    it = tables.delivery.c
    lost = (it.state == "sending") & (it.next_at < acting.clock() - OVERDUE)
    query = select(tables.delivery).where(or_(it.state == "refused", lost), it.state.in_(("sending", "refused")))
    rows = await connection.execute(query.order_by(it.since, it.case, it.number))
    return tuple(_stuck(row, acting) for row in rows)


def _stuck(row: Row[Any], acting: Acting) -> Stuck:
    note = None if row.note is None else acting.books.vault.open_json(row.note, tables.delivery.c.note)
    what = Text.model_validate_json(row.what)
    return Stuck(row.case, row.part, row.tell, what, row.state, row.since, row.tries, note)


def _open() -> Select[Any]:
    step, part, ask = tables.step, tables.part, tables.ask
    return (
        select(step, part.c.title, ask.c.state.label("asked"))
        .join(part, (part.c.case == step.c.case) & (part.c.procedure == step.c.part))
        .outerjoin(ask, (ask.c.case == step.c.case) & (ask.c.step == step.c.number))
        .where(step.c.state == "open")
    )


def _sorted(rows: Any) -> tuple[Waiting, ...]:
    found = [
        Waiting(
            case=row.case,
            number=row.number,
            part=row.part,
            title=Text.model_validate_json(row.title),
            step=row.step,
            department=row.department,
            decides=None if row.decides is None else Text.model_validate_json(row.decides),
            since=row.since,
            until=row.until,
            earliest=row.earliest,
            late=row.late,
            asked=row.asked,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: (each.until is None, each.until or each.since, each.case, each.number)))
