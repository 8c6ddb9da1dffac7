"""In the chat of whoever booked: a code for each of the others, and what they answered. What is talked about stays."""

from __future__ import annotations

from bot.dialogue.booked import coming
from bot.dialogue.companions.effects import AskAlong, AskedAlong, CompanionAnswered
from bot.dialogue.companions.offering import calling_of, role_choices, role_name, who_else
from bot.dialogue.companions.state import CompanionState
from bot.dialogue.conversation import Conversation, Matter, Place, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.joint.offering import places_together
from bot.dialogue.offering import choices_for
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.reminding import is_night
from bot.dialogue.replies import Choice, Say, Value


def ask(conversation: Conversation, rest: str, guide: Guide) -> Turn:
    """A code for the one that is named, or the only one; else which one."""
    code, _, role = rest.partition(":")
    matter = conversation.find(code)
    place = next((each for each in coming(matter, guide) if who_else(matter, each, guide)), None) if matter else None
    if matter is None or place is None or not guide.companions or place.slot.starts_at <= guide.now:
        return carry_on(conversation, guide, Say("button-too-old"))
    others = who_else(matter, place, guide)
    if not role and len(others) > 1:
        return Turn(conversation, (Say("along-whom", choices=role_choices(matter, place, guide)),))
    calling = calling_of(matter, place, role or others[0], guide)
    if calling is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    return with_effect(conversation, AskAlong(case=matter.code, calling=calling))


def asked(conversation: Conversation, event: AskedAlong, guide: Guide) -> Turn:
    """The line to pass on."""
    calling = event.effect.calling
    found = _about(conversation, calling.case, calling.visit, calling.slot.id)
    if found is None:
        return carry_on(conversation, guide)
    matter, place = found
    values: dict[str, Value] = {
        "who": role_name(matter, calling.role, guide),
        "code": event.code,
        "until": guide.local(place.slot),
    }
    return Turn(_noted(conversation, matter, place, calling.role, "asked"), (Say("along-code", values),))


def told(conversation: Conversation, event: CompanionAnswered, guide: Guide) -> Turn:
    """What one of them answered; nothing where the place has changed since, for then it is an answer to nothing."""
    found = _about(conversation, event.case, event.visit, event.slot)
    if found is None:
        return Turn(conversation)
    matter, place = found
    values: dict[str, Value] = {
        "who": role_name(matter, event.role, guide),
        "title": guide.name(matter),
        "when": guide.local(place.slot),
    }
    conversation = _noted(conversation, matter, place, event.role, "yes" if event.comes else "no")
    silent = is_night(guide.local_time)
    if event.comes:
        return Turn(conversation, (Say("along-will-come", values, silent=silent),))
    return Turn(conversation, (Say("along-cannot", values, choices=_move(matter, place, guide), silent=silent),))


def _move(matter: Matter, place: Place, guide: Guide) -> tuple[Choice, ...]:
    """To move the place, together with what was booked with it."""
    offered = places_together(matter, guide) if place.joint else choices_for(matter, place, guide)
    return tuple(choice for choice in offered if choice.key.startswith("move"))


def _about(conversation: Conversation, case: str, visit: str, slot: str) -> tuple[Matter, Place] | None:
    """The place that somebody was asked about, if it is still the one that is booked."""
    matter = conversation.find(case)
    place = matter.place(visit) if matter else None
    return (matter, place) if matter and place and place.slot.id == slot else None


def _noted(conversation: Conversation, matter: Matter, place: Place, role: str, state: CompanionState) -> Conversation:
    noted = place.but(companions={**place.companions, role: state})
    places = tuple(noted if each == place else each for each in matter.places)
    return conversation.with_matter(matter.but(places=places))
