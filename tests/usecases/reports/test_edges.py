"""Reports at their edges, each counted by hand (domain §3.3-3.5, §4): midnights, suspensions, no limit, no officer.

In 2026 Wednesday 1/7 is a working day, and Friday 31/7 the last one of July. The counter closes at 17:30. `BA` is
three working days, `BAY` seven, by the law too.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Kind, Period, named_period
from onestop_cli.output import language
from onestop_cli.output.pages import FILE
from onestop_cli.output.reports.form_06a import form_notes, form_text
from onestop_cli.output.reports.report import report_text
from onestop_cli.output.screens import drawn
from onestop_cli.usecases import notices, procedures, settings
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.procedures import Amendment
from onestop_cli.usecases.reports import form_06a, report
from tests.core.written import at, day
from tests.office import ACTOR, Ward
from tests.usecases.reports.answers import Question, answer

BA, BAY, NONE, HOURS = "tinh-trang-hon-nhan", "bay-ngay", "khong-han", "tam-gio"


def month(number: int, year: int = 2026, convention: Convention = Convention.calendar) -> Period:
    return named_period(Kind.month, number, year, convention)


JUNE, JULY, AUGUST = month(6), month(7), month(8)


def counted(row: dict[str, Any], *, but: str = "") -> dict[str, Any]:
    """What is not nought in a row, without the channels and the days."""
    left = ("received_", "on_time_rate", "early_rate", "mean_", "median_", "time_", *but.split())
    return {name: value for name, value in row.items() if value and not name.startswith(left)}


def total(ward: Ward, period: Period, **asked: Any) -> dict[str, Any]:
    """A report's total."""
    return answer("report", ward, Question(period, **asked))[1]


def rows(ward: Ward, period: Period, *by: str, **asked: Any) -> dict[tuple[str, ...], dict[str, Any]]:
    """A report's rows by their keys."""
    return dict(answer("report", ward, Question(period, by, **asked))[0])


def form(ward: Ward, period: Period, **asked: Any) -> dict[str, Any]:
    """The last line of the form, without noughts."""
    return {name: n for name, n in answer("form", ward, Question(period, **asked))[1].items() if n}


def index(ward: Ward, period: Period, **asked: Any) -> dict[str, Any]:
    """The index over all, without noughts but with its points."""
    found = answer("index", ward, Question(period, **asked))[1]
    return {name: n for name, n in found.items() if n or name == "points"}


@pytest.fixture
def _in_vietnamese() -> Iterator[None]:
    before = language.language()
    language.use("vi")
    yield
    language.use(before)


# --- midnight ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "june", "july"),
    [
        pytest.param(
            "30/6/2026 23:59:59", {"received": 1, "pending": 1, "within": 1},
            {"carried_over": 1, "pending": 1, "overdue": 1}, id="in the last second of June",
        ),
        pytest.param(
            "1/7/2026 00:00:00", {}, {"received": 1, "pending": 1, "overdue": 1}, id="in the first second of July",
        ),
    ],
)  # fmt: skip
def test_a_dossier_received_at_the_turn_of_a_month(
    ward: Ward, received: str, june: dict[str, int], july: dict[str, int]
) -> None:
    ward.receive(BA, when=received)
    assert (counted(total(ward, JUNE)), counted(total(ward, JULY))) == (june, july)


@pytest.mark.parametrize(
    ("resolved", "june", "july"),
    [
        pytest.param(
            "30/6/2026 23:59:59", {"received": 1, "resolved": 1, "early": 1}, {}, id="in the last second of June",
        ),
        pytest.param(
            "1/7/2026 00:00:00", {"received": 1, "pending": 1, "within": 1},
            {"carried_over": 1, "resolved": 1, "early": 1}, id="at midnight exactly",
        ),
    ],
)  # fmt: skip
def test_a_result_at_the_turn_of_a_month(ward: Ward, resolved: str, june: dict[str, int], july: dict[str, int]) -> None:
    """Received on Monday 29/6, due on Thursday 2/7."""
    ward.resolve(ward.receive(BA, when="29/6/2026 09:00").code, when=resolved)
    assert (counted(total(ward, JUNE)), counted(total(ward, JULY))) == (june, july)


