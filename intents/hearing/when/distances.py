"""Days by how far they are from today: tomorrow, 后天, in three days, within two weeks."""

from __future__ import annotations

import re
from datetime import date, timedelta

from intents.hearing.when.calendar import ONE_DAY, month_from
from intents.hearing.when.counting import COUNT, count
from intents.hearing.when.tokens import TAKEN, Day, Reader, Values, reader, single
from intents.words import either


def _from_now(found: re.Match[str], today: date) -> Values:
    return single(_later(today, count(found["n"]), found["unit"]))


def _within(found: re.Match[str], today: date) -> Values:
    return Day((today, _later(today, count(found["n"]), found["unit"])), "some")


def _later(today: date, number: int, unit: str) -> date:
    if unit.startswith(("day", "天", "日")):
        return today + timedelta(days=number)
    if unit.startswith(("week", "周", "星期", "礼拜", "个星期", "个礼拜")):
        return today + timedelta(weeks=number)
    first, last = month_from(today, number)
    return first.replace(day=min(today.day, last.day))


def _one_of_two(found: re.Match[str], today: date) -> Values:
    """Today or tomorrow, else tomorrow or the day after."""
    first = today if found[0].startswith(("今", "today")) else today + ONE_DAY
    return Day((first, first + ONE_DAY), "some")


def _near_day(found: re.Match[str], today: date) -> Values:
    return single(today + _NEAR[found[0]] * ONE_DAY)


_UNIT = r"(?P<unit>天|日|周|个?星期|个?礼拜|个月)"
_ENGLISH_UNIT = r"(?P<unit>days?|weeks?|months?)"
DISTANCES: tuple[Reader, ...] = (
    reader(
        r"再?过(?:个)?(?:两|几|两三|三四|三五)[天日]"
        r"|(?:两三|三五)天(?:以|之)?后"
        r"|几天(?:以|之)?后"
        r"|\b(?:in )?(?:a )?(?:few|couple(?: of)?) days(?:' time)?(?: from now)?\b"
        r"|\bin 2 or 3 days\b",
        lambda found, today: Day((today + 2 * ONE_DAY, today + 5 * ONE_DAY), "some"),
    ),
    reader(rf"(?<!\d){COUNT}\s*{_UNIT}(?:以|之)?(?:后|過后|过后)", _from_now),
    reader(rf"(?:再)?过{COUNT}\s*{_UNIT}(?!假)(?=.)", _from_now),
    reader(rf"\bin {COUNT} {_ENGLISH_UNIT}(?:'s?)?(?: time)?\b", _from_now),
    reader(rf"\b{COUNT} {_ENGLISH_UNIT} from (?:now|today)\b", _from_now),
    reader(
        r"\b(?:in )?a fortnight(?:'s time)?\b"
        r"|半个月(?:以|之)?后"
        r"|十天半个?月后",
        lambda found, today: single(today + timedelta(days=15 if "月" in found[0] else 14)),
    ),
    reader(rf"(?<!\d){COUNT}\s*{_UNIT}(?:以|之)?内", _within),
    reader(rf"\b(?:within|in|over) (?:the )?(?:next |coming )?{COUNT} {_ENGLISH_UNIT}\b", _within),
    reader(
        r"\bwithin the (?P<unit>week|month)\b",
        lambda found, today: Day((today, _later(today, 1, found["unit"])), "some"),
    ),
    reader(
        r"[这近]两天|[这近]几天|[这近]些天|\bthe next few days\b|\bthese days\b",
        lambda found, today: Day((today, today + 3 * ONE_DAY), "some"),
    ),
)

_SIGNS = {"今": 0, "明": 1, "后": 2}
"""Days by a single sign, where the part of the day follows it."""
_WORDS: dict[int, tuple[str, ...]] = {
    -3: ("大前天",),
    -2: ("前天", "前日", "day before yesterday", "the day before yesterday"),
    -1: ("昨天", "昨日", "昨晚", "昨朝", "yesterday", "last night"),
    0: ("今天", "今日", "今儿", "今朝", "当天", "today"),
    1: (
        *("明天", "明日", "明儿", "明朝", "第二天"),
        *("tomorrow", "tmrw", "tmr", "tomorow", "tommorow", "tommorrow", "2moro", "tomorrows"),
    ),
    2: ("后天", "后日", "后儿", "后朝", "day after tomorrow", "the day after tomorrow", "overmorrow"),
    3: ("大后天", "大后日"),
}
_NEAR = {word: days for days, words in _WORDS.items() for word in words} | _SIGNS
NEAR_DAYS: tuple[Reader, ...] = (
    reader(r"明后[天日]|明天后天|今明(?:两天|天)|\btoday or tomorrow\b", _one_of_two),
    reader(r"\b(?:the )?day after tomorrow\b", lambda found, today: single(today + 2 * ONE_DAY)),
    reader(r"大后[天日]", lambda found, today: single(today + 3 * ONE_DAY)),
    reader(rf"(?<![a-z])(?:{either(tuple(word for word in _NEAR if word not in _SIGNS))})(?![a-z])", _near_day),
    reader(rf"(?<![说证表声标写注照以之])[今明后](?={TAKEN}|早|晚|上午|下午)", _near_day),
)
