"""The terminal as scripts and people meet it: blocks, numbers, JSON, and whatever is typed or set wrong."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

import bot
from bot import __main__ as program
from bot.channels.terminal import as_json, as_text
from bot.commands import serving
from bot.database.engine import reading
from bot.dialogue.messages import Message, Option
from bot.dialogue.papers import LARGEST
from bot.storage.tables import paper
from tests.dialogue import core
from tests.dialogue.core import PARK_EN
from tests.dialogue.talk import Citizen, Town
from tests.papers import JPEG, pdf
from tests.small import write_small

SETTINGS = ("DATABASE_URL", "SECRET", "KEYS_FILE")
ROOT = Path(bot.__file__).parent.parent
QUESTION = Message("What home?\n\nSay which.\n", (Option("a", "my own"), Option("b", "rented")))
AGAIN = Message("Or else", (Option("c", "cancel"),))


# --- blocks --------------------------------------------------------------------------------------------------------


def test_a_piped_block_has_no_empty_line_inside() -> None:
    assert as_text([QUESTION, AGAIN], airy=False).split("\n") == [
        "What home?",
        "Say which.",
        "1) my own",
        "2) rented",
        "Or else",
        "3) cancel",
    ]


def test_a_person_gets_room_between_messages() -> None:
    assert "\n\nOr else" in as_text([QUESTION, AGAIN], airy=True)


def test_json_is_one_line() -> None:
    line = as_json([QUESTION, AGAIN], "ABCDEF")
    assert "\n" not in line
    assert json.loads(line) == {
        "replies": [
            {"text": QUESTION.text, "options": [{"key": "a", "label": "my own"}, {"key": "b", "label": "rented"}]},
            {"text": "Or else", "options": [{"key": "c", "label": "cancel"}]},
        ],
        "case": "ABCDEF",
    }


# --- numbers -------------------------------------------------------------------------------------------------------


@pytest.fixture
def citizen(database: AsyncEngine) -> Citizen:
    return Town(database, core.catalogue()).citizen("someone")


async def test_a_number_taps(citizen: Citizen) -> None:
    await citizen.say(PARK_EN)
    assert citizen.options == ["my own", "rented", "from the employer", "in another district"]
    assert await citizen.say(" 1 ") == "Who applies?\n1) the keeper\n2) somebody for the keeper"


@pytest.mark.parametrize("number", ["0", "5", "999", "1000"])
async def test_a_number_that_is_no_option_asks_again(citizen: Citizen, number: str) -> None:
    await citizen.say(PARK_EN)
    assert (await citizen.say(number)).endswith("4) in another district")
    assert "dwelling" not in citizen.shown[0].text


async def test_numbers_run_on_over_the_messages_of_a_block(citizen: Citizen) -> None:
    await citizen.say(PARK_EN, "i would like to rent a vegetable garden")
    block = await citizen.say("/my")
    assert [line[:2] for line in block.split("\n")[2:]] == ["1)", "2)", "3)"]  # go on with either, or both in one visit
    assert "What home do you live in?" in await citizen.say("1")


# --- papers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["/paper {}", "/PAPER  '{}' ", '/paper "{}"'])
async def test_a_file_is_taken_from_its_path(
    database: AsyncEngine, citizen: Citizen, tmp_path: Path, written: str
) -> None:
    lease = tmp_path / "the lease.pdf"
    lease.write_bytes(pdf(2))
    await citizen.say("hello")
    answer = await citizen.say(written.format(lease))
    assert answer.startswith("Nothing has to be uploaded now")
    async with reading(database) as connection:
        [row] = list(await connection.execute(select(paper)))
    assert (row.channel, row.chat, row.kind, row.pages, row.size) == ("someone", "someone", "pdf", 2, len(pdf(2)))


async def test_the_same_line_delivered_again_uploads_nothing_more(
    database: AsyncEngine, citizen: Citizen, tmp_path: Path
) -> None:
    (tmp_path / "p.jpg").write_bytes(JPEG)
    for _ in range(2):
        await citizen.terminal.hear(f"/paper {tmp_path / 'p.jpg'}", "the same delivery")
    async with reading(database) as connection:
        assert len(list(await connection.execute(select(paper)))) == 1


@pytest.mark.parametrize(
    "path", ["{}/nowhere.pdf", "{}", "{}/\x00", "~nobody-has-this-name/x", "/dev/zero", "x" * 5000]
)
async def test_a_file_that_is_not_there_gets_one_sentence(citizen: Citizen, tmp_path: Path, path: str) -> None:
    await citizen.say(PARK_EN)
    shown = path.format(tmp_path)
    assert await citizen.say(f"/paper {shown}") == (
        f"There is no file that can be read at {shown[-200:]}. Please check the path."
    )
    assert (await citizen.say("1")).startswith("Who applies?")  # the numbers above still count


async def test_without_a_path_it_is_asked_for(citizen: Citizen) -> None:
    assert await citizen.say("/paper") == "要上传哪个文件？请在 /paper 后面写上路径，比如 /paper 租房合同.PDF。"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty"),
        (JPEG + bytes(LARGEST), "This file is too big"),
        (b"a letter", "I cannot take this kind"),
    ],
    ids=["empty", "too big", "type"],
)
async def test_a_file_that_is_not_taken_is_told_why(
    citizen: Citizen, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "x").write_bytes(content)
    await citizen.say("hello")
    assert (await citizen.say(f"/paper {tmp_path / 'x'}")).startswith(said)


async def test_a_word_that_only_begins_like_it_is_no_upload(citizen: Citizen) -> None:
    assert "/papers" in await citizen.say("/papers")


# --- the command ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Office:
    """An installation with the small procedure, in folders of its own."""

    definitions: Path
    monkeypatch: pytest.MonkeyPatch
    output: pytest.CaptureFixture[str]

    def chat(self, given: bytes, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        """In this process."""
        with self.monkeypatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.setattr(serving, "log_to_file", lambda: None)  # the log of this process is pytest's
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
            self.output.readouterr()
            code = program.run(["chat", *arguments])
        out, error = self.output.readouterr()
        return subprocess.CompletedProcess(arguments, code, out.encode(), error.encode())

    def start_chat(self, given: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """In a process of its own, as a shell does it."""
        return subprocess.run(
            [sys.executable, "-m", "bot", "chat", *arguments],
            input=given,
            capture_output=True,
            timeout=600,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    write_small(folder / "small")
    return folder


@pytest.fixture
def office(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    definitions = folder / "small" / "definitions"
    environment = {
        "DEFINITIONS": str(definitions),
        "LANGUAGE": "en",
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_DATA_HOME": str(folder / "data"),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(definitions.parent)
    return Office(definitions, monkeypatch, capsys)


def blocks(ended: subprocess.CompletedProcess[bytes]) -> list[str]:
    """The blocks of the output; it ends well and says nothing else."""
    assert (ended.returncode, ended.stderr) == (0, b"")
    text = ended.stdout.decode()
    assert text.endswith("\n\n")
    return text.removesuffix("\n\n").split("\n\n")


def test_every_line_gets_one_block(office: Office) -> None:
    odd = ["", "字" * 5000, "🙂🙃", "/nothing", "99", "\t", "a" * 5000]
    lines = [*odd, PARK_EN, "7", "1", "the keeper", "window", "East"]
    given = "\n".join(lines).encode() + b"\n\xff\xfe\x80\n1\nyes\n"
    answers = blocks(office.start_chat(given))
    assert len(answers) == len(lines) + 3
    beginnings = ["I see no words.", "这段话太长了", "没看到文字。", "没有 /nothing 这个命令。"]
    assert all(answer.startswith(start) for answer, start in zip(answers, beginnings, strict=False))
    assert answers[7].startswith("[Residents' parking permit]")
    assert answers[8].startswith("There is no number 7.")
    assert answers[-3].startswith("I see no words.")
    assert answers[-1].startswith("[Booked] Residents' parking permit")


def test_closed_input_ends_well(office: Office) -> None:
    ended = office.chat(b"")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_a_last_line_without_its_end_is_answered(office: Office) -> None:
    assert len(blocks(office.chat(b"/help"))) == 1


@pytest.mark.parametrize(("language", "beginning"), [("zh", "没看到文字。"), ("en", "I see no words.")])
def test_the_language_may_be_told(office: Office, language: str, beginning: str) -> None:
    (answer,) = blocks(office.chat(b"\n", "--language", language))
    assert answer.startswith(beginning)


def test_json_gives_a_line_for_every_line(office: Office) -> None:
    ended = office.chat(f"\n{PARK_EN}\n1\n".encode(), "--json")
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert (ended.returncode, ended.stderr, len(lines)) == (0, b"", 3)
    assert all(set(line) == {"replies", "case"} for line in lines)
    assert all(set(reply) == {"text", "options"} for line in lines for reply in line["replies"])
    assert [line["case"] is None for line in lines] == [True, False, False]
    options = lines[1]["replies"][-1]["options"]
    assert options[0] == {"key": f"q:{lines[1]['case']}:dwelling:owned", "label": "my own"}
    assert lines[2]["replies"][0]["text"] == "Who applies?"


def test_a_file_may_be_piped_in_by_its_path(office: Office) -> None:
    (office.definitions.parent / "lease.pdf").write_bytes(pdf(1))
    taken, missing = blocks(office.chat(b"/paper lease.pdf\n/paper other.pdf\n"))
    assert taken.startswith("Nothing has to be uploaded now")
    assert missing == "There is no file that can be read at other.pdf. Please check the path."


def test_each_run_is_a_new_conversation(office: Office) -> None:
    office.chat(PARK_EN.encode())
    (answer,) = blocks(office.chat(b"/my\n", "--language", "en"))
    assert answer.startswith("You have nothing under way.")


# --- what can be set wrong -----------------------------------------------------------------------------------------


def test_a_broken_definition_is_named_and_the_others_are_served(office: Office, tmp_path: Path) -> None:
    definitions = write_small(tmp_path / "office")
    (definitions / "dog-licence.yaml").write_text("id: dog-licence", encoding="utf-8")
    ended = office.chat(PARK_EN.encode(), DEFINITIONS=str(definitions))
    assert ended.returncode == 0
    assert "dog-licence.yaml:1:1: 'title' is missing." in ended.stderr.decode()
    assert ended.stdout.decode().startswith("[Residents' parking permit]")


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("postgresql://nobody@127.0.0.1:1/x", "postgresql://nobody@127.0.0.1:1/x"),
        ("postgresql://nobody:secret@127.0.0.1:1/x", "postgresql://nobody@127.0.0.1:1/x"),
        ("sqlite:////nowhere/at/all/x.db", "/nowhere/at/all/x.db"),
    ],
)
def test_a_database_out_of_reach_ends_with_one_sentence(office: Office, address: str, named: str) -> None:
    ended = office.chat(b"hello\n", DATABASE_URL=address)
    error = ended.stderr.decode()
    assert (ended.returncode, ended.stdout, error.count("\n")) == (1, b"", 1)
    assert error.startswith(f"The database {named} cannot be used (")
    assert "secret" not in error


@pytest.mark.parametrize(
    ("environment", "error"),
    [
        ({"LANGUAGE": "fr"}, 'The setting LANGUAGE is "fr": write zh or en.\n'),
        ({"DEFINITIONS": "/nowhere"}, 'The setting DEFINITIONS is "/nowhere": name a folder that is there.\n'),
    ],
)
def test_a_wrong_setting_ends_with_one_sentence(office: Office, environment: dict[str, str], error: str) -> None:
    ended = office.chat(b"hello\n", **environment)
    assert (ended.returncode, ended.stdout, ended.stderr.decode()) == (2, b"", error)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--language", "fr"), 'There is no language "fr". Choose one of: zh, en.\n'),
        (("--down", "home-registr"), 'There is no register "home-registr". Did you mean "home-register"?\n'),
    ],
)
def test_a_wrong_option_ends_with_one_sentence(office: Office, arguments: tuple[str, ...], error: str) -> None:
    ended = office.chat(b"hello\n", *arguments)
    assert (ended.returncode, ended.stdout, ended.stderr.decode()) == (2, b"", error)
