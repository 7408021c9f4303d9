"""What is asked of a report, with the usual answers to what is not said."""

from datetime import datetime

from onestop_cli.core.moments import When
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Kind, Period, named_period
from onestop_cli.core.report import Report, ReportRequest
from onestop_cli.usecases.reports.report import report
from tests.office import Ward, moment

DEFAULT = ("none",)


def asked(
    ward: Ward,
    period: Period,
    by: tuple[str, ...] = DEFAULT,
    basis: Basis = Basis.due,
    granularity: Granularity = Granularity.unit,
    *,
    cumulative: bool = False,
    as_of: str | When | None = None,
    known_at: datetime | None = None,
) -> Report:
    given = moment(as_of) if isinstance(as_of, str) else as_of
    request = ReportRequest(period, by, basis, granularity, cumulative, given, known_at)
    return report(ward.path, ward.clock, request)


def month(number: int, year: int = 2026) -> Period:
    return named_period(Kind.month, number, year, Convention.calendar)
