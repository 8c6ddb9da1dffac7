"""The lines of the card that is shown at the counter. No name stands in it: the clerk sees the identity card."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue.applying.reading import spaced
from bot.dialogue.outcome_lines import OutcomeLines, carried
from bot.dialogue.planned import PlannedVisit
from bot.dialogue.replies import ShowCard
from bot.dialogue.words import Words


def lines_of(card: ShowCard, words: Words) -> Iterator[str]:
    """The lines, in the language of `words`: that of the clerk."""
    planned, slot = card.visit, card.visit.slot
    yield words.say("show-title", title=planned.title)
    yield ""
    yield words.say("show-code", code=spaced(planned.code))
    yield ""
    if planned.purpose is not None:
        yield words.say("ticket-visit", purpose=planned.purpose)
    yield words.say("show-when", when=card.start)
    centre, counter = words.province.centres.get(slot.centre), words.province.counters.get(slot.counter)
    names = centre.name if centre else slot.centre, counter.name if counter else slot.counter
    yield words.say("ticket-where", centre=names[0], counter=names[1])
    yield from _brought(planned, words)
    yield from words.listed("show-answers", _answers(planned, words))
    yield ""
    yield words.say("show-thanks")


def _brought(planned: PlannedVisit, words: Words) -> Iterator[str]:
    if planned.outcome and planned.way and planned.visit:
        items = carried(planned.way.at(planned.visit))
        names = zip(OutcomeLines(planned.outcome, words).names(items), items, strict=True)
        listed = words.join(name + (words.say("if-any") if item.if_any else "") for name, item in names)
        yield words.say("show-brought", items=listed or words.say("nothing-to-bring"))


def _answers(planned: PlannedVisit, words: Words) -> Iterator[str]:
    """The answers that count, as they were asked and given."""
    answers = planned.outcome.journey.answers if planned.outcome else {}
    for question in planned.outcome.definition.questions if planned.outcome else ():
        if question.id in answers:
            yield words.say("show-answer", question=question.ask, answer=question.options[answers[question.id]])
