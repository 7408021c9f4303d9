"""Keeping the calendar: its years loaded and confirmed, and what a change of it moves (domain §2.1)."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar, Day, DayKind, Rank, days_of
from onestop_cli.core.file_events import CalendarConfirm, CalendarLoad, FileEvent, Notice, Revoke, file_event
from onestop_cli.core.ledger import Event
from onestop_cli.core.moments import Clock
from onestop_cli.core.notice_file import Judged
from onestop_cli.core.office import Office, Stretches, open_stretches
from onestop_cli.errors import CalendarGap, CalendarNotKnown, NothingToDo, RowUnreadable
from onestop_cli.sources.national_calendar import national_calendar
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import known_time, ledger, settings
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
        up_to = known_time.last_seq_known_at(connection, known_at)
        if number not in calendar_store.loaded_years(connection):
            raise CalendarGap(year=number)
        if up_to is not None and number not in calendar_store.loaded_years(connection, up_to):
            raise CalendarNotKnown(year=number)
        if up_to is None:
            days = calendar_store.days(connection, date(number, 1, 1), date(number, 12, 31))
        else:
            known = calendar_store.days_known_at(connection, settings.office(connection, up_to), up_to)
            days = [d for d in known if d.on.year == number]
        first, last = date(number, 1, 1), date(number, 12, 31)
        if (len(days), days[:1] and days[0].on, days[-1:] and days[-1].on) != ((last - first).days + 1, first, last):
            raise RowUnreadable
        edition = calendar_store.edition(connection) if up_to is None else calendar_store.edition_at(connection, up_to)
        stretches = calendar_store.provisional_reasons(connection, number, up_to)
        return YearView(number, days, stretches, sum(day.is_working_day for day in days), edition)


BeforeAfter = tuple[list[Day], list[Day]]


class Unchanged(NamedTuple):
    """A day that a notice names and that stays what it was.

    `claimed` is what the notice says of it (None where it is taken back), `rank` that of what decides it, None where
    the weekday does.
    """

    claimed: DayKind | None
    day: Day
    rank: Rank | None


class Years(NamedTuple):
    """Which years loading brought, compared anew, or left as they were, and all that the calendar holds now."""

    loaded: list[int]
    compared: list[int]
    left: list[int]
    held: list[int]


class Change(NamedTuple):
    """What a calendar change does: the days that become something else, and the dossiers it moves.

    `recorded` is the event that recorded it, None for a preview; `unchanged` are the days it names that stay. `opening`
    has the open hours of each changed day before and after.
    `is_known` where all of it is in the file already, so that there is nothing to record but moves. `lines` are
    those of a file of notices, `years` what loading did.
    """

    changed: list[tuple[Day | None, Day]]
    moved: list[Moved]
    recorded: Event | None
    unchanged: Sequence[Unchanged] = ()
    is_known: bool = False
    opening: Sequence[tuple[Stretches, Stretches]] = ()
    lines: Sequence[Judged] = ()
    years: Years | None = None


def load(path: Path, clock: Clock, actor: str, first: int, last: int, consent: Consent) -> Change:
    """The years are in the calendar, with every year between them and those loaded before.

    A year that is loaded already is compared with what this program knows of it now: a difference is
    previewed and recorded like a notice.
    """
    while True:
        with reading(path) as connection:
            loaded = calendar_store.loaded_years(connection)
        below, above = range(first, loaded[0]), range(loaded[-1] + 1, last + 1)
        stretches = [(years[0], years[-1]) for years in (below, above) if years]
        loading = [national_calendar(*years) for years in stretches or [(first, last)]]
        meant = Consent(apply=True, no_move=True) if stretches else consent
        with writing(path, "calendar") if meant.apply else reading(path) as connection:
            if calendar_store.loaded_years(connection) != loaded:
                continue  # somebody else loaded years meanwhile
            made = _load(connection, clock, actor, (first, last), loading, meant, is_anew=not stretches)
            asked = [year for year in range(first, last + 1) if year in loaded]
            told = Years([*below, *above], [], asked, calendar_store.loaded_years(connection))
            return made._replace(years=told if stretches else told._replace(compared=asked, left=[]))


def _load(
    connection: sqlite3.Connection,
    clock: Clock,
    actor: str,
    asked: tuple[int, int],
    loading: Sequence[CalendarLoad],
    consent: Consent,
    *,
    is_anew: bool,
) -> Change:
    """New years are loaded, or those asked for anew in the place of what was loaded of them before."""
    first, last = asked
    loaded = calendar_store.loaded_years(connection)
    replaced = {event.seq for event in ledger.events_of_file(connection, ("calendar_load",))} if is_anew else set()
    claims = calendar_store.claims(connection)
    claims = [c for c in claims if not (first <= c.on.year <= last and c.seq in replaced)]
    guesses = calendar_store.provisional(connection)
    events: list[CalendarLoad] = []
    for seq, national in enumerate(loading, ledger.next_seq(connection)):
        claims += [c._replace(seq=seq) for c in national.claims]
        if is_anew:
            stretches = calendar_store.provisional_reasons(connection)
            national = national._replace(provisional=tuple(s for s in stretches if first <= s[0].year <= last))
        else:
            guesses += [(start, end) for start, end, _ in national.provisional]
        events.append(national)
    years = min(loaded[0], first), max(loaded[-1], last)

    def days(rules: Office) -> BeforeAfter:
        now = calendar_store.days_with(connection, rules)
        return now, list(days_of(*years, claims, guesses, rules.working_saturdays()))

    return change(connection, clock, actor, days, events, consent)


def confirm(path: Path, clock: Clock, actor: str, number: int, source: str) -> Change:
    """Every day of a year is confirmed by published decisions. Raises `CalendarGap`, `NothingToDo`."""
    with writing(path, "calendar") as connection:
        if number not in calendar_store.loaded_years(connection):
            raise CalendarGap(year=number)
        if not calendar_store.provisional_reasons(connection, number):
            raise NothingToDo
        events = [CalendarConfirm(number, source)]

        def days(rules: Office) -> BeforeAfter:
            now = calendar_store.days_with(connection, rules)
            return now, [d._replace(confirmed=True) if d.on.year == number else d for d in now]

        return change(connection, clock, actor, days, events, Consent(apply=True, no_move=True))


def change(
    connection: sqlite3.Connection,
    clock: Clock,
    actor: str,
    days: Callable[[Office], BeforeAfter],
    events: Sequence[FileEvent],
    consent: Consent,
    taken_back: str = "",
) -> Change:
    """Preview or record one change of the calendar, with the moves it causes.

    `days` gives all days before and after the change, as they are for an office's rules; `taken_back` is the anchor of
    a notice that is revoked.
    """
    office = settings.office(connection)
    before, after = days(office)
    was = {day.on: day for day in before}
    changed = [(was.get(d.on), d) for d in after if _differs(was.get(d.on), d)]
    if not changed and all(isinstance(said, CalendarLoad) for said in events):
        return Change([], [], None, is_known=True)
    other = [d.on for old, d in changed if old is not None and (old.kind is not d.kind or old.closures != d.closures)]
    moving = (
        moves(connection, lambda rules: _calendars(*days(rules)), changed=other, taken_back=taken_back)
        if changed
        else []
    )
    if before[0].on != after[0].on or len(before) != len(after):
        changed = []
    opening = _opening(office, before, after, [d.on for _, d in changed])
    if not consent.apply:
        return Change(changed, moving, None, opening=opening)
    book = Ledger(connection, actor, clock())
    recorded: Event | None = None
    for said in events:
        recorded = book.append(said)
        calendar_store.project(connection, recorded.seq, said)
    assert recorded is not None
    calendar = calendar_store.rebuild_days(connection, office, recorded)
    marked = record_moves(connection, book, calendar, moving, consent, reason(recorded))
    return Change(changed, marked, recorded, opening=opening)


def _opening(
    office: Office, before: list[Day], after: list[Day], changed: Sequence[date]
) -> list[tuple[Stretches, Stretches]]:
    """The open hours of days before and after a change."""
    was, now = _calendars(before, after)
    return [(open_stretches(was, office, on), open_stretches(now, office, on)) for on in changed]


def _calendars(before: list[Day], after: list[Day]) -> tuple[Calendar, Calendar]:
    return Calendar.of(before), Calendar.of(after)


def _differs(before: Day | None, after: Day) -> bool:
    """Whether a day is said to be something else, or other hours of it to be closed, whoever says so."""
    return before is None or before[:5] != after[:5] or before.closures != after.closures


def reason(event: Event) -> str:
    """Why due dates move: the notice's source, with its number in the ledger; of a file with several, its name too.

    Not the note of a revocation: it is free text, and stays beside the chain.
    """
    match file_event(event.kind, event.data):
        case Notice(claims=claims, file=file):
            sources = list(dict.fromkeys(claim.source for claim in claims))
            text = sources[0] if len(sources) == 1 else f"{file}: {sources[0]} và {len(sources) - 1} căn cứ khác"
        case Revoke(seq=seq):
            text = f"Hủy thông báo {seq}"
        case said:
            text = said.kind
    return f"{text} ({event.anchor})"
