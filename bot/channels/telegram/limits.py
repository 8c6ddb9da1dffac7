"""How fast may be written: what Telegram takes, kept a little below, so that it never has to refuse.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: about one message a second in a chat,
short bursts allowed; 20 a minute in a group; about 30 a second in all. How long a burst may be is not published.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rate:
    """So many a second, so many at once after a rest."""

    a_second: float
    at_once: int


@dataclass
class Bucket:
    """What may still be written under one rate."""

    rate: Rate
    filled_at: float
    left: float

    def fill(self, now: float) -> float:
        """How many may be written now."""
        self.left = min(self.rate.at_once, self.left + (now - self.filled_at) * self.rate.a_second)
        self.filled_at = now
        return self.left


@dataclass
class Limits:
    """The pace of one bot. `now`: seconds that only go forward."""

    now: Callable[[], float]
    chat: Rate = Rate(0.9, 3)
    group: Rate = Rate(0.3, 3)
    everywhere: Rate = Rate(28, 25)
    _all: Bucket = field(init=False)
    _chats: dict[str, Bucket] = field(default_factory=dict, init=False)
    _until: dict[str, float] = field(default_factory=dict, init=False)
    _all_until: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._all = self._full(self.everywhere)

    def room(self) -> int:
        """How many calls may be made now, to whatever chats."""
        return 0 if self.now() < self._all_until else int(self._all.fill(self.now()))

    def spend(self, chat: str, *, is_message: bool) -> None:
        """A call is made. Edits have an unpublished limit of their own: they count in all, not in the chat."""
        self._all.left -= 1
        if is_message:
            bucket = self._chats.setdefault(chat, self._full(self.group if chat.startswith("-") else self.chat))
            bucket.fill(self.now())
            bucket.left -= 1

    def resting(self) -> set[str]:
        """Chats to which nothing may be written now. What is fully rested is forgotten."""
        now = self.now()
        self._until = {chat: until for chat, until in self._until.items() if until > now}
        full = [chat for chat, bucket in self._chats.items() if bucket.fill(now) >= bucket.rate.at_once]
        for chat in full:
            del self._chats[chat]
        return {*self._until, *(chat for chat, bucket in self._chats.items() if bucket.left < 1)}

    def wait(self, chat: str, seconds: float, *, everywhere: bool = False) -> None:
        """Telegram refused: this chat rests. If others rest on its word already, the bot itself is too fast."""
        others = self._until.keys() - {chat}
        self._until[chat] = self.now() + seconds
        if everywhere or any(self._until[other] > self.now() for other in others):
            self._all_until = max(self._all_until, self.now() + seconds)

    def _full(self, rate: Rate) -> Bucket:
        return Bucket(rate, self.now(), float(rate.at_once))
