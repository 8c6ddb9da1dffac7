"""Puts the demonstration back to its beginning: everything up, and nothing left of what its people did.

Only of its people. Whoever else is in the same database keeps everything, so the command harms no real installation.
The log of readings stays, as it always does.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow.applications.books import Books
from bot.backends.onewindow.applications.calls import Calls
from bot.backends.onewindow.applications.erasing import forget
from bot.backends.onewindow.applications.tables import application
from bot.backends.onewindow.sharing.consents import Consents
from bot.backends.onewindow.sharing.tables import consent, evidence, notice, sharing_call
from bot.backends.onewindow.transactions import change
from bot.database.encryption import Vault
from bot.database.jobs import Jobs
from bot.demonstration.people import People
from bot.demonstration.tables import demonstration_refusal, demonstration_switch, demonstration_told
from bot.identity.persons import name_person
from bot.identity.tables import login, person


@dataclass(frozen=True)
class Forgotten:
    """How much was there."""

    switches: int
    consents: int
    evidence: int
    notices: int
    logins: int
    applications: int = 0


async def reset(engine: AsyncEngine, vault: Vault, people: People) -> Forgotten:
    """Takes every register and body up, and forgets consents, evidence, answered calls, waiting notices, applications,
    what bodies were told of them, and logins of these people, in one transaction. Raises BackendDown.
    """
    numbers = {each.number for each in people.everybody.values()}

    async def begin_anew(connection: AsyncConnection) -> Forgotten:
        gone = await connection.execute(delete(demonstration_switch))
        await connection.execute(delete(demonstration_refusal))
        consents, read = await _forget_sharing(connection, vault, numbers)
        notices = await _forget_notices(connection, vault, numbers)
        logins = await _forget_logins(connection, vault, numbers)
        applications = await _forget_applications(connection, vault, numbers)
        return Forgotten(gone.rowcount, consents, read, notices, logins, applications)

    return await change(engine, begin_anew)


async def _forget_sharing(connection: AsyncConnection, vault: Vault, numbers: Collection[str]) -> tuple[int, int]:
    givers = [Consents(vault).index(number) for number in numbers]
    # Locked, so that a look-up which is now under way adds nothing to them.
    given = select(consent.c.id).where(consent.c.person.in_(givers)).order_by(consent.c.id).with_for_update()
    ids = list(await connection.scalars(given))
    read = await connection.execute(delete(evidence).where(evidence.c.consent.in_(ids)))
    by_them = sharing_call.c.asker.in_([giver.hex() for giver in givers])
    await connection.execute(delete(sharing_call).where(or_(by_them, sharing_call.c.asker.in_(ids))))
    await connection.execute(delete(consent).where(consent.c.id.in_(ids)))
    return len(ids), read.rowcount


async def _forget_notices(connection: AsyncConnection, vault: Vault, numbers: Collection[str]) -> int:
    """Whom a notice is about stands only in its sealed body, which is erased once it was delivered."""
    waiting = await connection.execute(select(notice.c.id, notice.c.body).where(notice.c.body.is_not(None)))
    theirs = [row.id for row in waiting if vault.open_json(row.body, notice.c.body).get("number") in numbers]
    return (await connection.execute(delete(notice).where(notice.c.id.in_(theirs)))).rowcount


async def _forget_applications(connection: AsyncConnection, vault: Vault, numbers: Collection[str]) -> int:
    """Jobs that are still about them find nothing any more."""
    applicants = [Books(vault, Jobs(vault)).index(number) for number in numbers]
    theirs = select(application.c.case).where(application.c.person.in_(applicants)).order_by(application.c.case)
    cases = list(await connection.scalars(theirs.with_for_update()))
    await connection.execute(delete(demonstration_told).where(demonstration_told.c.case.in_(cases)))
    await forget(connection, Calls(vault), cases)
    return len(cases)


async def _forget_logins(connection: AsyncConnection, vault: Vault, numbers: Collection[str]) -> int:
    them = [name_person(vault, number) for number in numbers]
    await connection.execute(delete(person).where(person.c.id.in_(them)))
    return (await connection.execute(delete(login).where(login.c.person.in_(them)))).rowcount
