"""`python -m tests.telegram.bot_api --port 8081 --state telegram.jsonl`: the server alone, until it is terminated.

Its first line of output is its address.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from tests.telegram.bot_api.deeds import read_limits
from tests.telegram.bot_api.scene import TOKEN
from tests.telegram.bot_api.server import BotApi


async def serve(options: argparse.Namespace) -> None:
    """Until SIGTERM or Ctrl-C."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    limits = read_limits(json.loads(options.limits))
    async with BotApi(port=options.port, token=options.token, state=options.state, limits=limits) as api:
        sys.stdout.write(f"{api.url}\n")
        sys.stdout.flush()
        await ended.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A strict Bot API server for tests")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--limits", default="{}", help="JSON with names of Limits; loose: true takes all rates away")
    asyncio.run(serve(parser.parse_args()))
