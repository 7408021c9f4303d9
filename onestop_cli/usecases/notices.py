"""Notices: days off and swaps entered by hand or from a file, and revoked (domain §2.1)."""

import sqlite3
from collections.abc import Collection, Sequence
from datetime import date, datetime
from pathlib import Path

from onestop_cli.core.calendar import Calendar, Claim, DayKind, Hours, Rank, days_of, winning_claim
from onestop_cli.core.file_events import EnteredNotice, Notice, Revoke
from onestop_cli.core.moments import Clock
from onestop_cli.core.office import Office
from onestop_cli.errors import (
    N_,
    AlreadyRevoked,
    BadRows,
    BadSwap,
    OffOnEnteredMakeupDay,
    OffOnMakeupDay,
    RowProblem,
    UnknownNotice,
)
from onestop_cli.sources.notices_file import read_notices
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import known_time, ledger
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases.calendar import BeforeAfter, Change, Unchanged, change, reason
from onestop_cli.usecases.moves import Consent, moves, record_moves


def notices(path: Path, known_at: datetime | None = None) -> list[EnteredNotice]:
    """Every notice entered, with who recorded it, when, and what ended it, as the file knew it at an instant."""
    with reading(path) as connection:
        return calendar_store.notices(connection, known_time.last_seq_known_at(connection, known_at))


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


def add_closure(
    path: Path,
    clock: Clock,
    actor: str,
    on: date,
    hours: Hours,
    name: str,
    source: str,
    *,
    local: bool,
    consent: Consent,
) -> Change:
    """Some hours of a day are closed by a notice; the day stays what it is. Raises `CalendarGap`."""
    rank = Rank.local if local else Rank.national
    claim = Claim(on, DayKind.closure, name, source, rank, hours=hours)
    return add_notices(path, clock, actor, [(claim,)], consent)


def swap_claims(off: date, work: date, name: str, source: str, rank: Rank) -> tuple[Claim, Claim]:
    """The two halves of a swap."""
    return (
        Claim(off, DayKind.swap_day_off, name or f"Hoán đổi với ngày {work:%d/%m/%Y}", source, rank, 0, work),
        Claim(work, DayKind.makeup_day, name or f"Làm bù cho ngày {off:%d/%m/%Y}", source, rank, 0, off),
    )


