"""Tokens that an honest provider never gives: each is refused, and nothing is kept. Every test on both databases."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.identity.conftest import Office, read_code
from tests.identity.fake_provider import KEY, OTHER_KEY, SECRET, Claims, sign


def without(name: str) -> Callable[[Claims], Claims]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


def with_(**changed: object) -> Callable[[Claims], Claims]:
    return lambda claims: claims | changed


def later(name: str, seconds: int) -> Callable[[Claims], Claims]:
    return lambda claims: claims | {name: claims["iat"] + seconds}


ALTERED: dict[str, Callable[[Claims], Claims]] = {
    "another nonce": with_(nonce="n" * 43),
    "no nonce": without("nonce"),
    "empty nonce": with_(nonce=""),
    "another issuer": with_(iss="https://elsewhere.example"),
    "no issuer": without("iss"),
    "another audience": with_(aud="somebody-else"),
    "another audience with us as the party": with_(aud="somebody-else", azp="onevisit"),
    "no audience": without("aud"),
    "no audience in a list": with_(aud=[]),
    "several audiences and no party": with_(aud=["onevisit", "somebody-else"]),
    "another party": with_(aud=["onevisit", "somebody-else"], azp="somebody-else"),
    "expired": later("exp", -61),
    "no expiry": without("exp"),
    "expires never": with_(exp="never"),
    "expires at nothing": with_(exp=None),
    "issued in the future": later("iat", 3600),
    "no time of issue": without("iat"),
    "not yet valid": lambda claims: claims | {"nbf": claims["iat"] + 3600},
    "no subject": without("sub"),
    "of another access token": with_(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
}


def _unsigned(claims: Claims) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join(encoded) + "."


def _keeping_the_signature(claims: Claims) -> str:
    header, _, signature = sign(claims).split(".")
    forged = json.dumps(claims | {"citizen_number": "990001197805104219"}).encode()
    return ".".join((header, base64.urlsafe_b64encode(forged).decode().rstrip("="), signature))


def _with_public_key_as_secret(claims: Claims) -> str:
    public = OctKey.import_key(KEY.as_pem(private=False).decode().encode().hex().encode())
    return jwt.encode({"alg": "HS256", "kid": "k1"}, claims, public)


def _with_key_in_header(claims: Claims) -> str:
    header = {"alg": "RS256", "kid": "k1", "jwk": OTHER_KEY.as_dict(private=False)}
    return jwt.encode(header, claims, OTHER_KEY)


SIGNED: dict[str, Callable[[Claims], str]] = {
    "unsigned": _unsigned,
    "unsigned with a tail": lambda claims: _unsigned(claims) + "AAAA",
    "by another key": lambda claims: jwt.encode({"alg": "RS256", "kid": "k1"}, claims, OTHER_KEY),
    "by a key without name": lambda claims: jwt.encode({"alg": "RS256"}, claims, OTHER_KEY),
    "by a key that is not published": lambda claims: jwt.encode({"alg": "RS256", "kid": "k9"}, claims, OTHER_KEY),
    "by the shared secret": lambda claims: jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET)),
    "by the public key": _with_public_key_as_secret,
    "by the key it brings along": _with_key_in_header,
    "with other claims": _keeping_the_signature,
    "no token": lambda claims: "",
    "no token at all": lambda claims: "not.a.token",
    "a list": lambda claims: jwt.encode({"alg": "RS256", "kid": "k1"}, claims, KEY).replace(".", ","),
}


async def _is_refused(office: Office) -> None:
    async with office.browser() as browser:
        page = await browser.post(await office.link())
        assert (page.status_code, "does not hold" in page.text) == (403, True)
        assert (await browser.get(f"{await office.link()}/code")).status_code == 410
    assert (await office.tables())["person"] == []


@pytest.mark.parametrize("how", ALTERED)
async def test_a_token_with_wrong_claims_is_refused(office: Office, how: str) -> None:
    office.fake.altered = ALTERED[how]
    await _is_refused(office)


@pytest.mark.parametrize("how", SIGNED)
async def test_a_token_with_a_wrong_signature_is_refused(office: Office, how: str) -> None:
    office.fake.signed = SIGNED[how]
    await _is_refused(office)


@pytest.mark.parametrize("told", [None, 7, [], {"a": 1}], ids=repr)
async def test_what_is_no_token_is_refused(office: Office, told: object) -> None:
    office.fake.told = {"id_token": told}
    await _is_refused(office)


async def test_the_answer_of_another_provider_is_refused(office: Office) -> None:
    """RFC 9207: a provider that names itself has to be ours."""
    async with office.browser() as browser:
        asked = await browser.post(await office.link(), follow_redirects=False)
        back = (await browser.get(asked.headers["location"], follow_redirects=False)).headers["location"]
        page = await browser.get(back + "&iss=https://elsewhere.example")
    assert (page.status_code, "does not hold" in page.text) == (403, True)
    assert office.fake.calls.count("token") == 0


HONEST: dict[str, Callable[[Claims], Claims]] = {
    "as it is": lambda claims: claims,
    "audience in a list": with_(aud=["onevisit"]),
    "several audiences and us as the party": with_(aud=["onevisit", "somebody-else"], azp="onevisit"),
    "a clock that is a little slow": later("exp", -30),
    "a clock that is a little fast": later("iat", 30),
}


@pytest.mark.parametrize("how", HONEST)
async def test_honest_tokens_are_believed(office: Office, how: str) -> None:
    """Without these, the tests above would pass though every token were refused."""
    office.fake.altered = HONEST[how]
    async with office.browser() as browser:
        assert read_code(await browser.post(await office.link()))
