-- File format 3: what reports are counted from, and views for other programs. Frozen: tests/store/test_cells.py
-- compares it with the rules in core.
ALTER TABLE dossier ADD COLUMN alike TEXT GENERATED ALWAYS AS ((procedure_code) || ' ' || (channel) || ' ' || (CASE
    WHEN resolved_at IS NULL THEN status ELSE 'resolved' END) || ' ' || (CASE WHEN due_at IS NULL THEN 'no_limit'
    WHEN substr(coalesce(resolved_at, closed_at), 1, CASE WHEN time_limit_unit IN ('same_day', 'working_hour') AND
    NOT (due_source = 'foreign' AND due_is_day) THEN 16 ELSE 10 END) = substr(due_at, 1, CASE WHEN time_limit_unit
    IN ('same_day', 'working_hour') AND NOT (due_source = 'foreign' AND due_is_day) THEN 16 ELSE 10 END) THEN
    'on_time' WHEN coalesce(resolved_at, closed_at) < due_at THEN 'early' ELSE 'late' END) || ' ' || (result IS
    'refused') || ' ' || (coalesce(working_days, '')) || ' ' || (coalesce(saved_days, ''))) VIRTUAL;
DROP INDEX dossier_received;
CREATE INDEX dossier_received ON dossier (received_at, finished_at);
DROP INDEX dossier_finished;
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
