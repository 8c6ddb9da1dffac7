"""In the middle of a matter a few words are a remark, however much they remind of another of the 64."""

from __future__ import annotations

import pytest

from tests.dialogue.talk import Town

ASKED = "这套房子现在还有贷款抵押吗？"


@pytest.mark.parametrize("remark", ["结婚三年", "大学毕业", "我是外地人", "everyone", "yes, everyone", "公司"])
async def test_a_remark_starts_no_other_matter(town: Town, remark: str) -> None:
    citizen = town.citizen()
    await citizen.say("我买了套二手房，要过户", "本人办", "已婚", "首套")
    told = await citizen.say(remark)
    assert ASKED in told
    assert "/my" not in told


@pytest.mark.parametrize(("wish", "title"), [("办护照", "首次办理普通护照"), ("身份证丢了", "身份证丢失补领")])
async def test_another_matter_is_heard_although_it_is_said_in_three_words(town: Town, wish: str, title: str) -> None:
    citizen = town.citizen()
    await citizen.say("我买了套二手房，要过户", "本人办")
    assert f"【{title}】" in await citizen.say(wish)
