"""The ledger in SQL: appending events, reading them back, and the personal data beside them."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from onestop_cli.core.dossier import PERSONAL_FIELDS, Person, is_personal
from onestop_cli.core.event_data import data_of, free_text_keys, read
from onestop_cli.core.ledger import (
    GENESIS,
    OF_DECLINES,
    Actor,
    Event,
    EventRow,
    Mark,
    canonical_json,
    digest_of_text,
    event_hash,
    hash_of_json,
    quoted,
    quoted_or_null,
)
from onestop_cli.core.moments import VIETNAM, instant_at, iso_text
from onestop_cli.errors import NONSENSE, RowUnreadable
from onestop_cli.store import recorded
from onestop_cli.store.rows import of_rows, text_of

if TYPE_CHECKING:
    from onestop_cli.core.anchors import Restoration
    from onestop_cli.core.chain import Record
    from onestop_cli.core.clock import Jump, Jumped
    from onestop_cli.core.dossier_events import DossierEvent
    from onestop_cli.core.file_events import FileEvent

_COLUMNS = "seq, dossier, kind, occurred_at, recorded_at, actor, data, personal, prev_hash, hash"
_OF_EVENT = ", ".join(f"event.{column}" for column in _COLUMNS.split(", "))
_RECORDS = (
    f"SELECT {_OF_EVENT}, personal.salt, personal.fields "
    "FROM event LEFT JOIN personal ON personal.seq = event.seq WHERE event.seq > :after"
)
_BESIDE = "LEFT JOIN personal ON personal.seq = event.seq AND event.personal IS NOT NULL"
_EVENTS = f"SELECT {_OF_EVENT}, personal.fields FROM event {_BESIDE}"
_EVENTS_OF_FILE = f"SELECT {_OF_EVENT}, personal.fields FROM event INDEXED BY event_file {_BESIDE}"
_EVENTS_BY_NUMBER = f"SELECT {_OF_EVENT}, personal.fields FROM event NOT INDEXED {_BESIDE}"
_PERSON = frozenset(PERSONAL_FIELDS)
Stretch = tuple[str, str]
"""Codes after one and up to another; empty for no bound."""
EVERY_CODE: Stretch = ("", "")
BEFORE_ALL = -(2**63)
"""No event has this number, nor one before it."""


_INSERT = f"INSERT INTO event ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_BESIDE = "INSERT INTO personal (seq, salt, fields) VALUES (?, ?, ?)"


class Unchained(NamedTuple):
    """What is to be an event, as it will be kept, but for its number, when it is recorded, by whom, and its links.

    `personal` is the digest of the `fields` that lie beside it, which with their salt are None where there are none.
    """

    kind: str
    occurred_at: str
    data: str
    personal: str | None = None
    salt: str | None = None
    fields: str | None = None


def unchained(
    said: "DossierEvent | FileEvent",
    occurred_at: datetime,
    personal: Mapping[str, str] | None = None,
    about: Mapping[str, str] | None = None,
) -> Unchained:
    """An event as it will be kept; `personal` fields and free text that are not empty go beside the chain.

    `about` is what every event's data may tell besides: who was logged in, how the clock jumped.
    """
    data = data_of(said) | dict(about or {})
    person = {name: value for name, value in personal.items() if value} if personal else {}
    fields = dict(person)
    for key in free_text_keys(said.__class__):
        if words := data.pop(key, ""):
            fields[key] = words
    kept = str(said.kind), iso_text(occurred_at), canonical_json(data)
    if not fields:
        return Unchained(*kept)
    salt, beside = os.urandom(16).hex(), canonical_json(fields)
    return Unchained(*kept, digest_of_text(salt, beside), salt, beside)


def prepare(connection: sqlite3.Connection) -> None:
    """The statements that append an event are made, so that no time goes on them while others wait."""
    connection.executemany(_INSERT, ())
    connection.executemany(_INSERT_BESIDE, ())


Written = tuple[str, str, str, str | None, str | None, str | None]
"""An `Unchained` as it is handed on between processes."""


def _end(connection: sqlite3.Connection) -> tuple[int, str, str]:
    """The number and hash of the last event, and when it was recorded. Raises `RowUnreadable`."""
    last = connection.execute("SELECT seq, hash, recorded_at FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    seq, digest, at = last or (0, GENESIS, "")
    if not (isinstance(digest, str) and isinstance(at, str)):
        raise RowUnreadable
    return seq, digest, at


class Ledger:
    """The end of the chain, open for appending within one write transaction.

    `now` is the clock, read after the write lock was taken; it is every event's `recorded_at`.
    """

    def __init__(self, connection: sqlite3.Connection, actor: str, now: datetime) -> None:
        self._connection = connection
        self.actor = self._actor = actor
        self.recorded_at = now.isoformat()
        self.now = now
        self._seq, self._hash, last_at = _end(connection)
        self._last_at = last_at
        self._login = actor.login if isinstance(actor, Actor) else ""

    def append(
        self,
        said: "DossierEvent | FileEvent",
        *,
        dossier: str | None = None,
        occurred_at: datetime | None = None,
        personal: Mapping[str, str] | None = None,
    ) -> Event:
        """Append one event; `personal` fields and free text that are not empty go beside the chain, digested in it."""
        occurred_at = occurred_at or self.now
        jump = self._jump(said.kind)
        about = {"login": self._login} if self._login else {}
        if jump is not None:
            about["clock"] = jump.jump.value
        act = unchained(said, occurred_at, personal, about)
        record = self._chained(dossier, act)
        if dossier is not None:
            recorded.wrote(dossier)
        self._connection.execute(_INSERT, record)
        if act.salt is not None:
            self._connection.execute(_INSERT_BESIDE, (record[0], act.salt, act.fields))
        if jump is not None:
            recorded.jumped(jump)
            if jump.jump == "back":
                self._connection.execute("INSERT INTO clock_setback (seq) VALUES (?)", (record[0],))
        seq, _, kind, _, _, actor, _, digest, before, hashed = record
        told = data_of(said) | about
        return Event(seq, dossier, kind, occurred_at, self.now, actor, told, digest, before, hashed)

    def _jump(self, kind: str) -> "Jumped | None":
        """How the clock jumped since the event before, told with the first event after it.

        A backup may be old, and a file in which no dossier was recorded yet lay unused: neither is a jump ahead.
        """
        before, self._last_at = self._last_at, self.recorded_at
        if not before or (before <= self.recorded_at and before[:7] == self.recorded_at[:7]):  # within a month
            return None
        from onestop_cli.core.clock import Jump, Jumped, jump

        last = instant_at(before)
        how = jump(last, self.now)
        is_old = how is Jump.ahead and (kind == "restored" or not _has_dossiers(self._connection))
        return None if how is None or is_old else Jumped(how, self._seq + 1, self.now, last)

    def append_all(self, lives: Iterable[tuple[str, Sequence[Written]]]) -> list[tuple[int, Mark]]:
        """Append the events of many dossiers, each under its code, after one of the same transaction.

        Of each dossier the number of its first event is told, and the place of its last.
        """
        records: list[tuple[Any, ...]] = []
        beside: list[tuple[Any, ...]] = []
        places: list[tuple[int, Mark]] = []
        at, actor = self.recorded_at, self._actor
        constant = quoted(at), quoted(actor)
        seq, before = self._seq, self._hash
        for dossier, acts in lives:
            first = seq + 1
            named = quoted(dossier)
            for kind, occurred_at, data, personal, salt, fields in acts:
                seq += 1
                said = quoted(kind), quoted(occurred_at), *constant, data, quoted_or_null(personal), quoted(before)
                hashed = hash_of_json(seq, named, *said)
                records.append((seq, dossier, kind, occurred_at, at, actor, data, personal, before, hashed))
                before = hashed
                if salt is not None:
                    beside.append((seq, salt, fields))
            recorded.wrote(dossier)
            places.append((first, Mark(seq, before)))
        self._seq, self._hash = seq, before
        self._connection.executemany(_INSERT, records)
        self._connection.executemany(_INSERT_BESIDE, beside)
        return places

    def _chained(self, dossier: str | None, act: Written) -> tuple[Any, ...]:
        """The columns of the next event, linked to the one before."""
        kind, occurred_at, data, personal, *_ = act
        self._seq += 1
        kept = self._seq, dossier, kind, occurred_at, self.recorded_at, self._actor, data, personal, self._hash
        self._hash = event_hash(*kept)
        return *kept, self._hash


def _has_dossiers(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM event WHERE dossier IS NOT NULL LIMIT 1").fetchone() is not None


def _event(record: tuple[Any, ...]) -> Event:
    """An event with the free text that lies beside it among its data. Raises `RowUnreadable`."""
    seq, dossier, kind, occurred_at, recorded_at, actor, text, personal, prev_hash, hashed, fields = record
    try:
        data = json.loads(text)
        if fields is not None:
            data |= {key: words for key, words in json.loads(fields).items() if not is_personal(key, kind)}
        data.keys()  # an object it must be
        return Event(
            seq, dossier, kind, instant_at(occurred_at), instant_at(recorded_at), actor,
            data, personal, prev_hash, hashed,
        )  # fmt: skip
    except NONSENSE as problem:
        raise RowUnreadable from problem


def event_of_row(row: EventRow) -> Event:
    """A line of the ledger as an event, its free text among its data. Raises `RowUnreadable`."""
    return _event((*row[:10], row.fields))


def logins_of(connection: sqlite3.Connection, seqs: Iterable[int]) -> dict[int, str]:
    """The logins that events of these numbers were recorded under, where they say so."""
    from onestop_cli.core.recording import login

    told = ((seq, event(connection, seq)) for seq in seqs)
    found = {seq: login(each.data, {}) for seq, each in told if each is not None}
    return {seq: own for seq, own in found.items() if own is not None}


@of_rows
def clock_jumps(connection: sqlite3.Connection, code: str, up_to: int | None) -> list[tuple[int, "Jump"]]:
    """The events of a dossier that were recorded by a clock that had jumped, with how; up to the event of a number."""
    jumped = "dossier = ? AND instr(data, '\"clock\":') AND data ->> '$.clock' IN ('back', 'ahead')"
    rows = connection.execute(f"SELECT seq, data ->> '$.clock' FROM event WHERE {jumped} ORDER BY seq", (code,))
    jumps = [(seq, how) for seq, how in rows if up_to is None or seq <= up_to]
    if not jumps:
        return []
    from onestop_cli.core.clock import Jump

    return [(seq, Jump(how)) for seq, how in jumps]


def has_any(connection: sqlite3.Connection, code: str, kinds: Sequence[str]) -> bool:
    """Whether an event of some kinds was recorded of a dossier."""
    among = ", ".join("?" * len(kinds))
    found = connection.execute(f"SELECT 1 FROM event WHERE dossier = ? AND kind IN ({among}) LIMIT 1", (code, *kinds))
    return found.fetchone() is not None


def event_of(act: Unchained, seq: int, dossier: str, recorded_at: datetime) -> Event:
    """The event that would be recorded under a number, without its links."""
    kept = seq, dossier, act.kind, act.occurred_at, recorded_at.isoformat(), "", act.data, act.personal, "", ""
    return _event((*kept, act.fields))


def person_of(act: Unchained) -> dict[str, str]:
    """The fields of a person beside what is to be an event."""
    return _of_person(act.fields) if act.fields else {}


def dossier_events(connection: sqlite3.Connection, code: str) -> list[Event]:
    """The events of a dossier that is in the file, in order. Raises `RowUnreadable` where they are gone."""
    records = connection.execute(f"{_EVENTS} WHERE event.dossier = ? ORDER BY event.seq", (code,))
    events = [_event(record) for record in records]
    if not events:
        raise RowUnreadable
    return events


def events_by_dossier(
    connection: sqlite3.Connection, *, by_index: bool = True, codes: Stretch = EVERY_CODE
) -> Iterator[tuple[str, Iterator[Event]]]:
    """The events of all dossiers, or those of a stretch of codes, dossier by dossier, streamed.

    Sorted anew where an index may be damaged.
    """
    events = _EVENTS if by_index else _EVENTS_BY_NUMBER
    meant = "event.dossier IS NOT NULL" + "".join(
        f" AND event.dossier {sign} ?" for sign, code in zip((">", "<="), codes, strict=True) if code
    )
    rows = connection.execute(f"{events} WHERE {meant} ORDER BY event.dossier, event.seq", [c for c in codes if c])
    for code, records in groupby(rows, key=lambda record: record[1]):
        yield code, map(_event, records)


def records(connection: sqlite3.Connection, after: int = BEFORE_ALL, up_to: int | None = None) -> Iterator["Record"]:
    """The events after that of a number and up to another, with what lies beside them, in order, streamed."""
    known = "" if up_to is None else "AND event.seq <= :up_to"
    values = {"after": after} if up_to is None else {"after": after, "up_to": up_to}
    return connection.execute(f"{_RECORDS} {known} ORDER BY event.seq", values)


def chain(connection: sqlite3.Connection, up_to: int | None = None) -> Iterator["Record"]:
    """Every event as it is stored, with what lies beside it, in order, streamed; up to that of a number.

    Bytes that are no UTF-8 stand as lone surrogates, from which they come back.
    """
    after = BEFORE_ALL
    try:
        for record in records(connection, after, up_to):
            yield record
            after = record[0]
    except sqlite3.OperationalError as problem:
        if "Could not decode" not in str(problem):
            raise
        usual, connection.text_factory = connection.text_factory, _as_it_is
        try:
            yield from records(connection, after, up_to)
        finally:
            connection.text_factory = usual


@of_rows
def erased(connection: sqlite3.Connection) -> frozenset[int]:
    """The numbers of the events whose personal data a recorded act erased; each names events of its own dossier, or the
    refusal to accept that it is of, with the void of it."""
    rows = connection.execute(
        "WITH later AS (SELECT seq, kind, iif(json_valid(data), data ->> '$.act', NULL) AS act "
        "FROM event NOT INDEXED WHERE kind IN ('decline_erase', 'decline_void')) "
        "SELECT event.seq FROM event AS act NOT INDEXED, "
        "json_each(iif(json_valid(act.data), act.data, '{}'), '$.erased') AS named "
        "JOIN event NOT INDEXED ON event.seq = named.value "
        "WHERE act.kind = 'erase' AND act.dossier = event.dossier AND event.seq < act.seq "
        "UNION SELECT event.seq FROM event AS act NOT INDEXED "
        "JOIN event NOT INDEXED ON event.seq = iif(json_valid(act.data), act.data ->> '$.act', NULL) "
        "WHERE act.kind = 'decline_erase' AND event.kind = 'decline' AND event.seq < act.seq "
        "UNION SELECT void.seq FROM later AS void JOIN later AS act ON act.act = void.act "
        "WHERE void.kind = 'decline_void' AND act.kind = 'decline_erase' AND void.seq < act.seq"
    )
    return frozenset(seq for (seq,) in rows)


def _as_it_is(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")


@of_rows
def last_mark(connection: sqlite3.Connection) -> Mark:
    """The place of the last event, number 0 where there is none."""
    row = connection.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    return Mark(*row) if row else Mark(0, GENESIS)


def bore_code(connection: sqlite3.Connection, code: str, before: int) -> bool:
    """Whether a dossier of a code was recorded before the event of a number."""
    row = connection.execute("SELECT 1 FROM event WHERE dossier = ? AND seq < ? LIMIT 1", (code, before)).fetchone()
    return row is not None


@of_rows
def receipt_seq(connection: sqlite3.Connection, code: str) -> int:
    """The number of the event that received a dossier."""
    (seq,) = connection.execute("SELECT min(seq) FROM event WHERE dossier = ? AND kind = 'receive'", (code,)).fetchone()
    return seq


def receipt_alone(connection: sqlite3.Connection, code: str) -> int | None:
    """The number of the event that received a dossier, if nothing recorded since restates or moves its dates."""
    seq, others = connection.execute(
        "SELECT min(seq), sum(kind IN ('correct', 'move', 'undo')) FROM event WHERE dossier = ?", (code,)
    ).fetchone()
    return None if others else seq


def event(connection: sqlite3.Connection, seq: int) -> Event | None:
    """One event by its number."""
    record = connection.execute(f"{_EVENTS} WHERE event.seq = ?", (seq,)).fetchone()
    return _event(record) if record else None


def events_of_file(connection: sqlite3.Connection, kinds: Sequence[str], after: int = 0) -> list[Event]:
    """The events of these kinds that concern the file itself, in order, after the event of a number."""
    records = connection.execute(
        f"{_EVENTS_OF_FILE} WHERE event.dossier IS NULL AND event.seq > ? "
        f"AND event.kind IN ({', '.join('?' * len(kinds))}) ORDER BY event.seq",
        (after, *kinds),
    )
    return [_event(record) for record in records]


def numbers_of_file(connection: sqlite3.Connection) -> list[int]:
    """The numbers of the events that concern the file itself, in order."""
    return [seq for (seq,) in connection.execute("SELECT seq FROM event WHERE dossier IS NULL ORDER BY seq")]


def all_events_of_file(connection: sqlite3.Connection) -> Iterator[Event]:
    """Every event that concerns the file itself, in order, streamed; found without an index that may be damaged."""
    return map(_event, connection.execute(f"{_EVENTS_BY_NUMBER} WHERE event.dossier IS NULL ORDER BY event.seq"))


def last_of_file(connection: sqlite3.Connection, kind: str) -> Event | None:
    """The last event of a kind that concerns the file itself."""
    of_file = f"{_EVENTS_OF_FILE} WHERE event.dossier IS NULL"
    record = connection.execute(f"{of_file} AND event.kind = ? ORDER BY event.seq DESC LIMIT 1", (kind,)).fetchone()
    return _event(record) if record else None


def dossiers_since(connection: sqlite3.Connection, seq: int) -> list[str]:
    """The codes of the dossiers of which something was recorded after the event of a number."""
    rows = connection.execute("SELECT DISTINCT dossier FROM event WHERE seq > ? AND dossier IS NOT NULL", (seq,))
    return sorted(code for (code,) in rows)


def has_event_of_file_since(connection: sqlite3.Connection, seq: int) -> bool:
    """Whether something that concerns the file itself was recorded after the event of a number.

    Refusals to accept do not: nothing else rests on them.
    """
    others = f"kind NOT IN ({', '.join('?' * len(OF_DECLINES))})"
    later = connection.execute(
        f"SELECT 1 FROM event WHERE seq > ? AND dossier IS NULL AND {others} LIMIT 1", (seq, *OF_DECLINES)
    )
    return later.fetchone() is not None


def dossier_events_since(connection: sqlite3.Connection, seq: int) -> int:
    """How many acts of dossiers were recorded after the event of a number."""
    return connection.execute("SELECT count(*) FROM event WHERE seq > ? AND dossier IS NOT NULL", (seq,)).fetchone()[0]


@of_rows
def personal_fields(connection: sqlite3.Connection, seq: int | None) -> dict[str, str]:
    """The fields of a person beside an event; empty if there are none or they were erased."""
    row = connection.execute("SELECT fields FROM personal WHERE seq = ?", (seq,)).fetchone()
    return _of_person(row[0]) if row else {}


def person_told(fields: str | None) -> Person | None:
    """The person whose fields lie beside an event, nobody's where none do; None where they are not what we wrote."""
    if fields is None:
        return Person()
    try:
        return Person(**{name: text_of(value) for name, value in json.loads(fields).items() if name in _PERSON})
    except NONSENSE:
        return None


