"""Finding the one dossier a person means, and its state at two moments in time (domain §3.6)."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import Erased, Voided, erasure, seen, voided
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.codes import decline_meant
from onestop_cli.core.dossier import Dossier, Entry, Person, Status
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.moments import Moments
from onestop_cli.core.slips import Slips, slips
from onestop_cli.core.text import normalised
from onestop_cli.errors import (
    AmbiguousCode,
    NumberOfDecline,
    OnlyOfDossiers,
    UnknownDecline,
    UnknownDossier,
    VoidIsNoDossier,
)
from onestop_cli.store import known_time, ledger, register, settings

SHOWN = 10
Told = Callable[[Sequence[Event], datetime | None], Dossier | None]
"""How the known events of a dossier are told, as it stood at an instant."""


def code_meant(connection: sqlite3.Connection, text: str, today: date) -> str:
    """The one dossier code meant (whole, last segments, or a number of today).

    Raises `UnknownDossier`, `AmbiguousCode`, and `OnlyOfDossiers` for a refusal to accept.
    """
    text = normalised(text)
    agency = settings.value(connection, "agency_code", today)
    codes = register.codes_meant(connection, text, agency, today)
    if not codes:
        _must_mean_no_decline(connection, text, agency, today)
        raise UnknownDossier(text=text)
    if len(codes) > 1:
        shown = ", ".join(codes[:SHOWN]) + (" …" if len(codes) > SHOWN else "")
        raise AmbiguousCode(text=text, count=len(codes), codes=shown)
    return codes[0]


def _must_mean_no_decline(connection: sqlite3.Connection, text: str, agency: str, today: date) -> None:
    """Refuse a text by which a refusal to accept is meant, or would be if it were there.

    Raises `OnlyOfDossiers`, `VoidIsNoDossier`, `UnknownDecline`.
    """
    if decline_meant(text) is None:
        return
    from onestop_cli.store import declines

    for found in declines.meant(connection, text, today, agency):
        raise (OnlyOfDossiers if found.voided is None else VoidIsNoDossier)(code=found.number)
    raise UnknownDecline(text=text)


def must_be_no_decline(connection: sqlite3.Connection, code: str) -> None:
    """Refuse a code that is the number of a refusal to accept: it would mean two. Raises `NumberOfDecline`."""
    if "-TC-" not in code:
        return
    from onestop_cli.store import declines

    if declines.has_number(connection, code):
        raise NumberOfDecline(code=code)


def present_entry(connection: sqlite3.Connection, text: str, today: date) -> Entry:
    """The dossier meant, as the register has it."""
    entry = register.entry(connection, code_meant(connection, text, today))
    assert entry is not None
    return entry


def entry_at(connection: sqlite3.Connection, text: str, today: date, moments: Moments) -> Entry:
    """The dossier meant, as it stood or was known. Raises `UnknownDossier` if it was not there yet."""
    if moments.is_present:
        return present_entry(connection, text, today)
    up_to = known_time.last_seq_known_at(connection, moments.known_at)
    entry = told_up_to(connection, code_meant(connection, text, today), moments.as_of, up_to)
    if entry is None:
        raise UnknownDossier(text=text)
    return entry


def voided_by(connection: sqlite3.Connection, dossier: Dossier, known_at: datetime | None) -> Voided | None:
    """By what a dossier is void, of what was known by an instant; its events are read only if it is."""
    if dossier.status is not Status.void:
        return None
    up_to = known_time.last_seq_known_at(connection, known_at)
    return voided(ledger.dossier_events(connection, dossier.code), up_to)


def erased_by(connection: sqlite3.Connection, entry: Entry, known_at: datetime | None) -> Erased | None:
    """By what a dossier's personal data were erased, of what was known by an instant; its events are read only if no
    person is beside it."""
    if any(entry.person):
        return None
    up_to = known_time.last_seq_known_at(connection, known_at)
    return erasure(ledger.dossier_events(connection, entry.dossier.code), up_to)


def slips_of(connection: sqlite3.Connection, dossier: Dossier, moments: Moments) -> Slips | None:
    """What is told of a dossier's slips, as it stood or was known; its events are read only if a slip was printed, or
    something was corrected. None where there is nothing to tell."""
    if dossier.status is Status.void or not ledger.has_any(connection, dossier.code, (Act.print, Act.correct)):
        return None
    up_to = known_time.last_seq_known_at(connection, moments.known_at)
    told = slips(seen(ledger.dossier_events(connection, dossier.code), moments.as_of, up_to))
    return told if told.printed or told.is_due else None


def told_up_to(connection: sqlite3.Connection, code: str, as_of: datetime | None, up_to: int | None) -> Entry | None:
    """One dossier as it stood, known up to the event of a number, from its events; None if it was not there yet."""
    dossier = fold(ledger.dossier_events(connection, code), as_of, up_to)
    return None if dossier is None else Entry(dossier, person(connection, dossier.personal_seq))


def entries_at(
    connection: sqlite3.Connection, moments: Moments, since: int | None = None, told: Told = fold
) -> Iterator[Entry]:
    """Every dossier as it stood or was known, told from its events, by code.

    With `since` those of which something was recorded after that event, and known.
    """
    up_to = known_time.last_seq_known_at(connection, moments.known_at)
    for _, recorded in ledger.events_by_dossier(connection):
        events = [event for event in recorded if up_to is None or event.seq <= up_to]
        dossier = told(events, moments.as_of) if events else None
        if dossier is not None and (since is None or events[-1].seq > since):
            yield Entry(dossier, person(connection, dossier.personal_seq))


def person(connection: sqlite3.Connection, seq: int | None) -> Person:
    """The personal fields beside an event."""
    return Person(**ledger.personal_fields(connection, seq))


def may_move(calendar: Calendar, dossier: Dossier, today: date) -> bool:
    """Whether a decision still to come could change a dossier's due day; few rest on days that none confirms."""
    if not dossier.calendar_provisional:
        return False
    from onestop_cli.core.undecided import dossier_may_move

    return dossier_may_move(calendar, dossier, today)
