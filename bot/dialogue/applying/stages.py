"""Where an application stands before and after it is handed in.

Awaiting ─ Writing ─ Uploading ─ Signing ─ ChoosingGiving ─ Amending? ─ Checking ─ Submitted
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.applying.needs import Needs, can_apply
from bot.dialogue.applying.state import Now
from bot.dialogue.conversation import Matter
from bot.dialogue.guide import Guide
from bot.dialogue.sharing.filling import Filled
from bot.dialogue.sharing.state import Thing
from procedures.definition import Giving
from procedures.outcome import Outcome, WayOut
from procedures.settling import Item


@dataclass(frozen=True)
class Awaiting:
    """Others have to agree before it can be handed in for all."""

    matter: Matter
    outcome: Outcome
    people: tuple[str, ...]


@dataclass(frozen=True)
class Writing:
    """What stands in this line of the form?"""

    matter: Matter
    outcome: Outcome
    line: Filled


@dataclass(frozen=True)
class Uploading:
    """This paper, please: one file or several."""

    matter: Matter
    outcome: Outcome
    number: int
    item: Item
    thing: Thing


@dataclass(frozen=True)
class Signing:
    """Do you commit yourself to this?"""

    matter: Matter
    outcome: Outcome
    items: tuple[Item, ...]


@dataclass(frozen=True)
class ChoosingGiving:
    """How is the result to come?"""

    matter: Matter
    outcome: Outcome
    givings: tuple[Giving, ...]


@dataclass(frozen=True)
class Amending:
    """Which line is to be changed?"""

    matter: Matter
    outcome: Outcome
    needs: Needs


@dataclass(frozen=True)
class Checking:
    """Everything is there: is it right?"""

    matter: Matter
    outcome: Outcome
    needs: Needs


@dataclass(frozen=True)
class Submitted:
    """Handed in; the departments have it, or it is over."""

    matter: Matter
    now: Now


Preparing = Awaiting | Writing | Uploading | Signing | ChoosingGiving | Amending | Checking


def preparing(matter: Matter, outcome: Outcome, way: WayOut, guide: Guide) -> Preparing | None:
    """What the application needs next; None while the citizen does not want to hand it in here."""
    applying = matter.applying
    if applying is None or not applying.begun or not guide.applies or not can_apply(way):
        return None
    needs = Needs(matter, outcome, way, guide)
    if needs.must_look_up:
        return None
    awaited = needs.awaited()
    if awaited:
        return Awaiting(matter, outcome, awaited)
    line = needs.to_write()
    if line is not None:
        return Writing(matter, outcome, line)
    upload = needs.to_upload()
    if upload is not None:
        return Uploading(matter, outcome, *upload)
    return _last(matter, outcome, needs)


def _last(matter: Matter, outcome: Outcome, needs: Needs) -> Preparing:
    """What is signed, chosen and looked over once everything is there."""
    to_sign = needs.to_sign()
    if to_sign:
        return Signing(matter, outcome, to_sign)
    if needs.giving() is None:
        return ChoosingGiving(matter, outcome, needs.givings())
    return Amending(matter, outcome, needs) if needs.applying.amending else Checking(matter, outcome, needs)
