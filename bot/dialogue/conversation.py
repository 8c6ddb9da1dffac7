"""What is kept between two messages: as little as possible, since the open question is computed and never stored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

from bot.dialogue.applying.state import Applying
from bot.dialogue.companions.state import Calling, CompanionState
from bot.dialogue.events import Effect
from bot.dialogue.identity import Verified
from bot.dialogue.joint.state import Joint
from bot.dialogue.ports import Slot
from bot.dialogue.replies import Reply
from bot.dialogue.sharing.state import Joining, Sharing
from bot.dialogue.unsettled.state import Unsettled
from bot.dialogue.waiting.state import Waiting
from intents.hearing.when import ANY, Wish

Language = Literal["zh", "en"]
Reminders = Literal["both", "day-before", "hours-before", "none"]
"""Which reminders of booked places are wanted."""
CODE_LENGTH = 8
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0/O and 1/I/L, which are mistaken for each other on the telephone."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    """Ignoring what a newer version wrote lets replicas of two versions run side by side."""

    def but(self, **changes: object) -> Self:
        """The same with some parts changed."""
        return self.model_copy(update=changes)


class Kept(_Kept):
    """A place held for some minutes."""

    visit: str
    hold: str
    slot: Slot
    until: datetime


class Place(_Kept):
    """A booked place."""

    visit: str
    appointment: str
    slot: Slot
    sequence: int = 0
    """The step of the case that booked or moved it: rises with every change, also over a cancel and a new booking."""
    joint: str = ""
    """Names the joint visit as part of which it was booked: its life event, a slash, and the key that booked it."""
    companions: dict[str, CompanionState] = {}
    """What the others who have to come said to this time, by the procedure's names. A moved place begins anew."""


class Matter(_Kept):
    """One thing the citizen wants done: a case, from first answer to result in hand."""

    code: str
    procedure: str
    publication: str
    answers: dict[str, str] = {}
    told: dict[str, str] | None = None
    """The answers for which the outcome was told."""
    way: str | None = None
    centre: str | None = None
    wish: Wish = ANY
    earlier_than: datetime | None = None
    later_than: datetime | None = None
    """Times are looked for before or after this one, which was offered."""
    near: datetime | None = None
    """When it was wished for and gone: times next to it are looked for."""
    offered: tuple[Slot, ...] = ()
    kept: Kept | None = None
    places: tuple[Place, ...] = ()
    moving: str | None = None
    """The visit whose place is being moved."""
    been: tuple[str, ...] = ()
    """The slots for which they came and were served."""
    later: bool = False
    """The remaining visits are booked another day."""
    sharing: Sharing | None = None
    """What departments share for it, once the citizen wants it looked up."""
    applying: Applying | None = None
    """Its application, once something was written for it."""
    waiting: Waiting | None = None
    """Its position in the waiting list of a counter, for one of its visits."""
    steps: int = 0
    """Effects asked for so far; numbers their keys."""

    def at_any_time(self) -> Matter:
        """The same without a wished-for time, and so without times that were found for it."""
        return self.but(wish=ANY, earlier_than=None, later_than=None, near=None, offered=())

    @property
    def submitted(self) -> bool:
        """Whether it is handed in, so that nothing of it is changed here any more."""
        return self.applying is not None and self.applying.now is not None

    def place(self, visit: str) -> Place | None:
        return next((place for place in self.places if place.visit == visit), None)


class Conversation(_Kept):
    """One chat. `matters` are those not dropped, in the order they began; `current` is the one talked about."""

    chat: str
    seed: str
    """Random; makes the codes of this chat's cases."""
    language: Language | None = None
    matters: tuple[Matter, ...] = ()
    begun: int = 0
    current: str | None = None
    choosing: tuple[str, ...] = ()
    """Procedures offered to choose from."""
    sure: str | None = None
    """What waits for a yes: `drop`, `cancel:<visit>`, `cancel-all`, `take-back`, `erase` or `not-me`."""
    verified: Verified | None = None
    """Who the citizen of this chat is, once shown."""
    after_login: str | None = None
    """What was wanted when a login was asked for, as the key of a button; a code is waited for."""
    joint: Joint | None = None
    """Several matters for which one visit is being arranged."""
    joining: Joining | None = None
    """Somebody else's matter, for which this citizen is asked to agree."""
    called: Calling | None = None
    """Somebody else's visit, to which this citizen is asked to come; until they answer or go on to something else."""
    reminders: Reminders = "both"
    misses: int = 0
    pending: Effect | None = None
    """An effect asked for and not yet answered: asked for again after a crash, with the same key."""
    unanswered: Effect | None = None
    """An effect that got no answer and is not kept as unsettled: it is asked for again as it was, with what the citizen
    does next. An older release put every such effect here.
    """
    unsettled: tuple[Unsettled, ...] = ()
    """What got no answer and is tried again by itself, in the order in which it was asked for."""
    revision: int = 0

    @property
    def matter(self) -> Matter | None:
        return self.find(self.current)

    def find(self, code: str | None) -> Matter | None:
        return next((matter for matter in self.matters if matter.code == code), None)

    def unsettled_of(self, key: str) -> Unsettled | None:
        """What is unsettled about the effect with this key."""
        return next((each for each in self.unsettled if each.effect.key == key), None)

    def settle(self, name: str) -> Conversation:
        """Without what was unsettled by this name."""
        return self.but(unsettled=tuple(each for each in self.unsettled if each.name != name))

    def keep(self, unsettled: Unsettled) -> Conversation:
        """With this in place of what was unsettled by its name, or last."""
        known = any(each.name == unsettled.name for each in self.unsettled)
        others = self.unsettled if known else (*self.unsettled, unsettled)
        return self.but(unsettled=tuple(unsettled if each.name == unsettled.name else each for each in others))

    def put(self, matter: Matter) -> Conversation:
        """With this matter as the current one, in place of what had its code."""
        known = any(other.code == matter.code for other in self.matters)
        others = (*self.matters, matter) if not known else self.matters
        matters = tuple(matter if other.code == matter.code else other for other in others)
        return self.model_copy(update={"matters": matters, "current": matter.code, "choosing": (), "sure": None})

    def with_matter(self, matter: Matter) -> Conversation:
        """With this matter in place of what had its code; what is talked about stays."""
        matters = tuple(matter if other.code == matter.code else other for other in self.matters)
        return self.model_copy(update={"matters": matters})

    def without(self, code: str) -> Conversation:
        matters = tuple(matter for matter in self.matters if matter.code != code)
        current = None if self.current == code else self.current
        return self.model_copy(update={"matters": matters, "current": current, "sure": None})


def case_code(seed: str, number: int) -> str:
    """Eight letters that can be read aloud; the same seed and number give the same code."""
    digest = int.from_bytes(hashlib.sha256(f"{seed}/{number}".encode()).digest()[:8])
    letters = []
    for _ in range(CODE_LENGTH):
        digest, place = divmod(digest, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[place])
    return "".join(letters)


@dataclass(frozen=True)
class Wake:
    """A matter that is to be looked at again by itself, or something unsettled, by its name."""

    case: str
    key: str
    at: datetime


@dataclass(frozen=True)
class Turn:
    """What one event leads to: the conversation as it is now, what is said, what must happen."""

    conversation: Conversation
    replies: tuple[Reply, ...] = ()
    effect: Effect | None = None
    wakes: tuple[Wake, ...] = ()
