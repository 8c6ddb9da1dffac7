"""Applications as citizens see them: what each call allows, and what it refuses.

Each call that changes something is one transaction. What registers say and whether papers are there is asked before,
outside of it.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow.applications import deciding, erasing, supplements
from bot.backends.onewindow.applications.acting import STATUS, Acting
from bot.backends.onewindow.applications.books import Books
from bot.backends.onewindow.applications.calls import Calls
from bot.backends.onewindow.applications.clocks import Moment
from bot.backends.onewindow.applications.passes import Passes
from bot.backends.onewindow.applications.rows import Application
from bot.backends.onewindow.applications.submitting import (
    NoPapers,
    Papers,
    Values,
    attach,
    fill,
    find_missing,
    open_application,
    papers_of,
)
from bot.backends.onewindow.transactions import change, look
from bot.database.encryption import Vault
from bot.database.jobs import Jobs
from bot.dialogue.applications import Added, AlreadySubmitted, Incomplete, Pass, Status, Submission
from bot.dialogue.ports import Clock, Unknown
from procedures.deadlines import office_of
from procedures.provincial import Province


def open_acting(engine: AsyncEngine, vault: Vault, jobs: Jobs, province: Province, clock: Clock) -> Acting:
    """What the window, the desk and the handlers of one installation stand on."""
    return Acting(engine, Books(vault, jobs), Calls(vault), clock, office_of(province))


class AppliedOneWindow:
    """Answers `Applications` from the program's own database, in any number of replicas.

    `values`: what registers said on a consent. Every call raises BackendDown while the database does not answer.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        vault: Vault,
        jobs: Jobs,
        province: Province,
        clock: Clock,
        values: Values,
        papers: Papers | None = None,
    ) -> None:
        self._engine = engine
        self._acting = open_acting(engine, vault, jobs, province, clock)
        self._passes = Passes(vault)
        self._values = values
        self._papers = papers or NoPapers()

    async def submit(self, number: str, submission: Submission, key: str) -> Status:
        acting, case, person = self._acting, submission.case, self._person(number)
        kept = await acting.answered("submit", case, key, person)
        if kept is not None:
            return kept
        filled = await fill(submission, self._values, self._papers)

        async def hand_in(connection: AsyncConnection) -> Status:
            at = acting.moment()
            if not await acting.calls.claim(connection, "submit", case, key, at.now):
                if (await acting.books.find(connection, case)).person != person:
                    raise AlreadySubmitted(case)
                return await acting.read(connection, "submit", case, key)
            application = open_application(submission, number, person, filled, at)
            deciding.begin(application, at)
            if not await acting.books.add(connection, application, at.now):
                raise AlreadySubmitted(case)
            await attach(connection, papers_of(submission), case, self._papers)
            return await acting.keep(connection, "submit", key, application)

        return await change(self._engine, hand_in)

    async def status(self, case: str, number: str | None = None) -> Status:
        person = None if number is None else self._person(number)
        application = await look(self._engine, lambda connection: self._acting.find(connection, case, person))
        return application.as_status()

    async def add(self, number: str, case: str, added: Added, key: str) -> Status:
        person = self._person(number)
        kept = await self._acting.answered("add", case, key, person)
        if kept is not None:
            return kept
        gone = await find_missing(papers_of(added), self._papers)

        def put(application: Application, at: Moment) -> None:
            if gone:
                deciding.check_open(application)
                raise Incomplete(tuple(gone))
            supplements.add(application, added, at)

        async def keep(connection: AsyncConnection) -> None:
            await attach(connection, papers_of(added), case, self._papers)

        return await self._acting.once("add", case, key, put, person=person, also=keep)

    async def withdraw(self, number: str, case: str, key: str) -> Status:
        return await self._acting.once("withdraw", case, key, deciding.withdraw, person=self._person(number))

    async def give_pass(self, number: str, case: str, key: str) -> Pass:
        acting, person = self._acting, self._person(number)

        async def give(connection: AsyncConnection) -> Pass:
            now = acting.clock()
            first = await acting.calls.claim(connection, "give_pass", case, key, now)
            await acting.find(connection, case, person, lock=True)
            if not first:
                kept = await acting.calls.read(connection, "give_pass", case, key)
                return Pass(kept["code"], datetime.fromisoformat(kept["until"]))
            made = await self._passes.give(connection, case, now)
            answer: JsonValue = {"code": made.code, "until": made.until.isoformat()}
            await acting.calls.keep(connection, "give_pass", case, key, answer)
            return made

        return await change(self._engine, give)

    async def read_with_pass(self, case: str, code: str, key: str) -> Status:
        acting = self._acting

        async def try_code(connection: AsyncConnection) -> Status | None:
            now = acting.clock()
            first = await acting.calls.claim(connection, "read_with_pass", case, key, now)
            application = await acting.find(connection, case, None, lock=True)
            if not first:
                kept = await acting.calls.read(connection, "read_with_pass", case, key)
                return None if kept is None else STATUS.validate_python(kept)
            if not await self._passes.use(connection, case, code, now):
                return None
            return await acting.keep(connection, "read_with_pass", key, application)

        status = await change(self._engine, try_code)
        if status is None:  # not raised inside, which would undo that a wrong try was counted
            raise Unknown(case)
        return status

    async def sweep(self, before: datetime) -> int:
        """Erases what is personal in cases that are over since before that moment; says how many."""
        return await erasing.sweep(self._engine, self._acting.calls, self._papers, before, self._acting.clock())

    def _person(self, number: str) -> bytes:
        return self._acting.books.index(number)
