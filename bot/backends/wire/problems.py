"""How a refusal is called on the way: the name at the end of a problem's `type` (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.backends.wire.events import EventsGone
from bot.dialogue.applications import AlreadySubmitted, Closed, Incomplete, NotAsked
from bot.dialogue.papers import PaperGone, PaperRefused
from bot.dialogue.ports import AlreadyBooked, HoldExpired, LimitReached, SlotGone, TooLate, Unknown
from bot.dialogue.shared_data import NoConsent

TYPE = "urn:onevisit:problem:"
MEDIA_TYPE = "application/problem+json"
NAMES: Mapping[type[Exception], str] = {
    SlotGone: "slot-gone",
    HoldExpired: "hold-expired",
    AlreadyBooked: "already-booked",
    LimitReached: "limit-reached",
    TooLate: "too-late",
    Unknown: "unknown",
    NoConsent: "no-consent",
    AlreadySubmitted: "already-submitted",
    Incomplete: "incomplete",
    Closed: "closed",
    NotAsked: "not-asked",
    PaperRefused: "paper-refused",
    PaperGone: "unknown",
    EventsGone: "events-gone",
}
"""`incomplete` says `missing`, `paper-refused` says `why`."""
