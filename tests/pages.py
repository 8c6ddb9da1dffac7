"""README, CONTRIBUTING, the staff guide and all of docs/, read for the tests that hold them against the program."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
FENCED = re.compile(r"^ *```[^\n]*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)


@cache
def pages() -> dict[Path, str]:
    """Each page and its text. Not CHANGELOG: it tells what was."""
    own = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "procedures" / "README.md"]
    return {page: page.read_text(encoding="utf-8") for page in (*own, *sorted((ROOT / "docs").rglob("*.md")))}


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(text: str) -> list[str]:
    """What stands between fences."""
    return FENCED.findall(text)


def spans(text: str) -> list[str]:
    """What stands between single back quotes in running text, each in one line."""
    return [" ".join(span.split()) for span in INLINE.findall(FENCED.sub("", text))]


def links(page: Path) -> list[tuple[Path, str]]:
    """Where the page's relative links lead: the file, and the heading in it, if there is one."""
    targets = [target.partition("#") for target in LINK.findall(FENCED.sub("", pages()[page])) if "://" not in target]
    return [((page.parent / file).resolve() if file else page, heading) for file, _, heading in targets]


def anchors(page: Path) -> set[str]:
    """The names under which GitHub lets one link to the page's headings."""
    headings = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(FENCED.sub("", pages()[page])))
    return {heading.strip().replace(" ", "-") for heading in headings}
