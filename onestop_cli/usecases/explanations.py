"""Why a date: a promise that would be made, or one that was, derived again day by day."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from onestop_cli.core import dossier_events as of
from onestop_cli.core.acts import Act, hand_in_instant, receipt_instant
from onestop_cli.core.amendments import NEW_SLIP, amended, events_in_force, seen
from onestop_cli.core.calendar import Calendar, Day
from onestop_cli.core.derived_dates import suspensions_we_count
from onestop_cli.core.dossier import Dates, Dossier, DueSource
from onestop_cli.core.event_data import read
from onestop_cli.core.explained_days import Began
from onestop_cli.core.explained_life import (
    Promised,
    Recorded,
    dates_and_grounds,
    gave_slip,
    promises,
    recorded,
    source_of,
    took_back_what_is_seen,
)
from onestop_cli.core.explanation import (
    Counting,
    Derivation,
    Explanation,
    Given,
    Step,
    began,
    derivations,
    explanation,
    promise_derivation,
)
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.limits import TimeLimit, due_instant
from onestop_cli.core.moments import Clock, Moments, When
from onestop_cli.core.office import Office
from onestop_cli.core.procedures import in_force, procedure_meant
from onestop_cli.core.recording import imports_of
from onestop_cli.core.undecided import dossier_may_move, may_move
from onestop_cli.errors import UnknownDossier
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import known_time, ledger, procedures, settings
from onestop_cli.store.database import reading
from onestop_cli.usecases.entries import code_meant

NOW = Moments()


class Explained(NamedTuple):
    """An explanation with the procedure it is about; `given_due_at` is the date in force where one was given, by
    another system or as agreed.

    `statutory_due_at` is the same receipt under the statutory limit. `dossier` is None where nothing was received.
    `given` tells what moved a date that was given. `kept` tells that no calendar edition of the life gives the date in
    force: it was kept on purpose. `promises` are all dates that were ever on a slip, `recorded` all events of the life.
    `may_move` tells that a decision still to come could change the date.
    """

    explanation: Explanation
    procedure_code: str
    procedure_name: str
    given_due_at: datetime | None
    statutory_due_at: datetime | None
    dossier: Dossier | None
    given: Given | None = None
    kept: bool = False
    promises: tuple[Promised, ...] = ()
    recorded: tuple[Recorded, ...] = ()
    case: str = ""
    may_move: bool = False


def when(
    path: Path,
    clock: Clock,
    procedure: str,
    at: When | None,
    moments: Moments = NOW,
    case: str = "",
    submitted: When | None = None,
) -> Explained:
    """What would be promised for a receipt at a moment, past or to come; nothing is recorded.

    Procedures, hours and calendar are those the file knew by both moments.

    Raises `UnknownProcedure`, `AmbiguousProcedure`, `ProcedureNotInForce`, `CaseNeeded`, `UnknownCase`, `TwoCases`,
    `HourNeeded`, `HandedInLater`, `CalendarGap`.
    """
    with reading(path) as connection:
        now = moments.as_of or clock()
        known_at = min((moment for moment in moments if moment is not None), default=None)
        up_to = known_time.last_seq_known_at(connection, known_at)
        day = at.on if at else now.date()
        asked = procedure_meant(procedure, procedures.versions(connection, up_to), day, case)
        office = settings.office(connection, up_to)
        calendar, named = _known(connection, office, up_to)
        horizon = max(now, at.end_of_day) if at else now
        counts = asked.committed, asked.start
        received_at = receipt_instant(at, horizon, calendar, office, *counts)
        handed_in = submitted and hand_in_instant(submitted, received_at, calendar, office, *counts)
        receipt = Began(received_at, asked.start, handed_in)
        origin = receipt.counted_from(calendar, office)
        if not named:
            due_at = due_instant(calendar, office, origin, asked.committed) or received_at
            first = min(received_at, origin).date()
            named = calendar_store.named_days(connection, first, due_at.date() + timedelta(days=1))
        counted, basis = (receipt, asked.committed), asked.legal_basis
        explained = explanation(calendar, office, named, *counted, legal_basis=basis, field=asked.field)
        by_statute = due_instant(calendar, office, origin, asked.statutory)
        due_on = explained.due_at and explained.due_at.date()
        could = may_move(calendar, asked.committed, min(received_at, origin).date(), due_on, now.date())
        named_as = explained, asked.code, asked.name
        return Explained(*named_as, None, by_statute, None, case=asked.case, may_move=could)


def _known(connection: sqlite3.Connection, office: Office, up_to: int | None) -> tuple[Calendar, dict[date, Day]]:
    """The calendar after the event of a number, with the days some notice decides; today's without a number."""
    if up_to is None:
        return calendar_store.load(connection), {}
    days = calendar_store.days_known_at(connection, office, up_to)
    edition = calendar_store.edition_at(connection, up_to)
    return Calendar.of(days, edition), {d.on: d for d in days if d.seq is not None}


