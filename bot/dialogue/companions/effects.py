"""What must happen so that others can be asked along, and what came of it. Values only; nothing here acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.dialogue.companions.state import Calling, CallingState
from bot.dialogue.effect import CaseEffect


class AskAlong(CaseEffect):
    """Keep what is asked, under a code that can be passed on."""

    kind: Literal["ask-along"] = "ask-along"
    calling: Calling


class FindCalling(CaseEffect):
    kind: Literal["find-calling"] = "find-calling"
    code: str


class AnswerCalling(CaseEffect):
    kind: Literal["answer-calling"] = "answer-calling"
    code: str
    comes: bool


CompanionEffect = AskAlong | FindCalling | AnswerCalling


@dataclass(frozen=True)
class AskedAlong:
    effect: AskAlong
    code: str


@dataclass(frozen=True)
class CallingFound:
    effect: FindCalling
    calling: Calling
    state: CallingState


@dataclass(frozen=True)
class NoCalling:
    """Nobody was asked along by this code."""

    effect: FindCalling


@dataclass(frozen=True)
class CallingAnswered:
    """`state`: `open` where the answer counts, else why it does not."""

    effect: AnswerCalling
    state: CallingState


CompanionEvent = AskedAlong | CallingFound | NoCalling | CallingAnswered


@dataclass(frozen=True)
class CompanionAnswered:
    """Reaches the chat that asked, by itself."""

    case: str
    visit: str
    slot: str
    """About which they were asked."""
    role: str
    comes: bool
