-- Personal data beside the chain go by an act that is recorded before them and names their events, and by nothing else.
INSERT INTO event_kind (kind, scope) VALUES ('erase', 'dossier');
CREATE TRIGGER personal_no_delete BEFORE DELETE ON personal BEGIN
    SELECT RAISE(ABORT, 'personal data are erased by a recorded act only') WHERE NOT EXISTS (
        SELECT 1 FROM event, event AS act, json_each(act.data, '$.erased') AS erased
        WHERE event.seq = OLD.seq AND act.dossier = event.dossier AND act.kind = 'erase' AND erased.value = OLD.seq);
END;
PRAGMA user_version = 9;
