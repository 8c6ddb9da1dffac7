"""A wished-for time in words, as it is said back: Wed, Dec 9, afternoon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import TYPE_CHECKING

from babel.dates import get_day_names

from intents.hearing.when import Wish
from intents.hearing.when.wish import Days

if TYPE_CHECKING:
    from bot.dialogue.words import Words

NOON = time(12)


def in_words(wish: Wish, words: Words) -> str:
    """The wish in the language of `words`."""
    parts = [*_days(wish, words), *_hours(wish.first, wish.last, words)]
    if wish.order:
        parts.append(words.say(f"wish-{wish.order}"))
    return words.mark("wish-joint").join(parts) or words.say("wish-any")


def _days(wish: Wish, words: Words) -> Iterator[str]:
    if wish.days:
        yield words.mark("either").join(_stretch(days, words) for days in wish.days)
    if wish.weekdays:
        yield words.say("wish-weekdays", days=words.join(_weekdays(wish.weekdays, words)))
    but = [*(_stretch(days, words) for days in wish.but), *_weekdays(wish.but_weekdays, words)]
    if but:
        yield words.say("wish-but", days=words.join(but))


def _stretch(days: Days, words: Words) -> str:
    first, last = days
    if last is None:
        return words.say("wish-days-from", first=first)
    return words.say("wish-day", day=first) if first == last else words.say("wish-days", first=first, last=last)


def _weekdays(weekdays: tuple[int, ...], words: Words) -> list[str]:
    names = get_day_names("abbreviated", locale=words.language)
    return [str(names[day]) for day in weekdays]


def _hours(first: time | None, last: time | None, words: Words) -> Iterator[str]:
    if (first, last) == (None, NOON):
        yield words.say("wish-morning")
    elif (first, last) == (NOON, None):
        yield words.say("wish-afternoon")
    elif first is not None and first == last:
        yield words.say("wish-at", time=f"{first:%H:%M}")
    elif first is not None and last is not None:
        yield words.say("wish-between", first=f"{first:%H:%M}", last=f"{last:%H:%M}")
    elif first is not None:
        yield words.say("wish-from", time=f"{first:%H:%M}")
    elif last is not None:
        yield words.say("wish-until", time=f"{last:%H:%M}")
