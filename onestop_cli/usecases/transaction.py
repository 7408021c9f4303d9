"""The common ground of all acts on a dossier: one write transaction, the dossier meant, the event, its projection."""

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from onestop_cli.core import life
from onestop_cli.core.acts import Act, must_allow
from onestop_cli.core.amendments import has_ended
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier, Entry, Person
from onestop_cli.core.dossier_events import DossierEvent, NewDates, Overriding, Resolve
from onestop_cli.core.event_data import data_of
from onestop_cli.core.ledger import Event
from onestop_cli.core.moments import Clock
from onestop_cli.core.office import Office
from onestop_cli.core.outcomes import Basis, due, outcome
from onestop_cli.core.overrides import must_be_overridden
from onestop_cli.core.procedures import Procedure
from onestop_cli.core.recorded_late import basis_of, is_recorded_late
from onestop_cli.core.settings import Dated, office_of
from onestop_cli.errors import DossierDiffers, LimitOfLaw, RecordedLate
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import found_words, known_time, ledger, procedures, register, settings
from onestop_cli.store.database import writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.store.projection import project
from onestop_cli.store.schema import times_made_anew
from onestop_cli.usecases.entries import may_move, person, present_entry

if TYPE_CHECKING:
    from onestop_cli.core.supplements import Caution


class Acting(NamedTuple):
    """What an act on a dossier needs within its transaction: calendar and office rules are today's.

    `versions` are those of every procedure, read for a receipt only.
    """

    connection: sqlite3.Connection
    book: Ledger
    calendar: Calendar
    office: Office
    versions: Sequence[Procedure]
    dated: Dated = MappingProxyType({})
    """The office's settings."""

    @property
    def actor(self) -> str:
        """Who records."""
        return self.book.actor

    @property
    def known_at(self) -> datetime:
        """The known time of what is recorded now."""
        return known_now(self.connection, self.book.now)


class Acted(NamedTuple):
    """A dossier after an act or amendment, and the dossier and its person as they were before it.

    `caution` is what is told at once of a limit of the law that was passed without a refusal; `may_move` is whether a
    decision still to come could change the due date; `slip_due` that the slip handed out no longer says what it should.
    """

    entry: Entry
    before: Dossier
    person_before: Person
    now: datetime
    caution: "Caution | None" = None
    may_move: bool = False
    slip_due: bool = False


@contextmanager
def acting(path: Path, clock: Clock, actor: str, *, is_receipt: bool = False) -> Iterator[Acting]:
    """One write transaction with the ledger open; the clock is read once the lock is held.

    What it goes by is read before, and again only where an event of the file, or a table made anew, came between.
    """
    told: list[tuple[int, int, _Rules]] = []

    def ready(connection: sqlite3.Connection) -> None:
        ledger.prepare(connection)
        register.prepare(connection, is_new=is_receipt)
        if is_receipt:
            found_words.prepare(connection)
        seq = ledger.last_mark(connection).seq
        told.append((seq, times_made_anew(connection), _rules(connection, is_receipt=is_receipt)))

    with writing(path, ready=ready) as connection:
        book = Ledger(connection, actor, clock())
        seq, times, rules = told[-1]
        if ledger.has_event_of_file_since(connection, seq) or times_made_anew(connection) != times:
            rules = _rules(connection, is_receipt=is_receipt)
        yield Acting(connection, book, *rules)


_Rules = tuple[Calendar, Office, Sequence[Procedure], Dated]


def _rules(connection: sqlite3.Connection, *, is_receipt: bool) -> _Rules:
    """What an act goes by: the calendar, the office's rules, for a receipt the catalogue, and the settings."""
    versions = procedures.versions(connection) if is_receipt else ()
    dated = settings.values(connection)
    return calendar_store.load(connection), office_of(dated), versions, dated


def allowed(work: Acting, text: str, act: Act) -> Entry:
    """The dossier meant, if its state allows an act. Raises as `meant`, `WrongState`."""
    entry = meant(work, text)
    must_allow(act, entry.dossier)
    return entry


def meant(work: Acting, text: str) -> Entry:
    """The dossier meant, as the register has it, which must be what the events say.

    An act goes by it: a row that was bent would else be made right again by the act, and what it led to would stay.
    Raises `UnknownDossier`, `AmbiguousCode`, `DossierDiffers`.
    """
    entry = present_entry(work.connection, text, work.book.now.date())
    must_be_told_by(ledger.dossier_events(work.connection, entry.dossier.code), entry.dossier)
    return entry


def all_meant(work: Acting, codes: Sequence[str]) -> list[Entry]:
    """The dossiers meant, each once, in the order typed. Raises as `meant`."""
    entries = [meant(work, code) for code in codes]
    return list({entry.dossier.code: entry for entry in entries}.values())


def own_rules(connection: sqlite3.Connection, code: str, calendar: Calendar) -> tuple[Calendar, Office]:
    """The calendar and the office rules a dossier is counted under: the rules known at its receipt.

    `calendar` is today's, and is the answer unless a rule changed since.
    """
    return rules_known_at(connection, ledger.receipt_seq(connection, code), calendar)


