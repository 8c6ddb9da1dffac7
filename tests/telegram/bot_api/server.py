"""The server itself: HTTP in front, one call after the other, each recorded with its answer before the bot hears it.

Token and method as Telegram: what does not look like a token is 404, a token that no bot has is 401, and the names of
methods may be written in any case.
"""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.telegram.bot_api import changing, fetching, sending, settings
from tests.telegram.bot_api.deeds import DEEDS
from tests.telegram.bot_api.errors import Refused
from tests.telegram.bot_api.limits import Limits
from tests.telegram.bot_api.params import Params, read_params
from tests.telegram.bot_api.scene import TOKEN, USERNAME, Scene
from tests.telegram.bot_api.store import Store
from tests.telegram.bot_api.webhook import Webhook
from tests.telegram.bot_api.world import World

HOST = "127.0.0.1"
LARGEST_BODY = 64 * 1024 * 1024
ABOUT_THE_WORLD: dict[str, Callable[[World, Params], Any]] = {
    "getme": settings.get_me,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendvenue": sending.send_venue,
    "sendlocation": sending.send_location,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": changing.edit_message_text,
    "editmessagereplymarkup": changing.edit_message_reply_markup,
    "deletemessage": changing.delete_message,
    "answercallbackquery": changing.answer_callback_query,
    "setmycommands": settings.set_my_commands,
    "getmycommands": settings.get_my_commands,
    "deletemycommands": settings.delete_my_commands,
    "setmyname": settings.set_own_text("name"),
    "getmyname": settings.get_own_text("name"),
    "setmydescription": settings.set_own_text("description"),
    "getmydescription": settings.get_own_text("description"),
    "setmyshortdescription": settings.set_own_text("short_description"),
    "getmyshortdescription": settings.get_own_text("short_description"),
    "getfile": settings.get_file,
}
ABOUT_UPDATES: dict[str, Callable[[World, Webhook, Params], Awaitable[Any]]] = {
    "getupdates": fetching.get_updates,
    "setwebhook": fetching.set_webhook,
    "deletewebhook": fetching.delete_webhook,
    "getwebhookinfo": fetching.get_webhook_info,
}


@dataclass(frozen=True)
class Answer:
    """What goes back, or would have if the line had not been cut."""

    code: int
    body: dict[str, Any]
    delay: float = 0.0
    lost: bool = False


class BotApi(Scene):
    """The server in this process: `async with BotApi() as api: …`

    :param port: 0 for a free one
    :param state: the journal; what it holds counts, so a server may be started again
    """

    def __init__(
        self, *, port: int = 0, token: str = TOKEN, limits: Limits | None = None, state: Path | None = None
    ) -> None:
        self.token = token
        self.store = Store(state)
        self.world = World(self.store, limits or Limits(), token, USERNAME)
        world = self.world
        self.webhook = Webhook(self.store, world.limits, world.faults, world.updates, self.call)
        self._port = port
        self._runner = web.AppRunner(
            self._build(), handler_cancellation=True, access_log=None, shutdown_timeout=0.1, handle_signals=False
        )

    async def __aenter__(self) -> Self:
        self.store.open()
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port).start()
        port = self._runner.addresses[0][1]
        self.url = f"http://{HOST}:{port}"
        await self.webhook.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.webhook.stop()
        await self._runner.cleanup()
        self.store.close()

    def act(self, deed: str, **details: Any) -> Any:
        return DEEDS[deed](self.world, **details)

    async def call(self, method: str, params: Params) -> Answer:
        """Do what a bot asks for, and record it."""
        method, faults = method.lower(), self.world.faults
        try:
            faults.before(method)
            result = await self._perform(method, params)
            answer = Answer(200, {"ok": True, "result": result}, faults.delay(method), faults.cuts_now(method))
        except Refused as refused:
            result, answer = None, Answer(refused.code, refused.body)
        row = {
            "method": method,
            "params": params.values,
            "at": time.time(),
            "code": answer.code,
            "description": answer.body.get("description", ""),
            "result": None if method == "getupdates" else result,
            "lost": answer.lost,
        }
        self.store.put("calls", self.store.next_number("call"), row)
        return answer

    async def _perform(self, method: str, params: Params) -> Any:
        if method in ABOUT_UPDATES:
            return await ABOUT_UPDATES[method](self.world, self.webhook, params)
        if method not in ABOUT_THE_WORLD:
            raise Refused(404, "method not found")
        return ABOUT_THE_WORLD[method](self.world, params)

    # HTTP

    def _build(self) -> web.Application:
        application = web.Application(client_max_size=LARGEST_BODY)
        application.router.add_route("*", "/bot{token}/{method}", self._answer_bot)
        application.router.add_get("/file/bot{token}/{folder}/{file}", self._answer_file)
        application.router.add_post("/test/{deed}", self._answer_test)
        return application

    async def _answer_bot(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request.match_info["token"])
            params = await read_params(request)
        except Refused as refused:
            return web.json_response(refused.body, status=refused.code)
        answer = await self.call(request.match_info["method"], params)
        if answer.lost and request.transport is not None:
            request.transport.abort()
        await asyncio.sleep(answer.delay)
        headers = {}
        if "parameters" in answer.body:
            headers["Retry-After"] = str(answer.body["parameters"]["retry_after"])
        return web.json_response(answer.body, status=answer.code, headers=headers)

    async def _answer_file(self, request: web.Request) -> web.StreamResponse:
        """A download. Accidents happen to it as to the method `file`; one that is cut breaks off in its middle."""
        faults, name = self.world.faults, request.match_info["file"]
        row, code = self.store.get("files", name), 200
        try:
            faults.before("file")
            if request.match_info["token"] != self.token or row is None:
                raise Refused(404)
        except Refused as refused:
            code, body = refused.code, refused.body
        self.store.put("downloads", self.store.next_number("download"), {"file": name, "code": code})
        if row is None or code != 200:
            return web.json_response(body, status=code)
        await asyncio.sleep(faults.delay("file"))
        content = base64.b64decode(row["content"])
        if not faults.cuts_now("file"):
            return web.Response(body=content, content_type=row["mime"])
        response = web.StreamResponse(headers={"Content-Length": str(len(content))})
        await response.prepare(request)
        await response.write(content[: len(content) // 2])
        if request.transport is not None:
            request.transport.abort()
        return response

    async def _answer_test(self, request: web.Request) -> web.Response:
        """For tests in another process."""
        deed = DEEDS.get(request.match_info["deed"])
        if deed is None:
            raise web.HTTPNotFound
        details = json.loads(await request.text())
        try:
            inspect.signature(deed).bind(self.world, **details)
            return web.json_response({"result": deed(self.world, **details)})
        except (ValueError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=400)

    def _check_token(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise Refused(404)
        if token != self.token:
            raise Refused(401)
