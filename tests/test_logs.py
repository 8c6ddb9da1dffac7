"""What stands in a log when something personal or secret was on its way there."""

from __future__ import annotations

import logging

import pytest

from bot.logs import Redacting, redact

TOKEN = "7000000001:AAE-1234567890abcdefghijklmnopqrstu"
ADDRESS = f"https://api.telegram.org/bot{TOKEN}/sendMessage"
LINK = "/login/Zk3vQ9xB7mN2pL5sT8wY1c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("number 999901199003071233 taken", "number [number] taken"),
        ("number 99990119900307123X", "number [number]"),
        ("number 99990119900307123x.", "number [number]."),
        ("number ９９９９０１１９９００３０７１２３３", "number [number]"),
        ("number 999901 19900307 1233", "number [number]"),
        ("number 999901-19900307-1233", "number [number]"),
        ("old 999901900307123", "old [number]"),
        ("card 6222 0200 0000 0000 001", "card [number]"),
        ("Key (number)=(999901199003071233) already exists", "Key (number)=([number]) already exists"),
        ("firm 91999901MA00000017", "firm [firm]"),
        ("call 13800000000 or +86 138-0000-0000", "call [phone] or +86 [phone]"),
        ("mail someone@example.org now", "mail [e-mail] now"),
        (f"POST {ADDRESS}", "POST https://api.telegram.org/bot[token]/sendMessage"),
        (f"token {TOKEN}", "token [token]"),
        (f"GET http://127.0.0.1:8080{LINK} 404", "GET http://127.0.0.1:8080/login/[secret] 404"),
        (
            "GET /login/callback?code=abcdef123&state=xyzxyz99 400",
            "GET /login/callback?code=[secret]&state=[secret] 400",
        ),
        ("/start login-123456", "/start login-[code]"),
        ("Authorization: Bearer abcdef0123456789abcdef", "Authorization: Bearer [secret]"),
        ("{'id_token': 'abc.def.ghi'}", "{'id_token': '[secret]'}"),
        ("x eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln y", "x [token] y"),
    ],
)
def test_personal_or_secret_is_hidden(text: str, shown: str) -> None:
    assert redact(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-27 17:46:50,123 WARNING Job 1234567 failed 3 times.",
        "The register real-estate-register answered nonsense: KeyError.",
        "revision 9f86d081884c7d659a2feaa0c55ad015 in 0009_invitations.py, line 12",
        "consent 4b2277d2-0f3a-4c5e-9d41-52b5f0b5c111",
        "GET /login/callback 400",
        "code: 500",
        "房产证：已查到（2021-03-04）",
    ],
)
def test_the_rest_is_shown_as_it_is(text: str) -> None:
    assert redact(text) == text


def test_tracebacks_are_redacted() -> None:
    try:
        raise ValueError("999901199003071233")
    except ValueError as error:
        record = logging.LogRecord(
            "bot", logging.ERROR, __file__, 1, "Failed: %s", (error,), (type(error), error, error.__traceback__)
        )
    text = Redacting("%(message)s").format(record)
    assert "ValueError: [number]" in text
    assert "999901" not in text
