"""What an application sets off in other bodies: when each is told, and what comes of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.backends.onewindow.applications.refusals import NotStuck, WhichDelivery
from bot.backends.onewindow.applications.rows import Application, Delivery
from bot.backends.onewindow.applications.timeline import happened, note
from bot.dialogue.applications import Happening
from bot.dialogue.ports import Unknown

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
PATIENCE = timedelta(days=30)
"""After that a clerk is told of a body that does not answer."""
Help = Literal["redeliver", "settle"]
OVERDUE = timedelta(days=1)
"""A try that is due for longer than that was lost; a clerk sees it."""
ARRIVED = ("delivered", "settled")
UNFINISHED = ("waiting", "sending", "refused")


@dataclass(frozen=True)
class Answer:
    """What a body said. `heard`: False where it did not answer. `refusal`: why it will not."""

    heard: bool
    refusal: str | None = None


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries: a minute, doubled each time, at most an hour."""
    return min(FIRST_PAUSE * (1 << min(tries - 1, 20)), LONGEST_PAUSE)


def begin(application: Application, now: datetime) -> None:
    """Tell whoever is to be told by now."""
    before: list[Delivery] = []
    while before != application.deliveries:
        before = list(application.deliveries)
        for delivery in before:
            if delivery.state == "waiting":
                application.put_delivery(_begun(application, delivery, now))


def drop(application: Application, *, except_of: Collection[str]) -> None:
    """Nobody is told any more who is not being told yet, except of these parts."""
    for delivery in application.deliveries:
        if delivery.state == "waiting" and delivery.part not in except_of:
            application.put_delivery(replace(delivery, state="dropped"))


def record(application: Application, delivery: Delivery, answer: Answer, now: datetime) -> None:
    """What came of telling it; a body that is down is told again."""
    tried = replace(delivery, tries=delivery.tries + 1, next_at=None)
    if answer.refusal is not None:
        application.put_delivery(replace(tried, state="refused", note=answer.refusal or None))
        _note(application, "delivery-refused", tried, now)
    elif answer.heard:
        _arrive(application, replace(tried, state="delivered", delivered_at=now), now)
        _note(application, "delivered", tried, now)
    elif delivery.since is not None and now - delivery.since >= PATIENCE:
        application.put_delivery(replace(tried, state="refused"))
        _note(application, "delivery-refused", tried, now)
    else:
        application.put_delivery(replace(tried, next_at=now + pause(tried.tries), waits=True))
        if not delivery.waits:
            _note(application, "delivery-waits", tried, now)


def redeliver(application: Application, delivery: Delivery, now: datetime) -> None:
    """A clerk has it told once more."""
    application.put_delivery(replace(delivery, state="sending", since=now, next_at=now, note=None))


def settle(application: Application, delivery: Delivery, what: str, now: datetime) -> None:
    """A clerk has dealt with it in another way."""
    settled = replace(delivery, state="settled", next_at=None, note=what)
    _note(application, "delivery-settled", delivery, now)
    _arrive(application, settled, now)


def find_stuck(application: Application, tell: str, part: str | None) -> Delivery:
    """The one that needs a clerk. Raises Unknown, NotStuck, WhichDelivery."""
    found = [each for each in application.deliveries if each.tell == tell and part in (None, each.part)]
    if not found:
        raise Unknown(application.case)
    stuck = [each for each in found if each.state in ("sending", "refused")]
    if not stuck:
        raise NotStuck(application.case)
    if len(stuck) > 1:
        raise WhichDelivery(tuple(each.part for each in stuck))
    return stuck[0]


def name(application: Application, delivery: Delivery) -> str:
    """The key by which a body knows what it was told before."""
    same = [each for each in application.deliveries if (each.part, each.tell) == (delivery.part, delivery.tell)]
    which = f"/{same.index(delivery) + 1}" if len(same) > 1 else ""
    return f"{application.case}/{delivery.part}/{delivery.tell}{which}"


def _begun(application: Application, delivery: Delivery, now: datetime) -> Delivery:
    result = application.result(delivery.part)
    before = [
        each
        for each in application.deliveries
        if each.part == delivery.part and each.tell in delivery.after and each.number != delivery.number
    ]
    if (delivery.once == "approved" and result == "refused") or any(each.state == "dropped" for each in before):
        return replace(delivery, state="dropped")
    if delivery.once == "approved" and result == "deciding":
        return delivery
    if all(each.state in ARRIVED for each in before):
        return replace(delivery, state="sending", since=now, next_at=now)
    return delivery


def _arrive(application: Application, arrived: Delivery, now: datetime) -> None:
    """Whoever waited for it is told next."""
    application.put_delivery(arrived)
    begin(application, now)


def _note(application: Application, what: Happening, delivery: Delivery, now: datetime) -> None:
    note(application, replace(happened(what, now), part=delivery.part, body=delivery.tell))
