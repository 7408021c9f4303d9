"""Every table that follows from the events, made again from them beside those of the file, and what differs.

They are made in temporary tables of the same names, which SQLite keeps out of the file and throws away by itself:
within the connection every statement of the store's that names one means the temporary one, so that what makes them
again is what makes them at the counter. The events are read by their numbers, not by an index that may be damaged.

Three things do not follow from the events, and stay: the people beside them, the file's secret, when backups were made
and since when marks are kept (`marks_kept`). What format 6 decided once of what was recorded before it is decided again
as it did (`migrations/006_written_after_the_fact.sql`).
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.life import fold
from onestop_cli.core.progress import Progress
from onestop_cli.errors import N_, EventsDoNotAddUp, OnestopError
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import found_words, ledger, procedures, restoring, settings, shape
from onestop_cli.store.projection import write_row

if TYPE_CHECKING:
    from onestop_cli.core.dossier import Dossier
    from onestop_cli.core.ledger import Event

KEYS = {
    "setting": ("key", "valid_from", "seq"),
    "procedure": ("seq", "code", "case_name", "valid_from"),
    "loaded_year": ("year",),
    "claim": ("seq", "on_day", "kind", "rank"),
    "provisional": ("seq", "from_day"),
    "day": ("on_day",),
    "calendar_edition": ("one",),
    "clock_setback": ("seq",),
    "series_used": ("series",),
    "dossier": ("code",),
    "imported_row": ("digest",),
    "search_word": ("word", "seq"),
}
"""The tables that follow from the events, in the order in which they are made, with what a row of each is known by."""
OF_DOSSIERS = ("series_used", "dossier", "imported_row", "search_word")
"""Those that the events of dossiers fill."""
_WORDS = "search_word"
_REFERENCE = re.compile(r" REFERENCES \w+ \(\w+\)( ON DELETE SET NULL)?")
_IS_LEGACY = "(SELECT min(seq) FROM event WHERE event.dossier = {}.code) <= (SELECT after_seq FROM marks_kept)"
_NONSENSE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, OnestopError,
    sqlite3.IntegrityError,
)  # fmt: skip
"""What comes of events that say what no event of ours does."""
_WRITTEN, _WORKED_OUT = 0, 3
"""How `table_xinfo` marks a column that is written, and one that SQLite works out and keeps."""


class Difference(NamedTuple):
    """A row that is not what its events say: what it is known by, and the columns that differ.

    Without columns it is missing in the file, or is there though no event says so (`is_extra`). No value of a person's
    is among them, but for the codes of dossiers.
    """

    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...] = ()
    is_extra: bool = False


def make_again(connection: sqlite3.Connection, progress: Progress = lambda _: None) -> None:
    """The temporary tables hold what the events say. The progress is told events of dossiers.

    Raises `EventsDoNotAddUp` for events that do not add up.
    """
    marks_kept = make_file_tables(connection)
    at = N_("the file itself")
    try:
        calendar, done = calendar_store.load(connection), 0
        words = found_words.Gathering(connection)
        for code, of_dossier in ledger.events_by_dossier(connection, by_index=False):
            at = code
            events = list(of_dossier)
            dossier = _make_row(connection, events, calendar, marks_kept)
            words.add_of(events[0].seq, dossier)
            done += len(events)
            progress(done)
        words.write()
    except _NONSENSE:
        raise _do_not_add_up(connection, at) from None
    decide_as_format_6(connection)
    connection.execute(
        "INSERT OR IGNORE INTO imported_row (digest, code) SELECT data ->> '$.row', dossier FROM event NOT INDEXED "
        "WHERE kind = 'receive' AND data ->> '$.row' <> '' ORDER BY seq"
    )


def make_file_tables(connection: sqlite3.Connection) -> int:
    """The temporary tables are there, and those of the file hold what the events say; those of dossiers are empty.

    Returns the last event of an earlier format, 0 without one. Raises `EventsDoNotAddUp`.
    """
    for table in KEYS:
        [sql, *_] = shape.table_sql(table)
        body = _REFERENCE.sub("", sql).partition("(")[2]
        connection.execute(f"CREATE TEMP TABLE {table} ({body}")
    try:
        return _make_file_tables(connection)
    except _NONSENSE:
        raise _do_not_add_up(connection, N_("the file itself")) from None


def tell_file(connection: sqlite3.Connection) -> None:
    """What is asked of settings, procedures, the calendar and the known time is answered by the events from now on.

    Their tables follow from the events, and may have been changed beside the program: on this connection each is hidden
    by one made again. The register of dossiers is asked as it is in the file.
    Raises `EventsDoNotAddUp` for events that do not add up.
    """
    make_file_tables(connection)
    for table in OF_DOSSIERS:
        connection.execute(f"DROP TABLE temp.{table}")


def _do_not_add_up(connection: sqlite3.Connection, what: str) -> EventsDoNotAddUp:
    (_seq, _name, path) = connection.execute("PRAGMA database_list").fetchone()
    return EventsDoNotAddUp(path=path, what=what)


def forget(connection: sqlite3.Connection) -> None:
    """The temporary tables are gone: they may be made again."""
    for table in KEYS:
        connection.execute(f"DROP TABLE temp.{table}")


def _make_file_tables(connection: sqlite3.Connection) -> int:
    """Settings, procedures, the calendar, series of replaced files and where the clock went back.

    Returns the last event of an earlier format, 0 without one.
    """
    from onestop_cli.core import file_events as of

    (marks_kept,) = connection.execute("SELECT after_seq FROM marks_kept").fetchone()
    of_calendar: Event | None = None
    is_decided = not marks_kept
    for event in ledger.all_events_of_file(connection):
        if event.seq > marks_kept and not is_decided:
            _end_days_off_without_effect(connection)
            is_decided = True
        said = of.file_event(event.kind, event.data)
        match said:
            case of.Settings():
                settings.project(connection, event.seq, said)
            case of.Versions():
                procedures.project(connection, event.seq, said.versions)
            case of.VersionsUndone():
                procedures.take_back(connection, event.seq, said)
            case of.Restored():
                restoring.project(connection, said.series)
            case _:
                pass
        calendar_store.project(connection, event.seq, said)
        if calendar_store.is_of_calendar(event):
            of_calendar = event
    if not is_decided:
        _end_days_off_without_effect(connection)
    assert of_calendar is not None
    calendar_store.rebuild_days(connection, settings.office(connection), of_calendar)
    connection.execute(
        "INSERT INTO clock_setback (seq) SELECT seq FROM ("
        "SELECT seq, recorded_at < lag(recorded_at) OVER (ORDER BY seq) AS went_back FROM event NOT INDEXED"
        ") WHERE went_back"
    )
    return marks_kept


def _make_row(connection: sqlite3.Connection, events: "list[Event]", calendar: Calendar, marks_kept: int) -> "Dossier":
    dossier = fold(events)
    assert dossier is not None
    is_drawn = bool(events[0].data.get("drawn")) or events[0].seq <= marks_kept
    write_row(connection, dossier, calendar, is_new=True, is_drawn=is_drawn)
    return dossier


def _end_days_off_without_effect(connection: sqlite3.Connection) -> None:
    """As format 6: a day off that a make-up day entered before it had kept without effect goes on without any."""
    connection.execute(
        "UPDATE claim SET ended_by = seq WHERE ended_by IS NULL AND kind <> 'makeup_day' AND rank <> 'computed' "
        "AND EXISTS (SELECT 1 FROM claim AS worked WHERE worked.on_day = claim.on_day AND worked.rank = claim.rank "
        "AND worked.kind = 'makeup_day' AND worked.ended_by IS NULL AND worked.seq < claim.seq)"
    )


def decide_as_format_6(connection: sqlite3.Connection) -> None:
    """As format 6: a number of more than four digits from before it feeds its series where it was drawn."""
    connection.execute(
        "UPDATE dossier SET series = NULL, number = NULL "
        f"WHERE number > 9999 AND {_IS_LEGACY.format('dossier')} AND ("
        "NOT EXISTS (SELECT 1 FROM dossier AS before "
        "WHERE before.code = dossier.series || '-' || printf('%04d', dossier.number - 1) "
        f"AND {_IS_LEGACY.format('before')}) "
        "OR EXISTS (SELECT 1 FROM event WHERE event.dossier = dossier.code AND kind = 'receive' "
        "AND data ->> '$.import' IS NOT NULL AND data ->> '$.row' IS NULL))"
    )
    connection.execute(
        "INSERT INTO series_used (series, number) SELECT series, max(number) FROM dossier "
        f"WHERE number > 9999 AND {_IS_LEGACY.format('dossier')} GROUP BY series "
        "ON CONFLICT (series) DO UPDATE SET number = max(number, excluded.number)"
    )


def differences(connection: sqlite3.Connection, tables: Iterable[str] = tuple(KEYS)) -> Iterator[Difference]:
    """The rows of tables of the file that are not what `make_again` made, by what they are known by, streamed.

    The rows of a table are read, not an index of it.
    """
    for table in tables:
        if table == _WORDS:
            yield from _differing_words(connection)
        else:
            yield from _differences(connection, table)


def _differing_words(connection: sqlite3.Connection) -> Iterator[Difference]:
    """The dossiers that are not found as they should be, or are by something else; no word of a person's is told."""
    for one, other, is_extra in (("main", "temp", True), ("temp", "main", False)):
        for (code,) in connection.execute(
            "SELECT DISTINCT coalesce(event.dossier, '') FROM ("
            f"SELECT word, seq FROM {one}.{_WORDS} EXCEPT SELECT word, seq FROM {other}.{_WORDS}) AS differing "
            "LEFT JOIN event ON event.seq = differing.seq ORDER BY 1"
        ):
            yield Difference(_WORDS, (code,), is_extra=is_extra)


