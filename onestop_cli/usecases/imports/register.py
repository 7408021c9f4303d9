"""Importing a register: every row validated, promised and recorded, or none of them.

One pass in one transaction: rows are written as they are checked, and one bad row undoes them all. What
was imported is known from the moment of import; each act keeps the time it happened.
"""

import hashlib
import hmac
import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.acts import receipt_instant
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.codes import series
from onestop_cli.core.dossier import Dossier, DueSource, Entry, Status
from onestop_cli.core.dossier_events import DossierEvent, Receive, Void
from onestop_cli.core.file_events import Import
from onestop_cli.core.ledger import Event, canonical_json
from onestop_cli.core.life import apply, received
from onestop_cli.core.limits import promise
from onestop_cli.core.moments import Clock, When, instant
from onestop_cli.core.office import Office, due_second
from onestop_cli.core.procedures import Procedure, in_force
from onestop_cli.errors import (
    N_,
    BadFile,
    BadRows,
    OnestopError,
    ProcedureNotInForce,
    ProcedureRetired,
    RowProblem,
    UnknownFile,
)
from onestop_cli.sources.register_csv import RegisterRow, quotable, read_register
from onestop_cli.sources.typed import written
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger, procedures, register, secret, settings
from onestop_cli.store.database import writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases.counter import is_foreign_code, receipt_of
from onestop_cli.usecases.entries import person
from onestop_cli.usecases.imports.comparison import NEVER_OF_A_RECEIPT, contradiction, differences, tells_all
from onestop_cli.usecases.imports.row_acts import lived, row_acts
from onestop_cli.usecases.transaction import Acting, own_rules, project, write_row

REPORTED = 1000
"""The bad rows named one by one; more than that are only counted."""
Progress = Callable[[int], None]


class Imported(NamedTuple):
    """What an import did: dossiers received, those that got later facts, rows already known; its event."""

    rows: int
    received: int
    continued: int
    known: int
    foreign_codes: int
    seq: int | None


class _Undone(Exception):
    """Nothing is to be kept: a dry run, bad rows, or nothing new."""


