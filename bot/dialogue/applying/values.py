"""What citizens write into the lines of a form, read by the kind of the line, and brought into one form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from stdnum import luhn

from bot.dialogue.replies import Value
from intents.hearing.amounts import read_yuan
from intents.hearing.full_dates import read_full_date
from intents.hearing.when.tokens import NoSuchTime
from procedures.definition import FieldType
from procedures.numbers import WrongNumber, read_citizen_number, read_firm_code

LONGEST = 200
"""Characters of a line."""
FIRST_YEAR = 1900
YEARS_AHEAD = 100
MOST_YUAN = Decimal(10) ** 12
EXAMPLES: Mapping[FieldType, str] = {
    "date": "2026-03-05",
    "yuan": "3500000",
    "phone": "13800138000",
    "citizen-number": "990001199001010013",
    "credit-code": "91990001MA00000157",
    "plate": "浙A12345",
    "bank-account": "6200000000000005",
}
"""One right value of each kind. Numbers of people and firms are of an area that is assigned to nobody."""


@dataclass(frozen=True)
class Wrong:
    """Why something cannot be written there: a sentence of the locale files. It never repeats what was written."""

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)


def read_value(field_type: FieldType, text: str, today: date) -> str | Wrong:
    """The value in its one form, which is read as itself again.

    text               1 to 200 characters, without line breaks
    date               2026-03-05
    yuan               3500000, 80.5
    phone              +86 138 0013 8000: a mobile or landline number (ITU-T E.123)
    citizen-number     GB 11643-1999
    credit-code        GB 32100-2015
    plate              浙A12345 (GA 36-2018)
    bank-account       digits
    """
    if field_type == "text":
        return _read_text(text)
    return _READERS[field_type](_one_width(text), today)


def _without_controls(text: str) -> str:
    """Line breaks and rows of spaces become one space; signs that nobody sees are gone."""
    return " ".join("".join(sign for sign in text if sign.isspace() or unicodedata.category(sign)[0] != "C").split())


def _one_width(text: str) -> str:
    return _without_controls(unicodedata.normalize("NFKC", text)).rstrip(".。,;!").strip()


_FULL_WIDTH = {
    wide: wide - 0xFEE0
    for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for wide in range(first, last + 1)
}
"""Letters and digits: the full-width marks of Chinese sentences stay as they are."""


def _read_text(text: str) -> str | Wrong:
    value = _without_controls(unicodedata.normalize("NFC", text).translate(_FULL_WIDTH))
    if not value:
        return Wrong("value-wrong-text")
    return value if len(value) <= LONGEST else Wrong("value-wrong-text-long", {"most": LONGEST})


def _wrong(field_type: FieldType, name: str, **values: Value) -> Wrong:
    return Wrong(name, {"example": EXAMPLES[field_type], **values})


def _read_date(text: str, today: date) -> str | Wrong:
    try:
        day = read_full_date(text, today)
    except NoSuchTime:
        return _wrong("date", "value-wrong-date-none")
    if day is None:
        return _wrong("date", "value-wrong-date")
    last = today.year + YEARS_AHEAD
    if not FIRST_YEAR <= day.year <= last:
        return _wrong("date", "value-wrong-date-year", first=str(FIRST_YEAR), last=str(last))
    return day.isoformat()


def _read_yuan(text: str, _: date) -> str | Wrong:
    amount = read_yuan(text)
    if amount is None:
        return _wrong("yuan", "value-wrong-yuan")
    if not 0 < amount < MOST_YUAN:
        return _wrong("yuan", "value-wrong-yuan-range")
    if amount != round(amount, 2):
        return _wrong("yuan", "value-wrong-yuan-fen")
    return f"{amount.normalize():f}"


_PHONE = re.compile(r"[\d\s()+-]+(?:ext\.?\s*\d{1,7})?")
_EXTENSION = re.compile(r"\s*(?:转|分机号?|ext\.?|extension|#)\s*(?=\d+$)", re.IGNORECASE)


def _read_phone(text: str, _: date) -> str | Wrong:
    """Without a country it is a number of the mainland."""
    written = _EXTENSION.sub(" ext. ", text)
    if not _PHONE.fullmatch(written):  # letters may stand for digits
        return _wrong("phone", "value-wrong-phone")
    import phonenumbers  # the numbering plans of all countries: few conversations need them
    from phonenumbers import PhoneNumberType as Kind

    try:
        number = phonenumbers.parse(written, "CN")
    except phonenumbers.NumberParseException:
        return _wrong("phone", "value-wrong-phone")
    kinds = (Kind.MOBILE, Kind.FIXED_LINE, Kind.FIXED_LINE_OR_MOBILE, Kind.PERSONAL_NUMBER, Kind.VOIP)
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in kinds:
        return _wrong("phone", "value-wrong-phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _close(text: str) -> str:
    """Without what people write between the groups of a number."""
    return re.sub(r"[\s.·•‧・-]", "", text)


def _read_citizen(text: str, today: date) -> str | Wrong:
    try:
        return read_citizen_number(_close(text), today)
    except WrongNumber:
        return _wrong("citizen-number", "value-wrong-citizen-number")


def _read_firm(text: str, _: date) -> str | Wrong:
    try:
        return read_firm_code(_close(text))
    except WrongNumber:
        return _wrong("credit-code", "value-wrong-credit-code")


_PROVINCE = "[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新]"
_SIGN = "[A-HJ-NP-Z0-9]"
_PLATE = re.compile(
    rf"{_PROVINCE}[A-HJ-NP-Z]"
    rf"(?:{_SIGN}{{4}}(?:{_SIGN}|[挂学警港澳领])"
    rf"|[A-HJK]{_SIGN}[0-9]{{4}}|[0-9]{{5}}[A-HJK])"  # small and large vehicles of new energy
)
"""GA 36-2018, without I and O, which are taken for 1 and 0."""


def _read_plate(text: str, _: date) -> str | Wrong:
    plate = _close(text).upper()
    if not _PLATE.fullmatch(plate) or not re.search("[0-9]", plate):
        return _wrong("plate", "value-wrong-plate")
    return plate


def _read_account(text: str, _: date) -> str | Wrong:
    """Of cards (16 to 19 digits from 62 on) the check digit is known, ISO/IEC 7812-1; of accounts no rule is common."""
    account = _close(text)
    if not re.fullmatch(r"[0-9]{8,30}", account):
        return _wrong("bank-account", "value-wrong-bank-account")
    if account.startswith("62") and 16 <= len(account) <= 19 and not luhn.is_valid(account):
        return _wrong("bank-account", "value-wrong-bank-card")
    return account


_READERS: Mapping[FieldType, Callable[[str, date], str | Wrong]] = {
    "date": _read_date,
    "yuan": _read_yuan,
    "phone": _read_phone,
    "citizen-number": _read_citizen,
    "credit-code": _read_firm,
    "plate": _read_plate,
    "bank-account": _read_account,
}
