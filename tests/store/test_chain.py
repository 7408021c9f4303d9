"""Forgeries, made with everything that guards the file taken away: each shows in the walk, or only beside a mark."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from onestop_cli.core.chain import Break, Walked, walk
from onestop_cli.core.ledger import GENESIS, Mark, event_hash
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from tests.office import SOMEONE, Ward

COLUMNS = "seq, dossier, kind, occurred_at, recorded_at, actor, data, personal, prev_hash, hash"
EDITED = 6
"""A receipt with events before and after it."""


@pytest.fixture
def busy(ward: Ward) -> Ward:
    """The office with some days' work: three receipts, two results."""
    for _ in range(3):
        ward.receive(note="không")
    ward.resolve("1", "2")
    assert ward.ask(f"SELECT kind FROM event WHERE seq = {EDITED}") == [("receive",)]
    return ward


def unguarded(ward: Ward, forge: Callable[[sqlite3.Connection], object]) -> None:
    """Someone changes a file past its triggers and its foreign keys."""
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        forge(connection)


def executing(*statements: str) -> Callable[[sqlite3.Connection], object]:
    return lambda connection: [connection.execute(statement) for statement in statements]


def walked(ward: Ward, *asked: int) -> Walked:
    with reading(ward.path) as connection:
        return walk(ledger.chain(connection), asked, erased=ledger.erased(connection))


def found(ward: Ward) -> dict[str, int]:
    """The first event of each kind of break."""
    return {str(kind): first.seq for kind, first in walked(ward).breaks.items()}


def test_an_office_that_nobody_touched_is_whole(busy: Ward) -> None:
    [last] = busy.ask("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    assert (found(busy), walked(busy).end, walked(busy).n_events, walked(busy).n_personal) == ({}, last, last[0], 3)


EDITS = {
    "data": "replace(data, 'direct', 'online')",
    "occurred_at": "'2026-08-02T09:00:00+07:00'",
    "recorded_at": "'2026-08-02T09:00:00+07:00'",
    "actor": "'hoa'",
    "kind": "'resolve'",
    "dossier": "'H26.15.30-260803-0099'",
    "personal": "NULL",
}


@pytest.mark.parametrize(("column", "value"), EDITS.items(), ids=EDITS)
def test_an_edited_event_shows(busy: Ward, column: str, value: str) -> None:
    unguarded(busy, executing(f"UPDATE event SET {column} = {value} WHERE seq = {EDITED}"))
    also = {"personal_extra": EDITED} if column == "personal" else {}
    assert found(busy) == {"hash": EDITED} | also


def test_an_edited_event_with_its_hash_made_anew_shows_in_the_next(busy: Ward) -> None:
    def forge(connection: sqlite3.Connection) -> None:
        connection.execute(f"UPDATE event SET actor = 'hoa' WHERE seq = {EDITED}")
        made_anew(connection, EDITED, only=True)

    unguarded(busy, forge)
    assert found(busy) == {"link": EDITED + 1}


def test_a_deleted_event_shows(busy: Ward) -> None:
    deleted = f"DELETE FROM personal WHERE seq = {EDITED}", f"DELETE FROM event WHERE seq = {EDITED}"
    unguarded(busy, executing(*deleted))
    assert found(busy) == {"number": EDITED + 1, "link": EDITED + 1}


def test_a_deleted_event_with_the_later_ones_moved_up_shows(busy: Ward) -> None:
    unguarded(
        busy,
        executing(
            f"DELETE FROM event WHERE seq = {EDITED}",
            f"UPDATE event SET seq = -seq WHERE seq > {EDITED}",
            "UPDATE event SET seq = -seq - 1 WHERE seq < 0",
        ),
    )
    assert {"link", "hash"} <= set(found(busy))
    assert found(busy)["link"] == EDITED


def test_an_event_put_in_between_shows(busy: Ward) -> None:
    def forge(connection: sqlite3.Connection) -> None:
        connection.execute(f"UPDATE event SET seq = -seq WHERE seq > {EDITED}")
        connection.execute("UPDATE event SET seq = -seq + 1 WHERE seq < 0")
        copied = COLUMNS.replace("seq", f"{EDITED + 1}", 1)
        connection.execute(f"INSERT INTO event ({COLUMNS}) SELECT {copied} FROM event WHERE seq = {EDITED}")
        made_anew(connection, EDITED + 1, only=True)

    unguarded(busy, forge)
    assert found(busy)["link"] == EDITED + 2


def test_two_events_that_changed_places_show(busy: Ward) -> None:
    unguarded(
        busy,
        executing(
            f"UPDATE event SET seq = -1 WHERE seq = {EDITED}",
            f"UPDATE event SET seq = {EDITED} WHERE seq = {EDITED + 1}",
            f"UPDATE event SET seq = {EDITED + 1} WHERE seq = -1",
        ),
    )
    assert found(busy)["link"] == found(busy)["hash"] == EDITED


def test_events_taken_off_the_end_show_only_beside_a_mark(busy: Ward) -> None:
    before = walked(busy).end
    unguarded(busy, executing(f"DELETE FROM event WHERE seq = {before.seq}"))
    assert (found(busy), walked(busy, before.seq).hashes, walked(busy).end.seq) == ({}, {}, before.seq - 1)


def test_a_chain_made_anew_shows_only_beside_a_mark(busy: Ward) -> None:
    before = walked(busy).end

    def forge(connection: sqlite3.Connection) -> None:
        connection.execute(f"UPDATE event SET actor = 'hoa' WHERE seq = {EDITED}")
        made_anew(connection, EDITED)

    unguarded(busy, forge)
    assert found(busy) == {}
    assert walked(busy, before.seq).hashes[before.seq] != before.hash


def made_anew(connection: sqlite3.Connection, start: int, *, only: bool = False) -> None:
    """The hashes of the events from a number on, or of that one, come out again."""
    [before] = connection.execute("SELECT hash FROM event WHERE seq = ?", (start - 1,)).fetchone() or [GENESIS]
    until = start if only else 10**9
    events = connection.execute(f"SELECT {COLUMNS} FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq", (start, until))
    for event in events.fetchall():
        seq, dossier, kind, occurred_at, recorded_at, actor, data, personal, *_ = event
        made = event_hash(seq, dossier, kind, occurred_at, recorded_at, actor, data, personal, before)
        connection.execute("UPDATE event SET prev_hash = ?, hash = ? WHERE seq = ?", (before, made, seq))
        before = made


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        pytest.param(
            f"UPDATE personal SET fields = replace(fields, '{SOMEONE.applicant}', 'Trần Thị B')",
            Break.personal_changed,
            id="another name",
        ),
        pytest.param(
            "UPDATE personal SET salt = '00000000000000000000000000000000'", Break.personal_changed, id="salt"
        ),
        pytest.param("DELETE FROM personal", Break.personal_missing, id="gone"),
    ],
)
def test_changed_personal_data_show(busy: Ward, statement: str, kind: Break) -> None:
    unguarded(busy, executing(f"{statement} WHERE seq = {EDITED}"))
    assert found(busy) == {kind: EDITED}


