"""What happens in the hall reaches the chat once, and the promise in any case."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.terminal import as_text
from bot.commands.promise import read_cases
from bot.storage.promises import forget_chat
from tests.dialogue import core
from tests.dialogue.core import PARK_EN
from tests.dialogue.talk import MONDAY, Town
from tests.small import SMALL

TO_THE_WINDOW = (PARK_EN, "my own", "the keeper", "window", "East", "today 9:15", "1", "yes")


async def test_a_visit_is_told_and_counted_and_so_is_one_that_is_missed(database: AsyncEngine) -> None:
    town = Town(database, core.catalogue())
    citizen, forgotten = (town.citizen(name, language="en") for name in ("someone", "forgotten"))
    for each in (citizen, forgotten):
        await each.say(*TO_THE_WINDOW)
    await town.hall.check_in(await citizen.case(), "east", "k")
    town.watch.wait(minutes=15)
    await town.hall.call_next("east", "permits", "5", "k")
    await town.hall.finish("east", "A001", "served", "k")
    await town.work()
    await town.work()
    assert as_text(await citizen.terminal.waiting(), airy=False).splitlines()[-4:] == [
        'You were served for "Residents\' parking permit", thank you for coming. Just one question: was this one visit'
        " enough?",
        "1) yes, one was enough",
        "2) no, I have to come again",
        "3) I was asked for something else",
    ]
    await citizen.say("1")
    async with database.begin() as connection:
        await forget_chat(connection, town.vault, "forgotten", "forgotten")
    town.watch.wait(minutes=90)
    assert await town.hall.sweep(MONDAY) == 1
    await town.work()
    assert await forgotten.terminal.waiting() == []
    cases = {case.told.case: case for case in await read_cases(database, SMALL, town.watch())}
    came, missed = cases[await citizen.case()], cases[await forgotten.case()]
    assert (came.visits, came.enough, came.moments("visited")) == (1, True, came.begun)
    assert (missed.visits, missed.enough, missed.moments("missed")) == (0, None, missed.begun)
