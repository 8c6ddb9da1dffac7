"""What goes with the form: uploads, papers that follow, signed commitments, how the result comes, changes before."""

from __future__ import annotations

from bot.dialogue.applying.needs import Needs
from bot.dialogue.applying.stages import Amending, Checking, ChoosingGiving, Preparing, Signing, Uploading
from bot.dialogue.applying.state import Applying
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Say
from bot.dialogue.stage import chosen_way, stage_of
from procedures.definition import Giving


def needs_of(matter: Matter, guide: Guide) -> Needs | None:
    """What the matter's application needs, on the chosen way."""
    definition = guide.definition(matter)
    outcome = guide.outcome_of(definition, matter) if definition else None
    way = chosen_way(matter, outcome) if outcome else None
    return Needs(matter, outcome, way, guide) if outcome and way else None


def enough(conversation: Conversation, matter: Matter, number: str, guide: Guide) -> Turn:
    """Of this thing everything is uploaded; or there is none, where one need not have it."""
    stage = stage_of(conversation, guide)
    if not isinstance(stage, Uploading) or number != str(stage.number):
        return _too_old(conversation, guide)
    if not _applying(matter).of(stage.thing) and not stage.item.if_any:
        return carry_on(conversation, guide, Say("upload-first"))
    return _with(conversation, matter, _applying(matter).but(enough=(*_applying(matter).enough, stage.thing)), guide)


def follow(conversation: Conversation, matter: Matter, number: str, guide: Guide) -> Turn:
    """This thing follows later, as far as the office tolerates it (容缺受理)."""
    stage = stage_of(conversation, guide)
    if not isinstance(stage, Uploading) or number != str(stage.number) or stage.item.tolerated is None:
        return _too_old(conversation, guide)
    following = (*_applying(matter).following, stage.thing)
    return _with(conversation, matter, _applying(matter).but(following=following), guide)


def upload_again(conversation: Conversation, matter: Matter, number: str, guide: Guide) -> Turn:
    """Another file in place of what is there."""
    needs = needs_of(matter, guide)
    things = needs.things() if needs else ()
    if not number.isascii() or not number.isdigit() or int(number) >= len(things):
        return _too_old(conversation, guide)
    again = _applying(matter).without(things[int(number)][1]).but(amending=False)
    return _with(conversation, matter, again, guide)


def sign(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """The commitments that were shown are signed."""
    stage = stage_of(conversation, guide)
    if not isinstance(stage, Signing):
        return _too_old(conversation, guide)
    signed = (*_applying(matter).signed, *(item.document for item in stage.items))
    return _with(conversation, matter, _applying(matter).but(signed=signed), guide)


def give(conversation: Conversation, matter: Matter, giving: str, guide: Guide) -> Turn:
    """How the result comes; without a name, chosen again."""
    if not giving and isinstance(stage_of(conversation, guide), Amending | Checking):
        return _with(conversation, matter, _applying(matter).but(give=None, amending=False), guide)
    needs = needs_of(matter, guide)
    chosen: Giving | None = next((way for way in needs.givings() if way == giving), None) if needs else None
    if chosen is None or not isinstance(stage_of(conversation, guide), ChoosingGiving):
        return _too_old(conversation, guide)
    return _with(conversation, matter, _applying(matter).but(give=chosen), guide)


def amend(conversation: Conversation, matter: Matter, done: str, guide: Guide) -> Turn:
    """Choose the line to be changed; or none, after all."""
    if not isinstance(stage_of(conversation, guide), Amending | Checking):
        return _too_old(conversation, guide)
    return _with(conversation, matter, _applying(matter).but(amending=not done), guide)


def go_back(conversation: Conversation, stage: Preparing, guide: Guide) -> Turn:
    """One step back: the last thing written, uploaded, signed or chosen is open again; before the first, it is left."""
    matter = stage.matter
    return _with(conversation, matter, _one_step_back(stage, _applying(matter)), guide)


def _one_step_back(stage: Preparing, applying: Applying) -> Applying:
    if applying.typing is not None or applying.amending:
        return applying.but(typing=None, amending=False)
    if isinstance(stage, Checking) and len(stage.needs.givings()) > 1:
        return applying.but(give=None)
    if applying.signed:
        return applying.but(signed=())
    done = [*applying.enough, *applying.following]
    if isinstance(stage, Uploading) and applying.of(stage.thing):
        return applying.without(stage.thing)
    if done:
        return applying.without(done[-1])
    if applying.typed:
        *kept, _ = applying.typed.items()
        return applying.but(typed=dict(kept))
    return applying.but(begun=False)


def _applying(matter: Matter) -> Applying:
    return matter.applying or Applying()


def _with(conversation: Conversation, matter: Matter, applying: Applying, guide: Guide) -> Turn:
    return carry_on(conversation.put(matter.but(applying=applying)), guide)


def _too_old(conversation: Conversation, guide: Guide) -> Turn:
    return carry_on(conversation, guide, Say("button-too-old"))
