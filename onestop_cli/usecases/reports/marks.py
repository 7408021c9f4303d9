"""Gathering what was written after the fact among the dossiers of a report (domain §3.3)."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold, told_at
from onestop_cli.core.marks import LateEntry, LatePaper, Marks
from onestop_cli.core.periods import Period
from onestop_cli.store import ledger, register

Events = Sequence[Event]
Seen = dict[str, Callable[[datetime], Dossier | None]]
"""How dossiers stood at an instant, by their codes."""


def marks(
    connection: sqlite3.Connection,
    calendar: Calendar,
    seen: Seen,
    period: Period,
    at: datetime,
    is_meant: Callable[[Dossier], bool],
) -> Marks:
    """The marks of the dossiers meant that are counted in a period judged at an instant; of void ones their papers too.

    What was recorded under an earlier format bears none, so that a report of then says what it said. The working days
    of an entry are counted up to the last day of the calendar.
    """
    since = ledger.marks_kept_since(connection)
    papers: list[LatePaper] = []
    entries: list[LateEntry] = []
    for stood in seen.values():
        then = stood(at)
        if then is None or (then.finished_at is not None and then.finished_at < period.first_second):
            continue
        if not is_meant(then):
            continue
        papers += [LatePaper(then.code, record) for record in then.recorded_late]
        entered, due_at = then.entered_late_at, then.due_at
        if entered is not None and due_at is not None and entered > since.at and then.status is not Status.void:
            days = calendar.working_days_between(due_at.date(), min(entered.date(), calendar.last))
            entries.append(LateEntry(then.code, due_at, entered, max(0, days)))
    return Marks(tuple(sorted(papers)), tuple(sorted(entries)), since.seq)


def present(connection: sqlite3.Connection, period: Period, at: datetime) -> Seen:
    """The dossiers of the register that bear a mark and were not finished before a period, received by an instant."""
    since = ledger.marks_kept_since(connection).at
    return {
        d.code: lambda at, d=d: told_at(d, at, lambda: ledger.dossier_events(connection, d.code))
        for d, _ in register.marked(connection, period.first_second, at, since)
    }


def of_events(events: Events) -> Callable[[datetime], Dossier | None]:
    """How a dossier stood, from its known events."""
    return lambda at: fold(events, at)
