"""Procedures in SQL: dated versions, each from a ledger event."""

import json
import sqlite3
from datetime import date
from typing import Any

from onestop_cli.core.ledger import Event
from onestop_cli.core.limits import TimeLimit, Unit
from onestop_cli.core.procedures import Procedure


def versions(connection: sqlite3.Connection, code: str | None = None, *, up_to: int | None = None) -> list[Procedure]:
    """All versions of all procedures (or of one), by code and then in the order they take effect.

    With `up_to`, those there were after the event of that number.
    """
    rows = connection.execute(
        "SELECT code, name, field, statutory_amount, statutory_unit, committed_amount, committed_unit, aliases, "
        "legal_basis, valid_from, retired, seq FROM procedure "
        "WHERE (:code IS NULL OR code = :code) AND (:up_to IS NULL OR seq <= :up_to) ORDER BY code, valid_from, seq",
        {"code": code, "up_to": up_to},
    )
    return [
        Procedure(
            code, name, field, TimeLimit(sa, Unit(su)), TimeLimit(ca, Unit(cu)), tuple(json.loads(aliases)),
            legal_basis, date.fromisoformat(valid_from), bool(retired), seq,
        )
        for code, name, field, sa, su, ca, cu, aliases, legal_basis, valid_from, retired, seq in rows
    ]  # fmt: skip


def procedure_data(procedure: Procedure) -> dict[str, Any]:
    """A version of a procedure as it stands in a procedure event."""
    return {
        "code": procedure.code,
        "name": procedure.name,
        "field": procedure.field,
        "statutory": {"amount": procedure.statutory.amount, "unit": procedure.statutory.unit.value},
        "committed": {"amount": procedure.committed.amount, "unit": procedure.committed.unit.value},
        "aliases": list(procedure.aliases),
        "legal_basis": procedure.legal_basis,
        "valid_from": procedure.valid_from.isoformat(),
        "retired": procedure.retired,
    }


def project(connection: sqlite3.Connection, event: Event) -> None:
    """Write the versions that a procedure event brings."""
    connection.executemany(
        "INSERT INTO procedure (seq, code, valid_from, name, field, statutory_amount, statutory_unit, "
        "committed_amount, committed_unit, aliases, legal_basis, retired) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                event.seq, p["code"], p["valid_from"], p["name"], p["field"], p["statutory"]["amount"],
                p["statutory"]["unit"], p["committed"]["amount"], p["committed"]["unit"], json.dumps(p["aliases"]),
                p["legal_basis"], p["retired"],
            )
            for p in event.data["versions"]
        ],
    )  # fmt: skip
