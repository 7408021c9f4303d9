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
from onestop_cli.output.formats import Rendering


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
    narrowed = Narrowed(
        procedure,
        None if field is None else normalised(field),
        None if officer is None else normalised(officer),
    )
    made, people = late_list(*desk, request, narrowed), shows_people(target, personal_data)
    target.report(
        Rendering(
            table=lambda: shown.late_text(made, with_person=people),
            document=lambda: shown.late_document(made, with_person=people),
            whole=lambda: shown.late_record(made, with_person=people),
            lines=lambda: shown.late_records(made, with_person=people),
            headings=shown.late_keys(with_person=people),
            json_lines=lambda: shown.late_records(made, with_person=people),
        )
    )
