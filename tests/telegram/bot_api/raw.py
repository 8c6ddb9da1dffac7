"""A bot without any library: plain calls, so that a test sees the answers as they travel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.telegram.bot_api.scene import Scene


class RawBot:
    """Calls methods with JSON, or with a form when files go along."""

    def __init__(self, scene: Scene, session: aiohttp.ClientSession) -> None:
        self._scene = scene
        self._session = session

    async def __call__(self, method: str, token: str | None = None, **params: Any) -> dict[str, Any]:
        """The whole answer: ok, result or error_code, description, parameters."""
        address = f"{self._scene.url}/bot{token or self._scene.token}/{method}"
        async with self._session.post(address, json=params) as response:
            answer: dict[str, Any] = await response.json()
        assert response.status == (200 if answer["ok"] else answer["error_code"])
        return answer

    async def refusal(self, method: str, **params: Any) -> str:
        """The description of an error; '' when there is none."""
        return str((await self(method, **params)).get("description", ""))

    async def result(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        answer = await self(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def upload(self, method: str, field: str, name: str, content: bytes, **params: str) -> dict[str, Any]:
        """A call with a file."""
        form = aiohttp.FormData(params)
        form.add_field(field, content, filename=name)
        async with self._session.post(f"{self._scene.url}/bot{self._scene.token}/{method}", data=form) as response:
            answer: dict[str, Any] = await response.json()
        return answer

    async def download(self, path: str) -> bytes:
        """A file by its `file_path`."""
        async with self._session.get(f"{self._scene.url}/file/bot{self._scene.token}/{path}") as response:
            return await response.read()


@asynccontextmanager
async def raw_bot(scene: Scene) -> AsyncIterator[RawBot]:
    """For the length of a test."""
    async with aiohttp.ClientSession() as session:
        yield RawBot(scene, session)
