"""A booked place to keep and to show: a calendar file and a QR code, for channels that can send files.

icalendar and segno are imported with this module only, so it is imported when a ticket is written and not before.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import segno
from icalendar import Calendar, Event

from bot.dialogue.messages import Entry

MODULE = 8
"""Pixels of one square of a QR code: large enough for a scanner to read it from a telephone."""


def calendar_file(entry: Entry, stamp: datetime | None = None) -> bytes:
    """The visit as iCalendar (RFC 5545), to be put in or, when cancelled, taken out by any calendar.

    `stamp`: when the file was made; now unless told. No alarm: the assistant reminds by itself.
    """
    start = datetime.fromisoformat(entry.starts_at).astimezone(ZoneInfo(entry.zone))
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", (stamp or datetime.now(UTC)).astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=entry.minutes))
    event.add("summary", entry.title)
    event.add("location", f"{entry.place}\n{entry.address}")
    event.add("description", entry.about)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if entry.latitude is not None and entry.longitude is not None:
        event.add("geo", (entry.latitude, entry.longitude))
    calendar = Calendar()
    calendar.add("prodid", "-//One Visit//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if entry.cancelled else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def qr_text(entry: Entry) -> str:
    """What the counter scans: the signed checklist, else case and visit; nothing about the person."""
    return entry.ticket or entry.uid.partition("@")[0]


def qr_picture(text: str) -> bytes:
    """A QR code as PNG, readable although 15 % of it is dirty."""
    picture = BytesIO()
    segno.make_qr(text, error="m").save(picture, kind="png", scale=MODULE)
    return picture.getvalue()
