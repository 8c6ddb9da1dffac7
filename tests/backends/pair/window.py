"""The process of the One Window: an installation whose places and applications a client uses, until it is killed."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from unittest.mock import patch

from bot import web
from bot.api.feed.feed import Feed
from bot.app import App, build
from bot.commands import running
from bot.pages import api_routers
from tests.backends.pair.faults import forget_decisions
from tests.backends.pair.logs import log_plainly
from tests.backends.pair.terms import CATALOGUE, PAGES, Terms, hurried


def serve(terms: Terms) -> None:
    """The process."""
    log_plainly(terms.log("window"))

    async def opened() -> None:
        async with build(terms.window(), CATALOGUE, clock=terms.clock, public_url=PAGES, language="en") as app:
            await _serve(app, terms)

    with hurried(), ExitStack() as stack:
        if terms.faulty:
            stack.enter_context(patch.object(Feed, "append", forget_decisions))
        asyncio.run(opened())


async def _serve(app: App, terms: Terms) -> None:
    served = web.application(app.engine, api_routers(app))
    with web.listen("127.0.0.1", terms.window_port) as place:
        async with running.working(app), web.serving(served, place):
            await asyncio.Event().wait()
