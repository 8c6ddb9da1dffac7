"""A position on the map finds the nearest centre, where the nearest one is what counts."""

from __future__ import annotations

import pytest

from bot.dialogue.events import Located
from bot.dialogue.locating import distance, nearest
from procedures.provincial import Centre
from tests.small import small_province


def test_distances_are_those_of_the_globe() -> None:
    """A degree of latitude is 111.2 km on a sphere of 6371 km; one of longitude at the pole is nothing."""
    assert distance(30, 120, 31, 120) == pytest.approx(111.19, abs=0.01)
    assert distance(90, 0, 90, 120) == pytest.approx(0, abs=1e-6)
    assert distance(0, -179.5, 0, 179.5) == pytest.approx(111.19, abs=0.01)


def test_the_nearest_of_the_centres_with_a_point() -> None:
    here = Located(30.0, 120.0)
    near, far, unknown = at(30.1, 120.0), at(30.5, 120.0), at(None, None)
    found = nearest(here, {"far": far, "unknown": unknown, "near": near})
    assert found is not None
    assert (found[0], round(found[1])) == ("near", 11)
    assert nearest(here, {"unknown": unknown}) is None


def at(latitude: float | None, longitude: float | None) -> Centre:
    east = small_province().centres["east"].model_dump(mode="json")
    location = None if latitude is None else {"latitude": latitude, "longitude": longitude}
    return Centre.model_validate({**east, "location": location})
