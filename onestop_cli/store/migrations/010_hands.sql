-- Fees: what a procedure asks for, how a dossier's was paid, and why it was waived.
ALTER TABLE procedure ADD COLUMN fee INTEGER CHECK (fee >= 0);
ALTER TABLE procedure ADD COLUMN fee_per TEXT NOT NULL DEFAULT 'dossier' CHECK (fee_per IN ('dossier', 'copy'));
ALTER TABLE dossier ADD COLUMN fee_paid TEXT NOT NULL DEFAULT '' CHECK (fee_paid IN ('', 'cash', 'online'));
ALTER TABLE dossier ADD COLUMN fee_waived TEXT NOT NULL DEFAULT '' CHECK (fee_waived = '' OR fee IS 0);
DROP VIEW v_register;
CREATE VIEW v_register AS SELECT code, procedure_code, procedure_name, field, channel, copies, fee, officer,
    status, result, received_at, promised_due_at, due_at, statutory_due_at, extended_due_at, resolved_at,
    delivered_at, delivery_method, closed_at, (SELECT json_group_array(json_remove(value, '$.note', '$.override',
    '$.papers')) FROM json_each(suspensions)) AS suspensions, (SELECT json_group_array(json_remove(value, '$.note', '$.override'))
    FROM json_each(extensions)) AS extensions, rule_version, calendar_edition, anchor, recorded_at,
    resolved_recorded_at, received_is_day, resolved_is_day, (SELECT json_group_array(json_remove(value, '$.reason'))
    FROM json_each(recorded_late)) AS recorded_late, entered_late_at IS NOT NULL AS entered_late,
    imported_by AS import,
    "case", submitted_at, receiving_unit, agreed_due_at, stop_reason, fee_paid FROM dossier WHERE status <> 'void';
PRAGMA user_version = 10;
