"""Amending the record: correct, void, undo (domain §3.6). The ledger only grows; the old values stay in it.

Each function is one transaction; what it returns is on disk, except the preview of an undo.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.acts import LEAVES_CLOCK, Act, hand_in_instant, hour_of_receipt_decides, not_in_future
from onestop_cli.core.amendments import (
    NEW_SLIP,
    TakeBack,
    amended,
    decides_dates,
    events_in_force,
    has_own_limit,
    taking_back,
    waits_for_slip,
)
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.columns import BY_NAME
from onestop_cli.core.corrections import Restated, changes, corrected_limits, restated, restated_by_undo
from onestop_cli.core.dossier import Dossier, Entry, Person, Status
from onestop_cli.core.dossier_events import Correct, Undo, Void
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.limits import Start, TimeLimit, counted_from
from onestop_cli.core.moments import Clock, When, instant
from onestop_cli.core.office import Office, closing_second, due_second, opening_second
from onestop_cli.core.outcomes import Basis
from onestop_cli.core.procedures import Procedure, in_force, must_not_be_longer, procedure_meant
from onestop_cli.core.pseudonyms import must_be_named
from onestop_cli.core.receipts import checked_agreed_date
from onestop_cli.core.recorded_late import basis_of
from onestop_cli.errors import (
    AgreedStays,
    CorrectedReasonNeeded,
    EmptyValue,
    HourNeeded,
    LateUndo,
    MayNotAgree,
    NothingToDo,
    SlipStays,
)
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger, procedures, settings
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases.entries import code_meant, person
from onestop_cli.usecases.transaction import (
    Acted,
    Acting,
    acted,
    acting,
    allowed,
    drafted,
    late_words,
    own_rules,
    recorded,
    without_and_with,
)

_DUE = ("due_at", "agreed_due_at")
"""The columns of what is to come."""
Value = str | int | bool | datetime | TimeLimit | None
"""What a column is corrected to."""


class Correction(NamedTuple):
    """What is corrected; None leaves a value as it is. `columns` are plain values by column, `person` by field.

    With `procedure` or without it, `case` names the case; empty, the one that needs no name.

    `slip_given` tells that the citizen has a new slip with the due date as corrected (§3.4).
    """

    columns: Mapping[str, str | int | None]
    person: Mapping[str, str]
    instants: Mapping[str, When]
    procedure: str | None = None
    limit: TimeLimit | None = None
    statutory: TimeLimit | None = None
    slip_given: bool = False
    case: str | None = None

    @property
    def is_of_procedure(self) -> bool:
        """Whether the procedure or its case is corrected."""
        return self.procedure is not None or self.case is not None


def correct(path: Path, clock: Clock, actor: str, code: str, correction: Correction, note: str) -> Acted:
    """The record of the dossier says otherwise for its whole life; every date that follows is counted anew.

    Counted in the calendar the file knows now, or knew when the dossier was finished, under the office rules known
    at receipt. Raises `WrongState`, `NothingToDo`, `OutOfOrder`, `NotOfThisDossier`, `HourNeeded`, `InTheFuture`,
    `LongerThanStatutory`, `CorrectedReasonNeeded`, `SlipStays`, `MayNotAgree`, `BadAgreedDate`, `HandedInLater`,
    `CalendarGap`, `PseudonymGiven` and what finding a dossier or a procedure raises.
    """
    must_be_named(correction.person)
    with acting(path, clock, actor) as work:
        entry = allowed(work, code, Act.correct)
        before = entry.dossier
        events = ledger.dossier_events(work.connection, before.code)
        calendar, office = _counted_in(work, events)
        values = _values(work, events, before, correction, calendar, office)
        if values.get("result", before.result) == "refused" and not values.get("note", before.note):
            raise CorrectedReasonNeeded(code=before.code)
        if before.closed_at is not None and not values.get("note", before.note):
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
        fields = {name: [_plain(old), _plain(new)] for name, (old, new) in columns.items()}
        own_limit = has_limit if has_limit or correction.is_of_procedure else None
        said = Correct(note, fields, told, tuple(renamed), own_limit, noted, words, slip_given=correction.slip_given)
        bases = (Basis.due, Basis.promised) if correction.slip_given else (Basis.due,)
        late = [without_and_with(work, said, None, before, after, basis) for basis in bases]
        said = said._replace(recorded_late=any(late))
        return acted(work, entry, said, work.book.now, personal=people if renamed else None)


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


def _values(
    work: Acting,
    events: Sequence[Event],
    before: Dossier,
    correction: Correction,
    calendar: Calendar,
    office: Office,
) -> dict[str, Value]:
    """The corrected columns with their typed values; limits follow the procedure in force on the day of receipt.

    What was typed is among them though the dossier says so already: without an earlier correction it would not (§3.3).
    """
    values: dict[str, Value] = dict(correction.columns)
    received = correction.instants.get("received_at")
    on = received.on if received else before.received_at.date()
    limits = _limits(work, events, before, correction, on)
    start = before.start
    if correction.is_of_procedure:
        procedure = _procedure_meant(work, before, correction, on)
        values |= {"case": procedure.case, "start": procedure.start}
        start = procedure.start
        if correction.procedure is not None:
            values |= {"procedure_code": procedure.code, "procedure_name": procedure.name, "field": procedure.field}
    received_at = before.received_at
    for column, when in correction.instants.items():
        if column == "submitted_at":
            continue
        at = _instant_meant(when, column, work.book.now, calendar, office, limits, start)
        if when.at is None and column not in ("received_at", *_DUE):
            at = max([at, *(earlier for earlier in _acts_before(events, column) if earlier.date() == when.on)])
        values[column] = at
        has_none, flag = when.at is None, f"{column.removesuffix('_at')}_is_day"
        if column not in _DUE and has_none != getattr(before, flag):
            values[flag] = has_none
        received_at = at if column == "received_at" else received_at
        if column == "due_at":
            values["due_is_day"] = when.at is None
    agreed_due_at = values.get("agreed_due_at", before.agreed_due_at)
    is_touched = correction.is_of_procedure or not correction.instants.keys().isdisjoint(
        ("agreed_due_at", "received_at")
    )
    if isinstance(agreed_due_at, datetime) and is_touched:
        _must_be_agreeable(work, before, correction, on, agreed_due_at.date(), calendar)
    values |= _hand_in(before, correction, received_at, calendar, office, (limits[0], start))
    if correction.limit is not None or correction.statutory is not None:
        if correction.statutory is not None:
            must_not_be_longer(*limits)
        else:
            handed_in = values.get("submitted_at", before.submitted_at)
            assert handed_in is None or isinstance(handed_in, datetime)
            origin = counted_from(calendar, office, start, received_at, handed_in)
            limits = corrected_limits(calendar, office, origin, before.time_limit, *limits)
    typed = correction.limit, correction.statutory
    for column, limit, given in zip(("time_limit", "statutory_time_limit"), limits, typed, strict=True):
        if limit != getattr(before, column) or given is not None or correction.is_of_procedure:
            values[column] = limit
    return values


def _procedure_meant(work: Acting, before: Dossier, correction: Correction, on: date) -> Procedure:
    """The procedure and the case a correction names, else the dossier's own, on the day of receipt."""
    versions = procedures.versions(work.connection)
    if correction.procedure is not None:
        return procedure_meant(correction.procedure, versions, on, correction.case or "")
    case = before.case if correction.case is None else correction.case
    return procedure_meant(before.procedure_code, versions, on, case)


