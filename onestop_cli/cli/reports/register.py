"""The register of a period, as a book: register."""

from onestop_cli.cli.options import PersonalData, RegisterTarget, Strict, TypedMoments, shows_people
from onestop_cli.cli.periods import ConventionOption, JudgedBy, PeriodOptions, question
from onestop_cli.cli.session import Desk
from onestop_cli.core.report import ReportRequest
from onestop_cli.errors import ConflictingOptions


def register(
    *,
    period: PeriodOptions,
    convention: ConventionOption = None,
    strict: Strict = False,
    moments: TypedMoments,
    desk: Desk,
    target: RegisterTarget,
    personal_data: PersonalData = False,
) -> None:
    """Print the register of the dossiers received in a period.

    Example: onestop register --month 8 --year 2023 -o so-theo-doi.xlsx
    """
    request = ReportRequest.of(question(desk, period, JudgedBy(convention=convention, strict=strict), moments), ())
    people = shows_people(target, personal_data)
    if target.format == "pdf":
        from onestop_cli.output.formats import of_paper
        from onestop_cli.output.forms.register import register_pdf
        from onestop_cli.usecases.reports.book import numbered_book

        if strict:
            raise ConflictingOptions(first="-f pdf", second="--strict")
        target.report(of_paper(register_pdf(numbered_book(*desk, request), with_person=people)))
        return
    from onestop_cli.output.reports.register import book_rendering
    from onestop_cli.usecases.reports.register import book

    target.report(book_rendering(book(*desk, request), with_person=people))
