"""What the words before and after, by, from and about do to days and hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from intents.hearing.when.calendar import ONE_DAY
from intents.hearing.when.items import Hours, Item, Unclear
from intents.hearing.when.tokens import Turning
from intents.hearing.when.wish import Days

_HALF_AN_HOUR = timedelta(minutes=30)


def turn(item: Item, today: date) -> None:
    """Turns the days or hours of an item as it was said. Raises Unclear for days of any week."""
    if item.turned is None:
        return
    if item.is_hours:
        item.hours = [_turned_hours(hours, item.turned) for hours in item.hours]
    elif item.days:
        item.days = [_turned_days(days, item.turned, today) for days in item.days]
    else:
        raise Unclear


def _turned_hours(hours: Hours, to: Turning) -> Hours:
    first, last = hours
    match to:
        case Turning.BEFORE:
            return None, first or last
        case Turning.BY:
            return None, last or first
        case Turning.AFTER:
            return last or first, None
        case Turning.FROM:
            return first or last, None
        case Turning.ABOUT if first is not None and first == last:
            # On the second day of all, so that half an hour before midnight is a time too.
            at = datetime.combine(date.min + ONE_DAY, first)
            return (at - _HALF_AN_HOUR).time(), (at + _HALF_AN_HOUR).time()
    return hours


def _turned_days(days: Days, to: Turning, today: date) -> Days:
    first, last = days
    match to:
        case Turning.BEFORE:
            return today, first - ONE_DAY
        case Turning.BY:
            return today, last
        case Turning.AFTER if last is not None:
            return last + ONE_DAY, None
        case Turning.FROM:
            return first, None
    return days
