"""Registers in memory that work, until their script says otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

from bot.backends.onewindow.sharing.register import Enquiry, Record, RegisterDown, Represented
from bot.dialogue.shared_data import Relation

Fault = BaseException | Callable[[], Awaitable[object]] | object


class Register:
    """Answers from its entries. Each fault of the script takes the place of an answer: raised, awaited, or returned."""

    def __init__(self, *entries: Record, script: Iterable[Fault] = ()) -> None:
        self.entries = {each.number: each for each in entries}
        self.family: dict[tuple[str, Relation], tuple[Represented, ...]] = {}
        self.script: Iterator[Fault] = iter(script)
        self.asked: list[str] = []
        self.enquiries: list[Enquiry] = []

    async def ask(self, enquiry: Enquiry) -> Record | None:
        self.enquiries.append(enquiry)
        answer: Record | None = await self._answer(enquiry.number, self.entries.get(enquiry.number))
        return answer

    async def represented(self, number: str, relation: Relation) -> tuple[Represented, ...]:
        answer: tuple[Represented, ...] = await self._answer(number, self.family.get((number, relation), ()))
        return answer

    def acts_for(self, number: str, relation: Relation, *people: Represented) -> None:
        self.family[number, relation] = people

    async def _answer(self, number: str, well: object) -> Any:
        self.asked.append(number)
        for fault in self.script:
            if isinstance(fault, BaseException):
                raise fault
            return await fault() if callable(fault) else fault
        await asyncio.sleep(0)
        return well


DOWN = RegisterDown()


def later(seconds: float, sleep: Callable[[float], Awaitable[None]], answer: object = None) -> Fault:
    """An answer that takes its time."""

    async def wait() -> object:
        await sleep(seconds)
        return answer

    return wait


async def cancelled_inside() -> object:
    """What a register does whose own work was cancelled by somebody else."""
    raise asyncio.CancelledError
