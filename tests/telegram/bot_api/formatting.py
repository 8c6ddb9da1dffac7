"""Reads HTML exactly as Telegram does, and counts as Telegram counts: in UTF-16 units, after the tags are gone.

Rules and sentences follow `parse_html` in TDLib (td/telegram/MessageEntity.cpp): the tags that exist, four named
entities only (an unknown one such as `&nbsp;` stays as it is written), offsets in bytes of UTF-8. Any `<` opens a tag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.bot_api.errors import bad_request

KINDS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TAG_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE = re.compile(r"([^\s=>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([a-zA-Z0-9.-]+)(?=[\s>])))?")


@dataclass
class Formatted:
    """A text as the reader sees it, with where it is bold, a link and so on."""

    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int


def count_units(text: str) -> int:
    """UTF-16 code units: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(written: str) -> Formatted:
    """:raises Refused: 400 with Telegram's sentence, its offset in bytes"""
    reader = _Reader(written)
    while reader.at < len(written):
        reader.step()
    if reader.open:
        raise _broken(f"Can't find end tag corresponding to start tag {reader.open[-1].tag}")
    return Formatted("".join(reader.text), sorted(reader.entities, key=lambda one: (one["offset"], -one["length"])))


def trim(formatted: Formatted) -> Formatted:
    """Telegram cuts white space from both ends before it counts and stores."""
    text = formatted.text
    cut = count_units(text) - count_units(text.lstrip())
    length = count_units(text.strip())
    kept = []
    for entity in formatted.entities:
        begin = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, length)
        if end > begin:
            kept.append(entity | {"offset": begin, "length": end - begin})
    return Formatted(text.strip(), kept)


class _Reader:
    """Walks through the text once."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.at = 0
        self.units = 0
        self.text: list[str] = []
        self.open: list[_Open] = []
        self.entities: list[dict[str, Any]] = []

    def step(self) -> None:
        sign = self.written[self.at]
        if sign == "<":
            self._close_tag() if self.written.startswith("</", self.at) else self._open_tag()
        elif sign == "&" and (match := CHARACTER.match(self.written, self.at)):
            self._take(_character(match))
            self.at = match.end()
        else:
            self._take(sign)
            self.at += 1

    def _take(self, text: str) -> None:
        self.text.append(text)
        self.units += count_units(text)

    def _bytes(self) -> int:
        return len(self.written[: self.at].encode())

    def _open_tag(self) -> None:
        where = self._bytes()
        match = TAG_NAME.match(self.written, self.at + 1)
        assert match is not None  # the pattern may be empty
        tag, end = match[0].lower(), match.end()
        if end == len(self.written):
            raise _broken(f"Unclosed start tag at byte offset {where}")
        if tag not in KINDS:
            raise _broken(f'Unsupported start tag "{tag}" at byte offset {where}')
        attributes, end = self._read_attributes(tag, end, where)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self.open.append(_Open(tag, attributes.get("href") or attributes.get("emoji-id") or "", self.units))
        self.at = end + 1

    def _read_attributes(self, tag: str, at: int, where: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        while True:
            at += len(self.written[at:]) - len(self.written[at:].lstrip())
            if at >= len(self.written):
                raise _broken(f"Unclosed start tag at byte offset {where}")
            if self.written[at] == ">":
                return attributes, at
            match = ATTRIBUTE.match(self.written, at)
            if match is None:
                raise _broken(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
            value = next((one for one in match.groups()[1:] if one is not None), None)
            if value is None and (tag, match[1]) != ("blockquote", "expandable"):
                raise _broken(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {where}'
                )
            attributes[match[1]] = CHARACTER.sub(_character, value or "")
            at = match.end()

    def _close_tag(self) -> None:
        where = self._bytes()
        if not self.open:
            raise _broken(f"Unexpected end tag at byte offset {where}")
        end = self.written.find(">", self.at)
        if end < 0:
            raise _broken(f"Unclosed end tag at byte offset {where}")
        found, begun = self.written[self.at + 2 : end].strip().lower(), self.open.pop()
        if found and found != begun.tag:
            raise _broken(f'Unmatched end tag at byte offset {where}, expected "</{begun.tag}>", found "</{found}>"')
        if self.units > begun.offset:
            self._add_entity(begun)
        self.at = end + 1

    def _add_entity(self, begun: _Open) -> None:
        entity = {"type": KINDS[begun.tag], "offset": begun.offset, "length": self.units - begun.offset}
        if begun.tag == "a":
            entity["url"] = begun.argument
            if not re.match(r"(https?|tg|mailto|tel)://?\S+|(mailto|tel):\S+", begun.argument):
                return  # a link that leads nowhere stays as plain text
        self.entities.append(entity)


def _character(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED[name]
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(number) if 0 < number < 0x10FFFF else match[0]


def _broken(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
