"""The file's own secret: a random key for digests that must not be guessable from outside."""

import secrets
import sqlite3


def create(connection: sqlite3.Connection) -> None:
    """Draw the secret of a new file."""
    connection.execute("INSERT INTO secret (name, value) VALUES ('imports', ?)", (secrets.token_hex(32),))


def imports_key(connection: sqlite3.Connection) -> bytes:
    """The key under which imported rows are remembered."""
    (value,) = connection.execute("SELECT value FROM secret WHERE name = 'imports'").fetchone()
    return bytes.fromhex(value)


def pseudonyms_key(connection: sqlite3.Connection) -> str:
    """The key under which applicants bear pseudonyms."""
    return connection.execute("SELECT value FROM secret WHERE name = 'pseudonyms'").fetchone()[0]
