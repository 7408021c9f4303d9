-- Paper: what the printed forms need of a dossier, and printing as an act.
INSERT INTO event_kind (kind, scope) VALUES ('print', 'dossier'), ('decline', 'file'), ('decline_print', 'file'),
    ('decline_erase', 'file'), ('decline_void', 'file');
CREATE INDEX event_decline ON event (kind, occurred_at, seq)
    WHERE kind IN ('decline', 'decline_print', 'decline_erase', 'decline_void');
DROP TRIGGER personal_no_delete;
CREATE TRIGGER personal_no_delete BEFORE DELETE ON personal BEGIN
    SELECT RAISE(ABORT, 'personal data are erased by a recorded act only') WHERE NOT EXISTS (
        SELECT 1 FROM event, event AS act, json_each(act.data, '$.erased') AS erased
        WHERE event.seq = OLD.seq AND act.dossier = event.dossier AND act.kind = 'erase' AND erased.value = OLD.seq)
    AND NOT EXISTS (
        SELECT 1 FROM event, event AS act WHERE event.seq = OLD.seq
        AND act.dossier IS NULL AND act.seq > event.seq AND act.kind = 'decline_erase' AND act.data ->> '$.act' =
        CASE event.kind WHEN 'decline' THEN event.seq WHEN 'decline_void' THEN event.data ->> '$.act' END);
END;
ALTER TABLE dossier ADD COLUMN applicant_kind TEXT NOT NULL DEFAULT 'person'
    CHECK (applicant_kind IN ('person', 'organisation'));
ALTER TABLE dossier ADD COLUMN result_by TEXT NOT NULL DEFAULT 'direct'
    CHECK (result_by IN ('direct', 'online', 'postal'));
ALTER TABLE dossier ADD COLUMN delivered_to TEXT NOT NULL DEFAULT '';
ALTER TABLE dossier ADD COLUMN stop_letter TEXT NOT NULL DEFAULT '';
ALTER TABLE procedure ADD COLUMN papers TEXT NOT NULL DEFAULT '';
-- The register's running number of a year: how many receipts of it were recorded up to an event.
CREATE INDEX event_received ON event (substr(occurred_at, 1, 4), seq) WHERE kind = 'receive';
-- A scanner types in capitals or in small letters, as the keyboard stands.
DROP INDEX dossier_tail;
CREATE INDEX dossier_tail ON dossier (tail COLLATE NOCASE);
DROP VIEW v_register;
CREATE VIEW v_register AS SELECT code, procedure_code, procedure_name, field, channel, copies, fee, officer,
    status, result, received_at, promised_due_at, due_at, statutory_due_at, extended_due_at, resolved_at,
    delivered_at, delivery_method, closed_at, (SELECT json_group_array(json_remove(value, '$.note', '$.override',
    '$.papers')) FROM json_each(suspensions)) AS suspensions, (SELECT json_group_array(json_remove(value, '$.note', '$.override'))
    FROM json_each(extensions)) AS extensions, rule_version, calendar_edition, anchor, recorded_at,
    resolved_recorded_at, received_is_day, resolved_is_day, (SELECT json_group_array(json_remove(value, '$.reason'))
    FROM json_each(recorded_late)) AS recorded_late, entered_late_at IS NOT NULL AS entered_late,
    imported_by AS import,
    "case", submitted_at, receiving_unit, agreed_due_at, stop_reason, fee_paid, applicant_kind, result_by,
    stop_letter
    FROM dossier WHERE status <> 'void';
PRAGMA user_version = 11;
