"""Claims that no honest act makes, by raw SQL with right hashes: `audit verify` tells each without an anchor."""

import json
from pathlib import Path
from typing import Any

import pytest

from onestop_cli.usecases.rebuild import rebuild
from tests.office import Ward
from tests.usecases.test_forgeries import executing, kinds, rechained, unguarded, verified

NOW = "2026-08-04T09:00:00+07:00"
LATER = "2026-09-15T17:30:00+07:00"
PLAIN, MARKED, ENDED = "H26.15.30-260803-0001", "H26.15.30-260803-0002", "H26.15.30-260803-0003"


@pytest.fixture
def lived(ward: Ward) -> Ward:
    """Three dossiers: a plain one, one with a paper recorded late, one that came to its end."""
    ward.receive("muoi-ngay", officer="Lan")
    ward.receive("rut-ngan")
    ward.receive("rut-ngan")
    ward.is_now("20/8/2026 09:00")
    ward.suspend(MARKED, when="4/8/2026 09:00", override="giấy đến muộn")
    ward.resolve(ENDED, deliver=True)
    ward.is_now("21/8/2026 09:00")
    return ward


def receipt(ward: Ward, code: str) -> int:
    return ward.ask("SELECT seq FROM event WHERE kind = 'receive' AND dossier = ?", code)[0][0]


def appended(ward: Ward, kind: str, dossier: str | None, data: dict[str, Any], at: str = "2026-08-21T09:00:00+07:00",
             occurred: str = "") -> None:  # fmt: skip
    """An event more, with its right hash, and the register made again from the events."""
    with unguarded(ward.path) as connection:
        (last,) = connection.execute("SELECT max(seq) FROM event").fetchone()
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        values = last + 1, dossier, kind, occurred or at, at, "lan", text, None, "0" * 64, "0" * 64
        connection.execute(f"INSERT INTO event VALUES ({', '.join('?' * len(values))})", values)
        rechained(connection, last + 1)
    rebuild(ward.path, apply=True)


