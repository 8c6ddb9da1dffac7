"""The events of the key's client, as the lines read them: to the end, from there on, and until something has come."""

from __future__ import annotations

from bot.backends.wire import messages as m
from bot.backends.wire import operations as o
from bot.backends.wire.events import Event
from bot.conformance import handing_in
from bot.conformance.target import Target
from bot.conformance.verdict import Broken, NotGiven

MOST_PAGES = 100


async def since(t: Target, after: str | None, limit: int = m.LARGEST_PAGE) -> tuple[list[Event], str | None]:
    """All events after a cursor, page by page, and the cursor of the end. Raises Broken where there is none."""
    found: list[Event] = []
    for _ in range(MOST_PAGES):
        query = {"limit": str(limit), **({} if after is None else {"after": after})}
        came = await t.calls.send(o.EVENTS, query=query)
        page = came.told()
        if len(page.events) > limit:
            raise came.broken(f"at most {limit} events")
        found += page.events
        if not page.events:
            return found, page.next
        after = page.next
    raise came.broken(f"an end: no events after `next`, within {MOST_PAGES} pages")


async def end(t: Target) -> str | None:
    """The cursor after all that has happened so far."""
    return (await since(t, None))[1]


async def wait_for(t: Target, after: str | None, case: str) -> Event:
    """The first event about a case after that cursor. Raises Broken where none comes."""

    async def look() -> Event | None:
        for each in (await since(t, after))[0]:
            if each.case == case:
                return each
        return None

    found: Event | None = await t.wait_for(look)
    if found is None:
        raise Broken(
            f"GET {o.PREFIX}{o.EVENTS.path}?after=…: expected an event about a case of this client to which something "
            f"has happened; came none within {t.patience.news:g} s."
        )
    return found


async def make_happen(t: Target) -> str:
    """Something that is told as an event, about a case of this client. Raises NotGiven."""
    if not t.has(o.WITHDRAW):
        raise NotGiven("`about` does not offer applications: nothing can be made to happen that would be told")
    submission = handing_in.submission(t)
    await handing_in.submit(t, submission)
    whose = m.Personal(number=handing_in.lent(t).number)
    await t.calls.ask(o.WITHDRAW, whose, case=submission.case)
    return submission.case
