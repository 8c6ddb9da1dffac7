"""An application before it is handed in: everything that it needs has to be there by now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.applications.clocks import Moment
from bot.backends.onewindow.applications.rows import Application, Body, Delivery, Owed, Part, Step
from bot.backends.onewindow.applications.supplements import working_days
from bot.dialogue import applications as port
from bot.dialogue.applications import Added, HandedIn, Incomplete, Submission
from bot.dialogue.shared_data import NoConsent

Values = Callable[[str], Awaitable[Mapping[tuple[str, str], str]]]
"""What registers said on a consent, by person and `register.field`. Raises NoConsent where it has ended."""


class Papers(Protocol):
    """Where uploaded papers are kept."""

    async def exist(self, ids: Collection[str]) -> set[str]:
        """Those of them that are there."""

    async def attach(self, connection: AsyncConnection, ids: Collection[str], case: str) -> None:
        """They belong to this application from now on, in the transaction of the caller.

        Raises Incomplete, with the ids, where some are gone meanwhile or belong to another.
        """

    async def erase_of(self, connection: AsyncConnection, case: str) -> int:
        """Erase those of this application, in the transaction of the caller; says how many."""


class NoPapers:
    """Nothing can be uploaded."""

    async def exist(self, ids: Collection[str]) -> set[str]:
        return set()

    async def attach(self, connection: AsyncConnection, ids: Collection[str], case: str) -> None:
        return None

    async def erase_of(self, connection: AsyncConnection, case: str) -> int:
        return 0


async def fill(submission: Submission, values: Values, papers: Papers) -> dict[str, dict[str, str]]:
    """The form with what registers say: by procedure, by field. Raises Incomplete, which names all that is missing."""
    filled: dict[str, dict[str, str]] = {}
    missing: list[str] = []
    for part in submission.parts:
        found = await _read(part, values)
        said = {each.id: each.value or found.get((each.person, each.source or "")) for each in part.form}
        missing += (name for name, value in said.items() if value is None)
        filled[part.procedure] = {name: value for name, value in said.items() if value is not None}
    missing += await find_missing([paper for part in submission.parts for paper in part.papers], papers)
    if missing:
        raise Incomplete(tuple(dict.fromkeys(missing)))
    return filled


async def find_missing(handed_in: Collection[HandedIn], papers: Papers) -> list[str]:
    """The documents whose papers are gone, or were never there."""
    ids = set(_ids(handed_in))
    there = await papers.exist(ids) if ids else set()
    return [
        each.document
        for each in handed_in
        if (each.paper not in there if each.paper is not None else each.follows_within is None)
    ]


async def attach(connection: AsyncConnection, handed_in: Collection[HandedIn], case: str, papers: Papers) -> None:
    """Raises Incomplete, with the documents."""
    ids = list(_ids(handed_in))
    if not ids:
        return
    try:
        await papers.attach(connection, ids, case)
    except Incomplete as gone:
        raise Incomplete(tuple(each.document for each in handed_in if each.paper in gone.missing)) from None


def _ids(handed_in: Collection[HandedIn]) -> Iterator[str]:
    return (each.paper for each in handed_in if each.paper is not None)


def papers_of(what: Submission | Added) -> list[HandedIn]:
    if isinstance(what, Added):
        return list(what.papers)
    return [paper for part in what.parts for paper in part.papers]


def open_application(
    submission: Submission, applicant: str, person: bytes, values: dict[str, dict[str, str]], at: Moment
) -> Application:
    """Before anything happened to it."""
    approvals = [(part.procedure, each) for part in submission.parts for each in part.approvals]
    then = [(part.procedure, each) for part in submission.parts for each in part.then]
    papers = [(part.procedure, each) for part in submission.parts for each in part.papers]
    follow = [(part, each, each.follows_within) for part, each in papers if each.paper is None and each.follows_within]
    return Application(
        case=submission.case,
        person=person,
        number=applicant.strip().upper(),
        body=Body(submission=submission, values=values),
        give=submission.give,
        submitted_at=at.now,
        parts=[Part(part.procedure, part.publication, part.title, part.time) for part in submission.parts],
        steps=[
            Step(number, part, each.step, each.department, each.decides, each.publicity, each.apart)
            for number, (part, each) in enumerate(approvals, 1)
        ],
        deliveries=[
            Delivery(number, part, each.tell, each.what, each.once, each.after)
            for number, (part, each) in enumerate(then, 1)
        ],
        owed=[
            Owed(number, part, each.document, each.person, "open", working_days(days, at))
            for number, (part, each, days) in enumerate(follow, 1)
        ],
    )


async def _read(part: port.Part, values: Values) -> Mapping[tuple[str, str], str]:
    """A consent that has ended fills nothing."""
    found: dict[tuple[str, str], str] = {}
    for consent in part.consents:
        try:
            found.update(await values(consent))
        except NoConsent:
            continue
    return found
