"""The queue of updates and long polling, with Telegram's rules for who may fetch and what counts as fetched.

An update leaves the queue when `getUpdates` is called with a higher offset (or the webhook takes it), or when it is too
old: a day for a message, 150 seconds for a tap. Which kinds are wanted is decided when an update is made, not when it
is fetched (Client.cpp, `add_update_impl`). A second poll that would have to wait ends the first one with 409; another
such answer within three seconds comes three seconds later (`fail_query_conflict`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from tests.telegram.bot_api.errors import Refused
from tests.telegram.bot_api.faults import Faults
from tests.telegram.bot_api.limits import Limits
from tests.telegram.bot_api.store import Row, Store

FIRST_UPDATE = 700_000_001
MOST_AT_ONCE = 100
ONLY_ON_REQUEST = ("chat_member", "message_reaction", "message_reaction_count")
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"


class Updates:
    """What has happened and is not yet known to the bot."""

    def __init__(self, store: Store, limits: Limits, faults: Faults) -> None:
        self._store = store
        self._limits = limits
        self._faults = faults
        self._waiting: asyncio.Future[None] | None = None
        self._next_conflict = 0.0
        self._again: list[Row] = []
        self.on_added: Callable[[Row], None] = lambda row: None

    @property
    def is_polled(self) -> bool:
        """Whether a poll waits for the next update."""
        return self._waiting is not None

    def add(self, kind: str, body: Any, queue: str, lives: float | None = None) -> int | None:
        """Queue an update. Those of one `queue` are pushed in order, several queues side by side.

        :returns: its number, or None when the bot does not want this kind
        """
        if not self._is_allowed(kind):
            return None
        number = self._store.next_number("update", FIRST_UPDATE)
        row = {
            "update": {"update_id": number, kind: body},
            "queue": queue,
            "expires": time.time() + (lives or self._limits.message_lives),
        }
        self._store.put("updates", number, row)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
        self.on_added(row)
        return number

    def allow(self, kinds: list[str] | None) -> None:
        """None changes nothing, an empty list means the usual kinds."""
        if kinds is not None:
            self._store.put("settings", "allowed_updates", {"kinds": kinds})

    @property
    def allowed(self) -> list[str]:
        """The kinds that were asked for; empty for the usual ones."""
        row = self._store.get("settings", "allowed_updates")
        return list(row["kinds"]) if row else []

    def _is_allowed(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ONLY_ON_REQUEST

    def pending(self) -> list[Row]:
        """Not yet fetched and not too old, oldest first."""
        for row in self._store.rows("updates"):
            if row["expires"] < time.time():
                self.forget(row)
        return self._store.rows("updates")

    def forget(self, row: Row) -> None:
        """It is delivered, or too old."""
        self._store.drop("updates", row["update"]["update_id"])

    def clear(self) -> None:
        """Drop all that are pending."""
        for row in self._store.rows("updates"):
            self.forget(row)

    def note_delivery(self, row: Row, how: str, accepted: bool) -> None:
        """For the report: each time an update was handed over."""
        update = row["update"]
        delivery = {"update_id": update["update_id"], "at": time.time(), "how": how, "accepted": accepted}
        self._store.put("deliveries", self._store.next_number("delivery"), delivery)

    async def poll(self, offset: int, limit: int, wait: int) -> list[Row]:
        """The updates from `offset` on, as JSON; all before it are confirmed and gone.

        :param offset: negative ones count from the end of the queue
        :param limit: 1 to 100
        :param wait: seconds to wait when there are none
        :raises Refused: 409 when another poll or a webhook takes over meanwhile
        """
        self._confirm(offset)
        limit = limit if 1 <= limit <= MOST_AT_ONCE else MOST_AT_ONCE
        if (batch := self._take(limit)) or wait <= 0:
            return batch
        self.abort(OTHER_POLL)
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(min(wait, self._limits.longest_poll)):
                await waiting
        except TimeoutError:
            return []
        finally:
            if self._waiting is waiting:
                self._waiting = None
        return self._take(limit)

    def abort(self, reason: str) -> None:
        """End the poll that waits, if one does."""
        waiting, self._waiting = self._waiting, None
        if waiting is None or waiting.done():
            return
        loop, now = asyncio.get_running_loop(), time.monotonic()
        if now >= self._next_conflict:
            self._next_conflict = now + self._limits.conflict_pause
            waiting.set_exception(Refused(409, reason))
        else:
            loop.call_later(self._limits.conflict_pause, _fail, waiting, Refused(409, reason))

    def _confirm(self, offset: int) -> None:
        pending = self.pending()
        if offset < 0 and pending:
            offset = int(pending[-1]["update"]["update_id"]) + 1 + offset
        for row in pending:
            if row["update"]["update_id"] < offset:
                self.forget(row)

    def _take(self, limit: int) -> list[Row]:
        fresh = self.pending()[:limit]
        batch = self._faults.shuffle(self._again + fresh)
        self._again = [row for row in fresh if self._faults.happens(self._faults.twice_share)]
        for row in batch:
            self.note_delivery(row, "poll", accepted=True)
        return [row["update"] for row in batch]


def _fail(waiting: asyncio.Future[None], refusal: Refused) -> None:
    if not waiting.done():
        waiting.set_exception(refusal)
