"""The calendar in SQL: what each notice says of each day, and the days that follow from it.

`claim` and `provisional` are projected from calendar events; `day` is made again from them at every
change, with the number of working days up to each day.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from onestop_cli.core.calendar import Calendar, Claim, Closure, Day, DayKind, Rank, days_of
from onestop_cli.core.event_data import read
from onestop_cli.core.ledger import Event, anchor
from onestop_cli.core.office import Office
from onestop_cli.errors import CalendarGap
from onestop_cli.store import settings
from onestop_cli.store.rows import of_rows, text_of

if TYPE_CHECKING:
    from onestop_cli.core.file_events import EnteredNotice, FileEvent

CALENDAR_KINDS = ("calendar_load", "calendar_confirm", "notice", "revoke", "config")
"""The events that can change what a day is (a setting can make Saturday a working day)."""


def is_of_calendar(event: Event) -> bool:
    """Whether an event of the file makes a calendar edition: a setting only where it says what Saturdays are."""
    if event.kind not in CALENDAR_KINDS:
        return False
    values: dict[str, str] = event.data.get("values", {}) if event.kind == "config" else {"saturday": ""}
    return "saturday" in values


@of_rows
def load(connection: sqlite3.Connection) -> Calendar:
    """The calendar of all loaded years, from its letters (one a day) rather than from seven thousand rows."""
    first, marks, anchored, closures = connection.execute(
        "SELECT first_day, marks, anchor, closures FROM calendar_edition"
    ).fetchone()
    return _calendar(first, marks, text_of(anchored), closures)


@lru_cache(maxsize=2)
def _calendar(first: str, marks: str, anchored: str, closures: str) -> Calendar:
    """The calendar of letters; one process asks for the same again and again."""
    return Calendar(date.fromisoformat(first), marks, anchored, _closures(closures))


def _closures(text: str) -> dict[date, tuple[Closure, ...]]:
    """The closed hours by day, from the list that is kept with the letters; most calendars have none."""
    by_day: dict[date, tuple[Closure, ...]] = {}
    for on, *closure in json.loads(text) if text != "[]" else ():
        day = date.fromisoformat(on)
        by_day[day] = (*by_day.get(day, ()), Closure(*closure))
    return by_day


@of_rows
def edition(connection: sqlite3.Connection) -> str:
    """`SEQ:HASH12` of the last calendar event."""
    row = connection.execute("SELECT anchor FROM calendar_edition").fetchone()
    return text_of(row[0]) if row else ""


@of_rows
def edition_at(connection: sqlite3.Connection, seq: int) -> str:
    """`SEQ:HASH12` of the last calendar event up to a number."""
    kinds = ", ".join(f"'{kind}'" for kind in CALENDAR_KINDS)
    row = connection.execute(
        "SELECT seq, hash FROM event INDEXED BY event_file "
        f"WHERE dossier IS NULL AND seq <= ? AND kind IN ({kinds}) "
        "AND (kind <> 'config' OR json_extract(data, '$.values.saturday') IS NOT NULL) ORDER BY seq DESC LIMIT 1",
        (seq,),
    ).fetchone()
    return anchor(*row) if row else ""


@of_rows
def loaded_years(connection: sqlite3.Connection, up_to: int | None = None) -> list[int]:
    """The years the calendar holds, in order; with `up_to`, those it held after the event of that number."""
    known = "SELECT year FROM loaded_year WHERE :up_to IS NULL OR seq <= :up_to ORDER BY year"
    return [year for (year,) in connection.execute(known, {"up_to": up_to})]


def named_days(connection: sqlite3.Connection, first: date, last: date) -> dict[date, Day]:
    """The days from first to last that some notice or holiday decides, with name and source."""
    return {day.on: day for day in days(connection, first, last) if day.seq is not None}


@of_rows
def days(connection: sqlite3.Connection, first: date, last: date) -> list[Day]:
    """Every loaded day from first to last."""
    rows = connection.execute(
        "SELECT on_day, kind, name, source, confirmed, seq FROM day WHERE on_day BETWEEN ? AND ? ORDER BY on_day",
        (first.isoformat(), last.isoformat()),
    )
    [text] = connection.execute("SELECT closures FROM calendar_edition").fetchone()
    closures = _closures(text)
    found = [(date.fromisoformat(on), *rest) for on, *rest in rows]
    return [
        Day(on, DayKind(kind), name, source, bool(c), seq, closures.get(on, ()))
        for on, kind, name, source, c, seq in found
    ]


def _alive(up_to: int | None) -> str:
    """The condition that a claim or a stretch holds, or did after the event of a number, `:seq`."""
    return "ended_by IS NULL" if up_to is None else "seq <= :seq AND (ended_by IS NULL OR ended_by > :seq)"


@of_rows
def claims(connection: sqlite3.Connection, up_to: int | None = None) -> list[Claim]:
    """The claims in force; with `up_to`, those in force after the event of that number."""
    columns = "on_day, kind, name, source, rank, seq, swap_with, from_second, to_second"
    rows = connection.execute(f"SELECT {columns} FROM claim WHERE {_alive(up_to)} ORDER BY seq, on_day", {"seq": up_to})
    return [
        Claim(date.fromisoformat(on), DayKind(kind), name, source, Rank(rank), seq,
              date.fromisoformat(other) if other else None, None if start is None else (start, end))
        for on, kind, name, source, rank, seq, other, start, end in rows
    ]  # fmt: skip


def provisional(connection: sqlite3.Connection, up_to: int | None = None) -> list[tuple[date, date]]:
    """The stretches no published decision confirms; with `up_to`, after the event of that number."""
    return [(start, end) for start, end, _ in provisional_reasons(connection, up_to=up_to)]


@of_rows
def provisional_reasons(
    connection: sqlite3.Connection, year: int | None = None, up_to: int | None = None
) -> list[tuple[date, date, str]]:
    """The unconfirmed stretches (or those that begin in a year), with why; with `up_to`, after that event."""
    rows = connection.execute(
        f"SELECT from_day, to_day, reason FROM provisional WHERE {_alive(up_to)} ORDER BY from_day", {"seq": up_to}
    )
    stretches = [(date.fromisoformat(start), date.fromisoformat(end), reason) for start, end, reason in rows]
    return [each for each in stretches if year in (None, each[0].year)]


@of_rows
def days_with(
    connection: sqlite3.Connection, office: Office, *, added: Iterable[Claim] = (), without: int | None = None
) -> list[Day]:
    """The days as they are, or as they would be with claims added or a notice's claims left out."""
    years = loaded_years(connection)
    kept = [claim for claim in claims(connection) if claim.seq != without]
    return list(days_of(years[0], years[-1], [*kept, *added], provisional(connection), office.working_saturdays()))


