"""Plans with the fewest trips: written down by hand, and compared with trying everything."""

from __future__ import annotations

from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.planner.fewest import MOST, TooManyWanted, plan
from bot.dialogue.planner.wanted import (
    ByLaw,
    NeverFreeTogether,
    NoCommonCentre,
    Plan,
    Prefer,
    TimesClash,
    TooLongForOneDay,
    Wanted,
)
from bot.dialogue.ports import Slot
from tests.dialogue.planner.small_worlds import (
    MONDAY,
    World,
    at,
    best,
    day_of,
    free,
    judge,
    on_one_trip,
    slots,
    told,
    zone_of,
)

EAST, WEST = "east", "west"
BOTH = frozenset({EAST, WEST})


def want(
    name: str,
    counter: str,
    *people: str,
    centres: frozenset[str] = BOTH,
    after: tuple[str, ...] = (),
    days_after: dict[str, tuple[int, int | None]] | None = None,
) -> Wanted:
    return Wanted(name, counter, frozenset(people or ("you",)), centres, frozenset(after), days_after or {})


def test_nothing_wanted_is_no_trip() -> None:
    assert plan([], {}, "earliest", zone_of) == Plan(())


def test_two_matters_are_one_trip_without_waiting_on_the_first_day() -> None:
    wanted = [want("home", "estate"), want("baby", "police")]
    found = plan(
        wanted,
        free(
            slots(EAST, "estate", 0, "09:00", "14:00"),
            slots(EAST, "police", 0, "10:00", "14:30"),
            slots(EAST, "estate", 1, "09:00"),
            slots(EAST, "police", 1, "09:30"),
        ),
        "earliest",
        zone_of,
    )
    assert told(found) == [(EAST, 0, ["home 14:00", "baby 14:30"])]
    assert (found.why, found.left) == ((), ())


def test_one_trip_on_a_later_day_is_better_than_two_early_ones() -> None:
    wanted = [want("home", "estate"), want("baby", "police")]
    found = plan(
        wanted,
        free(
            slots(EAST, "estate", 0, "09:00"),
            slots(EAST, "police", 1, "09:00"),
            slots(WEST, "estate", 4, "11:00"),
            slots(WEST, "police", 4, "11:30"),
        ),
        "earliest",
        zone_of,
    )
    assert told(found) == [(WEST, 4, ["home 11:00", "baby 11:30"])]


def test_what_must_come_first_comes_first_on_the_same_trip() -> None:
    wanted = [want("card", "police", after=("address",)), want("address", "general")]
    found = plan(
        wanted,
        free(slots(EAST, "police", 0, "09:00", "11:00"), slots(EAST, "general", 0, "09:30")),
        "earliest",
        zone_of,
    )
    assert told(found) == [(EAST, 0, ["address 09:30", "card 11:00"])]


def test_what_comes_after_waits_for_the_end_even_if_other_people_do_it() -> None:
    wanted = [want("card", "police", "child", after=("address",)), want("address", "general", "mother")]
    found = plan(
        wanted,
        free(slots(EAST, "general", 0, "09:00", minutes=40), slots(EAST, "police", 0, "09:00", "09:30", "10:00")),
        "earliest",
        zone_of,
    )
    assert told(found) == [(EAST, 0, ["address 09:00", "card 10:00"])]


def test_on_another_trip_what_comes_after_has_a_later_day() -> None:
    wanted = [
        want("card", "police", "child", centres=frozenset({WEST}), after=("address",)),
        want("address", "general", "mother", centres=frozenset({EAST})),
    ]
    found = plan(
        wanted,
        free(
            slots(EAST, "general", 1, "09:00"),
            slots(WEST, "police", 0, "16:00"),
            slots(WEST, "police", 1, "16:00"),
            slots(WEST, "police", 2, "09:00"),
        ),
        "earliest",
        zone_of,
    )
    assert told(found) == [(EAST, 1, ["address 09:00"]), (WEST, 2, ["card 09:00"])]
    assert found.why == (NoCommonCentre(("card", "address")),)


def test_one_person_needs_two_slots_for_two_matters_at_one_counter() -> None:
    wanted = [want("home", "estate"), want("garage", "estate")]
    found = plan(wanted, free(slots(EAST, "estate", 0, "09:00", "10:00", free=5)), "earliest", zone_of)
    assert told(found) == [(EAST, 0, ["home 09:00", "garage 10:00"])]


