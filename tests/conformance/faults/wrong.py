"""A deliberately wrong backend: the right one, with something before it that does one thing wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx2

from bot.backends.wire.operations import OPERATIONS, PREFIX
from bot.backends.wire.problems import MEDIA_TYPE, TYPE
from tests.conformance.served import Asgi, Receive, Send, Served

PATHS = [
    (each.method, each.name, re.compile(PREFIX + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", each.path)))
    for each in OPERATIONS
]
DESK = re.compile(PREFIX + r"/desk/cases/(?P<case>[^/]+)/(?P<act>\w+)")


@dataclass(frozen=True)
class Asked:
    """A request."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def call(self) -> str:
        """The name of its operation; of a department's, `desk` and its act; empty for anything else."""
        for method, name, pattern in PATHS:
            if method == self.method and pattern.fullmatch(self.path):
                return name
        found = DESK.fullmatch(self.path)
        return f"desk {found['act']}" if found else ""

    @property
    def names(self) -> Mapping[str, str]:
        """What stands in its path."""
        patterns = [pattern for method, _, pattern in PATHS if method == self.method]
        found = next((match for each in [*patterns, DESK] if (match := each.fullmatch(self.path))), None)
        return found.groupdict() if found else {}

    @property
    def said(self) -> Any:
        """The body; empty where it is none that could be read."""
        try:
            return json.loads(self.body)
        except ValueError:
            return {}

    @property
    def key(self) -> str:
        return self.headers.get("idempotency-key", "")

    def saying(self, said: Any) -> Asked:
        return replace(self, body=json.dumps(said).encode())

    def keyed(self, key: str) -> Asked:
        return self.telling("idempotency-key", key)

    def telling(self, header: str, value: str) -> Asked:
        return replace(self, headers={**self.headers, header: value})


@dataclass(frozen=True)
class Answered:
    """What is answered to it."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def told(self) -> Any:
        return json.loads(self.body) if self.body else None

    @property
    def problem(self) -> str:
        """Its name; empty for a good answer."""
        return str(self.told["type"]).removeprefix(TYPE) if self.status >= 400 else ""

    def telling(self, told: Any) -> Answered:
        return replace(self, body=json.dumps(told).encode())


def good(told: Any) -> Answered:
    return Answered(200, {"content-type": "application/json"}, json.dumps(told).encode())


def no(status: int, name: str) -> Answered:
    told = {"type": TYPE + name, "title": "No.", "status": status}
    return Answered(status, {"content-type": MEDIA_TYPE}, json.dumps(told).encode())


Right = Callable[[Asked], Awaitable[Answered]]
Fault = Callable[[Asked, Right], Awaitable[Answered]]


@dataclass(frozen=True)
class WrongBackend:
    """Answers as an ASGI application. A body is read to its end, however long that takes."""

    right: Asgi
    fault: Fault

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        query = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
        asked = Asked(scope["method"], scope["path"], query, headers, body)
        answered = await self.fault(asked, self.ask)
        told = [(name.encode(), value.encode()) for name, value in answered.headers.items() if name != "content-length"]
        told.append((b"content-length", str(len(answered.body)).encode()))
        await send({"type": "http.response.start", "status": answered.status, "headers": told})
        await send({"type": "http.response.body", "body": answered.body})

    async def ask(self, asked: Asked) -> Answered:
        """What the right backend answers."""
        headers = {name: value for name, value in asked.headers.items() if name not in ("content-length", "host")}
        url = f"http://right.example{asked.path}" + (f"?{urlencode(asked.query)}" if asked.query else "")
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=self.right)) as client:
            answer = await client.request(asked.method, url, headers=headers, content=asked.body)
        return Answered(answer.status_code, dict(answer.headers), answer.content)


async def none(asked: Asked, right: Right) -> Answered:
    """No fault at all."""
    return await right(asked)


Wrong = Callable[[Served], Served]
"""Makes a right backend wrong in one thing."""


def between(make: Callable[[], Fault]) -> Wrong:
    """Wrong in what lies between; `make` gives a fresh one, which may remember."""
    return lambda served: served.behind(WrongBackend(served.app, make()))


def changed(call: str, change: Callable[[Any], Any], *, only: Callable[[Any], bool] = lambda told: True) -> Wrong:
    """The good answers of one call, changed."""

    def make() -> Fault:
        async def fault(asked: Asked, right: Right) -> Answered:
            answered = await right(asked)
            if asked.call == call and answered.status == 200 and only(answered.told):
                return answered.telling(change(answered.told))
            return answered

        return fault

    return between(make)


def said_otherwise(call: str, change: Callable[[Any], Any]) -> Wrong:
    """What is said in one call, changed before it is looked at."""

    def make() -> Fault:
        async def fault(asked: Asked, right: Right) -> Answered:
            return await right(asked.saying(change(asked.said)) if asked.call == call else asked)

        return fault

    return between(make)


def without_keys(call: str) -> Wrong:
    """The Idempotency-Key of one call counts for nothing."""

    def make() -> Fault:
        number = 0

        async def fault(asked: Asked, right: Right) -> Answered:
            nonlocal number
            number += 1
            return await right(asked.keyed(f"{asked.key}-{number}") if asked.call == call and asked.key else asked)

        return fault

    return between(make)


def swallowed(call: str, told: Any = None, *, only: Callable[[Asked], bool] = lambda asked: True) -> Wrong:
    """One call is answered well and not done."""

    def make() -> Fault:
        async def fault(asked: Asked, right: Right) -> Answered:
            if asked.call == call and only(asked):
                return Answered(204) if told is None else good(told)
            return await right(asked)

        return fault

    return between(make)


def refused_as(call: str, problem: str, answer: Answered) -> Wrong:
    """One refusal of one call becomes another answer."""

    def make() -> Fault:
        async def fault(asked: Asked, right: Right) -> Answered:
            answered = await right(asked)
            return answer if asked.call == call and answered.problem == problem else answered

        return fault

    return between(make)
