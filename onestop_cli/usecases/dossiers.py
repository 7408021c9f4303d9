"""Looking dossiers up: one, its history, a list. Nothing is written."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import Erased, Voided, acts_since_receipt, seen
from onestop_cli.core.dossier import Dossier, Entry, Reason, Status
from onestop_cli.core.filters import Filters
from onestop_cli.core.ledger import Event
from onestop_cli.core.letters import LetterDays, letter_days
from onestop_cli.core.life import fold
from onestop_cli.core.limits import BY_THE_INSTANT
from onestop_cli.core.moments import Clock, Moments
from onestop_cli.core.outcomes import Outcome, View, view
from onestop_cli.core.procedures import narrowed_to
from onestop_cli.core.slips import Slips
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import known_time, ledger, procedures, register, settings
from onestop_cli.store.database import reading
from onestop_cli.usecases.entries import (
    code_meant,
    entries_at,
    entry_at,
    erased_by,
    may_move,
    present_entry,
    slips_of,
    voided_by,
)
from onestop_cli.usecases.strict import Strict

if TYPE_CHECKING:
    from onestop_cli.core.clock import Jump
    from onestop_cli.core.searches import Ranked, Tier


class Shown(NamedTuple):
    """One dossier, how it does, by what it is void, if it is, and until when a letter of apology would be in time.

    `erased` tells by what its personal data were erased, where they were; `may_move` whether a decision still to come
    could change its due date.
    `jumps` are its events recorded by a clock that had jumped, with how; `slips` what was printed of its slip, and
    whether a new one is due, None where there is nothing to tell.
    """

    entry: Entry
    outcome: Outcome | None
    voided: Voided | None
    letter: LetterDays | None
    erased: Erased | None
    jumps: "list[tuple[int, Jump]]"
    may_move: bool
    slips: Slips | None


def show(path: Path, clock: Clock, code: str, moments: Moments) -> Shown:
    """One dossier. Raises `UnknownDossier`, `AmbiguousCode`."""
    with reading(path) as connection:
        now = clock()
        entry = entry_at(connection, code, now.date(), moments)
        at, letter, could = moments.as_of or now, None, False
        up_to = known_time.last_seq_known_at(connection, moments.known_at)
        if _may_have_letter(entry.dossier, at) or entry.dossier.calendar_provisional:
            calendar, on = calendar_store.known(connection, up_to), at.date()
            letter = letter_days(calendar, entry.dossier, on) if _may_have_letter(entry.dossier, at) else None
            could = may_move(calendar, entry.dossier, on)
        voided = voided_by(connection, entry.dossier, moments.known_at)
        erased = erased_by(connection, entry, moments.known_at)
        jumps = ledger.clock_jumps(connection, entry.dossier.code, up_to)
        told = slips_of(connection, entry.dossier, moments)
        return Shown(*view(entry, at), voided, letter, erased, jumps, could, told)


class WentOn(NamedTuple):
    """A dossier, how it does, and the acts with which somebody went on after its receipt."""

    entry: Entry
    outcome: Outcome | None
    acts: list[Event]


def went_on(path: Path, clock: Clock, code: str) -> WentOn:
    """What is looked at before a dossier is voided or withdrawn. Raises `UnknownDossier`, `AmbiguousCode`."""
    with reading(path) as connection:
        now = clock()
        entry = present_entry(connection, code, now.date())
        acts = acts_since_receipt(ledger.dossier_events(connection, entry.dossier.code))
        return WentOn(*view(entry, now), acts)


def _may_have_letter(dossier: Dossier, at: datetime) -> bool:
    """Whether a letter is worth a look at the calendar."""
    is_open = dossier.status is Status.received and dossier.time_limit.unit not in BY_THE_INSTANT
    return is_open and dossier.due_at is not None and at < dossier.due_at


class Story(NamedTuple):
    """A dossier's events in order, and by their numbers the personal fields beside them; the logins of imports."""

    code: str
    events: list[Event]
    people: dict[int, dict[str, str]]
    of_imports: dict[int, str]


def history(path: Path, clock: Clock, code: str, moments: Moments) -> Story:
    """A dossier's events: acts that occurred by `as_of`, amendments whenever, all recorded by `known_at`."""
    from onestop_cli.core.recording import imports_of

    with reading(path) as connection:
        whole = code_meant(connection, code, clock().date())
        up_to = known_time.last_seq_known_at(connection, moments.known_at)
        events = seen(ledger.dossier_events(connection, whole), moments.as_of, up_to)
        people = {e.seq: ledger.personal_fields(connection, e.seq) for e in events if e.personal and _names_someone(e)}
        of_imports = ledger.logins_of(connection, imports_of(events))
    return Story(whole, events, people, of_imports)


def _names_someone(event: Event) -> bool:
    """Whether what lies beside an event is a person's, not only words."""
    return event.kind == Act.receive or bool(event.data.get("personal"))


class Listing(NamedTuple):
    """The dossiers that fit, newest receipt first, and how many there are with those left out.

    Of a search, the best first, with how each answers; how many there are is not counted (None) where there are more
    than are put in order. `agency` is the office's own code, `officers` are those whose names answer.
    """

    views: list[View]
    n_all: int | None
    tiers: "list[Tier]"
    agency: str = ""
    officers: Sequence[str] = ()

    @property
    def was_cut(self) -> bool:
        return self.n_all is None or self.n_all > len(self.views)