def _differences(connection: sqlite3.Connection, table: str) -> Iterator[Difference]:
    key, columns = KEYS[table], _columns(connection, table)
    named = ", ".join(f"filed.{name}" for name in key)
    differing = [f"filed.{name} IS NOT made.{name}" for name in columns]
    same_key = " AND ".join(f"made.{name} = filed.{name}" for name in key)
    of_file = f"main.{table} AS filed NOT INDEXED LEFT JOIN temp.{table} AS made ON {same_key}"
    found = connection.execute(
        f"SELECT {named}, made.{key[0]} IS NULL, {', '.join(differing)} FROM {of_file} "
        f"WHERE made.{key[0]} IS NULL OR {' OR '.join(differing)} ORDER BY {named}"
    )
    for row in found:
        known_by, is_extra, flags = row[: len(key)], row[len(key)], row[len(key) + 1 :]
        names = () if is_extra else tuple(name for name, differs in zip(columns, flags, strict=True) if differs)
        yield Difference(table, tuple(map(str, known_by)), tuple(name.strip('"') for name in names), bool(is_extra))
    keys = ", ".join(key)
    lacking = f"SELECT {keys} FROM temp.{table} EXCEPT SELECT {keys} FROM main.{table} NOT INDEXED ORDER BY {keys}"
    for known_by in connection.execute(lacking):
        yield Difference(table, tuple(map(str, known_by)))


