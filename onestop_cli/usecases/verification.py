"""The whole file beside its events: what the register, the calendar, the catalogue, the settings and the seals say.

The ledger is read dossier by dossier in the order of codes, beside the rows of the register in the same order (its
chain, and the pages, by `usecases.pages`); nothing is gathered but the first finding of each kind, so that a file of
any size needs the same memory. What is asked of the past is asked of tables made again from the events
(`usecases.past`).
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

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
from onestop_cli.store import derived, kept_rows, known_time, ledger, register, shape
from onestop_cli.store.kept_rows import COLUMNS, KeptRow
from onestop_cli.store.ledger import EVERY_CODE, Stretch
from onestop_cli.store.projection import result_days
from onestop_cli.usecases.declined_again import wrong_declines
from onestop_cli.usecases.past import PastOfFile
from onestop_cli.usecases.reports.seals import Cells, SealAgain

_KINDS = {Wrong.act: Kind.act, Wrong.date: Kind.date, Wrong.limit: Kind.limit, Wrong.mark: Kind.mark}
_OF_FILE = tuple(table for table in derived.KEYS if table not in derived.OF_DOSSIERS)
"""The tables that follow from the events of the file alone."""
_NUMBER = COLUMNS.index("number")
_FOUR_DIGITS = 9_999


def look_at_shape(connection: sqlite3.Connection, found: Findings) -> bool:
    """What of its tables, rules and triggers is not as onestop made it is found; whether all of ours is there."""
    kinds = {"missing": Kind.shape_missing, "changed": Kind.shape_changed, "foreign": Kind.shape_foreign}
    changes = list(shape.changes(connection))
    for change in changes:
        found.add(Finding(kinds[change.change], name=f"{change.kind} {change.name}"))
    return all(change.change == "foreign" for change in changes)


class Counted:
    """How many dossiers the events tell, and how many seals were told again."""

    n_dossiers = n_seals = 0


class Told(NamedTuple):
    """What a part of the dossiers told: how many they are, what was found, the cells that seals count of them, by the
    numbers of the seals, and the seals that cannot be counted."""

    n_dossiers: int
    found: Findings
    cells: dict[int, Cells]
    broken_seals: set[int]


class Elsewhere(NamedTuple):
    """The dossiers of codes after `since`, which another process tells; `result` waits for it, None if it could not."""

    since: str
    result: Callable[[], Told | None]


def told_after(connection: sqlite3.Connection, since: str, anchored_to: int) -> Told:
    """The dossiers of codes after one, told again and compared. Raises `EventsDoNotAddUp`."""
    looked, counted = _Look(connection, Findings(anchored_to), by_index=True), Counted()
    looked.at_dossiers(counted, (since, ""))
    return looked.told(counted)


def look_at_all(
    connection: sqlite3.Connection,
    found: Findings,
    progress: Progress,
    *,
    by_index: bool,
    is_shaped: bool,
    elsewhere: Elsewhere | None = None,
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
        looked.at_fixed_rows,
        looked.at_tables_of_file,
        looked.at_clock_notes,
        looked.at_declines,
        lambda: looked.at_every_dossier(counted, progress, elsewhere),
        looked.at_numbers,
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

    def at_fixed_rows(self) -> None:
        """The kinds of event, the steps of the format, and since when marks are kept."""
        for table in shape.FIXED:
            lacking, extra = shape.fixed_rows(self._connection, table)
            for key in sorted(lacking):
                self._found.add(_row(table, key, ()))
            for key in sorted(extra):
                self._found.add(_row(table, key, (), is_extra=True))
        if seq := kept_rows.wrongly_before_marks(self._connection, self._past.marks_kept):
            self._found.add(_row("marks_kept", (str(self._past.marks_kept),), ("after_seq",), seq=seq))

    def at_clock_notes(self) -> None:
        """Each note on the clock is of one that was ahead."""
        for seq in known_time.wrong_notes(self._connection):
            self._found.add(Finding(Kind.act, seq, act="clock", columns=("clock",)))

    def at_declines(self) -> None:
        """Each refusal to accept bears the number it had to, and names a procedure of its day."""
        for finding in wrong_declines(self._connection, self._past):
            self._found.add(finding)

    def at_tables_of_file(self) -> None:
        """The calendar, the catalogue, the settings and where the clock went back."""
        for each in derived.differences(self._connection, _OF_FILE):
            self._found.add(_row(each.table, each.key, each.columns, is_extra=each.is_extra))

    def at_every_dossier(self, counted: Counted, progress: Progress, elsewhere: Elsewhere | None) -> None:
        """All dossiers, but for those that are told elsewhere, if they are."""
        if elsewhere is None:
            self.at_dossiers(counted, EVERY_CODE, progress)
            return
        self.at_dossiers(counted, ("", elsewhere.since), progress)
        if (told := elsewhere.result()) is None:
            self.at_dossiers(counted, (elsewhere.since, ""), progress)
            return
        counted.n_dossiers += told.n_dossiers
        self._found.take(told.found)
        self._broken_seals |= told.broken_seals
        for seal in self._seals:
            seal.cells.update(told.cells.get(seal.seal.event.seq, {}))

    def told(self, counted: Counted) -> Told:
        """What the dossiers looked at told."""
        cells = {seal.seal.event.seq: seal.cells for seal in self._seals}
        return Told(counted.n_dossiers, self._found, cells, self._broken_seals)

    def at_dossiers(self, counted: Counted, codes: Stretch, progress: Progress = lambda _: None) -> None:
        """Each dossier of a stretch of codes is told again, event by event, and compared with its row."""
        rows = kept_rows.kept_rows(self._connection, codes, by_index=self._by_index)
        row = next(rows, None)
        done = 0
        for code, of_dossier in ledger.events_by_dossier(self._connection, by_index=self._by_index, codes=codes):
            counted.n_dossiers += 1
            while row is not None and str(row[0]) < code:
                self._found.add(_row("dossier", (str(row[0]),), (), is_extra=True))
                row = next(rows, None)
            mine = row if row is not None and row[0] == code else None
            done += self._at_dossier(code, of_dossier, mine)
            progress(done)
            if mine is not None:
                row = next(rows, None)
        for extra in (*([row] if row else []), *rows):
            self._found.add(_row("dossier", (str(extra[0]),), (), is_extra=True))

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
        elif row[1:] != values:
            differing = [name for name, one, other in zip(COLUMNS, row[1:], values, strict=True) if one != other]
            if is_decided_later:
                differing = [name for name in differing if name not in ("series", "number")]
            if differing:
                self._found.add(_row("dossier", (dossier.code,), tuple(differing), seq=told[-1].event.seq))

    def _count_in(self, seal: SealAgain, told: Sequence[Step]) -> None:
        try:
            seal.take(told)
        except (*NONSENSE, OnestopError):
            self._broken_seals.add(seal.seal.event.seq)

    def at_numbers(self) -> None:
        """Numbers of more than four digits from before format 6, and what replaced files had used."""
        derived.decide_as_format_6(self._connection)
        for code in kept_rows.misnumbered(self._connection):
            self._found.add(_row("dossier", (code,), ("series", "number")))
        for each in derived.differences(self._connection, ("series_used",)):
            self._found.add(_row(each.table, each.key, each.columns, is_extra=each.is_extra))

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
    dossier = key[0] if table == "dossier" else ""
    return Finding(kind, seq, dossier, table=table, key=key, columns=columns)
