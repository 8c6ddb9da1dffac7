"""What the citizen is asked for after the application was handed in.

A department asks once, and for everything at once (Administrative Licensing Law, art. 32; 2018 Zhejiang regulation on
"At Most One Visit", art. 11). Its clock stands until it has what it asked for, or until the day that it named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from bot.backends.onewindow.applications import clocks
from bot.backends.onewindow.applications.clocks import ONE_SECOND, Moment
from bot.backends.onewindow.applications.deciding import check_open
from bot.backends.onewindow.applications.refusals import AskedBefore
from bot.backends.onewindow.applications.rows import Addition, Application, Ask, AskState, Owed, Step
from bot.backends.onewindow.applications.timeline import happened, note
from bot.dialogue.applications import Added, Incomplete, NotAsked
from procedures.deadlines import deadline
from procedures.vocabulary import Duration

AWAITED: tuple[AskState, ...] = ("open", "missing")
"""Also what comes late may still be of use, while the department has not decided."""


def ask(application: Application, step: Step, items: Sequence[str], days: int, at: Moment) -> None:
    """`days`: working days in which the citizen answers. Raises AskedBefore."""
    if any(each.department == step.department for each in application.asks):
        raise AskedBefore(application.case)
    until = working_days(days, at)
    if until is None:  # two calendar days are at least as long as one working day, as a rule
        until = at.now + 2 * timedelta(days=days)
    application.asks.append(Ask(step.department, step.number, "open", at.now, until, items=tuple(items)))
    told = replace(happened("asked", at.now), part=step.part, body=step.department, until=until)
    note(application, replace(told, asked=tuple(items)))


def add(application: Application, added: Added, at: Moment) -> None:
    """Papers that were to follow are known by their document. Other papers, or a note, answer whoever asked; where
    nobody did, other papers are those that were to follow.

    Raises Closed, NotAsked; Incomplete where nothing at all is handed in.
    """
    check_open(application)
    asks = [ask for ask in application.asks if application.asked_of(application.steps[ask.step - 1], *AWAITED)]
    owed = [each for each in application.owed if each.state != "added"]
    if not asks and not owed:
        raise NotAsked(application.case)
    if not added.papers and not added.note:
        raise Incomplete(application.as_status().asked)
    followed = [each for each in owed if _is_in(each, added)]
    besides = [paper for paper in added.papers if paper.document not in {each.document for each in followed}]
    if besides or not followed or added.note:
        if not asks and not added.papers:
            raise NotAsked(application.case)
        _answer(application, asks, at)
        followed = followed if asks or followed else owed
    for each in followed:
        application.put_owed(replace(each, state="added"))
    if application.body is not None:
        more = (*application.body.added, Addition(at=at.now, added=added))
        application.body = application.body.model_copy(update={"added": more})
    note(application, happened("added", at.now))


def miss(application: Application, at: Moment) -> None:
    """The days that were named are over for some of it: the departments go on without."""
    for each in application.asks:
        if each.state == "open" and each.until <= at.now:
            application.put_ask(replace(each, state="missing", ended_at=each.until + ONE_SECOND))
            clocks.go_on(application, each.step, at)
            step = application.steps[each.step - 1]
            told = replace(happened("paper-missing", at.now), part=step.part, body=each.department)
            note(application, replace(told, until=each.until, asked=each.items))
    over = [each for each in application.owed if each.state == "open" and each.until and each.until <= at.now]
    for part, group in groupby(over, key=lambda each: each.part):
        missing = list(group)
        for each_owed in missing:
            application.put_owed(replace(each_owed, state="missing"))
        told = replace(happened("paper-missing", at.now), part=part, until=missing[0].until)
        note(application, replace(told, asked=tuple(each.document for each in missing)))
    clocks.tell_end(application, at)


def working_days(days: int, at: Moment) -> datetime | None:
    """The end of the last of so many days."""
    return deadline(at.office, Duration.model_validate(f"{days} working days"), at.now)


def _answer(application: Application, asks: Sequence[Ask], at: Moment) -> None:
    """The clocks of those who asked go on."""
    for ask in asks:
        application.put_ask(replace(ask, state="added", ended_at=ask.ended_at or at.now))
        clocks.go_on(application, ask.step, at)
    clocks.tell_end(application, at)


def _is_in(owed: Owed, added: Added) -> bool:
    return any((paper.document, paper.person) == (owed.document, owed.person) for paper in added.papers)
