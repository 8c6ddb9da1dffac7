"""What is refused, and what gives way, by what stands in the calendars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.backends.caldav.entry import Place
from bot.backends.onewindow.bookers import VISITS_AHEAD
from bot.backends.onewindow.opening import Opening
from bot.dialogue.ports import (
    AlreadyBooked,
    Booker,
    Claim,
    HoldExpired,
    LimitReached,
    SlotGone,
    TooLate,
    Unknown,
)


def still_to_come(opening: Opening | None, slot: str, now: datetime) -> Opening:
    """Raises SlotGone where there never was such a slot, or it has begun."""
    if opening is None or opening.starts_at <= now:
        raise SlotGone(slot)
    return opening


def given_up(claims: Sequence[Claim], had: Sequence[Place], who: Booker, now: datetime) -> list[Place]:
    """The held places in whose stead these are claimed. Raises AlreadyBooked, LimitReached, as the embedded One Window
    does (bot/backends/onewindow/bookers.py).
    """
    if len({(claim.procedure, claim.visit) for claim in claims}) < len(claims):
        raise LimitReached(who.chat)
    standing = [each for each in had if each.stands(now) and each.ends_at > now]
    in_the_way = [each for each in standing if any(_is_in_the_way(each, claim) for claim in claims)]
    for each in in_the_way:
        if each.status == "CONFIRMED":
            raise (AlreadyBooked if any(each.is_for_visit(claim) for claim in claims) else LimitReached)(each.id)
    ahead = {_visit(each.slot) for each in standing if each not in in_the_way} | {_visit(each.slot) for each in claims}
    if len(ahead) > VISITS_AHEAD:
        raise LimitReached(who.chat)
    return in_the_way


def confirmable(found: Sequence[Place], id: str, key: str, now: datetime) -> Place:
    """Raises Unknown, HoldExpired."""
    if not found or (found[0].status == "CANCELLED" and not found[0].said("confirm", key)):
        raise Unknown(id)
    if found[0].has_ended(now):
        raise HoldExpired(id)
    return found[0]


def appointed(found: Sequence[Place], id: str) -> Sequence[Place]:
    """Raises Unknown."""
    if not found or found[0].status == "TENTATIVE":
        raise Unknown(id)
    return found


def cancellable(found: Sequence[Place], id: str, now: datetime) -> Sequence[Place]:
    """What is cancelled already, too. Raises TooLate, Unknown."""
    if appointed(found, id)[0].status != "CANCELLED" and now >= found[0].starts_at:
        raise TooLate(id)
    return found


def movable(found: Sequence[Place], id: str, key: str, now: datetime) -> Sequence[Place]:
    """What was moved by the same call, too. Raises TooLate, Unknown."""
    if appointed(found, id)[0].said("move", key):
        return found
    if found[0].status == "CANCELLED":
        raise Unknown(id)
    return cancellable(found, id, now)


def _is_in_the_way(had: Place, claim: Claim) -> bool:
    return had.visit == claim.visit and (had.case == claim.case or had.procedure == claim.procedure)


def _visit(slot: str) -> tuple[str, str]:
    """Centre and day, in UTC: no centre is open over its midnight."""
    centre, _, start = slot.split(".")
    return centre, start.partition("T")[0]
