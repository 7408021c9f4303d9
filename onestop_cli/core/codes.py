"""Dossier codes (domain §5): `<agency>-<yyMMdd>-<NNNN>`, numbered per agency and day of receipt.

Codes of other systems are opaque text and never rejected; only our own shape has a day and a number.
"""

import re
from datetime import date
from typing import NamedTuple

from onestop_cli.errors import BadAgencyCode

AGENCY = re.compile(r"[A-Z]\d{2}(\.\d{1,3})*|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}", re.ASCII)
_OWN = re.compile(r"(?P<series>[A-Z0-9.]+-(?P<day>\d{6}))-(?P<number>\d{4,6})", re.ASCII)


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
    if not AGENCY.fullmatch(text):
        raise BadAgencyCode(code=text)
    return text


def series(agency: str, received_on: date) -> str:
    """The series a dossier of this day is numbered in.

    >>> series("H26.15.30", date(2023, 8, 11))
    'H26.15.30-230811'
    """
    return f"{agency}-{received_on:%y%m%d}"


def dossier_code(in_series: str, number: int) -> str:
    """The code of a number in a series, at least four digits."""
    return f"{in_series}-{number:04d}"


def numbered(code: str) -> Numbered | None:
    """Series and number of a code of our own shape, None for any other."""
    match = _OWN.fullmatch(code)
    if not match or not AGENCY.fullmatch(match["series"].rpartition("-")[0]):
        return None
    number = int(match["number"])
    return Numbered(match["series"], number) if number and f"{number:04d}" == match["number"] else None


def is_foreign(code: str, agency: str, received_on: date) -> bool:
    """Whether a code is not one this agency would have given a dossier on its day of receipt."""
    own = numbered(code)
    return own is None or own.series != series(agency, received_on)


def tail(code: str) -> str:
    """The last segment of a code, by which the store finds codes from their last segments."""
    return code.rpartition("-")[2]
