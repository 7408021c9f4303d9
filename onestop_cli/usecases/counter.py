"""The counter: receive a dossier and promise its date, record its result, hand it over.

Each function is one transaction; what it returns is on disk.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.acts import Act, act_instant, hand_in_instant, must_allow, possible, receipt_instant
from onestop_cli.core.codes import is_foreign, is_told_drawn, series, skipped_by
from onestop_cli.core.columns import TYPED
from onestop_cli.core.dossier import APPLICANT_KINDS, CHANNELS, Entry, Person
from onestop_cli.core.dossier_events import Deliver, Resolve
from onestop_cli.core.doubles import DOUBLE_WITHIN, Recent, name_key, probable_double
from onestop_cli.core.limits import NextDay, Unit, promise, why_next_day
from onestop_cli.core.moments import Clock, When, clock_text, instant, is_day
from onestop_cli.core.office import due_second
from onestop_cli.core.overrides import must_be_needed
from onestop_cli.core.procedures import Procedure, procedure_meant
from onestop_cli.core.pseudonyms import must_be_named
from onestop_cli.core.receipts import Typed, checked_agreed_date, receipt_of, with_agreed, with_hand_in
from onestop_cli.core.settings import default_officer, value_on
from onestop_cli.errors import (
    N_,
    TOLD,
    AgreedAndDone,
    DoubleLines,
    DuplicateCode,
    LimitOfLaw,
    MayNotAgree,
    NotSameDay,
    ProbableDouble,
    ReasonNeeded,
    RowProblem,
)
from onestop_cli.store import register
from onestop_cli.store.projection import project
from onestop_cli.usecases.entries import may_move, must_be_no_decline
from onestop_cli.usecases.transaction import Acting, acting, all_meant, ending_dates, overridden, recorded


class Receipt(NamedTuple):
    """What a clerk writes down when a dossier is handed in. Texts are already normalised."""

    procedure: str
    person: Person
    channel: str = "direct"
    copies: int = 1
    fee: int | None = None
    officer: str = ""
    note: str = ""
    when: When | None = None
    code: str | None = None
    submitted: When | None = None
    receiving_unit: str = ""
    case: str = ""
    agreed: date | None = None
    fee_paid: str = ""
    fee_waived: str = ""
    applicant_kind: str = APPLICANT_KINDS[0]
    result_by: str = CHANNELS[0]

    @property
    def typed(self) -> Typed:
        """What was typed of the dossier's plain columns."""
        return {column.name: getattr(self, column.name) for column in TYPED}


class Queue(NamedTuple):
    """The receipts of a file's lines, each with the number of its line."""

    path: Path
    lines: Sequence[tuple[int, Receipt]]


class Received(NamedTuple):
    """A recorded receipt; `is_foreign_code` asks for a warning (domain §5).

    `skipped` are the first and the last number of the day that a typed code leaves unused behind it; `counted_from` is
    what the limits count from by the procedure's start rule, `cut_off` the hour after which that is another day;
    `next_day` is why a same-day dossier is due only then; `may_move` whether a decision still to come could change the
    due date.
    """

    entry: Entry
    now: datetime
    is_foreign_code: bool
    counted_from: datetime
    cut_off: str
    next_day: NextDay | None
    skipped: tuple[int, int] | None = None
    may_move: bool = False


class Finished(NamedTuple):
    """A dossier with a result; the working days from its result to its due day, negative when late.

    None without a due day, or with one of another system beyond the loaded years.
    """

    entry: Entry
    now: datetime
    working_days_to_due: int | None


def receive(
    path: Path, clock: Clock, actor: str, receipt: Receipt, *, done: bool = False, again: bool = False
) -> Received:
    """The dossier is in the ledger with its number and its promised dates.

    With `done`, a same-day dossier's result and delivery are recorded at the same instant. Raises
    `UnknownProcedure`, `AmbiguousProcedure`, `ProcedureNotInForce`, `CaseNeeded`, `UnknownCase`, `TwoCases`,
    `HourNeeded`, `InTheFuture`, `HandedInLater`, `MayNotAgree`, `BadAgreedDate`, `AgreedAndDone`, `DuplicateCode`,
    `NumberOfDecline`, `NotSameDay`, `CalendarGap`, `PseudonymGiven`, and without `again` `ProbableDouble`.
    """
    _must_be_possible(receipt, done=done)
    with acting(path, clock, actor, is_receipt=True) as work:
        procedure = _procedure(work, receipt)
        double = None if again or receipt.code else probable_double(_just_received(work, procedure), receipt.person)
        if double is not None:
            raise ProbableDouble(code=double.code, at=double.recorded_at)
        return _received(work, receipt, procedure, done=done)