def test_two_people_share_a_slot_only_while_it_has_places() -> None:
    wanted = [want("hers", "police", "mother"), want("his", "police", "father")]
    both = plan(wanted, free(slots(EAST, "police", 0, "09:00", "09:30", free=2)), "earliest", zone_of)
    single = plan(wanted, free(slots(EAST, "police", 0, "09:00", "09:30", free=1)), "earliest", zone_of)
    assert told(both) == [(EAST, 0, ["hers 09:00", "his 09:00"])]
    assert told(single) == [(EAST, 0, ["hers 09:00", "his 09:30"])]


def test_of_two_people_and_one_place_one_is_left() -> None:
    wanted = [want("hers", "police", "mother"), want("his", "police", "father")]
    found = plan(wanted, free(slots(EAST, "police", 0, "09:00")), "earliest", zone_of)
    assert told(found) == [(EAST, 0, ["hers 09:00"])]
    assert found.left == ("his",)


def test_the_lunch_break_is_avoided_where_that_is_possible() -> None:
    wanted = [want("one", "a"), want("two", "b"), want("three", "c")]
    found = plan(
        wanted,
        free(
            slots(EAST, "a", 0, "11:30", "13:30"),
            slots(EAST, "b", 0, "11:00", "14:00"),
            slots(EAST, "c", 0, "14:30"),
        ),
        "earliest",
        zone_of,
    )
    assert told(found) == [(EAST, 0, ["one 13:30", "two 14:00", "three 14:30"])]


def test_a_pause_is_kept_between_two_counters_and_not_at_one() -> None:
    wanted = [want("one", "a"), want("two", "a"), want("three", "b")]
    found = plan(
        wanted,
        free(slots(EAST, "a", 0, "09:00", "09:30"), slots(EAST, "b", 0, "10:00", "10:05", "10:10")),
        "earliest",
        zone_of,
        pause=10,
    )
    assert told(found) == [(EAST, 0, ["one 09:00", "two 09:30", "three 10:10"])]


def test_days_that_law_puts_between_two_visits_make_two_trips() -> None:
    wanted = [
        want("apply", "civil", "wife", "husband"),
        want("certify", "civil", "wife", "husband", days_after={"apply": (31, 60)}),
        want("child", "police", "wife"),
    ]
    found = plan(
        wanted,
        free(
            slots(EAST, "civil", 0, "09:00"),
            slots(EAST, "civil", 30, "09:00"),
            slots(EAST, "civil", 31, "09:00"),
            slots(EAST, "police", 31, "09:30"),
        ),
        "earliest",
        zone_of,
    )
    assert told(found) == [(EAST, 0, ["apply 09:00"]), (EAST, 31, ["certify 09:00", "child 09:30"])]
    assert found.why == (ByLaw("apply", "certify", (31, 60)),)


def test_what_is_too_late_by_law_is_left_with_all_that_follows_it() -> None:
    wanted = [
        want("apply", "civil"),
        want("certify", "civil", days_after={"apply": (1, 3)}),
        want("card", "police", after=("certify",)),
    ]
    found = plan(
        wanted,
        free(slots(EAST, "civil", 0, "09:00"), slots(EAST, "civil", 5, "09:00"), slots(EAST, "police", 6, "09:00")),
        "earliest",
        zone_of,
    )
    assert told(found) == [(EAST, 0, ["apply 09:00"])]
    assert found.left == ("certify", "card")


def test_two_that_wait_for_each_other_are_left() -> None:
    wanted = [want("egg", "a", after=("hen",)), want("hen", "b", after=("egg",)), want("self", "c", after=("self",))]
    days = [slots(EAST, counter, day, "09:00", "10:00") for counter in "abc" for day in (0, 1)]
    assert plan(wanted, free(*days), "earliest", zone_of) == Plan((), (), ("egg", "hen", "self"))


