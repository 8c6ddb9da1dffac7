"""What the calls about places do: centres, slots, holds, appointments."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from bot.api.backend.asked import PageAsked, SlotsAsked
from bot.api.backend.call import Call
from bot.api.backend.owners import Owners
from bot.api.backend.paging import cut
from bot.api.problems import Problem
from bot.backends.wire import messages as m
from bot.dialogue.ports import Appointment, Backend, Claim, Move, Slot
from procedures.provincial import Province

Owning = Callable[[str, str], Awaitable[None]]
"""Makes a case a client's. Raises Unknown where it is somebody else's."""
Result = TypeVar("Result")


@dataclass(frozen=True)
class PlaceCalls:
    """Each call as its operation is named."""

    backend: Backend
    province: Province
    owners: Owners
    own: Owning

    async def centres(self, call: Call) -> m.Centres:
        """The centres where places can be booked, with their counters, by their ids."""
        asked: PageAsked = call.asked
        page, after = cut(list(self.province.centres), lambda centre: (centre,), asked.after, asked.limit)
        return m.Centres(centres=tuple(map(self._centre, page)), next=after)

    async def slots(self, call: Call) -> m.Slots:
        """Slots with places left, by their time, none in the past.

        Days whose calendar is not yet announced are not offered; an unknown centre or counter has no slots.
        """
        asked: SlotsAsked = call.asked
        free = await self.backend.slots(asked.centre, asked.counter, asked.first_day, asked.working_days)
        page, after = cut(free, _when, asked.after, asked.limit)
        return m.Slots(slots=page, next=after)

    async def hold(self, call: Call) -> m.Holds:
        """Keep these places for some minutes, all or none.

        A case holds one place a visit: another hold replaces the one before. The cases belong to the client from now
        on.
        """
        said: m.HoldSaid = call.said
        if len({(each.case, each.visit) for each in said.claims}) < len(said.claims):
            raise Problem.in_field("claims", "a case has one place a visit")
        for case in sorted({claim.case for claim in said.claims}):
            await self.own(case, call.client)
        claims = [Claim(each.slot, each.case, each.visit, each.procedure) for each in said.claims]
        within = None if said.keep_seconds is None else timedelta(seconds=said.keep_seconds)
        return m.Holds(holds=await self.backend.hold(claims, call.booker(said.booker), call.key, within))

    async def release(self, call: Call) -> None:
        """Give a held place back.

        Giving back what is gone is no error.
        """
        await self.backend.release(call.names["hold"])

    async def confirm(self, call: Call) -> m.Appointments:
        """Make the held places appointments, all or none."""
        said: m.ConfirmSaid = call.said
        return m.Appointments(appointments=await self.backend.confirm(said.holds, call.key))

    async def move(self, call: Call) -> m.Appointments:
        """Take the new places and give the old ones back, all or nothing.

        Each appointment keeps its id; its `revision` rises.
        """
        said: m.MoveSaid = call.said
        await self._check([each.appointment for each in said.moves], call.client)
        slots = {each.appointment: each.slot for each in said.moves}
        if any(slots[each.appointment] != each.slot for each in said.moves):
            raise Problem.in_field("moves", "an appointment moves to one place")
        moved = await self.backend.move([Move(id, slot) for id, slot in slots.items()], call.key)
        return _in_order([each.appointment for each in said.moves], moved)

    async def cancel(self, call: Call) -> m.Appointments:
        """Give the places back, all or none.

        Possible until the appointment begins. What is cancelled stays cancelled.
        """
        said: m.CancelSaid = call.said
        await self._check(said.appointments, call.client)
        cancelled = await self.backend.cancel(tuple(dict.fromkeys(said.appointments)), call.key)
        return _in_order(said.appointments, cancelled)

    async def appointment(self, call: Call) -> Appointment:
        """What the One Window holds now.

        To be read back after every change.
        """
        found = await self.backend.appointment(call.names["appointment"])
        await self.owners.check(found.case, call.client)
        return found

    async def _check(self, appointments: Sequence[str], client: str) -> None:
        """Raises Unknown unless all of them are of cases of the client."""
        found = [await self.backend.appointment(each) for each in sorted(set(appointments))]
        for case in {each.case for each in found}:
            await self.owners.check(case, client)

    def _centre(self, id: str) -> m.CentreTold:
        centre = self.province.centres[id]
        counters = [
            m.CounterTold(id=each, name=kind.name, slot_minutes=kind.slot_minutes, windows=here.windows)
            for each, here in sorted(centre.counters.items())
            if (kind := self.province.counters.get(each)) is not None
        ]
        return m.CentreTold(
            id=id,
            name=centre.name,
            district=centre.district,
            address=centre.address,
            zone=centre.zone,
            counters=tuple(counters),
        )


def _in_order(said: Sequence[str], changed: Sequence[Appointment]) -> m.Appointments:
    """As they were said, where one may stand twice: it is changed once, and answered as often."""
    by_id = {each.id: each for each in changed}
    return m.Appointments(appointments=tuple(by_id[id] for id in said))


def _when(slot: Slot) -> tuple[str, str]:
    return f"{slot.starts_at:%Y-%m-%dT%H:%M:%SZ}", slot.id
