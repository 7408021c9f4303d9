"""What an erasure leaves nothing of: rows beside the chain, and the pages and the log in which they lay (domain §8)."""

import json
import sqlite3
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from onestop_cli.core.dossier_events import KINDS
from onestop_cli.core.event_data import free_text_keys
from onestop_cli.core.file_names import ERASING_END, hidden
from onestop_cli.errors import N_, NotYetGone, StoreFull, StoreProblem
from onestop_cli.store import declines
from onestop_cli.store.announcing import OPENED, announced, reason
from onestop_cli.store.connecting import BUSY_SECONDS, Wait, is_busy
from onestop_cli.store.database import changing
from onestop_cli.store.disk import real
from onestop_cli.store.rows import of_rows


@of_rows
def beside(connection: sqlite3.Connection, code: str) -> dict[int, tuple[str, list[str]]]:
    """The kinds of a dossier's events beside which something lies, by their numbers, and its names: personal data and
    words; not of erasures."""
    rows = connection.execute(
        "SELECT event.seq, kind, fields FROM event JOIN personal ON personal.seq = event.seq "
        "WHERE dossier = ? AND kind <> 'erase' ORDER BY event.seq",
        (code,),
    )
    return {seq: (kind, list(json.loads(fields))) for seq, kind, fields in rows}


@of_rows
def words_in_chain(connection: sqlite3.Connection, code: str) -> list[int]:
    """The numbers of a dossier's events that bear words in the chain itself, from before these lay beside it."""
    rows = connection.execute("SELECT seq, kind, data FROM event WHERE dossier = ? ORDER BY seq", (code,))
    return [seq for seq, kind, text in rows if _has_words(kind, json.loads(text))]


def _has_words(kind: str, data: dict[str, object]) -> bool:
    fields, restated = data.get("fields"), data.get("restated")
    told = [data, *(restated.values() if isinstance(restated, dict) else ())]
    keys = ("note", *free_text_keys(KINDS[kind]))
    is_told = any(isinstance(each, dict) and each.get(key) for each in told for key in keys)
    return is_told or (isinstance(fields, dict) and "note" in fields)


def forget(connection: sqlite3.Connection, seqs: Collection[int]) -> None:
    """Nothing lies beside events any more, of which an erasure says so already."""
    connection.executemany("DELETE FROM personal WHERE seq = ?", [(seq,) for seq in seqs])


def mark(path: Path, seq: int) -> None:
    """A name beside the file tells that an erasure, the event of a number, is not wiped to its end.

    Made before that is recorded, so that nothing between can be killed untold. Where it cannot be made, nobody is told.
    """
    file = real(path)
    with suppress(OSError):
        file.with_name(hidden(f"{file.name}.{seq}", ERASING_END)).touch(0o600)


def unfinished(connection: sqlite3.Connection, path: Path) -> list[str]:
    """The dossiers, and the refusals to accept, of whose erased personal data bytes may be left, because nobody came to
    the end of wiping them."""
    seqs = [int(seq) for name in _marks(real(path)) if (seq := name.name.split(".")[-2]).isdecimal()]
    of = "SELECT dossier FROM event WHERE seq = ? AND kind = 'erase'"
    found = [row[0] for seq in seqs if (row := connection.execute(of, (seq,)).fetchone())]
    return sorted({*found, *(number for seq in seqs if (number := declines.number_of(connection, seq)))})


def _marks(file: Path) -> list[Path]:
    """The marks beside a file; none where its folder may not be read."""
    try:
        return [
            name for name in file.parent.iterdir()
            if name.name.startswith(f".{file.name}.") and name.name.endswith(ERASING_END)
        ]  # fmt: skip
    except OSError:
        return []


def leave_nothing(path: Path, code: str) -> None:
    """No page of the file and nothing of its log holds what was deleted of a dossier. Outside any transaction.

    What is kept is written anew in a nameless file of this account, in the file's own folder, and taken over; then the
    log is emptied. Whoever writes or reads meanwhile is waited for. Raises `NotYetGone` where that came to no end.
    """
    file = real(path)
    why = reason(file)
    try:
        with changing(path) as connection, announced(file, "erase"):
            connection.execute("PRAGMA busy_timeout = 0")
            marks = _write_anew(connection, file, why)
            _empty_log(connection, file)
    except StoreProblem as problem:
        raise NotYetGone(path=path, code=code, why=_why(problem)) from problem
    for mark in marks:
        with suppress(OSError):
            mark.unlink()


def _write_anew(connection: sqlite3.Connection, file: Path, why: str) -> list[Path]:
    """The pages of the file hold nothing but what is in force, of whatever was marked before; these marks.

    Who else writes is waited for, who may be known to do `why`. Raises SQLite's own error after the wait.
    """
    folder = str(file.absolute().parent).replace("'", "''")
    connection.execute(f"PRAGMA temp_store_directory = '{folder}'")
    wait = Wait(file, BUSY_SECONDS, why)
    while True:
        marks = _marks(file)
        try:
            connection.execute("VACUUM")
            return marks
        except sqlite3.OperationalError as problem:
            if not is_busy(problem) or not wait.goes_on():
                raise


def _empty_log(connection: sqlite3.Connection, file: Path) -> None:
    """The log holds nothing. Raises `StoreProblem` where somebody goes on reading what it held."""
    wait = Wait(file, BUSY_SECONDS, OPENED)
    while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        if not wait.goes_on():
            raise StoreProblem(path=file, why=OPENED)


def _why(problem: StoreProblem) -> object:
    """Why something could not be done, without a word of what was recorded: it was."""
    return N_("the disk is full") if isinstance(problem, StoreFull) else problem.values.get("why", problem)
