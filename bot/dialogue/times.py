"""Which of the free times fit a wish, which of them are offered, and what is said where none fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.dialogue.conversation import Matter
from bot.dialogue.guide import Guide
from bot.dialogue.ports import Slot
from bot.dialogue.replies import Reply, Say
from intents.hearing.when import Wish

OFFERED = 5
"""Times offered at once: enough to choose from, few enough to read."""
LONGEST_CLOSED = 10
"""Days in a row that are looked at whether offices are closed."""


def fitting(matter: Matter, slots: Sequence[Slot], guide: Guide) -> list[Slot]:
    """The times that meet the wish of a matter."""
    return [slot for slot in slots if _meets(matter, matter.wish, slot, guide)]


def on_those_days(matter: Matter, slots: Sequence[Slot], guide: Guide) -> list[Slot]:
    """The times on the wished-for days, whatever the hour."""
    return [slot for slot in slots if _meets(matter, replace(matter.wish, first=None, last=None), slot, guide)]


def _meets(matter: Matter, wish: Wish, slot: Slot, guide: Guide) -> bool:
    if matter.earlier_than is not None and slot.starts_at >= matter.earlier_than:
        return False
    if matter.later_than is not None and slot.starts_at <= matter.later_than:
        return False
    local = guide.local(slot)
    return wish.allows_day(local.date()) and wish.allows_time(local.time())


def spread(slots: Sequence[Slot], matter: Matter, guide: Guide) -> list[Slot]:
    """What is offered: the earliest or the latest where that is wished; of one day or hour the first ones; else the
    first time of each half-day, over the days.
    """
    wish = matter.wish
    if wish.order == "latest" or matter.earlier_than is not None:
        return list(slots[-OFFERED:])
    if wish.order == "soonest" or matter.later_than is not None or _is_close(wish):
        return list(slots[:OFFERED])
    first_of: dict[tuple[date, bool], Slot] = {}
    for slot in slots:
        local = guide.local(slot)
        first_of.setdefault((local.date(), local.hour < 12), slot)
    chosen = list(first_of.values())[:OFFERED]
    fill = [slot for slot in slots if slot not in chosen][: OFFERED - len(chosen)]
    return sorted([*chosen, *fill], key=lambda slot: slot.starts_at)


def nearest(slots: Sequence[Slot], moment: datetime) -> list[Slot]:
    """The times next to a moment, before and after it, in their order."""
    near = sorted(slots, key=lambda slot: (abs(slot.starts_at - moment), slot.starts_at))[:OFFERED]
    return sorted(near, key=lambda slot: slot.starts_at)


def best_of(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """Of the times of several centres the earliest, and the one with the most places free; where they are as early or
    as quiet, the one that comes first.
    """
    if not slots:
        return ()
    earliest = min(slots, key=lambda slot: (slot.starts_at, -slot.free))
    quietest = max(slots, key=lambda slot: (slot.free, -slot.starts_at.timestamp()))
    return tuple(dict.fromkeys((earliest, quietest)))


def _is_close(wish: Wish) -> bool:
    """Whether one day or one hour is wished for."""
    one_day = len(wish.days) == 1 and wish.days[0][0] == wish.days[0][1]
    return one_day or (wish.first is not None and wish.first == wish.last)


def none_then(matter: Matter, last: Slot, guide: Guide) -> Reply:
    """Nothing free at the wished time: why, as far as it is known."""
    if matter.earlier_than is not None or matter.later_than is not None:
        return Say("no-earlier-time" if matter.earlier_than is not None else "no-later-time")
    last_day = guide.local(last).date()
    if matter.wish.days and all(first > last_day for first, _ in matter.wish.days):
        return Say("too-far-ahead", {"last": last_day})
    if _is_closed(matter.wish, guide):
        return Say("closed-then", {"wish": matter.wish})
    return Say("not-that-time", {"wish": matter.wish})


def _is_closed(wish: Wish, guide: Guide) -> bool:
    """Whether offices are closed on every day that was wished for."""
    days = [
        first + timedelta(days=n)
        for first, end in wish.days
        if end is not None and (end - first).days < LONGEST_CLOSED
        for n in range((end - first).days + 1)
    ]
    return bool(days) and len(days) >= len(wish.days) and not any(map(guide.calendar.is_working, days))
