"""Spares another service that keeps failing more calls, and citizens the wait for it.

The circuit breaker of Michael Nygard, Release It! (2nd ed. 2018, chapter 5): closed, it lets calls through; after some
failures in a row it opens and lets none through; after a pause it is half open, for one call that decides.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.dialogue.ports import Clock


class Circuit:
    """One service's, within one process: each replica finds out for itself."""

    def __init__(self, clock: Clock, open_after: int, open_for: timedelta) -> None:
        self._clock = clock
        self._open_after = open_after
        self._open_for = open_for
        self._failures = 0
        self._trial_at: datetime | None = None

    def lets_through(self) -> bool:
        """Whether the service may be asked now.

        The one call of a half-open circuit moves the next trial on, so one that never comes back blocks nothing.
        """
        if self._trial_at is None:
            return True
        now = self._clock()
        if now < self._trial_at:
            return False
        self._trial_at = now + self._open_for
        return True

    def note(self, *, answered: bool) -> None:
        """How a call that was let through went."""
        if answered:
            self._failures, self._trial_at = 0, None
            return
        self._failures += 1
        if self._failures >= self._open_after:
            self._trial_at = self._clock() + self._open_for
