"""GB 11643-1999 and GB 32100-2015. Check characters are worked out here once more, from the tables of the standards."""

from __future__ import annotations

from datetime import date

import pytest

from procedures.numbers import WrongNumber, read_citizen_number, read_firm_code
from tests.identity.people import BUYER, SELLER

TODAY = date(2026, 12, 1)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHARACTERS = "10X98765432"


def complete(seventeen: str) -> str:
    """The eighteenth character by the table of the standard, in another way than the program does it."""
    return seventeen + CHARACTERS[sum(int(d) * w for d, w in zip(seventeen, WEIGHTS, strict=True)) % 11]


def test_the_people_of_these_tests_have_valid_numbers() -> None:
    assert complete(BUYER[:17]) == BUYER
    assert complete(SELLER[:17]) == SELLER


@pytest.mark.parametrize("written", [BUYER, BUYER.lower(), f"  {BUYER}\n"], ids=["as it is", "small x", "spaces"])
def test_a_number_is_brought_into_one_form(written: str) -> None:
    assert read_citizen_number(written, TODAY) == BUYER


def test_an_area_that_is_assigned_to_nobody_is_no_mistake() -> None:
    assert read_citizen_number(SELLER, TODAY) == SELLER


def test_everybody_born_until_today_passes() -> None:
    assert read_citizen_number(complete("99000120261201001"), TODAY)
    assert read_citizen_number(complete("99000120240229001"), TODAY)


@pytest.mark.parametrize(
    "written",
    [
        *(BUYER[:-1] + character for character in "0123456789"),
        BUYER[:-1],
        BUYER + "1",
        BUYER.replace("9", "\uff19"),  # full width
        BUYER[:16] + "\n" + BUYER[17],
        "990001900307123",  # the old form of fifteen
        complete("99000120261202001"),  # tomorrow
        complete("99000119900229001"),
        complete("99000119901301001"),
        complete("99000119900100001"),
        complete("99000100000101001"),
        "",
        "X" * 18,
        None,
        int(SELLER),
        [SELLER],
        True,
    ],
    ids=repr,
)
def test_anything_else_is_refused_and_not_repeated(written: object) -> None:
    with pytest.raises(WrongNumber) as refused:
        read_citizen_number(written, TODAY)
    assert str(refused.value) == ""
    assert refused.value.__cause__ is None


def test_every_single_wrong_digit_and_every_swap_of_neighbours_is_found() -> None:
    """What ISO 7064 MOD 11-2 promises."""
    mistakes = [SELLER[:i] + d + SELLER[i + 1 :] for i in range(18) for d in "0123456789" if d != SELLER[i]]
    mistakes += [SELLER[:i] + SELLER[i + 1] + SELLER[i] + SELLER[i + 2 :] for i in range(17)]
    for mistake in set(mistakes) - {SELLER}:
        with pytest.raises(WrongNumber):
            read_citizen_number(mistake, TODAY)


def test_a_firms_code_is_checked() -> None:
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "91990001MA0000001"
    total = sum(alphabet.index(character) * weight for character, weight in zip(body, weights, strict=True))
    code = body + alphabet[(31 - total % 31) % 31]
    assert read_firm_code(code.lower()) == code
    for other in alphabet:
        if other != code[-1]:
            with pytest.raises(WrongNumber):
                read_firm_code(body + other)


@pytest.mark.parametrize("written", ["", None, 91, "91990001MI0000001X", "9199"], ids=repr)
def test_what_is_no_firms_code_is_refused(written: object) -> None:
    with pytest.raises(WrongNumber):
        read_firm_code(written)
