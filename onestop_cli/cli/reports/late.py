"""The late and overdue dossiers of a period, or those accepted late: late."""

from typing import Annotated

from onestop_cli.cli.options import (
    OnlyField,
    OnlyOfficer,
    OnlyProcedure,
    PersonalData,
    ReportTarget,
    TypedMoments,
    flag,
    shows_people,
)
from onestop_cli.cli.periods import JudgedBy, PeriodOptions, question
from onestop_cli.cli.session import Desk
from onestop_cli.core.report import ReportRequest
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_, ConflictingOptions


def late(
    *,
    period: PeriodOptions,
    acceptance: Annotated[
        bool, flag("--acceptance", N_("Those handed in online and accepted late, more than one working day after."))
    ] = False,
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
    from onestop_cli.usecases.reports.late import Narrowed, late_list

    for option, value in {"--basis": judged_by.basis, "--granularity": judged_by.granularity}.items():
        if acceptance and value is not None:
            raise ConflictingOptions(first="--acceptance", second=option)
    request = ReportRequest.of(question(desk, period, judged_by, moments), ())
    narrowed = Narrowed(procedure, *(None if text is None else normalised(text) for text in (field, officer)))
    people = shows_people(target, personal_data)
    if acceptance:
        from onestop_cli.output.reports.acceptance import acceptance_rendering
        from onestop_cli.usecases.reports.acceptance import acceptance_list

        target.report(acceptance_rendering(acceptance_list(*desk, request, narrowed), with_person=people))
        return
    from onestop_cli.output.reports.late import late_rendering

    target.report(late_rendering(late_list(*desk, request, narrowed), with_person=people))
