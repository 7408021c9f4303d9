"""The catalogue of procedures: dated versions, amended and taken back without touching promises unless asked."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from onestop_cli.core.file_events import Versions, VersionsUndone
from onestop_cli.core.ledger import Event
from onestop_cli.core.moments import Clock
from onestop_cli.core.procedures import (
    OF_THE_CODE,
    Procedure,
    case_meant,
    cases_meant,
    checked_limits,
    in_force,
    matching_procedure,
    procedure_code,
    taken_alias,
    with_case,
    with_its_case,
    without,
)
from onestop_cli.errors import (
    DuplicateAlias,
    DuplicateProcedure,
    MissingOption,
    NothingToDo,
    NothingToUndo,
    ProcedureInUse,
    ProcedureNotInForce,
    RowUnreadable,
    WholeProcedure,
)
from onestop_cli.sources.package_data import ward_procedures
from onestop_cli.sources.procedures_file import read_procedures
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import known_time, ledger, register
from onestop_cli.store import procedures as procedure_store
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases.limit_moves import kept_promises, moving_by, open_ones
from onestop_cli.usecases.moves import Consent, Moved, record_moves
from onestop_cli.usecases.procedure_changes import (
    Amended,
    Amendment,
    Changed,
    case_of,
    changes_of,
    last_day,
    taken_back,
)


def procedures(path: Path, clock: Clock, on: date | None, known_at: datetime | None = None) -> list[Procedure]:
    """The procedures in force on a day (today unless given), as the file knew them at an instant, by code and case."""
    with reading(path) as connection:
        versions = procedure_store.versions(connection, known_time.last_seq_known_at(connection, known_at))
        return [p for p in in_force(versions, on or clock().date()) if not p.retired]


def versions_of(path: Path, text: str, on: date | None = None, known_at: datetime | None = None) -> list[Procedure]:
    """Every version of the procedure or case meant, oldest first: those begun by a day, as known at an instant.

    Raises `UnknownProcedure`, `AmbiguousProcedure`, `ProcedureNotInForce` before the first of them, `UnknownCase`.
    """
    with reading(path) as connection:
        versions = procedure_store.versions(connection, known_time.last_seq_known_at(connection, known_at))
        name, case = with_case(text)
        known = in_force(versions, date.max)
        code = matching_procedure(name, known).code
        if case:
            case_meant([p for p in known if p.code == code], case)
        begun = [v for v in versions if v.code == code and (on is None or v.valid_from <= on)]
        if not begun:
            raise ProcedureNotInForce(code=code, day=on)
        return [v for v in begun if not case or v.case == case or v.retired]


def add(path: Path, clock: Clock, actor: str, added: Procedure) -> Amended:
    """A procedure the catalogue did not have, or another case of one that it has.

    A case has all that is the code's from there; what is empty is not said of it. Raises `BadProcedureCode`,
    `LongerThanStatutory`, `DuplicateProcedure`, `DuplicateAlias`, `ProcedureRetired`, `MissingOption` for a new code
    without a name or a field, `NotOfACase` for what would change the other cases.
    """
    procedure_code(added.code)
    checked_limits(added)
    with writing(path) as connection:
        versions = procedure_store.versions(connection)
        of_code = [v for v in versions if v.code == added.code]
        if any(v.case == added.case for v in of_code):
            raise DuplicateProcedure(code=added.written)
        if of_code:
            added = case_of(added, of_code)
        elif not added.name or not added.field:
            example = f'onestop procedure add {added.code} --name "..." --field "..." --statutory LIMIT'
            raise MissingOption(option="--field" if added.name else "--name", example=example)
        added = added._replace(seq=ledger.next_seq(connection))
        _refuse_taken_aliases(added, versions)
        event = _recorded(connection, Ledger(connection, actor, clock()), [added])
        changed = Changed(added.valid_from, None, added, last_day(versions, added, ("statutory",)))
        return Amended((changed,), [], event, open_ones(connection, added.code))


def amend(
    path: Path, clock: Clock, actor: str, text: str, told: Amendment, since: date, consent: Consent, case: str = ""
) -> Amended:
    """A new version of a procedure, or of a case of it, from a day on.

    Promises already made stay as they are. Without consent it is previewed; with it, the due dates of open dossiers
    received since then move as asked. Raises `NothingToDo`, `LongerThanStatutory`, `UnknownAlias`, `DuplicateAlias`,
    and as `procedure_meant`.
    """
    with writing(path) if consent.apply else reading(path) as connection:
        versions = procedure_store.versions(connection)
        name, case = with_case(text, case)
        cases = cases_meant(name, versions, since)
        of_case = told.statutory, told.committed, told.fee, told.papers
        is_of_code = all(value is None for value in of_case)
        before = cases[0] if is_of_code and not case else case_meant(cases, case)
        changes = changes_of(before, told)
        if not changes:
            return _rest_of_moves(connection, Ledger(connection, actor, clock()), before, told, since, consent)
        seq = ledger.next_seq(connection)
        after = checked_limits(before._replace(**changes, valid_from=since, seq=seq, retired=False))
        _refuse_taken_aliases(after, versions)
        others = () if OF_THE_CODE.isdisjoint(changes) else tuple(p.case for p in cases if p.case != after.case)
        until = last_day(versions, after, changes)
        changed = Changed(since, before, after, until, others)
        moving = moving_by(connection, after.code, since, versions, [*versions, after])
        amended = Amended((changed,), moving, None, kept_promises(connection, after.code, moving))
        if not consent.apply:
            return amended
        book = Ledger(connection, actor, clock())
        event = _recorded(connection, book, [after])
        reason = f"{after.written} {since.isoformat()} ({event.anchor})"
        return amended._replace(moved=_record_moves(connection, book, moving, consent, reason), recorded=event)


def undo(path: Path, clock: Clock, actor: str, text: str, note: str, consent: Consent) -> Amended:
    """What was last recorded of a procedure and is in force is taken back: its versions never were.

    Who was promised by them keeps the slip; without consent it is previewed, with it the due dates of open dossiers
    received since then move back as asked. Of an event that brought several procedures only this one's versions are
    taken back. Raises `NothingToUndo` for what came with the file, `ProcedureInUse` where dossiers would have no
    version left, `DuplicateAlias` where a short name that comes back was given to another, `WholeProcedure`.
    """
    with writing(path) if consent.apply else reading(path) as connection:
        versions = procedure_store.versions(connection)
        name, case = with_case(text)
        if case:
            raise WholeProcedure(text=text, command="undo", name=name)
        code = matching_procedure(name, in_force(versions, date.max)).code
        seq = max(v.seq for v in versions if v.code == code)
        brought = ledger.events_of_file(connection, (Versions.kind,))
        if not brought:
            raise RowUnreadable
        if seq == brought[0].seq:
            raise NothingToUndo(code=code)
        taken = [v for v in versions if (v.code, v.seq) == (code, seq)]
        left = without(versions, code, seq)
        _refuse_in_use(connection, code, seq, versions, left)
        for version in left:
            if version.code == code:
                _refuse_taken_aliases(version, left)
        since = min(v.valid_from for v in taken)
        recorded = ledger.event(connection, seq)
        assert recorded is not None
        moving = moving_by(connection, code, since, versions, left, recorded.anchor)
        changes = tuple(taken_back(version, versions, left) for version in taken)
        amended = Amended(changes, moving, None, kept_promises(connection, code, moving), undoes=seq)
        if not consent.apply:
            return amended
        book = Ledger(connection, actor, clock())
        said = VersionsUndone(seq, code, note)
        event = book.append(said)
        procedure_store.take_back(connection, event.seq, said)
        reason = f"Hoàn tác {code} {since.isoformat()} ({event.anchor})"
        return amended._replace(moved=_record_moves(connection, book, moving, consent, reason), recorded=event)


def retire(path: Path, clock: Clock, actor: str, text: str, since: date) -> Amended:
    """No dossier of the procedure, whatever its case, is received from a day on; those open stay.

    Versions that were to come end with it. Raises `UnknownProcedure`, `WholeProcedure` for one case.
    """
    with writing(path) as connection:
        versions = procedure_store.versions(connection)
        name, case = with_case(text)
        if case:
            raise WholeProcedure(text=text, command="retire", name=name)
        cases = cases_meant(name, versions, since)
        before = cases[0]
        after = before._replace(retired=True, valid_from=since, seq=ledger.next_seq(connection))
        following = {v.valid_from: v for v in versions if v.code == after.code and v.valid_from > since}
        ended = [after, *(v._replace(retired=True) for v in following.values())]
        event = _recorded(connection, Ledger(connection, actor, clock()), ended)
        changed = Changed(since, before, after, cases=tuple(p.case for p in cases[1:]))
        return Amended((changed,), [], event, open_ones(connection, after.code))


def import_procedures(path: Path, clock: Clock, actor: str, file: Path | None) -> list[Procedure]:
    """The versions of a CSV file, or of the shipped table, that the catalogue does not have yet, all or none.

    Raises `BadFile`, `BadRows`, `DuplicateAlias`.
    """
    read = read_procedures(file) if file else ward_procedures()
    with writing(path) as connection:
        versions = procedure_store.versions(connection)
        present = {v._replace(seq=0) for v in versions}
        seq = ledger.next_seq(connection)
        fresh = [p._replace(seq=seq) for p in read if p not in present]
        for procedure in fresh:
            _refuse_taken_aliases(procedure, [*versions, *fresh])
        if fresh:
            _recorded(connection, Ledger(connection, actor, clock()), fresh)
        return fresh


def _rest_of_moves(
    connection: sqlite3.Connection, book: Ledger, version: Procedure, told: Amendment, since: date, consent: Consent
) -> Amended:
    """The moves that limits in force cause and that were not consented to before. Raises `NothingToDo`."""
    versions = procedure_store.versions(connection)
    has_limits = told.statutory is not None or told.committed is not None
    moving = moving_by(connection, version.code, since, None, versions) if has_limits else []
    moving = [each for each in moving if each.before.case == version.case]
    if not moving:
        raise NothingToDo
    kept = kept_promises(connection, version.code, moving)
    if consent.apply:
        source = ledger.event(connection, version.seq)
        assert source is not None
        reason = f"{version.written} {since.isoformat()} ({source.anchor})"
        moving = _record_moves(connection, book, moving, consent, reason)
    changed = Changed(since, version, version, last_day(versions, version, ("committed",)))
    return Amended((changed,), moving, None, kept, is_known=True)


def _record_moves(
    connection: sqlite3.Connection, book: Ledger, moving: Sequence[Moved], consent: Consent, reason: str
) -> list[Moved]:
    return record_moves(connection, book, calendar_store.load(connection), moving, consent, reason)


def _refuse_in_use(
    connection: sqlite3.Connection, code: str, seq: int, versions: Sequence[Procedure], left: Sequence[Procedure]
) -> None:
    """Refuse to take back the only versions that dossiers were received under. Raises `ProcedureInUse`."""
    for case, (first, count) in register.first_received(connection, code).items():
        had, has = (
            any((v.code, v.case) == (code, case) and v.valid_from <= first for v in those) for those in (versions, left)
        )
        if had and not has:
            raise ProcedureInUse(count=count, procedure=with_its_case(code, case), code=code, seq=seq)


def _recorded(connection: sqlite3.Connection, book: Ledger, versions: Sequence[Procedure]) -> Event:
    """The versions are in the ledger and in the catalogue."""
    event = book.append(Versions(tuple(versions)))
    procedure_store.project(connection, event.seq, versions)
    return event


def _refuse_taken_aliases(procedure: Procedure, versions: Sequence[Procedure]) -> None:
    taken = taken_alias(procedure, versions)
    if taken is not None:
        raise DuplicateAlias(alias=taken[0], code=taken[1])
