"""The One Window of somebody else, over the backend API: the same ports as the embedded one.

What this installation or the backend has to mend is told to whoever runs it; for citizens the backend is down then.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, NoReturn, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from bot.backends.client import Client, Misunderstood, NotOffered, read_all
from bot.backends.wire import messages as m
from bot.backends.wire import operations as op
from bot.backends.wire.operations import Operation
from bot.dialogue.applications import Added, HandedIn, Pass, Status, Submission
from bot.dialogue.papers import PaperGone, PaperRefused
from bot.dialogue.ports import Appointment, BackendDown, Booker, Claim, Hold, Move, Slot, SlotGone, Unknown
from bot.dialogue.shared_data import Asked, Consent, Erased, Finding, NoConsent, OwnData, Wanted
from bot.dialogue.waiting_list import Awaited, Offer, Position

Answer = TypeVar("Answer")
Said = TypeVar("Said", bound=BaseModel)
LONGEST_SLOT = 120
LONGEST_PASS = 32


class _Calls:
    """One part of a backend."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def _call(
        self,
        operation: Operation[Answer],
        said: BaseModel | bytes | None = None,
        *,
        key: str | None = None,
        query: Mapping[str, str] | None = None,
        **names: str,
    ) -> Answer:
        """Raises the port's errors. What should not happen is told, and BackendDown."""
        try:
            return await self._client.call(operation, said, key=key, query=query, **names)
        except NotOffered:
            self._down(f"it does not offer {operation.part}, and this installation asks for it.")
        except Misunderstood as misunderstood:
            self._down(_remedy(misunderstood.name, operation))

    def _down(self, sentence: str) -> NoReturn:
        self._client.complaints.ask(sentence)
        raise BackendDown("the backend answers, and not as it should")

    def _check(self, told: bool, operation: Operation[Any]) -> None:
        """Whether an answer is one to what was asked. Raises BackendDown."""
        if not told:
            self._down(f"it answers {operation.name} with something else than was asked for.")

    def _say(self, said: type[Said], **told: Any) -> Said:
        """Raises BackendDown for what cannot be said on the way; that is never a citizen's doing."""
        try:
            return said(**told)
        except ValidationError as error:
            wrong = error.errors(include_input=False, include_context=False, include_url=False)[0]
            where = ".".join(str(each) for each in wrong["loc"])
            self._down(f"it was not called, since {said.__name__} cannot say {where} ({wrong['type']}).")


def _remedy(name: str, operation: Operation[Any]) -> str:
    if name in ("wrong-key", "wrong-scope"):
        return f"it does not take the key ({name}): set BACKEND_KEY to a key for clients that it has given out."
    return f"it refuses the call {operation.name} ({name}): see that both sides have the same version of the API."


def _once() -> str:
    """The key of a call that only reads: a try again is the same call, and the next one is another."""
    return secrets.token_hex(16)


