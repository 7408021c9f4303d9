"""The file format, by numbered migrations that only `init` and `db migrate` apply.

`event` is the truth (append-only by trigger, hash-chained); `personal` lies beside it; every other table
is a projection that can be made again from the events. See `docs/ledger.md`; the tables are in `migrations/`.
"""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from onestop_cli.core.progress import Progress

APPLICATION_ID = 0x6F6E7370
"""`onsp`, in the header of every file of ours."""
MIGRATIONS = Path(__file__).parent / "migrations"
"""One script each, applied in the order of their names. There is none of 002 and 003: 001 makes what format 3 was."""
MIGRATION_SET = "onestop"
"""Under what name the steps of ours are kept in a file."""
STEPS_OF_FORMAT_3 = (
    ("m002_suspensions_and_letters", "m003_views"),
    ("m002_suspensions_and_letters", "m003_reports_and_views"),
)
"""What a file that a program of format 3 made says of its second and third step, for good: `_sqlite_migrations` keeps
the names under which steps were taken. Format 3 was made in three steps, the third under two names, one after the
other; both made the same tables. Files made since format 4 have neither step."""
FORMAT = int(max(script.name for script in MIGRATIONS.glob("*.sql"))[:3])
"""`PRAGMA user_version` after all migrations: the number of the last."""
FIRST_FORMAT = 3
"""The first that is brought to the present one: those before it were drafts."""


def migrate(connection: sqlite3.Connection, progress: "Progress" = lambda _: None) -> None:
    """Bring a database, empty or of an earlier format, to the present format; each migration is whole or not there.

    Within a transaction that is open all of them are. The progress is told the events of which rows were made again.
    """
    from sqlite_utils import Database, Migrations

    migrations = Migrations(MIGRATION_SET)
    for script in sorted(MIGRATIONS.glob("*.sql")):
        migrations(name=f"m{script.stem}")(_running(script, progress if int(script.name[:3]) == FORMAT else None))
    migrations.apply(Database(connection, execute_plugins=False))


def times_made_anew(connection: sqlite3.Connection) -> int:
    """How often tables or indexes of a file were made: another number than before says that rows may have changed
    without an event, as `db rebuild` changes them."""
    return connection.execute("PRAGMA main.schema_version").fetchone()[0]


def _running(script: Path, progress: "Progress | None") -> "Callable[[Database], None]":
    """What executes a script statement by statement, within the transaction that is open.

    With the last one, which tells of its progress, the register is made again from the events: what a row says of them
    changes with the format.
    """

    def run(db: "Database") -> None:
        statement = ""
        for line in script.read_text(encoding="utf-8").splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                db.execute(statement)
                statement = ""
        if progress:
            from onestop_cli.store.projection import project_all

            project_all(db.conn, progress)

    return run
