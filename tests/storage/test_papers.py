"""Uploaded papers on both databases: known by their content, kept once, sealed, given to one case, erased in time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault, add_key, drop_key, new_secret
from bot.database.engine import reading
from bot.database.migrations.models import all_tables
from bot.database.resealing import Resealed, reseal
from bot.dialogue.applications import Incomplete
from bot.dialogue.papers import LARGEST, MOST_PAGES, MOST_WAITING, KeptPaper, PaperGone, PaperRefused
from bot.dialogue.ports import BackendDown
from bot.storage import pages
from bot.storage.files import look_at
from bot.storage.papers import StoredPapers
from bot.storage.tables import paper
from tests.dialogue.talk import Watch
from tests.papers import JPEG, PNG, by_hand, compressed_bomb, many_pages, pdf, png

NAME = "机密的租房合同.pdf"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def papers(database: AsyncEngine, vault: Vault, watch: Watch) -> StoredPapers:
    return StoredPapers(database, vault, "telegram", watch)


async def rows(database: AsyncEngine) -> list[Any]:
    async with reading(database) as connection:
        return list(await connection.execute(select(paper).order_by(paper.c.kept_at, paper.c.id)))


# --- what a file is ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind", "count"),
    [
        (JPEG, "jpeg", 1),
        (PNG, "png", 1),
        (png(3, 5), "png", 1),
        (pdf(1), "pdf", 1),
        (pdf(MOST_PAGES), "pdf", MOST_PAGES),
        (b"\x00junk\n" + pdf(1), "pdf", 1),
        (pdf(3, owner="only the owner may change it"), "pdf", 3),
        (many_pages(3, told=10**9), "pdf", 3),
    ],
    ids=["jpeg", "png", "larger png", "pdf", "pages", "junk before", "not locked", "says it has more"],
)
async def test_the_kind_is_told_by_the_content(content: bytes, kind: str, count: int) -> None:
    looked = await look_at(content)
    assert (looked.kind, looked.pages) == (kind, count)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (JPEG + bytes(LARGEST), "too-big"),
        (b"GIF89a\x01\x00\x01\x00", "type"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "type"),
        (b"PK\x03\x04 a document of an office", "type"),
        (b"<html>%PD", "type"),
        (b"x" * 1025 + pdf(1), "type"),
        (JPEG[:-2], "unreadable"),
        (JPEG[:20], "unreadable"),
        (JPEG.replace(b"\x00\x10\x00\x18", b"\x00\x00\x00\x18"), "unreadable"),
        (PNG[:-1], "unreadable"),
        (png(0, 5), "unreadable"),
        (PNG[:40] + b"?" + PNG[41:], "unreadable"),
        (pdf(5)[:200], "unreadable"),
        (b"%PDF-1.7\n" + b"?" * 500, "unreadable"),
        (by_hand([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"]), "unreadable"),
        (pdf(MOST_PAGES + 1), "too-many-pages"),
        (many_pages(MOST_PAGES + 1), "too-many-pages"),
        (by_hand([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Kids [2 0 R] >>"]), "too-many-pages"),
        (pdf(1, password="secret"), "locked"),
    ],
    ids=lambda told: told if isinstance(told, str) else "file",  # what is encrypted is different bytes each time
)
async def test_what_is_not_taken_is_told_why(content: bytes, why: str) -> None:
    with pytest.raises(PaperRefused) as refused:
        await look_at(content)
    assert refused.value.why == why


@pytest.mark.parametrize(
    "make",
    [
        compressed_bomb,
        lambda: many_pages(1_000_000),
        lambda: b"%PDF-1.4\n1 0 obj\n" + b"[" * 5_000_000,
        lambda: b"%PDF-1.4\n" + bytes(9_000_000),
    ],
    ids=["unfolds to a gigabyte", "a million pages", "brackets", "zeros"],
)
async def test_a_file_made_to_do_harm_is_refused(make: Callable[[], bytes]) -> None:
    content = make()
    with pytest.raises(PaperRefused):
        await look_at(content)


async def test_a_file_that_takes_too_long_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PATIENCE", 0.01)
    assert await pages.count_pages(pdf(1), MOST_PAGES) == "unreadable"


async def test_what_leaves_an_ended_process_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "__file__", "/nowhere/at/all.py")
    assert await pages.count_pages(pdf(1), MOST_PAGES) == "unreadable"


# --- kept ----------------------------------------------------------------------------------------------------------


async def test_what_is_kept_is_told_and_comes_back(papers: StoredPapers) -> None:
    content = pdf(2)
    kept = await papers.keep("42", "k1", f"C:\\somewhere\\{NAME}", content)
    assert kept == KeptPaper(id=kept.id, name=NAME, kind="pdf", pages=2, size=len(content))
    assert await papers.open(kept.id) == content
    assert KeptPaper.model_validate_json(kept.model_dump_json()) == kept


async def test_the_same_delivery_is_kept_once(database: AsyncEngine, papers: StoredPapers) -> None:
    first = await papers.keep("42", "k1", NAME, JPEG)
    assert await papers.keep("42", "k1", NAME, JPEG) == first
    at_once = await asyncio.gather(*(papers.keep("42", "k2", NAME, PNG) for _ in range(5)))
    assert len(set(at_once)) == 1
    assert sorted(row.key for row in await rows(database)) == ["k1", "k2"]


async def test_another_channel_has_keys_of_its_own(database: AsyncEngine, vault: Vault, watch: Watch) -> None:
    one, other = (StoredPapers(database, vault, name, watch) for name in ("telegram", "terminal"))
    first, second = await one.keep("42", "k1", NAME, JPEG), await other.keep("42", "k1", NAME, PNG)
    assert first.id != second.id


async def test_a_refused_file_leaves_nothing(database: AsyncEngine, papers: StoredPapers) -> None:
    with pytest.raises(PaperRefused):
        await papers.keep("42", "k1", NAME, b"no paper")
    assert await rows(database) == []


async def test_name_and_content_are_sealed(database: AsyncEngine, vault: Vault, papers: StoredPapers) -> None:
    await papers.keep("42", "k1", NAME, JPEG)
    [row] = await rows(database)
    stored = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    assert JPEG not in stored
    assert NAME.encode() not in stored
    assert vault.open(row.content, paper.c.content) == JPEG
    assert vault.open_json(row.name, paper.c.name) == NAME


async def fill(papers: StoredPapers, chat: str, count: int) -> list[str]:
    return [(await papers.keep(chat, f"{chat}/{n}", NAME, JPEG)).id for n in range(count)]


async def test_a_chat_has_so_many_files_that_are_not_handed_in(database: AsyncEngine, papers: StoredPapers) -> None:
    ids = await fill(papers, "42", MOST_WAITING - 1)
    last_place = [papers.keep("42", f"at-once/{n}", NAME, PNG) for n in range(4)]
    told = await asyncio.gather(*last_place, return_exceptions=True)
    assert sorted(type(each).__name__ for each in told) == ["KeptPaper", *["PaperRefused"] * 3]
    assert {each.why for each in told if isinstance(each, PaperRefused)} == {"too-many"}
    assert len(await rows(database)) == MOST_WAITING
    assert await papers.keep("42", "42/0", NAME, JPEG)  # which is there already
    assert await papers.keep("43", "another chat", NAME, JPEG)
    async with database.begin() as connection:
        await papers.attach(connection, ids[:1], "CASE2345")
    assert await papers.keep("42", "now there is room", NAME, JPEG)


async def test_with_a_new_key_papers_are_sealed_anew_a_few_at_a_time(database: AsyncEngine, watch: Watch) -> None:
    secret = new_secret()
    newer = add_key(secret)
    old, new, only_new = (Vault.from_secret(each) for each in (secret, newer, drop_key(newer, 1)))
    ids = await fill(StoredPapers(database, old, "telegram", watch), "42", 5)
    told: list[Resealed] = []
    await reseal(database, new, all_tables(), progress=told.append)
    assert [each for each in told if each.column == "paper.content"] == [
        Resealed("paper.content", 4),
        Resealed("paper.content", 5),
    ]
    later = StoredPapers(database, only_new, "telegram", watch)
    assert [await later.open(id) for id in ids] == [JPEG] * 5
    assert (await later.keep("42", "42/0", NAME, JPEG)).name == NAME


# --- given to a case -------------------------------------------------------------------------------------------------


async def test_a_paper_belongs_to_one_case(database: AsyncEngine, papers: StoredPapers) -> None:
    one, two, three = await fill(papers, "42", 3)
    async with database.begin() as connection:
        await papers.attach(connection, [one, two], "CASE2345")
        await papers.attach(connection, [one, two], "CASE2345")
        for wanted, missing in (([two, three], (two,)), ([three, "nobody's"], ("nobody's",))):
            with pytest.raises(Incomplete) as refused:
                await papers.attach(connection, wanted, "ANOTHER2")
            assert refused.value.missing == missing
    assert {row.id: row.case for row in await rows(database)} == {one: "CASE2345", two: "CASE2345", three: None}
    assert await papers.exist([one, three, "nobody's"]) == {one, three}
    assert await papers.open(one) == JPEG


async def test_of_two_cases_that_want_the_same_papers_one_gets_them_all(
    database: AsyncEngine, papers: StoredPapers
) -> None:
    ids = await fill(papers, "42", 6)

    async def want(case: str, wanted: list[str]) -> None:
        async with database.begin() as connection:
            await papers.attach(connection, wanted, case)

    got = await asyncio.gather(want("CASE2345", ids), want("ANOTHER2", ids[::-1]), return_exceptions=True)
    assert sorted(type(each).__name__ for each in got) == ["Incomplete", "NoneType"]
    assert len({row.case for row in await rows(database)} - {None}) == 1


async def test_what_is_undone_gives_nothing_away(database: AsyncEngine, papers: StoredPapers) -> None:
    [one] = await fill(papers, "42", 1)
    async with database.connect() as connection:
        await papers.attach(connection, [one], "CASE2345")
        await connection.rollback()
    assert [row.case for row in await rows(database)] == [None]


async def test_of_an_erased_case_only_what_it_was_is_left(
    database: AsyncEngine, papers: StoredPapers, watch: Watch
) -> None:
    one, two = await fill(papers, "42", 2)
    async with database.begin() as connection:
        await papers.attach(connection, [one], "CASE2345")
        assert await papers.erase_of(connection, "CASE2345") == 1
        assert await papers.erase_of(connection, "CASE2345") == 0
    with pytest.raises(PaperGone):
        await papers.open(one)
    assert await papers.open(two) == JPEG
    erased = next(row for row in await rows(database) if row.id == one)
    assert (erased.name, erased.content, erased.kind, erased.erased_at) == (None, None, "jpeg", watch())
    assert (await papers.keep("42", "42/0", NAME, JPEG)).name == ""  # the delivery comes once more
    async with database.begin() as connection:
        with pytest.raises(Incomplete):
            await papers.attach(connection, [one], "CASE2345")
    assert await papers.exist([one, two]) == {two}


# --- not handed in ---------------------------------------------------------------------------------------------------


async def test_what_is_not_handed_in_is_deleted_after_a_month(
    database: AsyncEngine, papers: StoredPapers, watch: Watch
) -> None:
    handed_in, left = await fill(papers, "42", 2)
    async with database.begin() as connection:
        await papers.attach(connection, [handed_in], "CASE2345")
    watch.wait(days=30)
    assert await papers.sweep() == 0
    young = await papers.keep("42", "young", NAME, PNG)
    watch.wait(seconds=1)
    assert await papers.sweep() == 1
    assert {row.id for row in await rows(database)} == {handed_in, young.id}
    with pytest.raises(PaperGone):
        await papers.open(left)


async def test_a_chat_is_forgotten_on_request(database: AsyncEngine, papers: StoredPapers) -> None:
    handed_in, _, _ = await fill(papers, "42", 3)
    await fill(papers, "43", 1)
    async with database.begin() as connection:
        await papers.attach(connection, [handed_in], "CASE2345")
    await papers.forget("42")
    assert {(row.chat, row.case) for row in await rows(database)} == {("42", "CASE2345"), ("43", None)}


async def test_a_silent_database_is_told_as_such(silent: AsyncEngine, vault: Vault, watch: Watch) -> None:
    nowhere = StoredPapers(silent, vault, "telegram", watch)
    for call in (nowhere.keep("42", "k1", NAME, JPEG), nowhere.open("1"), nowhere.exist(["1"])):
        with pytest.raises(BackendDown):
            await call
