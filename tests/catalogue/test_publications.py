"""A text that was published once can be read as long as a case needs it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.catalogue.content import Catalogue
from bot.catalogue.publications import find, publish
from bot.storage.tables import publication
from procedures.definition import Definition
from procedures.publication import publish as name
from procedures.vocabulary import Text
from tests.small import SMALL, small_definition, small_province

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def catalogue(definition: Definition) -> Catalogue:
    return Catalogue(province=small_province(), procedures={SMALL: name(definition)})


async def test_what_was_published_is_found_by_its_hash(database: AsyncEngine) -> None:
    await publish(database, catalogue(small_definition()), NOW)

    assert await find(database, name(small_definition()).hash) == small_definition()
    assert await find(database, "unknown") is None


async def test_the_older_text_stays_beside_the_newer(database: AsyncEngine) -> None:
    newer = small_definition().model_copy(update={"title": Text(zh="停车", en="Parking")})
    await publish(database, catalogue(small_definition()), NOW)
    await publish(database, catalogue(newer), LATER)

    assert await find(database, name(small_definition()).hash) == small_definition()
    assert await find(database, name(newer).hash) == newer


async def test_publishing_again_changes_nothing(database: AsyncEngine) -> None:
    await publish(database, catalogue(small_definition()), NOW)
    await publish(database, catalogue(small_definition()), LATER)

    async with database.connect() as connection:
        rows = (await connection.execute(select(publication.c.procedure, publication.c.published_at))).all()
    assert [tuple(row) for row in rows] == [(SMALL, NOW)]


async def test_replicas_may_publish_at_the_same_time(database: AsyncEngine) -> None:
    await asyncio.gather(*(publish(database, catalogue(small_definition()), NOW) for _ in range(8)))

    async with database.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(publication)) == 1


async def test_a_catalogue_without_definitions_publishes_nothing(database: AsyncEngine) -> None:
    await publish(database, Catalogue(province=small_province(), procedures={}), NOW)
    assert await find(database, "anything") is None


async def test_a_text_that_this_release_no_longer_reads_is_as_good_as_gone(database: AsyncEngine) -> None:
    await publish(database, catalogue(small_definition()), NOW)
    async with database.begin() as connection:
        await connection.execute(update(publication).values(body='{"id": "parking-permit", "forgotten": true}'))

    assert await find(database, name(small_definition()).hash) is None
