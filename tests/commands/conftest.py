"""`office`: an installation with the small procedure, whose commands run in this process or in one of their own."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pytest

import bot
from bot import __main__ as program
from tests.small import write_small

NOTHING: Mapping[str, str] = {}
ROOT = Path(bot.__file__).parent.parent


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Office:
    definitions: Path
    environment: dict[str, str]
    _monkeypatch: pytest.MonkeyPatch
    _output: pytest.CaptureFixture[str]

    def run(self, *arguments: str | Path, given: bytes = b"") -> Ended:
        """Run a command in this process, with `given` on its stdin."""
        self._output.readouterr()
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = program.run([str(argument) for argument in arguments])
        out, err = self._output.readouterr()
        return Ended(code, out, err)

    def start(
        self, *arguments: str, given: int | BinaryIO = subprocess.PIPE, environment: Mapping[str, str] = NOTHING
    ) -> subprocess.Popen[bytes]:
        """Start a command as a shell would."""
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.definitions.parent,
            env={**os.environ, **self.environment, **environment, "PYTHONPATH": str(ROOT)},
        )


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    definitions = write_small(tmp_path / "office")
    environment = {
        "DEFINITIONS": str(definitions),
        "LANGUAGE": "en",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for name in ("DATABASE_URL", "SECRET", "KEYS_FILE", "TELEGRAM_TOKEN", "WEBHOOK_URL", "WEBHOOK_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(definitions.parent)
    return Office(definitions, environment, monkeypatch, capsys)


@pytest.fixture
def foreground() -> Iterator[None]:
    """Ctrl-C reaches what the test starts; where tests run in a shell's background, it is ignored from the start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
