"""Conversations of the small procedures that have come to a certain stage, for tests to go on from."""

from __future__ import annotations

from tests.dialogue.core import GARDEN_EN, PARK_EN, Talk

OWNER = ("q:dwelling:owned", "q:handled_by:self")
FIRST, AFTERNOON = "east.permits.20261130T0115Z", "east.permits.20261130T0530Z"


def asked() -> Talk:
    return Talk().say(PARK_EN)


def answered() -> Talk:
    return asked().tap(*OWNER)


def at_times() -> Talk:
    return answered().tap("way:window", "at:east")


def kept() -> Talk:
    return at_times().tap(f"slot:{FIRST}")


def booked() -> Talk:
    return kept().tap("book:apply")


def first_of_two_booked() -> Talk:
    return Talk().say(GARDEN_EN).tap("at:east", f"slot:{FIRST}", "book:choose")


def both_booked() -> Talk:
    return first_of_two_booked().tap("slot:east.permits.20261207T0100Z", "book:fetch")
