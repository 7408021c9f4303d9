"""Dossiers without their papers recorded late, from the events (domain §3.3): each with the calendars of its time."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier, Entry
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.office import Office
from onestop_cli.core.strict import is_marked, strict_fold
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger, register, settings
from onestop_cli.usecases.entries import person


class Strict:
    """How lives are told without papers recorded late; every calendar is made once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._calendars: dict[tuple[str, object], Calendar] = {}

    def fold(self, events: Sequence[Event], as_of: datetime | None = None) -> Dossier | None:
        """The state of a dossier from its known events. Raises `CalendarGap`."""
        if not any(map(is_marked, events)):
            return fold(events, as_of)
        office = settings.office(self._connection, up_to=events[0].seq)
        return strict_fold(events, as_of, lambda edition, seq: self._calendar(office, edition, seq), office)

    def marked(self, as_of: datetime | None = None) -> Iterator[Entry]:
        """Every dossier with such a paper in force, told without it, as it stood at an instant."""
        for code in [entry.dossier.code for entry in register.recorded_late(self._connection)]:
            dossier = self.fold(ledger.dossier_events(self._connection, code), as_of)
            if dossier is not None:
                yield Entry(dossier, person(self._connection, dossier.personal_seq))

    def _calendar(self, office: Office, edition: str | None, seq: int) -> Calendar:
        """The calendar of an edition, or known after an event, as it is for an office's rules."""
        named = edition or calendar_store.edition_at(self._connection, seq)
        key = named, tuple(office.working_saturdays())
        if key not in self._calendars:
            days = calendar_store.days_known_at(self._connection, office, int(named.partition(":")[0]))
            self._calendars[key] = Calendar.of(days, named)
        return self._calendars[key]
