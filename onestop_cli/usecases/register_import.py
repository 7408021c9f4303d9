"""Importing a register: every row validated, promised and recorded, or none of them.

One pass in one transaction: rows are written as they are checked, and one bad row undoes them all. What
was imported is known from the moment of import; each act keeps the time it happened.
"""

import hashlib
import hmac
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.amendments import has_ended
from onestop_cli.core.codes import is_foreign, is_told_drawn, series
from onestop_cli.core.dossier import Dossier, DueSource, Entry
from onestop_cli.core.file_events import Import
from onestop_cli.core.ledger import Event, canonical_json
from onestop_cli.core.life import apply
from onestop_cli.core.moments import Clock
from onestop_cli.core.procedures import Procedure, case_meant, in_force
from onestop_cli.core.progress import Progress
from onestop_cli.core.quotable import quotable, row_problem
from onestop_cli.core.recorded_late import basis_of
from onestop_cli.core.register_row import RegisterRow
from onestop_cli.core.row_life import Happened, Origin, Papers, RowLife, Rules, first_life, later_life
from onestop_cli.errors import (
    N_,
    TOLD,
    BadFile,
    BadRows,
    OnestopError,
    ProcedureNotInForce,
    ProcedureRetired,
    RowProblem,
    RowRefused,
    UnknownCase,
    UnknownFile,
)
from onestop_cli.sources.register_csv import read_register
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger, procedures, register, secret, settings
from onestop_cli.store.database import writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.store.projection import project, write_row
from onestop_cli.usecases.entries import person
from onestop_cli.usecases.transaction import drafted, known_now, own_rules, strictly_without_and_with

LINES = 5
"""The lines named whose due date is on a day off; more than that are only counted."""


class Imported(NamedTuple):
    """What an import did: dossiers received, those that got later facts, rows already known; its event.

    `due_on_day_off` are the due dates of another system that are on no working day, `due_on_day_off_lines` where the
    first of them stand.
    """

    rows: int
    received: int
    continued: int
    known: int
    foreign_codes: int
    seq: int | None
    due_on_day_off: int
    due_on_day_off_lines: tuple[int, ...]


class _Undone(Exception):
    """Nothing is to be kept: a dry run, bad rows, or nothing new."""


def import_register(
    path: Path, clock: Clock, actor: str, file: Path, *, dry_run: bool = False, progress: Progress = lambda _: None
) -> Imported:
    """The rows of a CSV register are dossiers in the ledger; those known already are skipped and counted.

    With `dry_run` everything is checked and nothing kept. `progress` is told each row's number. Raises
    `BadRows` naming every bad row, `BadFile`, `UnknownFile`.
    """
    digest = _digest(file)
    work: _Import | None = None
    try:
        with writing(path) as connection:
            work = _Import(connection, Ledger(connection, actor, clock()), digest)
            for row in read_register(file):
                work.take(row)
                progress(work.rows)
            if work.problems or dry_run or not work.has_news:
                raise _Undone
    except _Undone:
        pass
    assert work is not None
    if work.problems:
        raise BadRows(path=file, count=work.bad, rows=work.problems, more=max(0, work.bad - TOLD))
    seq = work.imported.seq if work.has_news and not dry_run else None
    did = work.rows, work.received, work.continued, work.known, work.foreign_codes
    return Imported(*did, seq, len(work.on_days_off), tuple(work.on_days_off[:LINES]))


def _digest(file: Path) -> str:
    """SHA-256 of a file. Raises `UnknownFile`; a folder is left to the reader."""
    if file.is_dir():
        return ""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except FileNotFoundError:
        raise UnknownFile(path=file) from None
    except OSError as problem:
        raise BadFile(path=file, why=problem.strerror or str(problem)) from None


