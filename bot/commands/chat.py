"""`chat`: the assistant in the terminal, for a person or for a script that pipes lines through."""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import AsyncIterator, Collection
from functools import partial
from getpass import getuser
from typing import Annotated, cast, get_args

import typer

from bot.app import build
from bot.channels.terminal import Terminal, as_json, as_text
from bot.commands import serving
from bot.commands.ending import FoundWrong, no_such
from bot.commands.match import read_plain
from bot.database.errors import DatabaseProblem
from bot.dialogue.messages import Message
from bot.settings import Language, Settings
from procedures.settling import Gaps

START, PROMPT = "/start", "> "


def chat(
    language: Annotated[str | None, typer.Option(help="zh or en: the language to begin in.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One line of JSON for every line of the input.")] = False,
    down: Annotated[list[str] | None, typer.Option(metavar="REGISTER...", help="Registers that do not answer.")] = None,
) -> None:
    """Talk to the assistant.

    At a keyboard the conversation goes on where it was left. Piped, every line of the input is answered by one block
    that ends with an empty line, and each run is a new conversation.
    """
    told = serving.settings()
    serving.log_to_file()
    if language is not None and language not in get_args(Language):
        raise no_such("There is no language", language, get_args(Language))
    try:
        asyncio.run(_chat(told, cast("Language | None", language), json, down or ()))
    except DatabaseProblem as problem:
        raise FoundWrong(str(problem)) from None
    except EOFError:
        pass


async def _chat(told: Settings, language: Language | None, json: bool, down: Collection[str]) -> None:
    catalogue = serving.open_catalogue(told)
    gaps = Gaps(serving.registers_down(catalogue, down))
    typed = sys.stdin is not None and sys.stdin.isatty() and not json
    name = f"terminal/{getuser()}" if typed else f"pipe/{secrets.token_hex(8)}"
    warn = partial(typer.echo, err=True)
    async with build(told, catalogue, gaps=gaps, language=language, warn=warn) as app:
        terminal = Terminal(app.service(name[:32], reminds=False), app.engine, app.outbox, name[:32], app.clock)
        if typed:
            _write(await terminal.hear(START, secrets.token_hex(16)), airy=True)
        async for line in _typed() if typed else _piped():
            messages = await terminal.hear(line, secrets.token_hex(16))
            if json:
                typer.echo(as_json(messages, await terminal.service.case(terminal.chat)))
            else:
                _write(messages, airy=typed)


def _write(messages: Collection[Message], *, airy: bool) -> None:
    typer.echo(as_text(list(messages), airy=airy) + "\n")


async def _typed() -> AsyncIterator[str]:
    """Lines from a person, until Ctrl-D."""
    from prompt_toolkit import PromptSession  # only a person needs it

    session: PromptSession[str] = PromptSession()
    while True:
        try:
            yield await session.prompt_async(PROMPT)
        except EOFError:
            return


async def _piped() -> AsyncIterator[str]:
    """Lines from a script, until the input ends."""
    lines = read_plain(sys.stdin.buffer if sys.stdin is not None else ())
    while (line := await asyncio.to_thread(next, lines, None)) is not None:
        yield line
