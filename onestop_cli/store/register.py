"""The register: the current state of every dossier, written beside each event and queried from there."""

import itertools
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from onestop_cli.core.codes import MOST_A_DAY, Numbered, dossier_code, numbered, series, tail
from onestop_cli.core.columns import FLAG, INSTANT, KEPT, LIMIT, LISTS, Column
from onestop_cli.core.dossier import Dossier, Entry, Person, Reason
from onestop_cli.core.doubles import Recent
from onestop_cli.core.filters import Filters
from onestop_cli.core.ledger import canonical_json
from onestop_cli.core.limits import time_limit
from onestop_cli.core.moments import instant_at, iso_text
from onestop_cli.core.text import search_key
from onestop_cli.errors import NONSENSE, RowUnreadable, SeriesFull
from onestop_cli.store.rows import of_rows, text_of

if TYPE_CHECKING:
    from onestop_cli.core.searches import Searched


def _limit_columns(column: Column) -> tuple[str, str]:
    """The two SQL columns of a limit: its amount, its unit."""
    prefix = column.name.removesuffix("_time_limit")
    return f"{prefix}_amount", f"{prefix}_unit"


def read_sql(column: Column) -> str:
    """The SQL expression of a column's value; a limit's is its text."""
    if column.type is LIMIT:
        amount, unit = _limit_columns(column)
        return f"coalesce(dossier.{amount} || ':', '') || dossier.{unit}"
    return f'dossier."{column.name}"'


def _list_reader(value: Callable[[Any], Any]) -> Callable[[str], Any]:
    return lambda text: () if text == "[]" else value(json.loads(text))


def _list_writer(plain: Callable[[Any], Any]) -> Callable[[Any], str]:
    return lambda values: canonical_json(plain(values)) if values else "[]"


_READ = {FLAG: bool, LIMIT: lru_cache(time_limit)} | {each: _list_reader(each.value) for each in LISTS if each.value}
_WRITE = {LIMIT: attrgetter("amount"), INSTANT: iso_text} | {
    each: _list_writer(each.plain) for each in LISTS if each.plain
}
"""How a value is read and written where the register does not hold its plain form."""
_READERS = [(place, way) for place, c in enumerate(KEPT) if (way := _READ.get(c.type, c.type.value))]
_WRITERS = [(place, way) for place, c in enumerate(KEPT) if (way := _WRITE.get(c.type, c.type.plain))]
_LIMITS = [(place, *_limit_columns(column)) for place, column in enumerate(KEPT) if column.type is LIMIT]
_AMOUNTS = {place: amount for place, amount, _unit in _LIMITS}
_WRITTEN = [
    *(_AMOUNTS.get(place, f'"{column.name}"') for place, column in enumerate(KEPT)),
    *(unit for _place, _amount, unit in _LIMITS),
    "tail", "working_days", "saved_days",
]  # fmt: skip
_OF_CODE = ("series", "number")
"""What a row has from its code and from who drew it: written with the receipt, and never changed."""
WRITTEN = (*_WRITTEN, *_OF_CODE)
"""The columns of a row that are written, as SQL names them, in the order of `whole_row`."""
_INSERT = f"INSERT INTO dossier ({', '.join(WRITTEN)}) VALUES ({', '.join('?' * len(WRITTEN))})"
_UPDATE = f"UPDATE dossier SET {', '.join(f'{c} = ?' for c in _WRITTEN)} WHERE code = ?"


def prepare(connection: sqlite3.Connection, *, is_new: bool) -> None:
    """The statement that writes a row is made, so that no time goes on it while others wait."""
    connection.executemany(_INSERT if is_new else _UPDATE, ())


def write(
    connection: sqlite3.Connection,
    dossier: Dossier,
    working_days: int | None = None,
    saved_days: int | None = None,
    *,
    is_new: bool,
    is_drawn: bool = False,
) -> None:
    """Make the register agree with a dossier's state. Both day counts are of its result (domain §4.1).

    The number of a new one feeds the series of its day if its code has four digits, or this file drew it (domain §5).
    """
    if is_new:
        connection.execute(_INSERT, whole_row(dossier, working_days, saved_days, is_drawn=is_drawn))
    else:
        connection.execute(_UPDATE, [*row_of(dossier, working_days, saved_days), dossier.code])


