"""When somebody would like to come, heard from a sentence in Chinese or English.

    hear_when("下周三下午行不行", now, calendar) -> Wish | Either | Past | Shifted | None

Right, or a question, or nothing: a wrong day costs a trip. A sentence is heard clause by clause. What the first clause
says of days and of hours stands; later ones say only what is still open, for most of them tell the reason.
"""

from __future__ import annotations

from datetime import datetime

from intents.hearing.when.answer import answer
from intents.hearing.when.calendar import Calendar
from intents.hearing.when.clauses import said_in
from intents.hearing.when.order import read_words
from intents.hearing.when.spelling import spelled
from intents.hearing.when.tokens import NoSuchTime
from intents.hearing.when.wish import ANY, Either, Past, Shifted, When, Wish
from intents.tidy import plain

__all__ = ["ANY", "Calendar", "Either", "Past", "Shifted", "When", "Wish", "hear_when"]


def hear_when(sentence: str, now: datetime, calendar: Calendar) -> When | None:
    """When somebody would like to come; None where the sentence says nothing of it. `now` by the centre's clock."""
    text = spelled(plain(sentence))
    today = now.date()
    try:
        tokens, rest = read_words(text, today, calendar)
        said = said_in(tokens, rest, text, today)
    except (NoSuchTime, OverflowError):  # or beyond the years that can be written
        return None
    return answer(said, now) if said is not None else None
