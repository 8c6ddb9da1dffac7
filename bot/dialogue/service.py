"""One message through the house: load, advance, save, perform, and once more with what came of it.

Conversation, delivery key and replies are saved in one transaction. What has to be performed is saved with them, so
after a crash it is performed again with the same key, and the One Window acts on it once.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.dialogue.applying.performing import Office
from bot.dialogue.companions.performing import Companions
from bot.dialogue.conversation import Conversation, Language, Turn
from bot.dialogue.engine import advance
from bot.dialogue.events import Effect, Event, Incoming
from bot.dialogue.guide import Guide
from bot.dialogue.keeping import Conversations, Publications, Saved
from bot.dialogue.messages import Message
from bot.dialogue.performing import is_held, perform
from bot.dialogue.planned import Issue, PlannedVisit, no_ticket
from bot.dialogue.ports import Backend, Booker, Clock
from bot.dialogue.promising import Happened, Promised, happenings, promises
from bot.dialogue.reminding import Reminder, remind, reminders, standing
from bot.dialogue.replies import Reply, Say
from bot.dialogue.sharing.performing import Sharers
from bot.dialogue.unsettled import trying
from bot.dialogue.waiting_list import WaitingList
from bot.dialogue.wording import word
from bot.dialogue.words import Words, spoken
from intents.hearing import Ear
from intents.matcher import Matcher
from procedures.definition import Definition
from procedures.life_event import LifeEvent
from procedures.provincial import Province
from procedures.publication import Publication
from procedures.settling import NO_GAPS, Gaps


def _apology(conversation: Conversation, bug: Exception) -> Turn:
    """One apology with an id to quote; the log has the id and the lines of code, and nothing that was said."""
    name = secrets.token_hex(4)
    code = "".join(traceback.format_tb(bug.__traceback__))
    logging.getLogger(__name__).error("bug %s: %s\n%s", name, type(bug).__name__, code)
    return Turn(conversation.but(pending=None), (Say("bug", {"id": name}),))


def new_seed() -> str:
    """Random, so that nobody can guess the codes of other people's cases."""
    return secrets.token_hex(16)


def booker_of(conversation: Conversation) -> Booker:
    """Chat and person as they are called here; what an installation hands over to others should be a pseudonym."""
    return Booker(conversation.chat, conversation.verified.person if conversation.verified else None)


