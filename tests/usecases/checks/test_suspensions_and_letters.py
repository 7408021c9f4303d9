"""Requests for papers, suspensions and letters of apology that pass what the law has for them (domain §7)."""

import pytest

from onestop_cli.core.periods import Convention, Kind, Period, named_period
from tests.office import Ward
from tests.usecases.checks.looking import looked, n, names

CODE = "260803-0001"


def test_papers_asked_for_twice(ward: Ward) -> None:
    ward.receive("dang-ky-lai-khai-sinh")
    ward.suspend(CODE)
    ward.is_now("4/8/2026 09:00")
    ward.resume(CODE)
    assert names(ward) == set()
    ward.suspend(CODE, override="sót")
    assert names(ward) == {"supplement-repeated"}


def test_another_reason_is_no_request(ward: Ward) -> None:
    ward.receive("dang-ky-lai-khai-sinh")
    ward.suspend(CODE)
    ward.is_now("4/8/2026 09:00")
    ward.resume(CODE)
    ward.suspend(CODE, "other_agency")
    assert names(ward) == set()


@pytest.mark.parametrize(("now", "found"), [("5/8/2026 17:00", 0), ("6/8/2026 08:00", 1), ("7/8/2026 08:00", 1)])
def test_papers_asked_for_on_or_after_the_due_day(ward: Ward, now: str, found: int) -> None:
    ward.receive()
    ward.is_now(now)
    ward.suspend(CODE)
    assert n(ward, "supplement-on-due-day") == found


@pytest.mark.parametrize(("now", "found"), [("3/8/2026 10:00", 0), ("3/8/2026 17:30", 1)])
def test_of_a_same_day_limit_the_due_instant_decides(ward: Ward, now: str, found: int) -> None:
    ward.receive("khai-tu")
    ward.is_now(now)
    ward.suspend(CODE)
    assert n(ward, "supplement-on-due-day") == found


@pytest.mark.parametrize(
    ("received", "asked", "found"),
    [
        ("23/6/2025 09:00", "26/6/2025 17:00", 0),
        ("23/6/2025 09:00", "27/6/2025 09:00", 1),
        ("1/7/2025 09:00", "7/7/2025 09:00", 0),
    ],
)
def test_under_decree_61_papers_are_asked_for_within_three_working_days(
    long_ward: Ward, received: str, asked: str, found: int
) -> None:
    ward = long_ward
    ward.is_now(received)
    code = ward.receive("dang-ky-lai-khai-sinh").code
    ward.is_now(asked)
    ward.suspend(code)
    assert n(ward, "supplement-late") == found


@pytest.mark.parametrize(("now", "found"), [("14/8/2026 16:00", 1), ("15/8/2026 09:00", 0)])
def test_stopped_before_the_papers_were_due(ward: Ward, now: str, found: int) -> None:
    ward.receive("dang-ky-lai-khai-sinh")
    ward.suspend(CODE, until="14/8/2026")
    ward.is_now(now)
    ward.stop(CODE)
    assert n(ward, "stopped-early") == found


def test_a_citizen_may_end_it_at_any_time(ward: Ward) -> None:
    ward.receive("dang-ky-lai-khai-sinh")
    ward.suspend(CODE, until="14/8/2026")
    ward.is_now("5/8/2026 09:00")
    ward.stop(CODE, reason="citizen")
    assert names(ward) == set()


@pytest.mark.parametrize(("now", "found"), [("2/10/2026 09:00", 0), ("3/10/2026 09:00", 1)])
def test_a_suspension_of_more_than_sixty_days(ward: Ward, now: str, found: int) -> None:
    ward.receive("dang-ky-lai-khai-sinh")
    ward.suspend(CODE, "force_majeure")
    ward.is_now(now)
    assert n(ward, "suspension-long") == found
    ward.resume(CODE)
    assert n(ward, "suspension-long") == found


@pytest.mark.parametrize(("now", "found"), [("14/8/2026 23:00", 0), ("15/8/2026 00:00", 1)])
def test_a_supplement_whose_day_has_passed(ward: Ward, now: str, found: int) -> None:
    ward.receive("dang-ky-lai-khai-sinh")
    ward.suspend(CODE, until="14/8/2026")
    ward.is_now(now)
    assert n(ward, "suspension-expired") == found


@pytest.mark.parametrize(("letter", "found"), [(None, 1), ("5/8/2026 09:00", 0), ("6/8/2026 09:00", 0)])
def test_a_late_result_without_a_letter(ward: Ward, letter: str | None, found: int) -> None:
    ward.receive()
    if letter:
        ward.is_now(letter)
        ward.extend(CODE, "11/8/2026", override="chậm" if letter.startswith("6") else None)
    ward.is_now("7/8/2026 09:00")
    ward.resolve(CODE)
    assert n(ward, "letter-missing") == found


def test_a_result_of_its_day_needs_no_letter(ward: Ward) -> None:
    ward.receive()
    ward.is_now("6/8/2026 18:00")
    ward.resolve(CODE)
    assert names(ward) == set()


def test_a_same_day_limit_admits_none(ward: Ward) -> None:
    ward.receive("khai-tu")
    ward.is_now("4/8/2026 09:00")
    ward.resolve(CODE)
    assert n(ward, "letter-missing") == 0


def test_a_second_letter(ward: Ward) -> None:
    ward.receive("dang-ky-lai-khai-sinh")
    ward.extend(CODE, "12/8/2026")
    assert names(ward) == set()
    ward.extend(CODE, "13/8/2026", override="chờ ký")
    assert names(ward) == {"letter-repeated"}


@pytest.mark.parametrize(
    ("when", "now", "found"),
    [
        ("5/8/2026 17:00", "5/8/2026 17:00", 0),
        ("6/8/2026 08:00", "6/8/2026 08:00", 1),
        ("5/8/2026 17:00", "6/8/2026 08:00", 1),
    ],
)
def test_a_letter_is_late_by_its_day_and_by_that_of_its_recording(ward: Ward, when: str, now: str, found: int) -> None:
    ward.receive()
    ward.is_now(now)
    ward.extend(CODE, "11/8/2026", when=when, override="chậm" if when.startswith("6") else None)
    assert n(ward, "letter-late") == found


def test_a_long_suspension_that_ended_is_of_the_month_of_its_end(ward: Ward) -> None:
    ward.receive("dang-ky-lai-khai-sinh")
    ward.suspend(CODE, "force_majeure")
    ward.is_now("12/10/2026 09:00")
    ward.resume(CODE)
    ward.is_now("2/11/2026 09:00")
    found = {
        month: [each.check.name for each in looked(ward, "suspension-long", period=_month(month)).findings]
        for month in (8, 9, 10)
    }
    assert found == {8: [], 9: [], 10: ["suspension-long"]}


def _month(number: int) -> Period:
    return named_period(Kind.month, number, 2026, Convention.calendar)
