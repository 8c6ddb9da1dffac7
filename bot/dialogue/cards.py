"""The longer replies, put together line by line: the promise, the outcome, the reasons, the ticket, the list."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.dialogue import show_lines
from bot.dialogue.applying import lines as applying
from bot.dialogue.companions import lines as companions
from bot.dialogue.companions.replies import CallingCard
from bot.dialogue.joint import lines as joint
from bot.dialogue.joint.replies import JointReply
from bot.dialogue.outcome_lines import OutcomeLines
from bot.dialogue.planned import PlannedVisit
from bot.dialogue.ports import Slot
from bot.dialogue.replies import (
    Card,
    ConsentCard,
    EvidenceCard,
    FormCard,
    MatterLine,
    Mine,
    Online,
    OwnDataCard,
    Promise,
    Reminded,
    Reply,
    Short,
    ShowCard,
    Term,
    Ticket,
    TurnedAway,
    Why,
)
from bot.dialogue.sharing.lines import lines_of
from bot.dialogue.words import Words
from procedures.blocking import blocking
from procedures.definition import Stop, Visit
from procedures.outcome import Outcome, WayOut
from procedures.provincial import ZONE
from procedures.settling import Why as Reason


def text_of(reply: Reply, words: Words) -> str:
    """The text of a reply that is more than one sentence."""
    if isinstance(reply, ConsentCard | EvidenceCard | FormCard | OwnDataCard):
        return "\n".join(lines_of(reply, words))
    if isinstance(reply, ShowCard | CallingCard):
        return "\n".join(_for_others(reply, words))
    return with_note("\n".join(_lines(reply, words)), words)


def _for_others(reply: ShowCard | CallingCard, words: Words) -> Iterator[str]:
    """What somebody else reads: the clerk, or whoever has to come as well."""
    if isinstance(reply, ShowCard):
        return show_lines.lines_of(reply, words.other())
    return companions.lines_of(reply, words)


def _lines(reply: Reply, words: Words) -> Iterator[str]:
    if isinstance(reply, JointReply):
        return joint.lines_of(reply, words)
    if isinstance(reply, applying.CaseReply):
        return applying.lines_of(reply, words)
    match reply:
        case Promise():
            return _promise(reply, words)
        case Card(outcome, code, seen):
            return OutcomeLines(outcome, words, seen).card(code)
        case TurnedAway(outcome, stop):
            return _turned_away(outcome, stop, bool(reply.choices), words)
        case Short(outcome):
            return OutcomeLines(outcome, words).short()
        case Why(outcome):
            return OutcomeLines(outcome, words).reasons()
        case Ticket():
            return _ticket(reply, words)
        case Reminded():
            return _reminder(reply, words)
        case Online(outcome, way, code):
            return OutcomeLines(outcome, words).without_visit(way, code)
        case Mine(matters):
            return (line for matter in matters for line in _matter(matter, words))
        case _:
            raise TypeError(f"no words for {type(reply).__name__}")


def with_note(text: str, words: Words) -> str:
    """The text, and what its marks mean, if there are any."""
    mark = words.say("unconfirmed")
    return f"{text}\n{words.say('unconfirmed-note', mark=mark)}" if mark in text else text


def _promise(promise: Promise, words: Words) -> Iterator[str]:
    """Before the first question: what this is, how many visits and papers, how many questions at most."""
    yield words.say("promise-title", title=promise.definition.title)
    yield from usually(promise.usual, words)
    for question, answer in promise.understood:
        yield words.say("promise-understood", question=question, answer=answer)
    yield words.say("promise-questions", count=promise.questions_at_most)


def usually(usual: Outcome, words: Words) -> Iterator[str]:
    """What the ordinary applicant can count on: visits and papers, and what a gap adds today."""
    best, window = usual.best_way, usual.way()
    if window is None or best is None:
        return
    lines = OutcomeLines(usual, words)
    visits = usual.definition.exceptions.visits
    yield words.say("promise-visits", visits=window.visit_count, online=int(best.visit_count == 0))
    if visits is not None:
        yield words.value(visits.say)
    brought = [item for item in window.bring if item.why is not Reason.GAP]
    yield words.say("promise-papers", papers=words.join(lines.names(brought)), count=len(brought))
    today = [item for item in window.bring if item.why is Reason.GAP]
    if today:
        yield words.say("promise-gap", papers=words.join(lines.names(today)))


def _turned_away(outcome: Outcome, stop: Stop, offers: bool, words: Words) -> Iterator[str]:
    """The reason; the one fact that blocks; when it would change; how to have it in writing; what else there is.

    Whoever does not take an application has to say so in writing (Administrative Licensing Law, art. 32).
    """
    yield words.say("stopped", reason=stop.say)
    for fact in blocking(outcome.definition, outcome.journey.answers)[:1]:
        yield words.say("stopped-fact", question=fact.question.ask, answer=fact.option)
    if stop.changes is not None:
        yield words.say("stopped-changes", when=stop.changes)
    yield words.say("stopped-object")
    if offers and stop.instead:
        yield words.say("stopped-instead")


def _ticket(ticket: Ticket, words: Words) -> Iterator[str]:
    """Booked: code, place, time and what to bring, visit by visit."""
    outcome = ticket.outcome
    lines, way = OutcomeLines(outcome, words), outcome.way(ticket.way)
    yield words.say("ticket-title", title=outcome.definition.title, code=ticket.code)
    yield from lines.errands([way] if way else [])
    for visit in way.visits if way else ():
        place = next(((start, slot) for name, start, slot in ticket.places if name == visit.id), None)
        several = way is not None and len(way.visits) > 1
        if place is None:
            yield words.say("ticket-not-booked", purpose=visit.purpose or outcome.definition.title)
            continue
        start, slot = place
        if several and visit.purpose is not None:
            yield words.say("ticket-visit", purpose=visit.purpose)
        yield words.say("ticket-when", when=start, minutes=visit.minutes)
        yield from _where(slot, words)
        if way is not None:
            yield from _with_what(outcome, way, visit, words)
    yield words.say("ticket-change")


def _where(slot: Slot, words: Words) -> Iterator[str]:
    """Centre and counter; by their ids once the province has closed them."""
    centre, counter = words.province.centres.get(slot.centre), words.province.counters.get(slot.counter)
    names = centre.name if centre else slot.centre, counter.name if counter else slot.counter
    yield words.say("ticket-where", centre=names[0], counter=names[1])
    if centre is not None:
        yield words.say("ticket-address", address=centre.address)


def _with_what(outcome: Outcome, way: WayOut, visit: Visit, words: Words) -> Iterator[str]:
    lines = OutcomeLines(outcome, words)
    yield words.say("ticket-bring", items=lines.one_line(way.at(visit)))
    yield words.say("ticket-who", people=lines.people(way.attend[visit.id]))


def _reminder(reminded: Reminded, words: Words) -> Iterator[str]:
    """What comes, when, where and with what; as the rules are today."""
    planned = reminded.visit
    yield words.say(f"remind-{reminded.day}", title=planned.title, code=planned.code)
    if planned.purpose is not None:
        yield words.say("ticket-visit", purpose=planned.purpose)
    minutes = planned.visit.minutes if planned.visit else planned.slot.minutes
    yield words.say("ticket-when", when=reminded.start, minutes=minutes)
    yield from _where(planned.slot, words)
    if planned.outcome and planned.way and planned.visit:
        yield from _with_what(planned.outcome, planned.way, planned.visit, words)
    yield from words.listed("remind-also", (_also(other, words) for other in reminded.also))
    yield words.say("remind-change")


def _also(planned: PlannedVisit, words: Words) -> str:
    """Another counter of the same trip: when, for what, with what."""
    centre = words.province.centres.get(planned.slot.centre)
    local = planned.slot.starts_at.astimezone(ZoneInfo(centre.zone if centre else ZONE))
    counter = words.province.counters.get(planned.slot.counter)
    items = ""
    if planned.outcome and planned.way and planned.visit:
        items = OutcomeLines(planned.outcome, words).one_line(planned.way.at(planned.visit))
    name = counter.name if counter else planned.slot.counter
    return words.say("remind-also-line", time=f"{local:%H:%M}", counter=name, title=planned.title, items=items)


def _matter(matter: MatterLine, words: Words) -> Iterator[str]:
    yield words.say("mine-matter", title=matter.title, code=matter.code, state=matter.state)
    for start, centre in matter.places:
        yield words.say("mine-place", when=start, centre=centre)
    for who, said in matter.companions:
        yield words.say("mine-companion", who=who, said=Term(f"companion-{said}"))
    if matter.waiting is not None:
        yield words.value(matter.waiting)
