"""The card to show at the counter: in the language that the citizen does not speak, and without their name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue.applying.reading import spaced
from bot.dialogue.conversation import Language
from bot.dialogue.replies import ShowCard
from bot.dialogue.wording import word
from bot.dialogue.words import Words
from tests.dialogue.core import GARDEN_EN, PARK_EN, PARK_ZH, Talk, guide
from tests.dialogue.offices import RIGHT

PARK = (PARK_EN, "my own", "the keeper", "window", "East", "Thursday 10:00", "1", "yes")
GARDEN = (GARDEN_EN, "East", "Thursday 10:00", "1", "yes", "next Thursday 10:00", "1", "yes")


def shown(talk: Talk, language: Language) -> str:
    """The card of the matter that is talked about, for a citizen who speaks this language."""
    talk.tap(f"show:{talk.matter.code}")
    assert [type(reply) for reply in talk.replies] == [ShowCard]
    return word(talk.replies[0], Words(language, talk.guide.province)).text


def test_a_foreigner_shows_chinese() -> None:
    talk = Talk().say(*PARK)
    assert shown(talk, "en").splitlines() == [
        "您好，我来办「居民停车证办理」。",
        "",
        f"编号：{spaced(talk.matter.code)}",
        "",
        "预约时间：12月3日周四 10:00",
        "地点：东区服务中心 证照窗口",
        "带来的：居民身份证、旧停车证（有就交，没有不用）",
        "",
        "我的情况：",
        "· 您住的房子是？自有",
        "· 谁来办理？车主本人",
        "",
        "我不太会说中文，请您照着这个办；要问什么，请写下来给我看。谢谢！",
    ]


def test_who_speaks_chinese_shows_english() -> None:
    talk = Talk().say(PARK_ZH, "自己的房子", "车主本人", "窗口", "东区", "周四上午10点", "1", "好")
    lines = shown(talk, "zh").splitlines()
    assert lines[0] == "Hello, I am here for: Residents' parking permit."
    assert "Appointment: Thu, Dec 3 10:00" in lines
    assert "· Who applies? the keeper" in lines


def test_the_next_of_two_visits_is_shown_with_what_it_is_for() -> None:
    talk = Talk().say(*GARDEN)
    assert "▸ 选地" in shown(talk, "en")
    talk.guide = replace(talk.guide, now=talk.guide.now + timedelta(days=4))
    assert "▸ 拿钥匙" in shown(talk, "en")


def test_what_is_talked_about_stays() -> None:
    talk = Talk().say(*PARK)
    code = talk.matter.code
    garden = talk.say(GARDEN_EN).matter.code
    talk.tap(f"show:{code}")
    assert (talk.said, talk.matter.code) == (["ShowCard"], garden)


def test_no_name_stands_on_it() -> None:
    talk = Talk(guide(shares=True)).say(*PARK[:4]).tap("check:").say(RIGHT).tap("skip:")
    name = talk.conversation.verified.called if talk.conversation.verified else ""
    talk.tap("at:east").say(*PARK[5:])
    assert name
    assert name not in shown(talk, "en")


@pytest.mark.parametrize("lines", [PARK[:4], PARK[:7]], ids=["no place", "only kept"])
def test_without_a_place_there_is_nothing_to_show(lines: tuple[str, ...]) -> None:
    talk = Talk().say(*lines)
    assert talk.tap(f"show:{talk.matter.code}").said[0] == "button-too-old"


def test_the_day_after_there_is_nothing_to_show() -> None:
    talk = Talk().say(*PARK)
    talk.guide = replace(talk.guide, now=talk.guide.now + timedelta(days=4))
    assert talk.tap(f"show:{talk.matter.code}").said[0] == "button-too-old"
    assert "show" not in [key.partition(":")[0] for key in talk.keys]


def test_a_case_that_is_not_there_is_told_as_such() -> None:
    assert Talk().tap("show:ABCD2345").said[0] == "button-too-old"
