"""What somebody asks about: why this question, what a word means, in short, and what to do when one does not know."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.dialogue import asking, passing
from bot.dialogue.applying.stages import Writing
from bot.dialogue.conversation import Conversation, Language, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Say, Short, Why
from bot.dialogue.stage import Asking, Confirming, Sure, stage_of
from bot.dialogue.tapping import tapped
from intents.hearing import Act
from intents.tidy import is_chinese
from intents.words import all_words
from procedures.cautious import cautious_option
from procedures.glossary import terms_in
from procedures.outcome import Outcome

WORDS_AT_ONCE = 3


def why(conversation: Conversation, heard: Act, guide: Guide) -> Turn | None:
    """Why this question; or, once the outcome is told, why these papers and not the others."""
    stage = stage_of(conversation, guide)
    if isinstance(stage, Asking):
        return carry_on(conversation, guide, Say("because", {"reason": stage.question.why}))
    if isinstance(stage, Writing):
        return carry_on(conversation, guide, Say("why-line"))
    outcome = getattr(stage, "outcome", None)
    if isinstance(outcome, Outcome):
        return carry_on(conversation, guide) if outcome.stop else Turn(conversation, (Why(outcome),))
    return None if heard.rest else carry_on(conversation, guide, Say("why-what"))


def unsure(conversation: Conversation, _: Act, guide: Guide) -> Turn | None:
    """Not known, or half a yes: an option that says so; else where to look it up, and on with the cautious one."""
    stage = stage_of(conversation, guide)
    if isinstance(stage, Sure | Confirming):
        return carry_on(conversation, guide, Say("take-your-time"))
    if not isinstance(stage, Asking):
        return None
    question, matter, definition = stage.question, stage.matter, stage.outcome.definition
    options = asking.option_words(question)
    unknown = [option.id for option in options if not all_words("act.unsure").isdisjoint(option.words)]
    where = (Say("find-out", {"where": question.find_out}),) if question.find_out else ()
    if len(unknown) == 1:
        turn = tapped(conversation, f"q:{matter.code}:{question.id}:{unknown[0]}", guide)
        return replace(turn, replies=(*where, *turn.replies))
    option = cautious_option(definition, question, matter.answers, partial(guide.outcome, definition))
    if option is None or not where:  # what everybody knows is not assumed
        return carry_on(conversation, guide, Say("unsure"))
    on = Say("unsure-going-on", {"question": question.ask, "answer": question.options[option]})
    turn = tapped(conversation, f"q:{matter.code}:{question.id}:{option}", guide)
    return passing.changeable(
        replace(turn, replies=(*where, on, *turn.replies)), definition, matter.code, {question.id}
    )


def meaning(conversation: Conversation, heard: Act, guide: Guide) -> Turn | None:
    """What words of the office mean: those that were asked about, or those of the question that is open."""
    stage = stage_of(conversation, guide)
    glossary = guide.province.glossary
    language: Language = "zh" if is_chinese(heard.rest) or conversation.language == "zh" else "en"
    asked = terms_in(glossary, heard.rest, language)
    if not asked and isinstance(stage, Asking):
        asked = terms_in(glossary, getattr(stage.question.ask, language), language)
    if asked:
        terms = tuple(
            Say("word-means", {"word": glossary[name].name, "means": glossary[name].means})
            for name in asked[:WORDS_AT_ONCE]
        )
        return carry_on(conversation, guide, *terms)
    if isinstance(stage, Asking):
        return carry_on(conversation, guide, Say("because", {"reason": stage.question.why}))
    return carry_on(conversation, guide, Say("word-unknown"))


def simpler(conversation: Conversation, _: Act, guide: Guide) -> Turn:
    """One thing at a time: the open question alone; once the outcome is told, its shortest form."""
    stage = stage_of(conversation, guide)
    if isinstance(stage, Asking):
        return carry_on(conversation, guide, Say("one-at-a-time", {"reason": stage.question.why}))
    outcome = getattr(stage, "outcome", None)
    if isinstance(outcome, Outcome) and outcome.way() is not None:
        return carry_on(conversation, guide, Short(outcome))
    return carry_on(conversation, guide, Say("in-short-idle"))
