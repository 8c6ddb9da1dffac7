"""Months and parts of months: 下个月, 三月初, mid March, the end of next month."""

from __future__ import annotations

import re
from datetime import date

from intents.hearing.numbers import read_number
from intents.hearing.when.calendar import month_from, next_month_numbered
from intents.hearing.when.counting import NUMBER
from intents.hearing.when.tokens import Day, NoSuchTime, Reader, Values, reader

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
"""An English name of a month."""


def month_number(name: str) -> int:
    """The number of a month by its English name as MONTH finds it, January 1."""
    return _NAMES.index(name[:3]) + 1


def _near(found: re.Match[str], today: date) -> Values:
    which = found["which"].replace("个", "")
    months = {"这": 0, "本": 0, "当": 0, "下": 1, "下下": 2, "上": -1}[which]
    return _part_of(month_from(today, months), found["part"])


def _numbered(found: re.Match[str], today: date) -> Values:
    number = read_number(found["month"])
    if number is None:
        raise NoSuchTime(found[0])
    return _part_of(next_month_numbered(today, number), found["part"])


def _english(found: re.Match[str], today: date) -> Values:
    if found["name"]:
        days = next_month_numbered(today, month_number(found["name"]))
    else:
        days = month_from(today, 1 if found["which"] == "next" else 0)
    return _part_of(days, found["part"])


def _part_of(days: tuple[date, date], part: str | None) -> Day:
    first, last = days
    if not part:
        return Day(days, "month")
    if part.startswith(("初", "头", "上旬", "early", "beg", "start", "first")):
        return Day((first, first.replace(day=10)), "some")
    if part.startswith(("中", "mid")):
        return Day((first.replace(day=11), first.replace(day=20)), "some")
    return Day((first.replace(day=21), last), "some")


_PART = "初|上旬|中旬?|下旬|底|末|头"
MONTHS: tuple[Reader, ...] = (
    reader(
        rf"(?P<which>(?:这个|本|当|下下个|下个|下|上个))月(?:的?月?(?P<part>{_PART}))?(?!{NUMBER}[号日])",
        _near,
    ),
    reader(
        rf"(?<![\d一二三四五六七八九十两几个])(?P<month>{NUMBER})月份?(?P<part>{_PART})?(?![\d份])(?!内)",
        _numbered,
    ),
    reader(
        r"(?<![\d一二三四五六七八九十])(?P<part>月初|月上旬|月中|月下旬|月底|月末)",
        lambda found, today: _part_of(month_from(today, 0), found["part"][1:]),
    ),
    reader(
        r"\b(?:(?:the )?(?P<part>beginning|start|first days|early|middle|mid|end|late|last days)"
        r"(?:[ -](?:of|in))?[ -])?"
        rf"(?:{MONTH}(?! \d)|(?P<which>next|this|the) month)\b",
        _english,
    ),
)
