"""What an application still needs before it can be handed in: worked out anew each time from outcome and answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogue.applying.state import Applying
from bot.dialogue.conversation import Matter
from bot.dialogue.guide import Guide
from bot.dialogue.sharing.filling import Filled, fill
from bot.dialogue.sharing.state import Thing
from bot.dialogue.sharing.wanting import wanting_of
from procedures.definition import Giving
from procedures.outcome import Outcome, WayOut
from procedures.settling import Item, Why


def can_apply(way: WayOut) -> bool:
    """Whether an application on this way is handed in from the chat."""
    return way.way.way == "online" and not way.visits


@dataclass(frozen=True)
class Needs:
    """The application of one matter on one way."""

    matter: Matter
    outcome: Outcome
    way: WayOut
    guide: Guide

    @property
    def applying(self) -> Applying:
        return self.matter.applying or Applying()

    @property
    def must_look_up(self) -> bool:
        """Whether registers are to be asked first: without that nothing stands for the papers they cover."""
        settled = self.matter.sharing is not None and self.matter.sharing.step == "used"
        return not settled and wanting_of(self.matter, self.guide) is not None

    def awaited(self) -> tuple[str, ...]:
        """Who has to agree from their own chat before all of them can hand it in."""
        wanting, sharing = wanting_of(self.matter, self.guide), self.matter.sharing
        if wanting is None or len(self.way.who) < 2:
            return ()
        return tuple(role for role in wanting.others() if sharing is None or role not in sharing.consents)

    def lines(self) -> tuple[Filled, ...]:
        """Every line of the form, with what fills it."""
        findings = self.matter.sharing.findings if self.matter.sharing else ()
        return fill(self.outcome, findings, self.guide.province)

    def to_write(self) -> Filled | None:
        """The line that is written next: the one that is changed, else the first that nothing fills."""
        lines, applying = self.lines(), self.applying
        for line in lines:
            if line.field.id == applying.typing:
                return line
        open_lines = (line for line in lines if line.finding is None and line.field.id not in applying.typed)
        return next(open_lines, None)

    def things(self) -> tuple[tuple[Item, Thing], ...]:
        """What is uploaded, person by person."""
        return tuple((item, (item.document, person)) for item in self.way.bring for person in item.of)

    def is_mine(self, line: Filled) -> bool:
        """Whether the citizen may write this line otherwise: not what the register says of somebody else."""
        return line.finding is None or line.shown is not None or line.person not in self.outcome.definition.people

    def to_upload(self) -> tuple[int, Item, Thing] | None:
        """The first thing of which not everything is here, with its number."""
        settled = {*self.applying.enough, *self.applying.following}
        return next(((n, item, thing) for n, (item, thing) in enumerate(self.things()) if thing not in settled), None)

    def to_sign(self) -> tuple[Item, ...]:
        """Commitments (告知承诺) that are not signed yet."""
        return tuple(item for item in self.commitments() if item.document not in self.applying.signed)

    def commitments(self) -> Iterator[Item]:
        """Every commitment that this way asks for."""
        yield from (item for item in self.way.also if item.kind == "commitment" and item.why is Why.MADE_HERE)

    def givings(self) -> tuple[Giving, ...]:
        """How the result can come to somebody who handed it in from afar."""
        return tuple(way for way in self.outcome.definition.result.give if way != "on-the-spot") or ("electronic",)

    def giving(self) -> Giving | None:
        """How the result comes; None while the citizen has to choose."""
        offered = self.givings()
        if self.applying.give in offered:
            return self.applying.give
        return offered[0] if len(offered) == 1 else None
