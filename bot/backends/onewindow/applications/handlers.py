"""What happens to applications by itself: time that is over, and other bodies that are told. Jobs of any worker.

A body is told outside of any transaction, and what came of it is noted in the one that ends the job. A worker that is
killed between the two tells it again, with the same key. So a body that keeps its keys has heard it once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.circuit import Circuit
from bot.backends.onewindow.applications import clocks, deliveries, supplements
from bot.backends.onewindow.applications.acting import Acting
from bot.backends.onewindow.applications.bodies import Body, BodyDown, BodyRefuses, Message
from bot.backends.onewindow.applications.books import CLOCK, DELIVER
from bot.backends.onewindow.applications.clocks import Moment
from bot.backends.onewindow.applications.deliveries import Answer
from bot.backends.onewindow.applications.rows import Application, Delivery
from bot.backends.onewindow.applications.timeline import happened, note
from bot.backends.onewindow.applications.window import open_acting
from bot.backends.onewindow.transactions import look
from bot.database.encryption import Vault
from bot.database.jobs import Finish, Handler, Job, Jobs
from bot.dialogue.ports import Clock
from procedures.provincial import Province

log = logging.getLogger(__name__)
ANSWERS_WITHIN = timedelta(seconds=10)
"""A body that takes longer counts as down: far less than a job's lease."""
SPARED_AFTER, SPARED_FOR = 3, timedelta(seconds=30)
"""Failures in a row after which a body is spared, so that one that hangs does not hold up every other job."""


def handlers(
    engine: AsyncEngine, vault: Vault, jobs: Jobs, province: Province, clock: Clock, bodies: Mapping[str, Body]
) -> Mapping[str, Handler]:
    """By the kinds of job. `bodies` by the names that definitions give them."""
    acting = open_acting(engine, vault, jobs, province, clock)
    return {CLOCK: Clocks(acting), DELIVER: Deliveries(acting, bodies)}


@dataclass(frozen=True)
class Clocks:
    """Looks at a case whose time may be over: at steps, and at what the citizen was to add."""

    acting: Acting

    async def __call__(self, job: Job, finish: Finish) -> None:
        async with finish() as connection:
            application = await self.acting.books.look_for(connection, job.payload["case"], lock=True)
            if application is None:
                return
            before, at = application.copy(), self.acting.moment()
            if application.state == "deciding":
                supplements.miss(application, at)
                _note_late(application, at)
            await self.acting.books.save(connection, before, application, at.now)


def _note_late(application: Application, at: Moment) -> None:
    """Once for each step. While the citizen is asked, nothing is late."""
    for step in list(application.steps):
        if step.state == "open" and step.until is None:
            clocks.go_on(application, step.number, at)
    for step in list(application.steps):
        over = step.state == "open" and step.until is not None and step.until <= at.now
        if over and not step.late and not application.asked_of(step, "open"):
            application.put_step(replace(step, late=True))
            note(application, replace(happened("late", at.now), part=step.part, body=step.department, until=step.until))


@dataclass(frozen=True)
class Deliveries:
    """Tells one body one thing."""

    acting: Acting
    bodies: Mapping[str, Body]
    circuits: dict[str, Circuit] = field(default_factory=dict)

    async def __call__(self, job: Job, finish: Finish) -> None:
        case, number = job.payload["case"], job.payload["number"]
        answer = await self._try(case, number)
        async with finish() as connection:
            application = await self.acting.books.look_for(connection, case, lock=True)
            if application is None or answer is None:
                return
            before, now = application.copy(), self.acting.clock()
            delivery = application.deliveries[number - 1]
            if delivery.state == "sending":
                deliveries.record(application, delivery, answer, now)
                await self.acting.books.save(connection, before, application, now)

    async def _try(self, case: str, number: int) -> Answer | None:
        """What the body says; None where it is not to be told any more."""
        books = self.acting.books
        application = await look(self.acting.engine, lambda connection: books.look_for(connection, case))
        if application is None or application.deliveries[number - 1].state != "sending":
            return None
        return await self._tell(application, application.deliveries[number - 1])

    async def _tell(self, application: Application, delivery: Delivery) -> Answer:
        """Whatever goes wrong there, the message is not lost: it is told again, or a clerk has it."""
        body = self.bodies.get(delivery.tell)
        if body is None:
            log.error("Nobody has said how the body %s is reached.", delivery.tell)
            return Answer(False, "")
        circuit = self.circuits.setdefault(delivery.tell, Circuit(self.acting.clock, SPARED_AFTER, SPARED_FOR))
        if not circuit.lets_through():
            return Answer(False)
        answer = await self._call(body, application, delivery)
        circuit.note(answered=answer.heard or answer.refusal is not None)
        return answer

    async def _call(self, body: Body, application: Application, delivery: Delivery) -> Answer:
        try:
            async with asyncio.timeout(ANSWERS_WITHIN.total_seconds()):
                await body.tell(write(application, delivery))
        except BodyRefuses as refusal:
            return Answer(False, refusal.reason)
        except (BodyDown, OSError):  # a connection that breaks, a time that is over
            return Answer(False)
        except Exception as error:  # its text may be personal
            log.warning("The body %s answered nonsense: %s.", delivery.tell, type(error).__name__)
            return Answer(False)
        return Answer(True)


def write(application: Application, delivery: Delivery) -> Message:
    """What it is told."""
    values = {} if application.body is None else application.body.values
    approved = (step for step in application.steps_of(delivery.part) if step.state == "approved")
    return Message(
        key=deliveries.name(application, delivery),
        case=application.case,
        procedure=delivery.part,
        what=delivery.what,
        form=values.get(delivery.part, {}),
        registered={step.department: step.registered for step in approved if step.registered},
    )
