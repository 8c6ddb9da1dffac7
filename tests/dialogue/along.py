"""Keeps callings in memory for the pure core, and asks the One Window whether the place is still the one meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.dialogue.companions.effects import (
    AnswerCalling,
    AskAlong,
    AskedAlong,
    CallingAnswered,
    CallingFound,
    CompanionEffect,
    CompanionEvent,
    NoCalling,
)
from bot.dialogue.companions.state import Calling, CallingState
from bot.dialogue.conversation import case_code
from bot.dialogue.ports import Appointment


@dataclass
class Callings:
    """`answers`: what was answered, by code."""

    asked: dict[str, Calling] = field(default_factory=dict)
    answers: dict[str, bool] = field(default_factory=dict)

    def answer(self, effect: CompanionEffect, appointments: Mapping[str, Appointment], now: datetime) -> CompanionEvent:
        if isinstance(effect, AskAlong):
            code = case_code(effect.key, 1)
            self.asked[code] = effect.calling.model_copy(update={"code": code})
            return AskedAlong(effect, code)
        calling = self.asked.get(effect.code)
        state = self._state(calling, appointments, now)
        if isinstance(effect, AnswerCalling):
            if state == "open":
                self.answers[effect.code] = effect.comes
            return CallingAnswered(effect, state)
        return CallingFound(effect, calling, state) if calling else NoCalling(effect)

    def _state(self, calling: Calling | None, appointments: Mapping[str, Appointment], now: datetime) -> CallingState:
        if calling is None or calling.slot.starts_at <= now:
            return "over"
        booked = appointments.get(calling.appointment)
        if booked is None or booked.slot.id != calling.slot.id:
            return "moved"
        return "answered" if calling.code in self.answers else "open"
