"""A bug gets one apology and an id; what the citizen had stays, and the log tells where, never what was said."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from intents.hearing import Ear, Likely
from tests.dialogue.talk import Town


class Broken(Ear):
    def act(self, sentence: str) -> Likely | None:
        raise ZeroDivisionError(sentence)


async def test_a_bug_gets_an_apology_and_loses_nothing(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    citizen = town.citizen()
    before = await citizen.say("I bought a second-hand flat and want to transfer it")
    service = citizen.terminal.service
    citizen.terminal.service = replace(service, ear=Broken())

    with caplog.at_level(logging.ERROR):
        told = await citizen.say("my grandmother's secret is a long story")

    assert "something went wrong on our side" in told
    record = caplog.text
    assert "ZeroDivisionError" in record
    assert "listening.py" in record
    assert "secret" not in record
    quoted = told.rsplit("quote ", 1)[1].rstrip(".")
    assert f"bug {quoted}:" in record

    citizen.terminal.service = service
    assert await citizen.say("/my")
    assert before.splitlines()[-2] in await citizen.tap("go on")
