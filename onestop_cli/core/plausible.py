"""Numbers of people that look mistyped: said at once, never refused, for nobody knows all numbers there are.

Phones as they are given out in Vietnam (mobile 10 digits, fixed lines 02 and 11 digits, 1800, 1900); identity
numbers: 12 digits of which the first three are a province and the fourth century and sex (Decree 137/2015/NĐ-CP
art. 13 [M]), the older 9 digits, or a passport, a letter or two and 6 to 8 digits.
"""

import re

from onestop_cli.core.dossier import Person

_APART = re.compile(r"[\s.()\-]+")
_PHONE = re.compile(r"0[3-9]\d{8}|02\d{8,9}|1[89]00\d{4,6}", re.ASCII)
_ID = re.compile(r"0\d{11}|\d{9}|[A-Z]{1,2}\d{6,8}", re.ASCII)


def is_plausible_phone(text: str) -> bool:
    """Whether a phone is one of Vietnam, however it is written.

    >>> is_plausible_phone("+84 912.345.678"), is_plausible_phone("091234567")
    (True, False)
    """
    digits = _APART.sub("", text)
    digits = re.sub(r"^(?:\+|00)84(?:0(?=\d{9}))?", "0", digits)
    return _PHONE.fullmatch(digits) is not None


def is_plausible_id(text: str) -> bool:
    """Whether an identity number is one of Vietnam, or of a passport.

    >>> is_plausible_id("001099000001"), is_plausible_id("C1234567"), is_plausible_id("00109900000")
    (True, True, False)
    """
    return _ID.fullmatch(_APART.sub("", text).upper()) is not None


def implausible(person: Person) -> list[str]:
    """The fields of a person whose number looks mistyped."""
    looks = {"phone": is_plausible_phone, "id_number": is_plausible_id}
    return [name for name, is_one in looks.items() if (value := getattr(person, name)) and not is_one(value)]
