"""What every command about cases begins with: the departments' desk opened, names checked, refusals in plain words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.acts import read_code
from bot.api.facts import questions
from bot.app import PublishedTexts, open_vault, present
from bot.backends.onewindow.applications import refusals
from bot.backends.onewindow.applications.desk import Desk
from bot.backends.onewindow.applications.lists import CaseFile
from bot.backends.onewindow.applications.tables import application
from bot.catalogue.content import Catalogue
from bot.commands import serving
from bot.commands.ending import FoundWrong, WrongUse, nearest, no_such
from bot.database.encryption import Vault
from bot.database.engine import open_engine, reach, reading
from bot.database.errors import DatabaseProblem
from bot.database.jobs import Jobs
from bot.database.migrations import migrate
from bot.dialogue.applications import Closed
from bot.dialogue.applying.reading import spaced
from bot.dialogue.conversation import CODE_LETTERS
from bot.dialogue.ports import BackendDown, Refused, Unknown
from bot.settings import Settings
from procedures.provincial import Province

Result = TypeVar("Result")


@dataclass(frozen=True)
class Opened:
    """The desk of this installation."""

    desk: Desk
    engine: AsyncEngine
    vault: Vault
    province: Province

    async def find(self, written: str) -> CaseFile:
        """Raises WrongUse, which names the code that was meant, where one is as good as the same."""
        code = read_code(written)
        if code is None:
            raise WrongUse(f'"{written}" is no code of a case: that is eight letters and digits, as in ABCD 2345.')
        try:
            return await self.desk.read(code)
        except Unknown:
            near = await self._near(code)
            hint = nearest(code, near) if near else "The command cases list shows what there is to decide."
            raise WrongUse(f'There is no case "{code}". {hint}') from None

    async def _near(self, code: str) -> list[str]:
        """The cases whose codes differ in one sign, or in two that changed places."""
        wanted = select(application.c.case).where(application.c.case.in_(sorted(set(_slips(code)))))
        async with reading(self.engine) as connection:
            return list(await connection.scalars(wanted.order_by(application.c.case)))

    async def find_for(self, written: str, department: str) -> CaseFile:
        """Raises WrongUse where there is no such case or department."""
        file = await self.find(written)
        deciding = [step.department for step in file.status.steps]
        if department not in deciding:
            check_department(department, self.province)
        return file

    async def find_telling(self, written: str, body: str, part: str | None) -> CaseFile:
        """Raises WrongUse where the case tells no such body anything, or has no such procedure that does."""
        file = await self.find(written)
        deliveries, case = file.status.deliveries, spaced(file.status.case)
        if body not in {each.tell for each in deliveries}:
            raise no_such(f"In case {case} there is no body", body, dict.fromkeys(each.tell for each in deliveries))
        parts = dict.fromkeys(each.part for each in deliveries if each.tell == body)
        if part is not None and part not in parts:
            raise no_such(f"In case {case}, {body} is told nothing by", part, parts)
        return file

    async def check_fact(self, file: CaseFile, department: str, number: int | None, fact: str) -> None:
        """Raises WrongUse if the department's procedure does not ask that question in the text of the case."""
        known = await questions(file, department, number, PublishedTexts(self.engine))
        if known is not None and fact not in known:
            raise no_such("The procedure asks no question", fact, sorted(known))


def check_department(department: str, province: Province) -> None:
    """Raises WrongUse."""
    if department not in province.departments:
        raise no_such("There is no department", department, province.departments)


def at_desk(act: Callable[[Opened], Awaitable[Result]]) -> tuple[Result, Province, Settings]:
    """What `act` gives back. Raises FoundWrong where the database or the keys cannot be used."""
    told = serving.own_window()
    catalogue = serving.open_catalogue(told)
    try:
        return asyncio.run(_open(told, catalogue, act)), catalogue.province, told
    except (DatabaseProblem, BackendDown) as trouble:
        raise FoundWrong(str(trouble)) from None


async def _open(told: Settings, catalogue: Catalogue, act: Callable[[Opened], Awaitable[Result]]) -> Result:
    engine = open_engine(told.database_url)
    try:
        await reach(engine)
        await migrate(engine)
        vault = open_vault(told)
        desk = Desk(engine, vault, Jobs(vault), catalogue.province, present)
        return await act(Opened(desk, engine, vault, catalogue.province))
    finally:
        await engine.dispose()


@contextmanager
def plainly(file: CaseFile, who: str = "") -> Iterator[None]:
    """Turns a refusal into FoundWrong, in a sentence. `who`: the department or the body."""
    try:
        yield
    except Refused as refusal:
        raise FoundWrong(said(refusal, spaced(file.status.case), who)) from None


@contextmanager
def read_strictly() -> Iterator[None]:
    """Turns an argument that cannot be into WrongUse, in a sentence."""
    try:
        yield
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        name = ".".join(str(part) for part in wrong["loc"])
        why = wrong["msg"].removeprefix("Value error, ")
        raise WrongUse(f"{name}: {why}.") from None


def said(refusal: Refused, case: str, who: str) -> str:
    """What is the matter, and what to do."""
    show = f'"cases show {case.replace(" ", "")}"'
    match refusal:
        case refusals.WhichStep():
            numbers = ", ".join(map(str, refusal.numbers))
            return f"Several steps of {who} are open in case {case}: name one of them, {numbers}, with --step."
        case refusals.WhichDelivery():
            return f"Several procedures of case {case} tell {who} something: name one with --part: {refusal}."
        case _:
            return SENTENCES[type(refusal)].format(case=case, who=who, show=show)


SENTENCES: dict[type[Refused], str] = {
    refusals.NotYours: "There is nothing to decide for {who} in case {case}: {show} says who decides.",
    refusals.NotYet: "It is not the turn of {who} in case {case} yet: others decide first, {show} says who.",
    refusals.TooEarly: "Case {case} is still announced: approve it after the moment that {show} names.",
    refusals.AlreadyDecided: "In case {case}, {who} has decided already, and that stands: {show} says how.",
    refusals.AskedBefore: (
        "In case {case}, {who} has asked the citizen before, and asks once for everything: decide with what is there."
    ),
    refusals.StillAsked: (
        "In case {case} the citizen was told a day, and may answer {who} until then: refuse after it, {show} names it."
    ),
    refusals.NotDecided: "Case {case} is not decided, so there is no result to hand out: {show} says who decides.",
    refusals.AlreadyHandedOut: "In case {case} the citizen has the result: nothing is left to do.",
    refusals.NotStuck: (
        "In case {case}, {who} needs no help: it has heard, or it is told when its turn comes; {show} says which."
    ),
    Closed: "Case {case} is closed, so nothing is changed in it any more: {show} says how it ended.",
    Unknown: "There is no such thing in case {case}: {show} says what there is.",
}


def _slips(code: str) -> Iterator[str]:
    for at in range(len(code)):
        yield from (code[:at] + letter + code[at + 1 :] for letter in CODE_LETTERS)
        yield code[:at] + code[at + 1 : at + 2] + code[at] + code[at + 2 :]