def listing(
    path: Path,
    clock: Clock,
    filters: Filters,
    procedure: str | None,
    outcomes: tuple[str, ...],
    limit: int | None,
    moments: Moments,
    *,
    strict: bool = False,
) -> Listing:
    """The dossiers that fit, at most `limit`; `strict` tells them without papers recorded late.

    Raises `UnknownProcedure`, `AmbiguousProcedure`, `UnknownCase`.
    """
    with reading(path) as connection:
        now = clock()
        at = moments.as_of or now
        if procedure is not None:
            code, case = narrowed_to(procedure, procedures.versions(connection))
            filters = filters._replace(procedure_code=code, case=case)
        if moments.is_present:
            from onestop_cli.store.cells import outcome_condition

            condition = outcome_condition(outcomes)
            if filters.search:
                return _found(connection, filters, condition, outcomes, limit, now, strict=strict)
            entries = register.matching(connection, filters, condition)
            if strict:
                marked = [entry for entry in Strict(connection).marked() if fits(entry, filters)]
                others = (entry for entry in entries if not entry.dossier.recorded_late)
                entries = merge(others, sorted(marked, key=_newest, reverse=True), key=_newest, reverse=True)
        else:
            told = Strict(connection).fold if strict else fold
            fitting = [e for e in entries_at(connection, moments, told=told) if fits(e, filters)]
            if filters.search:
                from onestop_cli.usecases.searches import ranked

                best = ranked(fitting, filters.search)
                by_code = {entry.dossier.code: entry for entry in fitting}
                entries = [by_code[each.code] for _, each in best]
                listing = _listed(connection, best, entries, outcomes, limit, at, filters)
                return listing._replace(agency=_agency(connection, now.date()))
            entries = iter(sorted(fitting, key=_newest, reverse=True))
        views = (view(entry, at) for entry in entries)
        wanted = (v for v in views if not outcomes or v.outcome in outcomes)
        kept = list(islice(wanted, limit))
        if next(wanted, None) is None:
            n_all = len(kept)
        elif moments.is_present and not outcomes and not strict:
            n_all = register.n_matching(connection, filters)
        else:
            n_all = len(kept) + 1 + sum(1 for _ in wanted)
        return Listing(kept, n_all, [], _agency(connection, now.date()))


def _newest(entry: Entry) -> tuple[datetime, str]:
    return entry.dossier.received_at, entry.dossier.code


def _found(
    connection: sqlite3.Connection,
    filters: Filters,
    condition: str,
    outcomes: tuple[str, ...],
    limit: int | None,
    now: datetime,
    *,
    strict: bool,
) -> Listing:
    """What answers a search of the register as it is."""
    from onestop_cli.core.searches import BEST, in_order
    from onestop_cli.usecases.searches import hits, ranked

    best, others = hits(connection, filters, condition)
    is_all = len(best) < BEST
    marked: dict[str, Entry] = {}
    if strict:
        marked = {entry.dossier.code: entry for entry in Strict(connection).marked()}
        told = ranked((entry for entry in marked.values() if fits(entry, filters)), filters.search or "")
        best = in_order([each for each in best if each[1].code not in marked] + told)
        others = (each for each in others if each[1].code not in marked)
    if limit is None or len(best) < limit:
        best, is_all = [*best, *others], True
    shown = best if outcomes or limit is None else best[:limit]
    plain = register.of_codes(connection, [each.code for _, each in shown if each.code not in marked])
    entries = [marked.get(each.code) or next(plain) for _, each in shown]
    listing = _listed(connection, shown, entries, outcomes, limit, now, filters)
    n_all = None if not is_all else len(best) if shown is not best else listing.n_all
    return listing._replace(n_all=n_all, agency=_agency(connection, now.date()))


def _listed(
    connection: sqlite3.Connection,
    found: "Sequence[Ranked]",
    entries: Sequence[Entry],
    outcomes: tuple[str, ...],
    limit: int | None,
    at: datetime,
    filters: Filters,
) -> Listing:
    """What a search found, as it is told."""
    from onestop_cli.core.searches import query
    from onestop_cli.store.searches import officers_called

    told = ((view(entry, at), how.tier) for (how, _), entry in zip(found, entries, strict=True))
    fitting = [each for each in told if not outcomes or each[0].outcome in outcomes]
    shown = fitting[:limit]
    views, tiers = [each for each, _ in shown], [tier for _, tier in shown]
    officers = officers_called(connection, query(filters.search or "").words)
    return Listing(views, len(fitting), tiers, officers=officers)


def _agency(connection: sqlite3.Connection, today: date) -> str:
    """The office's own code, by which its dossiers are told from those of others."""
    return settings.value(connection, "agency_code", today)


def fits(entry: Entry, filters: Filters) -> bool:
    """Whether a dossier fits but for what is searched for, as the register's own query decides it."""
    d = entry.dossier
    if filters.statuses and d.status not in filters.statuses:
        return False
    if not filters.names_fit(d):
        return False
    for at, days in ((d.received_at, filters.received), (d.resolved_at, filters.resolved), (d.due_at, filters.due)):
        if not _lies_in(at, days):
            return False
    supplements = sum(suspension.reason is Reason.supplement for suspension in d.suspensions)
    if len(d.recorded_late) < filters.recorded_late or supplements < filters.supplements:
        return False
    return (not filters.entered_late or d.entered_late_at is not None) and (not filters.due_changed or due_changed(d))


def due_changed(dossier: Dossier) -> bool:
    """Whether the date in force is not the one on the slip, or a letter gave a new appointment (§3.4)."""
    return dossier.due_at != dossier.promised_due_at or dossier.extended_due_at is not None


def _lies_in(at: datetime | None, days: tuple[date | None, date | None]) -> bool:
    first, last = days
    if first is None and last is None:
        return True
    return at is not None and (first is None or at.date() >= first) and (last is None or at.date() <= last)
