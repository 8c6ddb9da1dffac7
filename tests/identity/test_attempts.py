"""What binds a login to one browser and one try, below the pages. Every test on both databases."""

from __future__ import annotations

import asyncio

import pytest

from bot.dialogue.identity import NotSure
from bot.identity.attempts import Attempt
from bot.identity.persons import Proof
from bot.identity.refusals import CodeWaits, Forged, LinkOver, LinkUsed, StepUsed, WrongBrowser
from tests.identity.conftest import BUYER_PROOF, CHAT, Office
from tests.identity.people import BUYER, BUYER_NAME


async def test_every_press_makes_everything_anew(office: Office) -> None:
    token = await office.token()
    begun = [await office.attempts.begin(token, {}) for _ in range(3)]
    secrets = {
        secret for one in begun for secret in (one.browser, one.attempt.state, one.attempt.nonce, one.attempt.verifier)
    }
    assert len(secrets) == 12
    assert all(len(secret) == 43 for secret in secrets)


async def test_only_the_newest_press_counts(office: Office) -> None:
    token = await office.token()
    older = await office.attempts.begin(token, {})
    newer = await office.attempts.begin(token, {})
    with pytest.raises(Forged):
        await office.attempts.claim(older.attempt.state, {older.cookie: older.browser})
    assert await office.attempts.claim(newer.attempt.state, {newer.cookie: newer.browser}) == newer.attempt


async def test_an_attempt_is_claimed_once_also_at_once(office: Office) -> None:
    begun = await office.attempts.begin(await office.token(), {})
    cookies = {begun.cookie: begun.browser}
    claims = (office.attempts.claim(begun.attempt.state, cookies) for _ in range(8))
    answers = await asyncio.gather(*claims, return_exceptions=True)
    assert [sum(isinstance(answer, kind) for answer in answers) for kind in (Attempt, StepUsed)] == [1, 7]


async def test_another_browser_takes_nothing_and_spoils_nothing(office: Office) -> None:
    begun = await office.attempts.begin(await office.token(), {})
    for cookies in ({}, {begun.cookie: begun.browser[:-1] + "~"}, {begun.cookie: ""}, {"login": begun.browser}):
        with pytest.raises(WrongBrowser):
            await office.attempts.claim(begun.attempt.state, cookies)
    assert await office.attempts.claim(begun.attempt.state, {begun.cookie: begun.browser})


async def test_what_was_begun_anew_meanwhile_keeps_nothing(office: Office) -> None:
    token = await office.token()
    begun = await office.attempts.begin(token, {})
    claimed = await office.attempts.claim(begun.attempt.state, {begun.cookie: begun.browser})
    await office.attempts.begin(token, {})
    with pytest.raises(LinkOver):
        await office.attempts.keep(claimed, BUYER_PROOF)


async def test_what_ends_while_the_provider_answers_keeps_nothing(office: Office) -> None:
    begun = await office.attempts.begin(await office.token(), {})
    claimed = await office.attempts.claim(begun.attempt.state, {begun.cookie: begun.browser})
    office.clock.turn(10)
    with pytest.raises(LinkOver):
        await office.attempts.keep(claimed, BUYER_PROOF)
    assert BUYER_PROOF.number not in str(await office.tables())


async def test_a_code_is_made_once(office: Office) -> None:
    begun = await office.attempts.begin(await office.token(), {})
    cookies = {begun.cookie: begun.browser}
    claimed = await office.attempts.claim(begun.attempt.state, cookies)
    await office.attempts.keep(claimed, BUYER_PROOF)
    code = await office.attempts.code(claimed.token, cookies)
    with pytest.raises(LinkOver):
        await office.attempts.keep(claimed, BUYER_PROOF)
    assert await office.attempts.code(claimed.token, cookies) == code
    with pytest.raises(CodeWaits):
        await office.attempts.claim(begun.attempt.state, cookies)
    with pytest.raises(CodeWaits):
        await office.attempts.begin(claimed.token, cookies)


async def test_the_code_is_shown_to_its_browser_alone(office: Office) -> None:
    await office.show_code()
    token = await office.token()
    for cookies in ({}, {"login-0000000000000000": "x"}):
        with pytest.raises(LinkUsed):
            await office.attempts.code(token, cookies)
        with pytest.raises(LinkUsed):
            await office.attempts.begin(token, cookies)


async def test_less_than_was_asked_is_not_enough(office: Office) -> None:
    token = await office.token(level="face")
    begun = await office.attempts.begin(token, {})
    cookies = {begun.cookie: begun.browser}
    claimed = await office.attempts.claim(begun.attempt.state, cookies)
    with pytest.raises(NotSure):
        await office.attempts.keep(claimed, Proof(BUYER, BUYER_NAME, "real-name"))
    with pytest.raises(StepUsed):
        await office.attempts.code(token, cookies)
    again = await office.attempts.begin(token, cookies)
    claimed = await office.attempts.claim(again.attempt.state, {again.cookie: again.browser})
    await office.attempts.keep(claimed, BUYER_PROOF)


async def test_more_than_was_asked_is_kept(office: Office) -> None:
    verified = await office.logins.finish_login(CHAT, await office.show_code(), "f1")
    assert verified.level == "face"


async def test_codes_have_six_digits_and_differ(office: Office) -> None:
    codes = [await office.show_code(key=f"open-{n}") for n in range(12)]
    assert all(len(code) == 6 and code.isdecimal() for code in codes)
    assert len(set(codes)) > 6
