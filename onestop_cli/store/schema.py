"""The tables, by numbered migrations that only `init` and `db migrate` apply.

`event` is the truth (append-only by trigger, hash-chained); `personal` lies beside it; every other table
is a projection that can be made again from the events. See `docs/ledger.md`.
"""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x6F6E7370
"""`onsp`, in the header of every file of ours."""
FORMAT_3 = Path(__file__).parent / "format_3.sql"
"""What the third format added: how finished dossiers count, two indexes, and the views for other programs."""
FORMAT = 3
"""`PRAGMA user_version` after all migrations."""

DOSSIER_KINDS = (
    "receive", "resolve", "deliver", "move", "suspend", "resume", "extend", "withdraw", "stop", "assign",
    "correct", "void", "undo", "erase",
)  # fmt: skip
FILE_KINDS = (
    "init", "config", "calendar_load", "calendar_confirm", "notice", "revoke", "procedure", "import", "seal",
)  # fmt: skip
STATUSES = ("received", "suspended", "resolved", "delivered", "withdrawn", "stopped", "void")
UNITS = ("same_day", "working_hour", "working_day", "calendar_day", "month", "none")


def _words(words: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


def _is_instant(column: str) -> str:
    clock = f"substr({column}, 1, 19)"
    return (
        f"length({column}) = 25 AND substr({column}, 20) = '+07:00' "
        f"AND {clock} IS strftime('%Y-%m-%dT%H:%M:%S', {clock}, '+0 seconds')"
    )


def _is_day(column: str) -> str:
    return f"{column} IS date({column}, '+0 days')"


def _limit(prefix: str) -> str:
    return (
        f"{prefix}_amount INTEGER CHECK ({prefix}_amount >= 1), "
        f"{prefix}_unit TEXT NOT NULL CHECK ({prefix}_unit IN {_words(UNITS)}), "
    )


def _instants(*columns: str) -> str:
    return "".join(f"{c} TEXT CHECK ({c} IS NULL OR ({_is_instant(c)})), " for c in columns)


LEDGER = f"""
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    dossier TEXT,
    kind TEXT NOT NULL CHECK (kind IN {_words(DOSSIER_KINDS + FILE_KINDS)}),
    occurred_at TEXT NOT NULL CHECK ({_is_instant("occurred_at")}),
    recorded_at TEXT NOT NULL CHECK ({_is_instant("recorded_at")}),
    actor TEXT NOT NULL CHECK (actor <> ''),
    data TEXT NOT NULL CHECK (json_type(data) = 'object'),
    personal TEXT CHECK (length(personal) = 64),
    prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    CHECK ((dossier IS NOT NULL) = (kind IN {_words(DOSSIER_KINDS)}))
) STRICT;
CREATE INDEX event_dossier ON event (dossier, seq) WHERE dossier IS NOT NULL;
CREATE INDEX event_file ON event (seq) WHERE dossier IS NULL;
CREATE TRIGGER event_chained BEFORE INSERT ON event BEGIN
    SELECT RAISE(ABORT, 'the event does not follow the last one') WHERE
        NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
        OR NEW.prev_hash IS NOT coalesce(
            (SELECT hash FROM event ORDER BY seq DESC LIMIT 1), '{"0" * 64}');
END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TABLE personal (
    seq INTEGER PRIMARY KEY REFERENCES event (seq),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    fields TEXT NOT NULL CHECK (json_type(fields) = 'object'),
    search TEXT NOT NULL
) STRICT;
CREATE TRIGGER personal_no_update BEFORE UPDATE ON personal BEGIN
    SELECT RAISE(ABORT, 'personal data are corrected by an event and erased, never changed');
END;
CREATE TABLE secret (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""

REGISTER = f"""
CREATE TABLE dossier (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE CHECK (code <> ''),
    series TEXT,
    number INTEGER CHECK (number >= 1),
    tail TEXT NOT NULL,
    procedure_code TEXT NOT NULL,
    procedure_name TEXT NOT NULL,
    field TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('direct', 'online', 'postal')),
    copies INTEGER NOT NULL CHECK (copies >= 1),
    fee INTEGER CHECK (fee >= 0),
    officer TEXT NOT NULL,
    note TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN {_words(STATUSES)}),
    received_at TEXT NOT NULL CHECK ({_is_instant("received_at")}),
    {_limit("time_limit")}
    {_limit("statutory")}
    {_instants("due_at")}
    due_source TEXT NOT NULL CHECK (due_source IN ('engine', 'foreign')),
    due_is_day INTEGER NOT NULL CHECK (due_is_day IN (0, 1)),
    promised_is_day INTEGER NOT NULL CHECK (promised_is_day IN (0, 1)),
    {_instants("promised_due_at", "statutory_due_at", "extended_due_at", "resolved_at")}
    result TEXT CHECK (result IN ('approved', 'refused')),
    {_instants("delivered_at")}
    delivery_method TEXT CHECK (delivery_method IN ('direct', 'online', 'postal')),
    {_instants("closed_at", "due_moved_at")}
    finished_at TEXT GENERATED ALWAYS AS (coalesce(resolved_at, closed_at)) STORED,
    is_long INTEGER GENERATED ALWAYS AS (
        resolved_at IS NULL AND closed_at IS NULL
        OR julianday(substr(coalesce(resolved_at, closed_at), 1, 10)) - julianday(substr(received_at, 1, 10)) > 62
    ) STORED,
    rule_version TEXT NOT NULL,
    calendar_edition TEXT NOT NULL,
    calendar_provisional INTEGER NOT NULL CHECK (calendar_provisional IN (0, 1)),
    working_days INTEGER,
    saved_days INTEGER,
    personal_seq INTEGER REFERENCES personal (seq) ON DELETE SET NULL,
    last_act_at TEXT NOT NULL CHECK ({_is_instant("last_act_at")}),
    anchor TEXT NOT NULL,
    search TEXT NOT NULL,
    CHECK ((series IS NULL) = (number IS NULL)),
    CHECK (resolved_at IS NULL OR closed_at IS NULL),
    CHECK ((resolved_at IS NULL) = (result IS NULL))
) STRICT;
CREATE UNIQUE INDEX dossier_number ON dossier (series, number) WHERE series IS NOT NULL;
CREATE INDEX dossier_tail ON dossier (tail);
CREATE INDEX dossier_received ON dossier (received_at);
CREATE INDEX dossier_finished ON dossier (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX dossier_open ON dossier (due_at) WHERE status IN ('received', 'suspended');
CREATE INDEX dossier_waiting ON dossier (resolved_at) WHERE status = 'resolved';
CREATE INDEX dossier_long ON dossier (received_at) WHERE is_long;
CREATE TABLE imported_row (digest TEXT PRIMARY KEY, code TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""

CALENDAR = f"""
CREATE TABLE loaded_year (
    year INTEGER PRIMARY KEY CHECK (year BETWEEN 1900 AND 2199),
    seq INTEGER NOT NULL REFERENCES event (seq),
    library TEXT NOT NULL
) STRICT;
CREATE TABLE claim (
    seq INTEGER NOT NULL REFERENCES event (seq),
    on_day TEXT NOT NULL CHECK ({_is_day("on_day")}),
    kind TEXT NOT NULL CHECK (kind IN ('holiday', 'swap_day_off', 'makeup_day')),
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    rank TEXT NOT NULL CHECK (rank IN ('computed', 'national', 'local')),
    swap_with TEXT CHECK (swap_with IS NULL OR {_is_day("swap_with")}),
    ended_by INTEGER REFERENCES event (seq),
    PRIMARY KEY (seq, on_day, kind, rank)
) STRICT;
CREATE TABLE provisional (
    seq INTEGER NOT NULL REFERENCES event (seq),
    from_day TEXT NOT NULL CHECK ({_is_day("from_day")}),
    to_day TEXT NOT NULL CHECK ({_is_day("to_day")} AND to_day >= from_day),
    reason TEXT NOT NULL,
    ended_by INTEGER REFERENCES event (seq),
    PRIMARY KEY (seq, from_day)
) STRICT;
CREATE TABLE day (
    on_day TEXT PRIMARY KEY CHECK ({_is_day("on_day")}),
    kind TEXT NOT NULL CHECK (kind IN (
        'working_day', 'makeup_day', 'working_saturday', 'weekend', 'holiday', 'swap_day_off')),
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
    seq INTEGER,
    working_days INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE calendar_edition (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL REFERENCES event (seq),
    anchor TEXT NOT NULL,
    first_day TEXT NOT NULL CHECK ({_is_day("first_day")}),
    marks TEXT NOT NULL
) STRICT;
"""

CATALOGUE = f"""
CREATE TABLE procedure (
    seq INTEGER NOT NULL REFERENCES event (seq),
    code TEXT NOT NULL,
    valid_from TEXT NOT NULL CHECK ({_is_day("valid_from")}),
    name TEXT NOT NULL CHECK (name <> ''),
    field TEXT NOT NULL,
    {_limit("statutory")}
    {_limit("committed")}
    aliases TEXT NOT NULL CHECK (json_type(aliases) = 'array'),
    legal_basis TEXT NOT NULL,
    retired INTEGER NOT NULL CHECK (retired IN (0, 1)),
    PRIMARY KEY (seq, code, valid_from)
) STRICT;
CREATE INDEX procedure_code ON procedure (code, valid_from, seq);
CREATE TABLE setting (
    seq INTEGER NOT NULL REFERENCES event (seq),
    key TEXT NOT NULL,
    valid_from TEXT NOT NULL CHECK ({_is_day("valid_from")}),
    value TEXT NOT NULL,
    PRIMARY KEY (key, valid_from, seq)
) STRICT, WITHOUT ROWID;
"""


SUSPENSIONS = """
ALTER TABLE dossier RENAME COLUMN due_moved_at TO changed_at;
ALTER TABLE dossier ADD COLUMN suspensions TEXT NOT NULL DEFAULT '[]' CHECK (json_type(suspensions) = 'array');
ALTER TABLE dossier ADD COLUMN extensions TEXT NOT NULL DEFAULT '[]' CHECK (json_type(extensions) = 'array');
"""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database, empty or of an earlier format, to the present format, migration by migration."""
    from sqlite_utils import Database, Migrations

    migrations = Migrations("onestop")

    @migrations()
    def m001_ledger_and_register(db: "Database") -> None:
        for script in (LEDGER, REGISTER, CALENDAR, CATALOGUE):
            for statement in _statements(script):
                db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("PRAGMA user_version = 1")

    @migrations()
    def m002_suspensions_and_letters(db: "Database") -> None:
        for statement in _statements(SUSPENSIONS):
            db.execute(statement)
        db.execute("PRAGMA user_version = 2")

    @migrations()
    def m003_reports_and_views(db: "Database") -> None:
        for statement in _statements(FORMAT_3.read_text(encoding="utf-8")):
            db.execute(statement)
        db.execute("PRAGMA user_version = 3")

    migrations.apply(Database(connection, execute_plugins=False))


def _statements(script: str) -> list[str]:
    """The single statements of a script; a trigger's inner ones stay together."""
    statements: list[str] = []
    text = ""
    for line in script.splitlines(keepends=True):
        text += line
        if sqlite3.complete_statement(text):
            statements.append(text)
            text = ""
    return statements
