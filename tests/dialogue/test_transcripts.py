"""Conversations as they really go, to be read: tests/transcripts/*.txt.

A line that begins with `> ` is what the citizen types; what follows is the answer. A file begins with what it shows and
may set `@ down=…` (registers that do not answer) and `@ wait=…` (minutes that pass). After a change that is meant,
`make transcripts` writes them anew, and the difference is read line by line before it is kept.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.catalogue.content import Catalogue
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
    town = Town(database, catalogue)
    citizen = town.citizen()
    replayed: list[str] = []
    for line in script.splitlines():
        command, _, value = line.partition("=")
        if command == "@ down":
            town.down = value.split()
            citizen = town.citizen()
        elif command == "@ wait":
            town.watch.wait(minutes=int(value))
        if line.startswith(("#", "@")):
            replayed.append(line)
        elif line.startswith("> "):
            answer = await citizen.say(line[2:])
            replayed += ["", line, *answer.splitlines()]
    return "\n".join(replayed).strip() + "\n"


def test_there_are_conversations_in_both_languages() -> None:
    """An empty folder would make every test above pass."""
    names = {file.stem for file in FOLDER.glob("*.txt")}
    for procedure in ("property-transfer", "newborn", "divorce-registration"):
        assert {f"{procedure}.zh", f"{procedure}.en"} <= names
