"""Dossier codes (domain §5): `<agency>-<yyMMdd>-<NNNN>`, numbered per agency and day of receipt.

What was not accepted is no dossier and has a number of its own, `<agency>-<yyMMdd>-TC-<NNNN>` (form 03).

Codes of other systems are opaque text and never rejected; only our own shape has a day and a number. More than four
digits are our own only where this file drew them: national codes have six, of another system's counting [V: Circular
04/2025/TT-VPCP].
"""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from onestop_cli.errors import BadAgencyCode

AGENCY = re.compile(r"[A-Z]\d{2}(\.\d{1,3})*|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}", re.ASCII)
_DECLINE = re.compile(r"(?:(?:(?P<agency>[^-]+)-)?(?P<day>\d{6})-)?TC-(?P<number>\d{1,6})", re.ASCII | re.IGNORECASE)
_SERIES = re.compile(r"(?P<agency>[A-Z0-9.]+)-\d{6}", re.ASCII)

LONGEST_AGENCY = 35
"""No agency's code is as long."""
MOST_OF_FOUR_DIGITS = 9_999
"""The highest number that a code of any file may bear in a series."""
MOST_A_DAY = 999_999
"""The highest number of a series; a longer one is not of our shape."""


class Numbered(NamedTuple):
    """A code of our own shape: the series it is numbered in (`<agency>-<yyMMdd>`) and its number."""

    series: str
    number: int


def agency_code(text: str) -> str:
    """The text if it is an agency code (Decision 20/2020/QĐ-TTg, or the older shape). Raises `BadAgencyCode`.

    >>> agency_code("H26.15.30")
    'H26.15.30'
    """
    if len(text) > LONGEST_AGENCY or not AGENCY.fullmatch(text):
        raise BadAgencyCode(code=text)
    return text


@lru_cache(512)
def series(agency: str, received_on: date) -> str:
    """The series a dossier of this day is numbered in.

    >>> series("H26.15.30", date(2023, 8, 11))
    'H26.15.30-230811'
    """
    return f"{agency}-{received_on:%y%m%d}"


def dossier_code(in_series: str, number: int) -> str:
    """The code of a number in a series, at least four digits."""
    return f"{in_series}-{number:04d}"


def numbered(code: str, *, is_drawn: bool = False) -> Numbered | None:
    """Series and number of a code of our own shape, None for any other; of five digits and more only of one drawn.

    >>> numbered("H26.15.30-260803-0007")
    Numbered(series='H26.15.30-260803', number=7)
    >>> numbered("H26.15.30-260803-012345")
    """
    in_series, _, digits = code.rpartition("-")
    if not (4 <= len(digits) <= 6 and digits.isascii() and digits.isdigit() and _is_series(in_series)):
        return None
    number = int(digits)
    if not number or f"{number:04d}" != digits or (number > MOST_OF_FOUR_DIGITS and not is_drawn):
        return None
    return Numbered(in_series, number)


@lru_cache(512)
def _is_series(text: str) -> bool:
    """Whether numbers are drawn in a series of this name."""
    match = _SERIES.fullmatch(text)
    return bool(match and AGENCY.fullmatch(match["agency"]))


def is_told_drawn(number: int) -> bool:
    """Whether the receipt has to say that this file drew a number: its code alone would not feed the series."""
    return number > MOST_OF_FOUR_DIGITS


def is_foreign(code: str, agency: str, received_on: date) -> bool:
    """Whether a code is not one this agency would have given a dossier on its day of receipt."""
    own = numbered(code)
    return own is None or own.series != series(agency, received_on)


def skipped_by(code: str, in_series: str, highest: int) -> tuple[int, int] | None:
    """The first and the last number that a code leaves unused behind it in a series, whose highest used is given.

    >>> skipped_by("H26.15.30-260803-0007", "H26.15.30-260803", 3)
    (4, 6)
    >>> skipped_by("H26.15.30-260803-0004", "H26.15.30-260803", 3)
    """
    own = numbered(code)
    if own is None or own.series != in_series or own.number <= highest + 1:
        return None
    return highest + 1, own.number - 1


def short_code(code: str, agency: str) -> str:
    """A code as its own office says it, from its day on; any other whole.

    >>> short_code("H26.15.30-260803-0007", "H26.15.30")
    '260803-0007'
    >>> short_code("H26.15.31-260803-0007", "H26.15.30")
    'H26.15.31-260803-0007'
    """
    own = numbered(code, is_drawn=True) if agency and code.startswith(f"{agency}-") else None
    return code[len(agency) + 1 :] if own and own.series[:-7] == agency else code


def tail(code: str) -> str:
    """The last segment of a code, by which the store finds codes from their last segments."""
    return code.rpartition("-")[2]


def short(code: str) -> str:
    """The last segments of a code of our own shape, by which it can be typed; another one whole.

    >>> short("H26.15.30-261123-0001"), short("000.00.12")
    ('261123-0001', '000.00.12')
    """
    return "-".join(code.rsplit("-", 2)[-2:]) if numbered(code) else code


class DeclineMeant(NamedTuple):
    """The number of a refusal to accept as it is typed: `agency` and `day` (`yyMMdd`) are empty where left out."""

    agency: str
    day: str
    number: int


def decline_series(agency: str, on: date) -> str:
    """The series in which what is not accepted on a day is numbered.

    >>> dossier_code(decline_series("H26.15.30", date(2026, 11, 27)), 1)
    'H26.15.30-261127-TC-0001'
    """
    return f"{series(agency, on)}-TC"


def decline_meant(text: str) -> DeclineMeant | None:
    """What is meant where a number of a refusal to accept is typed, whole or by its last segments; None for any other.

    >>> decline_meant("261127-tc-0001")
    DeclineMeant(agency='', day='261127', number=1)
    >>> decline_meant("261127-0001")
    """
    match = _DECLINE.fullmatch(text)
    return match and DeclineMeant((match["agency"] or "").upper(), match["day"] or "", int(match["number"]))


def decline_numbered(number: str) -> Numbered | None:
    """Series and number of a refusal's whole number, as it is written; None for any other text.

    >>> decline_numbered("H26.15.30-261127-TC-0001")
    Numbered(series='H26.15.30-261127-TC', number=1)
    """
    in_series, _, digits = number.rpartition("-")
    if not (in_series.endswith("-TC") and digits.isascii() and digits.isdigit() and _is_series(in_series[:-3])):
        return None
    n = int(digits)
    return Numbered(in_series, n) if 0 < n <= MOST_A_DAY and f"{n:04d}" == digits else None
