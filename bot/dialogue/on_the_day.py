"""The day of the visit, as the chat hears of it: checked in, called, served or missed; and one question afterwards.

Whether one visit was enough is what the reform promises (最多跑一次), so whoever was at the window is asked just that.
What they answer is recorded against the promise.
"""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.hall import InTheHall
from bot.dialogue.promising import AGAIN, ENOUGH, ONCE, asked_choices
from bot.dialogue.prompting import carry_on
from bot.dialogue.reminding import is_night
from bot.dialogue.replies import Choice, Reply, Say, Term, Value
from bot.dialogue.stage import chosen_way

FRESH = timedelta(minutes=15)
"""News of the line that comes later than that tells nobody anything."""


def told(conversation: Conversation, event: InTheHall, guide: Guide) -> Turn:
    """What happened in the hall. What is talked about stays as it is."""
    matter = conversation.find(event.case)
    if matter is None:
        return Turn(conversation)
    if event.what == "served":
        return _served(conversation, matter, event, guide)
    if event.what == "missed":
        return _missed(conversation, matter, event, guide)
    if guide.now - event.at > FRESH:
        return Turn(conversation)
    return Turn(conversation, (_in_line(matter, event, guide),))


def answered(conversation: Conversation, matter: Matter, answer: str, guide: Guide) -> Turn:
    """Whether one visit was enough. That it was said is written down when the turn is saved. Who has to come again may
    book at once.
    """
    if not matter.been or answer not in (ENOUGH, AGAIN):
        return carry_on(conversation, guide, Say("button-too-old"))
    if answer == ENOUGH:
        return Turn(conversation, (Say("hall-enough-noted"),))
    coming = tuple(place for place in matter.places if place.slot.id not in matter.been)
    matter = matter.but(places=coming, later=True, moving=None, offered=())
    offered = (_rebook(matter), *asked_choices([matter], guide))
    return Turn(conversation.with_matter(matter), (Say("hall-again-noted", choices=offered),))


def _in_line(matter: Matter, event: InTheHall, guide: Guide) -> Reply:
    values: dict[str, Value] = {"number": event.number or "", "title": guide.name(matter)}
    if event.what == "called":
        return Say("hall-called", {**values, "window": event.window or ""})
    wait = _wait(event, matter, guide)
    if event.what == "called-in-vain":
        return Say("hall-called-in-vain", {**values, "wait": wait})
    return Say("hall-checked-in-late" if event.late else "hall-checked-in", {**values, "wait": wait})


def _wait(event: InTheHall, matter: Matter, guide: Guide) -> Term:
    wait, place = event.wait, matter.place(event.visit)
    if wait is None or wait.minutes == 0:
        return Term("hall-wait-next")
    if place is not None and event.at + timedelta(minutes=wait.minutes) <= event.starts_at:
        return Term("hall-wait-appointment", {"when": guide.local(place.slot)})
    values: dict[str, Value] = {"count": wait.ahead, "minutes": wait.minutes}
    return Term("hall-wait-measured" if wait.measured else "hall-wait-planned", values)


def _served(conversation: Conversation, matter: Matter, event: InTheHall, guide: Guide) -> Turn:
    """The question is asked once nothing is left to come for."""
    matter = matter.but(been=tuple(dict.fromkeys((*matter.been, event.slot))))
    title: dict[str, Value] = {"title": guide.name(matter)}
    asked_else = asked_choices([matter], guide)
    if _comes_again(matter, guide):
        said = Say("hall-served", title, choices=asked_else)
    else:
        yes, no = Term("hall-enough-yes"), Term("hall-enough-no")
        ask = (Choice(f"{ONCE}:{matter.code}:{ENOUGH}", yes), Choice(f"{ONCE}:{matter.code}:{AGAIN}", no))
        said = Say("hall-enough", title, choices=(*ask, *asked_else), silent=is_night(guide.local_time))
    return Turn(conversation.with_matter(matter), (said,))


def _comes_again(matter: Matter, guide: Guide) -> bool:
    """Whether a visit is left: one that the way has, and at which they were not served."""
    definition = guide.definition(matter)
    way = chosen_way(matter, guide.outcome_of(definition, matter)) if definition else None
    placed = [matter.place(visit.id) for visit in way.visits] if way else list(matter.places)
    return any(place is None or place.slot.id not in matter.been for place in placed)


def _missed(conversation: Conversation, matter: Matter, event: InTheHall, guide: Guide) -> Turn:
    """Nothing is said of a place that was moved or booked anew meanwhile."""
    place = matter.place(event.visit)
    if place is None or place.slot.id != event.slot:
        return Turn(conversation)
    left = tuple(other for other in matter.places if other is not place)
    matter = matter.but(places=left, later=True, moving=None, offered=())
    values: dict[str, Value] = {"title": guide.name(matter), "when": guide.local(place.slot)}
    said = Say("hall-missed", values, choices=(_rebook(matter),), silent=is_night(guide.local_time))
    return Turn(conversation.with_matter(matter), (said,))


def _rebook(matter: Matter) -> Choice:
    return Choice(f"rebook:{matter.code}", Term("book-again"))
