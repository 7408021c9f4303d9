-- What the applicant asks for; a dossier received before asks for nothing that is known.
ALTER TABLE dossier ADD COLUMN request TEXT NOT NULL DEFAULT '';
PRAGMA user_version = 5;