def test_a_result_at_midnight_after_the_due_day_is_late_by_no_working_day_before_it_dawns(ward: Ward) -> None:
    """Due on Friday 31/7 17:30; at midnight it is Saturday: late, by 390 minutes and no working day."""
    ward.resolve(ward.receive(BA, when="28/7/2026 09:00").code, when="1/8/2026 00:00:00")
    late = answer("late", ward, Question(AUGUST))["dossiers"]
    assert [(each["outcome"], each["working_days_late"], each["minutes_late"]) for each in late] == [("late", 0, 390)]
    assert counted(total(ward, AUGUST)) == {"carried_over": 1, "resolved": 1, "late": 1}


@pytest.mark.parametrize(
    ("received", "of"),
    [
        pytest.param("14/7/2026 23:59:59", 7, id="the last second of the administrative July"),
        pytest.param("15/7/2026 00:00:00", 8, id="the first second of the administrative August"),
    ],
)
def test_an_administrative_month_turns_at_midnight_of_the_fifteenth(ward: Ward, received: str, of: int) -> None:
    ward.receive(BA, when=received)
    found = [total(ward, month(number, convention=Convention.administrative))["received"] for number in (7, 8)]
    assert found == [int(of == 7), int(of == 8)]


def test_at_the_second_of_a_result_it_is_there_and_a_second_before_it_is_not(ward: Ward) -> None:
    ward.resolve(ward.receive(BA, when="1/7/2026 09:00").code, when="2/7/2026 10:20:30")
    before, then = (total(ward, JULY, as_of=at(f"2/7/2026 10:20:{second}")) for second in (29, 30))
    assert (before["resolved"], before["within"], then["resolved"], then["pending"]) == (0, 1, 1, 0)


def test_a_week_over_new_year_has_one_name_and_is_clipped_to_each_year(ward: Ward) -> None:
    """Monday 29/12/2025 and Friday 2/1/2026 lie in one ISO week, 2026-W01."""
    for received in ("28/12/2025 09:00", "29/12/2025 09:00", "2/1/2026 09:00"):
        ward.receive(NONE, when=received)
    december, january = (rows(ward, period, "week") for period in (month(12, 2025), month(1)))
    assert {key: row["received"] for key, row in december.items()} == {("2025-W52",): 1, ("2026-W01",): 1}
    assert january[("2026-W01",)]["received"] == 1
    assert january[("2026-W01",)]["carried_over"] == 2
    both = rows(ward, Period(date(2025, 12, 22), date(2026, 1, 4)), "month", "week")
    assert {key: row["received"] for key, row in both.items()} == {
        ("2025-12", "2025-W52"): 1, ("2025-12", "2026-W01"): 1, ("2026-01", "2026-W01"): 1,
    }  # fmt: skip


# --- suspensions -------------------------------------------------------------------------------------


def test_a_result_while_suspended_ends_the_suspension_and_its_days_are_taken_off(ward: Ward) -> None:
    """Received Monday 3/8, suspended Wednesday to Friday: four working days less two; due on 14/8, five days saved."""
    ward.is_now("10/8/2026 09:00")
    code = ward.receive(BAY, when="3/8/2026 09:00").code
    ward.suspend(code, when="5/8/2026 10:00")
    ward.resolve(code, when="7/8/2026 10:00")
    found = total(ward, AUGUST)
    assert counted(found) == {"received": 1, "resolved": 1, "early": 1}
    assert (found["mean_working_days"], found["median_working_days"], found["time_saved_days"]) == (2.0, 2.0, 5)


def test_suspended_on_the_last_day_of_the_month_is_suspended_and_not_overdue(ward: Ward) -> None:
    """Due on Friday 31/7, suspended that afternoon: still so on Monday, when the date has passed."""
    code = ward.receive(BA, when="28/7/2026 09:00").code
    ward.suspend(code, when="31/7/2026 15:00")
    assert counted(total(ward, JULY)) == {"received": 1, "pending": 1, "suspended": 1}
    assert counted(total(ward, AUGUST)) == {"carried_over": 1, "pending": 1, "suspended": 1}
    assert form(ward, JULY) == {"total": 1, "direct_or_postal": 1, "pending": 1, "within": 1}
    assert index(ward, AUGUST) == {"all": 1, "open_not_due": 1, "points": 20.0}


