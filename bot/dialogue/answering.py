"""An answer to what is open: in an option's own words, by its number, by its meaning; or rather something else."""

from __future__ import annotations

from bot.dialogue import asking, choosing, passing, timing
from bot.dialogue.applying.stages import Submitted
from bot.dialogue.conversation import Conversation, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.joint.stages import AskingEvent
from bot.dialogue.offering import choices
from bot.dialogue.prompting import PUT_OFF, carry_on
from bot.dialogue.replies import Choice, Say, Term
from bot.dialogue.sharing.offering import offering_to_look_up
from bot.dialogue.stage import Asking, ChoosingCentre, Done, Finishing, Stage
from bot.dialogue.tapping import tapped
from bot.dialogue.unsettled.telling import choices as unsettled_choices
from bot.dialogue.unsettled.telling import kept_for
from intents.hearing import Heard, One, OptionWords, OutOfRange, Several, hear_option
from intents.hearing.answers import hear_certain
from intents.hearing.negation import able_part
from intents.tidy import is_chinese

CERTAIN = 0.84
"""Probability from which even a few words in the middle of a matter mean another one."""
SURE_ANSWER = 0.95
"""Probability from which an answer is one although the same words may mean another matter."""
FEW_CHARACTERS, FEW_WORDS = 6, 3
"""Of an answer that need not be said back where an option's own words are in it."""


def is_exact(stage: Stage, text: str, guide: Guide) -> bool:
    """Whether a sentence names one of the choices without any doubt."""
    return isinstance(hear_certain(text, _options(_offered(stage, guide), guide)), One | OutOfRange)


def answer(conversation: Conversation, stage: Stage, text: str, guide: Guide) -> Turn | None:
    """An answer to what is open, as if it had been tapped; other answers in the same sentence are noted too."""
    offered = _with_unsettled(conversation, stage, _offered(stage, guide))
    if not offered:
        return None
    heard = chosen(stage, text, offered, guide)
    if isinstance(stage, Asking) and _is_rather_something_else(conversation, stage, heard, text, guide):
        return None
    match heard:
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


def _offered(stage: Stage, guide: Guide) -> tuple[Choice, ...]:
    """The choices of the stage, and what is offered with the outcome whatever comes next."""
    beside = offering_to_look_up(stage.matter, guide) if guide.shares and isinstance(stage, Finishing) else ()
    return (*choices(stage, guide), *beside)


def _with_unsettled(conversation: Conversation, stage: Stage, offered: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """With the buttons of what is unsettled: in the place of the stage's, or under them."""
    unsettled = kept_for(conversation, conversation.current)
    if unsettled is None:
        return offered
    if isinstance(stage, PUT_OFF):
        return (*unsettled_choices(unsettled), *offered)
    return (*offered, *unsettled_choices(unsettled)) if isinstance(stage, Done | Submitted) else offered


def _is_rather_something_else(conversation: Conversation, stage: Asking, heard: Heard, text: str, guide: Guide) -> bool:
    """Whether what might be an answer by its meaning certainly is one to another question, or another matter."""
    matter = conversation.matter
    likely = heard.probability if isinstance(heard, One) else 0.0
    if matter is None or likely >= SURE_ANSWER or not isinstance(heard, One | Several):
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


def chosen(stage: Stage, text: str, offered: tuple[Choice, ...], guide: Guide) -> Heard:
    """Which of the offered choices a sentence chooses, by its key."""
    if isinstance(stage, ChoosingCentre):
        place = guide.ear.place(text, _options(offered, guide))
        return place if isinstance(place, One | Several) else hear_certain(text, _options(offered, guide))
    if not isinstance(stage, Asking | AskingEvent):
        return hear_option(able_part(text), _options(offered, guide))
    keys = {choice.key.rpartition(":")[2]: choice.key for choice in offered}
    asked_by = stage.event.id if isinstance(stage, AskingEvent) else stage.outcome.definition.id
    name = f"{asked_by}.{stage.question.id}"
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
