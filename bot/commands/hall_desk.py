"""What every command of a hall begins with: the hall opened, names checked, refusals in plain words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.api.hall import case_of
from bot.app import open_vault, present
from bot.backends.onewindow.hall import refusals
from bot.backends.onewindow.hall.arriving import OVER_AFTER
from bot.backends.onewindow.hall.hall import Hall
from bot.commands import serving
from bot.commands.ending import FoundWrong, WrongUse, no_such
from bot.database.encryption import Vault
from bot.database.engine import open_engine, reach
from bot.database.errors import DatabaseProblem
from bot.database.jobs import Jobs
from bot.database.migrations import migrate
from bot.dialogue.applying.reading import spaced
from bot.dialogue.ports import BackendDown, Refused, Unknown
from bot.settings import Settings
from bot.tickets.checklist import TicketProblem
from bot.tickets.keys import by_fingerprint, signing_keys
from procedures.provincial import Province

Result = TypeVar("Result")
MINUTES_OVER = OVER_AFTER.seconds // 60


def in_hall(
    centre: str, counter: str | None, act: Callable[[Hall, Vault], Awaitable[Result]]
) -> tuple[Result, Province, Settings]:
    """What `act` gives back. Raises WrongUse where there is no such centre or counter, FoundWrong where the hall says
    no or the database cannot be used.
    """
    told = serving.own_window()
    province = serving.open_catalogue(told).province
    if centre not in province.centres:
        raise no_such("There is no centre", centre, province.centres)
    if counter is not None and counter not in province.centres[centre].counters:
        raise no_such(f"In centre {centre} there is no counter", counter, province.centres[centre].counters)
    try:
        return asyncio.run(_open(told, province, act)), province, told
    except Refused as refusal:
        raise FoundWrong(said(refusal, province, centre)) from None
    except (DatabaseProblem, BackendDown) as trouble:
        raise FoundWrong(str(trouble)) from None


async def _open(told: Settings, province: Province, act: Callable[[Hall, Vault], Awaitable[Result]]) -> Result:
    engine = open_engine(told.database_url)
    try:
        await reach(engine)
        await migrate(engine)
        vault = open_vault(told)
        return await act(Hall(engine, Jobs(vault), province, present), vault)
    finally:
        await engine.dispose()


def read_case(written: str, vault: Vault) -> str:
    """The code of a case, as it is written or in the text of a ticket. Raises WrongUse, FoundWrong."""
    try:
        case = case_of(written.strip(), by_fingerprint(each.public for each in signing_keys(vault)))
    except TicketProblem:
        raise FoundWrong('The ticket is not genuine, or not of this installation: "ticket verify" says why.') from None
    if case is None:
        raise WrongUse(f'"{written}" is no code of a case: that is eight letters and digits, as in ABCD 2345.')
    return case


def said(refusal: Refused, province: Province, centre: str) -> str:
    """What is the matter, and what to do."""
    match refusal:
        case Unknown():
            known = spaced(str(refusal)) if len(str(refusal)) > 6 else str(refusal)
            return f"Today there is no {known} in {centre}: look at the code or the number, or give one with walk-in."
        case refusals.OtherCentre():
            return f"The appointment is today, at {refusal.centre}: they have to go there."
        case refusals.OtherDay():
            at = _at(refusal.starts_at, refusal.centre, province)
            return f"The appointment is on another day, {at} at {refusal.centre}: give a number with walk-in."
        case refusals.ComeLater():
            return f"It is too early: one can check in from {_at(refusal.opens_at, centre, province)} on."
        case refusals.WindowBusy():
            return f"The window still has {refusal.number}: finish it first with done, left or no-show."
        case _:
            return SENTENCES[type(refusal)]


SENTENCES: dict[type[Refused], str] = {
    refusals.Cancelled: "The appointment was cancelled: give a number with walk-in.",
    refusals.Over: (
        f"The appointment is over: it ended more than {MINUTES_OVER} minutes ago, or was finished before."
        " Give a number with walk-in."
    ),
    refusals.NotCalled: 'The number is not at a window now: "hall queue" shows how it stands.',
}


def _at(moment: datetime, centre: str, province: Province) -> str:
    return f"{moment.astimezone(ZoneInfo(province.centres[centre].zone)):%Y-%m-%d %H:%M}"
