-- When things were written down: what the register tells of it; papers recorded late, entries recorded late; numbers.
-- Among notices of one rank the later one decides a day from now on. A day off that a make-up day entered before it had
-- kept without effect goes on without any.
UPDATE claim SET ended_by = seq WHERE ended_by IS NULL AND kind <> 'makeup_day' AND rank <> 'computed' AND EXISTS (
    SELECT 1 FROM claim AS worked WHERE worked.on_day = claim.on_day AND worked.rank = claim.rank
        AND worked.kind = 'makeup_day' AND worked.ended_by IS NULL AND worked.seq < claim.seq);
PRAGMA user_version = 6;
