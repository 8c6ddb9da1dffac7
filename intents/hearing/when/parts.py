"""Parts of the day, and what hour an unmarked one is in them: 下午, after work, in the late morning."""

from __future__ import annotations

from datetime import time

from intents.hearing.when.tokens import TAKEN, Clock, NoSuchTime, Part, Reader, reader

NOON = time(12)
_PARTS: dict[str, Part] = {
    "morning": Part("morning", None, NOON),
    "noon": Part("noon", time(11), time(14)),
    "afternoon": Part("afternoon", NOON, None),
    "evening": Part("evening", time(17), None),
    "early afternoon": Part("afternoon", NOON, time(15)),
    "late afternoon": Part("afternoon", time(15), time(17)),
    "late morning": Part("morning", time(10), NOON),
    "before work": Part("before work", None, time(9)),
}
_OFFICE_OPENS = 7
"""An unmarked hour before this one is in the afternoon."""
_EVENING = 7
"""An unmarked hour that may be in the morning or in the evening."""


def on_the_clock(clock: Clock, part: str | None) -> time | None:
    """The clock's time in a part of the day; None where morning and evening are both possible.

    Offices open at eight: an unmarked 3点 is in the afternoon. Raises NoSuchTime for 13 in the morning.
    """
    hour = clock.hour
    if clock.sure or part is None:
        return _unmarked(clock)
    if part in ("morning", "before work"):
        if hour > 12:
            raise NoSuchTime(str(hour))
        return time(hour % 12, clock.minute)
    if part == "noon":
        return time(hour if hour >= 10 else hour + 12, clock.minute)
    return time(hour + 12 if hour < 12 else hour, clock.minute)


def _unmarked(clock: Clock) -> time | None:
    if clock.sure:
        return time(clock.hour, clock.minute)
    if clock.hour == _EVENING:
        return None
    return time(clock.hour + 12 if 0 < clock.hour < _OFFICE_OPENS else clock.hour, clock.minute)


def _named(pattern: str, name: str) -> Reader:
    return reader(pattern, lambda found, today: _PARTS[name])


_ALONE = rf"(?:(?<={TAKEN})\s?|^|\b(?:the|every|any|all|in|an) )"
"""Where "am" and "pm" tell a half of the day without an hour: Monday pm, in the am; not in "I am"."""
PART_WORDS: tuple[Reader, ...] = (
    _named(r"吃(?:过|完|好)了?[中午]饭|饭后", "afternoon"),
    _named(
        r"下班(?:以?后|之后|了|再)?|放工后?"
        r"|\bafter (?:i finish |my )?(?:work|office hours|office|job)\b"
        r"|\bwhen i get off work\b"
        r"|\bonce i finish work\b"
        r"|\bafter i (?:finish|get off) work\b",
        "evening",
    ),
    _named(r"上班(?:以|之)?前|\bbefore (?:i go to )?work\b", "before work"),
    _named(r"\bearly (?:in the )?afternoon\b|午后|刚吃完午饭|下午早[点些]", "early afternoon"),
    _named(
        r"傍晚前"
        r"|\blate (?:in the )?afternoon\b"
        r"|\btowards evening\b"
        r"|\bend of the (?:working |business )?day\b"
        r"|下午晚[点些]",
        "late afternoon",
    ),
    _named(r"\blate (?:in the )?morning\b|上午晚[点些]", "late morning"),
    _named(
        r"中午|正午|午休|晌午|午饭(?:时间|时候|时)?|中饭|吃饭时间"
        r"|\bnoon(?:time)?\b"
        r"|\bmid-?day\b"
        r"|\blunch ?(?:time|break|hour)?\b",
        "noon",
    ),
    _named(
        r"上午|头晌|早上|早晨|一大早|大清早|清早|一早|清晨|早间|(?<=[明今])早"
        r"|\bearly (?:in the )?mornings?\b"
        r"|\bmornings?\b",
        "morning",
    ),
    _named(r"下午|后晌|晌后|\bafternoons?\b|\barvo\b", "afternoon"),
    _named(
        r"晚上|傍晚|晚间|夜里|夜间|(?<=[明今后])晚(?!点|一点)|天黑"
        r"|\bevenings?\b"
        r"|\bnight\b(?! shift)",
        "evening",
    ),
    _named(rf"{_ALONE}a\.?m\b\.?", "morning"),
    _named(rf"{_ALONE}p\.?m\b\.?", "afternoon"),
)