def test_personal_data_that_no_event_knows_of_show(busy: Ward) -> None:
    unguarded(busy, executing("INSERT INTO personal SELECT 1, salt, fields FROM personal LIMIT 1"))
    assert found(busy) == {"personal_extra": 1}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        pytest.param("CAST(x'61FF62' AS TEXT)", "hash", id="bytes that are no UTF-8"),
        pytest.param("x'6162'", "text", id="bytes"),
        pytest.param("NULL", "text", id="nothing"),
        pytest.param("7", "text", id="a number"),
    ],
)
@pytest.mark.parametrize("column", ["actor", "data"])
def test_what_is_no_text_shows_and_the_walk_goes_on(busy: Ward, column: str, value: str, kind: str) -> None:
    end = walked(busy).end
    loosened(busy)
    unguarded(busy, executing(f"UPDATE event SET {column} = {value} WHERE seq = {EDITED}"))
    assert (found(busy), walked(busy).end) == ({kind: EDITED}, end)


def loosened(ward: Ward) -> None:
    """The table of events takes anything."""
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        [sql] = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'event'").fetchone()
        names = COLUMNS.replace("seq", "seq INTEGER PRIMARY KEY", 1)
        assert sql.startswith("CREATE TABLE")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'event'", (f"CREATE TABLE event ({names})",))


def test_the_marks_asked_for_are_told(busy: Ward) -> None:
    [(hashed,)] = busy.ask(f"SELECT hash FROM event WHERE seq = {EDITED}")
    assert Mark(EDITED, walked(busy, EDITED).hashes[EDITED]) == Mark(EDITED, hashed)
