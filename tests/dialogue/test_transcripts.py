"""Conversations as they really go, to be read: tests/transcripts/*.txt.

A line that begins with `> ` is what the citizen types; what follows is the answer. A file begins with what it shows and
may set `@ down=…` (registers that are known not to answer) and `@ wait=…` (minutes that pass; what is due by itself is
done then). `@ shares` lets citizens log in: `@ login=PERSON` follows the link as somebody of the demonstration,
`@ off=NAME` and `@ on=NAME` switch its registers and bodies, and `@ as=NAME` goes on in another chat. After `< NAME`
stands what reached that chat by itself. `@ applies` lets them hand in applications as well: `@ upload=FILE` sends a
picture, and departments act on the case that is talked about by `@ approve=DEPARTMENT`,
`@ refuse=DEPARTMENT: reason | fact | day`, `@ ask=DEPARTMENT: this; that` and `@ hand-out=how number`.

`@ silent=onewindow` lets the One Window, for places and applications, give no answer until `@ answers=onewindow`.

`@ waits` lets citizens wait for places. `@ only=SLOT SLOT` closes every other slot of that counter and leaves one
window in these, `@ taken=SLOT` books one for somebody who is not heard, and `@ freed=SLOT` cancels it again.

On the day staff act by `@ hall=check-in CENTRE` for the case that is talked about, `@ hall=walk-in CENTRE COUNTER`,
`@ hall=call CENTRE COUNTER WINDOW`, and `done`, `left` or `no-show CENTRE NUMBER`; `@ hall=close` is the evening.

After a change that is meant, `make transcripts` writes them anew, and the difference is read line by line before it is
kept.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.catalogue.content import Catalogue
from bot.channels.terminal import as_text
from bot.demonstration.switches import switch, switch_up
from bot.dialogue.applications import Refusal
from procedures.definition import Giving
from tests.dialogue.crowd import give_back, leave_only, take
from tests.dialogue.silence import hush, hush_office
from tests.dialogue.talk import Town

FOLDER = Path(__file__).parent.parent / "transcripts"
ONCE = re.compile(r"(?<=[A-Z2-9]{4} [A-Z2-9]{4} )(\d{6})")
"""The one-time code behind that of a case. It is made anew each time; typed, `UNSEEN` stands for the last one."""
UNSEEN = "……"
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
            play.write(line, await play.citizen.say(line[2:].replace(UNSEEN, play.once)))
    return "\n".join(play.lines).strip() + "\n"


class Play:
    """A script that is being played: the town, who talks, and what was written so far."""

    def __init__(self, town: Town) -> None:
        self.town, self.silence = town, hush(town)
        self.citizen = town.citizen()
        self.lines: list[str] = []
        self.decisions, self.once = 0, ""

    def write(self, line: str, answer: str) -> None:
        """What was said or done, and the answer. Links and digits are made anew each time."""
        once = ONCE.search(answer)
        self.once = once[1] if once else self.once
        shown = re.sub(r"(?<=/login/)\S+", "…", ONCE.sub(UNSEEN, answer))
        self.lines += ["", line, *shown.splitlines()]

    async def set_up(self, command: str, value: str) -> None:
        line = f"@ {command}={value}" if value else f"@ {command}"
        match command:
            case "down":
                self.town.down = value.split()
                self.citizen = self.town.citizen()
            case "shares" | "applies" | "waits":
                self.open(command)
            case "as":
                self.citizen = self.town.citizens.get(value) or self.town.citizen(value)
                self.lines += ["", line]
                return
            case "silent" | "answers" | "off" | "on":
                await self.switch(command, value)
            case "login":
                who, _, level = value.partition(" ")
                logged_in = self.citizen.log_in(who, self.town.departments, "face" if level == "face" else "real-name")
                self.write(line, await logged_in)
                return
            case "upload":
                self.write(line, await self.citizen.upload(value))
                return
            case "only" | "taken" | "freed":
                await self.crowd(command, value, line)
                return
            case "approve" | "refuse" | "ask" | "hand-out":
                await self.decide(command, value)
            case "wait":
                await self.wait(line, int(value))
                return
            case "hall":
                await self.in_hall(line, *value.split())
                return
        self.lines.append(line)

    def open(self, what: str) -> None:
        """What the installation has besides."""
        self.town.shares = self.town.shares or what != "waits"
        self.town.waits = self.town.waits or what == "waits"
        if what == "applies":
            self.town.applies = True
            hush_office(self.town, self.silence)
        self.citizen = self.town.citizen()

    async def switch(self, how: str, value: str) -> None:
        """Something gives no answer from now on, or answers again."""
        match how:
            case "off":
                await switch(self.town.engine, value.split(), "down")
            case "on":
                await switch_up(self.town.engine, value.split())
            case _:
                self.silence.lasts = how == "silent"

    async def decide(self, what: str, value: str) -> None:
        """What a department does, or the centre."""
        desk, case = self.town.departments.office.desk, await self.citizen.case()
        self.decisions += 1
        key = f"decision {self.decisions}"
        department, _, said = value.partition(": ")
        match what:
            case "approve":
                registered = dict(each.split("=") for each in said.split("; ") if each)
                await desk.approve(case, department, key, registered)
            case "refuse":
                reason, fact, day = [*said.split(" | "), "", ""][:3]
                changes_on = date.fromisoformat(day) if day else None
                await desk.refuse(case, department, Refusal(reason, fact or None, changes_on), key)
            case "ask":
                await desk.ask(case, department, said.split("; "), key)
            case "hand-out":
                how, _, number = value.partition(" ")
                await desk.hand_out(case, cast("Giving", how), key, number or None)

    async def wait(self, line: str, minutes: int) -> None:
        """Time passes; what comes by itself is written with the chat that it reached."""
        self.town.watch.wait(minutes=minutes)
        self.lines.append(line)
        if self.town.shares or self.town.waits or self.silence.asked:
            await self.tell()

    async def crowd(self, what: str, value: str, line: str) -> None:
        """What those do who are not heard; who waits hears of it."""
        self.lines.append(line)
        match what:
            case "only":
                await leave_only(self.town, value.split())
            case "taken":
                await take(self.town, value)
            case "freed":
                await give_back(self.town, value)
        await self.tell()

    async def in_hall(self, line: str, what: str, centre: str = "", *about: str) -> None:
        """What staff do in the hall of a centre; the chat that has the case hears of it."""
        self.lines.append(line)
        self.decisions += 1
        hall, key = self.town.hall, f"hall {self.decisions}"
        match what:
            case "check-in":
                await hall.check_in(await self.citizen.case(), centre, key)
            case "walk-in":
                await hall.walk_in(centre, about[0], key)
            case "call":
                await hall.call_next(centre, about[0], about[1], key)
            case "done" | "left":
                await hall.finish(centre, about[0], "served" if what == "done" else "left", key)
            case "no-show":
                await hall.no_show(centre, about[0], key)
            case "close":
                await hall.sweep(self.town.watch())
        await self.tell()

    async def tell(self) -> None:
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
