"""What scripts and staff read about the small catalogue, and the pictures drawn of it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.commands.conftest import Office
from tests.small import SMALL

FIGURES = {
    "procedures": 1,
    "paths": 7,
    "id_only": 1.0,
    "online": 1.0,
    "online_begun": 1.0,
    "at_most_one_visit": 1.0,
    "papers_before": 3,
    "papers_after": 1,
    "fields_prefilled": 1.0,
    "questions_median": 2,
    "questions_max": 2,
}
WORST = {**FIGURES, "id_only": 0.0, "online": 0.0, "papers_before": 4, "papers_after": 3}


def test_every_field(office: Office) -> None:
    ended = office.run("figures", "--json")
    expected = {
        **FIGURES,
        "worst": WORST,
        "by_department": {"traffic": FIGURES},
        "registers": [
            {"register": "home-register", "papers": 1, "procedures": [SMALL]},
            {"register": "vehicle-register", "papers": 1, "procedures": [SMALL]},
            {"register": "vehicle-archive", "papers": 0, "procedures": []},
        ],
        "without": [],
        "measured_on": {"filled": 0, "fields": 0},
    }
    assert (ended.code, ended.err) == (0, "")
    assert ended.json == expected
    assert list(ended.json) == list(expected)
    assert list(ended.json["worst"]) == list(FIGURES)


def test_without_registers(office: Office) -> None:
    said = office.run("figures", "--json", "--without", "home-register", "--without", "vehicle-register").json
    assert said["without"] == ["home-register", "vehicle-register"]
    assert (said["papers_before"], said["papers_after"], said["id_only"], said["fields_prefilled"]) == (3, 2, 0.0, 0.0)
    assert said["registers"][0] == {"register": "vehicle-archive", "papers": 1, "procedures": [SMALL]}


def test_shares_have_four_digits(office: Office) -> None:
    text = (office.definitions / f"{SMALL}.yaml").read_text(encoding="utf-8")
    fields = "from: vehicle-register.plate}" + "".join(
        f"\n  - {{id: f{n}, label: {{zh: 空, en: f{n}}}}}" for n in (1, 2)
    )
    text = text.replace("from: vehicle-register.plate}", fields).replace("form: [plate]", "form: [plate, f1, f2]")
    (office.definitions / f"{SMALL}.yaml").write_text(text, encoding="utf-8")
    assert office.run("figures", "--json").json["fields_prefilled"] == 0.3333


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--without", "home-registr"], 'There is no register "home-registr". Did you mean "home-register"?'),
        (["--language", "fr"], 'There is no language "fr". Choose one of: zh, en.'),
    ],
)
def test_a_wrong_word_gets_the_nearest_right_one(office: Office, arguments: list[str], sentence: str) -> None:
    ended = office.run("figures", *arguments)
    assert (ended.code, ended.out, ended.err) == (2, "", f"{sentence}\n")


def test_a_table_in_english(office: Office) -> None:
    assert office.run("figures").out == (
        "Procedures: 1, paths: 7\n"
        "\n"
        "                                           usual path  worst path\n"
        "No paper: ID card or face is enough              100%          0%\n"
        "Done online to the end                           100%          0%\n"
        "Online in some situations at least               100%        100%\n"
        "At most one visit                                100%        100%\n"
        "To bring before sharing, ID card included           3           4\n"
        "To bring now                                        1           3\n"
        "Form fields that registers fill                  100%        100%\n"
        "Questions asked, median                             2           2\n"
        "Questions asked, at most                            2           2\n"
        "\n"
        "Usual path, by the department that leads:\n"
        "                procedures  no paper  online  one visit  to bring\n"
        "Traffic Office           1      100%    100%       100%     3 → 1\n"
        "\n"
        "Papers that a register strikes off on usual paths, and in which procedures:\n"
        "   1  home register\n"
        "      parking-permit\n"
        "   1  vehicle register\n"
        "      parking-permit\n"
        "None on usual paths: vehicle archive\n"
    )


def test_a_table_in_chinese_says_what_an_absence_costs(office: Office) -> None:
    said = office.run("figures", "--language", "zh", "--without", "home-register").out
    assert said.splitlines()[:12] == [
        "事项：1，路径：7",
        "假定停用的数据库：住房库",
        "",
        "                                  一般情形   变化  材料最多的情形",
        "免带证明，凭身份证或刷脸即可            0%  -100%              0%",
        "全程网办                              100%                     0%",
        "至少一种情形可以网上办                100%                   100%",
        "最多跑一次                            100%                   100%",
        "数据共享前要带的材料（含身份证）         3                      4",
        "现在要带的材料                           2     +1               3",
        "由数据库代填的表单项                  100%                   100%",
        "提问数（中位数）                         2                      2",
    ]


def test_a_broken_definition_is_named_and_left_out(office: Office) -> None:
    (office.definitions / "dog-licence.yaml").write_text("id: [", encoding="utf-8")
    ended = office.run("figures", "--json")
    assert (ended.code, ended.json["procedures"]) == (0, 1)
    assert "dog-licence.yaml:1" in ended.err


def test_pictures_are_drawn_in_both_languages(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "pictures"
    ended = office.run("figures", "--pictures", folder)
    names = ["savings-zh.svg", f"shared-{SMALL}-zh.svg", "savings-en.svg", f"shared-{SMALL}-en.svg"]
    assert ended.out.splitlines() == [str(folder / name) for name in names]
    assert sorted(file.name for file in folder.iterdir()) == sorted(names)
    assert words(folder / f"shared-{SMALL}-en.svg") == [
        "3 papers became 1",
        "3 papers became 1",
        "Residents' parking permit · usual path",
        "To bring before: 3",
        "What the departments know already",
        "To bring now: 1",
        "ID card",
        "ID card",
        "proof of the home",
        "Housing Bureau",
        "home register",
        "vehicle licence",
        "Traffic Office",
        "vehicle register",
        "2 stay at home",
        "the office looks them up",
        "before the reform. Source: made up.",
    ]
    assert words(folder / "savings-zh.svg")[-3:] == ["居民停车证办理", "3", "1"]


def test_pictures_show_what_an_absence_costs(office: Office, tmp_path: Path) -> None:
    office.run("figures", "--pictures", tmp_path, "--without", "home-register")
    assert words(tmp_path / "savings-en.svg")[-3:] == ["Residents' parking permit", "3", "2"]
    assert "1 stay at home" in words(tmp_path / f"shared-{SMALL}-en.svg")


def test_the_same_catalogue_gives_the_same_pictures(office: Office, tmp_path: Path) -> None:
    drawn = []
    for name in ("one", "two"):
        office.run("figures", "--pictures", tmp_path / name)
        drawn.append([file.read_bytes() for file in sorted((tmp_path / name).iterdir())])
    assert drawn[0] == drawn[1]


def test_a_folder_that_cannot_be_written_is_found_wrong(office: Office, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ended = office.run("figures", "--pictures", tmp_path / "file")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == f'The pictures cannot be written to "{tmp_path / "file"}": File exists.\n'


def words(picture: Path) -> list[str]:
    """What is written in a picture, its title for the blind first."""
    return [element.text for element in ElementTree.parse(picture).iter() if element.text and element.text.strip()]
