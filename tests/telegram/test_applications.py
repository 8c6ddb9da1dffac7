"""An application on Telegram over real HTTP: photos of papers, one submission, and news that come by themselves."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot import web
from bot.app import App
from bot.commands.running import login_pages
from bot.office import OneOffice, open_office
from bot.settings import Settings
from bot.sharing import open_sharing
from tests.browser import show_who
from tests.papers import JPEG
from tests.telegram.bot_api import BotApi, User
from tests.telegram.transcript import until_quiet
from tests.telegram.watching import sees

STORY = ("杭州", "6到12个月", "本科", "国内高校", "在单位上班", "没有")


@pytest.fixture
async def app(app: App, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[App]:
    """The same with eager workers, the demonstration's departments, the pages of a login, and the office."""
    monkeypatch.setattr("bot.database.working.PAUSE", 0.2)
    settings = Settings(_env_file=None)
    with web.listen("127.0.0.1", 0) as place:
        url = f"http://127.0.0.1:{place.getsockname()[1]}"
        province = app.catalogue.province
        sharing = open_sharing(settings, app.engine, app.vault, app.jobs, province, app.clock, url)
        applying = replace(app, sharing=sharing, office=open_office(settings, sharing, province))
        async with login_pages(applying, settings, place):
            yield applying


async def log_in(user: User, api: BotApi, app: App) -> None:
    await until_quiet(api, app.engine)
    link = re.findall(r"http\S+/login/\S+", "\n".join(seen.text for seen in user.chat if seen.by_bot))[-1]
    await user.send(await show_who(link, "graduate"))


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("bot", ["polling"], indirect=True)
async def test_from_the_first_sentence_to_the_result(api: BotApi, app: App) -> None:
    user = api.user("Lin", "zh-hans")

    async def do(*lines: str) -> None:
        for line in lines:
            await (user.tap(line[1:]) if line.startswith("*") else user.send(line))
            await until_quiet(api, app.engine)

    await do("我刚毕业，想领大学生补贴", *(f"*{answer}" for answer in STORY), "*就在这里提交")
    await log_in(user, api, app)
    await sees(user, "您点头才查")
    await do("*同意，帮我查", "*没问题，就用这些", "示范科技公司", "6228480402564890018", "13800138000")
    for _ in range(2):  # what the registers do not say today
        await user.send_photo(JPEG)
        await until_quiet(api, app.engine)
        await do("*就这些，往下走")
    assert "【请核对】" in user.chat[-1].text
    await do("*没问题，提交")
    await log_in(user, api, app)
    await sees(user, "【已提交】")

    assert isinstance(app.office, OneOffice)
    desk = app.office.desk
    [waiting] = await desk.inbox("education")
    await desk.approve(waiting.case, "education", "1")
    await desk.ask(waiting.case, "human-resources", ["劳动合同的签字页"], "2")
    await sees(user, "劳动合同的签字页")
    assert "教育局已通过" in user.chat[-1].text  # both in one message
    await user.send_photo(JPEG)
    await until_quiet(api, app.engine)
    await do("*就这些，补交")
    await desk.approve(waiting.case, "human-resources", "3")
    await desk.approve(waiting.case, "finance", "4")
    await sees(user, "结果已经给您了")
    file = await desk.read(waiting.case)
    assert [len(each.added.papers) for each in file.added] == [1]
    assert sum("【进度】" in seen.text for seen in user.chat) == 2
