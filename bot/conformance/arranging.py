"""How a line gets the places that it looks at. Each booking is a chat of its own, since one may not have many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.backends.wire import messages as m
from bot.backends.wire import operations as o
from bot.conformance.fixtures import Places
from bot.conformance.target import Target
from bot.conformance.verdict import Broken, NotGiven
from bot.dialogue.ports import Appointment, Hold, Slot

VISIT = "apply"
MOST_FREE = 40
"""Places of a slot that a line fills at most."""
MOST_PAGES = 200


async def all_slots(t: Target, query: dict[str, str], limit: int = m.LARGEST_PAGE) -> list[Slot]:
    """Every page of them. Raises Broken where they have no end."""
    found: list[Slot] = []
    asked = {**query, "limit": str(limit)}
    for _ in range(MOST_PAGES):
        came = await t.calls.send(o.SLOTS, query=asked)
        page = came.told()
        found += page.slots
        if page.next is None:
            return found
        asked = {**asked, "after": page.next}
    raise came.broken(f"an end of the pages (`next`: null) within {MOST_PAGES} pages")


def whole_query(t: Target, places: Places) -> dict[str, str]:
    """All days over which the fixtures want slots looked at."""
    return {
        "centre": places.centre,
        "counter": places.counter,
        "first_day": t.clock().date().isoformat(),
        "working_days": str(places.working_days),
    }


async def zone_of(t: Target, centre: str) -> ZoneInfo:
    """The zone of a centre, as the backend says. Raises NotGiven where it has no such centre."""
    if centre not in t.zones:
        t.zones[centre] = await _find_zone(t, centre)
    return t.zones[centre]


async def _find_zone(t: Target, centre: str) -> ZoneInfo:
    asked: dict[str, str] = {"limit": str(m.LARGEST_PAGE)}
    for _ in range(MOST_PAGES):
        came = await t.calls.send(o.CENTRES, query=asked)
        page = came.told()
        for each in page.centres:
            if each.id == centre:
                try:
                    return ZoneInfo(each.zone)
                except (ZoneInfoNotFoundError, ValueError):
                    raise came.broken("a zone of the IANA database for each centre") from None
        if page.next is None:
            break
        asked["after"] = page.next
    raise NotGiven(f"there is no centre {centre} here: name one in the fixtures (`places`)")


async def find_slots(t: Target, number: int, *, least: int = 1) -> list[Slot]:
    """So many slots with at least `least` and few places, the fewest first, then the latest, where others book least.

    Raises NotGiven.
    """
    places = t.lent(t.fixtures.places, "places")
    soon = t.clock() + timedelta(hours=2)
    slots = [each for each in await all_slots(t, whole_query(t, places)) if each.starts_at > soon]
    fitting = [each for each in slots if least <= each.free <= MOST_FREE]
    if len(fitting) < number:
        wanted = f"{number} slot(s) with {least} to {MOST_FREE} places over {places.working_days} working days"
        raise NotGiven(
            f"{places.centre}/{places.counter} does not have {wanted}: name another counter in the fixtures (`places`)"
        )
    return sorted(fitting, key=lambda each: (each.free, -each.starts_at.timestamp()))[:number]


async def free(t: Target, slot: Slot) -> int:
    """Places left, as anybody can see them; 0 where the slot is not offered."""
    day = slot.starts_at.astimezone(await zone_of(t, slot.centre)).date()
    query = {"centre": slot.centre, "counter": slot.counter, "first_day": day.isoformat(), "working_days": "1"}
    return next((each.free for each in await all_slots(t, query) if each.id == slot.id), 0)


async def check_free(t: Target, slot: Slot, expected: int, after: str) -> None:
    """Raises Broken unless the slot has so many places. `after`: what was done."""
    left = await free(t, slot)
    if left != expected:
        raise Broken(
            f"GET {o.PREFIX}{o.SLOTS.path} after {after}: expected the slot with free: {expected}; came free: {left}"
            f"{' (a slot that is not listed has none)' if left == 0 else ''}."
        )


def claim(t: Target, slot: Slot, *, case: str | None = None, second: bool = False) -> m.ClaimSaid:
    """A place for a case of its own. `second`: for the other of the two procedures."""
    procedures = t.lent(t.fixtures.places, "places").procedures
    return m.ClaimSaid(slot=slot.id, case=case or t.new_case(), visit=VISIT, procedure=procedures[1 if second else 0])


def booker(t: Target) -> m.BookerSaid:
    return m.BookerSaid(chat=t.new_name("chat"))


def wish(t: Target, *slots: Slot, keep_seconds: int | None = None) -> m.HoldSaid:
    """These places for one chat, each for a case and a procedure of its own."""
    claims = tuple(claim(t, slot, second=number > 0) for number, slot in enumerate(slots))
    return m.HoldSaid(claims=claims, booker=booker(t), keep_seconds=keep_seconds)


async def hold(t: Target, *slots: Slot, when: str = "") -> tuple[Hold, ...]:
    """Places kept, and released in the end."""
    came = await t.calls.send(o.HOLD, wish(t, *slots), when=when)
    holds = came.told().holds
    release_in_the_end(t, holds)
    if [each.slot.id for each in holds] != [each.id for each in slots]:
        raise came.broken("a hold for each claim, in the order of the claims")
    return holds


def release_in_the_end(t: Target, holds: Sequence[Hold]) -> None:
    for each in holds:
        t.afterwards(lambda id=each.id: t.calls.send(o.RELEASE, hold=id))  # type: ignore[misc]


def cancel_in_the_end(t: Target, appointments: Sequence[Appointment]) -> None:
    for each in appointments:
        said = m.CancelSaid(appointments=(each.id,))
        t.afterwards(lambda said=said: t.calls.send(o.CANCEL, said))  # type: ignore[misc]


async def book(t: Target, slot: Slot) -> Appointment:
    """A booked place, cancelled in the end."""
    (kept,) = await hold(t, slot)
    came = await t.calls.send(o.CONFIRM, m.ConfirmSaid(holds=(kept.id,)), when="of a place that was just held")
    booked = came.told().appointments
    cancel_in_the_end(t, booked)
    if [(each.slot.id, each.state) for each in booked] != [(slot.id, "booked")]:
        raise came.broken("one appointment in the state booked, in the slot that was held")
    return booked[0]


async def fill(t: Target, slot: Slot) -> list[Hold]:
    """All places of a slot that are left, kept."""
    left = await free(t, slot)
    return [each for _ in range(left) for each in await hold(t, slot, when="to fill a slot")]
