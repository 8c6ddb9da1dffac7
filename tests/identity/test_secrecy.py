"""Nothing personal and no secret in a plain column, a log line or what a debugger prints. On both databases."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.database.types import SealedBinary
from bot.dialogue.identity import WrongCode
from bot.identity.persons import CodedProof, Proof
from bot.identity.tables import login, person
from tests.identity.conftest import CHAT, Office, read_code, wrong
from tests.identity.fake_provider import CALLBACK, SECRET, garbage
from tests.identity.people import BUYER, BUYER_NAME
from tests.identity.test_pages import Killed

PARAMETERS = ("state", "nonce", "code")


async def _live_through_everything(office: Office) -> set[str]:
    """A login with every kind of trouble; gives what must be found nowhere."""
    killed = Killed(office.engine, office.vault, office.clock)
    office = replace(office, attempts=killed)
    link = await office.link(level="face")
    secrets = {BUYER, BUYER.lower(), BUYER_NAME, SECRET, link.rpartition("/")[2]}
    async with office.browser() as browser, office.browser() as other:

        async def press() -> str:
            asked = await browser.post(link, follow_redirects=False)
            back = await browser.get(asked.headers["location"], follow_redirects=False)
            for url in (asked.headers["location"], back.headers["location"]):
                secrets.update(*(parse_qs(urlsplit(url).query).get(name, []) for name in PARAMETERS))
            secrets.update(browser.cookies.values())
            return str(back.headers["location"])

        office.fake.citizen = {"citizen_number": BUYER, "name": BUYER_NAME, "acr": "face"}
        await browser.get(await press())  # killed while the proof is in hand
        killed.killing = False
        await other.get(await press())
        office.fake.citizen |= {"acr": "less"}
        await browser.get(await press())
        office.fake.citizen |= {"acr": "face", "citizen_number": BUYER[:-1] + "1"}
        secrets.add(BUYER[:-1] + "1")
        await browser.get(await press())
        office.fake.citizen |= {"citizen_number": BUYER}
        office.fake.altered = lambda claims: claims | {"nonce": "forged"}
        await browser.get(await press())
        office.fake.altered = lambda claims: claims
        office.fake.trouble["token"] = garbage
        await browser.get(await press())
        office.fake.trouble.clear()
        await browser.get(f"{CALLBACK}?state={BUYER}&error={BUYER}")
        secrets.add(code := read_code(await browser.get(await press())))
        await _search_tables(office, secrets)
    with pytest.raises(WrongCode):
        await office.logins.finish_login(CHAT, wrong(code), "f0")
    verified = await office.logins.finish_login(CHAT, code, "f1")
    await office.logins.number(verified.person)
    return secrets


async def _search_tables(office: Office, secrets: set[str]) -> None:
    found = [value for rows in (await office.tables()).values() for row in rows for value in row]
    for value in found:
        plain = value if isinstance(value, bytes) else str(value).encode()
        for secret in secrets:
            assert secret.encode() not in plain


async def test_nothing_stands_in_the_tables_in_plain(office: Office) -> None:
    secrets = await _live_through_everything(office)
    assert len(secrets) > 15
    await _search_tables(office, secrets)


async def test_nothing_stands_in_the_log(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = await _live_through_everything(office)
    own = [record for record in caplog.records if record.name.startswith("bot.")]
    assert len(own) > 5
    # What SQLite's driver notes at DEBUG are the values of each statement; they may be there only sealed.
    # The browsers of this test note in the same log as our own HTTP client, which goes to the provider alone.
    noted = [record for record in caplog.records if record.name != "httpx2" or _is_own_request(record.getMessage())]
    assert any(_is_own_request(record.getMessage()) for record in noted)
    for record in noted:
        line = record.getMessage() + str(record.exc_info or "")
        for secret in secrets:
            assert secret not in line, record.name


def _is_own_request(line: str) -> bool:
    return re.search(r"https://idp\.example/(?!authorize)", line) is not None and "HTTP Request" in line


async def test_the_log_says_what_staff_need(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot")
    await _live_through_everything(office)
    lines = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
    for words in ("WrongBrowser", "NotSure", "WrongNumber", "NotTrusted nonce", "RuntimeError in", "idp.example"):
        assert words in lines


async def test_what_is_printed_of_a_login_holds_no_secret(office: Office) -> None:
    token = await office.token()
    begun = await office.attempts.begin(token, {})
    shown = repr((begun, Proof(BUYER, BUYER_NAME, "face"), CodedProof(BUYER, BUYER_NAME, "face", "123456")))
    for secret in (token, begun.browser, begun.attempt.state, begun.attempt.nonce, begun.attempt.verifier):
        assert secret not in shown
    for secret in (BUYER, BUYER_NAME, "123456"):
        assert secret not in shown
    assert SECRET not in repr(office.settings)


def test_whatever_could_be_personal_goes_into_a_sealed_column() -> None:
    sealed = {column.name for table in (login, person) for column in table.c if isinstance(column.type, SealedBinary)}
    assert sealed == {"token", "attempt", "proof", "answer", "number", "name"}
