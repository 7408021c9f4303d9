"""The file's own secret: a random key for digests that must not be guessable from outside."""

import re
import secrets
import sqlite3
from hashlib import sha256

from onestop_cli.errors import N_, StoreDamaged

_HEX = re.compile("[0-9a-f]{64}")


def create(connection: sqlite3.Connection) -> None:
    """Draw the secret of a new file."""
    connection.execute("INSERT INTO secret (name, value) VALUES ('imports', ?)", (secrets.token_hex(32),))


def imports_key(connection: sqlite3.Connection) -> bytes:
    """The key under which imported rows are remembered. Raises `StoreDamaged`."""
    return bytes.fromhex(_secret(connection))


def pseudonyms_key(connection: sqlite3.Connection) -> str:
    """The key under which applicants bear pseudonyms, another than that of imports. Raises `StoreDamaged`.

    It follows from the file's secret, so that whatever is made of the file, a migration too, gives the same pseudonyms.
    """
    return sha256(f"pseudonyms:{_secret(connection)}".encode()).hexdigest()


def _secret(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT value FROM secret WHERE name = 'imports'").fetchone()
    if row is None or not _HEX.fullmatch(row[0]):
        (_seq, _name, path) = connection.execute("PRAGMA database_list").fetchone()
        raise StoreDamaged(path=path, why=N_("its secret is gone"))
    return row[0]