def explain(path: Path, clock: Clock, code: str, moments: Moments) -> Explained:
    """Why a dossier is due when it is: every act and amendment that made its dates, each with its own counting.

    Each is counted anew in the calendar edition that gives it, of those its life rests on, not in today's. Raises
    `UnknownDossier`.
    """
    with reading(path) as connection:
        whole = code_meant(connection, code, clock().date())
        up_to = known_time.last_seq_known_at(connection, moments.known_at)
        events = seen(ledger.dossier_events(connection, whole), None, up_to)
        dossier = fold(events, moments.as_of)
        if dossier is None:
            raise UnknownDossier(text=code)
        editions = _Editions(connection, events[0].seq)
        steps = tuple(_steps(events, moments.as_of, editions))
        due = editions.derivations(events, dossier)[0]
        counting = editions.counting(dossier, due.calendar_edition)
        suspensions = suspensions_we_count(counting.calendar, counting.office, dossier)
        counted = began(dossier), dossier.time_limit
        basis = _legal_basis(connection, events, dossier)
        explained = explanation(
            *counting, *counted, suspensions=suspensions, code=whole, steps=steps, legal_basis=basis,
            field=dossier.field,
        )  # fmt: skip
        given = dossier.due_at if dossier.due_source is not DueSource.engine else None
        names = dossier.procedure_code, dossier.procedure_name
        dates = given, dossier.statutory_due_at
        of_imports = ledger.logins_of(connection, imports_of(events))
        lists = tuple(promises(events)), tuple(recorded(seen(events, moments.as_of, None), of_imports))
        known = calendar_store.known(connection, up_to) if dossier.calendar_provisional else counting.calendar
        could = dossier_may_move(known, dossier, (moments.as_of or clock()).date())
        told = dossier, due.given, not due.gives, *lists, dossier.case, could
        return Explained(explained, *names, *dates, *told)


def _legal_basis(connection: sqlite3.Connection, events: Sequence[Event], dossier: Dossier) -> str:
    """What a dossier's limit rests on: as the catalogue had it when the limit was last taken from there.

    That is at its receipt, when its procedure or its time of receipt was corrected, or when an amended procedure moved
    its limits.
    """
    known = events[0].seq
    for event in events_in_force(events):
        match event.kind:
            case Act.correct:
                is_anew = not NEW_SLIP.isdisjoint(read(of.Correct, event.data).fields)
            case Act.move:
                is_anew = _limits(fold(events, up_to=event.seq - 1)) != _limits(fold(events, up_to=event.seq))
            case _:
                is_anew = False
        if is_anew:
            known = event.seq
    versions = in_force(procedures.versions(connection, known), dossier.received_at.date())
    meant = (dossier.procedure_code, dossier.case)
    return next((p.legal_basis for p in versions if (p.code, p.case) == meant), "")


def _limits(dossier: Dossier | None) -> tuple[TimeLimit, TimeLimit] | None:
    return dossier and (dossier.time_limit, dossier.statutory_time_limit)


