-- The law of its day: cases, start rules and agreed dates; when and where a dossier was handed in; closures of some hours;
-- procedures taken back. An agreed date is a third source of a due date, so the table is made anew.
DROP VIEW v_dossier_outcome;
DROP VIEW v_register;
CREATE TABLE dossier_as_of_7 (
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
    due_source TEXT NOT NULL CHECK (due_source IN ('engine', 'foreign', 'agreed')),
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
    recorded_at TEXT CHECK (recorded_at IS NULL OR (length(recorded_at) = 25
        AND substr(recorded_at, 20) = '+07:00' AND substr(recorded_at, 1, 19)
        IS strftime('%Y-%m-%dT%H:%M:%S', substr(recorded_at, 1, 19), '+0 seconds'))),
    resolved_recorded_at TEXT CHECK (resolved_recorded_at IS NULL OR (length(resolved_recorded_at) = 25
        AND substr(resolved_recorded_at, 20) = '+07:00' AND substr(resolved_recorded_at, 1, 19)
        IS strftime('%Y-%m-%dT%H:%M:%S', substr(resolved_recorded_at, 1, 19), '+0 seconds'))),
    received_is_day INTEGER NOT NULL DEFAULT 0 CHECK (received_is_day IN (0, 1)),
    resolved_is_day INTEGER NOT NULL DEFAULT 0 CHECK (resolved_is_day IN (0, 1)),
    recorded_late TEXT NOT NULL DEFAULT '[]' CHECK (json_type(recorded_late) = 'array'),
    entered_late_at TEXT CHECK (entered_late_at IS NULL OR (length(entered_late_at) = 25
        AND substr(entered_late_at, 20) = '+07:00' AND substr(entered_late_at, 1, 19)
        IS strftime('%Y-%m-%dT%H:%M:%S', substr(entered_late_at, 1, 19), '+0 seconds'))),
    imported_by INTEGER REFERENCES event (seq),
    delivered_is_day INTEGER NOT NULL DEFAULT 0 CHECK (delivered_is_day IN (0, 1)),
    closed_is_day INTEGER NOT NULL DEFAULT 0 CHECK (closed_is_day IN (0, 1)),
    given_due_at TEXT CHECK (given_due_at IS NULL OR (length(given_due_at) = 25
        AND substr(given_due_at, 20) = '+07:00' AND substr(given_due_at, 1, 19)
        IS strftime('%Y-%m-%dT%H:%M:%S', substr(given_due_at, 1, 19), '+0 seconds'))),
    given_after INTEGER NOT NULL DEFAULT 0 CHECK (given_after >= 0),
    "case" TEXT NOT NULL DEFAULT '',
    submitted_at TEXT CHECK (submitted_at IS NULL OR (length(submitted_at) = 25
        AND substr(submitted_at, 20) = '+07:00' AND substr(submitted_at, 1, 19)
        IS strftime('%Y-%m-%dT%H:%M:%S', substr(submitted_at, 1, 19), '+0 seconds'))),
    receiving_unit TEXT NOT NULL DEFAULT '',
    agreed_due_at TEXT CHECK (agreed_due_at IS NULL OR (length(agreed_due_at) = 25
        AND substr(agreed_due_at, 20) = '+07:00' AND substr(agreed_due_at, 1, 19)
        IS strftime('%Y-%m-%dT%H:%M:%S', substr(agreed_due_at, 1, 19), '+0 seconds'))),
    stop_reason TEXT CHECK (stop_reason IN ('citizen', 'supplement_expired')),
    submitted_is_day INTEGER NOT NULL DEFAULT 0 CHECK (submitted_is_day IN (0, 1)),
    start TEXT NOT NULL DEFAULT 'receipt' CHECK (start IN ('receipt', 'cut_off', 'submitted')),
    acceptance_due_at TEXT CHECK (acceptance_due_at IS NULL OR (length(acceptance_due_at) = 25
        AND substr(acceptance_due_at, 20) = '+07:00' AND substr(acceptance_due_at, 1, 19)
        IS strftime('%Y-%m-%dT%H:%M:%S', substr(acceptance_due_at, 1, 19), '+0 seconds'))),
    alike TEXT GENERATED ALWAYS AS ((procedure_code) || ' ' || (channel) || ' ' || (CASE
    WHEN resolved_at IS NULL THEN status ELSE 'resolved' END) || ' ' || (CASE WHEN due_at IS NULL THEN 'no_limit'
    WHEN substr(coalesce(resolved_at, closed_at), 1, CASE WHEN time_limit_unit IN ('same_day', 'working_hour') AND
    NOT (due_source <> 'engine' AND due_is_day) THEN 16 ELSE 10 END) = substr(due_at, 1, CASE WHEN time_limit_unit
    IN ('same_day', 'working_hour') AND NOT (due_source <> 'engine' AND due_is_day) THEN 16 ELSE 10 END) THEN
    'on_time' WHEN coalesce(resolved_at, closed_at) < due_at THEN 'early' ELSE 'late' END) || ' ' || (result IS
    'refused') || ' ' || (coalesce(working_days, '')) || ' ' || (coalesce(saved_days, '')) || ' ' ||
    (channel = 'online' AND acceptance_due_at IS NOT NULL AND received_at > acceptance_due_at)) VIRTUAL,
    CHECK ((series IS NULL) = (number IS NULL)),
    CHECK (resolved_at IS NULL OR closed_at IS NULL),
    CHECK ((resolved_at IS NULL) = (result IS NULL))
) STRICT;
INSERT INTO dossier_as_of_7 (
    id, code, series, number, tail, procedure_code, procedure_name, field, channel, copies, fee, officer,
    note, status, received_at, time_limit_amount, time_limit_unit, statutory_amount, statutory_unit, due_at,
    due_source, due_is_day, promised_is_day, promised_due_at, statutory_due_at, extended_due_at, resolved_at,
    result, delivered_at, delivery_method, closed_at, changed_at, rule_version, calendar_edition,
    calendar_provisional, working_days, saved_days, personal_seq, last_act_at, anchor, search, suspensions,
    extensions, recorded_at, resolved_recorded_at, received_is_day, resolved_is_day, recorded_late,
    entered_late_at, imported_by, delivered_is_day, closed_is_day, given_due_at, given_after
) SELECT
    id, code, series, number, tail, procedure_code, procedure_name, field, channel, copies, fee, officer,
    note, status, received_at, time_limit_amount, time_limit_unit, statutory_amount, statutory_unit, due_at,
    due_source, due_is_day, promised_is_day, promised_due_at, statutory_due_at, extended_due_at, resolved_at,
    result, delivered_at, delivery_method, closed_at, changed_at, rule_version, calendar_edition,
    calendar_provisional, working_days, saved_days, personal_seq, last_act_at, anchor, search, suspensions,
    extensions, recorded_at, resolved_recorded_at, received_is_day, resolved_is_day, recorded_late,
    entered_late_at, imported_by, delivered_is_day, closed_is_day, given_due_at, given_after
