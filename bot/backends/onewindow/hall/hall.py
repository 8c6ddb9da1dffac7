"""The hall as its staff see it, by command and by API: who comes, who is next, and how it ended.

The citizen of a booked place hears of it in the chat that has the case. Calls lock in one order: key, place, line,
number; so two windows that call at once never get the same person, and one place never gets two numbers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow import places
from bot.backends.onewindow.hall import calls, closing, news, row, waits
from bot.backends.onewindow.hall.arriving import arrival, day_at, kind_of
from bot.backends.onewindow.hall.calls import Call
from bot.backends.onewindow.hall.refusals import NotCalled, WindowBusy
from bot.backends.onewindow.hall.row import Line, Number, State
from bot.backends.onewindow.hall.turns import in_order
from bot.backends.onewindow.places import Place
from bot.backends.onewindow.transactions import change, look
from bot.database.jobs import Jobs
from bot.dialogue.hall import HallNews, Wait
from bot.dialogue.ports import Clock, Unknown
from procedures.provincial import Province

Outcome = Literal["served", "left"]


class Hall:
    """The halls of all centres, today. Every call that changes something takes a `key`: the same call with it changes
    nothing more on this day and answers as the first did. All raise BackendDown.
    """

    def __init__(self, engine: AsyncEngine, jobs: Jobs, province: Province, clock: Clock) -> None:
        self._engine = engine
        self._jobs = jobs
        self._province = province
        self._clock = clock

    # --- who comes ---------------------------------------------------------------------------------------------------

    async def check_in(self, case: str, centre: str, key: str) -> Number:
        """A number for whoever comes for the booked place of this case; who checks in again has the same number.

        Raises Unknown, Cancelled, OtherCentre, OtherDay, ComeLater, Over.
        """

        async def arrive(connection: AsyncConnection, now: datetime) -> Number:
            place, number = await arrival(connection, self._province, case, centre, now)
            if number is not None:
                return await self._with_wait(connection, number, now)
            kind = kind_of(place, now)
            at = self._at(place.slot.counter)
            added = await row.add(connection, self._line(centre, place.slot.counter, now), at, kind, now, place=place)
            number = await self._with_wait(connection, added, now)
            await news.tell(connection, self._jobs, "checked-in", place, number, now)
            return number

        return _somebody(await self._once("check-in", (centre, case, key), arrive))

    async def walk_in(self, centre: str, counter: str, key: str) -> Number:
        """A number for whoever has booked nothing. Raises Unknown where the centre has no such counter."""
        self._check(centre, counter)

        async def arrive(connection: AsyncConnection, now: datetime) -> Number:
            line = self._line(centre, counter, now)
            added = await row.add(connection, line, self._at(counter), "walk-in", now)
            return await self._with_wait(connection, added, now)

        return _somebody(await self._once("walk-in", (centre, counter, key), arrive))

    # --- who is next, and how it ended -------------------------------------------------------------------------------

    async def call_next(self, centre: str, counter: str, window: str, key: str) -> Number | None:
        """Who is to come to this window now, by the rule of `turns.in_order`; None where nobody waits.

        Raises Unknown, and WindowBusy until whoever is there is finished.
        """
        self._check(centre, counter)

        async def call(connection: AsyncConnection, now: datetime) -> Number | None:
            line = self._line(centre, counter, now)
            in_a_row = await row.in_a_row(connection, line, lock=True)
            busy = await row.at_window(connection, centre, line.day, window)
            if busy is not None:
                raise WindowBusy(busy)
            for first in in_order(await row.standing(connection, line, "waiting"), now, in_a_row):
                called = await row.change(connection, first, "waiting", state="called", called_at=now, window=window)
                if called is not None:  # else they moved or cancelled at this moment
                    await row.note_called(connection, called)
                    await self._tell(connection, "called", called, now)
                    return called
            return None

        return await self._once("call", (centre, counter, window, key), call)

    async def finish(self, centre: str, number: str, outcome: Outcome, key: str) -> Number:
        """Served at the window; or gone without, also while waiting. Raises Unknown, NotCalled."""
        states: tuple[State, ...] = ("called",) if outcome == "served" else ("waiting", "called")

        async def end(connection: AsyncConnection, now: datetime) -> Number:
            return await self._end(connection, await self._find(connection, centre, number, now), outcome, states, now)

        return _somebody(await self._once(outcome, (centre, number, key), end))

    async def no_show(self, centre: str, number: str, key: str) -> Number:
        """Called, and nobody came. The first time they wait again, with those who have no appointment and from now on;
        the second time it is missed. Raises Unknown, NotCalled.
        """

        async def put_back(connection: AsyncConnection, now: datetime) -> Number:
            found = await self._find(connection, centre, number, now)
            if found.in_vain:
                return await self._end(connection, found, "missed", ("called",), now)
            kind = "walk-in" if found.kind == "walk-in" else "late"
            again = await row.change(connection, found, "called", state="waiting", kind=kind, due_at=now, in_vain=1)
            if again is None:
                raise NotCalled(number)
            again = await self._with_wait(connection, again, now)
            await self._tell(connection, "called-in-vain", again, now)
            return again

        return _somebody(await self._once("no-show", (centre, number, key), put_back))

    # --- what there is to see ----------------------------------------------------------------------------------------

    async def queue(self, centre: str, counter: str | None = None) -> tuple[Number, ...]:
        """Who is at the windows, then who waits, in the order in which they are called; of one counter or of all.

        Raises Unknown.
        """
        self._check(centre, counter)
        counters = [counter] if counter is not None else list(self._province.centres[centre].counters)

        async def read(connection: AsyncConnection) -> tuple[Number, ...]:
            now = self._clock()
            lines = [self._line(centre, each, now) for each in counters]
            found = [await waits.read(connection, line, self._minutes(line.counter), now) for line in lines]
            return tuple(number for each in found for number in (*each.called, *each.waiting))

        return await look(self._engine, read)

    async def estimate(self, centre: str, counter: str) -> Wait:
        """How long whoever walks in now would wait. Raises Unknown."""
        self._check(centre, counter)

        async def read(connection: AsyncConnection) -> Wait:
            now = self._clock()
            line = self._line(centre, counter, now)
            return (await waits.read(connection, line, self._minutes(counter), now)).for_a_newcomer

        return await look(self._engine, read)

    async def sweep(self, before: datetime) -> int:
        """What the evening leaves: places for which nobody came are missed, numbers that nobody called are over, calls
        of before that moment are forgotten. Any replica may do so at any time: each place is missed once. Says how many
        were.
        """
        return await closing.sweep(self._engine, self._jobs, self._province, self._clock(), before)

    # --- what these have in common -----------------------------------------------------------------------------------

    async def _end(
        self,
        connection: AsyncConnection,
        number: Number,
        how: Literal["served", "left", "missed"],
        states: tuple[State, ...],
        now: datetime,
    ) -> Number:
        """The place of an appointment is over with it."""
        place = None if number.place is None else await places.find(connection, number.place)
        ended = await row.change(connection, number, *states, state=how, finished_at=now)
        if ended is None:
            raise NotCalled(number.number)
        if place is not None and place.state == "booked":
            await places.change_place(connection, place.id, state="over")
        if how != "left":
            await self._tell(connection, how, ended, now)
        return ended

    async def _tell(self, connection: AsyncConnection, what: HallNews, number: Number, now: datetime) -> None:
        """Whoever walked in has no chat that would know of it."""
        if number.place is None:
            return
        place: Place | None = await places.find(connection, number.place, lock=False)
        if place is not None:
            await news.tell(connection, self._jobs, what, place, number, now)

    async def _find(self, connection: AsyncConnection, centre: str, number: str, now: datetime) -> Number:
        return await row.find(connection, centre, self._day(centre, now), number.strip().upper())

    async def _with_wait(self, connection: AsyncConnection, number: Number, now: datetime) -> Number:
        found = await waits.read(connection, number.line, self._minutes(number.line.counter), now)
        return next((each for each in found.waiting if each.id == number.id), number)

    async def _once(
        self, call: Call, key: tuple[str, ...], act: Callable[[AsyncConnection, datetime], Awaitable[Number | None]]
    ) -> Number | None:
        async def first_or_again(connection: AsyncConnection) -> Number | None:
            now = self._clock()
            name = "/".join([self._day(key[0], now).isoformat(), *key])
            if not await calls.claim(connection, call, name, now):
                return await calls.read(connection, call, name)
            answer = await act(connection, now)
            await calls.keep(connection, call, name, answer)
            return answer

        return await change(self._engine, first_or_again)

    def _check(self, centre: str, counter: str | None) -> None:
        """Raises Unknown."""
        found = self._province.centres.get(centre)
        if found is None:
            raise Unknown(centre)
        if counter is not None and (counter not in found.counters or counter not in self._province.counters):
            raise Unknown(counter)

    def _line(self, centre: str, counter: str, now: datetime) -> Line:
        return Line(centre, counter, self._day(centre, now))

    def _day(self, centre: str, now: datetime) -> date:
        return day_at(self._province, centre, now)

    def _minutes(self, counter: str) -> int:
        return self._province.counters[counter].slot_minutes

    def _at(self, counter: str) -> int:
        """The counter's place among all of the province, by which it has its letter."""
        return list(self._province.counters).index(counter)


def _somebody(number: Number | None) -> Number:
    assert number is not None  # only a call finds nobody
    return number
