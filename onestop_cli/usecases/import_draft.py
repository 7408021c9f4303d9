"""What an import would record, found out against a head of the ledger: row by row, as if each were recorded at once.

Reads one consistent state of the file and writes nothing to it. What is to be recorded is put aside in a spool; a
later row of the same file sees what an earlier one of its code has put there.
"""

import pickle
import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from onestop_cli.core.amendments import erasure, has_ended
from onestop_cli.core.dossier import Entry, Person
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import apply, fold
from onestop_cli.core.quotable import row_problem
from onestop_cli.core.recorded_late import basis_of
from onestop_cli.core.register_row import RegisterRow
from onestop_cli.core.row_life import Happened, Papers, RowLife, Rules, later_life
from onestop_cli.errors import TOLD, OnestopError, RowProblem, StoreProblem
from onestop_cli.sources.csv_file import CsvLine
from onestop_cli.sources.register_csv import row_of
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger, procedures, register, secret, settings
from onestop_cli.store.ledger import Unchained, unchained
from onestop_cli.store.schema import times_made_anew
from onestop_cli.store.scratch import RowsTold, Spool
from onestop_cli.usecases.entries import must_be_no_decline, person
from onestop_cli.usecases.row_preparation import Ahead, Kept, Preparation, Prepared
from onestop_cli.usecases.transaction import (
    drafted,
    known_now,
    must_be_told_by,
    rules_known_at,
    strictly_without_and_with,
)

LINES = 5
"""The lines named whose due date is on a day off; more than that are only counted."""


class ToRecord(NamedTuple):
    """What is to be recorded of one row, `written` as `Kept` does.

    Where there is a `series`, a number of it is to be drawn: the `code` is what it would be if nothing came in between.
    """

    line: int
    code: str
    series: str
    digest: str
    written: bytes


