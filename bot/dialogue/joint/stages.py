"""Where the arranging of a joint visit stands; computed, as every stage is.

AskingEvent ─ Listing ─ (each matter: Asking …) Onward ─ ChoosingDistrict ─ ChoosingPlan ─ ConfirmingPlan
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.conversation import Conversation, Kept, Matter
from bot.dialogue.guide import Guide
from bot.dialogue.joint.ready import ANYWHERE, Ready, gather, is_open
from bot.dialogue.joint.state import Joint
from procedures.life_event import LifeEvent, OwnQuestion, Part, belonging, open_question


@dataclass(frozen=True)
class AskingEvent:
    """A question of the life event itself: it decides what belongs to it."""

    joint: Joint
    event: LifeEvent
    question: OwnQuestion


@dataclass(frozen=True)
class Listing:
    """Is this what is wanted?"""

    joint: Joint
    event: LifeEvent
    parts: tuple[Part, ...]
    """Those that are offered here, in their order."""


@dataclass(frozen=True)
class Onward:
    """Another matter of the visit has something open."""

    case: str


@dataclass(frozen=True)
class ChoosingDistrict:
    """Where the home, the employer or the household is decides which centre is competent."""

    joint: Joint
    ready: tuple[Ready, ...]
    office: str
    counter: str


@dataclass(frozen=True)
class ChoosingPlan:
    """Which of the times at which all of it can be done?"""

    joint: Joint
    ready: tuple[Ready, ...]


@dataclass(frozen=True)
class ConfirmingPlan:
    """All places are kept. Shall they be booked?"""

    joint: Joint
    ready: tuple[Ready, ...]
    kept: tuple[tuple[Matter, Kept], ...]


Beginning = AskingEvent | Listing
Joining = ChoosingDistrict | ChoosingPlan | ConfirmingPlan
JointStage = Beginning | Joining


def beginning(conversation: Conversation, guide: Guide) -> Beginning | None:
    """What is open before there are matters; None where no life event is talked about."""
    joint = conversation.joint
    event = guide.life_events.get(joint.event or "") if joint and not joint.cases else None
    if joint is None or event is None:
        return None
    question = open_question(event, joint.answers)
    if question is not None:
        return AskingEvent(joint, event, question)
    parts = tuple(part for part in belonging(event, joint.answers) if part.procedure in guide.current)
    return Listing(joint, event, tuple(part for part in parts if part.procedure not in joint.left_out))


def joining(conversation: Conversation, guide: Guide) -> Joining | Onward | None:
    """Where the visit stands, once the matter that is talked about has nothing open; None where it belongs to none."""
    joint = conversation.joint
    if joint is None or conversation.current not in joint.cases:
        return None
    waiting = next((case for case in joint.cases if is_open(conversation, case, guide)), None)
    if waiting is not None:
        return Onward(waiting)
    ready = gather(conversation, joint, guide)
    going = tuple(each for each in ready if each.visit is not None)
    if not going:
        return None
    kept = tuple((each.matter, each.matter.kept) for each in going if each.matter.kept is not None)
    unplanned = {*joint.left, *joint.later}
    if kept and not joint.moving and len(kept) == sum(each.name not in unplanned for each in going):
        return ConfirmingPlan(joint, ready, kept)
    for each in going:
        if each.office != ANYWHERE and each.office not in joint.centres and each.visit is not None:
            return ChoosingDistrict(joint, ready, each.office, each.visit.counter)
    return ChoosingPlan(joint, ready)
