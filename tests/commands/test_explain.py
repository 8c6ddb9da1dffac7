"""`explain`: every path with its reasons, as text, CSV and JSON; and the picture of the tree."""

from __future__ import annotations

import csv
from xml.etree import ElementTree

import pytest

from bot.commands.picture import MOST_ENDS, draw
from bot.commands.table import width
from procedures.checks import walk
from tests.commands.conftest import Office
from tests.shipped import shipped_catalogue
from tests.small import SMALL, small_definition, small_province

TENANT_WITH_AGENT = {"dwelling": "rented", "handled_by": "agent"}
TEXT = "{http://www.w3.org/2000/svg}text"


def test_every_path_in_json_with_its_reasons(office: Office) -> None:
    said = office.run("explain", SMALL, "--json").json
    assert said["procedure"] == SMALL
    assert [path["answers"] for path in said["paths"]] == walk(small_definition())
    assert [path["path"] for path in said["paths"]] == [1, 2, 3, 4, 5, 6, 7]
    path = next(path for path in said["paths"] if path["answers"] == TENANT_WITH_AGENT)
    assert path["stop"] is None
    assert path["first"] == ["residence-registration"]
    assert path["papers"] == {"before": 4, "after": 3}
    assert [entry["document"] for entry in path["covered"]] == ["vehicle-licence"]
    [window] = path["ways"]
    assert (window["way"], window["visits"], window["hand_in"]) == ("window", 1, ["old-permit"])
    assert [(brought["document"], brought["why"]) for brought in window["bring"]] == [
        ("id-card", "identity"),
        ("lease", "no_register"),
        ("power-of-attorney", "no_register"),
    ]
    stopped = said["paths"][-1]
    assert (stopped["stop"]["id"], stopped["ways"], stopped["covered"]) == ("other-district", [], [])


def test_every_path_and_way_is_a_line_of_csv(office: Office) -> None:
    ended = office.run("explain", SMALL, "--csv", "--language", "zh")
    heading, *lines = csv.reader(ended.out.splitlines())
    assert heading[:4] == ["路", "1 您住的房子是？", "2 谁来办理？", "到此为止"]
    assert [line[0] for line in lines] == ["1", "1", "2", "3", "3", "4", "5", "5", "6", "7"]
    assert all(len(line) == len(heading) for line in lines)
    told = dict(zip(heading, lines[2], strict=True))
    assert told["2 谁来办理？"] == "代办人"
    assert told["带什么"] == "居民身份证（您和车主）；授权委托书（车主）"
    assert told["理由"] == "证明是您本人，数据库替不了；由车主本人签署。"
    assert (told["共享前材料数"], told["共享后材料数"]) == ("4", "2")
    assert lines[-1][3] == "到此为止：停车证只发给本区居民。 请改办：居住登记"


def test_the_table_is_aligned_and_can_be_signed(office: Office) -> None:
    ended = office.run("explain", SMALL, "--language", "zh")
    lines = ended.out.splitlines()
    assert lines[0] == "居民停车证办理（parking-permit）"
    assert "共 7 条路，最晚 2027-03-01 复核" in lines[1]
    assert lines[2:4] == ["1 您住的房子是？（dwelling）", "2 谁来办理？（handled_by）"]
    assert lines[-1] == "以上各条路已逐条核对。核对人：____________  日期：____________"
    rules = [line for line in lines if set(line) <= {"=", "-"} and line]
    assert len(rules) == 8
    assert len(set(map(width, rules))) == 1
    assert all(width(line) <= width(rules[0]) for line in lines[5:-2])
    assert sum("· 居民身份证（您）：证明是您本人，数据库替不了" in line for line in lines) == 3


def test_the_table_in_english(office: Office) -> None:
    said = office.run("explain", SMALL).out
    assert "Ends here: Permits are for residents of the" in said
    assert "· power of attorney (the car's keeper): The keeper" in said


def test_the_picture_is_written(office: Office) -> None:
    file = office.definitions.parent / "tree.svg"
    ended = office.run("explain", SMALL, "--svg", file)
    assert (ended.code, ended.out, ended.err) == (0, "", f"Drawn: {file}\n")
    texts = [text.text for text in ElementTree.parse(file).iter(TEXT)]
    assert texts[0] == "Residents' parking permit: 7 paths, 5 different ends"
    assert texts.count("1. What home do you live in?") == 1
    assert "my own / from the employer" in texts


def test_picture_and_table_at_once(office: Office) -> None:
    file = office.definitions.parent / "tree.svg"
    assert office.run("explain", SMALL, "--svg", file, "--json").json["paths"]
    assert file.is_file()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ([SMALL, "--csv", "--json"], 2, "Choose one of --csv and --json.\n"),
        (["parking"], 2, 'There is no procedure "parking". Did you mean "parking-permit"?\n'),
        ([SMALL, "--svg", "/nowhere/tree.svg"], 1, "/nowhere/tree.svg cannot be written: No such file or directory.\n"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(office: Office, arguments: list[str], code: int, sentence: str) -> None:
    ended = office.run("explain", *arguments)
    assert (ended.code, ended.out, ended.err) == (code, "", sentence)


def test_the_same_definition_the_same_picture() -> None:
    pictures = {draw(small_definition(), small_province(), "zh").svg for _ in range(3)}
    assert len(pictures) == 1


@pytest.fixture(scope="module")
def drawn() -> dict[str, tuple[str, int | None]]:
    catalogue = shipped_catalogue()
    return {
        name: (picture.svg, picture.ends)
        for name, publication in catalogue.procedures.items()
        for picture in [draw(publication.definition, catalogue.province, "zh")]
    }


def test_every_shipped_procedure_is_a_legible_picture(drawn: dict[str, tuple[str, int | None]]) -> None:
    """No wider than six questions and an end, no higher than three screens."""
    for name, (svg, _) in drawn.items():
        root = ElementTree.fromstring(svg)
        assert float(root.get("width", "0")) < 2600, name
        assert float(root.get("height", "0")) < 3300, name


def test_what_is_too_wide_goes_by_questions_and_says_so(drawn: dict[str, tuple[str, int | None]]) -> None:
    too_wide = {name: ends for name, (_, ends) in drawn.items() if ends is not None}
    assert too_wide == {"property-inheritance": 48}
    assert all(ends > MOST_ENDS for ends in too_wide.values())
    svg, _ = drawn["property-inheritance"]
    assert "288 条路，48 种结果，放不下，按问题画" in svg
    assert "带：死亡证明" in svg


def test_1536_paths_are_one_picture(drawn: dict[str, tuple[str, int | None]]) -> None:
    svg, ends = drawn["bereavement"]
    assert ends is None
    assert "1,536 条路，12 种结果" in svg
