-- When things were written down: what the register tells of it; papers recorded late, entries recorded late; numbers.
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
PRAGMA user_version = 6;
