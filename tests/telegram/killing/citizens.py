"""Citizens who say a line, wait for the answer however long the bot is dead, and say the next."""

from __future__ import annotations

import re

from tests.telegram.bot_api import User
from tests.telegram.bot_api.seen import Seen
from tests.telegram.watching import sees, until

TALK = (
    ("I bought a second-hand flat and want to transfer it", "Do you act yourself"),
    ("myself", "What is your marital status?"),
    ("married", "Which home of your family"),
    ("first", "Is there a mortgage"),
    ("no mortgage", "How would you like to do it?"),
)
TO_THE_TIMES = (("window", "Which district"), ("Xihu", "has these times"))
PATIENCE = 1200.0
"""Seconds: longer than a bot stays dead that is killed at every commit point."""
TIMES, ARRANGED = "has these times", "all arranged"
KEPT, GONE, BOOKED = "I keep Xihu", "Somebody took it just now", "[Booked]"


async def ask(user: User) -> None:
    """To the outcome."""
    for said, answer in TALK:
        await say(user, said, answer)


async def book(user: User, choice: int = 1) -> None:
    """To the booked place, at the time with this number; where somebody was quicker, the first that is left."""
    await ask(user)
    for said, answer in TO_THE_TIMES:
        await say(user, said, answer)
    seen = await say(user, str(choice), KEPT, GONE)
    while GONE in seen.text:
        seen = await say(user, "1", KEPT, GONE)
    await say(user, "yes", BOOKED)


async def try_everything(user: User) -> None:
    """Book, move and cancel, in a chat that was blocked for a while; send a sticker; put the bot into a group."""
    await book(user)
    await until(user, lambda: next((s for s in user.chat if s.by_bot and s.venue), None), "the whole ticket", PATIENCE)
    await user.block()  # what is not yet written then is dropped, as it should be
    await user.unblock()
    await say(user, "/my", ARRANGED)
    await say(user, "1", TIMES)
    await say(user, "1", BOOKED)
    await say(user, "2", "Cancel the appointment")
    await say(user, "yes", "is cancelled and the place given back")
    await user.send_sticker()
    await sees(user, "Please type", patience=PATIENCE)
    group = await user.make_group("Neighbours")
    await until(group, lambda: next((seen for seen in group.chat if seen.by_bot), None), "a word", PATIENCE)


async def say(user: User, said: str, *answers: str) -> Seen:
    """Tap the button with this text, else write it; gives the first message after it that has one of these texts."""
    chat = user.chat
    before = chat[-1].id if chat else 0
    if chat and chat[-1].find_button(said) is not None:
        await user.tap(said, on=chat[-1])
    else:
        await user.send(said)

    def answered() -> Seen | None:
        later = (seen for seen in user.chat if seen.by_bot and seen.id > before)
        return next((seen for seen in later if any(answer in seen.text for answer in answers)), None)

    return await until(user, answered, " or ".join(answers), PATIENCE)


def read(user: User) -> list[str]:
    """What the bot wrote: without the code that each case has for itself and the answer that a tap edits in, and once
    what came again after a kill.
    """
    texts = [re.sub(r"code [0-9A-Z]{8}|\n→ .*", "", seen.text) for seen in user.chat if seen.by_bot]
    return [text for n, text in enumerate(texts) if text not in texts[:n]]
