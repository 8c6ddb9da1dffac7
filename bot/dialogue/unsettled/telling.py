"""What is said of something unsettled: what is kept, what happens next, and the two buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bot.dialogue.conversation import Conversation
from bot.dialogue.events import Effect, FindOut, FindSlots
from bot.dialogue.guide import Guide
from bot.dialogue.replies import Choice, Say, Term, Value
from bot.dialogue.unsettled.state import Holding, Looking, Unsettled
from procedures.vocabulary import Text

Deed = Literal["look", "book", "move", "cancel", "submit", "add", "take-back", "find-out"]
"""What is to be done, as a citizen sees it."""
DEEDS: Mapping[str, Deed] = {
    "find": "look",
    "find-across": "look",
    "hold": "book",
    "hold-together": "book",
    "confirm": "book",
    "confirm-together": "book",
    "move": "move",
    "move-together": "move",
    "cancel": "cancel",
    "cancel-together": "cancel",
    "submit": "submit",
    "add": "add",
    "take-back": "take-back",
    "find-out": "find-out",
}
"""By the kind of the effect."""


def deed_of(effect: Effect) -> Deed:
    """What an effect is for; it is one that is kept."""
    return DEEDS[effect.kind]


def tell(unsettled: Unsettled, conversation: Conversation, guide: Guide) -> Say:
    """What is kept and what happens next."""
    effect = unsettled.effect
    if isinstance(effect, FindOut):
        values: dict[str, Value] = {"deed": deed(unsettled, conversation, guide)}
    else:
        values = {"what": what(unsettled, conversation, guide), "title": _title(unsettled, conversation, guide)}
    return Say(f"unsettled-{deed_of(effect)}", values, choices=choices(unsettled))


def choices(unsettled: Unsettled) -> tuple[Choice, ...]:
    """Try it now, or give it up; only the first where it is given up already."""
    case, step = unsettled.effect.case, unsettled.name.rpartition(".")[2]
    again = Choice(f"again:{case}:{step}", Term("try-now"))
    if isinstance(unsettled.effect, FindOut):
        return (again,)
    return (again, Choice(f"give-up:{case}:{step}", Term("give-it-up")))


def deed(unsettled: Unsettled, conversation: Conversation, guide: Guide) -> Term:
    """What is unsettled, as the subject of a sentence."""
    effect = unsettled.effect
    done = effect.of if isinstance(effect, FindOut) else effect
    return Term(f"deed-{deed_of(done)}", {"what": what(unsettled, conversation, guide)})


def what(unsettled: Unsettled, conversation: Conversation, guide: Guide) -> Term:
    """The places and what for; the centre and the wish where times are looked for; else the matter."""
    title, effect = _title(unsettled, conversation, guide), unsettled.effect
    places = sorted(unsettled.places, key=lambda slot: slot.starts_at)
    if places:
        values: dict[str, Value] = {
            "title": title,
            "count": len(places),
            "when": guide.local(places[0]),
            "centre": guide.centre_name(places[0].centre),
        }
        return Term("wanted-place" if len(places) == 1 else "wanted-places", values)
    if isinstance(effect, FindSlots):
        at: dict[str, Value] = {"title": title, "centre": guide.centre_name(effect.centre)}
        matter = conversation.find(effect.case)
        if matter is not None and matter.wish:
            return Term("wanted-times-for", {**at, "wish": matter.wish})
        return Term("wanted-times", at)
    return Term("wanted-matter", {"title": title})


def _title(unsettled: Unsettled, conversation: Conversation, guide: Guide) -> Text:
    matter = conversation.find(unsettled.effect.case)
    return guide.name(matter) if matter else Text(zh=unsettled.effect.case, en=unsettled.effect.case)


def kept_for(conversation: Conversation, case: str | None) -> Unsettled | None:
    """What is unsettled about a matter, the last of it. What was in vain and may simply be asked for anew is not."""
    return next(
        (
            each
            for each in reversed(conversation.unsettled)
            if case in each.cases and not (each.over and isinstance(each.effect, Looking | Holding))
        ),
        None,
    )
