"""The trend: volume, outcomes and backlog month by month, up to the month one stands in (domain §4.1)."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.moments import Clock
from onestop_cli.core.report import Report, ReportRequest
from onestop_cli.core.tally import Key, Row, row
from onestop_cli.usecases.reports.report import report


class Months(NamedTuple):
    """The months of one key, none left out."""

    key: Key
    rows: list[Row]


class Trend(NamedTuple):
    """The report by month, and its months with the empty ones among them: of all, and of each key asked for."""

    report: Report
    months: list[str]
    total: Sequence[Row]
    series: list[Months]


def trend(path: Path, clock: Clock, request: ReportRequest) -> Trend:
    """The months of a period; `by` of the request holds at most one further dimension. Raises as `report.report`."""
    by_month = report(path, clock, request._replace(by=("month", *request.by)))
    months = [key[0] for key in by_month.part.spans]
    rows = {r.key: r for r in by_month.part.rows}
    keys = sorted({key[1:] for key in rows}) if request.by else []
    series = [Months(key, [rows.get((m, *key)) or row((m, *key), []) for m in months]) for key in keys]
    return Trend(by_month, months, by_month.part.sequence, series)
