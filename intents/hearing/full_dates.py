"""One day with year, month and day, as people write it into a form: 2026/3/5, 二〇二六年三月五日, 5 March 2026, 昨天.

Where `when` hears wishes, which are ahead and may be vague, this reads exactly one day or none, past days included.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from intents.hearing.numbers import read_number
from intents.hearing.when.counting import DAY_NUMBER, NUMBER, day_number
from intents.hearing.when.months import MONTH, month_number
from intents.hearing.when.spelling import spelled
from intents.hearing.when.tokens import NoSuchTime
from intents.tidy import plain

_DIGITS = "〇零○一二三四五六七八九"
_NEAR = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "今天": 0,
    "今日": 0,
    "本日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
} | {
    "the day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}
_YEARS = {"前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1}
_FIGURES = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?"
    r"|(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)"
)
_CHINESE = re.compile(
    rf"(?P<year>\d{{4}}年|[{_DIGITS}]{{4}}年|{'|'.join(_YEARS)})\s*"
    rf"(?P<month>{NUMBER})\s*月\s*(?P<day>{NUMBER})\s*[日号]?"
)
_ENGLISH = (
    re.compile(rf"{MONTH}\s*(?:the )?{DAY_NUMBER},?\s*(?P<year>\d{{4}})"),
    re.compile(rf"(?:the )?{DAY_NUMBER}\s*(?:of )?{MONTH},?\s*(?P<year>\d{{4}})"),
)


def read_full_date(text: str, today: date) -> date | None:
    """The day that the whole text names; None where it names none, or not all of it. Raises NoSuchTime: 30 February."""
    said = spelled(plain(text)).strip(" .,。，")
    if said in _NEAR:
        return today + timedelta(days=_NEAR[said])
    if found := _FIGURES.fullmatch(said):
        year, month, day = (int(part) for part in found.groups() if part)
        return _day(year, month, day)
    if found := _CHINESE.fullmatch(said):
        return _day(_year(found["year"], today), _number(found["month"]), _number(found["day"]))
    for pattern in _ENGLISH:
        if found := pattern.fullmatch(said):
            return _day(int(found["year"]), month_number(found["name"]), day_number(found["day"]))
    return None


def _year(written: str, today: date) -> int:
    if written in _YEARS:
        return today.year + _YEARS[written]
    return int("".join(str(max(_DIGITS.find(sign) - 2, 0)) if sign in _DIGITS else sign for sign in written[:4]))


def _number(written: str) -> int:
    number = read_number(written)
    if number is None:
        raise NoSuchTime(written)
    return number


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchTime(f"{year}-{month}-{day}") from None