@of_rows
def days_known_at(connection: sqlite3.Connection, office: Office, seq: int) -> list[Day]:
    """The days as the file knew them after the event of a number."""
    years = loaded_years(connection, seq)
    if not years:
        raise CalendarGap(year=loaded_years(connection)[0])
    said = claims(connection, seq), provisional(connection, seq)
    return list(days_of(years[0], years[-1], *said, office.working_saturdays()))


@of_rows
def days_supposed(
    connection: sqlite3.Connection, office: Office, seq: int, added: Sequence[Claim], up_to: int | None
) -> list[Day]:
    """The days as the file knew them after the event of a number, had it known some claims more.

    Years that were loaded after it, up to another number, follow as they are known by that.
    """
    years, now = loaded_years(connection, seq), loaded_years(connection, up_to)
    last = years[-1] if years else 0
    said = [*claims(connection, seq), *(each for each in claims(connection, up_to) if each.on.year > last)]
    guesses = [*provisional(connection, seq), *provisional(connection, up_to)]
    first = years[0] if years else now[0]
    return list(days_of(first, max(last, now[-1]), [*said, *added], guesses, office.working_saturdays()))


@of_rows
def known(connection: sqlite3.Connection, up_to: int | None) -> Calendar:
    """The calendar the file knew after the event of a number, today's without one.

    Of a moment before it knew any, when it held no dossiers, today's too.
    """
    if up_to is None or not loaded_years(connection, up_to):
        return load(connection)
    days = days_known_at(connection, settings.office(connection, up_to), up_to)
    return Calendar.of(days, edition_at(connection, up_to))


def project(connection: sqlite3.Connection, seq: int, said: "FileEvent") -> None:
    """Bring `claim`, `provisional` and `loaded_year` in line with one event of the file."""
    from onestop_cli.core import file_events as of

    match said:
        case of.CalendarLoad():
            for year in range(said.first_year, said.last_year + 1):
                connection.execute(
                    "UPDATE claim SET ended_by = ? WHERE ended_by IS NULL AND substr(on_day, 1, 4) = ? "
                    "AND EXISTS (SELECT 1 FROM event WHERE event.seq = claim.seq AND kind = 'calendar_load')",
                    (seq, str(year)),
                )
                _confirm(connection, seq, year)
                connection.execute(
                    "INSERT INTO loaded_year (year, seq, library) VALUES (?, ?, ?) "
                    "ON CONFLICT (year) DO UPDATE SET library = excluded.library",
                    (year, seq, said.library),
                )
            _add_claims(connection, seq, said.claims)
            connection.executemany(
                "INSERT INTO provisional (seq, from_day, to_day, reason) VALUES (?, ?, ?, ?)",
                [(seq, start.isoformat(), end.isoformat(), why) for start, end, why in said.provisional],
            )
        case of.CalendarConfirm():
            _confirm(connection, seq, said.year)
        case of.Notice():
            _add_claims(connection, seq, said.claims)
        case of.Revoke():
            connection.execute("UPDATE claim SET ended_by = ? WHERE ended_by IS NULL AND seq = ?", (seq, said.seq))
        case (
            of.Init()
            | of.Config()
            | of.Versions()
            | of.VersionsUndone()
            | of.Import()
            | of.SealFigures()
            | of.Restored()
            | of.ClockNote()
            | of.Decline()
            | of.DeclinePrint()
            | of.DeclineErase()
            | of.DeclineVoid()
        ):
            pass
        case _:
            assert_never(said)


