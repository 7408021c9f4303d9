-- Finding: the words of each dossier's person, note and code, beside the number of the event that received it.
CREATE TABLE search_word (
    word TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (word, seq)
) STRICT, WITHOUT ROWID;
ALTER TABLE personal DROP COLUMN search;
ALTER TABLE dossier DROP COLUMN search;
CREATE INDEX dossier_officer ON dossier (officer, received_at);
PRAGMA user_version = 10;
