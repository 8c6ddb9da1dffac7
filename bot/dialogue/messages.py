"""What a channel writes: words, buttons, and what belongs to a booked place."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Option:
    key: str
    label: str


@dataclass(frozen=True)
class Entry:
    """A booked place as calendar entry and point on the map. Only what JSON can say."""

    uid: str
    """The same for every state of one visit of one case, so that a calendar replaces what it holds."""
    sequence: int
    """Rises with every change."""
    cancelled: bool
    title: str
    starts_at: str
    """ISO 8601, UTC."""
    minutes: int
    zone: str
    place: str
    address: str
    latitude: float | None
    longitude: float | None
    about: str
    """What to bring, in one line."""
    code: str
    ticket: str = ""
    """What the QR code says: the signed checklist; empty where there is none."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message. Only what JSON can say."""

    name: str
    kind: str
    """Its media type."""
    content: str = field(repr=False)


@dataclass(frozen=True)
class Message:
    """A reply in the citizen's language, as a channel writes it."""

    text: str
    options: tuple[Option, ...] = ()
    entries: tuple[Entry, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    silent: bool = False
    """Delivered without a sound."""
