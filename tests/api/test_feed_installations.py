"""Two whole installations over real connections: who comes to the hall of one hears of it in a chat of the other."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest

from bot import web
from bot.backends import listening
from bot.channels.terminal import as_text
from bot.commands import running
from bot.database import working
from bot.pages import called_back_routers
from tests.backends.test_remote_installation import THURSDAY_TEN, TO_THE_TIMES, House, house, places

__all__ = ["house"]
HALF_PAST_NINE = datetime(2026, 12, 3, 1, 30, tzinfo=UTC)


async def test_who_checks_in_hears_it_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both do their jobs; the city looks at its feed at the start, and then only because it is called back."""
    monkeypatch.setattr(working, "PAUSE", 0.02)
    monkeypatch.setattr(listening, "EVERY", 3600.0)
    async with AsyncExitStack() as stack:
        window = await stack.enter_async_context(house.open(house.settings("window")))
        settings = await stack.enter_async_context(house.served(window))
        place = stack.enter_context(web.listen("127.0.0.1", 0))
        public_url = f"http://127.0.0.1:{place.getsockname()[1]}"
        city = await stack.enter_async_context(house.open(settings.model_copy(update={"public_url": public_url})))
        routes = called_back_routers(city)
        await stack.enter_async_context(web.serving(web.application(city.engine, routes), place))
        await stack.enter_async_context(running.working(window))
        await stack.enter_async_context(running.working(city))
        citizen = house.citizen(city)
        await citizen.say(*TO_THE_TIMES, "1", "yes")
        case = await citizen.case()
        assert await places(window) == [(case, THURSDAY_TEN, "booked")]
        async with asyncio.timeout(20):
            while (callback := await window.feed.callback("city")) is None:  # noqa: ASYNC110 - behind HTTP
                await asyncio.sleep(0.02)
            assert callback.url == f"{public_url}/backend/callback"
            house.watch.moment = HALF_PAST_NINE
            number = await window.hall.check_in(case, "east", "k1")
            heard, checked_in = "", f"You are checked in. Your number is {number.number}, "
            while checked_in not in heard:  # beside the reminder of today
                heard += as_text(await citizen.terminal.waiting(), airy=False)
                await asyncio.sleep(0.02)


async def test_without_a_public_address_nobody_is_asked_to_call_back(house: House) -> None:
    async with (
        house.open(house.settings("window")) as window,
        house.served(window) as settings,
        house.open(settings) as city,
    ):
        assert (window.listener, called_back_routers(window)) == (None, [])
        assert city.listener is not None
        assert (city.listener.address, called_back_routers(city)) == (None, [])
