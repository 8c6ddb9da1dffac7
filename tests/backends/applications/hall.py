"""A hall in which applications are handed in, decided and told on, with a clock to turn and bodies to break."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow.applications.bodies import BodyDown, BodyRefuses, Message
from bot.backends.onewindow.applications.desk import Desk
from bot.backends.onewindow.applications.handlers import handlers
from bot.backends.onewindow.applications.window import AppliedOneWindow
from bot.database.encryption import Vault
from bot.database.engine import reading
from bot.database.jobs import Finish, Job, Jobs, Worked, work
from bot.dialogue.applications import Entered, Incomplete, Part, Refusal, Status, Submission
from bot.dialogue.shared_data import NoConsent
from procedures.definition import Approval, Giving, Then, Time
from tests.backends.sharing.county import BUYER
from tests.backends.town import Clock, build_town

TITLE = {"zh": "开一家公司", "en": "Opening a company"}
NO = Refusal("地址是住宅")


def approval(step: int, department: str, **told: Any) -> Approval:
    return Approval.model_validate({"step": step, "department": department, **told})


def then(tell: str, **told: Any) -> Then:
    return Then.model_validate({"tell": tell, "what": {"zh": "登记", "en": "is entered"}, **told})


def time(legal: str = "10 working days", promised: str | None = None) -> Time:
    kept: dict[str, Any] = {"legal": {"limit": legal, "verified": "no"}}
    return Time.model_validate(kept | ({} if promised is None else {"promised": {"limit": promised, "verified": "no"}}))


def part(
    *approvals: tuple[int, str] | Approval, procedure: str = "company", then: Sequence[Then] = (), **told: Any
) -> Part:
    """One procedure; by default one department decides."""
    steps = [each if isinstance(each, Approval) else approval(*each) for each in approvals or [(1, "market")]]
    usual: dict[str, Any] = {
        "publication": "p1",
        "title": TITLE,
        "answers": {"address": "own"},
        "form": (Entered(id="name", label=TITLE, person="you", value="西湖茶叶店"),),
        "time": time(),
    }
    return Part(procedure=procedure, approvals=tuple(steps), then=tuple(then), **{**usual, **told})


def submission(*parts: Part, case: str = "A1", give: Giving = "electronic") -> Submission:
    return Submission(case=case, parts=parts or (part(),), give=give)


@dataclass
class Body:
    """Keeps what it was told, by key. `state`: how it answers."""

    down: bool = False
    refuses: str | None = None
    told: dict[str, Message] = field(default_factory=dict)
    tries: int = 0

    async def tell(self, message: Message) -> None:
        self.tries += 1
        if self.down:
            raise BodyDown
        if self.refuses is not None:
            raise BodyRefuses(self.refuses)
        self.told.setdefault(message.key, message)


@dataclass
class Papers:
    """Files by their ids, and the case to which each belongs."""

    there: dict[str, str | None] = field(default_factory=dict)

    async def exist(self, ids: Any) -> set[str]:
        return set(ids) & self.there.keys()

    async def attach(self, connection: AsyncConnection, ids: Any, case: str) -> None:
        if gone := set(ids) - self.there.keys():
            raise Incomplete(tuple(gone))
        self.there.update(dict.fromkeys(ids, case))

    async def erase_of(self, connection: AsyncConnection, case: str) -> int:
        gone = [id for id, of in self.there.items() if of == case]
        for id in gone:
            del self.there[id]
        return len(gone)


@dataclass
class Hall:
    """`values`: what registers said, by consent. `heard`: what the citizen was told without asking, by case."""

    engine: AsyncEngine
    vault: Vault
    clock: Clock = field(default_factory=Clock)
    values: dict[str, Mapping[tuple[str, str], str]] = field(default_factory=dict)
    papers: Papers = field(default_factory=Papers)
    bodies: dict[str, Body] = field(default_factory=dict)
    heard: list[tuple[str, int]] = field(default_factory=list)
    attempts: int = 8
    window: AppliedOneWindow = field(init=False)
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.vault, attempts=self.attempts)
        self.province = build_town()
        self.window = self.replica()
        self.desk = Desk(self.engine, self.vault, self.jobs, self.province, self.clock)
        for name in ("taxation", "seals", "bank"):
            self.bodies[name] = Body()
        own = handlers(self.engine, self.vault, self.jobs, self.province, self.clock, self.bodies)
        self.doers = {**own, "progress": self._hear}

    def replica(self, engine: AsyncEngine | None = None) -> AppliedOneWindow:
        """Another process."""
        return AppliedOneWindow(
            engine or self.engine, self.vault, self.jobs, self.province, self.clock, self.read_values, self.papers
        )

    async def read_values(self, consent: str) -> Mapping[tuple[str, str], str]:
        if consent not in self.values:
            raise NoConsent(consent)
        return self.values[consent]

    async def submit(self, *parts: Part, case: str = "A1", give: Giving = "electronic", number: str = BUYER) -> Status:
        return await self.window.submit(number, submission(*parts, case=case, give=give), f"{case}:submit")

    async def approve(self, department: str, case: str = "A1", **told: Any) -> Status:
        return await self.desk.approve(case, department, f"approve {department}", **told)

    async def refuse(self, department: str, case: str = "A1", refusal: Refusal = NO, **told: Any) -> Status:
        return await self.desk.refuse(case, department, refusal, f"refuse {department}", **told)

    async def status(self, case: str = "A1") -> Status:
        return await self.window.status(case)

    async def work(self, minutes: int = 0) -> list[Exception]:
        """Turns the clock, then does all that is due; what went wrong."""
        self.clock.turn(minutes)
        wrong = []
        while done := await self.work_some(50):
            wrong += [each.error for each in done if each.error is not None]
        return wrong

    async def work_some(self, limit: int) -> list[Worked]:
        """So many jobs that are due."""
        return await work(self.engine, self.jobs, self.doers, now=self.clock(), limit=limit)

    async def _hear(self, job: Job, finish: Finish) -> None:
        async with finish():
            self.heard.append((job.payload["case"], job.payload["number"]))

    async def rows(self, table: Table) -> list[Any]:
        async with reading(self.engine) as connection:
            return list(await connection.execute(select(table).order_by(*table.primary_key)))


def happenings(status: Status) -> list[str]:
    """What happened, in order."""
    assert [event.number for event in status.events] == list(range(1, len(status.events) + 1))
    return [event.what for event in status.events]


def states(status: Status) -> dict[str, str]:
    """The state of each department's step."""
    return {step.department: step.state for step in status.steps}


def told(status: Status) -> dict[str, str]:
    """The state of each delivery."""
    return {delivery.tell: delivery.state for delivery in status.deliveries}
