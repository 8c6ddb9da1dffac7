"""The shipped centres: each district by all its names, from the middle of its town, and in buttons a thumb finds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.telegram.markup import keyboard
from bot.dialogue.events import Located
from bot.dialogue.locating import nearest
from bot.dialogue.messages import Option
from procedures.provincial import Province
from tests.dialogue.core import PARK_EN, Talk, guide
from tests.shipped import shipped_province

DISTRICTS = {
    "上城区": "shangcheng", "拱墅区": "gongshu", "西湖区": "xihu", "滨江区": "binjiang", "萧山区": "xiaoshan",
    "余杭区": "yuhang", "临平区": "linping", "钱塘区": "qiantang", "富阳区": "fuyang", "临安区": "linan",
    "桐庐县": "tonglu", "淳安县": "chunan", "建德市": "jiande",
}  # fmt: skip
SAID = [
    ("房子在滨江", "binjiang"),
    ("下沙那边", "qiantang"),
    ("千岛湖", "chunan"),
    ("原来的下城区", "gongshu"),
    ("lin an", "linan"),
    ("linping please", "linping"),
    ("xiao shan", "xiaoshan"),
    ("in Chun'an", "chunan"),
    ("West Lake District", "xihu"),
    ("13", "jiande"),
]
PLACES = {  # well-known points, as maps give them
    "binjiang": (30.21, 120.22),
    "xiaoshan": (30.17, 120.27),
    "chunan": (29.60, 119.02),
    "linan": (30.24, 119.71),
    "linping": (30.42, 120.31),
}


def hangzhou() -> Province:
    return shipped_province()


def asked_for_the_centre() -> Talk:
    """The small procedure, whose counter stands in every centre of Hangzhou."""
    small = guide()
    permits = hangzhou().centres["xihu"].counters["general"]
    centres = {
        name: centre.model_copy(update={"counters": {"permits": permits}})
        for name, centre in hangzhou().centres.items()
    }
    province = small.province.model_copy(update={"centres": centres})
    talk = Talk(replace(small, province=province)).say(PARK_EN, "my own", "the keeper", "window")
    assert talk.at == "ChoosingCentre apply"
    return talk


def test_there_is_one_centre_for_each_district_and_county() -> None:
    assert {centre.district.zh: name for name, centre in hangzhou().centres.items()} == DISTRICTS


def test_nothing_about_a_centre_is_told_as_certain() -> None:
    for centre in hangzhou().centres.values():
        assert centre.verified == "no"
        assert "12345" in centre.address.zh
        assert "12345" in centre.address.en


def test_every_centre_has_every_counter() -> None:
    assert all(centre.counters.keys() == hangzhou().counters.keys() for centre in hangzhou().centres.values())


def test_no_name_is_given_to_two_centres() -> None:
    names = [word.lower() for centre in hangzhou().centres.values() for word in centre.called]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("centre", DISTRICTS.values())
def test_every_name_of_a_district_chooses_its_centre(centre: str) -> None:
    found = hangzhou().centres[centre]
    for name in (found.district.zh, found.district.en, found.name.zh, found.name.en, *found.called):
        assert asked_for_the_centre().say(name).matter.centre == centre, name


@pytest.mark.parametrize(("said", "centre"), SAID)
def test_a_district_is_found_in_what_people_say(said: str, centre: str) -> None:
    assert asked_for_the_centre().say(said).matter.centre == centre


@pytest.mark.parametrize(("centre", "here"), PLACES.items())
def test_whoever_stands_in_a_town_is_sent_to_its_own_centre(centre: str, here: tuple[float, float]) -> None:
    found = nearest(Located(*here), hangzhou().centres)
    assert found is not None
    assert found[0] == centre


@pytest.mark.parametrize(("language", "rows"), [("zh", 5), ("en", 7)])
def test_the_choice_of_a_district_fits_on_a_telephone(language: str, rows: int) -> None:
    options = [Option(name, getattr(centre.district, language)) for name, centre in hangzhou().centres.items()]
    assert len(keyboard(options)) == rows
