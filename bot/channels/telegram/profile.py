"""What Telegram shows of the bot before a word was said: its commands and what it is for, in both languages."""

from __future__ import annotations

import logging

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand

from bot.dialogue.conversation import Language
from bot.dialogue.words import LANGUAGES, Words
from procedures.provincial import Province

log = logging.getLogger(__name__)
COMMANDS = ("my", "events", "mydata", "back", "cancel", "language", "help", "start")
"""In the order of the menu: what is wanted most often first."""


async def introduce(bot: Bot, province: Province, default: Language) -> None:
    """Set commands, description and short description: for each language, and for people with any other one."""
    try:
        for code, language in (("", default), *((language, language) for language in LANGUAGES)):
            words = Words(language, province)
            commands = [BotCommand(command=name, description=words.say(f"tg-command-{name}")) for name in COMMANDS]
            await bot.set_my_commands(commands, language_code=code)
            await bot.set_my_description(words.say("tg-description"), language_code=code)
            await bot.set_my_short_description(words.say("tg-short-description"), language_code=code)
    except (AiogramError, OSError, TimeoutError) as error:
        log.warning("The bot's profile could not be set (%s); the next start tries again.", type(error).__name__)