class _Import:
    """One import under way: the row counts, what was wrong, and everything a row is checked against."""

    def __init__(self, connection: sqlite3.Connection, book: Ledger, digest: str) -> None:
        self.connection = connection
        self.book = book
        self.rules = Rules(calendar_store.load(connection), settings.office(connection))
        self.agencies = settings.values(connection).get("agency_code", [])
        self.key = secret.imports_key(connection)
        self.versions: dict[str, list[Procedure]] = {}
        for version in procedures.versions(connection):
            self.versions.setdefault(version.code, []).append(version)
        self.known_at = known_now(connection, book.now)
        self.imported: Event = book.append(Import(digest))
        self.seen = register.RowCounter(connection)
        self.problems: list[RowProblem] = []
        self.on_days_off: list[int] = []
        self.rows = self.received = self.continued = self.known = self.bad = self.foreign_codes = 0

    @property
    def has_news(self) -> bool:
        return bool(self.received or self.continued)

    def take(self, row: RegisterRow | list[RowProblem]) -> None:
        """Record one row, or note what is wrong with it."""
        self.rows += 1
        if isinstance(row, list):
            self._note(row)
            return
        try:
            known = register.entry(self.connection, row.code) if row.code is not None else None
            if known is None:
                self._receive(row)
            else:
                self._continue(row, known)
        except OnestopError as problem:
            self._note([row_problem(row.line, problem)])

    def _note(self, problems: list[RowProblem]) -> None:
        self.bad += 1
        if self.bad <= TOLD:
            self.problems += problems

    def _receive(self, row: RegisterRow) -> None:
        """A dossier that the file does not know is in the ledger and in the register."""
        digest = self._row_digest(row) if row.code is None else ""
        if digest and register.imported_code(self.connection, digest) is not None:
            self.known += 1
            return
        on = row.received.on
        procedure, agency = self._procedure(row, on), self._agency(on)
        code, is_drawn = row.code, False
        if code is None:
            code, number = register.next_code(self.connection, series(agency, on))
            is_drawn = is_told_drawn(number)
        origin = Origin(self.imported.seq, digest, is_drawn)
        life = first_life(row, code, procedure, self.rules, self.book.now, origin)
        first, *later = self._append(life, code, row.person._asdict())
        anchor = (later or [first])[-1].anchor
        dossier = life.dossier._replace(anchor=anchor, personal_seq=first.seq if first.personal else None)
        write_row(self.connection, dossier, self.rules.calendar, is_new=True, is_drawn=is_drawn)
        if digest:
            register.remember_imported(self.connection, digest, code)
        self.foreign_codes += row.code is not None and is_foreign(code, agency, on)
        self.received += 1
        self._look_at_due_day(row, life.dossier)

    def _continue(self, row: RegisterRow, known: Entry) -> None:
        """A code that is in the file: the same content is skipped, later acts are appended, else it is bad."""
        code = known.dossier.code
        events = ledger.dossier_events(self.connection, code)
        receipt = events[0]
        first = Entry(apply(None, receipt), person(self.connection, receipt.seq))
        own = Rules(*own_rules(self.connection, code, self.rules.calendar))
        cures = partial(self._cures_strictly, events) if known.dossier.recorded_late else _never
        papers = Papers(self.known_at, row.override, has_ended(events), cures)
        now, number = self.book.now, self.imported.seq
        life = later_life(row, known, first, self.rules, own, now, papers, imported_by=number)
        if not life.events:
            self.known += 1
            return
        self._append(life, code)
        project(self.connection, ledger.dossier_events(self.connection, code), self.rules.calendar)
        self.continued += 1
        if life.dossier.due_at != known.dossier.due_at:
            self._look_at_due_day(row, life.dossier)

    def _look_at_due_day(self, row: RegisterRow, dossier: Dossier) -> None:
        """A due date that another system put on a day off is kept as given, and its line noted."""
        calendar, due_at = self.rules.calendar, dossier.due_at
        if dossier.due_source is not DueSource.foreign or row.due is None or due_at is None:
            return
        if calendar.first <= due_at.date() <= calendar.last and not calendar.is_working_day(due_at.date()):
            self.on_days_off.append(row.line)

    def _cures_strictly(self, events: Sequence[Event], earlier: Sequence[Happened], one: Happened) -> bool:
        """Whether an act cures a dossier that bears marks, looked at without its papers recorded late."""
        now, told = self.book.now, list(events)
        for said, at in earlier:
            told.append(drafted(told, said, at, now))
        basis = basis_of(one.said.kind)
        found = strictly_without_and_with(self.connection, told, one.said, one.at, now, self.known_at, basis)
        return found is not None

    def _append(self, life: RowLife, code: str, personal: Mapping[str, str] | None = None) -> list[Event]:
        """The events of a life are in the ledger, the personal fields beside the first."""
        return [
            self.book.append(said, dossier=code, occurred_at=at, personal=None if place else personal)
            for place, (said, at) in enumerate(life.events)
        ]

    def _agency(self, on: date) -> str:
        """The agency's code on a day."""
        return next(code for since, code in reversed(self.agencies) if since <= on)

    def _procedure(self, row: RegisterRow, on: date) -> Procedure:
        """The procedure and case of a row in force on a day; an import names procedures by their code only.

        Raises `ProcedureNotInForce`, `ProcedureRetired`, `CaseNeeded`, `UnknownCase`.
        """
        code = row.procedure_code
        versions = self.versions.get(code)
        if versions is None:
            raise RowRefused(N_("there is no procedure {code} in the catalogue"), code=quotable(code))
        current = in_force(versions, on)
        if not current:
            raise ProcedureNotInForce(code=code, day=on)
        if current[0].retired:
            raise ProcedureRetired(code=code, day=current[0].valid_from)
        try:
            return case_meant(current, row.case)
        except UnknownCase as unknown:
            raise UnknownCase(**{**unknown.values, "case": quotable(row.cells.get("case", ""))}) from None

    def _row_digest(self, row: RegisterRow) -> str:
        """What a row without a code is known by: its cells, and which of its likes in the file it is."""
        text = canonical_json({name: value for name, value in row.cells.items() if value})
        digest = hmac.new(self.key, text.encode(), "sha256").hexdigest()
        return f"{digest}:{self.seen.occurrence(digest)}"


def _never(_earlier: Sequence[Happened], _one: Happened) -> bool:
    return False
