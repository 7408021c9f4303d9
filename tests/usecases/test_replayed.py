"""Every event derived again from those before it: what was honestly recorded follows, whatever it was."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from onestop_cli.core.ledger import Event
from onestop_cli.core.life import in_data
from onestop_cli.core.remarked import mismarked
from onestop_cli.core.replayed import misdated
from onestop_cli.core.steps import Misdated, steps
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from onestop_cli.store.schema import FIRST_FORMAT, FORMAT
from onestop_cli.usecases.migration import migrate
from onestop_cli.usecases.past import PastOfFile
from tests.office import Ward
from tests.store.conftest import unpacked
from tests.usecases.busy_year import Lives, busy_year
from tests.usecases.notices import add_holiday


def found(ward: Ward) -> list[Misdated]:
    """What of a file's events does not follow."""
    with reading(ward.path) as connection:
        past = PastOfFile(connection)
        return [wrong for _, events in ledger.events_by_dossier(connection) for wrong in _found(list(events), past)]


def found_of(ward: Ward, code: str, seq: int, data: dict[str, object], **fields: object) -> set[tuple[int, str, str]]:
    """What does not follow of a dossier if an event of it said something else."""
    with reading(ward.path) as connection:
        past = PastOfFile(connection)
        events = [
            in_data(event, data)._replace(**fields) if event.seq == seq else event
            for event in ledger.dossier_events(connection, code)
        ]
        return {(wrong.seq, wrong.wrong.value, wrong.column) for wrong in _found(events, past)}


def _found(events: list[Event], past: PastOfFile) -> Iterator[Misdated]:
    told = steps(events)
    yield from misdated(told, past)
    yield from mismarked(told, past)


# --- what was honestly recorded ----------------------------------------------------------------------


@pytest.mark.parametrize("earlier", range(FIRST_FORMAT, FORMAT), ids="of format {}".format)
def test_files_of_earlier_formats_follow(tmp_path: Path, earlier: int) -> None:
    ward = Ward(tmp_path / "onestop.db")
    ward.path.write_bytes(unpacked(f"format_{earlier}.db"))
    migrate(ward.path)
    assert found(ward) == []


def test_a_busy_year_follows(early_ward: Ward) -> None:
    busy_year(early_ward, "derived again", 60)
    assert found(early_ward) == []


@pytest.mark.parametrize("seed", range(3))
def test_lives_at_random_follow(ward: Ward, seed: int) -> None:
    lives = Lives(ward, Random(f"derived {seed}"))
    for _ in range(90):
        lives.step()
    assert found(ward) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_many_lives_at_random_follow(early_ward: Ward, seed: int) -> None:
    early_ward.is_now("22/12/2025 09:00")
    lives = Lives(early_ward, Random(f"many {seed}"))
    for _ in range(150):
        lives.step()
    assert found(early_ward) == []


# --- what was not ------------------------------------------------------------------------------------

LATER = "2026-08-25T17:30:00+07:00"


@pytest.fixture
def lived(ward: Ward) -> Ward:
    """A dossier (0001) suspended, resumed, extended, corrected, moved by a notice; and one (0002) that is plain."""
    ward.is_now("6/8/2026 09:00")
    ward.receive("rut-ngan", when="3/8/2026 09:00")
    ward.suspend("260803-0001", when="4/8/2026 09:00")
    ward.resume("260803-0001", when="5/8/2026 09:00")
    ward.extend("260803-0001", "20/8/2026")
    add_holiday(ward, "7/8/2026")
    ward.correct("260803-0001", limit="6:working_day", note="xác minh")
    ward.receive("muoi-ngay", when="3/8/2026 09:00")
    return ward


def _event(ward: Ward, kind: str) -> tuple[str, int]:
    [(code, seq)] = ward.ask("SELECT dossier, seq FROM event WHERE kind = ? AND dossier LIKE '%0001'", kind)
    return code, seq


def test_it_is_honest_at_first(lived: Ward) -> None:
    assert found(lived) == []


@pytest.mark.parametrize(
    ("kind", "says", "wrong", "column"),
    [
        ("receive", {"due_at": LATER}, "date", "due_at"),
        ("receive", {"promised_due_at": LATER}, "date", "promised_due_at"),
        ("receive", {"statutory_due_at": LATER}, "date", "statutory_due_at"),
        ("receive", {"rule_version": "61/2018"}, "date", "rule_version"),
        ("receive", {"calendar_edition": "1:000000000000"}, "date", "calendar_edition"),
        ("receive", {"calendar_provisional": True}, "date", "calendar_provisional"),
        ("receive", {"due_is_day": True}, "date", "due_is_day"),
        ("receive", {"due_source": "foreign", "due_at": LATER, "promised_due_at": LATER}, "date", "due_source"),
        ("receive", {"time_limit": {"amount": 9, "unit": "working_day"}}, "limit", "time_limit"),
        ("receive", {"statutory_time_limit": {"amount": 9, "unit": "month"}}, "limit", "statutory_time_limit"),
        ("receive", {"start": "cut_off"}, "limit", "start"),
        ("receive", {"procedure_name": "Thủ tục khác"}, "limit", "procedure_name"),
        ("receive", {"procedure_code": "9.999999"}, "limit", "time_limit"),
        ("suspend", {"counts": {"due": False, "statutory": True, "extended": None}}, "date", "counts"),
        ("resume", {"due_at": LATER}, "date", "due_at"),
        ("resume", {"calendar_edition": "1:000000000000"}, "date", "calendar_edition"),
        ("extend", {"extended_due_at": "2026-08-20T12:00:00+07:00"}, "date", "extended_due_at"),
        ("extend", {"extended_due_at": "2026-08-23T17:30:00+07:00"}, "date", "extended_due_at"),
        ("extend", {"recorded_late": True}, "mark", "recorded_late"),
        ("move", {"due_at": LATER}, "date", "due_at"),
        ("move", {"restated": {}}, "date", "due_at"),
        ("move", {"time_limit": {"amount": 9, "unit": "working_day"}}, "limit", "time_limit"),
        ("move", {"recorded_late": True}, "mark", "recorded_late"),
        ("correct", {"own_limit": None}, "limit", "time_limit"),
        ("correct", {"slip_given": True}, "date", "promised_due_at"),
        ("correct", {"recorded_late": True}, "mark", "recorded_late"),
    ],
)
def test_an_event_that_says_what_does_not_follow_is_found(
    lived: Ward, kind: str, says: dict[str, object], wrong: str, column: str
) -> None:
    code, seq = _event(lived, kind)
    assert (seq, wrong, column) in found_of(lived, code, seq, says)


