"""The identity provider's page: who is chosen is who comes back, and only to the client that asked."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import httpx2
import pytest
from fastapi import FastAPI

from bot.demonstration.grants import Client
from bot.demonstration.people import People
from bot.demonstration.provider import identity_provider
from bot.dialogue.identity import LEVELS, Level
from bot.identity.attempts import Attempt
from bot.identity.persons import Proof
from bot.identity.provider import Provider
from bot.identity.refusals import NotTrusted
from bot.identity.settings import ProviderSettings
from tests.demonstration.conftest import Clock
from tests.demonstration.visiting import ASKED, BACK, ISSUER, SECRET, VERIFIER, Visitor, brought_back, visiting


async def test_whoever_is_chosen_is_who_comes_back(visitor: Visitor, people: People, clock: Clock) -> None:
    back = await visitor.chooses({"person": "buyer-a"})
    assert (back["state"], back["iss"]) == ("the state", ISSUER)
    claims = await visitor.claims(await visitor.fetches(back["code"]))
    now = int(clock.now.timestamp())
    assert claims == {
        "iss": ISSUER,
        "aud": "assistant",
        "sub": "buyer-a",
        "iat": now,
        "exp": now + 300,
        "auth_time": now,
        "nonce": "the nonce",
        "acr": "real-name",
        "name": "买方甲",
        "citizen_number": people.citizens["buyer-a"].number,
    }


async def test_a_face_shown_is_surer(visitor: Visitor) -> None:
    back = await visitor.chooses({"person": "seller-b", "face": "yes"})
    assert (await visitor.claims(await visitor.fetches(back["code"])))["acr"] == "face"


@pytest.mark.parametrize(
    ("secret", "method"), [(None, "none"), (SECRET, "client_secret_post"), ("plain", "client_secret_basic")]
)
async def test_discovery_leads_a_client_all_the_way(
    people: People, clock: Clock, secret: str | None, method: str
) -> None:
    async with visiting(people, clock, secret, method) as visitor:
        found = (await visitor.http.get("/.well-known/openid-configuration")).json()
        assert found["issuer"] == ISSUER
        assert method in found["token_endpoint_auth_methods_supported"]
        address, _ = visitor.oauth.create_authorization_url(
            found["authorization_endpoint"], code_verifier=VERIFIER, nonce="n", scope="openid"
        )
        page = await visitor.http.get(address)
        assert page.status_code == 200
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
        back = await visitor.http.post(found["authorization_endpoint"], data={**hidden, "person": "elderly"})
        token = await visitor.oauth.fetch_token(
            found["token_endpoint"], authorization_response=back.headers["location"], code_verifier=VERIFIER
        )
        assert (await visitor.claims(token))["sub"] == "elderly"


@pytest.mark.parametrize("level", LEVELS)
async def test_the_assistant_itself_is_satisfied(people: People, clock: Clock, level: Level) -> None:
    """The client that citizens are sent by, against this provider: nothing about it is special."""
    settings = ProviderSettings(ISSUER, "assistant", None, "http://assistant.test")
    client = Client("assistant", None, frozenset({settings.callback_url}))
    web = FastAPI()
    web.include_router(identity_provider(ISSUER, client, people, clock))
    transport = httpx2.ASGITransport(web)
    assistant = Provider(settings, clock, transport)
    attempt = Attempt(1, "token", level, clock.now, "state", "nonce", VERIFIER)
    async with httpx2.AsyncClient(transport=transport) as http:
        page = await http.get(await assistant.authorization_url(attempt))
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
        checked = {"face": "yes"} if "checked" in page.text else {}
        back = await http.post(f"{ISSUER}/authorize", data={**hidden, **checked, "person": "disabled"})
    answer = brought_back(back)
    assert answer["state"] == "state"
    assert await assistant.prove(attempt, answer) == Proof(people.citizens["disabled"].number, "残疾人", level)
    with pytest.raises(NotTrusted):
        await assistant.prove(attempt, answer)  # the code was used


async def test_the_page_says_in_both_languages_that_it_is_a_demonstration(visitor: Visitor, people: People) -> None:
    page = await visitor.asks()
    assert page.status_code == 200
    assert "这里是演示" in page.text
    assert "This is a demonstration" in page.text
    offered = re.findall(r'<button name="person" value="([^"]+)">', page.text)
    assert offered == [id for id, person in people.citizens.items() if person.matters]
    assert "newborn" not in offered
    assert '买方甲 · <span lang="en">Buyer A</span>' in page.text
    assert people.citizens["buyer-a"].number not in page.text
    assert "checked" not in page.text
    assert "checked" in (await visitor.asks(acr_values="face")).text


async def test_the_page_runs_nothing_and_is_kept_nowhere(visitor: Visitor) -> None:
    page = await visitor.asks(state='"><script>alert(1)</script>')
    assert "<script>" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    "forged",
    [
        {"client_id": "somebody"},
        {"redirect_uri": "http://thief.test/back"},
        {"redirect_uri": f"{BACK}/further"},
        {"redirect_uri": ""},
    ],
)
async def test_nobody_else_is_answered_or_sent_anywhere(visitor: Visitor, forged: dict[str, str]) -> None:
    for answer in (
        await visitor.asks(**forged),
        await visitor.http.post("/authorize", data={**ASKED, **forged, "person": "buyer-a"}),
    ):
        assert answer.status_code == 400
        assert "location" not in answer.headers
        assert "buyer-a" not in answer.text


async def test_a_parameter_that_stands_twice_is_refused(visitor: Visitor) -> None:
    twice = f"{urlencode(ASKED)}&{urlencode({'redirect_uri': 'http://thief.test'})}"
    assert (await visitor.http.get(f"/authorize?{twice}")).status_code == 400


@pytest.mark.parametrize(
    ("other", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"nonce": "n" * 513}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
    ],
)
async def test_who_asks_wrongly_is_told_why(visitor: Visitor, other: dict[str, str], error: str) -> None:
    answer = await visitor.asks(**other)
    assert answer.status_code == 303
    assert brought_back(answer)["error"] == error


@pytest.mark.parametrize(
    "chosen", [{"cancel": "yes"}, {"person": "newborn"}, {"person": "firm-a"}, {"person": "?"}, {}]
)
async def test_nobody_is_logged_in_who_was_not_chosen(visitor: Visitor, chosen: dict[str, str]) -> None:
    back = await visitor.chooses(chosen)
    assert back == {"error": "access_denied", "state": "the state", "iss": ISSUER}
