"""What is open, how it was recorded, and the numbers of the day (domain §7)."""

from datetime import date, timedelta

import pytest

from onestop_cli.core.checks.listed import CHECKS
from onestop_cli.core.dossier import Person
from onestop_cli.core.dossier_events import Deliver, Receive
from onestop_cli.core.event_data import read
from onestop_cli.core.forms import Form
from onestop_cli.core.periods import Period
from onestop_cli.store import ledger
from onestop_cli.store.database import writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases import settings
from onestop_cli.usecases.backups import back_up, restore
from onestop_cli.usecases.checks import Asked, checked
from tests.core.written import at, day
from tests.office import ACTOR, Ward, changed_outside
from tests.usecases.checks.looking import codes, findings, looked, n, names

CODE = "260803-0001"


@pytest.mark.parametrize(("now", "found"), [("13/8/2026 17:00", 0), ("14/8/2026 08:00", 1)])
def test_overdue_for_more_than_five_working_days(ward: Ward, now: str, found: int) -> None:
    ward.receive()
    ward.is_now(now)  # due 6/8: the sixth working day after it is 14/8
    assert n(ward, "overdue") == found
    assert n(ward, "overdue", overdue_days="6") == 0


def test_a_suspension_that_does_not_count_stops_no_clock(ward: Ward) -> None:
    ward.receive()
    ward.is_now("7/8/2026 09:00")
    ward.suspend(CODE, "other_agency")
    ward.is_now("21/8/2026 09:00")
    assert n(ward, "overdue") == 1


def test_one_that_counts_does(ward: Ward) -> None:
    ward.receive()
    ward.suspend(CODE, "other_agency")
    ward.is_now("21/8/2026 09:00")
    assert n(ward, "overdue") == 0


def test_the_oldest_stands_first(ward: Ward) -> None:
    ward.receive("dang-ky-lai-khai-sinh")
    ward.receive()
    ward.is_now("31/8/2026 09:00")
    assert codes(ward, "overdue") == ["0002", "0001"]


@pytest.mark.parametrize(
    ("procedure", "now", "found"),
    [
        ("tinh-trang-hon-nhan", "4/8/2026 17:00", 0),
        ("tinh-trang-hon-nhan", "5/8/2026 08:00", 1),
        ("tinh-trang-hon-nhan", "6/8/2026 08:00", 1),
        ("tinh-trang-hon-nhan", "7/8/2026 08:00", 0),
        ("di-chuc", "4/8/2026 08:00", 0),
        ("mot-thang", "2/9/2026 08:00", 1),
    ],
)
def test_nobody_in_charge_and_one_working_day_left(ward: Ward, procedure: str, now: str, found: int) -> None:
    ward.receive(procedure)
    ward.is_now(now)
    assert n(ward, "unassigned") == found
    if found:
        ward.assign(CODE, "Trần Thị B")
        assert n(ward, "unassigned") == 0


@pytest.mark.parametrize(("acts", "found"), [(9, 0), (10, 1)])
def test_ten_results_of_ten_acts_in_one_second(ward: Ward, acts: int, found: int) -> None:
    for _ in range(10):
        ward.receive("khai-tu")
    for number in range(1, acts + 1):
        ward.now += timedelta(minutes=1)
        ward.resolve(f"260803-{number:04d}", when="3/8/2026 09:00:00")
    assert n(ward, "same-second") == found


def test_ten_results_of_one_command_are_one_act(ward: Ward) -> None:
    for _ in range(10):
        ward.receive("khai-tu")
    ward.now += timedelta(minutes=1)
    ward.resolve(*(f"260803-{number:04d}" for number in range(1, 11)), when="3/8/2026 09:00:00", deliver=True)
    assert n(ward, "same-second") == 0


def test_results_of_an_import_are_one_act(ward: Ward) -> None:
    rows = "".join(f"A-{each},1.000656,2026-08-03 08:00,2026-08-03 08:30:00,approved\n" for each in range(12))
    ward.imports("code,procedure_code,received_at,resolved_at,result\n" + rows)
    assert names(ward) == {"imported"}


def test_results_without_an_hour_are_of_no_second(ward: Ward) -> None:
    for _ in range(10):
        ward.receive()
    ward.is_now("5/8/2026 08:00")
    for number in range(1, 11):
        ward.now += timedelta(minutes=1)
        ward.resolve(f"260803-{number:04d}", when="4/8/2026")
    assert n(ward, "same-second") == 0