def test_what_is_free_only_in_the_wrong_order_takes_two_trips() -> None:
    wanted = [want("card", "police", after=("address",)), want("address", "general")]
    lists = [slots(EAST, "police", day, "09:00") for day in (0, 1)] + [slots(EAST, "general", 0, "09:30")]
    found = plan(wanted, free(*lists), "earliest", zone_of)
    assert told(found) == [(EAST, 0, ["address 09:30"]), (EAST, 1, ["card 09:00"])]
    assert found.why == (TimesClash(("card", "address")),)


@pytest.mark.parametrize(
    "too_little",
    [
        pytest.param([slots(EAST, "police", 0, "09:00"), slots(EAST, "general", 0, "09:30")], id="wrong-order"),
        pytest.param([slots(EAST, "police", 0, "09:00"), slots(EAST, "general", 0, "09:00")], id="same-moment"),
        pytest.param([slots(EAST, "police", 0, "09:00")], id="one-of-two"),
    ],
)
def test_a_day_that_does_not_serve_both_is_passed_over(too_little: list[list[Slot]]) -> None:
    wanted = [
        want("card", "police", after=("address",)),
        want("address", "general"),
        want("car", "vehicles", centres=frozenset({WEST})),
    ]
    lists = [
        *too_little,
        slots(WEST, "vehicles", 1, "09:00"),
        slots(EAST, "general", 2, "09:00"),
        slots(EAST, "police", 2, "09:30"),
    ]
    found = plan(wanted, free(*lists), "earliest", zone_of)
    assert told(found) == [(WEST, 1, ["car 09:00"]), (EAST, 2, ["address 09:00", "card 09:30"])]


def test_a_day_with_one_place_for_two_people_is_passed_over() -> None:
    wanted = [
        want("hers", "police", "mother", centres=frozenset({EAST})),
        want("his", "police", "father", centres=frozenset({EAST})),
        want("car", "vehicles", "mother", centres=frozenset({WEST})),
    ]
    lists = [
        slots(EAST, "police", 0, "09:00", free=1),
        slots(WEST, "vehicles", 1, "09:00"),
        slots(EAST, "police", 2, "09:00", free=2),
    ]
    found = plan(wanted, free(*lists), "earliest", zone_of)
    assert told(found) == [(WEST, 1, ["car 09:00"]), (EAST, 2, ["hers 09:00", "his 09:00"])]


def test_of_two_trips_each_is_where_it_takes_the_shortest_time() -> None:
    wanted = [
        want("apply", "civil"),
        want("child", "police"),
        want("certify", "civil", days_after={"apply": (31, None)}),
    ]
    lists = [
        slots(EAST, "civil", 0, "09:00"),
        slots(EAST, "police", 0, "10:00"),
        slots(WEST, "civil", 0, "09:00"),
        slots(WEST, "police", 0, "09:30"),
        slots(EAST, "civil", 31, "09:00"),
    ]
    found = plan(wanted, free(*lists), "earliest", zone_of)
    assert told(found) == [(WEST, 0, ["apply 09:00", "child 09:30"]), (EAST, 31, ["certify 09:00"])]


def test_two_people_go_to_two_centres_on_one_day_where_each_has_one_place() -> None:
    wanted = [want("hers", "police", "mother"), want("his", "police", "father")]
    lists = [slots(EAST, "police", day, "09:00") for day in (0, 1)] + [slots(WEST, "police", 0, "09:00")]
    found = plan(wanted, free(*lists), "earliest", zone_of)
    assert told(found) == [(EAST, 0, ["hers 09:00"]), (WEST, 0, ["his 09:00"])]
    assert found.why == (TimesClash(("hers", "his")),)


def test_days_between_are_never_the_same_day_even_for_other_people() -> None:
    wanted = [
        want("apply", "civil", "wife", centres=frozenset({EAST})),
        want("certify", "civil", "husband", centres=frozenset({WEST}), days_after={"apply": (0, None)}),
    ]
    lists = [slots(EAST, "civil", 0, "09:00"), slots(WEST, "civil", 0, "15:00"), slots(WEST, "civil", 1, "09:00")]
    found = plan(wanted, free(*lists), "earliest", zone_of)
    assert told(found) == [(EAST, 0, ["apply 09:00"]), (WEST, 1, ["certify 09:00"])]


def test_what_nobody_wants_any_more_counts_as_finished() -> None:
    wanted = [want("card", "police", after=("address",), days_after={"photo": (3, None)})]
    found = plan(wanted, free(slots(EAST, "police", 0, "09:00")), "earliest", zone_of)
    assert told(found) == [(EAST, 0, ["card 09:00"])]


