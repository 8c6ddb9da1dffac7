"""Pushes updates to the webhook as Telegram does: side by side, in order for a chat, again until a 2xx comes back.

From WebhookActor.cpp and Client.cpp of the Bot API server: the messages of a chat are one queue and **the taps of a
person are another**, so a tap may overtake a message; up to `max_connections` at once; what is not answered with 2xx is
sent again at once, then after 2 s, 4 s … up to one or two minutes, and `Retry-After` is obeyed; the answer may carry a
method to call. Like a local server (`--local`), it takes plain HTTP on any port.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp

from tests.telegram.bot_api.faults import Faults
from tests.telegram.bot_api.limits import Limits
from tests.telegram.bot_api.params import Params, read_multipart
from tests.telegram.bot_api.store import Row, Store
from tests.telegram.bot_api.updates import Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_PAUSE = 60.0
NOT_IN_AN_ANSWER = ("deletewebhook", "setwebhook", "close", "logout")
Call = Callable[[str, Params], Awaitable[object]]


@dataclass
class _Failed(Exception):
    reason: str
    retry_after: float = 0.0


class Webhook:
    """The one that pushes. Its settings are in the store: a server that starts again goes on pushing."""

    def __init__(self, store: Store, limits: Limits, faults: Faults, updates: Updates, call: Call) -> None:
        self._store = store
        self._limits = limits
        self._faults = faults
        self._updates = updates
        self._call = call
        self._queues: dict[str, deque[Row]] = defaultdict(deque)
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(1)
        self._session: aiohttp.ClientSession | None = None
        updates.on_added = self._offer

    @property
    def settings(self) -> Row | None:
        """url, secret_token, max_connections; None while the bot polls."""
        return self._store.get("settings", "webhook")

    @property
    def is_idle(self) -> bool:
        """Whether everything was pushed, repetitions too."""
        return not self._tasks

    async def start(self) -> None:
        """Push what is pending, if there is a webhook."""
        await self.stop()
        if (settings := self.settings) is not None:
            self._room = asyncio.Semaphore(settings["max_connections"])
            timeout = aiohttp.ClientTimeout(total=self._limits.webhook_timeout)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))
            for row in self._updates.pending():
                self._offer(row)

    async def stop(self) -> None:
        """Cut what is being pushed: it stays pending."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._queues.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _offer(self, row: Row) -> None:
        if self._session is None:
            return
        queue = row["queue"]
        if self._faults.happens(self._faults.shuffled_share):
            self._begin(self._push_late(row))
        elif queue in self._queues:
            self._queues[queue].append(row)
        else:
            self._queues[queue].append(row)
            self._begin(self._drain(queue))

    def _begin(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, queue: str) -> None:
        while rows := self._queues[queue]:
            await self._push(rows[0])
            rows.popleft()
        del self._queues[queue]

    async def _push_late(self, row: Row) -> None:
        await asyncio.sleep(self._faults.dice.uniform(0.01, 0.2))
        await self._push(row)

    async def _push(self, row: Row) -> None:
        """Until it is taken or too old."""
        failures, delay = 0, 1.0
        while row["expires"] >= time.time():
            failed = await self._try(row)
            if failed is None:
                if self._faults.happens(self._faults.twice_share):
                    self._begin(self._push_again(row))
                break
            wait = failed.retry_after
            if not wait and failures:
                delay = min(delay * 2, random.uniform(LONGEST_PAUSE, 2 * LONGEST_PAUSE))
                wait = delay
            failures += 1
            await asyncio.sleep(wait * self._limits.resend_pace)
        self._updates.forget(row)

    async def _push_again(self, row: Row) -> None:
        await asyncio.sleep(self._faults.dice.uniform(0, 0.2))
        await self._try(row)

    async def _try(self, row: Row) -> _Failed | None:
        """Once."""
        failed = None
        async with self._room:
            try:
                await self._post(row["update"])
            except _Failed as error:
                failed = error
            except (aiohttp.ClientError, TimeoutError, OSError):
                failed = _Failed("Connection failed")
        self._updates.note_delivery(row, "webhook", accepted=failed is None)
        if failed is not None:
            self._store.put("settings", "webhook_error", {"at": int(time.time()), "reason": failed.reason})
        return failed

    async def _post(self, update: Row) -> None:
        settings, session = self.settings, self._session
        assert settings is not None  # pushing ends before the settings go
        assert session is not None
        headers = {SECRET_HEADER: settings["secret_token"]} if settings["secret_token"] else {}
        async with session.post(settings["url"], json=update, headers=headers, allow_redirects=False) as response:
            if not 200 <= response.status <= 299:
                after = response.headers.get("Retry-After", "")
                reason = f"Wrong response from the webhook: {response.status} {response.reason}"
                raise _Failed(reason, min(float(after), 3600.0) if after.isdigit() else 0.0)
            params = await _read_answer(response)
        method = params.text("method").lower()
        if method and method not in NOT_IN_AN_ANSWER and not method.startswith("get"):
            await self._call(method, params)


async def _read_answer(response: aiohttp.ClientResponse) -> Params:
    """An answer may be a call; what cannot be read is none."""
    if response.content_type == "application/json":
        read = await response.json()
        return Params(read if isinstance(read, dict) else {})
    if response.content_type.startswith("multipart/"):
        return await read_multipart(aiohttp.MultipartReader.from_response(response).stream)
    return Params({})
