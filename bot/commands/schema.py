"""`schema`: the form of a definition as JSON Schema, so that an editor completes words and underlines mistakes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import typer

from bot.catalogue.content import SHIPPED
from bot.commands import serving
from procedures.provincial import Province

BESIDE = "definition.schema.json"
"""Lies beside the folder of the definitions; the first line of each definition may point there."""


def schema() -> None:
    """Print the form of a definition, for editors.

    It is JSON Schema, with the names of this province. In the file definition.schema.json, beside the folder of the
    definitions, it makes VS Code complete words and underline mistakes; procedures/README.md says how.
    """
    from bot.catalogue.compiling import names_in  # reads YAML

    told = serving.settings()
    typer.echo(text_of(serving.open_province(told), names_in(told.definitions)), nl=False)


def text_of(province: Province, procedures: Iterable[str]) -> str:
    """The schema as it stands in a file: the same province, the same text."""
    from procedures.schema import definition_schema, read_meanings

    made = definition_schema(province, sorted(procedures), read_meanings(SHIPPED / "meanings.toml"))
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def renew(definitions: Path, province: Province, procedures: Iterable[str]) -> None:
    """Write the schema beside `definitions`. Raises OSError."""
    (definitions.absolute().parent / BESIDE).write_text(text_of(province, procedures), encoding="utf-8")
