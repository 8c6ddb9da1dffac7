"""The lines of the form that no register fills, and those that the citizen wants otherwise: asked for, read, kept."""

from __future__ import annotations

from bot.dialogue.applying.needs import Needs, can_apply
from bot.dialogue.applying.stages import Writing
from bot.dialogue.applying.state import Applying
from bot.dialogue.applying.values import Wrong, read_value
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Choice, FormCard, Say, Term
from bot.dialogue.sharing import consenting
from bot.dialogue.sharing.filling import fill
from bot.dialogue.stage import chosen_way, stage_of
from procedures.definition import FormField


def begin(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """The citizen wants to hand it in here. What registers know is looked up first."""
    definition = guide.definition(matter)
    outcome = guide.outcome_of(definition, matter) if definition else None
    way = chosen_way(matter, outcome) if outcome else None
    if outcome is None or way is None or not guide.applies or not can_apply(way):
        return carry_on(conversation, guide, Say("button-too-old"))
    matter = matter.but(applying=(matter.applying or Applying()).but(begun=True))
    conversation = conversation.put(matter)
    if Needs(matter, outcome, way, guide).must_look_up:
        return consenting.begin(conversation, matter, "", guide)
    return carry_on(conversation, guide)


def leave(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """Not now: what was written and uploaded stays."""
    applying = (matter.applying or Applying()).but(begun=False, typing=None, amending=False)
    return carry_on(conversation.put(matter.but(applying=applying)), guide, Say("apply-left"))


def show_form(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """What is filled in already, and each line to be corrected."""
    definition, sharing = guide.definition(matter), matter.sharing
    if definition is None or sharing is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    outcome = guide.outcome_of(definition, matter)
    fixes = tuple(
        Choice(f"fix:{matter.code}:{line.field.id}", Term("form-fix", {"label": line.field.label}))
        for line in fill(outcome, sharing.findings, guide.province)
        if line.shown is not None  # what is not shown here is not to be typed here either
    )
    applying = (matter.applying or Applying()).but(typing=None)
    card = FormCard(outcome, sharing.findings, applying.typed, choices=fixes)
    return carry_on(conversation.put(matter.but(applying=applying)), guide, card)


def correct(conversation: Conversation, matter: Matter, name: str, guide: Guide) -> Turn:
    """One line is wrong: the right value is written next."""
    definition = guide.definition(matter)
    field = next((field for field in definition.form if field.id == name), None) if definition else None
    applying = (matter.applying or Applying()).but(typing=name, amending=False)
    if field is None or (matter.sharing is None and not applying.begun):
        return carry_on(conversation, guide, Say("button-too-old"))
    conversation = conversation.put(matter.but(applying=applying))
    if isinstance(stage_of(conversation, guide), Writing):
        return carry_on(conversation, guide)
    return Turn(conversation, (Say("form-type", {"label": field.label}),))


def open_field(conversation: Conversation, guide: Guide) -> FormField | None:
    """The field whose value the next sentence may be."""
    matter, stage = conversation.matter, stage_of(conversation, guide)
    if isinstance(stage, Writing):
        return stage.line.field
    definition = guide.definition(matter) if matter else None
    if matter is None or definition is None or matter.applying is None or matter.submitted:
        return None
    return next((field for field in definition.form if field.id == matter.applying.typing), None)


def written(conversation: Conversation, matter: Matter, field: FormField, text: str, guide: Guide) -> Turn | None:
    """The value that the citizen wrote; it counts, and a register's stays beside it. None if it is no such value."""
    value = read_value(field.type, text, guide.today)
    if isinstance(value, Wrong):
        return None
    applying = matter.applying or Applying()
    applying = applying.but(typed={**applying.typed, field.id: value}, typing=None)
    conversation = conversation.but(misses=0).put(matter.but(applying=applying))
    if not applying.begun and matter.sharing is not None:
        return show_form(conversation, matter.but(applying=applying), "", guide)
    return carry_on(conversation, guide)


def wrong(conversation: Conversation, text: str, guide: Guide) -> Turn | None:
    """Why a sentence is no value for the open field, and the same question again; None where none is open."""
    field = open_field(conversation, guide)
    value = read_value(field.type, text, guide.today) if field else None
    if not isinstance(value, Wrong):
        return None
    return carry_on(conversation.but(misses=0), guide, Say(value.id, value.values))
