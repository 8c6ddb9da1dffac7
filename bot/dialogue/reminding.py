"""Reminders of booked places: planned when a place is booked or moved, said only if it still stands when due.

The day before, at the hour of the visit but never while people sleep or eat late; and two hours before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from bot.dialogue.booked import beside_ticket
from bot.dialogue.conversation import Conversation, Matter, Place, Reminders
from bot.dialogue.entries import plan
from bot.dialogue.events import Booked, Event
from bot.dialogue.guide import Guide
from bot.dialogue.joint.effects import BookedTogether
from bot.dialogue.joint.offering import places_together
from bot.dialogue.offering import choices_for
from bot.dialogue.ports import Appointment
from bot.dialogue.replies import Reminded
from bot.dialogue.waiting.effects import OfferTaken

ReminderKind = Literal["day-before", "hours-before"]
WANTED: Mapping[Reminders, frozenset[ReminderKind]] = {
    "both": frozenset({"day-before", "hours-before"}),
    "day-before": frozenset({"day-before"}),
    "hours-before": frozenset({"hours-before"}),
    "none": frozenset(),
}
"""What each setting lets through. What it holds back is planned all the same, so that it can be wanted again."""
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
    if isinstance(event, BookedTogether):
        return tuple(
            each for first in _first_of_each_trip(event.appointments) for each in _of(conversation, first, guide)
        )
    return _of(conversation, event.appointment, guide) if isinstance(event, Booked | OfferTaken) else ()


def _first_of_each_trip(appointments: Sequence[Appointment]) -> Iterable[Appointment]:
    """One trip, one reminder: that of the counter where it begins."""
    first: dict[tuple[str, date], Appointment] = {}
    for appointment in sorted(appointments, key=lambda each: each.slot.starts_at):
        first.setdefault((appointment.slot.centre, appointment.slot.starts_at.date()), appointment)
    return first.values()


def _of(conversation: Conversation, appointment: Appointment, guide: Guide) -> tuple[Reminder, ...]:
    case, visit = appointment.case, appointment.visit
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
    """What to say now; None if the place was moved or cancelled, if such a reminder is not wanted, or if it is too late
    for it.
    """
    place = standing(conversation, reminder)
    found = _find(conversation, reminder.case, reminder.visit)
    if place is None or found is None or reminder.kind not in WANTED[conversation.reminders]:
        return None
    useful_until = place.slot.starts_at - (SHORTLY if reminder.kind == "day-before" else timedelta())
    planned = plan(*found, guide)
    if guide.now >= useful_until or not planned:
        return None
    start, today = guide.local(place.slot), guide.local_day(place.slot.centre)
    day: Literal["today", "tomorrow"] = "today" if start.date() == today else "tomorrow"
    asleep = is_night(guide.now.astimezone(start.tzinfo))
    trip = _same_trip(conversation, place, guide)
    also = tuple(plan_of for each in trip for plan_of in plan(*each, guide))
    beside = beside_ticket([found[0], *(matter for matter, _ in trip)], guide)
    choices = (*choices_for(found[0], place, guide), *places_together(found[0], guide), *beside)
    return Reminded(planned[0], start, day, also, choices=choices, silent=asleep)


def _same_trip(conversation: Conversation, place: Place, guide: Guide) -> list[tuple[Matter, Place]]:
    """What is booked besides at the same centre on the same day, as part of the same joint visit."""
    others = [
        (matter, other)
        for matter in conversation.matters
        for other in matter.places
        if place.joint and other.joint == place.joint and other != place
    ]
    day = guide.local(place.slot).date()
    same = [o for o in others if o[1].slot.centre == place.slot.centre and guide.local(o[1].slot).date() == day]
    return sorted(same, key=lambda other: other[1].slot.starts_at)


def standing(conversation: Conversation, reminder: Reminder) -> Place | None:
    """The place that the reminder is about, unless it was moved or cancelled since, or they have been there."""
    found = _find(conversation, reminder.case, reminder.visit)
    if found is None or reminder.slot in found[0].been:
        return None
    return found[1] if found[1].slot.id == reminder.slot else None


def is_night(local: datetime) -> bool:
    """From nine in the evening to eight in the morning."""
    return local.time() >= NIGHT_FROM or local.time() < NIGHT_UNTIL


def _find(conversation: Conversation, case: str, visit: str) -> tuple[Matter, Place] | None:
    matter = conversation.find(case)
    place = matter.place(visit) if matter else None
    return (matter, place) if matter and place else None