FROM dossier;
DROP TABLE dossier;
PRAGMA legacy_alter_table = ON;
ALTER TABLE dossier_as_of_7 RENAME TO dossier;
CREATE UNIQUE INDEX dossier_number ON dossier (series, number) WHERE series IS NOT NULL;
CREATE INDEX dossier_tail ON dossier (tail);
CREATE INDEX dossier_open ON dossier (due_at) WHERE status IN ('received', 'suspended');
CREATE INDEX dossier_waiting ON dossier (resolved_at) WHERE status = 'resolved';
CREATE INDEX dossier_long ON dossier (received_at) WHERE is_long;
CREATE INDEX dossier_received ON dossier (received_at, finished_at);
CREATE INDEX dossier_finished ON dossier (finished_at, received_at, alike, field, officer, receiving_unit)
    WHERE finished_at IS NOT NULL AND status <> 'void';
CREATE INDEX dossier_recorded_late ON dossier (finished_at, received_at) WHERE recorded_late <> '[]';
CREATE INDEX dossier_entered_late ON dossier (finished_at, received_at) WHERE entered_late_at IS NOT NULL;
CREATE INDEX dossier_accepted_late ON dossier (received_at) WHERE channel = 'online'
    AND acceptance_due_at IS NOT NULL AND received_at > acceptance_due_at;
CREATE VIEW v_dossier_outcome AS SELECT code, procedure_code, procedure_name, field, channel, officer, status,
    received_at, due_at, statutory_due_at, finished_at, working_days, saved_days, CASE WHEN status IN ('withdrawn',
    'stopped') THEN 'closed' WHEN status = 'suspended' AND json_extract(suspensions, '$[#-1].counts') THEN
    'suspended' WHEN resolved_at IS NOT NULL THEN CASE WHEN due_at IS NULL THEN 'no_limit' WHEN substr(finish, 1,
    CASE WHEN time_limit_unit IN ('same_day', 'working_hour') AND NOT (due_source <> 'engine' AND due_is_day) THEN
    16 ELSE 10 END) = substr(due_at, 1, CASE WHEN time_limit_unit IN ('same_day', 'working_hour') AND NOT
    (due_source <> 'engine' AND due_is_day) THEN 16 ELSE 10 END) THEN 'on_time' WHEN finish < due_at THEN 'early'
    ELSE 'late' END ELSE CASE CASE WHEN due_at IS NULL THEN 'no_limit' WHEN substr(finish, 1, CASE WHEN
    time_limit_unit IN ('same_day', 'working_hour') AND NOT (due_source <> 'engine' AND due_is_day) THEN 16 ELSE 10
    END) = substr(due_at, 1, CASE WHEN time_limit_unit IN ('same_day', 'working_hour') AND NOT (due_source <> 'engine' AND due_is_day) THEN 16 ELSE 10 END) THEN 'on_time' WHEN finish < due_at THEN 'early' ELSE 'late' END
    WHEN 'no_limit' THEN 'no_limit' WHEN 'late' THEN 'overdue' ELSE 'within' END END AS outcome, judged_at FROM (
    SELECT dossier.*, head.recorded_at AS judged_at, coalesce(resolved_at, head.recorded_at) AS finish FROM dossier,
    (SELECT recorded_at FROM event ORDER BY seq DESC LIMIT 1) AS head ) WHERE status <> 'void';
