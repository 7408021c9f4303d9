"""Refusals to accept a dossier, in SQL: found by their days, with what was recorded of them since."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from onestop_cli.core.codes import MOST_A_DAY, decline_meant, decline_numbered, dossier_code
from onestop_cli.core.declines import Declined, told
from onestop_cli.core.dossier import Person
from onestop_cli.core.ledger import OF_DECLINES, Event, EventRow
from onestop_cli.core.moments import DAY, instant
from onestop_cli.errors import RowUnreadable, SeriesFull
from onestop_cli.store import ledger, register
from onestop_cli.store.rows import of_rows

_ROW = (
    "SELECT event.seq, event.dossier, event.kind, event.occurred_at, event.recorded_at, event.actor, event.data, "
    "event.personal, event.prev_hash, event.hash, personal.salt, personal.fields "
    "FROM event LEFT JOIN personal ON personal.seq = event.seq AND event.personal IS NOT NULL"
)
_OF_DECLINES = f"event.kind IN ({', '.join(repr(kind) for kind in OF_DECLINES)})"
"""As the index has it: SQLite takes the index for nothing else."""
_DECLINES = f"{_OF_DECLINES} AND event.kind = 'decline'"
_LATER = f"{_OF_DECLINES} AND event.kind <> 'decline'"
_CENTURIES = (2000, 1900, 2100)
Days = tuple[date | None, date | None]
"""Both included, None for no bound."""


class _Told(NamedTuple):
    event: Event
    person: Person


def newest_first(
    connection: sqlite3.Connection, days: Days = (None, None), up_to: int | None = None
) -> Iterator[Declined]:
    """The refusals of some days, the newest first, of what was recorded up to the event of a number."""
    return _declined(connection, days, up_to, "DESC")


def oldest_first(
    connection: sqlite3.Connection, days: Days = (None, None), up_to: int | None = None
) -> Iterator[Declined]:
    """The same, the oldest first."""
    return _declined(connection, days, up_to, "ASC")


def _declined(connection: sqlite3.Connection, days: Days, up_to: int | None, order: str) -> Iterator[Declined]:
    later: dict[object, list[Event]] = {}
    for row in connection.execute(f"{_ROW} WHERE {_LATER} ORDER BY event.seq"):
        event = ledger.event_of_row(EventRow._make(row))
        if up_to is None or event.seq <= up_to:
            later.setdefault(event.data.get("act"), []).append(event)
    for event, person in _of_days(connection, days, up_to, order):
        yield told([event, *later.get(event.seq, ())], person)


def _of_days(connection: sqlite3.Connection, days: Days, up_to: int | None, order: str) -> Iterator[_Told]:
    first, last = days
    where = [_DECLINES]
    where += ["event.occurred_at >= :first"] if first is not None else []
    where += ["event.occurred_at <= :last"] if last is not None else []
    where += ["event.seq <= :up_to"] if up_to is not None else []
    values = {
        "first": first and instant(first, 0).isoformat(), "last": last and instant(last, DAY - 1).isoformat(),
        "up_to": up_to,
    }  # fmt: skip
    ordered = f"ORDER BY event.occurred_at {order}, event.seq {order}"
    return map(_told, connection.execute(f"{_ROW} WHERE {' AND '.join(where)} {ordered}", values))


def _told(values: tuple[object, ...]) -> _Told:
    row = EventRow._make(values)
    person = ledger.person_told(row.fields)
    if person is None:
        raise RowUnreadable
    return _Told(ledger.event_of_row(row), person)


def events_of(connection: sqlite3.Connection, seq: int, up_to: int | None = None) -> list[Event]:
    """The events of the refusal of a number, itself first, then what was recorded of it; up to the event of another."""
    first = ledger.event(connection, seq)
    assert first is not None
    rows = connection.execute(f"{_ROW} WHERE {_LATER} AND event.seq > ? ORDER BY event.seq", (seq,))
    later = (ledger.event_of_row(EventRow._make(row)) for row in rows)
    known = (event for event in later if up_to is None or event.seq <= up_to)
    return [first, *(event for event in known if event.data.get("act") == seq)]


@of_rows
def meant(
    connection: sqlite3.Connection, text: str, today: date, agency: str, up_to: int | None = None
) -> list[Declined]:
    """The refusals that a number may mean, typed whole, by its last segments, or as `TC-1` of today.

    Of several offices' of a day, for the code of an office may change, that of the agency is meant.
    """
    typed = decline_meant(text)
    if typed is None:
        return []
    days = _days_of(typed.day) if typed.day else [today]
    of_days = chain.from_iterable(_of_days(connection, (on, on), up_to, "ASC") for on in days)
    numbers = ((each, decline_numbered(str(each.event.data.get("number")))) for each in of_days)
    fitting = [(each, own) for each, own in numbers if own is not None and own.number == typed.number]
    if typed.agency:
        fitting = [(each, own) for each, own in fitting if own.series.upper().startswith(f"{typed.agency}-")]
    elif len(fitting) > 1:
        fitting = [(each, own) for each, own in fitting if own.series.startswith(f"{agency}-")] or fitting
    return [told(events_of(connection, each.event.seq, up_to), each.person) for each, _own in fitting]


def _days_of(text: str) -> list[date]:
    """The days that `yyMMdd` may be; none where no day is written so."""
    days: list[date] = []
    for century in _CENTURIES:
        try:
            days.append(date(century + int(text[:2]), int(text[2:4]), int(text[4:])))
        except ValueError:
            continue
    return days


def has_number(connection: sqlite3.Connection, code: str) -> bool:
    """Whether a code is the number of a refusal."""
    own = decline_numbered(code)
    return own is not None and own.number in _numbers(connection, own.series)


def next_number(connection: sqlite3.Connection, in_series: str) -> str:
    """The first number after the highest used in a series that no dossier bears as its code. Raises `SeriesFull`."""
    replaced = connection.execute("SELECT number FROM series_used WHERE series = ?", (in_series,)).fetchone()
    highest = max(_numbers(connection, in_series), default=0)
    highest = max(highest, replaced[0]) if replaced else highest
    for number in range(highest + 1, MOST_A_DAY + 1):
        if not register.has_code(connection, code := dossier_code(in_series, number)):
            return code
    raise SeriesFull(series=in_series, highest=highest)


def _numbers(connection: sqlite3.Connection, in_series: str) -> set[int]:
    """The numbers used in a series, by the refusals of its day."""
    day = in_series.removesuffix("-TC")[-6:]
    of_days = chain.from_iterable(_of_days(connection, (on, on), None, "ASC") for on in _days_of(day))
    owns = (decline_numbered(str(event.data.get("number"))) for event, _person in of_days)
    return {own.number for own in owns if own is not None and own.series == in_series}


def highest_numbers(connection: sqlite3.Connection) -> dict[str, int]:
    """The highest number used of each series of refusals; of a file of any format, and of one that may be damaged."""
    highest: dict[str, int] = {}
    told = "SELECT iif(json_valid(data), data ->> '$.number', '') FROM event WHERE dossier IS NULL AND kind = 'decline'"
    for (number,) in connection.execute(told):
        own = decline_numbered(str(number))
        if own is not None:
            highest[own.series] = max(own.number, highest.get(own.series, 0))
    return highest


def erased_since(connection: sqlite3.Connection, seq: int) -> list[str]:
    """The numbers of the refusals whose personal data were erased after the event of a number."""
    rows = connection.execute(
        "SELECT DISTINCT event.data ->> '$.number' FROM event AS act JOIN event ON event.seq = act.data ->> '$.act' "
        "WHERE act.seq > ? AND act.dossier IS NULL AND act.kind = 'decline_erase' AND event.kind = 'decline' "
        "ORDER BY 1",
        (seq,),
    )
    return [number for (number,) in rows]


def number_of(connection: sqlite3.Connection, seq: int) -> str:
    """The number of the refusal that an erasure of its personal data, the event of a number, is of; empty if none."""
    rows = connection.execute("SELECT data ->> '$.act' FROM event WHERE seq = ? AND kind = 'decline_erase'", (seq,))
    return next((number_at(connection, act) for (act,) in rows), "")


def number_at(connection: sqlite3.Connection, seq: object) -> str:
    """The number of the refusal that was recorded as the event of a number; empty if none was."""
    told = "SELECT iif(json_valid(data), data ->> '$.number', NULL) FROM event WHERE seq = ? AND kind = 'decline'"
    row = connection.execute(told, (seq,)).fetchone() if isinstance(seq, int) else None
    return str(row[0]) if row and row[0] is not None else ""
