"""Values in, text or bytes out: languages, tables, JSON, CSV. No SQL and no rules."""
