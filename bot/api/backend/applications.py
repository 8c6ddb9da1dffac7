"""What the calls about applications do, and about the papers that are handed in with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.api.backend.asked import IN_PATH, PaperAsked
from bot.api.backend.call import Call
from bot.api.backend.owners import Owners
from bot.api.backend.places import Owning
from bot.api.problems import Problem
from bot.backends.wire import messages as m
from bot.dialogue.applications import AlreadySubmitted, Applications, Part, Status, Submission
from bot.dialogue.papers import PaperRefused, Papers
from bot.dialogue.ports import Unknown

MOST_PARTS = 20
"""Procedures in one application: more than any life event has."""
LONGEST_TIME = 999
"""Of whatever unit; the catalogue's longest is far below, and days are counted one by one."""
TOO_LONG = f"no time is longer than {LONGEST_TIME} of its unit"


@dataclass(frozen=True)
class ApplicationCalls:
    """Each call as its operation is named. `papers`: by the client's name."""

    applications: Applications | None
    papers: Callable[[str], Papers] | None
    owners: Owners
    own: Owning

    async def keep_paper(self, call: Call) -> m.PaperTold:
        """Look at a file and keep it for a case.

        JPEG, PNG or PDF, by its content. The same key answers for the same file. What is not handed in within 30 days
        is deleted.
        """
        asked: PaperAsked = call.asked
        if not call.said:  # it would be answered for the file that came with the key before
            raise PaperRefused("empty")
        assert self.papers is not None, "it is offered"
        papers = self.papers(call.client)
        kept = await papers.keep(asked.case, f"{asked.case}/{call.names['key']}", "", call.said)
        return m.PaperTold(id=kept.id, kind=kept.kind, pages=kept.pages, size=kept.size)

    async def submit(self, call: Call) -> Status:
        """Hand an application in, once and whole.

        The case belongs to the client from now on. It keeps the text that it began with.
        """
        said: m.SubmitSaid = call.said
        check_submission(said.submission)
        try:
            await self.own(said.submission.case, call.client)
        except Unknown:
            raise AlreadySubmitted(said.submission.case) from None
        return await self._window.submit(said.number, said.submission, call.key)

    async def status(self, call: Call) -> Status:
        """How an application stands: steps, deliveries, what happened, what is asked for."""
        return await self._window.status(await self._case(call))

    async def read_own(self, call: Call) -> Status:
        """How it stands, only where it is this person's."""
        said: m.Personal = call.said
        return await self._window.status(await self._case(call), said.number)

    async def add(self, call: Call) -> Status:
        """Hand in what was asked for, or a paper that was to follow."""
        said: m.AddSaid = call.said
        if any(not 0 <= (paper.follows_within or 0) <= LONGEST_TIME for paper in said.added.papers):
            raise Problem.in_field("added.papers", TOO_LONG)
        return await self._window.add(said.number, await self._case(call), said.added, call.key)

    async def withdraw(self, call: Call) -> Status:
        """Take it back, while it is not decided."""
        said: m.Personal = call.said
        return await self._window.withdraw(said.number, await self._case(call), call.key)

    async def give_pass(self, call: Call) -> m.PassTold:
        """A one-time code with which anybody may read the case once, within some minutes.

        A new one replaces the one before.
        """
        said: m.Personal = call.said
        given = await self._window.give_pass(said.number, await self._case(call), call.key)
        return m.PassTold(code=given.code, until=given.until)

    async def read_with_pass(self, call: Call) -> Status:
        """How it stands, to whoever has the one-time code; once.

        It may be any client's: whoever has the code was given it by the citizen. Too many wrong codes end it.
        """
        said: m.PassSaid = call.said
        return await self._window.read_with_pass(call.names["case"], said.code, call.key)

    @property
    def _window(self) -> Applications:
        assert self.applications is not None, "it is offered"
        return self.applications

    async def _case(self, call: Call) -> str:
        """Raises Unknown unless it is the client's."""
        case = call.names["case"]
        await self.owners.check(case, call.client)
        return case


def check_submission(submission: Submission) -> None:
    """What the core never hands in, and others may by mistake. Raises Problem `wrong-body`."""
    if not IN_PATH.fullmatch(submission.case):
        raise Problem.in_field("submission.case", "write 1 to 64 visible ASCII characters")
    procedures = [part.procedure for part in submission.parts]
    if not 1 <= len(procedures) <= MOST_PARTS or len(set(procedures)) < len(procedures):
        raise Problem.in_field("submission.parts", f"hand in 1 to {MOST_PARTS} procedures, each once")
    if any(not 0 <= amount <= LONGEST_TIME for part in submission.parts for amount in _amounts(part)):
        raise Problem.in_field("submission.parts", TOO_LONG)


def _amounts(part: Part) -> Iterator[int]:
    limits = (part.time.legal, part.time.promised)
    yield from (limit.limit.amount for limit in limits if limit is not None)
    yield from (each.publicity.amount for each in part.approvals if each.publicity is not None)
    yield from (paper.follows_within for paper in part.papers if paper.follows_within is not None)
