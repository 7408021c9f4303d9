"""What a file knew after each event, told from its events: what promises, limits and marks are derived from again."""

import sqlite3
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.file_events import Import
from onestop_cli.core.forms import Edition
from onestop_cli.core.limits import Promises
from onestop_cli.core.office import Office
from onestop_cli.core.procedures import Procedure, in_force
from onestop_cli.sources.editions import editions
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import derived, known_time, ledger, procedures, settings

_FEW = 4
"""So many editions' promises are kept: those of one time follow one another."""
_KEPT = 64
"""So many calendars, catalogues of a day and office rules are kept, however many there were."""


class PastOfFile:
    """What a file knew after the event of a number, within a connection that has no other use.

    Its tables are made again from the events beside those of the file (`store.derived`), and only they are read: what
    somebody changed in the file's own tables has no part in it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Raises `EventsDoNotAddUp`."""
        self.marks_kept = derived.make_file_tables(connection)
        self._connection = connection
        of_calendar = ledger.events_of_file(connection, calendar_store.CALENDAR_KINDS)
        self._editions = [(event.seq, event.anchor) for event in of_calendar if calendar_store.is_of_calendar(event)]
        self._rules = settings.rule_changes(connection)
        self._versions = procedures.changes(connection)
        setbacks = connection.execute("SELECT min(seq) FROM clock_setback").fetchone()
        self._imports = {each.seq: each.recorded_at for each in ledger.events_of_file(connection, (Import.kind,))}
        self._first_setback: int | None = setbacks[0]
        self._office = lru_cache(_KEPT)(lambda seq: settings.office(connection, up_to=seq))
        self._known_versions = lru_cache(_KEPT)(lambda seq: procedures.versions(connection, seq))
        self._in_force = lru_cache(10 * _KEPT)(self._in_force_on)
        self._calendar = lru_cache(_KEPT)(self._calendar_of)
        self._promises = lru_cache(_FEW)(lambda edition, office: Promises(self.calendar(edition, office), office))

    def office(self, seq: int) -> Office:
        """The office rules after an event."""
        return self._office(_last(self._rules, seq))

    def edition(self, seq: int) -> str:
        """The calendar edition after an event, empty before the first."""
        place = bisect_right(self._editions, seq, key=lambda edition: edition[0])
        return self._editions[place - 1][1] if place else ""

    def calendar(self, edition: str, office: Office) -> Calendar:
        """The calendar of an edition of this file. Raises `CalendarGap` where it knew none."""
        return self._calendar(edition, office)

    def promises(self, edition: str, office: Office) -> Promises:
        """What receipts are promised by the calendar of an edition, each kind counted once. Raises `CalendarGap`."""
        return self._promises(edition, office)

    @property
    def editions(self) -> Sequence[Edition]:
        """The editions of the printed forms, which are shipped."""
        return editions()

    def procedure(self, code: str, case: str, on: datetime, seq: int) -> Procedure | None:
        """A procedure's case in force on the day of an instant, as known after an event."""
        found = self._in_force(_last(self._versions, seq), on.date()).get((code, case))
        return None if found is None or found.retired else found

    def imported_at(self, seq: int) -> datetime | None:
        """When the import of a number was recorded; None where that event is none."""
        return self._imports.get(seq)

    def known_time(self, seq: int, recorded_at: datetime) -> datetime:
        """The known time of an event, by the notes on the clock that were recorded before it."""
        if self._first_setback is None or seq < self._first_setback:
            return recorded_at
        latest = known_time.latest(self._connection, up_to=seq - 1, noted_by=seq - 1)
        return max(recorded_at, datetime.fromisoformat(latest))

    def _calendar_of(self, edition: str, office: Office) -> Calendar:
        seq = int(edition.partition(":")[0] or 0)
        return Calendar.of(calendar_store.days_known_at(self._connection, office, seq), edition)

    def _in_force_on(self, seq: int, on: date) -> dict[tuple[str, str], Procedure]:
        return {(p.code, p.case): p for p in in_force(self._known_versions(seq), on)}


def _last(seqs: list[int], seq: int) -> int:
    """The last of some numbers up to another, 0 before the first."""
    place = bisect_right(seqs, seq)
    return seqs[place - 1] if place else 0
