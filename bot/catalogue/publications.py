"""Every text that was ever published, so that a case can be finished by the text it began with."""

from __future__ import annotations

from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.catalogue.content import Catalogue
from bot.database.engine import reading
from bot.storage.tables import publication
from procedures.definition import Definition


async def publish(engine: AsyncEngine, catalogue: Catalogue, now: datetime) -> None:
    """Add the texts that are not there yet; replicas may do so at the same time. `now` is aware."""
    texts = {text.hash: text.definition for text in catalogue.procedures.values()}
    async with reading(engine) as connection:
        known = await connection.scalars(select(publication.c.hash).where(publication.c.hash.in_(texts)))
        new = texts.keys() - set(known)
    rows = [
        {"hash": name, "procedure": texts[name].id, "body": _written(texts[name]), "published_at": now}
        for name in sorted(new)
    ]
    if not rows:
        return
    insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    async with engine.begin() as connection:
        await connection.execute(insert(publication).on_conflict_do_nothing(), rows)


async def find(engine: AsyncEngine, name: str) -> Definition | None:
    """The text that has this hash; None if it was never published, or says what this release no longer reads."""
    async with reading(engine) as connection:
        body = await connection.scalar(select(publication.c.body).where(publication.c.hash == name))
    if body is None:
        return None
    try:
        return Definition.model_validate_json(body)
    except ValidationError:
        return None


def _written(definition: Definition) -> str:
    return definition.model_dump_json(by_alias=True, exclude_defaults=True)