def _confirm(connection: sqlite3.Connection, seq: int, year: int) -> None:
    """No stretch of a year is provisional any more since the event of a number."""
    connection.execute(
        "UPDATE provisional SET ended_by = ? WHERE ended_by IS NULL AND substr(from_day, 1, 4) = ?", (seq, str(year))
    )


def _add_claims(connection: sqlite3.Connection, seq: int, added: Iterable[Claim]) -> None:
    connection.executemany(
        "INSERT INTO claim (seq, on_day, kind, name, source, rank, swap_with, from_second, to_second) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (seq, on_day, kind, rank) DO NOTHING",
        [
            (
                seq,
                c.on.isoformat(),
                c.kind,
                c.name,
                c.source,
                c.rank,
                c.swap_with.isoformat() if c.swap_with else None,
                *(c.hours or (None, None)),
            )
            for c in added
        ],
    )


@of_rows
def rebuild_days(connection: sqlite3.Connection, office: Office, event: Event) -> Calendar:
    """Make `day` again after a calendar event, and the working-day counts of results that rest on it."""
    days = days_with(connection, office)
    calendar = Calendar.of(days, event.anchor)
    working, records = 0, []
    for d in days:
        working += d.is_working_day
        records.append((d.on.isoformat(), d.kind.value, d.name, d.source, d.confirmed, d.seq, working))
    closures = [(d.on.isoformat(), *closure) for d in days for closure in d.closures]
    connection.execute("DELETE FROM day")
    connection.executemany(
        "INSERT INTO day (on_day, kind, name, source, confirmed, seq, working_days) VALUES (?, ?, ?, ?, ?, ?, ?)",
        records,
    )
    connection.execute(
        "INSERT OR REPLACE INTO calendar_edition (one, seq, anchor, first_day, marks, closures) "
        "VALUES (1, ?, ?, ?, ?, ?)",
        (event.seq, event.anchor, calendar.first.isoformat(), calendar.marks, json.dumps(closures, ensure_ascii=False)),
    )
    up_to = "(SELECT working_days FROM day WHERE on_day = substr({}, 1, 10))"
    start, end = (up_to.format(f"json_extract(value, '$.{name}')") for name in ("from", "to"))
    suspended = (
        "CASE suspensions WHEN '[]' THEN 0 ELSE "
        f"(SELECT coalesce(sum({end} - {start}), 0) FROM json_each(suspensions) "
        "WHERE json_extract(value, '$.counts')) END"
    )
    used = f"{up_to.format('resolved_at')} - {up_to.format('received_at')} - {suspended}"
    saved = f"{up_to.format('statutory_due_at')} - {up_to.format('resolved_at')}"
    connection.execute(
        f"UPDATE dossier SET working_days = {used}, saved_days = {saved} WHERE resolved_at IS NOT NULL "
        f"AND (working_days IS NOT {used} OR saved_days IS NOT {saved})"
    )
    return calendar


@of_rows
def notices(connection: sqlite3.Connection, up_to: int | None = None) -> "list[EnteredNotice]":
    """Every notice entered by people, with who recorded it, when, and what ended it.

    With `up_to`, as they were after the event of that number.
    """
    from onestop_cli.core.file_events import EnteredNotice, Notice

    rows = connection.execute(
        "SELECT event.seq, event.recorded_at, event.actor, event.data, "
        "(SELECT min(ended_by) FROM claim WHERE claim.seq = event.seq AND (:up_to IS NULL OR ended_by <= :up_to)) "
        "FROM event INDEXED BY event_file WHERE dossier IS NULL AND event.kind = 'notice' "
        "AND (:up_to IS NULL OR event.seq <= :up_to) ORDER BY event.seq",
        {"up_to": up_to},
    )
    return [
        EnteredNotice(seq, datetime.fromisoformat(recorded_at), actor, read(Notice, json.loads(data)), revoked)
        for seq, recorded_at, actor, data, revoked in rows
    ]
