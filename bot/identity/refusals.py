"""Why a page of a login ends in one sentence instead of a code.

    PageRefused
    ├── LinkOver        no such link, its minutes are over, or the chat has a newer one
    ├── LinkUsed        its code was shown in another browser, or was brought to the chat
    ├── StepUsed        this return from the provider was already taken in
    ├── Forged          the request does not come from a page of ours, or answers nothing that we asked
    ├── WrongBrowser    another browser than the one in which the button was pressed
    ├── Denied          the provider says that the citizen did not agree
    ├── NotTrusted      what the provider says does not hold: signature, issuer, audience, time, nonce
    └── WrongNumber     what it calls a citizen number is none
    CodeWaits           no refusal: this browser has got its code, and is sent to it

Beside these: `NotSure` and `IdentityDown` of bot/dialogue/identity.py.
"""

from __future__ import annotations


class PageRefused(Exception):
    """Its text, if any, is for the log: never personal."""


class LinkOver(PageRefused):
    pass


class LinkUsed(PageRefused):
    pass


class StepUsed(PageRefused):
    pass


class Forged(PageRefused):
    pass


class WrongBrowser(PageRefused):
    pass


class Denied(PageRefused):
    pass


class NotTrusted(PageRefused):
    pass


class WrongNumber(PageRefused):
    pass


class CodeWaits(Exception):
    def __init__(self, token: str) -> None:
        super().__init__()
        self.token = token