Row = list[str | int | None]
"""What the register holds of a dossier, in the order of its columns, but for what it has from its code."""
_CODE, _ANCHOR, _PERSONAL_SEQ, _IMPORTED_BY, _RECORDED_AT, _RESOLVED_AT, _RESOLVED_RECORDED_AT, _TAIL = (
    _WRITTEN.index(name)
    for name in (
        '"code"', '"anchor"', '"personal_seq"', '"imported_by"', '"recorded_at"', '"resolved_at"',
        '"resolved_recorded_at"', "tail",
    )
)  # fmt: skip


def row_of(dossier: Dossier, working_days: int | None, saved_days: int | None) -> Row:
    """The row of a dossier's state. Both day counts are of its result (domain §4.1)."""
    values = list[Any](dossier)
    units = [values[place].unit.value for place, _amount, _unit in _LIMITS]
    for place, way in _WRITERS:
        if (value := values[place]) is not None:
            values[place] = way(value)
    values += [*units, tail(dossier.code), working_days, saved_days]
    return values


def whole_row(
    dossier: Dossier, working_days: int | None, saved_days: int | None, *, is_drawn: bool
) -> tuple[str | int | None, ...]:
    """The row of a new dossier, with the number of its series."""
    own = numbered(dossier.code, is_drawn=is_drawn)
    return (*row_of(dossier, working_days, saved_days), *(own or (None, None)))


class Learned(NamedTuple):
    """What a row of a new dossier lacks until it is recorded: its number, its places in the ledger, and the time.

    `personal_seq` is None where no personal data lie beside it.
    """

    code: str
    own: Numbered | None
    imported_by: int
    recorded_at: str
    anchor: str
    personal_seq: int | None


def insert(connection: sqlite3.Connection, rows: Iterable[tuple[Row, Learned]]) -> None:
    """New dossiers are in the register, each as prepared under no code, with what was learned since."""
    connection.executemany(_INSERT, itertools.starmap(_completed, rows))


def _completed(row: Row, learned: Learned) -> Row:
    code = learned.code
    row[_CODE], row[_TAIL] = code, tail(code)
    row[_ANCHOR], row[_PERSONAL_SEQ], row[_IMPORTED_BY] = learned.anchor, learned.personal_seq, learned.imported_by
    row[_RECORDED_AT] = learned.recorded_at
    if row[_RESOLVED_AT] is not None:
        row[_RESOLVED_RECORDED_AT] = learned.recorded_at
    return [*row, *(learned.own or (None, None))]


def _dossier(values: list[Any]) -> Dossier:
    """The dossier of a record; the list is used up. Raises `RowUnreadable`."""
    try:
        for place, way in _READERS:
            if (value := values[place]) is not None:
                values[place] = way(value)
            elif place in _AMOUNTS:  # a limit is told without an amount, never without a unit
                raise TypeError
    except NONSENSE as problem:
        raise RowUnreadable from problem
    return Dossier._make(values)


def _person(fields: str | None) -> Person:
    if not fields:
        return Person()
    try:
        held = json.loads(fields)
        return Person._make(text_of(held.get(name, "")) for name in Person._fields)
    except NONSENSE as problem:
        raise RowUnreadable from problem


_ENTRY = ", ".join(map(read_sql, KEPT)) + ", personal.fields"
_FROM = "FROM dossier LEFT JOIN personal ON personal.seq = dossier.personal_seq"
_AMONG_ACCEPTED_LATE = _FROM.replace("dossier", "dossier INDEXED BY dossier_accepted_late", 1)
_AMONG_OPEN = _FROM.replace("dossier", "dossier INDEXED BY dossier_open", 1)
"""The same by the index of open dossiers, for conditions that imply it."""
_SUPPLEMENTS = "(SELECT count(*) FROM json_each(dossier.suspensions) WHERE value ->> '$.reason' = ?)"
_AT_ONCE = 100
"""So many dossiers are read in one go."""
_LINES = "SELECT code, row_number() OVER (ORDER BY received_at, code) AS number FROM dossier"
_BY_LINE = _FROM.replace("dossier", f"({_LINES}) AS line JOIN dossier ON dossier.code = line.code", 1)
"""The same with their numbers in the order of receipt, void ones counted."""


