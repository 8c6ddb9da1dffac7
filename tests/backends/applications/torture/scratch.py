"""What bodies and citizens really heard, each time that they did: written down at once, beside the books on trial."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, String, Table
from sqlalchemy.ext.asyncio import AsyncEngine

metadata = MetaData()
heard = Table(
    "trial_heard",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("body", String(64), nullable=False),
    Column("case", String(64), nullable=False),
    Column("key", String(200), nullable=False),
)
said = Table(
    "trial_said",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case", String(64), nullable=False),
    Column("number", Integer, nullable=False),
)
overtaken = Table("trial_overtaken", metadata, Column("id", Integer, primary_key=True))
"""Workers so slow that another took their job: on a busy machine that is like being killed."""


async def make(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
