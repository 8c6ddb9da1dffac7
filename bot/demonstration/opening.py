"""The demonstration as an installation takes it: its registers, and its provider. People are read when first needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.sharing.register import Register
from bot.demonstration.switches import stored_switches
from bot.dialogue.ports import Clock
from procedures.provincial import Province

if TYPE_CHECKING:
    from bot.demonstration.people import People
    from bot.demonstration.registers import DemonstrationRegister

PATH = "/demonstration/identity"
"""Where the provider lies below the public address."""


def people() -> People:
    """The persons and firms. Reads YAML, which is slow to import, so nothing calls it before it has to."""
    from bot.demonstration.people import read_people

    return read_people()


@dataclass(frozen=True)
class Registers(Mapping[str, Register]):
    """All registers of the province, by their ids."""

    engine: AsyncEngine
    province: Province

    @cached_property
    def _all(self) -> Mapping[str, DemonstrationRegister]:
        from bot.demonstration.registers import registers

        return registers(people(), self.province, stored_switches(self.engine))

    def __getitem__(self, name: str) -> Register:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.province.registers)

    def __len__(self) -> int:
        return len(self.province.registers)


def open_registers(engine: AsyncEngine, province: Province, clock: Clock) -> Mapping[str, Register]:
    """What the setting REGISTERS names, unless a city's own are set."""
    return Registers(engine, province)
