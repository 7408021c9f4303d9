-- When things were written down: what the register tells of it; papers recorded late, entries recorded late; numbers.
PRAGMA user_version = 6;