ACCEPTED_LATE = "channel = 'online' AND acceptance_due_at IS NOT NULL AND received_at > acceptance_due_at"
"""The condition that is `core.acceptance.is_accepted_late` (domain §3.1)."""
SINCE = "dossier.code IN (SELECT dossier FROM event WHERE seq > :since AND dossier IS NOT NULL)"
"""The condition of dossiers of which something was recorded after an event."""


def _entries(records: sqlite3.Cursor) -> Iterator[Entry]:
    for *values, fields in records:
        yield Entry(_dossier(values), _person(fields))


def entry(connection: sqlite3.Connection, code: str) -> Entry | None:
    """One dossier by its whole code, or None."""
    return next(entries_where(connection, "dossier.code = ?", (code,)), None)


class Drawn(NamedTuple):
    """A number that this file gives a dossier in a series, with the code it makes."""

    code: str
    own: Numbered


@of_rows
def highest_used(connection: sqlite3.Connection, in_series: str) -> int:
    """The highest number used in a series, a replaced file's too; 0 before the first."""
    used = "SELECT max(number) FROM dossier WHERE series = ?1"
    replaced = "SELECT number FROM series_used WHERE series = ?1"
    (highest,) = connection.execute(
        f"SELECT max(coalesce(({used}), 0), coalesce(({replaced}), 0))", (in_series,)
    ).fetchone()
    return highest


def next_code(connection: sqlite3.Connection, in_series: str) -> Drawn:
    """The first number after the highest used in a series whose code no dossier bears (domain §5).

    Another system's code may stand there, which fed no series. Raises `SeriesFull`.
    """
    highest = highest_used(connection, in_series)
    for number in range(highest + 1, MOST_A_DAY + 1):
        code = dossier_code(in_series, number)
        if not has_code(connection, code):
            return Drawn(code, Numbered(in_series, number))
    raise SeriesFull(series=in_series, highest=highest)


def _has_strange(connection: sqlite3.Connection, in_series: str) -> bool:
    """Whether a dossier bears a code that begins as those of a series and fed none."""
    begun = "SELECT 1 FROM dossier WHERE code > ? AND code < ? AND series IS NULL LIMIT 1"
    return connection.execute(begun, (f"{in_series}-", f"{in_series}.")).fetchone() is not None


class Numbers:
    """The numbers of series as they are drawn one after another, whether or not their dossiers are written yet.

    `is_taken` says of a code that is in no row of the register whether a dossier that is to be written bears it.
    """

    def __init__(self, connection: sqlite3.Connection, is_taken: Callable[[str], bool]) -> None:
        self.found: dict[str, int] = {}
        """The highest number of each series that was looked at, as the register had it."""
        self._connection = connection
        self._is_taken = is_taken
        self._highest: dict[str, int] = {}
        self._strange: set[str] = set()
        """The series looked at, or of days, in which a code stands that fed none."""

    def next(self, in_series: str) -> Drawn:
        """The first number after the highest used whose code no dossier bears. Raises `SeriesFull`."""
        highest = self._of(in_series)
        for number in range(highest + 1, MOST_A_DAY + 1):
            code = dossier_code(in_series, number)
            is_there = in_series in self._strange and has_code(self._connection, code)
            if not (is_there or self._is_taken(code)):
                return Drawn(code, Numbered(in_series, number))
        raise SeriesFull(series=in_series, highest=highest)

    def use(self, own: Numbered) -> None:
        """A dossier bears a number of a series."""
        self._highest[own.series] = max(self._of(own.series), own.number)

    def use_code(self, code: str) -> Numbered | None:
        """A dossier bears a code that was not drawn; it feeds its series if it is numbered in one (domain §5)."""
        own = numbered(code)
        if own is not None:
            self.use(own)
        elif (begun := code.rpartition("-")[0])[-6:].isdigit():
            self._strange.add(begun)
        return own

    def _of(self, in_series: str) -> int:
        if in_series not in self._highest:
            self._highest[in_series] = self.found[in_series] = highest_used(self._connection, in_series)
            if _has_strange(self._connection, in_series):
                self._strange.add(in_series)
        return self._highest[in_series]


