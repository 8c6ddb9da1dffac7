"""Why the hall says no, each named for the situation.

Refused
├── Unknown         no such case here, no such counter or number (dialogue/ports)
├── Cancelled       the appointment was cancelled
├── OtherCentre     the appointment is today, at another centre
├── OtherDay        the appointment is on another day
├── ComeLater       it is too early to check in
├── Over            nobody came in time, or it was finished before
├── NotCalled       the number is not at a window now
└── WindowBusy      the window still has somebody
"""

from __future__ import annotations

from datetime import datetime

from bot.dialogue.ports import Refused


class Cancelled(Refused):
    pass


class OtherCentre(Refused):
    """`centre`: where it is."""

    def __init__(self, centre: str) -> None:
        super().__init__(centre)
        self.centre = centre


class OtherDay(Refused):
    """`starts_at` and `centre`: when and where it is; the next one, if there are several."""

    def __init__(self, starts_at: datetime, centre: str) -> None:
        super().__init__(starts_at.isoformat())
        self.starts_at, self.centre = starts_at, centre


class ComeLater(Refused):
    """`opens_at`: from when on one can check in."""

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(opens_at.isoformat())
        self.opens_at = opens_at


class Over(Refused):
    pass


class NotCalled(Refused):
    pass


class WindowBusy(Refused):
    """`number`: who is there."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number
