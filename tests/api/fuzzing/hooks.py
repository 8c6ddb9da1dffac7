"""What schemathesis is told of this API: what follows what, what exists, and which refusals are right.

schemathesis imports this in an environment of its own, so it stands on nothing of the program.
"""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import schemathesis  # type: ignore[import-not-found]  # it has an environment of its own
from hypothesis import strategies

from tests.api.fuzzing import KNOWN
from tests.api.fuzzing.expected import LEFT, is_expected

CASE, HERE = "$response.body#/case", "$request.path.case"
LINKS: tuple[tuple[str, str, dict[str, str], dict[str, Any] | None], ...] = (
    ("hold", "release", {"hold": "$response.body#/holds/0/id"}, None),
    ("hold", "confirm", {}, {"holds": ["$response.body#/holds/0/id"]}),
    ("confirm", "appointment", {"appointment": "$response.body#/appointments/0/id"}, None),
    ("confirm", "cancel", {}, {"appointments": ["$response.body#/appointments/0/id"]}),
    ("join", "ahead", {"waiting": "$response.body#/id"}, None),
    ("join", "leave", {"waiting": "$response.body#/id"}, None),
    ("agree", "look_up", {"consent": "$response.body#/id"}, None),
    ("agree", "end_consent", {"consent": "$response.body#/id"}, {"number": "$request.body#/number"}),
    ("submit", "status", {"case": CASE}, None),
    ("submit", "read_own", {"case": CASE}, {"number": "$request.body#/number"}),
    ("submit", "withdraw", {"case": CASE}, {"number": "$request.body#/number"}),
    ("submit", "give_pass", {"case": CASE}, {"number": "$request.body#/number"}),
    ("give_pass", "read_with_pass", {"case": HERE}, {"code": "$response.body#/code"}),
    *(("read_case", act, {"code": CASE}, None) for act in ("ask", "approve", "refuse", "hand_out", "settle")),
    ("walk_in", "call_next", {}, {"counter": "$request.body#/counter"}),
    *(("walk_in", act, {}, {"number": "$response.body#/number"}) for act in ("done", "left", "no_show")),
)
"""What follows what: source, target, the names in the target's path, what its body says."""


def keep_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    match type(failure).__name__, response.status_code:
        case "RejectedPositiveData", 422:  # a call was refused that fits the description
            return not is_expected(response.json())
        case "UseAfterFree", 200:  # what was deleted is still there
            return bool(response.json() != LEFT)
    return True


def tell(context: Any, description: dict[str, Any]) -> None:
    """Written into the description as it was read: what follows what, and an example of whatever exists.

    The published one has no place for ids within lists, and its ids are nobody's.
    """
    calls = {call["operationId"]: call for path in description["paths"].values() for call in path.values()}
    for source, target, parameters, body in LINKS:
        told: dict[str, Any] = {"operationId": target, "parameters": parameters}
        if body is not None:
            told["requestBody"] = body
        calls[source]["responses"]["200"].setdefault("links", {})[target] = told
    known = json.loads(Path(os.environ[KNOWN]).read_text(encoding="utf-8"))
    for call in calls.values():
        _show(call, description["components"]["schemas"], known)


def _show(call: dict[str, Any], schemas: dict[str, Any], known: dict[str, list[str]]) -> None:
    for parameter in call["parameters"]:
        place = f"{parameter['in']}.{parameter['name']}"
        if place in known:
            parameter["example"] = known[place][0]
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    for place, values in known.items():
        where, _, path = place.partition(".")
        said = _said_at(body, path.replace("[*]", ".*").split("."), schemas) if where == "body" and body else None
        if said is not None and re.search(said.get("pattern", ""), values[0]):
            said["example"] = values[0]


def _said_at(schema: dict[str, Any], path: list[str], schemas: dict[str, Any]) -> dict[str, Any] | None:
    """The schema of what is said there; `*` stands for each of a list."""
    schema = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if not path:
        return schema
    for either in schema.get("anyOf", []):
        found = _said_at(either, path, schemas)
        if found is not None:
            return found
    step, *rest = path
    below = schema.get("items") if step == "*" else schema.get("properties", {}).get(step)
    return None if below is None else _said_at(below, rest, schemas)


def read_file(context: Any, response: Any) -> str:
    """A file is what it is: any bytes at all."""
    content: bytes = response.content
    return content.decode("latin-1")


MOMENTS = strategies.integers(946_684_800, 32_503_679_999).map(
    lambda seconds: f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"
)
"""Of this millennium: of all of them, too many would be given up."""
schemathesis.openapi.format("date-time", MOMENTS)
schemathesis.hook("filter_failure")(keep_failure)
schemathesis.hook("before_load_schema")(tell)
schemathesis.deserializer("application/octet-stream", "application/pdf", "image/jpeg", "image/png")(read_file)
