"""Looking things up: one dossier, its history, a list, the morning's work list. Nothing is written."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.amendments import seen
from onestop_cli.core.dossier import OPEN, WAITS_FOR_CITIZEN, Entry, Status
from onestop_cli.core.filters import Filters
from onestop_cli.core.ledger import Event
from onestop_cli.core.moments import DAY, Clock, Moments, instant
from onestop_cli.core.outcomes import Outcome, View, view
from onestop_cli.core.procedures import in_force, matching_procedure
from onestop_cli.core.text import search_key
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger, procedures, register, settings
from onestop_cli.store.database import reading
from onestop_cli.usecases.entries import code_meant, entries_at, entry_at


def show(path: Path, clock: Clock, code: str, moments: Moments) -> View:
    """One dossier. Raises `UnknownDossier`, `AmbiguousCode`."""
    with reading(path) as connection:
        now = clock()
        return view(entry_at(connection, code, now.date(), moments), moments.as_of or now)


class Story(NamedTuple):
    """A dossier's events in order, and the personal fields beside them by the events' numbers."""

    code: str
    events: list[Event]
    people: dict[int, dict[str, str]]


def history(path: Path, clock: Clock, code: str, moments: Moments) -> Story:
    """A dossier's events: acts that occurred by `as_of`, amendments whenever, all recorded by `known_at`."""
    with reading(path) as connection:
        whole = code_meant(connection, code, clock().date())
        events = seen(ledger.dossier_events(connection, whole), moments.as_of, moments.known_at)
        people = {e.seq: ledger.personal_fields(connection, e.seq) for e in events if e.personal}
    return Story(whole, events, people)


class Listing(NamedTuple):
    """The dossiers found, newest receipt first, and whether more were left out."""

    views: list[View]
    was_cut: bool


def listing(
    path: Path,
    clock: Clock,
    filters: Filters,
    procedure: str | None,
    outcomes: tuple[str, ...],
    limit: int | None,
    moments: Moments,
) -> Listing:
    """The dossiers that fit, at most `limit`. Raises `UnknownProcedure`, `AmbiguousProcedure`."""
    with reading(path) as connection:
        now = clock()
        at = moments.as_of or now
        if procedure is not None:
            versions = procedures.versions(connection)
            filters = filters._replace(procedure_code=matching_procedure(procedure, in_force(versions, date.max)).code)
        if moments.is_present:
            from onestop_cli.store.cells import outcome_condition

            found = register.matching(connection, filters, outcome_condition(outcomes))
        else:
            entries = [e for e in entries_at(connection, moments) if fits(e, filters)]
            found = iter(sorted(entries, key=lambda e: (e.dossier.received_at, e.dossier.code), reverse=True))
        views = (view(entry, at) for entry in found)
        wanted = (v for v in views if not outcomes or v.outcome in outcomes)
        return _at_most(wanted, limit)


def _at_most(views: Iterator[View], limit: int | None) -> Listing:
    kept: list[View] = []
    for found in views:
        if limit is not None and len(kept) == limit:
            return Listing(kept, True)
        kept.append(found)
    return Listing(kept, False)


def fits(entry: Entry, filters: Filters) -> bool:
    """Whether a dossier fits, as the register's own query decides it."""
    d = entry.dossier
    if filters.statuses and d.status not in filters.statuses:
        return False
    for name in ("procedure_code", "channel"):
        wanted = getattr(filters, name)
        if wanted is not None and getattr(d, name) != wanted:
            return False
    for name in ("field", "officer"):
        wanted = getattr(filters, name)
        if wanted is not None and search_key(getattr(d, name)) != search_key(wanted):
            return False
    for at, days in ((d.received_at, filters.received), (d.resolved_at, filters.resolved), (d.due_at, filters.due)):
        if not _lies_in(at, days):
            return False
    words = search_key(filters.search or "").split()
    texts = (search_key(f"{d.code} {d.note}"), search_key(" ".join(v for v in entry.person if v)))
    return all(any(word in text for text in texts) for word in words)


def _lies_in(at: datetime | None, days: tuple[date | None, date | None]) -> bool:
    first, last = days
    if first is None and last is None:
        return True
    return at is not None and (first is None or at.date() >= first) and (last is None or at.date() <= last)


class WorkList(NamedTuple):
    """The day's work: each list with what is most urgent first."""

    at: datetime
    within: int
    until: date
    overdue: list[View]
    today: list[View]
    soon: list[View]
    waiting: list[View]
    ready: list[View]
    waiting_days: int
    uncollected_days: int

    @property
    def views(self) -> list[View]:
        return [*self.overdue, *self.today, *self.soon, *self.waiting, *self.ready]


def work_list(path: Path, clock: Clock, within: int, moments: Moments) -> WorkList:
    """What is overdue, due today, due soon, waiting for the citizen too long, and ready but not collected.

    `within` working days are soon; how many days are too long is set by `waiting_days` and `uncollected_days`.
    """
    with reading(path) as connection:
        at = moments.as_of or clock()
        up_to = None if moments.known_at is None else ledger.last_seq_known_at(connection, moments.known_at)
        calendar = calendar_store.known(connection, up_to)
        until = calendar.nth_working_day_after(at.date(), within) if within else at.date()
        waiting_days, uncollected_days = (
            int(settings.value(connection, key, at.date(), up_to=up_to)) for key in ("waiting_days", "uncollected_days")
        )
        if moments.is_present:
            open_ones = [view(e, at) for e in register.open_dossiers(connection, instant(until, DAY - 1))]
            stopped = [view(e, at) for e in register.suspended(connection)]
            ready = [view(e, at) for e in register.uncollected(connection)]
        else:
            views = [view(e, at) for e in entries_at(connection, moments)]
            open_ones = [v for v in views if v.entry.dossier.status in OPEN and _is_due_by(v, until)]
            open_ones.sort(key=lambda v: (v.entry.dossier.due_at or at, v.entry.dossier.code))
            stopped = [v for v in views if v.entry.dossier.status is Status.suspended]
            ready = [v for v in views if v.entry.dossier.status is Status.resolved]
            ready.sort(key=lambda v: (v.entry.dossier.resolved_at or at, v.entry.dossier.code))
    running = [v for v in open_ones if v.outcome is Outcome.within]
    return WorkList(
        at=at,
        within=within,
        until=until,
        overdue=[v for v in open_ones if v.outcome is Outcome.overdue],
        today=[v for v in running if _is_due_by(v, at.date())],
        soon=[v for v in running if not _is_due_by(v, at.date())],
        waiting=sorted((v for v in stopped if _waits_since(v, at, waiting_days)), key=_suspended_at),
        ready=[v for v in ready if _days_since(v.entry.dossier.resolved_at or at, at) >= uncollected_days],
        waiting_days=waiting_days,
        uncollected_days=uncollected_days,
    )


def _waits_since(found: View, at: datetime, days: int) -> bool:
    """Whether a dossier has been waiting for the citizen so many days, and is not on the list as overdue."""
    running = found.entry.dossier.running_suspension
    return (
        running is not None
        and found.outcome is Outcome.suspended
        and running.reason in WAITS_FOR_CITIZEN
        and _days_since(running.from_at, at) >= days
    )


def _suspended_at(found: View) -> tuple[datetime, str]:
    dossier = found.entry.dossier
    return dossier.suspensions[-1].from_at, dossier.code


def _days_since(start: datetime, at: datetime) -> int:
    return (at.date() - start.date()).days


def _is_due_by(found: View, day: date) -> bool:
    due_at = found.entry.dossier.due_at
    return due_at is not None and due_at.date() <= day
