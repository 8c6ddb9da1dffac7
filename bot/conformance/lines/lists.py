"""What is listed: in order, page by page to an end, and not sent again where nothing has changed."""

from __future__ import annotations

from bot.backends.wire import messages as m
from bot.backends.wire import operations as o
from bot.conformance import arranging
from bot.conformance.calls import check_problem
from bot.conformance.line import Line
from bot.conformance.target import Target
from bot.conformance.verdict import expect

PAGE = 25
"""Slots of a middling page: many days of a counter take several."""


async def slots(t: Target) -> None:
    """What is offered can be booked: at that counter, later than now, with places left, the earliest first."""
    places = t.lent(t.fixtures.places, "places")
    zone = await arranging.zone_of(t, places.centre)
    query = arranging.whole_query(t, places)
    found = await arranging.all_slots(t, query)
    sent = f"GET {o.PREFIX}{o.SLOTS.path}?centre={places.centre}&counter={places.counter}"
    where = {(each.centre, each.counter) for each in found} - {(places.centre, places.counter)}
    expect(not where, f"{sent}: expected slots of that counter alone; came some of another.")
    expect(all(each.free > 0 for each in found), f"{sent}: expected slots with places left; came one with free: 0.")
    expect(all(each.minutes > 0 for each in found), f"{sent}: expected minutes above 0; came a slot without length.")
    now = t.clock()
    expect(all(each.starts_at > now for each in found), f"{sent}: expected slots to come; came one that has begun.")
    first = min((each.starts_at.astimezone(zone).date() for each in found), default=None)
    expect(first is None or first >= now.date(), f"{sent}: expected none before first_day; came one.")
    times = [each.starts_at for each in found]
    expect(times == sorted(times), f"{sent}: expected the earliest first; came another order.")
    expect(len({each.id for each in found}) == len(found), f"{sent}: expected each slot once; came one twice.")
    nowhere = await arranging.all_slots(t, {**query, "centre": "no-such-centre"})
    expect(not nowhere, f"{sent}, for a centre that is not there: expected no slots; came {len(nowhere)}.")


async def pages(t: Target) -> None:
    """However large a page is, all of them together say the same."""
    places = t.lent(t.fixtures.places, "places")
    query = arranging.whole_query(t, places)
    at_once = [each.id for each in await arranging.all_slots(t, query, m.LARGEST_PAGE)]
    by_pages = [each.id for each in await arranging.all_slots(t, query, PAGE)]
    sent = f"GET {o.PREFIX}{o.SLOTS.path}"
    expect(
        at_once == by_pages,
        f"{sent} with limit={m.LARGEST_PAGE} and with limit={PAGE}, page by page with after=`next`: expected the same "
        f"slots in the same order; came {len(at_once)} and {len(by_pages)}.",
    )
    one_day = {**query, "working_days": "1"}
    whole = [each.id for each in await arranging.all_slots(t, one_day)]
    one_by_one = [each.id for each in await arranging.all_slots(t, one_day, 1)]
    expect(
        whole == one_by_one,
        f"{sent} of one day with limit={m.LARGEST_PAGE} and one by one with limit=1: expected the same slots in the "
        f"same order; came {len(whole)} and {len(one_by_one)}.",
    )
    came = await t.calls.send(o.SLOTS, query={**query, "limit": str(PAGE)})
    if len(came.told().slots) > PAGE:
        raise came.broken(f"at most {PAGE} slots")


async def page_limits(t: Target) -> None:
    query = arranging.whole_query(t, t.lent(t.fixtures.places, "places"))
    for limit in ("0", "-1", "100000", "many"):
        came = await t.calls.send(o.SLOTS, query={**query, "limit": limit})
        check_problem(came, "wrong-body", 422)
    came = await t.calls.send(
        o.SLOTS, query={**query, "after": "!not-a-cursor!"}, when="with a cursor that was never given"
    )
    check_problem(came, "wrong-body", 422)


async def tags(t: Target) -> None:
    """Who has what has not changed is told so, and gets it once it has."""
    centres = await t.calls.send(o.CENTRES)
    centres.told()
    same_centres = {"If-None-Match": centres.headers.get("etag", '"none"')}
    again = await t.calls.send(o.CENTRES, headers=same_centres, when="with the ETag that it has")
    if again.status != 304 or again.body:
        raise again.broken("304 without a body")
    (slot, other) = await arranging.find_slots(t, 2)
    booked = await arranging.book(t, slot)
    first = await t.calls.send(o.APPOINTMENT, appointment=booked.id)
    first.told()
    tag = first.headers.get("etag", "")
    if not tag:
        raise first.broken("a header ETag")
    known = {"If-None-Match": tag}
    same = await t.calls.send(o.APPOINTMENT, appointment=booked.id, headers=known, when="with the ETag that it has")
    if same.status != 304 or same.body:
        raise same.broken("304 without a body")
    other_tag = {"If-None-Match": '"another-tag"'}
    (await t.calls.send(o.APPOINTMENT, appointment=booked.id, headers=other_tag, when="with another ETag")).told()
    await t.calls.ask(o.MOVE, m.MoveSaid(moves=(m.MovingSaid(appointment=booked.id, slot=other.id),)))
    changed = await t.calls.send(
        o.APPOINTMENT, appointment=booked.id, headers=known, when="with its ETag before a move"
    )
    if changed.told().slot.id != other.id:
        raise changed.broken("the appointment as it is after the move")


LINES = (
    Line("slots", ("places",), slots),
    Line("pages", ("places",), pages),
    Line("page-limits", ("places",), page_limits),
    Line("tags", ("places",), tags),
)
