"""Events in a file as a later format, or somebody with another program, would write them."""

import json
import sqlite3
from contextlib import closing
from typing import Any

from onestop_cli.core.ledger import canonical_json, event_hash
from tests.office import Ward


def chained(ward: Ward, kind: str, data: dict[str, Any], dossier: str | None = None, actor: str = "lan") -> int:
    """An event is appended to the ledger with these data, true to its chain; the register is not told. Its number."""
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        last, before = connection.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        at = ward.now.isoformat()
        kept = last + 1, dossier, kind, at, at, actor, canonical_json(data), None, before
        connection.execute(
            "INSERT INTO event (seq, dossier, kind, occurred_at, recorded_at, actor, data, personal, prev_hash, hash) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*kept, event_hash(*kept)),
        )
    return last + 1


def noted_in(ward: Ward, seq: int, **told: Any) -> None:
    """The data of an event say more; its hash is not made anew, for who reads does not look at it."""
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        connection.execute("DROP TRIGGER IF EXISTS event_no_update")
        (data,) = connection.execute("SELECT data FROM event WHERE seq = ?", (seq,)).fetchone()
        connection.execute("UPDATE event SET data = ? WHERE seq = ?", (canonical_json(json.loads(data) | told), seq))


def damaged(ward: Ward, seq: int, column: str, value: str | bytes) -> None:
    """What an event has in a column is another value, which neither its table nor any check of it would take."""
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = rtrim(sql, 'STRICT') WHERE name = 'event'")
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("DROP TRIGGER IF EXISTS event_no_update")
        assert connection.execute(f"UPDATE event SET {column} = ? WHERE seq = ?", (value, seq)).rowcount == 1
