"""What every command that serves citizens over the network does while it runs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import AsyncIterator

from sqlalchemy.exc import DBAPIError

from bot.app import App
from bot.commands.ending import WrongUse
from bot.database.working import work_forever
from bot.logs import log_to
from bot.settings import Settings

SWEEP_EVERY = 3600.0
"""Seconds."""
log = logging.getLogger(__name__)


def log_to_stderr() -> None:
    """For whoever runs a server. Libraries tell only what went wrong: requests carry the token in their address."""
    log_to(logging.StreamHandler())
    logging.getLogger("bot").setLevel(logging.INFO)


def until_told() -> asyncio.Event:
    """Set by Ctrl-C or SIGTERM."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


def listen(told: Settings) -> socket.socket:
    """Where requests arrive. Raises WrongUse."""
    from bot import web  # FastAPI takes its time, and a terminal needs none

    try:
        return web.listen(told.host, told.port)
    except OSError as error:
        raise WrongUse(
            f"{told.host}:{told.port} cannot be listened at: {error.strerror}. Change the setting HOST or PORT."
        ) from None


@contextlib.asynccontextmanager
async def login_pages(app: App, told: Settings, place: socket.socket | None = None) -> AsyncIterator[None]:
    """The pages of a login, served until the end of the block; nothing where nobody can log in."""
    if app.sharing is None:
        yield
        return
    from bot import web
    from bot.pages import called_back_routers, routers

    with contextlib.closing(place or listen(told)) as here:
        async with web.serving(web.application(app.engine, [*routers(app.sharing), *called_back_routers(app)]), here):
            yield


@contextlib.asynccontextmanager
async def working(app: App) -> AsyncIterator[None]:
    """Jobs are done, a backend is heard and old rows swept until the end of the block; what was under way then is done
    by the next.
    """
    tasks = [
        asyncio.create_task(work_forever(app.engine, app.jobs, app.handlers(), app.clock)),
        asyncio.create_task(_sweep_forever(app)),
    ]
    if app.listener is not None:
        tasks.append(asyncio.create_task(app.listener.run()))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _sweep_forever(app: App) -> None:
    while True:
        try:
            await app.sweep()
        except (DBAPIError, OSError) as error:
            log.warning("Old rows could not be swept: %s.", type(error).__name__)
        await asyncio.sleep(SWEEP_EVERY)