class RemoteOneWindow(_Calls):
    """Answers `Backend`."""

    async def slots(self, centre: str, counter: str, first_day: date, working_days: int) -> tuple[Slot, ...]:
        asked = {"centre": centre, "counter": counter, "first_day": first_day.isoformat()}
        try:
            pages = await read_all(self._client, op.SLOTS, {**asked, "working_days": str(working_days)})
        except NotOffered:
            self._down("it does not offer places, without which there is nothing to book.")
        except Misunderstood as misunderstood:
            self._down(_remedy(misunderstood.name, op.SLOTS))
        return tuple(slot for page in pages for slot in page.slots)

    async def hold(
        self, claims: Sequence[Claim], booker: Booker, key: str, within: timedelta | None = None
    ) -> tuple[Hold, ...]:
        if any(len(claim.slot) > LONGEST_SLOT for claim in claims):
            raise SlotGone("no slot has such a name")
        said = self._say(
            m.HoldSaid,
            claims=tuple(m.ClaimSaid(**asdict(claim)) for claim in claims),
            booker=asdict(booker),
            keep_seconds=None if within is None else min(max(1, int(within.total_seconds())), m.LONGEST_HOLD),
        )
        holds = (await self._call(op.HOLD, said, key=key)).holds
        self._check([hold.slot.id for hold in holds] == [claim.slot for claim in claims], op.HOLD)
        return holds

    async def release(self, hold: str) -> None:
        with suppress(Unknown):
            await self._call(op.RELEASE, hold=hold)

    async def confirm(self, holds: Sequence[str], key: str) -> tuple[Appointment, ...]:
        said = self._say(m.ConfirmSaid, holds=tuple(holds))
        booked = (await self._call(op.CONFIRM, said, key=key)).appointments
        self._check(len(booked) == len(holds), op.CONFIRM)
        return booked

    async def move(self, moves: Sequence[Move], key: str) -> tuple[Appointment, ...]:
        said = self._say(m.MoveSaid, moves=tuple(asdict(move) for move in moves))
        moved = (await self._call(op.MOVE, said, key=key)).appointments
        self._check([each.id for each in moved] == [move.appointment for move in moves], op.MOVE)
        return moved

    async def cancel(self, appointments: Sequence[str], key: str) -> tuple[Appointment, ...]:
        said = self._say(m.CancelSaid, appointments=tuple(appointments))
        cancelled = (await self._call(op.CANCEL, said, key=key)).appointments
        self._check([each.id for each in cancelled] == list(appointments), op.CANCEL)
        return cancelled

    async def appointment(self, appointment: str) -> Appointment:
        found = await self._call(op.APPOINTMENT, appointment=appointment)
        self._check(found.id == appointment, op.APPOINTMENT)
        return found


class RemoteWaitingList(_Calls):
    """Answers `WaitingList`."""

    async def join(self, awaited: Awaited, booker: Booker, key: str) -> Position:
        return await self._call(op.JOIN, self._say(m.JoinSaid, awaited=asdict(awaited), booker=asdict(booker)), key=key)

    async def leave(self, waiting: str) -> None:
        with suppress(Unknown):
            await self._call(op.LEAVE, waiting=waiting)

    async def count_ahead(self, waiting: str) -> int | None:
        try:
            return (await self._call(op.AHEAD, waiting=waiting)).ahead
        except Unknown:
            return None

    async def find_offer(self, offer: str) -> Offer:
        found = await self._call(op.OFFER, offer=offer)
        self._check(found.id == offer, op.OFFER)
        return found

    async def accept(self, offer: str, key: str) -> Appointment:
        return await self._call(op.ACCEPT, key=key, offer=offer)

    async def decline(self, offer: str) -> None:
        with suppress(Unknown):
            await self._call(op.DECLINE, offer=offer)


class RemoteSharedData(_Calls):
    """Answers `SharedData`. A consent that the backend does not know is none."""

    async def agree(self, number: str, asked: Asked, key: str, within: timedelta | None = None) -> Consent:
        lasts = None if within is None else max(1, int(within.total_seconds()))
        said = self._say(m.AgreeSaid, number=number, asked=asdict(asked), lasts_seconds=lasts)
        return await self._call(op.AGREE, said, key=key)

    async def look_up(self, consent: str, wanted: tuple[Wanted, ...], key: str) -> tuple[Finding, ...]:
        if not wanted:
            return ()
        said = self._say(m.LookUpSaid, wanted=tuple(asdict(each) for each in wanted))
        try:
            findings = (await self._call(op.LOOK_UP, said, key=key, consent=consent)).findings
        except Unknown:
            raise NoConsent(consent) from None
        asked = [(each.person, each.document) for each in wanted]
        self._check([(each.person, each.document) for each in findings] == asked, op.LOOK_UP)
        return findings

    async def dispute(self, consent: str, finding: Finding, key: str) -> None:
        try:
            await self._call(op.DISPUTE, self._say(m.DisputeSaid, finding=finding), key=key, consent=consent)
        except Unknown:
            raise NoConsent(consent) from None

    async def withdraw(self, number: str, consent: str, key: str) -> None:
        try:
            await self._call(op.END_CONSENT, self._personal(number), key=key, consent=consent)
        except Unknown:
            raise NoConsent(consent) from None

    async def own_data(self, number: str) -> OwnData:
        return await self._call(op.OWN_DATA, self._personal(number), key=_once())

    async def export(self, number: str, key: str) -> str:
        return (await self._call(op.EXPORT, self._personal(number), key=key)).export

    async def erase(self, number: str, key: str) -> Erased:
        return await self._call(op.ERASE, self._personal(number), key=key)

    def _personal(self, number: str) -> m.Personal:
        return self._say(m.Personal, number=number)


