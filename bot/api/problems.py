"""Every problem that a call can be answered, by RFC 9457. docs/api.md lists them, and a test holds the two together.

What is said never repeats what the case or the caller says: it may be personal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.api.keys import WrongKey
from bot.api.limits import TooMany
from bot.backends.onewindow.applications import refusals
from bot.backends.onewindow.hall import refusals as hall
from bot.backends.wire.problems import MEDIA_TYPE, NAMES, TYPE
from bot.dialogue.applications import Incomplete
from bot.dialogue.papers import PaperGone, PaperRefused
from bot.dialogue.ports import BackendDown, Refused

__all__ = ["AGAIN_IN", "KINDS", "KNOWN", "MEDIA_TYPE", "OF", "TYPE", "Kind", "Problem"]
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
        "The backend's calls take a client's key, decisions a department's, hall a hall's; late, stuck, hand-out, "
        "redeliver and settle the centre's.",
    ),
    "unknown": Kind(
        404, "There is no such thing.", "Look at the address, the code of the case, the id, the body, the number."
    ),
    "not-offered": Kind(404, "This One Window does not offer it.", "Ask `about` what it offers, and do without it."),
    "wrong-method": Kind(405, "The address knows no such method.", "Use one of those in the header Allow."),
    "too-slow": Kind(408, "The body did not come in time.", "Send it within ten seconds; repeat it with the same key."),
    "slot-gone": Kind(
        409, "The place was taken, or never offered.", "Read the slots again and offer the citizen another."
    ),
    "hold-expired": Kind(409, "The minutes for which it was kept are over.", "Hold it again, if it is still there."),
    "already-booked": Kind(409, "The case has a place for this visit.", "Move or cancel the appointment that it has."),
    "limit-reached": Kind(
        409,
        "The person or chat has a place for the same matter, or as many as one may have.",
        "Move or cancel what they have; leave a list in which they wait.",
    ),
    "too-late": Kind(409, "The appointment has begun or is over.", "Nothing: book anew."),
    "no-consent": Kind(409, "The consent is withdrawn, over, or never given for this.", "Ask the citizen to agree."),
    "already-submitted": Kind(409, "The case was handed in before.", "Read its status."),
    "incomplete": Kind(
        409, "Something is missing by now.", "Ask the citizen for what is `missing`, and hand in with a new key."
    ),
    "not-asked": Kind(409, "Nothing more was asked for.", "Read the status: `asked` tells what is wanted."),
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
    "events-gone": Kind(
        410, "The events after this cursor are not kept any more.", "Read each case anew, then go on without a cursor."
    ),
    "too-large": Kind(
        413,
        "The body is too large, or its length is not said.",
        "Send at most 64 KiB to the desk, 1 MiB to the backend, 10 MiB as a paper.",
    ),
    "wrong-type": Kind(
        415, "The body is of another kind.", "Send JSON as Content-Type: application/json, a paper as what it is."
    ),
    "wrong-body": Kind(422, "The call says something wrong.", "Each of the `fields` says what is wrong in it."),
    "paper-refused": Kind(422, "The file is not taken as a paper.", "Tell the citizen `why`; ask for another."),
    "key-used": Kind(
        422, "The Idempotency-Key came with another call before.", "Give every call a key of its own, and keep it."
    ),
    "too-many": Kind(429, "Too many calls, or too many wrong keys.", "Go on after Retry-After seconds."),
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
    **NAMES,
    WrongKey: "wrong-key",
    TooMany: "too-many",
    BackendDown: "down",
}
KNOWN = (Refused, PaperGone, PaperRefused, WrongKey, TooMany, BackendDown)


class Problem(Exception):
    """`more`: further members of the answer, never personal. `after`: seconds until it is worth another call."""

    def __init__(self, name: str, *, after: int = AGAIN_IN, allow: str | None = None, **more: Any) -> None:
        super().__init__(name)
        self.name, self.after, self.allow, self.more = name, after, allow, more

    @classmethod
    def of(cls, error: Exception) -> Problem:
        """What an error of the One Window, the desk or the keys is answered with."""
        match error:
            case TooMany():
                return cls("too-many", after=error.seconds)
            case Incomplete():
                return cls("incomplete", missing=list(error.missing))
            case PaperRefused():
                return cls("paper-refused", why=error.why)
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
        if self.status in (429, 503):
            headers["Retry-After"] = str(self.after)
        if self.allow is not None:
            headers["Allow"] = self.allow
        if self.status in (408, 413):  # what is left of the body is not read
            headers["Connection"] = "close"
        return headers


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
