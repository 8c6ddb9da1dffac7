"""What can be done with a booked visit besides moving and cancelling it: show it at the counter, ask the others
whether the time suits them, choose when to be reminded.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.companions.offering import ASK, who_else
from bot.dialogue.conversation import Matter, Place
from bot.dialogue.guide import Guide
from bot.dialogue.replies import Choice, Term

SHOW, REMIND = "show", "remind"
"""The verbs of the buttons."""


def coming(matter: Matter, guide: Guide) -> tuple[Place, ...]:
    """The places of today and later, in the order of their time."""
    left = (place for place in matter.places if guide.local(place.slot).date() >= guide.local_day(place.slot.centre))
    return tuple(sorted(left, key=lambda place: place.slot.starts_at))


def beside_ticket(matters: Sequence[Matter], guide: Guide) -> tuple[Choice, ...]:
    """Under a ticket or a reminder, after moving and cancelling. Several matters are told apart by their titles."""
    several = len(matters) > 1
    shown = (_button(SHOW, "show-counter", matter, several, guide) for matter in matters if coming(matter, guide))
    asked = (_button(ASK, "along-ask", matter, several, guide) for matter in matters if _may_ask(matter, guide))
    remind = (Choice(f"{REMIND}:{matter.code}", Term("reminders")) for matter in matters[:1])
    return (*shown, *asked, *remind)


def _may_ask(matter: Matter, guide: Guide) -> bool:
    return guide.companions and any(
        place.slot.starts_at > guide.now and who_else(matter, place, guide) for place in coming(matter, guide)
    )


def _button(verb: str, term: str, matter: Matter, several: bool, guide: Guide) -> Choice:
    key = f"{verb}:{matter.code}"
    return Choice(key, Term(f"{term}-for", {"title": guide.name(matter)}) if several else Term(term))
