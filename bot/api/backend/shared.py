"""What the calls about shared data do. Whose a citizen number is, the client vouches for: it has seen who they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.api.backend.call import Call
from bot.api.backend.places import Owning
from bot.backends.wire import messages as m
from bot.dialogue.shared_data import Asked, Consent, Erased, OwnData, SharedData, Wanted


@dataclass(frozen=True)
class SharedCalls:
    """Each call as its operation is named. Nobody guesses the id of a consent: who has it may use it."""

    shared: SharedData
    own: Owning

    async def agree(self, call: Call) -> Consent:
        """Note that a person agrees that registers are asked, for one case.

        The consent ends by itself after 90 days, or after `lasts_seconds` if that is sooner. The client vouches that
        the number is of the citizen in front of it. The case belongs to the client from now on.
        """
        said: m.AgreeSaid = call.said
        asked = said.asked
        await self.own(asked.case, call.client)
        agreed = Asked(asked.case, asked.procedure, asked.publication, tuple(map(_wanted, asked.wanted)))
        within = None if said.lasts_seconds is None else timedelta(seconds=said.lasts_seconds)
        return await self.shared.agree(said.number, agreed, call.key, within)

    async def look_up(self, call: Call) -> m.Findings:
        """Ask the registers, all at once; one finding for each thing, in the same order.

        A register that does not answer is `unavailable`, and no problem. What was found is kept as evidence of the
        case.
        """
        said: m.LookUpSaid = call.said
        wanted = tuple(map(_wanted, said.wanted))
        return m.Findings(findings=await self.shared.look_up(call.names["consent"], wanted, call.key))

    async def dispute(self, call: Call) -> None:
        """The citizen says that a register is wrong.

        Its owner gets a notice, and the evidence is no longer used: the citizen's papers count instead.
        """
        said: m.DisputeSaid = call.said
        await self.shared.dispute(call.names["consent"], said.finding, call.key)

    async def end_consent(self, call: Call) -> None:
        """End a consent that this person gave; what was read on it is erased."""
        said: m.Personal = call.said
        await self.shared.withdraw(said.number, call.names["consent"], call.key)

    async def own_data(self, call: Call) -> OwnData:
        """What was read about this person, why and when, and what they agreed to; newest first."""
        said: m.Personal = call.said
        return await self.shared.own_data(said.number)

    async def export(self, call: Call) -> m.Exported:
        """All that is kept about this person, evidence included, as JSON in a text."""
        said: m.Personal = call.said
        return m.Exported(export=await self.shared.export(said.number, call.key))

    async def erase(self, call: Call) -> Erased:
        """Erase what the law lets erase of this person: evidence and what was agreed to.

        The log of readings stays its time.
        """
        said: m.Personal = call.said
        return await self.shared.erase(said.number, call.key)


def _wanted(said: m.WantedSaid) -> Wanted:
    return Wanted(**dict(said))
