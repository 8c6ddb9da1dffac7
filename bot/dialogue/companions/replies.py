"""What is said to somebody who has to come as well, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.companions.state import Calling
from bot.dialogue.guide import Guide
from bot.dialogue.replies import Choice, Reply


@dataclass(frozen=True)
class CallingCard(Reply):
    """May they come? `start` by the centre's clock."""

    calling: Calling
    start: datetime


def ask_to_come(calling: Calling, guide: Guide, offered: tuple[Choice, ...]) -> CallingCard:
    """The question."""
    return CallingCard(calling, guide.local(calling.slot), choices=offered)
