"""How the One Window behaves when its database collides, falls silent or comes back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow import OneWindow
from bot.backends.onewindow.tables import booking_call
from bot.backends.onewindow.transactions import TRIES, change
from bot.dialogue.ports import BackendDown
from tests.backends.contract import asking
from tests.backends.contract.asking import book
from tests.backends.town import EARLY, NEXT, WEDNESDAY, Clock, build_town

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

CALLS: dict[str, Callable[[OneWindow], Awaitable[object]]] = {
    "slots": lambda window: window.slots("xihu", "passport", WEDNESDAY, 1),
    "hold": lambda window: asking.hold(window, EARLY, "A1", "apply", "k1"),
    "release": lambda window: window.release("h1"),
    "confirm": lambda window: asking.confirm(window, "h1", "k1"),
    "move": lambda window: asking.move(window, "h1", NEXT, "k1"),
    "cancel": lambda window: asking.cancel(window, "h1", "k1"),
    "appointment": lambda window: window.appointment("h1"),
    "expire": lambda window: window.expire(Clock()()),
}


class Collision:
    """Work that runs into a row of its own for some tries, then succeeds."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.tries = 0

    async def __call__(self, connection: AsyncConnection) -> int:
        self.tries += 1
        rows = 2 if self.tries <= self.times else 1
        for _ in range(rows):
            await connection.execute(insert(booking_call).values(call="hold", key="k1"))
        return self.tries


@on_postgresql
async def test_work_that_collides_is_done_again_from_the_start(database: AsyncEngine) -> None:
    assert await change(database, Collision(times=TRIES - 1)) == TRIES


@on_postgresql
async def test_work_that_always_collides_is_given_up(database: AsyncEngine) -> None:
    work = Collision(times=TRIES)
    with pytest.raises(IntegrityError):
        await change(database, work)
    assert work.tries == TRIES


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_where_writers_take_turns_a_collision_is_a_bug(database: AsyncEngine) -> None:
    work = Collision(times=1)
    with pytest.raises(IntegrityError):
        await change(database, work)
    assert work.tries == 1


@pytest.mark.parametrize("call", CALLS)
async def test_a_database_that_does_not_answer_is_a_backend_down(silent: AsyncEngine, call: str) -> None:
    with pytest.raises(BackendDown):
        await CALLS[call](OneWindow(silent, build_town(), Clock()))


@on_postgresql
async def test_a_connection_lost_in_the_middle_undoes_the_call_and_the_next_one_is_answered(
    database: AsyncEngine, window: OneWindow
) -> None:
    async def break_off(connection: AsyncConnection) -> None:
        await connection.execute(insert(booking_call).values(call="hold", key="lost"))
        await connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(BackendDown):
        await change(database, break_off)
    async with database.connect() as connection:
        assert (await connection.execute(booking_call.select())).all() == []
    assert (await book(window, EARLY)).state == "booked"
