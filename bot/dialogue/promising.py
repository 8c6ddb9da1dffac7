"""The promise: the outcome as told to the citizen, kept on the case, and what really happened, told by one tap.

What is asked for is told once and whole (一次性告知; 2018 Zhejiang regulation on "At Most One Visit", art. 11): whoever
is asked for something else at the window, or has to come again, was promised otherwise, and that is measured.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.dialogue.applying.effects import CaseTold
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.events import Event, Tapped
from bot.dialogue.guide import Guide
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Choice, Say, Term
from bot.dialogue.stage import chosen_way
from procedures.deadlines import shorter
from procedures.definition import Definition

ASKED = "asked"
"""The verb of the button: the window asked for something else."""
ONCE, ENOUGH, AGAIN = "once", "yes", "no"
"""The verb of the buttons below "was one visit enough?", and the two answers."""
HappenedKind = Literal["submitted", "asked-else", "visited", "missed", "enough", "again", "done"]
EACH_TIME: frozenset[HappenedKind] = frozenset({"visited", "missed"})
"""What may happen to a case more than once."""


@dataclass(frozen=True)
class Promised:
    """What the citizen of one case was told: how often to come, what to bring, how long it takes."""

    case: str
    procedure: str
    publication: str
    told_at: datetime
    way: str
    visits: int
    """Trips to a government counter, collecting the result included."""
    booked_visits: int
    """Those of them that have a place at a counter: all but the collecting."""
    papers: int
    """Evidence to bring; identity documents are not counted."""
    bring: tuple[str, ...]
    """Identity and papers, by the ids of the documents."""
    questions: int
    limit: str
    """The shorter of the promised and the legal time, as it is written."""


@dataclass(frozen=True)
class Happened:
    """What became of a case. `at`: of a visit the moment its place begins, else the moment it was told."""

    case: str
    what: HappenedKind
    at: datetime


def promises(before: Conversation, after: Conversation, guide: Guide) -> tuple[Promised, ...]:
    """What was told in a turn that leads from `before` to `after`, where it is not what was told before."""
    told = (_told_anew(before.find(matter.code), matter, guide) for matter in after.matters)
    return tuple(promised for promised in told if promised is not None)


def promise_of(matter: Matter, guide: Guide) -> Promised | None:
    """What this matter's citizen was told last, by the way chosen, else the window or the first there is; None while
    something is open, or the answers or what was looked up have changed since.
    """
    definition = guide.definition(matter)
    if definition is None or matter.told is None or (matter.sharing is not None and matter.sharing.step != "used"):
        return None
    outcome = guide.outcome_of(definition, matter)
    way = chosen_way(matter, outcome) or outcome.way()
    if way is None or not outcome.complete or matter.told != dict(outcome.journey.answers):
        return None
    return Promised(
        case=matter.code,
        procedure=matter.procedure,
        publication=_publication(matter, definition, guide),
        told_at=guide.now,
        way=way.way.way,
        visits=way.visit_count,
        booked_visits=len(way.visits),
        papers=sum(item.kind == "evidence" for item in way.bring),
        bring=tuple(item.document for item in way.bring),
        questions=len(outcome.journey.answers),
        limit=shorter(definition.time).written(),
    )


def happenings(before: Conversation, after: Conversation, event: Event, guide: Guide) -> tuple[Happened, ...]:
    """What this event tells of a case: that it is handed in now, what was asked for, whether one visit was enough."""
    if isinstance(event, CaseTold):
        status = event.status
        had, has = before.find(status.case), after.find(status.case)
        new = has is not None and has.submitted and not (had is not None and had.submitted)
        return (Happened(status.case, "submitted", status.submitted_at),) if new else ()
    if not isinstance(event, Tapped):
        return ()
    verb, _, rest = event.key.partition(":")
    matter = before.find(rest.partition(":")[0])
    if matter is None or not is_under_way(matter, guide):
        return ()
    if verb == ONCE and matter.been:
        said: dict[str, HappenedKind] = {ENOUGH: "enough", AGAIN: "again"}
        answer = said.get(rest.partition(":")[2])
        return (Happened(matter.code, answer, guide.now),) if answer else ()
    return (Happened(matter.code, "asked-else", guide.now),) if verb == ASKED else ()


def is_under_way(matter: Matter, guide: Guide) -> bool:
    """Whether something has happened already: a visit has begun, or the application is handed in."""
    begun = any(place.slot.starts_at <= guide.now for place in matter.places)
    return matter.submitted or bool(matter.been) or begun


def asked_choices(matters: Iterable[Matter], guide: Guide) -> tuple[Choice, ...]:
    """One tap for whoever was asked for something else; by its title where several matters are under way."""
    told = [matter for matter in matters if is_under_way(matter, guide)]
    if len(told) == 1:
        return (Choice(f"{ASKED}:{told[0].code}", Term("asked-else")),)
    return tuple(Choice(f"{ASKED}:{m.code}", Term("asked-else-for", {"title": guide.name(m)})) for m in told)


def asked_else(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """Thank for it. That it happened is written down when the turn is saved, once for a case."""
    if not is_under_way(matter, guide):
        return carry_on(conversation, guide, Say("button-too-old"))
    return Turn(conversation, (Say("asked-else-noted", {"title": guide.name(matter), "code": matter.code}),))


def _told_anew(before: Matter | None, now: Matter, guide: Guide) -> Promised | None:
    """What was promised stays as it was once something has happened: that is what it is measured by."""
    if before == now or is_under_way(now, guide):
        return None
    promised = promise_of(now, guide)
    return None if before is not None and promised == promise_of(before, guide) else promised


def _publication(matter: Matter, definition: Definition, guide: Guide) -> str:
    """The text that was used: the present one where the matter's own no longer fits the province."""
    present = guide.current.get(matter.procedure)
    return present.hash if present is not None and present.definition is definition else matter.publication
