"""When something was typed is visible; a bare date has no hour, a slip is a slip (domain §3.3, §3.4)."""

import json

import pytest

from onestop_cli.core.outcomes import Basis, Granularity, Outcome, judged_finish
from tests.core.written import at
from tests.office import Ward
from tests.usecases.derivations import explained


def test_explain_tells_of_each_act_when_it_was_recorded_and_by_whom(ward: Ward) -> None:
    code = ward.receive("giam-ho").code
    ward.is_now("5/8/2026 08:15")
    ward.resolve(code, when="4/8/2026 16:00", deliver=True)
    assert [(r["kind"], r["occurred_at"], r["recorded_at"], r["actor"]) for r in explained(ward, code)["recorded"]] == [
        ("receive", "2026-08-03T09:00:00+07:00", "2026-08-03T09:00:00+07:00", "lan"),
        ("resolve", "2026-08-04T16:00:00+07:00", "2026-08-05T08:15:00+07:00", "lan"),
        ("deliver", "2026-08-04T16:00:00+07:00", "2026-08-05T08:15:00+07:00", "lan"),
    ]


def test_a_corrected_hour_is_told_as_it_is_now(ward: Ward) -> None:
    code = ward.receive("giam-ho").code
    ward.correct(code, received_at="3/8/2026 08:30")
    [receipt, corrected] = explained(ward, code)["recorded"]
    assert (receipt["occurred_at"], receipt["recorded_at"][:16]) == ("2026-08-03T08:30:00+07:00", "2026-08-03T09:00")
    assert (corrected["kind"], corrected["recorded_late"], corrected["in_force"]) == ("correct", False, True)


def test_a_bare_date_has_no_hour_and_is_judged_by_its_day(ward: Ward) -> None:
    code = ward.receive("giam-ho", "3/8/2026").code
    ward.is_now("7/8/2026 09:00")
    [resolved] = ward.resolve(code, when="6/8/2026")
    assert (resolved.received_is_day, resolved.resolved_is_day) == (True, True)
    verdict = judged_finish(resolved, resolved.resolved_at or ward.now, Basis.due, Granularity.unit)
    assert verdict is Outcome.on_time


def test_a_corrected_bare_date_has_no_hour_either_and_one_with_its_hour_has_it(ward: Ward) -> None:
    code = ward.receive("giam-ho").code
    assert ward.correct(code, received_at="3/8/2026").received_is_day is True
    assert ward.correct(code, received_at="3/8/2026 08:20").received_is_day is False


def test_a_note_lies_beside_the_chain_whoever_typed_it_where(ward: Ward) -> None:
    code = ward.receive("giam-ho", note="gọi 0912345678").code
    ward.suspend(code, when="3/8/2026 09:00", note="thiếu giấy của bà Bưởi")
    ward.withdraw(code, note="bà Bưởi rút")
    ward.correct(code, note="bà Bưởi đã rút", because="ghi lại lời bà Bưởi")
    texts = " ".join(data for (data,) in ward.ask("SELECT data FROM event"))
    assert [word for word in ("0912345678", "Bưởi") if word in texts] == []
    assert ward.dossier(code).note == "bà Bưởi đã rút"
    beside = [
        set(json.loads(fields)) & {"note", "dossier_note"} for (fields,) in ward.ask("SELECT fields FROM personal")
    ]
    assert beside == [{"note"}, {"note"}, {"note"}, {"note", "dossier_note"}]


def test_a_note_corrected_and_taken_back_is_the_one_before(ward: Ward) -> None:
    code = ward.receive("giam-ho", note="trước").code
    ward.correct(code, note="sau")
    ward.undo(code)
    assert ward.dossier(code).note == "trước"


@pytest.mark.parametrize(("today", "is_marked"), [("6/8/2026 17:45", False), ("7/8/2026 08:00", True)])
def test_a_new_slip_after_the_old_date_had_passed_is_a_paper(ward: Ward, today: str, is_marked: bool) -> None:
    """The slip said Thu 6/8; the citizen is given one that says Mon 10/8."""
    code = ward.receive("giam-ho").code
    ward.is_now(today)
    corrected = ward.correct(code, procedure="dang-ky-lai-khai-sinh", slip_given=True)
    assert corrected.promised_due_at == at("10/8/2026 17:30")
    assert [record.kind for record in corrected.recorded_late] == (["correct"] if is_marked else [])


def test_an_imported_act_bears_the_number_of_its_import(ward: Ward) -> None:
    heading = "code,procedure_code,received_at,resolved_at,delivered_at\n"
    imported = ward.imports(f"{heading}X-1,9.000005,3/8/2026 08:00,3/8/2026 08:30,3/8/2026 08:40\n")
    numbers = ward.ask("SELECT DISTINCT json_extract(data, '$.import') FROM event WHERE dossier = 'X-1'")
    assert numbers == [(imported.seq,)]
    assert ward.dossier("X-1").imported_by == imported.seq
