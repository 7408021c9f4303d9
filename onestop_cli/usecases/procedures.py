"""The catalogue of procedures: dated versions, amended without touching promises already made."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.amendments import has_own_limit
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.file_events import Versions
from onestop_cli.core.ledger import Event
from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.moments import Clock
from onestop_cli.core.office import Office
from onestop_cli.core.procedures import (
    Procedure,
    checked_limits,
    in_force,
    matching_procedure,
    procedure_code,
    procedure_meant,
)
from onestop_cli.errors import DuplicateAlias, DuplicateProcedure, NothingToDo, ProcedureNotInForce
from onestop_cli.sources.procedures_file import read_procedures
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import known_time, ledger
from onestop_cli.store import procedures as procedure_store
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases.moves import Consent, Moved, moves, own_limits, record_moves


class Amendment(NamedTuple):
    """What a new version changes; None leaves a value as it is."""

    name: str | None = None
    field: str | None = None
    statutory: TimeLimit | None = None
    committed: TimeLimit | None = None
    aliases: tuple[str, ...] | None = None


class Amended(NamedTuple):
    """The version before and after, the open dossiers it moves, and the event (None for a preview)."""

    before: Procedure | None
    after: Procedure
    moved: list[Moved]
    recorded: Event | None


def procedures(path: Path, clock: Clock, on: date | None, known_at: datetime | None = None) -> list[Procedure]:
    """The procedures in force on a day (today unless given), as the file knew them at an instant, by code."""
    with reading(path) as connection:
        versions = procedure_store.versions(connection, known_time.last_seq_known_at(connection, known_at))
        return [p for p in in_force(versions, on or clock().date()) if not p.retired]


def versions_of(path: Path, text: str, on: date | None = None, known_at: datetime | None = None) -> list[Procedure]:
    """Every version of the procedure meant, oldest first: those begun by a day, as the file knew them at an instant.

    Raises `UnknownProcedure`, `AmbiguousProcedure`, `ProcedureNotInForce` before the first of them.
    """
    with reading(path) as connection:
        versions = procedure_store.versions(connection, known_time.last_seq_known_at(connection, known_at))
        code = matching_procedure(text, in_force(versions, date.max)).code
        begun = [v for v in versions if v.code == code and (on is None or v.valid_from <= on)]
        if not begun:
            raise ProcedureNotInForce(code=code, day=on)
        return begun


def add(path: Path, clock: Clock, actor: str, procedure: Procedure) -> Amended:
    """A procedure the catalogue did not have.

    Raises `BadProcedureCode`, `LongerThanStatutory`, `DuplicateProcedure`, `DuplicateAlias`.
    """
    procedure_code(procedure.code)
    checked_limits(procedure)
    with writing(path) as connection:
        versions = procedure_store.versions(connection)
        if any(v.code == procedure.code for v in versions):
            raise DuplicateProcedure(code=procedure.code)
        _refuse_taken_aliases(procedure, versions)
        book = Ledger(connection, actor, clock())
        return Amended(None, procedure, [], _recorded(connection, book, [procedure]))


def amend(
    path: Path, clock: Clock, actor: str, text: str, amendment: Amendment, since: date, consent: Consent
) -> Amended:
    """A new version of a procedure from a day on.

    Promises already made stay as they are. A version that begins before today is previewed without consent;
    with it, the due dates of open dossiers received since then move as asked. Raises `NothingToDo`,
    `LongerThanStatutory`.
    """
    with reading(path) as connection:
        backdated = since < clock().date()
    records = consent.apply or not backdated
    with writing(path) if records else reading(path) as connection:
        versions = procedure_store.versions(connection)
        before = procedure_meant(text, versions, since)
        changes = {k: v for k, v in amendment._asdict().items() if v is not None and v != getattr(before, k)}
        if not changes:
            raise NothingToDo
        after = checked_limits(before._replace(**changes, valid_from=since))
        _refuse_taken_aliases(after, versions)
        calendar = calendar_store.load(connection)
        following = [v.valid_from for v in versions if v.code == after.code and v.valid_from > since]
        until = min(following, default=date.max)

        def calendars(rules: Office) -> tuple[Calendar, Calendar]:
            same = Calendar.of(calendar_store.days_with(connection, rules))
            return same, same

        def limits(dossier: Dossier) -> tuple[TimeLimit, TimeLimit]:
            is_meant = dossier.procedure_code == after.code and since <= dossier.received_at.date() < until
            if is_meant and not has_own_limit(ledger.dossier_events(connection, dossier.code)):
                return after.committed, after.statutory
            return own_limits(dossier)

        moving = moves(connection, calendars, limits) if backdated else []
        moving = [moved for moved in moving if moved.procedure_code == after.code]
        if not records:
            return Amended(before, after, moving, None)
        book = Ledger(connection, actor, clock())
        event = _recorded(connection, book, [after])
        reason = f"{after.code} {since.isoformat()} ({event.anchor})"
        return Amended(before, after, record_moves(connection, book, calendar, moving, consent, reason), event)


def retire(path: Path, clock: Clock, actor: str, text: str, since: date) -> Amended:
    """No dossier of the procedure is received from a day on; those open stay. Raises `UnknownProcedure`.

    Versions that were to come end with it.
    """
    with writing(path) as connection:
        versions = procedure_store.versions(connection)
        before = procedure_meant(text, versions, since)
        after = before._replace(retired=True, valid_from=since)
        following = {v.valid_from: v for v in versions if v.code == after.code and v.valid_from > since}
        ended = [after, *(v._replace(retired=True) for v in following.values())]
        event = _recorded(connection, Ledger(connection, actor, clock()), ended)
        return Amended(before, after, [], event)


def import_procedures(path: Path, clock: Clock, actor: str, file: Path) -> list[Procedure]:
    """The versions of a CSV file that the catalogue does not have yet, all or none.

    Raises `BadFile`, `BadRows`, `DuplicateAlias`.
    """
    read = read_procedures(file)
    with writing(path) as connection:
        versions = procedure_store.versions(connection)
        present = {v._replace(seq=0) for v in versions}
        fresh = [p for p in read if p not in present]
        for procedure in fresh:
            _refuse_taken_aliases(procedure, [*versions, *fresh])
        if fresh:
            _recorded(connection, Ledger(connection, actor, clock()), fresh)
        return fresh


def _recorded(connection: sqlite3.Connection, book: Ledger, versions: Sequence[Procedure]) -> Event:
    """The versions are in the ledger and in the catalogue."""
    event = book.append(Versions(tuple(versions)))
    procedure_store.project(connection, event.seq, versions)
    return event


def _refuse_taken_aliases(procedure: Procedure, versions: list[Procedure]) -> None:
    for other in versions:
        taken = set(procedure.aliases) & set(other.aliases)
        if other.code != procedure.code and taken:
            raise DuplicateAlias(alias=min(taken), code=other.code)
