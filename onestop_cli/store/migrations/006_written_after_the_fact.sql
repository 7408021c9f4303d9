-- When things were written down: what the register tells of it; papers recorded late, entries recorded late; numbers.
ALTER TABLE dossier ADD COLUMN recorded_at TEXT CHECK (recorded_at IS NULL OR (length(recorded_at) = 25
    AND substr(recorded_at, 20) = '+07:00' AND substr(recorded_at, 1, 19)
    IS strftime('%Y-%m-%dT%H:%M:%S', substr(recorded_at, 1, 19), '+0 seconds')));
ALTER TABLE dossier ADD COLUMN resolved_recorded_at TEXT CHECK (resolved_recorded_at IS NULL OR (length(resolved_recorded_at) = 25
    AND substr(resolved_recorded_at, 20) = '+07:00' AND substr(resolved_recorded_at, 1, 19)
    IS strftime('%Y-%m-%dT%H:%M:%S', substr(resolved_recorded_at, 1, 19), '+0 seconds')));
ALTER TABLE dossier ADD COLUMN received_is_day INTEGER NOT NULL DEFAULT 0 CHECK (received_is_day IN (0, 1));
ALTER TABLE dossier ADD COLUMN resolved_is_day INTEGER NOT NULL DEFAULT 0 CHECK (resolved_is_day IN (0, 1));
ALTER TABLE dossier ADD COLUMN recorded_late TEXT NOT NULL DEFAULT '[]' CHECK (json_type(recorded_late) = 'array');
ALTER TABLE dossier ADD COLUMN entered_late_at TEXT CHECK (entered_late_at IS NULL OR (length(entered_late_at) = 25
    AND substr(entered_late_at, 20) = '+07:00' AND substr(entered_late_at, 1, 19)
    IS strftime('%Y-%m-%dT%H:%M:%S', substr(entered_late_at, 1, 19), '+0 seconds')));
ALTER TABLE dossier ADD COLUMN imported_by INTEGER REFERENCES event (seq);
ALTER TABLE dossier ADD COLUMN delivered_is_day INTEGER NOT NULL DEFAULT 0 CHECK (delivered_is_day IN (0, 1));
ALTER TABLE dossier ADD COLUMN closed_is_day INTEGER NOT NULL DEFAULT 0 CHECK (closed_is_day IN (0, 1));
ALTER TABLE dossier ADD COLUMN given_due_at TEXT CHECK (given_due_at IS NULL OR (length(given_due_at) = 25
    AND substr(given_due_at, 20) = '+07:00' AND substr(given_due_at, 1, 19)
    IS strftime('%Y-%m-%dT%H:%M:%S', substr(given_due_at, 1, 19), '+0 seconds')));
ALTER TABLE dossier ADD COLUMN given_after INTEGER NOT NULL DEFAULT 0 CHECK (given_after >= 0);
CREATE INDEX dossier_recorded_late ON dossier (finished_at, received_at) WHERE recorded_late <> '[]';
CREATE INDEX dossier_entered_late ON dossier (finished_at, received_at) WHERE entered_late_at IS NOT NULL;
-- The ledger in stretches within which no event was recorded before the one before it; and those whose clock was wrong.
CREATE TABLE clock_setback (seq INTEGER PRIMARY KEY REFERENCES event (seq)) STRICT;
INSERT INTO clock_setback (seq) SELECT seq FROM (
    SELECT seq, recorded_at < lag(recorded_at) OVER (ORDER BY seq) AS went_back FROM event) WHERE went_back;
INSERT INTO event_kind (kind, scope) VALUES ('clock', 'file');
-- Since which event papers recorded late are marked: after the last of a file of an earlier format.
CREATE TABLE marks_kept (one INTEGER PRIMARY KEY CHECK (one = 1), after_seq INTEGER NOT NULL) STRICT;
INSERT INTO marks_kept (one, after_seq) SELECT 1, coalesce(max(seq), 0) FROM event;
DROP VIEW v_register;
CREATE VIEW v_register AS SELECT code, procedure_code, procedure_name, field, channel, copies, fee, officer,
    status, result, received_at, promised_due_at, due_at, statutory_due_at, extended_due_at, resolved_at,
    delivered_at, delivery_method, closed_at, (SELECT json_group_array(json_remove(value, '$.note', '$.override'))
    FROM json_each(suspensions)) AS suspensions, (SELECT json_group_array(json_remove(value, '$.note', '$.override'))
    FROM json_each(extensions)) AS extensions, rule_version, calendar_edition, anchor, recorded_at,
    resolved_recorded_at, received_is_day, resolved_is_day, (SELECT json_group_array(json_remove(value, '$.reason'))
    FROM json_each(recorded_late)) AS recorded_late, entered_late_at IS NOT NULL AS entered_late,
    imported_by AS import FROM dossier WHERE status <> 'void';
-- A number of more than four digits feeds the series of its day only where this file drew it (domain §5). Receipts before
-- this format do not say so; it was drawn where the number before it is there, as that is how numbers are drawn, and no
-- row of a register brought it. The table of numbers used keeps how far the series went.
UPDATE dossier SET series = NULL, number = NULL
    WHERE number > 9999 AND (
        NOT EXISTS (SELECT 1 FROM dossier AS before
            WHERE before.code = dossier.series || '-' || printf('%04d', dossier.number - 1))
        OR EXISTS (SELECT 1 FROM event WHERE event.dossier = dossier.code AND kind = 'receive'
            AND data ->> '$.import' IS NOT NULL AND data ->> '$.row' IS NULL));
INSERT INTO series_used (series, number)
    SELECT series, max(number) FROM dossier WHERE number > 9999 GROUP BY series
    ON CONFLICT (series) DO UPDATE SET number = max(number, excluded.number);
-- Among notices of one rank the later one decides a day from now on. A day off that a make-up day entered before it had
-- kept without effect goes on without any.
UPDATE claim SET ended_by = seq WHERE ended_by IS NULL AND kind <> 'makeup_day' AND rank <> 'computed' AND EXISTS (
    SELECT 1 FROM claim AS worked WHERE worked.on_day = claim.on_day AND worked.rank = claim.rank
        AND worked.kind = 'makeup_day' AND worked.ended_by IS NULL AND worked.seq < claim.seq);
PRAGMA user_version = 6;
