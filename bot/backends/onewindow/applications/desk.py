"""Applications as departments and the centre see them: what waits for whom, and each decision once.

`number` names one of a department's steps, as the inbox shows it; it is needed where several are open, and protects
whoever decides twice from deciding the next step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.applications import deciding, deliveries, lists, supplements
from bot.backends.onewindow.applications.acting import Act
from bot.backends.onewindow.applications.clocks import Moment
from bot.backends.onewindow.applications.lists import CaseFile, Stuck, Waiting
from bot.backends.onewindow.applications.rows import NOTHING, Application
from bot.backends.onewindow.applications.window import open_acting
from bot.backends.onewindow.transactions import look
from bot.database.encryption import Vault
from bot.database.jobs import Jobs
from bot.dialogue.applications import Refusal, Status
from bot.dialogue.ports import Clock
from procedures.definition import Giving
from procedures.provincial import Province

ASK_DAYS = 10
"""Working days in which a citizen answers, unless the department names others."""


class Desk:
    """The other side of `AppliedOneWindow`, on the same database. Every call that changes something takes a `key`: the
    second call with it changes nothing more and answers as the first did. All raise BackendDown; those about one case
    raise Unknown.
    """

    def __init__(self, engine: AsyncEngine, vault: Vault, jobs: Jobs, province: Province, clock: Clock) -> None:
        self._engine = engine
        self._acting = open_acting(engine, vault, jobs, province, clock)

    async def inbox(self, department: str) -> tuple[Waiting, ...]:
        """What this department has to decide, the most urgent first."""
        return await look(self._engine, lambda connection: lists.inbox(connection, department))

    async def late(self) -> tuple[Waiting, ...]:
        """What is over its time, for the manager of the centre; longest first."""
        return await look(self._engine, lambda connection: lists.late(connection, self._acting.clock()))

    async def stuck(self) -> tuple[Stuck, ...]:
        """What other bodies refused or did not hear for long, oldest first."""
        return await look(self._engine, lambda connection: lists.stuck(connection, self._acting))

    async def read(self, case: str) -> CaseFile:
        """The case for the clerk who decides."""
        application = await look(self._engine, lambda connection: self._acting.find(connection, case, None))
        return CaseFile.of(application)

    async def approve(
        self,
        case: str,
        department: str,
        key: str,
        registered: Mapping[str, str] = NOTHING,
        number: int | None = None,
    ) -> Status:
        """`registered`: what this decision put in the department's register, for whoever is told of it.

        Raises NotYours, NotYet, TooEarly, AlreadyDecided, WhichStep, Closed.
        """

        def approve(application: Application, at: Moment) -> None:
            step = deciding.find_open(application, department, number)
            deciding.approve(application, step, registered, at)

        return await self._acting.once("approve", case, f"{department}/{key}", approve)

    async def refuse(self, case: str, department: str, refusal: Refusal, key: str, number: int | None = None) -> Status:
        """Raises NotYours, NotYet, StillAsked, AlreadyDecided, WhichStep, Closed."""

        def refuse(application: Application, at: Moment) -> None:
            deciding.refuse(application, deciding.find_open(application, department, number), refusal, at)

        return await self._acting.once("refuse", case, f"{department}/{key}", refuse)

    async def ask(
        self,
        case: str,
        department: str,
        items: Sequence[str],
        key: str,
        days: int = ASK_DAYS,
        number: int | None = None,
    ) -> Status:
        """Ask the citizen for all that is missing. `days`: working days. Raises as `refuse` does, and AskedBefore."""

        def ask(application: Application, at: Moment) -> None:
            supplements.ask(application, deciding.find_open(application, department, number), items, days, at)

        return await self._acting.once("ask", case, f"{department}/{key}", ask)

    async def hand_out(self, case: str, how: Giving, key: str, number_of_post: str | None = None) -> Status:
        """The citizen has the result now, or it is on its way. Raises NotDecided, AlreadyHandedOut, Closed."""

        def hand_out(application: Application, at: Moment) -> None:
            deciding.hand_out(application, how, number_of_post, at)

        return await self._acting.once("hand_out", case, key, hand_out)

    async def redeliver(self, case: str, tell: str, key: str, part: str | None = None) -> Status:
        """Tell that body once more. `part`: the procedure, if several tell it something.

        Raises NotStuck, WhichDelivery.
        """

        def again(application: Application, at: Moment) -> None:
            deliveries.redeliver(application, deliveries.find_stuck(application, tell, part), at.now)

        return await self._about(tell, "redeliver", case, key, again)

    async def settle(self, case: str, tell: str, note: str, key: str, part: str | None = None) -> Status:
        """The clerk has dealt with it. `note`: how. Raises NotStuck, WhichDelivery."""

        def settle(application: Application, at: Moment) -> None:
            deliveries.settle(application, deliveries.find_stuck(application, tell, part), note, at.now)

        return await self._about(tell, "settle", case, key, settle)

    async def _about(self, tell: str, call: deliveries.Help, case: str, key: str, act: Act) -> Status:
        return await self._acting.once(call, case, f"{tell}/{key}", act)