@pytest.mark.parametrize(("seconds", "found"), [(120, 0), (121, 1)])
def test_the_clock_went_back(ward: Ward, seconds: int, found: int) -> None:
    ward.receive()
    ward.now -= timedelta(seconds=seconds)
    ward.receive()
    ward.now -= timedelta(seconds=1)
    ward.receive()
    assert codes(ward, "clock-went-back") == ["0002"] * found


@pytest.mark.parametrize(("now", "found"), [("2/9/2026 09:00", 0), ("3/9/2026 09:00", 1)])
def test_ready_for_more_than_thirty_days(ward: Ward, now: str, found: int) -> None:
    ward.receive("khai-tu")
    ward.resolve(CODE)
    ward.is_now(now)
    assert n(ward, "not-delivered") == found
    ward.deliver(CODE)
    assert n(ward, "not-delivered") == 0


@pytest.mark.parametrize(
    ("now", "found"),
    [("3/8/2026 08:00", 0), ("3/8/2026 12:00", 0), ("3/8/2026 12:01", 1), ("3/8/2026 07:59", 1), ("8/8/2026 09:00", 1)],
)
def test_received_outside_the_offices_hours(ward: Ward, now: str, found: int) -> None:
    ward.is_now("9/8/2026 09:00")
    ward.receive(when=now)
    assert n(ward, "outside-hours") == found
    assert n(ward, "outside-hours", duty_hours="07:00-18:00") == (found if now.startswith("8/") else 0)


def test_what_comes_online_comes_at_any_hour(ward: Ward) -> None:
    ward.is_now("3/8/2026 22:00")
    ward.receive(channel="online")
    assert names(ward) == set()


def test_receipts_of_a_day_outside_hours_are_one_line(ward: Ward) -> None:
    ward.is_now("3/8/2026 12:30")
    ward.receive()
    ward.receive()
    assert codes(ward, "outside-hours") == ["0001", "0002"]
    assert n(ward, "outside-hours") == 1


@pytest.mark.parametrize(("submitted", "found"), [("31/7/2026 09:00", 0), ("30/7/2026 09:00", 1)])
def test_handed_in_online_and_accepted_late(ward: Ward, submitted: str, found: int) -> None:
    ward.receive(channel="online", submitted=submitted)
    assert n(ward, "accepted-late") == found


def test_a_typed_number_leaves_a_gap(ward: Ward) -> None:
    ward.receive()
    ward.receive(code="H26.15.30-260803-0004")
    [finding] = findings(ward, "number-gap")
    assert [finding.found.values[key] for key in ("first", "last", "n")] == [2, 3, 2]
    assert codes(ward, "number-gap") == ["0004"]


def test_a_void_dossier_keeps_its_number_and_another_agencys_are_not_ours(ward: Ward) -> None:
    ward.receive()
    ward.void("1")
    ward.receive()
    ward.receive(code="H26.15.31-260803-0044")
    assert n(ward, "number-gap") == 0


def test_the_gaps_of_an_import_are_one_line(ward: Ward) -> None:
    rows = "".join(f"H26.15.30-2608{day:02d}-0005,1.004873,2026-08-{day:02d} 08:00\n" for day in (1, 2, 3))
    ward.imports("code,procedure_code,received_at\n" + rows)
    assert n(ward, "number-gap") == 1
    assert len(findings(ward, "number-gap")[0].found.dossiers) == 3


def test_a_code_of_another_day(ward: Ward) -> None:
    ward.receive(code="H26.15.30-260731-0001")
    assert codes(ward, "code-other-day") == ["0001"]
    ward.receive(code="khác 7")
    assert n(ward, "code-other-day") == 1


def test_an_overdue_dossier_voided_without_a_twin(ward: Ward) -> None:
    ward.receive()
    ward.is_now("7/8/2026 09:00")
    ward.void(CODE)
    assert n(ward, "void-overdue") == 1
    assert n(ward, "voided") == 0
    assert n(ward, "paper-recorded-late") == 0, "told once"


