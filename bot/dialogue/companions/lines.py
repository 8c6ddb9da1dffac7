"""The lines of the card that asks somebody to come: what for, when, where, with what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.dialogue.companions.replies import CallingCard
from bot.dialogue.companions.state import Brought
from bot.dialogue.words import Words


def lines_of(card: CallingCard, words: Words) -> Iterator[str]:
    """The lines of this card."""
    calling, slot = card.calling, card.calling.slot
    yield words.say("called-title", title=calling.title)
    yield words.say("called-ask")
    if calling.purpose is not None:
        yield words.say("ticket-visit", purpose=calling.purpose)
    yield words.say("ticket-when", when=card.start, minutes=calling.minutes)
    centre, counter = words.province.centres.get(slot.centre), words.province.counters.get(slot.counter)
    names = centre.name if centre else slot.centre, counter.name if counter else slot.counter
    yield words.say("ticket-where", centre=names[0], counter=names[1])
    if centre is not None:
        yield words.say("ticket-address", address=centre.address)
    own = _listed((each for each in calling.bring if not each.whose), words)
    yield words.say("called-bring", items=own or words.say("nothing-to-bring"))
    sides = _listed((each for each in calling.bring if each.whose), words)
    if sides:
        yield words.say("called-sides", items=sides)


def _listed(brought: Iterable[Brought], words: Words) -> str:
    return words.join(_item(each, words) for each in brought)


def _item(brought: Brought, words: Words) -> str:
    name = _document(brought.document, words)
    if brought.whose:
        name = words.say("of-people", name=name, people=words.join(map(words.value, brought.whose)))
    if brought.or_else:
        name += words.say("or-else", others=words.join(_document(other, words) for other in brought.or_else))
    return name + (words.say("if-any") if brought.if_any else "")


def _document(document: str, words: Words) -> str:
    """By its id once the province no longer has it."""
    known = words.province.documents.get(document)
    return words.value(known.name) if known else document
