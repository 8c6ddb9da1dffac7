"""Which times somebody waits for: until when, on which days, at which hours.

What is wished for is kept where it is simple: a stretch of days, an hour or a part of the day. Several stretches, days
of the week and days that are excepted are not; then any of the times that can be booked now is waited for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.dialogue import times
from bot.dialogue.conversation import Matter, Place
from bot.dialogue.guide import Guide
from bot.dialogue.ports import DAYS_OFFERED
from bot.dialogue.stage import ChoosingSlot, chosen_way, days_open
from bot.dialogue.waiting_list import Awaited
from intents.hearing.when import ANY, Wish
from procedures.calendar import SATURDAY, is_working_day, working_days
from procedures.provincial import ZONE, Hours

LATE = timedelta(days=3)
"""The first free time is far away from here on, so that an earlier one may be waited for."""
SOON = timedelta(hours=1)
"""Nothing is offered that begins sooner."""
ONE_DAY = timedelta(days=1)


def wanted_instead(stage: ChoosingSlot, guide: Guide) -> Awaited | None:
    """What can be waited for where nothing fits, or only late times do; None where there is no need, or no hope."""
    matter, found = stage.matter, stage.matter.offered
    if matter.later_than is not None or matter.wish.order == "latest":
        return None
    in_vain = not times.fitting(matter, found, guide)
    first, _ = days_open(matter, stage.way, stage.visit, guide)
    if not in_vain and not _is_late(stage, first, guide):
        return None
    opens, closes = _span(stage, first, guide)
    wish = matter.wish
    awaited = Awaited(
        case=matter.code,
        visit=stage.visit.id,
        procedure=matter.procedure,
        centre=stage.centre,
        counter=stage.visit.counter,
        opens=opens,
        closes=closes if in_vain else min(closes, found[0].starts_at),
        earliest=wish.first,
        latest=wish.last,
    )
    return awaited if _may_come(awaited, guide) else None


def _is_late(stage: ChoosingSlot, first: date, guide: Guide) -> bool:
    """Whether the first time that is offered to who wants any is far away."""
    if stage.matter.wish not in (ANY, Wish(order="soonest")):
        return False
    return stage.matter.offered[0].starts_at >= _begin(stage.centre, first, guide) + LATE


def wanted_before(matter: Matter, place: Place, guide: Guide) -> Awaited | None:
    """Something earlier than a booked place; None where nothing earlier is possible."""
    definition = guide.definition(matter)
    way = chosen_way(matter, guide.outcome_of(definition, matter)) if definition else None
    visit = next((visit for visit in way.visits if visit.id == place.visit), None) if way else None
    if way is None or visit is None or place.joint or place.slot.centre not in guide.province.centres:
        return None
    first, _ = days_open(matter, way, visit, guide)
    awaited = Awaited(
        case=matter.code,
        visit=place.visit,
        procedure=matter.procedure,
        centre=place.slot.centre,
        counter=place.slot.counter,
        opens=max(guide.now, _begin(place.slot.centre, first, guide)),
        closes=place.slot.starts_at,
    )
    return awaited if _may_come(awaited, guide) else None


def in_days(awaited: Awaited, guide: Guide) -> Wish | None:
    """The days and hours that are waited for; None where it is anything before a moment."""
    zone = zone_of(awaited.centre, guide)
    closes = awaited.closes.astimezone(zone)
    if closes.time() != time(0):
        return None
    first, last = awaited.opens.astimezone(zone).date(), closes.date() - ONE_DAY
    return Wish(days=((first, last),), first=awaited.earliest, last=awaited.latest)


def zone_of(centre: str, guide: Guide) -> ZoneInfo:
    """The clock by which a centre lives."""
    found = guide.province.centres.get(centre)
    return ZoneInfo(found.zone if found else ZONE)


def _span(stage: ChoosingSlot, first: date, guide: Guide) -> tuple[datetime, datetime]:
    """From when until when: as long as places are given out, within the days that are wished for."""
    matter, centre = stage.matter, stage.centre
    _, last_allowed = days_open(matter, stage.way, stage.visit, guide)
    days = list(islice(working_days(guide.province.calendar, first), DAYS_OFFERED))
    last = min(days[-1] if days else first, last_allowed or date.max)
    opens, closes = max(guide.now, _begin(centre, first, guide)), _begin(centre, last + ONE_DAY, guide)
    had = matter.place(stage.visit.id)
    if matter.earlier_than is not None:
        return opens, min(closes, matter.earlier_than)
    if len(matter.wish.days) == 1:
        ((from_day, until_day),) = matter.wish.days
        opens = max(opens, _begin(centre, from_day, guide))
        return opens, _begin(centre, min(until_day, last) + ONE_DAY, guide) if until_day else closes
    return opens, min(closes, had.slot.starts_at) if had else closes


def _may_come(awaited: Awaited, guide: Guide) -> bool:
    """Whether the counter is open at all in that span, at those hours."""
    zone = zone_of(awaited.centre, guide)
    opens, closes = max(awaited.opens, guide.now + SOON).astimezone(zone), awaited.closes.astimezone(zone)
    days = (opens.date() + n * ONE_DAY for n in range((closes.date() - opens.date()).days + 1))
    return opens < closes and any(
        datetime.combine(day, first, zone) < closes and opens < datetime.combine(day, last, zone)
        for day in days
        for span in _hours(awaited, day, guide)
        for first, last in _within(span, awaited)
    )


def _hours(awaited: Awaited, day: date, guide: Guide) -> Sequence[Hours]:
    """When the counter is open on a day; never on one that is not announced."""
    centre, calendar = guide.province.centres[awaited.centre], guide.province.calendar
    counter = centre.counters.get(awaited.counter)
    if counter is None or day.year not in calendar:
        return ()
    if is_working_day(calendar, day):
        return centre.hours
    on_saturday = counter.saturday and day.weekday() == SATURDAY and day not in calendar[day.year].holidays
    return centre.saturday if on_saturday else ()


def _within(span: Hours, awaited: Awaited) -> Iterator[tuple[time, time]]:
    """The part of a span at whose hours one would come."""
    earliest, latest = awaited.earliest or time.min, awaited.latest or time.max
    if earliest == latest:
        if span.start <= earliest < span.end:
            yield earliest, span.end
    elif max(span.start, earliest) < min(span.end, latest):
        yield max(span.start, earliest), min(span.end, latest)


def _begin(centre: str, day: date, guide: Guide) -> datetime:
    """The midnight with which a day begins where the centre stands."""
    return datetime.combine(day, time(0), zone_of(centre, guide))
