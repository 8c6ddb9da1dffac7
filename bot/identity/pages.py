"""The pages of a login. A link's own page only explains: messengers fetch links ahead, so looking changes nothing.

GET  /login/{token}         what this is, and a button
POST /login/{token}         to the provider
GET  /login/callback        back from the provider
GET  /login/{token}/code    the code for the chat, as often as the page is loaded
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.dialogue.identity import IdentityDown, NotSure
from bot.dialogue.ports import Clock
from bot.identity.attempts import Attempt, Attempts, Begun
from bot.identity.logins import LINK_FOR
from bot.identity.provider import Provider
from bot.identity.refusals import (
    CodeWaits,
    Denied,
    Forged,
    LinkOver,
    LinkUsed,
    NotTrusted,
    PageRefused,
    StepUsed,
    WrongBrowser,
    WrongNumber,
)
from bot.identity.rendering import HEADERS, choose_language, render
from bot.identity.settings import ProviderSettings

log = logging.getLogger(__name__)
OWN_SITES = ("same-origin", "none")
"""`Sec-Fetch-Site` of a button on our own page, and of a form sent again."""


@dataclass(frozen=True)
class Refusal:
    """How a refusal looks. `again`: pressing the button once more may help."""

    status: int
    sentence: str
    again: bool = False


REFUSALS: Mapping[type[Exception], Refusal] = {
    LinkOver: Refusal(410, "link-over"),
    LinkUsed: Refusal(410, "link-used"),
    StepUsed: Refusal(410, "step-used", again=True),
    Forged: Refusal(400, "forged"),
    WrongBrowser: Refusal(403, "wrong-browser"),
    Denied: Refusal(403, "denied", again=True),
    NotTrusted: Refusal(403, "not-trusted", again=True),
    WrongNumber: Refusal(403, "wrong-number"),
    NotSure: Refusal(403, "not-sure", again=True),
    IdentityDown: Refusal(503, "down", again=True),
}
BROKEN = Refusal(500, "broken", again=True)


@dataclass(frozen=True)
class LoginPages:
    """Leads a browser from the link to the code."""

    settings: ProviderSettings
    attempts: Attempts
    provider: Provider
    clock: Clock

    def router(self) -> APIRouter:
        """The routes, at the path of the public address."""
        router = APIRouter(prefix=self.settings.pages_path)
        router.add_api_route("/callback", self.come_back, methods=["GET"])
        router.add_api_route("/{token}", self.explain, methods=["GET", "HEAD"])
        router.add_api_route("/{token}", self.go, methods=["POST"])
        router.add_api_route("/{token}/code", self.show_code, methods=["GET"])
        return router

    async def explain(self, request: Request, token: str) -> Response:
        async def act() -> Response:
            page = await self.attempts.look(token, request.cookies)
            return self._page(request, "start", level=page.level, minutes=self._minutes(page.until))

        return await self._answer(request, act)

    async def go(self, request: Request, token: str) -> Response:
        async def act() -> Response:
            if request.headers.get("Sec-Fetch-Site", "none") not in OWN_SITES:
                raise Forged
            begun = await self.attempts.begin(token, request.cookies)
            return self._bind(_redirect(await self.provider.authorization_url(begun.attempt)), begun)

        return await self._answer(request, act, again=token)

    async def come_back(self, request: Request) -> Response:
        async def act() -> Response:
            attempt = await self.attempts.claim(request.query_params.get("state", ""), request.cookies)
            return await self._answer(request, lambda: self._prove(request, attempt), again=attempt.token)

        return await self._answer(request, act)

    async def show_code(self, request: Request, token: str) -> Response:
        async def act() -> Response:
            shown = await self.attempts.code(token, request.cookies)
            link = self.settings.chat_link
            back = None if link is None else link.replace("{code}", shown.code)
            return self._page(request, "code", code=shown.code, minutes=self._minutes(shown.until), back=back)

        return await self._answer(request, act, again=token)

    async def _prove(self, request: Request, attempt: Attempt) -> Response:
        await self.attempts.keep(attempt, await self.provider.prove(attempt, request.query_params))
        raise CodeWaits(attempt.token)

    async def _answer(
        self, request: Request, act: Callable[[], Awaitable[Response]], again: str | None = None
    ) -> Response:
        """What `act` answers, or the page of its refusal; `again` is the link to begin anew with."""
        try:
            return await act()
        except CodeWaits as waiting:
            return _redirect(self.settings.login_url(waiting.token) + "/code")
        except (PageRefused, NotSure, IdentityDown) as refused:
            level = logging.WARNING if isinstance(refused, IdentityDown) else logging.INFO
            log.log(level, "A page of a login was refused: %s %s", type(refused).__name__, refused)
            return self._refuse(request, REFUSALS[type(refused)], again)
        except Exception as error:
            # Not the text of the error: it may be personal.
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("A page of a login failed: %s in %s:%s", type(error).__name__, place.filename, place.lineno)
            return self._refuse(request, BROKEN, again)

    def _refuse(self, request: Request, refusal: Refusal, again: str | None) -> Response:
        url = self.settings.login_url(again) if again is not None and refusal.again else None
        return self._page(request, "refused", refusal.status, sentence=refusal.sentence, again=url)

    def _page(self, request: Request, page: str, status: int = 200, **words: object) -> Response:
        language = choose_language(request.headers.get("Accept-Language", ""))
        return HTMLResponse(render(page, language, host=self.settings.host, **words), status, HEADERS)

    def _bind(self, response: Response, begun: Begun) -> Response:
        response.set_cookie(
            begun.cookie,
            begun.browser,
            max_age=int(LINK_FOR.total_seconds()),
            path=self.settings.pages_path,
            secure=self.settings.public_url.startswith("https:"),
            httponly=True,
            samesite="lax",  # the provider's page leads back here, and the cookie has to come along
        )
        return response

    def _minutes(self, until: datetime) -> int:
        return max(1, round((until - self.clock()).total_seconds() / 60))


def _redirect(url: str) -> Response:
    return RedirectResponse(url, 303, HEADERS)
