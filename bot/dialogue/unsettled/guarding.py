"""What a citizen does meanwhile: while it is not known what became of a matter, the matter stays as it is; and a wish
that no longer fits what they want now is given up.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.applying.effects import AddToCase, Submit, TakeBack
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.events import Attached, Effect, Event, Located, Said, Tapped, VisitEffect
from bot.dialogue.guide import Guide
from bot.dialogue.joint.effects import JointEffect
from bot.dialogue.replies import Say
from bot.dialogue.unsettled.giving_up import Lead
from bot.dialogue.unsettled.state import Holding, Lasting, Unsettled
from bot.dialogue.unsettled.telling import choices, deed, what
from bot.dialogue.waiting.effects import TakeOffer

OF_PLACES, OF_OFFICE = VisitEffect | JointEffect | TakeOffer, Submit | AddToCase | TakeBack
UNCHANGED: dict[str, object] = {"steps": 0, "told": None, "offered": ()}
"""What changes without anybody wanting it."""


def guard(before: Conversation, event: Event, guide: Guide, lead: Lead) -> Turn:
    """What a citizen does leads to. Anything may be asked, and any other matter may go on."""
    turn = lead(before, event, guide)
    if not isinstance(event, Said | Tapped | Located | Attached):
        return turn
    touched = next((each for each in before.unsettled if _is_touched(each, before, turn)), None)
    if touched is None:
        return turn
    if isinstance(touched.effect, Lasting):
        first = Say("first-known", {"deed": deed(touched, before, guide)}, choices=choices(touched))
        return Turn(before, (first,))
    turn = guard(before.settle(touched.name), event, guide, lead)
    if not isinstance(touched.effect, Holding) or touched.over:
        return turn
    dropped = Say("no-longer-tried", {"what": what(touched, before, guide)})
    return replace(turn, replies=(dropped, *turn.replies))


def _is_touched(unsettled: Unsettled, before: Conversation, turn: Turn) -> bool:
    """Whether a turn changes what is unsettled, or asks for something else of the kind. Trying again does not."""
    after, effect = turn.conversation, turn.effect
    if all(each.name != unsettled.name for each in after.unsettled):
        return False  # given up, or everything is gone
    if effect is not None and effect.key == unsettled.effect.key:
        return False
    if isinstance(unsettled.effect, JointEffect) and before.joint != after.joint:
        return True
    changed = any(_content(before.find(case)) != _content(after.find(case)) for case in unsettled.cases)
    return changed or (effect is not None and effect.case in unsettled.cases and _alike(unsettled.effect, effect))


def _alike(one: Effect, other: Effect) -> bool:
    """Whether both are about places, or both about an application."""
    places = isinstance(one, OF_PLACES) and isinstance(other, OF_PLACES)
    return places or (isinstance(one, OF_OFFICE) and isinstance(other, OF_OFFICE))


def _content(matter: Matter | None) -> Matter | None:
    return matter.but(**UNCHANGED) if matter is not None else None
