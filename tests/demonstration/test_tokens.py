"""The identity provider's codes: each good once, for a minute, with the verifier, to the client that asked."""

from __future__ import annotations

import base64
import logging

import pytest
from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]

from bot.demonstration.people import People
from tests.demonstration.conftest import Clock
from tests.demonstration.visiting import BACK, SECRET, VERIFIER, Visitor, visiting

KNOWN = b"client_id=assistant&client_secret=a+secret%2Bwith%3Dsigns&"


async def test_a_code_is_good_once(visitor: Visitor) -> None:
    code = (await visitor.chooses({"person": "buyer-a"}))["code"]
    assert "id_token" in await visitor.fetches(code)
    with pytest.raises(OAuthError, match="invalid_grant"):
        await visitor.fetches(code)


@pytest.mark.parametrize("verifier", [VERIFIER + "x", VERIFIER[:-1], "short", ""])
async def test_a_wrong_verifier_uses_the_code_up(visitor: Visitor, verifier: str) -> None:
    code = (await visitor.chooses({"person": "buyer-a"}))["code"]
    with pytest.raises(OAuthError, match="invalid_grant"):
        await visitor.fetches(code, verifier)
    with pytest.raises(OAuthError, match="invalid_grant"):
        await visitor.fetches(code)


@pytest.mark.parametrize(("seconds", "good"), [(59, True), (60, False), (3600, False)])
async def test_a_code_is_good_for_a_minute(visitor: Visitor, clock: Clock, seconds: int, good: bool) -> None:
    code = (await visitor.chooses({"person": "buyer-a"}))["code"]
    clock.turn(seconds)
    if good:
        assert "id_token" in await visitor.fetches(code)
    else:
        with pytest.raises(OAuthError, match="invalid_grant"):
            await visitor.fetches(code)


async def test_two_who_log_in_at_once_get_their_own(visitor: Visitor) -> None:
    first = (await visitor.chooses({"person": "buyer-a"}, nonce="1"))["code"]
    second = (await visitor.chooses({"person": "seller-b"}, nonce="2"))["code"]
    said = [await visitor.claims(await visitor.fetches(code)) for code in (second, first)]
    assert [(claims["sub"], claims["nonce"]) for claims in said] == [("seller-b", "2"), ("buyer-a", "1")]


async def test_the_code_is_no_good_at_another_address(visitor: Visitor) -> None:
    code = (await visitor.chooses({"person": "buyer-a"}))["code"]
    with pytest.raises(OAuthError, match="invalid_grant"):
        await visitor.fetches(code, redirect_uri="http://thief.test/back")


@pytest.mark.parametrize(
    ("told", "header"),
    [
        ({"client_id": "assistant"}, None),
        ({"client_id": "assistant", "client_secret": "wrong"}, None),
        ({"client_id": "somebody", "client_secret": SECRET}, None),
        ({}, "Basic " + base64.b64encode(b"assistant:wrong").decode()),
        ({}, "Basic !!!"),
        ({}, "Bearer something"),
    ],
)
async def test_the_secret_is_checked_before_the_code_is_spent(
    visitor: Visitor, told: dict[str, str], header: str | None
) -> None:
    code = (await visitor.chooses({"person": "buyer-a"}))["code"]
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER}
    headers = {} if header is None else {"Authorization": header}
    answer = await visitor.http.post("/token", data={**asked, **told}, headers=headers)
    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_client"})
    assert "id_token" in await visitor.fetches(code)


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (
            b"grant_type=refresh_token&client_id=assistant&client_secret=a+secret%2Bwith%3Dsigns",
            400,
            "unsupported_grant_type",
        ),
        (b"code=1&code=2", 400, "invalid_request"),
        (b"x=" + b"y" * 9000, 400, "invalid_request"),
        (b"\xff\xfe\x00", 401, "invalid_client"),
        (b"", 401, "invalid_client"),
    ],
)
async def test_nonsense_at_the_token_endpoint(visitor: Visitor, body: bytes, status: int, error: str) -> None:
    answer = await visitor.http.post("/token", content=body)
    assert (answer.status_code, answer.json()) == (status, {"error": error})


async def test_a_restart_forgets_every_code_and_changes_the_key(people: People, clock: Clock) -> None:
    codes, tokens, keys = [], [], []
    for _ in range(2):
        async with visiting(people, clock, None, "none") as visitor:
            codes.append((await visitor.chooses({"person": "buyer-a"}))["code"])
            if len(codes) == 2:
                with pytest.raises(OAuthError, match="invalid_grant"):
                    await visitor.fetches(codes[0])
            tokens.append(await visitor.fetches(codes[-1]))
            keys.append((await visitor.http.get("/jwks")).json()["keys"])
    assert keys[0][0]["kid"] != keys[1][0]["kid"]
    assert not {"d", "p", "q"} & keys[0][0].keys()


async def test_nothing_is_logged(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    code = (await visitor.chooses({"person": "buyer-a"}))["code"]
    await visitor.fetches(code)
    await visitor.asks(client_id="somebody")
    assert [record for record in caplog.records if record.name.startswith("bot")] == []
