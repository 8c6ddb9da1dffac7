"""A citizen's browser: opens the link of a login, presses its button, shows who it is, and reads the digits."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import httpx2


class Form(HTMLParser):
    """The form of a page: where it goes, and what it sends along unless somebody changes it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action: str | None = None
        self.hidden: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self.action = told.get("action")
        elif tag == "input" and (told.get("type") == "hidden" or "checked" in told):
            self.hidden[str(told["name"])] = told.get("value") or ""


async def show_who(link: str, person: str) -> str:
    """The six digits of the last page, after somebody of the demonstration was chosen."""
    async with httpx2.AsyncClient(follow_redirects=True, timeout=10) as browser:
        assert (await browser.get(link)).status_code == 200
        page = await browser.post(link)
        form = Form(page.text)
        page = await browser.post(str(form.action), data={**form.hidden, "person": person})
        [digits] = re.findall(r'class="code">(\d{6})<', page.text)
        return str(digits)
