"""People talk inside a matter: what was heard is said back, danger comes first, no two misses are answered alike."""

from __future__ import annotations

import pytest

from tests.dialogue.talk import Town


async def test_what_is_heard_by_its_meaning_can_be_changed_with_one_tap(town: Town) -> None:
    citizen = town.citizen()
    await citizen.say("我买了套二手房，要过户", "本人办")
    told = await citizen.say("领证三年多了")
    assert "记下了：您的婚姻状况？已婚" in told
    assert "您的婚姻状况？" in await citizen.tap("不是“已婚”")
    assert "1) 未婚" in await citizen.say("问这个干啥")


async def test_several_answers_in_one_sentence_are_all_noted(town: Town) -> None:
    citizen = town.citizen()
    await citizen.say("我买了套二手房，要过户", "本人办")
    told = await citizen.say("结婚了，头一套房，没有贷款")
    assert "【办理结果】" in told
    assert told.count("记下了") == 3


async def test_whoever_does_not_know_hears_where_to_look_and_goes_on(town: Town) -> None:
    citizen = town.citizen()
    await citizen.say("我买了套二手房，要过户", "本人办", "已婚", "首套")
    told = await citizen.say("这个我真不清楚")
    assert "怎么知道：看不动产权证附记页" in told
    assert "先按“有，先还清解押”算" in told
    assert "不是“有，先还清解押”" in " ".join(citizen.options)


async def test_what_everybody_knows_is_not_assumed(town: Town) -> None:
    citizen = town.citizen()
    await citizen.say("我买了套二手房，要过户")
    told = await citizen.say("不知道")
    assert "拿不准也没关系" in told
    assert "您自己办，托别人办" in told


async def test_no_two_misses_are_answered_alike(town: Town) -> None:
    citizen = town.citizen()
    await citizen.say("我买了套二手房，要过户", "本人办")
    told = [
        (await citizen.say(word)).splitlines()[0]
        for word in ("阿巴阿巴", "呜哩哇啦", "嘻嘻哈哈哈", "咕噜咕噜咕", "叽里呱啦")
    ]
    assert len(set(told)) == len(told)
    assert all("12345" in line for line in told[2:])
    assert "已婚" in " ".join(citizen.options)


@pytest.mark.parametrize(
    ("sentence", "number"),
    [("有人在撬我家的门", "110"), ("my father collapsed, he is not breathing", "120"), ("厨房着火了", "119")],
)
async def test_danger_names_the_number_first_and_keeps_the_matter(town: Town, sentence: str, number: str) -> None:
    citizen = town.citizen()
    await citizen.say("我买了套二手房，要过户", "本人办")
    assert number in (await citizen.say(sentence)).splitlines()[0]
    assert "婚姻状况" in await citizen.say("再说一遍")


async def test_grief_is_met_before_the_matter(town: Town) -> None:
    told = await town.citizen().say("我妈昨天走了，我不知道该办什么")
    assert told.startswith("请您节哀")
    assert "【个人身后“一件事”】" in told


async def test_a_birth_is_not_consoled(town: Town) -> None:
    assert "节哀" not in await town.citizen().say("我老婆昨天生了个女儿，要办出生证和户口")


async def test_a_word_of_the_office_is_explained(town: Town) -> None:
    citizen = town.citizen()
    await citizen.say("我买了套二手房，要过户", "本人办", "已婚", "首套")
    told = await citizen.say("抵押是什么意思")
    assert told.startswith("“抵押”：")
    assert "这套房子现在还有贷款抵押吗？" in told


async def test_a_day_said_too_early_is_kept(town: Town) -> None:
    citizen = town.citizen()
    await citizen.say("我买了套二手房，要过户")
    assert "记下了：12月4日周五 上午" in await citizen.say("这周五上午过来办行不行")
    await citizen.say("本人办", "已婚", "首套", "没有", "窗口")
    told = await citizen.say("武林广场那边")
    assert "拱墅区行政服务中心" in told
    assert all("12月4日" in option for option in citizen.options[:3])


async def test_pinyin_is_answered_in_chinese(town: Town) -> None:
    assert "【身份证丢失补领】" in await town.citizen().say("wo yao ban shen fen zheng diu le")
