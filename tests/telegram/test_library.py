"""aiogram's types are built when they are first used, and every one of them can be."""

from __future__ import annotations

import json
import subprocess
import sys

PROGRAM = """if True:
    import json
    import bot.commands.telegram
    from aiogram import Bot, types
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.methods import SendMessage
    from pydantic_core import SchemaValidator

    models = [t for t in map(vars(types).get, types.__all__) if hasattr(t, "model_rebuild")]
    built = [t.__name__ for t in models if isinstance(t.__pydantic_validator__, SchemaValidator)]
    answer = '{"ok": true, "result": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "hi"}}'
    bot = Bot("1234567:" + "A" * 35)
    told = AiohttpSession().check_response(bot, SendMessage(chat_id=7, text="hi"), 200, answer)
    for model in models:
        model.model_rebuild(raise_errors=True)
    print(json.dumps({"models": len(models), "built": built, "told": told.result.text}))
"""


def test_types_are_built_when_they_are_used() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True)
    told = json.loads(ended.stdout)
    assert told["models"] > 300
    assert len(told["built"]) < told["models"] / 10, told["built"]
    assert told["told"] == "hi"
