"""The lines of the cards on joint visits: what belongs to it, when, in which order, and one list of what to bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.dialogue.joint.replies import (
    Again,
    Because,
    EventCard,
    JointCard,
    JointConfirm,
    JointReply,
    JointTicket,
    Seated,
)
from bot.dialogue.outcome_lines import OutcomeLines, carried
from bot.dialogue.replies import Term
from bot.dialogue.words import Words
from procedures.settling import Item
from procedures.settling import Why as Reason
from procedures.vocabulary import Text


def lines_of(reply: JointReply, words: Words) -> Iterator[str]:
    """The lines of one of these cards."""
    match reply:
        case EventCard(title, achieves, parts):
            yield words.say("life-title", title=title, achieves=achieves)
            told = (words.say("life-part-visit" if visits else "life-part", title=part) for part, visits in parts)
            yield from words.listed("life-parts", told, empty="life-nothing", count=len(parts))
        case JointCard():
            yield from _card(reply, words)
        case JointConfirm(seated, minutes):
            yield words.say("joint-kept", minutes=minutes)
            yield from _trips(seated, words)
            yield words.say("joint-kept-ask")
        case JointTicket(seated, again, without_visit):
            yield words.say("joint-booked", count=len(seated) + len(without_visit), trips=_count(seated))
            yield from _trips(seated, words)
            yield from _bring(seated, words)
            yield from _again(again, words)
            yield from _without_visit(without_visit, words)
            yield words.say("ticket-change")


def _card(card: JointCard, words: Words) -> Iterator[str]:
    first = card.offers[0][1] if card.offers else ()
    trips = _count(first) + max((each.visits for each in card.again), default=0)
    count = len(first) + len(card.without_visit)
    yield words.say("joint-one" if trips == 1 else "joint-several", count=count, trips=trips)
    yield from (_because(why, words) for why in card.why)
    yield from _again(card.again, words)
    if card.left:
        yield words.say("joint-left", titles=words.join(map(words.value, card.left)))
    if card.later:
        yield words.say("joint-later", titles=words.join(map(words.value, card.later)))
    yield from _bring(first, words)
    yield from _without_visit(card.without_visit, words)
    for kind, seated in card.offers:
        yield ""
        yield words.say(f"joint-{kind}")
        yield from _trips(seated, words)
    yield ""
    yield words.say("joint-which")


def _because(why: Because, words: Words) -> str:
    titles = words.join(map(words.value, why.titles))
    return words.say(f"joint-why-{why.kind}", titles=titles, days=why.days or 0)


def _again(matters: Iterable[Again], words: Words) -> Iterator[str]:
    for each in matters:
        yield words.say("joint-again", title=each.title, visits=each.visits)
        if each.say is not None:
            yield words.value(each.say)


def _trips(seated: Sequence[Seated], words: Words) -> Iterator[str]:
    """Trip by trip, counter after counter."""
    for (centre, _), sittings in groupby(seated, key=trip_of):
        each = list(sittings)
        hall = words.province.centres.get(centre)
        yield words.say("joint-trip", when=each[0].start, centre=hall.name if hall else centre)
        for one in each:
            counter = words.province.counters.get(one.slot.counter)
            name = counter.name if counter else one.slot.counter
            yield words.say("joint-sitting", time=f"{one.start:%H:%M}", counter=name, title=one.title, code=one.code)
        others = list(dict.fromkeys(person for one in each for person in _others(one, words)))
        if others:
            yield words.say("joint-others", people=words.join(others))


def trip_of(seated: Seated) -> tuple[str, str]:
    """Centre and day: what is one trip."""
    return seated.slot.centre, seated.start.date().isoformat()


def _count(seated: Iterable[Seated]) -> int:
    return len({trip_of(one) for one in seated})


def _others(one: Seated, words: Words) -> Iterator[str]:
    """Who has to come besides the citizen."""
    lines = OutcomeLines(one.outcome, words)
    yield from (lines.people([person]) for person in one.way.attend[one.visit.id] if person != "you")


def _bring(seated: Sequence[Seated], words: Words) -> Iterator[str]:
    """One list: what several matters need is brought once, and what the visit itself hands out is not."""
    needed: dict[str, dict[str, None]] = {}
    handed: dict[str, None] = {}
    for one in seated:
        lines = OutcomeLines(one.outcome, words)
        for item in carried(one.way.at(one.visit)):
            if item.document in one.given:
                line = words.say("joint-given-line", item=lines.name(item), title=one.given[item.document])
                handed[line] = None
            elif _is_plain(item):
                people = needed.setdefault(words.value(words.province.documents[item.document].name), {})
                people |= dict.fromkeys(lines.people([person]) for person in item.of)
            else:
                needed[lines.item(item)] = {}
    told = (
        words.say("of-people", name=name, people=_all(people, words)) if people else name
        for name, people in needed.items()
    )
    yield from words.listed("joint-bring", told, empty="card-bring-nothing")
    yield from words.listed("joint-given", handed)


def _is_plain(item: Item) -> bool:
    """Whether nothing but its name and its people has to be told."""
    return not (item.if_any or item.or_else or item.unless or item.note or item.why is Reason.GAP)


def _all(people: Iterable[str], words: Words) -> str:
    *others, last = people
    return words.say("and", before=words.join(others), last=last) if others else last


def _without_visit(matters: Iterable[tuple[Text, str]], words: Words) -> Iterator[str]:
    lines = (words.say("joint-online-line", title=title, way=Term(f"way-{way}")) for title, way in matters)
    yield from words.listed("joint-online", lines)
