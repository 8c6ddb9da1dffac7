"""What one chat and one person may have at the same time, so that places are there for those who come.

A place is bound to case, chat and, once they have shown who they are, to the person. Nobody has two for the same visit
of the same procedure, under whatever case and from whatever chat, and nobody has more than some visits ahead.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow import places
from bot.backends.onewindow.places import Place
from bot.backends.onewindow.tables import booker as table
from bot.backends.onewindow.tables import place
from bot.database.leasing import insert_once
from bot.dialogue.ports import AlreadyBooked, Booker, Claim, LimitReached

VISITS_AHEAD = 5
"""Visits, each to one centre on one day, that a chat or a person may have booked or held at a time."""


async def lock(connection: AsyncConnection, who: Booker) -> None:
    """Lets nobody else book for this chat or this person until the transaction ends."""
    names = _names(who)
    for name in names:
        await insert_once(connection, table, {"name": name}, unique=("name",))
    await connection.execute(select(table).where(table.c.name.in_(names)).order_by(table.c.name).with_for_update())


async def of(connection: AsyncConnection, id: str) -> Booker | None:
    """Who has this place; None where there is no such place, or nobody noted it."""
    row = (await connection.execute(select(place.c.chat, place.c.person).where(place.c.id == id))).one_or_none()
    return None if row is None or row.chat is None else Booker(row.chat, row.person)


async def replaced(connection: AsyncConnection, claims: Sequence[Claim], who: Booker, now: datetime) -> list[Place]:
    """The holds in whose stead these places are claimed. An appointment that is over stands in nobody's way: who missed
    it may book again.

    To be called by whoever has locked `who`. Raises AlreadyBooked, LimitReached.
    """
    if len({(claim.procedure, claim.visit) for claim in claims}) < len(claims):
        raise LimitReached(who.chat)
    had = await places.find_live(connection, concerned(claims, who))
    for over in [each for each in had if each.state == "booked" and is_over(each, now)]:
        await places.change_place(connection, over.id, state="over")
        had.remove(over)
    given_up = [each for each in had if any(_stands_in_the_way(each, claim) for claim in claims)]
    for each in given_up:
        if each.state == "booked":
            same_case = any((each.case, each.visit) == (claim.case, claim.visit) for claim in claims)
            raise (AlreadyBooked if same_case else LimitReached)(each.id)
    ahead = {_visit(each.slot.id) for each in had if each not in given_up} | {_visit(claim.slot) for claim in claims}
    if len(ahead) > VISITS_AHEAD:
        raise LimitReached(who.chat)
    return given_up


def is_over(had: Place, now: datetime) -> bool:
    """Whether its slot is."""
    return had.slot.starts_at + timedelta(minutes=had.slot.minutes) <= now


def concerned(claims: Sequence[Claim], who: Booker) -> ColumnElement[bool]:
    """The places of who books, and those of the same visits of the same cases."""
    return or_(_of(who), *(_same_visit(claim) for claim in claims))


def _stands_in_the_way(had: Place, claim: Claim) -> bool:
    """`had` is the case's own, or one of its booker's."""
    return had.visit == claim.visit and (had.case == claim.case or had.procedure == claim.procedure)


def _visit(slot: str) -> tuple[str, str]:
    """Centre and day (in UTC: no centre is open over its midnight)."""
    centre, _, start = slot.split(".")
    return centre, start.partition("T")[0]


def _names(who: Booker) -> tuple[str, ...]:
    return tuple(sorted({f"chat {who.chat}", *([f"person {who.person}"] if who.person else [])}))


def _of(who: Booker) -> ColumnElement[bool]:
    chat = place.c.chat == who.chat
    return chat if who.person is None else or_(chat, place.c.person == who.person)


def _same_visit(claim: Claim) -> ColumnElement[bool]:
    return (place.c.case == claim.case) & (place.c.visit == claim.visit)
