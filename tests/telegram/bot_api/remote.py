"""The server as a process of its own, and how a test holds it: deeds go over HTTP, looking is reading the journal.

So neither the bot's death nor its own restart loses anything, and a test's process needs no loop for it.
"""

from __future__ import annotations

import asyncio
import json
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.telegram.bot_api.scene import TOKEN, Scene
from tests.telegram.bot_api.store import Store


class RemoteBotApi(Scene):
    """A running server."""

    def __init__(self, url: str, state: Path, pid: int, token: str = TOKEN) -> None:
        self.url = url
        self.pid = pid
        self.token = token
        self.store = Store(state)

    def act(self, deed: str, **details: Any) -> Any:
        """Blocks for the few milliseconds of a call on this machine.

        :raises ValueError: the server would not do it, and says why
        """
        request = urllib.request.Request(f"{self.url}/test/{deed}", json.dumps(details).encode(), method="POST")
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.load(response)["result"]
        except urllib.error.HTTPError as error:
            with error:
                raise ValueError(error.read().decode()) from error


@asynccontextmanager
async def running_bot_api(
    state: Path, *, port: int = 0, limits: dict[str, Any] | None = None, token: str = TOKEN
) -> AsyncIterator[RemoteBotApi]:
    """Start it, wait until it listens, stop it.

    :param limits: as `--limits`: names of `Limits`, and `loose`
    """
    arguments = ["--port", str(port), "--state", str(state), "--limits", json.dumps(limits or {}), "--token", token]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.telegram.bot_api", *arguments, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None  # it is piped
        async with asyncio.timeout(30):
            url = (await process.stdout.readline()).decode().strip()
        if not url:
            raise RuntimeError("the server did not start")
        yield RemoteBotApi(url, state, process.pid, token)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()
