"""The known time: what the file had learned by an instant (decided in domain §3.6).

`recorded_at` is what the clock said. An event counts as known once the clock had reached it and every event before it:
the known time is the running maximum in the order of numbers. An event recorded while the clock was ahead would hide
all later ones, until a note on the clock takes it out; such a one is known with the next that is not taken out.

Where the clock went back is kept as the ledger grows (`clock_setback`), so that an instant is found by halving within
stretches in which it never did.
"""

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from onestop_cli.core.event_data import read
from onestop_cli.store import ledger
from onestop_cli.store.rows import of_rows

Stretch = tuple[int, int]
"""The numbers of the first and the last of some events."""


@of_rows
def last_seq_known_at(connection: sqlite3.Connection, known_at: datetime | None) -> int | None:
    """The number of the last event known at an instant, 0 before the first; None without an instant."""
    if known_at is None:
        return None
    text = known_at.isoformat()
    known = 0
    for first, last in _stretches(connection):
        if _recorded_at(connection, last) <= text:
            known = last
            continue
        recorded = _RecordedAt(connection, first, last)
        later = bisect_right(recorded, text)
        return first + later - 1 if later else known
    return known


@of_rows
def latest(
    connection: sqlite3.Connection,
    up_to: int | None = None,
    besides: Sequence[Stretch] = (),
    noted_by: int | None = None,
) -> str:
    """The known time of the last event, or of that of a number, as text; empty before the first.

    `besides` are events that another note would take out; `noted_by` leaves notes recorded after a number unheard.
    """
    stretches = _stretches(connection, up_to, besides, noted_by)
    return max((_recorded_at(connection, last) for _, last in stretches), default="")


def recorded_between(connection: sqlite3.Connection, events: Stretch) -> tuple[str, str]:
    """When the earliest and the latest of some events were recorded, by their clock."""
    return connection.execute(
        "SELECT min(recorded_at), max(recorded_at) FROM event WHERE seq BETWEEN ? AND ?", events
    ).fetchone()


def wrong_notes(connection: sqlite3.Connection) -> Iterator[int]:
    """The numbers of the notes on the clock that take out events for which, when each was recorded, no clock was ahead.

    So it was not where no later event shows it, or where an earlier note had taken them out.
    """
    from onestop_cli.core.file_events import ClockNote

    for event in ledger.events_of_file(connection, (ClockNote.kind,)):
        note = read(ClockNote, event.data)
        if not 1 <= note.first <= note.last < event.seq or any(
            low <= note.first and note.last <= high for low, high in taken_out_by_notes(connection, event.seq - 1)
        ):
            yield event.seq
            continue
        earliest, _ = recorded_between(connection, (note.first, note.last))
        before = latest(connection, up_to=note.first - 1, noted_by=event.seq - 1)
        if not n_recorded_before(connection, note.last, before, earliest):
            yield event.seq


def n_recorded_before(connection: sqlite3.Connection, after: int, since: str, before: str) -> int:
    """How many events after that of a number were recorded from one instant on and before another, by their clock."""
    (n,) = connection.execute(
        "SELECT count(*) FROM event WHERE seq > ? AND recorded_at >= ? AND recorded_at < ?", (after, since, before)
    ).fetchone()
    return n


class Hidden(NamedTuple):
    """Events recorded with a clock that was ahead, and how many that were recorded by now are not known for them."""

    ahead: Stretch
    n: int


@of_rows
def hidden(connection: sqlite3.Connection, now: datetime) -> Hidden | None:
    """What is not known at an instant though it was recorded by then, and the first events that hide it; else None."""
    known, text = last_seq_known_at(connection, now) or 0, now.isoformat()
    seqs = "SELECT min(seq), count(*) FROM event WHERE seq > ? AND recorded_at"
    first, _ = connection.execute(f"{seqs} > ?", (known, text)).fetchone()
    if first is None:
        return None
    reached, n = connection.execute(f"{seqs} <= ?", (first, text)).fetchone()
    return Hidden((first, reached - 1), n) if n else None


@of_rows
def _recorded_at(connection: sqlite3.Connection, seq: int) -> str:
    (at,) = connection.execute("SELECT recorded_at FROM event WHERE seq = ?", (seq,)).fetchone()
    return datetime.fromisoformat(at).isoformat()


class _RecordedAt(Sequence[str]):
    """When each event of a stretch was recorded, looked up one by one."""

    def __init__(self, connection: sqlite3.Connection, first: int, last: int) -> None:
        self._connection, self._first, self._n = connection, first, last - first + 1

    def __len__(self) -> int:
        return self._n

    def __getitem__(self, place: int) -> str:  # type: ignore[override]
        return _recorded_at(self._connection, self._first + place)


def _stretches(
    connection: sqlite3.Connection,
    up_to: int | None = None,
    besides: Sequence[Stretch] = (),
    noted_by: int | None = None,
) -> Iterator[Stretch]:
    """The stretches of the ledger within which the clock never went back, without what notes on the clock take out.

    Up to the event of a number, and without what is named besides.
    """
    end = ledger.next_seq(connection) - 1 if up_to is None else up_to
    setbacks = [
        seq for (seq,) in connection.execute("SELECT seq FROM clock_setback WHERE seq <= ? ORDER BY seq", (end,))
    ]
    taken_out = sorted([*taken_out_by_notes(connection, noted_by), *besides])
    for first, next_first in zip((1, *setbacks), (*setbacks, end + 1), strict=True):
        start = first
        for low, high in taken_out:
            if high < start or low >= next_first:
                continue
            if low > start:
                yield start, low - 1
            start = max(start, high + 1)
        if start < next_first:
            yield start, next_first - 1


@of_rows
def taken_out_by_notes(connection: sqlite3.Connection, noted_by: int | None = None) -> list[Stretch]:
    """The events that notes on the clock, all or those up to a number, take out of the known time, in order."""
    from onestop_cli.core.file_events import ClockNote

    events = ledger.events_of_file(connection, (ClockNote.kind,))
    notes = (read(ClockNote, event.data) for event in events if noted_by is None or event.seq <= noted_by)
    return sorted((note.first, note.last) for note in notes)
