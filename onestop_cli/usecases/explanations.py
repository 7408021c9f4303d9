"""Why a date: a promise that would be made, or one that was, derived again day by day."""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, assert_never

from onestop_cli.core import dossier_events as of
from onestop_cli.core.acts import Act, receipt_instant
from onestop_cli.core.amendments import events_in_force, seen
from onestop_cli.core.calendar import Calendar, Day
from onestop_cli.core.dossier import Dates, Dossier, DueSource
from onestop_cli.core.dossier_events import dossier_event
from onestop_cli.core.event_data import read
from onestop_cli.core.explanation import (
    Explanation,
    Source,
    SourceKind,
    Step,
    derivations,
    explanation,
    promise_derivation,
)
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.limits import TimeLimit, due_instant
from onestop_cli.core.moments import Clock, Moments, When
from onestop_cli.core.office import Office
from onestop_cli.core.procedures import procedure_meant
from onestop_cli.core.suspensions import suspensions_we_count
from onestop_cli.errors import UnknownDossier
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import known_time, ledger, procedures, settings
from onestop_cli.store.database import reading
from onestop_cli.usecases.entries import code_meant

NOW = Moments()


class Explained(NamedTuple):
    """An explanation with the procedure it is about; `given_due_at` is another system's date, if one was given.

    `statutory_due_at` is the same receipt under the statutory limit. `dossier` is None where nothing was received.
    """

    explanation: Explanation
    procedure_code: str
    procedure_name: str
    given_due_at: datetime | None
    statutory_due_at: datetime | None
    dossier: Dossier | None


def when(path: Path, clock: Clock, procedure: str, at: When | None, moments: Moments = NOW) -> Explained:
    """What would be promised for a receipt at a moment, past or to come; nothing is recorded.

    Procedures, hours and calendar are those the file knew by both moments.

    Raises `UnknownProcedure`, `AmbiguousProcedure`, `ProcedureNotInForce`, `HourNeeded`, `CalendarGap`.
    """
    with reading(path) as connection:
        now = moments.as_of or clock()
        known_at = min((moment for moment in moments if moment is not None), default=None)
        up_to = known_time.last_seq_known_at(connection, known_at)
        day = at.on if at else now.date()
        asked = procedure_meant(procedure, procedures.versions(connection, up_to), day)
        office = settings.office(connection, up_to)
        calendar, named = _known(connection, office, up_to)
        horizon = max(now, at.end_of_day) if at else now
        received_at = receipt_instant(at, horizon, calendar, office, asked.committed)
        if not named:
            due_at = due_instant(calendar, office, received_at, asked.committed) or received_at
            named = calendar_store.named_days(connection, received_at.date(), due_at.date() + timedelta(days=1))
        explained = explanation(calendar, office, named, received_at, asked.committed)
        by_statute = due_instant(calendar, office, received_at, asked.statutory)
        return Explained(explained, asked.code, asked.name, None, by_statute, None)


def _known(connection: sqlite3.Connection, office: Office, up_to: int | None) -> tuple[Calendar, dict[date, Day]]:
    """The calendar after the event of a number, with the days some notice decides; today's without a number."""
    if up_to is None:
        return calendar_store.load(connection), {}
    days = calendar_store.days_known_at(connection, office, up_to)
    edition = calendar_store.edition_at(connection, up_to)
    return Calendar.of(days, edition), {d.on: d for d in days if d.seq is not None}


