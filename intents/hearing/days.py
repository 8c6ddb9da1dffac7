"""The day, half-day and hour that somebody wishes for when choosing a slot.

What is recognised is right; a range, a refusal, two days at once or the past is left alone: a wrong day costs a trip.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time, timedelta

from intents.hearing.hours import Half, hear_hour
from intents.hearing.numbers import CHINESE_NUMBER, read_number
from intents.tidy import plain


@dataclass(frozen=True, slots=True)
class DayWish:
    """A wished-for day, half of a day, and time; what was not said is None."""

    day: date | None
    half: Half | None
    time: time | None


_NUMBER = rf"(?:\d{{1,2}}|{CHINESE_NUMBER})"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"\b(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!:)"
_YEAR = r"(?:,?\s*(?P<year>\d{4}))?"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = (
    r"(?P<name>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|saturday|sunday)\b"
)
_RELATIVE = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3, "today": 0, "tomorrow": 1}
_AFTER_TOMORROW = re.compile(r"(?:the )?day after tomorrow")
_LEFT_ALONE = re.compile(
    r"昨|前天|每|上(?=个|周|星期|礼拜|次|月|回)|除了|(?<!行)不行|不要|不能|不可以|没空|没时间|别|之前|以前|之后|以后|后面|最迟|最晚|去年|后年|或|第.个|天后|周后"
    rf"|下下个?月|下个?月(?!的?{_NUMBER}[号日])"
    r"|\b(?:yesterday|last|past|ago|every|except|not|cant|cannot|can't|don't|before|after|until|till|or|between|but|by|since"
    r"|days|weeks|months?|years?|(?<!next )week|(?:first|second|third|fourth) (?=mon|tue|wed|thu|fri|sat|sun))\b"
)


def hear_day(sentence: str, today: date) -> DayWish | None:
    """The day (not before `today`), half-day and time in a sentence; None if nothing is recognised for certain.

    A bare weekday is the next such day, today included; 下周三 and "next Wednesday" lie in the calendar week after
    this one (weeks begin on Monday). A date without a year is the next such date.
    """
    text = _AFTER_TOMORROW.sub("后天", plain(sentence))
    if _LEFT_ALONE.search(text):
        return None
    days: set[date] = set()
    for pattern, read in _READERS:
        for found in pattern.finditer(text):
            try:
                days.add(read(found, today))
            except ValueError:  # a date that no calendar has
                return None
        text = pattern.sub(" ", text)
    hour = hear_hour(text)
    if hour is None or len(days) > 1 or any(day < today for day in days):
        return None
    wish = DayWish(next(iter(days), None), *hour)
    return None if wish == DayWish(None, None, None) else wish


def _full_date(found: re.Match[str], today: date) -> date:
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def _month_day(found: re.Match[str], today: date) -> date:
    month, day = _number(found["month"]), _number(found["day"])
    return date(today.year + 1, month, day) if found["next"] else _next_date(today, month, day)


def _english_date(found: re.Match[str], today: date) -> date:
    month, day = _MONTHS.index(found["name"][:3]) + 1, int(found["day"])
    return date(int(found["year"]), month, day) if found["year"] else _next_date(today, month, day)


def _day_of_month(found: re.Match[str], today: date) -> date:
    day = _number(found["day"])
    if "month" in found.groupdict() and found["month"]:
        later = found["month"].startswith("下")
        year, month = divmod(today.year * 12 + today.month - 1 + later, 12)
        return date(year, month + 1, day)
    return _first_valid(
        today, ((today.year + (today.month + n - 1) // 12, (today.month + n - 1) % 12 + 1, day) for n in range(3))
    )


def _chinese_weekday(found: re.Match[str], today: date) -> date:
    weekday = "一二三四五六日".index("日" if found["name"] in "天7" else found["name"].translate(_SIGNS))
    weeks = {"": None, "这": 0, "本": 0, "下": 1, "下下": 2}[(found["which"] or "").replace("个", "")]
    return _in_week(today, weekday, weeks)


def _english_weekday(found: re.Match[str], today: date) -> date:
    weekday = _WEEKDAYS.index(found["name"][:3])
    later = found["which"] == "next" or found["lead"] or found["trail"]
    return _in_week(today, weekday, 1 if later else 0 if found["which"] == "this" else None)


def _relative(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=_RELATIVE[found[0]])


def _in_week(today: date, weekday: int, weeks: int | None) -> date:
    """The weekday so many calendar weeks from now; without a week the next one, today included."""
    if weeks is None:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    return today + timedelta(days=7 * weeks + weekday - today.weekday())


def _next_date(today: date, month: int, day: int) -> date:
    return _first_valid(today, ((year, month, day) for year in range(today.year, today.year + 9)))


def _first_valid(today: date, dates: Iterable[tuple[int, int, int]]) -> date:
    for year, month, day in dates:
        with suppress(ValueError):
            if (valid := date(year, month, day)) >= today:
                return valid
    raise ValueError("no such date")


def _number(text: str) -> int:
    number = read_number(text)
    if number is None:
        raise ValueError(text)
    return number


_SIGNS = str.maketrans("123456", "一二三四五六")
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date]], ...] = (
    (
        re.compile(r"(?<!\d)(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)[日号]?"),
        _full_date,
    ),
    (re.compile(rf"(?P<next>明年)?(?P<month>{_NUMBER})月(?P<day>{_NUMBER})(?!\d)[日号]?"), _month_day),
    (re.compile(rf"{_MONTH}\s*(?:the )?{_NTH}{_YEAR}"), _english_date),
    (re.compile(rf"\b{_NTH}\s*(?:of )?{_MONTH}{_YEAR}"), _english_date),
    (re.compile(rf"(?P<month>下个?月|本月|这个?月)的?(?P<day>{_NUMBER})[日号]"), _day_of_month),
    (
        re.compile(
            r"(?<![\d一二两三四五六七八九十几])(?P<which>下下个?|下个?|这个?|本)?(?:周|星期|礼拜)(?P<name>[一二三四五六日天1-7])"
        ),
        _chinese_weekday,
    ),
    (
        re.compile(
            rf"\b(?P<lead>next week (?:on )?)?(?:(?P<which>next|this|on|coming) )?{_WEEKDAY}"
            r"(?P<trail> (?:of )?next week)?"
        ),
        _english_weekday,
    ),
    (re.compile(r"大后天|后天|今[天日]|明[天日]|\btoday\b|\btomorrow\b"), _relative),
    (re.compile(rf"(?P<day>{_NUMBER})(?:号|日)(?![线楼窗室门馆厅口码院栋])"), _day_of_month),
    (
        re.compile(r"\bthe (?P<day>\d{1,2})(?:st|nd|rd|th)\b(?! (?:one|option|floor|window|counter|line))"),
        _day_of_month,
    ),
)
