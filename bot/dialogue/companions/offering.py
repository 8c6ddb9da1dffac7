"""Who else has to come to a booked visit, what they are asked, and what they said."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue.companions.state import Brought, Calling, CompanionState
from bot.dialogue.conversation import Matter, Place
from bot.dialogue.entries import plan
from bot.dialogue.guide import Guide
from bot.dialogue.outcome_lines import carried
from bot.dialogue.planned import PlannedVisit
from bot.dialogue.replies import Choice, Term
from procedures.definition import Definition
from procedures.outcome import WayOut
from procedures.settling import Item
from procedures.vocabulary import YOU, Text

ASK = "bring-along"
"""The verb of the button: ask the others whether the time suits them."""


def who_else(matter: Matter, place: Place, guide: Guide) -> tuple[str, ...]:
    """Who has to come to this visit besides the citizen, by the procedure's names."""
    return next((_others(planned) for planned in plan(matter, place, guide)), ())


def _others(planned: PlannedVisit) -> tuple[str, ...]:
    attend = planned.way.attend if planned.way else {}
    return tuple(person for person in attend.get(planned.visit_id, ()) if person != YOU)


def calling_of(matter: Matter, place: Place, role: str, guide: Guide) -> Calling | None:
    """What one of the others is asked; None where they do not have to come."""
    for planned in plan(matter, place, guide):
        if planned.outcome and planned.way and planned.visit and role in _others(planned):
            return Calling(
                case=matter.code,
                visit=place.visit,
                role=role,
                title=planned.title,
                purpose=planned.purpose,
                appointment=place.appointment,
                slot=place.slot,
                minutes=planned.visit.minutes,
                bring=tuple(_brought(planned.outcome.definition, planned.way, planned.way.at(planned.visit), role)),
            )
    return None


def _brought(definition: Definition, way: WayOut, items: tuple[Item, ...], role: str) -> Iterator[Brought]:
    """What is theirs. Where somebody comes as "the other side", what belongs to a side that nobody comes as is told
    too, with its name: they know which side they are, and the definition does not.
    """
    coming = {person for people in way.attend.values() for person in people}
    sides = {name for name, person in definition.people.items() if person.you_if is not None} - coming
    for item in carried(items):
        whose = () if role in item.of else tuple(definition.people[name].name for name in item.of if name in sides)
        if role in item.of or whose:
            yield Brought(document=item.document, or_else=item.or_else, if_any=item.if_any, whose=whose)


def role_name(matter: Matter, role: str, guide: Guide) -> Text:
    """What one of the procedure's people is called."""
    definition = guide.definition(matter)
    named = definition.people.get(role) if definition else None
    return named.name if named else Text(zh=role, en=role)


def role_choices(matter: Matter, place: Place, guide: Guide) -> tuple[Choice, ...]:
    """Which of the others to ask."""
    names = {role: role_name(matter, role, guide) for role in who_else(matter, place, guide)}
    return tuple(Choice(f"{ASK}:{matter.code}:{role}", name, (name.zh, name.en)) for role, name in names.items())


def said_so_far(matter: Matter, place: Place, guide: Guide) -> tuple[tuple[Text, CompanionState], ...]:
    """What those who were asked about this place have said."""
    return tuple((role_name(matter, role, guide), state) for role, state in place.companions.items())


def answering(code: str) -> tuple[Choice, Choice]:
    """What whoever is asked can say."""
    return Choice(f"come-yes:{code}", Term("come-yes")), Choice(f"come-no:{code}", Term("come-no"))
