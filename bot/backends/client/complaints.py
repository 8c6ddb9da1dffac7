"""What whoever runs an installation has to hear of its backend: each thing once a minute, however many wait."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.dialogue.ports import Clock

log = logging.getLogger(__name__)
AGAIN_AFTER = timedelta(minutes=1)


class Complaints:
    """About one backend. What is said never holds anything of a call or an answer."""

    def __init__(self, backend: str, clock: Clock) -> None:
        self._backend = backend
        self._clock = clock
        self._said: dict[tuple[int, str], datetime] = {}

    def warn(self, sentence: str) -> None:
        """It passes by itself."""
        self._say(logging.WARNING, sentence)

    def ask(self, sentence: str) -> None:
        """Somebody has to mend it."""
        self._say(logging.ERROR, sentence)

    def _say(self, level: int, sentence: str) -> None:
        now, last = self._clock(), self._said.get((level, sentence))
        if last is not None and now - last < AGAIN_AFTER:
            return
        self._said = {what: when for what, when in self._said.items() if now - when < AGAIN_AFTER}
        self._said[level, sentence] = now
        log.log(level, "The backend %s: %s", self._backend, sentence)
