"""One call exactly as it goes out, once, and one sentence about what came back.

The client that an installation uses repeats what failed and spares a backend that is down: here that would hide what is
looked for. Only what every client has to do is done: wait where a backend says Retry-After.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import httpx2
from pydantic import BaseModel, JsonValue

from bot.backends.client.answers import Unusable, read_answer
from bot.backends.client.calling import seconds_of
from bot.backends.wire.operations import PREFIX, Operation
from bot.backends.wire.problems import MEDIA_TYPE, TYPE
from bot.conformance.shapes import call_of, fields_of, shape, trouble_of
from bot.conformance.verdict import Broken
from bot.dialogue.ports import Clock

Answer = TypeVar("Answer")
WAITS = frozenset({429, 503})
"""Statuses with which a backend may say Retry-After."""
MOST_WAITS, LONGEST_WAIT = 5, 120.0
"""How often a call is repeated that was told to wait, and for how many seconds at most."""
PROBLEM = re.compile(re.escape(TYPE) + "([a-z][a-z-]{0,39})")
Body = BaseModel | JsonValue | bytes | AsyncIterator[bytes]


@dataclass(frozen=True)
class Came(Generic[Answer]):
    """What came of one call."""

    sent: str
    """The call and its shape, for a sentence."""
    operation: Operation[Answer] | None
    status: int
    headers: Mapping[str, str] = field(repr=False, default_factory=dict)
    body: bytes = field(repr=False, default=b"")
    trouble: str | None = None
    """Why there is no answer."""

    @property
    def problem(self) -> str | None:
        """The name of the problem, if it is one of the description."""
        told = self.json
        kind = told.get("type") if isinstance(told, dict) else None
        named = PROBLEM.fullmatch(kind) if isinstance(kind, str) else None
        return named[1] if named else None

    @property
    def json(self) -> Any:
        """The body; None where it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_good(self) -> bool:
        return self.trouble is None and 200 <= self.status < 300

    def told(self) -> Answer:
        """The answer, by its model. Raises Broken."""
        if not self.is_good or self.operation is None:
            raise self.broken("a good answer (2xx)")
        try:
            return read_answer(self.operation, self.body)
        except Unusable as unusable:
            model = getattr(self.operation.tells, "__name__", "none")
            raise self.broken(f"a body as the description has it ({model})", str(unusable)) from None

    def in_words(self) -> str:
        """What came."""
        if self.trouble is not None:
            return f"no answer ({self.trouble})"
        if self.problem is not None:
            return f"{self.status} {self.problem}{fields_of(self.json)}"
        told = self.json
        if told is not None:
            return f"{self.status} {shape(told)}"
        return f"{self.status} {self.media_type or 'without a media type'}, {len(self.body)} bytes"

    def broken(self, expected: str, why: str = "") -> Broken:
        """To be raised: what was expected instead."""
        return Broken(f"{self.sent}: expected {expected}; came {self.in_words()}{f' ({why})' if why else ''}.")


