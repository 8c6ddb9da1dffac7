"""Every command, option, make target, link and file that README and docs name is there, and all that is there is named.

The program is asked for its commands as they are; none of them is run.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import typer.main

from bot.commands import COMMANDS
from bot.commands.line import app
from bot.settings import Settings
from tests.pages import ROOT, anchors, blocks, links, name_of, pages, spans

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):(?!=)", MAKEFILE, re.MULTILINE))
REFERENCE = ROOT / "docs" / "commands.md"
LEFT_OPEN = {"…", "COMMAND", ""}
"""Where a page speaks of commands in general."""
ASSIGNED = re.compile(r"[A-Z_]+=")
OPTION = re.compile(r"--[a-z]")
PLACED = re.compile(r"(?:bot|docs|intents|procedures|tests)/[\w./-]*")
MADE_UP = ("library-card", "wedding", "intents/model", "definition.schema.json")
"""What the guides let their readers write, and what is made."""


def test_every_command_that_a_page_names_is_one_of_the_program() -> None:
    named = list(_named())
    assert {name_of(page) for page, _ in named} >= {"README.md", "CONTRIBUTING.md", "docs/commands.md", "docs/desk.md"}
    assert [f"{name_of(page)}: {wrong}" for page, words in named if (wrong := _wrong(words))] == []


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("$ .venv/bin/python -m bot chat --as seller", None),
        ("echo '你好' | .venv/bin/onevisit chatt", "onevisit has no chatt"),
        ("LANGUAGE=en python -m bot figures --withot x  # nothing", "figures has no --withot"),
        ("python -m bot ticket public-key > k; python -m bot ticket verify --keys k -", "verify has no --keys"),
        ("python -m bot cases aprove ABCD2345 housing", "cases has no aprove"),
        ("make -j2 test", None),
        ("make chatt", "no target chatt"),
        ("make score FOLDER=x", "make has no use for FOLDER"),
    ],
)
def test_what_is_wrong_with_a_command_is_found(written: str, wrong: str | None) -> None:
    assert [found for words in _commands(written) if (found := _wrong(words))] == ([wrong] if wrong else [])


def test_the_reference_has_a_section_for_every_command() -> None:
    assert set(_sections()) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_section_of_a_command_names_its_options_and_subcommands(name: str) -> None:
    said = {word for span in spans(_sections()[name]) for word in span.split()}
    command = _command(name)
    parts = _parts(command)
    options = set().union(*(_options(part) for part in (command, *parts.values())))
    assert {word for word in said if OPTION.match(word)} == options
    assert set(parts) <= said


def test_the_reference_names_every_make_target() -> None:
    named = {word for span in spans(pages()[REFERENCE]) if span.startswith("make ") for word in span.split()[1:]}
    assert named >= TARGETS


def test_options_that_stand_alone_belong_to_some_command() -> None:
    commands = [_command(name) for name in COMMANDS]
    known = set().union(*(_options(part) for command in commands for part in (command, *_parts(command).values())))
    now = {page: text for page, text in pages().items() if page.parent.name != "decisions"}  # these tell of other tools
    for page, text in now.items():
        assert {span.split()[0] for span in spans(text) if OPTION.match(span)} <= known | {"--help"}, name_of(page)


def test_the_settings_page_names_every_setting_and_no_other() -> None:
    rows = re.findall(r"^\| (`.*?) \|", pages()[ROOT / "docs" / "settings.md"], re.MULTILINE)
    known = {str(field.validation_alias or name).upper() for name, field in Settings.model_fields.items()}
    assert set(chain.from_iterable(spans(row) for row in rows)) == known


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, heading in links(page):
        assert target.exists(), target
        assert not heading or heading in anchors(target), f"{target.name}#{heading}"


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    words = chain(spans(pages()[page]), *(block.split() for block in blocks(pages()[page])))
    named = {word for word in words if PLACED.fullmatch(word) and not any(made in word for made in MADE_UP)}
    assert [word for word in sorted(named) if not (ROOT / word).exists()] == []


def test_every_page_that_the_program_names_exists() -> None:
    for package in ("bot", "intents", "procedures", "tests"):
        for module in (ROOT / package).rglob("*.py"):
            for named in re.findall(r"(?<![\w/])docs/[\w/-]+\.(?:md|svg)", module.read_text(encoding="utf-8")):
                assert (ROOT / named).exists(), f"{module}: {named}"


def test_the_index_leads_to_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    assert set(pages()) - {index} <= {target for target, _ in links(index)}


def test_the_first_page_is_one_page() -> None:
    assert len(pages()[ROOT / "README.md"].splitlines()) <= 120


def _named() -> Iterator[tuple[Path, list[str]]]:
    """Each command that a page names, in a block or in running text, as words."""
    for page, text in pages().items():
        for line in chain.from_iterable(block.replace("\\\n", " ").splitlines() for block in blocks(text)):
            yield from ((page, words) for words in _commands(line))
        for span in spans(text):
            short = span.partition(" ")[0] in COMMANDS and " " in span  # `cases list --late`
            yield from ((page, words) for words in _commands(f"onevisit {span}" if short else span))


def _commands(line: str) -> Iterator[list[str]]:
    """The calls of make and of the program in a line of shell, from `make` or `onevisit` on."""
    if not re.search(r"\bmake |\bonevisit |-m bot\b", line):
        return
    reader = shlex.shlex(line, posix=True, punctuation_chars="|;&<>")
    reader.whitespace_split = True
    call: list[str] = []
    for word in chain(reader, ";"):
        if not re.fullmatch(r"[|;&<>]+", word):
            if call or not (word == "$" or ASSIGNED.match(word)):
                call.append(word)
            continue
        if call[:1] == ["make"]:
            yield call
        elif call and call[0].endswith("onevisit"):
            yield ["onevisit", *call[1:]]
        elif call[1:3] == ["-m", "bot"] and call[0].endswith("python"):
            yield ["onevisit", *call[3:]]
        call = []


def _wrong(call: list[str]) -> str | None:
    """What in a call there is not."""
    if call[0] == "make":
        words = [word for word in call[1:] if not word.startswith("-")]
        unused = [name for name, given, _ in (word.partition("=") for word in words) if given and name not in MAKEFILE]
        missing = [word for word in words if "=" not in word and word not in TARGETS]
        return next((f"make has no use for {name}" for name in unused), None) or next(
            (f"no target {word}" for word in missing), None
        )
    command: Any = typer.main.get_command(app)
    name, words = "onevisit", call[1:]
    while words and not words[0].startswith("--") and hasattr(command, "list_commands"):
        if words[0] in LEFT_OPEN:
            return None
        if words[0] not in command.list_commands(None):
            return f"{name} has no {words[0]}"
        command, name, words = command.get_command(None, words[0]), words[0], words[1:]
    given = {word.partition("=")[0] for word in words if OPTION.match(word)}
    return next((f"{name} has no {option}" for option in sorted(given - _options(command) - {"--help"})), None)


@cache
def _command(name: str) -> Any:
    return typer.main.get_command(app).get_command(None, name)  # type: ignore[attr-defined]


def _parts(command: Any) -> dict[str, Any]:
    """The commands of a group by name."""
    names = command.list_commands(None) if hasattr(command, "list_commands") else []
    return {name: command.get_command(None, name) for name in names}


def _options(command: Any) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts if OPTION.match(option)}


def _sections() -> dict[str, str]:
    """The reference by the command that each section is about; what stands before `make` alone counts."""
    text = pages()[REFERENCE].partition("\n## `make`")[0]
    _, *parts = re.split(r"^### `([\w-]+)`\n", text, flags=re.MULTILINE)
    return {name: section.partition("\n## ")[0] for name, section in zip(parts[::2], parts[1::2], strict=True)}
