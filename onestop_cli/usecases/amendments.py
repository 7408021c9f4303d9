"""Amending the record: correct, void, undo (domain §3.6). The ledger only grows; the old values stay in it.

Each function is one transaction; what it returns is on disk, except the preview of an undo.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import (
    NEW_SLIP,
    TakeBack,
    decides_dates,
    erasure,
    events_in_force,
    taking_back,
    waits_for_slip,
)
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.corrections import Restated, changes, plain, restated, restated_by_undo
from onestop_cli.core.dossier import Dossier, Entry, Person, Status
from onestop_cli.core.dossier_events import Correct, Undo, Void
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.moments import Clock
from onestop_cli.core.office import Office
from onestop_cli.core.outcomes import Basis
from onestop_cli.core.pseudonyms import must_be_named
from onestop_cli.core.recorded_late import basis_of
from onestop_cli.core.slips import says_otherwise
from onestop_cli.errors import CorrectedReasonNeeded, EmptyValue, LateUndo, NothingToDo, RowUnreadable, SlipStays
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger, settings
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases.acts import must_have_no_later_acts
from onestop_cli.usecases.corrections import Correction, corrected_values
from onestop_cli.usecases.entries import code_meant, may_move, person, present_entry
from onestop_cli.usecases.transaction import (
    Acted,
    Acting,
    acted,
    acting,
    allowed,
    drafted,
    late_words,
    must_be_told_by,
    own_rules,
    recorded,
    without_and_with,
)


def correct(path: Path, clock: Clock, actor: str, code: str, correction: Correction, note: str) -> Acted:
    """The record of the dossier says otherwise for its whole life; every date that follows is counted anew.

    Counted in the calendar the file knows now, or knew when the dossier was finished, under the office rules known
    at receipt. Raises `WrongState`, `NothingToDo`, `OutOfOrder`, `NotOfThisDossier`, `HourNeeded`, `InTheFuture`,
    `LongerThanStatutory`, `CorrectedReasonNeeded`, `SlipStays`, `MayNotAgree`, `AgreedStays`, `BadAgreedDate`,
    `HandedInLater`, `CalendarGap`, `PseudonymGiven` and what finding a dossier or a procedure raises.
    """
    must_be_named(correction.person)
    with acting(path, clock, actor) as work:
        entry = allowed(work, code, Act.correct)
        before = entry.dossier
        events = ledger.dossier_events(work.connection, before.code)
        calendar, office = _counted_in(work, events)
        values = corrected_values(work, events, before, correction, calendar, office)
        has_note = bool(values.get("note", before.note)) or erasure(events) is not None
        if values.get("result", before.result) == "refused" and not has_note:
            raise CorrectedReasonNeeded(code=before.code)
        if before.closed_at is not None and not has_note:
            raise EmptyValue(option="--dossier-note", example='--dossier-note "..."')
        after, told = restated(events, values, calendar, office, slip_given=correction.slip_given)
        people = entry.person._asdict() | dict(correction.person)
        renamed = [name for name in Person._fields if people[name] != getattr(entry.person, name)]
        columns = changes(before, after)
        if correction.slip_given and NEW_SLIP.isdisjoint(columns) and not waits_for_slip(events):
            raise SlipStays(code=before.code)
        if not columns and not renamed and not correction.slip_given:
            raise NothingToDo
        told, noted, words = _words_apart(told)
        columns.pop("note", None)
        has_limit = correction.limit is not None or correction.statutory is not None
        fields = {name: [plain(old), plain(new)] for name, (old, new) in columns.items()}
        own_limit = has_limit if has_limit or correction.is_of_procedure else None
        said = Correct(note, fields, told, tuple(renamed), own_limit, noted, words, slip_given=correction.slip_given)
        bases = (Basis.due, Basis.promised) if correction.slip_given else (Basis.due,)
        late = [without_and_with(work, said, None, before, after, basis) for basis in bases]
        said = said._replace(recorded_late=any(late))
        is_other = says_otherwise(events, before, after, is_renamed=bool(renamed))
        told_anew = not correction.slip_given and (is_other or not NEW_SLIP.isdisjoint(columns))
        done = acted(work, entry, said, work.book.now, personal=people if renamed else None)
        return done._replace(slip_due=told_anew)


def _words_apart(told: Restated) -> tuple[Restated, int | None, str]:
    """What is restated without a dossier's note, the number of the act whose note it is, and the note."""
    noted = next((seq for seq, values in told.items() if "note" in values), None)
    if noted is None:
        return told, None, ""
    rest = {seq: {key: value for key, value in values.items() if key != "note"} for seq, values in told.items()}
    return {seq: values for seq, values in rest.items() if values}, int(noted), str(told[noted]["note"])