@dataclass(frozen=True)
class Service:
    """Carries conversations on. It keeps nothing between two messages, so any number of replicas may run."""

    conversations: Conversations
    publications: Publications
    backend: Backend
    clock: Clock
    province: Province
    current: Mapping[str, Publication]
    matcher: Matcher
    life_events: Mapping[str, LifeEvent] = field(default_factory=dict)
    ear: Ear = field(default_factory=Ear)
    sharers: Sharers | None = None
    """Who verifies citizens and asks registers; None where neither can be done."""
    office: Office | None = None
    """Where applications are handed in; None where they are not."""
    waiting: WaitingList | None = None
    """Where one waits for places that become free; None where there is no such list."""
    companions: Companions | None = None
    """Where others who have to come are asked from; None where they cannot be."""
    issue: Issue = field(default=no_ticket)
    """Signs what a booked place was promised with."""
    language: Language | None = None
    """The language to begin in; None: that of the first message."""
    default_language: Language = "zh"
    """The language while nothing tells which."""
    gaps: Gaps = field(default=NO_GAPS)
    booker_of: Callable[[Conversation], Booker] = booker_of
    """Under which names a chat and its citizen book places."""
    new_seed: Callable[[], str] = field(default=new_seed)
    """Makes the seed of a chat's case codes."""

    async def receive(self, incoming: Incoming) -> None:
        """Take one update of a channel; its replies wait in the outbox when this returns.

        A delivery that was received before changes nothing.
        """
        while True:
            conversation = await self.settle(incoming.chat)
            if not trying.is_about_silence(incoming.event):
                conversation = await self._ask_again(conversation, trying.unanswered)
                conversation = await self._ask_again(conversation, partial(self._due, incoming.event))
            if await self._carry_on(conversation, incoming.event, incoming.key) != "overtaken":
                break
        await self.settle(incoming.chat)

    async def settle(self, chat: str) -> Conversation:
        """The conversation once all that was pending is performed, also what a process that died has left."""
        while True:
            conversation = await self._load(chat)
            if conversation.pending is None:
                return conversation
            event = await self._perform(conversation.pending, conversation)
            await self._carry_on(conversation, event, None)  # overtaken: somebody else performed it; look again

    def _due(self, event: Event, conversation: Conversation) -> Effect | None:
        return trying.due(conversation, event, self.clock())

    async def _ask_again(
        self, conversation: Conversation, which: Callable[[Conversation], Effect | None]
    ) -> Conversation:
        """Find out, with the same key, what became of an effect before the citizen goes on to something else."""
        while (effect := which(conversation)) is not None:
            event = await self._perform(effect, conversation)
            saved = await self._carry_on(conversation, event, None)
            conversation = await self.settle(conversation.chat)
            if saved != "overtaken":
                break
        return conversation

    async def remind(self, reminder: Reminder) -> tuple[Conversation, Message | None]:
        """What to say now that a reminder is due, and the conversation by which it is true; nothing to say: None."""
        conversation = await self.settle(reminder.chat)
        place = standing(conversation, reminder)
        if place is None or not await is_held(place, self.backend):
            return conversation, None
        said = remind(conversation, reminder, await self._guide(conversation))
        return conversation, next(iter(self._word(conversation, (said,) if said else ())), None)

    async def case(self, chat: str) -> str | None:
        """The code of the case that is talked about."""
        return (await self._load(chat)).current

    async def _perform(self, effect: Effect, conversation: Conversation) -> Event:
        booker = self.booker_of(conversation)
        who = conversation.chat
        return await perform(
            effect, who, booker, self.backend, self.sharers, self.office, self.waiting, self.companions
        )

    async def _load(self, chat: str) -> Conversation:
        found = await self.conversations.load(chat)
        return found or Conversation(chat=chat, seed=self.new_seed(), language=self.language)

    async def _carry_on(self, conversation: Conversation, event: Event, delivery: str | None) -> Saved:
        guide = await self._guide(conversation)
        planned: Sequence[Reminder] = ()
        told: Sequence[Promised] = ()
        happened: Sequence[Happened] = ()
        try:
            turn = advance(conversation, event, guide)
            messages = self._word(turn.conversation, turn.replies)
            planned = reminders(turn.conversation, event, guide)
            told = promises(conversation, turn.conversation, guide)
            happened = happenings(conversation, turn.conversation, event, guide)
        except Exception as bug:
            turn = _apology(conversation, bug)
            messages = self._word(turn.conversation, turn.replies)
        return await self.conversations.save(turn.conversation, messages, delivery, planned, turn.wakes, told, happened)

    def _word(self, conversation: Conversation, replies: tuple[Reply, ...]) -> tuple[Message, ...]:
        words = Words(conversation.language or self.default_language, self.province)
        now = self.clock()

        def ticket(planned: PlannedVisit) -> str:
            return self.issue(planned, now)

        return tuple(word(reply, words, ticket) for reply in replies)

    async def _guide(self, conversation: Conversation) -> Guide:
        kept: dict[str, Definition] = {}
        present = {publication.hash for publication in self.current.values()}
        for name in {matter.publication for matter in conversation.matters} - present:
            definition = await self.publications.find(name)
            if definition is not None:
                kept[name] = definition
        return Guide(
            province=self.province,
            current=self.current,
            matcher=self.matcher,
            now=self.clock(),
            gaps=self.gaps,
            kept=kept,
            spoken=spoken(),
            ear=self.ear,
            shares=self.sharers is not None,
            applies=self.office is not None,
            waits=self.waiting is not None,
            companions=self.companions is not None,
            life_events=self.life_events,
        )