def rules_known_at(connection: sqlite3.Connection, receipt_seq: int, calendar: Calendar) -> tuple[Calendar, Office]:
    """The same of a receipt by the number of its event.

    `calendar` is today's, and is the answer unless a rule changed since.
    """
    changes = settings.rule_changes(connection)
    place = bisect_right(changes, receipt_seq)
    if place == len(changes):
        return calendar, settings.office(connection)
    office = settings.office(connection, up_to=changes[place - 1] if place else 0)
    if office.working_saturdays() == settings.office(connection).working_saturdays():
        return calendar, office
    return Calendar.of(calendar_store.days_with(connection, office), calendar.edition), office


def ending_dates(work: Acting, dossier: Dossier, at: datetime) -> NewDates | None:
    """The dates set by the act that ends a running suspension; None where none runs or it does not count."""
    if not dossier.waits_for_dates:
        return None
    from onestop_cli.core.derived_dates import dates_at_end

    return dates_at_end(*own_rules(work.connection, dossier.code, work.calendar), dossier, at)


def known_now(connection: sqlite3.Connection, now: datetime) -> datetime:
    """The known time of what is recorded now: a clock set back does not come before what was recorded."""
    latest = known_time.latest(connection)
    return max(now, datetime.fromisoformat(latest)) if latest else now


def overridden(
    work: Acting, entry: Entry, said: Overriding, at: datetime, passed: LimitOfLaw | None = None
) -> tuple[Overriding, list[LimitOfLaw]]:
    """An act with the limits of the law it passes, that it is recorded late among them (§3.3).

    One that passes none bears no override. Raises the first of them where no override is given.
    """
    limits = [] if passed is None else [passed]
    before = entry.dossier
    after = life.acted(before, said, at, work.book.now, before.anchor)
    basis = basis_of(said.kind)
    late = _is_paper(work, before.code, said) and without_and_with(work, said, at, before, after, basis)
    if late:
        limits.append(RecordedLate(**late_words(*late, work.known_at, basis)))
    must_be_overridden(limits, said.override)
    is_late = any(isinstance(limit, RecordedLate) for limit in limits)
    passing = said.override if limits else ""
    return said._replace(passed=tuple(limit.limit for limit in limits), recorded_late=is_late, override=passing), limits


def without_and_with(
    work: Acting, said: DossierEvent, at: datetime | None, before: Dossier, after: Dossier, basis: Basis = Basis.due
) -> tuple[Dossier, Dossier] | None:
    """The states of a dossier between which a paper is recorded late; None where it is not.

    They are those without and with it. Of a dossier that bears marks also those without its papers recorded late:
    what falls back behind one of them would else cure what that one had cured with a mark.
    """
    known_at = work.known_at
    if is_recorded_late(at, before, after, known_at, basis):
        return before, after
    if not before.recorded_late:
        return None
    events = ledger.dossier_events(work.connection, before.code)
    return strictly_without_and_with(work.connection, events, said, at, work.book.now, known_at, basis)


def strictly_without_and_with(
    connection: sqlite3.Connection,
    events: Sequence[Event],
    said: DossierEvent,
    at: datetime | None,
    now: datetime,
    known_at: datetime,
    basis: Basis,
) -> tuple[Dossier, Dossier] | None:
    """The same between the states that a dossier's events come to without its papers recorded late."""
    from onestop_cli.usecases.strict import Strict

    strict = Strict(connection)
    without, with_it = strict.fold(events), strict.fold([*events, drafted(events, said, at or now, now)])
    if without is None or with_it is None or not is_recorded_late(at, without, with_it, known_at, basis):
        return None
    return without, with_it


def drafted(events: Sequence[Event], said: DossierEvent, at: datetime, now: datetime) -> Event:
    """The event that would be recorded next of a dossier."""
    last = events[-1]
    return last._replace(seq=last.seq + 1, kind=said.kind, data=data_of(said), occurred_at=at, recorded_at=now)


def late_words(before: Dossier, after: Dossier, at: datetime, basis: Basis) -> dict[str, object]:
    """What an error says of a paper recorded late."""
    how = {name: outcome(state, at, basis) or state.status for name, state in (("before", before), ("after", after))}
    return {"code": before.code, "due": due(before, basis).at, **how}


def _is_paper(work: Acting, code: str, said: Overriding) -> bool:
    """A first result is an entry; one after a result or an end that was taken back is a paper (§3.3)."""
    return not isinstance(said, Resolve) or has_ended(ledger.dossier_events(work.connection, code))


def must_be_told_by(events: Sequence[Event], dossier: Dossier) -> None:
    """Raises `DossierDiffers` where a dossier is not what its events say."""
    if life.fold(events) != dossier:
        raise DossierDiffers(code=dossier.code)


def acted(
    work: Acting, entry: Entry, said: DossierEvent, at: datetime, *, personal: Mapping[str, str] | None = None
) -> Acted:
    """The act is recorded; the dossier as it is now, and as it was."""
    after = recorded(work, entry, said, at, personal=personal)
    could = may_move(work.calendar, after.dossier, work.book.now.date())
    return Acted(after, entry.dossier, entry.person, work.book.now, may_move=could)


def recorded(
    work: Acting, entry: Entry, said: DossierEvent, at: datetime, *, personal: Mapping[str, str] | None = None
) -> Entry:
    """The act is in the ledger and the register agrees with it."""
    work.book.append(said, dossier=entry.dossier.code, occurred_at=at, personal=personal)
    events = ledger.dossier_events(work.connection, entry.dossier.code)
    dossier = project(work.connection, events, work.calendar)
    if dossier.personal_seq == entry.dossier.personal_seq:
        return Entry(dossier, entry.person)
    return Entry(dossier, person(work.connection, dossier.personal_seq))