def _steps(events: list[Event], as_of: datetime | None, editions: "_Editions") -> Iterator[Step]:
    """Each event that set or moved a date, what a date is counted from, or the clock, in the order of the ledger.

    And each undo of what is seen, where it moves none.
    """
    state: Dossier | None = None
    by_number = {event.seq: event for event in events}
    for place, event in enumerate(events, 1):
        after = fold(events[:place], as_of)
        if after is None:
            continue
        was, now = dates_and_grounds(state), dates_and_grounds(after)
        stopped = (state.suspensions, state.extensions) if state else ((), ())
        is_undo = event.kind == Act.undo and took_back_what_is_seen(event, by_number, as_of)
        if was != now or stopped != (after.suspensions, after.extensions) or is_undo:
            is_anew = was[4:] != now[4:]
            derived = editions.derivations(events[:place], after)
            due, statutory, extended = (
                each if is_anew or old != new else None
                for each, old, new in zip(derived, was[:3], now[:3], strict=True)
            )
            promised = _slip_derivation(events[:place], editions) if was[3] != now[3] else None
            yield Step(
                event.kind, event.occurred_at, event.seq, Dates(*was[:3]), after.dates, (was[3], now[3]),
                source_of(event, after), (due, statutory, extended, promised),
            )  # fmt: skip
        state = after


def _slip_derivation(events: Sequence[Event], editions: "_Editions") -> Derivation:
    """How the date on the slip was derived when the slip was given."""
    given = next(event for event in reversed(events_in_force(events)) if gave_slip(event))
    until = [event for event in events if event.seq <= given.seq]
    then = fold(until)
    assert then is not None
    if given.kind == Act.print or (given.kind == Act.correct and read(of.Correct, given.data).slip_given):
        return editions.derivations(until, then)[0]
    receipt = next(act for act in amended(until).acts if act.kind == Act.receive)
    return promise_derivation(editions.counting(then, read(of.Receive, receipt.data).calendar_edition), then)


class _Editions:
    """The calendars a dossier's dates rest on, each made once; Saturdays and hours as they were at receipt."""

    def __init__(self, connection: sqlite3.Connection, receipt_seq: int) -> None:
        self.connection = connection
        self.office = settings.office(connection, up_to=receipt_seq)
        is_present = self.office == settings.office(connection)
        self._present = calendar_store.edition(connection) if is_present else None
        self._known: dict[str, tuple[Calendar, dict[date, Day]]] = {}

    def derivations(
        self, events: Sequence[Event], dossier: Dossier
    ) -> tuple[Derivation, Derivation, Derivation | None]:
        """How a dossier's dates are derived after some events, in the editions that these rest on, newest first."""
        seqs = {int(edition.partition(":")[0]): edition for edition in _editions_of(events)}
        editions = [seqs[seq] for seq in sorted(seqs, reverse=True)]
        return derivations(cache(lambda edition: self.counting(dossier, edition)), editions, dossier)

    def counting(self, dossier: Dossier, edition: str) -> Counting:
        """The calendar of an edition, with its named days between a dossier's receipt and the last of its dates."""
        if edition not in self._known:
            self._known[edition] = self._calendar(edition)
        calendar, named = self._known[edition]
        if edition == self._present:
            dates = [at for at in dossier.dates if at is not None]
            last = max([dossier.received_at, *dates, *(s.to_at for s in dossier.suspensions if s.to_at)]).date()
            until = last + timedelta(days=32)
            first = min(dossier.received_at, dossier.submitted_at or dossier.received_at).date()
            named = calendar_store.named_days(self.connection, first, until)
        return Counting(calendar, self.office, named)

    def _calendar(self, edition: str) -> tuple[Calendar, dict[date, Day]]:
        if edition == self._present:
            return calendar_store.load(self.connection), {}
        return _known(self.connection, self.office, int(edition.partition(":")[0]))


def _editions_of(events: Sequence[Event]) -> Iterator[str]:
    """The calendar editions that the events in force name, as recorded and as restated."""
    for event in events_in_force(events):
        restated: dict[str, dict[str, Any]] = event.data.get("restated", {})
        yield from (data["calendar_edition"] for data in (event.data, *restated.values()) if "calendar_edition" in data)
