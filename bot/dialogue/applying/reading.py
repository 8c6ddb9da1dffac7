"""The code of a case, as it is read aloud and as it is heard."""

from __future__ import annotations

import re

from bot.dialogue.conversation import CODE_LENGTH, CODE_LETTERS

HALF = rf"([{CODE_LETTERS}]{{{CODE_LENGTH // 2}}})"
NAMED = re.compile(
    rf"(?:查进度|进度|编号|办件|case|status)[\s:：-]*{HALF}[\s-]?{HALF}(?:\D+(\d{{6}}))?\W*", re.IGNORECASE
)
"""A case code behind its word, and perhaps the one-time code behind that."""
BARE = re.compile(rf"{HALF}[\s-]?{HALF}(?:\s+(\d{{6}}))?")
"""A case code alone, in capitals as it is written everywhere: an English word is not one."""


def spaced(code: str) -> str:
    """A case code as it is read aloud: in two halves."""
    return f"{code[: CODE_LENGTH // 2]} {code[CODE_LENGTH // 2 :]}"


def code_in(text: str) -> tuple[str, str | None] | None:
    """A case code in a sentence that is nothing else, and the one-time code with it."""
    found = NAMED.fullmatch(text.strip()) or BARE.fullmatch(text.strip())
    return ((found[1] + found[2]).upper(), found[3]) if found else None
