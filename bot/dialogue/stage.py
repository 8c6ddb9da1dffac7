"""Where the conversation stands. Computed from answers, way and places each time, so that nothing can disagree.

no matter ── Joined, Called, Idle, Choosing
a matter ─── Sure?  Retired?  Asking ─ Stopped
                              │
                              Sharing: ChoosingMe, Consenting, Picking, Reviewing, Doubting
                              │
                              Finishing: ChoosingWay ─ ChoosingCentre ─ ChoosingSlot ─ Confirming ─ Done
                              │                      └ Preparing: Awaiting … Checking ─ Submitted
                              of several matters: Onward ─ ChoosingDistrict ─ ChoosingPlan ─ ConfirmingPlan
a life event ─ AskingEvent ─ Listing
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.dialogue.applying.stages import Preparing, Submitted, preparing
from bot.dialogue.companions.state import Calling
from bot.dialogue.conversation import Conversation, Kept, Matter, Place
from bot.dialogue.guide import Guide
from bot.dialogue.joint.stages import JointStage, Onward, beginning, joining
from bot.dialogue.sharing.state import Joining
from procedures.definition import Question, Stop, Visit
from procedures.outcome import Outcome, WayOut


@dataclass(frozen=True)
class Idle:
    """Nothing is being done."""


@dataclass(frozen=True)
class Choosing:
    """Which of these procedures?"""

    procedures: tuple[str, ...]


@dataclass(frozen=True)
class Sure:
    """A yes is awaited before something is given up."""

    matter: Matter
    what: str


@dataclass(frozen=True)
class SureOfOwn:
    """Really erase what is known about oneself, or leave the chat to somebody else?"""

    what: str


@dataclass(frozen=True)
class Retired:
    """The procedure is no longer offered, and its text is gone."""

    matter: Matter


@dataclass(frozen=True)
class Asking:
    matter: Matter
    outcome: Outcome
    question: Question


@dataclass(frozen=True)
class Stopped:
    matter: Matter
    outcome: Outcome
    stop: Stop


@dataclass(frozen=True)
class Joined:
    """May this be read for somebody else's matter?"""

    joining: Joining


@dataclass(frozen=True)
class Called:
    """Can you come to somebody else's visit?"""

    calling: Calling


@dataclass(frozen=True)
class ChoosingMe:
    """Which of the procedure's people are you?"""

    matter: Matter
    outcome: Outcome


@dataclass(frozen=True)
class Consenting:
    """May this be looked up?"""

    matter: Matter
    outcome: Outcome


@dataclass(frozen=True)
class Picking:
    """Which of it is rather brought on paper?"""

    matter: Matter
    outcome: Outcome


@dataclass(frozen=True)
class Reviewing:
    """What was found: may it be used?"""

    matter: Matter
    outcome: Outcome


@dataclass(frozen=True)
class Doubting:
    """Which of it is wrong?"""

    matter: Matter
    outcome: Outcome


@dataclass(frozen=True)
class ChoosingWay:
    matter: Matter
    outcome: Outcome


@dataclass(frozen=True)
class ChoosingCentre:
    matter: Matter
    outcome: Outcome
    visit: Visit


@dataclass(frozen=True)
class ChoosingSlot:
    matter: Matter
    outcome: Outcome
    way: WayOut
    visit: Visit
    centre: str


@dataclass(frozen=True)
class Confirming:
    matter: Matter
    outcome: Outcome
    visit: Visit
    kept: Kept


@dataclass(frozen=True)
class Done:
    """Booked, or told how to finish without a visit."""

    matter: Matter
    outcome: Outcome
    way: WayOut


Sharing = ChoosingMe | Consenting | Picking | Reviewing | Doubting
Finishing = ChoosingWay | ChoosingCentre | ChoosingSlot | Confirming | Done
Lone = Idle | Choosing | Sure | SureOfOwn | Retired | Asking | Stopped
Stage = Lone | Joined | Called | Sharing | Finishing | Preparing | Submitted | JointStage | Onward


CANCEL_ALL = "cancel-all"
"""What waits for a yes where all places of a joint visit are given up."""
OWN = ("erase", "not-me")
"""What waits for a yes and belongs to no matter."""


