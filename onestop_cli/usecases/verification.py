"""The whole file beside its events: what the register, the calendar, the catalogue, the settings and the seals say.

The ledger is read once more after its chain was walked, dossier by dossier in the order of codes, beside the rows of
the register in the same order; nothing is gathered but the first finding of each kind, so that a file of any size needs
the same memory. What is asked of the past is asked of tables made again from the events (`usecases.past`).
"""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.findings import Finding, Findings, Kind
from onestop_cli.core.ledger import Event
from onestop_cli.core.progress import Progress
from onestop_cli.core.remarked import mismarked
from onestop_cli.core.replayed import misdated
from onestop_cli.core.steps import Step, Wrong, steps
from onestop_cli.errors import NONSENSE, EventsDoNotAddUp, OnestopError
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import derived, integrity, kept_rows, ledger, register, shape
from onestop_cli.store.kept_rows import COLUMNS, KeptRow
from onestop_cli.store.projection import result_days
from onestop_cli.usecases.past import PastOfFile
from onestop_cli.usecases.reports.seals import SealAgain

_KINDS = {Wrong.act: Kind.act, Wrong.date: Kind.date, Wrong.limit: Kind.limit, Wrong.mark: Kind.mark}
_OF_FILE = tuple(table for table in derived.KEYS if table not in ("dossier", "imported_row", "series_used"))
"""The tables that follow from the events of the file alone."""
_NUMBER = COLUMNS.index("number")
_FOUR_DIGITS = 9_999


def look_at_file(connection: sqlite3.Connection, found: Findings) -> bool:
    """What of its shape, its pages, its indexes and its references is not as it should be is found.

    Tells whether its indexes can be relied on. A page that cannot be read at all raises as `reading`.
    """
    for change in shape.changes(connection):
        kind = {"missing": Kind.shape_missing, "changed": Kind.shape_changed, "foreign": Kind.shape_foreign}
        found.add(Finding(kind[change.change], name=f"{change.kind} {change.name}"))
    faults = integrity.faults(connection, compared=("dossier",))
    for fault in faults:
        is_rule = fault.said.startswith("CHECK")
        kind_of_fault = Kind.bad_index if fault.is_of_index else Kind.rule if is_rule else Kind.pages
        found.add(Finding(kind_of_fault, table=fault.table))
    if table := integrity.broken_references(connection):
        found.add(Finding(Kind.reference, table=table))
    return not any(fault.is_of_index for fault in faults)


class Counted:
    """How many dossiers the events tell, and how many seals were told again."""

    n_dossiers = n_seals = 0


def look_at_all(
    connection: sqlite3.Connection, found: Findings, progress: Progress, *, by_index: bool, is_shaped: bool
) -> Counted:
    """Everything that follows from the events is beside them, and what differs is found.

    The progress is told events. `is_shaped` tells that the tables have the columns they should.
    """
    counted = Counted()
    try:
        looked = _Look(connection, found, by_index=by_index)
    except EventsDoNotAddUp:
        found.add(Finding(Kind.file_events))
        return counted
    except sqlite3.OperationalError:
        if is_shaped:
            raise
        return counted
    parts = (
        looked.at_tables_of_file,
        lambda: looked.at_dossiers(counted, progress),
        looked.at_imported_rows,
        looked.at_numbers,
        looked.at_people,
    )
    for part in parts:
        try:
            part()
        except sqlite3.OperationalError as problem:
            if is_shaped or not str(problem).startswith("no such"):
                raise
    looked.at_seals(counted)
    return counted


