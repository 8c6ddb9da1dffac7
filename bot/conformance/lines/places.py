"""Places that are kept and booked: once for each key, never more than there are, and free again in time."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.backends.wire import messages as m
from bot.backends.wire import operations as o
from bot.conformance import arranging
from bot.conformance.calls import Came
from bot.conformance.line import Line
from bot.conformance.target import Target
from bot.conformance.verdict import Broken, expect
from bot.dialogue.ports import Slot

AGAIN = "the same call with the same Idempotency-Key"
TOO_MANY = 6
"""How many more want a place than there are."""
KEEP = 2
"""Seconds for which a place is kept that is to be lost."""


def same_answer(first: Came[Any], again: Came[Any]) -> None:
    """Raises Broken unless a repeated call was answered as the first."""
    first.told()
    if not again.is_good or again.told() != first.told():
        raise again.broken(f"the answer of the first call ({first.in_words()})")


async def hold_repeated(t: Target) -> None:
    (slot,) = await arranging.find_slots(t, 1)
    key, wish = t.calls.fresh_key(), arranging.wish(t, slot)
    first = await t.calls.send(o.HOLD, wish, key=key)
    (kept,) = first.told().holds
    arranging.release_in_the_end(t, [kept])
    again = await t.calls.send(o.HOLD, wish, key=key, when=AGAIN)
    same_answer(first, again)
    await arranging.check_free(t, slot, slot.free - 1, "the same hold twice with one key")
    await t.calls.ask(o.RELEASE, hold=kept.id)
    later = await t.calls.send(o.HOLD, wish, key=key, when=f"{AGAIN}, after the hold was released")
    if later.is_good:
        arranging.release_in_the_end(t, later.told().holds)
    same_answer(first, later)
    await arranging.check_free(t, slot, slot.free, "a hold, its release, and the hold's call repeated with its key")


async def confirm_repeated(t: Target) -> None:
    (slot,) = await arranging.find_slots(t, 1)
    (kept,) = await arranging.hold(t, slot)
    key, said = t.calls.fresh_key(), m.ConfirmSaid(holds=(kept.id,))
    first = await t.calls.send(o.CONFIRM, said, key=key)
    (booked,) = first.told().appointments
    arranging.cancel_in_the_end(t, [booked])
    same_answer(first, await t.calls.send(o.CONFIRM, said, key=key, when=AGAIN))
    await arranging.check_free(t, slot, slot.free - 1, "a hold, and its confirmation twice with one key")
    await t.calls.ask(o.CANCEL, m.CancelSaid(appointments=(booked.id,)))
    later = await t.calls.send(o.CONFIRM, said, key=key, when=f"{AGAIN}, after the appointment was cancelled")
    same_answer(first, later)
    read = await t.calls.send(o.APPOINTMENT, appointment=booked.id, when="after it was cancelled")
    if read.told().state != "cancelled":
        raise read.broken("the state cancelled")


async def same_key_at_once(t: Target) -> None:
    """Also where the second call comes before the first is answered."""
    (slot,) = await arranging.find_slots(t, 1)
    key, wish = t.calls.fresh_key(), arranging.wish(t, slot)
    came = await asyncio.gather(
        *(t.calls.send(o.HOLD, wish, key=key, when="three times at once with one Idempotency-Key") for _ in range(3))
    )
    for each in came:
        if each.is_good:
            arranging.release_in_the_end(t, each.told().holds)
    for each in came[1:]:
        same_answer(came[0], each)
    await arranging.check_free(t, slot, slot.free - 1, "the same hold three times at once with one key")


async def race(t: Target) -> None:
    """More want a place than there are: each place goes to one of them, and the others are told."""
    (slot,) = await arranging.find_slots(t, 1)
    wishes = [arranging.wish(t, slot) for _ in range(slot.free + TOO_MANY)]
    when = f"{len(wishes)} at once, each for its own case and chat, for a slot with free: {slot.free}"
    came = await asyncio.gather(*(t.calls.send(o.HOLD, wish, when=when) for wish in wishes))
    got = [each for each in came if each.is_good]
    for each in got:
        arranging.release_in_the_end(t, each.told().holds)
    wrong = next((each for each in came if not each.is_good and each.problem != "slot-gone"), None)
    if wrong is not None:
        raise wrong.broken("a hold, or 409 slot-gone")
    if len(got) != slot.free:
        raise Broken(
            f"{came[0].sent}: expected exactly {slot.free} holds, and 409 slot-gone for the others; came {len(got)} "
            f"holds and {len(came) - len(got)} slot-gone."
        )
    await arranging.check_free(t, slot, 0, f"{len(wishes)} holds at once for {slot.free} places")
    ids = [each.told().holds[0].id for each in got]
    expect(len(set(ids)) == len(ids), f"{came[0].sent}: expected a hold of its own for each; came one id twice.")
    for id in ids:
        await t.calls.ask(o.RELEASE, hold=id)
    await arranging.check_free(t, slot, slot.free, "holds at once for all places, and their release")


async def hold_expiry(t: Target) -> None:
    (slot,) = await arranging.find_slots(t, 1)
    came = await t.calls.send(o.HOLD, arranging.wish(t, slot, keep_seconds=KEEP))
    (kept,) = came.told().holds
    arranging.release_in_the_end(t, [kept])
    await arranging.check_free(t, slot, slot.free - 1, f"a hold for {KEEP} s")
    await t.sleep(KEEP + 1)
    when = f"{KEEP + 1} s after a place was held with keep_seconds: {KEEP}"
    late = await t.calls.send(o.CONFIRM, m.ConfirmSaid(holds=(kept.id,)), when=when)
    if late.is_good:
        arranging.cancel_in_the_end(t, late.told().appointments)
    if late.problem != "hold-expired":
        raise late.broken("the problem hold-expired (4xx)")
    await arranging.check_free(t, slot, slot.free, "a hold whose seconds are over")


async def joint_hold(t: Target) -> None:
    """One joint visit: all of its places or none."""
    full, other = await arranging.find_slots(t, 2)
    (one, two) = await arranging.hold(t, other, full, when="two places for one chat, for a case and procedure each")
    for each in (one, two):
        await t.calls.ask(o.RELEASE, hold=each.id)
    await arranging.fill(t, full)
    wish = arranging.wish(t, other, full)
    came = await t.calls.send(o.HOLD, wish, when="the first slot with places, the second full")
    if came.is_good:
        arranging.release_in_the_end(t, came.told().holds)
    if came.problem != "slot-gone":
        raise came.broken("the problem slot-gone (4xx), for all of it")
    await arranging.check_free(t, other, other.free, "a hold of two places of which one is gone")


async def release(t: Target) -> None:
    """A hold is given back once, however often that is said."""
    (slot,) = await arranging.find_slots(t, 1)
    (kept,) = await arranging.hold(t, slot)
    for when in ("of a hold", "of a hold that was released before"):
        (await t.calls.send(o.RELEASE, hold=kept.id, when=when)).told()
    await arranging.check_free(t, slot, slot.free, "a hold that was released twice")
    said = m.ConfirmSaid(holds=(kept.id,))
    late = await t.calls.send(o.CONFIRM, said, when="after the hold was released")
    if late.is_good:
        arranging.cancel_in_the_end(t, late.told().appointments)
    if late.problem != "unknown":
        raise late.broken("404 unknown")


async def booked_once(t: Target) -> None:
    """A case has one place a visit."""
    slot, other = await arranging.find_slots(t, 2)
    case = t.new_case()
    wish = _wish_of(t, slot, case)
    (kept,) = (await t.calls.ask(o.HOLD, wish)).holds
    arranging.release_in_the_end(t, [kept])
    booked = (await t.calls.ask(o.CONFIRM, m.ConfirmSaid(holds=(kept.id,)))).appointments
    arranging.cancel_in_the_end(t, booked)
    second = wish.model_copy(update={"claims": _wish_of(t, other, case).claims})
    came = await t.calls.send(o.HOLD, second, when="for a case and visit that has an appointment")
    if came.is_good:
        arranging.release_in_the_end(t, came.told().holds)
    if came.problem != "already-booked":
        raise came.broken("the problem already-booked (4xx)")
    await arranging.check_free(t, other, other.free, "a hold that was refused")


def _wish_of(t: Target, slot: Slot, case: str) -> m.HoldSaid:
    return m.HoldSaid(claims=(arranging.claim(t, slot, case=case),), booker=arranging.booker(t))


LINES = (
    Line("hold-repeated", ("places",), hold_repeated),
    Line("confirm-repeated", ("places",), confirm_repeated),
    Line("same-key-at-once", ("places",), same_key_at_once),
    Line("race", ("places",), race),
    Line("hold-expiry", ("places",), hold_expiry),
    Line("joint-hold", ("places",), joint_hold),
    Line("release", ("places",), release),
    Line("booked-once", ("places",), booked_once),
)
