"""Booked places as calendars and maps hold them. A move replaces the entry and a cancel takes it out again.

That is why an entry keeps its `uid` for ever and its `sequence` rises with every change (RFC 5545, 3.8.4.7 and
3.8.7.4).
"""

from __future__ import annotations

from datetime import UTC

from bot.dialogue.conversation import Matter, Place
from bot.dialogue.guide import Guide
from bot.dialogue.messages import Entry
from bot.dialogue.outcome_lines import OutcomeLines
from bot.dialogue.planned import PlannedVisit
from bot.dialogue.stage import chosen_way
from bot.dialogue.words import Words
from procedures.definition import Definition
from procedures.provincial import Centre


def plan(matter: Matter, place: Place, guide: Guide, *, cancelled: bool = False) -> tuple[PlannedVisit, ...]:
    """The visit that has this place; nothing where its centre is gone, since nobody can be sent there."""
    if place.slot.centre not in guide.province.centres:
        return ()
    definition = guide.definition(matter)
    outcome = guide.outcome_of(definition, matter) if definition else None
    way = chosen_way(matter, outcome) if outcome else None
    planned = PlannedVisit(
        code=matter.code,
        procedure=matter.procedure,
        publication=_publication(matter, definition, guide),
        visit_id=place.visit,
        title=guide.name(matter),
        slot=place.slot,
        sequence=place.sequence + cancelled,
        cancelled=cancelled,
        outcome=outcome,
        way=way,
        visit=next((visit for visit in way.visits if visit.id == place.visit), None) if way else None,
    )
    return (planned,)


def _publication(matter: Matter, definition: Definition | None, guide: Guide) -> str:
    """The hash of `definition`: that of the present text where the one of the matter no longer fits."""
    present = guide.current.get(matter.procedure)
    return present.hash if present is not None and present.definition is definition else matter.publication


def entry(planned: PlannedVisit, words: Words, ticket: str = "") -> Entry:
    """The visit in the citizen's language, with the text of its ticket."""
    slot = planned.slot
    centre, counter = words.province.centres[slot.centre], words.province.counters[slot.counter]
    title = words.say("entry-title", title=planned.title, code=planned.code)
    if planned.purpose is not None:
        title = words.say("entry-title-visit", title=planned.title, purpose=planned.purpose, code=planned.code)
    return Entry(
        uid=f"{planned.code}.{planned.visit_id}@onevisit",
        sequence=planned.sequence,
        cancelled=planned.cancelled,
        title=title,
        starts_at=slot.starts_at.astimezone(UTC).isoformat(),
        minutes=slot.minutes,
        zone=centre.zone,
        place=words.say("entry-place", centre=centre.name, counter=counter.name),
        address=_address(centre, words),
        latitude=centre.location.latitude if centre.location else None,
        longitude=centre.location.longitude if centre.location else None,
        about=_about(planned, words),
        code=planned.code,
        ticket=ticket,
    )


def _address(centre: Centre, words: Words) -> str:
    """A point that nobody has confirmed must not send anybody astray."""
    if centre.location is None or centre.verified == "yes":
        return words.value(centre.address)
    return words.say("entry-address-approximate", address=centre.address)


def _about(planned: PlannedVisit, words: Words) -> str:
    if planned.outcome is None or planned.way is None or planned.visit is None:
        return ""
    items = OutcomeLines(planned.outcome, words).one_line(planned.way.at(planned.visit))
    return words.say("ticket-bring", items=items)
