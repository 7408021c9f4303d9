"""A large file is verified by two processes: what is found is the same as by one, whatever becomes of the other."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from onestop_cli.core.periods import Convention, Period
from onestop_cli.errors import StoreDamaged
from onestop_cli.usecases import audit, pages
from onestop_cli.usecases.audit import Verified
from onestop_cli.usecases.reports import seals
from tests.core.written import day
from tests.office import ACTOR, Ward

REGISTER = "code,procedure_code,applicant,received_at,resolved_at\n" + "".join(
    f",2.000815,Người {n},2026-07-03T07:{n:02d},2026-07-03T08:{n:02d}\n" for n in range(30)
)
FORGERIES = {
    "nothing": "SELECT 1",
    "a row": "UPDATE dossier SET officer = 'Minh' WHERE id = 7",
    "an event": "UPDATE event SET actor = 'minh' WHERE seq = 9",
    "a person": "DELETE FROM search_word WHERE word = 'nnguoi' AND seq % 2",
    "an imported row": "DELETE FROM imported_row WHERE code LIKE '%0009'",
    "a day": "UPDATE day SET working_days = working_days + 1 WHERE on_day = '2026-08-05'",
    "the last row": "UPDATE dossier SET officer = 'Minh' WHERE code = (SELECT max(code) FROM dossier)",
    "a row too many": "UPDATE dossier SET code = code || '9', number = NULL, series = NULL WHERE id = 30",
    "a seal": "UPDATE event SET data = replace(data, '\"late\":0', '\"late\":1') WHERE kind = 'seal'",
    "a trigger": "CREATE TRIGGER mine AFTER INSERT ON event BEGIN SELECT 1; END",
}


@pytest.fixture
def busy(ward: Ward) -> Ward:
    ward.imports(REGISTER)
    july = Period(day("1/7/2026"), day("31/7/2026"), Convention.calendar)
    seals.seal(ward.path, ward.clock, ACTOR, july, "tháng bảy")
    ward.receive()
    return ward


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What makes every file one that is looked at by a process of its own."""
    return lambda: monkeypatch.setattr(pages, "MANY", 0)


def verified(ward: Ward) -> Verified:
    return audit.verify(ward.path, (), lambda _: None, in_full=True)


def told(of: Verified) -> tuple[object, ...]:
    assert of.counted is not None
    return of.walked, of.findings, of.ranges, of.counted.n_dossiers, of.counted.n_seals


def forge(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)


@pytest.mark.parametrize("statement", FORGERIES.values(), ids=FORGERIES)
def test_two_processes_find_what_one_finds(busy: Ward, apart: Callable[[], None], statement: str) -> None:
    forge(busy.path, statement)
    alone = verified(busy)
    apart()
    assert told(verified(busy)) == told(alone)
    assert bool(alone.n_findings) is (statement != "SELECT 1")


def test_without_the_other_one_does_it_all(
    busy: Ward, apart: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = verified(busy)
    apart()
    monkeypatch.setattr(pages, "_received", _gone)
    assert told(verified(busy)) == told(alone)


def _gone(_pipe: Connection) -> None:
    """The process ended without a word."""


def test_dossiers_are_told_again_without_an_index_that_turns_out_damaged(busy: Ward, apart: Callable[[], None]) -> None:
    """An entry of the index of dossiers' events is gone: by it a life would be told without its result."""
    with closing(sqlite3.connect(busy.path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        sql = "CREATE INDEX event_dossier ON event (dossier, seq) WHERE dossier IS NOT NULL AND seq <> 9"
        connection.execute("DROP INDEX event_dossier")
        connection.execute(sql)
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, ' AND seq <> 9', '') WHERE name = 'event_dossier'"
        )
        connection.commit()
    alone = verified(busy)
    apart()
    assert told(verified(busy)) == told(alone)
    assert {finding.kind for finding in alone.findings} == {"index"}


def test_pages_that_cannot_be_read_are_refused(busy: Ward, apart: Callable[[], None]) -> None:
    apart()
    with busy.path.open("r+b") as file:
        file.seek(busy.path.stat().st_size // 2)
        file.write(b"\xff" * 40_000)
    with pytest.raises(StoreDamaged):
        verified(busy)


def test_a_word_of_no_dossier_is_told_by_the_number_it_has(busy: Ward) -> None:
    forge(busy.path, "INSERT INTO search_word (word, seq) VALUES ('nnguyen', 99999)")
    assert [(finding.table, finding.key) for finding in verified(busy).findings] == [("search_word", ("99999",))]
