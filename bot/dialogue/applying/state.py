"""What a matter keeps of its application: what was written and uploaded so far, and how it stood when last heard of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.dialogue.applications import CaseState, Status
from bot.dialogue.sharing.state import Thing
from procedures.definition import Giving


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Upload(_Kept):
    """One file, for one thing. A thing may take several: front and back, page by page."""

    document: str
    person: str
    paper: str
    """The id of the kept file."""
    name: str


class Now(_Kept):
    """The application, handed in, as the citizen last heard of it."""

    state: CaseState
    heard: int
    """The number of the last event that the citizen knows of."""
    until: datetime | None = None
    over: bool = False
    in_hand: bool = False
    asked: tuple[str, ...] = ()
    """What a department wants besides."""
    asked_until: datetime | None = None

    @classmethod
    def of(cls, status: Status) -> Now:
        """How it stands, everything heard."""
        return cls(
            state=status.state,
            heard=max((event.number for event in status.events), default=0),
            until=status.until,
            over=status.over,
            in_hand=status.in_hand,
            asked=status.asked,
            asked_until=status.asked_until,
        )


class Applying(_Kept):
    """The application of one matter. Which line is open is computed from it, never stored."""

    begun: bool = False
    """The citizen wants to hand it in here."""
    typed: Mapping[str, str] = {}
    """What the citizen wrote, by field of the form."""
    typing: str | None = None
    """The field that is written anew."""
    uploads: tuple[Upload, ...] = ()
    enough: tuple[Thing, ...] = ()
    """Of these everything is uploaded, or there is none."""
    following: tuple[Thing, ...] = ()
    """These follow later, as the office tolerates."""
    signed: tuple[str, ...] = ()
    """Commitments, by document."""
    give: Giving | None = None
    amending: bool = False
    """The lines are shown to choose one that is to be changed."""
    additions: tuple[Upload, ...] = ()
    """Uploaded after it was handed in, and not yet sent on."""
    now: Now | None = None
    joined: str | None = None
    """The case under whose code it was handed in, together with that one."""

    def but(self, **changes: object) -> Applying:
        """The same with some parts changed."""
        return self.model_copy(update=changes)

    def of(self, thing: Thing) -> tuple[Upload, ...]:
        """What is uploaded for this thing."""
        return tuple(upload for upload in self.uploads if (upload.document, upload.person) == thing)

    def without(self, thing: Thing) -> Applying:
        """The same with this thing open again."""
        return self.but(
            uploads=tuple(upload for upload in self.uploads if (upload.document, upload.person) != thing),
            enough=tuple(other for other in self.enough if other != thing),
            following=tuple(other for other in self.following if other != thing),
        )
