"""One backend, called over HTTP: every operation of the description in the same way."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2
from pydantic import BaseModel

from bot.backends.circuit import Circuit
from bot.backends.client import answers
from bot.backends.client.answers import Unusable
from bot.backends.client.calling import PATIENCE, WORTH_ANOTHER, Patience, Silent, seconds_of
from bot.backends.client.complaints import Complaints
from bot.backends.wire.operations import PREFIX, Operation
from bot.dialogue.ports import BackendDown, Clock, Unknown

Answer = TypeVar("Answer")
KEY = re.compile(r"[\x21-\x7e]{1,100}")
"""What can stand in the header Idempotency-Key as it is."""
KEPT_ANSWERS = 256
"""Answers that are kept with their tag, so that an unchanged one is not sent again."""
CONNECTIONS = httpx2.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=4.0)


class Client:
    """One backend, over one connection pool. To be closed, or used as an async context manager.

    `url`: as BACKEND_URL is written, without /api/v1. `transport`: another way than the network.
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        clock: Clock,
        transport: httpx2.AsyncBaseTransport | None = None,
        patience: Patience = PATIENCE,
    ) -> None:
        self.url = url
        self.patience = patience
        self.complaints = Complaints(url, clock)
        self._base = url.rstrip("/") + PREFIX
        self._clock = clock
        self._circuit = Circuit(clock, patience.open_after, patience.open_for)
        self._kept: OrderedDict[str, tuple[str, Any]] = OrderedDict()
        self._http = httpx2.AsyncClient(
            headers={
                "Authorization": f"Bearer {key}",
                "Accept": "application/json, application/problem+json",
                "Accept-Encoding": "identity",
                "User-Agent": "onevisit",
            },
            timeout=httpx2.Timeout(patience.read, connect=patience.connect, pool=None),
            limits=CONNECTIONS,
            follow_redirects=False,
            transport=transport,
        )

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._http.aclose()

    async def call(
        self,
        operation: Operation[Answer],
        said: BaseModel | bytes | None = None,
        *,
        key: str | None = None,
        query: Mapping[str, str] | None = None,
        **names: str,
    ) -> Answer:
        """What the backend answers. `names`: those in the path. `key`: for a call that is to be done once. It stands in
        the header of a POST, which without one is never repeated; or in the path, where that has a place for it.

        Raises what the ports raise (wire.problems.NAMES), NotOffered, Misunderstood; BackendDown where there is no
        answer within the patience, or none that can be used.
        """
        headers, content = _said(said)
        if key is not None and operation.keyed:
            headers["Idempotency-Key"] = written_key(key)
        elif key is not None:
            names["key"] = key
        url = self._base + _path(operation, names)
        if query:
            url = str(httpx2.URL(url, params=dict(query)))
        kept = self._kept.get(url) if operation.tagged else None
        if kept is not None:
            headers["If-None-Match"] = kept[0]
        request = self._http.build_request(operation.method, url, headers=headers, content=content)
        safe = not operation.keyed or key is not None
        return await self._repeat(operation, request, kept, tries=self.patience.tries if safe else 1)

    async def _repeat(
        self, operation: Operation[Answer], request: httpx2.Request, kept: tuple[str, Any] | None, tries: int
    ) -> Answer:
        now, patience = asyncio.get_running_loop().time, self.patience
        until = now() + patience.deadline
        for attempt in range(1, tries + 1):
            if not self._circuit.lets_through():
                raise BackendDown("the backend is spared for a while")
            try:
                return await self._attempt(operation, request, kept, until)
            except Silent as silent:
                pause = patience.pause(attempt, silent.after)
                if attempt == tries or not silent.again or now() + pause >= until:
                    self._complain(silent)
                    raise BackendDown(f"the backend does not answer: {silent}") from None
            await patience.sleep(pause)
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _attempt(
        self, operation: Operation[Answer], request: httpx2.Request, kept: tuple[str, Any] | None, until: float
    ) -> Answer:
        """One request, and what it did to the circuit. Raises Silent besides what an answer means."""
        try:
            answer, body = await self._send(request, until)
            told = self._read(operation, request, answer, body, kept)
        except Silent as silent:
            self._circuit.note(answered=silent.answered)
            raise
        except Unusable as unusable:
            self._circuit.note(answered=False)
            raise Silent(f"an answer that cannot be used ({unusable})", again=False) from None
        except Exception:  # a refusal: it has answered
            self._circuit.note(answered=True)
            raise
        self._circuit.note(answered=True)
        return told

    async def _send(self, request: httpx2.Request, until: float) -> tuple[httpx2.Response, bytes]:
        limit = asyncio.timeout_at(until)
        try:
            async with limit:
                answer = await self._http.send(request, stream=True)
                try:
                    return answer, await answers.read_body(answer)
                finally:
                    await answer.aclose()
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            if limit.expired():
                raise Silent("its time is over", again=False) from None
            raise Silent(type(error).__name__, again=True) from None

    def _read(
        self,
        operation: Operation[Answer],
        request: httpx2.Request,
        answer: httpx2.Response,
        body: bytes,
        kept: tuple[str, Any] | None,
    ) -> Answer:
        status = answer.status_code
        if status in WORTH_ANOTHER:
            after = seconds_of(answer.headers.get("Retry-After"), self._clock)
            raise Silent(f"status {status}", again=True, after=after, answered=status < 500, too_many=status == 429)
        if status == 304 and kept is not None:
            same: Answer = kept[1]
            return same
        if 400 <= status < 500:
            answers.refuse(operation, body)
        if not 200 <= status < 300:
            raise Silent(f"status {status}", again=False)
        told = answers.read_answer(operation, body)
        if operation.tagged and (tag := answer.headers.get("ETag")):
            self._keep(str(request.url), tag, told)
        return told

    def _complain(self, silent: Silent) -> None:
        if silent.too_many:
            self.complaints.ask("it takes no more calls for now; ask it for a higher limit of BACKEND_KEY.")
        else:
            self.complaints.warn(f"no answer that helps: {silent}. See that it runs and that BACKEND_URL is right.")

    def _keep(self, url: str, tag: str, told: object) -> None:
        self._kept[url] = (tag, told)
        self._kept.move_to_end(url)
        if len(self._kept) > KEPT_ANSWERS:
            self._kept.popitem(last=False)


def written_key(key: str) -> str:
    """The key as it goes on the way: itself where a header takes it, else what stands for it and for no other."""
    return key if KEY.fullmatch(key) else "h-" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _path(operation: Operation[Any], names: Mapping[str, str]) -> str:
    """Raises Unknown for what can be nobody's name, and in an address would lead somewhere else."""
    if any(name in ("", ".", "..") or "/" in name for name in names.values()):
        raise Unknown(operation.name)
    return operation.path.format(**{each: quote(name, safe="") for each, name in names.items()})


def _said(said: BaseModel | bytes | None) -> tuple[dict[str, str], bytes | None]:
    match said:
        case None:
            return {}, None
        case bytes():
            return {"Content-Type": "application/octet-stream"}, said
        case _:
            return {"Content-Type": "application/json"}, said.model_dump_json().encode()
