"""The methods about the bot itself: who it is, its commands and descriptions by language, its files."""

from __future__ import annotations

import re
from typing import Any

from tests.telegram.bot_api.errors import bad_request
from tests.telegram.bot_api.params import Params
from tests.telegram.bot_api.store import Row
from tests.telegram.bot_api.world import World

COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")
MOST_COMMANDS = 100
LONGEST = {"name": 64, "description": 512, "short_description": 120}
LARGEST_FETCHED = 20 * 1024 * 1024
"""Bytes: https://core.telegram.org/bots/api#getfile"""


def get_me(world: World, params: Params) -> Row:
    """The bot, with what only it is told of itself."""
    return world.me | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, params: Params) -> bool:
    """The menu, for one scope and one language ('' = all others)."""
    commands = params.object("commands")
    if not isinstance(commands, list) or len(commands) > MOST_COMMANDS:
        raise bad_request("expected an Array of at most 100 BotCommand")
    for one in commands:
        if not COMMAND.fullmatch(one.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(one.get("description", "").strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.store.put("settings", _menu(params), {"commands": commands})
    return True


def get_my_commands(world: World, params: Params) -> list[Row]:
    """What was set for exactly this scope and language."""
    row = world.store.get("settings", _menu(params))
    return list(row["commands"]) if row else []


def delete_my_commands(world: World, params: Params) -> bool:
    """No menu for this scope and language."""
    world.store.drop("settings", _menu(params))
    return True


def set_own_text(name: str) -> Any:
    """setMyName, setMyDescription, setMyShortDescription: '' takes the text away."""

    def set_text(world: World, params: Params) -> bool:
        text = params.text(name)
        if len(text) > LONGEST[name]:
            raise bad_request(f"bot {name.replace('_', ' ')} is too long")
        world.store.put("settings", f"{name}:{_language(params)}", {"text": text})
        return True

    return set_text


def get_own_text(name: str) -> Any:
    """The text for this language, else the one for all languages."""

    def get_text(world: World, params: Params) -> Row:
        rows = [world.store.get("settings", f"{name}:{language}") for language in (_language(params), "")]
        return {name: next((row["text"] for row in rows if row and row["text"]), "")}

    return get_text


def get_file(world: World, params: Params) -> Row:
    """Where a file can be fetched: for bots, of at most 20 MB."""
    row = world.store.get("files", params.text("file_id")) if params.text("file_id") else None
    if row is None:
        raise bad_request("invalid file_id")
    if row["shown"]["file_size"] > LARGEST_FETCHED:
        raise bad_request("file is too big")
    return dict(row["shown"]) | {"file_path": f"files/{row['shown']['file_id']}"}


def _language(params: Params) -> str:
    language = params.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _menu(params: Params) -> str:
    scope = params.object("scope") or {"type": "default"}
    return f"commands:{scope['type']}:{scope.get('chat_id', '')}:{_language(params)}"
