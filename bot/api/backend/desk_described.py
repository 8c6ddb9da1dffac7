"""The calls of the desk and of the halls, for the description: what is said in each, and what may be answered.

The calls themselves are in desk.py and hall_router.py of bot/api.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from bot.api import acts, hall
from bot.backends.onewindow.applications.lists import Stuck, Waiting

DESK = "/api/v1/desk"
HALL = DESK + "/hall"
CASE = DESK + "/cases/{code}"
BODY = ("no-repeat-key", "too-large", "too-slow", "wrong-body")


class _Told(BaseModel):
    """At least this; fields may be added."""

    model_config = ConfigDict(extra="allow")


class Inbox(_Told):
    waiting: tuple[Waiting, ...]


class Late(_Told):
    late: tuple[Waiting, ...]


class StuckDeliveries(_Told):
    stuck: tuple[Stuck, ...]


class DeskCase(_Told):
    """How a case stands: its steps, each with its `number`, what bodies were told, and what happened."""

    case: str
    state: str
    titles: tuple[dict[str, Any], ...]
    steps: tuple[dict[str, Any], ...]
    deliveries: tuple[dict[str, Any], ...]
    events: tuple[dict[str, Any], ...]
    in_hand: bool


class DeskFile(DeskCase):
    """With what was handed in; nothing of that is left once the case is `erased`."""

    erased: bool
    parts: tuple[dict[str, Any], ...]
    added: tuple[dict[str, Any], ...]


class HallNumber(_Told):
    """A number in the row of a counter."""

    number: str | None
    centre: str
    counter: str
    day: str


class HallQueue(_Told):
    queue: tuple[HallNumber, ...]


class HallCalled(_Told):
    called: HallNumber | None


class HallWait(_Told):
    ahead: int
    minutes: int
    measured: bool


@dataclass(frozen=True)
class DeskCall:
    """One call. `asks`: what may stand in its address; `tells`: bytes for a file."""

    name: str
    method: Literal["GET", "POST"]
    path: str
    summary: str
    tells: type[Any]
    problems: tuple[str, ...]
    says: type[Any] | None = None
    needs_body: bool = True
    asks: tuple[str, ...] = ()
    tagged: bool = False

    @property
    def tag(self) -> str:
        return "hall" if self.path.startswith(HALL) else "decisions"


def _reads(name: str, path: str, summary: str, tells: type[Any], *problems: str, **told: Any) -> DeskCall:
    return DeskCall(name, "GET", path, summary, tells, problems, **told)


def _does(
    name: str, path: str, summary: str, says: type[Any], tells: type[Any], *problems: str, **told: Any
) -> DeskCall:
    return DeskCall(name, "POST", path, summary, tells, (*BODY, "unknown", *problems), says, **told)


_DECIDES = ("other-department", "not-yours", "not-yet", "which-step", "already-decided", "closed")
CALLS = (
    _reads("inbox", f"{DESK}/inbox", "What waits for the department.", Inbox, "other-department", "wrong-body",
           asks=("department",)),
    _reads("late", f"{DESK}/late", "What is over its time, in all departments.", Late),
    _reads("stuck", f"{DESK}/stuck", "What other bodies did not take.", StuckDeliveries),
    _reads("read_case", CASE, "How a case stands, with what was handed in.", DeskFile, "unknown", "other-department",
           tagged=True),
    _reads("open_paper", CASE + "/papers/{paper}", "A paper that was handed in.", bytes, "unknown",
           "other-department"),
    _does("approve", f"{CASE}/approve", "The department approves.", acts.Approve, DeskCase, *_DECIDES, "too-early",
          needs_body=False),
    _does("refuse", f"{CASE}/refuse", "The department refuses.", acts.Refuse, DeskCase, *_DECIDES, "still-asked"),
    _does("ask", f"{CASE}/ask", "The department asks for more, once.", acts.Ask, DeskCase, *_DECIDES,
          "asked-before"),
    _does("hand_out", f"{CASE}/hand-out", "The centre hands the result out.", acts.HandOut, DeskCase, "not-decided",
          "already-handed-out", needs_body=False),
    _does("redeliver", f"{CASE}/redeliver", "A body is told once more.", acts.Redeliver, DeskCase, "not-stuck",
          "which-delivery"),
    _does("settle", f"{CASE}/settle", "A clerk has dealt with what a body did not take.", acts.Settle, DeskCase,
          "not-stuck", "which-delivery"),
    _reads("queue", f"{HALL}/queue", "Who is in the hall.", HallQueue, "unknown", asks=("counter",)),
    _reads("wait", f"{HALL}/wait", "How long whoever walks in would wait.", HallWait, "unknown", asks=("counter",)),
    _does("check_in", f"{HALL}/check-in", "Somebody with an appointment is at the door.", hall.CheckIn, HallNumber,
          "cancelled", "other-centre", "other-day", "come-later", "over"),
    _does("walk_in", f"{HALL}/walk-in", "Somebody without an appointment is at the door.", hall.WalkIn, HallNumber),
    _does("call_next", f"{HALL}/call", "Who is next at a window; null where nobody waits.", hall.Call, HallCalled,
          "window-busy"),
    _does("done", f"{HALL}/done", "Somebody was served.", hall.Finish, HallNumber, "not-called"),
    _does("left", f"{HALL}/left", "Somebody went without being served.", hall.Finish, HallNumber, "not-called"),
    _does("no_show", f"{HALL}/no-show", "Somebody was called, and nobody came.", hall.Finish, HallNumber,
          "not-called"),
)  # fmt: skip
"""In the order of docs/desk.md."""
