"""Each kind of update and what is done about it; docs/telegram.md shows the same table."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.telegram.reading import (
    ALLOWED_UPDATES,
    TABLE,
    Act,
    Fetch,
    Greet,
    Hear,
    Leave,
    Return,
    Show,
    Tell,
    kind_of,
    parse,
    read,
)
from bot.dialogue.events import Located, Said, Tapped

PERSON = {"id": 7, "is_bot": False, "first_name": "Lin", "language_code": "en"}
CHATS = {
    "private": {"id": 7, "type": "private"},
    "group": {"id": -7, "type": "group", "title": "Neighbours"},
    "channel": {"id": -100, "type": "channel", "title": "News"},
}
FILE = {"file_id": "f", "file_unique_id": "u"}
THEN = {"message_id": 5, "date": 1, "chat": CHATS["private"]}
ASKED = {
    **THEN,
    "text": "Are you <married>?",
    "reply_markup": {"inline_keyboard": [[{"text": "married", "callback_data": "k1"}]]},
}


def message(place: str = "private", **content: Any) -> dict[str, Any]:
    return {"message": {"message_id": 6, "date": 2, "chat": CHATS[place], "from": PERSON, **content}}


def tap(data: str = "k1", **on: Any) -> dict[str, Any]:
    return {"callback_query": {"id": "t", "from": PERSON, "chat_instance": "c", "data": data, "message": on or ASKED}}


def member(place: str, status: str) -> dict[str, Any]:
    old: dict[str, Any] = {"user": PERSON, "status": "member"}
    new: dict[str, Any] = {"user": PERSON, "status": status}
    if status == "kicked":
        new["until_date"] = 0
    change = {"chat": CHATS[place], "from": PERSON, "date": 2, "old_chat_member": old, "new_chat_member": new}
    return {"my_chat_member": change}


ORIGIN = {"type": "hidden_user", "sender_user_name": "Somebody", "date": 1}
CARD = {"phone_number": "1", "first_name": "Somebody"}
PHOTO = [
    {**FILE, "width": 9, "height": 9},
    {**FILE, "file_id": "large", "width": 90, "height": 60, "file_size": 900},
    {**FILE, "width": 30, "height": 20, "file_size": 90},
]
DEED = {**FILE, "file_name": "deed.pdf", "file_size": 5}
SAID = Hear(Said("is the card enough"))

CASES: list[tuple[str, dict[str, Any], tuple[Act, ...]]] = [
    ("text", message(text="is the card enough"), (SAID,)),
    ("command", message(text="/start property-transfer"), (Hear(Said("/start property-transfer")),)),
    ("command", message(text="/help@onevisit_test_bot"), (Hear(Said("/help")),)),
    ("tap", tap(), (Show(5, "Are you &lt;married&gt;?", "married"), Hear(Tapped("k1")))),
    ("tap", tap("k0"), (Hear(Tapped("k0")),)),
    ("tap-elsewhere", tap(message_id=5, date=1, chat=CHATS["group"], text="x"), ()),
    ("location", message(location={"latitude": 30.2, "longitude": 120.1}), (Hear(Located(30.2, 120.1)),)),
    ("edited", {"edited_message": message(text="other")["message"] | {"edit_date": 3}}, (Tell("tg-edited"),)),
    ("edited-otherwise", {"edited_message": message(photo=PHOTO)["message"] | {"edit_date": 3}}, ()),
    ("forwarded", message(text="read this", forward_origin=ORIGIN), (Tell("tg-forwarded"),)),
    ("voice", message(voice={**FILE, "duration": 1}), (Tell("tg-voice"),)),
    ("photo", message(photo=PHOTO), (Fetch("large", "photo.jpg", 900),)),
    ("photo", message(photo=PHOTO, caption="is the card enough"), (Fetch("large", "photo.jpg", 900), SAID)),
    ("photo", message(photo=PHOTO[::-1], media_group_id="a"), (Fetch("large", "photo.jpg", 900),)),
    ("document", message(document=FILE), (Fetch("f", "", None),)),
    ("document", message(document=DEED, caption="is the card enough"), (Fetch("f", "deed.pdf", 5), SAID)),
    ("forwarded", message(photo=PHOTO, forward_origin=ORIGIN), (Tell("tg-forwarded"),)),
    ("contact", message(contact=CARD), (Tell("tg-contact"),)),
    ("sticker", message(dice={"emoji": "🎲", "value": 1}), (Tell("tg-sticker"),)),
    ("other", message(story={"id": 1, "chat": CHATS["private"]}), (Tell("tg-words-only"),)),
    ("service", message(pinned_message={**THEN, "text": "x"}), ()),
    (
        "from-a-bot",
        message(text="beep") | {"message": message(text="beep")["message"] | {"from": {**PERSON, "is_bot": True}}},
        (),
    ),
    ("group", message("group", text="hello"), (Greet(),)),
    ("added", member("group", "member"), (Return(), Greet())),
    ("removed", member("group", "left"), (Leave(),)),
    ("blocked", member("private", "kicked"), (Leave(),)),
    ("unblocked", member("private", "member"), (Return(),)),
    ("channel", {"channel_post": {**THEN, "chat": CHATS["channel"], "text": "news"}}, ()),
    ("unknown", {"poll_answer": {"poll_id": "p", "option_ids": [], "option_persistent_ids": [], "user": PERSON}}, ()),
]


@pytest.mark.parametrize(("kind", "raw", "acts"), CASES, ids=[kind for kind, _, _ in CASES])
def test_each_kind_gets_what_the_table_says(kind: str, raw: dict[str, Any], acts: tuple[Act, ...]) -> None:
    update = parse({"update_id": 1, **raw})
    assert update is not None
    assert kind_of(update) == kind
    assert read(update) == acts


def test_every_kind_has_a_case() -> None:
    untried = TABLE.keys() - {kind for kind, _, _ in CASES}
    assert untried == {"poll"}  # aiogram's own tests hold what a poll looks like


def test_what_only_a_later_release_knows_is_kept_silent_about() -> None:
    update = parse({"update_id": 1, "telepathy": {"from": PERSON}})
    assert update is not None
    assert read(update) == ()
    assert parse({"update_id": 1, "message": {"message_id": "six"}}) is None


def test_half_a_surrogate_pair_can_be_stored_and_sent() -> None:
    update = parse({"update_id": 1, **message(text="ok \ud83d")})
    assert update is not None
    [hear] = read(update)
    assert isinstance(hear, Hear)
    assert isinstance(hear.event, Said)
    hear.event.text.encode()


def test_telegram_is_asked_only_for_what_is_acted_on() -> None:
    asked = {next(iter(raw)) for _, raw, acts in CASES if acts}
    assert asked == set(ALLOWED_UPDATES)
