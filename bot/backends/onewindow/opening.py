"""Which slots a counter has: worked out from opening hours and calendar, so that nobody has to enter them.

A slot's id says what it is, `xihu.real-estate.20261202T0030Z`: centre, counter, start in UTC. Reading an id
back asks the calendar again, so a slot that was never offered cannot be booked by writing down its id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from procedures.calendar import working_days
from procedures.provincial import Centre, Province

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
    """The counter's slots on the next `days` working days from `first_day` on, in time order.

    Ends where the announced calendar ends. An unknown centre or counter has none.
    """
    hall, kind = province.centres.get(centre), province.counters.get(counter)
    if hall is None or kind is None or counter not in hall.counters:
        return
    windows = hall.counters[counter].windows
    for day in islice(working_days(province.calendar, first_day), days):
        for starts_at in _starts(hall, day, timedelta(minutes=kind.slot_minutes)):
            yield Opening(centre, counter, starts_at, kind.slot_minutes, windows)


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


def _starts(hall: Centre, day: date, length: timedelta) -> Iterator[datetime]:
    """Back to back within each span; none that would run over its end, so lunch and closing time are kept."""
    zone = ZoneInfo(hall.zone)
    for span in sorted(hall.hours, key=lambda span: span.start):
        starts_at = datetime.combine(day, span.start, zone).astimezone(UTC)
        closes_at = datetime.combine(day, span.end, zone).astimezone(UTC)
        while starts_at + length <= closes_at:
            yield starts_at
            starts_at += length
