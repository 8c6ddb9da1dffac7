"""`chat`: the assistant in the terminal, for a person or for a script that pipes lines through."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
import sys
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from functools import partial
from getpass import getuser
from typing import Annotated, cast, get_args

import typer

from bot.app import App, build
from bot.channels.terminal import Terminal, as_json, as_text
from bot.commands import running, serving
from bot.commands.ending import FoundWrong, no_such
from bot.commands.match import read_plain
from bot.database.errors import DatabaseProblem
from bot.dialogue.messages import Message
from bot.settings import Language, Settings, WrongSetting
from procedures.settling import Gaps

START, PROMPT = "/start", "> "
LOOK_EVERY = 1.0
"""Seconds between two looks for what reaches the chat by itself."""


def chat(
    language: Annotated[str | None, typer.Option(help="zh or en: the language to begin in.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One line of JSON for every line of the input.")] = False,
    down: Annotated[list[str] | None, typer.Option(metavar="REGISTER...", help="Registers that do not answer.")] = None,
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Another conversation, to play somebody else.")
    ] = None,
) -> None:
    """Talk to the assistant.

    At a keyboard the conversation goes on where it was left. Piped, every line of the input is answered by one block
    that ends with an empty line, and each run is a new conversation; `--as NAME` goes on with the one of that name.
    The line `/paper PATH` uploads the file at that path.
    """
    told = serving.settings()
    serving.log_to_file()
    if language is not None and language not in get_args(Language):
        raise no_such("There is no language", language, get_args(Language))
    try:
        asyncio.run(_chat(told, cast("Language | None", language), json, down or (), name))
    except (DatabaseProblem, WrongSetting) as problem:
        raise FoundWrong(str(problem)) from None
    except EOFError:
        pass


async def _chat(
    told: Settings, language: Language | None, json: bool, down: Collection[str], called: str | None
) -> None:
    catalogue = serving.open_catalogue(told)
    gaps = Gaps(serving.registers_down(catalogue, down))
    typed = sys.stdin is not None and sys.stdin.isatty() and not json
    name = f"terminal/{called or getuser()}" if typed or called else f"pipe/{secrets.token_hex(8)}"
    warn = partial(typer.echo, err=True)
    place = _place_for_pages()
    here = f"http://127.0.0.1:{place.getsockname()[1]}" if place is not None else None
    async with contextlib.AsyncExitStack() as stack:
        if place is not None:
            stack.callback(place.close)
        building = build(told, catalogue, gaps=gaps, language=language, public_url=told.public_url or here, warn=warn)
        app = await stack.enter_async_context(building)
        service = app.service(name[:32], reminds=typed or called is not None)
        papers = app.papers(name[:32])
        terminal = Terminal(service, app.engine, app.outbox, name[:32], app.clock, papers=papers)
        pages = Pages(app, told, place, stack)
        if typed or called is not None:  # somebody comes back here: what happens by itself is done, too
            await stack.enter_async_context(running.working(app))
        if typed:
            _write(await terminal.hear(START, secrets.token_hex(16)), airy=True)
        async for line in _typed(terminal) if typed else _piped():
            messages = await terminal.hear(line, secrets.token_hex(16))
            await pages.serve_when_asked(messages)
            if json:
                typer.echo(as_json(messages, await terminal.service.case(terminal.chat)))
            else:
                _write(messages, airy=typed)


def _place_for_pages() -> socket.socket | None:
    """Any free port of this machine; where there is none, nobody can log in, and everything else goes on."""
    try:
        return socket.create_server(("127.0.0.1", 0))
    except OSError:
        return None


@dataclass
class Pages:
    """The pages of a login, served from the moment one is asked for: most conversations need none."""

    app: App
    told: Settings
    place: socket.socket | None
    stack: contextlib.AsyncExitStack
    served: bool = False

    async def serve_when_asked(self, messages: Collection[Message]) -> None:
        sharing = self.app.sharing
        if self.served or sharing is None or self.told.public_url is not None:
            return
        if any(sharing.provider.pages_url in message.text for message in messages):
            self.served = True
            await self.stack.enter_async_context(running.login_pages(self.app, self.told, self.place))


def _write(messages: Collection[Message], *, airy: bool) -> None:
    typer.echo(as_text(list(messages), airy=airy) + "\n")


async def _typed(terminal: Terminal) -> AsyncIterator[str]:
    """Lines from a person, until Ctrl-D. What comes by itself meanwhile is written above the prompt."""
    from prompt_toolkit import PromptSession  # only a person needs it
    from prompt_toolkit.patch_stdout import patch_stdout

    session: PromptSession[str] = PromptSession()
    while True:
        telling = asyncio.create_task(_tell(terminal))
        try:
            with patch_stdout():
                line = await session.prompt_async(PROMPT)
        except EOFError:
            return
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
        yield line


async def _tell(terminal: Terminal) -> None:
    """Write what reaches the chat by itself: reminders, answers of others, registers that are back."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        messages = await terminal.waiting()
        if messages:
            _write(messages, airy=True)


async def _piped() -> AsyncIterator[str]:
    """Lines from a script, until the input ends."""
    lines = read_plain(sys.stdin.buffer if sys.stdin is not None else ())
    while (line := await asyncio.to_thread(next, lines, None)) is not None:
        yield line
