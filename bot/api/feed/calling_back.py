"""Tells a client of one event: a job for each, tried again by the plan of all jobs until the client has heard.

A callback that the client heard may come again where the worker was killed then; it has the same id. One that is never
heard stays as a failed job for staff, and the client finds its event in the feed.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.api.feed.feed import Callback, Feed
from bot.backends.circuit import Circuit
from bot.backends.wire.events import Event
from bot.backends.wire.signing import sign
from bot.database.errors import NotNow
from bot.database.jobs import Finish, Job
from bot.dialogue.ports import Clock

if TYPE_CHECKING:
    import httpx2

log = logging.getLogger(__name__)
GONE = 410
SPARED_AFTER, SPARED_FOR = 3, timedelta(seconds=30)
"""Failures in a row after which a client is spared, so that one that hangs does not hold up every other job."""


class Unheard(Exception):
    """The client did not say that it has heard."""


@dataclass(frozen=True)
class CallingBack:
    """The handler of these jobs. `transport`: another way than the network."""

    feed: Feed
    clock: Clock
    transport: httpx2.AsyncBaseTransport | None = None
    circuits: dict[str, Circuit] = field(default_factory=dict)

    async def __call__(self, job: Job, finish: Finish) -> None:
        client, number = job.payload["client"], job.payload["number"]
        found = await self.feed.find(client, number)
        is_gone = found is not None and await self._tell(client, *found) == GONE
        async with finish() as connection:
            if found is not None and is_gone and await self.feed.drop_gone(connection, client, found[1]):
                log.warning("The client %s is not called back any more: it says that its address is gone.", client)

    async def _tell(self, client: str, event: Event, callback: Callback) -> int:
        """The status of an answer that settles it. Raises Unheard, NotNow while the client is spared."""
        circuit = self.circuits.setdefault(client, Circuit(self.clock, SPARED_AFTER, SPARED_FOR))
        if not circuit.lets_through():
            raise NotNow("the client is spared")
        status = await self._send(client, event, callback)
        is_settled = status is not None and (200 <= status < 300 or status == GONE)
        circuit.note(answered=is_settled)
        if status is None or not is_settled:
            raise Unheard("no answer" if status is None else str(status))
        return status

    async def _send(self, client: str, event: Event, callback: Callback) -> int | None:
        from bot.api.feed.sending import post  # an HTTP client takes its time, and a terminal needs none

        body = event.model_dump_json().encode()
        headers = sign(callback.secret, f"{client}-{event.cursor}", self.clock(), body)
        return await post(callback.url, headers, body, self.transport)
