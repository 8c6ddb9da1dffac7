"""`python -m bot.database.migrations "What changes"` writes the next revision.

It compares the tables with a throw-away SQLite database at the present head, so no database has to be at hand.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from bot.database.engine import open_engine
from bot.database.migrations import config_for, head, migrate
from bot.database.migrations.models import all_tables


async def write_revision(message: str) -> None:
    """Adds the file of the next number to `versions`."""
    number = f"{int(head()) + 1:04}"

    def write(connection: Connection) -> None:
        config = config_for(connection)
        config.attributes["metadata"] = all_tables()
        command.revision(config, message, autogenerate=True, rev_id=number)

    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'head.db'}")
        try:
            await migrate(engine)
            async with engine.connect() as connection:
                await connection.run_sync(write)
        finally:
            await engine.dispose()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit('One sentence is needed: python -m bot.database.migrations "What changes"')
    asyncio.run(write_revision(sys.argv[1]))
