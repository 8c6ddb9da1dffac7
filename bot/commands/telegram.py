"""`telegram`: serve a Telegram bot by long polling, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.app import App, build
from bot.channels.telegram.channel import Channel, open_channel
from bot.channels.telegram.connecting import connect, username_of
from bot.channels.telegram.handling import CHANNEL
from bot.channels.telegram.polling import poll, take_over
from bot.channels.telegram.profile import introduce
from bot.channels.telegram.trouble import TelegramTrouble
from bot.commands import running, serving
from bot.commands.ending import FoundWrong, WrongUse
from bot.database.errors import DatabaseProblem
from bot.settings import Settings, WrongSetting

if TYPE_CHECKING:
    from aiogram import Bot  # imported by its channel, which leaves out what no bot needs

NO_TOKEN = "The setting TELEGRAM_TOKEN is missing: write to @BotFather, send /newbot, and copy the token it gives."
log = logging.getLogger(__name__)


def telegram() -> None:
    """Serve a Telegram bot, by long polling.

    Reminders are sent too. Where the setting PUBLIC_URL says how browsers reach it, the pages of a login are served at
    HOST and PORT. Ctrl-C ends it, once what is under way is finished; nothing is lost by a harder end either.
    """
    told = serving.settings()
    if told.telegram_token is None:
        raise WrongUse(NO_TOKEN)
    running.log_to_stderr()
    try:
        asyncio.run(_serve(told, told.telegram_token.get_secret_value()))
    except (DatabaseProblem, TelegramTrouble, WrongSetting) as trouble:
        raise FoundWrong(str(trouble)) from None


async def _serve(told: Settings, token: str) -> None:
    stop = running.until_told()
    building = build(told, serving.open_catalogue(told), public_url=told.public_url)
    async with building as app, running.login_pages(app, told):
        await run(app, token, told.telegram_api_url, stop)


async def run(app: App, token: str, api_url: str, stop: asyncio.Event) -> None:
    """The channel and the worker of its reminders, until `stop`. Raises TelegramTrouble."""
    bot = connect(token, api_url)
    channel = open_bot(app, bot)

    async def receive() -> None:
        await begin(app, bot, stop)
        await take_over(bot, stop)
        await poll(bot, channel.inbox, app.clock, channel.arrived.ring, stop)

    try:
        async with running.working(app):
            await channel.run(receive(), stop)
    finally:
        await bot.session.close()


def open_bot(app: App, bot: Bot) -> Channel:
    """The channel of this bot."""
    service, papers = app.service(CHANNEL), app.papers(CHANNEL)
    return open_channel(bot, engine=app.engine, vault=app.vault, service=service, papers=papers, clock=app.clock)


async def begin(app: App, bot: Bot, stop: asyncio.Event) -> None:
    """Wait until Telegram knows the bot, and tell it what the bot is for. Raises WrongToken."""
    username = await username_of(bot, stop)
    if not stop.is_set():
        await introduce(bot, app.catalogue.province, app.default_language)
        log.info("The bot @%s listens.", username)
