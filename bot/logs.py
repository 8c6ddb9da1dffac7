"""What is logged shows nothing personal and no secret: each finished text goes through `redact` before it is written.

The rule stays that nothing personal is given to the log: the name of an error, the number of a row. This is the net
under it, for what others quote: a database the value that is there already, pydantic its input, a client the address
with the bot's token in it. Names cannot be told from other words; that is why the rule stays.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from types import TracebackType

FORMAT = "%(asctime)s %(levelname)s %(message)s"


def log_to(handler: logging.Handler) -> None:
    """Write the program's log there, from warnings on; Python's own warnings too.

    The traceback of an end by a bug goes to stderr as ever, but redacted.
    """
    handler.setFormatter(Redacting(FORMAT))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = _show_end


class Redacting(logging.Formatter):
    """A formatter whose texts are redacted, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def redact(text: str) -> str:
    """The text with a word in brackets for whatever is personal or secret; full-width digits and letters become narrow.

    In doubt a number goes: nothing that is worth logging has 15 digits.
    """
    text = text.translate(_NARROW)
    for pattern, shown in _HIDDEN:
        text = pattern.sub(shown, text)
    return text


def _show_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    sys.stderr.write(redact("".join(traceback.format_exception(kind, error, trace))))


_NARROW = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SECRET_NAMES = (
    "code|state|nonce|id_token|access_token|refresh_token|code_verifier|client_secret|authorization|cookie|"
    "x-telegram-bot-api-secret-token"
)
_FIRM_CHARACTER = "[0-9A-HJ-NPQRTUWXY]"
_HIDDEN = tuple(
    (re.compile(pattern, re.IGNORECASE), shown)
    for pattern, shown in (
        (
            r"(?<![a-z0-9])[0-9]{5,}(?::|%3A)[a-z0-9_-]{30,}",
            "[token]",
        ),  # core.telegram.org/bots/api#authorizing-your-bot
        (r"(bot)[0-9]{5,}(?::|%3A)[a-z0-9_-]{30,}", r"\1[token]"),
        (r"(?<![a-z0-9])eyJ[a-z0-9_-]{5,}\.[a-z0-9_.-]+", "[token]"),  # a JSON Web Token (RFC 7519)
        (r"(bearer\s+)[a-z0-9._~+/-]{16,}=*", r"\1[secret]"),
        (
            rf"((?<![a-z_.])(?:{_SECRET_NAMES})b?['\"]?\s?(?:=|%3D|:)\s?b?['\"]?)(?!bearer\s)[a-z0-9._~+/%-]{{6,}}=*",
            r"\1[secret]",
        ),
        (r"(/login/)(?!callback\b)[a-z0-9_-]{6,}", r"\1[secret]"),
        (r"(login-)[0-9]{4,}", r"\1[code]"),
        (r"[a-z0-9._%+-]+(?:@|%40)[a-z0-9-]+(?:\.[a-z0-9-]+)+", "[e-mail]"),
        # Citizen numbers (GB 11643), the old ones of 15 digits, bank cards (ISO/IEC 7812); written in groups or not.
        (r"(?<![0-9])[0-9](?:[ -]?[0-9]){14,}(?:[ -]?X)?(?![0-9a-z])", "[number]"),
        (rf"(?<![0-9a-z]){_FIRM_CHARACTER}{{2}}[0-9]{{6}}{_FIRM_CHARACTER}{{10}}(?![0-9a-z])", "[firm]"),  # GB 32100
        (r"(?<![0-9])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])", "[phone]"),
    )
)
