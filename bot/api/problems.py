"""Every problem that a call can be answered, by RFC 9457. docs/desk.md lists them, and a test holds the two together.

What is said never repeats what the case or the caller says: it may be personal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.api.keys import WrongKey
from bot.backends.onewindow.applications import refusals
from bot.backends.onewindow.hall import refusals as hall
from bot.dialogue.applications import Closed
from bot.dialogue.papers import PaperGone
from bot.dialogue.ports import BackendDown, Refused, Unknown

TYPE = "urn:onevisit:problem:"
MEDIA_TYPE = "application/problem+json"
AGAIN_IN = 5
"""Seconds after which a call may be made again that could not be answered."""


@dataclass(frozen=True)
class Kind:
    """One kind of problem. `help`: what the caller can do."""

    status: int
    title: str
    help: str


KINDS: Mapping[str, Kind] = {
    "no-repeat-key": Kind(
        400,
        "The header Idempotency-Key is missing or cannot be used.",
        "Send 1 to 100 visible ASCII characters, the same ones when the call is repeated.",
    ),
    "wrong-key": Kind(
        401, "There is no such key.", "Send it as Authorization: Bearer ov1_…; keys are given out by the centre."
    ),
    "other-department": Kind(403, "The key is another department's.", "Use the key of the department that decides."),
    "wrong-scope": Kind(
        403,
        "The key is of the other kind.",
        "Decisions take a department's key, hall a hall's; late, stuck, hand-out, redeliver and settle the centre's.",
    ),
    "unknown": Kind(
        404, "There is no such thing.", "Look at the code of the case, the id of the paper, the body, the number."
    ),
    "already-decided": Kind(
        409, "The department has decided.", "Nothing: a decision is made once. Read the case to see which."
    ),
    "not-yet": Kind(409, "Others decide first.", "Wait until the step is in the inbox."),
    "too-early": Kind(409, "It is still announced.", "Approve after the step's `earliest`. Refusing is possible now."),
    "asked-before": Kind(
        409, "The department has asked before: once, and for everything at once.", "Decide with what is there."
    ),
    "still-asked": Kind(
        409, "The citizen was told a day, and may answer until then.", "Refuse after that day, or once it is answered."
    ),
    "which-step": Kind(409, "Several steps of the department are open.", "Say one of the `numbers` as `number`."),
    "not-yours": Kind(
        409, "The department has nothing to decide here, or nothing any more.", "Read the case to see how it stands."
    ),
    "closed": Kind(409, "The case is decided or withdrawn.", "Nothing: nothing is changed in it any more."),
    "not-decided": Kind(409, "There is no result yet.", "Wait for the event `decided`."),
    "already-handed-out": Kind(409, "The citizen has the result.", "Nothing."),
    "not-stuck": Kind(
        409, "The body needs no help.", "Nothing: it has heard, or it is told when its turn comes. Read the case."
    ),
    "which-delivery": Kind(409, "Several procedures tell the body something.", "Say one of the `parts` as `part`."),
    "cancelled": Kind(409, "The appointment was cancelled.", "Give a number without an appointment: walk-in."),
    "other-centre": Kind(409, "The appointment is today, at another centre.", "Tell them: `centre`."),
    "other-day": Kind(409, "The appointment is on another day.", "Tell them: `starts_at`, `centre`."),
    "come-later": Kind(409, "It is too early to check in.", "Check in from `opens_at` on, an hour before it begins."),
    "over": Kind(409, "The appointment is over.", "Give a number without an appointment: walk-in."),
    "not-called": Kind(409, "The number is not at a window now.", "Read the queue to see how it stands."),
    "window-busy": Kind(409, "The window still has somebody.", "Finish `number` first: done, left or no-show."),
    "too-large": Kind(413, "The body is too large, or its length is not said.", "Send at most 64 KiB at once."),
    "wrong-body": Kind(422, "The call says something wrong.", "Each of the `fields` says what is wrong in it."),
    "broken": Kind(500, "Something is broken here.", "Repeat the call later with the same Idempotency-Key."),
    "down": Kind(503, "The database does not answer.", "Repeat the call with the same key after Retry-After seconds."),
}
OF: Mapping[type[Exception], str] = {
    refusals.NotYours: "not-yours",
    refusals.NotYet: "not-yet",
    refusals.TooEarly: "too-early",
    refusals.AlreadyDecided: "already-decided",
    refusals.AskedBefore: "asked-before",
    refusals.StillAsked: "still-asked",
    refusals.WhichStep: "which-step",
    refusals.NotDecided: "not-decided",
    refusals.AlreadyHandedOut: "already-handed-out",
    refusals.NotStuck: "not-stuck",
    refusals.WhichDelivery: "which-delivery",
    hall.Cancelled: "cancelled",
    hall.OtherCentre: "other-centre",
    hall.OtherDay: "other-day",
    hall.ComeLater: "come-later",
    hall.Over: "over",
    hall.NotCalled: "not-called",
    hall.WindowBusy: "window-busy",
    Closed: "closed",
    Unknown: "unknown",
    PaperGone: "unknown",
    WrongKey: "wrong-key",
    BackendDown: "down",
}
KNOWN = (Refused, PaperGone, WrongKey, BackendDown)


class Problem(Exception):
    """`more`: further members of the answer, never personal."""

    def __init__(self, name: str, **more: Any) -> None:
        super().__init__(name)
        self.name, self.more = name, more

    @classmethod
    def of(cls, error: Exception) -> Problem:
        """What an error of the desk or the keys is answered with."""
        match error:
            case refusals.WhichStep():
                return cls("which-step", numbers=list(error.numbers))
            case refusals.WhichDelivery():
                return cls("which-delivery", parts=list(error.parts))
            case hall.OtherCentre():
                return cls("other-centre", centre=error.centre)
            case hall.OtherDay():
                return cls("other-day", starts_at=_utc(error.starts_at), centre=error.centre)
            case hall.ComeLater():
                return cls("come-later", opens_at=_utc(error.opens_at))
            case hall.WindowBusy():
                return cls("window-busy", number=error.number)
        return cls(OF.get(type(error), "broken"))

    @classmethod
    def in_field(cls, field: str, why: str) -> Problem:
        return cls("wrong-body", fields=[{"field": field, "why": why}])

    @property
    def status(self) -> int:
        return KINDS[self.name].status

    def as_json(self) -> dict[str, Any]:
        kind = KINDS[self.name]
        told = {"type": TYPE + self.name, "title": kind.title, "status": kind.status, "detail": kind.help}
        return {**told, **self.more}

    def headers(self) -> dict[str, str]:
        headers = {"Cache-Control": "no-store"}
        if self.status == 401:
            headers["WWW-Authenticate"] = "Bearer"
        if self.status == 503:
            headers["Retry-After"] = str(AGAIN_IN)
        return headers


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
