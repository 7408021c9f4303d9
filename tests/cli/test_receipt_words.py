"""Why a promise is what it is, in one line at the counter; of a same-day dossier, what kept it until the next day."""

import pytest

from tests.command_line import sit_down, typed
from tests.office import Ward

CLOSED = ("--name", "Mất điện", "--source", "CV 50", "--local", "--apply")


@pytest.fixture
def office(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    sit_down(monkeypatch, ward.path, ward.clock)
    ward.is_now("10/8/2026 07:00")
    return ward


def _why(received: str) -> str:
    answer = typed("receive", "khai-tu", "--applicant", "Bà A", "--again", "--at", received)
    return next(line.split(maxsplit=1)[1] for line in answer.splitlines() if line.startswith("Why "))


@pytest.mark.parametrize(
    ("received", "why"),
    [
        pytest.param("7/8/2026 15:00", "returned the same day: received at 15:00", id="at the cut-off itself"),
        pytest.param("7/8/2026 15:00:01", "received after 15:00: the next working day", id="a second after it"),
        pytest.param("7/8/2026 18:00", "received after 15:00: the next working day", id="after closing, too"),
        pytest.param("8/8/2026 09:00", "received on a day off: the next working day", id="Saturday"),
        pytest.param("8/8/2026 16:00", "received on a day off: the next working day", id="Saturday after 15:00"),
    ],
)
def test_of_a_same_day_dossier_it_says_which_it_was(office: Ward, received: str, why: str) -> None:
    assert _why(received) == why


@pytest.mark.parametrize(
    ("received", "why"),
    [
        pytest.param("7/8/2026 13:29", "no open hour left that day: the next working day", id="nothing was left"),
        pytest.param("7/8/2026 11:59:59", "returned the same day: received at 11:59", id="a second was left"),
        pytest.param("7/8/2026 15:00:01", "received after 15:00: the next working day", id="too late anyway"),
    ],
)
def test_where_a_notice_closed_the_rest_of_the_day(office: Ward, received: str, why: str) -> None:
    typed("calendar", "add-closure", "7/8/2026", "--hours", "13:30-17:30", *CLOSED)
    assert _why(received) == why


def test_where_the_days_results_were_due_before_the_cut_off(office: Ward) -> None:
    typed("config", "set", "due_time", "11:00")
    office.is_now("10/8/2026 18:00")
    assert _why("10/8/2026 10:59:59") == "returned the same day: received at 10:59"
    assert _why("10/8/2026 11:00") == "received after that day's due time: the next working day"


def test_a_vietnamese_office_says_the_hour_as_the_decree_does(office: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_LANG", "vi")
    late = ("receive", "khai-tu", "--applicant", "Bà A", "--again", "--at")
    assert "tiếp nhận sau 15 giờ: trả vào ngày làm việc tiếp theo" in typed(*late, "7/8/2026 16:00")
    typed("config", "set", "cut_off", "14:30")
    office.is_now("10/8/2026 18:00")
    assert "tiếp nhận sau 14 giờ 30: trả vào ngày làm việc tiếp theo" in typed(*late, "10/8/2026 16:00")
