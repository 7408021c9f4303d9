"""What the file itself tells `doctor` of its state."""

import sqlite3

from onestop_cli.core.ledger import anchor
from onestop_cli.store.rows import of_rows


@of_rows
def state(connection: sqlite3.Connection) -> dict[str, str]:
    """Integrity, counts, the chain's head and the calendar's years, as texts."""
    (integrity,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    (dossiers,) = connection.execute("SELECT count(*) FROM dossier").fetchone()
    seq, digest, recorded_at = connection.execute(
        "SELECT seq, hash, recorded_at FROM event ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    first, last = connection.execute("SELECT min(year), max(year) FROM loaded_year").fetchone()
    stretches = connection.execute(
        "SELECT from_day, to_day FROM provisional WHERE ended_by IS NULL ORDER BY from_day"
    ).fetchall()
    return {
        "integrity": integrity,
        "dossiers": str(dossiers),
        "head": f"{anchor(seq, digest)}",
        "calendar_years": f"{first}–{last}",
        "calendar_provisional": ", ".join(f"{start}..{end}" for start, end in stretches) or "—",
        "last_recorded": recorded_at,
    }
