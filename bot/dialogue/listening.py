"""A typed sentence: an act, an answer to what is open, a time, a correction, another matter; or not understood.

In this order, since the nearest meaning is the likeliest: what is open now comes before a new topic.
"""

from __future__ import annotations

from bot.dialogue import acting, arranging, asking, choosing
from bot.dialogue.conversation import Conversation, Turn, Wish
from bot.dialogue.guide import Guide
from bot.dialogue.offering import choices
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Choice, Reply, Say, Term
from bot.dialogue.stage import Asking, Choosing, ChoosingSlot, Confirming, Done, Stage, stage_of
from bot.dialogue.tapping import tapped
from intents.hearing import (
    Act,
    DayWish,
    Kind,
    Nothing,
    One,
    OptionWords,
    OutOfRange,
    Several,
    hear_act,
    hear_day,
    hear_option,
)
from intents.tidy import is_chinese, is_other_script

LONGEST = 2_000
"""Characters of a sentence that are read; more is no sentence."""
MISSES_UNTIL_HELP = 2
CERTAIN = 0.84
"""Probability from which even a few words in the middle of a matter mean another one."""
NOT_WANTED = "not-wanted"
"""Why a match does not answer: the sentence refuses what it names."""
WHOLE_SENTENCE = 4
"""Characters or words from which on a sentence in the other language is meant to be answered in it."""


def said(conversation: Conversation, text: str, guide: Guide) -> Turn:
    """What a sentence leads to."""
    text = text.encode("utf-8", "replace").decode()  # an escape can name half a character, which no text holds
    conversation = _in_their_language(conversation, text)
    if len(text) > LONGEST:
        return carry_on(conversation, guide, Say("too-long", {"most": LONGEST}))
    if not any(character.isalnum() for character in text) and hear_act(text) is None:
        return carry_on(conversation, guide, Say("no-words"))
    act = hear_act(text)
    if act is not None:
        turn = acting.act(conversation, act, guide)
        if turn is not None:
            return turn
    stage = stage_of(conversation, guide)
    turn = _heard(conversation, stage, text, guide)
    if turn is None and isinstance(stage, Choosing):  # nothing offered was meant: hear it where the matter stands
        alone = conversation.but(choosing=())
        turn = _heard(alone, stage_of(alone, guide), text, guide)
    return turn or _missed(conversation, stage, text, guide)


def _heard(conversation: Conversation, stage: Stage, text: str, guide: Guide) -> Turn | None:
    """An answer, a time, or something else that is meant; None where nothing is understood."""
    return (
        _answer(conversation, stage, text, guide)
        or _time(conversation, stage, text, guide)
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


def _answer(conversation: Conversation, stage: Stage, text: str, guide: Guide) -> Turn | None:
    """An answer to what is open, as if it had been tapped; other answers in the same sentence are noted too."""
    offered = choices(stage, guide)
    if not offered:
        return None
    match hear_option(text, [OptionWords(choice.key, words_for(choice, guide)) for choice in offered]):
        case One(key):
            if isinstance(stage, Asking):
                conversation = _noted(conversation, stage, text)
            return tapped(conversation, key, guide)
        case Several(keys):
            near = tuple(choice for choice in offered if choice.key in keys)
            return Turn(conversation, (Say("which-of-those", choices=near),))
        case OutOfRange(number):
            values: dict[str, str | int] = {"number": number, "count": len(offered)}
            return carry_on(conversation, guide, Say("no-such-number", values))
        case Nothing():
            return None


def _noted(conversation: Conversation, stage: Asking, text: str) -> Conversation:
    """Answers said in passing; what was answered before stays as it is."""
    heard = asking.heard_answers(stage.outcome.definition, text, stage.matter.answers)
    return conversation.put(stage.matter.but(answers={**heard, **stage.matter.answers}))


def words_for(choice: Choice, guide: Guide) -> tuple[str, ...]:
    """Everything that people say for a choice, in both languages."""
    if isinstance(choice.label, Term):
        return (*choice.words, *guide.spoken.get(choice.label.id, ()))
    return (choice.label.zh, choice.label.en, *choice.words)


def _time(conversation: Conversation, stage: Stage, text: str, guide: Guide) -> Turn | None:
    """A day or time, where times are chosen."""
    if not isinstance(stage, ChoosingSlot | Confirming):
        return None
    matter = stage.matter
    wish = hear_day(text, guide.local_day(matter.centre) if matter.centre else guide.now.date())
    if wish is None:
        return None
    if isinstance(stage, Confirming):
        matter = matter.but(kept=None)
    return arranging.wish_for(conversation, matter, _wish(wish), guide)


def _wish(heard: DayWish) -> Wish:
    return Wish(day=heard.day, half=heard.half, at=heard.time)


def _meant(conversation: Conversation, stage: Stage, text: str, guide: Guide) -> Turn | None:
    """A new matter, or an answer to another question than the open one; in a short sentence the answer goes first."""
    matter = conversation.matter
    if isinstance(stage, Choosing) and matter is not None:
        return None
    if matter is None:
        return choosing.choose(conversation, text, guide)
    match = guide.matcher.match(text)
    if match.why == NOT_WANTED and match.candidates and match.candidates[0].intent == matter.procedure:
        return acting.act(conversation, Act(Kind.CANCEL), guide)
    whole = _is_whole_sentence(text)
    if whole and choosing.is_other_matter(match, matter):
        return choosing.choose(conversation, text, guide)
    in_passing = asking.hear_in_passing(conversation, text, guide)
    if in_passing is not None:
        return in_passing
    if choosing.is_other_matter(match, matter) and match.probability >= CERTAIN:
        return choosing.choose(conversation, text, guide)
    offers = (whole and match.decision == "clarify") or isinstance(stage, Done)
    return choosing.choose(conversation, text, guide) if offers else None


def _is_whole_sentence(text: str) -> bool:
    """Long enough to tell of something new, rather than to answer what was asked."""
    return sum(map(is_chinese, text)) >= 2 * WHOLE_SENTENCE or len(text.split()) >= WHOLE_SENTENCE


def _missed(conversation: Conversation, stage: Stage, text: str, guide: Guide) -> Turn:
    """Not understood: said once plainly; the second time with what is possible and who helps. Whoever writes in another
    script hears in both languages which ones are spoken here."""
    conversation = conversation.but(misses=conversation.misses + 1)
    asked = not isinstance(stage, Done) and bool(choices(stage, guide))
    if is_other_script(text):
        return carry_on(conversation, guide, Say("other-script"))
    reply: Reply = Say("not-understood-choice" if asked else "not-understood")
    if conversation.misses >= MISSES_UNTIL_HELP:
        reply = Say("not-understood-again")
    return Turn(conversation, (reply,)) if isinstance(stage, Done) else carry_on(conversation, guide, reply)
