"""Decisions about messages to the operator from plain values."""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import holidays
from stdnum import luhn

# Crockford's base 32: no letter that reads like a digit.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_CHARACTERS = 7
_READ_AS = str.maketrans("OIL", "011")
_SATURDAY = 5
LONGEST_TEXT = 5_000


class MessageKind(StrEnum):
    COMPLAINT = "complaint"
    QUESTION = "question"
    SECURITY = "security"


def new_reference() -> str:
    """A reference number: 35 random bits and a check character, written as XXXX-XXXX."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_CHARACTERS))
    whole = drawn + luhn.calc_check_digit(drawn, _ALPHABET)
    return f"{whole[:4]}-{whole[4:]}"


def read_reference(typed: str) -> str | None:
    """A reference number as somebody typed it in the form it has here; None for a misspelt one."""
    plain = re.sub(r"[\s-]", "", typed).upper().translate(_READ_AS)
    if len(plain) != _RANDOM_CHARACTERS + 1 or not luhn.is_valid(plain, _ALPHABET):
        return None
    return f"{plain[:4]}-{plain[4:]}"


def answer_due(written_on: date, working_days: int) -> date:
    """The last day for an answer: so many Swedish working days after the day of writing."""
    day = written_on
    while working_days:
        day += timedelta(days=1)
        if is_working_day(day):
            working_days -= 1
    return day


def is_working_day(day: date) -> bool:
    """Whether people work in Sweden: no weekend, no holiday (lag 1989:253), no eve taken off."""
    return day.weekday() < _SATURDAY and day not in _days_off(day.year)


@cache
def _days_off(year: int) -> frozenset[date]:
    # The eves of Midsummer, Christmas and New Year count as holidays too (lag 1930:173, section 2).
    found = holidays.country_holidays("SE", years=year, categories=("public", "de_facto"))
    return frozenset(found)
