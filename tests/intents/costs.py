"""`python -m tests.intents.costs`: what a sentence and a start of the program cost, in processor time and memory.

Processor time, since the clock on the wall also counts what else the machine does. About a minute.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import fmean, quantiles
from tempfile import TemporaryDirectory

import intents
from intents.encoder.encoder import Encoder
from intents.sentences import bank
from intents.tidy import plain
from tests.understood import shipped_matcher

EVERY = 4
"""So many held-out sentences are there to each that is measured."""
TOLD = ("avx2", "fma", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8")
"""What matters here of what a processor can do."""


def main() -> int:
    sys.stdout.write(f"{_processor()}\n")
    sentences = [sentence.text for sentence in bank("heldout")][::EVERY]
    encoder, matcher = Encoder(Path(intents.__file__).parent / "model"), shipped_matcher()
    _tell("encoder", [_spent(partial(encoder.encode, [plain(text)])) for text in sentences])
    _tell("sentence, all of it", [_spent(partial(matcher.match, text)) for text in sentences])
    with TemporaryDirectory() as home:
        for name, arguments, said in (
            ("chat, first start", ["chat"], "你好"),
            ("chat, started again", ["chat"], "你好"),
            ("match, one sentence", ["match"], "我买了套二手房"),
        ):
            user, system, peak = _start(arguments, said, home)
            sys.stdout.write(f"{name:<20} {user:.2f} s user, {system:.2f} s system, at most {peak:.0f} MB resident\n")
    return 0


def _processor() -> str:
    """Its name and what it can do, as Linux tells them."""
    told = dict(line.split(":", 1) for line in Path("/proc/cpuinfo").read_text().splitlines() if ":" in line)
    known = {name.strip(): value.strip() for name, value in told.items()}
    able = [name for name in TOLD if name in known.get("flags", "").split()]
    python = sys.version.split()[0]
    return f"{known.get('model name', 'unknown')}, {os.cpu_count()} cores, {' '.join(able)}, Python {python}"


def _spent(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _tell(name: str, spent: list[float]) -> None:
    ranks = quantiles(spent, n=20)
    sys.stdout.write(
        f"{name:<20} mean {fmean(spent):.1f} ms, median {ranks[9]:.1f} ms, 95 % within {ranks[18]:.1f} ms\n"
    )


def _start(arguments: list[str], said: str, home: str) -> tuple[float, float, float]:
    """Seconds of the user's and of the system's processor time, and MB, of a run that hears one sentence."""
    running = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        env={**os.environ, "HOME": home, "XDG_CACHE_HOME": f"{home}/cache", "XDG_STATE_HOME": f"{home}/state"},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert running.stdin is not None
    running.stdin.write(said + "\n")
    running.stdin.close()
    _, status, used = os.wait4(running.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime, used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
