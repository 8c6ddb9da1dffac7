"""The numbers of people and firms, checked as their standards say.

Whether an area is assigned is not looked at: areas come and go, and the demonstration uses one that nobody has.
"""

from __future__ import annotations

import re
from datetime import date

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

CITIZEN_NUMBER = re.compile(r"[0-9]{17}[0-9X]")


class WrongNumber(Exception):
    """What is called a number is none. It has no text, so that nothing personal is in it."""


def read_citizen_number(written: object, today: date) -> str:
    """The number in its one form, with a capital X. Raises WrongNumber, which does not repeat it.

    GB 11643-1999: six digits of area, a day of birth that exists and is over, an order number, a check character.
    """
    if not isinstance(written, str):
        raise WrongNumber
    number = written.strip().upper()
    if not CITIZEN_NUMBER.fullmatch(number) or ric.calc_check_digit(number) != number[-1]:
        raise WrongNumber
    try:
        born = ric.get_birth_date(number)
    except ValidationError:
        raise WrongNumber from None
    if born > today:
        raise WrongNumber
    return number


def read_firm_code(written: object) -> str:
    """A firm's unified social credit code in its one form (GB 32100-2015). Raises WrongNumber."""
    if not isinstance(written, str):
        raise WrongNumber
    try:
        return uscc.validate(written)
    except ValidationError:
        raise WrongNumber from None
