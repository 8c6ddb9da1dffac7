"""`show` tells the whole guide as a citizen reads it: everything art. 4 wants, in words, in either language."""

from __future__ import annotations

import re

import pytest

from bot.dialogue.service_guide import guide_text
from bot.dialogue.words import LANGUAGES, Words
from tests.commands.conftest import Office
from tests.shipped import shipped_catalogue, shipped_definitions, shipped_province
from tests.small import SMALL, small_yaml


def test_the_guide_in_chinese(office: Office) -> None:
    ended = office.run("show", SMALL, "--language", "zh")
    assert (ended.code, ended.err) == (0, "")
    assert (
        ended.out
        == """\
【办事指南】居民停车证办理
办成以后：在家门口停车的停车证
最多跑 1 次；符合条件的，网上办一次都不用跑。
一般情况只带：居民身份证。

牵头部门：交通局
配合部门：住建局
谁来申请：车主
去哪里办：房屋所在地的政务服务中心

依据：
· 停车管理办法3※

先看您是哪种情形：
· 1. 您住的房子是？自有 / 租的 / 单位宿舍 / 不住本区
　为什么问：这决定由谁证明住址。
· 2. 谁来办理？（只问第 1 问不答“不住本区”的）车主本人 / 代办人
　为什么问：代办需要委托书。

这些情形办不了：
· 第 1 问答“不住本区”的：停车证只发给本区居民。可以办：居住登记

先办这件，不然要多跑一趟：
· 租的：居住登记：租客先登记住址。

要带的材料：
· 居民身份证（您和车主），或者驾驶证
· 租的：租赁合同（车主），或者房东说明（合同在房东和租客手里。）
· 代办人的：授权委托书（车主）（由车主本人签署。）

不用带，部门之间已经共享（数据库连不上、查不到时才要带）：
· 自有的：房产证明：住建局的住房库里有
· 行驶证：交通局的车辆库里有

要交回：
· 旧停车证（您）（有就交，没有不用）

由对方单位直接送来，不用您带：
· 第 1 问答“单位宿舍”的：住宿证明：由用人单位送

现场填写、签字，不用提前准备：
· 申请表（您）

可以先受理、后补交的（容缺）：
· 租的：租赁合同或房东说明：5 个工作日内补交

办理方式：
· 车主本人的：网上办：不用跑
　谁来办：您
　刷脸，不用带身份证件
　材料拍照上传
· 窗口办：跑 1 次
　谁来办：您
　到证照窗口，约 15 分钟

费用：
· 20 元，车主付※

办理流程：
· 第 1 步：自有的：住建局审批
· 第 2 步：交通局审批

法定期限：5 个工作日※（依据停车管理办法3※）
承诺期限：30 分钟※

办完拿到：停车证
怎么拿：电子的，网上看、当场拿

办完以后，我们去通知，不用您再跑：
· 住建局：记录车位

改革前要 3 份材料（改革之前）※
这份指南最晚 2027-03-01 重新核对一遍。
※ 这一项还没有核实到文件，以 12345 答复为准。
"""
    )


def test_the_guide_in_english_speaks_in_answers(office: Office) -> None:
    said = office.run("show", SMALL, "--language", "en").out.splitlines()
    assert said[0] == "[Guide] Residents' parking permit"
    lease = "· lease (the car's keeper), or statement of the landlord (Only landlord and tenant have it.)"
    assert f"{lease} (only for: rented)" in said
    assert "· lease or statement of the landlord: within 5 working days (only for: rented)" in said
    assert "· vehicle licence: in the vehicle register of Traffic Office" in said
    assert "· Step 2: Traffic Office decides" in said


@pytest.mark.parametrize(
    ("language", "step"),
    [
        ("zh", "· 第 2 步：交通局审批：位置（先留 20 天，看有没有人提异议）"),
        ("en", "· Step 2: Traffic Office decides on: the place (after 20 days for objections)"),
    ],
)
def test_the_guide_tells_for_how_long_a_decision_is_open_to_objections(
    office: Office, language: str, step: str
) -> None:
    decided = "{step: 2, department: traffic"
    announced = decided + ", decides: {zh: 位置, en: the place}, publicity: 20 days"
    file = office.definitions / f"{SMALL}.yaml"
    file.write_text(small_yaml({decided: announced}), encoding="utf-8")
    assert step in office.run("show", SMALL, "--language", language).out.splitlines()


def test_the_language_of_the_settings_is_spoken(office: Office) -> None:
    assert office.run("show", SMALL).out.startswith("[Guide] Residents' parking permit\n")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["parking-permt"], 2, 'There is no procedure "parking-permt". Did you mean "parking-permit"?'),
        (["residence-registration"], 2, 'There is no definition of "residence-registration" yet.'),
        ([SMALL, "--language", "fr"], 2, 'There is no language "fr". Choose one of: zh, en.'),
    ],
)
def test_a_wrong_word_gets_the_nearest_right_one(
    office: Office, arguments: list[str], code: int, sentence: str
) -> None:
    ended = office.run("show", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.startswith(sentence)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_guide_is_whole_and_names_no_id(language: str) -> None:
    catalogue = shipped_catalogue()
    assert len(catalogue.procedures) == 64
    for publication in catalogue.procedures.values():
        definition = publication.definition
        words = Words("zh" if language == "zh" else "en", catalogue.province)
        text = guide_text(definition, words)
        assert not re.search(r"\{|\$|None", text), definition.id
        ids = {name for name in (definition.id, *catalogue.province.documents) if "-" in name}
        assert ids.isdisjoint(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text)), definition.id
        for document in {name for line in definition.documents for name in line.documents[:1]}:
            assert words.value(catalogue.province.documents[document].name) in text, (definition.id, document)


def test_the_words_of_the_office_that_occur_are_explained() -> None:
    sale = next(definition for definition in shipped_definitions() if definition.id == "property-transfer")
    guide = guide_text(sale, Words("zh", shipped_province()))
    explained = guide.partition("词语解释：\n")[2]
    assert "· 带押过户：" in explained
    assert "· 网签：" in explained
    assert "异地就医" not in explained
