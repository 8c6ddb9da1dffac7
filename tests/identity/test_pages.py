"""From the link to the code in a browser, and what goes wrong on the way. Every test on both databases."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi import Response
from fastapi.responses import JSONResponse

from bot.dialogue.identity import IdentityDown, LoginOver, LoginRefused
from bot.identity.attempts import Attempt, Attempts
from bot.identity.persons import Proof
from bot.identity.provider import Provider
from tests.identity.conftest import CHAT, OTHER_CHAT, Office, read_code
from tests.identity.fake_provider import CALLBACK, Claims, garbage, nonsense, unavailable
from tests.identity.people import BUYER, BUYER_NAME

FACE = {"citizen_number": BUYER, "name": BUYER_NAME, "acr": "face"}


def sentence(page: httpx2.Response) -> str:
    """The one sentence of a refusal."""
    found = re.findall(r"<p>([^<]+)</p>", page.text)
    assert len(found) == 1, page.text
    return str(found[0])


async def come_back(browser: httpx2.AsyncClient, link: str) -> str:
    """Presses the button and shows who one is; gives the address to which the provider sends the browser."""
    asked = await browser.post(link, follow_redirects=False)
    answered = await browser.get(asked.headers["location"], follow_redirects=False)
    return str(answered.headers["location"])


async def test_the_whole_way(office: Office) -> None:
    link = await office.link()
    async with office.browser() as browser:
        first = await browser.get(link)
        assert (first.status_code, '<form method="post">' in first.text) == (200, True)
        last = await browser.post(link)
        assert (last.status_code, str(last.url)) == (200, f"{link}/code")
        code = read_code(last)
        again = await browser.get(last.url)
        assert read_code(again) == code
    assert office.fake.calls.count("token") == 1
    verified = await office.logins.finish_login(CHAT, code, "f1")
    assert verified.called == "买**"
    assert await office.logins.number(verified.person) == BUYER


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_pages_say_what_matters(office: Office, language: str) -> None:
    link = await office.link(level="face")
    office.fake.citizen = FACE
    async with office.browser(language) as browser:
        pages = [await browser.get(link), await browser.post(link)]
    said = {
        "zh": ("bot.example", "刷脸", "工作人员不会向您要验证码", "10 分钟"),
        "en": ("bot.example", "show your face", "No official will ever ask you for it", "10 more minutes"),
    }
    for words in said[language]:
        assert words in pages[0].text
    assert said[language][2] in pages[1].text
    assert BUYER not in pages[1].text
    assert BUYER_NAME not in pages[1].text


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("en;q=0.2, zh;q=0.9", "zh-CN"),
        ("fr-FR,fr;q=0.9,en;q=0.5", "en"),
        ("fr", "zh-CN"),
        ("en;q=0", "zh-CN"),
        ("en;q=much", "zh-CN"),
        ("", "zh-CN"),
        (",;,q=;=", "zh-CN"),
        ("EN", "en"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_browser_chooses_the_language(office: Office, accepted: str, spoken: str) -> None:
    async with office.browser(accepted) as browser:
        page = await browser.get(await office.link())
    assert f'<html lang="{spoken}">' in page.text


class Outline(HTMLParser):
    """The elements of a page, by name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


async def test_nothing_runs_and_nothing_is_fetched(office: Office) -> None:
    link = await office.link()
    async with office.browser() as browser:
        pages = [await browser.get(link), await browser.post(link), await browser.get(CALLBACK)]
    for page in pages:
        outline = Outline(page.text)
        names = [name for name, _ in outline.tags]
        assert names.count("h1") == names.count("title") == names.count("main") == 1
        assert not {"script", "img", "link", "iframe"} & set(names)
        assert not any(name.startswith("on") or name in ("style", "src") for _, given in outline.tags for name in given)
        style = re.search(r"<style>(.*?)</style>", page.text, re.DOTALL)
        assert style is not None
        allowed = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
        assert f"style-src 'sha256-{allowed}'" in page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Frame-Options"] == "DENY"


async def test_looking_at_a_link_changes_nothing(office: Office) -> None:
    link = await office.link()
    before = await office.tables()
    async with office.browser() as browser:
        for _ in range(3):
            assert (await browser.get(link)).status_code == 200
        assert (await browser.head(link)).status_code == 200
        assert not browser.cookies
    assert await office.tables() == before
    assert office.fake.calls == []