def test_suspended_after_the_due_day_is_overdue(ward: Ward) -> None:
    """Due on Thursday 30/7, suspended on Friday: it counts for nothing."""
    code = ward.receive(BA, when="27/7/2026 09:00").code
    ward.suspend(code, when="31/7/2026 09:00")
    assert not ward.dossier(code).suspensions[0].counts.due
    assert counted(total(ward, JULY)) == {"received": 1, "pending": 1, "overdue": 1}
    assert counted(total(ward, AUGUST)) == {"carried_over": 1, "pending": 1, "overdue": 1}
    assert form(ward, AUGUST) == {"total": 1, "carried_over": 1, "pending": 1, "overdue": 1}
    assert index(ward, JULY) == {"all": 1, "overdue": 1, "points": 0.0}


def test_two_requests_for_papers_are_late_in_the_index_and_early_in_the_report(ward: Ward) -> None:
    """The second under an override. Due 12/8, twice stopped for a working day, ready on 10/8."""
    ward.is_now("10/8/2026 16:00")
    code = ward.receive(BAY, when="3/8/2026 09:00").code
    for number, (stopped, on) in enumerate([("4/8/2026", "5/8/2026"), ("6/8/2026", "7/8/2026")]):
        ward.suspend(code, when=f"{stopped} 10:00", override="thiếu trang" if number else "")
        ward.resume(code, f"{on} 10:00")
    ward.resolve(code, when="10/8/2026 15:00")
    assert counted(total(ward, AUGUST)) == {"received": 1, "resolved": 1, "early": 1}
    assert index(ward, AUGUST) == {"all": 1, "late": 1, "repeated": 1, "points": 0.0}
    before = index(ward, AUGUST, as_of=at("6/8/2026 09:59:59"))
    after = index(ward, AUGUST, as_of=at("6/8/2026 10:00"))
    assert before == {"all": 1, "open_not_due": 1, "points": 20.0}
    assert after == {"all": 1, "overdue": 1, "repeated": 1, "points": 0.0}


def test_two_suspensions_of_which_one_asks_for_papers_are_not_late_in_the_index(ward: Ward) -> None:
    ward.is_now("10/8/2026 16:00")
    code = ward.receive(BAY, when="3/8/2026 09:00").code
    for reason, on in (("supplement", 4), ("financial_obligation", 6)):
        ward.suspend(code, reason, when=f"{on}/8/2026 10:00")
        ward.resume(code, f"{on + 1}/8/2026 10:00")
    assert index(ward, AUGUST) == {"all": 1, "open_not_due": 1, "points": 20.0}


# --- no limit, no field, no officer ------------------------------------------------------------------


def test_what_has_no_limit_is_in_its_own_columns_and_in_no_rate(ward: Ward) -> None:
    """One open, one resolved after two working days, one suspended: that its clock stands still is the news."""
    ward.receive(NONE, when="1/7/2026 09:00")
    ward.resolve(ward.receive(NONE, when="1/7/2026 09:00").code, when="3/7/2026 09:00")
    ward.suspend(ward.receive(NONE, when="1/7/2026 09:00").code, when="2/7/2026 09:00")
    found = total(ward, JULY)
    assert counted(found) == {
        "received": 3, "resolved": 1, "resolved_no_limit": 1, "pending": 2, "pending_no_limit": 1, "suspended": 1,
    }  # fmt: skip
    assert (found["on_time_rate"], found["early_rate"], found["time_saved_days"]) == (None, None, None)
    assert (found["mean_working_days"], found["median_working_days"]) == (2.0, 2.0)


def test_what_has_no_limit_is_on_time_and_within_on_the_form_and_out_of_the_index(ward: Ward) -> None:
    ward.receive(NONE, when="1/7/2026 09:00")
    ward.resolve(ward.receive(NONE, when="1/7/2026 09:00").code, when="3/7/2026 09:00")
    ward.suspend(ward.receive(NONE, when="1/7/2026 09:00").code, when="2/7/2026 09:00")
    ward.withdraw(ward.receive(NONE, when="1/7/2026 09:00").code, "30/7/2026 09:00")
    assert form(ward, JULY) == {
        "total": 4, "direct_or_postal": 4, "resolved": 2, "on_time": 2, "pending": 2, "within": 2, "withdrawn": 1,
    }  # fmt: skip
    assert index(ward, JULY) == {"points": None}
    assert answer("late", ward, Question(AUGUST))["dossiers"] == []


