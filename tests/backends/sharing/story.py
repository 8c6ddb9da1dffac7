"""Everything that one citizen can do, in order, each step with its key; and a process that is killed in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.sharing.register import Represented
from bot.backends.onewindow.sharing.window import SharedOneWindow
from bot.dialogue.shared_data import Erased, Finding, Wanted
from tests.backends.sharing.county import ADDRESS, HOME, about, entry
from tests.backends.sharing.registers import Register

Result = TypeVar("Result")


class Do(Protocol):
    """How each step is done."""

    async def __call__(self, act: Callable[[], Awaitable[Result]], /) -> Result: ...


FILLING = replace(HOME, fields=("home-register.owner", "home-register.address", "home-register.number"))
CHILD = Wanted(person="child", registers=("population-register",), document="household-register", acting_as="child")
KINDS = ["agreed", *["read"] * 3, *["read"] * 3, "disputed", "exported", "withdrawn", "agreed", "exported", "erased"]
"""What the log says of a story. Look-ups: two registers about children, and one for the home or the child."""


class Killed(BaseException):
    """The process ends here."""


def mark(number: str) -> str:
    """What stands in the entries of this citizen alone, and is not their number."""
    return f"<{number[::-1]}>"


def fill(registers: dict[str, Register], number: str, children: tuple[str, ...]) -> None:
    """Everything that the county knows of a citizen, each value of it unique to them."""
    fields = {"owner": f"买方甲乙丙丁{mark(number)}", "address": ADDRESS + number, "area": mark(number)}
    registers["home-register"].entries[number] = entry(number, fields)
    people = [Represented(number=child, name=f"孩子{child}") for child in children]
    registers["birth-certificates"].acts_for(number, "child", *people)
    for child in children:
        registers["population-register"].entries[child] = entry(child, name=f"孩子{child}", address=ADDRESS + number)


async def once(act: Callable[[], Awaitable[Result]]) -> Result:
    """Does it."""
    return await act()


async def until_done(act: Callable[[], Awaitable[Result]]) -> Result:
    """Does it again, with the same key, for as long as the process is killed in it."""
    while True:
        try:
            return await act()
        except BaseException as error:
            if not was_killed(error):
                raise


def was_killed(error: BaseException | None) -> bool:
    """Also where something else went wrong because of it."""
    return error is not None and (isinstance(error, Killed) or was_killed(error.__context__))


@dataclass(frozen=True)
class Told:
    """What the citizen was answered in a story; ids left out."""

    findings: tuple[Finding, ...]
    exported: str
    erased: Erased


async def live(window: SharedOneWindow, number: str, do: Do = once) -> Told:
    """The whole story."""
    given = (await do(lambda: window.agree(number, about(FILLING, CHILD), "1"))).id
    findings = await do(lambda: window.look_up(given, (FILLING, CHILD), "2"))
    again = await do(lambda: window.look_up(given, (replace(CHILD, which=1),), "3"))
    await do(lambda: window.dispute(given, findings[0], "4"))
    exported = await do(lambda: window.export(number, "5"))
    await do(lambda: window.withdraw(number, given, "6"))
    await do(lambda: window.agree(number, about(FILLING, case="A2"), "7"))
    await do(lambda: window.export(number, "8"))
    erased = await do(lambda: window.erase(number, "9"))
    return Told(findings + again, exported.replace(given, ""), erased)


@contextmanager
def killed_at(engine: AsyncEngine, step: int) -> Iterator[list[int]]:
    """The process is killed before that step of the database, counted from 1; once. Gives the steps that were made."""
    made = [0]

    def count(*_: object) -> None:
        made[0] += 1
        if made[0] == step:
            raise Killed

    for name in ("before_cursor_execute", "commit"):
        event.listen(engine.sync_engine, name, count)
    try:
        yield made
    finally:
        for name in ("before_cursor_execute", "commit"):
            event.remove(engine.sync_engine, name, count)
