"""What each citizen of the pair wants, and what they do next: told by their number and by what they have seen."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stdnum.cn import ric

from bot.dialogue.events import Said, Tapped
from tests.backends.pair.chats import Seen, last_entries, times_told, without_code
from tests.backends.race.offer import STARTS

Wish = Literal["book", "move", "cancel", "race", "apply", "withdraw"]
WISHES: tuple[Wish, ...] = ("book", "move", "cancel", "apply", "race", "race", "apply", "withdraw")
"""Two who race want the same place, the first that there is."""
LINK = re.compile(r"/login/(\S+)")
TODAY = f"{STARTS:%Y%m%d}"
ANSWERS = ("q:dwelling:owned", "q:handled_by:self")
LOOKS_BACK = 4
"""Messages in which a citizen looks for a button."""


@dataclass(frozen=True)
class LogIn:
    """The citizen opens the link, shows who they are, and brings back the code."""

    token: str


Act = Tapped | Said | LogIn


@dataclass(frozen=True)
class Story:
    """The citizen with this number."""

    number: int

    @property
    def chat(self) -> str:
        return f"c{self.number}"

    @property
    def wish(self) -> Wish:
        return WISHES[self.number % len(WISHES)]

    @property
    def applies(self) -> bool:
        return self.wish in ("apply", "withdraw")

    @property
    def citizen_number(self) -> str:
        """Of the area 990001, which is assigned to nobody (GB 11643)."""
        digits = f"990001{1960 + self.number // 1000}0101{self.number % 1000:03d}"
        return digits + ric.calc_check_digit(digits)

    def is_over(self, seen: Seen) -> bool:
        """Whether they have come to the end that they wanted, and nothing is open."""
        kept = seen.kept
        if kept is None or seen.waits or kept.unanswered is not None:
            return False
        return self._has_come_to_its_end(seen)

    def next(self, seen: Seen) -> Act | None:
        """What they do now; None while there is nothing to do but wait."""
        if seen.kept is None or not seen.matters:
            return Tapped("go:parking-permit")
        if seen.waits:
            return self._impatience(seen)
        if seen.kept.after_login is not None:
            links = LINK.findall("\n".join(message.text for message in seen.told))
            return LogIn(links[-1])
        for message in reversed(seen.told[-LOOKS_BACK:]):
            for wanted in self._wanted(seen):
                found = [key for key in message.buttons if without_code(key).startswith(wanted)]
                if found:
                    return Tapped(self._choose(found) if wanted == "slot" else found[0])
        return None

    def _has_come_to_its_end(self, seen: Seen) -> bool:
        """As they were told, and as is kept."""
        entries = last_entries(seen).values()
        match self.wish:
            case "book" | "race":
                return any(not entry.cancelled for entry in entries)
            case "move":
                return any(not entry.cancelled for entry in entries) and len(times_told(seen.entries)) > 1
            case "cancel":
                return bool(entries) and all(entry.cancelled for entry in entries)
        return any(m.applying is not None and m.applying.now is not None and m.applying.now.over for m in seen.matters)

    def _wanted(self, seen: Seen) -> Iterator[str]:
        """The buttons that lead on, the best first."""
        if seen.kept is not None and seen.kept.unanswered is not None:
            yield from ("again", "retry")
        if self.applies:
            yield from self._to_the_application(seen)
        else:
            yield from self._to_the_place(seen)
        yield from (*ANSWERS, "rebook", "open")

    def _to_the_place(self, seen: Seen) -> Iterator[str]:
        entries = list(last_entries(seen).values())
        booked = any(not entry.cancelled for entry in entries)
        if booked and self.wish == "cancel":
            yield from ("yes", "cancel:apply")
        elif booked and self.wish == "move":
            yield from ("slot", "move:apply")
        elif not booked:
            yield from ("book:apply", "slot", "at:west" if self.wish == "race" else "at:east", "way:window")

    def _to_the_application(self, seen: Seen) -> Iterator[str]:
        if any(matter.submitted for matter in seen.matters):
            if self.wish == "withdraw":
                yield from ("yes", "take-back")
        else:
            yield from ("submit", "use", "agree", "apply", "check", "way:online")

    def _choose(self, slots: list[str]) -> str:
        """On a later day, so that nothing of it is over before the trial is."""
        later = [slot for slot in slots if slot.rpartition(".")[2][:8] > TODAY] or slots
        return later[0] if self.wish == "race" else later[self.number % len(later)]

    def _impatience(self, seen: Seen) -> Act | None:
        """While they wait some tap "try now", and a few give it up, to want it again later."""
        chance = random.Random(f"{self.number} {seen.spoken}").random()
        buttons = seen.told[-1].buttons if seen.told else ()
        wanted = "again:" if chance < 0.2 else "give-up:" if chance < 0.3 else None
        return next((Tapped(key) for key in buttons if wanted is not None and key.startswith(wanted)), None)
