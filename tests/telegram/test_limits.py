"""The pace of the one sender, on a clock of the test's own."""

from __future__ import annotations

from bot.channels.telegram.limits import Limits, Rate


class Watch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def limits(watch: Watch) -> Limits:
    return Limits(watch, chat=Rate(1, 3), group=Rate(0.5, 1), everywhere=Rate(10, 5))


def test_a_chat_rests_after_its_burst_and_others_do_not() -> None:
    watch = Watch()
    pace = limits(watch)
    for _ in range(3):
        pace.spend("7", is_message=True)
    assert pace.resting() == {"7"}
    watch.seconds = 1.0
    assert pace.resting() == set()


def test_a_group_is_slower() -> None:
    watch = Watch()
    pace = limits(watch)
    pace.spend("-7", is_message=True)
    watch.seconds = 1.0
    assert pace.resting() == {"-7"}
    watch.seconds = 2.0
    assert pace.resting() == set()


def test_all_chats_together_have_a_limit_and_edits_count_there_only() -> None:
    watch = Watch()
    pace = limits(watch)
    for chat in range(5):
        pace.spend(str(chat), is_message=False)
    assert (pace.room(), pace.resting()) == (0, set())
    watch.seconds = 0.25
    assert pace.room() == 2
    watch.seconds = 60
    assert pace.room() == 5  # a long rest does not save up


def test_a_refused_chat_waits_as_long_as_it_was_told() -> None:
    watch = Watch()
    pace = limits(watch)
    pace.wait("7", 30)
    assert (pace.resting(), pace.room()) == ({"7"}, 5)
    watch.seconds = 29.9
    assert pace.resting() == {"7"}
    watch.seconds = 30.1
    assert pace.resting() == set()


def test_a_second_refused_chat_means_that_the_bot_is_too_fast() -> None:
    watch = Watch()
    pace = limits(watch)
    pace.wait("7", 30)
    pace.wait("8", 3)
    assert pace.room() == 0
    watch.seconds = 3.1
    assert pace.room() == 5


def test_what_concerns_everybody_stops_everybody() -> None:
    watch = Watch()
    pace = limits(watch)
    pace.wait("7", 2, everywhere=True)
    assert pace.room() == 0


def test_rested_chats_are_forgotten() -> None:
    watch = Watch()
    pace = limits(watch)
    for chat in range(1000):
        pace.spend(str(chat), is_message=True)
    watch.seconds = 60
    pace.resting()
    assert pace._chats == {}