def codes_meant(connection: sqlite3.Connection, text: str, agency: str, today: date) -> list[str]:
    """The codes a person or a scanner may mean: the whole code; else its last whole segments, or a number of today.

    What is typed in other letters than it stands (`h26.15.30-…`) is found too, where nothing stands as it was typed.
    """
    capitals = text.upper()
    for whole in (text, *([capitals] if numbered(capitals, is_drawn=True) else ())):
        if has_code(connection, whole):
            return [whole]
    ends = connection.execute("SELECT code, number FROM dossier WHERE tail = ? COLLATE NOCASE", (tail(text),))
    ends = [code for code, number in ends if not (text.isdigit() and number)]
    codes = {code for code in ends if code.endswith(f"-{text}")}
    if text.isascii() and text.isdigit() and len(text) <= 9:
        of_today = "SELECT code FROM dossier WHERE series = ? AND number = ?"
        codes |= {code for (code,) in connection.execute(of_today, (series(agency, today), int(text)))}
    folded = text.casefold()
    alike = [code for code in ends if code.casefold() == folded]
    return sorted(codes or alike or [code for code in ends if code.casefold().endswith(f"-{folded}")])


def matching(connection: sqlite3.Connection, filters: Filters, condition: str = "") -> Iterator[Entry]:
    """The dossiers that fit but for what is searched for, newest receipt first.

    `condition` is a further SQL condition of the store's own.
    """
    where, values = _where(connection, filters, condition)
    order = "ORDER BY dossier.received_at DESC, dossier.code DESC"
    return _entries(connection.execute(f"SELECT {_ENTRY} {_FROM} {where} {order}", values))


def searched(
    connection: sqlite3.Connection, codes: Sequence[str], filters: Filters, condition: str = ""
) -> "list[Searched]":
    """What of some dossiers can answer a search, of those that fit otherwise, in the order of their codes as given."""
    from onestop_cli.core.searches import Searched

    where, values = _where(connection, filters, condition or "TRUE")
    named = f"{where} AND dossier.code IN ({', '.join('?' * len(codes))})"
    told = connection.execute(
        f"SELECT code, received_at, dossier.note, personal.fields {_FROM} {named}", [*values, *codes]
    )
    found = {code: Searched(code, at, _person(fields), note) for code, at, note, fields in told}
    return [found[code] for code in codes if code in found]


def of_codes(connection: sqlite3.Connection, codes: Iterable[str]) -> Iterator[Entry]:
    """The dossiers of codes that are there, in the order of the codes."""
    left = iter(codes)
    while heap := list(itertools.islice(left, _AT_ONCE)):
        named = f"dossier.code IN ({', '.join('?' * len(heap))})"
        found = {entry.dossier.code: entry for entry in entries_where(connection, named, heap)}
        yield from (found[code] for code in heap)


def n_matching(connection: sqlite3.Connection, filters: Filters) -> int:
    """How many dossiers fit but for what is searched for."""
    where, values = _where(connection, filters, "")
    return connection.execute(f"SELECT count(*) {_FROM} {where}", values).fetchone()[0]


def _where(connection: sqlite3.Connection, filters: Filters, condition: str) -> tuple[str, list[Any]]:
    """The condition that dossiers fit, and its values."""
    wheres: list[str] = [condition] if condition else []
    values: list[Any] = []
    if filters.statuses:
        wheres.append(f"dossier.status IN ({', '.join('?' * len(filters.statuses))})")
        values += filters.statuses
    for column in ("procedure_code", "case", "channel"):
        value = getattr(filters, column)
        if value is not None:
            wheres.append(f'dossier."{column}" = ?')
            values.append(value)
    for column in ("field", "officer"):
        value = getattr(filters, column)
        if value is not None:
            meant = _spellings(connection, column, value)
            wheres.append(f"dossier.{column} IN ({', '.join('?' * len(meant))})")
            values += meant
    for column, (first, last) in (
        ("received_at", filters.received), ("resolved_at", filters.resolved), ("due_at", filters.due),
    ):  # fmt: skip
        if first is not None:
            wheres.append(f"dossier.{column} >= ?")
            values.append(f"{first}T00:00:00+07:00")
        if last is not None:
            wheres.append(f"dossier.{column} <= ?")
            values.append(f"{last}T23:59:59+07:00")
    if filters.recorded_late:
        wheres.append("dossier.recorded_late <> '[]' AND json_array_length(dossier.recorded_late) >= ?")
        values.append(filters.recorded_late)
    if filters.supplements:
        wheres.append(f"dossier.suspensions <> '[]' AND {_SUPPLEMENTS} >= ?")
        values += [Reason.supplement, filters.supplements]
    if filters.entered_late:
        wheres.append("dossier.entered_late_at IS NOT NULL")
    if filters.due_changed:
        wheres.append("(dossier.due_at IS NOT dossier.promised_due_at OR dossier.extended_due_at IS NOT NULL)")
    return f"WHERE {' AND '.join(wheres)}" if wheres else "", values


