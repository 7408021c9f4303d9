"""What an auditor lists: late dossiers, the register, the trend."""

from typing import Annotated

import typer

from onestop_cli.cli import periods
from onestop_cli.cli.options import AsOf, Json, KnownAt, Output, PersonalData, ReportFormat, one_from, procedure_words
from onestop_cli.cli.session import Session, one_of, whole_number
from onestop_cli.cli.target import Out, Rendering, out
from onestop_cli.core.periods import last_months
from onestop_cli.core.report import DIMENSIONS, ReportRequest
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_
from onestop_cli.output.formats import REPORT_FORMATS

TREND_BY = (*DIMENSIONS, "none")
MOST_MONTHS = 120


def _shows_people(target: Out, personal_data: bool) -> bool:
    """Whether personal data are shown: on the counter's screen, elsewhere only where they were asked for."""
    return personal_data or (target.format == "table" and target.screen.is_terminal)


def late(
    session: Session,
    month: periods.Month = None,
    quarter: periods.Quarter = None,
    half: periods.Half = None,
    nine_months: periods.NineMonths = False,
    year: periods.Year = None,
    first: periods.First = None,
    last: periods.Last = None,
    procedure: Annotated[
        str | None,
        typer.Option(
            "--procedure", metavar="PROCEDURE", autocompletion=procedure_words, help=N_("Only this procedure.")
        ),
    ] = None,
    field: Annotated[str | None, typer.Option("--field", metavar="FIELD", help=N_("Only this field."))] = None,
    officer: Annotated[str | None, typer.Option("--officer", metavar="NAME", help=N_("Only this officer."))] = None,
    basis: periods.BasisOption = None,
    granularity: periods.GranularityOption = None,
    convention: periods.ConventionOption = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: ReportFormat = None,
    as_json: Json = False,
    output: Output = None,
    personal_data: PersonalData = False,
) -> None:
    """List each late or overdue dossier of a period with what explains it.

    Example: onestop late --month 8 --year 2023
    """
    from onestop_cli.output.reports import late as shown
    from onestop_cli.usecases.reports.late import Narrowed, late_list

    target = out(format_name, as_json, output, REPORT_FORMATS)
    typed = periods.Typed(month, quarter, half, nine_months, year, first, last)
    question = periods.asked(session, typed, periods.judging(session, basis, granularity, convention, as_of, known_at))
    narrowed = Narrowed(
        procedure,
        None if field is None else normalised(field),
        None if officer is None else normalised(officer),
    )
    made = late_list(session.path, session.clock, ReportRequest.of(question, ()), narrowed)
    people = _shows_people(target, personal_data)
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


def register(
    session: Session,
    month: periods.Month = None,
    quarter: periods.Quarter = None,
    half: periods.Half = None,
    nine_months: periods.NineMonths = False,
    year: periods.Year = None,
    first: periods.First = None,
    last: periods.Last = None,
    convention: periods.ConventionOption = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: ReportFormat = None,
    as_json: Json = False,
    output: Output = None,
    personal_data: PersonalData = False,
) -> None:
    """Print the register of the dossiers received in a period.

    Example: onestop register --month 8 --year 2023 -o so-theo-doi.xlsx
    """
    from onestop_cli.output.reports import register as shown
    from onestop_cli.usecases.reports.register import book

    target = out(format_name, as_json, output, REPORT_FORMATS)
    typed = periods.Typed(month, quarter, half, nine_months, year, first, last)
    question = periods.asked(session, typed, periods.judging(session, None, None, convention, as_of, known_at))
    made, people = (
        book(session.path, session.clock, ReportRequest.of(question, ())),
        _shows_people(target, personal_data),
    )
    target.report(
        Rendering(
            table=lambda: shown.book_text(made, with_person=people),
            document=lambda: shown.book_document(made, with_person=people),
            whole=lambda: list(shown.book_records(made, with_person=people)),
            lines=lambda: shown.book_records(made, with_person=people),
            headings=shown.book_keys(with_person=people),
            json_lines=lambda: shown.book_records(made, with_person=people),
        )
    )


def trend(
    session: Session,
    months: Annotated[
        str, typer.Option("--months", metavar="N", help=N_("How many months, the running one the last; at most 120."))
    ] = "12",
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="|".join(TREND_BY),
            autocompletion=one_from(TREND_BY),
            help=N_("Also of each of these on its own."),
        ),
    ] = None,
    basis: periods.BasisOption = None,
    granularity: periods.GranularityOption = None,
    convention: periods.ConventionOption = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: ReportFormat = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Show volume, outcomes and backlog month by month.

    Example: onestop trend --months 12 -o xu-huong.html
    """
    from onestop_cli.output.reports import trend as shown
    from onestop_cli.usecases.reports.trend import trend as make_trend

    target = out(format_name, as_json, output, REPORT_FORMATS)
    count = whole_number("--months", months, 1, MOST_MONTHS) or 12
    dimension = one_of("--by", by, TREND_BY) if by is not None else "none"
    judged = periods.judging(session, basis, granularity, convention, as_of, known_at)
    question = periods.Asked(last_months(count, judged.today, judged.convention), *judged.how)
    made = make_trend(
        session.path, session.clock, ReportRequest.of(question, () if dimension == "none" else (dimension,))
    )
    target.report(
        Rendering(
            table=lambda: shown.trend_text(made),
            document=lambda: shown.trend_document(made),
            whole=lambda: shown.trend_record(made),
            lines=lambda: shown.trend_csv_records(made),
            headings=shown.TREND_KEYS,
            json_lines=lambda: shown.trend_records(made),
        )
    )
