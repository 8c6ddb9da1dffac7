"""Events: told in order, once each, and read again from any cursor as they were."""

from __future__ import annotations

from bot.backends.wire import operations as o
from bot.backends.wire.events import ApplicationEvent, Event
from bot.conformance import news
from bot.conformance.calls import check_problem
from bot.conformance.line import Line
from bot.conformance.target import Target
from bot.conformance.verdict import Broken, expect

EVENTS = f"GET {o.PREFIX}{o.EVENTS.path}"


async def _two(t: Target) -> tuple[str | None, list[Event]]:
    """A cursor, and what was told after it, of two cases at least."""
    cursor = await news.end(t)
    cases = [await news.make_happen(t) for _ in range(2)]
    for case in cases:
        await news.wait_for(t, cursor, case)
    return cursor, (await news.since(t, cursor))[0]


async def told(t: Target) -> None:
    """What happens to an application is told, with the number of its line in the timeline."""
    cursor = await news.end(t)
    case = await news.make_happen(t)
    event = await news.wait_for(t, cursor, case)
    status = await t.calls.ask(o.STATUS, case=case)
    if not isinstance(event, ApplicationEvent):
        raise Broken(f"{EVENTS} about an application: expected kind: application; came kind: {event.kind}.")
    expect(
        1 <= event.number <= len(status.events),
        f"{EVENTS} about an application: expected the `number` of a line in its timeline (1 to {len(status.events)}); "
        f"came {event.number}.",
    )
    _, end = await news.since(t, cursor)
    rest, again = await news.since(t, end)
    expect(
        (rest, again) == ([], end),
        f"{EVENTS}?after=… with the `next` of the end: expected no events and the same `next`; came "
        f"{len(rest)} events, or another `next`.",
    )


async def rise(t: Target) -> None:
    """Each cursor is its own, and leads to exactly what came after it."""
    cursor, events = await _two(t)
    cursors = [each.cursor for each in events]
    expect(
        len(set(cursors)) == len(cursors),
        f"{EVENTS}: expected a cursor of its own for each of {len(cursors)} events; came one twice.",
    )
    times = [each.at for each in events]
    expect(times == sorted(times), f"{EVENTS}: expected `at` that does not go back; came an earlier one later.")
    for number, event in enumerate(events):
        after, _ = await news.since(t, event.cursor)
        expected = cursors[number + 1 :]
        came = [each.cursor for each in after][: len(expected)]
        expect(
            came == expected,
            f"{EVENTS}?after=… with the cursor of event {number + 1} of {len(events)}: expected the "
            f"{len(expected)} events after it; came {len(came)}, or others.",
        )
    one_by_one, _ = await news.since(t, cursor, limit=1)
    expect(
        [each.cursor for each in one_by_one][: len(cursors)] == cursors,
        f"{EVENTS} with limit=1, page by page with after=`next`: expected the same {len(cursors)} events; came "
        f"{len(one_by_one)}, or others.",
    )


async def again(t: Target) -> None:
    """Whoever lost them reads them again from an old cursor, word for word."""
    cursor, events = await _two(t)
    repeated, _ = await news.since(t, cursor)
    expect(
        repeated[: len(events)] == events,
        f"{EVENTS}?after=… with a cursor of before: expected the same {len(events)} events, unchanged; came "
        f"{len(repeated)}, or others.",
    )


async def cursors(t: Target) -> None:
    came = await t.calls.send(o.EVENTS, query={"after": "!not-a-cursor!"}, when="with a cursor that was never given")
    check_problem(came, "wrong-body", 422)
    for limit in ("0", "100000"):
        came = await t.calls.send(o.EVENTS, query={"limit": limit})
        check_problem(came, "wrong-body", 422)


LINES = (
    Line("events-told", ("events",), told),
    Line("events-rise", ("events",), rise),
    Line("events-again", ("events",), again),
    Line("events-cursors", ("events",), cursors),
)
