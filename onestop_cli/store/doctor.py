"""What the file itself tells `doctor` of its state."""

import sqlite3
from typing import NamedTuple

from onestop_cli.core.ledger import anchor
from onestop_cli.store import integrity
from onestop_cli.store.derived import KEYS
from onestop_cli.store.mending import is_mendable
from onestop_cli.store.rows import of_rows


class Integrity(NamedTuple):
    """What is damaged, in SQLite's words, empty where nothing is; whether the events make it good (`db rebuild`)."""

    said: str
    is_repairable: bool


def damage(connection: sqlite3.Connection) -> Integrity:
    """Every page, index, rule and reference was looked at."""
    faults = integrity.faults(connection)
    if faults:
        return Integrity(faults[0].said, all(is_mendable(connection, fault) for fault in faults))
    table = integrity.broken_references(connection)
    return Integrity(f"rows of {table} name others that are not there" if table else "", table in KEYS)


class Counts(NamedTuple):
    """How many dossiers the register has, and how many the events speak of."""

    in_register: int
    in_events: int


def counts(connection: sqlite3.Connection) -> Counts:
    (in_register,) = connection.execute("SELECT count(*) FROM dossier").fetchone()
    named = "SELECT count(DISTINCT dossier) FROM event WHERE dossier IS NOT NULL"
    return Counts(in_register, connection.execute(named).fetchone()[0])


@of_rows
def state(connection: sqlite3.Connection) -> dict[str, str]:
    """The chain's head, the calendar's years and the pages, as texts."""
    seq, digest, recorded_at = connection.execute(
        "SELECT seq, hash, recorded_at FROM event ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    first, last = connection.execute("SELECT min(year), max(year) FROM loaded_year").fetchone()
    stretches = connection.execute(
        "SELECT from_day, to_day FROM provisional WHERE ended_by IS NULL ORDER BY from_day"
    ).fetchall()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    return {
        "head": f"{anchor(seq, digest)}",
        "calendar_years": f"{first}–{last}",
        "calendar_provisional": ", ".join(f"{start}..{end}" for start, end in stretches) or "—",
        "last_recorded": recorded_at,
        "free_pages": f"{free}/{pages}",
    }
