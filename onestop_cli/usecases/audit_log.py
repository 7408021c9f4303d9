"""The ledger told event by event: what, when it happened and when it was recorded, by whom and under which login.

Personal data and free text stay in unless they are asked for, by the rule of `export events`.
"""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core import recording
from onestop_cli.core.filters import EventFilters
from onestop_cli.core.ledger import OF_DECLINES, Event, EventRow
from onestop_cli.core.moments import Clock
from onestop_cli.core.progress import Progress, telling
from onestop_cli.errors import N_, ChainBroken, RowUnreadable
from onestop_cli.store import audit_log as store
from onestop_cli.store import declines, known_time, ledger
from onestop_cli.store.database import reading
from onestop_cli.usecases.entries import code_meant
from onestop_cli.usecases.exports import bare


class LogRequest(NamedTuple):
    """Which events are told, known at an instant; at most so many of the newest, None for all of them."""

    filters: EventFilters
    known_at: datetime | None = None
    limit: int | None = None
    with_person: bool = False


class Logged(NamedTuple):
    """One event: as it goes out, as it is kept, and the login it was recorded under, None where that is not known.

    `row` has neither free text nor personal data unless they were asked for; `event` has its free text. `of_decline` is
    the number of the refusal to accept that it names, empty where it names none.
    """

    row: EventRow
    event: Event
    login: str | None
    of_decline: str = ""


class Log(NamedTuple):
    """Events by number, to be read once, how many they are, and how many fit with the older ones left out."""

    events: Iterator[Logged]
    n: int
    n_all: int

    @property
    def was_cut(self) -> bool:
        return self.n_all > self.n

    def telling(self, progress: Progress) -> "Log":
        """The same, which tells how many of its events are written."""
        return self._replace(events=telling(progress, self.events))


def audit_log(path: Path, clock: Clock, request: LogRequest, render: Callable[[Log], None]) -> Log:
    """`render` is handed the events asked for, in their order.

    Raises `UnknownDossier`, `AmbiguousCode`, `ChainBroken` for an event that cannot be read, and as `reading`.
    """
    with reading(path) as connection:
        filters = request.filters
        if filters.dossier is not None:
            filters = filters._replace(dossier=_with_events(connection, filters.dossier, clock().date()))
        known = known_time.last_seq_known_at(connection, request.known_at)
        if known is not None:
            filters = filters._replace(up_to=known if filters.up_to is None else min(known, filters.up_to))
        n = n_all = store.n_fitting(connection, filters)
        if request.limit is not None and request.limit < n:
            n = request.limit
            filters = filters._replace(after=store.number_before_newest(connection, filters, n))
        of_imports = store.logins_of_imports(connection)
        seq = 0

        def told() -> Iterator[Logged]:
            nonlocal seq
            for row in store.rows(connection, filters):
                seq = row.seq
                if not all(isinstance(text, str) for text in (row.kind, row.actor, row.hash, row.dossier or "")):
                    raise RowUnreadable
                event = ledger.event_of_row(row)
                going = row if request.with_person else bare(row)
                of_decline = declines.number_at(connection, event.data.get("act")) if row.kind in OF_DECLINES else ""
                yield Logged(going, event, recording.login(event.data, of_imports), of_decline)

        log = Log(told(), n, n_all)
        try:
            render(log)
        except RowUnreadable as problem:
            raise ChainBroken(path=path, seq=seq, why=N_("it cannot be read")) from problem
        return log


def _with_events(connection: sqlite3.Connection, text: str, today: date) -> str:
    """The code of the dossier meant, which has events. Raises as `code_meant`, `RowUnreadable` where they are gone."""
    code = code_meant(connection, text, today)
    if not store.n_fitting(connection, EventFilters(dossier=code)):
        raise RowUnreadable
    return code