def test_a_date_that_a_correction_restates_falsely_is_found(lived: Ward) -> None:
    code, seq = _event(lived, "correct")
    [(text,)] = lived.ask("SELECT data FROM event WHERE seq = ?", seq)
    restated = json.loads(text)["restated"]
    [receipt] = [number for number, values in restated.items() if "rule_version" in values]
    restated[receipt]["due_at"] = LATER
    assert (seq, "date", "due_at") in found_of(lived, code, seq, {"restated": restated})


def test_a_correction_of_the_receipt_that_counts_nothing_anew_is_found(lived: Ward) -> None:
    code, seq = _event(lived, "correct")
    receipt = _event(lived, "receive")[1]
    later = {str(receipt): {"occurred_at": "2026-08-04T08:00:00+07:00"}}
    assert (seq, "date", "due_at") in found_of(lived, code, seq, {"restated": later})


def test_a_move_of_before_format_6_in_a_file_that_keeps_marks_is_found(lived: Ward) -> None:
    with reading(lived.path) as connection:
        past = PastOfFile(connection)
        code, seq = _event(lived, "move")
        events = ledger.dossier_events(connection, code)
        old = [
            event._replace(data={key: value for key, value in event.data.items() if key != "restated"})
            if event.seq == seq
            else event
            for event in events
        ]
        assert (seq, "act", "state") in {(each.seq, each.wrong, each.column) for each in _found(old, past)}


def test_an_act_that_the_state_did_not_allow_is_found(lived: Ward) -> None:
    code, seq = _event(lived, "suspend")
    assert (seq, "act", "state") in found_of(lived, code, seq, {"method": "direct"}, kind="deliver")


def test_an_act_before_the_last_one_is_found(lived: Ward) -> None:
    code, seq = _event(lived, "resume")
    earlier = datetime.fromisoformat("2026-08-03T12:00:00+07:00")
    assert (seq, "act", "order") in found_of(lived, code, seq, {}, occurred_at=earlier)


def test_an_act_after_it_was_recorded_is_found(lived: Ward) -> None:
    code, seq = _event(lived, "extend")
    later = datetime.fromisoformat("2026-12-03T12:00:00+07:00")
    assert (seq, "act", "future") in found_of(lived, code, seq, {}, occurred_at=later)


def test_a_mark_that_was_taken_away_is_found(ward: Ward) -> None:
    ward.receive("rut-ngan", when="3/8/2026 09:00")
    ward.is_now("20/8/2026 09:00")
    ward.suspend("260803-0001", when="5/8/2026 09:00", override="giấy đến muộn")
    code, seq = _event(ward, "suspend")
    assert found(ward) == []
    assert found_of(ward, code, seq, {"recorded_late": False}) == {(seq, "mark", "recorded_late")}


def test_marks_go_by_the_known_time(ward: Ward) -> None:
    """The clock was ahead, then went back: what is recorded then is known after what was recorded before."""
    ward.receive("rut-ngan", when="3/8/2026 09:00")
    ward.is_now("20/8/2026 09:00")
    ward.receive("muoi-ngay")
    ward.is_now("6/8/2026 09:00")
    ward.suspend("260803-0001", when="5/8/2026 09:00", override="giấy đến muộn")
    code, seq = _event_of(ward, "suspend")
    assert found(ward) == []
    assert found_of(ward, code, seq, {"recorded_late": False}) == {(seq, "mark", "recorded_late")}


def _event_of(ward: Ward, kind: str) -> tuple[str, int]:
    [found] = ward.ask("SELECT dossier, seq FROM event WHERE kind = ?", kind)
    return found[0], found[1]


def test_an_undo_of_what_cannot_be_undone_is_found(ward: Ward) -> None:
    ward.receive("rut-ngan", when="3/8/2026 09:00")
    ward.suspend("260803-0001")
    ward.undo("260803-0001")
    code, seq = _event(ward, "undo")
    receipt = _event(ward, "receive")[1]
    assert (seq, "act", "undo") in found_of(ward, code, seq, {"seq": receipt})