def _of_person(fields: str) -> dict[str, str]:
    return {name: value for name, value in json.loads(fields).items() if name in _PERSON}


@of_rows
def recorded_from(connection: sqlite3.Connection) -> datetime:
    """When the first event was recorded."""
    (at,) = connection.execute("SELECT recorded_at FROM event ORDER BY seq LIMIT 1").fetchone()
    return instant_at(at)


def hash_at(connection: sqlite3.Connection, seq: int) -> str | None:
    """The hash of the event of a number, None where there is none."""
    row = connection.execute("SELECT hash FROM event WHERE seq = ?", (seq,)).fetchone()
    return row[0] if row else None


@of_rows
def mark_at(connection: sqlite3.Connection, seq: int) -> Mark:
    """The place of the last event up to a number, number 0 where there is none."""
    row = connection.execute("SELECT seq, hash FROM event WHERE seq <= ? ORDER BY seq DESC LIMIT 1", (seq,)).fetchone()
    return Mark(*row) if row else Mark(0, GENESIS)


def has_act_after(connection: sqlite3.Connection, at: datetime) -> bool:
    """Whether anything occurred after an instant."""
    later = connection.execute("SELECT 1 FROM event WHERE occurred_at > ? LIMIT 1", (at.isoformat(),))
    return later.fetchone() is not None


