"""What ends the channel, each with the one sentence that is shown.

TelegramTrouble
├── WrongToken       Telegram knows no bot with this token
├── SomebodyPolls    another process fetches this bot's updates
└── WebhookRefused   Telegram will not bring updates to this address
"""

from __future__ import annotations


class TelegramTrouble(Exception):
    """The sentence is all that is shown; none repeats the token."""


class WrongToken(TelegramTrouble):
    def __init__(self) -> None:
        super().__init__("The setting TELEGRAM_TOKEN is not accepted by Telegram: copy the token from BotFather again.")


class WebhookRefused(TelegramTrouble):
    def __init__(self, reason: str) -> None:
        super().__init__(f"Telegram does not accept the address in the setting WEBHOOK_URL: {reason}")


class SomebodyPolls(TelegramTrouble):
    def __init__(self) -> None:
        super().__init__(
            "Another process fetches this bot's updates: stop it before you start this one, "
            "or give this one the token of another bot."
        )
