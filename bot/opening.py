"""The One Window behind an installation: embedded in it, or somebody else's over HTTP. It is chosen once, at the start.

Who a citizen is, is found out here in both cases.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.backends.onewindow.waiting import AwaitedOneWindow
from bot.backends.onewindow.waiting import handlers as waiting_clocks
from bot.backends.onewindow.window import OneWindow
from bot.office import open_office
from bot.sharing import open_sharing
from bot.window import Installation, Window


@asynccontextmanager
async def open_window(here: Installation, warn: Callable[[str], None]) -> AsyncIterator[Window]:
    """As the setting BACKEND_URL says. Raises WrongSetting. `warn` hears what works less well than it might."""
    told = here.settings
    if told.backend_url is None or told.backend_key is None:
        yield _embedded(here)
        return
    from bot.remote_window import open_remote

    async with open_remote(here, told.backend_url, told.backend_key.get_secret_value(), warn) as window:
        yield window


def _embedded(here: Installation) -> Window:
    waiting = AwaitedOneWindow(here.engine, here.province, here.clock, here.jobs)
    sharing = None
    if here.public_url is not None:
        sharing = open_sharing(
            here.settings, here.engine, here.vault, here.jobs, here.province, here.clock, here.public_url
        )
    return Window(
        backend=OneWindow(here.engine, here.province, here.clock, jobs=here.jobs),
        waiting=waiting,
        sharing=sharing,
        office=open_office(here.settings, sharing, here.province) if sharing else None,
        clocks=waiting_clocks(waiting),
    )