class KeptPapers(Protocol):
    """Where the papers lie that citizens uploaded here."""

    async def open(self, id: str) -> bytes:
        """What was uploaded. Raises PaperGone, BackendDown."""


class RemoteApplications(_Calls):
    """Answers `Applications`. Papers lie here until they are handed in; then the backend is given them."""

    def __init__(self, client: Client, papers: KeptPapers) -> None:
        super().__init__(client)
        self._papers = papers

    async def submit(self, number: str, submission: Submission, key: str) -> Status:
        given = await self._hand_over([paper for part in submission.parts for paper in part.papers], submission.case)
        parts = tuple(part.model_copy(update={"papers": _called(part.papers, given)}) for part in submission.parts)
        said = self._say(m.SubmitSaid, number=number, submission=submission.model_copy(update={"parts": parts}))
        return self._of(submission.case, await self._call(op.SUBMIT, said, key=key), op.SUBMIT)

    async def status(self, case: str, number: str | None = None) -> Status:
        if number is None:
            return self._of(case, await self._call(op.STATUS, case=case), op.STATUS)
        said = self._say(m.Personal, number=number)
        return self._of(case, await self._call(op.READ_OWN, said, key=_once(), case=case), op.READ_OWN)

    async def add(self, number: str, case: str, added: Added, key: str) -> Status:
        given = await self._hand_over(added.papers, case)
        there = added.model_copy(update={"papers": _called(added.papers, given)})
        said = self._say(m.AddSaid, number=number, added=there)
        return self._of(case, await self._call(op.ADD, said, key=key, case=case), op.ADD)

    async def withdraw(self, number: str, case: str, key: str) -> Status:
        said = self._say(m.Personal, number=number)
        return self._of(case, await self._call(op.WITHDRAW, said, key=key, case=case), op.WITHDRAW)

    async def give_pass(self, number: str, case: str, key: str) -> Pass:
        given = await self._call(op.GIVE_PASS, self._say(m.Personal, number=number), key=key, case=case)
        return Pass(given.code, given.until)

    async def read_with_pass(self, case: str, code: str, key: str) -> Status:
        if not 1 <= len(code) <= LONGEST_PASS:
            raise Unknown(case)
        said = m.PassSaid(code=code)
        return self._of(case, await self._call(op.READ_WITH_PASS, said, key=key, case=case), op.READ_WITH_PASS)

    def _of(self, case: str, status: Status, operation: Operation[Any]) -> Status:
        self._check(status.case == case, operation)
        return status

    async def _hand_over(self, papers: Sequence[HandedIn], case: str) -> Mapping[str, str]:
        """What the papers are called there, by what they are called here. A second time they are called the same.

        One that is gone here, or not taken there, keeps its name, which means nothing there: so the backend tells it
        with all else that is missing, or answers as it did before.
        """
        given = {each.paper: each.paper for each in papers if each.paper is not None}
        for paper in given:
            with suppress(PaperGone, PaperRefused, Unknown):
                content = await self._papers.open(paper)
                given[paper] = (await self._call(op.KEEP_PAPER, content, key=paper, query={"case": case})).id
        return given


def _called(papers: Sequence[HandedIn], given: Mapping[str, str]) -> tuple[HandedIn, ...]:
    return tuple(each.model_copy(update={"paper": given[each.paper]}) if each.paper else each for each in papers)