class _Refused(Exception):
    """A row contradicts what is known or derived."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.problem = (sentence, values)


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
        raise BadRows(path=file, count=work.bad, rows=work.problems, more=max(0, work.bad - REPORTED))
    seq = work.imported.seq if work.has_news and not dry_run else None
    return Imported(work.rows, work.received, work.continued, work.known, work.foreign_codes, seq)


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
        self.calendar: Calendar = calendar_store.load(connection)
        self.office: Office = settings.office(connection)
        self.work = Acting(connection, book, self.calendar, self.office)
        self.agencies = settings.values(connection).get("agency_code", [])
        self.key = secret.imports_key(connection)
        self.versions: dict[str, list[Procedure]] = {}
        for version in procedures.versions(connection):
            self.versions.setdefault(version.code, []).append(version)
        self.imported: Event = book.append(Import(digest))
        self.seen = register.RowCounter(connection)
        self.problems: list[RowProblem] = []
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
            self._record(row)
        except _Refused as refused:
            self._note([RowProblem(row.line, *refused.problem)])
        except OnestopError as problem:
            self._note([RowProblem(row.line, problem.sentence, problem.values)])

    def _note(self, problems: list[RowProblem]) -> None:
        self.bad += 1
        if self.bad <= REPORTED:
            self.problems += problems

    def _record(self, row: RegisterRow) -> None:
        if row.code is not None:
            known = register.entry(self.connection, row.code)
            if known is not None:
                self._continue(row, known)
                return
            code, digest = row.code, None
        else:
            digest = self._row_digest(row)
            if register.imported_code(self.connection, digest) is not None:
                self.known += 1
                return
            code = None
        procedure = self._procedure(row.procedure_code, row.received.on)
        received_at = receipt_instant(row.received, self.book.now, self.calendar, self.office, procedure.committed)
        receipt = self._receipt(row, procedure, received_at, digest or "")
        agency = self._agency(received_at.date())
        if code is None:
            code = register.next_code(self.connection, series(agency, received_at.date()))
        else:
            self.foreign_codes += is_foreign_code(code, agency, received_at)
        dossier = received(code, receipt, received_at, None, "")
        dossier, happened = lived(self.work, self.calendar, self.office, dossier, row_acts(row))
        events: list[tuple[DossierEvent, datetime]] = [(receipt, received_at), *happened]
        if row.status == Status.void:
            events.append((Void(row.note), self.book.now))
            dossier = dossier._replace(status=Status.void)
        self._refuse_contradiction(row, dossier)
        personal = row.person._asdict()
        first, *later = (
            self.book.append(said, dossier=code, occurred_at=at, personal=None if place else personal)
            for place, (said, at) in enumerate(events)
        )
        anchor = (later or [first])[-1].anchor
        dossier = dossier._replace(anchor=anchor, personal_seq=first.seq if first.personal else None)
        write_row(self.connection, dossier, self.calendar, is_new=True)
        if digest is not None:
            register.remember_imported(self.connection, digest, code)
        self.received += 1

    def _agency(self, on: date) -> str:
        """The agency's code on a day."""
        return next(code for since, code in reversed(self.agencies) if since <= on)

    def _procedure(self, code: str, on: date) -> Procedure:
        """The version of a procedure in force on a day; an import names procedures by their code only."""
        versions = self.versions.get(code)
        if versions is None:
            raise _Refused(N_("there is no procedure {code} in the catalogue"), code=quotable(code))
        current = in_force(versions, on)
        if not current:
            raise ProcedureNotInForce(code=code, day=on)
        if current[0].retired:
            raise ProcedureRetired(code=code, day=current[0].valid_from)
        return current[0]

    def _receipt(self, row: RegisterRow, procedure: Procedure, received_at: datetime, digest: str) -> Receive:
        """The receipt a row tells, by our own counting or with another system's date."""
        promised = promise(self.calendar, self.office, received_at, procedure.committed, procedure.statutory)
        receipt = receipt_of(procedure, promised, self.calendar.edition, row.typed)
        receipt = receipt._replace(imported_by=self.imported.seq, row=digest)
        if row.due is not None and row.is_foreign:
            given, is_day = self._first_due(row, row.due), row.due.at is None
            if given < received_at:
                raise _Refused(N_("due_at {due} is before received_at"), due=given)
            receipt = receipt._replace(due_at=given, due_source=DueSource.foreign, due_is_day=is_day)
            receipt = receipt._replace(promised_due_at=given, promised_is_day=is_day)
        if row.promised is not None:
            is_day = row.promised.at is None
            receipt = receipt._replace(promised_due_at=self._due(row.promised), promised_is_day=is_day)
        return receipt

    def _first_due(self, row: RegisterRow, due: When) -> datetime:
        """Another system's date as it was before any suspension moved it."""
        before = row.suspensions[0].told.get("due_before") if row.suspensions else None
        return self._due(due) if before is None else self._due(written(str(before)))

    def _due(self, due: When) -> datetime:
        """A due date from a file; one without an hour is at closing (§3.5)."""
        if due.at is not None:
            return due.instant
        return instant(due.on, due_second(self.calendar, self.office, due.on))

    def _continue(self, row: RegisterRow, known: Entry) -> None:
        """A code that is in the file: the same content is skipped, later acts are appended, else it is bad."""
        d = known.dossier
        [first] = ledger.dossier_events(self.connection, d.code)[:1]
        received = Entry(apply(None, first), person(self.connection, first.seq))
        then = set(differences(row._replace(resolved=None, closed=None), received)) | NEVER_OF_A_RECEIPT
        differs = [name for name in differences(row, known) if name in then]
        if differs:
            raise _Refused(
                N_("dossier {code} is in the file with other values of: {columns}"),
                code=d.code,
                columns=", ".join(differs),
            )
        later = row_acts(row, d)
        if later:
            _, happened = lived(self.work, *own_rules(self.connection, d.code, self.calendar), d, later)
            for said, at in happened:
                self.book.append(said, dossier=d.code, occurred_at=at)
            d = project(self.connection, ledger.dossier_events(self.connection, d.code), self.calendar)
            self.continued += 1
        else:
            self.known += 1
        self._refuse_contradiction(row, d, received.dossier)

    def _refuse_contradiction(self, row: RegisterRow, dossier: Dossier, received: Dossier | None = None) -> None:
        dates = {dossier.due_at, received.due_at if received else dossier.due_at}
        if row.due is not None and tells_all(row, dossier) and self._due(row.due) not in dates:
            values = {"given": self._due(row.due), "derived": dossier.due_at}
            raise _Refused(N_("due_at is {given}, derived {derived}"), **values)
        found = contradiction(row, dossier, self.book.now, received)
        if found:
            raise _Refused(N_("{column} is “{given}”, derived “{derived}”"), **found)

    def _row_digest(self, row: RegisterRow) -> str:
        """What a row without a code is known by: its cells, and which of its likes in the file it is."""
        text = canonical_json({name: value for name, value in row.cells.items() if value})
        digest = hmac.new(self.key, text.encode(), "sha256").hexdigest()
        return f"{digest}:{self.seen.occurrence(digest)}"
