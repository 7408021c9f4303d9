"""What the counter asks all day is found by an index, so that a morning costs the same in a register of a million."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from onestop_cli.store import register
from tests.core.written import at
from tests.office import Ward


def plan(ward: Ward, ask: Callable[[sqlite3.Connection], Iterator[object]]) -> str:
    """How SQLite goes about the statements a question is answered by."""
    asked: list[str] = []
    with closing(sqlite3.connect(ward.path)) as connection:
        connection.set_trace_callback(asked.append)
        list(ask(connection))
        connection.set_trace_callback(None)
        steps = [row[3] for sql in asked for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    return "\n".join(steps)


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (register.suspended, "dossier_open"),
        (register.uncollected, "dossier_waiting"),
        (lambda connection: register.open_dossiers(connection, at("10/8/2026 17:30")), "dossier_open"),
        (register.open_dossiers, "dossier_open"),
        (lambda connection: register.accepted_late(connection, at("1/8/2026 00:00")), "dossier_accepted_late"),
        (lambda connection: iter([register.entry(connection, "X")]), "sqlite_autoindex_dossier"),
    ],
    ids=["suspended", "uncollected", "due soon", "open", "accepted late", "one"],
)
def test_a_question_goes_by_its_index(
    ward: Ward, ask: Callable[[sqlite3.Connection], Iterator[object]], index: str
) -> None:
    assert f"INDEX {index}" in plan(ward, ask)
    assert "SCAN dossier USING INDEX sqlite_autoindex" not in plan(ward, ask)


@pytest.mark.parametrize("text", ["H26.15.30-260803-0001", "h26.15.30-260803-0001", "hs-7a", "0007", "260803-0001"])
def test_a_code_is_found_by_an_index_in_whatever_case(ward: Ward, text: str) -> None:
    on = at("3/8/2026 09:00").date()
    steps = plan(ward, lambda connection: iter(register.codes_meant(connection, text, "H26.15.30", on)))
    assert "SCAN" not in steps
    assert "INDEX" in steps
