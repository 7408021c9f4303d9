"""Gathering what was written after the fact among the dossiers of a report (domain §3.3)."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.marks import LateEntry, LatePaper, Marks
from onestop_cli.core.periods import Period
from onestop_cli.store import ledger, register

Events = Sequence[Event]
Seen = dict[str, Callable[[], Events]]
"""The known events of dossiers, by their codes."""


def marks(
    connection: sqlite3.Connection,
    calendar: Calendar,
    seen: Seen,
    period: Period,
    at: datetime,
    is_meant: Callable[[Dossier], bool],
) -> Marks:
    """The marks of the dossiers meant that are counted in a period judged at an instant; void ones bear theirs too.

    What was recorded under an earlier format bears none, so that a report of then says what it said.
    """
    since = ledger.marks_kept_since(connection)
    papers: list[LatePaper] = []
    entries: list[LateEntry] = []
    for events in seen.values():
        then = fold(events(), at)
        if then is None or (then.finished_at is not None and then.finished_at < period.first_second):
            continue
        if not is_meant(then):
            continue
        papers += [LatePaper(then.code, record) for record in then.recorded_late]
        if then.entered_late_at is not None and then.due_at is not None and then.entered_late_at > since.at:
            days = calendar.working_days_between(then.due_at.date(), then.entered_late_at.date())
            entries.append(LateEntry(then.code, then.due_at, then.entered_late_at, max(0, days)))
    return Marks(tuple(sorted(papers)), tuple(sorted(entries)), since.seq)


def present(connection: sqlite3.Connection, period: Period, at: datetime) -> Seen:
    """The dossiers of the register that bear a mark and were not finished before a period, received by an instant."""
    codes = [entry.dossier.code for entry in register.marked(connection, period.first_second, at)]
    return {code: lambda code=code: ledger.dossier_events(connection, code) for code in codes}