class _Look:
    """One look at everything that follows from the events."""

    def __init__(self, connection: sqlite3.Connection, found: Findings, *, by_index: bool) -> None:
        """Raises `EventsDoNotAddUp`."""
        self._connection, self._found, self._by_index = connection, found, by_index
        self._past = PastOfFile(connection)
        self._calendar: Calendar = calendar_store.load(connection)
        self._seals: list[SealAgain] = []
        self._broken_seals: set[int] = set()
        for event in ledger.events_of_file(connection, ("seal",)):
            try:
                self._seals.append(SealAgain(connection, event))
            except (*NONSENSE, OnestopError):
                self._broken_seals.add(event.seq)
        self._n_imported = 0

    def at_tables_of_file(self) -> None:
        """The calendar, the catalogue, the settings and where the clock went back."""
        for each in derived.differences(self._connection, _OF_FILE):
            self._found.add(_row(each.table, each.key, each.columns, is_extra=each.is_extra))

    def at_dossiers(self, counted: Counted, progress: Progress) -> None:
        """Each dossier is told again, event by event, and compared with its row."""
        rows = kept_rows.kept_rows(self._connection, by_index=self._by_index)
        row = next(rows, None)
        done = 0
        for code, of_dossier in ledger.events_by_dossier(self._connection, by_index=self._by_index):
            counted.n_dossiers += 1
            while row is not None and row.code < code:
                self._found.add(_row("dossier", (row.code,), (), is_extra=True))
                row = next(rows, None)
            mine = row if row is not None and row.code == code else None
            done += self._at_dossier(code, of_dossier, mine)
            progress(done)
            if mine is not None:
                row = next(rows, None)
        for extra in (*([row] if row else []), *rows):
            self._found.add(_row("dossier", (extra.code,), (), is_extra=True))

    def _at_dossier(self, code: str, of_dossier: Iterator[Event], row: KeptRow | None) -> int:
        """How many events it has; a life that cannot be told is found, and nothing else of it is."""
        told: list[Step] = []
        try:
            told = steps(list(of_dossier))
            dossier = told[-1].after
            if dossier is None:
                raise ValueError
            for wrong in chain(misdated(told, self._past), mismarked(told, self._past)):
                self._found.add(
                    Finding(
                        _KINDS[wrong.wrong],
                        wrong.seq,
                        code,
                        wrong.kind,
                        columns=(wrong.column,),
                        said=wrong.said,
                        derived=wrong.derived,
                    )
                )
            self._compare(told, dossier, row)
            for seal in self._seals:
                self._count_in(seal, told)
        except (*NONSENSE, sqlite3.IntegrityError, OnestopError):
            self._found.add(Finding(Kind.life, ledger.receipt_seq(self._connection, code) or 0, code))
        return len(told)

    def _compare(self, told: Sequence[Step], dossier: Dossier, row: KeptRow | None) -> None:
        """The row of a dossier beside its state, column by column."""
        first = told[0].event
        is_legacy = first.seq <= self._past.marks_kept
        is_drawn = is_legacy or bool(first.data.get("drawn"))
        days = result_days(dossier, self._calendar)
        values = register.whole_row(dossier, *days, is_drawn=is_drawn)
        number = values[_NUMBER]
        is_decided_later = is_legacy and isinstance(number, int) and number >= _FOUR_DIGITS
        if is_decided_later:
            register.write(self._connection, dossier, *days, is_new=True, is_drawn=True)
        if row is None:
            self._found.add(_row("dossier", (dossier.code,), (), seq=first.seq))
        elif row.values != values or row.miscounted:
            differing = [name for name, one, other in zip(COLUMNS, row.values, values, strict=True) if one != other]
            if is_decided_later:
                differing = [name for name in differing if name not in ("series", "number")]
            if columns := (*differing, *row.miscounted):
                self._found.add(_row("dossier", (dossier.code,), columns, seq=told[-1].event.seq))
        if digest := first.data.get("row"):
            self._at_imported_row(str(digest), dossier.code, first.seq)

    def _at_imported_row(self, digest: str, code: str, seq: int) -> None:
        """A row without a code that was imported is known to be, so that another import adds nothing."""
        filed = kept_rows.imported_as(self._connection, digest)
        self._n_imported += filed == code
        if filed != code and not kept_rows.is_imported_before(self._connection, digest, seq):
            self._found.add(_row("imported_row", (code,), () if filed is None else ("code",), seq=seq))

    def _count_in(self, seal: SealAgain, told: Sequence[Step]) -> None:
        try:
            seal.take(told)
        except (*NONSENSE, OnestopError):
            self._broken_seals.add(seal.seal.event.seq)

    def at_imported_rows(self) -> None:
        """The file knows no imported row of which no receipt says so."""
        if kept_rows.n_imported(self._connection) != self._n_imported:
            for _, code in kept_rows.imported_without_event(self._connection):
                self._found.add(_row("imported_row", (code,), (), is_extra=True))

    def at_numbers(self) -> None:
        """Numbers of more than four digits from before format 6, and what replaced files had used."""
        derived.decide_as_format_6(self._connection)
        for code in kept_rows.misnumbered(self._connection):
            self._found.add(_row("dossier", (code,), ("series", "number")))
        for each in derived.differences(self._connection, ("series_used",)):
            self._found.add(_row(each.table, each.key, each.columns, is_extra=each.is_extra))

    def at_people(self) -> None:
        """People are found by what is recorded of them."""
        for seq in kept_rows.missearched(self._connection):
            self._found.add(_row("personal", (str(seq),), ("search",), seq=seq))

    def at_seals(self, counted: Counted) -> None:
        """Every seal comes out again from the events before it."""
        for seal in self._seals:
            counted.n_seals += 1
            try:
                comes_out = seal.comes_out()
            except (*NONSENSE, OnestopError):
                comes_out = False
            if not comes_out:
                self._broken_seals.add(seal.seal.event.seq)
        for seq in sorted(self._broken_seals):
            self._found.add(Finding(Kind.seal, seq))


def _row(
    table: str, key: tuple[str, ...], columns: tuple[str, ...], *, seq: int = 0, is_extra: bool = False
) -> Finding:
    """A row that differs in columns, or that is missing or there without an event."""
    kind = Kind.row_differs if columns else Kind.row_extra if is_extra else Kind.row_missing
    dossier = key[0] if table in ("dossier", "imported_row") else ""
    return Finding(kind, seq, dossier, table=table, key=key, columns=columns)
