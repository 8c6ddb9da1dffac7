"""Which slots a counter has: worked out from opening hours and calendar, so that nobody has to enter them.

A slot's id says what it is, `xihu.real-estate.20261202T0030Z`: centre, counter, start in UTC. Reading an id
back asks the calendar again, so a slot that was never offered cannot be booked by writing down its id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from procedures.calendar import SATURDAY, is_working_day
from procedures.provincial import Hours, Province

SLOT_ID = re.compile(r"([^.]+)\.([^.]+)\.(\d{8}T\d{4}Z)", re.ASCII)
MOMENT = "%Y%m%dT%H%MZ"


@dataclass(frozen=True)
class Opening:
    """A time at which a counter takes `windows` citizens, each for `minutes`."""

    centre: str
    counter: str
    starts_at: datetime
    minutes: int
    windows: int

    @property
    def id(self) -> str:
        return f"{self.centre}.{self.counter}.{self.starts_at:{MOMENT}}"


def openings(province: Province, centre: str, counter: str, first_day: date, days: int) -> Iterator[Opening]:
    """The counter's slots on the next `days` working days from `first_day` on, in time order, and on the Saturdays
    until the last of them, which do not count.

    Ends where the announced calendar ends. An unknown centre or counter has none.
    """
    hall, kind = province.centres.get(centre), province.counters.get(counter)
    if hall is None or kind is None or counter not in hall.counters:
        return
    here, length = hall.counters[counter], timedelta(minutes=kind.slot_minutes)
    saturday = hall.saturday if here.saturday else ()
    for day, hours in _open_days(province, first_day, days, hall.hours, saturday):
        for starts_at in _starts(hours, day, ZoneInfo(hall.zone), length):
            yield Opening(centre, counter, starts_at, kind.slot_minutes, here.windows)


def opening_of(province: Province, slot: str) -> Opening | None:
    """The slot with that id, or None if the calendar offers none."""
    found = SLOT_ID.fullmatch(slot)
    if found is None or found[1] not in province.centres:
        return None
    try:
        starts_at = datetime.strptime(found[3], MOMENT).replace(tzinfo=UTC)
        day = starts_at.astimezone(ZoneInfo(province.centres[found[1]].zone)).date()
    except (ValueError, OverflowError):
        return None
    return next((one for one in openings(province, found[1], found[2], day, 1) if one.id == slot), None)


def _open_days(
    province: Province, first_day: date, days: int, ordinary: Sequence[Hours], saturday: Sequence[Hours]
) -> Iterator[tuple[date, Sequence[Hours]]]:
    """Each day with its hours. A Saturday that is worked in exchange is a working day like any other."""
    day, left = first_day, days
    while left > 0 and day.year in province.calendar:
        if is_working_day(province.calendar, day):
            left -= 1
            yield day, ordinary
        elif day.weekday() == SATURDAY and day not in province.calendar[day.year].holidays:
            yield day, saturday
        day += timedelta(days=1)


def _starts(hours: Sequence[Hours], day: date, zone: ZoneInfo, length: timedelta) -> Iterator[datetime]:
    """Back to back within each span; none that would run over its end, so lunch and closing time are kept."""
    for span in sorted(hours, key=lambda span: span.start):
        starts_at = datetime.combine(day, span.start, zone).astimezone(UTC)
        closes_at = datetime.combine(day, span.end, zone).astimezone(UTC)
        while starts_at + length <= closes_at:
            yield starts_at
            starts_at += length