@pytest.mark.usefixtures("_in_vietnamese")
def test_a_dossier_without_a_field_is_counted_under_an_empty_key(ward: Ward) -> None:
    """The catalogue lost the field; what was received before keeps it."""
    ward.is_now("1/7/2026 09:30")
    ward.receive(BA, when="1/7/2026 09:00")
    lost = Amendment(field="")
    procedures.amend(ward.path, ward.clock, ACTOR, BA, lost, day("1/7/2026"), Consent(apply=True))
    ward.receive(BA, when="1/7/2026 09:30", channel="online")
    ward.is_now("3/8/2026 09:00")
    found = rows(ward, JULY, "field")
    assert {key: row["received"] for key, row in found.items()} == {("",): 1, ("Hộ tịch",): 1}
    lines = dict(answer("form", ward, Question(JULY))[0])
    assert {key: (line["online"], line["direct_or_postal"]) for key, line in lines.items()} == {
        ("",): (1, 0), ("Hộ tịch",): (0, 1),
    }  # fmt: skip
    shown = drawn(form_text(form_06a.form(ward.path, ward.clock, Question(JULY).report_request)), FILE)
    assert "Chưa ghi lĩnh vực" in shown
    assert "Hộ tịch" in shown


def test_a_dossier_without_an_officer_is_counted_under_an_empty_key(ward: Ward) -> None:
    ward.receive(BA, when="1/7/2026 09:00")
    ward.receive(BA, when="1/7/2026 10:00", officer="Trần Văn Đức")
    found = rows(ward, JULY, "officer")
    assert {key: row["received"] for key, row in found.items()} == {("",): 1, ("Trần Văn Đức",): 1}
    late = answer("late", ward, Question(AUGUST))["by_officer"]
    assert {each["key"]: each["overdue"] for each in late} == {"": 1, "Trần Văn Đức": 1}


def test_what_was_not_assigned_then_has_no_officer_in_the_month_before(ward: Ward) -> None:
    code = ward.receive(BA, when="31/7/2026 09:00").code
    ward.assign(code, "Trần Văn Đức")
    assert list(rows(ward, JULY, "officer")) == [("",)]
    assert list(rows(ward, AUGUST, "officer")) == [("Trần Văn Đức",)]


# --- nothing, and two of three -----------------------------------------------------------------------


def test_an_empty_month_is_nothing_and_not_nought_per_cent(ward: Ward) -> None:
    assert (rows(ward, JULY, "procedure"), rows(ward, JULY, "week"), rows(ward, JULY, "day", "officer")) == ({}, {}, {})
    found = total(ward, JULY)
    rates = ("on_time_rate", "early_rate", "mean_working_days", "median_working_days", "time_saved_days")
    assert [found[name] for name in rates] == [None] * 5
    assert counted(found) == {}
    assert (answer("form", ward, Question(JULY))[0], form(ward, JULY)) == ([], {})
    assert (answer("index", ward, Question(JULY, ("field",)))[0], index(ward, JULY)) == ([], {"points": None})
    assert (answer("late", ward, Question(JULY))["dossiers"], answer("register", ward, Question(JULY))) == ([], [])


@pytest.mark.usefixtures("_in_vietnamese")
def test_an_empty_month_shows_dashes(ward: Ward) -> None:
    text = drawn(report_text(report.report(ward.path, ward.clock, Question(JULY).report_request)), FILE)
    assert "0,00 %" not in text
    assert "100,00 %" not in text
    assert "—" in text


@pytest.mark.usefixtures("_in_vietnamese")
def test_two_of_three_is_66_67_per_cent(ward: Ward) -> None:
    """Due on Monday 6/7: one ready on the day before its last, one on the last, one after it."""
    for resolved in ("3/7/2026 09:00", "6/7/2026 17:00", "7/7/2026 08:00"):
        ward.resolve(ward.receive(BA, when="1/7/2026 09:00").code, when=resolved)
    found = total(ward, JULY)
    assert (found["early"], found["on_time"], found["late"]) == (1, 1, 1)
    assert (found["on_time_rate"], found["early_rate"]) == (0.6667, 0.3333)
    text = drawn(report_text(report.report(ward.path, ward.clock, Question(JULY).report_request)), FILE)
    assert "66,67 %" in text
    assert "33,33 %" in text
    assert index(ward, JULY) == {"all": 3, "on_time": 2, "late": 1, "points": 13.33}