@pytest.mark.parametrize(("applicant", "found"), [("nguyen van a", 0), ("Trần Văn B", 1)])
def test_a_twin_is_of_the_same_person(ward: Ward, applicant: str, found: int) -> None:
    ward.receive()
    ward.receive(person=Person(applicant))
    ward.is_now("7/8/2026 09:00")
    ward.void(CODE)
    assert (n(ward, "void-overdue"), n(ward, "voided")) == (found, 1 - found)


def test_voids_of_an_actor_are_one_line(ward: Ward) -> None:
    ward.receive()
    ward.receive()
    ward.void("1")
    ward.void("2")
    assert n(ward, "voided") == 1
    assert codes(ward, "voided") == ["0001", "0002"]


@pytest.mark.parametrize(("closed", "received", "found"), [(5, 49, 1), (5, 50, 0), (4, 4, 0)])
def test_more_than_a_tenth_of_a_month_closed_without_a_result(
    ward: Ward, closed: int, received: int, found: int
) -> None:
    for _ in range(received):
        ward.receive()
    for number in range(1, closed + 1):
        ward.withdraw(f"260803-{number:04d}")
    assert n(ward, "closed-share") == found


@pytest.mark.parametrize(("now", "found"), [("6/8/2026 18:00", 0), ("7/8/2026 08:00", 1)])
def test_withdrawn_after_the_due_date(ward: Ward, now: str, found: int) -> None:
    ward.receive()
    ward.is_now(now)
    ward.withdraw(CODE)
    assert n(ward, "closed-after-due") == found


@pytest.mark.parametrize(("early", "on_time", "found"), [(201, 0, 1), (200, 0, 0), (201, 1, 0)])
def test_a_month_whose_every_result_is_early(ward: Ward, early: int, on_time: int, found: int) -> None:
    def rows(many: int, resolved: str, letter: str) -> str:
        return "".join(f"{letter}-{each},1.004873,2026-07-06 08:00,{resolved},approved\n" for each in range(many))

    text = rows(early, "2026-07-08 15:00", "A") + rows(on_time, "2026-07-09 15:00", "B")
    ward.imports("code,procedure_code,received_at,resolved_at,result\n" + text)
    assert n(ward, "all-early") == found


def test_a_period_takes_what_was_recorded_in_it_and_what_is_open_at_its_end(ward: Ward) -> None:
    ward.receive("dang-ky-lai-khai-sinh")
    ward.extend(CODE, "12/8/2026")
    ward.extend(CODE, "13/8/2026", override="chờ ký")
    ward.is_now("1/10/2026 09:00")
    august, september = (Period(date(2026, month, 1), date(2026, month, 30)) for month in (8, 9))
    assert {each.check.name for each in looked(ward, period=august).findings} == {"letter-repeated", "overdue"}
    assert {each.check.name for each in looked(ward, period=september).findings} == {"overdue"}


def test_what_occurs_later_is_not_looked_at_as_of_then(ward: Ward) -> None:
    ward.receive(officer="Trần Thị B")
    ward.is_now("7/8/2026 09:00")
    ward.withdraw(CODE)
    assert names(ward, as_of="6/8/2026") == set()
    assert names(ward) == {"closed-after-due"}


def test_what_was_not_known_yet_is_not_looked_at(ward: Ward) -> None:
    ward.receive("dang-ky-lai-khai-sinh", officer="Trần Thị B")
    ward.extend(CODE, "12/8/2026")
    ward.is_now("4/8/2026 09:00")
    ward.extend(CODE, "13/8/2026", override="chờ ký")
    known = Asked(CHECKS, None, None, at("3/8/2026 23:59:59"), {})
    assert checked(ward.path, ward.clock, known).findings == []
    assert names(ward) == {"letter-repeated"}


def test_nothing_but_the_events_is_read(ward: Ward) -> None:
    """What somebody changed in the register, the calendar and the settings is not believed."""
    ward.receive()
    ward.is_now("31/8/2026 09:00")
    before = looked(ward)
    changed_outside(
        ward.path,
        "UPDATE dossier SET due_at = '2026-12-31T17:30:00+07:00', status = 'delivered'",
        "UPDATE setting SET value = '99' WHERE key = 'agency_code'",
        "INSERT INTO setting (seq, key, valid_from, value) VALUES (1, 'overdue_days', '2020-01-01', '999')",
        "DELETE FROM claim",
        "UPDATE calendar_edition SET marks = replace(marks, 'w', 'h')",
    )
    assert looked(ward) == before