def receive_queue(
    path: Path, clock: Clock, actor: str, queue: Queue, *, done: bool = False, again: bool = False
) -> list[Received]:
    """The dossiers of a file's lines are in the ledger in their order, or none is. One transaction.

    Raises as `receive`, and for probable doubles, of earlier receipts or of one another, `DoubleLines`.
    """
    for _line, receipt in queue.lines:
        _must_be_possible(receipt, done=done)
    with acting(path, clock, actor, is_receipt=True) as work:
        procedures = [_procedure(work, receipt) for _line, receipt in queue.lines]
        if not again:
            _must_hold_no_doubles(work, queue, procedures)
        pairs = zip(queue.lines, procedures, strict=True)
        return [_received(work, receipt, procedure, done=done) for (_line, receipt), procedure in pairs]


def _must_hold_no_doubles(work: Acting, queue: Queue, procedures: Sequence[Procedure]) -> None:
    """Raises `DoubleLines` with every line that is probably a double of one just recorded, or of a line before."""
    problems: list[RowProblem] = []
    known: dict[tuple[str, str], dict[str, list[Recent]]] = {}
    for (line, receipt), procedure in zip(queue.lines, procedures, strict=True):
        by_name = known.setdefault((procedure.code, procedure.case), {})
        if not by_name:
            for each in _just_received(work, procedure):
                by_name.setdefault(name_key(each.person), []).append(each)
        alike = by_name.setdefault(name_key(receipt.person), [])
        double = probable_double(alike, receipt.person)
        if double is None:
            alike.append(Recent("", work.book.now, receipt.person))
        elif double.code:
            sentence = N_("probably the same as {code}, received at {at}")
            problems.append(RowProblem(line, sentence, {"code": double.code, "at": double.recorded_at}))
        else:
            problems.append(RowProblem(line, N_("probably the same as a line before it"), {}))
    if problems:
        raise DoubleLines(path=queue.path, count=len(problems), rows=problems[:TOLD], more=len(problems[TOLD:]))


def _just_received(work: Acting, procedure: Procedure) -> list[Recent]:
    """Those of the last minutes; after a clock went back, those that it now calls to come in a few."""
    around = work.book.now - DOUBLE_WITHIN, work.book.now + DOUBLE_WITHIN
    return register.just_received(work.connection, procedure.code, procedure.case, *around)


def _must_be_possible(receipt: Receipt, *, done: bool) -> None:
    """What can be said of a receipt before the file is opened. Raises `AgreedAndDone`, `PseudonymGiven`."""
    if done and receipt.agreed is not None:
        raise AgreedAndDone
    must_be_named(receipt.person._asdict())


def _procedure(work: Acting, receipt: Receipt) -> Procedure:
    """The procedure and case of a receipt on its day."""
    day = receipt.when.on if receipt.when else work.book.now.date()
    return procedure_meant(receipt.procedure, work.versions, day, receipt.case)


def _received(work: Acting, receipt: Receipt, procedure: Procedure, *, done: bool) -> Received:
    """The receipt is recorded."""
    connection, book, calendar, office, _versions, dated = work
    now = book.now
    if receipt.agreed is not None and not procedure.may_agree:
        raise MayNotAgree(code=procedure.code)
    if done and procedure.committed.unit is not Unit.same_day:
        raise NotSameDay(code=procedure.written, limit=procedure.committed)
    counted = procedure.committed, procedure.start
    received_at = receipt_instant(receipt.when, now, calendar, office, *counted)
    handed_in = receipt.submitted and hand_in_instant(receipt.submitted, received_at, calendar, office, *counted)
    limits = procedure.committed, procedure.statutory
    promised = promise(calendar, office, received_at, *limits, procedure.start, handed_in)
    on = received_at.date()
    agency = value_on(dated, "agency_code", on)
    of_day = series(agency, received_at.date())
    code, is_drawn = _numbered(connection, of_day, receipt.code)
    skipped = skipped_by(code, of_day, register.highest_used(connection, of_day)) if receipt.code else None
    papers = receipt.person.dossier_papers or procedure.papers
    receipt = receipt._replace(
        person=receipt.person._replace(dossier_papers=papers),
        fee=_fee(receipt, procedure),
        officer=receipt.officer or default_officer(dated, work.actor, procedure.code, on),
        receiving_unit=receipt.receiving_unit or value_on(dated, "receiving_unit.default", on),
    )
    said = receipt_of(procedure, promised, calendar.edition, receipt.typed)
    said = said._replace(is_day=is_day(receipt.when), drawn=is_drawn)
    said = with_hand_in(said, receipt.submitted, handed_in, calendar, office)
    if receipt.agreed is not None:
        agreed = checked_agreed_date(calendar, receipt.agreed, received_at.date())
        said = with_agreed(said, instant(agreed, due_second(calendar, office, agreed)))
    personal = receipt.person._asdict()
    events = [book.append(said, dossier=code, occurred_at=received_at, personal=personal)]
    if done:
        ends = Resolve("approved"), Deliver("direct")
        events += [book.append(end, dossier=code, occurred_at=received_at) for end in ends]
    dossier = project(connection, events, calendar, is_new=True)
    strange = is_foreign(code, agency, received_at.date())
    cut_off = clock_text(office.on(received_at.date()).cut_off)
    origin, is_same_day = promised.counted_from, procedure.committed.unit is Unit.same_day
    next_day = why_next_day(calendar, office, origin) if is_same_day else None
    is_open_still = may_move(calendar, dossier, now.date())
    return Received(Entry(dossier, receipt.person), now, strange, origin, cut_off, next_day, skipped, is_open_still)


