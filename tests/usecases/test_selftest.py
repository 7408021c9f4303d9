"""The self-test passes on the shipped calendar and fails on a wrong one."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from onestop_cli.core.calendar import Calendar, Claim, Rank
from onestop_cli.core.file_events import CalendarLoad
from onestop_cli.sources.national_calendar import national_calendar
from onestop_cli.usecases import selftest as module
from onestop_cli.usecases.selftest import Check, selftest

TODAY = date(2026, 10, 9)


def failed(checks: list[Check]) -> set[str]:
    return {check.name for check in checks if not check.ok}


@pytest.mark.parametrize("today", [date(2010, 1, 1), TODAY, date(2031, 1, 1), date(2099, 12, 31)])
def test_the_shipped_calendar_passes_on_any_day(today: date) -> None:
    assert [check for check in selftest(today) if not check.ok] == []


def test_a_check_is_right_when_both_answers_are_the_same() -> None:
    assert Check("x", "10/01/2026 17:30", "10/01/2026 17:30").ok
    assert not Check("x", "10/01/2026 17:30", "12/01/2026 17:30").ok


def test_seventeen_years_are_totalled() -> None:
    assert sum(check.name == "working days of the year" for check in selftest(TODAY)) == 17


def tampered(monkeypatch: pytest.MonkeyPatch, change: Callable[[Claim], Claim | None]) -> list[Check]:
    """The self-test on a calendar with every claim changed, or left out."""

    def wrong(first_year: int, last_year: int) -> CalendarLoad:
        right = national_calendar(first_year, last_year)
        return right._replace(claims=tuple(c for claim in right.claims if (c := change(claim))))

    monkeypatch.setattr(module, "national_calendar", wrong)
    return selftest(TODAY)


@pytest.mark.parametrize("on", sorted({claim.on for claim in national_calendar(2026, 2026).claims}))
def test_a_calendar_that_lacks_one_day_fails(monkeypatch: pytest.MonkeyPatch, on: date) -> None:
    """Every day off and every make-up day is missed by some check, a holiday on a Sunday by none."""
    on_a_sunday = date(2026, 4, 26)
    checks = tampered(monkeypatch, lambda claim: None if claim.on == on else claim)
    assert bool(failed(checks)) == (on != on_a_sunday)


def test_a_calendar_without_the_corrections_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "due on a make-up Saturday" in failed(
        tampered(monkeypatch, lambda claim: claim if claim.rank is Rank.computed else None)
    )


def test_a_swap_moved_by_a_week_fails_though_the_year_has_as_many_days(monkeypatch: pytest.MonkeyPatch) -> None:
    def moved(claim: Claim) -> Claim:
        return claim._replace(on=claim.on + timedelta(days=7)) if claim.on == date(2026, 1, 10) else claim

    found = failed(tampered(monkeypatch, moved))
    assert "due on a make-up Saturday" in found
    assert "working days of the year" not in found


def test_a_calendar_without_its_provisional_marks_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    right = national_calendar(2010, 2029)
    monkeypatch.setattr(module, "national_calendar", lambda first, last: right._replace(provisional=()))
    assert failed(selftest(TODAY)) == {
        "a due date that reaches into unconfirmed days",
        "a due date beyond unconfirmed days",
        "a due date in a computed year",
    }


def test_a_look_up_that_is_one_off_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Calendar.nth_working_days_after
    monkeypatch.setattr(Calendar, "nth_working_days_after", lambda self, days, n: right(self, days, n + 1))
    [check] = [check for check in selftest(TODAY) if not check.ok]
    assert (check.expected, check.found) == ("17048", "0")