def test_a_refusal_is_a_result_and_is_judged(ward: Ward) -> None:
    code = ward.receive(BA, when="1/7/2026 09:00").code
    ward.resolve(code, when="7/7/2026 09:00", result="refused", note="thiếu giấy tờ")
    assert counted(total(ward, JULY)) == {"received": 1, "resolved": 1, "late": 1, "refused": 1}


def test_a_void_dossier_is_in_no_report_as_if_it_had_never_been(ward: Ward) -> None:
    code = ward.receive(BA, when="1/7/2026 09:00").code
    ward.resolve(code, when="7/7/2026 09:00")
    known_at = ward.now
    ward.is_now("3/8/2026 10:00")
    ward.void(code)
    assert (counted(total(ward, JULY)), form(ward, JULY), index(ward, JULY)) == ({}, {}, {"points": None})
    assert answer("late", ward, Question(JULY))["dossiers"] == []
    [line] = answer("register", ward, Question(JULY))
    assert (line["number"], line["status"]) == (1, "void")
    seq = ward.ask("SELECT seq FROM event WHERE kind = 'void'")[0][0]
    assert line["voided"] == {"seq": seq, "at": "2026-08-03T10:00:00+07:00", "by": "lan", "note": "nhập trùng"}
    [then] = answer("register", ward, Question(JULY, known_at=known_at))
    assert (then["status"], then["voided"]) == ("resolved", None)
    assert counted(total(ward, JULY, known_at=known_at)) == {"received": 1, "resolved": 1, "late": 1}


# --- the state then, not today's ---------------------------------------------------------------------


def test_a_result_collected_months_later_leaves_the_old_month_as_it_was(ward: Ward) -> None:
    code = ward.receive(BA, when="1/4/2026 09:00").code
    ward.resolve(code, when="3/4/2026 09:00")
    asked = Question(month(4), ("procedure", "officer"))
    before = [answer(kind, ward, asked) for kind in ("report", "form", "index", "late", "members")]
    ward.deliver(code, when="31/7/2026 16:00")
    then = asked._replace(as_of=month(4).last_second)
    assert [answer(kind, ward, asked)[:2] for kind in ("report", "form", "index")] == before[:3]
    assert answer("late", ward, asked) == before[3]
    assert answer("members", ward, asked) == before[4]
    assert [line["delivered_at"] for line in answer("register", ward, asked)] == ["2026-07-31T16:00:00+07:00"]
    assert [line["delivered_at"] for line in answer("register", ward, then)] == [None]


def test_june_reported_on_31_august_is_june_as_it_stood_on_its_last_second(ward: Ward) -> None:
    """What became late, was resolved, resumed or handed on afterwards is none of June's business."""
    ward.is_now("31/8/2026 09:00")
    became_late = ward.receive(BA, when="29/6/2026 09:00", officer="Ánh").code  # due on 2/7
    due_on_the_last_day = ward.receive(BA, when="25/6/2026 09:00", officer="Ánh").code  # due on 30/6
    ward.receive(BA, when="22/6/2026 09:00", officer="Ánh")  # due on 25/6, open to this day
    suspended = ward.receive(BA, when="24/6/2026 09:00", officer="Ánh").code  # due on 29/6
    ward.suspend(suspended, when="26/6/2026 10:00")
    ward.resume(suspended, "6/7/2026 10:00")
    ward.resolve(suspended, when="7/7/2026 10:00")
    ward.withdraw(due_on_the_last_day, "1/7/2026 00:00:00")
    ward.assign(became_late, "Đức")
    ward.resolve(became_late, deliver=True)
    june = {"received": 4, "pending": 4, "within": 2, "overdue": 1, "suspended": 1}
    assert counted(total(ward, JUNE)) == june
    assert list(rows(ward, JUNE, "officer")) == [("Ánh",)]
    assert form(ward, JUNE) == {"total": 4, "direct_or_postal": 4, "pending": 4, "within": 3, "overdue": 1}
    assert index(ward, JUNE) == {"all": 4, "open_not_due": 2, "overdue": 2, "points": 10.0}
    assert counted(total(ward, JUNE, known_at=ward.now)) == june


