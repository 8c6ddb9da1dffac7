"""A typed sentence: what is urgent, an act, an answer, a time, a correction, another matter; or not understood.

In this order, since the nearest meaning is the likeliest: what is open now comes before a new topic. An act that is
heard by its meaning alone waits until nothing else was heard, unless it is as good as certain.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import acting, answering, choosing, passing, timing
from bot.dialogue.applying import following, writing
from bot.dialogue.applying.reading import code_in
from bot.dialogue.applying.stages import Amending, Submitted, Uploading
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.joint.stages import AskingEvent, Listing
from bot.dialogue.missing import missed
from bot.dialogue.offering import choices
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Say
from bot.dialogue.sharing import inviting, login
from bot.dialogue.stage import Asking, Choosing, Done, Stage, Sure, stage_of
from intents.hearing import (
    EMERGENCIES,
    Act,
    Kind,
    Likely,
    One,
    hear_act,
)
from intents.tidy import is_chinese

LONGEST = 2_000
"""Characters of a sentence that are read; more is no sentence."""
LIKELY = 0.6
"""Probability from which an act that is heard by its meaning undoes something, or is urgent beside something else."""
UNDOING = frozenset({Kind.CANCEL, Kind.RESTART, Kind.BACK, Kind.GOODBYE})
SURE = 0.9
"""Probability from which grief is answered although something else is said: nobody who tells of a birth hears it. And
from which an answer is noted out of a cry for help."""
OUTWEIGHS = 0.8
"""Probability from which an act that is heard by its meaning comes before answers and matters."""
AGREEING = frozenset({Kind.YES, Kind.NO, Kind.MAYBE})
"""What an option may say in other words."""
NOT_WANTED = "not-wanted"
"""Why a match does not answer: the sentence refuses what it names."""
WHOLE_SENTENCE = 4
"""Characters or words from which on a sentence in the other language is meant to be answered in it."""


def said(conversation: Conversation, text: str, guide: Guide) -> Turn:
    """What a sentence leads to."""
    text = text.encode("utf-8", "replace").decode()  # an escape can name half a character, which no text holds
    if len(text) > LONGEST:
        return carry_on(_in_their_language(conversation, text), guide, Say("too-long", {"most": LONGEST}))
    if (turn := _brought(conversation, text, guide)) is not None:
        return turn
    text = guide.ear.written(text)
    conversation = _in_their_language(conversation, text)
    if not any(character.isalnum() for character in text) and hear_act(text) is None:
        return carry_on(conversation, guide, Say("no-words"))
    stage = stage_of(conversation, guide)
    likely = guide.ear.act(text)
    if likely is not None and likely.is_urgent:
        return _urgent(conversation, stage, likely, text, guide)
    turn = None
    if likely is not None and _comes_first(likely, stage, text, guide):
        turn = acting.act(conversation, likely.act, guide)
    turn = turn or _heard(conversation, stage, text, guide)
    if turn is None and likely is not None and (likely.probability >= LIKELY or not _undoes(likely, stage)):
        turn = acting.act(conversation, likely.act, guide)
    return turn or writing.wrong(conversation, text, guide) or missed(conversation, stage, text, guide)


def _brought(conversation: Conversation, text: str, guide: Guide) -> Turn | None:
    """What is no sentence at all: the digits of a login, a code of an invitation or a case, the value of a field."""
    if (digits := login.code_in(conversation, text)) is not None:
        return login.finish(conversation, digits, guide)
    if (code := inviting.code_in(text)) is not None:
        return inviting.join(conversation, code, guide)
    if (case := code_in(text)) is not None:
        return following.asked(_in_their_language(conversation, text), *case, guide)
    return _written(conversation, text, guide)


def _written(conversation: Conversation, text: str, guide: Guide) -> Turn | None:
    """The value of the open field of a form, unless the sentence does something, or somebody is in need."""
    matter, field = conversation.matter, writing.open_field(conversation, guide)
    act = hear_act(text)
    if matter is None or field is None or not text.strip() or (act is not None and act.kind not in AGREEING):
        return None
    if field.type == "text" and (likely := guide.ear.act(text)) is not None and likely.is_urgent:
        return None
    turn = writing.written(conversation, matter, field, text, guide)
    if (
        turn is None
        and not any(character.isalpha() for character in text)
        and not _is_choice(conversation, text, guide)
    ):
        return writing.wrong(conversation, text, guide)
    return turn


def _is_choice(conversation: Conversation, text: str, guide: Guide) -> bool:
    """Whether a number is that of something offered."""
    number = text.strip()
    return number.isdecimal() and 0 < int(number) <= len(choices(stage_of(conversation, guide), guide))


def _comes_first(likely: Likely, stage: Stage, text: str, guide: Guide) -> bool:
    """Whether an act is heard before anything else that the sentence may be."""
    if isinstance(stage, Amending | Uploading | Submitted) and answering.is_exact(stage, text, guide):
        return False  # what is offered here may sound like an act: "that is all", or a line called "telephone"
    if likely.is_certain:
        return not (isinstance(stage, Sure) and likely.act.kind is Kind.CHANGE)  # "no wait, keep it"
    if likely.probability < OUTWEIGHS:
        return False
    agrees = isinstance(stage, Asking | AskingEvent) and likely.act.kind in AGREEING
    return not agrees and not answering.is_exact(stage, text, guide)


def _undoes(likely: Likely, stage: Stage) -> bool:
    """Whether an act would take something back at once. To give up a matter is asked first, so that needs less."""
    asks_first = likely.act.kind is Kind.CANCEL and not isinstance(stage, Choosing)
    return likely.act.kind in UNDOING and not asks_first


def _urgent(conversation: Conversation, stage: Stage, likely: Likely, text: str, guide: Guide) -> Turn:
    """Help by telephone or a gentle word first; then what else the sentence says, if it says anything.

    An answer that is clear is not taken for a cry for help unless it almost certainly is one.
    """
    first = Say(f"urgent-{likely.act.kind.name.lower()}")
    turn = None if likely.is_certain else _heard(conversation, stage, text, guide)
    if turn is None:
        return Turn(conversation.but(misses=0), (first,))
    if isinstance(stage, Asking) and likely.probability >= LIKELY:
        chosen = answering.chosen(stage, text, choices(stage, guide), guide)
        if not isinstance(chosen, One) or chosen.probability < SURE:
            return carry_on(conversation, guide, first)
    beside = OUTWEIGHS if likely.act.kind in EMERGENCIES else SURE
    return turn if likely.probability < beside else replace(turn, replies=(first, *turn.replies))


def _heard(conversation: Conversation, stage: Stage, text: str, guide: Guide) -> Turn | None:
    """An answer, a time, or something else that is meant; None where nothing is understood."""
    turn = _understood(conversation, stage, text, guide)
    if turn is None and isinstance(stage, Choosing):  # nothing offered was meant: hear it where the matter stands
        alone = conversation.but(choosing=())
        turn = _understood(alone, stage_of(alone, guide), text, guide)
    return turn


def _understood(conversation: Conversation, stage: Stage, text: str, guide: Guide) -> Turn | None:
    return (
        answering.answer(conversation, stage, text, guide)
        or timing.time(conversation, stage, text, guide)
        or _meant(conversation, stage, text, guide)
    )


def _in_their_language(conversation: Conversation, text: str) -> Conversation:
    """The citizen's own language from the first message on; switched when a whole sentence comes in the other."""
    words = text.split()
    if is_chinese(text):
        told = conversation.language is None or sum(map(is_chinese, text)) >= WHOLE_SENTENCE
        return conversation.but(language="zh") if told else conversation
    letters = sum(word.isascii() and word.isalpha() for word in words)
    if text.startswith("/") or not letters:
        return conversation
    told = conversation.language is None or letters >= WHOLE_SENTENCE
    return conversation.but(language="en") if told else conversation


