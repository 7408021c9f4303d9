"""Why a date: a promise that would be made, or one that was, derived again day by day."""

import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.acts import receipt_instant
from onestop_cli.core.calendar import Calendar, Day
from onestop_cli.core.dossier import Act, Dossier, apply
from onestop_cli.core.explanation import Explanation, Step, explanation
from onestop_cli.core.ledger import Event
from onestop_cli.core.limits import TimeLimit, due_instant
from onestop_cli.core.moments import Clock, When
from onestop_cli.core.office import Office
from onestop_cli.core.procedures import Procedure, procedure_meant
from onestop_cli.errors import UnknownDossier
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import catalogue, ledger
from onestop_cli.store.database import reading
from onestop_cli.usecases.finding import Moments, code_meant

NOW = Moments()


class Explained(NamedTuple):
    """An explanation with the procedure it is about; `given_due_at` is another system's date, if one was given.

    `statutory_due_at` is the same receipt under the statutory limit.
    """

    explanation: Explanation
    procedure_code: str
    procedure_name: str
    given_due_at: datetime | None
    statutory_due_at: datetime | None


def when(path: Path, clock: Clock, procedure: str, at: When | None, moments: Moments = NOW) -> Explained:
    """What would be promised for a receipt at a moment, past or to come; nothing is recorded.

    Procedures, hours and calendar are those the file knew by both moments.

    Raises `UnknownProcedure`, `AmbiguousProcedure`, `ProcedureNotInForce`, `HourNeeded`, `CalendarGap`.
    """
    with reading(path) as connection:
        now = moments.as_of or clock()
        known = [moment for moment in moments if moment is not None]
        up_to = ledger.last_seq_known_at(connection, min(known)) if known else None
        day = at.on if at else now.date()
        found: Procedure = procedure_meant(procedure, catalogue.procedure_versions(connection, up_to=up_to), day)
        office = catalogue.office(connection, up_to)
        calendar, decided = _known(connection, office, up_to)
        horizon = max(now, at.end_of_day) if at else now
        received_at = receipt_instant(at, horizon, calendar, office, found.committed)
        named = decided or _named_days(connection, calendar, received_at, found.committed, office)
        return Explained(
            explanation(calendar, office, named, received_at, found.committed),
            found.code,
            found.name,
            None,
            due_instant(calendar, office, received_at, found.statutory),
        )


def _known(connection: sqlite3.Connection, office: Office, up_to: int | None) -> tuple[Calendar, dict[date, Day]]:
    """The calendar after the event of a number, with the days some notice decides; today's without a number."""
    if up_to is None:
        return calendar_store.load(connection), {}
    days = calendar_store.days_known_at(connection, office, up_to)
    edition = calendar_store.edition_at(connection, up_to)
    return Calendar.of(days, edition), {d.on: d for d in days if d.seq is not None}


def explain(path: Path, clock: Clock, code: str, moments: Moments) -> Explained:
    """Why a dossier is due when it is, under the calendar that made its date. Raises `UnknownDossier`.

    The counting is redone with the calendar edition the date rests on, not with today's.
    """
    with reading(path) as connection:
        whole = code_meant(connection, code, clock().date())
        events = [
            e
            for e in ledger.dossier_events(connection, whole)
            if (moments.known_at is None or e.recorded_at <= moments.known_at)
            and (moments.as_of is None or e.occurred_at <= moments.as_of)
        ]
        dossier, steps = told(events)
        if dossier is None:
            raise UnknownDossier(text=code)
        office = catalogue.office(connection, up_to=events[0].seq)
        calendar, named = _edition(connection, office, dossier)
        return Explained(
            explanation(
                calendar, office, named, dossier.received_at, dossier.time_limit, code=whole, steps=tuple(steps)
            ),
            dossier.procedure_code,
            dossier.procedure_name,
            dossier.due_at if dossier.due_source == "foreign" else None,
            dossier.statutory_due_at,
        )


def told(events: list[Event]) -> tuple[Dossier | None, list[Step]]:
    """A dossier's state, and each act that set or moved its due instant."""
    dossier: Dossier | None = None
    steps: list[Step] = []
    for event in events:
        before = dossier.due_at if dossier else None
        is_receipt = dossier is None
        if is_receipt and event.kind != Act.receive:
            continue
        dossier = apply(dossier, event)
        if is_receipt or dossier.due_at != before:
            source = event.data.get("source") or dossier.calendar_edition
            steps.append(Step(event.kind, event.occurred_at, before, dossier.due_at, source))
    return dossier, steps


def _edition(connection: sqlite3.Connection, office: Office, dossier: Dossier) -> tuple[Calendar, dict[date, Day]]:
    """The calendar that made a dossier's date, with its named days; Saturdays as the office had them at receipt."""
    if dossier.calendar_edition == calendar_store.edition(connection) and office == catalogue.office(connection):
        calendar = calendar_store.load(connection)
        return calendar, _named_days(connection, calendar, dossier.received_at, dossier.time_limit, office)
    seq = int(dossier.calendar_edition.partition(":")[0])
    days = calendar_store.days_known_at(connection, office, seq)
    return Calendar.of(days, dossier.calendar_edition), {d.on: d for d in days if d.seq is not None}


def _named_days(
    connection: sqlite3.Connection, calendar: Calendar, received_at: datetime, limit: TimeLimit, office: Office
) -> dict[date, Day]:
    """The days some notice decides between a receipt and its due day."""
    due_at = due_instant(calendar, office, received_at, limit) or received_at
    return calendar_store.named_days(connection, received_at.date(), due_at.date() + timedelta(days=1))
