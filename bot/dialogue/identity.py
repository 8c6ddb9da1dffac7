"""Who the citizen is, as far as an action has to know: told by an identity provider, never by what is typed.

The citizen opens a link that was made for this chat, shows who they are to the provider, and brings back to the same
chat the code that the page shows them. So a link that somebody else sent leads nowhere: the code is good only in the
chat that asked, once, for some minutes.

    LoginRefused
    ├── WrongCode      no login of this chat has this code
    ├── LoginOver      the minutes are over, or the code was used
    └── NotSure        the provider was less sure of the person than the action needs
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

Level = Literal["real-name", "face"]
"""How sure the provider is of the person: a verified account, or a face shown just now as well."""
LEVELS: tuple[Level, ...] = ("real-name", "face")
"""From the least to the surest."""


def is_enough(level: Level, needed: Level) -> bool:
    """Whether what is sure to this level may do what needs the other."""
    return LEVELS.index(level) >= LEVELS.index(needed)


class LoginRefused(Exception):
    """The citizen is not verified by this."""


class WrongCode(LoginRefused):
    pass


class LoginOver(LoginRefused):
    pass


class NotSure(LoginRefused):
    pass


class Verified(BaseModel):
    """Somebody the provider knows. Their citizen number is in none of these."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    person: str
    """A pseudonym, the same for the same person in this installation."""
    called: str
    """Their name, all but its first character hidden."""
    level: Level
    until: datetime
    """When they have to show again who they are."""


@dataclass(frozen=True)
class LoginLink:
    """Where to show who one is."""

    url: str
    until: datetime


class Identity(Protocol):
    """Logs citizens in. `chat` is the conversation that asks, by its channel and name."""

    async def open_login(self, chat: str, level: Level, key: str) -> LoginLink:
        """A link for this chat. The second call with the same key gives the same link; a newer key, a new link that
        makes the older ones worthless. Raises IdentityDown.
        """

    async def finish_login(self, chat: str, code: str, key: str) -> Verified:
        """Who it was that the page gave this code to. The second call with the same key answers as the first did.

        Raises LoginRefused, IdentityDown.
        """

    async def number(self, person: str) -> str | None:
        """The citizen number behind a pseudonym, to be handed to the One Window and kept nowhere; None if unknown."""

    async def forget(self, person: str) -> None:
        """Erase who is behind a pseudonym, on their request."""


class IdentityDown(Exception):
    """No answer now; nothing is known to have happened, and the same call may be made again."""
