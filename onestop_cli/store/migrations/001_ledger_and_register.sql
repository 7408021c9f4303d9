-- What file format 3 was: files of it lie in offices. Frozen; the migrations after it change it.
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    dossier TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('receive', 'resolve', 'deliver', 'move', 'suspend', 'resume', 'extend',
        'withdraw', 'stop', 'assign', 'correct', 'void', 'undo', 'erase', 'init', 'config', 'calendar_load',
        'calendar_confirm', 'notice', 'revoke', 'procedure', 'import', 'seal')),
    occurred_at TEXT NOT NULL CHECK (length(occurred_at) = 25 AND substr(occurred_at, 20) = '+07:00'
        AND substr(occurred_at, 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr(occurred_at, 1, 19), '+0 seconds')),
    recorded_at TEXT NOT NULL CHECK (length(recorded_at) = 25 AND substr(recorded_at, 20) = '+07:00'
        AND substr(recorded_at, 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr(recorded_at, 1, 19), '+0 seconds')),
    actor TEXT NOT NULL CHECK (actor <> ''),
    data TEXT NOT NULL CHECK (json_type(data) = 'object'),
    personal TEXT CHECK (length(personal) = 64),
    prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    CHECK ((dossier IS NOT NULL) = (kind IN ('receive', 'resolve', 'deliver', 'move', 'suspend', 'resume',
        'extend', 'withdraw', 'stop', 'assign', 'correct', 'void', 'undo', 'erase')))
) STRICT;
CREATE INDEX event_dossier ON event (dossier, seq) WHERE dossier IS NOT NULL;
CREATE INDEX event_file ON event (seq) WHERE dossier IS NULL;
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
    status TEXT NOT NULL CHECK (status IN ('received', 'suspended', 'resolved', 'delivered', 'withdrawn',
        'stopped', 'void')),
    received_at TEXT NOT NULL CHECK (length(received_at) = 25 AND substr(received_at, 20) = '+07:00'
        AND substr(received_at, 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr(received_at, 1, 19), '+0 seconds')),
    time_limit_amount INTEGER CHECK (time_limit_amount >= 1),
    time_limit_unit TEXT NOT NULL CHECK (time_limit_unit IN ('same_day', 'working_hour', 'working_day',
        'calendar_day', 'month', 'none')),
    statutory_amount INTEGER CHECK (statutory_amount >= 1),
    statutory_unit TEXT NOT NULL CHECK (statutory_unit IN ('same_day', 'working_hour', 'working_day',
        'calendar_day', 'month', 'none')),
    due_at TEXT CHECK (due_at IS NULL OR (length(due_at) = 25 AND substr(due_at, 20) = '+07:00'
        AND substr(due_at, 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr(due_at, 1, 19), '+0 seconds'))),
    due_source TEXT NOT NULL CHECK (due_source IN ('engine', 'foreign')),
    due_is_day INTEGER NOT NULL CHECK (due_is_day IN (0, 1)),
    promised_is_day INTEGER NOT NULL CHECK (promised_is_day IN (0, 1)),
    promised_due_at TEXT CHECK (promised_due_at IS NULL OR (length(promised_due_at) = 25
        AND substr(promised_due_at, 20) = '+07:00' AND substr(promised_due_at, 1, 19)
        IS strftime('%Y-%m-%dT%H:%M:%S', substr(promised_due_at, 1, 19), '+0 seconds'))),
    statutory_due_at TEXT CHECK (statutory_due_at IS NULL OR (length(statutory_due_at) = 25
        AND substr(statutory_due_at, 20) = '+07:00' AND substr(statutory_due_at, 1, 19)
        IS strftime('%Y-%m-%dT%H:%M:%S', substr(statutory_due_at, 1, 19), '+0 seconds'))),
    extended_due_at TEXT CHECK (extended_due_at IS NULL OR (length(extended_due_at) = 25
        AND substr(extended_due_at, 20) = '+07:00' AND substr(extended_due_at, 1, 19)
        IS strftime('%Y-%m-%dT%H:%M:%S', substr(extended_due_at, 1, 19), '+0 seconds'))),
    resolved_at TEXT CHECK (resolved_at IS NULL OR (length(resolved_at) = 25
        AND substr(resolved_at, 20) = '+07:00' AND substr(resolved_at, 1, 19)
        IS strftime('%Y-%m-%dT%H:%M:%S', substr(resolved_at, 1, 19), '+0 seconds'))),
    result TEXT CHECK (result IN ('approved', 'refused')),
    delivered_at TEXT CHECK (delivered_at IS NULL OR (length(delivered_at) = 25
        AND substr(delivered_at, 20) = '+07:00' AND substr(delivered_at, 1, 19)
        IS strftime('%Y-%m-%dT%H:%M:%S', substr(delivered_at, 1, 19), '+0 seconds'))),
    delivery_method TEXT CHECK (delivery_method IN ('direct', 'online', 'postal')),
    closed_at TEXT CHECK (closed_at IS NULL OR (length(closed_at) = 25 AND substr(closed_at, 20) = '+07:00'
        AND substr(closed_at, 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr(closed_at, 1, 19), '+0 seconds'))),
    changed_at TEXT CHECK (changed_at IS NULL OR (length(changed_at) = 25 AND substr(changed_at, 20) = '+07:00'
        AND substr(changed_at, 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr(changed_at, 1, 19), '+0 seconds'))),
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
    last_act_at TEXT NOT NULL CHECK (length(last_act_at) = 25 AND substr(last_act_at, 20) = '+07:00'
        AND substr(last_act_at, 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr(last_act_at, 1, 19), '+0 seconds')),
    anchor TEXT NOT NULL,
    search TEXT NOT NULL,
    suspensions TEXT NOT NULL DEFAULT '[]' CHECK (json_type(suspensions) = 'array'),
    extensions TEXT NOT NULL DEFAULT '[]' CHECK (json_type(extensions) = 'array'),
    alike TEXT GENERATED ALWAYS AS ((procedure_code) || ' ' || (channel) || ' ' || (CASE
    WHEN resolved_at IS NULL THEN status ELSE 'resolved' END) || ' ' || (CASE WHEN due_at IS NULL THEN 'no_limit'
    WHEN substr(coalesce(resolved_at, closed_at), 1, CASE WHEN time_limit_unit IN ('same_day', 'working_hour') AND
    NOT (due_source = 'foreign' AND due_is_day) THEN 16 ELSE 10 END) = substr(due_at, 1, CASE WHEN time_limit_unit
    IN ('same_day', 'working_hour') AND NOT (due_source = 'foreign' AND due_is_day) THEN 16 ELSE 10 END) THEN
    'on_time' WHEN coalesce(resolved_at, closed_at) < due_at THEN 'early' ELSE 'late' END) || ' ' || (result IS
    'refused') || ' ' || (coalesce(working_days, '')) || ' ' || (coalesce(saved_days, ''))) VIRTUAL,
    CHECK ((series IS NULL) = (number IS NULL)),
    CHECK (resolved_at IS NULL OR closed_at IS NULL),
    CHECK ((resolved_at IS NULL) = (result IS NULL))
) STRICT;
CREATE UNIQUE INDEX dossier_number ON dossier (series, number) WHERE series IS NOT NULL;
CREATE INDEX dossier_tail ON dossier (tail);
CREATE INDEX dossier_open ON dossier (due_at) WHERE status IN ('received', 'suspended');
CREATE INDEX dossier_waiting ON dossier (resolved_at) WHERE status = 'resolved';
CREATE INDEX dossier_long ON dossier (received_at) WHERE is_long;
CREATE TABLE imported_row (digest TEXT PRIMARY KEY, code TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE loaded_year (
    year INTEGER PRIMARY KEY CHECK (year BETWEEN 1900 AND 2199),
    seq INTEGER NOT NULL REFERENCES event (seq),
    library TEXT NOT NULL
) STRICT;
CREATE TABLE claim (
    seq INTEGER NOT NULL REFERENCES event (seq),
    on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')),
    kind TEXT NOT NULL CHECK (kind IN ('holiday', 'swap_day_off', 'makeup_day')),
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    rank TEXT NOT NULL CHECK (rank IN ('computed', 'national', 'local')),
    swap_with TEXT CHECK (swap_with IS NULL OR swap_with IS date(swap_with, '+0 days')),
    ended_by INTEGER REFERENCES event (seq),
    PRIMARY KEY (seq, on_day, kind, rank)
) STRICT;
CREATE TABLE provisional (
    seq INTEGER NOT NULL REFERENCES event (seq),
    from_day TEXT NOT NULL CHECK (from_day IS date(from_day, '+0 days')),
    to_day TEXT NOT NULL CHECK (to_day IS date(to_day, '+0 days') AND to_day >= from_day),
    reason TEXT NOT NULL,
    ended_by INTEGER REFERENCES event (seq),
    PRIMARY KEY (seq, from_day)
) STRICT;
CREATE TABLE day (
    on_day TEXT PRIMARY KEY CHECK (on_day IS date(on_day, '+0 days')),
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
    first_day TEXT NOT NULL CHECK (first_day IS date(first_day, '+0 days')),
    marks TEXT NOT NULL
) STRICT;
CREATE TABLE procedure (
    seq INTEGER NOT NULL REFERENCES event (seq),
    code TEXT NOT NULL,
    valid_from TEXT NOT NULL CHECK (valid_from IS date(valid_from, '+0 days')),
    name TEXT NOT NULL CHECK (name <> ''),
    field TEXT NOT NULL,
    statutory_amount INTEGER CHECK (statutory_amount >= 1),
    statutory_unit TEXT NOT NULL CHECK (statutory_unit IN ('same_day', 'working_hour', 'working_day',
        'calendar_day', 'month', 'none')),
    committed_amount INTEGER CHECK (committed_amount >= 1),
    committed_unit TEXT NOT NULL CHECK (committed_unit IN ('same_day', 'working_hour', 'working_day',
        'calendar_day', 'month', 'none')),
    aliases TEXT NOT NULL CHECK (json_type(aliases) = 'array'),
    legal_basis TEXT NOT NULL,
    retired INTEGER NOT NULL CHECK (retired IN (0, 1)),
    PRIMARY KEY (seq, code, valid_from)
) STRICT;
CREATE INDEX procedure_code ON procedure (code, valid_from, seq);
CREATE TABLE setting (
    seq INTEGER NOT NULL REFERENCES event (seq),
    key TEXT NOT NULL,
    valid_from TEXT NOT NULL CHECK (valid_from IS date(valid_from, '+0 days')),
    value TEXT NOT NULL,
    PRIMARY KEY (key, valid_from, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_received ON dossier (received_at, finished_at);
CREATE INDEX dossier_finished ON dossier (finished_at, received_at, alike, field, officer) WHERE finished_at IS NOT
    NULL AND status <> 'void';
CREATE VIEW v_register AS SELECT code, procedure_code, procedure_name, field, channel, copies, fee, officer, note,
    status, result, received_at, promised_due_at, due_at, statutory_due_at, extended_due_at, resolved_at,
    delivered_at, delivery_method, closed_at, suspensions, extensions, rule_version, calendar_edition, anchor FROM
    dossier WHERE status <> 'void';
CREATE VIEW v_event AS SELECT seq, dossier, kind, occurred_at, recorded_at, actor, data, hash FROM event;
CREATE VIEW v_dossier_outcome AS SELECT code, procedure_code, procedure_name, field, channel, officer, status,
    received_at, due_at, statutory_due_at, finished_at, working_days, saved_days, CASE WHEN status IN ('withdrawn',
    'stopped') THEN 'closed' WHEN status = 'suspended' AND json_extract(suspensions, '$[#-1].counts') THEN
    'suspended' WHEN resolved_at IS NOT NULL THEN CASE WHEN due_at IS NULL THEN 'no_limit' WHEN substr(finish, 1,
    CASE WHEN time_limit_unit IN ('same_day', 'working_hour') AND NOT (due_source = 'foreign' AND due_is_day) THEN
    16 ELSE 10 END) = substr(due_at, 1, CASE WHEN time_limit_unit IN ('same_day', 'working_hour') AND NOT
    (due_source = 'foreign' AND due_is_day) THEN 16 ELSE 10 END) THEN 'on_time' WHEN finish < due_at THEN 'early'
    ELSE 'late' END ELSE CASE CASE WHEN due_at IS NULL THEN 'no_limit' WHEN substr(finish, 1, CASE WHEN
    time_limit_unit IN ('same_day', 'working_hour') AND NOT (due_source = 'foreign' AND due_is_day) THEN 16 ELSE 10
    END) = substr(due_at, 1, CASE WHEN time_limit_unit IN ('same_day', 'working_hour') AND NOT (due_source =
    'foreign' AND due_is_day) THEN 16 ELSE 10 END) THEN 'on_time' WHEN finish < due_at THEN 'early' ELSE 'late' END
    WHEN 'no_limit' THEN 'no_limit' WHEN 'late' THEN 'overdue' ELSE 'within' END END AS outcome, judged_at FROM (
    SELECT dossier.*, head.recorded_at AS judged_at, coalesce(resolved_at, head.recorded_at) AS finish FROM dossier,
    (SELECT recorded_at FROM event ORDER BY seq DESC LIMIT 1) AS head ) WHERE status <> 'void';
PRAGMA application_id = 1869509488; -- onsp
PRAGMA user_version = 3;
