"""The lives of a bot under trial: a port that stays its own, and an end that is noticed."""

import socket
from pathlib import Path

import pytest

from tests.ports import kept_port
from tests.telegram.bot_api import running_bot_api
from tests.telegram.killing.lives import living
from tests.telegram.watching import until


def test_a_kept_port_can_be_listened_at_by_the_bot_and_is_given_to_nobody_else() -> None:
    with kept_port() as port, kept_port() as other:
        assert other != port
        with socket.create_server(("127.0.0.1", port)), socket.create_connection(("127.0.0.1", port)):
            pass
        given = [socket.create_server(("127.0.0.1", 0)) for _ in range(200)]
        assert port not in {server.getsockname()[1] for server in given}
        for server in given:
            server.close()


async def test_a_bot_that_ends_by_itself_ends_the_trial(tmp_path: Path) -> None:
    async with running_bot_api(tmp_path / "telegram.jsonl", limits={"loose": True}) as api:
        user = api.user("Buyer A", "en")
        with pytest.RaisesGroup(pytest.RaisesExc(AssertionError, match="DATABASE_URL")):
            async with living("polling", api, "mysql://nowhere/town", tmp_path):
                await until(user, lambda: None, "an answer that never comes", 60)
