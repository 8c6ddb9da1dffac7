"""Work on every core: the same results in the same order, whoever does it and whatever happens to them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bot.catalogue import cores
from bot.catalogue.cores import spread

TASKS = list(range(20))
HERE = os.getpid()


def squared(number: int) -> int:
    return number * number


def done_here(number: int) -> bool:
    return os.getpid() == HERE


def killed_elsewhere(first: int, number: int) -> int:
    """Whoever does it in another process than `first` is taken away in the middle."""
    if number == 7 and os.getpid() != first:
        os._exit(9)
    return number * number


def refused(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


@pytest.mark.parametrize("processes", [None, 1, 2, 50])
def test_results_come_in_the_order_of_the_tasks(processes: int | None) -> None:
    assert list(spread(squared, TASKS, processes=processes)) == [number * number for number in TASKS]


def test_there_may_be_nothing_to_do() -> None:
    assert list(spread(squared, [], processes=2)) == []


def test_one_process_is_this_one() -> None:
    assert all(spread(done_here, TASKS, processes=1))
    assert all(spread(done_here, TASKS[:1], processes=2))


def test_a_process_that_is_taken_away_costs_no_result() -> None:
    assert list(spread(partial(killed_elsewhere, HERE), TASKS, processes=2)) == [number * number for number in TASKS]


@pytest.mark.parametrize("processes", [1, 2])
def test_what_goes_wrong_in_another_process_goes_wrong_here(processes: int) -> None:
    with pytest.raises(ValueError, match="three"):
        list(spread(refused, TASKS, processes=processes))


def test_beside_other_threads_too() -> None:
    """A process with threads is not forked: a lock that one of them holds would stay locked in the copy."""
    waiting = threading.Event()
    other = threading.Thread(target=waiting.wait)
    other.start()
    try:
        assert list(spread(squared, TASKS, processes=2)) == [number * number for number in TASKS]
    finally:
        waiting.set()
        other.join()


def test_every_machine_has_a_core() -> None:
    assert 1 <= cores.cores() <= cores.MOST


def named(folder: Path, number: int) -> int:
    """Leaves the number of its process, and is not soon done."""
    (folder / str(os.getpid())).touch()
    time.sleep(60)
    return number


def begin_long_work(folder: Path) -> None:
    list(spread(partial(named, folder), TASKS, processes=2))


def test_who_works_for_a_process_that_is_killed_ends_too(tmp_path: Path) -> None:
    first = multiprocessing.get_context("fork").Process(target=begin_long_work, args=(tmp_path,))
    first.start()
    workers = wait_for(lambda: [int(file.name) for file in tmp_path.iterdir()], lambda found: len(found) == 2)
    first.kill()
    first.join()
    left = wait_for(lambda: [pid for pid in workers if runs(pid)], lambda left: not left, patience=20)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []


def wait_for(look: Callable[[], list[int]], enough: Callable[[list[int]], bool], patience: float = 60) -> list[int]:
    """What is seen once it is enough, or after so many seconds."""
    deadline = time.monotonic() + patience
    while not enough(seen := look()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return seen


def runs(pid: int) -> bool:
    """Whether a process of this number is there and not only waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
