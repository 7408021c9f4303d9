"""What an office says of itself on its papers, by the day of the act that a paper is about (domain §6).

Where it had said nothing by that day, it is what it said first: a paper without its agency is none.
"""

import re
from datetime import date
from typing import NamedTuple

from onestop_cli.core.settings import Dated, value_on

_RANK = (
    r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(?:phường|xã|đặc khu|thị trấn|thị xã|quận|huyện|thành phố|tỉnh)?\s*"
)
"""What stands before a place in the name of an agency."""


class Letterhead(NamedTuple):
    """What the office says of itself on a paper of a day: texts, empty where nobody said."""

    parent_agency: str
    agency: str
    office: str
    office_address: str
    office_phone: str
    place: str
    signers: tuple[str, ...]
    size: str
    logo: str
    is_synthetic: bool
    """Whether the file holds made-up data."""


def letterhead(dated: Dated, on: date, drawn_on: date) -> Letterhead:
    """What the office says of itself on a paper of a day; how that looks is as set on the day it is drawn.

    The place before the date is that of the agency's name, what stands in brackets left out, unless one is set.
    """
    agency = value_on(dated, "agency_name", on)
    ranked = re.sub(r"\s*\(.*\)", "", agency)
    place = said_on(dated, "forms.place", on) or re.sub(_RANK, "", ranked, count=1, flags=re.IGNORECASE)
    signers = tuple(line.strip() for line in said_on(dated, "signature", on).split(";") if line.strip())
    return Letterhead(
        parent_agency=said_on(dated, "parent_agency", on),
        agency=agency,
        office=value_on(dated, "office_name", on),
        office_address=said_on(dated, "office_address", on),
        office_phone=said_on(dated, "office_phone", on),
        place=place,
        signers=signers,
        size=value_on(dated, "forms.size", drawn_on),
        logo=value_on(dated, "forms.logo", drawn_on),
        is_synthetic=value_on(dated, "synthetic", drawn_on) == "yes",
    )


def said_on(dated: Dated, key: str, on: date) -> str:
    """What the office said of itself on a day; where it had said nothing yet, what it said first."""
    return value_on(dated, key, on) or next((text for _, text in dated.get(key, ()) if text), "")
