-- Backups: a file that was restored says so and goes on counting where the replaced one stopped; when the last backup was
-- made.
INSERT INTO event_kind (kind, scope) VALUES ('restored', 'file');
CREATE TABLE series_used (
    series TEXT PRIMARY KEY,
    number INTEGER NOT NULL CHECK (number >= 1)
) STRICT, WITHOUT ROWID;
CREATE TABLE backup (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    made_at TEXT NOT NULL CHECK (length(made_at) = 25 AND substr(made_at, 20) = '+07:00'
        AND substr(made_at, 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr(made_at, 1, 19), '+0 seconds')),
    seq INTEGER NOT NULL REFERENCES event (seq),
    path TEXT NOT NULL
) STRICT;
PRAGMA user_version = 5;
