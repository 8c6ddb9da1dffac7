"""Name and content of uploaded papers stand in no plain column, job, log or database file, whatever goes wrong."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.tables import paper
from tests.dialogue import core
from tests.dialogue.talk import Town
from tests.dialogue.test_leaks import file_of, plain
from tests.papers import JPEG, PNG, chunk

NAME = "机密的诊断书"
INSIDE = b"what only the doctor and the citizen know"


def secret_jpeg(text: bytes) -> bytes:
    """With a comment in it (ITU-T T.81, B.2.4.5)."""
    return JPEG[:2] + b"\xff\xfe" + (len(text) + 2).to_bytes(2) + text + JPEG[2:]


def secret_png(text: bytes) -> bytes:
    return PNG[:33] + chunk(b"tEXt", text) + PNG[33:]


async def test_neither_name_nor_content_leaks(
    database: AsyncEngine, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    files = {
        "taken": secret_jpeg(INSIDE),
        "taken too": secret_png(INSIDE),
        "of no kind": b"GIF89a" + INSIDE,
        "broken": secret_jpeg(INSIDE)[:-2],
        "no PDF inside": b"%PDF-1.7\n" + INSIDE,
        "a bug": secret_png(INSIDE),
    }
    town = Town(database, core.catalogue())
    citizen = town.citizen("someone", "en")
    answers = {}
    for trouble, content in files.items():
        path = tmp_path / f"{NAME} {trouble}"
        path.write_bytes(content)
        with monkeypatch.context() as patch:
            if trouble == "a bug":
                patch.setattr("bot.dialogue.applying.uploading.attached", fail)
            answers[trouble] = await citizen.say(f"/paper {path}")
    assert len([answer for answer in answers.values() if "Nothing has to be uploaded" in answer]) == 2
    assert "our fault" in answers["a bug"] or "went wrong" in answers["a bug"]

    rows = list(await plain(database))
    assert len([name for name, _ in rows if name == "paper"]) == 3 * len(paper.c)
    for secret in (NAME, INSIDE.decode()):
        assert [name for name, text in rows if secret in text] == []
        assert secret.encode() not in file_of(database)
        assert secret not in caplog.text
    assert "bug" in caplog.text


def fail(*told: object) -> None:
    raise RuntimeError("a bug, and all that it had in its hands", told)
