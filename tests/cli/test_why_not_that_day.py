"""Why a same-day dossier is not due that day: one reason, with the office's own hour; when a date may still change."""

import pytest

from onestop_cli.usecases import settings
from tests.command_line import sit_down, typed
from tests.office import ACTOR, Ward

MAY_CHANGE = "Caution"


@pytest.fixture(autouse=True)
def _at_the_counter(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, ward.path, ward.clock)


def why(*words: str) -> str:
    """What is said of the first day of a counting."""
    lines = typed(*words).splitlines()
    place = next(n for n, line in enumerate(lines) if line.strip(" ─") == "" and "─" in line)
    return " ".join(lines[place + 1].split())


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("3/8/2026 15:00:01", "03/08/2026 Monday received after 15:00, not counted"),
        ("3/8/2026 18:00", "03/08/2026 Monday received after 15:00, not counted"),
        ("8/8/2026 09:00", "08/08/2026 Saturday received on a day off, not counted"),
        ("8/8/2026 16:00", "08/08/2026 Saturday received on a day off, not counted"),
        ("3/8/2026 15:00:00", "03/08/2026 Monday 1 working day"),
    ],
)
def test_the_one_reason_is_named(at: str, told: str) -> None:
    assert why("when", "khai-tu", "--at", at) == told


def test_a_holiday_has_its_name_beside_it() -> None:
    assert why("when", "khai-tu", "--at", "2/9/2026 09:00").startswith(
        "02/09/2026 Wednesday received on a day off, not counted: "
    )


def test_the_hour_is_the_office_s_own(ward: Ward) -> None:
    settings.set_value(ward.path, ward.clock, ACTOR, "cut_off", "14:30", None)
    assert why("when", "khai-tu", "--at", "4/8/2026 14:45") == ("04/08/2026 Tuesday received after 14:30, not counted")


@pytest.mark.parametrize(
    ("resumed", "told"),
    [
        ("5/8/2026 16:00", "resumed after 15:00, not counted"),
        ("8/8/2026 09:00", "resumed on a day off, not counted"),
    ],
)
def test_of_one_that_went_on_the_resumption_is_named(ward: Ward, resumed: str, told: str) -> None:
    code = ward.receive("khai-tu").code
    ward.suspend(code)
    ward.is_now(resumed)
    ward.resume(code)
    assert told in typed("explain", code)


@pytest.mark.parametrize(("at", "told"), [("20/11/2026 09:00", True), ("24/11/2026 09:00", False)])
def test_that_a_date_may_change_is_said_where_it_may(at: str, told: bool, ward: Ward) -> None:
    """Five working days over the bridge of 23/11 and Saturday 28/11; one over none."""
    ward.is_now(at)
    assert (MAY_CHANGE in typed("when", "rut-ngan" if told else "di-chuc", "--at", at)) is told
    assert (MAY_CHANGE in typed("receive", "rut-ngan" if told else "di-chuc", "--applicant", "Nguyễn Văn A")) is told


def test_it_is_said_until_the_days_have_passed_or_there_is_a_result(ward: Ward) -> None:
    ward.is_now("20/11/2026 09:00")
    code = ward.receive("tinh-trang-hon-nhan").code
    assert all(MAY_CHANGE in typed(command, code) for command in ("show", "explain"))
    ward.is_now("28/11/2026 09:00")
    assert not any(MAY_CHANGE in typed(command, code) for command in ("show", "explain"))
    assert MAY_CHANGE in typed("show", code, "--as-of", "20/11/2026 10:00")
    ward.is_now("20/11/2026 09:30")
    ward.resolve(code)
    assert not any(MAY_CHANGE in typed(command, code) for command in ("show", "explain"))
