"""`keys`: renew the keys that seal personal data."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from typing import Annotated, Any, TypeVar

import typer
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.commands import serving
from bot.commands.ending import FoundWrong, WrongUse
from bot.commands.table import aligned
from bot.database.encryption import Vault, add_key, change_file, drop_key
from bot.database.engine import open_engine, reach, reading
from bot.database.errors import DatabaseProblem
from bot.database.migrations import head, revision_of
from bot.database.migrations.models import all_tables
from bot.database.resealing import Progress, Resealed, count_by_key, reseal
from bot.settings import Settings

TOLD_EVERY = 20
"""Batches after which it is said how far a column is."""
Result = TypeVar("Result")
Counts = Mapping[str, Mapping[int, int]]

keys = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@keys.callback()
def about() -> None:
    """Renew the keys that seal personal data.

    A process that has only the old keys cannot open what the new one has sealed. So, with several processes:

    \b
      1. keys add       give every process the new key file, or the new SECRET
      2. restart        all of them together, so that none with the old keys is left
      3. keys reseal    meanwhile everything goes on
      4. keys drop N    the old key
      5. restart        all of them, with what is left

    A backup of the database needs the keys of its day: keep them, apart from it, for as long as the backup.
    """


@keys.command()
def add() -> None:
    """Add a key under the next number.

    Each process seals with it from its next start on. It is put into the file KEYS_FILE. Where the setting SECRET is
    used, its new value is printed instead.
    """
    told = serving.settings()
    vault = _ending(lambda: _change(told, add_key))
    typer.echo(
        f"Key {vault.numbers[-1]} was added. A process seals with it from its next start on: restart all of them "
        "together, then run keys reseal.",
        err=True,
    )


@keys.command("list")
def list_() -> None:
    """Say which keys there are, and what each seals.

    Of each column the number of values, and which key seals from now on; never a key itself.
    """
    told = serving.settings()
    numbers = _ending(lambda: _vault(told)).numbers
    counts = _run(_count(told))
    typer.echo("\n".join(aligned(list(_rows(numbers, counts)), [24, 60, 12])))


@keys.command("reseal")
def reseal_() -> None:
    """Seal anew what older keys have sealed.

    It may be done while everything goes on, ended at any time, and run again. What cannot be opened is left as it is,
    and named on stderr by table, column and primary key; exit code 1 if there is any, or if older keys have sealed more
    meanwhile.
    """
    told = serving.settings()
    vault = _ending(lambda: _vault(told))
    done, counts = _run(_reseal(told, vault))
    for column in done:
        typer.echo(f"{column.column}: {column.resealed} sealed anew, {column.unopened} could not be opened")
    unopened = sum(column.unopened for column in done)
    if unopened:
        raise FoundWrong(f"Left as it is, because it cannot be opened: {unopened} of the values, each named above.")
    late = sum(_sealed_with(counts, number) for number in _used(counts) if number != vault.numbers[-1])
    if late:
        raise FoundWrong(
            f"Sealed with older keys meanwhile: {late} of the values. Restart what has them; run this again."
        )


@keys.command()
def drop(number: Annotated[int, typer.Argument(metavar="N", help="The number of an old key.")]) -> None:
    """Remove an old key that seals nothing any more.

    It is taken out of the file KEYS_FILE. Where the setting SECRET is used, its new value is printed instead.
    """
    told = serving.settings()
    numbers = _ending(lambda: _vault(told)).numbers
    if number not in numbers:
        raise WrongUse(f"There is no key {number}. There are: {', '.join(map(str, numbers))}.")
    if number == numbers[-1]:
        raise FoundWrong(f"Key {number} is the one that seals: run keys add first, and restart every process.")
    sealed = _sealed_with(_run(_count(told)), number)
    if sealed:
        raise FoundWrong(f"Key {number} still seals {sealed} of the values: run keys reseal first.")
    _ending(lambda: _change(told, lambda secret: drop_key(secret, number)))
    typer.echo(f"Key {number} was removed.", err=True)


def _vault(told: Settings) -> Vault:
    """The keys as they are now; unlike a start, it makes none."""
    if told.secret is not None:
        return Vault.from_secret(told.secret.get_secret_value())
    if not told.keys_file.exists():
        raise FoundWrong(
            f"There is no key file {told.keys_file}: the first start makes it, or the setting KEYS_FILE names another."
        )
    return Vault.from_file(told.keys_file)


def _change(told: Settings, change: Callable[[str], str]) -> Vault:
    """In the file, or on stdout where there is none."""
    _vault(told)
    if told.secret is None:
        return change_file(told.keys_file, change)
    secret = change(told.secret.get_secret_value())
    typer.echo(secret)
    typer.echo("The new value of the setting SECRET is on stdout and nowhere else: set it for every process.", err=True)
    return Vault.from_secret(secret)


@asynccontextmanager
async def _database(told: Settings) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(told.database_url)
    try:
        await reach(engine)
        async with reading(engine) as connection:
            found = await connection.run_sync(revision_of)
        if found != head():
            raise FoundWrong(
                f"The database is at revision {found}, not {head()}: start this release once, then run this."
            )
        yield engine
    finally:
        await engine.dispose()


async def _count(told: Settings) -> Counts:
    async with _database(told) as engine:
        return await count_by_key(engine, all_tables())


async def _reseal(told: Settings, vault: Vault) -> tuple[list[Resealed], Counts]:
    async with _database(told) as engine:
        tables = all_tables()
        done = await reseal(
            engine, vault, tables, progress=_tell_now_and_then(), report=lambda each: typer.echo(str(each), err=True)
        )
        return done, await count_by_key(engine, tables)


def _tell_now_and_then() -> Progress:
    batches = count(1)

    def tell(so_far: Resealed) -> None:
        if next(batches) % TOLD_EVERY == 0:
            typer.echo(f"{so_far.column}: {so_far.resealed} so far", err=True)

    return tell


def _rows(numbers: tuple[int, ...], counts: Counts) -> Iterator[tuple[list[str], list[str], list[str]]]:
    yield ["key"], ["column"], ["values"]
    for number in sorted({*numbers, *_used(counts)}):
        sealed = {column: by_key[number] for column, by_key in counts.items() if number in by_key}
        yield [_called(number, numbers)], list(sealed) or ["none"], [str(count) for count in sealed.values()] or ["0"]


def _called(number: int, numbers: tuple[int, ...]) -> str:
    if number == 0:
        return "none: broken"
    if number not in numbers:
        return f"{number}: missing"
    return f"{number}: seals" if number == numbers[-1] else str(number)


def _used(counts: Counts) -> set[int]:
    return {number for by_key in counts.values() for number in by_key}


def _sealed_with(counts: Counts, number: int) -> int:
    return sum(by_key.get(number, 0) for by_key in counts.values())


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    return _ending(lambda: asyncio.run(work))


def _ending(act: Callable[[], Result]) -> Result:
    """What it gives back. Raises FoundWrong, in one sentence, where keys or database cannot be used."""
    try:
        return act()
    except DatabaseProblem as problem:
        raise FoundWrong(str(problem)) from None
    except DBAPIError as error:
        trouble = type(error.orig).__name__
        raise FoundWrong(f"The database broke off ({trouble}). What was done stays done: run it again.") from None
