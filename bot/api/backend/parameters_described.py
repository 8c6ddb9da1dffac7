"""The parameters of calls, as they are described: in the path, behind the question mark, in headers."""

from __future__ import annotations

import re
from typing import Any

from bot.api.acts import KEY
from bot.api.backend.asked import ASKED, IN_PATH, KEY_IN_PATH
from bot.backends.wire.operations import Operation

Json = dict[str, Any]


def in_path(operation: Operation[Any]) -> list[Json]:
    found = re.findall(r"{(\w+)}", operation.path)
    patterns = {name: KEY_IN_PATH if name == "key" else IN_PATH for name in found}
    return [
        parameter("path", name, {"type": "string", "pattern": f"^{pattern.pattern}$"})
        for name, pattern in patterns.items()
    ]


def in_query(operation: Operation[Any]) -> list[Json]:
    model = ASKED.get(operation.name)
    if model is None:
        return []
    told = model.model_json_schema()
    required = told.get("required", [])
    parameters = []
    for name, schema in told["properties"].items():
        given = {key: value for key, value in _not_null(schema).items() if key not in ("title", "description")}
        told_of = parameter("query", name, given, required=name in required)
        parameters.append({**told_of, "description": schema["description"]})
    return parameters


def _not_null(schema: Json) -> Json:
    """What is left out in an address is not said to be null."""
    if "anyOf" not in schema:
        return schema
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "default")}
    return {**rest, **next(each for each in schema["anyOf"] if each != {"type": "null"})}


def in_headers(operation: Operation[Any]) -> list[Json]:
    return ([IDEMPOTENCY_KEY] if operation.keyed else []) + ([IF_NONE_MATCH] if operation.tagged else [])


def parameter(place: str, name: str, schema: Json, *, required: bool = True) -> Json:
    return {"name": name, "in": place, "required": required, "schema": schema}


IDEMPOTENCY_KEY: Json = {
    **parameter("header", "Idempotency-Key", {"type": "string", "pattern": f"^{KEY.pattern}$"}),
    "description": "The same call with the same key changes nothing more, and answers as the first did.",
}
IF_NONE_MATCH: Json = {
    **parameter("header", "If-None-Match", {"type": "string"}, required=False),
    "description": "An ETag that was answered before: an unchanged answer is not sent again.",
}
