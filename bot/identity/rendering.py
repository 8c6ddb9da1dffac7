"""The pages as HTML: two languages, no script, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.dialogue.conversation import Language

TEMPLATES = Path(__file__).parent / "templates"
STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
# No form-action: browsers hold the provider's redirects against it, and where those lead is the provider's affair.
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def render(page: str, language: Language, **words: object) -> str:
    """The page `page.language.html`."""
    return _ENVIRONMENT.get_template(f"{page}.{language}.html").render(style=Markup(STYLE), **words)


def choose_language(accepted: str) -> Language:
    """The one of ours that the browser likes best, by its header Accept-Language; Chinese unless it says otherwise."""
    liked: list[tuple[float, Language]] = []
    for entry in accepted.lower().split(","):
        tag, _, weight = entry.strip().partition(";q=")
        if tag[:2] in ("zh", "en"):
            liked.append((_read_weight(weight), "en" if tag[:2] == "en" else "zh"))
    best = max(liked, key=lambda entry: entry[0], default=(0.0, None))
    return best[1] if best[1] is not None and best[0] > 0 else "zh"


def _read_weight(written: str) -> float:
    try:
        return float(written or 1)
    except ValueError:
        return 0.0
