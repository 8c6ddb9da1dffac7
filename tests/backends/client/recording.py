"""What goes over the way and comes back, kept as it was: to hold it against the published description."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx2
from jsonschema import Draft202012Validator


@dataclass(frozen=True)
class Exchange:
    request: httpx2.Request
    body: bytes
    status: int
    headers: Mapping[str, str]
    answer: bytes


@dataclass
class Recording(httpx2.AsyncBaseTransport):
    """Another way, listened to."""

    way: httpx2.AsyncBaseTransport
    exchanges: list[Exchange] = field(default_factory=list)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body = await request.aread()
        response = await self.way.handle_async_request(request)
        answer = await response.aread()
        self.exchanges.append(Exchange(request, body, response.status_code, dict(response.headers), answer))
        return httpx2.Response(response.status_code, headers=response.headers, stream=httpx2.ByteStream(answer))


@dataclass
class Description:
    """An OpenAPI 3.1 document, by which exchanges are judged."""

    told: dict[str, Any]

    def operation(self, exchange: Exchange) -> dict[str, Any]:
        """The one that was called: the path with the fewest names in it. Raises LookupError."""
        path = exchange.request.url.raw_path.decode().partition("?")[0]
        for template in sorted(self.told["paths"], key=lambda each: each.count("{")):
            if re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)), path):
                operation: dict[str, Any] = self.told["paths"][template][exchange.request.method.lower()]
                return operation
        raise LookupError(path)

    def faults(self, exchange: Exchange) -> Iterator[str]:
        """What is otherwise than described, in the request and in the answer."""
        operation = self.operation(exchange)
        name = operation["operationId"]
        yield from (f"{name}: {fault}" for fault in self._asked(operation, exchange))
        yield from (f"{name} {exchange.status}: {fault}" for fault in self._answered(operation, exchange))

    def _asked(self, operation: dict[str, Any], exchange: Exchange) -> Iterator[str]:
        request = exchange.request
        query = dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))
        declared = {each["name"]: each for each in operation.get("parameters", ())}
        yield from (f"{name} is not described" for name in query.keys() - declared.keys())
        for name, parameter in declared.items():
            told = query.get(name) if parameter["in"] == "query" else request.headers.get(name)
            if parameter["in"] == "path":
                continue
            if told is None:
                if parameter.get("required"):
                    yield f"{name} is missing"
                continue
            value = int(told) if parameter["schema"].get("type") == "integer" else told
            yield from self._against(parameter["schema"], value)
        described = operation.get("requestBody")
        kind = request.headers.get("Content-Type")
        if described is None:
            yield from () if not exchange.body else ("a body that is not described",)
        elif kind not in described["content"]:
            yield f"a body of the kind {kind}"
        elif kind == "application/json":
            yield from self._against(described["content"][kind]["schema"], json.loads(exchange.body))

    def _answered(self, operation: dict[str, Any], exchange: Exchange) -> Iterator[str]:
        described = operation["responses"].get(str(exchange.status))
        if described is None:
            yield "it is not described"
            return
        if "$ref" in described:
            described = self.told["components"]["responses"][described["$ref"].rpartition("/")[2]]
        yield from (f"no {name}" for name in described.get("headers", ()) if name.lower() not in exchange.headers)
        for kind, content in described.get("content", {}).items():
            if exchange.headers.get("content-type") != kind:
                yield f"an answer of another kind than {kind}"
            yield from self._against(content["schema"], json.loads(exchange.answer))

    def _against(self, schema: dict[str, Any], told: Any) -> Iterator[str]:
        judge = Draft202012Validator({**schema, "components": self.told["components"]})
        yield from (f"{error.json_path} is against {error.validator}" for error in judge.iter_errors(told))
