"""What people do, and what a test makes happen: each a plain function on the world, by name, so that a test in another
process can ask for it too.

A group's bot has privacy mode on, as every new bot: it hears commands, mentions and replies to itself, nothing else.
"""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.telegram.bot_api.faults import read_failure
from tests.telegram.bot_api.limits import Limits, Meter
from tests.telegram.bot_api.params import Upload
from tests.telegram.bot_api.store import Row
from tests.telegram.bot_api.world import World

THUMBNAIL = b"\xff\xd8\xff, but small"
COMMAND = re.compile(r"/(\w{1,32})(@\w+)?")


def add_person(world: World, name: str, language_code: str) -> int:
    """:returns: the person's number, which is the private chat's number"""
    return world.add_person(name, language_code)


def add_group(world: World, title: str, person: int) -> int:
    """Somebody makes a group and puts the bot in it."""
    chat = world.add_group(title)
    world.change_person(person, met=True)
    _tell_membership(world, chat, person, "left", "member")
    content = {"new_chat_members": [world.me]}
    _tell(world, "message", world.add_message(chat, world.person(person)["user"], content))
    return chat


def say(world: World, chat: int, person: int, content: Row, file: Row | None = None) -> Row:
    """Send anything. In a group the bot may not get to hear it.

    :param content: the fields of the Bot API's Message
    :param file: `{kind, name, mime, content}` with base64; its number joins the content under `kind`
    """
    known = world.person(person)
    if known["blocked"] and chat == person:
        raise ValueError("a person who has blocked the bot cannot write to it: unblock first")
    if file is not None:
        content = content | _keep(world, file, content.get(file["kind"], {}))
    if (match := COMMAND.match(content.get("text", ""))) is not None:
        content = content | {"entities": [{"type": "bot_command", "offset": 0, "length": match.end()}]}
    message = world.add_message(chat, known["user"], content)
    if chat == person or _is_heard(world, message):
        world.change_person(person, met=True, started=known["started"] or chat == person)
        _tell(world, "message", message)
    return message


def revise(world: World, chat: int, number: int, text: str) -> Row:
    """Edit one's own message."""
    row = world.find(chat, number)
    if row is None or row["by_bot"]:
        raise ValueError("only an own message can be edited")
    message = world.revise(chat, row["message"] | {"text": text})
    if chat > 0 or _is_heard(world, message):
        _tell(world, "edited_message", message)
    return message


def tap(world: World, chat: int, person: int, number: int, data: str) -> str:
    """Press an inline button.

    :returns: the number of the tap, which the bot should answer
    """
    row, user = world.store.get(f"messages:{chat}", number), world.person(person)["user"]
    if row is None or row["deleted"]:
        raise ValueError("the message is gone, and its buttons with it")
    name = f"tap-{world.store.next_number('tap')}"
    world.store.put("taps", name, {"person": person, "data": data, "at": time.time(), "answered": False})
    query = {"id": name, "from": user, "message": row["message"], "chat_instance": f"instance-{chat}", "data": data}
    world.updates.add("callback_query", query, queue=f"taps of {person}", lives=world.limits.tap_lives)
    return name


def block(world: World, person: int) -> None:
    """No more is delivered to this person."""
    world.change_person(person, blocked=True)
    _tell_membership(world, person, person, "member", "kicked")


def unblock(world: World, person: int) -> None:
    """The bot may write again."""
    world.change_person(person, blocked=False)
    _tell_membership(world, person, person, "kicked", "member")


def push(world: World, kind: str, body: Row, queue: str = "anything") -> int | None:
    """An update of any kind, known or not; only a kind that the bot refuses is not queued."""
    return world.updates.add(kind, body, queue)


def fail_next(world: World, **details: Any) -> None:
    """See `Scene.fail_next`."""
    world.faults.fail_next(**read_failure(details))


def cut_next(world: World, times: int, method: str) -> None:
    """See `Scene.cut_next`."""
    world.faults.cut_next(times, method)


def set_faults(world: World, **shares: Any) -> None:
    """See `Faults`."""
    world.faults.set(**shares)


def set_limits(world: World, **changes: Any) -> None:
    """Change some of the `Limits`; counting begins anew."""
    vars(world.limits).update(vars(replace(world.limits, **changes)))
    world.meter = Meter(world.limits)


DEEDS: dict[str, Callable[..., Any]] = {
    deed.__name__: deed
    for deed in (
        add_person,
        add_group,
        say,
        revise,
        tap,
        block,
        unblock,
        push,
        fail_next,
        cut_next,
        set_faults,
        set_limits,
    )
}


def read_limits(written: dict[str, Any]) -> Limits:
    """`{"loose": true}` and any changes to it."""
    base = Limits.loose() if written.get("loose") else Limits()
    return replace(base, **{name: value for name, value in written.items() if name != "loose"})


def _tell(world: World, kind: str, message: Row) -> None:
    world.updates.add(kind, message, queue=f"chat {message['chat']['id']}")


def _tell_membership(world: World, chat: int, person: int, before: str, after: str) -> None:
    change = {
        "chat": world.chat(chat),
        "from": world.person(person)["user"],
        "date": int(time.time()),
        "old_chat_member": _membership(world, before),
        "new_chat_member": _membership(world, after),
    }
    world.updates.add("my_chat_member", change, queue=f"membership {chat}")


def _membership(world: World, status: str) -> Row:
    return {"user": world.me, "status": status} | ({"until_date": 0} if status == "kicked" else {})


def _is_heard(world: World, message: Row) -> bool:
    text = message.get("text", "")
    command = COMMAND.match(text)
    if command is not None:
        return command[2] is None or command[2][1:] == world.username
    answered = message.get("reply_to_message", {}).get("from", {})
    return f"@{world.username}" in text or answered.get("id") == world.me["id"]


def _keep(world: World, file: Row, shown: Row) -> Row:
    """A photo comes in a small and in its full size."""
    kept = world.keep(Upload(file["name"], base64.b64decode(file["content"])), file["mime"])
    if file["kind"] != "photo":
        return {file["kind"]: kept | shown}
    small = world.keep(Upload(file["name"], THUMBNAIL), file["mime"])
    return {"photo": [small | {"width": 9, "height": 9}, kept | shown]}
