"""What is asked while an application is prepared."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from bot.dialogue.applying.needs import Needs
from bot.dialogue.applying.stages import (
    Amending,
    Awaiting,
    Checking,
    ChoosingGiving,
    Preparing,
    Signing,
    Submitted,
    Uploading,
    Writing,
)
from bot.dialogue.guide import Guide
from bot.dialogue.replies import ApplicationCard, Choice, Commitments, Reply, Say, Term, Value
from bot.dialogue.sharing.offering import whose
from procedures.deadlines import deadline, office_of
from procedures.vocabulary import Duration, Text


def ask_to_apply(stage: Preparing | Submitted, guide: Guide, offered: tuple[Choice, ...]) -> Reply:
    """The question of this stage."""
    match stage:
        case Awaiting(matter, outcome, people):
            refused = matter.sharing is not None and {person for _, person in matter.sharing.paper} & set(people)
            names = [outcome.definition.people[person].name for person in people if person in outcome.definition.people]
            who = names[0] if names else Text(zh=people[0], en=people[0])
            return Say("apply-refused-by" if refused else "apply-awaits", {"who": who}, choices=offered)
        case Writing():
            return _ask_line(stage, guide, offered)
        case Uploading():
            return _ask_upload(stage, guide, offered)
        case Signing(_, outcome, items):
            return Commitments(outcome, items, choices=offered)
        case ChoosingGiving():
            return Say("which-giving", choices=offered)
        case Amending():
            return Say("amend-which", choices=offered)
        case Checking(matter, outcome, needs):
            return card(needs, offered)
        case Submitted(matter, _):
            return Say("case-in-hands", {"title": guide.name(matter)}, choices=offered)


def card(needs: Needs, offered: tuple[Choice, ...]) -> ApplicationCard:
    """Everything that will be handed in, to be looked over."""
    applying = needs.applying
    return ApplicationCard(
        outcome=needs.outcome,
        way=needs.way.way.way,
        code=needs.matter.code,
        lines=needs.lines(),
        typed=applying.typed,
        uploads={thing: tuple(up.name for up in applying.of(thing)) for _, thing in needs.things()},
        following={
            thing: (item.tolerated or 0, _last_day(item.tolerated or 0, needs.guide))
            for item, thing in needs.things()
            if thing in applying.following
        },
        signed=tuple(item.document for item in needs.commitments()),
        giving=needs.giving() or "electronic",
        choices=offered,
    )


def _last_day(working_days: int, guide: Guide) -> date | None:
    """The last of so many working days from now on."""
    office = office_of(guide.province)
    over = deadline(office, Duration(amount=working_days, unit="working days"), guide.now)
    return over.astimezone(ZoneInfo(office.zone)).date() if over else None


def _ask_line(stage: Writing, guide: Guide, offered: tuple[Choice, ...]) -> Reply:
    field, matter = stage.line.field, stage.matter
    way = next(way for way in stage.outcome.ways if way.way.way == "online")
    typed = matter.applying.typed if matter.applying else {}
    lines = Needs(matter, stage.outcome, way, guide).lines()
    left = sum(line.finding is None and line.field.id not in typed for line in lines)
    values: dict[str, Value] = {"label": field.label, "left": max(left, 1)}
    if field.type == "text":
        return Say("write-line", values, choices=offered)
    return Say("write-line-hint", {**values, "hint": Term(f"write-{field.type}")}, choices=offered)


def _ask_upload(stage: Uploading, guide: Guide, offered: tuple[Choice, ...]) -> Reply:
    applying = stage.matter.applying
    here = len(applying.of(stage.thing)) if applying else 0
    what = whose(*stage.thing, stage.outcome, guide)
    if here:
        return Say("upload-more", {"document": what, "count": here}, choices=offered)
    others = [guide.province.documents[name].name for name in stage.item.or_else]
    if others:
        return Say("upload-one-of", {"document": what, "other": others[0]}, choices=offered)
    return Say("upload-this", {"document": what}, choices=offered)
