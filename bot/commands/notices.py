"""`notices`: what citizens say is wrong in the registers, for the departments that keep them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.app import open_vault
from bot.backends.onewindow.sharing.notices import Notice, settle, waiting
from bot.commands import serving
from bot.commands.ending import FoundWrong, no_such
from bot.database.engine import open_engine, reach
from bot.database.errors import DatabaseProblem
from bot.database.migrations import migrate
from bot.dialogue.ports import BackendDown
from bot.settings import Settings


def notices(
    register: Annotated[str | None, typer.Argument(metavar="REGISTER", help="One register; without it, all.")] = None,
    done: Annotated[list[int] | None, typer.Option(metavar="N", help="This one has reached its department.")] = None,
) -> None:
    """Say what citizens call wrong in the registers.

    One line of JSON for each notice that waits, oldest first: about whom, for which matter, and what the register said.
    It is personal: hand it to the department that keeps the register and to nobody else. What is in a notice is erased
    here once --done says that it has arrived; the option may stand several times.
    """
    told = serving.own_window()
    known = serving.open_catalogue(told).province.registers
    if register is not None and register not in known:
        raise no_such("There is no register", register, known)
    try:
        found, left = asyncio.run(_notices(told, register, done or ()))
    except (DatabaseProblem, BackendDown) as trouble:
        raise FoundWrong(str(trouble)) from None
    for notice in found:
        typer.echo(json.dumps(notice.as_json(), ensure_ascii=False))
    if left:
        raise FoundWrong(f"No such notice waits: {', '.join(map(str, left))}.")


async def _notices(told: Settings, register: str | None, done: Sequence[int]) -> tuple[list[Notice], Sequence[int]]:
    """Those that wait, and the numbers in `done` that do not."""
    engine = open_engine(told.database_url)
    try:
        await reach(engine)
        await migrate(engine)
        if done:
            settled = await settle(engine, done, datetime.now(UTC))
            return [], [number for number in done if number not in settled]
        return await waiting(engine, open_vault(told), register), ()
    finally:
        await engine.dispose()
