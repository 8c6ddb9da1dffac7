"""Who is next. Pure, so that the rule can be read and tested by itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.backends.onewindow.hall.row import Number

IN_A_ROW = 2
PATIENCE = timedelta(minutes=30)


def in_order(waiting: Iterable[Number], now: datetime, in_a_row: int) -> Iterator[Number]:
    """Those who wait, in the order in which they are called.

    First the appointments whose time has come, by their time. Then everybody else by since when they wait: who walked
    in, who came late, who was called once and did not come. But nobody waits for ever: after two appointments in a
    row, whoever of them has waited over 30 minutes is next. Last, so that no window stands idle, the appointments whose
    time has not come. `in_a_row`: appointments called since somebody without one.
    """
    people = sorted(waiting, key=_place_in_row)
    due = deque(each for each in people if each.kind == "appointment" and each.due_at <= now)
    others = deque(each for each in people if each.kind != "appointment")
    while due or others:
        if others and (not due or (in_a_row >= IN_A_ROW and now - others[0].due_at > PATIENCE)):
            yield others.popleft()
            in_a_row = 0
        else:
            yield due.popleft()
            in_a_row += 1
    yield from (each for each in people if each.kind == "appointment" and each.due_at > now)


def _place_in_row(number: Number) -> tuple[datetime, datetime, int, str]:
    return number.due_at, number.arrived_at, len(number.number), number.number
