"""What is in a sentence besides the procedure: answers, acts, refusals and days, in both languages."""

from intents.hearing.acts import DISTRESS, EMERGENCIES, Act, Kind, hear_act
from intents.hearing.answers import Heard, Nothing, One, OutOfRange, Several, hear_option
from intents.hearing.ear import Ear, Likely
from intents.hearing.mentions import hear_mentions
from intents.hearing.negation import negated
from intents.hearing.spotting import OptionWords
from intents.hearing.when import ANY, Calendar, Either, Past, Shifted, When, Wish, hear_when

__all__ = [
    "ANY",
    "DISTRESS",
    "EMERGENCIES",
    "Act",
    "Calendar",
    "Ear",
    "Either",
    "Heard",
    "Kind",
    "Likely",
    "Nothing",
    "One",
    "OptionWords",
    "OutOfRange",
    "Past",
    "Several",
    "Shifted",
    "When",
    "Wish",
    "hear_act",
    "hear_mentions",
    "hear_option",
    "hear_when",
    "negated",
]