def stage_of(conversation: Conversation, guide: Guide) -> Stage:
    """Where this conversation stands now."""
    if conversation.joining is not None:
        return Joined(conversation.joining)
    if conversation.called is not None and conversation.called.slot.starts_at > guide.now:
        return Called(conversation.called)
    if conversation.choosing:
        return Choosing(conversation.choosing)
    if conversation.sure in OWN:
        return SureOfOwn(conversation.sure)
    matter = conversation.matter
    if matter is None:
        return beginning(conversation, guide) or Idle()
    if conversation.sure is not None:
        return Sure(matter, conversation.sure)
    if matter.applying is not None and matter.applying.now is not None:
        return Submitted(matter, matter.applying.now)
    definition = guide.definition(matter)
    if definition is None:
        return Retired(matter)
    outcome = guide.outcome_of(definition, matter)
    if outcome.stop is not None:
        return Stopped(matter, outcome, outcome.stop)
    if outcome.journey.next_question is not None:
        return Asking(matter, outcome, outcome.journey.next_question)
    if (shared := _sharing(matter, outcome)) is not None:
        return shared
    return joining(conversation, guide) or _finishing(matter, outcome, guide)


def _sharing(matter: Matter, outcome: Outcome) -> Sharing | None:
    """Where the citizen has asked for a look-up and it is not settled yet."""
    match matter.sharing.step if matter.sharing else "used":
        case "me":
            return ChoosingMe(matter, outcome)
        case "consent":
            return Consenting(matter, outcome)
        case "picking":
            return Picking(matter, outcome)
        case "review":
            return Reviewing(matter, outcome)
        case "doubting":
            return Doubting(matter, outcome)
    return None


def _finishing(matter: Matter, outcome: Outcome, guide: Guide) -> Finishing | Preparing:
    way = chosen_way(matter, outcome)
    if way is None:
        return ChoosingWay(matter, outcome)
    prepared = preparing(matter, outcome, way, guide)
    if prepared is not None:
        return prepared
    visit = visit_to_book(matter, way)
    if visit is None:
        return Done(matter, outcome, way)
    open_centres = guide.centres(visit.counter)
    if matter.kept is not None and matter.kept.visit == visit.id and matter.kept.slot.centre in open_centres:
        return Confirming(matter, outcome, visit, matter.kept)
    if matter.centre is None or matter.centre not in open_centres:
        return ChoosingCentre(matter, outcome, visit)
    return ChoosingSlot(matter, outcome, way, visit, matter.centre)


def chosen_way(matter: Matter, outcome: Outcome) -> WayOut | None:
    """The way chosen, while this path still offers it; the only one where there is one."""
    if len(outcome.ways) == 1:
        return outcome.ways[0]
    return outcome.way(matter.way) if matter.way else None


def visit_to_book(matter: Matter, way: WayOut) -> Visit | None:
    """The visit that needs a place now: the one being moved, else the first without one."""
    if matter.moving is not None:
        return next((visit for visit in way.visits if visit.id == matter.moving), None)
    unbooked = (visit for visit in way.visits if matter.place(visit.id) is None)
    return None if matter.later else next(unbooked, None)


def days_open(matter: Matter, way: WayOut, visit: Visit, guide: Guide) -> tuple[date, date | None]:
    """The first and last day on which a visit may be, counted from the place of the visit before it."""
    today = guide.local_day(matter.centre) if matter.centre else guide.now.date()
    index = way.visits.index(visit)
    before = matter.place(way.visits[index - 1].id) if index else None
    if before is None or visit.after_days is None:
        return today, None
    day = guide.local(before.slot).date()
    first = day + timedelta(days=visit.after_days + 1)
    last = day + timedelta(days=visit.after_days + visit.within_days) if visit.within_days else None
    return max(first, today), last


def misfit(matter: Matter, way: WayOut, guide: Guide) -> Place | None:
    """A booked place that no longer fits the visit before it, since that one was moved."""
    for visit in way.visits[1:]:
        place = matter.place(visit.id)
        if place is not None:
            first, last = days_open(matter, way, visit, guide)
            day = guide.local(place.slot).date()
            if day < first or (last is not None and day > last):
                return place
    return None
