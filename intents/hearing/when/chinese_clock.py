"""Times of day in Chinese: 三点半, 差一刻四点, 两三点."""

from __future__ import annotations

import re
from datetime import date

from intents.hearing.numbers import read_number
from intents.hearing.when.counting import NUMBER
from intents.hearing.when.hours import clock_at
from intents.hearing.when.tokens import TAKEN, Mark, NoSuchTime, Reader, Values, reader

_PARTS_OF_HOUR = {"半": 30, "一刻": 15, "1刻": 15, "三刻": 45, "3刻": 45, "整": 0, "正": 0}
_SHORT = {"一刻": 15, "十分": 10, "10分": 10, "五分": 5, "5分": 5, "20分": 20}
_HOUR_BEFORE = re.compile(rf"(?:^|[{TAKEN}午上天晨夜在到从约,，、 ])$")
"""Where 一点 is one o'clock and not a little."""


def _full(found: re.Match[str], _: date) -> Values | None:
    hour = read_number(found["hour"])
    part, minute = found["part"], found["minute"]
    minutes = _PARTS_OF_HOUR[part] if part else read_number(minute) if minute else 0
    if hour is None or hour > 24 or minutes is None:
        raise NoSuchTime(found[0])
    if found["hour"] == "一" and not (part or minute) and not _HOUR_BEFORE.search(found.string[: found.start()]):
        return None
    return clock_at(hour, minutes, sure=hour > 12)


def _two_hours(found: re.Match[str], _: date) -> Values | None:
    """两三点: between the two, an hour longer."""
    first, last = read_number(found["one"]), read_number(found["other"])
    if first is None or last is None or last != first + 1:
        return None
    return clock_at(first), Mark.TO, clock_at(last)


def _short_of(found: re.Match[str], _: date) -> Values:
    """差一刻四点: a quarter to four."""
    hour = read_number(found["hour"] or found["first"])
    if hour is None or hour > 24:
        raise NoSuchTime(found[0])
    return clock_at((hour - 1) or 12, 60 - _SHORT[found["minute"] or found["less"]])


CHINESE_CLOCKS: tuple[Reader, ...] = (
    reader(
        rf"差(?P<minute>一刻|十分|五分|20分|10分|5分)(?:钟)?(?:到)?(?P<hour>{NUMBER})点钟?"
        rf"|(?P<first>{NUMBER})点差(?P<less>一刻|十分|五分|10分|5分)钟?",
        _short_of,
    ),
    reader(
        r"(?P<one>[一二两三四五六七八九](?!\d)|\d(?=[、,，]))[、,，]?(?P<other>[二三四五六七八九十]|1?\d)点(?!半|\d)钟?",
        _two_hours,
    ),
    reader(
        rf"(?<![\d.])(?P<hour>{NUMBER})(?:点钟?|时(?!候|间))"
        rf"(?:(?P<part>半|[一1]刻|[三3]刻|整|正)|(?P<minute>{NUMBER})分?)?钟?"
        r"(?!\d)(?!事|意见|建议|要求|问题|儿(?!钟)|也|都)",
        _full,
    ),
)
