"""Applications over the API: what is promised of the embedded window holds from another installation, too.

The stories are those of tests/backends/applications. The way over HTTP knows no database, so one kind is enough.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.backend.router import Behind
from bot.backends.remote import RemoteApplications
from bot.database.encryption import Vault
from bot.dialogue.applications import Added, HandedIn, Incomplete
from bot.dialogue.papers import LARGEST, KeptPaper, PaperGone, PaperRefused
from bot.dialogue.ports import BackendDown, Unknown
from tests.backends.applications import hall as embedded
from tests.backends.applications import test_deciding, test_passes, test_submitting, test_supplements
from tests.backends.applications.hall import part, submission
from tests.backends.reached import KEY, reach, serve
from tests.backends.sharing.county import BUYER
from tests.backends.town import build_town
from tests.papers import JPEG, PNG

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LEASE = HandedIn(document="lease", person="you", paper="local-1")
TITLE = HandedIn(document="title", person="you", paper="local-2")


@dataclass
class Uploaded:
    """The papers that lie at the installation which hands them in."""

    content: dict[str, bytes] = field(default_factory=dict)

    async def open(self, id: str) -> bytes:
        if id not in self.content:
            raise PaperGone
        return self.content[id]


@dataclass
class Given:
    """The papers of the client at the backend, which tells them by names of its own."""

    hall: embedded.Hall
    kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    refused: set[bytes] = field(default_factory=set)

    async def find(self, key: str) -> KeptPaper | None:
        return None

    async def keep(self, chat: str, key: str, name: str, content: bytes) -> KeptPaper:
        if content in self.refused:
            raise PaperRefused("locked")
        id, _ = self.kept.setdefault(key, (f"paper-{len(self.kept) + 1}", content))
        self.hall.papers.there.setdefault(id, None)
        return KeptPaper(id=id, name="", kind="jpeg", pages=1, size=len(content))

    async def open(self, id: str) -> bytes:
        return next(content for known, content in self.kept.values() if known == id)

    async def forget(self, chat: str) -> None:
        self.kept.clear()


@dataclass
class Hall(embedded.Hall):
    """The hall of tests/backends/applications, where another installation hands in."""

    uploaded: Uploaded = field(default_factory=Uploaded)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.given = Given(self)
        behind = Behind(build_town(), applications=self.window, papers=lambda client: self.given)
        self.client = reach(serve(behind, self.engine, self.clock), self.clock)
        self.window = RemoteApplications(self.client, self.uploaded)  # type: ignore[assignment]  # the same calls


@pytest.fixture
async def hall(database: AsyncEngine, vault: Vault) -> AsyncIterator[Hall]:
    hall = Hall(database, vault)
    async with hall.client:
        yield hall


class TestRemoteApplications:
    """Handing in, reading, adding, taking back, passes."""

    test_what_comes_back = staticmethod(test_submitting.test_what_the_citizen_gets_back)
    test_the_same_key = staticmethod(test_submitting.test_the_second_call_with_a_key_is_answered_as_the_first)
    test_another_key = staticmethod(test_submitting.test_another_key_for_the_same_case)
    test_another_citizen = staticmethod(test_submitting.test_nobody_is_answered_what_another_was)
    test_who_reads = staticmethod(test_submitting.test_nobody_reads_what_is_not_theirs)
    test_twenty_at_once = staticmethod(test_submitting.test_twenty_at_the_same_moment_hand_it_in_once)
    test_what_is_missing = staticmethod(test_submitting.test_each_part_is_filled_on_its_own_consents)
    test_what_is_asked = staticmethod(test_supplements.test_the_citizen_knows_what_is_asked_for_and_until_when)
    test_adding_twice = staticmethod(test_supplements.test_adding_twice_with_a_key_is_adding_once)
    test_what_does_not_follow = staticmethod(test_supplements.test_a_paper_that_was_to_follow_and_does_not)
    test_who_may_not_add = staticmethod(test_supplements.test_who_may_not_add)
    test_side_by_side = staticmethod(test_deciding.test_side_by_side_and_in_order)
    test_a_refusal = staticmethod(test_deciding.test_a_refusal_closes_its_part)
    test_withdrawn = staticmethod(test_deciding.test_withdrawn_while_it_is_open)
    test_who_withdraws = staticmethod(test_deciding.test_withdrawn_by_its_owner_alone)
    test_too_late = staticmethod(test_deciding.test_what_is_decided_cannot_be_withdrawn)
    test_handed_out = staticmethod(test_deciding.test_handed_out_once)
    test_a_pass = staticmethod(test_passes.test_it_reads_once)
    test_the_minutes_of_a_pass = staticmethod(test_passes.test_it_is_good_for_ten_minutes)


# --- papers -------------------------------------------------------------------------------------------------------


async def test_papers_are_given_over_before_it_is_handed_in(hall: Hall) -> None:
    hall.uploaded.content = {"local-1": JPEG, "local-2": PNG}
    again = LEASE.model_copy(update={"document": "contract"})
    await hall.submit(part(papers=(LEASE, TITLE, again)))
    assert {content for _, content in hall.given.kept.values()} == {JPEG, PNG}
    assert hall.papers.there == {"paper-1": "A1", "paper-2": "A1"}
    submitted = (await hall.desk.read("A1")).submission
    assert submitted is not None
    assert [(each.document, each.paper) for each in submitted.parts[0].papers] == [
        ("lease", "paper-1"),
        ("title", "paper-2"),
        ("contract", "paper-1"),
    ]


async def test_a_paper_is_given_over_once(hall: Hall) -> None:
    hall.uploaded.content = {"local-1": JPEG}
    first = await hall.submit(part(papers=(LEASE,)))
    assert await hall.submit(part(papers=(LEASE,))) == first
    assert len(hall.given.kept) == 1


async def test_what_is_gone_here_is_told_with_all_that_is_missing(hall: Hall) -> None:
    hall.uploaded.content = {"local-2": PNG}
    never = HandedIn(document="photo", person="you")
    with pytest.raises(Incomplete) as raised:
        await hall.submit(part(papers=(LEASE, TITLE, never)))
    assert raised.value.missing == ("lease", "photo")


async def test_what_is_not_taken_there_is_missing(hall: Hall) -> None:
    hall.uploaded.content, hall.given.refused = {"local-1": JPEG}, {JPEG}
    with pytest.raises(Incomplete) as raised:
        await hall.submit(part(papers=(LEASE,)))
    assert raised.value.missing == ("lease",)


async def test_once_handed_in_it_needs_no_paper_any_more(hall: Hall) -> None:
    hall.uploaded.content = {"local-1": JPEG}
    first = await hall.submit(part(papers=(LEASE,)))
    hall.uploaded.content.clear()
    assert await hall.submit(part(papers=(LEASE,))) == first


async def test_a_paper_that_was_to_follow_is_given_over(hall: Hall) -> None:
    await hall.submit(part(papers=(LEASE.model_copy(update={"paper": None, "follows_within": 3}),)))
    hall.uploaded.content = {"local-1": JPEG}
    status = await hall.window.add(BUYER, "A1", Added(papers=(LEASE,)), "add")
    assert status.asked == ()
    assert hall.papers.there == {"paper-1": "A1"}


async def test_the_largest_paper_comes_over(hall: Hall) -> None:
    hall.uploaded.content = {"local-1": JPEG + bytes(LARGEST - len(JPEG))}
    await hall.submit(part(papers=(LEASE,)))
    ((_, content),) = hall.given.kept.values()
    assert len(content) == LARGEST


# --- what cannot be -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["", "1" * 33])
async def test_what_cannot_be_a_pass_opens_nothing(hall: Hall, code: str) -> None:
    await hall.submit()
    with pytest.raises(Unknown):
        await hall.window.read_with_pass("A1", code, "read")


async def test_without_papers_no_paper_is_handed_in(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    hall.uploaded.content = {"local-1": JPEG}
    async with reach(serve(Behind(build_town()), hall.engine, hall.clock), hall.clock) as client:
        with pytest.raises(BackendDown):
            await RemoteApplications(client, hall.uploaded).submit(BUYER, submission(part(papers=(LEASE,))), "k1")
    assert "does not offer papers" in caplog.text


async def test_a_key_that_is_not_taken_is_named_once_for_whoever_can_mend_it(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    served = serve(Behind(build_town()), hall.engine, hall.clock)
    async with reach(served, hall.clock, "ov1_ffffffffffff_" + "f" * 64) as client:
        for _ in range(3):
            with pytest.raises(BackendDown):
                await RemoteApplications(client, hall.uploaded).status("A1")
    (said,) = [each for each in caplog.records if each.levelname == "ERROR"]
    assert "BACKEND_KEY" in said.getMessage()
    assert KEY not in caplog.text
    assert "ffff" not in caplog.text


async def test_the_answer_about_another_case_is_none(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    """A backend that mixes up cases would show a citizen what is somebody else's."""
    await hall.submit()

    call = hall.client.call

    async def mix_up(operation: object, *said: object, **names: object) -> object:
        return await call(operation, *said, **{**names, "case": "A1"})  # type: ignore[arg-type]

    hall.client.call = mix_up  # type: ignore[method-assign,assignment]
    with pytest.raises(BackendDown):
        await hall.window.status("A2")
    assert "something else than was asked for" in caplog.text
