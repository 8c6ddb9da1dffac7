"""A wish in one line, as it stands in tables and buttons: `2026-12-02 pm`, `not-mon`, `2026-12-07..2026-12-13 soonest`.

days   2026-12-02 · 2026-12-01,2026-12-03 · 2026-12-01..2026-12-04 · 2026-12-10.. · tue,thu · workdays
       not-2026-12-01 · not-mon,fri
hours  am · pm · 14:30 · 14:00-16:00 · 15:00- · -10:00
order  soonest · latest
alone  any · earlier · later · past · none · ask · ask: WISH / WISH
"""

from __future__ import annotations

from datetime import date, time

from intents.hearing.when.wish import Days, Either, Past, Shifted, When, Wish

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOON = time(12)
_WORKING = (0, 1, 2, 3, 4)


def write_wish(wish: Wish) -> str:
    """The wish in one line."""
    parts = []
    if wish.days:
        parts.append(",".join(map(_days, wish.days)))
    if wish.weekdays:
        parts.append(_weekdays(wish.weekdays))
    if wish.but or wish.but_weekdays:
        parts.append("not-" + ",".join([*map(_days, wish.but), *(WEEKDAYS[day] for day in wish.but_weekdays)]))
    if hours := _hours(wish.first, wish.last):
        parts.append(hours)
    if wish.order:
        parts.append(wish.order)
    return " ".join(parts) or "any"


def read_wish(text: str) -> Wish:
    """What `write_wish` wrote. Raises ValueError."""
    wish: dict[str, object] = {}
    for part in text.split():
        wish |= _read_part(part)
    return Wish(**wish)  # type: ignore[arg-type]  # each part makes the fields that belong to it


def read_when(text: str) -> When | None:
    """What is expected of a sentence, as the tables write it. Raises ValueError."""
    match text.strip():
        case "none":
            return None
        case "past":
            return Past()
        case "earlier" | "later" as by:
            return Shifted("earlier" if by == "earlier" else "later")
        case "ask":
            return Either()
        case asked if asked.startswith("ask:"):
            return Either(tuple(read_wish(reading) for reading in asked.removeprefix("ask:").split("/")))
        case told:
            return read_wish(told)


def _read_part(part: str) -> dict[str, object]:
    match part:
        case "any":
            return {}
        case "soonest" | "latest":
            return {"order": part}
        case "am":
            return {"last": NOON}
        case "pm":
            return {"first": NOON}
        case "workdays":
            return {"weekdays": _WORKING}
    if part.startswith("not-"):
        named = part.removeprefix("not-").split(",")
        days = [each for each in named if each not in WEEKDAYS]
        weekdays = tuple(sorted(WEEKDAYS.index(each) for each in named if each in WEEKDAYS))
        return {"but": tuple(map(_read_days, days)), "but_weekdays": weekdays}
    if part[:3] in WEEKDAYS:
        return {"weekdays": tuple(sorted(WEEKDAYS.index(each) for each in part.split(",")))}
    if ":" in part:
        return _read_hours(part)
    return {"days": tuple(map(_read_days, part.split(",")))}


def _read_hours(part: str) -> dict[str, object]:
    first, dash, last = part.partition("-")
    if not dash:
        return {"first": time.fromisoformat(part), "last": time.fromisoformat(part)}
    hours: dict[str, object] = {"first": time.fromisoformat(first)} if first else {}
    return hours | ({"last": time.fromisoformat(last)} if last else {})


def _read_days(text: str) -> Days:
    first, dots, last = text.partition("..")
    if not dots:
        return date.fromisoformat(first), date.fromisoformat(first)
    return date.fromisoformat(first), date.fromisoformat(last) if last else None


def _days(days: Days) -> str:
    first, last = days
    if last is None:
        return f"{first}.."
    return str(first) if first == last else f"{first}..{last}"


def _weekdays(weekdays: tuple[int, ...]) -> str:
    return "workdays" if weekdays == _WORKING else ",".join(WEEKDAYS[day] for day in weekdays)


def _hours(first: time | None, last: time | None) -> str:
    if (first, last) == (NOON, None):
        return "pm"
    if (first, last) == (None, NOON):
        return "am"
    if first is not None and first == last:
        return f"{first:%H:%M}"
    if first is None and last is None:
        return ""
    return f"{_clock(first)}-{_clock(last)}"


def _clock(hour: time | None) -> str:
    return f"{hour:%H:%M}" if hour else ""
