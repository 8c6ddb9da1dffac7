"""Who is next, and how long it takes: the rules by themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.backends.onewindow.hall.pace import Pace, estimate, pace_of
from bot.backends.onewindow.hall.row import Kind, Line, Number
from bot.backends.onewindow.hall.turns import in_order
from bot.dialogue.hall import Wait

NINE = datetime(2026, 12, 2, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LINE = Line("xihu", "passport", NINE.date())


def somebody(name: str, kind: Kind, due: int) -> Number:
    """`due`: minutes from nine o'clock; for everybody without an appointment, since when they wait."""
    at = NINE + due * MINUTE
    return Number(name, LINE, name, kind, "waiting", None, None, at, at)


A20, A5, A0 = (somebody(f"A{due}", "appointment", -due) for due in (20, 5, 0))
SOON = somebody("SOON", "appointment", 10)
W40, W29 = (somebody(f"W{waited}", "walk-in", -waited) for waited in (40, 29))
LATE = somebody("LATE", "late", -35)


@pytest.mark.parametrize(
    ("waiting", "in_a_row", "order"),
    [
        ([A0, A20, A5], 0, "A20 A5 A0"),
        ([W29, A0], 0, "A0 W29"),
        ([W29, A0], 2, "A0 W29"),
        ([W40, A0], 1, "A0 W40"),
        ([W40, A0], 2, "W40 A0"),
        ([A0, A5, A20, W40, LATE], 0, "A20 A5 W40 A0 LATE"),
        ([SOON, W29], 0, "W29 SOON"),
        ([SOON], 0, "SOON"),
        ([], 5, ""),
    ],
    ids=[
        "appointments by their time", "appointments first", "not waited half an hour yet", "one in a row",
        "two in a row", "late is among the others", "before its time it is last", "no window stands idle", "nobody",
    ],
)  # fmt: skip
def test_who_is_next(waiting: list[Number], in_a_row: int, order: str) -> None:
    assert " ".join(each.number for each in in_order(waiting, NINE, in_a_row)) == order


KINDS = st.sampled_from(["appointment", "late", "walk-in"])
PEOPLE = st.lists(st.tuples(KINDS, st.integers(-120, 60)), max_size=12)


@settings(max_examples=100, deadline=None)
@given(PEOPLE, st.integers(0, 4))
def test_everybody_has_one_turn_and_nobody_waits_for_ever(people: list[tuple[Kind, int]], in_a_row: int) -> None:
    waiting = [somebody(f"{at}", kind, due) for at, (kind, due) in enumerate(people)]
    order = list(in_order(waiting, NINE, in_a_row))
    assert sorted(each.id for each in order) == sorted(each.id for each in waiting)
    long = [each for each in waiting if each.kind != "appointment" and NINE - each.due_at > 30 * MINUTE]
    for number, each in enumerate(sorted(long, key=lambda one: one.due_at), 1):
        before = [other for other in order[: order.index(each)] if other.kind == "appointment"]
        assert len(before) <= 2 * number


# --- how long --------------------------------------------------------------------------------------------------------

TEN = [10 * MINUTE] * 5


@pytest.mark.parametrize(
    ("services", "windows", "ahead", "serving", "coming", "wait"),
    [
        (TEN, 1, 3, 0, [], Wait(3, 30, True)),
        (TEN, 1, 3, 1, [], Wait(3, 35, True)),  # whoever is at the window is half done
        (TEN, 2, 3, 2, [], Wait(3, 20, True)),
        (TEN, 2, 0, 1, [], Wait(0, 0, True)),  # a window is free
        (TEN, 0, 1, 0, [], Wait(1, 10, True)),
        (TEN[:4], 1, 2, 0, [], Wait(2, 60, False)),
        ([5 * MINUTE] * 3 + [60 * MINUTE] * 2, 1, 1, 0, [], Wait(1, 5, True)),
        (TEN, 1, 2, 0, [15, 29, 45, -5], Wait(2, 40, True)),  # the second falls into what the first adds
    ],
    ids=["three", "one at the window", "two windows", "free", "no window seen", "few", "median", "appointments"],
)
def test_a_wait(
    services: list[timedelta], windows: int, ahead: int, serving: int, coming: list[float], wait: Wait
) -> None:
    assert estimate(pace_of(services, windows, 30), ahead, serving, coming) == wait


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(-10, 300), max_size=60),
    st.integers(0, 12),
    st.integers(0, 50),
    st.integers(0, 12),
    st.lists(st.floats(-60, 240), max_size=8),
)
def test_it_is_never_below_zero_and_more_people_never_make_it_shorter(
    services: list[int], windows: int, ahead: int, serving: int, coming: list[float]
) -> None:
    pace: Pace = pace_of([each * MINUTE for each in services], windows, 30)
    fewer, more = (estimate(pace, people, serving, coming) for people in (ahead, ahead + 1))
    assert 0 <= fewer.minutes <= more.minutes
    assert fewer.measured == (len(services) >= 5)