async def test_pkce_state_and_nonce_are_sent_anew_each_time(office: Office) -> None:
    link = await office.link()
    async with office.browser() as browser:
        for _ in range(2):
            await come_back(browser, link)
    first, second = office.fake.asked
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
    assert first["code_challenge_method"] == "S256"
    assert "acr_values" not in first


async def test_a_verifier_of_another_attempt_gets_nothing(office: Office) -> None:
    """The provider compares: a code that was stolen from another attempt is worth nothing in this one."""
    link = await office.link()
    async with office.browser() as browser:
        stolen = parse_qs(urlsplit(await come_back(browser, link)).query)["code"][0]
        back = await come_back(browser, link)
        own = parse_qs(urlsplit(back).query)["code"][0]
        page = await browser.get(back.replace(own, stolen))
        assert (page.status_code, "does not hold" in sentence(page)) == (403, True)


async def test_pressing_twice_ends_the_first_press(office: Office) -> None:
    link = await office.link()
    async with office.browser() as browser:
        first, second = await come_back(browser, link), await come_back(browser, link)
        page = await browser.get(first)
        assert (page.status_code, "does not come from a login of yours" in sentence(page)) == (400, True)
        assert read_code(await browser.get(second))


async def test_a_link_whose_code_was_shown_is_used_for_others(office: Office) -> None:
    link = await office.link()
    async with office.browser() as browser, office.browser() as other:
        code = read_code(await browser.post(link))
        for page in (await other.get(link), await other.post(link), await other.get(f"{link}/code")):
            assert (page.status_code, "has been used" in sentence(page)) == (410, True)
        for page in (await browser.get(link), await browser.post(link)):
            assert read_code(page) == code
    assert office.fake.calls.count("token") == 1


async def test_a_link_whose_code_was_brought_is_used_for_everybody(office: Office) -> None:
    link = await office.link()
    async with office.browser() as browser:
        code = read_code(await browser.post(link))
        await office.logins.finish_login(CHAT, code, "f1")
        for page in (await browser.get(link), await browser.post(link), await browser.get(f"{link}/code")):
            assert (page.status_code, "has been used" in sentence(page)) == (410, True)


async def _every_page(browser: httpx2.AsyncClient, link: str, back: str) -> list[httpx2.Response]:
    return [
        await browser.get(link),
        await browser.post(link),
        await browser.get(back),
        await browser.get(f"{link}/code"),
    ]


async def test_after_the_minutes_every_page_says_so(office: Office) -> None:
    link = await office.link()
    async with office.browser() as browser:
        back = await come_back(browser, link)
        office.clock.turn(10)
        for page in await _every_page(browser, link, back):
            assert (page.status_code, "no longer works" in sentence(page)) == (410, True)
    assert office.fake.calls.count("token") == 0


async def test_a_newer_link_of_the_chat_ends_the_older_on_every_page(office: Office) -> None:
    link = await office.link()
    async with office.browser() as browser:
        back = await come_back(browser, link)
        await office.link(OTHER_CHAT)
        assert (await browser.get(link)).status_code == 200
        await office.link(key="open-2")
        for page in await _every_page(browser, link, back):
            assert (page.status_code, "no longer works" in sentence(page)) == (410, True)
    assert office.fake.calls.count("token") == 0


async def test_a_code_shown_before_a_newer_link_disappears(office: Office) -> None:
    link = await office.link()
    async with office.browser() as browser:
        await browser.post(link)
        await office.link(key="open-2")
        assert (await browser.get(f"{link}/code")).status_code == 410


@pytest.mark.parametrize("token", ["x", "callbackx", "0" * 43, "%00", "a" * 5000, "..%2f..", "%ff"])
async def test_a_link_that_was_never_made_is_over(office: Office, token: str) -> None:
    async with office.browser() as browser:
        for page in (await browser.get(f"http://bot.example/login/{token}"),):
            assert page.status_code in (404, 410)
    assert (await office.tables())["login"] == []


@pytest.mark.parametrize("query", ["", "?code=c", "?state=", "?state=x&code=c", "?error=access_denied", "?state=%ff"])
async def test_a_forged_state_is_refused(office: Office, query: str) -> None:
    link = await office.link()
    async with office.browser() as browser:
        await come_back(browser, link)
        page = await browser.get(CALLBACK + query)
        assert (page.status_code, "does not come from a login of yours" in sentence(page)) == (400, True)
    assert office.fake.calls.count("token") == 0


