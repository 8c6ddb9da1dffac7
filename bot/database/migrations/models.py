"""Every module that defines tables, in the one place where a forgotten one would be noticed.

By name, because the floor must not import what stands on it: only writing and checking revisions need them all.
"""

from __future__ import annotations

from importlib import import_module

from sqlalchemy import MetaData

from bot.database.tables import metadata

MODULES = (
    "bot.database.tables",
    "bot.backends.tables",
    "bot.backends.onewindow.tables",
    "bot.backends.onewindow.hall.tables",
    "bot.backends.onewindow.sharing.tables",
    "bot.backends.onewindow.applications.tables",
    "bot.demonstration.tables",
    "bot.identity.tables",
    "bot.storage.tables",
    "bot.channels.telegram.tables",
    "bot.api.tables",
    "bot.api.feed.tables",
)


def all_tables() -> MetaData:
    """The metadata with the tables of every module."""
    for module in MODULES:
        import_module(module)
    return metadata