CREATE VIEW v_register AS SELECT code, procedure_code, procedure_name, field, channel, copies, fee, officer,
    status, result, received_at, promised_due_at, due_at, statutory_due_at, extended_due_at, resolved_at,
    delivered_at, delivery_method, closed_at, (SELECT json_group_array(json_remove(value, '$.note', '$.override',
    '$.papers')) FROM json_each(suspensions)) AS suspensions, (SELECT json_group_array(json_remove(value, '$.note', '$.override'))
    FROM json_each(extensions)) AS extensions, rule_version, calendar_edition, anchor, recorded_at,
    resolved_recorded_at, received_is_day, resolved_is_day, (SELECT json_group_array(json_remove(value, '$.reason'))
    FROM json_each(recorded_late)) AS recorded_late, entered_late_at IS NOT NULL AS entered_late,
    imported_by AS import,
    "case", submitted_at, receiving_unit, agreed_due_at, stop_reason FROM dossier WHERE status <> 'void';
-- Half a day: a claim may close some hours of a day, which stays what it is.
CREATE TABLE claim_as_of_7 (
    seq INTEGER NOT NULL REFERENCES event (seq),
    on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')),
    kind TEXT NOT NULL CHECK (kind IN ('holiday', 'swap_day_off', 'makeup_day', 'closure')),
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    rank TEXT NOT NULL CHECK (rank IN ('computed', 'national', 'local')),
    swap_with TEXT CHECK (swap_with IS NULL OR swap_with IS date(swap_with, '+0 days')),
    ended_by INTEGER REFERENCES event (seq),
    from_second INTEGER CHECK (from_second BETWEEN 0 AND 86399),
    to_second INTEGER CHECK (to_second BETWEEN 1 AND 86400),
    PRIMARY KEY (seq, on_day, kind, rank),
    CHECK ((kind = 'closure') = (from_second IS NOT NULL) AND (from_second IS NULL) = (to_second IS NULL)
        AND (from_second IS NULL OR from_second < to_second))
) STRICT;
INSERT INTO claim_as_of_7 (seq, on_day, kind, name, source, rank, swap_with, ended_by)
    SELECT seq, on_day, kind, name, source, rank, swap_with, ended_by FROM claim;
DROP TABLE claim;
ALTER TABLE claim_as_of_7 RENAME TO claim;
ALTER TABLE calendar_edition ADD COLUMN closures TEXT NOT NULL DEFAULT '[]' CHECK (json_type(closures) = 'array');
-- Cases of a procedure, its start rule, whether a date may be agreed; the event that took a version back.
CREATE TABLE procedure_as_of_7 (
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
    case_name TEXT NOT NULL DEFAULT '',
    start TEXT NOT NULL DEFAULT 'receipt' CHECK (start IN ('receipt', 'cut_off', 'submitted')),
    may_agree INTEGER NOT NULL DEFAULT 0 CHECK (may_agree IN (0, 1)),
    ended_by INTEGER REFERENCES event (seq),
    PRIMARY KEY (seq, code, case_name, valid_from)
) STRICT;
INSERT INTO procedure_as_of_7 (seq, code, valid_from, name, field, statutory_amount, statutory_unit, committed_amount,
    committed_unit, aliases, legal_basis, retired) SELECT seq, code, valid_from, name, field, statutory_amount,
    statutory_unit, committed_amount, committed_unit, aliases, legal_basis, retired FROM procedure;
DROP TABLE procedure;
ALTER TABLE procedure_as_of_7 RENAME TO procedure;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX procedure_code ON procedure (code, valid_from, seq);
INSERT INTO event_kind (kind, scope) VALUES ('procedure_undo', 'file');
PRAGMA user_version = 7;