def _fee(receipt: Receipt, procedure: Procedure) -> int | None:
    """What is asked for: nothing where it is waived, else as typed, else as the procedure says."""
    if receipt.fee_waived:
        return 0
    if receipt.fee is None and procedure.fee is not None:
        return procedure.fee.of(receipt.copies)
    return receipt.fee


def _numbered(connection: sqlite3.Connection, in_series: str, typed: str | None) -> tuple[str, bool]:
    """The code of a receipt, the one typed or the next of its series, and whether it has to say that it was drawn.

    Raises `DuplicateCode`, `NumberOfDecline`, `SeriesFull`.
    """
    if typed is None:
        drawn = register.next_code(connection, in_series)
        return drawn.code, is_told_drawn(drawn.own.number)
    if register.entry(connection, typed) is not None:
        raise DuplicateCode(code=typed)
    must_be_no_decline(connection, typed)
    return typed, False


def resolve(
    path: Path,
    clock: Clock,
    actor: str,
    codes: Sequence[str],
    result: str,
    when: When | None,
    note: str,
    *,
    deliver: bool = False,
    override: str = "",
) -> list[Finished]:
    """Every dossier named has its result (and was handed over, with `deliver`), or none has.

    Raises `ReasonNeeded` for a refusal without a note, `RecordedLate` without an override for one that was taken back
    before, `NeedlessOverride`, `WrongState`, `HourNeeded`, `InTheFuture`,
    `BeforeLastAct`, `UnknownDossier`, `AmbiguousCode`.
    """
    if result == "refused" and not note:
        raise ReasonNeeded(code=codes[0])
    with acting(path, clock, actor) as work:
        finished: list[Finished] = []
        passed: list[LimitOfLaw] = []
        for entry in all_meant(work, codes):
            entry, at = _resolved(work, entry, Resolve(result, note, override=override), when, passed)
            if deliver:
                entry = recorded(work, entry, Deliver("direct", is_day(when)), at)
            finished.append(_finished(work, entry))
        must_be_needed(passed, override)
        return finished


def _resolved(
    work: Acting, entry: Entry, said: Resolve, when: When | None, passed: list[LimitOfLaw]
) -> tuple[Entry, datetime]:
    """The dossier with its result, and the instant of it; the limits of the law that are passed join `passed`."""
    must_allow(Act.resolve, entry.dossier)
    at = act_instant(when, work.book.now, entry.dossier, work.calendar, work.office, hour_decides=True)
    said = said._replace(dates=ending_dates(work, entry.dossier, at), is_day=is_day(when))
    overriding, limits = overridden(work, entry, said, at)
    passed += limits
    return recorded(work, entry, overriding if limits else said._replace(override=""), at), at


def deliver(
    path: Path, clock: Clock, actor: str, codes: Sequence[str], method: str, when: When | None, to: str = ""
) -> list[Finished]:
    """Every dossier named was handed over, or none was; `to` is who took it, where another. Raises as `resolve`."""
    with acting(path, clock, actor) as work:
        finished: list[Finished] = []
        for entry in all_meant(work, codes):
            must_allow(Act.deliver, entry.dossier)
            at = act_instant(when, work.book.now, entry.dossier, work.calendar, work.office)
            finished.append(_finished(work, recorded(work, entry, Deliver(method, is_day(when), to=to), at)))
        return finished


def hand_over(
    path: Path,
    clock: Clock,
    actor: str,
    codes: Sequence[str],
    method: str,
    when: When | None,
    note: str = "",
    *,
    override: str = "",
    to: str = "",
) -> list[Finished]:
    """Every dossier named was handed over, or none was; one without a result was approved at the same instant.

    Raises as `resolve`.
    """
    with acting(path, clock, actor) as work:
        finished: list[Finished] = []
        passed: list[LimitOfLaw] = []
        for entry in all_meant(work, codes):
            if Act.resolve in possible(entry.dossier.status):
                entry, at = _resolved(work, entry, Resolve("approved", note, override=override), when, passed)
            else:
                must_allow(Act.deliver, entry.dossier)
                at = act_instant(when, work.book.now, entry.dossier, work.calendar, work.office)
            finished.append(_finished(work, recorded(work, entry, Deliver(method, is_day(when), to=to), at)))
        must_be_needed(passed, override)
        return finished


def _finished(work: Acting, entry: Entry) -> Finished:
    d, calendar = entry.dossier, work.calendar
    days = None
    if d.resolved_at is not None and d.due_at is not None and d.due_at.date() <= calendar.last:
        days = calendar.working_days_between(d.resolved_at.date(), d.due_at.date())
    return Finished(entry, work.book.now, days)
