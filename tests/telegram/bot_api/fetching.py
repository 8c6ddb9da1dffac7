"""The methods by which a bot gets its updates: getUpdates, or a webhook, never both."""

from __future__ import annotations

import re
from typing import Any

from tests.telegram.bot_api.errors import Refused, bad_request
from tests.telegram.bot_api.params import Params
from tests.telegram.bot_api.store import Row
from tests.telegram.bot_api.updates import WEBHOOK_ACTIVE, WEBHOOK_SET
from tests.telegram.bot_api.webhook import Webhook
from tests.telegram.bot_api.world import World

SECRET = re.compile(r"[A-Za-z0-9_-]*")


async def get_updates(world: World, webhook: Webhook, params: Params) -> list[Row]:
    """:raises Refused: 409 while a webhook is set, or when somebody else polls"""
    if webhook.settings is not None:
        raise Refused(409, WEBHOOK_ACTIVE)
    world.updates.allow(_kinds(params))
    return await world.updates.poll(params.integer("offset"), params.integer("limit", 100), params.integer("timeout"))


async def set_webhook(world: World, webhook: Webhook, params: Params) -> bool:
    """An empty address takes the webhook away. Plain HTTP is allowed, as on a local server."""
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return await delete_webhook(world, webhook, params)
    if not re.match(r"https?://[^/\s]+", url):
        raise bad_request("invalid webhook URL specified")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _drop_pending(world, params)
    world.updates.allow(_kinds(params))
    world.updates.abort(WEBHOOK_SET)
    connections = min(max(params.integer("max_connections", 40), 1), 100_000)
    settings = {"url": url, "secret_token": secret, "max_connections": connections}
    world.store.drop("settings", "webhook_error")
    world.store.put("settings", "webhook", settings)
    await webhook.start()
    return True


async def delete_webhook(world: World, webhook: Webhook, params: Params) -> bool:
    """Back to polling."""
    _drop_pending(world, params)
    world.store.drop("settings", "webhook")
    world.store.drop("settings", "webhook_error")
    await webhook.stop()
    return True


async def get_webhook_info(world: World, webhook: Webhook, params: Params) -> Row:
    """The secret is not told."""
    settings, error = webhook.settings or {"url": ""}, world.store.get("settings", "webhook_error")
    info: dict[str, Any] = {"url": settings["url"], "has_custom_certificate": False}
    info["pending_update_count"] = len(world.updates.pending())
    if settings["url"]:
        info["max_connections"] = settings["max_connections"]
    if error is not None:
        info |= {"last_error_date": error["at"], "last_error_message": error["reason"]}
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    return info


def _kinds(params: Params) -> list[str] | None:
    kinds = params.object("allowed_updates")
    return kinds if isinstance(kinds, list) else None


def _drop_pending(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        world.updates.clear()