async def test_a_return_without_code_or_error_is_forged(office: Office) -> None:
    link = await office.link()
    async with office.browser() as browser:
        await come_back(browser, link)
        page = await browser.get(f"{CALLBACK}?state={office.fake.asked[0]['state']}")
        assert page.status_code == 400


async def test_a_return_played_again_exchanges_nothing(office: Office) -> None:
    link = await office.link()
    async with office.browser() as browser:
        back = await come_back(browser, link)
        code = read_code(await browser.get(back))
        assert read_code(await browser.get(back)) == code
        await office.logins.finish_login(CHAT, code, "f1")
        assert (await browser.get(back)).status_code == 410
    assert office.fake.calls.count("token") == 1


async def test_a_return_loaded_eight_times_at_once_is_exchanged_once(office: Office) -> None:
    link = await office.link()
    async with office.browser() as browser:
        back = await come_back(browser, link)
        pages = await asyncio.gather(*(browser.get(back) for _ in range(8)))
        assert office.fake.calls.count("token") == 1
        assert {page.status_code for page in pages} <= {200, 410}
        assert len({read_code(page) for page in pages if page.status_code == 200}) == 1
        assert read_code(await browser.post(link)) == read_code(await browser.get(link))


async def test_another_browser_is_refused_and_the_right_one_goes_on(office: Office) -> None:
    link = await office.link()
    async with office.browser() as browser, office.browser() as other:
        back = await come_back(browser, link)
        page = await other.get(back)
        assert (page.status_code, "another browser" in sentence(page)) == (403, True)
        await other.get(await office.link(OTHER_CHAT))
        assert (await other.get(back)).status_code == 403
        assert read_code(await browser.get(back))
    assert office.fake.calls.count("token") == 1


async def test_a_victim_of_a_link_that_was_sent_on_gives_nothing_away(office: Office) -> None:
    """Somebody asks for a link in their own chat and sends it to a victim, who logs in."""
    link = await office.link(CHAT)
    async with office.browser() as attacker, office.browser() as victim:
        await attacker.get(link)
        code = read_code(await victim.post(link))
        for page in (await attacker.get(f"{link}/code"), await attacker.get(link), await attacker.post(link)):
            assert code not in page.text
            assert page.status_code == 410
    for n in range(5):
        with pytest.raises(LoginRefused) as refused:
            await office.logins.finish_login(CHAT, f"{(int(code) + 1 + n) % 10**6:06}", f"f{n}")
    assert refused.type is LoginOver


async def test_two_logins_in_one_browser_do_not_disturb_each_other(office: Office) -> None:
    one, two = await office.link(CHAT), await office.link(OTHER_CHAT)
    async with office.browser() as browser:
        back_one, back_two = await come_back(browser, one), await come_back(browser, two)
        codes = [read_code(await browser.get(back)) for back in (back_one, back_two)]
    assert await office.logins.finish_login(CHAT, codes[0], "f1")
    assert await office.logins.finish_login(OTHER_CHAT, codes[1], "f1")


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 400), ("same-site", 400), ("same-origin", 303), ("none", 303)]
)
async def test_only_our_own_page_may_press_the_button(office: Office, site: str, status: int) -> None:
    link = await office.link()
    async with office.browser(**{"Sec-Fetch-Site": site}) as browser:
        assert (await browser.post(link, follow_redirects=False)).status_code == status


@pytest.mark.parametrize(("public_url", "secure"), [("http://bot.example", False), ("https://bot.example/", True)])
async def test_the_cookie_stays_with_the_browser(office: Office, public_url: str, secure: bool) -> None:
    office = office.setting(public_url=public_url)
    link = await office.link()
    async with office.browser() as browser:
        cookie = (await browser.post(link, follow_redirects=False)).headers["Set-Cookie"]
    parts = [part.lower() for part in cookie.split("; ")]
    assert {"httponly", "samesite=lax", "path=/login", "max-age=600"} <= set(parts)
    assert ("secure" in parts) is secure
    assert re.fullmatch(r"login-[0-9a-f]{16}=[\w-]{43}", cookie.split("; ")[0])


