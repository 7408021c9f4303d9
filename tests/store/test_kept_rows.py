"""Rows of the file, streamed beside its events."""

import sqlite3
import sys
from contextlib import closing

import pytest

from onestop_cli.store.kept_rows import kept_rows
from onestop_cli.store.ledger import EVERY_CODE
from tests.office import Ward


def test_rows_that_are_left_half_read_say_nothing(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where damage is met among the events: the connection is closed before they are forgotten."""
    unraisable: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", unraisable.append)
    for _ in range(2):
        ward.receive()
    with closing(sqlite3.connect(ward.path)) as connection:
        rows = kept_rows(connection, EVERY_CODE, by_index=True)
        next(rows)
    del rows
    assert unraisable == []
