"""How much and how late Telegram takes: every number of the server that is not a format, in one place to be changed.

Sources: the Bot API's FAQ ("avoid sending more than one message per second … short bursts … 30 messages per second or
so … not more than 20 messages per minute to the same group"), the Bot API server (Client.cpp: 86,400 s for a message,
150 s for a tap, 3 s between conflicts, 50 s of long polling; WebhookActor.cpp: how often an update is sent again).
Telegram publishes neither how long a burst may be nor how late a tap may be answered: those two are estimates on the
strict side.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.telegram.bot_api.errors import too_many


@dataclass
class Limits:
    """Rates are per second, times in seconds."""

    chat_rate: float = 1.0
    chat_burst: int = 3
    """Messages that one chat takes at once before the rate counts (the "short bursts")."""
    group_rate: float = 20 / 60
    group_burst: int = 20
    total_rate: float = 30.0
    total_burst: int = 30
    edits_count: bool = False
    """Whether an edit is a message for the rates, too. Telegram's limit on edits is separate and unpublished."""
    answer_within: float = 15.0
    """How late a tap may be answered."""
    message_lives: float = 86_400.0
    tap_lives: float = 150.0
    conflict_pause: float = 3.0
    longest_poll: int = 50
    webhook_timeout: float = 60.0
    resend_pace: float = 1.0
    """Multiplies the waits before an update is pushed again: 0 s, 2 s, 4 s … one to two minutes."""

    @classmethod
    def loose(cls) -> Limits:
        """No rate refuses and the webhook is tried again quickly: for tests about something else."""
        many = 1_000_000
        return cls(many, many, many, many, many, many, conflict_pause=0.1, resend_pace=0.02)


class Meter:
    """Counts messages and closes a chat, or the whole bot, that is too fast, until `retry_after` is over.

    A call while closed is refused with what remains. (Telegram does the same; a bot that keeps asking gains nothing.)
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._buckets: dict[int | None, _Bucket] = {}

    def spend(self, chat: int) -> None:
        """One message to this chat. Groups have negative ids.

        :raises Refused: 429, and nothing was counted
        """
        limits, now = self._limits, self._clock()
        rate, burst = (limits.group_rate, limits.group_burst) if chat < 0 else (limits.chat_rate, limits.chat_burst)
        buckets = [
            self._buckets.setdefault(None, _Bucket(limits.total_rate, limits.total_burst, now)),
            self._buckets.setdefault(chat, _Bucket(rate, burst, now)),
        ]
        wait = max(bucket.missing(now) for bucket in buckets)
        if wait > 0:
            raise too_many(math.ceil(wait))
        for bucket in buckets:
            bucket.left -= 1


@dataclass
class _Bucket:
    """A token bucket that stays shut for a whole number of seconds once it was found empty."""

    rate: float
    burst: int
    filled: float
    left: float = -1.0
    shut_until: float = 0.0

    def __post_init__(self) -> None:
        self.left = float(self.burst)

    def missing(self, now: float) -> float:
        """Seconds until the next message; 0 when it may go now."""
        self.left = min(float(self.burst), self.left + (now - self.filled) * self.rate)
        self.filled = now
        if now < self.shut_until:
            return self.shut_until - now
        if self.left >= 1:
            return 0.0
        self.shut_until = now + math.ceil((1 - self.left) / self.rate)
        return self.shut_until - now
