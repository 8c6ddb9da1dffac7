"""The parts of the schema that the models do not tell by themselves: shorthand, names of the province, rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]
NAME = r"^[a-z0-9]+([-_][a-z0-9]+)*$"
_CLAUSE: Schema = {"$ref": "#/definitions/Clause"}
_CONDITION: Schema = {"$ref": "#/definitions/Condition"}
_OPTIONS: Schema = {
    "anyOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"type": "string"}}],
}


_DOCUMENT: Schema = {"$ref": "#/definitions/documents"}
_PEOPLE: Schema = {"type": "array", "items": {"type": "string", "pattern": NAME}}
_WHOSE: Schema = {"type": "object", "propertyNames": _DOCUMENT, "additionalProperties": _PEOPLE}
_DOCUMENTS: Schema = {"anyOf": [{"type": "array", "items": _DOCUMENT}, _WHOSE]}

SHORTHAND: Mapping[str, Schema] = {
    "documents, whose": _DOCUMENTS,
    "documents, whose, or how many": {"anyOf": [*_DOCUMENTS["anyOf"], {"type": "integer"}]},
    "documents, visit by visit": {"type": "object", "additionalProperties": _DOCUMENTS},
}
"""`[id-card]` for a list of names, `{id-card: [you]}` where it matters whose it is."""

FIXED: Mapping[str, Schema] = {
    "Condition": {
        "anyOf": [
            {"$ref": "#/definitions/Clause"},
            {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/Clause"}},
        ],
    },
    "Clause": {
        "type": "object",
        "minProperties": 1,
        "properties": {"not": _CONDITION},
        "additionalProperties": {
            "anyOf": [
                *_OPTIONS["anyOf"],
                {"type": "object", "properties": {"not": _OPTIONS}, "required": ["not"], "additionalProperties": False},
            ]
        },
    },
    "Duration": {
        "type": "string",
        "pattern": r"^(on the spot|\d+ (minute|hour|day|working day|month)s?)$",
        "examples": ["30 working days", "60 minutes", "1 month", "on the spot"],
    },
}
"""Models whose written form is wider than their own schema: procedures/condition.py, vocabulary.Duration."""

NAMED: Mapping[str, str] = {
    "Definition.lead": "departments",
    "Definition.with": "departments",
    "Definition.related": "procedures",
    "NearMiss.belongs_to": "procedures",
    "Stop.instead": "procedures",
    "First.procedure": "procedures",
    "DocumentLine.document": "documents",
    "DocumentLine.one_of": "documents",
    "DocumentLine.holder": "holders",
    "FormField.from": "fields",
    "Question.known_from": "fields",
    "Visit.counter": "counters",
    "Errand.holder": "holders",
    "Approval.department": "departments",
    "Then.tell": "departments",
    "Then.after": "departments",
    "Example.down": "registers",
    "Gap.document": "documents",
    "Expect.first": "procedures",
    "Expect.bring": "documents, whose",
    "Expect.hand_in": "documents, whose",
    "Expect.if_any": "documents",
    "Expect.also": "documents, whose",
    "Expect.produced": "documents",
    "Expect.sent": "documents, whose",
    "Expect.covered": "documents, whose, or how many",
    "Expect.gaps": "documents",
    "Expect.tolerated": "documents",
    "Expect.at": "documents, visit by visit",
    "Expect.counters": "counters",
    "Expect.apart": "departments",
    "Expect.then": "departments",
}
"""Where only a name of the province can stand, and which."""

NULL_IS_SAID = frozenset({"Expect.stop"})
"""Where `null` says something: that no stop ends this path."""

RULES: Mapping[str, Schema] = {
    "DocumentLine": {
        "oneOf": [{"required": ["document"]}, {"required": ["one_of"]}],
        "dependencies": {"holder": ["sent_by"], "sent_by": ["holder"]},
    },
    "NearMiss": {"anyOf": [{"required": ["zh"]}, {"required": ["en"]}], "required": ["belongs_to"]},
    "Note": {"dependencies": {"if": ["id"]}},
}
"""What validators of the models ask for."""
