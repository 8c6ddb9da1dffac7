"""A district by its names, old ones, sights in it, by sound and with slips."""

from __future__ import annotations

import pytest

from intents.hearing.answers import Heard, Nothing, One, Several
from intents.hearing.places import hear_place
from intents.hearing.spotting import OptionWords
from intents.learning.readings import characters
from intents.sounds import Sounds

SOUNDS = Sounds(characters())
PLACES = (
    OptionWords("xihu", ("西湖区", "Xihu", "西湖", "龙井")),
    OptionWords("gongshu", ("拱墅区", "Gongshu", "拱墅", "武林广场", "西湖文化广场")),
    OptionWords("xiaoshan", ("萧山区", "Xiaoshan", "萧山", "江干")),
    OptionWords("binjiang", ("滨江区", "Binjiang", "滨江", "江干")),
)


def hear(sentence: str) -> Heard:
    return hear_place(sentence, PLACES, SOUNDS)


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("西湖区", "xihu"),
        ("武林广场那边，坐车方便", "gongshu"),
        ("西湖文化广场旁边", "gongshu"),
        ("萧杉", "xiaoshan"),
        ("bin jiang qu", "binjiang"),
        ("longjing village where the tea grows", "xihu"),
        ("Binjang please", "binjiang"),
        ("萧山，不对不对，滨江吧", "binjiang"),
        ("不要萧山，滨江吧", "binjiang"),
        ("Too crowded in Xihu, so Gongshu then", "gongshu"),
        ("西湖区，我从河南来的", "xihu"),
    ],
)
def test_a_place_is_heard(sentence: str, place: str) -> None:
    assert hear(sentence) == One(place)


def test_two_places_and_a_split_one_are_asked_about() -> None:
    for sentence in ("滨江或者萧山都行", "原来是江干的"):
        heard = hear(sentence)
        assert isinstance(heard, Several)
        assert set(heard.ids) == {"binjiang", "xiaoshan"}


@pytest.mark.parametrize(
    "sentence", ["", "离我近的", "除了萧山哪儿都行", "江西南昌西湖区", "anywhere but Xiaoshan", "上海", "钱塘江边上"]
)
def test_what_is_none_of_them_is_left_alone(sentence: str) -> None:
    assert isinstance(hear(sentence), Nothing)


def test_without_sounds_names_alone_are_heard() -> None:
    assert hear_place("西湖", PLACES) == One("xihu")
    assert isinstance(hear_place("萧杉", PLACES), Nothing)