def _spellings(connection: sqlite3.Connection, column: str, text: str) -> list[str]:
    """The values a column holds that differ from a text only in case, accents and đ/d."""
    wanted = search_key(text)
    rows = connection.execute(f"SELECT DISTINCT {column} FROM dossier ORDER BY {column}")
    return [value for (value,) in rows if search_key(value) == wanted]


def entries_where(
    connection: sqlite3.Connection, condition: str, values: dict[str, Any] | Sequence[Any] = (), among: str = _FROM
) -> Iterator[Entry]:
    """The dossiers for which a condition of the store's own holds; it may end with their order."""
    return _entries(connection.execute(f"SELECT {_ENTRY} {among} WHERE {condition}", values))


def received_between(connection: sqlite3.Connection, first: datetime, last: datetime) -> Iterator[Entry]:
    """The dossiers received from one instant to another."""
    return entries_where(connection, "dossier.received_at BETWEEN ? AND ?", (first.isoformat(), last.isoformat()))


def accepted_late(connection: sqlite3.Connection, first: datetime, last: datetime | None = None) -> Iterator[Entry]:
    """The dossiers received from one instant on, up to another, that were accepted late, in no order (§3.1)."""
    received = "dossier.received_at >= :first AND (:last IS NULL OR dossier.received_at <= :last)"
    moments = {"first": first.isoformat(), "last": last.isoformat() if last else None}
    condition = f"{ACCEPTED_LATE} AND dossier.status <> 'void' AND {received}"
    return entries_where(connection, condition, moments, among=_AMONG_ACCEPTED_LATE)


def recorded_late(connection: sqlite3.Connection) -> Iterator[Entry]:
    """The dossiers with a paper in force that was recorded late, by code."""
    return entries_where(connection, "dossier.recorded_late <> '[]' ORDER BY +dossier.code")


def marked(connection: sqlite3.Connection, first: datetime, at: datetime, since: datetime) -> Iterator[Entry]:
    """The dossiers with a paper recorded late, or an entry typed late and since an instant.

    Those received by an instant and not finished before another; each once, in no order.
    """
    moments = {"first": first.isoformat(), "at": at.isoformat(), "since": since.isoformat()}
    of_entries = "dossier.entered_late_at IS NOT NULL AND dossier.entered_late_at > :since "
    of_entries += "AND dossier.recorded_late = '[]'"
    for mark in ("dossier.recorded_late <> '[]'", of_entries):
        for finished in ("dossier.finished_at IS NULL", "dossier.finished_at >= :first"):
            yield from entries_where(connection, f"{mark} AND {finished} AND dossier.received_at <= :at", moments)


def in_code_order(connection: sqlite3.Connection, since: int | None = None) -> Iterator[Entry]:
    """Every dossier, by code; with `since` those of which something was recorded after that event."""
    condition = "TRUE" if since is None else SINCE
    yield from entries_where(
        connection, f"{condition} ORDER BY dossier.code", {} if since is None else {"since": since}
    )


def in_order_of_receipt(connection: sqlite3.Connection, since: int | None = None) -> Iterator[tuple[int, Entry]]:
    """Every dossier with its number, in the order of receipt; a void one has its place too.

    With `since` those of which something was recorded after that event, under the numbers they have among all.
    """
    if since is None:
        order = "TRUE ORDER BY dossier.received_at, dossier.code"
        yield from enumerate(entries_where(connection, order), 1)
        return
    news = connection.execute(
        f"SELECT line.number, {_ENTRY} {_BY_LINE} WHERE {SINCE} ORDER BY line.number", {"since": since}
    )
    for number, *values, fields in news:
        yield number, Entry(_dossier(values), _person(fields))


_NEWEST = 500
"""The events at the end of the ledger among which the receipts of the last minutes are looked for."""
_JUST_RECEIVED = (
    "SELECT dossier.code, event.recorded_at, personal.fields "
    "FROM event CROSS JOIN dossier ON dossier.code = event.dossier "
    "LEFT JOIN personal ON personal.seq = dossier.personal_seq "
    "WHERE event.seq > (SELECT max(seq) FROM event) - ? AND event.kind = 'receive' "
    "AND event.recorded_at BETWEEN ? AND ? "
    "AND dossier.procedure_code = ? AND dossier.\"case\" = ? AND dossier.status <> 'void' "
    "AND dossier.imported_by IS NULL ORDER BY event.seq DESC"
)


