"""The schemas of bodies and answers: those of the models, and what is read from a text, which they do not say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from bot.api.backend import desk_described
from bot.api.backend.applications import LONGEST_TIME, MOST_PARTS
from bot.api.backend.asked import IN_PATH
from bot.backends.wire.events import Event
from bot.backends.wire.operations import OPERATIONS

Json = dict[str, Any]
REF = "#/components/schemas/"
ANSWERS: list[Json] = [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"type": "string"}}]
VISIBLE = r"[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
"""Something but space, which is cut off (Unicode: White_Space)."""
WRITTEN: Mapping[str, Json] = {
    "Duration": {
        "type": "string",
        "pattern": r"^([0-9]{1,3} (minutes?|hours?|days?|working days?|months?)|on the spot)$",
        "description": "`30 working days`, `60 minutes`, `1 month` or `on the spot`.",
    },
    "Condition": {
        "description": "When a line counts: what must hold, or a list of which one must.",
        "anyOf": [{"$ref": REF + "Clause"}, {"type": "array", "minItems": 1, "items": {"$ref": REF + "Clause"}}],
    },
    "Clause": {
        "description": "`{question: answer}`, `{question: [one, of these]}`, `{question: {not: answer}}`; all hold. "
        "What stands under `not` does not.",
        "type": "object",
        "minProperties": 1,
        "properties": {"not": {"$ref": REF + "Condition"}},
        "additionalProperties": {
            "anyOf": [
                *ANSWERS,
                {
                    "type": "object",
                    "required": ["not"],
                    "properties": {"not": {"anyOf": ANSWERS}},
                    "additionalProperties": False,
                },
            ]
        },
    },
}
"""What is read from a text, by the name of its model, which does not say so."""


def schemas_of_calls() -> tuple[dict[str, Json], dict[str, Json]]:
    """By `says NAME` and `tells NAME`; and what they refer to."""
    wanted: list[tuple[str, Any, TypeAdapter[Any]]] = [("tells event", "serialization", TypeAdapter(Event))]
    for operation in OPERATIONS:
        if operation.says not in (None, bytes):
            wanted.append((f"says {operation.name}", "validation", TypeAdapter(operation.says)))
        if operation.tells is not None:
            wanted.append((f"tells {operation.name}", "serialization", TypeAdapter(operation.tells)))
    for call in desk_described.CALLS:
        if call.says is not None:
            wanted.append((f"says {call.name}", "validation", TypeAdapter(call.says)))
        wanted.append((f"tells {call.name}", "serialization", TypeAdapter(call.tells)))
    made, definitions = TypeAdapter.json_schemas(wanted, ref_template=REF + "{model}")
    definitions["$defs"]["Submission"]["properties"] |= {
        "case": {"type": "string", "pattern": f"^{IN_PATH.pattern}$"},
        "parts": {"type": "array", "items": {"$ref": REF + "Part"}, "minItems": 1, "maxItems": MOST_PARTS},
    }
    few = {"anyOf": [{"type": "integer", "minimum": 0, "maximum": LONGEST_TIME}, {"type": "null"}], "default": None}
    definitions["$defs"]["HandedIn"]["properties"]["follows_within"] = few
    for name, field in (("Text", "zh"), ("Text", "en"), ("CheckIn", "case")):
        definitions["$defs"][name]["properties"][field]["pattern"] = VISIBLE
    # What is told of a finding may gain fields; whoever says it says these.
    definitions["$defs"]["FindingSaid"] = {**definitions["$defs"]["Finding"], "additionalProperties": False}
    definitions["$defs"]["DisputeSaid"]["properties"]["finding"] = {"$ref": REF + "FindingSaid"}
    schemas = {key: schema for (key, _), schema in made.items()}
    defined = {name: WRITTEN.get(name, told) for name, told in definitions["$defs"].items()}
    return schemas, _used(schemas, defined)


def _used(schemas: Mapping[str, Json], definitions: Mapping[str, Json]) -> dict[str, Json]:
    """Those of the definitions to which something leads."""
    used: dict[str, Json] = {}
    look: list[Json] = list(schemas.values())
    while look:
        for name in re.findall(rf'"{REF}(\w+)"', json.dumps(look.pop())):
            if name not in used:
                used[name] = definitions[name]
                look.append(used[name])
    return {name: used[name] for name in sorted(used)}
