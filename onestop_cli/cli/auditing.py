"""What an auditor lists: late dossiers, the register, the trend."""

from typing import Annotated

import typer

from onestop_cli.cli.asking import (
    BasisOption,
    ConventionOption,
    First,
    GranularityOption,
    Half,
    Last,
    Month,
    NineMonths,
    Quarter,
    Typed,
    Year,
    asked,
    judging,
)
from onestop_cli.cli.options import (
    REPORT_FORMATS,
    AsOf,
    Json,
    KnownAt,
    Out,
    Output,
    PersonalData,
    ReportFormat,
    one_from,
    out,
    procedure_words,
)
from onestop_cli.cli.session import Session, one_of, whole_number
from onestop_cli.core.periods import last_months
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_
from onestop_cli.output.console_text import is_for_a_screen
from onestop_cli.store.cells import DIMENSIONS
from onestop_cli.usecases.reporting import ReportRequest

TREND_BY = (*DIMENSIONS, "none")
MOST_MONTHS = 120


def _shows_people(target: Out, personal_data: bool) -> bool:
    """Whether personal data are shown: on the counter's screen, elsewhere only where they were asked for."""
    return personal_data or (target.format == "table" and target.target is None and is_for_a_screen())


def late(
    session: Session,
    month: Month = None,
    quarter: Quarter = None,
    half: Half = None,
    nine_months: NineMonths = False,
    year: Year = None,
    first: First = None,
    last: Last = None,
    procedure: Annotated[
        str | None,
        typer.Option(
            "--procedure", metavar="PROCEDURE", autocompletion=procedure_words, help=N_("Only this procedure.")
        ),
    ] = None,
    field: Annotated[str | None, typer.Option("--field", metavar="FIELD", help=N_("Only this field."))] = None,
    officer: Annotated[str | None, typer.Option("--officer", metavar="NAME", help=N_("Only this officer."))] = None,
    basis: BasisOption = None,
    granularity: GranularityOption = None,
    convention: ConventionOption = None,
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
    from onestop_cli.output import lateness as shown
    from onestop_cli.output.records import markdown_text
    from onestop_cli.usecases.lateness import Narrowed, late_list

    target = out(format_name, as_json, output, REPORT_FORMATS)
    typed = Typed(month, quarter, half, nine_months, year, first, last)
    question = asked(session, typed, judging(session, basis, granularity, convention, as_of, known_at))
    narrowed = Narrowed(
        procedure,
        None if field is None else normalised(field),
        None if officer is None else normalised(officer),
    )
    request = ReportRequest(
        question.period, (), question.basis, question.granularity, False, question.as_of, question.known_at
    )
    made = late_list(session.path, session.clock, request, narrowed)
    if target.is_document:
        target.document(shown.late_document(made, with_person=personal_data))
    elif target.format == "json":
        target.records([shown.late_record(made)], (), str, single=True)
    elif target.format == "md":
        target.write(markdown_text(shown.late_markdown_headings(), shown.late_markdown_rows(made)))
    else:
        target.records(shown.late_records(made), shown.LATE_KEYS, lambda: shown.late_text(made))


def register(
    session: Session,
    month: Month = None,
    quarter: Quarter = None,
    half: Half = None,
    nine_months: NineMonths = False,
    year: Year = None,
    first: First = None,
    last: Last = None,
    convention: ConventionOption = None,
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
    from onestop_cli.output import register_book as shown
    from onestop_cli.usecases.register_book import book

    target = out(format_name, as_json, output, REPORT_FORMATS)
    typed = Typed(month, quarter, half, nine_months, year, first, last)
    question = asked(session, typed, judging(session, None, None, convention, as_of, known_at))
    request = ReportRequest(
        question.period, (), question.basis, question.granularity, False, question.as_of, question.known_at
    )
    made, people = book(session.path, session.clock, request), _shows_people(target, personal_data)
    if target.is_document:
        target.document(shown.book_document(made, with_person=people))
    elif target.format == "md":
        target.write(shown.book_markdown(made, with_person=people))
    else:
        keys = shown.book_keys(with_person=people)
        lines = shown.book_records(made, with_person=people)
        target.records(lines, keys, lambda: shown.book_text(made, with_person=people))


def trend(
    session: Session,
    months: Annotated[
        str, typer.Option("--months", metavar="N", help=N_("How many months, the running one the last."))
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
    basis: BasisOption = None,
    granularity: GranularityOption = None,
    convention: ConventionOption = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: ReportFormat = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Show volume, outcomes and backlog month by month.

    Example: onestop trend --months 12 -o xu-huong.html
    """
    from onestop_cli.output import trends as shown
    from onestop_cli.usecases.trending import trend as make_trend

    target = out(format_name, as_json, output, REPORT_FORMATS)
    count = whole_number("--months", months, 1, MOST_MONTHS) or 12
    dimension = one_of("--by", by, TREND_BY) if by else "none"
    judged = judging(session, basis, granularity, convention, as_of, known_at)
    period = last_months(count, judged.today, judged.convention)
    dimensions = () if dimension == "none" else (dimension,)
    request = ReportRequest(period, dimensions, judged.basis, judged.granularity, False, judged.as_of, judged.known_at)
    made = make_trend(session.path, session.clock, request)
    if target.is_document:
        target.document(shown.trend_document(made))
    elif target.format == "json":
        target.records([shown.trend_record(made)], (), str, single=True)
    elif target.format == "md":
        target.write(shown.trend_markdown(made))
    else:
        target.records(shown.trend_records(made), shown.TREND_KEYS, lambda: shown.trend_text(made))
