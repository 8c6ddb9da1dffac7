"""One look-up: all things at once, for each its registers in order, everything within one deadline."""

from __future__ import annotations

from asyncio import Task, TaskGroup
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.backends.onewindow.sharing.acting import TOLD_BY, Acting, Try, join
from bot.backends.onewindow.sharing.asking import Asking, Silent
from bot.backends.onewindow.sharing.consents import Given
from bot.backends.onewindow.sharing.judging import judge, tell
from bot.backends.onewindow.sharing.masking import mask
from bot.backends.onewindow.sharing.register import Enquiry, Record, Represented
from bot.dialogue.shared_data import Finding, Relation, State, Wanted
from procedures.provincial import ZONE, Province

SHANGHAI = ZoneInfo(ZONE)


def day_of(moment: datetime) -> date:
    """The day in the province, by which entries are valid or not."""
    return moment.astimezone(SHANGHAI).date()


@dataclass(frozen=True)
class Answer:
    """What came of one thing: the finding, what lies behind it, and every register that was tried for it."""

    thing: Wanted
    finding: Finding = field(repr=False)
    tries: tuple[Try, ...] = ()
    record: Record | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Surveyed:
    """What came of all of them, and for whom the citizen may act, where that was asked."""

    answers: tuple[Answer, ...]
    acting: Mapping[Relation, Acting]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(answer.finding for answer in self.answers)


class Survey:
    """Asks about things on a consent; whether it covers them was looked at before."""

    def __init__(self, asking: Asking, province: Province) -> None:
        self._asking = asking
        self._province = province

    async def look(self, given: Given, wanted: tuple[Wanted, ...], today: date) -> Surveyed:
        """Asks the registers. Never raises, and ends with the deadline."""
        until = self._asking.until()
        relations = dict.fromkeys(thing.acting_as for thing in wanted if thing.acting_as is not None)
        async with TaskGroup() as group:
            acting = {each: group.create_task(self._whom(given, each, until)) for each in relations}
            asked = [group.create_task(self._answer(given, thing, acting, today, until)) for thing in wanted]
        return Surveyed(
            tuple(task.result() for task in asked), {relation: task.result() for relation, task in acting.items()}
        )

    async def _whom(self, given: Given, relation: Relation, until: float) -> Acting:
        async with TaskGroup() as group:
            asked = [
                group.create_task(self._asking.represented(register, given.number, relation, until))
                for register in TOLD_BY[relation]
            ]
        answers = [task.result() for task in asked]
        return join(relation, [None if isinstance(answer, Silent) else answer for answer in answers])

    async def _answer(
        self, given: Given, thing: Wanted, acting: Mapping[Relation, Task[Acting]], today: date, until: float
    ) -> Answer:
        number = given.number
        if thing.acting_as is not None:
            may = await acting[thing.acting_as]
            chosen = may.choose(thing, given.told.get(thing.acting_as, ()))
            if not isinstance(chosen, Represented):
                return _nobody(thing, may, chosen)
            number = chosen.number
        return await self._ask_in_order(
            thing, Enquiry(number, thing.document, given.procedure, given.case), today, until
        )

    async def _ask_in_order(self, thing: Wanted, enquiry: Enquiry, today: date, until: float) -> Answer:
        tries: list[Try] = []
        for register in thing.registers:
            found = await self._asking.ask(register, enquiry, until)
            if isinstance(found, Record):
                state = judge(thing, register, found, today)
                known = self._province.registers[register].fields if register in self._province.registers else {}
                finding = tell(thing, register, found, state, known)
                return Answer(thing, finding, (*tries, Try(register, state)), found)
            tries.append(Try(register, "not_found" if found is None else "unavailable", found is Silent.WRONG_PERSON))
        return _nothing(thing, tuple(tries))


def _nothing(thing: Wanted, tries: tuple[Try, ...]) -> Answer:
    """No register had it, as far as they answered."""
    silent = [each.register for each in tries if each.state == "unavailable"]
    register = next(iter((*silent, *thing.registers)), "")
    state: State = "unavailable" if silent else "not_found"
    return Answer(thing, Finding(person=thing.person, document=thing.document, register=register, state=state), tries)


def _nobody(thing: Wanted, may: Acting, state: State) -> Answer:
    """It is not known about whom to ask."""
    finding = Finding(
        person=thing.person,
        document=thing.document,
        register=may.register_of(state),
        state=state,
        candidates=tuple(mask(each.name, "part") or "" for each in may.people) if state == "several" else (),
    )
    return Answer(thing, finding)
