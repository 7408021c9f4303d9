-- The kinds of event become rows of a vocabulary: a new kind is an INSERT in a later migration. The ledger is written
-- anew, event by event as it was, once and for all. A kind is of a dossier or of the file, and so is each event.
CREATE TABLE event_kind (
    kind TEXT PRIMARY KEY CHECK (kind <> ''),
    scope TEXT NOT NULL CHECK (scope IN ('dossier', 'file'))
) STRICT, WITHOUT ROWID;
INSERT INTO event_kind (kind, scope) VALUES
    ('receive', 'dossier'), ('suspend', 'dossier'), ('resume', 'dossier'), ('extend', 'dossier'),
    ('assign', 'dossier'), ('resolve', 'dossier'), ('deliver', 'dossier'), ('withdraw', 'dossier'),
    ('stop', 'dossier'), ('move', 'dossier'), ('correct', 'dossier'), ('void', 'dossier'), ('undo', 'dossier'),
    ('init', 'file'), ('config', 'file'), ('procedure', 'file'), ('calendar_load', 'file'),
    ('calendar_confirm', 'file'), ('notice', 'file'), ('revoke', 'file'), ('import', 'file'), ('seal', 'file');
CREATE TABLE event_as_of_4 (
    seq INTEGER PRIMARY KEY,
    dossier TEXT,
    kind TEXT NOT NULL REFERENCES event_kind (kind),
    occurred_at TEXT NOT NULL CHECK (length(occurred_at) = 25 AND substr(occurred_at, 20) = '+07:00'
        AND substr(occurred_at, 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr(occurred_at, 1, 19), '+0 seconds')),
    recorded_at TEXT NOT NULL CHECK (length(recorded_at) = 25 AND substr(recorded_at, 20) = '+07:00'
        AND substr(recorded_at, 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr(recorded_at, 1, 19), '+0 seconds')),
    actor TEXT NOT NULL CHECK (actor <> ''),
    data TEXT NOT NULL CHECK (json_type(data) = 'object'),
    personal TEXT CHECK (length(personal) = 64),
    prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
INSERT INTO event_as_of_4 (seq, dossier, kind, occurred_at, recorded_at, actor, data, personal, prev_hash, hash)
    SELECT seq, dossier, kind, occurred_at, recorded_at, actor, data, personal, prev_hash, hash FROM event ORDER BY seq;
DROP TABLE event;
-- The views and the other tables say `event` and go on saying it.
PRAGMA legacy_alter_table = ON;
ALTER TABLE event_as_of_4 RENAME TO event;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX event_dossier ON event (dossier, seq) WHERE dossier IS NOT NULL;
CREATE INDEX event_file ON event (seq) WHERE dossier IS NULL;
CREATE TRIGGER event_of_a_kind BEFORE INSERT ON event BEGIN
    SELECT RAISE(ABORT, 'no such kind of event of a dossier, or of the file') WHERE NOT EXISTS (
        SELECT 1 FROM event_kind
        WHERE kind = NEW.kind AND scope = CASE WHEN NEW.dossier IS NULL THEN 'file' ELSE 'dossier' END);
END;
CREATE TRIGGER event_chained BEFORE INSERT ON event BEGIN
    SELECT RAISE(ABORT, 'the event does not follow the last one') WHERE
        NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
        OR NEW.prev_hash IS NOT coalesce(
            (SELECT hash FROM event ORDER BY seq DESC LIMIT 1),
        '0000000000000000000000000000000000000000000000000000000000000000');
END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;
PRAGMA user_version = 4;
