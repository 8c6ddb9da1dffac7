"""`serve`: the web application, with a Telegram bot by webhook where one is set, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from dataclasses import dataclass

from fastapi import APIRouter

from bot import web
from bot.app import App, build
from bot.catalogue.content import Catalogue
from bot.commands import running, serving
from bot.commands.ending import FoundWrong, WrongUse
from bot.database.errors import DatabaseProblem
from bot.pages import api_routers, called_back_routers, routers
from bot.settings import Settings, WrongSetting

NO_SECRET = (
    "The setting WEBHOOK_SECRET is missing: write 1 to 256 letters, digits, _ or - that nobody can guess. "
    "Telegram shows it with every update."
)
NO_URL = "The setting WEBHOOK_URL is missing: write https://host/path, the address that Telegram reaches."
log = logging.getLogger(__name__)


def serve() -> None:
    """Serve the web application at HOST and PORT, and a Telegram bot by webhook.

    Telegram brings updates to WEBHOOK_URL and shows WEBHOOK_SECRET. Without TELEGRAM_TOKEN it runs without Telegram.
    Ctrl-C ends it, once what is under way is finished; nothing is lost by a harder end either.
    """
    told = serving.settings()
    telegram = _telegram(told)
    running.log_to_stderr()
    # Before anything listens: it may start processes, and they inherit what is open.
    catalogue = serving.open_catalogue(told)
    place = running.listen(told)
    with contextlib.closing(place):
        asyncio.run(_serve(told, catalogue, telegram, place))


@dataclass(frozen=True)
class Telegram:
    """What a bot by webhook takes."""

    token: str
    api_url: str
    url: str
    secret: str


def _telegram(told: Settings) -> Telegram | None:
    """The bot to serve; None without a token, or where nothing is said of a webhook. Raises WrongUse."""
    if told.telegram_token is None or (told.webhook_url is None and told.webhook_secret is None):
        return None
    if told.webhook_url is None:
        raise WrongUse(NO_URL)
    if told.webhook_secret is None:
        raise WrongUse(NO_SECRET)
    token, secret = told.telegram_token.get_secret_value(), told.webhook_secret.get_secret_value()
    return Telegram(token, told.telegram_api_url, told.webhook_url, secret)


async def _serve(told: Settings, catalogue: Catalogue, telegram: Telegram | None, place: socket.socket) -> None:
    stop = running.until_told()
    try:
        async with build(told, catalogue, public_url=told.public_url or f"http://{told.host}:{told.port}") as app:
            log.info("Listening at http://%s:%d.", told.host, told.port)
            if told.backend_url is not None:
                log.info("The One Window is not here but at %s.", told.backend_url)
            _tell_who_can_log_in(app, told, telegram)
            if telegram is not None:
                await run_with_telegram(app, telegram, place, stop)
                return
            missing = "TELEGRAM_TOKEN" if told.telegram_token is None else "WEBHOOK_URL"
            log.info("Telegram is not served here: the setting %s is missing.", missing)
            async with running.working(app), web.serving(web.application(app.engine, _pages(app)), place):
                await stop.wait()
    except (DatabaseProblem, WrongSetting) as problem:
        raise FoundWrong(str(problem)) from None


def _tell_who_can_log_in(app: App, told: Settings, telegram: Telegram | None) -> None:
    if app.sharing is not None and app.sharing.is_demonstration:
        log.info("The demonstration's persons log in here: the setting IDENTITY_ISSUER is missing.")
    if telegram is not None and told.public_url is None:
        log.warning(
            "Logins lead to http://%s:%d, which citizens may not reach: the setting PUBLIC_URL is missing.",
            told.host,
            told.port,
        )


def _pages(app: App) -> list[APIRouter]:
    return [*(routers(app.sharing) if app.sharing else []), *api_routers(app), *called_back_routers(app)]


async def run_with_telegram(app: App, told: Telegram, place: socket.socket, stop: asyncio.Event) -> None:
    """The web application with the channel, until `stop`. Raises FoundWrong."""
    from bot.channels.telegram.connecting import connect  # aiogram takes seconds: only where Telegram is served
    from bot.channels.telegram.trouble import TelegramTrouble
    from bot.channels.telegram.webhook import Webhook, announce
    from bot.commands.telegram import begin, open_bot

    bot = connect(told.token, told.api_url)
    channel = open_bot(app, bot)
    webhook = Webhook(told.url, told.secret, channel.inbox, app.clock, channel.arrived.ring)

    async def receive() -> None:
        await begin(app, bot, stop)
        await announce(bot, told.url, told.secret, stop)
        await stop.wait()

    try:
        served = web.application(app.engine, [webhook.router(), *_pages(app)])
        async with running.working(app), web.serving(served, place):
            await channel.run(receive(), stop)
    except TelegramTrouble as trouble:
        raise FoundWrong(str(trouble)) from None
    finally:
        await bot.session.close()
