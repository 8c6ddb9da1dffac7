"""The description of all calls in OpenAPI 3.1, made from what the calls are made of: so it says neither more nor less.

The bodies and answers are those of bot/backends/wire, the texts those of the calls, the problems those of problems.py.
"""

from __future__ import annotations

import inspect
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from bot.api.backend import desk_described
from bot.api.backend.about import AboutCalls
from bot.api.backend.applications import ApplicationCalls
from bot.api.backend.feed_calls import FeedCalls
from bot.api.backend.parameters_described import (
    IDEMPOTENCY_KEY,
    IF_NONE_MATCH,
    in_headers,
    in_path,
    in_query,
    parameter,
)
from bot.api.backend.places import PlaceCalls
from bot.api.backend.reading import PAPER_TYPES
from bot.api.backend.refusals_described import EVERYWHERE, PROBLEM, all_refusals, problems_of, refusals
from bot.api.backend.schemas_described import schemas_of_calls
from bot.api.backend.shared import SharedCalls
from bot.api.backend.waiting import WaitingCalls
from bot.backends.wire import signing
from bot.backends.wire.operations import OPERATIONS, PREFIX, Operation

Json = dict[str, Any]
FILE: Json = {"type": "string", "format": "binary"}
CALLS = (AboutCalls, PlaceCalls, WaitingCalls, SharedCalls, ApplicationCalls, FeedCalls)


@cache
def describe() -> bytes:
    """The whole description, as JSON."""
    return json.dumps(description(), ensure_ascii=False).encode()


def description() -> Json:
    schemas, definitions = schemas_of_calls()
    paths: dict[str, Json] = defaultdict(dict)
    for operation in OPERATIONS:
        paths[PREFIX + operation.path][operation.method.lower()] = _operation(operation, schemas)
    for call in desk_described.CALLS:
        paths[call.path][call.method.lower()] = _desk_call(call, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "One Visit",
            "version": "1",
            "description": "One window for everything that a city's offices do. docs/api.md tells how it is used.",
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": told} for name, told in TAGS.items()],
        "security": [{"key": []}],
        "paths": dict(paths),
        "webhooks": {"event": {"post": _webhook(schemas)}},
        "components": {
            "schemas": {**definitions, "Problem": PROBLEM},
            "responses": all_refusals(),
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key that the centre gives out: `ov1_` and 77 more characters.",
                }
            },
        },
    }


TAGS = {
    "about": "What is offered.",
    "places": "Centres, slots, holds, appointments. A key of the scope `client:NAME`.",
    "waiting-list": "Who waits for places that become free.",
    "shared-data": "Registers, asked with the citizen's consent.",
    "papers": "Files that citizens hand in.",
    "applications": "What is handed in, and what becomes of it.",
    "events": "What a One Window tells by itself.",
    "callbacks": "Where a client is told of events.",
    "decisions": "What departments and the centre do. A key of a department, or `centre`.",
    "hall": "What programs in a hall do. A key of the scope `hall:CENTRE`.",
}


def _operation(operation: Operation[Any], schemas: Mapping[str, Json]) -> Json:
    told: Json = {
        "operationId": operation.name,
        "tags": [operation.part or "about"],
        **_texts(operation.name),
        "parameters": [*in_path(operation), *in_query(operation), *in_headers(operation)],
    }
    if operation.says is bytes:
        told["requestBody"] = {"required": True, "content": {each: {"schema": FILE} for each in PAPER_TYPES}}
    elif operation.says is not None:
        told["requestBody"] = _body(schemas[f"says {operation.name}"])
    answer: Json = {"description": "No content."}
    if operation.tells is not None:
        answer = {"description": "Done.", **_content(schemas[f"tells {operation.name}"])}
    answers = {"204" if operation.tells is None else "200": answer}
    if operation.tagged:
        answer["headers"] = {"ETag": {"required": True, "schema": {"type": "string"}}}
        answers["304"] = {"description": "Unchanged.", "headers": answer["headers"]}
    told["responses"] = {**answers, **refusals(problems_of(operation))}
    return told


def _desk_call(call: desk_described.DeskCall, schemas: Mapping[str, Json]) -> Json:
    parameters = [parameter("path", name, {"type": "string"}) for name in re.findall(r"{(\w+)}", call.path)]
    parameters += [parameter("query", name, {"type": "string"}, required=False) for name in call.asks]
    told: Json = {"operationId": call.name, "tags": [call.tag], "summary": call.summary}
    if call.method == "POST":
        parameters.append(IDEMPOTENCY_KEY)
    if call.tagged:
        parameters.append(IF_NONE_MATCH)
    told["parameters"] = parameters
    if call.says is not None:
        said = schemas[f"says {call.name}"]
        said = said if call.needs_body else {"anyOf": [said, {"type": "null"}]}  # null says as little as no body
        told["requestBody"] = _body(said, required=call.needs_body)
    answer: Json = {"description": "Done.", **_content(schemas[f"tells {call.name}"])}
    if call.tells is bytes:
        answer["content"] = {each: {"schema": {}} for each in PAPER_TYPES}
    answers = {"200": answer}
    if call.tagged:
        answer["headers"] = {"ETag": {"required": True, "schema": {"type": "string"}}}
        answers["304"] = {"description": "Unchanged.", "headers": answer["headers"]}
    told["responses"] = {**answers, **refusals((*EVERYWHERE, *call.problems))}
    return told


def _webhook(schemas: Mapping[str, Json]) -> Json:
    headers = {
        signing.ID: "Stays the same when it is sent again.",
        signing.TIME: "Seconds since 1970.",
        signing.SIGNATURE: "`v1,` and the HMAC-SHA256 over id, time and body, in base64.",
    }
    return {
        "operationId": "event",
        "tags": ["callbacks"],
        "summary": "What a One Window tells a client that has set a callback.",
        "security": [],
        "parameters": [
            {**parameter("header", name, {"type": "string"}), "description": told} for name, told in headers.items()
        ],
        "requestBody": _body(schemas["tells event"]),
        "responses": {
            "2XX": {"description": "It was heard."},
            "410": {"description": "Do not call back there any more."},
        },
    }


def _texts(name: str) -> Json:
    """From the docstring: its first sentence, and the rest."""
    act = next(found for calls in CALLS if (found := getattr(calls, name, None)) is not None)
    summary, _, rest = inspect.cleandoc(act.__doc__ or "").partition("\n\n")
    description = {"description": " ".join(rest.split())} if rest else {}
    return {"summary": " ".join(summary.split()), **description}


def _body(schema: Json, *, required: bool = True) -> Json:
    return {"required": required, **_content(schema)}


def _content(schema: Json) -> Json:
    return {"content": {"application/json": {"schema": schema}}}
