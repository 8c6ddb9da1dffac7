"""What happened to an application, numbered without gaps, and what of it the citizen is told without having asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.backends.onewindow.applications.rows import Application
from bot.dialogue.applications import Event, Happening

AT_ONCE = timedelta()
TOGETHER = timedelta(minutes=2)
"""So that several are heard as one."""
HEARD: Mapping[Happening, timedelta] = {
    "asked": AT_ONCE,
    "refused": AT_ONCE,
    "decided": AT_ONCE,
    "in-hand": AT_ONCE,
    "late": AT_ONCE,
    "withdrawn": AT_ONCE,
    "paper-missing": AT_ONCE,
    "approved": TOGETHER,
    "delivered": TOGETHER,
    "delivery-waits": TOGETHER,
}
"""How soon. The rest is what the citizen did, or is between the departments and a clerk."""


def note(application: Application, event: Event) -> None:
    """Add it as the next line."""
    application.events.append(replace(event, number=len(application.events) + 1))


def happened(what: Happening, at: datetime) -> Event:
    """A line that `note` will number."""
    return Event(number=0, at=at, what=what)
