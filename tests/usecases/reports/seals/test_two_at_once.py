"""Two who seal at once, and a seal that fails: nothing is left of it."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from onestop_cli.core.report import Report
from onestop_cli.errors import AlreadySealed, StoreFull, StoreLocked
from onestop_cli.store import database
from onestop_cli.store.database import writing
from tests.command_line import refused, typed
from tests.office import Ward, broken_links
from tests.usecases.reports.seals.july import MONTH, sealed_now, seals


def test_of_two_who_seal_at_once_one_does(ward: Ward) -> None:
    def clerk(_: int) -> str:
        try:
            return sealed_now(ward).event.kind
        except AlreadySealed as refusal:
            return str(refusal.exit_code)

    with ThreadPoolExecutor(4) as clerks:
        assert sorted(clerks.map(clerk, range(4))) == ["11", "11", "11", "seal"]
    assert (len(seals(ward)), broken_links(ward)) == (1, [])


def test_of_two_programs_that_seal_at_once_one_does(ward: Ward) -> None:
    command = [sys.executable, "-m", "onestop_cli", "seal", "--month", "1", "--year", "2026"]
    programs = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[4])
        for _ in range(2)
    ]
    assert sorted(program.wait() for program in programs) == [0, 11]
    assert (len(seals(ward)), broken_links(ward)) == (1, [])


def test_a_file_that_is_busy_is_not_sealed(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    content = ward.content
    with writing(ward.path):
        refused("seal", *MONTH, code=14)
        with pytest.raises(StoreLocked):
            sealed_now(ward)
    assert ward.content == content
    typed("seal", *MONTH)


def test_nothing_is_left_of_a_seal_on_a_full_disk(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file may not grow beyond its present pages; SQLite answers as it does when the disk is full."""
    real, content = database.connect, ward.content

    def small(path: Path, mode: str) -> sqlite3.Connection:
        connection = real(path, mode)
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    with monkeypatch.context() as full:
        full.setattr(database, "connect", small)
        with pytest.raises(StoreFull) as problem:
            sealed_now(ward, note="x" * 100_000)
    assert (problem.value.exit_code, ward.content, broken_links(ward)) == (14, content, [])
    assert sealed_now(ward).position == max(seq for (seq,) in ward.ask("SELECT seq FROM event")) - 1


def test_nothing_is_left_of_a_seal_whose_report_cannot_be_made(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Report) -> str:
        raise LookupError

    content = ward.content
    monkeypatch.setattr("onestop_cli.usecases.reports.seals.digest", fails)
    with pytest.raises(LookupError):
        sealed_now(ward)
    assert ward.content == content
