"""`hall`: the day in the hall of a centre from a shell. Each act has a key, so that it counts once."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from bot.api.hall import Call, Finish, number_json
from bot.backends.onewindow.hall.hall import Hall, Outcome
from bot.backends.onewindow.hall.row import Number
from bot.commands.cases_acts import once_key
from bot.commands.cases_desk import read_strictly
from bot.commands.ending import FoundWrong
from bot.commands.hall_desk import in_hall, read_case

hall = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)
Centre = Annotated[str, typer.Option(metavar="CENTRE", help="The id of the centre.")]
Counter = Annotated[str, typer.Argument(metavar="COUNTER", help="The id of a kind of counter.")]
Given = Annotated[str, typer.Argument(metavar="NUMBER", help="A number that is called, as B012.")]
Key = Annotated[str | None, typer.Option(metavar="K", help="The same key again changes nothing more.")]
JsonWanted = Annotated[bool, typer.Option("--json", help="JSON for scripts.")]


@hall.callback()
def about() -> None:
    """The hall of a centre on the day: who comes, who is next, how it ended.

    Citizens hear of it in their chat. Programs call the same over HTTP: docs/desk.md. A number that is given or called
    stands on stdout, the words about it on stderr.
    """


@hall.command("check-in")
def check_in(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The code of the case, or the text of its ticket.")],
    centre: Centre,
    key: Key = None,
    json_wanted: JsonWanted = False,
) -> None:
    """Give whoever comes for an appointment their number.

    From an hour before it begins; until 15 minutes after that they are on time, later they wait with those who have no
    appointment. Whoever checks in again has the same number.
    """
    call = once_key(key)
    _give(centre, None, lambda hall, vault: hall.check_in(read_case(case, vault), centre, call), json_wanted)


@hall.command("walk-in")
def walk_in(counter: Counter, centre: Centre, key: Key = None, json_wanted: JsonWanted = False) -> None:
    """Give whoever has no appointment a number."""
    call = once_key(key)
    _give(centre, counter, lambda hall, _: hall.walk_in(centre, counter, call), json_wanted)


@hall.command()
def call(
    counter: Counter,
    centre: Centre,
    window: Annotated[str, typer.Option(metavar="N", help="The window that is free, as it is written there.")],
    key: Key = None,
    json_wanted: JsonWanted = False,
) -> None:
    """Call who is next to a window.

    First the appointments whose time has come, then the others by since when they wait; but after two appointments in a
    row, whoever has waited over 30 minutes without one. Exit code 1 where nobody waits.
    """
    with read_strictly():
        told = Call(counter=counter, window=window)
    once = once_key(key)

    async def act(hall: Hall, _: object) -> Number:
        called = await hall.call_next(centre, counter, told.window, once)
        if called is None:
            raise FoundWrong(f"Nobody waits for {counter} in {centre}.")
        return called

    _give(centre, counter, act, json_wanted)


@hall.command()
def done(number: Given, centre: Centre, key: Key = None) -> None:
    """Say that they were served. They are asked in their chat whether one visit was enough."""
    _finish(number, centre, "served", key)


@hall.command()
def left(number: Given, centre: Centre, key: Key = None) -> None:
    """Say that they went away without being served."""
    _finish(number, centre, "left", key)


@hall.command("no-show")
def no_show(number: Given, centre: Centre, key: Key = None) -> None:
    """Say that they were called and did not come.

    The first time they wait once more, the second time it is missed.
    """
    told, once = _read(number), once_key(key)
    _tell(centre, lambda hall, _: hall.no_show(centre, told, once))


@hall.command()
def queue(
    centre: Centre,
    counter: Annotated[str | None, typer.Option(metavar="COUNTER", help="One alone; without it, all.")] = None,
    json_wanted: JsonWanted = False,
) -> None:
    """Show who is at a window and who waits, in the order in which they are called. With --json, an object a line."""
    found, province, told = in_hall(centre, counter, lambda hall, _: hall.queue(centre, counter))
    if json_wanted:
        for each in found:
            typer.echo(json.dumps(number_json(each), ensure_ascii=False))
        return
    from bot.commands.hall_text import Written  # Fluent is slow to import

    typer.echo(Written(province, told.language).queue(found))


Act = Callable[[Hall, object], Awaitable[Number]]


def _finish(number: str, centre: str, outcome: Outcome, key: str | None) -> None:
    told, once = _read(number), once_key(key)
    _tell(centre, lambda hall, _: hall.finish(centre, told, outcome, once))


def _give(centre: str, counter: str | None, act: Callable[..., Awaitable[Number]], json_wanted: bool) -> None:
    """A number is given or called: it is what the command is for."""
    number, province, told = in_hall(centre, counter, act)
    if json_wanted:
        typer.echo(json.dumps(number_json(number), ensure_ascii=False))
        return
    from bot.commands.hall_text import Written

    typer.echo(number.number)
    typer.echo(Written(province, told.language).now(number), err=True)


def _tell(centre: str, act: Callable[..., Awaitable[Number]]) -> None:
    number, province, told = in_hall(centre, None, act)
    from bot.commands.hall_text import Written

    typer.echo(Written(province, told.language).now(number), err=True)


def _read(number: str) -> str:
    with read_strictly():
        return Finish(number=number).number
