"""What a One Window offers, in one answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.api.backend.call import Call
from bot.backends.wire.messages import About, Offered


@dataclass(frozen=True)
class AboutCalls:
    """The first call of a client."""

    offers: tuple[Offered, ...]
    hold_seconds: int
    calls_a_minute: int

    async def about(self, call: Call) -> About:
        """What this One Window offers.

        A call to what it does not offer is answered `not-offered`.
        """
        return About(offers=self.offers, hold_seconds=self.hold_seconds, calls_a_minute=self.calls_a_minute)
