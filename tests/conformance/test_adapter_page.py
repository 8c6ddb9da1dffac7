"""The page for those who plug a system of their own in: its calls are there, and no promise is left out."""

from __future__ import annotations

import re
from pathlib import Path

import bot
from bot.backends.wire.operations import OPERATIONS
from bot.conformance.lines import LINES

PAGE = (Path(bot.__file__).parent.parent / "docs" / "adapter.md").read_text(encoding="utf-8")
CALLED = re.findall(r"->>your window: (GET|POST|PUT|DELETE) (/[^\s?]*)", PAGE)
TRIED = [name for said in re.findall(r"`--only ([^`\s]*)", PAGE) for name in said.split(",")]


def test_every_call_of_the_pictures_is_one_of_the_api() -> None:
    known = [(each.method, re.sub(r"\{\w+\}", "[^/]+", each.path)) for each in OPERATIONS]
    of_the_desk = re.compile("/desk/cases/[^/]+/(ask|approve)")
    unknown = [
        (method, path)
        for method, path in CALLED
        if not any(method == its and re.fullmatch(pattern, path) for its, pattern in known)
        and not of_the_desk.fullmatch(path)
    ]
    assert len(CALLED) > 20
    assert unknown == []


def test_every_promise_is_tried_in_one_step() -> None:
    assert sorted(TRIED) == sorted(line.id for line in LINES)


def test_every_part_that_can_be_offered_has_its_step() -> None:
    steps = "".join(re.findall(r"^\| \d .*$", PAGE, re.MULTILINE))
    assert {each.part for each in OPERATIONS if each.part is not None} <= set(re.findall(r"`([a-z-]+)`", steps))
