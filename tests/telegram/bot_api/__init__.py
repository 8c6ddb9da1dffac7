"""A small Bot API server that is as strict as Telegram, over real HTTP, with people to talk to the bot.

    async with BotApi() as api:                      # in this process
    async with running_bot_api(journal) as api:      # in a process of its own
        user = api.user("Lin", "en")
        await user.send("/start")
        [hello] = await user.next()
        await user.tap("I bought a home")

Where the strictness comes from stands at the top of each module; most of it is read off Telegram's own server,
github.com/tdlib/telegram-bot-api, and TDLib below it. What it does not do: Markdown, albums, payments, inline mode,
channels, supergroups, fetching of files by address.
"""

from tests.telegram.bot_api.limits import Limits
from tests.telegram.bot_api.people import Chat, User
from tests.telegram.bot_api.record import Call, Record
from tests.telegram.bot_api.remote import RemoteBotApi, running_bot_api
from tests.telegram.bot_api.scene import TOKEN, USERNAME, Scene
from tests.telegram.bot_api.seen import Button, File, Seen
from tests.telegram.bot_api.server import BotApi

__all__ = [
    "TOKEN",
    "USERNAME",
    "BotApi",
    "Button",
    "Call",
    "Chat",
    "File",
    "Limits",
    "Record",
    "RemoteBotApi",
    "Scene",
    "Seen",
    "User",
    "running_bot_api",
]
