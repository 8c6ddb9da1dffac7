"""Times of day in digits and English: 3:30, quarter to ten, 2-4pm, between nine and eleven."""

from __future__ import annotations

import re
from datetime import date

from intents.hearing.when.counting import CARDINALS
from intents.hearing.when.hours import HOUR, clock_at, hour_number
from intents.hearing.when.tokens import TAKEN, Clock, Mark, NoSuchTime, Reader, Turn, Turning, Values, reader
from intents.words import either

_MINUTES = {
    "half": 30,
    "quarter": 15,
    "thirty": 30,
    "fifteen": 15,
    "forty five": 45,
    "forty-five": 45,
    "twenty": 20,
    "ten": 10,
    "five": 5,
}


def _bare(found: re.Match[str], _: date) -> Clock:
    return clock_at(hour_number(found["hour"]))


def _with_minutes(found: re.Match[str], _: date) -> Clock:
    return clock_at(hour_number(found["hour"]), int(found["minute"] or 0))


def _begins(found: re.Match[str], today: date) -> Values:
    """The first hour of a stretch whose end was read before."""
    return _bare(found, today), Mark.TO


def _bare_stretch(found: re.Match[str], _: date) -> Values | None:
    """10 till 12 are two hours; 20 to 4 is a time."""
    first, last = int(found["from"]), int(found["to"])
    if not 0 < first <= 12 or not 0 < last <= 12 or first == last:
        return None
    return clock_at(first), Mark.TO, clock_at(last)


def _stretch(found: re.Match[str], _: date) -> Values:
    """Between 2 and 4."""
    return clock_at(hour_number(found["from"])), Mark.TO, clock_at(hour_number(found["to"]))


def _stretch_in_half(found: re.Match[str], _: date) -> Values:
    """2-4pm: what the end is told of, the beginning is too; 11-2pm begins in the morning."""
    pm, am = bool(found["pm"]), bool(found["am"])
    first, last = hour_number(found["from"]), hour_number(found["to"])
    if pm and last < 12:
        first, last = first + 12 if first < last else first, last + 12
    return clock_at(first, am=am and first <= 12), Mark.TO, clock_at(last, am=am and last <= 12)


def _digital(found: re.Match[str], _: date) -> Values:
    """7:30 may be in the evening; 07:30 and 10:30 are what they say."""
    groups = found.groupdict()
    return clock_at(
        hour_number(found["hour"]),
        int(found["minute"]),
        am=bool(groups.get("am")),
        pm=bool(groups.get("pm")),
        sure=found["hour"].startswith("0") or len(found["hour"]) == 2,
    )


def _past(found: re.Match[str], _: date) -> Values:
    minutes = _MINUTES.get(found["minute"]) or int(found["minute"])
    if not 0 < minutes < 60:
        raise NoSuchTime(found[0])
    hour = hour_number(found["hour"])
    if found["to"]:
        hour, minutes = (hour - 1) or 12, 60 - minutes
    return clock_at(hour, minutes)


def _half_hour(found: re.Match[str], _: date) -> Values:
    """British: half two is half past two."""
    return clock_at(hour_number(found["hour"]), 30)


def _roughly(found: re.Match[str], _: date) -> Values:
    return Turn(Turning.ABOUT), clock_at(hour_number(found["hour"]), int((found["minute"] or "0").lstrip(".:")))


def _in_half(found: re.Match[str], _: date) -> Values:
    """4pm, 4:30 pm, four thirty pm."""
    minutes = _MINUTES.get(found["minute"]) or int(found["minute"] or 0)
    return clock_at(hour_number(found["hour"]), minutes, am=bool(found["am"]), pm=bool(found["pm"]))


def _in_part(found: re.Match[str], _: date) -> Values:
    pm = found["part"] != "morning"
    return clock_at(hour_number(found["hour"]), int(found["minute"] or 0), pm=pm, am=not pm)


def _of_24(found: re.Match[str], _: date) -> Values:
    return clock_at(hour_number(found["hour"]), int(found["minute"] or 0), sure=True)


def _led_in(found: re.Match[str], today: date) -> Values:
    turning = _LEADS.get(found[0].split()[0].strip(".@"))
    hour = _with_minutes(found, today)
    return (Turn(turning), hour) if turning else hour


