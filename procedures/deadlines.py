"""When a time limit is over: pure clocks, by the calendar of working days and the hours of an office.

Times are aware, and the answers in UTC. A limit in days ends with the last second of its last day, local time of the
office, so that its date is the day that is promised. A limit that reaches into a year whose holidays are not entered
has no end yet: None.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from procedures.calendar import NotYetAnnounced, is_working_day
from procedures.definition import Time
from procedures.provincial import ZONE, Centre, Hours, Province, Year
from procedures.vocabulary import Duration

MINUTES = {"on the spot": 0, "minutes": 1, "hours": 60, "days": 1440, "working days": 2016, "months": 43_200}
"""About how long a unit is, to compare limits: five working days are a week, a month has thirty days."""
LAST_SECOND = time(23, 59, 59)
DAY = timedelta(days=1)


def shorter(time: Time) -> Duration:
    """The shorter of the promised and the legal time: what is promised binds, but never beyond the law."""
    limits = [time.legal.limit] if time.promised is None else [time.promised.limit, time.legal.limit]
    return min(limits, key=about_minutes)


def about_minutes(limit: Duration) -> int:
    """About how long it is."""
    return limit.amount * MINUTES[limit.unit]


@dataclass(frozen=True)
class Office:
    """When somebody works there. `calendar`: the years that are entered. `hours`: of every working day, local time."""

    calendar: dict[int, Year]
    hours: tuple[Hours, ...] = ()
    zone: str = ZONE

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, ZoneInfo(self.zone)).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """The last second of the day: a period ends with its last day (Civil Code, art. 203)."""
        return self.at(day, LAST_SECOND)

    def works_on(self, day: date) -> bool:
        """Raises NotYetAnnounced."""
        return is_working_day(self.calendar, day)

    def spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """From when to when somebody is there. Raises NotYetAnnounced."""
        if self.works_on(day):
            for span in sorted(self.hours, key=lambda span: span.start):
                yield self.at(day, span.start), self.at(day, span.end)

    def closes(self, day: date) -> datetime:
        return max((self.at(day, span.end) for span in self.hours), default=self.end_of(day))


@dataclass(frozen=True)
class Stop:
    """The clock stands: from that moment on, until it goes on."""

    since: datetime
    until: datetime


def office_of(province: Province, centre: Centre | None = None) -> Office:
    """The hours of the centre; without one, those of the first that the province names."""
    named = centre or next(iter(province.centres.values()), None)
    if named is None:
        return Office(province.calendar)
    return Office(province.calendar, named.hours, named.zone)


def deadline(office: Office, limit: Duration, start: datetime, stops: Sequence[Stop] = ()) -> datetime | None:
    """The last moment of a limit that begins at `start`; None where it reaches into a year that is not entered.

    Days: the day on which it begins is not counted (Civil Code, art. 201). Working days: without holidays
    (Administrative Licensing Law, art. 82). Calendar days and months end on a working day (Civil Code, art. 203); a
    month without the corresponding day ends it with its last (art. 202). Minutes and hours pass while the office is
    open. On the spot: on the same working day, or, after the office has closed, on the next.

    What a stop takes is not counted (Administrative Licensing Law, art. 45): of days, those from the one on which it
    began up to the one on which the clock goes on, which counts again. So nothing is over while the clock stands.
    """
    try:
        if limit.unit == "on the spot":
            return _on_the_spot(office, start, stops)
        if limit.unit in ("minutes", "hours"):
            return _in_hours(office, timedelta(**{limit.unit: limit.amount}), start, stops)
        return office.end_of(_last_day(office, limit, office.day_of(start), _standing(office, stops)))
    except NotYetAnnounced:
        return None


def binding(office: Office, limits: Time, start: datetime, stops: Sequence[Stop] = ()) -> datetime | None:
    """By law or by promise, whichever is earlier. One that is not known yet lies later than one that is."""
    both = (each for each in (limits.legal, limits.promised) if each is not None)
    ends = [deadline(office, each.limit, start, stops) for each in both]
    return min((end for end in ends if end is not None), default=None)


def _standing(office: Office, stops: Sequence[Stop]) -> list[tuple[date, date]]:
    """Of each stop the first day that is not counted, and the first that is again."""
    return [(office.day_of(stop.since), office.day_of(stop.until)) for stop in stops]


def _last_day(office: Office, limit: Duration, first: date, standing: Sequence[tuple[date, date]]) -> date:
    def stands(day: date) -> bool:
        return any(since <= day < until for since, until in standing)

    in_working_days = limit.unit == "working days"
    day, left = first, (_add_months(first, limit.amount) - first).days if limit.unit == "months" else limit.amount
    while left:
        day += DAY
        if not stands(day) and not (in_working_days and not office.works_on(day)):
            left -= 1
    while stands(day) or not (in_working_days or office.works_on(day)):
        day += DAY
    return day


def _add_months(day: date, months: int) -> date:
    """The corresponding day, or the last of that month (Civil Code, art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + (day.day - 1) * DAY, following - DAY)


def _in_hours(office: Office, left: timedelta, start: datetime, stops: Sequence[Stop]) -> datetime:
    if not left:
        return start.astimezone(UTC)
    first = office.day_of(start)
    for span in (span for number in count() for span in office.spans(first + number * DAY)):
        for begin, end in _open(span, [Stop(span[0], start), *stops]):
            if end - begin >= left:
                return begin + left
            left -= end - begin
    raise AssertionError  # every calendar ends


def _open(span: tuple[datetime, datetime], stops: Sequence[Stop]) -> Iterator[tuple[datetime, datetime]]:
    """What is left of a span without the stops, in order."""
    begin, end = span
    for stop in sorted(stops, key=lambda stop: stop.since):
        if begin < stop.since:
            yield begin, min(end, stop.since.astimezone(UTC))
        begin = max(begin, stop.until.astimezone(UTC))
        if begin >= end:
            return
    yield begin, end


def _on_the_spot(office: Office, start: datetime, stops: Sequence[Stop]) -> datetime:
    def end(moment: datetime) -> datetime:
        day = office.day_of(moment)
        if not office.works_on(day) or moment >= office.closes(day):
            day += DAY
        while not office.works_on(day):
            day += DAY
        return office.end_of(day)

    over = end(start)
    for stop in sorted(stops, key=lambda stop: stop.since):
        if stop.since <= over:
            over = max(over, end(stop.until))
    return over
