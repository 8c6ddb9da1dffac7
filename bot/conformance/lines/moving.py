"""Appointments that are moved and cancelled: all or nothing, and each place counted once."""

from __future__ import annotations

from bot.backends.wire import messages as m
from bot.backends.wire import operations as o
from bot.conformance import arranging
from bot.conformance.line import Line
from bot.conformance.lines.places import AGAIN, same_answer
from bot.conformance.target import Target
from bot.dialogue.ports import Appointment, Slot


def to(*moves: tuple[Appointment, Slot]) -> m.MoveSaid:
    return m.MoveSaid(moves=tuple(m.MovingSaid(appointment=booked.id, slot=slot.id) for booked, slot in moves))


async def stands_in(t: Target, booked: Appointment, slot: Slot, when: str, state: str = "booked") -> Appointment:
    """The appointment as it is read. Raises Broken unless it is in that slot and state."""
    came = await t.calls.send(o.APPOINTMENT, appointment=booked.id, when=when)
    now = came.told()
    if (now.slot.id, now.state) != (slot.id, state):
        where = "the slot expected" if now.slot.id == slot.id else "another slot"
        raise came.broken(f"the state {state} in the slot in which it has to be", f"{now.state}, in {where}")
    return now


async def move_repeated(t: Target) -> None:
    first, second, third = await arranging.find_slots(t, 3)
    booked = await arranging.book(t, first)
    key, said = t.calls.fresh_key(), to((booked, second))
    moved = await t.calls.send(o.MOVE, said, key=key)
    (there,) = moved.told().appointments
    if (there.id, there.slot.id, there.state) != (booked.id, second.id, "booked"):
        raise moved.broken("the same appointment, booked in the new slot")
    if there.revision <= booked.revision:
        raise moved.broken("a higher `revision` than before, so that calendars take the new time")
    same_answer(moved, await t.calls.send(o.MOVE, said, key=key, when=AGAIN))
    await t.calls.ask(o.MOVE, to((booked, third)))
    later = await t.calls.send(o.MOVE, said, key=key, when=f"{AGAIN}, after it was moved on to a third slot")
    same_answer(moved, later)
    await stands_in(t, booked, third, "after the call of the first move was repeated with its key")
    await arranging.check_free(t, second, second.free, "a move there, a move on, and the first move repeated")


async def move_frees_once(t: Target) -> None:
    old, new = await arranging.find_slots(t, 2)
    booked = await arranging.book(t, old)
    await arranging.check_free(t, old, old.free - 1, "a booking")
    await t.calls.ask(o.MOVE, to((booked, new)))
    await arranging.check_free(t, old, old.free, "a move to another slot (the place that was left)")
    await arranging.check_free(t, new, new.free - 1, "a move to this slot")
    again = await t.calls.send(o.MOVE, to((booked, new)), when="to the slot in which it is")
    again.told()
    await arranging.check_free(t, old, old.free, "a move, and a second one to the slot in which it is by then")
    await arranging.check_free(t, new, new.free - 1, "a move to the slot in which it is")


async def move_all_or_none(t: Target) -> None:
    first, second, open_slot, full = await arranging.find_slots(t, 4)
    one, two = await arranging.book(t, first), await arranging.book(t, second)
    await arranging.fill(t, full)
    when = "two appointments, the first to a slot with places, the second to a full one"
    came = await t.calls.send(o.MOVE, to((one, open_slot), (two, full)), when=when)
    if came.problem != "slot-gone":
        raise came.broken("the problem slot-gone (4xx), for both")
    after = "after a move of two appointments of which one was refused"
    await stands_in(t, one, first, after)
    await stands_in(t, two, second, after)
    await arranging.check_free(t, open_slot, open_slot.free, "a move of two appointments of which one was refused")


async def move_swap(t: Target) -> None:
    """Two appointments change places, although both slots are full: nobody else can come between."""
    one_slot, two_slot = await arranging.find_slots(t, 2)
    one, two = await arranging.book(t, one_slot), await arranging.book(t, two_slot)
    await arranging.fill(t, one_slot)
    await arranging.fill(t, two_slot)
    came = await t.calls.send(o.MOVE, to((one, two_slot), (two, one_slot)), when="two that swap slots which are full")
    if not came.is_good:
        raise came.broken("both moved, since each takes the place that the other leaves")
    await stands_in(t, one, two_slot, "after a swap")
    await stands_in(t, two, one_slot, "after a swap")
    for slot in (one_slot, two_slot):
        await arranging.check_free(t, slot, 0, "a swap between two full slots")


async def cancel_repeated(t: Target) -> None:
    (slot,) = await arranging.find_slots(t, 1)
    booked = await arranging.book(t, slot)
    key, said = t.calls.fresh_key(), m.CancelSaid(appointments=(booked.id,))
    first = await t.calls.send(o.CANCEL, said, key=key)
    (gone,) = first.told().appointments
    if (gone.id, gone.state) != (booked.id, "cancelled"):
        raise first.broken("the same appointment in the state cancelled")
    same_answer(first, await t.calls.send(o.CANCEL, said, key=key, when=AGAIN))


async def cancel_frees_once(t: Target) -> None:
    (slot,) = await arranging.find_slots(t, 1)
    booked = await arranging.book(t, slot)
    said = m.CancelSaid(appointments=(booked.id,))
    for when in ("an appointment", "an appointment that was cancelled before, with a key of its own"):
        came = await t.calls.send(o.CANCEL, said, when=when)
        if [each.state for each in came.told().appointments] != ["cancelled"]:
            raise came.broken("the appointment in the state cancelled")
    await arranging.check_free(t, slot, slot.free, "a booking that was cancelled twice")
    await stands_in(t, booked, slot, "after it was cancelled", state="cancelled")
    moved = await t.calls.send(o.MOVE, to((booked, slot)), when="of an appointment that was cancelled")
    if moved.problem != "unknown":
        raise moved.broken("404 unknown")


LINES = (
    Line("move-repeated", ("places",), move_repeated),
    Line("move-frees-once", ("places",), move_frees_once),
    Line("move-all-or-none", ("places",), move_all_or_none),
    Line("move-swap", ("places",), move_swap),
    Line("cancel-repeated", ("places",), cancel_repeated),
    Line("cancel-frees-once", ("places",), cancel_frees_once),
)