_LEADS = {
    "around": Turning.ABOUT,
    "about": Turning.ABOUT,
    "approx": Turning.ABOUT,
    "by": Turning.BY,
    "till": Turning.BY,
    "until": Turning.BY,
    "before": Turning.BEFORE,
    "after": Turning.AFTER,
    "from": Turning.FROM,
}
_HALF = r"(?:(?P<am>a\.?\s?m\b\.?)|(?P<pm>p\.?\s?m\b\.?))"
_BEFORE_TAKEN = reader(
    rf"\b(?:between|from) (?P<hour>{HOUR}) (?:and|to|till|until|-)(?= (?:noon|{TAKEN}))",
    _begins,
)
"""Tried before all clocks and after them, for what was read by then differs."""
CLOCKS: tuple[Reader, ...] = (
    reader(
        r"(?<=to )noon|(?<=till )noon|(?<=until )noon|(?<=before )noon|(?<=by )noon|(?<=and )noon|(?<=-)noon",
        lambda found, today: Clock(12, 0, True),
    ),
    _BEFORE_TAKEN,
    reader(
        r"(?<![/\d.:-])(?P<from>\d{1,2})\s*(?:to|till|until|-|–|~)\s*(?P<to>\d{1,2})\b"
        r"(?!\s*(?:[:/]|st\b|nd\b|rd\b|th\b|of\b|days|weeks|months|people|点|号|日))",
        _bare_stretch,
    ),
    reader(
        r"(?<![\d.])(?P<hour>1?\d|2[0-3])\.(?P<minute>[0-5][05])(?![\d.])(?!\s*(?:%|元|块|yuan|万))",
        _digital,
    ),
    reader(rf"(?<![\d:])(?P<hour>\d{{1,2}})[:：](?P<minute>[0-5]\d)(?![\d:])(?:\s*{_HALF})?", _digital),
    reader(
        rf"(?<![\d.:/-])(?P<from>{HOUR})\s*(?:-|–|—|~|to|till|until|and)\s*(?P<to>{HOUR})\s*{_HALF}",
        _stretch_in_half,
    ),
    reader(
        rf"\b(?:between|from) (?P<from>{HOUR}) (?:and|to|till|until|-) (?P<to>{HOUR})\b"
        r"(?!\s*(?:of|days|weeks|st|nd|rd|th|[:/]))",
        _stretch,
    ),
    reader(
        rf"\b(?:a )?(?P<minute>{either(tuple(_MINUTES))}|\d{{1,2}})(?: minutes?)?"
        rf" (?:past|(?P<to>to|before|till)) (?P<hour>{HOUR})\b",
        _past,
    ),
    reader(
        rf"\b(?P<hour>{HOUR})[ .](?P<minute>thirty|fifteen|forty[ -]five)(?:\s*{_HALF})?",
        _in_half,
    ),
    reader(rf"\bhalf (?P<hour>{'|'.join(CARDINALS)}|1[0-2]|[1-9])\b", _half_hour),
    reader(rf"\b(?P<hour>{HOUR})(?P<minute>(?<=\d)[.:]\d\d)?\s?-?ish\b", _roughly),
    reader(rf"(?<![\d.:])(?P<hour>{HOUR})[. ]?(?P<minute>[0-5]\d)?\s*{_HALF}", _in_half),
    reader(
        rf"\b(?P<hour>{HOUR})(?:[.:](?P<minute>[0-5]\d))?"
        r" (?:in the|at) (?P<part>morning|afternoon|evening|night)\b",
        _in_part,
    ),
    reader(rf"\b(?P<hour>{HOUR})\s*(?:o\W?\s?clock|sharp|on the dot)\b", _bare),
    reader(r"\b(?P<hour>[01]?\d|2[0-3])\s?h(?:rs?)?(?P<minute>[0-5]\d)?\b", _of_24),
    reader(rf"(?<=[{TAKEN}hdt], )(?P<hour>{HOUR})\W*$", _bare),
)

BARE_HOURS: tuple[Reader, ...] = (
    _BEFORE_TAKEN,
    reader(rf"(?<![/\d.:-])\b(?P<hour>{HOUR}) ?(?:to|till|until|-)(?= ?{TAKEN})", _begins),
    reader(
        r"\b(?:at|around|about|by|before|after|from|till|until|than|say|approx\.?|@) ?"
        rf"(?P<hour>{HOUR})(?:[.](?P<minute>\d\d))?\b"
        r"(?!\s*(?:[/-]|st\b|nd\b|rd\b|th\b|of\b"
        r"|days?\b|weeks?\b|months?\b|people|persons?|copies"
        r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
        r"|years?|minutes|hours?|working|business|more))",
        _led_in,
    ),
)
"""Numbers that only the words beside them make an hour, read after all other clocks."""