def _must_be_agreeable(
    work: Acting, before: Dossier, correction: Correction, on: date, agreed: date, calendar: Calendar
) -> None:
    """Refuse an agreed date that the procedure does not allow, or that cannot be.

    Raises `MayNotAgree`, `AgreedStays`, `BadAgreedDate`.
    """
    procedure = _procedure_meant(work, before, correction, on)
    is_new = "agreed_due_at" in correction.instants
    if not procedure.may_agree and (is_new or correction.is_of_procedure):
        raise (MayNotAgree if is_new else AgreedStays)(code=procedure.code)
    if is_new or agreed < on:
        checked_agreed_date(calendar, agreed, on)


def _hand_in(
    before: Dossier,
    correction: Correction,
    received_at: datetime,
    calendar: Calendar,
    office: Office,
    counted: tuple[TimeLimit, Start],
) -> dict[str, Value]:
    """The corrected hand-in; one without an hour goes along with a receipt corrected to earlier that day.

    `counted` are the committed limit and its start rule. Raises `HourNeeded`, `HandedInLater`.
    """
    if "submitted_at" in correction.columns:
        return {"submitted_is_day": False} if before.submitted_is_day else {}
    typed = correction.instants.get("submitted_at")
    goes_along = "received_at" in correction.instants and before.submitted_is_day
    if typed is None and goes_along and before.submitted_at is not None:
        typed = When(before.submitted_at.date(), None, f"{before.submitted_at:%d/%m/%Y}")
    if typed is None:
        return {}
    values: dict[str, Value] = {"submitted_at": hand_in_instant(typed, received_at, calendar, office, *counted)}
    values |= {} if (typed.at is None) is before.submitted_is_day else {"submitted_is_day": typed.at is None}
    return {name: value for name, value in values.items() if value != getattr(before, name)}


def _acts_before(events: Sequence[Event], column: str) -> list[datetime]:
    """When the acts before the one that set a column occurred, as told now."""
    ended = {"delivered_at": ("deliver",), "resolved_at": ("resolve", "deliver")}.get(column, ("withdraw", "stop"))
    return [act.occurred_at for act in amended(events).acts if act.kind not in (*ended, *LEAVES_CLOCK)]


