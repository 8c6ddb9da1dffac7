"""The form of a definition as JSON Schema, for editors: they complete words and names, and underline mistakes.

Made from the models in definition.py, so that it cannot drift from them; the names that a province has become choices,
and meanings.toml tells each word in both languages. It is draft 07, which the YAML extension of VS Code reads best.
What a schema cannot tell (names within the same file, paths, examples) is for `check`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from procedures.definition import Definition
from procedures.provincial import Province
from procedures.schema_parts import FIXED, NAMED, NULL_IS_SAID, RULES, SHORTHAND
from procedures.vocabulary import Model, Text

Schema = dict[str, Any]
"""A JSON Schema, or a part of one."""

DRAFT = "http://json-schema.org/draft-07/schema#"
REF = "#/definitions/{model}"
DROPPED = ("title", "description", "default")
"""What pydantic writes for programmers; a default would be typed in by editors where nobody asked for it."""


class Meanings(Model):
    """What each word means. A word may be meant everywhere (`document`) or in one place (`NearMiss.zh`)."""

    words: Mapping[str, Text]
    choices: Mapping[str, Mapping[str, Text]]

    def of(self, place: str, word: str) -> Text:
        """Raises KeyError for a word that nobody has described."""
        return self.words.get(f"{place}.{word}") or self.words[word]


def read_meanings(path: Path) -> Meanings:
    """Read meanings.toml."""
    return Meanings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def definition_schema(province: Province, procedures: Iterable[str], meanings: Meanings) -> Schema:
    """The schema of one definition in this province; `procedures` are the ids that others may name."""
    written = Definition.model_json_schema(ref_template=REF)
    models: dict[str, Schema] = {**written.pop("$defs"), "Definition": written}
    del models["Test"]  # told by the fixed form of conditions
    shaped = {name: _shaped(name, model, meanings) for name, model in models.items() if name not in FIXED}
    root = shaped.pop("Definition")
    return {"$schema": DRAFT, **root, "definitions": {**shaped, **FIXED, **_names(province, procedures)}}


def _shaped(name: str, model: Schema, meanings: Meanings) -> Schema:
    """One model: its words described, names where only names can stand, and the rules that its validators tell."""
    shaped: Schema = {**_tidied(model), **RULES.get(name, {})}
    shaped["properties"] = {
        word: _word(name, word, value, meanings) for word, value in shaped.get("properties", {}).items()
    }
    return shaped


def _word(place: str, word: str, value: Schema, meanings: Meanings) -> Schema:
    where = f"{place}.{word}"
    tidy: Schema = _tidied(value)
    if where not in NULL_IS_SAID:
        tidy = _without_null(tidy)
    shaped = _as_names(tidy, NAMED[where]) if where in NAMED else tidy
    meaning = meanings.of(place, word)
    _describe_choices(shaped, meanings.choices.get("way" if word == "ways" else word, {}))
    return {"description": f"{meaning.zh}\n{meaning.en}", **shaped}


def _as_names(value: Schema, kind: str) -> Schema:
    """The value with the names of the province where any name could stand."""
    if kind in SHORTHAND:
        return SHORTHAND[kind]
    if value.get("type") == "array":
        return {**value, "items": {"$ref": REF.format(model=kind)}}
    if "anyOf" in value:
        return {"anyOf": [_as_names(part, kind) for part in value["anyOf"]]}
    if value.get("type") == "object":
        inner = next(iter(value["patternProperties"].values()))
        return {"type": "object", "propertyNames": {"$ref": REF.format(model=kind)}, "additionalProperties": inner}
    return {"$ref": REF.format(model=kind)}


def _tidied(part: Any) -> Any:
    """Without what is for programmers, tuples as draft 07 writes them."""
    if isinstance(part, list):
        return [_tidied(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    tidy = {key: _tidied(value) for key, value in part.items() if key not in DROPPED}
    if "properties" in part:  # there the keys are words of a definition
        tidy["properties"] = {word: _tidied(value) for word, value in part["properties"].items()}
    if "prefixItems" in tidy:
        return {"type": "array", "items": tidy["prefixItems"], "minItems": tidy["minItems"], "additionalItems": False}
    if "patternProperties" in tidy:
        tidy["additionalProperties"] = False
    if tidy.get("type") == "string" and tidy.get("minLength") == 1:
        tidy["pattern"] = r"\S"
    return tidy


def _without_null(part: Schema) -> Schema:
    """A word that is left empty is a slip, though the models take it for left out."""
    kept = [inner for inner in part.get("anyOf", ()) if inner != {"type": "null"}]
    if not kept:
        return part
    around = {key: value for key, value in part.items() if key != "anyOf"}
    return {**around, **kept[0]} if len(kept) == 1 else {**around, "anyOf": kept}


def _describe_choices(part: Schema, choices: Mapping[str, Text]) -> None:
    """Tell each choice beside its word, as the completion of VS Code shows it."""
    for choice in _choosing(part):
        if set(choice["enum"]) == set(choices):
            choice["enumDescriptions"] = [_both(choices[value]) for value in choice["enum"]]


def _choosing(part: Any) -> Iterator[Schema]:
    if isinstance(part, dict):
        if "enum" in part:
            yield part
        for inner in part.values():
            yield from _choosing(inner)


def _names(province: Province, procedures: Iterable[str]) -> dict[str, Schema]:
    """What may be named, kind by kind, each with what it is called."""
    registers = province.registers.items()
    fields = {f"{name}.{field}": text for name, register in registers for field, text in register.fields.items()}
    unnamed = {name: Text(zh=name, en=name) for name in procedures if name not in province.matters}
    named: Mapping[str, Mapping[str, Text]] = {
        "departments": province.departments,
        "registers": {name: register.name for name, register in registers},
        "fields": fields,
        "documents": {name: document.name for name, document in province.documents.items()},
        "counters": {name: counter.name for name, counter in province.counters.items()},
        "holders": province.holders,
        "procedures": {**province.matters, **unnamed},
    }
    return {
        kind: {
            "type": "string",
            "enum": sorted(texts),
            "enumDescriptions": [_both(texts[name]) for name in sorted(texts)],
        }
        for kind, texts in named.items()
    }


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"