def import_notices(path: Path, clock: Clock, actor: str, file: Path, consent: Consent) -> Change:
    """The notices of a CSV or .ics file, all or none, each one event. Raises `BadFile`, `BadRows`."""
    groups: list[tuple[Claim, ...]] = []
    lines = read_notices(file)
    for line in lines:
        if line.day_off and line.working_day:
            groups.append(swap_claims(line.day_off, line.working_day, line.name, line.source, Rank.national))
        else:
            assert line.day_off is not None
            groups.append((Claim(line.day_off, DayKind.holiday, line.name, line.source, Rank.national, 0),))
    return add_notices(path, clock, actor, groups, consent, file=file, lines=[line.line for line in lines])


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
    a working day, `OffOnMakeupDay` for a national day off on a make-up day (of a file: `BadRows` with its line),
    `CalendarGap` for a day in a year that is not loaded.
    """
    with writing(path) if consent.apply else reading(path) as connection:
        calendar = calendar_store.load(connection)
        said = calendar_store.claims(connection)
        present = {_same(claim) for claim in said}
        fresh: list[tuple[Claim, ...]] = []
        numbered: list[Claim] = []
        first = ledger.next_seq(connection)
        entered = {notice.seq for notice in calendar_store.notices(connection)}
        for place, group in enumerate(groups):
            if present.issuperset(map(_same, group)):
                continue
            refusal = _refusal(calendar, [*said, *numbered], group, entered)
            if refusal is not None and file is not None:
                problem = RowProblem(lines[place], refusal.sentence, refusal.values)
                raise BadRows(path=file, count=1, rows=[problem])
            if refusal is not None:
                raise refusal
            numbered += [claim._replace(seq=first + len(fresh)) for claim in group]
            fresh.append(group)
            present.update(map(_same, group))
        if not fresh:
            return _rest_of_moves(connection, clock, actor, groups, consent)
        events = [Notice(group) for group in fresh]

        def days(rules: Office) -> BeforeAfter:
            now = calendar_store.days_with(connection, rules)
            return now, calendar_store.days_with(connection, rules, added=numbered)

        made = change(connection, clock, actor, days, events, consent)
        return made._replace(unchanged=_unchanged(connection, made, numbered, [*said, *numbered]))


def _refusal(
    calendar: Calendar, said: Sequence[Claim], group: tuple[Claim, ...], entered: Collection[int]
) -> BadSwap | OffOnMakeupDay | None:
    """Why a group cannot be: a national day off where a make-up day is in force, or a swap that is none.

    A swap moves one working day to one weekly rest day, or is in force as it is. `said` are the claims before it,
    `entered` the numbers of the notices that can be revoked.
    """
    kinds = [calendar.kind(claim.on) for claim in group]
    if group[0].kind is DayKind.closure:
        return None
    decides = [winning_claim(c for c in said if c.on == claim.on) for claim in group]
    kinds = [by.kind if by else kind for by, kind in zip(decides, kinds, strict=True)]
    worked = winning_claim(c for c in said if c.on == group[0].on and c.rank is not Rank.local)
    if worked and worked.kind is DayKind.makeup_day and group[0].rank is Rank.national:
        values = {"day": worked.on, "off": worked.swap_with or "…", "source": worked.source, "seq": worked.seq}
        return (OffOnEnteredMakeupDay if worked.seq in entered else OffOnMakeupDay)(**values)
    if len(group) == 1:
        return None
    off, work = group
    is_same_swap = kinds == [DayKind.swap_day_off, DayKind.makeup_day] and decides[1] and decides[1].swap_with == off.on
    if kinds == [DayKind.working_day, DayKind.weekend] or is_same_swap:
        return None
    if kinds[0] is not DayKind.working_day:
        return BadSwap(day=off.on, half=N_("day off"), kind=kinds[0], year=off.on.year)
    return BadSwap(day=work.on, half=N_("make-up day"), kind=kinds[1], year=work.on.year)


def _unchanged(
    connection: sqlite3.Connection, made: Change, named: Sequence[Claim], said: Sequence[Claim]
) -> list[Unchanged]:
    """The days that notices name and that stay what they were, with what decides them among the claims."""
    changed = {day.on for _, day in made.changed}
    kept: list[Unchanged] = []
    for claim in named:
        if claim.on not in changed:
            [day] = calendar_store.days(connection, claim.on, claim.on)
            by = winning_claim(c for c in said if c.on == claim.on)
            kept.append(Unchanged(claim.kind, day, by.rank if by else None))
    return kept


def _rest_of_moves(
    connection: sqlite3.Connection, clock: Clock, actor: str, groups: Sequence[tuple[Claim, ...]], consent: Consent
) -> Change:
    """The moves that notices in force cause and that were not consented to when they were recorded."""
    wanted = {_same(claim) for group in groups for claim in group}
    said = calendar_store.claims(connection)
    named = [claim for claim in said if _same(claim) in wanted]
    seqs = {claim.seq for claim in named}
    years = calendar_store.loaded_years(connection)
    without = [claim for claim in said if claim.seq not in seqs]
    guesses = calendar_store.provisional(connection)
    calendar = calendar_store.load(connection)

    def calendars(rules: Office) -> tuple[Calendar, Calendar]:
        before = days_of(years[0], years[-1], without, guesses, rules.working_saturdays())
        return Calendar.of(list(before)), Calendar.of(calendar_store.days_with(connection, rules))

    moving = moves(connection, calendars, changed=[claim.on for claim in named])
    if consent.apply:
        source = ledger.event(connection, max(seqs))
        assert source is not None
        book = Ledger(connection, actor, clock())
        moving = record_moves(connection, book, calendar, moving, consent, reason(source))
    made = Change([], moving, None, is_known=True)
    return made._replace(unchanged=_unchanged(connection, made, named, said))


def _same(claim: Claim) -> tuple[date, DayKind, Rank, str, Hours | None]:
    return claim.on, claim.kind, claim.rank, claim.source, claim.hours


def revoke(path: Path, clock: Clock, actor: str, seq: int, note: str, consent: Consent) -> Change:
    """A notice without effect from now on. Raises `UnknownNotice`, `AlreadyRevoked`."""
    with writing(path) if consent.apply else reading(path) as connection:
        notice = next((n for n in calendar_store.notices(connection) if n.seq == seq), None)
        if notice is None:
            raise UnknownNotice(seq=seq)
        if notice.revoked_by:
            raise AlreadyRevoked(seq=seq)
        said = calendar_store.claims(connection)

        def days(rules: Office) -> BeforeAfter:
            now = calendar_store.days_with(connection, rules)
            return now, calendar_store.days_with(connection, rules, without=seq)

        made = change(connection, clock, actor, days, [Revoke(seq, note)], consent)
        left = [claim for claim in said if claim.seq != seq]
        taken_back = [claim for claim in said if claim.seq == seq]
        kept = _unchanged(connection, made, taken_back, left)
        return made._replace(unchanged=[each._replace(claimed=None) for each in kept])
