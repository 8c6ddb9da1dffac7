"""What ends the channel, each with the one sentence that is shown.

TelegramTrouble
├── WrongToken       Telegram knows no bot with this token
└── SomebodyPolls    another process fetches this bot's updates
"""

from __future__ import annotations


class TelegramTrouble(Exception):
    """The sentence is all that is shown; none repeats the token."""


class WrongToken(TelegramTrouble):
    def __init__(self) -> None:
        super().__init__("The setting TELEGRAM_TOKEN is not accepted by Telegram: copy the token from BotFather again.")


class SomebodyPolls(TelegramTrouble):
    def __init__(self) -> None:
        super().__init__(
            "Another process fetches this bot's updates: stop it, or the one with a webhook, before starting this one."
        )
