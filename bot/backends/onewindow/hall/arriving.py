"""For which place somebody comes who checks in, and how: on time, late, or not now and here.

One may check in from an hour before. Up to a quarter of an hour after it began one is still on time; whoever comes
later keeps a number, and waits with those who have no appointment. An hour after it ended it is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow import places
from bot.backends.onewindow.hall import row
from bot.backends.onewindow.hall.refusals import Cancelled, ComeLater, OtherCentre, OtherDay, Over
from bot.backends.onewindow.hall.row import Kind, Number
from bot.backends.onewindow.places import Place
from bot.dialogue.ports import Unknown
from procedures.provincial import ZONE, Province

EARLY = timedelta(minutes=60)
STILL_ON_TIME = timedelta(minutes=15)
OVER_AFTER = timedelta(minutes=60)
"""After the end of its slot."""


async def arrival(
    connection: AsyncConnection, province: Province, case: str, centre: str, now: datetime
) -> tuple[Place, Number | None]:
    """The place that the case comes for now, and the number that was given for it before. Of several on this day it is
    the first that is not over. Nobody moves it, cancels it or checks in for it until the transaction ends.

    Raises Unknown, Cancelled, OtherCentre, OtherDay, Over.
    """
    had = await places.of_case(connection, case)
    today = day_at(province, centre, now)
    here = [place for place in had if place.slot.centre == centre and _is_on(place, province, today)]
    here = [place for place in here if place.state != "cancelled"]
    if not here:
        raise _why_not(case, had, province, now)
    came = await row.by_place(connection, [place.id for place in here])
    for place in here:
        state, number = came.get(place.id, (None, None))
        if state in ("waiting", "called") or (state is None and place.state == "booked" and not is_over(place, now)):
            return place, number
    for place in reversed(here):
        state, number = came.get(place.id, (None, None))
        if state == "served":
            return place, number
    raise Over(case)


def kind_of(place: Place, now: datetime) -> Kind:
    """Whether they come in time. Raises ComeLater."""
    if now < place.slot.starts_at - EARLY:
        raise ComeLater(place.slot.starts_at - EARLY)
    return "late" if now > place.slot.starts_at + STILL_ON_TIME else "appointment"


def is_over(place: Place, now: datetime) -> bool:
    """Whether nobody can come for it any more."""
    return now >= place.slot.starts_at + timedelta(minutes=place.slot.minutes) + OVER_AFTER


def day_at(province: Province, centre: str, moment: datetime) -> date:
    """The day where the centre stands."""
    found = province.centres.get(centre)
    return moment.astimezone(ZoneInfo(found.zone if found else ZONE)).date()


def _is_on(place: Place, province: Province, day: date) -> bool:
    return day_at(province, place.slot.centre, place.slot.starts_at) == day


def _why_not(case: str, had: Sequence[Place], province: Province, now: datetime) -> Exception:
    standing = [place for place in had if place.state != "cancelled"]
    if not standing:
        return Cancelled(case) if had else Unknown(case)
    for place in standing:
        if place.state == "booked" and _is_on(place, province, day_at(province, place.slot.centre, now)):
            return OtherCentre(place.slot.centre)
    coming = [place for place in standing if place.slot.starts_at > now]
    place = coming[0] if coming else standing[-1]
    return OtherDay(place.slot.starts_at, place.slot.centre)
