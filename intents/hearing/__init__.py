"""What is in a sentence besides the procedure: answers, acts, refusals and days, in both languages."""

from intents.hearing.acts import Act, Kind, hear_act
from intents.hearing.answers import Heard, Nothing, One, OutOfRange, Several, hear_option
from intents.hearing.days import DayWish, hear_day
from intents.hearing.mentions import hear_mentions
from intents.hearing.negation import negated
from intents.hearing.spotting import OptionWords

__all__ = [
    "Act",
    "DayWish",
    "Heard",
    "Kind",
    "Nothing",
    "One",
    "OptionWords",
    "OutOfRange",
    "Several",
    "hear_act",
    "hear_day",
    "hear_mentions",
    "hear_option",
    "negated",
]
