"""Both languages say everything, and the modules that a terminal loads stay light."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from bot.dialogue.conversation import Language
from bot.identity.pages import BROKEN, REFUSALS
from bot.identity.rendering import TEMPLATES, render

LANGUAGES: tuple[Language, ...] = ("zh", "en")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("refusal", [*REFUSALS.values(), BROKEN], ids=lambda refusal: refusal.sentence)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_is_one_clear_sentence(language: Language, refusal: object) -> None:
    sentence = getattr(refusal, "sentence")  # noqa: B009
    page = render("refused", language, host="bot.example", sentence=sentence, again=None)
    said = re.findall(r"<p>([^<]+)</p>", page)
    assert len(said) == 1
    assert len(re.findall(r"[。.!?！？](?:\s|$)", said[0])) == 1
    assert bool(CHINESE.search(said[0])) is (language == "zh")


def test_every_page_stands_in_both_languages() -> None:
    pages = {name.name.split(".")[0] for name in TEMPLATES.glob("*.*.html")}
    assert pages == {"start", "code", "refused"}
    assert all((TEMPLATES / f"{page}.{language}.html").exists() for page in pages for language in LANGUAGES)


def test_no_sentence_is_left_over() -> None:
    wanted = {refusal.sentence for refusal in (*REFUSALS.values(), BROKEN)}
    for language in LANGUAGES:
        text = (TEMPLATES / f"refused.{language}.html").read_text(encoding="utf-8")
        assert set(re.findall(r'^  "([\w-]+)":', text, re.MULTILINE)) == wanted


@pytest.mark.parametrize("level", ["real-name", "face"])
def test_what_comes_from_outside_is_escaped(level: str) -> None:
    page = render("start", "en", host="<b>&", level=level, minutes=1)
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page
    assert "1 more minute." in page


def test_opening_and_finishing_a_login_needs_neither_fastapi_nor_authlib() -> None:
    program = "import sys, bot.identity.logins, bot.identity.attempts; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ran.stdout.split()}
    assert not loaded & {"fastapi", "starlette", "authlib", "httpx2", "joserfc", "aiogram"}
