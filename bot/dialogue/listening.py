"""A typed sentence: what is urgent, an act, an answer, a time, a correction, another matter; or not understood.

In this order, since the nearest meaning is the likeliest: what is open now comes before a new topic. An act that is
heard by its meaning alone waits until nothing else was heard, unless it is as good as certain.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import acting, asking, choosing, passing, timing
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.missing import missed
from bot.dialogue.offering import choices
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Choice, Say, Term
from bot.dialogue.stage import Asking, Choosing, ChoosingCentre, Done, Stage, Sure, stage_of
from bot.dialogue.tapping import tapped
from intents.hearing import (
    EMERGENCIES,
    Act,
    Heard,
    Kind,
    Likely,
    One,
    OptionWords,
    OutOfRange,
    Several,
    hear_act,
    hear_option,
)
from intents.hearing.answers import hear_certain
from intents.hearing.negation import able_part
from intents.tidy import is_chinese

LONGEST = 2_000
"""Characters of a sentence that are read; more is no sentence."""
CERTAIN = 0.84
"""Probability from which even a few words in the middle of a matter mean another one."""
LIKELY = 0.6
"""Probability from which an act that is heard by its meaning undoes something, or is urgent beside something else."""
UNDOING = frozenset({Kind.CANCEL, Kind.RESTART, Kind.BACK, Kind.GOODBYE})
SURE = 0.9
"""Probability from which grief is answered although something else is said: nobody who tells of a birth hears it."""
OUTWEIGHS = 0.8
"""Probability from which an act that is heard by its meaning comes before answers and matters."""
SURE_ANSWER = 0.95
"""Probability from which an answer is one although the same words may mean another matter."""
AGREEING = frozenset({Kind.YES, Kind.NO, Kind.MAYBE})
"""What an option may say in other words."""
NOT_WANTED = "not-wanted"
"""Why a match does not answer: the sentence refuses what it names."""
FEW_CHARACTERS, FEW_WORDS = 6, 3
"""Of an answer that need not be said back where an option's own words are in it."""
WHOLE_SENTENCE = 4
"""Characters or words from which on a sentence in the other language is meant to be answered in it."""


def said(conversation: Conversation, text: str, guide: Guide) -> Turn:
    """What a sentence leads to."""
    text = text.encode("utf-8", "replace").decode()  # an escape can name half a character, which no text holds
    text = guide.ear.written(text)
    conversation = _in_their_language(conversation, text)
    if len(text) > LONGEST:
        return carry_on(conversation, guide, Say("too-long", {"most": LONGEST}))
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
    if turn is None and likely is not None and not (likely.act.kind in UNDOING and likely.probability < LIKELY):
        turn = acting.act(conversation, likely.act, guide)
    return turn or missed(conversation, stage, text, guide)


def _comes_first(likely: Likely, stage: Stage, text: str, guide: Guide) -> bool:
    """Whether an act is heard before anything else that the sentence may be."""
    if likely.is_certain:
        return not (isinstance(stage, Sure) and likely.act.kind is Kind.CHANGE)  # "no wait, keep it"
    if likely.probability < OUTWEIGHS:
        return False
    return not (isinstance(stage, Asking) and likely.act.kind in AGREEING) and not _is_exact(stage, text, guide)


def _is_exact(stage: Stage, text: str, guide: Guide) -> bool:
    return isinstance(hear_certain(text, _options(choices(stage, guide), guide)), One | OutOfRange)


def _urgent(conversation: Conversation, stage: Stage, likely: Likely, text: str, guide: Guide) -> Turn:
    """Help by telephone or a gentle word first; then what else the sentence says, if it says anything.

    An answer that is clear is not taken for a cry for help unless it almost certainly is one.
    """
    first = Say(f"urgent-{likely.act.kind.name.lower()}")
    turn = None if likely.is_certain else _heard(conversation, stage, text, guide)
    if turn is None:
        return Turn(conversation.but(misses=0), (first,))
    answers = isinstance(stage, Asking) and isinstance(_chosen(stage, text, choices(stage, guide), guide), One)
    if isinstance(stage, Asking) and not answers and likely.probability >= LIKELY:
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
        _answer(conversation, stage, text, guide)
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


