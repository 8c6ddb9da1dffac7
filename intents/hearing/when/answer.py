"""From what a sentence says to the wish: how many ways it can be read, and what of it is still ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from intents.hearing.when.parts import NOON
from intents.hearing.when.reading import Said
from intents.hearing.when.tokens import Mark
from intents.hearing.when.wish import ANY, Days, Either, Order, Past, Shifted, When, Wish

_CLOSED = time(18)
"""When the afternoon is over."""


def answer(said: Said, now: datetime) -> When | None:
    """What was said, as a wish from `now` on; None where it names no time."""
    if said.unclear:
        return Either()
    if not (said.tells_days or said.refuses or said.hours):
        return _nothing_named(said)
    if Mark.VAGUE in said.marks and not said.tells_days:
        return Either()
    wish = Wish(
        weekdays=tuple(sorted(said.weekdays)),
        but=said.but,
        but_weekdays=tuple(sorted(said.but_weekdays)),
        order=_order(said),
    )
    readings = [
        replace(wish, days=days, first=first, last=last)
        for days in said.days or [()]
        for first, last in said.hours or [(None, None)]
    ]
    coming = [ahead for reading in readings if (ahead := _ahead(reading, now)) is not None]
    if not coming:
        return Past()
    return coming[0] if len(coming) == 1 else Either(tuple(coming))


def _nothing_named(said: Said) -> When | None:
    """What is meant where neither days nor hours are named."""
    order = _order(said)
    if order is not None:
        return Wish(order=order)
    if Mark.EARLIER in said.marks:
        return Shifted("earlier")
    if Mark.LATER in said.marks:
        return Shifted("later")
    if Mark.VAGUE in said.marks:
        return Either()
    return ANY if Mark.ANY in said.marks else None


def _order(said: Said) -> Order | None:
    """Beside days without hours, "earlier" and "later" ask for the first or the last of them."""
    days_alone = said.tells_days and not said.hours
    if Mark.SOONEST in said.marks:
        return "soonest"
    if Mark.LATEST in said.marks:
        return "latest"
    if days_alone and Mark.EARLIER in said.marks:
        return "soonest"
    return "latest" if days_alone and Mark.LATER in said.marks else None


def _ahead(wish: Wish, now: datetime) -> Wish | None:
    """The wish without what is over; None if nothing is left."""
    today = now.date()
    wish = replace(wish, but=tuple((max(first, today), last) for first, last in wish.but))
    if not wish.days:
        return wish
    days: list[Days] = []
    for first, last in wish.days:
        over = last is not None and (last < today or (last == today and _is_over(wish, now.time())))
        if not over:
            days.append((max(first, today), last))
    return replace(wish, days=tuple(days)) if days else None


def _is_over(wish: Wish, at: time) -> bool:
    """Whether nothing of the hours is left today. An afternoon ends when offices have closed."""
    if wish.last is None:
        return wish.first == NOON and at >= _CLOSED
    return wish.last <= at
