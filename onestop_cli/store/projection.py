"""The register made to agree with the ledger: a dossier's row is written from its events, after each act and again
after a migration."""

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.errors import RowUnreadable
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import found_words, ledger, register

if TYPE_CHECKING:
    from onestop_cli.core.progress import Progress


def project(
    connection: sqlite3.Connection, events: Sequence[Event], calendar: Calendar, *, is_new: bool = False
) -> Dossier:
    """Fold a dossier's events and make the register agree with it; a new one must not be there yet."""
    dossier = folded(events)
    if not is_new:
        found_words.change(connection, events[0].seq, dossier)
    write_row(connection, dossier, calendar, is_new=is_new, is_drawn=bool(events[0].data.get("drawn")))
    if is_new:
        found_words.add(connection, events[0].seq, dossier)
    return dossier


def folded(events: Sequence[Event]) -> Dossier:
    """The state of a dossier that is in the register. Raises `RowUnreadable`."""
    dossier = fold(events)
    if dossier is None:
        raise RowUnreadable
    return dossier


def write_row(
    connection: sqlite3.Connection, dossier: Dossier, calendar: Calendar, *, is_new: bool, is_drawn: bool = False
) -> None:
    """Make the register agree with a dossier's state, with the working days its result took and saved."""
    register.write(connection, dossier, *result_days(dossier, calendar), is_new=is_new, is_drawn=is_drawn)


def result_days(dossier: Dossier, calendar: Calendar) -> tuple[int | None, int | None]:
    """The working days a dossier's result took and saved, None without one (domain §4.1)."""
    if dossier.resolved_at is None:
        return None, None
    from onestop_cli.core.tally import days_saved, days_used

    return days_used(dossier, calendar), days_saved(dossier, calendar)


def project_all(connection: sqlite3.Connection, progress: "Progress" = lambda _: None) -> None:
    """Every row of the register, with the words it is found by, is made anew from events, of which progress is told."""
    calendar: Calendar | None = None
    done = 0
    words = found_words.Gathering(connection)
    for _, of_dossier in ledger.events_by_dossier(connection):
        calendar = calendar or calendar_store.load(connection)
        events = list(of_dossier)
        dossier = folded(events)
        write_row(connection, dossier, calendar, is_new=False)
        words.add_of(events[0].seq, dossier)
        done += len(events)
        progress(done)
    connection.execute("DELETE FROM search_word")
    words.write()
