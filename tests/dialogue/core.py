"""Plays a citizen and the One Window to the pure core: small procedures, no database, nothing awaited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from typing import TypeVar

from bot.backends.onewindow.opening import Opening, opening_of, openings
from bot.catalogue.content import Catalogue
from bot.catalogue.phrases import phrases
from bot.dialogue.applying.effects import CaseCall
from bot.dialogue.companions.effects import CompanionEffect
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.engine import advance
from bot.dialogue.events import (
    Booked,
    Cancelled,
    CancelPlace,
    ConfirmHold,
    Effect,
    Event,
    FindOut,
    FindSlots,
    FoundOut,
    Held,
    HoldSlot,
    MovePlace,
    Released,
    ReleaseHold,
    Said,
    SlotsFound,
    Tapped,
    VisitEffect,
)
from bot.dialogue.guide import Guide
from bot.dialogue.joint.effects import (
    BookedTogether,
    CancelledTogether,
    CancelTogether,
    ConfirmTogether,
    FindAcross,
    FoundAcross,
    HeldTogether,
    HoldTogether,
    JointEffect,
    MoveTogether,
    ReleasedTogether,
    ReleaseTogether,
)
from bot.dialogue.offering import choices
from bot.dialogue.ports import DAYS_OFFERED, Appointment, Hold, Slot
from bot.dialogue.replies import Reply, Say
from bot.dialogue.sharing.effects import SharingEffect
from bot.dialogue.stage import Stage, stage_of
from bot.dialogue.tapping import ELSEWHERE
from bot.dialogue.words import spoken
from intents.matcher import Matcher
from procedures.definition import AskedAs, Definition, DocumentLine, Visit, Way
from procedures.provincial import Province
from procedures.publication import publish
from procedures.settling import NO_GAPS, Gaps
from procedures.vocabulary import Text
from tests.dialogue.along import Callings
from tests.dialogue.case_office import CaseOffice
from tests.dialogue.offices import Offices
from tests.dialogue.waiters import Waiters
from tests.small import small_definition, small_province

MONDAY = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
"""09:00 in Hangzhou; the first slots of the day are about to begin."""
Kind = TypeVar("Kind", bound=Reply)
GARDEN = "garden-plot"
PARK_ZH, PARK_EN = "我想办停车证", "i want to park outside my house"
GARDEN_ZH, GARDEN_EN = "我想租一块菜地", "i would like to rent a vegetable garden"


@cache
def garden() -> Definition:
    """No questions, one way, and two visits: five days lie between them, and the second is due within ten more."""
    purpose = Text(zh="选地", en="choosing the plot"), Text(zh="拿钥匙", en="fetching the key")
    visits = (
        Visit(id="choose", counter="permits", minutes=15, purpose=purpose[0]),
        Visit(id="fetch", counter="permits", minutes=15, purpose=purpose[1], after_days=5, within_days=10),
    )
    nothing: dict[str, object] = {"questions": (), "usual": {}, "stops": (), "first": (), "people": {}, "fee": ()}
    changes: dict[str, object] = {
        "id": GARDEN,
        "title": Text(zh="租用菜地", en="Renting a vegetable garden"),
        "achieves": Text(zh="一块自己种的菜地", en="a plot to grow vegetables"),
        "asked_as": AskedAs(zh=(GARDEN_ZH, "哪里可以租菜地"), en=(GARDEN_EN, "where can i grow vegetables")),
        "not_asked_as": (),
        "documents": (DocumentLine(document="id-card"),),
        "form": (),
        "ways": (Way(way="window", visits=visits),),
    }
    return small_definition().model_copy(update={**nothing, **changes})


@cache
def two_centres() -> Province:
    """The small province with a second centre, so that there is something to choose."""
    province = small_province()
    name = Text(zh="西区服务中心", en="West Centre")
    west = province.centres["east"].model_copy(
        update={"name": name, "district": Text(zh="西区", en="West"), "called": ()}
    )
    return province.model_copy(update={"centres": {**province.centres, "west": west}})


@cache
def catalogue() -> Catalogue:
    procedures = {definition.id: publish(definition) for definition in (small_definition(), garden())}
    return Catalogue(province=two_centres(), procedures=procedures)


@cache
def matcher() -> Matcher:
    return Matcher(phrases(catalogue()))


def guide(
    *,
    now: datetime = MONDAY,
    gaps: Gaps = NO_GAPS,
    shares: bool = False,
    applies: bool = False,
    companions: bool = False,
    waits: bool = False,
) -> Guide:
    return Guide(
        province=two_centres(),
        current=catalogue().procedures,
        matcher=matcher(),
        now=now,
        gaps=gaps,
        spoken=spoken(),
        shares=shares,
        applies=applies,
        companions=companions,
        waits=waits,
    )


class Window:
    """A One Window that keeps its books in memory and always has room."""

    def __init__(self) -> None:
        self.holds: dict[str, tuple[HoldSlot, Slot]] = {}
        self.appointments: dict[str, Appointment] = {}
        self.cancelled: dict[str, Appointment] = {}
        self.offices = Offices()
        self.office = CaseOffice()
        self.waiters = Waiters()
        self.callings = Callings()
        self._numbers = count(1)

    def answer(self, effect: Effect, province: Province, now: datetime) -> Event:
        if isinstance(effect, FindOut):
            return self._found_out(effect)
        if isinstance(effect, VisitEffect):
            return self._of_one_place(effect, province, now)
        if isinstance(effect, SharingEffect):
            return self.offices.answer(effect, now)
        if isinstance(effect, CaseCall):
            return self.office.answer(effect, now)
        if isinstance(effect, CompanionEffect):
            return self.callings.answer(effect, self.appointments, now)
        if isinstance(effect, JointEffect):
            return self._together(effect, province, now)
        return self.waiters.answer(effect, self.appointments)

    def _of_one_place(self, effect: VisitEffect, province: Province, now: datetime) -> Event:
        match effect:
            case FindSlots():
                return SlotsFound(effect, _coming(effect.centre, effect.counter, effect.first_day, province, now))
            case HoldSlot():
                hold = Hold(f"hold-{next(self._numbers)}", _slot(effect.slot, province), now + timedelta(minutes=10))
                self.holds[hold.id] = (effect, hold.slot)
                return Held(effect, hold)
            case ReleaseHold():
                self.holds.pop(effect.hold, None)
                return Released(effect)
            case ConfirmHold():
                asked, slot = self.holds.pop(effect.hold)
                return self._booked(effect, Appointment(effect.hold, asked.case, asked.visit, slot, "booked"))
            case MovePlace():
                had = self.appointments[effect.appointment]
                slot = _slot(effect.slot, province)
                return self._booked(effect, Appointment(had.id, had.case, had.visit, slot, "booked", had.revision + 1))
            case CancelPlace():
                self._cancel(effect.appointment)
                return Cancelled(effect)

    def _together(self, effect: JointEffect, province: Province, now: datetime) -> Event:
        match effect:
            case FindAcross():
                each = (_coming(*counter, effect.first_day, province, now, effect.days) for counter in effect.counters)
                return FoundAcross(effect, tuple(slot for slots in each for slot in slots))
            case HoldTogether():
                holds = []
                for slot, case, visit, _ in effect.seats:
                    asked = HoldSlot(case=case, visit=visit, slot=slot)
                    hold = Hold(f"hold-{next(self._numbers)}", _slot(slot, province), now + timedelta(minutes=10))
                    self.holds[hold.id] = (asked, hold.slot)
                    holds.append(hold)
                return HeldTogether(effect, tuple(holds))
            case ReleaseTogether():
                for name in effect.holds:
                    self.holds.pop(name, None)
                return ReleasedTogether(effect)
            case ConfirmTogether():
                kept = [(name, *self.holds.pop(name)) for name in effect.holds]
                booked = [Appointment(name, asked.case, asked.visit, slot, "booked") for name, asked, slot in kept]
            case MoveTogether():
                had = [(self.appointments[move.appointment], _slot(move.slot, province)) for move in effect.moves]
                booked = [Appointment(a.id, a.case, a.visit, slot, "booked", a.revision + 1) for a, slot in had]
            case CancelTogether():
                return CancelledTogether(effect, tuple(self._cancel(name) for name in effect.appointments))
        self.appointments |= {appointment.id: appointment for appointment in booked}
        return BookedTogether(effect, tuple(booked))

    def _cancel(self, name: str) -> Appointment:
        self.cancelled[name] = replace(self.appointments.pop(name), state="cancelled")
        return self.cancelled[name]

    def _found_out(self, effect: FindOut) -> FoundOut:
        match effect.of:
            case ConfirmHold(hold=hold):
                names: tuple[str, ...] = (hold,)
            case ConfirmTogether(holds=holds):
                names = holds
            case MovePlace(appointment=appointment) | CancelPlace(appointment=appointment):
                names = (appointment,)
            case MoveTogether(moves=moves):
                names = tuple(move.appointment for move in moves)
            case CancelTogether(appointments=appointments):
                names = appointments
            case _:
                return FoundOut(effect, status=self.office.cases.get(effect.case))
        for name in names:
            self.holds.pop(name, None)
        known = {**self.appointments, **self.cancelled}
        return FoundOut(effect, tuple(known[name] for name in names if name in known))

    def _booked(self, effect: ConfirmHold | MovePlace, appointment: Appointment) -> Booked:
        self.appointments[appointment.id] = appointment
        return Booked(effect, appointment)


def _coming(
    centre: str, counter: str, first_day: date, province: Province, now: datetime, days: int = DAYS_OFFERED
) -> tuple[Slot, ...]:
    coming = openings(province, centre, counter, first_day, days)
    return tuple(_as_slot(opening) for opening in coming if opening.starts_at > now)


def _slot(id: str, province: Province) -> Slot:
    opening = opening_of(province, id)
    assert opening is not None, f"{id} was never offered"
    return _as_slot(opening)


def _as_slot(opening: Opening) -> Slot:
    return Slot(opening.id, opening.centre, opening.counter, opening.starts_at, opening.minutes, opening.windows)


@dataclass
class Talk:
    """One chat. `replies` and `effects` are those of the last event, the One Window's answers included."""

    guide: Guide = field(default_factory=guide)
    conversation: Conversation = field(default_factory=lambda: Conversation(chat="someone", seed="a seed"))
    window: Window = field(default_factory=Window)
    replies: list[Reply] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    def say(self, *lines: str) -> Talk:
        for line in lines:
            self.hear(Said(line))
        return self

    def tap(self, *keys: str) -> Talk:
        """Buttons, without the code of the case: `q:dwelling:owned`."""
        for key in keys:
            verb, _, rest = key.partition(":")
            self.hear(Tapped(key if verb in ("go", "none", *ELSEWHERE) else f"{verb}:{self.matter.code}:{rest}"))
        return self

    def hear(self, event: Event) -> Talk:
        """The event, and what the One Window answers to it."""
        self.replies, self.effects = [], []
        turn = self.step(event)
        while turn.effect is not None:
            turn = self.step(self.window.answer(turn.effect, self.guide.province, self.guide.now))
        return self

    def step(self, event: Event) -> Turn:
        """One event, one turn; the One Window is not asked."""
        turn = advance(self.conversation, event, self.guide)
        self.conversation = turn.conversation
        self.replies += turn.replies
        self.effects += [turn.effect] if turn.effect is not None else []
        return turn

    @property
    def matter(self) -> Matter:
        assert self.conversation.matter is not None, "nothing is being done"
        return self.conversation.matter

    @property
    def stage(self) -> Stage:
        return stage_of(self.conversation, self.guide)

    @property
    def at(self) -> str:
        """The stage and, where there is one, the open question or visit."""
        stage = self.stage
        where = getattr(stage, "question", None) or getattr(stage, "visit", None)
        return type(stage).__name__ + (f" {where.id}" if where else "")

    @property
    def said(self) -> list[str]:
        """What was said: the ids of sentences, the names of cards."""
        return [reply.id if isinstance(reply, Say) else type(reply).__name__ for reply in self.replies]

    @property
    def keys(self) -> list[str]:
        """What can be chosen now, without the code of the case."""
        codes = {matter.code for matter in self.conversation.matters}
        return [
            ":".join(part for part in choice.key.split(":") if part not in codes)
            for choice in choices(self.stage, self.guide)
        ]

    @property
    def answers(self) -> Mapping[str, str]:
        return self.matter.answers

    def reply(self, kind: type[Kind]) -> Kind:
        """The only reply of this kind."""
        (found,) = (reply for reply in self.replies if isinstance(reply, kind))
        return found
