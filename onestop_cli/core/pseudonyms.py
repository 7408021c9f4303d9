"""Pseudonyms: what stands for an applicant where personal data stay in (domain §8).

The same person has the same one as long as the file is the same: an ID number, else the name as it is kept, digested
under a key of the file, which nobody outside can try names against.
"""

import re
from collections.abc import Mapping
from hashlib import sha256

from onestop_cli.core.columns import PSEUDONYM
from onestop_cli.core.dossier import Person
from onestop_cli.errors import PseudonymGiven

PREFIX = "anon-"
DIGITS = 16
_PSEUDONYM = re.compile(rf"{PREFIX}[0-9a-f]{{{DIGITS}}}")


def pseudonym(key: str, who: str) -> str:
    """What stands for a person known by a text; for nobody, nothing.

    >>> pseudonym("00", "Nguyễn Văn A")
    'anon-b17a56ca09994551'
    """
    return PREFIX + sha256((key + who).encode()).hexdigest()[:DIGITS] if who else ""


def under_pseudonym(person: Person, key: str) -> Person:
    """The person of whom nothing is told but the pseudonym."""
    return Person(pseudonym(key, person.id_number or person.applicant))


def must_be_named(person: Mapping[str, str]) -> None:
    """Refuse an applicant who is called by a pseudonym. Raises `PseudonymGiven`."""
    if is_pseudonym(person.get(PSEUDONYM, "")):
        raise PseudonymGiven


def is_pseudonym(text: str) -> bool:
    """Whether a name is none but what an export put in its place."""
    return _PSEUDONYM.fullmatch(text) is not None
