"""What the calls about the waiting list do."""

from __future__ import annotations

from dataclasses import dataclass

from bot.api.backend.call import Call
from bot.api.backend.owners import Owners
from bot.api.backend.places import Owning
from bot.backends.wire import messages as m
from bot.dialogue.ports import Appointment
from bot.dialogue.waiting_list import Awaited, Offer, Position, WaitingList


@dataclass(frozen=True)
class WaitingCalls:
    """Each call as its operation is named. Nobody guesses the id of a position or an offer: who has it may use it."""

    waiting: WaitingList
    owners: Owners
    own: Owning

    async def join(self, call: Call) -> Position:
        """Wait for a place from now on.

        First come, first served. Who has a booked place for the same visit waits for a better one. The case belongs to
        the client from now on.
        """
        said: m.JoinSaid = call.said
        await self.own(said.awaited.case, call.client)
        return await self.waiting.join(Awaited(**dict(said.awaited)), call.booker(said.booker), call.key)

    async def ahead(self, call: Call) -> m.Ahead:
        """How many are before.

        `ahead` is null for who waits no more.
        """
        return m.Ahead(ahead=await self.waiting.count_ahead(call.names["waiting"]))

    async def leave(self, call: Call) -> None:
        """Wait no more; what was offered goes to the next.

        Leaving what is over is no error.
        """
        await self.waiting.leave(call.names["waiting"])

    async def offer(self, call: Call) -> Offer:
        """A place that is kept for somebody who waits, until they take it or leave it."""
        found = await self.waiting.find_offer(call.names["offer"])
        await self.owners.check(found.case, call.client)
        return found

    async def accept(self, call: Call) -> Appointment:
        """Book the offered place, or swap the booked one for it.

        The appointment keeps its id, and the place that it leaves goes to the next.
        """
        return await self.waiting.accept(call.names["offer"], call.key)

    async def decline(self, call: Call) -> None:
        """Leave the list; the offered place goes to the next at once.

        Declining what is over is no error.
        """
        await self.waiting.decline(call.names["offer"])
