"""The methods that write a new message, and the one that says the bot is busy writing."""

from __future__ import annotations

import base64
import mimetypes
import struct
from typing import Any

from tests.telegram.bot_api.errors import bad_request
from tests.telegram.bot_api.formatting import Formatted, count_units, parse_html, trim
from tests.telegram.bot_api.keyboards import check_markup
from tests.telegram.bot_api.params import Params, Upload
from tests.telegram.bot_api.store import Row
from tests.telegram.bot_api.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_DOCUMENT = 50 * 1024 * 1024
IMAGES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}
DOING = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "record_audio",
    "upload_audio",
    "upload_document",
    "choose_sticker",
    "find_location",
    "pick_up_location",
    "record_video_note",
    "upload_video_note",
    "cancel",
}


def send_message(world: World, params: Params) -> Row:
    """Text of 1 to 4096 UTF-16 units after the tags are read."""
    text = read_text(params)
    return _post(world, params, written("text", "entities", text))


def send_photo(world: World, params: Params) -> Row:
    """An image: an upload, or the file_id of one that was sent before. Nothing is fetched from addresses."""
    upload, shown = _read_file(world, params, "photo", LARGEST_PHOTO)
    width, height = _measure(upload)
    shown = shown or world.keep(upload, _image_kind(upload))
    return _post(world, params, {"photo": [shown | {"width": width, "height": height}]} | _caption(params))


def send_document(world: World, params: Params) -> Row:
    """A file, kept byte for byte."""
    upload, shown = _read_file(world, params, "document", LARGEST_DOCUMENT)
    mime = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
    shown = shown or world.keep(upload, mime)
    return _post(world, params, {"document": shown | {"file_name": upload.name, "mime_type": mime}} | _caption(params))


def send_location(world: World, params: Params) -> Row:
    """A point on the map."""
    return _post(world, params, {"location": _point(params)})


def send_venue(world: World, params: Params) -> Row:
    """A point with a title and an address."""
    point, title, address = _point(params), params.required("title"), params.required("address")
    return _post(world, params, {"venue": {"location": point, "title": title, "address": address}, "location": point})


def send_chat_action(world: World, params: Params) -> bool:
    """Shows for five seconds that the bot is busy."""
    chat, action = world.check_reach(params.text("chat_id")), params.text("action")
    if action not in DOING:
        raise bad_request("wrong parameter action in request")
    world.store.put(f"actions:{chat}", world.store.next_number("action"), {"action": action})
    return True


def read_text(params: Params) -> Formatted:
    """:raises Refused: 400 when it is empty, too long or badly written"""
    if not params.text("text"):
        raise bad_request("message text is empty")
    formatted = read_formatted(params, "text", "entities")
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if count_units(formatted.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return formatted


def read_formatted(params: Params, name: str, entities: str) -> Formatted:
    """HTML, or plain text with entities of its own. Markdown is not spoken here."""
    mode, text = params.text("parse_mode").lower(), params.text(name)
    if mode == "html":
        return trim(parse_html(text))
    if mode:
        raise bad_request("unsupported parse_mode")
    given = params.object(entities) or []
    length = count_units(text)
    for entity in given:
        if entity["offset"] < 0 or entity["offset"] + entity["length"] > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text "
                f"at UTF-16 offset {entity['offset'] + entity['length']}"
            )
    return trim(Formatted(text, given))


def written(text_name: str, entities_name: str, formatted: Formatted) -> Row:
    """The part of a message that carries text; Telegram leaves out what is empty."""
    content: Row = {text_name: formatted.text} if formatted.text else {}
    return content | ({entities_name: formatted.entities} if formatted.entities else {})


def _caption(params: Params) -> Row:
    formatted = read_formatted(params, "caption", "caption_entities")
    if count_units(formatted.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return written("caption", "caption_entities", formatted)


def _post(world: World, params: Params, content: Row) -> Row:
    markup = check_markup(params.object("reply_markup"))
    chat = world.check_reach(params.text("chat_id"))
    reply = params.object("reply_parameters") or {"message_id": params.integer("reply_to_message_id")}
    if reply.get("message_id"):
        answered = world.find(chat, reply["message_id"])
        if answered is not None:
            content = content | {"reply_to_message": answered["message"]}
        elif not (reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply")):
            raise bad_request("message to be replied not found")
    return world.post(chat, content, markup)


def _point(params: Params) -> dict[str, float]:
    latitude, longitude = params.number("latitude"), params.number("longitude")
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("wrong location specified")
    return {"latitude": latitude, "longitude": longitude}


def _read_file(world: World, params: Params, name: str, largest: int) -> tuple[Upload, Row | None]:
    """The file and, when it was sent before, what the API shows of it."""
    upload = params.file(name)
    if upload is None:
        row = world.store.get("files", params.text(name)) if params.text(name) else None
        if row is None:
            wrong = "wrong file identifier/HTTP URL specified"
            raise bad_request(wrong if params.text(name) else f"there is no {name} in the request")
        return Upload(row["name"], base64.b64decode(row["content"])), row["shown"]
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > largest:
        raise bad_request(f"file is too big for a {name}")
    return upload, None


def _image_kind(upload: Upload) -> str:
    kind = next((kind for begin, kind in IMAGES.items() if upload.content.startswith(begin)), None)
    if kind is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return kind


def _measure(upload: Upload) -> tuple[int, int]:
    """Width and height of a PNG; other images are taken for small squares.

    :raises Refused: 400 for no image, for sides of more than 10,000 together, for a ratio over 20
    """
    if _image_kind(upload) != "image/png" or len(upload.content) < 24:
        return 90, 90
    sides: tuple[Any, ...] = struct.unpack(">II", upload.content[16:24])
    width, height = int(sides[0]), int(sides[1])
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height