def _answer(conversation: Conversation, stage: Stage, text: str, guide: Guide) -> Turn | None:
    """An answer to what is open, as if it had been tapped; other answers in the same sentence are noted too."""
    offered = choices(stage, guide)
    if not offered:
        return None
    chosen = _chosen(stage, text, offered, guide)
    if isinstance(stage, Asking) and _is_rather_something_else(conversation, stage, chosen, text, guide):
        return None
    match chosen:
        case One(key) if isinstance(stage, Asking):
            return _answered(conversation, stage, key, text, guide)
        case One(key):
            return tapped(timing.wished(conversation, stage, text, guide), key, guide)
        case Several(keys):
            near = tuple(choice for choice in offered if choice.key in keys)
            return Turn(conversation.but(misses=0), (_which(stage, near),))
        case OutOfRange(number):
            values: dict[str, str | int] = {"number": number, "count": len(offered)}
            return carry_on(conversation, guide, Say("no-such-number", values))
    return None


def _is_rather_something_else(
    conversation: Conversation, stage: Asking, chosen: Heard, text: str, guide: Guide
) -> bool:
    """Whether what might be an answer by its meaning certainly is one to another question, or another matter."""
    matter = conversation.matter
    likely = chosen.probability if isinstance(chosen, One) else 0.0
    if matter is None or likely >= SURE_ANSWER or not isinstance(chosen, One | Several):
        return False
    besides = passing.heard_answers(stage.outcome.definition, text, matter.answers, guide.ear, settled=matter.answers)
    if besides.keys() - matter.answers.keys() - {stage.question.id} and stage.question.id not in besides:
        return True
    match = guide.matcher.match(text)
    return choosing.is_other_matter(match, matter) and match.probability >= CERTAIN


def _which(stage: Stage, near: tuple[Choice, ...]) -> Say:
    """The question again where one is open, with those options only that may be meant."""
    if isinstance(stage, Asking):
        return Say("which-answer", {"question": stage.question.ask}, choices=near)
    return Say("which-of-those", choices=near)


def _chosen(stage: Stage, text: str, offered: tuple[Choice, ...], guide: Guide) -> Heard:
    """Which of the offered choices a sentence chooses, by its key."""
    if isinstance(stage, ChoosingCentre):
        place = guide.ear.place(text, _options(offered, guide))
        return place if isinstance(place, One | Several) else hear_certain(text, _options(offered, guide))
    if not isinstance(stage, Asking):
        return hear_option(able_part(text), _options(offered, guide))
    keys = {choice.key.rpartition(":")[2]: choice.key for choice in offered}
    name = f"{stage.outcome.definition.id}.{stage.question.id}"
    heard = guide.ear.answer(name, text, asking.option_words(stage.question))
    match heard:
        case One(option):
            return One(keys[option], heard.probability)
        case Several(options):
            return Several(tuple(keys[option] for option in options))
    return heard


def _answered(conversation: Conversation, stage: Asking, key: str, text: str, guide: Guide) -> Turn:
    """The open question answered. What was not said in the option's own words is said back, and so is the rest."""
    definition, name, matter = stage.outcome.definition, stage.question.id, stage.matter
    option = key.rpartition(":")[2]
    given = {**matter.answers, name: option}
    besides = passing.heard_answers(definition, text, given, guide.ear, settled=given)
    besides = {other: said for other, said in besides.items() if other not in matter.answers and other != name}
    exact = isinstance(hear_certain(text, asking.option_words(stage.question)), One) or _is_short(text, option, stage)
    turn = tapped(conversation.put(matter.but(answers={**besides, **matter.answers})), key, guide)
    heard = besides if exact else {name: option, **besides}
    return passing.told_besides(turn, definition, matter, heard) if heard else turn


def _is_short(text: str, option: str, stage: Asking) -> bool:
    """Whether a few words, an option's own among them, leave no doubt."""
    few = len(text) <= FEW_CHARACTERS if is_chinese(text) else len(text.split()) <= FEW_WORDS
    return few and hear_option(text, asking.option_words(stage.question)) == One(option)


def _options(offered: tuple[Choice, ...], guide: Guide) -> list[OptionWords]:
    return [OptionWords(choice.key, words_for(choice, guide)) for choice in offered]


def words_for(choice: Choice, guide: Guide) -> tuple[str, ...]:
    """Everything that people say for a choice, in both languages."""
    if isinstance(choice.label, Term):
        return (*choice.words, *guide.spoken.get(choice.label.id, ()))
    return (choice.label.zh, choice.label.en, *choice.words)


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
    if (not whole or _answers_several(matter, text, guide)) and (
        answered := passing.hear_in_passing(conversation, text, guide)
    ) is not None:
        return answered
    if whole and choosing.is_other_matter(match, matter):
        return choosing.choose(conversation, text, guide)
    in_passing = passing.hear_in_passing(conversation, text, guide)
    if in_passing is not None:
        return in_passing
    if choosing.is_other_matter(match, matter) and match.probability >= CERTAIN:
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