def _counted_in(work: Acting, events: Sequence[Event]) -> tuple[Calendar, Office]:
    """The calendar and office rules a correction counts in.

    Of a finished dossier those known when it was finished, or when a notice moved its dates since.
    """
    code = events[0].dossier or ""
    calendar, office = own_rules(work.connection, code, work.calendar)
    ends = [e.seq for e in events_in_force(events) if e.kind in (Act.resolve, Act.withdraw, Act.stop)]
    if not ends:
        return calendar, office
    known = max([ends[-1], *(event.seq for event in events if event.kind == Act.move)])
    return _calendar_at(work.connection, known, calendar, office), office


def _calendar_at(connection: sqlite3.Connection, seq: int, calendar: Calendar, office: Office) -> Calendar:
    """The calendar after the event of a number; `calendar` where that is today's."""
    edition = calendar_store.edition_at(connection, seq)
    if edition == calendar.edition:
        return calendar
    return Calendar.of(calendar_store.days_known_at(connection, office, seq), edition)


def void(path: Path, clock: Clock, actor: str, code: str, note: str, *, apply: bool = False) -> Acted:
    """The dossier was entered by mistake: it is in no report any more, its number stays used.

    Raises `WrongState`, and without `apply` `LaterActs`.
    """
    with acting(path, clock, actor) as work:
        entry = allowed(work, code, Act.void)
        if not apply:
            must_have_no_later_acts(work, entry, Act.void)
        after = entry.dossier._replace(status=Status.void)
        said = Void(note)
        said = said._replace(recorded_late=without_and_with(work, said, None, entry.dossier, after) is not None)
        return acted(work, entry, said, work.book.now)


class Undone(NamedTuple):
    """What an undo takes back or restores, the dossier before and after it, and the event (None for a preview).

    `recorded_late` tells that it is a paper recorded late, which needs a note; `may_move` that a decision still to come
    could change the due date; `slip_due` that the slip handed out no longer says what it should.
    """

    take_back: TakeBack
    before: Dossier
    person_before: Person
    entry: Entry
    recorded: str | None
    recorded_late: bool
    may_move: bool
    slip_due: bool


def undo(path: Path, clock: Clock, actor: str, code: str, seq: int | None, note: str = "", *, apply: bool) -> Undone:
    """The last act or amendment a person typed (or the one of a number) is taken back; an undone undo restores.

    Without `apply` nothing is recorded. Raises `LateUndo` for one recorded late without a note, `ReceiptStays`,
    `MoveStays`, `RestsOnIt`, `AlreadyTakenBack`, `UnknownEvent`, `UnknownDossier`, `AmbiguousCode`, `CalendarGap`.
    """
    with writing(path) if apply else reading(path) as connection:
        now = clock()
        whole = code_meant(connection, code, now.date())
        events = ledger.dossier_events(connection, whole)
        if not events:
            raise RowUnreadable
        take_back = taking_back(events, seq)
        before = present_entry(connection, whole, now.date()).dossier
        must_be_told_by(events, before)
        someone = person(connection, before.personal_seq)
        said = Undo(take_back.target.seq, note)
        moved = [event.seq for event in events if event.kind == Act.move and event.seq > take_back.root.seq]
        if moved and decides_dates(take_back.root):
            calendar, office = own_rules(connection, whole, calendar_store.load(connection))
            calendar = _calendar_at(connection, moved[-1], calendar, office)
            draft = drafted(events, said, now, now)
            said = said._replace(restated=restated_by_undo([*events, draft], calendar, office))
        told = [*events, drafted(events, said, now, now)]
        after = fold(told)
        assert after is not None
        is_other = says_otherwise(events, before, after, is_renamed=person(connection, after.personal_seq) != someone)
        slip_due = is_other or (waits_for_slip(told) and not waits_for_slip(events))
        book = Ledger(connection, actor, now)
        work = Acting(connection, book, calendar_store.load(connection), settings.office(connection), ())
        bases = [basis_of(take_back.root.kind)]
        if before.promised_due_at != after.promised_due_at:
            bases.append(Basis.promised)
        found = ((without_and_with(work, said, None, before, after, basis), basis) for basis in bases)
        late = next(((states, basis) for states, basis in found if states is not None), None)
        said = said._replace(recorded_late=late is not None)
        could = may_move(work.calendar, after, now.date())
        if apply:
            if late is not None and not note:
                states, basis = late
                raise LateUndo(**late_words(*states, work.known_at, basis))
            entry = recorded(work, Entry(before, someone), said, now)
            return Undone(take_back, before, someone, entry, entry.dossier.anchor, said.recorded_late, could, slip_due)
        entry = Entry(after, person(connection, after.personal_seq))
        return Undone(take_back, before, someone, entry, None, said.recorded_late, could, slip_due)
