"""What a position on the map leads to, wherever the conversation stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest
from pydantic import ValidationError

from bot.dialogue.events import FindSlots, Located
from bot.dialogue.guide import Guide
from bot.dialogue.replies import Say
from procedures.definition import Office
from procedures.provincial import Location
from procedures.publication import publish
from tests.dialogue.core import PARK_EN, Talk, guide
from tests.small import SMALL, small_definition

Of = Literal["home", "household", "employer", "residence", "premises", "anywhere"]
HERE = Located(30.26, 120.13)
NEAR, FAR = Location(latitude=30.27, longitude=120.13), Location(latitude=30.27, longitude=119.98)
TO_THE_CENTRES = (PARK_EN, "my own", "the keeper", "window")


def town(of: Of, east: Location | None = FAR, west: Location | None = NEAR) -> Guide:
    """Permits that the office of this place gives out, and the two centres on the map."""
    plain = guide()
    centres = {
        name: plain.province.centres[name].model_copy(update={"location": point})
        for name, point in (("east", east), ("west", west))
    }
    province = plain.province.model_copy(update={"centres": centres})
    permit = publish(small_definition().model_copy(update={"office": Office(of=of)}))
    return replace(plain, province=province, current={**plain.current, SMALL: permit})


def choosing_a_centre(guide: Guide) -> Talk:
    talk = Talk(guide).say(*TO_THE_CENTRES)
    assert talk.at == "ChoosingCentre apply"
    return talk


@pytest.mark.parametrize("of", ["anywhere", "residence"])
def test_the_nearest_centre_is_chosen_and_named_with_its_distance(of: Of) -> None:
    talk = choosing_a_centre(town(of)).hear(HERE)
    assert (talk.at, talk.matter.centre) == ("ChoosingSlot apply", "west")
    assert talk.said == [f"nearest-centre-{of}", "which-time"]
    assert next(r for r in talk.replies if isinstance(r, Say)).values["kilometres"] == 1
    assert [effect.centre for effect in talk.effects if isinstance(effect, FindSlots)] == ["west"]
    assert "elsewhere" in talk.keys


def test_a_centre_that_cannot_do_it_is_not_the_nearest() -> None:
    near = town("anywhere")
    west = near.province.centres["west"]
    other = west.model_copy(update={"counters": {"tax": west.counters["permits"]}})
    centres = {**near.province.centres, "west": other}
    talk = choosing_a_centre(replace(near, province=near.province.model_copy(update={"centres": centres})))
    assert talk.hear(HERE).matter.centre == "east"


@pytest.mark.parametrize("of", ["home", "household", "employer", "premises"])
def test_where_you_are_does_not_count_where_another_place_does(of: Of) -> None:
    talk = choosing_a_centre(town(of)).hear(HERE)
    assert talk.said == [f"location-{of}", f"which-centre-{of}"]
    assert (talk.at, talk.matter.centre) == ("ChoosingCentre apply", None)


def test_centres_without_a_point_are_asked_for_by_name() -> None:
    talk = choosing_a_centre(town("anywhere", None, None)).hear(HERE)
    assert talk.said == ["location-no-centre", "which-centre-anywhere"]


def test_before_a_matter_is_known_it_is_asked_for() -> None:
    assert Talk(town("anywhere")).hear(HERE).said == ["location-idle"]


def test_in_the_middle_of_a_matter_the_question_stays() -> None:
    talk = Talk(town("anywhere")).say(PARK_EN).hear(HERE)
    assert (talk.said, talk.at) == (["location-not-needed", "ask"], "Asking dwelling")


def test_what_is_booked_is_not_told_again() -> None:
    talk = choosing_a_centre(town("anywhere")).hear(HERE).say("1", "yes")
    assert talk.at == "Done"
    assert talk.hear(HERE).said == ["location-not-needed"]


@pytest.mark.parametrize(("latitude", "longitude"), [(90.1, 0), (-90.1, 0), (0, 180.1), (0, -180.1)])
def test_a_point_off_the_globe_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValidationError):
        Location(latitude=latitude, longitude=longitude)
