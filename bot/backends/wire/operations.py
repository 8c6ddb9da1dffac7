"""The calls of the backend's side, each with its method, path, and what is said and answered.

The server makes its routes of them and the client its calls; a test holds both against the published description.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from bot.backends.wire import messages as m
from bot.backends.wire.events import Events
from bot.dialogue.applications import Status
from bot.dialogue.ports import Appointment
from bot.dialogue.shared_data import Consent, Erased, OwnData
from bot.dialogue.waiting_list import Offer, Position

PREFIX = "/api/v1"
Answer = TypeVar("Answer")
Method = Literal["GET", "POST", "PUT", "DELETE"]


@dataclass(frozen=True)
class Operation(Generic[Answer]):
    """One call. `says`: the model of its body; `tells`: of its answer, None where there is none (204)."""

    name: str
    method: Method
    path: str
    """Below `PREFIX`, with `{names}`."""
    part: m.Offered | None
    """What has to be offered; None for what every One Window answers."""
    says: type[Any] | None
    tells: type[Answer] | None
    tagged: bool = False
    """Whether the answer carries an ETag, and an unchanged one is 304."""

    @property
    def keyed(self) -> bool:
        """Whether it takes an Idempotency-Key. GET, PUT and DELETE come to the same when they are repeated."""
        return self.method == "POST"


ABOUT = Operation("about", "GET", "", None, None, m.About)
CENTRES = Operation("centres", "GET", "/centres", "places", None, m.Centres, tagged=True)
SLOTS = Operation("slots", "GET", "/slots", "places", None, m.Slots, tagged=True)
HOLD = Operation("hold", "POST", "/holds", "places", m.HoldSaid, m.Holds)
RELEASE: Operation[None] = Operation("release", "DELETE", "/holds/{hold}", "places", None, None)
CONFIRM = Operation("confirm", "POST", "/appointments", "places", m.ConfirmSaid, m.Appointments)
MOVE = Operation("move", "POST", "/appointments/move", "places", m.MoveSaid, m.Appointments)
CANCEL = Operation("cancel", "POST", "/appointments/cancel", "places", m.CancelSaid, m.Appointments)
APPOINTMENT = Operation("appointment", "GET", "/appointments/{appointment}", "places", None, Appointment, tagged=True)

JOIN = Operation("join", "POST", "/waiting", "waiting-list", m.JoinSaid, Position)
AHEAD = Operation("ahead", "GET", "/waiting/{waiting}", "waiting-list", None, m.Ahead, tagged=True)
LEAVE: Operation[None] = Operation("leave", "DELETE", "/waiting/{waiting}", "waiting-list", None, None)
OFFER = Operation("offer", "GET", "/offers/{offer}", "waiting-list", None, Offer)
ACCEPT = Operation("accept", "POST", "/offers/{offer}/accept", "waiting-list", None, Appointment)
DECLINE: Operation[None] = Operation("decline", "DELETE", "/offers/{offer}", "waiting-list", None, None)

AGREE = Operation("agree", "POST", "/consents", "shared-data", m.AgreeSaid, Consent)
LOOK_UP = Operation("look_up", "POST", "/consents/{consent}/look-up", "shared-data", m.LookUpSaid, m.Findings)
DISPUTE: Operation[None] = Operation(
    "dispute", "POST", "/consents/{consent}/dispute", "shared-data", m.DisputeSaid, None
)
END_CONSENT: Operation[None] = Operation(
    "end_consent", "POST", "/consents/{consent}/withdraw", "shared-data", m.Personal, None
)
OWN_DATA = Operation("own_data", "POST", "/own-data/read", "shared-data", m.Personal, OwnData)
EXPORT = Operation("export", "POST", "/own-data/export", "shared-data", m.Personal, m.Exported)
ERASE = Operation("erase", "POST", "/own-data/erase", "shared-data", m.Personal, Erased)

KEEP_PAPER = Operation("keep_paper", "PUT", "/papers/{key}", "papers", bytes, m.PaperTold)
SUBMIT = Operation("submit", "POST", "/applications", "applications", m.SubmitSaid, Status)
STATUS = Operation("status", "GET", "/applications/{case}", "applications", None, Status, tagged=True)
READ_OWN = Operation("read_own", "POST", "/applications/{case}/read", "applications", m.Personal, Status)
ADD = Operation("add", "POST", "/applications/{case}/add", "applications", m.AddSaid, Status)
WITHDRAW = Operation("withdraw", "POST", "/applications/{case}/withdraw", "applications", m.Personal, Status)
GIVE_PASS = Operation("give_pass", "POST", "/applications/{case}/pass", "applications", m.Personal, m.PassTold)
READ_WITH_PASS = Operation(
    "read_with_pass", "POST", "/applications/{case}/read-with-pass", "applications", m.PassSaid, Status
)

EVENTS = Operation("events", "GET", "/events", "events", None, Events)
CALLBACK = Operation("callback", "GET", "/callback", "callbacks", None, m.CallbackTold)
SET_CALLBACK = Operation("set_callback", "PUT", "/callback", "callbacks", m.CallbackSaid, m.CallbackTold)
DROP_CALLBACK: Operation[None] = Operation("drop_callback", "DELETE", "/callback", "callbacks", None, None)

OPERATIONS: tuple[Operation[Any], ...] = (
    ABOUT, CENTRES, SLOTS, HOLD, RELEASE, CONFIRM, MOVE, CANCEL, APPOINTMENT,
    JOIN, AHEAD, LEAVE, OFFER, ACCEPT, DECLINE,
    AGREE, LOOK_UP, DISPUTE, END_CONSENT, OWN_DATA, EXPORT, ERASE,
    KEEP_PAPER, SUBMIT, STATUS, READ_OWN, ADD, WITHDRAW, GIVE_PASS, READ_WITH_PASS,
    EVENTS, CALLBACK, SET_CALLBACK, DROP_CALLBACK,
)  # fmt: skip
