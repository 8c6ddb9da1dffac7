"""A time said in the citizen's own words: looked for, asked about, or told to be over."""

from __future__ import annotations

from bot.dialogue import arranging
from bot.dialogue.conversation import Conversation, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.joint import arranging as together
from bot.dialogue.joint.ready import ANYWHERE
from bot.dialogue.joint.stages import ChoosingPlan, ConfirmingPlan
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Choice, Say, Term
from bot.dialogue.stage import Asking, ChoosingCentre, ChoosingSlot, ChoosingWay, Confirming, Done, Stage
from intents.hearing import Either, One, OptionWords, Past, Shifted, When, Wish, hear_when
from intents.hearing.when.notation import write_wish

READINGS = 3
"""Times among which a citizen is asked to choose at most."""


def time(conversation: Conversation, stage: Stage, text: str, guide: Guide) -> Turn | None:
    """A time where times are chosen, or another one for the only booked place."""
    if isinstance(stage, ChoosingPlan | ConfirmingPlan):
        return _for_all(conversation, text, guide)
    if isinstance(stage, Done):
        return _another_time(conversation, stage, text, guide)
    if isinstance(stage, Asking | ChoosingWay | ChoosingCentre):
        return _in_advance(conversation, stage, text, guide)
    if not isinstance(stage, ChoosingSlot | Confirming):
        return None
    matter = stage.matter
    match hear(stage, text, guide):
        case Wish() as wish:
            return arranging.wish_for(conversation.but(misses=0), matter, wish, guide)
        case Shifted(by):
            return arranging.shift(conversation.but(misses=0), matter, by, guide)
        case Past():
            return carry_on(conversation, guide, Say("time-is-over"))
        case Either(()):
            return Turn(conversation, (Say("say-a-day"),))
        case Either(readings):
            either = tuple(_choice(matter.code, wish) for wish in readings[:READINGS])
            return Turn(conversation.but(misses=0), (Say("which-time-meant", choices=either),))
    return None


def _for_all(conversation: Conversation, text: str, guide: Guide) -> Turn | None:
    """A time or a district for a whole joint visit."""
    joint, heard = conversation.joint, hear_when(text, guide.local_now(""), guide.calendar)
    place = guide.ear.place(text, [OptionWords(name, words) for name, words in guide.districts.items()])
    if joint is not None and isinstance(place, One):
        where = joint.but(
            centres={**joint.centres, ANYWHERE: place.id}, wish=heard if isinstance(heard, Wish) else joint.wish
        )
        return together.other(conversation.but(joint=where, misses=0), guide)
    if isinstance(heard, Wish):
        return together.wish_for(conversation.but(misses=0), heard, guide)
    return carry_on(conversation, guide, Say("time-is-over")) if isinstance(heard, Past) else None


def wished(conversation: Conversation, stage: Stage, text: str, guide: Guide) -> Conversation:
    """The conversation with a time that was said together with the way or the centre."""
    if not isinstance(stage, ChoosingWay | ChoosingCentre):
        return conversation
    heard = hear(stage, text, guide)
    if not isinstance(heard, Wish) or not (heard.days or heard.weekdays or heard.first or heard.last or heard.order):
        return conversation
    return conversation.put(stage.matter.but(wish=heard))


def hear(
    stage: Asking | ChoosingWay | ChoosingCentre | ChoosingSlot | Confirming | Done, text: str, guide: Guide
) -> When | None:
    """What a sentence says of time, by the clock of the centre."""
    return hear_when(text, guide.local_now(stage.matter.centre or ""), guide.calendar)


def _another_time(conversation: Conversation, stage: Done, text: str, guide: Guide) -> Turn | None:
    """A day said once everything is arranged: the only place is moved there, if the citizen takes what is offered."""
    matter = stage.matter
    heard = hear(stage, text, guide) if len(matter.places) == 1 else None
    if not isinstance(heard, Wish) or not (heard.days or heard.weekdays):
        return None
    if matter.places[0].joint:
        return together.wish_for(together.begin_move(conversation, matter, guide).conversation, heard, guide)
    turn = arranging.begin_move(conversation, matter, matter.places[0].visit, guide)
    moving = turn.conversation.find(matter.code)
    return arranging.wish_for(turn.conversation, moving, heard, guide) if moving else turn


def _in_advance(
    conversation: Conversation, stage: Asking | ChoosingWay | ChoosingCentre, text: str, guide: Guide
) -> Turn | None:
    """A day said while something else is open: kept until a time is chosen."""
    heard = hear(stage, text, guide)
    if not isinstance(heard, Wish) or not heard.days:
        return None
    noted = conversation.but(misses=0).put(stage.matter.but(wish=heard, offered=()))
    return carry_on(noted, guide, Say("time-noted", {"wish": heard}))


def _choice(code: str, wish: Wish) -> Choice:
    return Choice(f"wish:{code}:{write_wish(wish)}", Term("wish-meant", {"wish": wish}))
