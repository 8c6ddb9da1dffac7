"""What each citizen of the race does: drawn by their number, so that a worker that begins again does the same again.

All chances are drawn one after the other and depend on nothing but the number and the answers.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from typing import Protocol

from bot.dialogue.ports import Booker, Claim, Move
from tests.backends.race.journal import Answer, Told, Wish
from tests.backends.race.offer import NEVER, Offer

VISIT = "apply"
PROCEDURES = ("passport-renewal", "property-transfer", "pension")
Places = Sequence[Told]


class Desk(Protocol):
    """Where citizens ask, and how they wait."""

    async def ask(self, key: str, wish: Wish, copies: int = 1) -> Answer: ...

    async def wait_until(self, moment: float) -> None: ...


class Citizen:
    """The attempt with this number. Each of its calls has a key that is the same in every life."""

    def __init__(self, number: int, offer: Offer, desk: Desk) -> None:
        self.number, self._offer, self._desk = number, offer, desk
        self._chance = random.Random(f"citizen {number}")
        self._keys = 0
        self._own = Booker(f"chat-{number}", f"person-{number}")
        self._other_chat = Booker(f"second-chat-{number}", f"person-{number}")
        [self._legs] = self._chance.choices([1, 2, 3], [70, 20, 10])

    async def live(self) -> None:
        if self._happens(0.08):
            await self._on_two_telephones()
            return
        held = await self._hold_somewhere()
        if held and self._happens(0.25):
            held = await self._hold(self._own, again_at=held if self._happens(0.2) else ()) or held
        if not held:
            return
        [fate] = self._chance.choices(["confirms", "comes late", "stays away", "releases"], [62, 12, 16, 10])
        if fate == "confirms":
            await self._have(await self._confirm(held))
        elif fate == "comes late":
            await self._come_late(held)
        elif fate == "releases":
            for each in held:
                await self._ask(Wish("release", ids=(each.id,)))
            if self._happens(0.3):
                await self._confirm(held)

    async def _hold_somewhere(self) -> Places:
        """The first that is not gone, of three."""
        for _ in range(3):
            held = await self._hold(self._own)
            if held:
                return held
        return ()

    async def _come_late(self, held: Places) -> None:
        await self._desk.wait_until(max(each.until or 0 for each in held))
        await self._confirm(held)
        if self._happens(0.5):
            again = await self._hold_somewhere()
            if again:
                await self._have(await self._confirm(again))

    async def _have(self, booked: Places) -> None:
        """What is done with appointments."""
        if not booked:
            return
        if self._happens(0.1):
            await self._ask(Wish("confirm", ids=tuple(each.id for each in booked)))
        if self._happens(0.15):
            await self._want_a_second()
        [moves] = self._chance.choices([0, 1, 2], [55, 30, 15])
        for _ in range(moves):
            booked = await self._move(booked) or booked
        if self._happens(0.8):
            await self._cancel(booked)

    async def _want_a_second(self) -> None:
        """By another case, from this chat or another, or by the same case: it has to be refused."""
        booker, case = self._chance.choice(
            [(self._own, "second"), (Booker(self._own.chat), "second"), (self._other_chat, "second"), (self._own, "")]
        )
        await self._hold(booker, case=case, legs=1)

    async def _cancel(self, booked: Places) -> None:
        """All of them, or one alone. Some want to move afterwards, or book anew."""
        alone = self._happens(0.3)
        ids = tuple(each.id for each in (booked[:1] if alone else booked))
        await self._ask(Wish("cancel", ids=ids), copies=self._copies())
        if self._happens(0.2):
            await self._move(booked)
        if self._happens(0.2) and not alone:
            again = await self._hold_somewhere()
            if again:
                await self._confirm(again)

    async def _move(self, booked: Places) -> Places:
        """Some of them at once, each to a slot of its counter; now and then to where it is, or where nothing is."""
        going = self._chance.sample(booked, self._chance.randint(1, len(booked)))
        moves = [Move(each.id, self._offer.pick_at(self._chance, each.slot.split(".")[1])) for each in going]
        if self._happens(0.05):
            moves[-1] = Move(moves[-1].appointment, self._chance.choice([NEVER, going[-1].slot]))
        answer = await self._ask(Wish("move", moves=tuple(moves)), copies=self._copies())
        now = {each.id: each for each in (*booked, *answer.told)}
        return [now[each.id] for each in booked] if answer.told else ()

    async def _hold(self, booker: Booker, *, case: str = "", legs: int | None = None, again_at: Places = ()) -> Places:
        wish = self._wish(booker, case, legs or self._legs, [each.slot for each in again_at])
        return (await self._ask(wish, copies=self._copies())).told

    def _wish(self, booker: Booker, case: str, legs: int, slots: Sequence[str] = ()) -> Wish:
        """Places for as many matters, each a case of its own."""
        wanted = slots or ([NEVER] if self._happens(0.01) else self._offer.pick(self._chance, legs, self.number))
        names = (f"case-{self.number}-{number}{case}" for number in range(len(wanted)))
        claims = map(Claim, wanted, names, [VISIT] * len(wanted), PROCEDURES)
        return Wish("hold", tuple(claims), booker)

    async def _confirm(self, held: Places) -> Places:
        return (await self._ask(Wish("confirm", ids=tuple(each.id for each in held)), copies=self._copies())).told

    async def _on_two_telephones(self) -> None:
        """Two chats of one person, two cases for the same matter, at the same moment: one of them may have a place."""
        wishes = [self._wish(self._own, "", 1), self._wish(self._other_chat, "second", 1)]
        answers = await asyncio.gather(*(self._ask(wish) for wish in wishes))
        holds = [answer.told for answer in answers if answer.told]
        await asyncio.gather(*(self._ask(Wish("confirm", ids=(held[0].id,))) for held in holds))

    def _ask(self, wish: Wish, copies: int = 1) -> asyncio.Future[Answer]:
        """The key is given here and not when the call is made: calls side by side keep theirs in every life."""
        self._keys += 1
        return asyncio.ensure_future(self._desk.ask(f"{self.number}/{self._keys}", wish, copies))

    def _copies(self) -> int:
        """How often the same call is made with the same key, at once."""
        return 2 if self._happens(0.1) else 1

    def _happens(self, share: float) -> bool:
        return self._chance.random() < share
