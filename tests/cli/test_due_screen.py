"""The day's work on a counter's screen: by how much, whom to call, who is in charge, what the letter said."""

from collections.abc import Iterator

import pytest

from onestop_cli.core.moments import Moments
from onestop_cli.output import language
from onestop_cli.output.pages import FILE, Screen
from onestop_cli.output.screens import drawn
from onestop_cli.output.worklist import work_text
from onestop_cli.usecases.worklist import work_list
from tests.office import SOMEONE, Ward

TUESDAY = "11/8/2026 08:00"
"""Received on Monday 3/8/2026, a certificate is due on Thursday 6/8: three working days overdue then."""
NARROW, BROAD = Screen(80, is_pipe=True), Screen(140, is_pipe=True)


@pytest.fixture(autouse=True)
def _in_vietnamese() -> Iterator[None]:
    before = language.language()
    language.use("vi")
    yield
    language.use(before)


def lines(ward: Ward, screen: Screen = NARROW, now: str = TUESDAY, within: int = 3) -> list[str]:
    ward.is_now(now)
    text = drawn(work_text(work_list(ward.path, ward.clock, within, Moments())), screen)
    return [" ".join(line.split()) for line in text.split("\n")]


def test_it_is_said_by_how_many_working_days_a_dossier_is_overdue(ward: Ward) -> None:
    ward.receive("tinh-trang-hon-nhan")
    assert "quá hạn 3 ngày 17:30 thứ Năm 0912345678" in lines(ward, NARROW)
    assert "quá hạn 3 ngày 17:30 thứ Năm" in lines(ward, FILE)


def test_of_a_day_on_which_nobody_worked_no_number_is_said(ward: Ward) -> None:
    """Eight hours from Thursday 16:00 end on Friday 16:00; on Saturday no working day has passed."""
    ward.is_now("6/8/2026 16:00")
    ward.receive("tam-gio")
    assert "quá hạn 16:00 thứ Sáu 0912345678" in lines(ward, NARROW, "8/8/2026 09:00")


def test_a_dossier_due_soon_tells_how_many_working_days_are_left(ward: Ward) -> None:
    ward.is_now("5/8/2026 09:00")
    ward.receive("tinh-trang-hon-nhan")
    assert "còn 2 ngày 17:30 thứ Hai 0912345678" in lines(ward, NARROW, "6/8/2026 10:00")


def test_who_is_in_charge_is_told_and_where_nobody_is_that(ward: Ward) -> None:
    code = ward.receive("tinh-trang-hon-nhan").code
    assert "260803-0001 06/08/2026 Nguyễn Văn A Chưa phân công" in lines(ward, NARROW)
    ward.is_now("3/8/2026 10:00")
    ward.assign(code, "Trần Thị Bình")
    assert "260803-0001 06/08/2026 Nguyễn Văn A Trần Thị Bình" in lines(ward, NARROW)


def test_a_letter_s_new_date_stands_below_the_due_date(ward: Ward) -> None:
    """The letter goes out on the day of receipt; the due date stays and decides what is overdue."""
    code = ward.receive("tinh-trang-hon-nhan").code
    ward.is_now("3/8/2026 10:00")
    ward.extend(code, "14/8/2026")
    told = lines(ward, NARROW)
    assert "260803-0001 06/08/2026 Nguyễn Văn A Chưa phân công" in told
    assert any(line.startswith("hẹn lại 14/08 ") for line in told)


def test_what_is_suspended_and_overdue_all_the_same_is_marked(ward: Ward) -> None:
    """Suspended on the day after the due day: that suspension does not count."""
    code = ward.receive("tinh-trang-hon-nhan").code
    ward.is_now("7/8/2026 09:00")
    ward.suspend(code)
    told = lines(ward, NARROW)
    assert any(line.startswith("[tạm dừng] ") for line in told)
    assert "[tạm dừng]: đang tạm dừng, nhưng hạn này vẫn tính" in told


def test_a_suspension_that_counts_is_no_such_mark(ward: Ward) -> None:
    code = ward.receive("tinh-trang-hon-nhan").code
    ward.is_now("3/8/2026 10:00")
    ward.suspend(code)
    ward.receive("tinh-trang-hon-nhan")
    assert not [line for line in lines(ward, NARROW) if "[tạm dừng]" in line]


@pytest.mark.parametrize("width", [80, 140])
def test_names_are_whole_and_nothing_is_wider_than_the_screen(ward: Ward, width: int) -> None:
    ward.receive("chung-thuc-ban-sao")
    ward.receive("tinh-trang-hon-nhan", code="NGOAI/2026-000123")
    ward.is_now(TUESDAY)
    text = drawn(work_text(work_list(ward.path, ward.clock, 3, Moments())), Screen(width, is_pipe=True))
    assert [line for line in text.split("\n") if len(line) > width] == []
    assert text.count("Nguyễn Văn A") == 2
    assert "NGOAI/2026-000123" in text
    assert "H26.15.30" not in text


def test_a_wide_screen_has_columns_for_the_phone_and_the_procedure(ward: Ward) -> None:
    ward.receive("tinh-trang-hon-nhan")
    assert "Hồ sơ Hạn giải quyết Người nộp Điện thoại Cán bộ Thủ tục" in lines(ward, BROAD)
    assert "260803-0001 06/08/2026 Nguyễn Văn A 0912345678 Chưa phân công Cấp giấy xác nhận tình trạng hôn nhân" in (
        lines(ward, BROAD)
    )


def test_off_a_screen_codes_are_whole(ward: Ward) -> None:
    code = ward.receive("tinh-trang-hon-nhan").code
    assert any(line.startswith(f"{code} 06/08/2026 ") for line in lines(ward, FILE))


def test_what_was_typed_is_no_order_to_the_screen(ward: Ward) -> None:
    ward.receive("tinh-trang-hon-nhan", person=SOMEONE._replace(applicant="[red]=cmd()[/red] Thị Hạnh"))
    assert any("[red]=cmd()[/red]" in line for line in lines(ward, BROAD))
