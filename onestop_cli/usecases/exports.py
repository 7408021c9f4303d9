"""What goes out of the file: dossiers, events, the register; streamed, and without names unless asked for.

Where personal data stay in, applicants bear pseudonyms. The free text of dossiers is left out by who writes them
(`core.columns`), that of events here: where data hold any, all of them stay in, for their hash is that of the whole.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from onestop_cli.core import dossier_events, file_events
from onestop_cli.core.amendments import amends
from onestop_cli.core.columns import exported
from onestop_cli.core.declines import Declined
from onestop_cli.core.dossier import Entry, Person
from onestop_cli.core.event_data import free_text_keys
from onestop_cli.core.ledger import EventRow
from onestop_cli.core.moments import Clock, Moments
from onestop_cli.core.outcomes import View, view
from onestop_cli.core.pseudonyms import under_pseudonym
from onestop_cli.errors import N_, NONSENSE, StoreDamaged
from onestop_cli.store import known_time, ledger, outgoing, register, secret, settings
from onestop_cli.store.columnar import Columns, dossier_columns
from onestop_cli.store.database import reading
from onestop_cli.store.outgoing import Cells
from onestop_cli.usecases import declines
from onestop_cli.usecases.entries import entries_at, told_up_to

Row = TypeVar("Row")
_WORDS = {kind: free_text_keys(of) for kind, of in (dossier_events.KINDS | file_events.KINDS).items()}


class ExportRequest(NamedTuple):
    """What is to go out: as it stood, of what was recorded after an event, with names and free text or without."""

    moments: Moments = Moments()
    since: int | None = None
    with_person: bool = False


class Dossiers(NamedTuple):
    """Dossiers on their way out, to be read once: one by one as views, or as cells of CSV, a chunk at a time.

    The cells are there where the register tells the dossiers as they are, and so is how many there are. `declined` are
    the refusals to accept, which are no dossiers.
    """

    views: Iterator[View]
    cells: Iterator[Sequence[Cells]] | None
    size: int | None
    agency: str
    declined: Iterator[Declined]


class Line(NamedTuple):
    """A dossier with its number in the register."""

    number: int
    entry: Entry


class Lines(NamedTuple):
    """The register on its way out, to be read once; how many lines there are, where that is known beforehand."""

    lines: Iterator[Line]
    size: int | None


class Events(NamedTuple):
    """Events on their way out, to be read once; how many there are, where that is known beforehand."""

    rows: Iterator[EventRow]
    size: int | None


def export_dossiers(path: Path, clock: Clock, request: ExportRequest, render: Callable[[Dossiers], None]) -> None:
    """`render` is handed every dossier asked for, void ones included, in the order of the codes."""
    with reading(path) as connection:
        at = request.moments.as_of or clock()
        key = _key(connection, request)
        agency = settings.value(connection, "agency_name", at.date())
        if request.moments.is_present:
            entries = register.in_code_order(connection, request.since)
            columns = exported(with_person=request.with_person)
            cells = outgoing.dossier_cells(connection, columns, at, key, request.since)
            size = outgoing.n_dossiers(connection, request.since)
        else:
            entries, cells, size = entries_at(connection, request.moments, request.since), None, None
        views = _readable(path, (view(_nameless(entry, key), at) for entry in entries))
        refusals = declines.of_all_days(connection, request.moments, request.since)
        refused = _readable(path, (each._replace(person=_hidden(each.person, key)) for each in refusals))
        render(Dossiers(views, cells, size, agency, refused))


def export_columns(path: Path, clock: Clock, request: ExportRequest, render: Callable[[Columns], None]) -> None:
    """`render` is handed the same dossiers, as they are now, as a stream of columns; needs the extra `parquet`."""
    with reading(path) as connection:
        at, key = clock(), _key(connection, request)
    columns = exported(with_person=request.with_person)
    with dossier_columns(path, columns, at, key, request.since) as streamed:
        render(streamed)


def export_events(path: Path, request: ExportRequest, render: Callable[[Events], None]) -> None:
    """`render` is handed the events asked for, in their order; free text and personal data only where asked for.

    As it stood at an instant, acts of dossiers that occurred later are left out, as a fold leaves them out.
    """
    with reading(path) as connection:
        since = request.since or 0
        up_to = known_time.last_seq_known_at(connection, request.moments.known_at)
        rows = map(EventRow._make, ledger.records(connection, since, up_to))
        as_of = request.moments.as_of
        kept = rows if as_of is None else (row for row in rows if _had_occurred(row, as_of))
        size = outgoing.n_events(connection, since) if request.moments.is_present else None
        render(Events(_readable(path, kept if request.with_person else map(bare, kept)), size))


def export_register(path: Path, request: ExportRequest, render: Callable[[Lines], None]) -> None:
    """`render` is handed the whole register in the order of receipt, void dossiers in their places.

    A line's number is its place among all, whatever is asked for and whatever was voided since.
    """
    with reading(path) as connection:
        key, moments = _key(connection, request), request.moments
        size = outgoing.n_dossiers(connection, request.since) if moments.is_present else None
        if moments.is_present:
            entries = register.in_order_of_receipt(connection, request.since)
        else:
            entries = _by_receipt(connection, moments, request.since)
        lines = _readable(path, (Line(number, _nameless(entry, key)) for number, entry in entries))
        render(Lines(lines, size))


def _readable(path: Path, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows; one of which something cannot be what onestop wrote is damage. Raises `StoreDamaged`.

    What goes wrong where they are written is not caught here.
    """
    try:
        yield from rows
    except NONSENSE as problem:
        raise StoreDamaged(path=path, why=N_("a row of it cannot be read")) from problem


def _key(connection: sqlite3.Connection, request: ExportRequest) -> str:
    """The key of pseudonyms, where applicants bear them."""
    return "" if request.with_person else secret.pseudonyms_key(connection)


def _nameless(entry: Entry, key: str) -> Entry:
    return entry._replace(person=_hidden(entry.person, key))


def _hidden(person: Person, key: str) -> Person:
    return under_pseudonym(person, key) if key else person


def _by_receipt(connection: sqlite3.Connection, moments: Moments, since: int | None) -> Iterator[tuple[int, Entry]]:
    """The register as it stood or was known, with its numbers: each life is told twice, so that nothing is sorted in
    memory."""
    told = (entry.dossier for entry in entries_at(connection, moments))
    receipts = ((d.received_at.isoformat(), d.code) for d in told)
    up_to = known_time.last_seq_known_at(connection, moments.known_at)
    for number, code in outgoing.numbered_codes(connection, receipts, since, up_to):
        entry = told_up_to(connection, code, moments.as_of, up_to)
        assert entry is not None
        yield number, entry


def _had_occurred(row: EventRow, as_of: datetime) -> bool:
    is_act = row.dossier is not None and not amends(row.kind, json.loads(row.data or "{}"))
    return not is_act or datetime.fromisoformat(row.occurred_at) <= as_of


def bare(row: EventRow) -> EventRow:
    """An event without what lies beside it; without data where they hold free text, or their kind is not known."""
    words = _WORDS.get(row.kind)
    holds_some = words is None or any(json.loads(row.data or "{}").get(key) for key in words)
    return row._replace(data=None if holds_some else row.data, salt=None, fields=None)