def test_a_late_notice_changes_the_days_taken_of_a_month_that_is_over_but_not_what_was_known(ward: Ward) -> None:
    """Wednesday 8/7 turns out to have been a day off: from Monday 6/7 to Thursday 9/7 it took two days, not three."""
    ward.resolve(ward.receive(BAY, when="6/7/2026 09:00").code, when="9/7/2026 09:00")
    before, known_at = total(ward, JULY), ward.now
    ward.is_now("3/8/2026 10:00")
    storm = day("8/7/2026"), "Nghỉ bão", "CV 1"
    notices.add_holiday(ward.path, ward.clock, ACTOR, *storm, local=True, consent=Consent(apply=True))
    after, known = total(ward, JULY), total(ward, JULY, known_at=known_at)
    names = ("mean_working_days", "median_working_days", "time_saved_days")
    assert [[found[name] for name in names] for found in (before, after, known)] == [
        [3.0, 3.0, 4], [2.0, 2.0, 4], [3.0, 3.0, 4],
    ]  # fmt: skip


def test_working_saturdays_set_later_save_no_time_in_what_was_known_before(ward: Ward) -> None:
    """From Tuesday 4/8 until the law's Friday 21/8 are 13 working days, with the Saturdays 8/8 and 15/8 fifteen."""
    ward.is_now("4/8/2026 09:00")
    code = ward.receive("rut-ngan", when="3/8/2026 09:00").code
    ward.correct(code, statutory="14:working_day")
    assert ward.dossier(code).statutory_due_at == at("21/8/2026 17:30")
    ward.resolve(code)
    known_at = ward.now
    before = total(ward, AUGUST)["time_saved_days"]
    ward.is_now("4/8/2026 10:00")
    settings.set_value(ward.path, ward.clock, ACTOR, "saturday", "working_day", None)
    after, known = total(ward, AUGUST), total(ward, AUGUST, known_at=known_at)
    assert (before, after["time_saved_days"], known["time_saved_days"]) == (13, 15, 13)


@pytest.mark.parametrize("days", range(60, 67))
@pytest.mark.parametrize("hour", ["00:00:00", "23:59:59"])
def test_a_dossier_is_open_until_its_result_however_many_days_that_takes(ward: Ward, days: int, hour: str) -> None:
    """Received in March, its result so many days later: the second before that it is pending, then resolved."""
    received = at(f"10/3/2026 {hour}")
    resolved = received + timedelta(days=days)
    ward.resolve(ward.receive(BA, when=f"10/3/2026 {hour}").code, when=f"{resolved:%d/%m/%Y %H:%M:%S}")
    year = named_period(Kind.year, 1, 2026, Convention.calendar)
    before, then = (total(ward, year, as_of=resolved - timedelta(seconds=n)) for n in (1, 0))
    assert counted(before) == {"received": 1, "pending": 1, "overdue": 1}
    assert counted(then) == {"received": 1, "resolved": 1, "late": 1}


# --- withdrawn and stopped on the form ---------------------------------------------------------------


@pytest.mark.usefixtures("_in_vietnamese")
def test_withdrawn_before_the_due_date_is_on_time_on_the_form_and_after_it_late(ward: Ward) -> None:
    """Received on Monday 22/6, due on Thursday 25/6; stopped on Friday, but it had been suspended for two days."""
    for left in ("24/6/2026 09:00", "25/6/2026 18:00", "26/6/2026 08:00"):
        ward.withdraw(ward.receive(BA, when="22/6/2026 09:00").code, left)
    stopped = ward.receive(BA, when="22/6/2026 09:00", channel="online").code
    ward.suspend(stopped, when="24/6/2026 09:00")
    ward.stop(stopped, "26/6/2026 09:00")
    assert form(ward, JUNE) == {
        "total": 4, "online": 1, "direct_or_postal": 3, "resolved": 4, "on_time": 3, "late": 1, "withdrawn": 3,
        "stopped": 1,
    }  # fmt: skip
    assert form(ward, JUNE, granularity=Granularity.minute)["late"] == 2
    found = form_06a.form(ward.path, ward.clock, Question(JUNE).report_request)
    assert any("3 hồ sơ rút" in note and "1 hồ sơ dừng" in note for note in form_notes(found)), form_notes(found)
    assert counted(total(ward, JUNE)) == {"received": 4, "withdrawn": 3, "stopped": 1}
    assert total(ward, JUNE)["on_time_rate"] is None
    assert index(ward, JUNE) == {"points": None}


