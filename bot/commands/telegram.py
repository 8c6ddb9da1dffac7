"""`telegram`: serve a Telegram bot by long polling, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal

from bot.app import App, build
from bot.channels.telegram.channel import open_channel
from bot.channels.telegram.connecting import connect, username_of
from bot.channels.telegram.handling import CHANNEL
from bot.channels.telegram.polling import poll
from bot.channels.telegram.profile import introduce
from bot.channels.telegram.trouble import TelegramTrouble
from bot.commands import serving
from bot.commands.ending import FoundWrong, WrongUse
from bot.database.errors import DatabaseProblem
from bot.database.working import work_forever
from bot.settings import Settings

NO_TOKEN = "The setting TELEGRAM_TOKEN is missing: write to @BotFather, send /newbot, and copy the token it gives."
log = logging.getLogger(__name__)


def telegram() -> None:
    """Serve a Telegram bot, by long polling.

    Reminders are sent too. Ctrl-C ends it, once what is under way is finished; nothing is lost by a harder end either.
    """
    told = serving.settings()
    if told.telegram_token is None:
        raise WrongUse(NO_TOKEN)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("aiogram").setLevel(logging.WARNING)
    try:
        asyncio.run(_serve(told, told.telegram_token.get_secret_value()))
    except (DatabaseProblem, TelegramTrouble) as trouble:
        raise FoundWrong(str(trouble)) from None


async def _serve(told: Settings, token: str) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with build(told, serving.open_catalogue(told)) as app:
        await run(app, token, told.telegram_api_url, stop)


async def run(app: App, token: str, api_url: str, stop: asyncio.Event) -> None:
    """The channel and the worker of its reminders, until `stop`. Raises TelegramTrouble."""
    bot = connect(token, api_url)
    try:
        username = await username_of(bot, stop)
        await introduce(bot, app.catalogue.province, app.default_language)
        service = app.service(CHANNEL)
        channel = open_channel(bot, username, engine=app.engine, vault=app.vault, service=service, clock=app.clock)
        log.info("The bot @%s listens.", username)
        worker = asyncio.create_task(work_forever(app.engine, app.jobs, app.handlers(), app.clock))
        try:
            await channel.run(poll(bot, channel.inbox, app.clock, channel.arrived.ring, stop), stop)
        finally:
            worker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await worker
    finally:
        await bot.session.close()
