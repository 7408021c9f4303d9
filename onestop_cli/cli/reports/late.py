"""The late and overdue dossiers of a period: late."""

from onestop_cli.cli.options import (
    OnlyField,
    OnlyOfficer,
    OnlyProcedure,
    PersonalData,
    ReportTarget,
    TypedMoments,
    shows_people,
)
from onestop_cli.cli.periods import JudgedBy, PeriodOptions, question
from onestop_cli.cli.session import Desk
from onestop_cli.core.report import ReportRequest
from onestop_cli.core.text import normalised


def late(
    *,
    period: PeriodOptions,
    procedure: OnlyProcedure = None,
    field: OnlyField = None,
    officer: OnlyOfficer = None,
    judged_by: JudgedBy,
    moments: TypedMoments,
    desk: Desk,
    target: ReportTarget,
    personal_data: PersonalData = False,
) -> None:
    """List each late or overdue dossier of a period with what explains it.

    Example: onestop late --month 8 --year 2023
    """
    from onestop_cli.output.reports import late as shown
    from onestop_cli.usecases.reports.late import Narrowed, late_list

    request = ReportRequest.of(question(desk, period, judged_by, moments), ())
    narrowed = Narrowed(procedure, *(None if text is None else normalised(text) for text in (field, officer)))
    listed, people = late_list(*desk, request, narrowed), shows_people(target, personal_data)
    target.report(shown.late_rendering(listed, with_person=people))
