"""As of which moment a report is judged, and which moments and periods are refused (domain §3.6)."""

from datetime import date

import pytest

from onestop_cli.core.periods import Period
from onestop_cli.errors import AsOfOutsidePeriod, InTheFuture, PeriodNotBegun
from tests.core.written import at
from tests.office import Ward
from tests.usecases.reports.asked import asked, month


def test_a_dossier_due_on_the_last_day_is_within_in_that_months_report(ward: Ward) -> None:
    """A day limit due on 31/8 and open at the month's end is no overdue dossier of August."""
    ward.receive("tinh-trang-hon-nhan", when="31/7/2026 09:00")
    ward.is_now("20/8/2026 09:00")
    code = ward.receive("tinh-trang-hon-nhan", when="19/8/2026 09:00").code
    assert ward.dossier(code).due_at == at("22/8/2026 17:30")
    august = Period(date(2026, 8, 20), date(2026, 8, 22))
    ward.is_now("1/10/2026 09:00")
    total = asked(ward, august).part.total
    assert (total.carried_over, total.within, total.overdue) == (2, 1, 1)


@pytest.mark.parametrize(
    ("as_of", "judged_at"),
    [
        pytest.param(None, "3/8/2026 09:00", id="now while the month runs"),
        pytest.param("3/8/2026", "3/8/2026 09:00", id="today is now"),
        pytest.param("2/8/2026", "2/8/2026 23:59:59", id="another day is its last second"),
        pytest.param("1/8/2026 00:00", "1/8/2026 00:00", id="the first second"),
    ],
)
def test_a_report_is_judged_at(ward: Ward, as_of: str | None, judged_at: str) -> None:
    assert asked(ward, month(8), as_of=as_of).head.as_of == at(judged_at)


def test_a_report_of_the_past_is_judged_at_its_end(ward: Ward) -> None:
    assert asked(ward, month(7)).head.as_of == at("31/7/2026 23:59:59")


@pytest.mark.parametrize("as_of", ["30/6/2026", "30/6/2026 23:59:59", "1/8/2026 00:00", "1/8/2026"])
def test_a_moment_outside_the_period_is_refused(ward: Ward, as_of: str) -> None:
    with pytest.raises(AsOfOutsidePeriod) as outside:
        asked(ward, month(7), as_of=as_of)
    assert outside.value.exit_code == 2


def test_a_moment_to_come_is_refused(ward: Ward) -> None:
    with pytest.raises(InTheFuture):
        asked(ward, month(8), as_of="4/8/2026")


def test_a_period_to_come_is_refused(ward: Ward) -> None:
    with pytest.raises(PeriodNotBegun):
        asked(ward, month(9))
