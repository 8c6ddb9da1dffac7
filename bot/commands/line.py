"""The line that was typed in a shell: which command it calls, and how that ends."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
import typer.core
import typer.main
from typer.exceptions import TyperException

from bot.commands import COMMANDS
from bot.commands.ending import Ending, no_such
from bot.starting import without_collecting


class Commands(typer.core.TyperGroup):
    """The commands by name, each imported when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            raise no_such("There is no command", cmd_name, COMMANDS)
        name = cmd_name.replace("-", "_")
        with without_collecting():
            named = getattr(import_module(f"bot.commands.{name}"), name)
        if isinstance(named, typer.Typer):
            return typer.main.get_command(named)
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command(cmd_name)(named)
        return typer.main.get_command(app)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = typer.Typer(cls=Commands, add_completion=False, rich_markup_mode=None)


@app.callback()
def about() -> None:
    """One Visit: which papers a matter needs, and how it is done in one visit or none."""


def run(arguments: Sequence[str]) -> int:
    """Run one command, or show what there is; gives back the exit code."""
    command = typer.main.get_command(app)
    try:
        # Not command.main(), which would end a broken pipe as "found wrong".
        with command.make_context("onevisit", list(arguments) or ["--help"]) as context:
            code: int = command.invoke(context) or 0
        sys.stdout.flush()
        return code
    except typer.Exit as end:
        return end.exit_code
    except TyperException as wrong:
        typer.echo(wrong.format_message(), err=True)
        return wrong.exit_code
    except Ending as end:
        typer.echo(str(end), err=True)
        return end.exit_code
