"""The waiting list: in turn, and what becomes free is kept for who is first."""

from __future__ import annotations

from datetime import timedelta

from bot.backends.wire import messages as m
from bot.backends.wire import operations as o
from bot.backends.wire.events import WaitingEvent
from bot.conformance import arranging, news
from bot.conformance.line import Line
from bot.conformance.lines.places import AGAIN, same_answer
from bot.conformance.target import Target
from bot.conformance.verdict import Broken, NotGiven, expect
from bot.dialogue.ports import Slot
from bot.dialogue.waiting_list import Position

A_MOMENT = timedelta(minutes=1)


def _wish(t: Target, slot: Slot) -> m.JoinSaid:
    claim = arranging.claim(t, slot)
    awaited = m.AwaitedSaid(
        case=claim.case,
        visit=claim.visit,
        procedure=claim.procedure,
        centre=slot.centre,
        counter=slot.counter,
        opens=slot.starts_at,
        closes=slot.starts_at + A_MOMENT,
    )
    return m.JoinSaid(awaited=awaited, booker=arranging.booker(t))


def _leave_in_the_end(t: Target, position: Position) -> None:
    t.afterwards(lambda: t.calls.send(o.LEAVE, waiting=position.id))


async def turn(t: Target) -> None:
    t.need(o.HOLD)
    (slot,) = await arranging.find_slots(t, 1)
    await arranging.fill(t, slot)
    key, said = t.calls.fresh_key(), _wish(t, slot)
    came = await t.calls.send(o.JOIN, said, key=key)
    first = came.told()
    _leave_in_the_end(t, first)
    same_answer(came, await t.calls.send(o.JOIN, said, key=key, when=AGAIN))
    second = await t.calls.ask(o.JOIN, _wish(t, slot), when="the second for the same times")
    _leave_in_the_end(t, second)
    sent = f"POST {o.PREFIX}{o.JOIN.path}, the second for the same times"
    expect(second.id != first.id, f"{sent}: expected a position of its own; came that of the first.")
    expect(
        second.ahead == first.ahead + 1,
        f"{sent}: expected ahead: {first.ahead + 1}; came ahead: {second.ahead}.",
    )
    for when in ("of the first in the list", "of a position that was left before"):
        (await t.calls.send(o.LEAVE, waiting=first.id, when=when)).told()
    for position, expected in ((first, None), (second, first.ahead)):
        ahead = await t.calls.send(o.AHEAD, waiting=position.id, when="after the first has left the list")
        if ahead.told().ahead != expected:
            raise ahead.broken(f"ahead: {'null for who waits no more' if expected is None else expected}")


async def offer(t: Target) -> None:
    """A place that somebody waits for is never free in between."""
    t.need(o.HOLD, o.EVENTS)
    (slot,) = await arranging.find_slots(t, 1)
    booked = await arranging.book(t, slot)
    await arranging.fill(t, slot)
    cursor = await news.end(t)
    said = _wish(t, slot)
    position = await t.calls.ask(o.JOIN, said)
    _leave_in_the_end(t, position)
    if position.ahead:
        raise NotGiven("others wait at the counter of the fixtures (`places`): name one where nobody does")
    await t.calls.ask(o.CANCEL, m.CancelSaid(appointments=(booked.id,)))
    await arranging.check_free(t, slot, 0, "a place was cancelled for which somebody waits (it is kept for them)")
    told = await news.wait_for(t, cursor, said.awaited.case)
    if not isinstance(told, WaitingEvent) or told.what != "offered" or told.offer is None:
        raise Broken(
            f"GET {o.PREFIX}{o.EVENTS.path} after a place became free for which somebody waits: expected an event "
            f"{{kind: waiting, what: offered, waiting, offer}}; came {told and told.kind}."
        )
    came = await t.calls.send(o.OFFER, offer=told.offer, when="the offer of an event")
    stands = came.told()
    if (stands.waiting, stands.case, stands.slot.id) != (position.id, said.awaited.case, slot.id):
        raise came.broken("the offer of that place to that position and case")
    key = t.calls.fresh_key()
    taken = await t.calls.send(o.ACCEPT, offer=told.offer, key=key)
    appointment = taken.told()
    arranging.cancel_in_the_end(t, [appointment])
    if (appointment.case, appointment.slot.id, appointment.state) != (said.awaited.case, slot.id, "booked"):
        raise taken.broken("the place booked for the case that waited")
    same_answer(taken, await t.calls.send(o.ACCEPT, offer=told.offer, key=key, when=AGAIN))


LINES = (
    Line("waiting-turn", ("waiting-list",), turn),
    Line("waiting-offer", ("waiting-list",), offer),
)
