"""Long work on every core of the machine: reading, checking and breaking definitions, each of which stands alone.

spread(work, tasks) -> the results, in the order of the tasks
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

MOST = 8
"""Processes at most: each one holds the province."""


def cores() -> int:
    """How many processes may work at the same time on this machine."""
    free = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(free, MOST)


def spread(work: Callable[[Task], Result], tasks: Sequence[Task], *, processes: int | None = None) -> Iterator[Result]:
    """What `work` makes of each task, in their order, each as soon as it and those before it are done.

    `work` and its results have to be picklable, and `work` must be content to run twice. `processes`: one a core
    unless it is given; with one, everything is done in this process. A process that is killed costs time, no result.
    """
    processes = min(processes or cores(), len(tasks))
    done = 0
    if processes > 1:
        pool = ProcessPoolExecutor(processes, _context(), _begin, (work,))
        try:
            for result in pool.map(_do, tasks):
                done += 1
                yield result
        except BrokenProcessPool:
            pass  # the system took one away, for want of memory perhaps: what is left is done here
        finally:
            pool.shutdown(cancel_futures=True)
    yield from map(work, tasks[done:])


def _context() -> Any:
    """Fork where it is to be had and safe: a forked process has everything imported already."""
    alone = threading.active_count() == 1
    return multiprocessing.get_context("fork" if alone and hasattr(os, "fork") else "spawn")


_work: Callable[[Any], Any]


def _begin(work: Callable[[Any], Any]) -> None:
    """Each process is told once what to do, since the province is large; Ctrl-C is for the first one to answer."""
    global _work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    _work = work


def _end_with_the_first() -> None:
    """A process whose parent was killed would wait for work for ever."""
    first = multiprocessing.parent_process()
    if first is not None:
        first.join()
        os._exit(1)


def _do(task: Any) -> Any:
    return _work(task)
