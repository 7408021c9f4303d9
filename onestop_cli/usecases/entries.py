"""Finding the one dossier a person means, and its state at two moments in time (domain §3.6)."""

import sqlite3
from collections.abc import Iterator
from datetime import date

from onestop_cli.core.dossier import Entry, Person
from onestop_cli.core.life import fold
from onestop_cli.core.moments import Moments
from onestop_cli.core.text import normalised
from onestop_cli.errors import AmbiguousCode, UnknownDossier
from onestop_cli.store import ledger, register, settings

SHOWN = 10


def code_meant(connection: sqlite3.Connection, text: str, today: date) -> str:
    """The one dossier code meant (whole, last segments, or a number of today).

    Raises `UnknownDossier`, `AmbiguousCode`.
    """
    text = normalised(text)
    codes = register.codes_meant(connection, text, settings.value(connection, "agency_code", today), today)
    if not codes:
        raise UnknownDossier(text=text)
    if len(codes) > 1:
        shown = ", ".join(codes[:SHOWN]) + (" …" if len(codes) > SHOWN else "")
        raise AmbiguousCode(text=text, count=len(codes), codes=shown)
    return codes[0]


def present_entry(connection: sqlite3.Connection, text: str, today: date) -> Entry:
    """The dossier meant, as the register has it."""
    entry = register.entry(connection, code_meant(connection, text, today))
    assert entry is not None
    return entry


def entry_at(connection: sqlite3.Connection, text: str, today: date, moments: Moments) -> Entry:
    """The dossier meant, as it stood or was known. Raises `UnknownDossier` if it was not there yet."""
    if moments.is_present:
        return present_entry(connection, text, today)
    code = code_meant(connection, text, today)
    dossier = fold(ledger.dossier_events(connection, code), *moments)
    if dossier is None:
        raise UnknownDossier(text=text)
    return Entry(dossier, person(connection, dossier.personal_seq))


def entries_at(connection: sqlite3.Connection, moments: Moments) -> Iterator[Entry]:
    """Every dossier as it stood or was known, folded from its events, by code."""
    for _, events in ledger.events_by_dossier(connection):
        dossier = fold(events, *moments)
        if dossier is not None:
            yield Entry(dossier, person(connection, dossier.personal_seq))


def person(connection: sqlite3.Connection, seq: int | None) -> Person:
    """The personal fields beside an event."""
    return Person(**ledger.personal_fields(connection, seq))
