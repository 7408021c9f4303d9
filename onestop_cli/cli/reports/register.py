"""The register of a period, as a book: register."""

from onestop_cli.cli.options import PersonalData, ReportTarget, Strict, TypedMoments, shows_people
from onestop_cli.cli.periods import ConventionOption, JudgedBy, PeriodOptions, question
from onestop_cli.cli.session import Desk
from onestop_cli.core.report import ReportRequest


def register(
    *,
    period: PeriodOptions,
    convention: ConventionOption = None,
    strict: Strict = False,
    moments: TypedMoments,
    desk: Desk,
    target: ReportTarget,
    personal_data: PersonalData = False,
) -> None:
    """Print the register of the dossiers received in a period.

    Example: onestop register --month 8 --year 2023 -o so-theo-doi.xlsx
    """
    from onestop_cli.output.reports.register import book_rendering
    from onestop_cli.usecases.reports.register import book

    request = ReportRequest.of(question(desk, period, JudgedBy(convention=convention, strict=strict), moments), ())
    kept, people = book(*desk, request), shows_people(target, personal_data)
    target.report(book_rendering(kept, with_person=people))
