"""Notices: days off and swaps entered by hand, and revoked (domain §2.1); those of a file are in `notice_files`."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from onestop_cli.core.calendar import Calendar, Claim, DayKind, Hours, Rank, days_of, winning_claim
from onestop_cli.core.file_events import EnteredNotice, Notice, Revoke
from onestop_cli.core.moments import Clock
from onestop_cli.core.office import Office
from onestop_cli.core.swaps import Standing, refusal, swap_claims
from onestop_cli.errors import AlreadyRevoked, UnknownNotice
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import known_time, ledger, settings
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


def add_notices(
    path: Path,
    clock: Clock,
    actor: str,
    groups: Sequence[tuple[Claim, ...]],
    consent: Consent,
) -> Change:
    """Notices, each a group of claims of one act. Those already in force are not recorded again.

    When all are, only due dates not moved yet are left to move. Raises `BadSwap` for a swap that gives or takes
    a working day, `OffOnMakeupDay` for a national day off on a make-up day, `CalendarGap` for a day in a year that is
    not loaded.
    """
    with writing(path, "calendar") if consent.apply else reading(path) as connection:
        now = standing(connection)
        present = {_same(claim) for claim in now.said}
        fresh: list[Notice] = []
        numbered: list[Claim] = []
        first = ledger.next_seq(connection)
        for group in groups:
            if present.issuperset(map(_same, group)):
                continue
            if (refused := refusal(now._replace(said=[*now.said, *numbered]), group)) is not None:
                raise refused
            numbered += [claim._replace(seq=first + len(fresh)) for claim in group]
            fresh.append(Notice(group))
            present.update(map(_same, group))
        if not fresh:
            return rest_of_moves(connection, clock, actor, groups, consent)
        return record(connection, clock, actor, fresh, consent)


def record(
    connection: sqlite3.Connection, clock: Clock, actor: str, notices: Sequence[Notice], consent: Consent
) -> Change:
    """Preview or record notices that were looked at, with the days they name that stay what they were."""
    first, said = ledger.next_seq(connection), calendar_store.claims(connection)
    added = [claim._replace(seq=seq) for seq, notice in enumerate(notices, first) for claim in notice.claims]

    def days(rules: Office) -> BeforeAfter:
        now = calendar_store.days_with(connection, rules)
        return now, calendar_store.days_with(connection, rules, added=added)

    made = change(connection, clock, actor, days, notices, consent)
    return made._replace(unchanged=_unchanged(connection, made, added, [*said, *added]))


def standing(connection: sqlite3.Connection) -> Standing:
    """What is said of the days now."""
    entered = {notice.seq for notice in calendar_store.notices(connection)}
    said, saturdays = calendar_store.claims(connection), settings.office(connection).working_saturdays()
    return Standing(calendar_store.load(connection), said, entered, saturdays)


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


def rest_of_moves(
    connection: sqlite3.Connection, clock: Clock, actor: str, groups: Sequence[tuple[Claim, ...]], consent: Consent
) -> Change:
    """The moves that notices in force cause and that were not consented to when they were recorded."""
    wanted = {_same(claim) for group in groups for claim in group}
    said = calendar_store.claims(connection)
    named = [claim for claim in said if _same(claim) in wanted]
    if not named:
        return Change([], [], None, is_known=True)
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
    with writing(path, "calendar") if consent.apply else reading(path) as connection:
        notice = next((n for n in calendar_store.notices(connection) if n.seq == seq), None)
        if notice is None:
            raise UnknownNotice(seq=seq)
        if notice.revoked_by:
            raise AlreadyRevoked(seq=seq)
        said = calendar_store.claims(connection)

        def days(rules: Office) -> BeforeAfter:
            now = calendar_store.days_with(connection, rules)
            return now, calendar_store.days_with(connection, rules, without=seq)

        entered = ledger.event(connection, seq)
        assert entered is not None
        made = change(connection, clock, actor, days, [Revoke(seq, note)], consent, entered.anchor)
        left = [claim for claim in said if claim.seq != seq]
        taken_back = [claim for claim in said if claim.seq == seq]
        kept = _unchanged(connection, made, taken_back, left)
        return made._replace(unchanged=[each._replace(claimed=None) for each in kept])
