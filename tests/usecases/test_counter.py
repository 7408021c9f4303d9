"""The counter: receive, resolve, hand over; the numbers of the day, and what is refused (domain §3, §5)."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onestop_cli.core.dossier import Status
from onestop_cli.errors import (
    AmbiguousCode,
    BeforeLastAct,
    CalendarGap,
    DuplicateCode,
    HourNeeded,
    InTheFuture,
    NotSameDay,
    OnestopError,
    ProcedureNotInForce,
    ReasonNeeded,
    SeriesFull,
    UnknownDossier,
    UnknownProcedure,
    WrongState,
)
from onestop_cli.usecases import counter
from onestop_cli.usecases.counter import Receipt
from tests.core.written import at
from tests.office import ACTOR, AGENCY, EVERY_UNIT, SOMEONE, Ward, broken_links, changed_outside, strays


def test_a_receipt_promises_its_date(ward: Ward) -> None:
    dossier = ward.receive("tinh-trang-hon-nhan")
    assert (dossier.received_at, dossier.promised_due_at) == (at("3/8/2026 09:00"), at("6/8/2026 17:30"))


def test_the_slip_promises_the_shorter_limit(ward: Ward) -> None:
    dossier = ward.receive("rut-ngan")
    assert (dossier.due_at, dossier.statutory_due_at) == (at("10/8/2026 17:30"), at("10/8/2026 17:30"))
    assert (str(dossier.time_limit), str(dossier.statutory_time_limit)) == ("5:working_day", "7:calendar_day")


@pytest.mark.parametrize("procedure", [p.code for p in EVERY_UNIT])
def test_every_act_leaves_the_register_as_the_fold_of_its_events(ward: Ward, procedure: str) -> None:
    first, second = ward.receive(procedure).code, ward.receive(procedure, channel="online").code
    assert strays(ward) == []
    ward.is_now("7/8/2026 10:00")
    ward.resolve(first)
    assert strays(ward) == []
    ward.resolve(second, result="refused", note="thiếu giấy tờ")
    assert strays(ward) == []
    ward.deliver(first, method="postal")
    assert (strays(ward), broken_links(ward)) == ([], [])


def test_done_records_receipt_result_and_delivery_at_once(ward: Ward) -> None:
    dossier = ward.receive("khai-tu", done=True)
    assert (dossier.status, dossier.resolved_at, dossier.delivered_at) == (Status.delivered, ward.now, ward.now)
    assert ward.ask("SELECT kind FROM event WHERE dossier IS NOT NULL") == [("receive",), ("resolve",), ("deliver",)]
    assert strays(ward) == []


def test_resolve_with_delivery_is_two_acts_of_one_instant(ward: Ward) -> None:
    code = ward.receive().code
    [dossier] = ward.resolve(code, deliver=True)
    assert (dossier.status, dossier.resolved_at) == (Status.delivered, dossier.delivered_at)
    assert strays(ward) == []


def test_a_refusal_keeps_its_reason(ward: Ward) -> None:
    [dossier] = ward.resolve(ward.receive(note="bản chính").code, result="refused", note="thiếu giấy tờ")
    assert (dossier.result, dossier.note) == ("refused", "thiếu giấy tờ")


# --- numbers -----------------------------------------------------------------------------------------


def test_each_day_has_its_own_numbers(ward: Ward) -> None:
    first, second = ward.receive().code, ward.receive().code
    ward.is_now("4/8/2026 09:00")
    assert [first, second, ward.receive().code] == [
        f"{AGENCY}-{n}" for n in ("260803-0001", "260803-0002", "260804-0001")
    ]


def test_a_backdated_receipt_is_numbered_in_its_own_day(ward: Ward) -> None:
    ward.receive()
    assert ward.receive(when="31/7/2026 10:00").code == f"{AGENCY}-260731-0001"


@pytest.mark.parametrize(("taken", "following"), [("0007", "0008"), ("9999", "10000"), ("12345", "0002")])
def test_the_next_number_follows_the_highest_used(ward: Ward, taken: str, following: str) -> None:
    ward.receive()
    ward.receive(code=f"{AGENCY}-260803-{taken}")
    assert ward.receive().code == f"{AGENCY}-260803-{following}"


def test_drawn_numbers_go_on_beyond_four_digits(ward: Ward) -> None:
    ward.receive(code=f"{AGENCY}-260803-9998")
    drawn = [ward.receive().code.rpartition("-")[2] for _ in range(3)]
    assert drawn == ["9999", "10000", "10001"]
    said = ward.ask("SELECT data ->> '$.drawn' FROM event WHERE kind = 'receive' ORDER BY seq")
    assert said == [(None,), (None,), (1,), (1,)]
    assert ward.ask("SELECT max(number) FROM dossier WHERE series = ?", f"{AGENCY}-260803") == [(10_001,)]
    assert strays(ward) == []


def test_a_number_that_another_code_stands_at_is_passed_over(ward: Ward) -> None:
    ward.receive(code=f"{AGENCY}-260803-9999")
    ward.receive(code=f"{AGENCY}-260803-10000")
    assert ward.receive().code == f"{AGENCY}-260803-10001"


def test_rows_without_a_code_draw_numbers_too(ward: Ward) -> None:
    ward.receive(code=f"{AGENCY}-260803-9999")
    ward.imports("procedure_code,received_at\n1.004873,3/8/2026 08:00\n")
    assert ward.receive().code == f"{AGENCY}-260803-10001"


@pytest.mark.parametrize("number", ["012345", "123456", "10000"])
def test_six_digits_of_another_systems_counting_feed_no_series(ward: Ward, number: str) -> None:
    ward.imports(f"code,procedure_code,received_at\n{AGENCY}-260803-{number},1.004873,3/8/2026 08:00\n")
    assert ward.receive().code == f"{AGENCY}-260803-0001"


@given(
    numbers=st.lists(
        st.sampled_from([None, None, "0001", "0003", "9998", "9999", "10000", "10002", "123456"]), max_size=9
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
def test_no_number_is_handed_out_twice(ward_template: Path, numbers: list[str | None]) -> None:
    """Whatever was typed in between: drawn codes are new, and rise."""
    with TemporaryDirectory() as folder:
        ward = Ward(Path(shutil.copy(ward_template, Path(folder, "onestop.db"))))
        drawn: list[int] = []
        for number in numbers:
            code = f"{AGENCY}-260803-{number}" if number else None
            if code and ward.ask("SELECT 1 FROM dossier WHERE code = ?", code):
                continue
            received = ward.receive(code=code).code
            drawn += [] if number else [int(received.rpartition("-")[2])]
        assert drawn == sorted(set(drawn))


@pytest.mark.parametrize(
    ("typed", "skipped"),
    [("0003", (2, 2)), ("0009", (2, 8)), ("0002", None), ("10000", None), ("012345", None)],
)
def test_a_typed_code_tells_the_numbers_it_skips(ward: Ward, typed: str, skipped: tuple[int, int] | None) -> None:
    ward.receive()
    receipt = Receipt("khai-tu", SOMEONE, code=f"{AGENCY}-260803-{typed}")
    assert counter.receive(ward.path, ward.clock, ACTOR, receipt, again=True).skipped == skipped


def test_a_code_that_fills_a_gap_or_is_of_another_day_skips_nothing(ward: Ward) -> None:
    ward.receive(code=f"{AGENCY}-260803-0009")
    for code in (f"{AGENCY}-260803-0004", f"{AGENCY}-260731-0007"):
        receipt = Receipt("khai-tu", SOMEONE, code=code)
        assert counter.receive(ward.path, ward.clock, ACTOR, receipt, again=True).skipped is None


def test_an_imported_number_counts_as_used(ward: Ward) -> None:
    ward.imports(f"code,procedure_code,received_at\n{AGENCY}-260803-0041,1.004873,3/8/2026 08:00\n")
    assert ward.receive().code == f"{AGENCY}-260803-0042"


def test_a_code_of_another_system_is_kept_and_flagged(ward: Ward) -> None:
    receipt = Receipt("khai-tu", SOMEONE, code="000.00.15.H26-230811-7")
    assert counter.receive(ward.path, ward.clock, ACTOR, receipt, again=True).is_foreign_code
    assert ward.receive().code == f"{AGENCY}-260803-0001"


@pytest.mark.parametrize(
    "code", [f"{AGENCY}-260731-0001", "H26.15.31-260803-0001", "1", "GÌ ĐÓ", f"{AGENCY}-260803-0000", "a/b;c--'"]
)
def test_every_code_but_one_of_the_day_is_foreign(ward: Ward, code: str) -> None:
    receipt = Receipt("khai-tu", SOMEONE, code=code)
    assert counter.receive(ward.path, ward.clock, ACTOR, receipt, again=True).is_foreign_code
    assert strays(ward) == []


def test_a_code_of_ours_for_the_day_is_not_foreign(ward: Ward) -> None:
    receipt = Receipt("khai-tu", SOMEONE, code=f"{AGENCY}-260803-0005")
    assert not counter.receive(ward.path, ward.clock, ACTOR, receipt, again=True).is_foreign_code


@pytest.mark.parametrize("code", ["MOT-CUA-1", f"{AGENCY}-260803-0001"])
def test_no_code_is_used_twice(ward: Ward, code: str) -> None:
    ward.receive(code=code)
    before = ward.content
    with pytest.raises(DuplicateCode) as duplicate:
        ward.receive(code=code)
    assert (duplicate.value.exit_code, ward.content) == (11, before)


# --- which dossier is meant --------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["1", "01", "0001", "260803-0001", f"{AGENCY}-260803-0001"])
def test_a_dossier_is_meant_by_its_last_segments(ward: Ward, typed: str) -> None:
    code = ward.receive().code
    ward.receive(when="31/7/2026 10:00")
    assert [dossier.code for dossier in ward.resolve(typed)] == [code]


@pytest.mark.parametrize("typed", ["2", "803-0001", "260731-0001", "", "%", f"{AGENCY}-260803-1"])
def test_what_means_no_dossier_is_refused(ward: Ward, typed: str) -> None:
    ward.receive()
    with pytest.raises(UnknownDossier) as unknown:
        ward.resolve(typed)
    assert unknown.value.exit_code == 10


def test_a_code_that_means_two_is_refused(ward: Ward) -> None:
    ward.receive(code="A-2026-7")
    ward.receive(code="B-2026-7")
    with pytest.raises(AmbiguousCode) as ambiguous:
        ward.resolve("2026-7")
    assert ambiguous.value.exit_code == 2


def test_a_dossier_named_twice_is_resolved_once(ward: Ward) -> None:
    code = ward.receive().code
    assert len(ward.resolve(code, "1")) == 1


# --- all or none -------------------------------------------------------------------------------------


def test_several_results_are_recorded_at_once(ward: Ward) -> None:
    codes = [ward.receive().code for _ in range(3)]
    assert [d.status for d in ward.resolve(*codes)] == [Status.resolved] * 3


@pytest.mark.parametrize("bad", ["none-such", "2"])
def test_several_codes_are_all_resolved_or_none(ward: Ward, bad: str) -> None:
    ward.receive()
    ward.resolve(ward.receive().code)
    before = ward.content
    with pytest.raises(OnestopError):
        ward.resolve("1", bad)
    assert ward.content == before


def test_several_codes_are_all_delivered_or_none(ward: Ward) -> None:
    ward.resolve(ward.receive().code)
    ward.receive()
    before = ward.content
    with pytest.raises(WrongState):
        ward.deliver("1", "2")
    assert ward.content == before


# --- what is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "refusal", "exit_code"),
    [
        pytest.param({"procedure": "khai-tu", "when": "3/8/2026"}, HourNeeded, 2, id="a same-day limit without hour"),
        pytest.param({"procedure": "tam-gio", "when": "3/8/2026"}, HourNeeded, 2, id="a limit in hours without hour"),
        pytest.param({"when": "3/8/2026 09:00:01"}, InTheFuture, 11, id="in a second"),
        pytest.param({"when": "4/8/2026"}, InTheFuture, 11, id="tomorrow"),
        pytest.param({"procedure": "khai-tu-khai"}, UnknownProcedure, 10, id="no such procedure"),
        pytest.param({"when": "31/12/2015 09:00"}, ProcedureNotInForce, 10, id="before the procedure"),
        pytest.param({"done": True}, NotSameDay, 11, id="done at once, with three days"),
    ],
)
def test_a_receipt_that_cannot_be_is_refused(
    ward: Ward, given: dict[str, Any], refusal: type[OnestopError], exit_code: int
) -> None:
    before = ward.content
    with pytest.raises(refusal) as refused:
        ward.receive(**given)
    assert (refused.value.exit_code, ward.content) == (exit_code, before)


def test_no_date_is_promised_in_a_year_that_is_not_loaded(ward: Ward) -> None:
    ward.is_now("29/12/2028 09:00")
    with pytest.raises(CalendarGap) as gap:
        ward.receive("bay-ngay")
    assert (gap.value.exit_code, gap.value.values["year"]) == (13, 2029)


def test_refusing_needs_its_reason(ward: Ward) -> None:
    code = ward.receive().code
    with pytest.raises(ReasonNeeded) as needed:
        ward.resolve(code, result="refused")
    assert needed.value.exit_code == 2


def test_a_result_is_recorded_once(ward: Ward) -> None:
    code = ward.receive().code
    ward.resolve(code)
    with pytest.raises(WrongState) as wrong:
        ward.resolve(code)
    assert wrong.value.exit_code == 11


def test_what_has_no_result_is_not_delivered(ward: Ward) -> None:
    with pytest.raises(WrongState):
        ward.deliver(ward.receive().code)


def test_what_was_delivered_is_not_delivered_again(ward: Ward) -> None:
    code = ward.receive("khai-tu", done=True).code
    with pytest.raises(WrongState):
        ward.deliver(code)


@pytest.mark.parametrize("when", ["3/8/2026 08:59", "2/8/2026", "31/7/2026 17:00"])
def test_no_result_is_older_than_its_receipt(ward: Ward, when: str) -> None:
    code = ward.receive().code
    with pytest.raises(BeforeLastAct) as before:
        ward.resolve(code, when=when)
    assert before.value.exit_code == 11


@pytest.mark.parametrize("when", ["3/8/2026 09:00:01", "4/8/2026"])
def test_no_result_is_in_the_future(ward: Ward, when: str) -> None:
    code = ward.receive().code
    with pytest.raises(InTheFuture):
        ward.resolve(code, when=when)


def test_a_result_of_a_same_day_dossier_needs_its_hour(ward: Ward) -> None:
    code = ward.receive("khai-tu").code
    with pytest.raises(HourNeeded):
        ward.resolve(code, when="3/8/2026")


# --- bare dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "received"),
    [
        pytest.param("31/7/2026", "31/7/2026 08:00", id="opening"),
        pytest.param("1/8/2026", "1/8/2026 08:00", id="a Saturday's is Monday's"),
        pytest.param("3/8/2026", "3/8/2026 08:00", id="today's"),
    ],
)
def test_a_bare_date_of_a_receipt_is_its_opening(ward: Ward, when: str, received: str) -> None:
    assert ward.receive(when=when).received_at == at(received)


def test_a_bare_date_of_a_receipt_is_never_after_now(ward: Ward) -> None:
    ward.is_now("3/8/2026 07:30")
    assert ward.receive(when="3/8/2026").received_at == ward.now


@pytest.mark.parametrize(
    ("now", "when", "resolved"),
    [
        pytest.param("5/8/2026 10:00", "4/8/2026", "4/8/2026 17:30", id="closing"),
        pytest.param("5/8/2026 10:00", "5/8/2026", "5/8/2026 10:00", id="never after now"),
        pytest.param("5/8/2026 10:00", "3/8/2026", "3/8/2026 19:00", id="never before the last act"),
        pytest.param("3/8/2026 19:30", "3/8/2026", "3/8/2026 19:00", id="between both"),
    ],
)
def test_a_bare_date_of_a_result_is_its_closing(ward: Ward, now: str, when: str, resolved: str) -> None:
    ward.is_now("3/8/2026 19:00")
    code = ward.receive().code
    ward.is_now(now)
    assert ward.resolve(code, when=when)[0].resolved_at == at(resolved)


def test_a_bare_date_of_a_delivery_is_its_closing(ward: Ward) -> None:
    code = ward.receive("khai-tu").code
    ward.resolve(code)
    ward.is_now("5/8/2026 10:00")
    assert ward.deliver(code, when="4/8/2026")[0].delivered_at == at("4/8/2026 17:30")


def test_how_far_from_its_due_day_a_result_is(ward: Ward) -> None:
    code = ward.receive().code
    ward.is_now("10/8/2026 10:00")
    [finished] = counter.resolve(ward.path, ward.clock, ACTOR, [code], "approved", None, "")
    assert finished.working_days_to_due == -2


def test_a_date_of_another_system_beyond_the_calendar_does_not_keep_a_result_out(ward: Ward) -> None:
    ward.imports("code,procedure_code,received_at,due_at\nHS-1,1.004837,3/8/2026 08:00,1/9/2035 17:00\n")
    (resolved,) = ward.resolve("HS-1")
    assert resolved.resolved_at == ward.now


def test_a_number_beyond_our_shape_is_another_system_s_and_stops_nobody(ward: Ward) -> None:
    ward.receive(code="H26.15.30-260803-999999999")
    assert [ward.receive().code[-4:], ward.receive().code[-4:]] == ["0001", "0002"]


def test_a_full_series_refuses_and_never_writes_over_a_dossier(ward: Ward) -> None:
    changed_outside(ward.path, "INSERT INTO series_used VALUES ('H26.15.30-260803', 999999)")
    before = ward.content
    with pytest.raises(SeriesFull):
        ward.receive()
    text = "procedure_code,received_at\n1.004873,3/8/2026 08:00\n1.004873,3/8/2026 08:30\n"
    assert set(ward.refused_lines(text)) == {2, 3}
    assert ward.content == before
