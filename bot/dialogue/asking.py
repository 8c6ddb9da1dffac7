"""Questions and answers inside a matter: hear, note, go back, change. The journey itself is replayed, never stored."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import arranging
from bot.dialogue.conversation import Conversation, Matter, Turn, Wish
from bot.dialogue.guide import Guide
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Choice, Say
from bot.dialogue.stage import ChoosingCentre, ChoosingSlot, Confirming, Done, Stage, stage_of
from intents.hearing import OptionWords, hear_mentions
from procedures.definition import Definition, Question
from procedures.journey import replay


def answer(conversation: Conversation, matter: Matter, chosen: str, guide: Guide) -> Turn:
    """An option of a question, open or answered before: `question:option`."""
    name, _, option = chosen.partition(":")
    definition = guide.definition(matter)
    question = definition.question(name) if definition else None
    if question is None or option not in question.options:
        return carry_on(conversation, guide, Say("button-too-old"))
    before = matter.answers.get(name)
    matter = _with(matter, {name: option})
    if before is not None and before != option:
        changed = Say("changed", {"question": question.ask, "answer": question.options[option]})
        return carry_on(conversation.put(matter), guide, changed)
    return carry_on(conversation.put(matter), guide)


def note(matter: Matter, definition: Definition, text: str) -> Matter:
    """The matter with the answers that a sentence gives in passing."""
    return _with(matter, heard_answers(definition, text, matter.answers)) if text else matter


def heard_answers(definition: Definition, text: str, given: Mapping[str, str]) -> dict[str, str]:
    """Answers hidden in a sentence, by question: only what is said clearly, and only what this path may ask."""
    heard = hear_mentions(text, {q.id: option_words(q) for q in definition.questions})
    ignored = replay(definition, {**given, **heard}).ignored
    return {name: option for name, option in heard.items() if name not in ignored}


def option_words(question: Question) -> tuple[OptionWords, ...]:
    return tuple(OptionWords(name, (o.zh, o.en, *o.said_as)) for name, o in question.options.items())


def ask_again(conversation: Conversation, matter: Matter, name: str, guide: Guide) -> Turn:
    """Open one earlier question again; later answers that still count are kept."""
    kept = {question: option for question, option in matter.answers.items() if question != name}
    return carry_on(conversation.put(_unarranged(matter.but(answers=kept))), guide)


def go_back(conversation: Conversation, guide: Guide) -> Turn:
    """One step back: from the kept place to the times, to the centres, to the ways, to the last answer."""
    stage = stage_of(conversation, guide)
    match stage:
        case Confirming(matter):
            return arranging.let_go(conversation, matter, guide)
        case ChoosingSlot(matter) if matter.moving is not None:
            return carry_on(conversation.put(matter.but(moving=None, offered=())), guide)
        case ChoosingSlot(matter):
            return carry_on(conversation.put(matter.but(centre=None, offered=(), wish=Wish())), guide)
        case ChoosingCentre(matter) | Done(matter) if matter.way is not None and not matter.places:
            return carry_on(conversation.put(matter.but(way=None)), guide)
    return _last_answer_again(conversation, stage, guide)


def _last_answer_again(conversation: Conversation, stage: Stage, guide: Guide) -> Turn:
    outcome = getattr(stage, "outcome", None)
    matter = conversation.matter
    if outcome is None or matter is None or not outcome.journey.answers or matter.places:
        return carry_on(conversation, guide, Say("nothing-before"))
    return ask_again(conversation, matter, list(outcome.journey.answers)[-1], guide)


def hear_in_passing(conversation: Conversation, text: str, guide: Guide) -> Turn | None:
    """Answers to questions that are not the open one: an earlier one corrected, or a later one told in advance."""
    matter = conversation.matter
    definition = guide.definition(matter) if matter else None
    if matter is None or definition is None:
        return None
    heard = heard_answers(definition, text, matter.answers)
    if not heard:
        return None
    news = {name: option for name, option in heard.items() if matter.answers.get(name) != option} or heard
    told = tuple(_told(definition, name, option, matter) for name, option in news.items())
    return carry_on(conversation.but(misses=0).put(_with(matter, news)), guide, *told)


def _told(definition: Definition, name: str, option: str, matter: Matter) -> Say:
    question = next(question for question in definition.questions if question.id == name)
    same = matter.answers.get(name, option) == option
    return Say("noted" if same else "changed", {"question": question.ask, "answer": question.options[option]})


def change(conversation: Conversation, what: str, guide: Guide) -> Turn | None:
    """Change an earlier answer: by saying the new one, or by choosing which. None where nothing is answered yet."""
    matter = conversation.matter
    definition = guide.definition(matter) if matter else None
    if matter is None or definition is None or not matter.answers:
        return None
    which = Turn(conversation, (Say("change-which", choices=_editable(matter, definition)),))
    return hear_in_passing(conversation, what, guide) or which


def _editable(matter: Matter, definition: Definition) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"edit:{matter.code}:{question.id}", question.ask)
        for question in definition.questions
        if question.id in matter.answers
    )


def _with(matter: Matter, answers: Mapping[str, str]) -> Matter:
    changed = any(matter.answers.get(name) != option for name, option in answers.items())
    matter = matter.but(answers={**matter.answers, **answers})
    return _unarranged(matter) if changed else matter


def _unarranged(matter: Matter) -> Matter:
    """Another answer may lead to other ways and counters: what was chosen before it is chosen again.

    A booked place stays booked until the citizen moves or cancels it.
    """
    if matter.places:
        return matter
    return matter.but(way=None, centre=None, offered=(), wish=Wish(), kept=None)
