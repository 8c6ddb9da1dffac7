"""One register that is slow, down, wrong, or answers nonsense: whoever asks gets an answer or none, in time."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from itertools import repeat
from time import monotonic
from typing import Any

import pytest

from bot.backends.onewindow.sharing.asking import Asking, Patience, Silent
from bot.backends.onewindow.sharing.register import Enquiry, Record, Represented
from tests.backends.sharing.county import ADDRESS, BUYER, SELLER, Timer, citizen, entry
from tests.backends.sharing.registers import DOWN, Fault, Register, cancelled_inside, later
from tests.backends.town import Clock

UNCHECKED_RECORD: Any = Record.model_construct
UNCHECKED_REPRESENTED: Any = Represented.model_construct
ENQUIRY = Enquiry(BUYER, "home-certificate", "property-transfer", "A1")
FOUND = entry(BUYER, address=ADDRESS)


class Bug(Exception):
    """Its text is personal, so it may not be written anywhere."""


def asking(register: Register, timer: Timer, clock: Clock | None = None, **settings: Any) -> Asking:
    return Asking({"home-register": register}, clock or Clock(), timer.patience(**settings))


async def ask(asking: Asking) -> Record | Silent | None:
    return await asking.ask("home-register", ENQUIRY, asking.until())


async def test_an_entry_and_none() -> None:
    assert await ask(asking(Register(FOUND), Timer())) == FOUND
    assert await ask(asking(Register(entry(SELLER)), Timer())) is None


async def test_a_register_that_is_not_connected_is_down() -> None:
    one = Asking({}, Clock(), Timer().patience())
    assert await ask(one) is Silent.DOWN


@pytest.mark.parametrize("broken", [DOWN, TimeoutError(BUYER), ConnectionResetError(BUYER)])
async def test_it_is_asked_again_while_it_is_down(broken: Exception) -> None:
    register, timer = Register(FOUND, script=[broken, broken]), Timer()
    assert await ask(asking(register, timer)) == FOUND
    assert (len(register.asked), timer.slept) == (3, [0.1, 0.2])


async def test_it_is_asked_three_times_at_most() -> None:
    register = Register(FOUND, script=[DOWN, DOWN, DOWN])
    assert await ask(asking(register, Timer())) is Silent.DOWN
    assert len(register.asked) == 3


async def test_pauses_double_up_to_the_longest_and_are_drawn_from_zero_on() -> None:
    timer, drawn = Timer(), []

    def draw(least: float, most: float) -> float:
        drawn.append((least, most))
        return most / 2

    settings: dict[str, Any] = {"tries": 7, "deadline": 60, "open_after": 99, "draw": draw}
    assert await ask(asking(Register(script=repeat(DOWN)), timer, **settings)) is Silent.DOWN
    assert drawn == [(0, 0.1), (0, 0.2), (0, 0.4), (0, 0.8), (0, 1.0), (0, 1.0)]
    assert timer.slept == [most / 2 for _, most in drawn]


def test_pauses_are_random_unless_told_otherwise() -> None:
    pauses = {Patience().draw(0, 1.0) for _ in range(50)}
    assert len(pauses) > 40
    assert min(pauses) >= 0
    assert max(pauses) <= 1


async def test_no_pause_is_begun_that_the_deadline_would_cut() -> None:
    register, timer = Register(script=repeat(DOWN)), Timer()
    assert await ask(asking(register, timer, deadline=0.25)) is Silent.DOWN
    assert (len(register.asked), timer.slept) == (2, [0.1])


async def test_after_the_deadline_nobody_is_asked() -> None:
    register, timer = Register(FOUND), Timer()
    one = asking(register, timer)
    until = one.until()
    timer.now = until
    assert await one.ask("home-register", ENQUIRY, until) is Silent.DOWN
    assert register.asked == []


async def test_an_answer_that_comes_after_the_deadline_is_none() -> None:
    timer = Timer()
    register = Register(script=[later(4.5, timer.sleep, FOUND)])
    assert await ask(asking(register, timer)) is Silent.DOWN


async def test_a_slow_register_is_cut_off_at_the_deadline() -> None:
    """By the real clock: it would take a minute."""
    register = Register(script=[later(60, asyncio.sleep, FOUND)])
    one = Asking({"home-register": register}, Clock(), Patience(deadline=0.2))
    began = monotonic()
    assert await ask(one) is Silent.DOWN
    assert 0.15 <= monotonic() - began < 5


NONSENSE: dict[str, Fault] = {
    "text": "<html>502</html>",
    "a mapping": {"number": BUYER},
    "a list": [FOUND],
    "true": True,
    "a record past its checks": UNCHECKED_RECORD(number=BUYER, recorded="May", fields={"address": 7}),
    "half a record": UNCHECKED_RECORD(number=BUYER),
    "a bug": Bug(f"no column {BUYER}"),
    "its own cancelling": cancelled_inside,
}


@pytest.mark.parametrize("kind", NONSENSE)
async def test_nonsense_is_no_answer_and_is_not_asked_for_again(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    register = Register(FOUND, script=[NONSENSE[kind]])
    assert await ask(asking(register, Timer())) is Silent.NONSENSE
    assert len(register.asked) == 1
    [line] = caplog.records
    assert line.getMessage().startswith("The register home-register answered nonsense: ")
    assert BUYER not in caplog.text
    assert line.exc_info is None


async def test_a_register_that_fails_before_it_can_be_awaited_answers_nonsense() -> None:
    class Broken(Register):
        def ask(self, enquiry: Enquiry) -> Any:
            raise Bug(enquiry.number)

    assert await ask(asking(Broken(), Timer())) is Silent.NONSENSE


async def test_nonsense_is_logged_by_its_type(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        await ask(asking(Register(script=[Bug(ADDRESS)]), Timer()))
        await ask(asking(Register(script=[{"address": ADDRESS}]), Timer()))
    assert [line.getMessage().rpartition(": ")[2] for line in caplog.records] == ["Bug.", "dict."]


async def test_the_entry_of_another_person_is_dropped(caplog: pytest.LogCaptureFixture) -> None:
    register = Register(script=[entry(SELLER, address=ADDRESS)])
    assert await ask(asking(register, Timer())) is Silent.WRONG_PERSON
    assert (SELLER in caplog.text, ADDRESS in caplog.text, "home-register" in caplog.text) == (False, False, True)


async def test_a_number_may_be_written_with_a_small_letter() -> None:
    number = next(one for one in map(citizen, range(99)) if one.endswith("X"))
    register = Register(script=[entry(number.lower())])
    enquiry = Enquiry(number, None, "property-transfer", "A1")
    one = asking(register, Timer())
    assert isinstance(await one.ask("home-register", enquiry, one.until()), Record)


async def test_whoever_is_stopped_is_not_taken_for_a_register_that_fails() -> None:
    register = Register(script=[later(60, asyncio.sleep)])
    task = asyncio.create_task(ask(asking(register, Timer())))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("fault", [DOWN, "<html>", entry(SELLER)], ids=["down", "nonsense", "another person"])
async def test_a_register_that_keeps_failing_is_spared(fault: Fault) -> None:
    register, clock = Register(FOUND, script=[fault] * 4), Clock()
    one = asking(register, Timer(), clock, tries=1, open_after=4, open_for=timedelta(minutes=1))
    for _ in range(6):
        assert isinstance(await ask(one), Silent)
    assert len(register.asked) == 4
    clock.turn(1)
    assert await ask(one) == FOUND
    assert await ask(one) == FOUND


async def test_a_half_open_circuit_gets_one_call_and_no_second_try() -> None:
    register, clock = Register(script=repeat(DOWN)), Clock()
    one = asking(register, Timer(), clock, open_after=3, open_for=timedelta(minutes=1))
    await ask(one)
    clock.turn(1)
    await asyncio.gather(*(ask(one) for _ in range(8)))
    assert len(register.asked) == 3 + 1


async def test_a_slow_register_is_spared_too() -> None:
    timer = Timer()
    register = Register(script=repeat(later(9, timer.sleep)))
    one = asking(register, timer, open_after=2)
    for _ in range(4):
        await ask(one)
    assert len(register.asked) == 2


async def test_whom_one_may_act_for() -> None:
    child = Represented(number=citizen(7), name="孩子甲")
    register = Register(script=[DOWN, (child,)])
    one = asking(register, Timer())
    assert await one.represented("home-register", BUYER, "child", one.until()) == (child,)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [Represented(number=SELLER, name="孩子甲")],
        (SELLER,),
        (entry(SELLER),),
        (UNCHECKED_REPRESENTED(number=SELLER),),
    ],
    ids=["nothing", "a list", "texts", "records", "half"],
)
async def test_nonsense_about_whom_one_may_act_for(answer: object) -> None:
    one = asking(Register(script=[answer]), Timer())
    assert await one.represented("home-register", BUYER, "child", one.until()) is Silent.NONSENSE
