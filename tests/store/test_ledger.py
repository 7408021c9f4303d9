"""The ledger on disk: append-only, chained, names beside the chain; and what its tables refuse."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from onestop_cli.core.dossier import Person
from onestop_cli.core.file_events import Config
from onestop_cli.core.ledger import personal_digest
from onestop_cli.store.database import writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.store.schema import APPLICATION_ID, FORMAT
from onestop_cli.usecases import office
from tests.core.written import at
from tests.office import ACTOR, AGENCY, NAME, SOMEONE, Ward, broken_links

HASH = "0" * 64


def execute(ward: Ward, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        connection.execute(sql, values)


def appended(ward: Ward, **changes: object) -> None:
    """An event that would follow the last one, written past our own code."""
    [(seq, last)] = ward.ask("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    event = {
        "seq": seq + 1, "dossier": None, "kind": "config", "occurred_at": "2026-08-03T09:00:00+07:00",
        "recorded_at": "2026-08-03T09:00:00+07:00", "actor": "x", "data": "{}", "personal": None,
        "prev_hash": last, "hash": HASH,
    } | changes  # fmt: skip
    execute(ward, f"INSERT INTO event ({', '.join(event)}) VALUES ({', '.join('?' * len(event))})", *event.values())


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event SET actor = 'x' WHERE seq = 1",
        "UPDATE event SET hash = hash",
        "DELETE FROM event",
        "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)",
        "REPLACE INTO event SELECT * FROM event WHERE seq = 1",
    ],
)
def test_no_event_is_changed_or_removed(ward: Ward, sql: str) -> None:
    before = ward.content
    with pytest.raises(sqlite3.IntegrityError):
        execute(ward, sql)
    assert ward.content == before


def test_an_event_that_follows_is_taken(ward: Ward) -> None:
    appended(ward)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"seq": 99}, id="a number left out"),
        pytest.param({"seq": 1}, id="a number used"),
        pytest.param({"prev_hash": HASH}, id="not the hash before"),
    ],
)
def test_an_event_that_does_not_follow_is_refused(ward: Ward, changes: dict[str, object]) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        appended(ward, **changes)


@pytest.mark.parametrize("column", ["occurred_at", "recorded_at"])
@pytest.mark.parametrize(
    "instant",
    [
        "2025-09-31T09:00:00+07:00",
        "2025-02-29T09:00:00+07:00",
        "2025-09-30T24:00:00+07:00",
        "2025-09-30T09:00:60+07:00",
        "2025-09-30T09:00:00+00:00",
        "2025-09-30T09:00:00Z",
        "2025-09-30 09:00:00+07:00",
        "2025-09-30T09:00:00",
        "2025-09-30",
        "",
    ],
)
def test_an_instant_that_is_none_is_refused(ward: Ward, column: str, instant: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        appended(ward, **{column: instant})


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"kind": "unknown"}, id="a kind nobody knows"),
        pytest.param({"kind": "receive"}, id="an act without its dossier"),
        pytest.param({"dossier": "X"}, id="a setting of one dossier"),
        pytest.param({"actor": ""}, id="nobody's act"),
        pytest.param({"data": "[]"}, id="data that is no object"),
        pytest.param({"hash": "abc"}, id="a short hash"),
        pytest.param({"personal": "abc"}, id="a short digest"),
    ],
)
def test_an_event_of_no_known_shape_is_refused(ward: Ward, changes: dict[str, object]) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        appended(ward, **changes)


def test_the_chain_recomputes_from_the_stored_texts(ward: Ward) -> None:
    code = ward.receive(note="“ghi chú” có dấu").code
    ward.resolve(code, result="refused", note="thiếu giấy tờ", deliver=True)
    ward.receive("khai-tu", done=True)
    assert broken_links(ward) == []


def test_the_digest_of_the_personal_fields_is_in_the_chain(ward: Ward) -> None:
    ward.receive()
    [(digest, salt, fields)] = ward.ask(
        "SELECT event.personal, personal.salt, personal.fields FROM event JOIN personal USING (seq)"
    )
    assert json.loads(fields) == {name: value for name, value in SOMEONE._asdict().items() if value}
    assert personal_digest(salt, json.loads(fields)) == digest


def test_two_receipts_of_one_person_have_different_digests(ward: Ward) -> None:
    ward.receive()
    ward.receive()
    [first, second] = ward.ask("SELECT personal FROM event WHERE kind = 'receive'")
    assert first != second


def test_no_name_is_in_the_chain(ward: Ward) -> None:
    code = ward.receive().code
    ward.resolve(code, deliver=True)
    chained = " ".join(str(event) for event in ward.ask("SELECT * FROM event"))
    assert [value for value in SOMEONE if value and value in chained] == []


def test_personal_data_are_neither_changed_nor_deleted_past_the_chain(ward: Ward) -> None:
    ward.receive()
    for bent in ("UPDATE personal SET fields = '{}'", "DELETE FROM personal"):
        with pytest.raises(sqlite3.IntegrityError):
            execute(ward, bent)


def test_a_receipt_without_a_person_has_nothing_beside_the_chain(ward: Ward) -> None:
    dossier = ward.receive(person=Person())
    assert (dossier.personal_seq, ward.ask("SELECT count(*) FROM personal")) == (None, [(0,)])


def test_nothing_of_a_failed_transaction_stays(ward: Ward) -> None:
    def fails() -> None:
        with writing(ward.path) as connection:
            Ledger(connection, ACTOR, ward.now).append(Config(ward.now.date(), {}))
            raise LookupError

    before = ward.content
    with pytest.raises(LookupError):
        fails()
    assert ward.content == before


def test_the_file_is_marked_as_ours(ward: Ward) -> None:
    assert ward.ask("PRAGMA application_id") + ward.ask("PRAGMA user_version") == [(APPLICATION_ID,), (FORMAT,)]


def test_writers_do_not_stop_readers(ward: Ward) -> None:
    assert ward.ask("PRAGMA journal_mode") == [("wal",)]


def test_the_file_is_its_owners_alone_and_nothing_is_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "onestop.db"
    office.init(path, lambda: at("3/8/2026 09:00"), ACTOR, AGENCY, NAME)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["onestop.db"]
