"""What departments and the centre do with a case from a shell. Each act has a key, so that it counts once."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, get_args

import typer

from bot.api.acts import KEY, MOST_DAYS, Approve, Ask, HandOut, Refuse, Settle
from bot.backends.onewindow.applications.desk import ASK_DAYS
from bot.commands.cases_desk import Opened, at_desk, plainly, read_strictly
from bot.commands.ending import WrongUse, no_such
from bot.dialogue.applications import Refusal, Status
from procedures.definition import Giving

Code = Annotated[str, typer.Argument(metavar="CODE", help="The code of the case, also with a space or a dash.")]
Department = Annotated[str, typer.Argument(metavar="DEPARTMENT", help="The id of the department that decides.")]
Body = Annotated[str, typer.Argument(metavar="BODY", help="The id of the department or holder that is told.")]
Step = Annotated[int | None, typer.Option(metavar="N", min=1, help="Which step, if the department has several.")]
PartOf = Annotated[str | None, typer.Option(metavar="PROCEDURE", help="If several procedures tell it something.")]
Key = Annotated[str | None, typer.Option(metavar="K", help="The same key again changes nothing more.")]


def approve(
    code: Code,
    department: Department,
    registered: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="What the decision put in the register; repeatable.")
    ] = None,
    step: Step = None,
    key: Key = None,
) -> None:
    """Approve: the department says yes."""
    with read_strictly():
        told = Approve(registered=_pairs(registered or []), number=step)
    call = once_key(key)

    async def act(opened: Opened) -> Status:
        file = await opened.find_for(code, department)
        with plainly(file, department):
            return await opened.desk.approve(file.status.case, department, call, told.registered, told.number)

    _do(act)


def refuse(
    code: Code,
    department: Department,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; the citizen reads it.")],
    fact: Annotated[str | None, typer.Option(metavar="QUESTION", help="The question whose answer blocks.")] = None,
    changes_on: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="From when on it would be otherwise.")
    ] = None,
    step: Step = None,
    key: Key = None,
) -> None:
    """Refuse: the department says no, and why."""
    with read_strictly():
        told = Refuse.model_validate({"reason": reason, "changes_on": changes_on, "number": step})
    call = once_key(key)

    async def act(opened: Opened) -> Status:
        file = await opened.find_for(code, department)
        if fact is not None:
            await opened.check_fact(file, department, told.number, fact)
        refusal = Refusal(told.reason, fact, told.changes_on)
        with plainly(file, department):
            return await opened.desk.refuse(file.status.case, department, refusal, call, told.number)

    _do(act)


def ask(
    code: Code,
    department: Department,
    items: Annotated[list[str], typer.Argument(metavar="ITEM...", help="All that is missing; the citizen reads it.")],
    days: Annotated[int, typer.Option(metavar="N", min=1, max=MOST_DAYS, help="Working days to answer.")] = ASK_DAYS,
    step: Step = None,
    key: Key = None,
) -> None:
    """Ask the citizen for what is missing: once, and for everything at once."""
    with read_strictly():
        told = Ask(items=tuple(items), days=days, number=step)
    call = once_key(key)

    async def act(opened: Opened) -> Status:
        file = await opened.find_for(code, department)
        with plainly(file, department):
            return await opened.desk.ask(file.status.case, department, told.items, call, told.days, told.number)

    _do(act)


def hand_out(
    code: Code,
    how: Annotated[
        str | None, typer.Option(metavar="HOW", help="electronic, post, collect, on-the-spot or self-service.")
    ] = None,
    number: Annotated[
        str | None, typer.Option(metavar="POST", help="The number of the letter, if it goes by post.")
    ] = None,
    key: Key = None,
) -> None:
    """Hand out the result: the citizen has it, or it is on its way.

    Without --how, it goes out as the citizen wished.
    """
    if how is not None and how not in get_args(Giving):
        raise no_such("A result is not handed out", how, get_args(Giving))
    with read_strictly():
        told = HandOut.model_validate({"how": how, "number_of_post": number})
    call = once_key(key)

    async def act(opened: Opened) -> Status:
        file = await opened.find(code)
        given = told.given(file.status.give)
        if given is None:
            raise WrongUse("What goes by post, and nothing else, has a --number: the citizen is told it.")
        with plainly(file):
            return await opened.desk.hand_out(file.status.case, given, call, told.number_of_post)

    _do(act)


def redeliver(code: Code, body: Body, part: PartOf = None, key: Key = None) -> None:
    """Tell a body once more what it did not take."""
    call = once_key(key)

    async def act(opened: Opened) -> Status:
        file = await opened.find_telling(code, body, part)
        with plainly(file, body):
            return await opened.desk.redeliver(file.status.case, body, call, part)

    _do(act)


def settle(
    code: Code,
    body: Body,
    note: Annotated[str, typer.Option(metavar="TEXT", help="How it was dealt with.")],
    part: PartOf = None,
    key: Key = None,
) -> None:
    """Say that a clerk has dealt with what a body did not take."""
    call = once_key(key)

    async def act(opened: Opened) -> Status:
        file = await opened.find_telling(code, body, part)
        with read_strictly():
            told = Settle(tell=body, note=note, part=part)
        with plainly(file, body):
            return await opened.desk.settle(file.status.case, body, told.note, call, part)

    _do(act)


def _do(act: Callable[[Opened], Awaitable[Status]]) -> None:
    """Does it, and says how the case stands now."""
    status, province, told = at_desk(act)
    from bot.commands.cases_text import Written  # Fluent is slow to import

    typer.echo(Written(province, told.language).now(status), err=True)


def once_key(told: str | None) -> str:
    """What makes a call count once: as told, else a new one. Raises WrongUse."""
    if told is None:
        return secrets.token_hex(16)
    if not KEY.fullmatch(told):
        raise WrongUse("--key takes 1 to 100 letters, digits and signs, without a space.")
    return told


def _pairs(told: Sequence[str]) -> dict[str, str]:
    """Raises WrongUse."""
    pairs: dict[str, str] = {}
    for each in told:
        name, equals, value = each.partition("=")
        if not equals or name in pairs:
            raise WrongUse(f'--registered is written NAME=VALUE, each name once: "{name}" is not.')
        pairs[name] = value
    return pairs
