"""Conversations as they really go, to be read: tests/transcripts/*.txt.

A line that begins with `> ` is what the citizen types; what follows is the answer. A file begins with what it shows and
may set `@ down=…` (registers that are known not to answer) and `@ wait=…` (minutes that pass; what is due by itself is
done then). `@ shares` lets citizens log in: `@ login=PERSON` follows the link as somebody of the demonstration,
`@ off=REGISTER` and `@ on=REGISTER` switch its registers, and `@ as=NAME` goes on in another chat. After `< NAME`
stands what reached that chat by itself.

After a change that is meant, `make transcripts` writes them anew, and the difference is read line by line before it is
kept.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.catalogue.content import Catalogue
from bot.channels.terminal import as_text
from bot.demonstration.switches import switch, switch_up
from tests.dialogue.talk import Town

FOLDER = Path(__file__).parent.parent / "transcripts"
WRITE = "WRITE_TRANSCRIPTS" in os.environ


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
async def test_conversation(file: Path, database: AsyncEngine, catalogue: Catalogue) -> None:
    script = file.read_text(encoding="utf-8")
    replayed = await replay(script, database, catalogue)
    if WRITE:
        file.write_text(replayed, encoding="utf-8")
    assert replayed == script


async def replay(script: str, database: AsyncEngine, catalogue: Catalogue) -> str:
    """The script with the answers that are given now."""
    play = Play(Town(database, catalogue))
    for line in script.splitlines():
        if line.startswith("#"):
            play.lines.append(line)
        elif line.startswith("@ "):
            await play.set_up(*line[2:].partition("=")[::2])
        elif line.startswith("> "):
            play.write(line, await play.citizen.say(line[2:]))
    return "\n".join(play.lines).strip() + "\n"


class Play:
    """A script that is being played: the town, who talks, and what was written so far."""

    def __init__(self, town: Town) -> None:
        self.town, self.citizen = town, town.citizen()
        self.lines: list[str] = []

    def write(self, line: str, answer: str) -> None:
        """What was said or done, and the answer. Links and digits are made anew each time."""
        shown = re.sub(r"(?<=/login/)\S+", "…", answer)
        self.lines += ["", line, *shown.splitlines()]

    async def set_up(self, command: str, value: str) -> None:
        line = f"@ {command}={value}" if value else f"@ {command}"
        match command:
            case "down":
                self.town.down = value.split()
                self.citizen = self.town.citizen()
            case "shares":
                self.town.shares = True
                self.citizen = self.town.citizen()
            case "as":
                self.citizen = self.town.citizens.get(value) or self.town.citizen(value)
                self.lines += ["", line]
                return
            case "off":
                await switch(self.town.engine, value.split(), "down")
            case "on":
                await switch_up(self.town.engine, value.split())
            case "login":
                self.write(line, await self.citizen.log_in(value, self.town.departments))
                return
            case "wait":
                await self.wait(line, int(value))
                return
        self.lines.append(line)

    async def wait(self, line: str, minutes: int) -> None:
        """Time passes; what comes by itself is written with the chat that it reached."""
        self.town.watch.wait(minutes=minutes)
        self.lines.append(line)
        if not self.town.shares:
            return
        await self.town.work()
        for name, citizen in self.town.citizens.items():
            citizen.shown = await citizen.terminal.waiting()
            if citizen.shown:
                self.write(f"< {name}", as_text(citizen.shown, airy=False))


def test_there_are_conversations_in_both_languages() -> None:
    """An empty folder would make every test above pass."""
    names = {file.stem for file in FOLDER.glob("*.txt")}
    for procedure in ("property-transfer", "newborn", "divorce-registration"):
        assert {f"{procedure}.zh", f"{procedure}.en"} <= names
