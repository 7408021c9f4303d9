"""A dossier that is received twice by mistake: the same person and procedure within minutes (decided, no law says it).

By when it was recorded, not by when it is said to have been handed in: yesterday's paper typed twice is a double too.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from onestop_cli.core.dossier import Person
from onestop_cli.core.text import search_key

DOUBLE_WITHIN = timedelta(minutes=10)
"""How long after a receipt the same person and procedure, received again, is probably the same dossier."""


class Recent(NamedTuple):
    """A dossier received within the last minutes: its code, when it was recorded, and whose it is."""

    code: str
    recorded_at: datetime
    person: Person


def probable_double(recent: Iterable[Recent], person: Person) -> Recent | None:
    """The dossier of those just received, of the procedure and case meant, that a person's is probably the same as.

    The same name but for case, accents, đ and blanks, and no other identity number and no other phone.
    """
    return next((each for each in recent if _is_probably(each.person, person)), None)


def _is_probably(one: Person, other: Person) -> bool:
    numbers = ((one.id_number, other.id_number), (one.phone, other.phone))
    return name_key(one) == name_key(other) and all(_bare(a) == _bare(b) for a, b in numbers if a and b)


def name_key(person: Person) -> str:
    """A person's name as doubles are told by it."""
    return " ".join(search_key(person.applicant).split())


def _bare(number: str) -> str:
    return "".join(filter(str.isalnum, number)).casefold()
