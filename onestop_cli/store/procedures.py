"""Procedures in SQL: dated versions, each from a ledger event."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from onestop_cli.core.fees import Fee, FeePer
from onestop_cli.core.limits import Start, TimeLimit, Unit
from onestop_cli.core.procedures import Procedure
from onestop_cli.store.rows import of_rows

if TYPE_CHECKING:
    from onestop_cli.core.file_events import VersionsUndone

_IN_FORCE = "(:up_to IS NULL AND ended_by IS NULL) OR (seq <= :up_to AND (ended_by IS NULL OR ended_by > :up_to))"
"""The condition of versions that nothing took back, up to the event of a number where there is one."""


@of_rows
def versions(connection: sqlite3.Connection, up_to: int | None = None) -> list[Procedure]:
    """All versions of all procedures, by code and then in the order they take effect.

    With `up_to`, those there were after the event of that number.
    """
    rows = connection.execute(
        "SELECT code, name, field, statutory_amount, statutory_unit, committed_amount, committed_unit, aliases, "
        "legal_basis, valid_from, retired, seq, case_name, start, may_agree, fee, fee_per, papers FROM procedure "
        f"WHERE {_IN_FORCE} ORDER BY code, valid_from, seq",
        {"up_to": up_to},
    )
    return list(_of(tuple(rows)))


def changes(connection: sqlite3.Connection) -> list[int]:
    """The numbers of the events that brought versions or took some back, in order."""
    seqs = "SELECT seq FROM procedure UNION SELECT ended_by FROM procedure WHERE ended_by IS NOT NULL ORDER BY 1"
    return [seq for (seq,) in connection.execute(seqs)]


@lru_cache(maxsize=2)
def _of(rows: tuple[tuple[Any, ...], ...]) -> tuple[Procedure, ...]:
    """The versions of rows; one process asks for the same again and again."""
    return tuple([
        Procedure(
            code, name, field, TimeLimit(sa, Unit(su)), TimeLimit(ca, Unit(cu)), tuple(json.loads(aliases)),
            legal_basis, date.fromisoformat(valid_from), bool(retired), seq, case, Start(start), bool(may_agree),
            None if fee is None else Fee(fee, FeePer(fee_per)), papers,
        )
        for code, name, field, sa, su, ca, cu, aliases, legal_basis, valid_from, retired, seq, case, start, may_agree,
        fee, fee_per, papers in rows
    ])  # fmt: skip


def project(connection: sqlite3.Connection, seq: int, versions: Iterable[Procedure]) -> None:
    """Write the versions that the procedure event of a number brings."""
    connection.executemany(
        "INSERT INTO procedure (seq, code, valid_from, name, field, statutory_amount, statutory_unit, "
        "committed_amount, committed_unit, aliases, legal_basis, retired, case_name, start, may_agree, fee, fee_per, "
        f"papers) VALUES ({', '.join('?' * 18)})",
        [
            (
                seq, p.code, p.valid_from.isoformat(), p.name, p.field, *p.statutory, *p.committed,
                json.dumps(p.aliases), p.legal_basis, p.retired, p.case, p.start, p.may_agree,
                *(p.fee or (None, FeePer.dossier)), p.papers,
            )
            for p in versions
        ],
    )  # fmt: skip


def take_back(connection: sqlite3.Connection, seq: int, undone: "VersionsUndone") -> None:
    """The versions that an event brought of a code are in force no more since the event of a number."""
    connection.execute(
        "UPDATE procedure SET ended_by = ? WHERE ended_by IS NULL AND seq = ? AND code = ?",
        (seq, undone.seq, undone.code),
    )
