"""Keeping the calendar: loading and confirming years, entering and revoking notices (domain §2.1)."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from onestop_cli.core.calendar import Calendar, Claim, Day, DayKind, Rank, days_of
from onestop_cli.core.file_events import CalendarConfirm, CalendarLoad, FileEvent, Notice, Revoke, file_event
from onestop_cli.core.ledger import Event
from onestop_cli.core.moments import Clock
from onestop_cli.core.office import Office
from onestop_cli.errors import (
    N_,
    AlreadyRevoked,
    BadRows,
    BadSwap,
    CalendarGap,
    CalendarNotKnown,
    NothingToDo,
    RowProblem,
    UnknownNotice,
)
from onestop_cli.sources.national_calendar import national_calendar
from onestop_cli.sources.notices_file import read_notices
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import catalogue, ledger
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases.moves import Consent, Moved, moves, record_moves


class YearView(NamedTuple):
    """A year as the calendar has it: its days, its unconfirmed stretches, and the number of working days."""

    year: int
    days: list[Day]
    provisional: list[tuple[date, date, str]]
    working_days: int
    edition: str


def year(path: Path, clock: Clock, wanted: int | None, known_at: datetime | None = None) -> YearView:
    """A year of the calendar, this one unless another is named, as the file knew it at an instant.

    Raises `CalendarGap`, `CalendarNotKnown`.
    """
    with reading(path) as connection:
        number = wanted or clock().year
        up_to = None if known_at is None else ledger.last_seq_known_at(connection, known_at)
        if number not in calendar_store.loaded_years(connection):
            raise CalendarGap(year=number)
        if up_to is not None and number not in calendar_store.loaded_years(connection, up_to):
            raise CalendarNotKnown(year=number)
        if up_to is None:
            days = calendar_store.days(connection, date(number, 1, 1), date(number, 12, 31))
        else:
            known = calendar_store.days_known_at(connection, catalogue.office(connection, up_to), up_to)
            days = [d for d in known if d.on.year == number]
        return YearView(
            number,
            days,
            calendar_store.provisional_reasons(connection, number, up_to),
            sum(day.is_working_day for day in days),
            calendar_store.edition(connection) if up_to is None else calendar_store.edition_at(connection, up_to),
        )


BeforeAfter = tuple[list[Day], list[Day]]


class Change(NamedTuple):
    """What a calendar change does: the days that become something else, and the open dossiers it moves.

    `recorded` is the event that recorded it, None for a preview.
    """

    changed: list[tuple[Day | None, Day]]
    moved: list[Moved]
    recorded: Event | None


def notices(path: Path, known_at: datetime | None = None) -> list[dict[str, Any]]:
    """Every notice entered, with who recorded it, when, and what ended it, as the file knew it at an instant."""
    with reading(path) as connection:
        up_to = None if known_at is None else ledger.last_seq_known_at(connection, known_at)
        return calendar_store.notices(connection, up_to)


def add_holiday(
    path: Path, clock: Clock, actor: str, on: date, name: str, source: str, *, local: bool, consent: Consent
) -> Change:
    """A day off by a notice, national unless local. Preview without consent."""
    rank = Rank.local if local else Rank.national
    return add_notices(path, clock, actor, [(Claim(on, DayKind.holiday, name, source, rank, 0),)], consent)


def add_swap(
    path: Path, clock: Clock, actor: str, off: date, work: date, source: str, *, local: bool, consent: Consent
) -> Change:
    """A swap, both halves in one act. Raises `BadSwap` where a half is no working day or no day off."""
    rank = Rank.local if local else Rank.national
    return add_notices(path, clock, actor, [swap_claims(off, work, "", source, rank)], consent)


def swap_claims(off: date, work: date, name: str, source: str, rank: Rank) -> tuple[Claim, Claim]:
    """The two halves of a swap."""
    return (
        Claim(off, DayKind.swap_day_off, name or f"Hoán đổi với ngày {work:%d/%m/%Y}", source, rank, 0, work),
        Claim(work, DayKind.makeup_day, name or f"Làm bù cho ngày {off:%d/%m/%Y}", source, rank, 0, off),
    )


def import_notices(path: Path, clock: Clock, actor: str, file: Path, consent: Consent) -> Change:
    """The notices of a CSV or .ics file, all or none, each one event. Raises `BadFile`, `BadRows`."""
    groups: list[tuple[Claim, ...]] = []
    found = read_notices(file)
    for line in found:
        if line.day_off and line.working_day:
            groups.append(swap_claims(line.day_off, line.working_day, line.name, line.source, Rank.national))
        else:
            assert line.day_off is not None
            groups.append((Claim(line.day_off, DayKind.holiday, line.name, line.source, Rank.national, 0),))
    lines = [line.line for line in found]
    return add_notices(path, clock, actor, groups, consent, file=file, lines=lines)


def add_notices(
    path: Path,
    clock: Clock,
    actor: str,
    groups: Sequence[tuple[Claim, ...]],
    consent: Consent,
    *,
    file: Path | None = None,
    lines: Sequence[int] = (),
) -> Change:
    """Notices, each a group of claims of one act. Those already in force are not recorded again.

    When all are, only due dates not moved yet are left to move. Raises `BadSwap` for a swap that gives or takes
    a working day (of a file: `BadRows` with its line), `CalendarGap` for a day in a year that is not loaded.
    """
    opened = writing(path) if consent.apply else reading(path)
    with opened as connection:
        calendar = calendar_store.load(connection)
        present = {_same(claim) for claim in calendar_store.claims(connection)}
        fresh: list[tuple[Claim, ...]] = []
        for group in groups:
            if not present.issuperset(map(_same, group)):
                fresh.append(group)
                present.update(map(_same, group))
        for group in fresh:
            refusal = _refusal(calendar, group)
            if refusal is not None and file is not None:
                problem = RowProblem(lines[groups.index(group)], refusal.sentence, refusal.values)
                raise BadRows(path=file, count=1, rows=[problem])
            if refusal is not None:
                raise refusal
        if not fresh:
            return _rest_of_moves(connection, clock, actor, groups, consent)
        first = ledger.next_seq(connection)
        numbered = [c._replace(seq=first + i) for i, group in enumerate(fresh) for c in group]
        events = [Notice(group) for group in fresh]

        def days(rules: Office) -> BeforeAfter:
            now = calendar_store.days_with(connection, rules)
            return now, calendar_store.days_with(connection, rules, added=numbered)

        return _change(connection, clock, actor, days, events, consent)


def _refusal(calendar: Calendar, group: tuple[Claim, ...]) -> BadSwap | None:
    """Why a group is no swap: it must move one working day to one weekly rest day, or be in force as it is."""
    if len(group) == 1:
        calendar.kind(group[0].on)
        return None
    off, work = group
    kinds = calendar.kind(off.on), calendar.kind(work.on)
    if kinds in ((DayKind.working_day, DayKind.weekend), (DayKind.swap_day_off, DayKind.makeup_day)):
        return None
    if kinds[0] is not DayKind.working_day:
        return BadSwap(day=off.on, half=N_("day off"), kind=kinds[0], year=off.on.year)
    return BadSwap(day=work.on, half=N_("make-up day"), kind=kinds[1], year=work.on.year)


def _rest_of_moves(
    connection: sqlite3.Connection, clock: Clock, actor: str, groups: Sequence[tuple[Claim, ...]], consent: Consent
) -> Change:
    """The moves that notices in force cause and that were not consented to when they were recorded."""
    wanted = {_same(claim) for group in groups for claim in group}
    seqs = {claim.seq for claim in calendar_store.claims(connection) if _same(claim) in wanted}
    years = calendar_store.loaded_years(connection)
    without = [claim for claim in calendar_store.claims(connection) if claim.seq not in seqs]
    guesses = calendar_store.provisional(connection)
    calendar = calendar_store.load(connection)

    def calendars(rules: Office) -> tuple[Calendar, Calendar]:
        before = days_of(years[0], years[-1], without, guesses, rules.working_saturdays())
        return Calendar.of(list(before)), Calendar.of(calendar_store.days_with(connection, rules))

    found = moves(connection, calendars)
    if consent.apply:
        source = ledger.event(connection, max(seqs))
        assert source is not None
        book = Ledger(connection, actor, clock())
        found = record_moves(connection, book, calendar, found, consent, _reason(source))
    return Change([], found, None)


def _same(claim: Claim) -> tuple[date, DayKind, Rank, str]:
    return claim.on, claim.kind, claim.rank, claim.source


def revoke(path: Path, clock: Clock, actor: str, seq: int, note: str, consent: Consent) -> Change:
    """A notice without effect from now on. Raises `UnknownNotice`, `AlreadyRevoked`."""
    opened = writing(path) if consent.apply else reading(path)
    with opened as connection:
        found = next((n for n in calendar_store.notices(connection) if n["seq"] == seq), None)
        if found is None:
            raise UnknownNotice(seq=seq)
        if found["revoked_by"]:
            raise AlreadyRevoked(seq=seq)

        def days(rules: Office) -> BeforeAfter:
            now = calendar_store.days_with(connection, rules)
            return now, calendar_store.days_with(connection, rules, without=seq)

        return _change(connection, clock, actor, days, [Revoke(seq, note)], consent)


def load(path: Path, clock: Clock, actor: str, first: int, last: int, consent: Consent) -> Change:
    """The years are in the calendar, with every year between them and those loaded before.

    A year that is loaded already is compared with what this program knows of it now: a difference is
    previewed and recorded like a notice.
    """
    with reading(path) as connection:
        loaded = calendar_store.loaded_years(connection)
    below, above = range(first, loaded[0]), range(loaded[-1] + 1, last + 1)
    stretches = [(years[0], years[-1]) for years in (below, above) if years]
    if stretches:
        consent = Consent(apply=True, no_move=True)
    is_anew = not stretches
    loading = [national_calendar(*years) for years in stretches or [(first, last)]]
    opened = writing(path) if consent.apply else reading(path)
    with opened as connection:
        seqs = calendar_store.load_seqs(connection)
        claims = [
            c
            for c in calendar_store.claims(connection)
            if not (is_anew and first <= c.on.year <= last and c.seq in seqs)
        ]
        guesses = calendar_store.provisional(connection)
        events: list[CalendarLoad] = []
        for seq, national in enumerate(loading, ledger.next_seq(connection)):
            claims += [c._replace(seq=seq) for c in national.claims]
            if is_anew:
                years_meant = range(first, last + 1)
                kept = (each for y in years_meant for each in calendar_store.provisional_reasons(connection, y))
                national = national._replace(provisional=tuple(kept))
            else:
                guesses += [(start, end) for start, end, _ in national.provisional]
            events.append(national)
        years = min(loaded[0], first), max(loaded[-1], last)

        def days(rules: Office) -> BeforeAfter:
            now = calendar_store.days_with(connection, rules)
            return now, list(days_of(*years, claims, guesses, rules.working_saturdays()))

        return _change(connection, clock, actor, days, events, consent)


def confirm(path: Path, clock: Clock, actor: str, number: int, source: str) -> Change:
    """Every day of a year is confirmed by published decisions. Raises `CalendarGap`, `NothingToDo`."""
    with writing(path) as connection:
        if number not in calendar_store.loaded_years(connection):
            raise CalendarGap(year=number)
        if not calendar_store.provisional_reasons(connection, number):
            raise NothingToDo
        events = [CalendarConfirm(number, source)]

        def days(rules: Office) -> BeforeAfter:
            now = calendar_store.days_with(connection, rules)
            return now, [d._replace(confirmed=True) if d.on.year == number else d for d in now]

        return _change(connection, clock, actor, days, events, Consent(apply=True, no_move=True))


def _change(
    connection: sqlite3.Connection,
    clock: Clock,
    actor: str,
    days: Callable[[Office], BeforeAfter],
    events: Sequence[FileEvent],
    consent: Consent,
) -> Change:
    """Preview or record one change of the calendar, with the moves it causes.

    `days` gives all days before and after the change, as they are for an office's rules.
    """
    office = catalogue.office(connection)
    before, after = days(office)
    was = {day.on: day for day in before}
    changed = [(was.get(d.on), d) for d in after if _differs(was.get(d.on), d)]
    if not changed and all(isinstance(said, CalendarLoad) for said in events):
        return Change([], [], None)
    found = moves(connection, lambda rules: _calendars(*days(rules))) if changed else []
    if before[0].on != after[0].on or len(before) != len(after):
        changed = []
    if not consent.apply:
        return Change(changed, found, None)
    book = Ledger(connection, actor, clock())
    recorded: Event | None = None
    for said in events:
        recorded = book.append(said)
        calendar_store.project(connection, recorded.seq, said)
    assert recorded is not None
    calendar = calendar_store.rebuild_days(connection, office, recorded)
    return Change(changed, record_moves(connection, book, calendar, found, consent, _reason(recorded)), recorded)


def _calendars(before: list[Day], after: list[Day]) -> tuple[Calendar, Calendar]:
    return Calendar.of(before), Calendar.of(after)


def _differs(before: Day | None, after: Day) -> bool:
    return before is None or before[:5] != after[:5]


def _reason(event: Event) -> str:
    """Why due dates move: the notice's source, with its number in the ledger."""
    match file_event(event.kind, event.data):
        case Notice(claims=claims):
            text = claims[0].source
        case Revoke(note=note):
            text = note
        case said:
            text = said.kind
    return f"{text} ({event.anchor})"
