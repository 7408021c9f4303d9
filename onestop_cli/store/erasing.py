"""What an erasure leaves nothing of: rows beside the chain, and the pages and the log in which they lay (domain §8)."""

import json
import sqlite3
from collections.abc import Collection
from pathlib import Path

from onestop_cli.core.dossier_events import KINDS
from onestop_cli.core.event_data import free_text_keys
from onestop_cli.errors import NotYetGone
from onestop_cli.store.announcing import announced
from onestop_cli.store.connecting import BUSY_SECONDS, Wait
from onestop_cli.store.database import changing
from onestop_cli.store.disk import real
from onestop_cli.store.rows import of_rows


def beside(connection: sqlite3.Connection, code: str) -> list[tuple[int, str]]:
    """The numbers and kinds of a dossier's events beside which personal data lie, or words; not those of erasures."""
    return connection.execute(
        "SELECT event.seq, kind FROM event JOIN personal ON personal.seq = event.seq "
        "WHERE dossier = ? AND kind <> 'erase' ORDER BY event.seq",
        (code,),
    ).fetchall()


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


def leave_nothing(path: Path) -> None:
    """No page of the file and nothing of its log holds what was deleted. Outside any transaction.

    What is kept is written anew beside it and taken over; then the log is emptied, for which whoever reads is waited
    for. Raises `NotYetGone` where somebody goes on reading.
    """
    with changing(path) as connection, announced(real(path), "erase"):
        connection.execute("VACUUM")
        wait = Wait(real(path), BUSY_SECONDS)
        connection.execute("PRAGMA busy_timeout = 0")
        while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if not wait.goes_on():
                raise NotYetGone(path=path, seconds=BUSY_SECONDS)
