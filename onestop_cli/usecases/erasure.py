"""Erasing the personal data of one dossier, or refusal to accept, by a recorded act (domain §8, decisions 8 and 37).

What goes are the fields of the person and every word that clerks typed, which lie beside the chain; the chain keeps its
digests and verifies. What does not go is told: words that events of an early format bear themselves, and other files.
"""

import sqlite3
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.acts import Act, must_allow
from onestop_cli.core.amendments import Erased, erasure
from onestop_cli.core.declines import Declined
from onestop_cli.core.dossier import PERSONAL_FIELDS, Dossier, is_personal
from onestop_cli.core.dossier_events import Erase
from onestop_cli.core.file_events import DeclineErase
from onestop_cli.core.moments import Clock
from onestop_cli.errors import NothingToErase, NotYetWiped
from onestop_cli.store import backups, erasing, found_words, ledger
from onestop_cli.store.backups import Note
from onestop_cli.store.database import reading
from onestop_cli.store.projection import project
from onestop_cli.store.surroundings import surroundings
from onestop_cli.usecases import declines
from onestop_cli.usecases.entries import present_entry
from onestop_cli.usecases.transaction import Acting, acting, allowed


class Stays(NamedTuple):
    """What an erasure does not reach: events that bear words in the chain itself, and the last backup known."""

    in_chain: tuple[int, ...]
    backup: Note | None


class Subject(NamedTuple):
    """Whose data they are: a dossier, or if `is_decline` a refusal to accept. `anchor` is its last event's."""

    code: str
    procedure_name: str
    procedure_code: str
    case: str
    anchor: str
    is_decline: bool = False


class Erasure(NamedTuple):
    """What of the personal data of a dossier, or of a refusal to accept, goes, or went if that `is_applied`.

    `seqs` are the events beside which it lay, none where all of it was gone before: personal `fields`, and words beside
    the events `words`. `erased` tells of the last event by which such data went. `kept` are the names of what lies
    beside the file from before a restoration or a migration, with all the personal data of then.
    """

    of: Subject
    basis: str
    note: str
    seqs: tuple[int, ...]
    fields: tuple[str, ...]
    words: tuple[int, ...]
    stays: Stays
    kept: tuple[str, ...]
    erased: Erased | None
    is_applied: bool


def erase(path: Path, clock: Clock, actor: str, code: str, basis: str, note: str, *, apply: bool) -> Erasure:
    """Nothing personal of a dossier, or a refusal to accept, is left in the file: no table, free page or log has any.

    Without `apply` nothing is recorded. One that was erased before, and then not wiped to the end, is wiped again.
    Raises `WrongState` for an open dossier, `NothingToErase`, `NotYetGone`, `NotYetWiped`, and what finding a dossier
    raises.
    """
    if not apply:
        return _looked_at(path, clock, code, basis, note)
    with acting(path, clock, actor) as work:
        if declines.is_meant(work.connection, code):
            done = _declined_erased(work, path, code, basis, note)
        else:
            done = _dossier_erased(work, path, code, basis, note)
    try:
        erasing.leave_nothing(path, done.of.code)
    except KeyboardInterrupt:
        raise NotYetWiped(code=done.of.code, path=path) from None
    return done._replace(kept=surroundings(path).kept)


def _dossier_erased(work: Acting, path: Path, code: str, basis: str, note: str) -> Erasure:
    entry = allowed(work, code, Act.erase)
    whole = entry.dossier.code
    goes = _goes(work.connection, whole)
    seqs = goes.seqs
    if seqs:
        erasing.mark(path, work.book.append(Erase(basis, seqs, note), dossier=whole).seq)
        found_words.forget(work.connection, ledger.receipt_seq(work.connection, whole), entry)
        erasing.forget(work.connection, seqs)
    events = ledger.dossier_events(work.connection, whole)
    dossier = project(work.connection, events, work.calendar)
    found_words.add(work.connection, events[0].seq, dossier)
    stays = _stays(work.connection, whole)
    return Erasure(_of_dossier(dossier), basis, note, *goes, stays, (), erasure(events), is_applied=True)


def _declined_erased(work: Acting, path: Path, number: str, basis: str, note: str) -> Erasure:
    """The same of a refusal to accept: its person, its reason, and why it is void."""
    today = work.book.now.date()
    declined = declines.declined(work.connection, number, today)
    goes = _goes_of_declined(declined)
    if goes.seqs:
        erasing.mark(path, work.book.append(DeclineErase(declined.seq, basis, note)).seq)
        erasing.forget(work.connection, goes.seqs)
        declined = declines.declined(work.connection, declined.number, today)
    stays = Stays((), backups.last_note(work.connection))
    return Erasure(_of_declined(declined), basis, note, *goes, stays, (), declined.erased, is_applied=True)


def _goes_of_declined(declined: Declined) -> "_Goes":
    own = () if declined.erased is not None else (declined.seq,)
    of_void = (declined.voided.seq,) if declined.voided is not None and declined.voided.note else ()
    names = tuple(name for name, value in declined.person._asdict().items() if value)
    return _Goes((*own, *of_void), names, (*own, *of_void))


def _of_dossier(dossier: Dossier) -> Subject:
    return Subject(dossier.code, dossier.procedure_name, dossier.procedure_code, dossier.case, dossier.anchor)


def _of_declined(declined: Declined) -> Subject:
    d = declined
    return Subject(d.number, d.procedure_name, d.procedure_code, d.case, d.anchor, is_decline=True)


def _looked_at(path: Path, clock: Clock, code: str, basis: str, note: str) -> Erasure:
    with reading(path) as connection:
        if declines.is_meant(connection, code):
            declined = declines.declined(connection, code, clock().date())
            stays, goes = Stays((), backups.last_note(connection)), _goes_of_declined(declined)
            of, kept = _of_declined(declined), surroundings(path).kept
            return Erasure(of, basis, note, *goes, stays, kept, declined.erased, is_applied=False)
        dossier = present_entry(connection, code, clock().date()).dossier
        must_allow(Act.erase, dossier)
        goes = _goes(connection, dossier.code)
        before = erasure(ledger.dossier_events(connection, dossier.code))
        stays = _stays(connection, dossier.code)
    of, kept = _of_dossier(dossier), surroundings(path).kept
    return Erasure(of, basis, note, *goes, stays, kept, before, is_applied=False)


class _Goes(NamedTuple):
    seqs: tuple[int, ...]
    fields: tuple[str, ...]
    words: tuple[int, ...]


def _goes(connection: sqlite3.Connection, code: str) -> _Goes:
    """What of a dossier goes. Raises `NothingToErase` where nothing does and nothing ever went."""
    beside = erasing.beside(connection, code)
    if not beside and erasure(ledger.dossier_events(connection, code)) is None:
        raise NothingToErase(code=code)
    names = {name for kind, each in beside.values() for name in each if is_personal(name, kind)}
    words = (seq for seq, (kind, each) in beside.items() if not all(is_personal(name, kind) for name in each))
    return _Goes(tuple(beside), tuple(name for name in PERSONAL_FIELDS if name in names), tuple(words))


def _stays(connection: sqlite3.Connection, code: str) -> Stays:
    return Stays(tuple(erasing.words_in_chain(connection, code)), backups.last_note(connection))