def retold(ward: Ward, seq: int, **said: object) -> None:
    """An event says something else, with its right hash and those after it."""
    with unguarded(ward.path) as connection:
        (text,) = connection.execute("SELECT data FROM event WHERE seq = ?", (seq,)).fetchone()
        data = json.dumps({**json.loads(text), **said}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        connection.execute("UPDATE event SET data = ? WHERE seq = ?", (data, seq))
        rechained(connection, seq)
    rebuild(ward.path, apply=True)


def test_it_is_honest_at_first(lived: Ward) -> None:
    assert kinds(verified(lived)) == "—"


@pytest.mark.parametrize(
    ("restated", "fields", "found"),
    [
        ({"officer": "Hoa"}, {}, "act"),
        ({"officer": "Hoa"}, {"officer": ["Lan", "Minh"]}, "act"),
        ({"import": 1}, {}, "act"),
        ({"personal_seq": 5}, {}, "act"),
        ({"rule_version": "61/2018"}, {}, "date"),
        ({"due_source": "foreign", "due_at": LATER}, {"due_at": ["2026-08-13T17:30:00+07:00", LATER]}, "date"),
        (
            {"due_source": "agreed", "agreed_due_at": LATER, "due_at": LATER, "due_is_day": True},
            {"due_at": ["2026-08-13T17:30:00+07:00", LATER], "agreed_due_at": [None, LATER]},
            "limit",
        ),
        ({"procedure_name": "Thủ tục khác"}, {"procedure_name": ["Thủ tục muoi-ngay", "Thủ tục khác"]}, "limit"),
    ],
    ids=[
        "an officer, untold",
        "told as another",
        "an import",
        "another person",
        "the decree",
        "another's date",
        "agreed",
        "a name",
    ],
)
def test_a_correction_that_none_can_make(
    lived: Ward, restated: dict[str, object], fields: dict[str, object], found: str
) -> None:
    appended(lived, "correct", PLAIN, {"fields": fields, "restated": {str(receipt(lived, PLAIN)): restated}})
    assert found in kinds(verified(lived)).split()


def test_a_correction_that_takes_a_mark_away(lived: Ward) -> None:
    [(suspended,)] = lived.ask("SELECT seq FROM event WHERE kind = 'suspend'")
    appended(lived, "correct", MARKED, {"fields": {}, "restated": {str(suspended): {"recorded_late": False}}})
    assert "act" in kinds(verified(lived)).split()


def test_a_correction_of_another_dossier(lived: Ward) -> None:
    appended(lived, "correct", PLAIN, {"fields": {}, "restated": {str(receipt(lived, ENDED)): {"copies": 9}}})
    assert kinds(verified(lived)) == "act"


def test_a_correction_made_at_another_time_than_it_was_recorded(lived: Ward) -> None:
    lived.correct(PLAIN, officer="Minh")
    [(seq,)] = lived.ask("SELECT seq FROM event WHERE kind = 'correct'")
    with unguarded(lived.path) as connection:
        connection.execute("UPDATE event SET occurred_at = ? WHERE seq = ?", (NOW, seq))
        rechained(connection, seq)
    rebuild(lived.path, apply=True)
    assert kinds(verified(lived)) == "act"


@pytest.mark.parametrize("case", ["another's", "nothing", "not all", "no law"])
def test_an_erasure_of_what_did_not_lie_beside_the_dossier(lived: Ward, case: str) -> None:
    lived.correct(ENDED, applicant="Nguyễn Văn B")
    whole = [seq for (seq,) in lived.ask("SELECT seq FROM event WHERE dossier = ? AND personal IS NOT NULL", ENDED)]
    erased = {"another's": [*whole, receipt(lived, PLAIN)], "nothing": [], "not all": whole[:1]}.get(case, whole)
    executing(*(f"DELETE FROM personal WHERE seq = {seq}" for seq in erased if seq in whole))(lived)
    appended(lived, "erase", ENDED, {"basis": "" if case == "no law" else "Luật Lưu trữ", "erased": erased})
    assert kinds(verified(lived)) == "act"


def test_a_receipt_said_to_be_imported(lived: Ward) -> None:
    """Dates from another system are what they are; a dossier of the counter has none."""
    said = {"due_source": "foreign", "due_at": LATER, "promised_due_at": LATER}
    retold(lived, receipt(lived, PLAIN), **said, **{"import": 1})
    assert kinds(verified(lived)) == "act"


def test_a_date_said_to_be_agreed_where_none_may_be(lived: Ward) -> None:
    said = {"due_source": "agreed", "due_at": LATER, "promised_due_at": LATER, "agreed_due_at": LATER}
    retold(lived, receipt(lived, PLAIN), **said)
    assert "limit" in kinds(verified(lived)).split()


def test_a_file_that_begins_twice(lived: Ward) -> None:
    appended(lived, "config", None, {"valid_from": "2026-08-21", "values": {"agency_name": "Sở khác"}})
    executing("UPDATE event SET kind = 'init' WHERE seq = (SELECT max(seq) FROM event)")(lived)
    with unguarded(lived.path) as connection:
        rechained(connection, lived.ask("SELECT max(seq) FROM event")[0][0])
    assert kinds(verified(lived)) == "kind"


@pytest.mark.parametrize("events", [(4, 5), (5, 4), (4, 900)], ids=["not ahead", "backwards", "not there"])
def test_a_note_on_a_clock_that_was_not_ahead(lived: Ward, events: tuple[int, int]) -> None:
    appended(lived, "clock", None, dict(zip(("first", "last"), events, strict=True)))
    assert kinds(verified(lived)) == "act"


def test_marks_said_to_be_kept_only_since_later(lived: Ward) -> None:
    """Of a paper of before then no mark is asked; but one of them bears one."""
    executing("UPDATE marks_kept SET after_seq = (SELECT max(seq) FROM event)")(lived)
    assert "row_differs:marks_kept" in kinds(verified(lived)).split()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("INSERT INTO event_kind VALUES ('amnesty', 'dossier')", "row_extra:event_kind"),
        ("DELETE FROM event_kind WHERE kind = 'undo'", "row_missing:event_kind"),
        ("DELETE FROM _sqlite_migrations WHERE name LIKE 'm009%'", "row_missing:_sqlite_migrations"),
    ],
)
def test_rows_that_are_the_same_in_every_file(lived: Ward, statement: str, found: str) -> None:
    executing("PRAGMA foreign_keys = OFF", statement)(lived)
    assert kinds(verified(lived)) == found


def test_a_note_on_a_clock_that_was_ahead(lived: Ward, tmp_path: Path) -> None:
    from onestop_cli.usecases import audit

    lived.is_now("21/12/2026 09:00")
    lived.receive("muoi-ngay")
    lived.is_now("21/8/2026 10:00")
    lived.receive("muoi-ngay")
    seq = lived.ask("SELECT max(seq) - 1 FROM event")[0][0]
    audit.clock_ahead(lived.path, lived.clock, "lan", seq, seq, "đồng hồ sai", apply=True)
    assert kinds(verified(lived)) == "—"


def test_an_index_that_refuses_what_is_to_be_recorded(lived: Ward) -> None:
    executing("CREATE UNIQUE INDEX once ON event (dossier, kind) WHERE kind = 'suspend'")(lived)
    assert kinds(verified(lived)) == "shape_foreign"


def test_an_index_of_somebody_elses_is_theirs(lived: Ward) -> None:
    executing("CREATE INDEX theirs ON dossier (officer)", "CREATE TABLE note (at TEXT UNIQUE)")(lived)
    executing("CREATE UNIQUE INDEX theirs_too ON note (at)")(lived)
    assert kinds(verified(lived)) == "—"