def explain(path: Path, clock: Clock, code: str, moments: Moments) -> Explained:
    """Why a dossier is due when it is: every act and amendment that made its dates, each with its own counting.

    Each is counted anew with the calendar edition its dates rest on, not with today's. Raises `UnknownDossier`.
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
        dues = (step.derivations[0] for step in reversed(steps))
        edition = next((due.calendar_edition for due in dues if due is not None), dossier.calendar_edition)
        calendar, named = editions.of(dossier, edition)
        suspensions = suspensions_we_count(calendar, editions.office, dossier)
        counted = calendar, editions.office, named, dossier.received_at, dossier.time_limit
        explained = explanation(*counted, suspensions=suspensions, code=whole, steps=steps)
        given = dossier.due_at if dossier.due_source is DueSource.foreign else None
        names = dossier.procedure_code, dossier.procedure_name
        return Explained(explained, *names, given, dossier.statutory_due_at, dossier)


_TOLD = frozenset({Act.suspend, Act.resume, Act.extend})
"""The acts that are told even where they move no date."""


def _steps(events: list[Event], as_of: datetime | None, editions: "_Editions") -> Iterator[Step]:
    """Each event that set or moved a date, what a date is counted from, or the clock, in the order of the ledger."""
    state: Dossier | None = None
    for place, event in enumerate(events, 1):
        after = fold(events[:place], as_of)
        if after is None:
            continue
        was, now = _counted_from(state), _counted_from(after)
        stopped = (state.suspensions, state.extensions) if state else ((), ())
        if was != now or (event.kind in _TOLD and stopped != (after.suspensions, after.extensions)):
            calendar, named = editions.of(after, after.calendar_edition)
            is_anew = was[4:] != now[4:]
            derived = derivations(calendar, editions.office, named, after)
            due, statutory, extended = (
                each if is_anew or old != new else None
                for each, old, new in zip(derived, was[:3], now[:3], strict=True)
            )
            promised = None
            if was[3] != now[3]:
                calendar, named = editions.of(after, _edition_of_promise(events[:place]))
                promised = promise_derivation(calendar, editions.office, named, after)
            yield Step(
                event.kind, event.occurred_at, event.seq, Dates(*was[:3]), after.dates, (was[3], now[3]),
                _source(event, after), (due, statutory, extended, promised),
            )  # fmt: skip
        state = after


def _edition_of_promise(events: list[Event]) -> str:
    """The calendar edition in which the date on the slip was counted: the receipt's, or a correction's; no move's."""
    in_force = events_in_force(events)
    receipt = next(event for event in in_force if event.kind == Act.receive)
    edition = read(of.Receive, receipt.data).calendar_edition
    for event in in_force:
        if event.kind == Act.correct:
            said = read(of.Correct, event.data).restated.get(str(receipt.seq), {})
            edition = said["calendar_edition"] if "promised_due_at" in said else edition
    return edition


_At = datetime | None


def _counted_from(dossier: Dossier | None) -> tuple[_At, _At, _At, _At, _At, TimeLimit | None, TimeLimit | None]:
    """A state's due, statutory, extended and promised dates, and what they are counted from."""
    if dossier is None:
        return None, None, None, None, None, None, None
    d = dossier
    dates = d.due_at, d.statutory_due_at, d.extended_due_at
    return *dates, d.promised_due_at, d.received_at, d.time_limit, d.statutory_time_limit


def _source(event: Event, after: Dossier) -> Source:
    """What stands behind a step: the notice, the letter, the reason given, the calendar edition."""
    match said := dossier_event(event.kind, event.data):
        case of.Move():
            return Source(SourceKind.words, said.source)
        case of.Suspend():
            return Source(SourceKind.reason, said.reason)
        case of.Extend():
            return Source(SourceKind.letter, said.letter)
        case of.Correct() | of.Void():
            return Source(SourceKind.words, said.note)
        case of.Undo():
            return Source(SourceKind.event, str(said.seq))
        case of.Receive() | of.Resume() | of.Assign() | of.Resolve() | of.Deliver() | of.Withdraw() | of.Stop():
            return Source(SourceKind.edition, after.calendar_edition)
        case _:
            assert_never(said)


class _Editions:
    """The calendars a dossier's dates rest on, each made once; Saturdays and hours as they were at receipt."""

    def __init__(self, connection: sqlite3.Connection, receipt_seq: int) -> None:
        self.connection = connection
        self.office = settings.office(connection, up_to=receipt_seq)
        self._known: dict[str, tuple[Calendar, dict[date, Day]]] = {}

    def of(self, dossier: Dossier, anchored: str) -> tuple[Calendar, dict[date, Day]]:
        """The calendar of an edition, with its named days between a dossier's receipt and the last of its dates."""
        connection = self.connection
        if anchored == calendar_store.edition(connection) and self.office == settings.office(connection):
            calendar = calendar_store.load(connection)
            dates = [at for at in dossier.dates if at is not None]
            last = max([dossier.received_at, *dates, *(s.to_at for s in dossier.suspensions if s.to_at)]).date()
            until = last + timedelta(days=32)
            return calendar, calendar_store.named_days(connection, dossier.received_at.date(), until)
        if anchored not in self._known:
            self._known[anchored] = _known(connection, self.office, int(anchored.partition(":")[0]))
        return self._known[anchored]