def _columns(connection: sqlite3.Connection, table: str, *, is_written: bool = False) -> list[str]:
    """The columns that hold something but the row's own number: those that SQLite works out and keeps too, or not."""
    kinds = (_WRITTEN,) if is_written else (_WRITTEN, _WORKED_OUT)
    rows = connection.execute(f"PRAGMA temp.table_xinfo({table})")
    return [f'"{name}"' for _, name, _, _, _, _, kind in rows if kind in kinds and name != "id"]


def take_over(connection: sqlite3.Connection, table: str) -> None:
    """A table of the file holds what `make_again` made: rows that differ are written again, the others stay.

    A dossier's row keeps its number; new ones are in the order of receipt.
    """
    key, is_numbered = KEYS[table], table == "dossier"
    same_key = " AND ".join(f"made.{name} = filed.{name}" for name in key)
    filed = ", ".join(f"filed.{name}" for name in (*key, *(["id"] if is_numbered else [])))
    differing = " OR ".join(f"filed.{name} IS NOT made.{name}" for name in _columns(connection, table))
    connection.execute(
        f"CREATE TEMP TABLE differing AS SELECT {filed} FROM main.{table} AS filed NOT INDEXED "
        f"LEFT JOIN temp.{table} AS made ON {same_key} WHERE made.{key[0]} IS NULL OR {differing}"
    )
    keys = ", ".join(key)
    connection.execute(f"DELETE FROM main.{table} WHERE ({keys}) IN (SELECT {keys} FROM temp.differing)")
    written = ", ".join(_columns(connection, table, is_written=True))
    lacking = f"NOT EXISTS (SELECT 1 FROM main.{table} AS filed WHERE {same_key})"
    if is_numbered:
        connection.execute(
            f"INSERT INTO main.dossier (id, {written}) "
            f"SELECT kept.id, made.* FROM (SELECT {written} FROM temp.dossier) AS made "
            f"LEFT JOIN temp.differing AS kept ON kept.code = made.code WHERE {lacking} "
            "ORDER BY kept.id IS NULL, kept.id, (SELECT min(seq) FROM event WHERE event.dossier = made.code)"
        )
    else:
        made = f"SELECT {written} FROM temp.{table} AS made WHERE {lacking} ORDER BY {keys}"
        connection.execute(f"INSERT INTO main.{table} ({written}) {made}")
    connection.execute("DROP TABLE temp.differing")
