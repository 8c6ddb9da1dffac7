"""Answers said in passing: hidden in the first sentence, told in advance, or corrections of earlier ones.

What was heard is said back, and each line of it can be changed with one tap.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.dialogue.asking import option_words, with_answers
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Choice, Say, Term
from bot.dialogue.stage import Asking, stage_of
from intents.hearing import Ear
from intents.hearing.ear import PASSING
from procedures.definition import Definition
from procedures.journey import replay
from procedures.vocabulary import YOU

AMID = 0.9
"""Probability from which a remark amid the questions answers one of them: it is likelier to than a first sentence."""
CHANGEABLE = 4
"""Lines that can be changed at once: more buttons nobody reads."""


def note(matter: Matter, definition: Definition, text: str, guide: Guide) -> Matter:
    """The matter with the answers that a sentence gives in passing."""
    return with_answers(matter, heard_answers(definition, text, matter.answers, guide.ear)) if text else matter


def heard_answers(
    definition: Definition,
    text: str,
    given: Mapping[str, str],
    ear: Ear,
    settled: Collection[str] = (),
    at_least: float = PASSING,
) -> dict[str, str]:
    """Answers hidden in a sentence, by question: only what is said clearly, and only what this path may ask.

    `settled`: questions that nothing but their own words answer anew.
    """
    questions = {question.id: option_words(question) for question in definition.questions}
    mine = {question.id for question in definition.questions if question.about == YOU}
    heard = ear.passing(definition.id, text, questions, mine=mine, settled=settled, at_least=at_least)
    ignored = replay(definition, {**given, **heard}).ignored
    return {name: option for name, option in heard.items() if name not in ignored}


def hear_in_passing(conversation: Conversation, text: str, guide: Guide, *, changing: bool = False) -> Turn | None:
    """Answers to questions that are not the open one: an earlier one corrected, or a later one told in advance.

    `changing`: the sentence says that it corrects something, so that its meaning may.
    """
    matter = conversation.matter
    definition = guide.definition(matter) if matter else None
    if matter is None or definition is None or matter.submitted:
        return None
    stage = stage_of(conversation, guide)
    asked = matter.answers if isinstance(stage, Asking) else {question.id for question in definition.questions}
    settled = () if changing else asked
    at_least = AMID if isinstance(stage, Asking) or changing else PASSING
    heard = heard_answers(definition, text, matter.answers, guide.ear, settled, at_least)
    if not heard:
        return None
    news = {name: option for name, option in heard.items() if matter.answers.get(name) != option} or heard
    told = tuple(_told(definition, name, option, matter) for name, option in news.items())
    turn = carry_on(conversation.but(misses=0).put(with_answers(matter, news)), guide, *told)
    return changeable(turn, definition, matter.code, news)


def told_besides(turn: Turn, definition: Definition, matter: Matter, heard: Mapping[str, str]) -> Turn:
    """A turn that says first what was heard, and lets it be changed at the end. `matter` as it was before."""
    said = tuple(_told(definition, name, option, matter) for name, option in heard.items())
    return changeable(replace(turn, replies=(*said, *turn.replies)), definition, matter.code, heard)


def changeable(turn: Turn, definition: Definition, code: str, heard: Collection[str]) -> Turn:
    """A turn whose last reply offers to change what was heard."""
    matter = turn.conversation.find(code)
    if matter is None or not turn.replies:
        return turn
    changes = tuple(
        Choice(
            f"edit:{code}:{question.id}",
            Term("change-answer", {"answer": question.options[matter.answers[question.id]]}),
        )
        for question in definition.questions
        if question.id in heard and matter.answers.get(question.id) in question.options
    )[:CHANGEABLE]
    *before, last = turn.replies
    return replace(turn, replies=(*before, replace(last, choices=(*last.choices, *changes))))


def _told(definition: Definition, name: str, option: str, matter: Matter) -> Say:
    question = next(question for question in definition.questions if question.id == name)
    same = matter.answers.get(name, option) == option
    return Say("noted" if same else "changed", {"question": question.ask, "answer": question.options[option]})
