"""The counter: receive a dossier and promise its date, record its result, hand it over.

Each function is one transaction; what it returns is on disk.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.acts import Act, act_instant, hand_in_instant, must_allow, receipt_instant
from onestop_cli.core.codes import is_foreign, is_told_drawn, series, skipped_by
from onestop_cli.core.columns import TYPED
from onestop_cli.core.dossier import Entry, Person
from onestop_cli.core.dossier_events import Deliver, Resolve
from onestop_cli.core.limits import NextDay, Unit, promise, why_next_day
from onestop_cli.core.moments import Clock, When, clock_text, instant, is_day
from onestop_cli.core.office import due_second
from onestop_cli.core.overrides import must_be_needed
from onestop_cli.core.procedures import procedure_meant
from onestop_cli.core.pseudonyms import must_be_named
from onestop_cli.core.receipts import Typed, checked_agreed_date, receipt_of, with_agreed, with_hand_in
from onestop_cli.errors import AgreedAndDone, DuplicateCode, LimitOfLaw, MayNotAgree, NotSameDay, ReasonNeeded
from onestop_cli.store import register, settings
from onestop_cli.store.projection import project
from onestop_cli.usecases.transaction import Acting, acting, ending_dates, meant, overridden, recorded


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

    @property
    def typed(self) -> Typed:
        """What was typed of the dossier's plain columns."""
        return {column.name: getattr(self, column.name) for column in TYPED}


class Received(NamedTuple):
    """A recorded receipt; `is_foreign_code` asks for a warning (domain §5).

    `skipped` are the first and the last number of the day that a typed code leaves unused behind it; `counted_from` is
    what the limits count from by the procedure's start rule, `cut_off` the hour after which that is another day;
    `next_day` is why a same-day dossier is due only then.
    """

    entry: Entry
    now: datetime
    is_foreign_code: bool
    counted_from: datetime
    cut_off: str
    next_day: NextDay | None
    skipped: tuple[int, int] | None = None


class Finished(NamedTuple):
    """A dossier with a result; the working days from its result to its due day, negative when late.

    None without a due day, or with one of another system beyond the loaded years.
    """

    entry: Entry
    now: datetime
    working_days_to_due: int | None


def receive(path: Path, clock: Clock, actor: str, receipt: Receipt, *, done: bool = False) -> Received:
    """The dossier is in the ledger with its number and its promised dates.

    With `done`, a same-day dossier's result and delivery are recorded at the same instant. Raises
    `UnknownProcedure`, `AmbiguousProcedure`, `ProcedureNotInForce`, `CaseNeeded`, `UnknownCase`, `TwoCases`,
    `HourNeeded`, `InTheFuture`, `HandedInLater`, `MayNotAgree`, `BadAgreedDate`, `AgreedAndDone`, `DuplicateCode`,
    `NotSameDay`, `CalendarGap`, `PseudonymGiven`.
    """
    if done and receipt.agreed is not None:
        raise AgreedAndDone
    must_be_named(receipt.person._asdict())
    with acting(path, clock, actor, is_receipt=True) as work:
        connection, book, calendar, office, versions = work
        now = book.now
        day = receipt.when.on if receipt.when else now.date()
        procedure = procedure_meant(receipt.procedure, versions, day, receipt.case)
        if receipt.agreed is not None and not procedure.may_agree:
            raise MayNotAgree(code=procedure.code)
        if done and procedure.committed.unit is not Unit.same_day:
            raise NotSameDay(code=procedure.written, limit=procedure.committed)
        counted = procedure.committed, procedure.start
        received_at = receipt_instant(receipt.when, now, calendar, office, *counted)
        handed_in = receipt.submitted and hand_in_instant(receipt.submitted, received_at, calendar, office, *counted)
        limits = procedure.committed, procedure.statutory
        promised = promise(calendar, office, received_at, *limits, procedure.start, handed_in)
        agency = settings.value(connection, "agency_code", received_at.date())
        of_day = series(agency, received_at.date())
        code, is_drawn = _numbered(connection, of_day, receipt.code)
        skipped = skipped_by(code, of_day, register.highest_used(connection, of_day)) if receipt.code else None
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
        return Received(Entry(dossier, receipt.person), now, strange, origin, cut_off, next_day, skipped)


def _numbered(connection: sqlite3.Connection, in_series: str, typed: str | None) -> tuple[str, bool]:
    """The code of a receipt, the one typed or the next of its series, and whether it has to say that it was drawn.

    Raises `DuplicateCode`, `SeriesFull`.
    """
    if typed is None:
        drawn = register.next_code(connection, in_series)
        return drawn.code, is_told_drawn(drawn.own.number)
    if register.entry(connection, typed) is not None:
        raise DuplicateCode(code=typed)
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
        for entry in _entries(work, codes):
            must_allow(Act.resolve, entry.dossier)
            at = act_instant(when, work.book.now, entry.dossier, work.calendar, work.office, hour_decides=True)
            said = Resolve(result, note, ending_dates(work, entry.dossier, at), override, is_day(when))
            overriding, limits = overridden(work, entry, said, at)
            passed += limits
            entry = recorded(work, entry, overriding if limits else said._replace(override=""), at)
            if deliver:
                entry = recorded(work, entry, Deliver("direct", is_day(when)), at)
            finished.append(_finished(work, entry))
        must_be_needed(passed, override)
        return finished


def deliver(
    path: Path, clock: Clock, actor: str, codes: Sequence[str], method: str, when: When | None
) -> list[Finished]:
    """Every dossier named was handed over, or none was. Raises as `resolve`."""
    with acting(path, clock, actor) as work:
        finished: list[Finished] = []
        for entry in _entries(work, codes):
            must_allow(Act.deliver, entry.dossier)
            at = act_instant(when, work.book.now, entry.dossier, work.calendar, work.office)
            finished.append(_finished(work, recorded(work, entry, Deliver(method, is_day(when)), at)))
        return finished


def _entries(work: Acting, codes: Sequence[str]) -> list[Entry]:
    """The dossiers meant, each once, in the order typed."""
    entries = [meant(work, code) for code in codes]
    return list({entry.dossier.code: entry for entry in entries}.values())


def _finished(work: Acting, entry: Entry) -> Finished:
    d, calendar = entry.dossier, work.calendar
    days = None
    if d.resolved_at is not None and d.due_at is not None and d.due_at.date() <= calendar.last:
        days = calendar.working_days_between(d.resolved_at.date(), d.due_at.date())
    return Finished(entry, work.book.now, days)
