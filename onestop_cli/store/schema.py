"""The file format, by numbered migrations that only `init` and `db migrate` apply.

`event` is the truth (append-only by trigger, hash-chained); `personal` lies beside it; every other table
is a projection that can be made again from the events. See `docs/ledger.md`; the tables are in `migrations/`.
"""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x6F6E7370
"""`onsp`, in the header of every file of ours."""
FORMAT = 4
"""`PRAGMA user_version` after all migrations."""
FIRST_FORMAT = 3
"""The first that is brought to the present one: those before it were drafts."""
MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database, empty or of an earlier format, to the present format, migration by migration.

    Each is whole or not there at all. The names say in which order; those of 002 and 003 are drafts' and stay unused.
    """
    from sqlite_utils import Database, Migrations

    migrations = Migrations("onestop")

    @migrations()
    def m001_ledger_and_register(db: "Database") -> None:
        _run(db, "001_ledger_and_register.sql")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("PRAGMA user_version = 3")

    @migrations()
    def m004_kinds_of_event(db: "Database") -> None:
        _run(db, "004_kinds_of_event.sql")
        db.execute("PRAGMA user_version = 4")

    migrations.apply(Database(connection, execute_plugins=False))


def _run(db: "Database", file: str) -> None:
    """Execute a script statement by statement, within the transaction that is open."""
    statement = ""
    for line in (MIGRATIONS / file).read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