def test_a_void_dossier_is_in_no_figure(ward: Ward) -> None:
    ward.receive("dang-ky-lai-khai-sinh", when="31/7/2026 12:30")
    code = "260731-0001"
    ward.suspend(code, until="4/8/2026")
    ward.is_now("4/8/2026 09:00")
    ward.resume(code)
    ward.suspend(code, override="sót")
    ward.resume(code)
    ward.extend(code, "12/8/2026")
    ward.extend(code, "13/8/2026", override="chờ ký")
    assert names(ward) == {"outside-hours", "supplement-repeated", "letter-repeated"}
    ward.is_now("17/8/2026 09:00")
    ward.resolve(code, when="7/8/2026 17:30")
    assert names(ward) > {"entered-late"}
    ward.void(code)
    assert names(ward) == {"voided"}


def test_a_void_dossiers_papers_are_still_told(ward: Ward) -> None:
    ward.receive()
    ward.is_now("10/8/2026 09:00")
    ward.suspend(CODE, "other_agency", when="5/8/2026 10:00")
    ward.void(CODE)
    assert names(ward) == {"paper-recorded-late", "voided"}


def test_numbers_that_a_replaced_file_had_used_are_no_gap(ward: Ward) -> None:
    ward.receive()
    backup = back_up(ward.path, ward.clock, ward.path.with_name("backup.db")).path
    ward.receive()
    ward.receive()
    restore(ward.path, ward.clock, ACTOR, backup, "ổ đĩa hỏng")
    assert ward.receive().code.endswith("-0004")
    assert n(ward, "number-gap") == 0
    ward.receive(code="H26.15.30-260803-0006")
    assert n(ward, "number-gap") == 1


def test_a_number_given_twice_and_a_result_picked_up_early_are_written_beside_the_program(ward: Ward) -> None:
    """What no command lets through: rightly chained all the same."""
    ward.receive("khai-tu")
    ward.is_now("3/8/2026 10:00")
    ward.resolve(CODE)
    with writing(ward.path) as connection:
        book = Ledger(connection, ACTOR, ward.now)
        [receipt, *_] = ledger.dossier_events(connection, "H26.15.30-260803-0001")
        book.append(read(Receive, receipt.data), dossier=receipt.dossier, occurred_at=receipt.occurred_at)
        book.append(Deliver("direct"), dossier=receipt.dossier, occurred_at=at("3/8/2026 09:30"))
    assert names(ward) == {"number-duplicate", "collected-early"}


def _gives_slips(ward: Ward, since: str | None = None) -> None:
    settings.set_value(ward.path, ward.clock, ACTOR, "slip.required", "yes", day(since) if since else None)


def test_no_slip_is_a_finding_only_where_slips_are_given(ward: Ward) -> None:
    ward.receive()
    assert n(ward, "no-slip") == 0
    _gives_slips(ward, "4/8/2026")
    assert n(ward, "no-slip") == 0
    ward.is_now("4/8/2026 09:00")
    ward.receive(channel="online")
    ward.receive(when="3/8/2026 15:00")  # of a day on which none was to be given
    assert codes(ward, "no-slip") == ["0001"]


def test_printed_handed_over_at_once_void_or_imported_is_none(ward: Ward) -> None:
    _gives_slips(ward)
    for _ in range(3):
        ward.receive()
    ward.receive("khai-tu", done=True)
    ward.void("260803-0002")
    ward.prints(CODE)
    ward.imports("code,procedure_code,received_at,applicant\nX-1,1.004873,3/8/2026 08:00,A\n")
    assert codes(ward, "no-slip") == ["0003"]


def test_another_form_is_no_slip_and_one_printed_later_counts_from_then_on(ward: Ward) -> None:
    _gives_slips(ward)
    ward.receive()
    ward.prints(CODE, Form.control)
    assert n(ward, "no-slip") == 1
    ward.is_now("5/8/2026 09:00")
    ward.prints(CODE)
    assert (n(ward, "no-slip"), n(ward, "no-slip", as_of="4/8/2026")) == (0, 1)


def test_a_days_receipts_without_slips_are_one_line_of_a_hand(ward: Ward) -> None:
    _gives_slips(ward)
    for _ in range(3):
        ward.receive()
    ward.is_now("4/8/2026 09:00")
    ward.receive()
    assert [len(each.found.dossiers) for each in findings(ward, "no-slip")] == [3, 1]