def test_without_a_common_centre_the_reason_names_only_those_that_lack_one() -> None:
    wanted = [
        want("home", "estate", centres=frozenset({EAST})),
        want("baby", "police"),
        want("car", "vehicles", centres=frozenset({WEST})),
    ]
    lists = [
        slots(c, k, d, "09:00", "09:30", "10:00")
        for c in BOTH
        for k in ("estate", "police", "vehicles")
        for d in (0, 1)
    ]
    found = plan(wanted, free(*lists), "earliest", zone_of)
    assert len(found.visits) == 2
    assert found.why == (NoCommonCentre(("home", "car")),)


def test_places_on_different_days_are_named_as_the_reason() -> None:
    wanted = [want("home", "estate"), want("baby", "police"), want("fund", "fund")]
    lists = [slots(EAST, "estate", 0, "09:00"), slots(EAST, "police", 1, "09:00"), slots(EAST, "fund", 1, "10:00")]
    found = plan(wanted, free(*lists), "earliest", zone_of)
    assert told(found) == [(EAST, 0, ["home 09:00"]), (EAST, 1, ["baby 09:00", "fund 10:00"])]
    assert found.why == (NeverFreeTogether(("home", "fund")),)


def test_the_same_moment_for_both_is_a_clash() -> None:
    wanted = [want("home", "estate"), want("baby", "police")]
    lists = [slots(EAST, counter, day, "09:00") for counter in ("estate", "police") for day in (0, 2)]
    found = plan(wanted, free(*lists), "earliest", zone_of)
    assert [visit.day - MONDAY for visit in found.visits] == [timedelta(0), timedelta(2)]
    assert found.why == (TimesClash(("home", "baby")),)


def test_more_than_fits_into_the_free_hours_is_too_long_for_one_day() -> None:
    wanted = [want(name, name) for name in "abcd"] + [want("his", "a", "father")]
    lists = [slots(EAST, counter, day, "09:00", "09:30", "10:00", free=3) for counter in "abcd" for day in (0, 1)]
    found = plan(wanted, free(*lists), "earliest", zone_of)
    assert [len(visit.sittings) for visit in found.visits] in ([4, 1], [3, 2], [2, 3], [1, 4])
    assert found.why == (TooLongForOneDay(("a", "b", "c", "d"), "you"),)


def test_nobody_is_sent_to_two_centres_on_one_day_but_two_people_may_go() -> None:
    def go(person: str) -> list[tuple[str, int, list[str]]]:
        wanted = [
            want("home", "estate", "mother", centres=frozenset({EAST})),
            want("car", "vehicles", person, centres=frozenset({WEST})),
        ]
        lists = [
            slots(EAST, "estate", 0, "09:00"),
            slots(WEST, "vehicles", 0, "15:00"),
            slots(WEST, "vehicles", 3, "15:00"),
        ]
        return told(plan(wanted, free(*lists), "earliest", zone_of))

    assert go("mother") == [(EAST, 0, ["home 09:00"]), (WEST, 3, ["car 15:00"])]
    assert go("father") == [(EAST, 0, ["home 09:00"]), (WEST, 0, ["car 15:00"])]


@pytest.mark.parametrize(
    ("prefer", "expected"),
    [
        ("earliest", (EAST, 0, ["home 09:00"])),
        ("quietest", (WEST, 2, ["home 09:00"])),
        ((WEST, EAST), (WEST, 1, ["home 09:00"])),
        ((EAST, WEST), (EAST, 0, ["home 09:00"])),
        (("north",), (EAST, 0, ["home 09:00"])),
    ],
    ids=["earliest", "quietest", "west-nearest", "east-nearest", "neither-named"],
)
def test_among_equally_few_trips_the_preferred_one_is_taken(prefer: Prefer, expected: object) -> None:
    lists = [
        slots(EAST, "estate", 0, "09:00", free=2),
        slots(WEST, "estate", 1, "09:00", free=1),
        slots(WEST, "estate", 2, "09:00", free=4),
    ]
    assert told(plan([want("home", "estate")], free(*lists), prefer, zone_of)) == [expected]


