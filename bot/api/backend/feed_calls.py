"""What a client is told by itself: its events, and where it is called back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.api.backend.call import Call
from bot.api.feed.feed import Callback, Feed, WrongCursor
from bot.api.problems import Problem
from bot.backends.wire.events import Events
from bot.backends.wire.messages import CallbackTold


@dataclass(frozen=True)
class FeedCalls:
    """Each call for the client that calls."""

    feed: Feed

    async def events(self, call: Call) -> Events:
        """What happened to the client's cases since a cursor, in the order in which it became known.

        Without `after` from the oldest that is kept. `next` is the cursor from which to go on, also where nothing
        happened; an event is told again to whoever asks again.
        """
        try:
            return await self.feed.read(call.client, call.asked.after, call.asked.limit)
        except WrongCursor as wrong:
            raise Problem.in_field("after", str(wrong)) from None

    async def callback(self, call: Call) -> CallbackTold:
        """Where the client is called back; never with which secret."""
        kept = await self.feed.callback(call.client)
        return CallbackTold(url=None if kept is None else kept.url)

    async def set_callback(self, call: Call) -> CallbackTold:
        """Call the client back there from now on, with each event.

        It replaces what was said before.
        """
        await self.feed.set_callback(call.client, Callback(call.said.url, call.said.secret))
        return CallbackTold(url=call.said.url)

    async def drop_callback(self, call: Call) -> None:
        """Call the client back no more; the events stay to be read."""
        await self.feed.set_callback(call.client, None)
