"""The day's work: due, today."""

from typing import Annotated

from onestop_cli.cli.options import OnlyOfficer, ReportTarget, Target, TypedMoments, option
from onestop_cli.cli.session import Desk, whole_number
from onestop_cli.errors import N_
from onestop_cli.output.records import DOSSIER_KEYS, dossier_record
from onestop_cli.output.worklist import work_text
from onestop_cli.usecases.worklist import work_list


def due(
    *,
    within: Annotated[str, option("--within", "N", N_("Working days to look ahead."))] = "3",
    moments: TypedMoments,
    desk: Desk,
    target: Target,
) -> None:
    """Show the day's work: overdue, due today, due soon, waiting, ready.

    Example: onestop due --within 5
    """
    days = whole_number("--within", within, 0, 250) or 0
    work = work_list(*desk, days, desk.moments(*moments))
    records = (dossier_record(*v.entry, v.outcome) for v in work.views)
    target.records(records, DOSSIER_KEYS, lambda: work_text(work))


def today(
    *,
    on: Annotated[str | None, option("--date", "DATE", N_("Another day than today."))] = None,
    officer: OnlyOfficer = None,
    moments: TypedMoments,
    desk: Desk,
    target: ReportTarget,
) -> None:
    """Show the day: received, resolved, handed over, money, who did what.

    Example: onestop today --date 25/11/2026
    """
    from onestop_cli.output.today import today_rendering
    from onestop_cli.usecases.today import today as day_of

    day = None if on is None else desk.day(on)
    target.report(today_rendering(day_of(*desk, day, officer, desk.moments(*moments))))
