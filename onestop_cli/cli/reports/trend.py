"""Volume, outcomes and backlog month by month: trend."""

from typing import Annotated

from onestop_cli.cli.options import ReportTarget, TypedMoments, option, word
from onestop_cli.cli.periods import JudgedBy, judgement
from onestop_cli.cli.session import Desk, one_of, whole_number
from onestop_cli.core.periods import last_months
from onestop_cli.core.report import DIMENSIONS, ReportRequest
from onestop_cli.errors import N_

TREND_BY = (*DIMENSIONS, "none")
MOST_MONTHS = 120


def trend(
    *,
    months: Annotated[
        str, option("--months", "N", N_("How many months, the running one the last; at most 120."))
    ] = "12",
    by: Annotated[str | None, word("--by", TREND_BY, N_("Also of each of these on its own."))] = None,
    judged_by: JudgedBy,
    moments: TypedMoments,
    desk: Desk,
    target: ReportTarget,
) -> None:
    """Show volume, outcomes and backlog month by month.

    Example: onestop trend --months 12 -o xu-huong.html
    """
    from onestop_cli.output.reports import trend as shown
    from onestop_cli.usecases.reports.trend import trend as trend_of

    count = whole_number("--months", months, 1, MOST_MONTHS) or 12
    dimension = one_of("--by", by, TREND_BY) if by is not None else "none"
    judged = judgement(desk, judged_by, moments)
    question = judged.of(last_months(count, judged.today, judged.convention))
    counted = trend_of(*desk, ReportRequest.of(question, () if dimension == "none" else (dimension,)))
    drawn = shown.trend_text, shown.trend_document, shown.trend_record, shown.trend_csv_records
    target.report_of(counted, *drawn, shown.TREND_KEYS, shown.trend_records)
