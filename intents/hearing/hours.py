"""The half of a day and the clock time in a wish: 上午, 9点半, 10:30, 3pm."""

import re
from datetime import time
from typing import Literal

from intents.hearing.numbers import CHINESE_NUMBER, read_number

Half = Literal["morning", "afternoon"]

_MORNING = r"上午|早上|早晨|一早|清晨|\bmorning\b|\ba\.?m\b\.?"
_NOON = r"中午|正午|\bnoon\b"
_AFTERNOON = r"下午|\bafternoon\b|\bp\.?m\b\.?"
_EVENING = r"晚上|傍晚|\bevening\b"
_PARTS = re.compile(rf"(?P<morning>{_MORNING})|(?P<noon>{_NOON})|(?P<afternoon>{_AFTERNOON})|(?P<evening>{_EVENING})")
_CLOCKS = (
    re.compile(r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?![\d:])"),
    re.compile(
        rf"(?P<hour>\d{{1,2}}|{CHINESE_NUMBER})(?:点钟?|时)"
        rf"(?:(?P<part>半|一刻|三刻|整)|(?P<minute>\d{{1,2}}|{CHINESE_NUMBER})分?)?(?!事|意见|建议|要求|问题)"
    ),
    re.compile(r"\b(?P<hour>\d{1,2})(?=\s*(?:a\.?m|p\.?m)\b)"),
    re.compile(r"\b(?P<hour>\d{1,2})\s*o'?\s?clock\b"),
    re.compile(r"\bat (?P<hour>\d{1,2})$"),
)
_A_LITTLE = re.compile(r"(?:[早晚快慢有差近远好多少]|便宜)一点(?!半|钟|\d)|一点(?:也|都|儿|点)|^一点$")
_PARTS_OF_HOUR = {"半": 30, "一刻": 15, "三刻": 45, "整": 0}
_FIRST_HOUR = 7
"""Offices do not open before: an unmarked 3点 is in the afternoon."""


def hear_hour(text: str) -> tuple[Half | None, time | None] | None:
    """The half-day and the time in a plain sentence, each None if not said; None if they contradict each other.

    Two times leave the time open; "evening" has no half of its own, for counters know two.
    """
    parts = {found.lastgroup for found in _PARTS.finditer(text)}
    if len(parts) > 1:
        return None
    part = next(iter(parts), None)
    try:
        times = set(_times(_A_LITTLE.sub(" ", text), part))
    except ValueError:  # an hour that no clock has, or 13 in the morning
        return None
    half: Half | None = "morning" if part == "morning" else "afternoon" if part == "afternoon" else None
    if len(times) == 1:
        moment = times.pop()
        return ("morning" if moment.hour < 12 else "afternoon"), moment
    return half, None


def _times(text: str, part: str | None) -> list[time]:
    found = []
    for clock in _CLOCKS:
        found += [_time(match, part) for match in clock.finditer(text)]
        text = clock.sub(" ", text)
    return found


def _time(match: re.Match[str], part: str | None) -> time:
    groups = match.groupdict()
    hour, minute = read_number(groups["hour"]), groups.get("minute")
    minutes = _PARTS_OF_HOUR.get(groups.get("part") or "", 0) if minute is None else read_number(minute)
    if hour is None or minutes is None:
        raise ValueError(match[0])
    return time(_on_the_clock(hour, part, groups["hour"].startswith("0")), minutes)


def _on_the_clock(hour: int, part: str | None, written_in_full: bool) -> int:
    """The hour on a clock of 24: 3 in the afternoon is 15, 12 in the morning is none, an unmarked 3 is 15."""
    if part == "morning":
        if hour >= 12:
            raise ValueError(hour)
        return hour
    if part == "noon":
        return hour if hour >= 11 else hour + 12
    if part in ("afternoon", "evening"):
        return hour + 12 if hour < 12 else hour
    unmarked_afternoon = 0 < hour < _FIRST_HOUR and not written_in_full
    return hour + 12 if unmarked_afternoon else hour
