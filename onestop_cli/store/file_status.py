"""What the file says of itself at once, of whatever format of ours it is: no table is read through."""

import sqlite3
from typing import NamedTuple

_TABLE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"


class Says(NamedTuple):
    """What the file says: its pages, its chain, its last backup, its calendar's years.

    `events` is the number of the last one. `backup` is (made at, where), None where none was made or its format does
    not know.
    """

    format: int
    journal: str
    page_size: int
    pages: int
    free_pages: int
    events: int
    dossiers: int
    hash: str
    first_recorded: str
    last_recorded: str
    backup: tuple[str, str] | None
    years: tuple[int, int] | None
    agency_code: str
    synthetic: bool


def says(connection: sqlite3.Connection) -> Says:
    """What the file says of itself. The number of dossiers is counted along an index, as long as the register is."""

    def one(sql: str) -> tuple[object, ...]:
        return connection.execute(sql).fetchone() or (None,)

    def pragma(name: str) -> int:
        return int(str(one(f"PRAGMA {name}")[0]))

    seq, digest, recorded = connection.execute(
        "SELECT seq, hash, recorded_at FROM event ORDER BY seq DESC LIMIT 1"
    ).fetchone() or (0, "", "")
    (dossiers,) = connection.execute("SELECT count(*) FROM dossier").fetchone()
    first, last = connection.execute("SELECT min(year), max(year) FROM loaded_year").fetchone()
    knows_backups = connection.execute(_TABLE, ("backup",)).fetchone()
    backup = connection.execute("SELECT made_at, path FROM backup").fetchone() if knows_backups else None
    return Says(
        pragma("user_version"),
        str(one("PRAGMA journal_mode")[0]),
        pragma("page_size"),
        pragma("page_count"),
        pragma("freelist_count"),
        seq,
        dossiers,
        digest,
        str(one("SELECT recorded_at FROM event ORDER BY seq LIMIT 1")[0] or ""),
        recorded,
        backup,
        (first, last) if first else None,
        str(
            one("SELECT value FROM setting WHERE key = 'agency_code' ORDER BY valid_from DESC, seq DESC LIMIT 1")[0]
            or ""
        ),
        one("SELECT value FROM setting WHERE key = 'synthetic' ORDER BY valid_from DESC, seq DESC LIMIT 1")[0] == "yes",
    )