def test_the_day_is_that_of_the_centres_own_clock() -> None:
    """At half past seven in Hangzhou it is still yesterday in UTC."""
    wanted = [want("home", "estate"), want("baby", "police")]
    found = plan(
        wanted, free(slots(EAST, "estate", 1, "07:30"), slots(EAST, "police", 1, "08:00")), "earliest", zone_of
    )
    assert told(found) == [(EAST, 1, ["home 07:30", "baby 08:00"])]
    assert found.visits[0].sittings[0].slot.starts_at.date() == MONDAY


def test_a_slot_without_places_is_none() -> None:
    found = plan([want("home", "estate")], free(slots(EAST, "estate", 0, "09:00", free=0)), "earliest", zone_of)
    assert found == Plan((), (), ("home",))


def test_more_than_can_be_planned_together_is_refused() -> None:
    with pytest.raises(TooManyWanted, match=f"at most {MOST}"):
        plan([want(str(number), "a") for number in range(MOST + 1)], {}, "earliest", zone_of)


PEOPLE = ("mother", "father")
PREFERENCES: list[Prefer] = ["earliest", "quietest", (EAST, WEST)]
TIMES = [(centre, day, clock) for centre in (EAST, WEST) for day in (0, 1, 2) for clock in ("09:00", "09:20", "09:40")]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """At most four visits, two centres, three days; sittings of unequal length that begin at odd moments."""
    names = ["p", "q", "r", "s"][: draw(st.integers(1, 4))]
    counters = ["a", "b", "c"][: draw(st.integers(1, 3))]
    wanted = []
    for number, name in enumerate(names):
        first = draw(st.sampled_from([None, *names[:number]]))
        by_law = draw(st.sampled_from([None, None, (0, 1), (1, None), (2, 2)]))
        wanted.append(
            Wanted(
                name,
                draw(st.sampled_from(counters)),
                draw(st.sampled_from([frozenset(PEOPLE), *(frozenset({person}) for person in PEOPLE)])),
                draw(st.sampled_from([BOTH, BOTH, frozenset({EAST}), frozenset({WEST})])),
                frozenset({first}) if first and not by_law else frozenset(),
                {first: by_law} if first and by_law else {},
            )
        )
    lists = []
    for counter in counters:
        minutes = draw(st.sampled_from([20, 30]))
        for centre, day, clock in draw(st.sets(st.sampled_from(TIMES), min_size=1, max_size=5)):
            places = draw(st.integers(1, 2))
            lists.append(slots(centre, counter, day, clock, minutes=minutes, free=places))
    return World(draw(st.permutations(wanted)), free(*lists), draw(st.sampled_from([0, 0, 10])))


@settings(max_examples=80, deadline=None)
@given(worlds(), st.sampled_from(PREFERENCES))
def test_no_plan_is_better(world: World, prefer: Prefer) -> None:
    found = plan(world.wanted, world.free, prefer, zone_of, world.pause)
    chosen = {one.wanted: one.slot for visit in found.visits for one in visit.sittings}
    check_valid(world, found, chosen)
    assert judge(world, chosen, prefer) == best(world, prefer)


def check_valid(world: World, found: Plan, chosen: dict[str, Slot]) -> None:
    """Whether the plan can be kept and is told as it is."""
    served = [one.wanted for visit in found.visits for one in visit.sittings]
    assert sorted([*served, *found.left]) == sorted(one.id for one in world.wanted)
    assert world.is_allowed(chosen)
    assert world.is_complete(chosen)
    for visit in found.visits:
        assert all((one.slot.centre, day_of(one.slot)) == (visit.centre, visit.day) for one in visit.sittings)
        assert all(one.slot in world.free[one.slot.centre, one.slot.counter] for one in visit.sittings)
        starts = [one.slot.starts_at for one in visit.sittings]
        assert starts == sorted(starts)
    trips = [(visit.day, visit.centre) for visit in found.visits]
    assert trips == sorted(set(trips))


