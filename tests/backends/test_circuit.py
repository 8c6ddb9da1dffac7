"""The circuit opens, lets one try through, and closes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.backends.circuit import Circuit
from tests.backends.town import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def circuit(clock: Clock) -> Circuit:
    """Opens after three failures, for five minutes."""
    return Circuit(clock, 3, timedelta(minutes=5))


def fail(circuit: Circuit, times: int = 3) -> None:
    for _ in range(times):
        circuit.note(answered=False)


def test_it_opens_after_failures_in_a_row(circuit: Circuit) -> None:
    fail(circuit, 2)
    assert circuit.lets_through()
    fail(circuit, 1)
    assert not circuit.lets_through()


def test_an_answer_in_between_begins_the_count_anew(circuit: Circuit) -> None:
    fail(circuit, 2)
    circuit.note(answered=True)
    fail(circuit, 2)
    assert circuit.lets_through()


def test_after_the_pause_one_call_is_let_through(circuit: Circuit, clock: Clock) -> None:
    fail(circuit)
    clock.turn(4)
    assert not circuit.lets_through()
    clock.turn(1)
    assert [circuit.lets_through() for _ in range(3)] == [True, False, False]


def test_the_call_that_is_answered_closes_it(circuit: Circuit, clock: Clock) -> None:
    fail(circuit)
    clock.turn(5)
    assert circuit.lets_through()
    circuit.note(answered=True)
    assert [circuit.lets_through() for _ in range(3)] == [True, True, True]


def test_the_call_that_fails_opens_it_again_at_once(circuit: Circuit, clock: Clock) -> None:
    fail(circuit)
    clock.turn(5)
    assert circuit.lets_through()
    fail(circuit, 1)
    clock.turn(4)
    assert not circuit.lets_through()
    clock.turn(1)
    assert circuit.lets_through()


def test_a_call_that_never_comes_back_blocks_nothing_for_good(circuit: Circuit, clock: Clock) -> None:
    fail(circuit)
    clock.turn(5)
    assert circuit.lets_through()
    clock.turn(5)
    assert circuit.lets_through()
