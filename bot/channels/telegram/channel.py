"""The running channel of one bot: what is stored is handled, what is in the outbox is sent, until told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta

from aiogram import Bot
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.telegram.chats import Chats
from bot.channels.telegram.crew import Bell, Crew, keep_at
from bot.channels.telegram.handling import Handler
from bot.channels.telegram.limits import Limits
from bot.channels.telegram.receiving import Inbox
from bot.channels.telegram.sending import LEASE, Sender
from bot.database.encryption import Vault
from bot.database.outbox import Outbox
from bot.dialogue.papers import Papers
from bot.dialogue.ports import Clock
from bot.dialogue.service import Service

HANDLED_AT_ONCE = 16
SENT_AT_ONCE = 50
"""Calls under way at the same time: enough for 30 a second although each takes more than one."""
IDLE = 1.0
"""Seconds after which a look is taken for rows of other processes."""
PACED = 0.2
"""The same while chats rest that have more to be written."""
REMEMBERED = timedelta(days=7)
"""How long a handled update's number is kept. Telegram repeats an update for a day."""
SWEEP_EVERY = 3600.0


@dataclass
class Channel:
    """One bot in this process."""

    inbox: Inbox
    handler: Handler
    sender: Sender
    clock: Clock
    arrived: Bell
    put: Bell

    async def run(self, receiving: Awaitable[None], stop: asyncio.Event) -> None:
        """Handle and send while `receiving` goes on; when it ends, finish what is under way. What it raises goes on."""
        loops = [
            asyncio.create_task(keep_at(self.handler.handle_some, self.arrived, stop, lambda: IDLE)),
            asyncio.create_task(keep_at(self.sender.send_some, self.put, stop, self._until_next)),
            asyncio.create_task(keep_at(self._sweep, Bell(), stop, lambda: SWEEP_EVERY)),
        ]
        try:
            await receiving
        finally:
            stop.set()
            self.arrived.ring()
            self.put.ring()
            loops[2].cancel()
            await asyncio.gather(*loops, return_exceptions=True)
            await self.handler.crew.finish()
            await self.sender.finish()

    def _until_next(self) -> float:
        return PACED if self.sender.limits.resting() else IDLE

    async def _sweep(self) -> int:
        await self.inbox.sweep(before=self.clock() - REMEMBERED)
        return 0


def open_channel(
    bot: Bot,
    *,
    engine: AsyncEngine,
    vault: Vault,
    service: Service,
    papers: Papers,
    clock: Clock,
    limits: Limits | None = None,
) -> Channel:
    """Join the parts of the channel."""
    arrived, put = Bell(), Bell()
    inbox, chats, outbox = Inbox(engine, vault, bot.id), Chats(engine, bot.id), Outbox(vault, lease=LEASE)
    handler = Handler(
        bot=bot,
        engine=engine,
        inbox=inbox,
        chats=chats,
        outbox=outbox,
        papers=papers,
        service=service,
        clock=clock,
        crew=Crew(HANDLED_AT_ONCE, ended=arrived.ring),
        wrote=put.ring,
    )
    limits = limits or Limits(asyncio.get_running_loop().time)
    sender = Sender(bot, engine, outbox, chats, clock, limits, Crew(SENT_AT_ONCE, ended=put.ring))
    return Channel(inbox, handler, sender, clock, arrived, put)
