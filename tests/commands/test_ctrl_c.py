"""Ctrl-C ends a command with 130 and without a word, at whatever moment it comes."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from bot import __main__ as program
from bot.commands.ending import in_order
from tests.commands.conftest import ROOT, Office
from tests.commands.test_main import answer

MOMENTS = ("typer", "bot.commands.match", "intents.matcher")
"""What is being imported when it comes."""

AT_AN_IMPORT = """if True:
    import runpy, signal, sys, weakref

    class Finder:
        def find_spec(self, name, path=None, target=None):
            if name == moment:
                come()

    def press(*_):
        signal.raise_signal(signal.SIGINT)

    def press_where_exceptions_are_forgotten():
        Finder.seen = weakref.ref(Finder(), press)  # dies at once

    moment, where, *sys.argv[1:] = sys.argv[1:]
    come = {"in the open": press, "where exceptions are forgotten": press_where_exceptions_are_forgotten}[where]
    sys.meta_path.insert(0, Finder())
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
"""


@pytest.mark.usefixtures("foreground")
@pytest.mark.parametrize("where", ["in the open", "where exceptions are forgotten"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_while_the_command_starts(office: Office, moment: str, where: str) -> None:
    command = [sys.executable, "-c", AT_AN_IMPORT, moment, where, "match"]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, cwd=ROOT, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (program.INTERRUPTED, b"", b"")


@pytest.mark.usefixtures("foreground")
def test_while_match_waits_for_a_line(office: Office) -> None:
    with office.start("match") as process:
        answer(process, "parking")
        ends_at_ctrl_c(process)


@pytest.mark.usefixtures("foreground")
def test_while_a_piped_chat_waits_for_a_line(office: Office) -> None:
    with office.start("chat") as process:
        answer(process, "parking")
        assert process.stdout is not None
        while process.stdout.readline().strip():
            pass
        ends_at_ctrl_c(process)


def test_what_a_shell_started_in_the_background_goes_on(office: Office) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with office.start("match") as process:
            answer(process, "parking")
            process.send_signal(signal.SIGINT)
            assert answer(process, "parking")
    finally:
        signal.signal(signal.SIGINT, before)
    assert process.returncode == 0


@pytest.mark.usefixtures("foreground")
def test_what_ends_in_order_may_give_back_what_it_took() -> None:
    def end_at_once(*_: object) -> None:
        pytest.fail("nothing is given back")

    signal.signal(signal.SIGINT, end_at_once)
    with pytest.raises(KeyboardInterrupt), in_order():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is end_at_once


def ends_at_ctrl_c(process: subprocess.Popen[bytes]) -> None:
    """Its input is still open."""
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == program.INTERRUPTED
    assert process.stdout is not None
    assert process.stderr is not None
    assert (process.stdout.read(), process.stderr.read()) == (b"", b"")