def recorded_until(connection: sqlite3.Connection) -> datetime | None:
    """When the last event was recorded; None where there is none, or it does not say."""
    try:
        (at,) = connection.execute("SELECT recorded_at FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        return instant_at(at)
    except (TypeError, ValueError):
        return None


class MarksKept(NamedTuple):
    """Since when what is written after the fact is marked: after the last event of an earlier format, 0 without one."""

    seq: int
    at: datetime


@of_rows
def marks_kept_since(connection: sqlite3.Connection) -> MarksKept:
    """Since when marks are kept."""
    seq, at = connection.execute(
        "SELECT after_seq, recorded_at FROM marks_kept LEFT JOIN event ON event.seq = after_seq"
    ).fetchone()
    if not isinstance(seq, int):
        raise RowUnreadable
    return MarksKept(seq, instant_at(at) if at else datetime.min.replace(tzinfo=VIETNAM))


@of_rows
def setbacks(
    connection: sqlite3.Connection, up_to: int | None = None
) -> list[tuple[int, str | None, datetime, datetime, str]]:
    """The events of the table `clock_setback`, recorded by a clock that said less than before, up to that of a number.

    Of each its number, its dossier, both instants and the actor, in order.
    """
    rows = connection.execute(
        "SELECT event.seq, dossier, (SELECT recorded_at FROM event AS earlier WHERE earlier.seq < event.seq "
        "ORDER BY seq DESC LIMIT 1), recorded_at, actor FROM clock_setback JOIN event ON event.seq = clock_setback.seq "
        "WHERE :up_to IS NULL OR event.seq <= :up_to ORDER BY event.seq",
        {"up_to": up_to},
    )
    return [(seq, dossier, instant_at(before), instant_at(at), actor) for seq, dossier, before, at, actor in rows]


def restorations(connection: sqlite3.Connection) -> "list[Restoration]":
    """The events by which a backup took the place of the file, in order, with the last events of what was replaced.

    One whose data say neither that nor that it could not be read is none.
    """
    from onestop_cli.core.anchors import Restoration

    rows = connection.execute("SELECT seq, data FROM event WHERE dossier IS NULL AND kind = 'restored' ORDER BY seq")
    found = [(seq, _replaced(data)) for seq, data in rows]
    return [Restoration(seq, replaced) for seq, replaced in found if replaced]


def _replaced(data: str) -> tuple[Mark | None, ...]:
    """The last events of the files that a restoration says were replaced; none where it does not say it."""
    from onestop_cli.core.file_events import Restored

    try:
        told = read(Restored, json.loads(data))
    except NONSENSE:
        return ()
    marks = told.replaced, *told.earlier
    return marks if all(mark is None or _is_mark(mark) for mark in marks) else ()


def _is_mark(mark: Mark) -> bool:
    """Whether it is one: in a damaged file it can be anything."""
    return isinstance(mark.seq, int) and isinstance(mark.hash, str)


def next_seq(connection: sqlite3.Connection) -> int:
    """The number the next event will have."""
    return connection.execute("SELECT coalesce(max(seq), 0) + 1 FROM event").fetchone()[0]