@of_rows
def just_received(
    connection: sqlite3.Connection, procedure_code: str, case: str, since: datetime, until: datetime
) -> list[Recent]:
    """The dossiers of a procedure and case recorded here between two instants, newest first; void ones not."""
    rows = connection.execute(_JUST_RECEIVED, (_NEWEST, since.isoformat(), until.isoformat(), procedure_code, case))
    return [Recent(code, instant_at(at), _person(fields)) for code, at, fields in rows]


def open_dossiers(connection: sqlite3.Connection, due_until: datetime | None = None) -> Iterator[Entry]:
    """The open dossiers, those due first first, without limit last; only those due until an instant if given."""
    until = "" if due_until is None else "AND dossier.due_at <= ?"
    values = () if due_until is None else (due_until.isoformat(),)
    order = "ORDER BY dossier.due_at IS NULL, dossier.due_at, dossier.code"
    return entries_where(connection, f"dossier.status IN ('received', 'suspended') {until} {order}", values)


def finished_over(connection: sqlite3.Connection, first: date, last: date) -> Iterator[Entry]:
    """The dossiers whose time from the day of receipt to the finish holds one of the days from first to last.

    Void ones are left out; found by the instant of the finish, however long the register is.
    """
    over = "dossier.finished_at >= ? AND dossier.received_at <= ? AND dossier.status <> 'void'"
    return entries_where(connection, over, (f"{first}T00:00:00+07:00", f"{last}T23:59:59+07:00"))


def finished_of(connection: sqlite3.Connection, procedure_code: str, since: date) -> Iterator[Entry]:
    """The finished dossiers of a procedure received from a day on, void ones left out."""
    meant = (
        "dossier.received_at >= ? AND dossier.procedure_code = ? AND dossier.finished_at IS NOT NULL "
        "AND dossier.status <> 'void'"
    )
    return entries_where(connection, meant, (f"{since}T00:00:00+07:00", procedure_code))


@of_rows
def first_received(connection: sqlite3.Connection, procedure_code: str) -> dict[str, tuple[date, int]]:
    """The day of the first receipt of a procedure and the number of dossiers, void ones included, by case."""
    rows = connection.execute(
        'SELECT "case", min(received_at), count(*) FROM dossier WHERE procedure_code = ? GROUP BY "case"',
        (procedure_code,),
    )
    return {case: (date.fromisoformat(first[:10]), count) for case, first, count in rows}


def suspended(connection: sqlite3.Connection) -> Iterator[Entry]:
    """The dossiers whose clock stands still, in no order; found among the open ones, however long the register is."""
    suspended_one = "dossier.status IN ('received', 'suspended') AND dossier.status = 'suspended'"
    return entries_where(connection, suspended_one, among=_AMONG_OPEN)


def uncollected(connection: sqlite3.Connection) -> Iterator[Entry]:
    """The dossiers whose result is ready and not handed over, oldest result first."""
    return entries_where(connection, "dossier.status = 'resolved' ORDER BY dossier.resolved_at, dossier.code")


def imported_code(connection: sqlite3.Connection, digest: str) -> str | None:
    """The dossier that an imported row without a code became, if it was imported before."""
    row = connection.execute("SELECT code FROM imported_row WHERE digest = ?", (digest,)).fetchone()
    return row[0] if row else None


def has_imported_rows(connection: sqlite3.Connection) -> bool:
    """Whether a row without a code was ever imported."""
    return connection.execute("SELECT 1 FROM imported_row LIMIT 1").fetchone() is not None


def remember_imported(connection: sqlite3.Connection, rows: Iterable[tuple[str, str]]) -> None:
    """Remember by their digests which dossiers rows without a code became."""
    connection.executemany("INSERT INTO imported_row (digest, code) VALUES (?, ?)", rows)


def has_code(connection: sqlite3.Connection, code: str) -> bool:
    """Whether a dossier bears a code."""
    return connection.execute("SELECT 1 FROM dossier WHERE code = ?", (code,)).fetchone() is not None
