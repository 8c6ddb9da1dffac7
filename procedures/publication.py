"""One published text of a procedure, known by its content hash. A case keeps the one it began with."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from procedures.definition import Definition


@dataclass(frozen=True)
class Publication:
    hash: str
    definition: Definition


def publish(definition: Definition) -> Publication:
    """Name a text by its content: equal texts, equal hash, also after the form has gained an optional word."""
    written = definition.model_dump_json(by_alias=True, exclude_defaults=True)
    digest = hashlib.sha256(written.encode()).hexdigest()
    return Publication(digest[:16], definition)