async def test_an_address_with_a_path_is_kept(office: Office) -> None:
    office = office.setting(public_url="http://bot.example/one-visit")
    link = await office.link()
    assert link.startswith("http://bot.example/one-visit/login/")
    async with office.browser() as browser:
        assert (await browser.get(link)).status_code == 200
        asked = await browser.post(link, follow_redirects=False)
        wanted = parse_qs(urlsplit(asked.headers["location"]).query)["redirect_uri"]
        assert wanted == ["http://bot.example/one-visit/login/callback"]
        assert "Path=/one-visit/login" in asked.headers["Set-Cookie"]


async def test_a_button_leads_back_to_the_chat(office: Office) -> None:
    plain, linked = office, office.setting(chat_link="https://t.me/SomeBot?start=login-{code}")
    async with plain.browser() as browser, linked.browser() as other:
        first = await browser.post(await plain.link(CHAT))
        second = await other.post(await linked.link(OTHER_CHAT))
    assert "t.me" not in first.text
    assert f'href="https://t.me/SomeBot?start=login-{read_code(second)}"' in second.text


# The provider


async def test_a_face_that_was_asked_for_has_to_be_shown(office: Office) -> None:
    link = await office.link(level="face")
    async with office.browser() as browser:
        page = await browser.post(link)
        assert (page.status_code, "needs your face" in sentence(page)) == (403, True)
        assert (await browser.get(f"{link}/code")).status_code == 410
        office.fake.citizen = FACE
        code = read_code(await browser.post(link))
    assert [(asked["acr_values"], asked["prompt"]) for asked in office.fake.asked] == [("face", "login")] * 2
    assert (await office.logins.finish_login(CHAT, code, "f1")).level == "face"


@pytest.mark.parametrize("acr", ["Face", "face2", "", None, 1, ["face"], {"face": 1}, True])
async def test_whatever_else_the_provider_calls_it_is_no_face(office: Office, acr: object) -> None:
    office.fake.citizen = FACE | {"acr": acr}
    async with office.browser() as browser:
        assert (await browser.post(await office.link(level="face"))).status_code == 403
        code = read_code(await browser.post(await office.link(level="real-name", key="open-2")))
    assert (await office.logins.finish_login(CHAT, code, "f1")).level == "real-name"


async def test_the_providers_own_words_can_be_set(office: Office) -> None:
    office = office.setting(claim_number="urn:cn:ric", face_acr="urn:level3 urn:level4")
    office.fake.citizen = {"urn:cn:ric": BUYER.lower(), "name": BUYER_NAME, "acr": "urn:level4"}
    async with office.browser() as browser:
        code = read_code(await browser.post(await office.link(level="face")))
    assert office.fake.asked[0]["acr_values"] == "urn:level3 urn:level4"
    verified = await office.logins.finish_login(CHAT, code, "f1")
    assert await office.logins.number(verified.person) == BUYER


@pytest.mark.parametrize(
    "citizen",
    [
        {"citizen_number": BUYER[:-1] + "1"},
        {"citizen_number": "990001199002300003"},
        {"citizen_number": ""},
        {"citizen_number": 990001197805104219},
        {"citizen_number": [BUYER]},
        {"other": BUYER},
    ],
    ids=str,
)
async def test_a_number_that_is_none_is_refused(office: Office, citizen: Claims) -> None:
    office.fake.citizen = citizen | {"name": BUYER_NAME}
    async with office.browser() as browser:
        page = await browser.post(await office.link())
    assert (page.status_code, "not valid" in sentence(page)) == (403, True)
    assert BUYER not in page.text
    assert "<form" not in page.text


async def test_a_name_is_not_needed(office: Office) -> None:
    office.fake.citizen = {"citizen_number": BUYER, "name": ["no", "text"]}
    async with office.browser() as browser:
        code = read_code(await browser.post(await office.link()))
    assert (await office.logins.finish_login(CHAT, code, "f1")).called == "*"


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        ("access_denied", 403, "did not agree"),
        ("login_required", 403, "did not agree"),
        ("unmet_authentication_requirements", 403, "needs your face"),
        ("temporarily_unavailable", 503, "not your fault"),
        ("invalid_scope", 503, "not your fault"),
        ("<script>", 503, "not your fault"),
    ],
)
async def test_a_provider_that_says_no(office: Office, error: str, status: int, words: str) -> None:
    office.fake.error = error
    link = await office.link()
    async with office.browser() as browser:
        page = await browser.post(link)
        assert (page.status_code, words in sentence(page)) == (status, True)
        assert error not in page.text
        assert f'action="{link}"' in page.text
        office.fake.error = None
        assert read_code(await browser.post(link))


