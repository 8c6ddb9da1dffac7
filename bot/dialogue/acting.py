"""Acts: yes, back, cancel, why, help. Most work anywhere; some only where they make sense."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogue import asking, explaining, passing
from bot.dialogue.applying.stages import Checking, Preparing, Signing, Uploading
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.joint.stages import AskingEvent, ConfirmingPlan, Listing
from bot.dialogue.joint.tapping import list_events
from bot.dialogue.listing import list_matters
from bot.dialogue.offering import choices
from bot.dialogue.prompting import PUT_OFF, carry_on
from bot.dialogue.replies import Say
from bot.dialogue.sharing import consenting, inviting, login, own_data
from bot.dialogue.stage import (
    Asking,
    Called,
    Choosing,
    Confirming,
    Consenting,
    Done,
    Doubting,
    Joined,
    Picking,
    Reviewing,
    Stage,
    Sure,
    SureOfOwn,
    stage_of,
)
from bot.dialogue.tapping import tapped
from bot.dialogue.unsettled.telling import choices as unsettled_choices
from bot.dialogue.unsettled.telling import kept_for
from bot.dialogue.waiting import answering as offers
from bot.dialogue.waiting.listing import ask_ahead
from intents.hearing import Act, Kind, hear_act

Handler = Callable[[Conversation, Act, Guide], Turn | None]
AGREED_TO = (
    Sure, SureOfOwn, Confirming, Joined, Consenting, Picking, Reviewing, Doubting, Signing, Checking, Listing,
    ConfirmingPlan, Called,
)  # fmt: skip
"""Stages in which a yes agrees to what is offered."""


def act(conversation: Conversation, heard: Act, guide: Guide) -> Turn | None:
    """What the act leads to; None where the sentence has to be heard in another way."""
    handle = HANDLERS.get(heard.kind)
    return handle(conversation, heard, guide) if handle else None


def _greet(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    if conversation.matter is None:
        return Turn(conversation, (Say("greeting"),))
    return carry_on(conversation, guide, Say("hello-again"))


def _help(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return carry_on(conversation, guide, Say("help"))


def _human(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return Turn(conversation, (Say("human"),))


def _mine(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return ask_ahead(conversation) or Turn(conversation, (list_matters(conversation, guide),))


def _yes(conversation: Conversation, _: Act, guide: Guide) -> Turn | None:
    """Yes to what waits for one; to a question, where an option says so; else there is nothing to agree to."""
    stage = stage_of(conversation, guide)
    if isinstance(stage, PUT_OFF) and kept_for(conversation, conversation.current) is not None:
        return carry_on(conversation, guide)  # they agree that it is tried
    if isinstance(stage, AGREED_TO):
        offered = choices(stage, guide)
        yes = offered[-1] if isinstance(stage, Picking | Doubting) else offered[0]
        return tapped(conversation, yes.key, guide)
    if isinstance(stage, Uploading) and stage.matter.applying and stage.matter.applying.of(stage.thing):
        return tapped(conversation, f"enough:{stage.matter.code}:{stage.number}", guide)
    if isinstance(stage, Preparing):
        return carry_on(conversation, guide)
    if _may_answer(stage):
        return None
    return offers.agree(conversation, guide, "take") or carry_on(conversation, guide, Say("nothing-to-agree"))


def _no(conversation: Conversation, _: Act, guide: Guide) -> Turn | None:
    stage = stage_of(conversation, guide)
    if isinstance(stage, Sure | SureOfOwn | Confirming | ConfirmingPlan):
        return tapped(conversation, choices(stage, guide)[1].key, guide)
    if isinstance(stage, Choosing):
        return tapped(conversation, "none", guide)
    if isinstance(stage, Joined):
        return tapped(conversation, "join-no:", guide)
    if isinstance(stage, Listing):
        return tapped(conversation, "life-no:", guide)
    if isinstance(stage, Called):
        return tapped(conversation, f"come-no:{stage.calling.code}", guide)
    if isinstance(stage, Consenting | Picking):
        return tapped(conversation, f"skip:{stage.matter.code}", guide)
    if isinstance(stage, Reviewing):
        return tapped(conversation, f"doubt:{stage.matter.code}", guide)
    if isinstance(stage, Checking):
        return tapped(conversation, f"amend:{stage.matter.code}", guide)
    if isinstance(stage, Signing):
        return tapped(conversation, f"leave:{stage.matter.code}", guide)
    if _may_answer(stage):
        return None
    return offers.agree(conversation, guide, "decline") or carry_on(conversation, guide, Say("all-right"))


def _may_answer(stage: Stage) -> bool:
    return isinstance(stage, Asking | AskingEvent)


def _none(conversation: Conversation, _: Act, guide: Guide) -> Turn | None:
    return tapped(conversation, "none", guide) if conversation.choosing else None


def _back(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    if conversation.sure is not None:
        return carry_on(conversation.but(sure=None), guide)
    return asking.go_back(conversation, guide)


def _change(conversation: Conversation, heard: Act, guide: Guide) -> Turn | None:
    """Change an earlier answer: by saying the new one, or by choosing which."""
    which = asking.change_which(conversation, guide)
    if which is None or not heard.rest:
        return which
    return passing.hear_in_passing(conversation, heard.rest, guide, changing=True) or which


def _complain(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return Turn(conversation, (Say("complaint"),))


def _angry(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return carry_on(conversation, guide, Say("anger"))


def _cancel(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    """Give up what is being done, after a yes, but at once what is only being tried; a booked place is chosen from the
    list.
    """
    matter = conversation.matter
    if conversation.choosing:
        return Turn(conversation.but(choosing=()), (Say("all-right"),))
    unsettled = kept_for(conversation, conversation.current)
    if unsettled is not None and len(tried := unsettled_choices(unsettled)) > 1:
        return tapped(conversation, tried[-1].key, guide)
    if matter is not None and matter.submitted:
        return tapped(conversation, f"take-back:{matter.code}", guide)
    if matter is not None and not matter.places:
        return carry_on(conversation.but(sure="drop"), guide)
    booked = [(m, place) for m in conversation.matters for place in m.places]
    if len(booked) == 1:
        only, place = booked[0]
        return tapped(conversation, f"cancel:{only.code}:{place.visit}", guide)
    if booked:
        return Turn(conversation, (Say("cancel-which"), list_matters(conversation, guide)))
    return Turn(conversation, (Say("nothing-to-cancel"),))


def _restart(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    """Begin the matter anew; booked places stay, since giving them up needs a yes."""
    matter = conversation.matter
    if matter is None or matter.places or matter.submitted:
        return Turn(conversation.but(current=None, choosing=()), (Say("start-over"),))
    fresh = Matter(
        code=matter.code, procedure=matter.procedure, publication=matter.publication, steps=matter.steps
    )  # the steps go on, since each key is used once
    return carry_on(conversation.put(fresh), guide, Say("start-over-with", {"title": guide.name(matter)}))


def _start(conversation: Conversation, heard: Act, guide: Guide) -> Turn:
    if heard.rest in guide.current:
        return tapped(conversation, f"go:{heard.rest}", guide)
    wish, _, code = heard.rest.partition("-")
    if wish == "login" and code:
        return login.finish(conversation, code, guide)
    if wish == "join" and code:
        return inviting.join(conversation, code.upper(), guide)
    return _greet(conversation, heard, guide)


def _language(conversation: Conversation, heard: Act, guide: Guide) -> Turn:
    """The language that is named, by its word or its code; without a name the other one."""
    named = hear_act(heard.rest) if heard.rest else None
    speak = {Kind.LANGUAGE_ZH: _speak_chinese, Kind.LANGUAGE_EN: _speak_english}.get(named.kind) if named else None
    speak = speak or {"zh": _speak_chinese, "en": _speak_english}.get(heard.rest.strip().casefold())
    other = _speak_english if conversation.language == "zh" else _speak_chinese
    return (speak or other)(conversation, heard, guide)


def _speak_chinese(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return _speaking(conversation.but(language="zh"), guide)


def _speak_english(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return _speaking(conversation.but(language="en"), guide)


def _speaking(conversation: Conversation, guide: Guide) -> Turn:
    if isinstance(stage_of(conversation, guide), Done):
        return Turn(conversation, (Say("language-set"),))
    return carry_on(conversation, guide, Say("language-set"))


def _thanks(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return Turn(conversation, (Say("you-are-welcome"),))


def _goodbye(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return Turn(conversation, (Say("goodbye"),))


def _repeat(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    """The present question again; after the outcome the whole card."""
    matter = conversation.matter
    if matter is None:
        return _greet(conversation, _, guide)
    return carry_on(conversation.put(matter.but(told=None)), guide)


def _events(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return list_events(conversation, guide)


def _my_data(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return own_data.tapped(conversation, "show", guide)


def _export(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return own_data.tapped(conversation, "export", guide)


def _erase(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return own_data.tapped(conversation, "erase", guide)


def _log_out(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return login.log_out(conversation, guide)


def _not_me(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    return carry_on(conversation.but(sure="not-me"), guide)


def _check(conversation: Conversation, _: Act, guide: Guide) -> Turn | None:
    """Look it up first: for the matter that is talked about."""
    matter = conversation.matter
    return consenting.begin(conversation, matter, "", guide) if matter is not None else None


def _unknown_command(conversation: Conversation, heard: Act, guide: Guide) -> Turn:
    return carry_on(conversation, guide, Say("unknown-command", {"command": f"/{heard.rest}"}))


HANDLERS: dict[Kind, Handler] = {
    Kind.YES: _yes,
    Kind.NO: _no,
    Kind.BACK: _back,
    Kind.CHANGE: _change,
    Kind.CANCEL: _cancel,
    Kind.RESTART: _restart,
    Kind.START: _start,
    Kind.WHY: explaining.why,
    Kind.HELP: _help,
    Kind.MINE: _mine,
    Kind.LANGUAGE: _language,
    Kind.LANGUAGE_ZH: _speak_chinese,
    Kind.LANGUAGE_EN: _speak_english,
    Kind.HUMAN: _human,
    Kind.THANKS: _thanks,
    Kind.GOODBYE: _goodbye,
    Kind.GREETING: _greet,
    Kind.NONE_OF_THESE: _none,
    Kind.REPEAT: _repeat,
    Kind.UNSURE: explaining.unsure,
    Kind.MAYBE: explaining.unsure,
    Kind.MEANING: explaining.meaning,
    Kind.SIMPLER: explaining.simpler,
    Kind.COMPLAINT: _complain,
    Kind.ANGER: _angry,
    Kind.UNKNOWN_COMMAND: _unknown_command,
    Kind.MY_DATA: _my_data,
    Kind.EVENTS: _events,
    Kind.EXPORT: _export,
    Kind.ERASE: _erase,
    Kind.LOG_OUT: _log_out,
    Kind.NOT_ME: _not_me,
    Kind.CHECK: _check,
}
