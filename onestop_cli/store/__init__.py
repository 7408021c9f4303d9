"""Every SQL statement: schema, ledger (append-only), register (current state), queries."""