@dataclass
class Falling:
    """An answer that never comes."""

    kind: type[httpx2.TransportError]

    def __call__(self) -> Response:
        raise self.kind("gone")


TROUBLES: dict[str, Callable[[], Response]] = {
    "unavailable": unavailable,
    "garbage": garbage,
    "nonsense": nonsense,
    "refused": Falling(httpx2.ConnectError),
    "silent": Falling(httpx2.ReadTimeout),
    "broken off": Falling(httpx2.RemoteProtocolError),
}


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("step", ["openid-configuration", "token", "jwks"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_provider_that_is_away_is_told_as_such(office: Office, step: str, trouble: str) -> None:
    office.fake.trouble[step] = TROUBLES[trouble]
    link = await office.link()
    async with office.browser() as browser:
        page = await browser.post(link)
        assert (page.status_code, "not your fault" in sentence(page)) == (503, True)
        office.fake.trouble.clear()
        assert read_code(await browser.post(link))


async def test_a_provider_that_takes_too_long_is_away(office: Office) -> None:
    class Slow(httpx2.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            await asyncio.sleep(60)
            raise AssertionError("the request should have been given up")

    begun = await office.attempts.begin(await office.token(), {})
    with pytest.raises(IdentityDown):
        await Provider(office.settings, office.clock, Slow(), within=0.05).authorization_url(begun.attempt)


@pytest.mark.parametrize(
    "discovered",
    [
        {"issuer": "https://elsewhere.example"},
        {"issuer": "https://idp.example/"},
        {"token_endpoint": "http://idp.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
        {"token_endpoint": ["https://idp.example/token"]},
    ],
    ids=str,
)
async def test_a_discovery_that_does_not_hold_is_not_used(office: Office, discovered: Claims) -> None:
    office.fake.discovered = discovered
    async with office.browser() as browser:
        page = await browser.post(await office.link())
    assert page.status_code == 503
    assert office.fake.asked == []


@pytest.mark.parametrize(
    "keys", [{}, {"keys": []}, {"keys": "none"}, {"keys": [{"kty": "RSA"}]}, {"keys": [7]}], ids=str
)
async def test_keys_that_are_none_let_nobody_in(office: Office, keys: Claims) -> None:
    office.fake.trouble["jwks"] = lambda: JSONResponse(keys)
    async with office.browser() as browser:
        assert (await browser.post(await office.link())).status_code == 503


async def test_a_wrong_secret_is_the_installations_trouble(office: Office) -> None:
    office = office.setting(client_secret="another")
    async with office.browser() as browser:
        page = await browser.post(await office.link())
    assert page.status_code == 503
    assert "another" not in repr(office.settings)


async def test_the_provider_is_discovered_once_an_hour(office: Office) -> None:
    async with office.browser() as browser:
        for n in range(3):
            await browser.post(await office.link(key=f"k{n}"))
        assert office.fake.calls.count("openid-configuration") == 1
        office.clock.turn(61)
        await browser.post(await office.link(key="k9"))
    assert office.fake.calls.count("openid-configuration") == 2


class Killed(Attempts):
    """Its process ends after the provider's code was exchanged and before anything was kept."""

    killing = True

    async def keep(self, attempt: Attempt, proof: Proof) -> None:
        if self.killing:
            raise RuntimeError(f"killed while {proof.number} was in hand")
        await super().keep(attempt, proof)


async def test_killed_before_saving_the_citizen_begins_again(office: Office) -> None:
    killed = Killed(office.engine, office.vault, office.clock)
    office = replace(office, attempts=killed)
    link = await office.link()
    async with office.browser() as browser:
        back = await come_back(browser, link)
        page = await browser.get(back)
        assert (page.status_code, "went wrong on our side" in sentence(page)) == (500, True)
        assert "RuntimeError" not in page.text
        page = await browser.get(back)
        assert (page.status_code, "begin again" in sentence(page)) == (410, True)
        killed.killing = False
        code = read_code(await browser.post(link))
    assert await office.logins.finish_login(CHAT, code, "f1")


async def test_a_refused_page_offers_the_way_back_in(office: Office) -> None:
    office.fake.error = "access_denied"
    link = await office.link()
    async with office.browser("zh") as browser:
        page = await browser.post(link)
        forms = [given for name, given in Outline(page.text).tags if name == "form"]
        assert forms == [{"method": "post", "action": link}]