def test_a_withdrawn_dossier_is_no_late_one_but_on_the_form(ward: Ward) -> None:
    ward.withdraw(ward.receive(BA, when="22/6/2026 09:00").code, "29/6/2026 08:00")
    assert form(ward, JUNE)["late"] == 1
    assert answer("late", ward, Question(JUNE))["total"] == {"late": 0, "overdue": 0, "working_days_late": 0}


# --- the day and the minute --------------------------------------------------------------------------


def test_a_result_on_the_due_day_after_closing_is_on_time_in_the_report_and_late_in_the_index(ward: Ward) -> None:
    """A limit in days is judged by its date; the index goes by the minute, whatever the report is asked."""
    ward.resolve(ward.receive(BA, when="28/7/2026 09:00").code, when="31/7/2026 17:31")
    assert counted(total(ward, JULY)) == {"received": 1, "resolved": 1, "on_time": 1}
    assert counted(total(ward, JULY, granularity=Granularity.minute)) == {"received": 1, "resolved": 1, "late": 1}
    for granularity in Granularity:
        assert index(ward, JULY, granularity=granularity) == {"all": 1, "late": 1, "points": 0.0}
    late = answer("late", ward, Question(JULY, granularity=Granularity.minute))["dossiers"]
    assert [(each["working_days_late"], each["minutes_late"]) for each in late] == [(0, 1)]


@pytest.mark.parametrize(
    ("finished", "outcome"),
    [
        pytest.param("27/7/2026 16:59:59", "early", id="before it"),
        pytest.param("27/7/2026 17:00:00", "on_time", id="in its minute"),
        pytest.param("27/7/2026 17:00:59", "on_time", id="in its last second"),
        pytest.param("27/7/2026 17:01:00", "late", id="a minute after"),
    ],
)
def test_a_limit_in_hours_is_judged_to_the_minute(ward: Ward, finished: str, outcome: str) -> None:
    """Eight hours from Friday 24/7 17:00: half an hour that day, seven and a half on Monday, until 17:00."""
    code = ward.receive(HOURS, when="24/7/2026 17:00").code
    assert ward.dossier(code).due_at == at("27/7/2026 17:00")
    ward.resolve(code, when=finished)
    assert counted(total(ward, JULY)) == {"received": 1, "resolved": 1, outcome: 1}


def test_the_worst_come_first_by_working_days_then_by_minutes_then_by_code(ward: Ward) -> None:
    """Due on Friday 31/7 and Thursday 30/7, all but one ready on Monday 3/8 at 8:30, that one at 8:00."""
    one, two, three = (ward.receive(BA, when=f"{received}/7/2026 09:00").code for received in (28, 28, 27))
    four = ward.receive(BA, when="28/7/2026 10:00").code
    ward.resolve(one, three, four, when="3/8/2026 08:30")
    ward.resolve(two, when="3/8/2026 08:00")
    late = answer("late", ward, Question(AUGUST))["dossiers"]
    assert [(each["code"], each["working_days_late"], each["minutes_late"]) for each in late] == [
        (three, 2, 5_220), (one, 1, 3_780), (four, 1, 3_780), (two, 1, 3_750),
    ]  # fmt: skip


def test_each_basis_has_its_own_verdict(ward: Ward) -> None:
    """`rut-ngan`: five working days, seven days by the law: both until 8/7; a letter gives 13/7."""
    code = ward.receive("rut-ngan", when="1/7/2026 09:00").code
    ward.extend(code, "13/7/2026", "6/7/2026 09:00")
    ward.resolve(code, when="13/7/2026 09:00")
    found = {basis.value: counted(total(ward, JULY, basis=basis), but="received resolved") for basis in Basis}
    assert found == {
        "due": {"late": 1}, "promised": {"late": 1}, "statutory": {"late": 1}, "extended": {"on_time": 1},
    }  # fmt: skip
