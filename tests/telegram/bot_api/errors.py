"""How the server says no: the codes and sentences of Telegram's own Bot API server, so that a test may rely on them.

The sentences are those of the server's `fail_query_with_error` (github.com/tdlib/telegram-bot-api, Client.cpp) and of
TDLib, as they arrive at a bot: the kind of error first, then the reason with a small first letter.

    Refused
      400 Bad Request        the call is wrong, again and again
      401 Unauthorized       no bot has this token
      403 Forbidden          the person does not want to hear from the bot
      404 Not Found          no such method, or nothing that looks like a token
      409 Conflict           somebody else fetches the updates
      429 Too Many Requests  later; `retry_after` says when
"""

from __future__ import annotations

from typing import Any

PREFIXES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class Refused(Exception):
    """An answer with `ok: false`. `retry_after` is in whole seconds, as Telegram counts."""

    def __init__(self, code: int, reason: str = "", retry_after: int | None = None) -> None:
        prefix = PREFIXES.get(code, "Error")
        self.code = code
        self.description = f"{prefix}: {reason}" if reason else prefix
        self.retry_after = retry_after
        super().__init__(self.description)

    @property
    def body(self) -> dict[str, Any]:
        """The JSON that the bot reads."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(reason: str) -> Refused:
    """400 for a call that will never be right."""
    return Refused(400, reason)


def too_many(retry_after: int) -> Refused:
    """429 with the seconds to wait."""
    return Refused(429, f"retry after {retry_after}", retry_after)
