"""The trend: volume, outcomes and backlog month by month, up to the month one stands in (domain §4.1)."""

from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.moments import Clock
from onestop_cli.core.tally import Key, Row, row
from onestop_cli.store.database import reading
from onestop_cli.usecases import standing
from onestop_cli.usecases.reporting import Report, ReportRequest, made
from onestop_cli.usecases.standing import Known


class Series(NamedTuple):
    """The months of one key, none left out."""

    key: Key
    rows: list[Row]


class Trend(NamedTuple):
    """The report by month, and its months with the empty ones among them: of all, and of each key asked for."""

    report: Report
    months: list[str]
    total: list[Row]
    series: list[Series]


def trend(path: Path, clock: Clock, request: ReportRequest) -> Trend:
    """The months of a period; `by` of the request holds at most one further dimension. Raises as `reporting.report`."""
    with reading(path) as connection:
        at = standing.stand(connection, Known(request.known_at), request.basis, request.granularity)
        judged_at = standing.judged_at(request.period, request.as_of, request.known_at, clock())
        whole = made(at, request._replace(by=("month",)), judged_at)
        months = [key[0] for key in whole.part.spans]
        series: list[Series] = []
        if request.by:
            split = made(at, request._replace(by=("month", *request.by)), judged_at)
            found = {r.key: r for r in split.part.rows}
            keys = sorted({key[1:] for key in found})
            series = [Series(key, [found.get((m, *key)) or row((m, *key), []) for m in months]) for key in keys]
            whole = whole._replace(request=split.request)
        by_month = {r.key[0]: r for r in whole.part.rows}
        return Trend(whole, months, [by_month.get(m) or row((m,), []) for m in months], series)
