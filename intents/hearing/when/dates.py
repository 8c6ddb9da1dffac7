"""Days by their number: 3月5号, the 5th of March, 5/3, 3到5号, the 5th."""

from __future__ import annotations

import re
from datetime import date

from intents.hearing.numbers import read_number
from intents.hearing.when.calendar import month_from
from intents.hearing.when.counting import DATE_IN_LETTERS, DAY_NUMBER, ENDING, NUMBER, ORDINAL, day_number
from intents.hearing.when.months import MONTH, month_number
from intents.hearing.when.tokens import Mark, NoSuchTime, OfMonth, Reader, Values, reader


def _full(found: re.Match[str], _: date) -> Values:
    return OfMonth(day_number(found["day"]), int(found["month"]), int(found["year"]))


def _month_day(found: re.Match[str], today: date) -> Values:
    number = read_number(found["month"])
    if number is None or not 1 <= number <= 12:
        raise NoSuchTime(found[0])
    return OfMonth(day_number(found["day"]), number, today.year + 1 if found["next"] else None)


def _slashed(found: re.Match[str], _: date) -> Values | None:
    """In Chinese the month comes first; in English whatever can be one."""
    one, other = int(found["one"]), int(found["other"])
    if re.search(r"[一-鿿]", found.string):
        return OfMonth(other, one) if 1 <= one <= 12 and 1 <= other <= 31 else None
    if one < 1 or other < 1:
        return None
    if one <= 12 and other <= 12:
        return OfMonth(other, one, swapped=one != other)
    if one <= 12 and other <= 31:
        return OfMonth(other, one)
    return OfMonth(one, other) if other <= 12 and one <= 31 else None


def _english(found: re.Match[str], _: date) -> Values:
    year = found["year"]
    return OfMonth(day_number(found["day"]), month_number(found["name"]), int(year) if year else None)


def _english_stretch(found: re.Match[str], _: date) -> Values:
    number = month_number(found["name"])
    return OfMonth(day_number(found["from"]), number), Mark.TO, OfMonth(day_number(found["to"]), number)


def _chinese_stretch(found: re.Match[str], _: date) -> Values:
    """3到5号: the first has the 号 of the second."""
    number = read_number(found["month"]) if found["month"] else None
    return OfMonth(day_number(found["from"]), number), Mark.TO, OfMonth(day_number(found["to"]), number)


def _day_alone(found: re.Match[str], _: date) -> Values:
    return OfMonth(day_number(found["day"]))


def _day_of_near_month(found: re.Match[str], today: date) -> Values:
    first, _ = month_from(today, 1 if found["which"].startswith("下") else 0)
    return OfMonth(day_number(found["day"]), first.month, first.year)


def _ordinal(found: re.Match[str], today: date) -> Values:
    if not found["which"]:
        return _day_alone(found, today)
    first, _ = month_from(today, 1 if found["which"] == "next" else 0)
    return OfMonth(day_number(found["day"]), first.month, first.year)


_TO = r"(?:-|–|to|until|till|through)"
_YEAR = r"(?:,?\s*(?P<year>20\d{2}))?"
_NO_FIGURE_BEFORE = r"(?<![\d/.:-])"
DATES: tuple[Reader, ...] = (
    reader(
        r"农历|阴历|腊月|正月|元宵"
        r"|大?年?初[一二三四五六七八九十]"
        r"|\beaster\b|\bgood friday\b|\beid\b|\bdiwali\b|\bramadan\b"
        r"|(?:最后|头|第|前|后)一天"
        r"|\b(?:first|last) (?:\w+ )?days?\b(?! of (?:the )?(?:month|next|this))"
        r"|\bthe day (?:before|after)\b(?! tomorrow| yesterday)",
        lambda found, today: Mark.TOO_MUCH,
    ),
    reader(r"(?<!\d)(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)[日号]?", _full),
    reader(
        rf"(?:(?P<month>{NUMBER})月)?(?<!\d)(?P<from>{NUMBER})[号日]?"
        r"\s*(?:-|–|—|~|到|至)\s*"
        rf"(?P<to>{NUMBER})[号日](?![线楼窗室门馆])",
        _chinese_stretch,
    ),
    reader(rf"(?P<next>明年)?(?<!\d)(?P<month>{NUMBER})月(?P<day>{NUMBER})(?![\d个])[日号]?", _month_day),
    reader(
        rf"\b{MONTH}\s*(?P<from>\d{{1,2}}){ENDING}?\s*{_TO}\s*(?P<to>\d{{1,2}}){ENDING}?\b",
        _english_stretch,
    ),
    reader(
        rf"\b(?P<from>\d{{1,2}}){ENDING}?\s*{_TO}\s*(?P<to>\d{{1,2}}){ENDING}?(?: of)? {MONTH}",
        _english_stretch,
    ),
    reader(rf"\b{MONTH}\s*(?:the )?{DAY_NUMBER}{_YEAR}", _english),
    reader(rf"\b(?:the )?{DAY_NUMBER}\s*(?:of )?{MONTH}{_YEAR}", _english),
    reader(rf"{_NO_FIGURE_BEFORE}(?P<one>\d{{1,2}})/(?P<other>\d{{1,2}})(?![\d/])", _slashed),
    reader(
        rf"{_NO_FIGURE_BEFORE}(?P<day>[012]?\d|3[01])\.(?P<month>1[0-2]|0?[1-9])\.(?!\d)",
        lambda found, today: OfMonth(day_number(found["day"]), int(found["month"])),
    ),
    reader(
        rf"{_NO_FIGURE_BEFORE}(?P<one>1[0-2]|[1-9])[.-](?P<other>[12]\d|3[01]|0?[1-9])"
        r"(?![\d/:.点%元万]|-|\s*(?:小时|个|块|天|年|万))(?=.*[一-鿿])",
        _slashed,
    ),
    reader(rf"(?P<which>下个月的?|下月的?|这个月的?|本月的?)(?P<day>{NUMBER})(?:号|日)", _day_of_near_month),
    reader(rf"(?P<day>{NUMBER})(?:号|日)(?![线楼窗室门馆厅口码院栋])", _day_alone),
)

_COUNTED = "one|option|floor|window|counter|line|time|slot|week"
"""What an ordinal may count other than days."""
ORDINALS: tuple[Reader, ...] = (
    reader(rf"\b(?:on )?the {ORDINAL}(?: of (?P<which>this|next) month)?(?! (?:{_COUNTED}))", _ordinal),
    reader(rf"\b(?P<day>{DATE_IN_LETTERS})\b(?! (?:{_COUNTED}|person))", _day_alone),
    reader(rf"\b(?P<day>\d{{1,2}}{ENDING})\b(?! (?:{_COUNTED}))", _day_alone),
)
"""The 5th, read after everything in which a number is no day."""