@dataclass
class Calls:
    """Calls to one backend with one key. `sleep`: how time passes while a backend wants to be left alone."""

    http: httpx2.AsyncClient
    key: str = field(repr=False)
    clock: Clock
    sleep: Callable[[float], Awaitable[None]]
    prefix: str
    """Before each Idempotency-Key: each run has its own."""
    on_network: bool = True
    """Whether there are connections, and not a program that is called without them."""
    told_to_wait: list[Came[Any]] = field(default_factory=list, repr=False)
    """Every 429 that came."""
    _numbers: int = 0

    def fresh_key(self) -> str:
        """An Idempotency-Key that was not there before."""
        self._numbers += 1
        return f"{self.prefix}-{self._numbers}"

    async def send(
        self,
        operation: Operation[Answer],
        said: Body = None,
        *,
        key: str | None = None,
        query: Mapping[str, str] | None = None,
        when: str = "",
        headers: Mapping[str, str] | None = None,
        **names: str,
    ) -> Came[Answer]:
        """One call. `key`: its Idempotency-Key, a fresh one unless it is said, "" for none; or the key in its path.
        `when`: what was so before it, for a sentence.
        """
        if "{key}" in operation.path:
            names["key"] = key or self.fresh_key()
        path = PREFIX + operation.path.format(**{each: quote(name, safe="") for each, name in names.items()})
        told = dict(headers or {})
        if operation.keyed and key != "":
            told["Idempotency-Key"] = key or self.fresh_key()
        sent = call_of(operation.method, PREFIX + operation.path, said, query, when)
        came = await self.request(operation.method, path, said, headers=told, query=query, sent=sent)
        return Came(came.sent, operation, came.status, came.headers, came.body, came.trouble)

    async def ask(self, operation: Operation[Answer], said: Body = None, **how: Any) -> Answer:
        """What a call answers that has to succeed. Raises Broken."""
        return (await self.send(operation, said, **how)).told()

    async def refused(self, operation: Operation[Any], problem: str, said: Body = None, **how: Any) -> Came[Any]:
        """What a call is refused with. Raises Broken unless it is this problem, and its status a 4xx."""
        came = await self.send(operation, said, **how)
        if came.problem != problem or not 400 <= came.status < 500:
            raise came.broken(f"the problem {problem} (4xx)")
        return came

    async def request(
        self,
        method: str,
        path: str,
        said: Body = None,
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        sent: str = "",
        bearer: str | None = None,
    ) -> Came[Any]:
        """Any request at all. `bearer`: the key that is shown, the run's own unless it is said; "" for none."""
        content, media_type = _written(said)
        shown = self.key if bearer is None else bearer
        told = {**({"Authorization": f"Bearer {shown}"} if shown else {}), **media_type, **(headers or {})}
        sent = sent or call_of(method, path, said, query, "")
        for attempt in range(MOST_WAITS + 1):
            came = await self._once(method, path, content, told, query, sent)
            if came.status == 429:
                self.told_to_wait.append(came)
            wait = seconds_of(came.headers.get("retry-after"), self.clock)
            if came.status not in WAITS or not 0 < wait <= LONGEST_WAIT or isinstance(content, AsyncIterator):
                break
            if attempt < MOST_WAITS:
                await self.sleep(wait)
        return came

    async def once(self, method: str, path: str, sent: str) -> Came[Any]:
        """A request without a body that is not repeated, whatever comes."""
        return await self._once(method, path, None, {"Authorization": f"Bearer {self.key}"}, None, sent)

    async def _once(
        self,
        method: str,
        path: str,
        content: bytes | AsyncIterator[bytes] | None,
        headers: Mapping[str, str],
        query: Mapping[str, str] | None,
        sent: str,
    ) -> Came[Any]:
        try:
            answer = await self.http.request(method, path, content=content, headers=headers, params=query)
        except httpx2.HTTPError as error:
            return Came(sent, None, 0, trouble=trouble_of(error))
        return Came(sent, None, answer.status_code, dict(answer.headers), answer.content)


def check_problem(came: Came[Any], name: str, status: int) -> None:
    """Whether it is that problem, written as RFC 9457 and the description want it. Raises Broken."""
    expected = f"{status} {name} as {MEDIA_TYPE} with type {TYPE}{name}, title and status"
    if (came.status, came.problem) != (status, name):
        raise came.broken(expected)
    if came.media_type != MEDIA_TYPE:
        raise came.broken(expected, f"as {came.media_type or 'nothing'}")
    told = came.json
    if told.get("status") != status:
        raise came.broken(expected, "its member `status` is missing or another than the answer's status")
    if not isinstance(told.get("title"), str) or not told["title"]:
        raise came.broken(expected, "its member `title` is missing")


def _written(said: Body) -> tuple[bytes | AsyncIterator[bytes] | None, dict[str, str]]:
    json_type = {"Content-Type": "application/json"}
    match said:
        case None:
            return None, {}
        case BaseModel():
            return said.model_dump_json().encode(), json_type
        case bytes():
            return said, {"Content-Type": "application/octet-stream"}
        case dict() | list() | str() | int() | float():
            return json.dumps(said).encode(), json_type
    return said, json_type