@settings(max_examples=80, deadline=None)
@given(worlds())
def test_a_reason_is_true_and_names_nobody_too_many(world: World) -> None:
    found = plan(world.wanted, world.free, "earliest", zone_of, world.pause)
    assert bool(found.why) == (len(found.visits) > 1)
    for why in found.why:
        assert not on_one_trip(world.only(why.ids))
        assert all(on_one_trip(world.only([one for one in why.ids if one != without])) for without in why.ids)
        match why:
            case ByLaw(first, then, days):
                least, most = world.find(then).days_after[first]
                assert days == (max(least, 1), most)
            case NoCommonCentre(ids):
                assert not frozenset.intersection(*(world.find(one).centres for one in ids))
            case NeverFreeTogether(ids):
                assert not _days_with_all(world, ids)
            case TimesClash(ids) | TooLongForOneDay(ids):
                assert _days_with_all(world, ids)


def _days_with_all(world: World, ids: tuple[str, ...]) -> set[tuple[str, date]]:
    """Centres and days with a place for each."""
    return set.intersection(
        *(
            {
                (centre, day_of(slot))
                for centre in world.find(one).centres
                for slot in world.free.get((centre, world.find(one).counter), [])
            }
            for one in ids
        )
    )


CENTRES = [f"centre-{number:02}" for number in range(90)]
COUNTERS = [f"counter-{number}" for number in range(10)]
HALF_HOURS = [minute for minute in range(8 * 60 + 30, 17 * 60, 30) if not 12 * 60 <= minute < 13 * 60 + 30]
FAMILY = ["a", "b", "c", "ab", "a", "b", "c", "a", "bc", "abc"]
City = dict[tuple[str, str], list[Slot]]
ENOUGH_SECONDS = 0.6
"""Of one processor. On a quiet machine it is 0.2 at most; the limit allows for a busy one."""


@pytest.fixture(scope="module")
def city() -> City:
    """Ninety centres with ten counters, thirty working days of fourteen half hours: 378,000 slots."""
    days = [day for day in range(42) if (MONDAY + timedelta(days=day)).weekday() < 5]
    starts = [at(day, f"{minute // 60}:{minute % 60}") for day in days for minute in HALF_HOURS]
    return {
        (centre, counter): [
            Slot(f"{centre}.{counter}.{n}", centre, counter, start, 30, 2) for n, start in enumerate(starts)
        ]
        for centre in CENTRES
        for counter in COUNTERS
    }


def ten(centres: dict[str, list[str]]) -> list[Wanted]:
    """Ten matters of three people."""
    return [
        Wanted(f"m{n}", counter, frozenset(people), frozenset(centres.get(counter, CENTRES)))
        for n, (counter, people) in enumerate(zip(COUNTERS, FAMILY, strict=True))
    ]


def on_alternate_days(city: City, counter: str) -> City:
    """One counter is open on every other day, all the others on the days between."""
    size = len(HALF_HOURS)
    return {
        key: [slot for n, slot in enumerate(found) if (n // size % 2 == 0) == (key[1] == counter)]
        for key, found in city.items()
    }


@pytest.mark.parametrize(
    "prefer", ["earliest", "quietest", tuple(reversed(CENTRES))], ids=["earliest", "quietest", "near"]
)
def test_ten_matters_of_three_people_are_planned_in_a_moment(city: City, prefer: Prefer) -> None:
    began = process_time()
    found = plan(ten({}), city, prefer, zone_of)
    assert process_time() - began < ENOUGH_SECONDS
    assert [len(visit.sittings) for visit in found.visits] == [10]


def test_that_no_centre_has_all_counters_is_found_in_a_moment(city: City) -> None:
    wanted = ten({counter: CENTRES[n % 2 :: 2] for n, counter in enumerate(COUNTERS)})
    began = process_time()
    found = plan(wanted, city, "earliest", zone_of)
    assert process_time() - began < ENOUGH_SECONDS
    assert [len(visit.sittings) for visit in found.visits] == [5, 5]
    assert [type(why) for why in found.why] == [NoCommonCentre]


def test_that_the_days_never_coincide_is_found_in_a_moment(city: City) -> None:
    alternate = on_alternate_days(city, COUNTERS[9])
    began = process_time()
    found = plan(ten({}), alternate, "quietest", zone_of)
    assert process_time() - began < ENOUGH_SECONDS
    assert sorted(len(visit.sittings) for visit in found.visits) == [1, 9]
    assert [type(why) for why in found.why] == [NeverFreeTogether]
