"""One call that changes an application: its key is claimed, its row locked, and it is written back, all or nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow.applications.books import Books
from bot.backends.onewindow.applications.calls import Call, Calls
from bot.backends.onewindow.applications.clocks import Moment
from bot.backends.onewindow.applications.rows import Application
from bot.backends.onewindow.transactions import change, look
from bot.dialogue.applications import Status
from bot.dialogue.ports import Clock, Unknown
from procedures.deadlines import Office

STATUS = TypeAdapter(Status)
Act = Callable[[Application, Moment], None]
Also = Callable[[AsyncConnection], Awaitable[None]]


async def nothing(_: AsyncConnection) -> None:
    """Nothing else in the same transaction."""


@dataclass(frozen=True)
class Acting:
    """What citizens and departments have in common. Rows are locked in one order: key, application, the rest."""

    engine: AsyncEngine
    books: Books
    calls: Calls
    clock: Clock
    office: Office

    def moment(self) -> Moment:
        return Moment(self.clock(), self.office)

    async def once(
        self, call: Call, case: str, key: str, act: Act, *, person: bytes | None = None, also: Also = nothing
    ) -> Status:
        """How it stands after `act`, or as the first call with this key was answered. `person`: whose it has to be.

        Raises Unknown, and whatever `act` raises.
        """

        async def first_or_again(connection: AsyncConnection) -> Status:
            at = self.moment()
            first = await self.calls.claim(connection, call, case, key, at.now)
            application = await self.find(connection, case, person, lock=True)
            if not first:
                return await self.read(connection, call, case, key)
            before = application.copy()
            act(application, at)
            await also(connection)
            await self.books.save(connection, before, application, at.now)
            return await self.keep(connection, call, key, application)

        return await change(self.engine, first_or_again)

    async def answered(self, call: Call, case: str, key: str, person: bytes) -> Status | None:
        """What the first call with this key was answered; None if there was none, or it was somebody else's."""

        async def read(connection: AsyncConnection) -> Status | None:
            kept = await self.calls.read(connection, call, case, key)
            if kept is None or (await self.books.find(connection, case)).person != person:
                return None
            return STATUS.validate_python(kept)

        return await look(self.engine, read)

    async def find(
        self, connection: AsyncConnection, case: str, person: bytes | None, *, lock: bool = False
    ) -> Application:
        """Raises Unknown, also where it is somebody else's."""
        application = await self.books.find(connection, case, lock=lock)
        if person is not None and application.person != person:
            raise Unknown(case)
        return application

    async def keep(self, connection: AsyncConnection, call: Call, key: str, application: Application) -> Status:
        status = application.as_status()
        await self.calls.keep(connection, call, application.case, key, STATUS.dump_python(status, mode="json"))
        return status

    async def read(self, connection: AsyncConnection, call: Call, case: str, key: str) -> Status:
        return STATUS.validate_python(await self.calls.read(connection, call, case, key))