def _meant(conversation: Conversation, stage: Stage, text: str, guide: Guide) -> Turn | None:
    """A new matter, or an answer to another question than the open one; in a short sentence the answer goes first."""
    matter = conversation.matter
    if isinstance(stage, Choosing) and matter is not None:
        return None
    if isinstance(stage, AskingEvent | Listing) and not _is_whole_sentence(text):
        return None
    if matter is None or matter.submitted:
        return choosing.choose(conversation, text, guide)
    match = guide.matcher.match(text)
    if match.why == NOT_WANTED and match.candidates and match.candidates[0].intent == matter.procedure:
        return acting.act(conversation, Act(Kind.CANCEL), guide)
    whole = _is_whole_sentence(text)
    if (not whole or _answers_several(matter, text, guide)) and (
        answered := passing.hear_in_passing(conversation, text, guide)
    ) is not None:
        return answered
    if whole and choosing.is_other_matter(match, matter):
        return choosing.choose(conversation, text, guide)
    in_passing = passing.hear_in_passing(conversation, text, guide)
    if in_passing is not None:
        return in_passing
    if choosing.is_other_matter(match, matter) and match.probability >= answering.CERTAIN:
        return choosing.choose(conversation, text, guide)
    offers = (whole and match.decision == "clarify") or isinstance(stage, Done)
    return choosing.choose(conversation, text, guide) if offers else None


def _answers_several(matter: Matter, text: str, guide: Guide) -> bool:
    """Whether a sentence answers more than one question of the matter: so much is no other matter."""
    definition = guide.definition(matter)
    if definition is None:
        return False
    return len(passing.heard_answers(definition, text, matter.answers, guide.ear, settled=matter.answers)) > 1


def _is_whole_sentence(text: str) -> bool:
    """Long enough to tell of something new, rather than to answer what was asked."""
    return sum(map(is_chinese, text)) >= 2 * WHOLE_SENTENCE or len(text.split()) >= WHOLE_SENTENCE