class Draft:
    """An import as it would be recorded at an instant, after the last event there is."""

    def __init__(self, connection: sqlite3.Connection, now: datetime, spool: Spool, told: RowsTold) -> None:
        self.connection = connection
        self.now = now
        self.head = ledger.last_mark(connection)
        self._times_made_anew = times_made_anew(connection)
        self.preparation = preparation(connection, now, self.head.seq + 1)
        self.spool = spool
        self.problems: list[RowProblem] = []
        self.lines_on_days_off: list[int] = []
        self.rows = self.received = self.continued = self.known = self.bad = self.foreign_codes = 0
        self.due_on_day_off = 0
        self._told = told
        self._numbers = register.Numbers(connection, self._is_taken)
        self._named: set[str] = set()
        self._has_drawn_told = False
        self._has_imported = register.has_imported_rows(connection)
        self._known_at = known_now(connection, now)

    @property
    def has_news(self) -> bool:
        return bool(self.received or self.continued)

    def take(self, line: CsvLine | RowProblem, ahead: Ahead | None = None) -> None:
        """One line is put aside, or what is wrong with it noted; it may have been made ready ahead."""
        self.rows += 1
        try:
            if ahead is not None and isinstance(line, CsvLine):
                self._take_ahead(line, ahead)
            else:
                self._take(row_of(line))
        except StoreProblem:
            raise
        except OnestopError as problem:
            self._note([row_problem(line.line, problem)])

    def _take(self, row: RegisterRow | list[RowProblem]) -> None:
        if isinstance(row, list):
            self._note(row)
        elif row.code is None:
            self._take_numbered(
                row.line, self.preparation.digest(row), self.preparation.series(row),
                lambda code, known_by: self.preparation.new_dossier(row, code, known_by),
            )  # fmt: skip
        else:
            known, places = self._known(row.code)
            if known is not None or places:
                self._continue(row, row.code, known, places)
            else:
                self._put_new(row.line, row.code, "", "", self.preparation.new_dossier(row, row.code, ""))

    def _take_ahead(self, line: CsvLine, ahead: Ahead) -> None:
        code = ahead.code
        if not code:
            self._take_numbered(line.line, ahead.digest, ahead.series, lambda _, known_by: ahead.known_by(known_by))
            return
        known, places = self._known(code)
        if known is not None or places:
            self._take(row_of(line))
        else:
            self._put_new(line.line, code, "", "", ahead.known_by(""))

    def holds(self, connection: sqlite3.Connection, now: datetime) -> bool:
        """Whether it can be recorded after what has happened since, at an instant: nothing that it rests on changed.

        It rests on every event of the file and the tables made of them, on the dossiers that its rows name, and on
        numbers where a row names a dossier of a day on which others are numbered.
        """
        if times_made_anew(connection) != self._times_made_anew:
            return False
        if now.date() < self.now.date() or ledger.hash_at(connection, self.head.seq) != self.head.hash:
            return False
        if ledger.has_event_of_file_since(connection, self.head.seq):
            return False
        changed = ledger.dossiers_since(connection, self.head.seq)
        if any(map(self._told.names, changed)):
            return False
        mixed = {series: used for series, used in self._numbers.found.items() if series in self._named}
        return not changed or all(register.highest_used(connection, each) == used for each, used in mixed.items())

    def _note(self, problems: list[RowProblem]) -> None:
        self.bad += 1
        if self.bad <= TOLD:
            self.problems += problems

    def _take_numbered(
        self, line: int, digest: bytes, in_series: str, prepared: Callable[[str, str], Prepared]
    ) -> None:
        """A row without a code is a new dossier, unless it was imported before."""
        known_by = f"{digest.hex()}:{self._told.occurrence(digest)}"
        if self._has_imported and register.imported_code(self.connection, known_by) is not None:
            self.known += 1
            return
        drawn = self._numbers.next(in_series)
        made = prepared(drawn.code, known_by)
        self._numbers.use(drawn.own)
        self._put_new(line, drawn.code, in_series, known_by, made)

    def _known(self, code: str) -> tuple[Entry | None, list[int]]:
        """The dossier that the file knows by a code, and the places of what rows before tell of it."""
        self._named.add(_series_of(code))
        if _series_of(code) in self._numbers.found and not self._has_drawn_told:
            self._tell_drawn()
        return register.entry(self.connection, code), self._told.places(code)

    def _put_new(self, line: int, code: str, in_series: str, digest: str, prepared: Prepared) -> None:
        is_drawn = bool(in_series)
        must_be_no_decline(self.connection, code)
        place = self.spool.add((line, code, in_series, digest, prepared.written))
        if not is_drawn or self._has_drawn_told:
            self._told.add(code, place, is_drawn=is_drawn)
        if not is_drawn:
            self._numbers.use_code(code)
        self.received += 1
        self.foreign_codes += prepared.is_foreign
        self._look_at_due_day(line, prepared.is_due_on_day_off)

    def _is_taken(self, code: str) -> bool:
        """Whether a row before bears a code of its own."""
        return _series_of(code) in self._named and bool(self._told.places(code))

    def _tell_drawn(self) -> None:
        """From here on it is known of the numbers drawn, too, whose they are: rows name dossiers of their days."""
        self._has_drawn_told = True
        for place, kept in self.spool.places():
            if (found := ToRecord._make(kept)).series:
                self._told.add(found.code, place, is_drawn=True)

    def _continue(self, row: RegisterRow, code: str, known: Entry | None, places: Sequence[int]) -> None:
        """A dossier that is known: the same content is skipped, later acts are put aside, else it is bad."""
        events: list[Event] = []
        if known is not None:
            events = ledger.dossier_events(self.connection, code)
            must_be_told_by(events, known.dossier)
        first_person = person(self.connection, events[0].seq) if events else None
        for place in places:
            for act in map(Unchained._make, Kept.read(ToRecord._make(self.spool.at(place)).written).acts):
                seq = self.preparation.number + 1 + len(events)
                events.append(ledger.event_of(act, seq, code, self.now))
                if first_person is None:
                    first_person = Person(**ledger.person_of(act))
        assert first_person is not None
        if places:
            dossier = fold(events)
            assert dossier is not None
            known = Entry(dossier, known.person if known is not None else first_person)
        assert known is not None
        first = Entry(apply(None, events[0]), first_person)
        life = continued_life(self.connection, self.preparation, row, known, first, events, self._known_at)
        if not life.events:
            self._told.add(code, None, is_drawn=False)
            self.known += 1
            return
        acts = [unchained(said, at) for said, at in life.events]
        place = self.spool.add((row.line, code, "", "", Kept(acts, None, pickle.dumps(row)).written()))
        self._told.add(code, place, is_drawn=False)
        self.continued += 1
        is_moved = life.dossier.due_at != known.dossier.due_at
        self._look_at_due_day(row.line, is_moved and self.preparation.is_due_on_day_off(row, life.dossier))

    def _look_at_due_day(self, line: int, is_on_day_off: bool) -> None:
        """A due date that another system put on a day off is counted, and the first lines are noted."""
        if is_on_day_off:
            self.due_on_day_off += 1
            if len(self.lines_on_days_off) < LINES:
                self.lines_on_days_off.append(line)


def _series_of(code: str) -> str:
    """The series that a code is numbered in, if it is numbered in one."""
    return code.rpartition("-")[0]


def preparation(connection: sqlite3.Connection, now: datetime, number: int) -> Preparation:
    """What new dossiers are told by, as the file has it; the import has a number."""
    return Preparation(
        Rules(calendar_store.load(connection), settings.office(connection)),
        settings.values(connection).get("agency_code", []),
        list(procedures.versions(connection)),
        secret.imports_key(connection),
        now,
        number,
    )


def continued_life(
    connection: sqlite3.Connection,
    by: Preparation,
    row: RegisterRow,
    known: Entry,
    first: Entry,
    events: Sequence[Event],
    known_at: datetime,
) -> RowLife:
    """What a row tells of a dossier of so many events that is not known yet. Raises as `later_life`."""
    rules, now = by.rules, by.now
    own = Rules(*rules_known_at(connection, events[0].seq, rules.calendar))

    def cures(earlier: Sequence[Happened], one: Happened) -> bool:
        """Whether an act cures a dossier that bears marks, looked at without its papers recorded late."""
        told = list(events)
        for said, at in earlier:
            told.append(drafted(told, said, at, now))
        basis = basis_of(one.said.kind)
        return strictly_without_and_with(connection, told, one.said, one.at, now, known_at, basis) is not None

    papers = Papers(known_at, row.override, has_ended(events), cures if known.dossier.recorded_late else _never)
    is_erased = erasure(events) is not None
    return later_life(row, known, first, rules, own, now, papers, imported_by=by.number, is_erased=is_erased)


def _never(_earlier: Sequence[Happened], _one: Happened) -> bool:
    return False
