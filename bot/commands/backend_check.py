"""`backend-check`: whether a backend keeps what docs/api.md promises, whoever made it."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from bot.commands.ending import FoundWrong, WrongUse, in_order, no_such
from bot.commands.finding import spoken_in
from bot.settings import Language, WrongSetting, read_settings

if TYPE_CHECKING:
    from bot.conformance.fixtures import Fixtures
    from bot.conformance.line import Line, Seen
    from bot.conformance.receiver import Receiver

HERE = ("127.0.0.1", "localhost", "::1")
NARROWEST, WIDEST = 60, 140
"""Columns of the table."""
NO_KEY = "The key is missing: give --key, or set BACKEND_KEY, which no list of processes shows."
FAR = "the backend is not on this machine: give --listen HOST:PORT, an address at which it reaches this machine"


def backend_check(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the backend is, without /api/v1.")],
    key: Annotated[
        str | None, typer.Option(metavar="K", envvar="BACKEND_KEY", help="A client's key.", show_envvar=True)
    ] = None,
    fixtures: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Counters, test persons, an application; YAML or JSON.")
    ] = None,
    department: Annotated[
        list[str] | None,
        typer.Option(metavar="ID=KEY", envvar="BACKEND_DEPARTMENTS", help="A department's key.", show_envvar=True),
    ] = None,
    listen: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Where the backend reaches this machine.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="LINE", help="These lines alone; several with commas.")
    ] = None,
    hard: Annotated[bool, typer.Option("--hard", help="Try the limits too, by very many calls.")] = False,
    json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")] = False,
    language: Annotated[str | None, typer.Option(help="zh or en.")] = None,
) -> None:
    """Check whether a backend keeps what docs/api.md promises.

    Each line of the table is a promise: pass; fail, with what came and how to mend it; or not offered, with what is
    missing. Without --fixtures, the counters and made-up people of the demonstration are used. What a line takes it
    gives back. docs/backend-check.md tells more. Exit code 1 where something fails, 2 where the backend cannot be
    reached.
    """
    spoken = spoken_in(language, _usual_language())
    wanted = _Wanted(
        url=_read_url(url),
        key=_read_key(key),
        fixtures=_read_fixtures(fixtures),
        departments=dict(map(_read_department, department or ())),
        listen=None if listen is None else _read_place(listen),
        lines=_choose(only or ()),
        hard=hard,
    )
    from bot.commands.backend_check_text import Words, as_json, as_text, progress  # Fluent is slow to import

    words, numbers = Words(spoken), count(1)

    def tell(each: Seen) -> None:
        typer.echo(progress(each, next(numbers), len(wanted.lines), words), err=True)

    with in_order():
        seen = asyncio.run(_look(wanted, tell))
    if json_wanted:
        typer.echo(json.dumps(as_json(seen, words), ensure_ascii=False))
    else:
        columns = max(NARROWEST, min(shutil.get_terminal_size().columns, WIDEST))
        typer.echo(as_text(seen, words, columns))
    failed = sum(each.result == "fail" for each in seen)
    if failed:
        raise FoundWrong(f"{failed} of {len(seen)} promises are not kept.")


@dataclass(frozen=True)
class _Wanted:
    """What was asked for, read and checked."""

    url: str
    key: str
    fixtures: Fixtures
    departments: Mapping[str, str]
    listen: tuple[str, int] | None
    lines: Sequence[Line]
    hard: bool


async def _look(wanted: _Wanted, tell: Callable[[Seen], None]) -> list[Seen]:
    """Raises WrongUse where there is no such backend, or it does not take the key."""
    from bot.conformance.running import Unreachable, introduce, look
    from bot.conformance.target import Target, opened

    async with (
        _receiver(wanted) as receiver,
        opened(wanted.url, wanted.key, clock=lambda: datetime.now(UTC), sleep=asyncio.sleep) as calls,
    ):
        try:
            about = await introduce(calls)
        except Unreachable as nothing:
            raise WrongUse(str(nothing)) from None
        target = Target(calls, wanted.fixtures, about, wanted.departments, receiver, hard=wanted.hard)
        return await look(target, wanted.lines, tell)


@asynccontextmanager
async def _receiver(wanted: _Wanted) -> AsyncIterator[Receiver | str]:
    """Where callbacks arrive, or why they cannot. Raises WrongUse."""
    from bot.conformance.receiver import receiving

    if wanted.listen is None and urlsplit(wanted.url).hostname not in HERE:
        yield FAR
        return
    host, port = wanted.listen or (HERE[0], 0)
    try:
        async with receiving(host, port) as receiver:
            yield receiver
    except OSError as error:
        raise WrongUse(f"--listen: {host}:{port} cannot be listened at: {error.strerror}.") from None


# --- what was written ------------------------------------------------------------------------------------------------


def _usual_language() -> Language:
    """Whatever else may be set wrongly, nothing of this installation is used here."""
    try:
        return read_settings().language
    except WrongSetting:
        return "zh"


def _read_url(url: str) -> str:
    tidy = url.rstrip("/").removesuffix("/api/v1")
    if not re.fullmatch(r"https?://[^/?#\s@]+(/[^?#\s]*)?", tidy):
        raise WrongUse("The URL is written https://host or https://host/path, without /api/v1.")
    return tidy


def _read_key(key: str | None) -> str:
    if key is None or not re.fullmatch(r"[\x21-\x7e]{1,200}", key):
        raise WrongUse(NO_KEY)
    return key


def _read_department(written: str) -> tuple[str, str]:
    name, _, key = written.partition("=")
    if not name or not re.fullmatch(r"[\x21-\x7e]{1,200}", key):
        raise WrongUse("--department is written ID=KEY, as housing=ov1_…")
    return name, key


def _read_place(written: str) -> tuple[str, int]:
    found = re.fullmatch(r"\[?([^\[\]\s/]+?)\]?:(\d{1,5})", written)
    if found is None or int(found[2]) > 65535:
        raise WrongUse("--listen is written HOST:PORT, as 192.0.2.7:8090.")
    return found[1], int(found[2])


def _read_fixtures(file: Path | None) -> Fixtures:
    from bot.conformance.fixtures import DEMONSTRATION, WrongFixtures, read_fixtures

    try:
        return read_fixtures(file or DEMONSTRATION)
    except WrongFixtures as wrong:
        raise WrongUse(str(wrong)) from None


def _choose(only: Sequence[str]) -> Sequence[Line]:
    """The lines by these names, in the order of the suite; all without any. Raises WrongUse."""
    from bot.conformance.lines import LINES

    known = [line.id for line in LINES]
    wanted = [name for each in only for name in re.split(r"[\s,]+", each.strip())]
    for name in wanted:
        if name not in known:
            raise no_such("There is no line", name, known)
    return [line for line in LINES if not wanted or line.id in wanted]
