"""Weeks, days of the week and weekends: 下周三, Friday week, every Monday, next weekend."""

from __future__ import annotations

import re
from datetime import date, timedelta

from intents.hearing.when.calendar import ONE_DAY, SATURDAY, week_from
from intents.hearing.when.counting import count
from intents.hearing.when.tokens import Day, Mark, OfWeek, Read, Reader, Values, reader, single

_WEEKS_AWAY = {"这": 0, "本": 0, "今": 0, "下": 1, "下下": 2, "上": -1, "上上": -2}
_SIGN_DAYS = {
    sign: day for day, signs in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7")) for sign in signs
}
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _weeks_away(which: str | None) -> int | None:
    """Of which week from this one; None where none was said, or every one."""
    return _WEEKS_AWAY.get((which or "").replace("个", ""))


def _chinese_weekdays(found: re.Match[str], _: date) -> Values:
    days = tuple(sorted({_SIGN_DAYS[sign] for sign in re.sub("[、和跟]", "", found["names"])}))
    every = (found["which"] or "").startswith(("每", "逢"))
    return OfWeek(days, _weeks_away(found["which"]), every=every or len(days) > 1)


def _chinese_stretch(found: re.Match[str], _: date) -> Values:
    weeks = _weeks_away(found["which"])
    return OfWeek((_SIGN_DAYS[found["from"]],), weeks), Mark.TO, OfWeek((_SIGN_DAYS[found["to"]],), weeks)


def _chinese_week(found: re.Match[str], today: date) -> Values:
    return Day(week_from(today, _WEEKS_AWAY[found["which"].replace("个", "")]), "week")


def _named(found: re.Match[str]) -> int:
    return _NAMES.index(found["name"][:3])


def _in_week(weeks: int) -> Read:
    """The day of the week that is named, in the week so many weeks from this one."""
    return lambda found, today: OfWeek((_named(found),), weeks)


def _week_after_next(found: re.Match[str], today: date) -> Values:
    return OfWeek((_named(found),), 2) if found["name"] else Day(week_from(today, 2), "week")


def _week_on(found: re.Match[str], today: date) -> Values:
    """A week on Wednesday: the Wednesday after the coming one."""
    ahead = (_named(found) - today.weekday()) % 7 or 7
    return single(today + timedelta(days=ahead + 7))


def _weekday(found: re.Match[str], _: date) -> Values:
    every = bool(found["every"]) or found["name"].endswith("days")
    match found["which"]:
        case "next":
            return OfWeek((_named(found),), english="next", every=every)
        case "this" | "this coming":
            return OfWeek((_named(found),), english="this", every=every)
    return OfWeek((_named(found),), every=every)


def _weeks_after(day: str, weeks: int, today: date) -> Day:
    """Two weeks today, tomorrow week."""
    return single(today + timedelta(days=7 * weeks + (day == "tomorrow")))


_WEEK = r"(?:周|星期|礼拜)"
_SIGN = "[一二三四五六日天1-7]"
_WEEKDAY = (
    r"(?:mon(?:day)?s?"
    r"|tue(?:s(?:day)?s?)?"
    r"|wed(?:s|nesdays?|ensday|nsday)?"
    r"|thu(?:r(?:s(?:days?)?)?|rday)?"
    r"|fri(?:days?)?"
    r"|sat(?:urdays?)?"
    r"|sun(?:days?)?)"
)
_NAME = rf"(?P<name>{_WEEKDAY})"
WEEKS: tuple[Reader, ...] = (
    reader(
        r"\b(?P<n>a|one|two|three|1|2|3) weeks? (?:from )?(?P<day>today|tomorrow)\b",
        lambda found, today: _weeks_after(found["day"], count(found["n"]), today),
    ),
    reader(r"\b(?P<day>today|tomorrow) week\b", lambda found, today: _weeks_after(found["day"], 1, today)),
    reader(
        rf"(?P<which>下下个?|下个?|这个?|本)?{_WEEK}(?P<from>{_SIGN})"
        r"\s*(?:到|至|-|–|—|~)\s*"
        rf"{_WEEK}?(?P<to>{_SIGN})(?!点)",
        _chinese_stretch,
    ),
    reader(
        r"(?:(?<=[周期拜][一二三四五六日天])|(?<![\d一二两三四五六七八九十几]))"
        rf"(?P<which>下下个?|下个?|上上个?|上个?|这个?|本|今|每个?|逢)?{_WEEK}"
        rf"(?P<names>{_SIGN}(?:[、和跟]?(?:[一二三四五六日天])(?![点周月年个天号日]))*)",
        _chinese_weekdays,
    ),
    reader(rf"(?P<which>上上个?|上个?|下下个?|下个?|这个?|本|今){_WEEK}(?!末)", _chinese_week),
    reader(rf"\b(?:the )?week after next(?:,? ?(?:on )?{_NAME})?\b", _week_after_next),
    reader(
        rf"\b(?:a week (?:on|from|this)|(?P<lead>next week,? (?:on )?)) ?{_NAME}\b",
        lambda found, today: OfWeek((_named(found),), 1) if found["lead"] else _week_on(found, today),
    ),
    reader(rf"\b{_NAME} (?:(?:the )?week after next|after next|next next week)\b", _in_week(2)),
    reader(rf"\bnext next (?:week )?(?:on )?{_NAME}\b", _in_week(2)),
    reader(rf"\b{_NAME},? (?:of |in |the )?(?:next|following) week\b", _in_week(1)),
    reader(rf"\b{_NAME},? (?:of )?this week\b", _in_week(0)),
    reader(rf"\b{_NAME} week\b", _week_on),
    reader(
        rf"\b(?:first|second|third|fourth|last|2nd|3rd|1st|4th) (?:{_WEEKDAY}|week) (?:of|in|after)\b",
        lambda found, today: Mark.TOO_MUCH,
    ),
    reader(rf"\blast (?:{_WEEKDAY}|week|month)\b", lambda found, today: single(today - 7 * ONE_DAY)),
    reader(
        rf"\b(?:(?P<every>every|any|each|of a) |(?P<which>this coming|next|this|coming) )?{_NAME}\b(?: coming\b)?",
        _weekday,
    ),
    reader(
        r"\b(?P<which>next|this|the coming|coming|following|the following) week\b(?! ?end)",
        lambda found, today: Day(week_from(today, 0 if found["which"] == "this" else 1), "week"),
    ),
    reader(
        r"\blater this week\b|\bthe rest of the week\b",
        lambda found, today: Day(week_from(today, 0), "week"),
    ),
)


def _weekend(weeks: int, today: date) -> Day:
    _, sunday = week_from(today, weeks)
    return Day((sunday - ONE_DAY, sunday), "some")


def _chinese_weekend(found: re.Match[str], today: date) -> Values:
    return _weekend(_weeks_away(found["which"]) or 0, today)


def _english_weekend(found: re.Match[str], today: date) -> Values:
    """ "Next weekend" said before Saturday is read in two ways."""
    this, following = _weekend(0, today), _weekend(1, today)
    if found["which"] != "next":
        return this
    return following if today.weekday() >= SATURDAY else Day(this.days, "some", or_else=following.days)


WEEKENDS: tuple[Reader, ...] = (
    reader(r"(?P<which>下下个?|下个?|这个?|本|今)?周末", _chinese_weekend),
    reader(
        r"\b(?:(?P<which>next|this coming|this|the coming|coming|the|on the|at the) )?week-?ends?\b(?! after)",
        _english_weekend,
    ),
    reader(r"\bweekend after next\b|\bweekend of next week\b", lambda found, today: _weekend(1, today)),
)
