"""Lives as reports count them: officers, suspensions, void, withdrawn and stopped dossiers (domain §3.5, §3.6)."""

from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Kind, named_period
from onestop_cli.core.report import ReportRequest
from onestop_cli.core.tally import Row
from onestop_cli.usecases.reports.report import report
from tests.core.written import at
from tests.office import Ward, moment
from tests.usecases.lives.teller import Life


def _august(ward: Ward, *by: str, as_of: str | None = None, known_at: str | None = None) -> dict[tuple[str, ...], Row]:
    """The rows of August's report."""
    period = named_period(Kind.month, 8, 2026, Convention.calendar)
    request = ReportRequest(
        period, by, Basis.due, Granularity.unit, False, moment(as_of), at(known_at) if known_at else None
    )
    part = report(ward.path, ward.clock, request).part
    return {row.key: row for row in part.rows} or {(): part.total}


def test_an_officer_has_the_dossier_in_reports_from_then_on(ward: Ward) -> None:
    Life(ward).is_told(
        """
        3/8/2026 09:00 receive nam-ngay Lan
        12/8/2026 10:00 assign Đức
        20/8/2026 10:00 resolve
        """
    )
    assert list(_august(ward, "officer", as_of="12/8/2026 09:59:59")) == [("Lan",)]
    assert list(_august(ward, "officer", as_of="12/8/2026 10:00:00")) == [("Đức",)]
    assert list(_august(ward, "officer", as_of="19/8/2026")) == [("Đức",)]
    assert list(_august(ward, "officer")) == [("Đức",)]
    assert list(_august(ward, "officer", known_at="12/8/2026 09:59:59")) == [("Lan",)]


def test_a_report_shows_a_suspension_as_it_stood(ward: Ward) -> None:
    Life(ward).is_told(
        """
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        12/8/2026 10:00 resume
        13/8/2026 10:00 resolve
        """
    )
    found = [_august(ward, as_of=on)[()] for on in ("4/8/2026", "5/8/2026", "11/8/2026", "12/8/2026", "13/8/2026")]
    assert [(r.within, r.overdue, r.suspended, r.on_time) for r in found] == [
        (1, 0, 0, 0),
        (0, 0, 1, 0),
        (0, 0, 1, 0),
        (1, 0, 0, 0),
        (0, 0, 0, 1),
    ]


def test_a_void_dossier_is_in_no_report_once_known(ward: Ward) -> None:
    Life(ward).is_told("3/8/2026 09:00 receive ba-ngay")
    Life(ward).is_told("3/8/2026 09:30 receive ba-ngay\n10/8/2026 10:00 void")
    ward.is_now("20/8/2026 09:00")
    assert _august(ward)[()].received == 1
    assert _august(ward, as_of="5/8/2026")[()].received == 1
    assert _august(ward, known_at="10/8/2026 09:59:59")[()].received == 2


def test_the_number_of_a_void_dossier_stays_used(ward: Ward) -> None:
    ward.receive()
    ward.void(ward.receive().code)
    assert ward.receive().code.endswith("-260803-0003")


def test_withdrawn_and_stopped_have_columns_of_their_own(ward: Ward) -> None:
    Life(ward).is_told("3/8/2026 09:00 receive ba-ngay\n10/8/2026 10:00 withdraw")
    Life(ward).is_told(
        "3/8/2026 09:00 receive ba-ngay\n4/8/2026 10:00 suspend supplement override\n10/8/2026 10:00 stop"
    )
    row = _august(ward)[()]
    assert (row.received, row.resolved, row.withdrawn, row.stopped, row.pending) == (2, 0, 1, 1, 0)
    assert (row.early, row.on_time, row.late, row.on_time_rate) == (0, 0, 0, None)


def test_suspended_days_are_not_days_used(ward: Ward) -> None:
    """Of the eight working days from 3/8 to 13/8, 6, 7, 10 and 11/8 were suspended."""
    Life(ward).is_told(
        """
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        11/8/2026 10:00 resume
        13/8/2026 10:00 resolve
        """
    )
    assert _august(ward)[()].mean_working_days == 4