def _limits(
    work: Acting, events: Sequence[Event], before: Dossier, correction: Correction, on: date
) -> tuple[TimeLimit, TimeLimit]:
    """The limits typed, else those of the procedure on the day of receipt, unless a correction gave it its own."""
    limits = before.time_limit, before.statutory_time_limit
    if correction.limit is not None and has_own_limit(events):
        usual = _of_case(work, before, on)
        limits = (usual.committed, usual.statutory) if usual is not None else limits
    if correction.is_of_procedure or "received_at" in correction.instants:
        new, old = _procedure_meant(work, before, correction, on), _of_case(work, before, before.received_at.date())
        is_other = old is None or (old.committed, old.statutory) != (new.committed, new.statutory)
        if correction.is_of_procedure or (is_other and not has_own_limit(events)):
            limits = new.committed, new.statutory
    return correction.limit or limits[0], correction.statutory or limits[1]


def _of_case(work: Acting, dossier: Dossier, on: date) -> Procedure | None:
    """The dossier's own procedure and case as they were in force on a day."""
    current = in_force(procedures.versions(work.connection), on)
    return next((p for p in current if (p.code, p.case) == (dossier.procedure_code, dossier.case)), None)


def _instant_meant(
    when: When,
    column: str,
    now: datetime,
    calendar: Calendar,
    office: Office,
    limits: tuple[TimeLimit, TimeLimit],
    start: Start,
) -> datetime:
    """The instant of a corrected column; a bare date is the opening for a receipt, the closing for other acts."""
    if when.at is not None:
        return when.instant if column == "due_at" else not_in_future(when.instant, now)
    if column in _DUE:
        return instant(when.on, due_second(calendar, office, when.on))
    not_in_future(instant(when.on, 0), now)
    counted = start if column == "received_at" else Start.receipt
    is_told_by_hour = any(hour_of_receipt_decides(calendar, when.on, limit, counted) for limit in limits)
    if column in ("received_at", "resolved_at") and is_told_by_hour:
        raise HourNeeded(text=when.text, option=BY_NAME[column].flag)
    second = opening_second if column == "received_at" else closing_second
    return min(instant(when.on, second(calendar, office, when.on)), now)


def _plain(value: object) -> object:
    """A value as it stands in an event."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, TimeLimit) else value


def void(path: Path, clock: Clock, actor: str, code: str, note: str) -> Acted:
    """The dossier was entered by mistake: it is in no report any more, its number stays used. Raises `WrongState`."""
    with acting(path, clock, actor) as work:
        entry = allowed(work, code, Act.void)
        after = entry.dossier._replace(status=Status.void)
        said = Void(note)
        said = said._replace(recorded_late=without_and_with(work, said, None, entry.dossier, after) is not None)
        return acted(work, entry, said, work.book.now)


class Undone(NamedTuple):
    """What an undo takes back or restores, the dossier before and after it, and the event (None for a preview).

    `recorded_late` tells that it is a paper recorded late, which needs a note.
    """

    take_back: TakeBack
    before: Dossier
    person_before: Person
    entry: Entry
    recorded: str | None
    recorded_late: bool


def undo(path: Path, clock: Clock, actor: str, code: str, seq: int | None, note: str = "", *, apply: bool) -> Undone:
    """The last act or amendment a person typed (or the one of a number) is taken back; an undone undo restores.

    Without `apply` nothing is recorded. Raises `LateUndo` for one recorded late without a note, `ReceiptStays`,
    `MoveStays`, `RestsOnIt`, `AlreadyTakenBack`, `UnknownEvent`, `UnknownDossier`, `AmbiguousCode`, `CalendarGap`.
    """
    with writing(path) if apply else reading(path) as connection:
        now = clock()
        whole = code_meant(connection, code, now.date())
        events = ledger.dossier_events(connection, whole)
        take_back = taking_back(events, seq)
        before = fold(events)
        assert before is not None
        someone = person(connection, before.personal_seq)
        said = Undo(take_back.target.seq, note)
        moved = [event.seq for event in events if event.kind == Act.move and event.seq > take_back.root.seq]
        if moved and decides_dates(take_back.root):
            calendar, office = own_rules(connection, whole, calendar_store.load(connection))
            calendar = _calendar_at(connection, moved[-1], calendar, office)
            draft = drafted(events, said, now, now)
            said = said._replace(restated=restated_by_undo([*events, draft], calendar, office))
        after = fold([*events, drafted(events, said, now, now)])
        assert after is not None
        book = Ledger(connection, actor, now)
        work = Acting(connection, book, calendar_store.load(connection), settings.office(connection))
        bases = [basis_of(take_back.root.kind)]
        if before.promised_due_at != after.promised_due_at:
            bases.append(Basis.promised)
        found = ((without_and_with(work, said, None, before, after, basis), basis) for basis in bases)
        late = next(((states, basis) for states, basis in found if states is not None), None)
        said = said._replace(recorded_late=late is not None)
        if apply:
            if late is not None and not note:
                states, basis = late
                raise LateUndo(**late_words(*states, work.known_at, basis))
            entry = recorded(work, Entry(before, someone), said, now)
            return Undone(take_back, before, someone, entry, entry.dossier.anchor, said.recorded_late)
        entry = Entry(after, person(connection, after.personal_seq))
        return Undone(take_back, before, someone, entry, None, said.recorded_late)
