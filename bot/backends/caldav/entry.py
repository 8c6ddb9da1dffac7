"""What stands in a counter's calendar, as RFC 5545 has it: places that were given out, and whatever clerks put there.

A place is one window of a slot, in one resource, `{centre}.{counter}/{slot}-{n}.ics`, with one VEVENT:

    UID                   the appointment's id, `-` and the revision: no UID may stand twice in a calendar (RFC 4791,
                          5.3.2.1), and during a move an appointment has two places
    SEQUENCE              the revision: how often it was moved
    STATUS                TENTATIVE: held; CONFIRMED: booked; CANCELLED: given back, kept for whoever asks
    DTSTART, DTEND        when. What a clerk changes here, counts
    X-ONEVISIT-CASE, -VISIT, -PROCEDURE     what for
    X-ONEVISIT-CHAT, -PERSON                who, by the names that stand for them
    X-ONEVISIT-UNTIL      until when it is held
    X-ONEVISIT-CALL       one for each call that made or changed it: call, key, and what it was answered

The values of X- properties are percent-encoded: what a citizen's key may hold, no calendar has to escape.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Literal
from urllib.parse import quote, unquote

from icalendar import Calendar, Event

from bot.backends.onewindow.opening import MOMENT
from bot.dialogue.ports import Appointment, Claim, Hold, Slot

SECOND = "%Y%m%dT%H%M%SZ"
NAMES = ("case", "visit", "procedure", "chat", "person")


@dataclass(frozen=True)
class Answer:
    """What a call was answered about a place."""

    call: str
    key: str
    slot: Slot
    until: datetime
    status: str
    revision: int

    def line(self) -> str:
        """As X-ONEVISIT-CALL holds it."""
        said = (self.slot.id, str(self.slot.minutes), str(self.slot.free), f"{self.until:{SECOND}}", self.status)
        return " ".join((self.call, quote(self.key, safe=""), *said, str(self.revision)))


@dataclass(frozen=True)
class Entry:
    """Anything that takes a counter's time. `etag` is empty as long as it stands nowhere."""

    calendar: str
    name: str
    etag: str
    status: str
    starts_at: datetime
    ends_at: datetime

    def stands(self, now: datetime) -> bool:
        """Whether it needs a window: it was neither cancelled nor held for minutes that are over."""
        return self.status != "CANCELLED"

    def meets(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether its time and that one overlap."""
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True)
class Place(Entry):
    """A place that was given out."""

    id: str
    revision: int
    until: datetime
    case: str
    visit: str
    procedure: str
    chat: str
    person: str
    answers: tuple[Answer, ...] = ()

    @property
    def slot(self) -> str:
        return f"{self.calendar}.{self.starts_at:{MOMENT}}"

    def stands(self, now: datetime) -> bool:
        return super().stands(now) and not self.has_ended(now)

    def has_ended(self, now: datetime) -> bool:
        """Whether it was held, and the minutes are over."""
        return self.status == "TENTATIVE" and self.until <= now

    def is_for_visit(self, claim: Claim) -> bool:
        return (self.case, self.visit) == (claim.case, claim.visit)

    def is_for(self, claim: Claim) -> bool:
        """Whether it is the very place that is claimed."""
        return self.is_for_visit(claim) and self.slot == claim.slot

    def said(self, call: str, key: str) -> Answer | None:
        """What the first call with this key was answered, if it concerned this place."""
        return next((each for each in self.answers if (each.call, each.key) == (call, key)), None)

    def present(self, free: int, call: str = "", key: str = "") -> Answer:
        """What there is to say of it as it stands."""
        centre, counter = self.calendar.split(".")
        minutes = (self.ends_at - self.starts_at) // timedelta(minutes=1)
        slot = Slot(self.slot, centre, counter, self.starts_at, minutes, free)
        return Answer(call, key, slot, self.until, self.status, self.revision)

    def noting(self, call: str, key: str, free: int) -> Place:
        """The same, with the answer to this call."""
        return replace(self, answers=(*self.answers, self.present(free, call, key)))

    def as_hold(self, key: str) -> Hold:
        """What the call with that key was answered."""
        (answer,) = [each for each in self.answers if (each.call, each.key) == ("hold", key)]
        return Hold(self.id, answer.slot, answer.until)

    def as_appointment(self, answer: Answer) -> Appointment:
        state: Literal["booked", "cancelled"] = "cancelled" if answer.status == "CANCELLED" else "booked"
        return Appointment(self.id, self.case, self.visit, answer.slot, state, answer.revision)


def write_place(place: Place, now: datetime) -> bytes:
    """The place as iCalendar."""
    event = Event()
    event.add("uid", f"{place.id}-{place.revision}")
    event.add("sequence", place.revision)
    event.add("dtstamp", now)
    event.add("dtstart", place.starts_at)
    event.add("dtend", place.ends_at)
    event.add("status", place.status)
    event.add("summary", f"{place.case} {place.procedure} {place.visit}")
    for name in NAMES:
        if value := getattr(place, name):
            event.add(f"x-onevisit-{name}", quote(value, safe=""))
    event.add("x-onevisit-until", f"{place.until:{SECOND}}")
    for answer in place.answers:
        event.add("x-onevisit-call", answer.line())
    calendar = Calendar()
    calendar.add("prodid", "-//One Visit//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def read_entry(calendar: str, name: str, etag: str, text: str, zone: tzinfo) -> Entry:
    """A place, or what else stands there; also a place that somebody's program has spoilt. `zone`: where times without
    a zone, and whole days, are meant.

    Raises ValueError for what is no event.
    """
    event = next((each for each in Calendar.from_ical(text).walk("VEVENT") if isinstance(each, Event)), None)
    if event is None:
        raise ValueError("no event")
    starts_at, ends_at = _moment(event.start, zone), _moment(event.end, zone)
    status = "CANCELLED" if event.get("transp") == "TRANSPARENT" else str(event.get("status", "CONFIRMED"))
    entry = Entry(calendar, name, etag, status, starts_at, ends_at)
    try:
        return _read_place(entry, event)
    except (ValueError, KeyError):
        return entry


def _read_place(entry: Entry, event: Event) -> Place:
    id, _, revision = str(event["uid"]).rpartition("-")
    told: dict[str, Any] = {each: unquote(str(event.get(f"x-onevisit-{each}", ""))) for each in NAMES}
    until, said = _second(str(event["x-onevisit-until"])), event.get("x-onevisit-call", ())
    answers = tuple(_answer(str(line)) for line in (said if isinstance(said, list | tuple) else (said,)))
    return Place(**vars(entry), id=id, revision=int(revision), until=until, answers=answers, **told)


def _answer(line: str) -> Answer:
    call, key, slot, minutes, free, until, status, revision = line.split(" ")
    centre, counter, start = slot.split(".")
    starts_at = datetime.strptime(start, MOMENT).replace(tzinfo=UTC)
    then = Slot(slot, centre, counter, starts_at, int(minutes), int(free))
    return Answer(call, unquote(key), then, _second(until), status, int(revision))


def _moment(moment: date, zone: tzinfo) -> datetime:
    at = moment if isinstance(moment, datetime) else datetime.combine(moment, time(), zone)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _second(text: str) -> datetime:
    return datetime.strptime(text, SECOND).replace(tzinfo=UTC)
