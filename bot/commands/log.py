"""`log verify`: whether the log of readings is whole, for auditors and for a script that looks every night."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import Annotated

import typer

from bot.app import open_vault
from bot.backends.onewindow.sharing.verifying import Broken, Whole, verify
from bot.commands import serving
from bot.commands.ending import FoundWrong, no_such
from bot.database.engine import open_engine, reach
from bot.database.errors import DatabaseProblem
from bot.database.migrations import migrate
from bot.dialogue.ports import BackendDown
from bot.settings import Settings

ACTS = ("verify",)


def log(
    act: Annotated[str, typer.Argument(metavar="verify", help="What to do with the log.")],
    json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object instead of a sentence.")] = False,
) -> int:
    """Verify the log of readings: every line there, unaltered, in its place.

    Exit code 1 if it is not whole, with the first line that is wrong. With --json, {"whole": true, "lines": 12, "hash":
    "…"} or {"whole": false, "line": 4, "why": "…"}: noted elsewhere, number and hash prove later that nobody rewrote
    the end.
    """
    if act not in ACTS:
        raise no_such("The log knows no", act, ACTS)
    told = serving.own_window()
    try:
        found = asyncio.run(_verify(told))
    except (DatabaseProblem, BackendDown) as trouble:
        raise FoundWrong(str(trouble)) from None
    if json_wanted:
        typer.echo(json.dumps({"whole": isinstance(found, Whole), **asdict(found)}, ensure_ascii=False))
        return 0 if isinstance(found, Whole) else 1
    if isinstance(found, Broken):
        raise FoundWrong(found.why)
    typer.echo(f"The log is whole: {found.lines} lines.")
    return 0


async def _verify(told: Settings) -> Whole | Broken:
    engine = open_engine(told.database_url)
    try:
        await reach(engine)
        await migrate(engine)
        return await verify(engine, open_vault(told))
    finally:
        await engine.dispose()
