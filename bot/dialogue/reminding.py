"""Reminders of booked places: planned when a place is booked or moved, said only if it still stands when due.

The day before, at the hour of the visit but never while people sleep or eat late; and two hours before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from bot.dialogue.conversation import Conversation, Matter, Place
from bot.dialogue.entries import plan
from bot.dialogue.events import Booked, Event
from bot.dialogue.guide import Guide
from bot.dialogue.offering import choices_for
from bot.dialogue.replies import Reminded

ReminderKind = Literal["day-before", "hours-before"]
SHORTLY = timedelta(hours=2)
EARLIEST, LATEST = time(8), time(20)
"""Between these the reminder of the day before is sent, by the centre's clock."""
NIGHT_FROM, NIGHT_UNTIL = time(21), time(8)
"""What is sent at night makes no sound."""


@dataclass(frozen=True)
class Reminder:
    """Something to be said at `due_at`. `key` names appointment, slot and kind, so a moved place has new ones."""

    key: str
    due_at: datetime
    chat: str
    case: str
    visit: str
    slot: str
    kind: ReminderKind


def reminders(conversation: Conversation, event: Event, guide: Guide) -> tuple[Reminder, ...]:
    """The reminders that a booking or a move calls for; `conversation` is the one after it."""
    if not isinstance(event, Booked):
        return ()
    case, visit = event.effect.case, event.effect.visit
    found = _find(conversation, case, visit)
    if found is None or found[1].slot.centre not in guide.province.centres:
        return ()
    _, place = found
    return tuple(
        Reminder(
            f"{place.appointment}/{place.slot.id}/{kind}", due, conversation.chat, case, visit, place.slot.id, kind
        )
        for kind, due in due_times(guide.local(place.slot)).items()
        if due > guide.now
    )


def due_times(start: datetime) -> Mapping[ReminderKind, datetime]:
    """When to remind of a visit that begins at `start`, given by the centre's clock; in UTC."""
    hour = min(max(start.time(), EARLIEST), LATEST)
    day_before = datetime.combine(start.date() - timedelta(days=1), hour, start.tzinfo)
    return {"day-before": day_before.astimezone(UTC), "hours-before": start.astimezone(UTC) - SHORTLY}


def remind(conversation: Conversation, reminder: Reminder, guide: Guide) -> Reminded | None:
    """What to say now; None if the place was moved or cancelled, or if it is too late for this reminder."""
    place = standing(conversation, reminder)
    found = _find(conversation, reminder.case, reminder.visit)
    if place is None or found is None:
        return None
    useful_until = place.slot.starts_at - (SHORTLY if reminder.kind == "day-before" else timedelta())
    planned = plan(*found, guide)
    if guide.now >= useful_until or not planned:
        return None
    start, today = guide.local(place.slot), guide.local_day(place.slot.centre)
    day: Literal["today", "tomorrow"] = "today" if start.date() == today else "tomorrow"
    asleep = is_night(guide.now.astimezone(start.tzinfo))
    return Reminded(planned[0], start, day, choices=choices_for(found[0], place, guide), silent=asleep)


def standing(conversation: Conversation, reminder: Reminder) -> Place | None:
    """The place that the reminder is about, unless it was moved or cancelled since."""
    found = _find(conversation, reminder.case, reminder.visit)
    return found[1] if found and found[1].slot.id == reminder.slot else None


def is_night(local: datetime) -> bool:
    """From nine in the evening to eight in the morning."""
    return local.time() >= NIGHT_FROM or local.time() < NIGHT_UNTIL


def _find(conversation: Conversation, case: str, visit: str) -> tuple[Matter, Place] | None:
    matter = conversation.find(case)
    place = matter.place(visit) if matter else None
    return (matter, place) if matter and place else None
