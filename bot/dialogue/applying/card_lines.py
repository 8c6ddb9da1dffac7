"""The lines of what is looked over before an application is handed in: the commitments, and the whole of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bot.dialogue.applying.reading import spaced
from bot.dialogue.outcome_lines import OutcomeLines, names_of
from bot.dialogue.replies import ApplicationCard, Commitments, Term
from bot.dialogue.sharing.filling import Filled
from bot.dialogue.words import Words
from procedures.vocabulary import YOU, Text

HIDDEN = ("citizen-number", "bank-account")
"""Types of which only the end is shown."""
SHOWN_DIGITS = 4


def commitments(card: Commitments, words: Words) -> Iterator[str]:
    """What is signed instead of proved, and what follows where it is not true."""
    names = (words.province.documents[item.document].name for item in card.items)
    yield words.say("sign-title")
    yield from (words.say("item", line=name) for name in names)
    yield words.say("sign-consequence")


def application(card: ApplicationCard, words: Words) -> Iterator[str]:
    """Everything that is handed in: answers, form, papers, commitments, how the result comes, and by when."""
    outcome = card.outcome
    yield words.say("apply-title", title=outcome.definition.title, code=spaced(card.code))
    answers = outcome.journey.answers
    said = (
        words.say("apply-answer", question=question.ask, answer=question.options[answers[question.id]])
        for question in outcome.definition.questions
        if answers.get(question.id) in question.options
    )
    yield from words.listed("apply-answers", said)
    yield from words.listed("apply-form", (_line(line, card.typed, words) for line in card.lines))
    yield from words.listed("apply-papers", _papers(card, words))
    signed = (words.say("apply-signed", document=words.province.documents[name].name) for name in card.signed)
    yield from words.listed("apply-commitments", signed)
    yield ""
    yield words.say("apply-giving", how=Term(f"giving-{card.giving}"))
    time = outcome.definition.time
    yield words.say("apply-limit", limit=OutcomeLines(outcome, words).limit(time.promised or time.legal))


def _line(line: Filled, typed: Mapping[str, str], words: Words) -> str:
    label = line.field.label
    value = typed.get(line.field.id)
    if value is not None:
        own = f"{'*' * 6}{value[-SHOWN_DIGITS:]}" if line.field.type in HIDDEN else value
        own = words.say("yuan", amount=f"{Decimal(value):,}") if line.field.type == "yuan" else own
        return words.say("form-written", label=label, value=own)
    if line.finding is None:
        return words.say("form-open", label=label)
    register = words.province.registers[line.finding.register].name
    if line.shown is None:
        return words.say("form-hidden", label=label, register=register)
    return words.say("form-filled", label=label, value=line.shown, register=register)


def _papers(card: ApplicationCard, words: Words) -> Iterator[str]:
    people = names_of(card.outcome.definition)
    for (document, person), files in card.uploads.items():
        name: Text | str = words.province.documents[document].name
        if person != YOU:
            name = words.say("of-people", name=name, people=words.people([person], people))
        follows = card.following.get((document, person))
        if follows is not None:
            days, until = follows
            within = words.say("apply-follows-by", days=days, until=until) if until else ""
            yield words.say("apply-follows", document=name, within=within or words.say("apply-follows-in", days=days))
        elif files:
            yield words.say("apply-uploaded", document=name, count=len(files), files=words.join(files))
        else:
            yield words.say("apply-none", document=name)
